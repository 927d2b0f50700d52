//! The kanji that Japanese text is made of: those of the first level of JIS X 0208, 2,965 of the commonest.
//!
//! Text in a wrong encoding may keep its kana, as EUC-JP read as GBK does, and what stands between them looks
//! like kanji. But of those of genuine text nearly all are of the first level, and of garble hardly more than half.
//!
//! The list is that of `encoding_rs`: the rows of EUC-JP from `亜` to `腕`.

use std::ops::RangeInclusive;
use std::sync::OnceLock;

use encoding_rs::EUC_JP;

use super::scan::KANA;

const ROWS: RangeInclusive<u8> = 0xB0..=0xCF;
const CELLS: RangeInclusive<u8> = 0xA1..=0xFE;

const FIRST: usize = 0x4E00;
const LAST: usize = 0x9FFF;
const WORDS: usize = (LAST - FIRST + 1) / 64;

/// A bit for each ideograph.
struct FirstLevel([u64; WORDS]);

impl FirstLevel {
    fn get() -> &'static FirstLevel {
        static LEVEL: OnceLock<FirstLevel> = OnceLock::new();
        LEVEL.get_or_init(|| {
            let pairs: Vec<u8> =
                ROWS.flat_map(|row| CELLS.flat_map(move |cell| [row, cell])).collect();
            let (text, _) = EUC_JP.decode_without_bom_handling(&pairs);
            let mut bits = [0; WORDS];
            for place in text.chars().filter_map(place) {
                bits[place / 64] |= 1 << (place % 64);
            }
            FirstLevel(bits)
        })
    }

    fn has(&self, place: usize) -> bool {
        self.0[place / 64] >> (place % 64) & 1 != 0
    }
}

fn place(c: char) -> Option<usize> {
    (FIRST..=LAST).contains(&(c as usize)).then(|| c as usize - FIRST)
}

/// Whether it is a kanji of the first level.
pub(super) fn is_usual(c: char) -> bool {
    place(c).is_some_and(|place| FirstLevel::get().has(place))
}

/// What Chinese characters and kana some characters are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Count {
    pub(super) kana: usize,
    /// Those beyond ASCII that Japanese hardly has.
    others: usize,
    pub(super) ideographs: usize,
    /// Those of the first level among them.
    pub(super) usual: usize,
}

impl Count {
    pub(super) fn of(text: impl Iterator<Item = char>) -> Count {
        let level = FirstLevel::get();
        let mut count = Count::default();
        for c in text {
            count.kana += usize::from(KANA.contains(&c));
            count.others += usize::from(!c.is_ascii() && !is_japanese(c));
            if let Some(place) = place(c) {
                count.ideographs += 1;
                count.usual += usize::from(level.has(place));
            }
        }
        count
    }
}

/// Whether Japanese has a character: ideographs, kana, its punctuation and full-width forms. Without `〖`, which is a
/// long vowel of EUC-JP read as GBK.
fn is_japanese(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{3011}' | '〜' | '\u{3041}'..='\u{30FF}' | '\u{FF01}'..='\u{FF5E}')
        || place(c).is_some()
}

/// Whether a line is Japanese beyond doubt: it has kana and enough kanji, of which hardly any are not usual, and nothing else
/// that might be garbled.
pub(super) fn is_beyond_doubt(line: &str) -> bool {
    const LEAST: usize = 8;
    /// Characters for each that is not usual, but for one; three of them may be garbled.
    const EACH: usize = 24;
    let Count { kana, others, ideographs, usual } = Count::of(line.chars());
    kana > 0
        && others == 0
        && ideographs >= LEAST
        && ideographs - usual <= 2.min(1 + ideographs / EACH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_level_has_its_kanji() {
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
