//! HTML character references: `&ldquo;`, `&#8220;`, `&amp;nbsp;`.
//!
//! A reference stands for a character that its writer could not, or would not, type. Pages show
//! them where text was escaped once more than it was unescaped. There are two ways to read them:
//!
//! - [`Mode::Strict`] is what a browser makes of text between tags: the rules of the tokenizer
//!   in the [WHATWG HTML Standard], exactly, once. It is for text that is known to be HTML.
//! - [`Mode::Prose`] is for text that ought to be free of references. It also takes off what was
//!   escaped twice or three times, mends references that were broken on the way, and leaves alone
//!   addresses, code, and text that is about references.
//!
//! All 2,231 named references are looked up in a table that is read in place: nothing is built at
//! start-up.
//!
//! [WHATWG HTML Standard]: https://html.spec.whatwg.org/multipage/parsing.html#character-reference-state

mod broken;
mod context;
pub(crate) mod direct;
mod evidence;
mod names;
mod plain;
mod prose;
mod reference;
mod subject;
mod unescape;

use std::borrow::Cow;
use std::sync::LazyLock;

use memchr::memchr;

use crate::cleaner::Cleaner;
use crate::profile::Profile;
use crate::repair::Repair;
use crate::rewrite::Rewriter;

pub(crate) use evidence::{Evidence, Lore};
pub(crate) use prose::{may_end_without_ampersand, repair as repair_prose};
pub(crate) use unescape::repair as repair_complete;

/// The rules of the Standard are no guess.
const CONFIDENCE: f32 = 1.0;

/// A way to read character references.
///
/// ```
/// use textmend::entity::{Mode, decode};
///
/// let address = "http://example.org/?a=1&copy=2";
/// assert_eq!(decode(address, Mode::Prose), address);
/// assert_eq!(decode(address, Mode::Strict), "http://example.org/?a=1©=2");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Mode {
    /// For text. Differs from [`Mode::Strict`] in this:
    ///
    /// - A reference without `;` before `=` or an ASCII letter or digit, or inside an address,
    ///   stays.
    /// - What was escaped two or three times is unescaped as often. What is nested deeper stays
    ///   as it is.
    /// - Broken references are mended: cut (`&ldqu ...`), misspelt (`&ldo;`), with a full-width `；`,
    ///   or without `&` beside Chinese (`ldquo;`). These are guesses, with a confidence below 1.
    /// - A number that stands for no character, or for a control character other than white
    ///   space, stays. A byte order mark is removed.
    /// - Text that is about references, code, and escapes inside markup or JSON stay.
    ///
    /// Decoding the result again changes nothing.
    #[default]
    Prose,
    /// For HTML: exactly what a browser does with text outside of tags and attributes, once.
    Strict,
}

impl Mode {
    /// The name in lower case: `prose`, `strict`.
    ///
    /// ```
    /// assert_eq!(textmend::entity::Mode::Strict.name(), "strict");
    /// ```
    pub const fn name(self) -> &'static str {
        match self {
            Mode::Prose => "prose",
            Mode::Strict => "strict",
        }
    }
}

/// Decodes the character references of a text.
///
/// Borrowed where nothing changes; time is linear in the length. In [`Mode::Prose`] the text is
/// treated like a document by a [`Cleaner`] with no other repair.
///
/// ```
/// use std::borrow::Cow;
/// use textmend::entity::{Mode, decode};
///
/// assert_eq!(decode("&ldquo;Caf&eacute;&rdquo; &#x26; Bar", Mode::Strict), "“Café” & Bar");
/// assert_eq!(decode("他说&amp;ldquo;好&amp;rdquo;", Mode::Prose), "他说“好”");
/// assert_eq!(decode("获得&ldqu ...", Mode::Prose), "获得“ ...");
/// assert!(matches!(decode("AT&T", Mode::Prose), Cow::Borrowed("AT&T")));
/// ```
pub fn decode(text: &str, mode: Mode) -> Cow<'_, str> {
    static PROSE: LazyLock<Cleaner> = LazyLock::new(|| {
        Cleaner::builder().profile(Profile::None).with(Repair::Entity).keep_bom(true).build()
    });
    match mode {
        Mode::Prose => PROSE.clean(text),
        Mode::Strict => {
            let mut rewriter = Rewriter::new(text, Repair::Entity);
            repair_strict(text, &mut rewriter);
            rewriter.finish().text
        }
    }
}

/// Decodes a segment by the rules of the Standard.
pub(crate) fn repair_strict(text: &str, rewriter: &mut Rewriter<'_>) {
    let mut at = 0;
    while let Some(offset) = memchr(b'&', &text.as_bytes()[at..]) {
        let start = at + offset;
        at = start + 1;
        if let Some((value, length)) = reference::strict(&text[at..]) {
            at += length;
            rewriter.replace(start..at, value.text(&mut [0; 4]), CONFIDENCE);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::names::tests::all;
    use super::*;

    #[test]
    fn every_name_is_decoded_in_either_mode() {
        for (name, named) in all() {
            for (text, in_prose) in [
                (format!("字&{name};字"), true),
                (format!("字&{name}字"), named.is_bare),
                (format!("字&{name}x"), false),
                (format!("字&{name}=1"), false),
            ] {
                let rest = text.split_once(name).map_or("", |(_, rest)| rest);
                let rest = if in_prose { rest.trim_start_matches(';') } else { rest };
                let decoded = decode(&text, Mode::Prose);
                if in_prose {
                    assert_eq!(decoded, format!("字{}{rest}", named.text), "{text}");
                } else if rest != "字" {
                    assert_eq!(decoded, text);
                }
            }
            let strict = |text: &str| decode(text, Mode::Strict).into_owned();
            assert_eq!(strict(&format!("&{name};=")), format!("{}=", named.text));
            if named.is_bare {
                assert_eq!(strict(&format!("&{name}=")), format!("{}=", named.text));
            }
        }
    }

    #[test]
    fn strict_is_one_pass() {
        for (text, expected) in [
            ("&amp;lt;", "&lt;"),
            ("&notit; &notin;", "¬it; ∉"),
            ("?a=1&copy=2", "?a=1©=2"),
            ("&#0;&#xD800;&#x110000;", "\u{FFFD}\u{FFFD}\u{FFFD}"),
            ("&#13;&#1;&#xFFFE;", "\r\u{1}\u{FFFE}"),
            ("&ldqu ... ldquo; &ldo;", "&ldqu ... ldquo; &ldo;"),
            ("&", "&"),
        ] {
            assert_eq!(decode(text, Mode::Strict), expected, "{text}");
        }
    }
}
