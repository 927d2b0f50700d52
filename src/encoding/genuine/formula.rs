//! Formulas: `±∞`, `0 ≤ x² ≤ 2π`, `(r+1)ⁿ`.
//!
//! Old code pages have the signs of mathematics where others have letters. In a formula each stands
//! where it can: a relation between two things, a power behind one, a root before one. A word in a wrong
//! encoding heeds none of this.

use std::ops::Range;

/// Greek letters side by side that are no word yet.
const MOST_GREEK: usize = 2;
/// Letters of ASCII that are no word yet, before a sign and behind it: variables and units.
const MOST_BEFORE: usize = 1;
const MOST_BEHIND: usize = 2;

/// What a sign does in a formula.
#[derive(Clone, Copy, PartialEq)]
enum Role {
    /// Is something by itself.
    Thing,
    /// Stands between two things.
    Between,
    /// Stands before a thing.
    Before,
    /// Stands directly behind a thing.
    Behind,
}

fn role(c: char) -> Option<Role> {
    Some(match c {
        'α'..='ω' | 'Α'..='Ω' | '\u{2126}' | 'µ' | '∆' | '∞' | '½' | '¼' | '¾' => {
            Role::Thing
        }
        '≤' | '≥' | '≈' | '≠' | '≡' | '×' | '÷' | '·' | '∙' | '∩' | '∪' | '→' | '∈' => {
            Role::Between
        }
        '±' | '−' | '√' | '∂' | '∑' | '∏' | '∫' | '∇' | '¬' => Role::Before,
        '²' | '³' | '¹' | 'ⁿ' | '°' | '′' | '″' => Role::Behind,
        _ => return None,
    })
}

/// Whether all that is not ASCII in a part of a line is formulas.
pub(super) fn is_formula(line: &str, part: Range<usize>) -> bool {
    let mut has_sign = false;
    for (offset, c) in line[part.clone()].char_indices().filter(|(_, c)| !c.is_ascii()) {
        let at = part.start + offset;
        let around = Around { left: &line[..at], right: &line[at + c.len_utf8()..] };
        if !role(c).is_some_and(|role| around.take(c, role)) {
            return false;
        }
        has_sign = true;
    }
    has_sign
}

/// What is on both sides of a sign.
struct Around<'t> {
    left: &'t str,
    right: &'t str,
}

impl Around<'_> {
    fn take(&self, c: char, its: Role) -> bool {
        let (left, right) = (self.left.chars().next_back(), self.right.chars().next());
        let letters_before = count(self.left.chars().rev(), |c| c.is_ascii_alphabetic());
        let letters_behind = count(self.right.chars(), |c| c.is_ascii_alphabetic());
        let follows_letter = letters_before > 0 || left.is_some_and(is_greek);
        match its {
            Role::Thing => {
                let greek = 1 + count(self.left.chars().rev(), is_greek);
                let follows_thing = left.is_some_and(|c| role(c) == Some(Role::Thing));
                letters_before <= MOST_BEFORE
                    && letters_behind <= MOST_BEHIND
                    && (letters_before == 0 || letters_behind == 0)
                    && (!follows_thing || is_greek(c) && greek <= MOST_GREEK)
            }
            Role::Between => {
                let is_in_word = letters_before.max(letters_behind) > 1
                    && letters_before.min(letters_behind) > 0;
                let is_joined = |c: Option<char>| c.is_some_and(|c| !c.is_ascii());
                let is_amid_signs = is_joined(right) && (letters_before > 0 || is_joined(left));
                let left = self.left.trim_end().chars().next_back();
                let right = self.right.trim_start().chars().next();
                // A line may begin with a relation.
                let may_begin = matches!(c, '≤' | '≥' | '≈' | '≠' | '→');
                !(is_in_word || is_amid_signs)
                    && left.map_or(may_begin, ends_thing)
                    && right.is_some_and(|c| begins_thing(c) || role(c) == Some(Role::Before))
            }
            Role::Before if matches!(c, '±' | '−') => {
                self.right.trim_start().starts_with(|c| begins_thing(c) || c == '√')
            }
            // With a sign behind it, it was a letter.
            Role::Before if c == '¬' => {
                !follows_letter && right.is_some_and(|c| c.is_ascii() && begins_thing(c))
            }
            Role::Before => {
                !follows_letter
                    && right.is_some_and(|next| begins_thing(next) || next == c || next == ' ')
            }
            Role::Behind => {
                letters_before <= MOST_BEFORE
                    && (letters_before == 0 || letters_behind == 0)
                    && left.is_some_and(|c| ends_thing(c) && c != '½')
            }
        }
    }
}

fn begins_thing(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || matches!(c, '(' | '[' | '{' | '-' | '.')
        || role(c) == Some(Role::Thing)
}

fn ends_thing(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || matches!(c, ')' | ']' | '}' | '|')
        || matches!(role(c), Some(Role::Thing | Role::Behind))
}

fn is_greek(c: char) -> bool {
    matches!(c, 'α'..='ω' | 'Α'..='Ω')
}

/// How many characters are of a kind before the first that is not; one more than any bound is enough.
fn count(characters: impl Iterator<Item = char>, is_of_kind: fn(char) -> bool) -> usize {
    characters.take(MOST_GREEK.max(MOST_BEHIND) + 1).take_while(|c| is_of_kind(*c)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_beside_a_part_counts() {
        let line = "877 > δ ≡ i";
        assert!(is_formula(line, 6..line.len() - 2));
        assert!(!is_formula("877 > δ ≡", 6..12));
    }

    #[test]
    fn signs_stand_where_they_can() {
        for (text, expected) in [
            ("±∞", true),
            ("scalbn(±∞, n)", true),
            ("0 ≤ x² ≤ 2π", true),
            ("√π", true),
            ("2√π ≈ 3.54", true),
            ("rⁿ < x ≤ (r+1)ⁿ", true),
            ("π}π\", \"cπ", true),
            ("αnλ", true),
            ("∂f/∂x", true),
            ("5 µF ± 2 %", true),
            ("x²α + y²α = 1", true),
            ("∫∫ f", true),
            ("f: A → B", true),
            ("≤", false),
            ("√", false),
            ("≤ 5 %", true),
            ("o√π", false),
            ("rΘsu", false),
            ("maj¹", false),
            ("Ch∆∞", false),
            ("Π½Πµ Ρƒ", false),
            ("ƒtƒ@ƒC", false),
            ("k³nnen", false),
            ("ben÷tigt", false),
            ("α≡α", false),
            ("±N·|¬O", false),
            ("∩α", false),
            ("hΓ¬nh", false),
            ("d'o√π vient", false),
            ("√∂ffnen", false),
            ("√µhtu", false),
            ("25 ¬µm", false),
            ("¬≤", false),
            ("mu≈Ω", false),
            ("≈Ωivot", false),
            ("Σσµτ Φδ", false),
            ("≥≤ ≡", false),
            ("καλό", false),
            ("plain", false),
        ] {
            assert_eq!(is_formula(text, 0..text.len()), expected, "{text}");
        }
    }
}
