//! Finding out that a text needs no repair, and where it may need one.
//!
//! Clean text passes two sieves, and only what both let through is searched with. Both add up how
//! much dearer characters are than text is as a rule, falling back to zero whenever they are
//! cheaper (a cumulative sum, as in the control of processes): the sum climbs within a few
//! characters of garble, however much clean text stands before, and chance alone seldom takes it
//! far. The first sieve takes each character by itself, one look-up each; where it catches
//! something, the second looks at the place with the pairs of characters in mind.

use std::hint::select_unpredictable;
use std::ops::{Range, RangeInclusive};
use std::sync::OnceLock;

use super::plausibility::Model;

/// What a character of East Asia, or a symbol, may cost by itself before it raises suspicion, in
/// tenths of a nat.
const ORDINARY_WIDE: i32 = 104;
const ORDINARY: i32 = 52;
/// The least and the most that one character may do to the first sum: one odd character in ordinary
/// text, a name perhaps, must not do. In East Asia, names have several.
const LEAST_WIDE: i32 = -25;
const MOST_WIDE: i32 = 35;
const LEAST: i32 = -60;
const MOST: i32 = 70;
/// What an ASCII character takes off the first sum.
const ASCII_RELIEF: u32 = 20;
const ASCII_RELIEF_WIDE: u32 = 8;
/// The first sum from which on a place is looked at more closely, in lines and in what is hardly
/// longer than a title. Japanese keeps its kana in some wrong readings and is odd only here and there.
const LIMIT: u32 = 140;
const DELICATE_LIMIT: u32 = 40;
const ZERO: u32 = 128;
const DELICATE_ZERO: u32 = ZERO - 8;
const SHORT: usize = 64;
/// Rare punctuation of East Asia raises suspicion alone: in EUC-JP read as GBK, most characters are
/// the same, and a long vowel is `〖`.
const SYMBOLS: RangeInclusive<u32> = 0x3000..=0x303F;
const MOST_SYMBOL: i32 = 127;
/// So kana between odd characters clear nothing.
const KANA: RangeInclusive<u32> = 0x3041..=0x30FA;

/// What a character may cost after the one before it, in the scripts of East Asia and all others.
pub(super) const NATURAL_WIDE: i32 = 85;
pub(super) const NATURAL: i32 = 50;
/// The second sum from which on a repair can pay: more than one character adds to it, since one is
/// never garble.
const HOT: i32 = DEAREST + 1;
const DEAREST: i32 = 60;
/// Characters before a suspicious one that the second sieve takes along, and the most that it looks
/// at.
const BEFORE: usize = 16;
const LONGEST: usize = 128;

/// The first character of the scripts of East Asia.
pub(super) const WIDE: char = '\u{2E80}';
/// The first character of three bytes; from there on the first sieve takes characters by themselves.
const FIRST_OF_THREE: usize = 0x800;
/// Latin and Greek letters with several marks: one by itself tells nothing, except that its language
/// is rare.
const PRECOMPOSED: RangeInclusive<u32> = 0x1E00..=0x1FFF;

/// What each character from [`FIRST_OF_THREE`] on does to the first sum, beyond [`ZERO`].
type Suspicions = [u8; 0x1_0000];

fn suspicions() -> &'static Suspicions {
    static SUSPICIONS: OnceLock<Box<Suspicions>> = OnceLock::new();
    SUSPICIONS.get_or_init(|| {
        let model = Model::get();
        let mut suspicions = Box::new([0; 0x1_0000]);
        for (code, suspicion) in suspicions.iter_mut().enumerate().skip(FIRST_OF_THREE) {
            let cost = model.symbol_of(code as u16).cost() as i32;
            let code = code as u32;
            let number = if PRECOMPOSED.contains(&code) {
                0
            } else if KANA.contains(&code) {
                DELICATE_ZERO as i32 - ZERO as i32
            } else if code < u32::from(WIDE) {
                (2 * (cost - ORDINARY)).clamp(LEAST, MOST)
            } else if SYMBOLS.contains(&code) && cost > ORDINARY_WIDE {
                MOST_SYMBOL
            } else {
                (cost - ORDINARY_WIDE).clamp(LEAST_WIDE, MOST_WIDE)
            };
            *suspicion = (ZERO as i32 + number) as u8;
        }
        suspicions
    })
}

/// A stretch of text that is dear to the model.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Hot {
    pub(super) range: Range<usize>,
    /// How much dearer than text is as a rule, in tenths of a nat.
    pub(super) excess: i32,
}

/// The next dear stretch of a line from `start` on. Clean text has none, as a rule, and costs one
/// look-up for each character beyond ASCII.
pub(super) fn next_hot(line: &str, start: usize) -> Option<Hot> {
    let bytes = line.as_bytes();
    let mut rest = &bytes[start + ascii_prefix(&bytes[start..])..];
    if rest.is_empty() {
        return None;
    }
    let model = Model::get();
    let suspicions = suspicions();
    let (limit, zero) =
        if is_delicate(rest) { (DELICATE_LIMIT, DELICATE_ZERO) } else { (LIMIT, ZERO) };
    let mut sum = 0_u32;
    let mut relief = ASCII_RELIEF;
    loop {
        let is_suspicious = match *rest {
            [] => return None,
            [0xE0..=0xEF, ..] => {
                // In clean text the sum is now zero, now a little more, and nobody can foresee which:
                // a branch would cost more than all the rest.
                let raised = |sum: u32, first: u8, second: u8, third: u8| {
                    let [first, second, third] =
                        [first, second & 0x3F, third & 0x3F].map(u16::from);
                    let suspicion = suspicions[usize::from(first << 12 | second << 6 | third)];
                    let sum = sum + u32::from(suspicion);
                    select_unpredictable(sum > zero, sum.wrapping_sub(zero), 0)
                };
                // Most text of East Asia stays in here.
                while let [a, b, c, d, e, f, g, h, i, j, k, l, ..] = *rest
                    && a & d & g & j >= 0xE0
                    && a | d | g | j < 0xF0
                    && sum < limit
                {
                    sum = raised(sum, a, b, c);
                    sum = raised(sum, d, e, f);
                    sum = raised(sum, g, h, i);
                    sum = raised(sum, j, k, l);
                    rest = &rest[12..];
                }
                while let [first @ 0xE0..=0xEF, second, third, ..] = *rest
                    && sum < limit
                {
                    sum = raised(sum, first, second, third);
                    rest = &rest[3..];
                }
                relief = ASCII_RELIEF_WIDE;
                sum >= limit
            }
            [..=0x7F, ..] => {
                let ascii = ascii_prefix(rest);
                rest = &rest[ascii..];
                sum = sum.saturating_sub((ascii as u32).saturating_mul(relief));
                false
            }
            [0xF0..=0xFF, _, _, _, ..] => {
                rest = &rest[4..];
                false
            }
            _ => {
                // Letters of two bytes.
                let at = bytes.len() - rest.len();
                let before = line[..at].chars().next_back().unwrap_or('\n');
                let mut previous = model.symbol(before);
                while let [first @ 0x80..=0xDF, second, ..] = *rest
                    && sum < LIMIT
                {
                    let code = u16::from(first & 0x1F) << 6 | u16::from(second & 0x3F);
                    let next = model.symbol_of(code);
                    let dearness = model.cost(previous, next) as i32 - NATURAL;
                    sum = sum.saturating_add_signed(9 * dearness.min(dearest(code.into())) / 4);
                    rest = &rest[2..];
                    previous = next;
                }
                relief = ASCII_RELIEF;
                sum >= LIMIT
            }
        };
        if is_suspicious {
            match look_closely(line, start, bytes.len() - rest.len()) {
                Ok(hot) => return Some(hot),
                Err(end) => rest = &bytes[end..],
            }
            sum = 0;
        }
    }
}

/// The most that a character adds to a sum. A control character that only bytes become is
/// enough.
fn dearest(code: u32) -> i32 {
    if matches!(code, 0x80..=0x9F) { HOT + 2 } else { DEAREST }
}

/// Whether a line is hardly longer than a title, or begins like Japanese, which keeps its kana in some
/// wrong readings and is odd only here and there.
fn is_delicate(line: &[u8]) -> bool {
    /// Bytes in which kana show.
    const HEAD: usize = 96;
    if line.len() < SHORT {
        return true;
    }
    let head = &line[..line.len().min(HEAD)];
    // Without branches, so that many bytes are compared at once. U+30FB and U+30FC go by as kana.
    let mut has_kana = false;
    for (first, second) in head.iter().zip(&head[1..]) {
        has_kana |= (*first == 0xE3) & (second.wrapping_sub(0x81) < 3);
    }
    has_kana
}

/// How many bytes of ASCII the bytes begin with.
pub(super) fn ascii_prefix(bytes: &[u8]) -> usize {
    const WORD: usize = 8;
    const BLOCK: usize = 64;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let mut at = 0;
    while let Some(word) = bytes[at..].first_chunk::<WORD>() {
        let high = u64::from_le_bytes(*word) & HIGH;
        if high != 0 {
            return at + high.trailing_zeros() as usize / 8;
        }
        at += WORD;
        if at.is_multiple_of(BLOCK) {
            let is_ascii =
                |block: &&[u8; BLOCK]| block.iter().fold(0, |all, byte| all | byte) < 0x80;
            at += BLOCK * bytes[at..].as_chunks().0.iter().take_while(is_ascii).count();
        }
    }
    at + bytes[at..].iter().take_while(|byte| byte.is_ascii()).count()
}

/// The second sieve: the dear stretch around a place, or where to go on if there is none.
#[inline(never)]
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
        sum = (sum + dearness.clamp(if is_kana { 0 } else { i32::MIN }, dearest(c.into()))).max(0);
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
