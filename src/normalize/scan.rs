//! The quick check: finds the next character that a form may have to change.
//!
//! Most text needs nothing, and most of it can be told by its bytes. The scan asks of blocks of
//! bytes whether any byte could begin such a character; the question is put in comparisons
//! without branches, which compilers turn into vector code. Only where the answer is yes are the
//! characters of the block decoded and looked up one by one.

use fearless_simd::{Level, dispatch};
use unicode_normalization::char::{compose as compose_pair, decompose_canonical};

use super::class::{COMPOSES, JOINS, JOINS_COMPATIBLY, MARK, class};

/// Bytes asked about at once.
const BLOCK: usize = 64;
/// Bytes at the start that are looked at one by one.
const NEAR: usize = 8;
/// How many bytes beyond its own a question looks at: the rest of a three-byte sequence.
const LOOKAHEAD: usize = 2;

/// Which question to ask of the bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Question {
    /// Whether composed text may need a change: Latin, Greek, Cyrillic, Han, kana and Hangul text
    /// passes.
    Composed,
    /// Whether text may decompose: ASCII, Han and the CJK punctuation pass.
    Decomposed,
}

/// The start of the first character at or after `from`, a character boundary, whose class has
/// one of the flags `look`.
pub(super) fn find(text: &str, from: usize, look: u8, question: Question) -> Option<usize> {
    // What has to be changed stands close together or is rare: a look at the next characters
    // saves the block in the one case and costs nothing in the other.
    let near = text.ceil_char_boundary((from + NEAR).min(text.len()));
    if let Some(found) = find_slowly(text, from, near, look) {
        return Some(found);
    }
    dispatch!(Level::new(), _simd => find_in_blocks(text, near, look, question))
}

/// The same, block by block; with the widest vectors that the machine has.
#[inline(always)]
fn find_in_blocks(text: &str, from: usize, look: u8, question: Question) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = from;
    while let Some(window) = bytes.get(at..at + BLOCK + LOOKAHEAD) {
        let suspicious = match question {
            Question::Composed => {
                any(window, is_beyond_han_text) && any(window, is_suspicious_composed)
            }
            Question::Decomposed => any(window, is_suspicious_decomposed),
        };
        if suspicious && let Some(found) = find_slowly(text, at, at + BLOCK, look) {
            return Some(found);
        }
        at += BLOCK;
    }
    find_slowly(text, at, bytes.len(), look)
}

/// Looks at every character that begins in a range of bytes.
#[inline(never)]
fn find_slowly(text: &str, mut start: usize, end: usize, look: u8) -> Option<usize> {
    while !text.is_char_boundary(start) {
        start += 1;
    }
    for (offset, character) in text[start..].char_indices() {
        if start + offset >= end {
            return None;
        }
        if character.is_ascii() {
            continue;
        }
        let at = start + offset;
        let asked = class(character) & look;
        if asked != 0 && (asked != COMPOSES || composes_behind(&text[..at], character)) {
            return Some(at);
        }
    }
    None
}

/// Whether a character that composes with some others may do so behind a text.
///
/// Most vowel signs of India that compose stand behind consonants, with which none does. A character of which nothing is known
/// is whole, and nothing before it joins it: right behind one, what composes does so with it or not at all. Behind a mark that
/// stays one, what is no mark itself never does.
pub(super) fn composes_behind(text: &str, character: char) -> bool {
    let Some(before) = text.chars().next_back() else { return false };
    match class(before) {
        0 => compose_pair(before, first_part(character)).is_some(),
        STAYING_MARK => class(character) & MARK != 0,
        _ => true,
    }
}

/// The first character that a character is made of: it may join what stands before, and take the others along.
fn first_part(character: char) -> char {
    let mut first = None;
    decompose_canonical(character, |part| first = first.or(Some(part)));
    first.unwrap_or(character)
}

/// A mark that neither composes nor is taken apart.
const STAYING_MARK: u8 = MARK | JOINS | JOINS_COMPATIBLY;

/// Whether a predicate holds of any byte of a window with the two bytes behind it.
#[inline(always)]
fn any(window: &[u8], predicate: impl Fn(u8, u8, u8) -> bool) -> bool {
    let mut any = false;
    for at in 0..BLOCK {
        any |= predicate(window[at], window[at + 1], window[at + 2]);
    }
    any
}

/// A coarse form of [`is_suspicious_composed`] that asks less: ASCII, Latin-1, Han and the
/// punctuation of Chinese text pass. Most blocks of Chinese text are done with it.
#[inline(always)]
fn is_beyond_han_text(first: u8, second: u8, third: u8) -> bool {
    let within = |byte: u8, low: u8, high: u8| byte.wrapping_sub(low) <= high - low;
    within(first, 0xCC, 0xE1)
        | ((first == 0xE2) & ((second != 0x80) | (third <= 0x81)))
        | ((first == 0xE3) & (((second == 0x80) & (third >= 0xAA)) | (second == 0x82)))
        | ((first >= 0xEA) & !((first == 0xEF) & (second >= 0xBC)))
}

/// Whether a sequence of these three bytes, or of fewer, may be a character that is not NFC,
/// combines or composes. No branches: `|` and `&` are meant.
#[inline(always)]
pub(crate) fn is_suspicious_composed(first: u8, second: u8, third: u8) -> bool {
    let within = |byte: u8, low: u8, high: u8| byte.wrapping_sub(low) <= high - low;
    // Combining diacritical marks; then Greek with its ano teleia, Cyrillic with its marks.
    let two_bytes = within(first, 0xCC, 0xCD)
        | ((first == 0xCE) & (second == 0x87))
        | ((first == 0xD2) & within(second, 0x83, 0x87))
        // Hebrew points (the Armenian letters before them pass), Arabic, Syriac, NKo, Indic and
        // the rest up to the general punctuation.
        | ((first == 0xD6) & (second >= 0x91))
        | within(first, 0xD7, 0xE1);
    let three_bytes = ((first == 0xE2)
        // Quads of the general punctuation; symbols; letter-like and mathematical symbols.
        & (((second == 0x80) & (third <= 0x81))
            | within(second, 0x83, 0x84)
            | (second == 0x8C)
            | (second == 0xAB)
            | within(second, 0xB3, 0xB7)))
        // Ideographic tone marks, combining kana voicing marks.
        | ((first == 0xE3)
            & (((second == 0x80) & within(third, 0xAA, 0xAF))
                | ((second == 0x82) & within(third, 0x99, 0x9A))))
        // Vai to Meetei Mayek; Hangul syllables pass.
        | ((first == 0xEA) & (second < 0xB0))
        // Compatibility ideographs, presentation forms, combining half marks.
        | ((first == 0xEF) & within(second, 0xA4, 0xB8));
    // Historic scripts, music; emoji and rare ideographs pass, compatibility ideographs do not.
    let four_bytes = (first == 0xF0) & ((second <= 0x9E) | (second == 0xAF));
    two_bytes | three_bytes | four_bytes
}

/// Whether a sequence of these three bytes, or of fewer, may be a character that decomposes or
/// combines: anything but ASCII, unified ideographs and unvoiced CJK punctuation.
#[inline(always)]
fn is_suspicious_decomposed(first: u8, second: u8, third: u8) -> bool {
    let within = |byte: u8, low: u8, high: u8| byte.wrapping_sub(low) <= high - low;
    (first >= 0xC2)
        & !within(first, 0xE4, 0xE9)
        & !((first == 0xE3) & (second == 0x80) & within(third, 0x81, 0xA9))
}

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization;

    use super::super::Form;
    use super::*;

    #[test]
    fn the_questions_overlook_no_character() {
        for character in '\u{80}'..=char::MAX {
            let mut bytes = [0; 4];
            character.encode_utf8(&mut bytes);
            for &form in Form::ALL {
                let suspicious = match form.question() {
                    Question::Composed => {
                        is_beyond_han_text(bytes[0], bytes[1], bytes[2])
                            && is_suspicious_composed(bytes[0], bytes[1], bytes[2])
                    }
                    Question::Decomposed => is_suspicious_decomposed(bytes[0], bytes[1], bytes[2]),
                };
                let changes = class(character) & form.look() != 0;
                assert!(suspicious || !changes, "{form:?} {character:?}");
            }
        }
    }

    /// Alone, between letters and among marks: where it is told that nothing composes, nothing does.
    #[test]
    fn what_composes_is_overlooked_nowhere() {
        let letters = "aeक\u{928}নযতে\u{9c7}ಕೆ\u{cc6}ෙකعهاوக\u{bc6}ᄀ가각か\u{1025}éẽ\u{958}Ω\u{16d63}\u{1138b}";
        let marks = "\u{93c}\u{9bc}\u{9be}\u{9d7}\u{cc2}\u{cd5}\u{dca}\u{dcf}\u{653}\u{654}\u{64e}\u{bbe}\u{1161}\
            \u{11a8}\u{3099}\u{102e}\u{301}\u{323}\u{302}\u{334}\u{345}\u{16d68}\u{113c7}\u{113c5}";
        let all: Vec<char> = letters.chars().chain(marks.chars()).collect();
        let look = Form::Compose.look();
        let (mut composed, mut quiet) = (0, 0);
        for a in &all {
            for b in &all {
                for c in &all {
                    for d in marks.chars() {
                        let text: String = [*a, *b, *c, d].into_iter().collect();
                        let is_found = find(&text, 0, look, Question::Composed).is_some();
                        let is_shorter = text.nfc().count() < text.chars().count();
                        assert!(is_found || !is_shorter, "{text:?}");
                        composed += usize::from(is_shorter);
                        quiet += usize::from(!is_found);
                    }
                }
            }
        }
        assert!(composed > 10_000 && quiet > 10_000, "{composed} {quiet}");
    }

    #[test]
    fn common_text_passes_by_its_bytes() {
        let composed = [
            "“汉字”——标点，数字１２３…《书名》·「引号」、。！？；：（）",
            "ひらがな、カタカナ、ヴァイオリン",
            "한국어 문장도 지나간다.",
            "Größe, naïve, ŝanĝo, Ελλάδα, Ёлка и йод, Հայերեն",
            "emoji 😀 and 𠮷野家",
        ];
        for text in composed {
            let mut padded = text.as_bytes().to_vec();
            padded.extend([0; 2]);
            let suspicious = padded.windows(3).any(|w| is_suspicious_composed(w[0], w[1], w[2]));
            assert!(!suspicious, "{text}");
        }
    }

    #[test]
    fn finds_a_character_at_every_offset() {
        for offset in 0..3 * BLOCK {
            for rest in [0, 1, BLOCK, 2 * BLOCK] {
                let text = format!("{}e\u{301}{}", "中".repeat(offset), "x".repeat(rest));
                let found = find(&text, 0, Form::Nfc.look(), Question::Composed);
                assert_eq!(found, Some(3 * offset + 1));
            }
        }
    }
}
