//! Readings behind Chinese characters, `調(diào)`, which are no garble.
//!
//! Pages may have them behind every third character, and each of their letters with a tone mark is
//! as odd amid Chinese as what a wrong decoder makes. But no decoder makes brackets around just
//! one syllable. So such letters are stepped over by their bytes.

/// Letters of a syllable before and behind the one with a tone mark.
const BEFORE: usize = 5;
const BEHIND: usize = 4;

/// Whether the first letter beyond ASCII, of three bytes from a place on, has the tone mark of a reading in
/// brackets behind a Chinese character.
pub(super) fn is_reading(bytes: &[u8], at: usize) -> bool {
    let Some(letter) = bytes[at..].iter().take(3).position(|byte| !byte.is_ascii()) else {
        return false;
    };
    let (before, letter) = bytes.split_at(at + letter);
    let [first, second, behind @ ..] = letter else { return false };
    is_toned(*first, *second) && opens(before) && closes(behind)
}

/// Whether a letter of these two bytes is a vowel with a tone mark.
fn is_toned(first: u8, second: u8) -> bool {
    /// The vowels by the low bits of their second byte.
    const fn set(seconds: &[u8]) -> u64 {
        let mut set = 0;
        let mut index = 0;
        while index < seconds.len() {
            set |= 1 << (seconds[index] & 0x3F);
            index += 1;
        }
        set
    }
    /// `àáèéìíòóùú`, `āēěī`, `ōū`, `ǎǐǒǔǖǘǚǜ`.
    const C3: u64 = set(&[0xA0, 0xA1, 0xA8, 0xA9, 0xAC, 0xAD, 0xB2, 0xB3, 0xB9, 0xBA]);
    const C4: u64 = set(&[0x81, 0x93, 0x9B, 0xAB]);
    const C5: u64 = set(&[0x8D, 0xAB]);
    const C7: u64 = set(&[0x8E, 0x90, 0x92, 0x94, 0x96, 0x98, 0x9A, 0x9C]);
    let vowels = match first {
        0xC3 => C3,
        0xC4 => C4,
        0xC5 => C5,
        0xC7 => C7,
        _ => 0,
    };
    vowels >> (second & 0x3F) & 1 != 0
}

/// Whether a text ends with a Chinese character, an opening bracket and a few small letters.
fn opens(text: &[u8]) -> bool {
    let letters = text.iter().rev().take(BEFORE).take_while(|byte| byte.is_ascii_lowercase());
    let text = &text[..text.len() - letters.count()];
    let base = text.strip_suffix(b"(").or_else(|| text.strip_suffix("（".as_bytes()));
    base.is_some_and(|base| matches!(base, [.., 0xE3..=0xE9, _, _]))
}

/// Whether a text begins with a few small letters and a closing bracket.
fn closes(text: &[u8]) -> bool {
    let letters = text.iter().take(BEHIND).take_while(|byte| byte.is_ascii_lowercase()).count();
    let behind = &text[letters..];
    behind.starts_with(b")") || behind.starts_with("）".as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_bracketed_syllables_behind_han_are_readings() {
        for (text, expected) in [
            ("調(diào)", true),
            ("訓（xùn）練", true),
            ("專(zhuān)", true),
            ("準(zhǔn)", true),
            ("二(èr)", true),
            ("女(nǚ)", true),
            ("調(di\u{e0}", false),
            ("(diào)", false),
            ("a(diào)", false),
            ("é(diào)", false),
            ("調diào)", false),
            ("調(diøo)", false),
            ("調(DIào)", false),
            ("調(à la)", false),
            ("調(jiÇ\u{8e}n)", false),
        ] {
            let is_letter = |byte: &u8| matches!(byte, 0xC3..=0xC7);
            let letter = text.bytes().rposition(|byte| is_letter(&byte)).unwrap();
            assert_eq!(is_reading(text.as_bytes(), letter), expected, "{text}");
        }
        assert!(is_reading("調(diào)".as_bytes(), 5));
    }
}
