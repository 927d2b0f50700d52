//! Character references as ftfy 6.3.1 reads them: complete ones, and only in text that is no HTML.
//!
//! A reference ends with `;`. Besides the names of HTML those in capitals are read that a
//! conversion to upper case leaves: `P&EACUTE;NICHE` is `PÉNICHE`. From the first line with a `<`
//! on, a document counts as HTML and its references stay. [`Mode::Prose`](super::Mode::Prose) reads
//! more of them, and judges more carefully; this reading is for the profile `ftfy`.

use memchr::memchr_iter;

use super::names;
use super::reference::{self, Number};
use crate::rewrite::Rewriter;

/// The longest reference that is looked for, between `&` and `;`, without `#`.
const LONGEST: usize = 24;

/// The names in capitals that are read without `;` too. A name that begins like this is not the
/// upper case of another one.
const BARE_CAPITALS: [&str; 8] = ["AMP", "COPY", "ETH", "GT", "LT", "QUOT", "REG", "THORN"];

/// A complete reference is nothing else.
const CONFIDENCE: f32 = 1.0;

/// Replaces complete references.
pub(crate) fn repair(text: &str, rewriter: &mut Rewriter<'_>) {
    for start in memchr_iter(b'&', text.as_bytes()) {
        let behind = &text[start + 1..];
        let hash = usize::from(behind.starts_with('#'));
        let name = behind.as_bytes()[hash..].iter().take(LONGEST + 1);
        let length = hash + name.take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let name = &behind[..length];
        if behind.as_bytes().get(length) != Some(&b';') {
            continue;
        }
        if let Some(with) = if hash == 1 { numeric(name) } else { named(name) } {
            rewriter.replace(start..start + 1 + length + 1, &with, CONFIDENCE);
        }
    }
}

/// The text of a name, without `&` and `;`.
fn named(name: &str) -> Option<String> {
    if let Some(text) = find(name) {
        return Some(text.to_owned());
    }
    let is_upper = !name.bytes().any(|byte| byte.is_ascii_lowercase());
    let is_cut = BARE_CAPITALS.iter().any(|bare| name.starts_with(bare));
    let text = find(&name.to_ascii_lowercase()).filter(|_| is_upper && !is_cut)?;
    Some(text.to_uppercase())
}

fn find(name: &str) -> Option<&'static str> {
    names::find(name.as_bytes()).map(|named| named.text)
}

/// The text of a number: `#8220`, `#x201C`. Some numbers stand for nothing.
fn numeric(number: &str) -> Option<String> {
    let Number { code, .. } = reference::number(number).filter(|n| n.length == number.len())?;
    let is_nothing = match code {
        0x01..=0x08 | 0x0B | 0x0E..=0x1F | 0x7F | 0xFDD0..=0xFDEF => true,
        // The last two of each plane are no characters.
        _ => code & 0xFFFE == 0xFFFE && code <= 0x10_FFFF,
    };
    if is_nothing {
        return Some(String::new());
    }
    // What reads as a semicolon stays, as in ftfy.
    Some(reference::character(code)).filter(|character| *character != ';').map(String::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repair::Repair;

    #[test]
    fn complete_references_are_read() {
        for (text, expected) in [
            ("Ice &amp; snow", "Ice & snow"),
            ("&ldquo;frost&rdquo;&hellip;", "“frost”…"),
            ("SAN TELMO, P&EACUTE;NICHE, STRA&SZLIG;E", "SAN TELMO, PÉNICHE, STRASSE"),
            ("&frac12; &FRAC12; &Frac12;", "½ ½ &Frac12;"),
            ("&#10052; &#x2744; &#X2744;", "❄ ❄ ❄"),
            ("&#147;&#129;&#0;&#1;&#xD83E;&#99999999999;", "“\u{81}\u{FFFD}\u{FFFD}\u{FFFD}"),
            ("&#13;&#xFFFE;&#x1FFFF;", "\r"),
            // Not complete, not known, or not a reference.
            (
                "&amp &ldqu; &; &#; &#x; &#xg; &#12a; A&B; &#59;",
                "&amp &ldqu; &; &#; &#x; &#xg; &#12a; A&B; &#59;",
            ),
            ("&LTX; &ETHER; &TRADE;", "&LTX; &ETHER; ™"),
            ("&CounterClockwiseContourIntegral;", "&CounterClockwiseContourIntegral;"),
            ("&amp;amp;", "&amp;"),
            ("&雪; &&lt;", "&雪; &<"),
        ] {
            let mut rewriter = Rewriter::new(text, Repair::Unescape);
            repair(text, &mut rewriter);
            assert_eq!(rewriter.finish().text, expected, "{text}");
        }
    }
}
