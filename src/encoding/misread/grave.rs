//! `à` whose second byte became a space: whether its word goes on behind the space.
//!
//! The letter is C3 A0 in UTF-8, and A0 is the no-break space, which many programs turn into a
//! space; two spaces then become one. So `lÃ haut` was `là haut`, but `pÃ gina` was `pàgina`. Most
//! of the time `à` is a word or ends one, and the space stays, as it does in ftfy 6.3.1, which knows
//! the Portuguese exceptions. It goes too where the letters around it cannot be words.

use memchr::memchr_iter;

/// What goes on behind `à` in Portuguese: àquele, àquela, àquilo; às.
const PORTUGUESE: [&[u8]; 4] = [b"quele", b"quela", b"quilo", b"s "];

/// What may end a Vietnamese syllable with the vowel `à`, and is hardly ever a word by itself.
const VIETNAMESE_ENDINGS: [&[u8]; 8] = [b"i", b"y", b"o", b"u", b"m", b"n", b"ng", b"nh"];

/// Beginnings without a vowel that make a word with `à`: là, dà, mà, và, bà, nhà. With any other,
/// it is the first vowel of several.
const SHORT_WORDS: [&[u8]; 6] = [b"l", b"d", b"m", b"v", b"b", b"nh"];

/// The longest beginning without a vowel: `schr`.
const LONGEST_BEGINNING: usize = 4;

/// The bytes around an `à`.
pub(super) struct Grave<'b> {
    pub(super) before: &'b [u8],
    /// From behind the space on.
    pub(super) behind: &'b [u8],
}

impl Grave<'_> {
    /// Whether the word goes on behind the space.
    pub(super) fn continues(&self, is_vietnamese: bool) -> bool {
        let Grave { before, behind } = self;
        if behind.first() == Some(&b' ') || PORTUGUESE.iter().any(|word| behind.starts_with(word)) {
            return true;
        }
        let is_letter = |byte: &&u8| byte.is_ascii_alphabetic();
        let near = before.iter().rev().take(LONGEST_BEGINNING + 1);
        let (rest, beginning) = before.split_at(before.len() - near.take_while(is_letter).count());
        let (ending, rest_behind) = behind.split_at(behind.iter().take_while(is_letter).count());
        if beginning.is_empty() || ending.is_empty() {
            return false;
        }
        if is_vietnamese {
            return rest_behind.first().is_none_or(u8::is_ascii)
                && VIETNAMESE_ENDINGS.contains(&ending);
        }
        let is_vowel = |byte: &u8| b"aeiouyAEIOUY".contains(byte);
        rest.last().is_none_or(u8::is_ascii)
            && beginning.len() <= LONGEST_BEGINNING
            && !beginning.iter().any(is_vowel)
            && !SHORT_WORDS.iter().any(|word| word.eq_ignore_ascii_case(beginning))
    }
}

/// Whether there are letters of Vietnamese among the bytes, U+1EA0 to U+1EFF in UTF-8.
pub(super) fn is_vietnamese(bytes: &[u8]) -> bool {
    memchr_iter(0xE1, bytes)
        .any(|at| matches!(bytes[at..], [_, 0xBA, 0xA0..=0xBF, ..] | [_, 0xBB, 0x80..=0xBF, ..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn continues(text: &str, is_vietnamese: bool) -> bool {
        let at = text.find("à ").unwrap();
        let (before, behind) = (text[..at].as_bytes(), text[at + "à ".len()..].as_bytes());
        Grave { before, behind }.continues(is_vietnamese)
    }

    #[test]
    fn words_that_go_on() {
        for text in [
            "là  haut",
            "fins à quela muntanya",
            "na neve, à s três",
            "una pà gina en blanc",
            "grà cies",
            "Cà rrec",
        ] {
            assert!(continues(text, false), "{text}");
        }
        for text in ["mùa hà nh", "bà i", "ngà y", "bà o tuyết"] {
            assert!(continues(text, true), "{text}");
        }
    }

    #[test]
    fn words_that_end() {
        for text in [
            "là haut",
            "à la neige",
            "neige à souhait",
            "voilà qui gèle",
            "città fredda",
            "l'à haut",
            "DÉJà GELÉ",
            "fà 5",
            "Là dove nevica",
            "strà",
        ] {
            let text = if text.contains("à ") { text.to_owned() } else { format!("{text} ") };
            assert!(!continues(&text, false), "{text}");
        }
        for text in ["là hồ", "và tuyết", "hà ", "nhà trắng"] {
            assert!(!continues(text, true), "{text}");
        }
    }

    #[test]
    fn vietnamese_is_known_by_its_letters() {
        assert!(is_vietnamese("tuyết".as_bytes()));
        assert!(!is_vietnamese("neu, pàgina, Ḁ".as_bytes()));
        assert!(!is_vietnamese(b"\xE1"));
    }
}
