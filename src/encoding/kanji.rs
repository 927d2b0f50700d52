//! The kanji that Japanese text is made of: those of JIS X 0208, whose first level has 2,965 of the commonest.
//!
//! Text in a wrong encoding may keep its kana, as EUC-JP read as GBK does, and what stands between them looks
//! like kanji. But of those of genuine text nearly all are of the first level, and of garble hardly more than half; the
//! others may be Simplified characters that the standard lacks.
//!
//! The lists are those of `encoding_rs`: the rows of EUC-JP from `亜` to `腕` and from `弌` to `熙`.

use std::ops::RangeInclusive;
use std::sync::OnceLock;

use encoding_rs::{EUC_JP, Encoding, GBK};

use super::scan::KANA;

/// Rows of EUC-JP.
const FIRST_LEVEL: RangeInclusive<u8> = 0xB0..=0xCF;
const BOTH_LEVELS: RangeInclusive<u8> = 0xB0..=0xF4;
/// Those of GB 2312 in GBK.
const GB_2312: RangeInclusive<u8> = 0xB0..=0xF7;
/// The cells of each row.
const CELLS: RangeInclusive<u8> = 0xA1..=0xFE;

const FIRST: usize = 0x4E00;
const LAST: usize = 0x9FFF;
const WORDS: usize = (LAST - FIRST + 1) / 64;

/// A set of ideographs, a bit for each.
struct Set([u64; WORDS]);

impl Set {
    /// Those in some rows of an encoding.
    fn of(encoding: &'static Encoding, rows: RangeInclusive<u8>) -> Set {
        let pairs: Vec<u8> = rows.flat_map(|row| CELLS.flat_map(move |cell| [row, cell])).collect();
        let (text, _) = encoding.decode_without_bom_handling(&pairs);
        let mut bits = [0; WORDS];
        for place in text.chars().filter_map(place) {
            bits[place / 64] |= 1 << (place % 64);
        }
        Set(bits)
    }

    fn has(&self, place: usize) -> bool {
        self.0[place / 64] >> (place % 64) & 1 != 0
    }
}

/// The kanji of the first level, those of both, and the characters of GB 2312.
struct Kanji {
    usual: Set,
    all: Set,
    simplified: Set,
}

impl Kanji {
    fn get() -> &'static Kanji {
        static KANJI: OnceLock<Kanji> = OnceLock::new();
        KANJI.get_or_init(|| Kanji {
            usual: Set::of(EUC_JP, FIRST_LEVEL),
            all: Set::of(EUC_JP, BOTH_LEVELS),
            simplified: Set::of(GBK, GB_2312),
        })
    }
}

fn place(c: char) -> Option<usize> {
    (FIRST..=LAST).contains(&(c as usize)).then(|| c as usize - FIRST)
}

/// Whether it is a kanji of the first level.
pub(super) fn is_usual(c: char) -> bool {
    place(c).is_some_and(|place| Kanji::get().usual.has(place))
}

/// Whether it is one that GB 2312 lacks, a new form of Japanese or a Traditional one: no reading as GB 2312 makes it.
pub(super) fn is_usual_beyond_gb2312(c: char) -> bool {
    place(c)
        .is_some_and(|place| Kanji::get().usual.has(place) && !Kanji::get().simplified.has(place))
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
    pub(super) fn of(text: impl Iterator<Item = char>) -> Count {
        let kanji = Kanji::get();
        let mut count = Count::default();
        for c in text {
            count.kana += usize::from(KANA.contains(&c));
            if let Some(place) = place(c) {
                count.ideographs += 1;
                count.usual += usize::from(kanji.usual.has(place));
                count.others += usize::from(!kanji.all.has(place));
            } else {
                count.others += usize::from(!c.is_ascii() && !is_japanese(c));
            }
        }
        count
    }
}

/// Whether Japanese has a character that is no ideograph: kana, punctuation and full-width forms, but not `〖`, which
/// is a long vowel of EUC-JP read as GBK.
fn is_japanese(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{3011}' | '〜' | '\u{3041}'..='\u{30FF}' | '\u{FF01}'..='\u{FF5E}')
}

/// Whether a line is Japanese beyond doubt: it has kana and enough kanji, of which hardly any are not usual, and nothing else
/// that might be garbled.
pub(super) fn is_beyond_doubt(line: &str) -> bool {
    const LEAST: usize = 8;
    /// Characters for each that is not usual, but for one; three of them may be garbled.
    const EACH: usize = 24;
    /// Japanese has kana among so many characters.
    const HEAD: usize = 24;
    if !line.chars().take(HEAD).any(|c| KANA.contains(&c)) {
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
        assert_eq!(('\0'..=char::MAX).filter(|c| is_usual(*c)).count(), 2_965);
        for (text, expected) in [("亜腕姉晩昼窓隅柿黙働駅", true), ("弌熙链挛们这aあ、", false)]
        {
            assert!(text.chars().all(|c| is_usual(c) == expected), "{text}");
        }
        for (text, expected) in [("姉晩窓黙働駅", true), ("隅柿昼亜学年弌熙链a", false)]
        {
            let found: String = text.chars().filter(|c| is_usual_beyond_gb2312(*c)).collect();
            assert_eq!(found, if expected { text } else { "亜" });
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
