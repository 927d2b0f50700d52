//! The user's own patterns: delete, replace, drop the line.
//!
//! Patterns are those of the crate `regex`: linear time, no look-around, no back-references. Each
//! rule sees a line without its line end, after all other repairs and after the rules before it.

use regex::{Regex, RegexBuilder};

use crate::error::Error;
use crate::rewrite::Rewriter;

/// Rules are the user's word.
const CONFIDENCE: f32 = 1.0;

/// The largest program a pattern may compile to, in bytes; a larger one is an error.
const SIZE_LIMIT: usize = 8 << 20;

/// What happens to what a pattern matches.
///
/// ```
/// use textmend::{Action, Cleaner, Rule};
///
/// let rule = Rule::new(r"(\w+)@(\w+)", Action::Replace("$2 at $1".into()))?;
/// assert_eq!(Cleaner::builder().rule(rule).build().clean("b@a"), "a at b");
/// # Ok::<(), textmend::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Action {
    /// The match goes.
    Delete,
    /// The match makes way for this text, in which `$1` or `${name}` stands for a group and `$$`
    /// for a dollar sign.
    Replace(String),
    /// The whole line goes, with its line end. Of a line longer than 64 KiB, which is cleaned in
    /// pieces, only the piece with the match.
    DropLine,
}

/// A pattern and what happens to its matches.
///
/// ```
/// use textmend::{Action, Cleaner, Rule};
///
/// let cleaner = Cleaner::builder()
///     .rule(Rule::new("^Tags:", Action::DropLine)?)
///     .rule(Rule::new(r"(\d+) views", Action::Replace("$1".into()))?)
///     .build();
/// assert_eq!(cleaner.clean("Tags: a, b\nseen: 21 views\n"), "seen: 21\n");
/// # Ok::<(), textmend::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Rule {
    pattern: Regex,
    action: Action,
}

impl Rule {
    /// Compiles a rule.
    ///
    /// # Errors
    ///
    /// Where the pattern is no regular expression, or compiles to more than 8 MiB.
    ///
    /// ```
    /// use textmend::{Action, Rule};
    ///
    /// assert!(Rule::new("^Share this", Action::DropLine).is_ok());
    /// assert!(Rule::new("(", Action::Delete).unwrap_err().is_pattern());
    /// ```
    pub fn new(pattern: &str, action: Action) -> Result<Rule, Error> {
        let compiled = RegexBuilder::new(pattern).size_limit(SIZE_LIMIT).build();
        let pattern = compiled.map_err(|reason| Error::pattern(pattern, reason))?;
        Ok(Rule { pattern, action })
    }

    pub(crate) fn repair(&self, text: &str, rewriter: &mut Rewriter<'_>) {
        let line = text.strip_suffix('\n').unwrap_or(text);
        let line = line.strip_suffix('\r').unwrap_or(line);
        match &self.action {
            Action::DropLine => {
                if self.pattern.is_match(line) {
                    rewriter.delete(0..text.len(), CONFIDENCE);
                }
            }
            Action::Delete => {
                for found in self.pattern.find_iter(line) {
                    rewriter.delete(found.range(), CONFIDENCE);
                }
            }
            Action::Replace(with) => {
                let mut replacement = String::new();
                for found in self.pattern.captures_iter(line) {
                    replacement.clear();
                    found.expand(with, &mut replacement);
                    rewriter.replace(found.get_match().range(), &replacement, CONFIDENCE);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repair::Repair;

    #[test]
    fn rules_see_lines_without_their_ends() {
        for (pattern, action, text, expected) in [
            ("x+", Action::Delete, "axxbx\n", "ab\n"),
            ("$", Action::Replace("!".into()), "a\r\n", "a!\r\n"),
            ("(a)(?<last>b)", Action::Replace("${last}$1$$".into()), "abab", "ba$ba$"),
            ("^a$", Action::DropLine, "a\r\n", ""),
            ("b", Action::DropLine, "a\r\n", "a\r\n"),
            ("", Action::Delete, "a", "a"),
            ("\\n", Action::Delete, "a\n", "a\n"),
        ] {
            let mut rewriter = Rewriter::new(text, Repair::Rules);
            Rule::new(pattern, action).unwrap().repair(text, &mut rewriter);
            assert_eq!(rewriter.finish().text, expected, "{pattern}");
        }
    }

    #[test]
    fn bad_patterns_are_errors_that_name_them() {
        for pattern in ["(", "(?=a)", "(\\w{1000}){1000}"] {
            let error = Rule::new(pattern, Action::Delete).unwrap_err();
            assert!(
                error.is_pattern() && error.to_string().contains("{1000}") == (pattern.len() > 5)
            );
        }
    }
}
