//! Surrogate pairs written out in text: `\ud83e\uddca` and `&#55358;&#56778;` for `🧊`.
//!
//! A surrogate is half of a character beyond U+FFFF in UTF-16 and none by itself, so text never
//! holds one (and Rust's `str` cannot). But programs that know UTF-16 only write its halves out one
//! by one, as the escapes of JSON, Java and JavaScript or as character references, and whoever
//! reads those one by one gets U+FFFD twice. A pair has one meaning. Half a pair, and escapes of
//! other characters, stay: text about programming has them.
//!
//! Pairs in bytes, three bytes each (CESU-8), are decoding's affair.

use memchr::memchr2_iter;

use crate::rewrite::Rewriter;

/// A pair has one meaning only; but text may be about it.
const CONFIDENCE: f32 = 0.95;

/// Puts characters in place of pairs.
pub(crate) fn repair(text: &str, rewriter: &mut Rewriter<'_>) {
    let mut done = 0;
    for start in memchr2_iter(b'\\', b'&', text.as_bytes()) {
        if start < done {
            continue;
        }
        let notation = if text.as_bytes()[start] == b'&' { reference } else { escape };
        if let Some((high, high_length)) = notation(&text[start..])
            && let Some((low, low_length)) = notation(&text[start + high_length..])
            && let Some(Ok(character)) = char::decode_utf16([high, low]).next()
            && u32::from(character) > 0xFFFF
        {
            done = start + high_length + low_length;
            let with = character.encode_utf8(&mut [0; 4]).to_owned();
            rewriter.replace(start..done, &with, CONFIDENCE);
        }
    }
}

/// A unit of UTF-16, and the length of its notation in bytes.
type Unit = (u16, usize);

/// `\uD83E`.
fn escape(text: &str) -> Option<Unit> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then_some(())?;
    Some((u16::from_str_radix(digits, 16).ok()?, 2 + 4))
}

/// `&#55358;` or `&#xD83E;`.
fn reference(text: &str) -> Option<Unit> {
    let behind = text.strip_prefix("&#")?;
    let (digits, radix) = match behind.strip_prefix(['x', 'X']) {
        Some(digits) => (digits, 16),
        None => (behind, 10),
    };
    // Five digits are enough for a unit.
    let is_digit = |byte: &u8| char::from(*byte).is_digit(radix);
    let count = digits.bytes().take(6).take_while(is_digit).count();
    let unit = u16::from_str_radix(&digits[..count], radix).ok()?;
    let length = text.len() - digits.len() + count + 1;
    (text.as_bytes().get(length - 1) == Some(&b';')).then_some((unit, length))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repair::Repair;

    #[test]
    fn pairs_become_characters() {
        for (text, expected) in [
            (r"ice \ud83e\uddca!", "ice 🧊!"),
            (r"\uD83E\uDDCA\ud83e\uddca", "🧊🧊"),
            ("&#55358;&#56778;&#xD83E;&#xddca;", "🧊🧊"),
            // Half a pair, the wrong order, other characters, other notations.
            (
                r"\ud83e \uddca \uddca\ud83e \u2603\u2603 \ud83e",
                r"\ud83e \uddca \uddca\ud83e \u2603\u2603 \ud83e",
            ),
            (r"\ud83e&#56778; \ud83e\ud83e\uddca", "\\ud83e&#56778; \\ud83e🧊"),
            ("&#55358; &#56778; &#55358;", "&#55358; &#56778; &#55358;"),
            ("&#0055358;&#56778;", "&#0055358;&#56778;"),
            (r"\u+3e\udd雪 \u雪", r"\u+3e\udd雪 \u雪"),
        ] {
            let mut rewriter = Rewriter::new(text, Repair::Surrogate);
            repair(text, &mut rewriter);
            assert_eq!(rewriter.finish().text, expected, "{text:?}");
        }
    }
}
