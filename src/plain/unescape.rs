//! Character references as ftfy 6.3.1 reads them: complete ones, and only in text that is no HTML.
//!
//! A reference ends with `;`. Besides the names of HTML those in capitals are read that a
//! conversion to upper case leaves: `P&EACUTE;NICHE` is `PÉNICHE`. From the first line with a `<`
//! on, a document counts as HTML and its references stay. The repair
//! [`Entity`](crate::Repair::Entity) reads more of them, and judges more carefully; this one is for
//! the profile `ftfy`.

use memchr::memchr_iter;

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
        if let Some(with) = if hash == 1 { numeric(&name[1..]) } else { named(name) } {
            rewriter.replace(start..start + 1 + length + 1, &with, CONFIDENCE);
        }
    }
}

/// The text of a name, without `&` and `;`.
fn named(name: &str) -> Option<String> {
    if let Some(text) = find(name) {
        return Some(text);
    }
    let is_upper = !name.bytes().any(|byte| byte.is_ascii_lowercase());
    let is_cut = BARE_CAPITALS.iter().any(|bare| name.starts_with(bare));
    let text = find(&name.to_ascii_lowercase()).filter(|_| is_upper && !is_cut)?;
    Some(text.to_uppercase())
}

/// The text of a name in the HTML Standard.
fn find(name: &str) -> Option<String> {
    let reference = format!("&{name};");
    let text = html_escape::decode_html_entities(&reference);
    (text != reference).then(|| text.into_owned())
}

/// The text of a number: digits, or `x` and hexadecimal digits. Some numbers stand for nothing.
fn numeric(number: &str) -> Option<String> {
    let code = match number.strip_prefix(['x', 'X']) {
        Some(digits) => code_point(digits, 16)?,
        None => code_point(number, 10)?,
    };
    let byte = u8::try_from(code).ok();
    let character = match code {
        0x0D => '\r',
        // As the Standard has it: bytes of windows-1252.
        0x80..=0x9F => {
            let bytes = byte.as_slice();
            let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes);
            return Some(text.into_owned());
        }
        0x01..=0x08 | 0x0B | 0x0E..=0x1F | 0x7F | 0xFDD0..=0xFDEF => return Some(String::new()),
        0x01_0000..=0x10_FFFF | 0xFFFE..=0xFFFF if code & 0xFFFE == 0xFFFE => {
            return Some(String::new());
        }
        0 => char::REPLACEMENT_CHARACTER,
        _ => char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER),
    };
    // What reads as a semicolon stays, as in ftfy.
    (character != ';').then(|| character.into())
}

/// The code point that digits name; one beyond the last where they name none.
fn code_point(digits: &str, radix: u32) -> Option<u32> {
    let mut code: u32 = 0;
    for digit in digits.chars() {
        code = code.saturating_mul(radix).saturating_add(digit.to_digit(radix)?);
    }
    (!digits.is_empty()).then_some(code)
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
