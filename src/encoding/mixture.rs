//! Letters that no language has side by side.
//!
//! Latin text that was read in another code page of Latin letters looks harmless letter by letter:
//! `ø` is Danish, `ì` Italian, `á` Spanish. But nobody writes all three in one line, except for Czech
//! in the wrong encoding. So the languages that have all letters of a line so far are kept as a set;
//! where it runs empty, the line is worth a search. Names and quotations empty it too, and it is
//! the search that tells them apart.

use std::sync::OnceLock;

use super::plausibility::{LANGUAGES, letter, letters_of};

/// A set of languages, one bit each.
type Set = u64;
const _: () = assert!(LANGUAGES.len() < Set::BITS as usize);

/// Chinese readings have letters that no language has, and are a language of their own here. Those of
/// the third tone are beyond [`END`].
const READINGS: &str = "āáàēéěèīíìōóòūúùü";

/// Languages with letters for nearly everything, but which have others than these in nearly every line.
const ALL_MARKS: &[&str] = &["VIETNAMESE", "YORUBA"];

/// The letters that sets are known for.
const FIRST: usize = 0xC0;
const END: usize = 0x180;

/// By letter: the languages that have it.
fn sets() -> &'static [Set; END - FIRST] {
    static SETS: OnceLock<[Set; END - FIRST]> = OnceLock::new();
    SETS.get_or_init(|| {
        let mut sets = [0; END - FIRST];
        for (code, set) in (FIRST..).zip(&mut sets) {
            let c = char::from_u32(code as u32).map(letter);
            for (bit, (name, own)) in LANGUAGES.iter().enumerate() {
                if ALL_MARKS.contains(name) {
                    continue;
                }
                let has = c.is_some_and(|c| letters_of(own).any(|letter| letter == c));
                *set |= Set::from(has) << bit;
            }
            let reads = c.is_some_and(|c| READINGS.contains(c));
            *set |= Set::from(reads) << LANGUAGES.len();
        }
        sets
    })
}

/// Whether no language has all letters of a line. A letter that none of the languages has is of one
/// that is not known, which may have any.
pub(super) fn is_mixed(line: &str) -> bool {
    /// Bytes that are looked at together; the compiler compares all of them at once.
    const BLOCK: usize = 32;
    let bytes = line.as_bytes();
    let mut common = Set::MAX;
    for (number, block) in bytes.chunks(BLOCK).enumerate() {
        if !block.iter().fold(false, |any, byte| any | is_lead(*byte)) {
            continue;
        }
        let start = number * BLOCK;
        for at in (start..).zip(block).filter(|(_, byte)| is_lead(**byte)).map(|(at, _)| at) {
            match languages_with(bytes, at) {
                Some(0) => return false,
                Some(set) => common &= set,
                None => common = 0,
            }
        }
    }
    let is_other = |c| matches!(c, '\u{180}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}');
    common == 0 && !line.contains(is_other)
}

/// Whether characters of U+0080 to U+017F begin so.
fn is_lead(byte: u8) -> bool {
    byte.wrapping_sub(0xC2) < 4
}

/// The languages that have the character that begins at a byte; `None` where no language has it, as a
/// sign between letters.
fn languages_with(bytes: &[u8], at: usize) -> Option<Set> {
    let second = bytes.get(at + 1).copied().unwrap_or_default();
    let code = usize::from(bytes[at] & 0x1F) << 6 | usize::from(second & 0x3F);
    if code < FIRST {
        let is_letter = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphabetic);
        let is_inside = at > 0 && is_letter(at - 1) && is_letter(at + 2);
        return if is_mark(code) && is_inside { None } else { Some(Set::MAX) };
    }
    match code {
        0xD7 | 0xF7 => Some(Set::MAX),
        _ => Some(sets()[code - FIRST]),
    }
}

/// Fractions, superscripts and signs, which Polish has where its letters were.
fn is_mark(code: usize) -> bool {
    matches!(code, 0xA3 | 0xA5 | 0xAF | 0xB3 | 0xB6 | 0xB9 | 0xBA | 0xBC | 0xBE | 0xBF)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_language_has_these_letters() {
        for (line, expected) in [
            ("Pøíliš žluouèký kùò", true),
            ("Zaklêty ch³opak", true),
            ("Ýstanbul'da yaþayan çocuklar", true),
            ("Rødgrød med fløde på é", false),
            ("Příliš žluťoučký kůň", false),
            ("Perché è così, più in là", false),
            ("10 m³ Wasser", false),
            ("wszystkie ŋ są ø", false),
            ("Tìm kiếm thư mục có ý nghĩa", false),
            ("內(nèi)閣成立於民國，卻(què)要開始，南北議(yì)和、裁軍(jūn)，時(shí)", false),
            ("", false),
        ] {
            assert_eq!(is_mixed(line), expected, "{line}");
        }
    }
}
