//! The quick check: whether a text holds any invisible character or radical at all.

use fearless_simd::{Level, Simd, dispatch};

use crate::sieve::{ANY_BYTE, BLOCK, Bytes, Table, WINDOW, byte, set, span};

/// Bytes that are looked at one by one before blocks are.
const NEAR: usize = 8;

/// What [`may_begin`] tells, and a little more.
static INVISIBLE: Table = Table::new(&[
    // Soft hyphen, grapheme joiner, Arabic letter mark.
    [(set(&[0xC, 0xD]), set(&[2, 8, 0xD])), (set(&[8, 9, 0xA]), set(&[0xC, 0xD, 0xF])), ANY_BYTE],
    // Jamo fillers; Mongolian selectors.
    [
        byte(0xE1),
        (set(&[8, 0xA]), set(&[0, 5])),
        (span(8, 0xA), set(&[0, 0xB, 0xC, 0xD, 0xE, 0xF])),
    ],
    // Zero-width and bidi characters of the general punctuation.
    [byte(0xE2), byte(0x80), (set(&[8, 0xA]), span(0xA, 0xF))],
    [byte(0xE2), byte(0x81), (set(&[0xA, 0xB]), span(0, 0xF))],
    // Variation selectors; the byte order mark.
    [byte(0xEF), byte(0xB8), (set(&[8]), span(0, 0xF))],
    [byte(0xEF), byte(0xBB), byte(0xBF)],
    // Tags and ideographic variation selectors.
    [byte(0xF3), byte(0xA0), ANY_BYTE],
    // Radicals.
    [byte(0xE2), (set(&[0xB]), span(0xA, 0xF)), ANY_BYTE],
]);

/// Whether a text may hold a character that is invisible, or a radical. Text of every common
/// language without them is told by its bytes, a block at a time.
pub(crate) fn is_suspicious(text: &str) -> bool {
    find(text, 0, may_begin).is_some()
}

/// The start of the first character at or after `from`, a character boundary, that may be
/// invisible.
pub(super) fn find_mark(text: &str, from: usize) -> Option<usize> {
    // Where there are some, the next is near.
    let bytes = &text.as_bytes()[from..];
    let near = bytes.windows(3).take(NEAR).position(|three| {
        matches!(three[0], 0xC2 | 0xCD | 0xD8 | 0xE1 | 0xE2 | 0xEF | 0xF3)
            && may_begin_mark(three[0], three[1], three[2])
    });
    near.map(|at| from + at).or_else(|| find(text, from, may_begin_mark))
}

fn find(text: &str, from: usize, may_begin: fn(u8, u8, u8) -> bool) -> Option<usize> {
    dispatch!(Level::new(), simd => find_with(text.as_bytes(), from, may_begin, simd))
}

#[inline(always)]
fn find_with<S: Simd>(
    bytes: &[u8],
    from: usize,
    may_begin: fn(u8, u8, u8) -> bool,
    simd: S,
) -> Option<usize> {
    let mut at = from;
    while let Some(window) = bytes[at..].first_chunk() {
        if let Some(offset) = place(window, may_begin, simd) {
            return Some(at + offset);
        }
        at += BLOCK;
    }
    // The end of the text counts as zero bytes. At most one byte lies behind the block, and no such character is that
    // short.
    let rest = &bytes[at..];
    let mut window = [0; WINDOW];
    window[..rest.len()].copy_from_slice(rest);
    place(&window, may_begin, simd).map(|offset| at + offset)
}

/// The first place in a block where such a character may begin.
#[inline(always)]
fn place<S: Simd>(
    window: &[u8; WINDOW],
    may_begin: fn(u8, u8, u8) -> bool,
    simd: S,
) -> Option<usize> {
    let mut places = Bytes::of(window, simd).places_of(&[&INVISIBLE]);
    while places != 0 {
        let at = places.trailing_zeros() as usize;
        if may_begin(window[at], window[at + 1], window[at + 2]) {
            return Some(at);
        }
        places &= places - 1;
    }
    None
}

/// Whether three bytes of text, or fewer, may begin such a character.
pub(crate) fn may_begin(first: u8, second: u8, third: u8) -> bool {
    let is_radical = (first == 0xE2) & (second.wrapping_sub(0xBA) <= 0xBF - 0xBA);
    may_begin_mark(first, second, third) | is_radical
}

/// The same for characters that are invisible.
fn may_begin_mark(first: u8, second: u8, third: u8) -> bool {
    let within = |byte: u8, low: u8, high: u8| byte.wrapping_sub(low) <= high - low;
    // Soft hyphen, grapheme joiner, Arabic letter mark.
    let two_bytes = ((first == 0xC2) & (second == 0xAD))
        | ((first == 0xCD) & (second == 0x8F))
        | ((first == 0xD8) & (second == 0x9C));
    // Jamo fillers; Mongolian selectors.
    let from_1000 = (first == 0xE1)
        & (((second == 0x85) & within(third, 0x9F, 0xA0))
            | ((second == 0xA0) & within(third, 0x8B, 0x8F)));
    // Zero-width and bidi characters of the general punctuation.
    let from_2000 = (first == 0xE2)
        & (((second == 0x80) & (within(third, 0x8B, 0x8F) | within(third, 0xAA, 0xAE)))
            | ((second == 0x81) & (third >= 0xA0)));
    // Variation selectors; the byte order mark.
    let from_f000 = (first == 0xEF)
        & (((second == 0xB8) & (third <= 0x8F)) | ((second == 0xBB) & (third == 0xBF)));
    // Tags and ideographic variation selectors.
    let beyond = (first == 0xF3) & (second == 0xA0);
    two_bytes | from_1000 | from_2000 | from_f000 | beyond
}

#[cfg(test)]
mod tests {
    use super::super::marks::Kind;
    use super::super::radicals;
    use super::*;

    #[test]
    fn no_character_is_overlooked_anywhere() {
        for character in '\0'..=char::MAX {
            if Kind::of(character).is_some() || radicals::is_radical(character) {
                assert!(is_suspicious(character.encode_utf8(&mut [0; 4])), "{character:?}");
            }
        }
        for before in 0..3 * BLOCK {
            for after in [0, 1, BLOCK, 2 * BLOCK] {
                let text = format!("{}\u{200B}{}", "中".repeat(before), "x".repeat(after));
                assert!(is_suspicious(&text));
            }
        }
    }

    #[test]
    fn common_text_passes() {
        for text in [
            "“汉字”——标点，数字１２３…《书名》·「引号」、。！？；：（）",
            "ひらがな、カタカナ 한국어 文章",
            "Größe, naïve\u{A0}; Ελλάδα, Ёлка, Հայերեն – “quotes”",
            "עברית، العربية हिन्दी ไทย မြန်မာ 😀 𠮷 ①② → ∑",
        ] {
            assert!(!is_suspicious(&text.repeat(3)), "{text}");
        }
    }
}
