//! `à` whose second byte became a space: whether its word goes on behind the space.
//!
//! The letter is C3 A0 in UTF-8, and A0 is the no-break space, which many programs turn into a
//! space; two spaces then become one. So `lÃ haut` was `là haut`, but `hÃ nh` was `hành`. Most of the
//! time `à` is a word or ends one, and the space stays, as it does in ftfy 6.3.1, which knows the
//! Portuguese exceptions. In Vietnamese, where every syllable stands by itself, the letters behind
//! the space tell: only some can end a syllable, and those are no words.

use memchr::memchr_iter;

/// What goes on behind `à` in Portuguese: àquele, àquela, àquilo; às.
const PORTUGUESE: [&[u8]; 4] = [b"quele", b"quela", b"quilo", b"s "];

/// What may end a Vietnamese syllable with the vowel `à`, and is hardly ever a word by itself.
const VIETNAMESE_ENDINGS: [&[u8]; 8] = [b"i", b"y", b"o", b"u", b"m", b"n", b"ng", b"nh"];

/// Whether the word of an `à` goes on, given what stands behind the space.
pub(in crate::encoding) fn continues(behind: &[u8], is_vietnamese: bool) -> bool {
    if behind.first() == Some(&b' ') || PORTUGUESE.iter().any(|word| behind.starts_with(word)) {
        return true;
    }
    // One letter more than the longest ending.
    let letters = behind.iter().take(3).take_while(|byte| byte.is_ascii_alphabetic()).count();
    let (ending, rest) = behind.split_at(letters);
    let is_whole = rest.first().is_none_or(u8::is_ascii);
    is_vietnamese && is_whole && VIETNAMESE_ENDINGS.contains(&ending)
}

/// Whether there are letters of Vietnamese among the bytes, U+1EA0 to U+1EFF in UTF-8.
pub(super) fn is_vietnamese(bytes: &[u8]) -> bool {
    memchr_iter(0xE1, bytes)
        .any(|at| matches!(bytes[at..], [_, 0xBA, 0xA0..=0xBF, ..] | [_, 0xBB, 0x80..=0xBF, ..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_go_on_or_end() {
        for (behind, in_vietnamese, in_others) in [
            (" haut", true, true),
            ("quela montanha", true, true),
            ("quel point", false, false),
            ("s três", true, true),
            ("souhait", false, false),
            ("haut", false, false),
            ("nh", true, false),
            ("i má\u{BA}", true, false),
            ("y,", true, false),
            ("o tuyết", true, false),
            ("ô", false, false),
            ("nước", false, false),
            ("nhà", false, false),
            ("", false, false),
        ] {
            assert_eq!(continues(behind.as_bytes(), true), in_vietnamese, "{behind}");
            assert_eq!(continues(behind.as_bytes(), false), in_others, "{behind}");
        }
    }

    #[test]
    fn vietnamese_is_known_by_its_letters() {
        assert!(is_vietnamese("tuyết".as_bytes()));
        assert!(!is_vietnamese("neu, pàgina, Ḁ".as_bytes()));
        assert!(!is_vietnamese(b"\xE1"));
    }
}
