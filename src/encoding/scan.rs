//! Finding out that a text needs no repair, and where it may need one.
//!
//! Clean text passes two sieves, and only what both let through is searched with. Both add up how
//! much dearer characters are than text is as a rule, falling back to zero whenever they are
//! cheaper (a cumulative sum, as in the control of processes): the sum climbs within a few
//! characters of garble, however much clean text stands before, and chance alone seldom takes it
//! far. The first sieve takes each character by itself, one look-up each; where it catches
//! something, the second looks at the place with the pairs of characters in mind.

use std::ops::{Range, RangeInclusive};
use std::sync::OnceLock;

use super::plausibility::Model;

/// What a character may cost by itself, in tenths of a nat, before it raises suspicion: in the
/// scripts of East Asia, and in all others.
const ORDINARY_WIDE: i32 = 92;
const ORDINARY: i32 = 52;
/// The least and the most that one character may do to the first sum: one odd character in ordinary
/// text, a name perhaps, must not do. In East Asia, names have several.
const LEAST_WIDE: i32 = -25;
const MOST_WIDE: i32 = 35;
const LEAST: i32 = -60;
const MOST: i32 = 70;
/// What an ASCII character takes off the first sum.
const ASCII_RELIEF: i32 = 20;
/// The first sum from which on a place is looked at more closely, in lines and in what is hardly
/// longer than a title. Japanese keeps its kana in some wrong readings and is odd only here and there.
const SUSPICION: i32 = 100;
const SUSPICION_IN_SHORT: i32 = 40;
const SHORT: usize = 64;
/// Cyrillic and Greek letters of one encoding become letters of the same script in another, where
/// none is odd by itself.
const LETTERS: RangeInclusive<u32> = 0x370..=0x52F;
const LETTER: i32 = 20;
/// Rare punctuation of East Asia raises suspicion alone: in EUC-JP read as GBK, most characters are
/// the same, and a long vowel is `〖`.
const SYMBOLS: RangeInclusive<u32> = 0x3000..=0x303F;
/// So kana between odd characters clear nothing.
const KANA: RangeInclusive<u32> = 0x3041..=0x30FA;

/// What a character may cost after the one before it, in the scripts of East Asia and all others.
pub(super) const NATURAL_WIDE: i32 = 85;
pub(super) const NATURAL: i32 = 50;
/// The second sum from which on a repair can pay.
const HOT: i32 = 60;
/// The most that one character adds to it: one is never garble.
const DEAREST: i32 = 60;
/// Characters before a suspicious one that the second sieve takes along, and the most that it looks
/// at.
const BEFORE: usize = 16;
const LONGEST: usize = 128;

/// The first character of the scripts of East Asia.
pub(super) const WIDE: char = '\u{2E80}';

fn suspicions() -> &'static [i8] {
    static SUSPICIONS: OnceLock<Vec<i8>> = OnceLock::new();
    SUSPICIONS.get_or_init(|| {
        let model = Model::get();
        let suspicion = |code: u32| {
            let cost = char::from_u32(code).map_or(0, |c| model.symbol(c).cost() as i32);
            let suspicion = if code < u32::from(WIDE) {
                (2 * (cost - ORDINARY)).clamp(LEAST, MOST)
            } else {
                (cost - ORDINARY_WIDE).clamp(LEAST_WIDE, MOST_WIDE)
            };
            if KANA.contains(&code) {
                0
            } else if LETTERS.contains(&code) {
                suspicion.max(LETTER) as i8
            } else if SYMBOLS.contains(&code) && suspicion > 0 {
                SUSPICION as i8
            } else {
                suspicion as i8
            }
        };
        (0..0x1_0000).map(suspicion).collect()
    })
}

/// A stretch of text that is dear to the model.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Hot {
    pub(super) range: Range<usize>,
    /// How much dearer than text is as a rule, in tenths of a nat.
    pub(super) excess: i32,
}

/// The next dear stretch from `start` on. Clean text has none, as a rule, and costs one look-up
/// for each character beyond ASCII.
pub(super) fn next_hot(text: &str, start: usize) -> Option<Hot> {
    let bytes = text.as_bytes();
    let mut suspicion = if text.len() < SHORT { SUSPICION_IN_SHORT } else { SUSPICION };
    let mut rest = &bytes[start..];
    if rest.is_ascii() {
        return None;
    }
    let suspicions = suspicions();
    let mut sum = 0_i32;
    loop {
        let code = match *rest {
            [first, second, third, ..] if first & 0xF0 == 0xE0 => {
                rest = &rest[3..];
                usize::from(first & 0xF) << 12
                    | usize::from(second & 0x3F) << 6
                    | usize::from(third & 0x3F)
            }
            [first, ..] if first < 0x80 => {
                let ascii = ascii_prefix(rest);
                sum = (sum - ASCII_RELIEF.saturating_mul(ascii as i32)).max(0);
                rest = &rest[ascii..];
                continue;
            }
            [first, second, ..] if first < 0xE0 => {
                rest = &rest[2..];
                usize::from(first & 0x1F) << 6 | usize::from(second & 0x3F)
            }
            [_, _, _, _, ..] => {
                rest = &rest[4..];
                continue;
            }
            _ => return None,
        };
        if KANA.contains(&(code as u32)) {
            suspicion = SUSPICION_IN_SHORT;
        }
        sum = (sum + i32::from(suspicions[code & 0xFFFF])).max(0);
        if sum >= suspicion {
            match look_closely(text, start, bytes.len() - rest.len()) {
                Ok(hot) => return Some(hot),
                Err(end) => rest = &bytes[end..],
            }
            sum = 0;
        }
    }
}

/// How many bytes of ASCII the bytes begin with.
fn ascii_prefix(bytes: &[u8]) -> usize {
    const BLOCK: usize = 32;
    let blocks = bytes.chunks_exact(BLOCK).take_while(|block| block.is_ascii()).count();
    let rest = &bytes[blocks * BLOCK..];
    blocks * BLOCK + rest.iter().position(|byte| *byte >= 0x80).unwrap_or(rest.len())
}

/// The second sieve: the dear stretch around a place, or where to go on if there is none.
fn look_closely(text: &str, start: usize, place: usize) -> Result<Hot, usize> {
    let model = Model::get();
    let before = text[start..place].char_indices().rev().nth(BEFORE);
    let begin = before.map_or(start, |(at, _)| start + at);
    let mut previous = match text[..begin].chars().next_back() {
        Some(c) => model.symbol(c),
        None => model.line_end(),
    };
    let (mut sum, mut excess) = (0, 0);
    let mut range = begin..begin;
    for (at, c) in text[begin..].char_indices().take(LONGEST) {
        let at = begin + at;
        let next = model.symbol(c);
        let natural = if c < WIDE { NATURAL } else { NATURAL_WIDE };
        if sum == 0 {
            if at >= place {
                break;
            }
            (range, excess) = (at..at, 0);
        }
        let is_kana = KANA.contains(&u32::from(c));
        let dearness = model.cost(previous, next) as i32 - natural;
        sum = (sum + dearness.clamp(if is_kana { 0 } else { i32::MIN }, DEAREST)).max(0);
        previous = next;
        if sum > excess {
            excess = sum;
            range.end = at + c.len_utf8();
        }
        // Far behind the peak: what follows is another stretch.
        if excess >= HOT && sum < excess / 2 {
            break;
        }
    }
    if excess >= HOT { Ok(Hot { range, excess }) } else { Err(range.end.max(place)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clean_text_has_no_dear_stretch() {
        for text in [
            "",
            "plain text only, and rather a lot of it, so that blocks are skipped",
            "今天下午，图书馆门口排起了长队，大家都在等新到的杂志。",
            "오늘 오후 도서관 앞에 긴 줄이 늘어섰습니다.",
            "Dès l'été, la forêt brûle; l'œuvre d'André reste à faire.",
            "Сегодня после обеда перед библиотекой выстроилась очередь.",
        ] {
            assert_eq!(next_hot(text, 0), None, "{text}");
        }
    }

    #[test]
    fn garble_is_found_where_it_stands() {
        for (before, garble, after) in [
            ("", "ÖÐ»ªÈËÃñ¹²ºÍ¹ú", ""),
            ("The café, or ", "cafÃ©", ", is closed"),
            ("今天下午，图书馆门口排起了长队，", "瀹樼綉鍦板潃", "，大家都在等新到的杂志。"),
            ("Сегодня ", "рПНОСМБ ОБ НПУФХ", ""),
        ] {
            let text = format!("{before}{garble}{after}");
            let hot = next_hot(&text, 0).unwrap_or_else(|| panic!("{text}"));
            assert!(hot.range.start < before.len() + garble.len(), "{text}");
            assert!(hot.range.end > before.len(), "{text}");
        }
    }
}
