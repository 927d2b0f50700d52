//! The kanji that Japanese text is made of: those of JIS X 0208, whose first level has 2,965 of the commonest.
//!
//! Text in a wrong encoding may keep its kana, as EUC-JP read as GBK does, and what stands between them looks
//! like kanji. But of those of genuine text nearly all are of the first level, and of garble hardly more than half; the
//! others may be Simplified characters that the standard lacks.
//!
//! The lists are those of `encoding_rs`: the rows of EUC-JP from `亜` to `腕` and from `弌` to `熙`.

use std::ops::RangeInclusive;
use std::sync::OnceLock;

use encoding_rs::{EUC_JP, Encoding};

use super::scan::KANA;

/// What a character is, a bit each.
type Kind = u8;
const IS_KANA: Kind = 1 << 0;
const IS_IDEOGRAPH: Kind = 1 << 1;
const IS_USUAL: Kind = 1 << 2;
/// Beyond ASCII, and none that Japanese has.
const IS_OTHER: Kind = 1 << 3;
const KINDS: usize = 1 << 4;

/// Rows of EUC-JP: the first level of kanji, and the second.
const FIRST_LEVEL: RangeInclusive<u8> = 0xB0..=0xCF;
const SECOND_LEVEL: RangeInclusive<u8> = 0xD0..=0xF4;
/// The cells of each row, and the rows.
const CELLS: RangeInclusive<u8> = 0xA1..=0xFE;

/// The kinds of the characters of the BMP.
fn kinds() -> &'static [Kind; 0x1_0000] {
    static KINDS: OnceLock<Box<[Kind; 0x1_0000]>> = OnceLock::new();
    KINDS.get_or_init(|| {
        let mut kinds = Box::new([0; 0x1_0000]);
        for c in '\u{80}'..='\u{FFFF}' {
            kinds[c as usize] = match c {
                c if KANA.contains(&c) => IS_KANA,
                '\u{4E00}'..='\u{9FFF}' => IS_IDEOGRAPH | IS_OTHER,
                c if is_japanese(c) => 0,
                _ => IS_OTHER,
            };
        }
        for c in ideographs(EUC_JP, FIRST_LEVEL) {
            kinds[c as usize] = IS_IDEOGRAPH | IS_USUAL;
        }
        for c in ideographs(EUC_JP, SECOND_LEVEL) {
            kinds[c as usize] = IS_IDEOGRAPH;
        }
        kinds
    })
}

/// Whether Japanese has a character that is no ideograph: kana, punctuation and full-width forms, but not `〖`, which
/// is a long vowel of EUC-JP read as GBK.
fn is_japanese(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{3011}' | '〜' | '\u{3041}'..='\u{30FF}' | '\u{FF01}'..='\u{FF5E}')
}

/// The ideographs in some rows of an encoding.
fn ideographs(encoding: &'static Encoding, rows: RangeInclusive<u8>) -> Vec<char> {
    let pairs: Vec<u8> = rows.flat_map(|row| CELLS.flat_map(move |cell| [row, cell])).collect();
    let (text, _) = encoding.decode_without_bom_handling(&pairs);
    text.chars().filter(|c| ('\u{4E00}'..='\u{9FFF}').contains(c)).collect()
}

/// What Chinese characters and kana some characters are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Count {
    pub(super) kana: usize,
    /// Those beyond ASCII that Japanese has not.
    pub(super) others: usize,
    pub(super) ideographs: usize,
    /// Those of the first level among them.
    pub(super) usual: usize,
}

impl Count {
    /// Counts characters, of which there are fewer than 65,536.
    pub(super) fn of(text: impl Iterator<Item = char>) -> Count {
        /// One for each that a kind adds to, in four numbers of 16 bits: none takes a branch.
        const ADDED: [u64; KINDS] = {
            let mut added = [0; KINDS];
            let mut kind = 0;
            while kind < KINDS {
                let mut bit = 0;
                while bit < 4 {
                    added[kind] |= (kind as u64 >> bit & 1) << (16 * bit);
                    bit += 1;
                }
                kind += 1;
            }
            added
        };
        let kinds = kinds();
        let sum = text.fold(0_u64, |sum, c| {
            let kind = kinds.get(c as usize).copied().unwrap_or(IS_OTHER);
            sum + ADDED[usize::from(kind) % KINDS]
        });
        let count = |kind: Kind| (sum >> (16 * kind.trailing_zeros())) as usize & 0xFFFF;
        Count {
            kana: count(IS_KANA),
            others: count(IS_OTHER),
            ideographs: count(IS_IDEOGRAPH),
            usual: count(IS_USUAL),
        }
    }
}

/// Whether a line is Japanese beyond doubt: it has kana and enough kanji, of which hardly any are not usual, and nothing else
/// that might be garbled.
pub(super) fn is_beyond_doubt(line: &str) -> bool {
    const LEAST: usize = 8;
    /// Characters for each that is not usual, but for one; three of them may be garbled.
    const EACH: usize = 24;
    /// Japanese has kana among so many characters.
    const HEAD: usize = 24;
    /// So many characters are looked at, at most.
    const MOST: usize = 0xFFFF;
    if !line.chars().take(HEAD).any(|c| KANA.contains(&c)) || line.len() > MOST {
        return false;
    }
    let Count { others, ideographs, usual, .. } = Count::of(line.chars());
    others == 0 && ideographs >= LEAST && ideographs - usual <= 2.min(1 + ideographs / EACH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_level_has_its_kanji() {
        let is_usual = |c| Count::of([c].into_iter()).usual == 1;
        assert_eq!(('\0'..=char::MAX).filter(|c| is_usual(*c)).count(), 2_965);
        for (text, expected) in [("亜腕姉晩昼窓隅柿黙働駅", true), ("弌熙链挛们这aあ、", false)]
        {
            assert!(text.chars().all(|c| is_usual(c) == expected), "{text}");
        }
    }

    #[test]
    fn japanese_is_told_by_its_kanji() {
        for (line, expected) in [
            ("図書館で働く姉は、昼休みに喫茶店の窓ぎわで籠を編む。", true),
            ("昼休み", false),
            ("哭今館で动く姉は、昼捁みに喫茶店の窓ぎわで籠を編む。", false),
            ("圖書館裡工作的姐姐在午休時間編織籃子", false),
            ("図書館で働く姉は、昼休みに喫茶店の窓ぎわでcafÃ©を飲む。", false),
        ] {
            assert_eq!(is_beyond_doubt(line), expected, "{line}");
        }
    }
}
