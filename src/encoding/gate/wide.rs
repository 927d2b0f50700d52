//! Characters of three bytes: how odd each is by itself.
//!
//! What a wrong decoder makes of East Asian text is rare characters, most of them side by side. So
//! each character has a [class](Class), one look-up by its bytes, and the classes of a block are
//! laid side by side in the bits of one number: which of them have odd neighbours is asked of all
//! at once. What stands between, and the ends of lines, does not count: that only adds to what is
//! found. A title has too few characters for that, and is looked at as a whole.

use std::ops::RangeInclusive;
use std::sync::OnceLock;

use super::PADDED;
use super::narrow::is_dear;
use crate::encoding::plausibility::Model;
use crate::encoding::scan::{KANA, WIDE};
use crate::sieve::BLOCK;

/// What a character of East Asia may cost by itself before it is odd, or very odd, in tenths of a
/// nat. Of prose up to 2% of the characters are odd, of what a wrong decoder makes 55% to 95%.
const ODD: u32 = 128;
const VERY_ODD: u32 = 135;
/// And any other character of three bytes.
const ODD_NARROW: u32 = 70;
/// Symbols and punctuation that are rarer are very odd: in EUC-JP read as GBK a long vowel is `〖`.
const RARE_SYMBOL: u32 = 104;
/// Latin and Greek letters with several marks: that one is rare tells only that its language is.
const PRECOMPOSED_START: char = '\u{1E00}';
const PRECOMPOSED_END: char = '\u{1FFF}';
/// Dashes, quotation marks, ellipses: rare among all characters, and in all texts.
const SIGNS: [RangeInclusive<char>; 3] =
    ['\u{2013}'..='\u{2014}', '\u{2018}'..='\u{201D}', '\u{2026}'..='\u{2026}'];
/// Forms of ASCII for East Asian text.
const FULL_WIDTH: char = '\u{FF00}';
/// Of a title or the like, that has few characters, half must be dearer than this.
const UNCOMMON: u32 = 104;
pub(super) const SHORT: usize = 48;
/// Four of so many in a row must be odd, two of them next to each other but for one at most: names
/// are shorter, or less odd.
const AROUND: u32 = 8;

/// How odd a character is by itself, in two bits: the lower one for odd, both for very odd.
type Class = u8;
const BITS: u32 = 2;
/// The low bits of all classes of a row.
const LOW: u64 = 0x5555_5555_5555_5555;
const ORDINARY: Class = 0b00;
/// Kana may stay in a wrong reading, so beside one a very odd character is enough.
const IS_KANA: Class = 0b10;

/// The class of each character by its [slot].
pub(super) type Classes = [Class; 0x1_0000];

pub(super) fn classes() -> &'static Classes {
    static CLASSES: OnceLock<Box<Classes>> = OnceLock::new();
    CLASSES.get_or_init(|| {
        let model = Model::get();
        let mut classes = Box::new([ORDINARY; 0x1_0000]);
        // Characters that share their first two bytes have neighbouring slots.
        for block in ('\u{800}'..='\u{FFFF}').step_by(1 << 6) {
            let mut bytes = [0; 4];
            block.encode_utf8(&mut bytes);
            let first = slot(bytes);
            let (odd, very_odd) = match block {
                PRECOMPOSED_START..=PRECOMPOSED_END => (u32::MAX, u32::MAX),
                ..WIDE => (ODD_NARROW, RARE_SYMBOL),
                '\u{3000}'..='\u{303F}' => (RARE_SYMBOL, RARE_SYMBOL),
                _ => (ODD, VERY_ODD),
            };
            for third in 0..1 << 6 {
                let cost = model.symbol_of((u32::from(block) + third) as u16).cost();
                let class = Class::from(cost > odd) | Class::from(cost > very_odd) << 1;
                // Where two share a slot, the odder one counts. But full-width commas stand in every line,
                // and Tibetan is what no double-byte encoding has.
                let here = &mut classes[(first + third as usize) & 0xFFFF];
                *here = if block >= FULL_WIDTH { class } else { Class::max(*here, class) };
            }
        }
        let mut set = |c: char, class: Class| {
            let mut bytes = [0; 4];
            c.encode_utf8(&mut bytes);
            classes[slot(bytes)] = class;
        };
        SIGNS.into_iter().flatten().for_each(|c| set(c, ORDINARY));
        KANA.for_each(|c| set(c, IS_KANA));
        classes
    })
}

/// The number of a character of three bytes, of four that begin with it.
///
/// One multiplication moves the bits of the bytes into one another: `68 a + c + 1024 (17 b mod 64)`,
/// where `a`, `b` and `c` are what the bytes tell. Below U+F000 no two characters share a number; those
/// from there on may have that of one below U+1000.
#[inline(always)]
fn slot(bytes: [u8; 4]) -> usize {
    const TOLD: u32 = 0x003F_3F0F;
    const FACTOR: u32 = 1 << 22 | 1 << 18 | 1;
    ((u32::from_le_bytes(bytes) & TOLD).wrapping_mul(FACTOR) >> 16) as usize
}

/// The classes of characters in a row, the last one in the lowest bits.
#[derive(Clone, Copy, Default)]
pub(super) struct Row(u64);

impl Row {
    /// The last characters of this row and those of a block that begin at the bytes of a mask.
    ///
    /// How many there are cannot be foreseen, and a wrong guess costs as much as many look-ups. So
    /// they are looked up by half a block, and what was too much is taken back.
    #[inline(always)]
    pub(super) fn then(self, window: &[u8; PADDED], all: u64, classes: &Classes) -> Row {
        const KEPT: u64 = (1 << (BITS * (AROUND - 1))) - 1;
        const HALF: u32 = 11;
        const { assert!(BITS * (AROUND - 1 + 2 * HALF) <= u64::BITS && 2 * HALF * 3 > BLOCK as u32) };
        let (mut row, mut at) = (self.0 & KEPT, all);
        let mut count = 0;
        while at != 0 {
            for _ in 0..HALF {
                // Behind the last one the end of the window.
                let first = at.trailing_zeros() as usize;
                at &= at.wrapping_sub(1);
                let bytes = window[first..].first_chunk().copied().unwrap_or_default();
                row = (row << BITS) + u64::from(classes[slot(bytes)]);
            }
            count += HALF;
        }
        Row(row >> (BITS * (count - all.count_ones())))
    }

    /// The characters that are odd together with some shortly before them, a bit for each.
    #[inline(always)]
    fn odd(self) -> u64 {
        let odd = self.0 & LOW;
        if odd == 0 {
            return 0;
        }
        let very_odd = odd & self.0 >> 1;
        let kana = self.0 >> 1 & LOW & !odd;
        let near = |bits: u64| bits >> BITS | bits >> (2 * BITS);
        let pairs = odd & near(odd);
        let among_kana = very_odd & near(kana) | kana & near(very_odd);
        if pairs | among_kana == 0 {
            return 0;
        }
        let (mut one, mut two, mut three) = (0, 0, 0);
        for distance in 1..AROUND {
            let before = odd >> (BITS * distance);
            three |= two & before;
            two |= one & before;
            one |= before;
        }
        pairs & three | among_kana
    }

    /// The bytes at which such characters begin, of those in a mask at which all do.
    #[inline(always)]
    pub(super) fn places(self, all: u64) -> u64 {
        let odd = self.odd();
        if odd == 0 { 0 } else { places(odd, all) }
    }
}

#[inline(never)]
fn places(mut odd: u64, mut all: u64) -> u64 {
    let mut places = 0;
    while all != 0 {
        let last = 1 << (63 - all.leading_zeros());
        all ^= last;
        places |= if odd & 1 != 0 { last } else { 0 };
        odd >>= BITS;
    }
    places
}

/// The place at the character at `at`, which is odd among others.
pub(super) fn place(text: &str, start: usize, at: usize, model: Model) -> Option<usize> {
    let end = at + 3;
    // Of the letters of many scripts only their neighbours tell.
    let is_wide = text[at..].starts_with(|c| c >= WIDE);
    (is_wide || is_dear(&text[start..end], model)).then_some(end)
}

/// Whether a short line may be garbled.
#[inline(never)]
pub(super) fn is_odd_title(line: &str) -> bool {
    const LEAST: usize = 2;
    let model = Model::get();
    let (mut uncommon, mut all) = (0, 0);
    for c in line.chars().filter(|c| *c >= WIDE) {
        uncommon += usize::from(model.symbol(c).cost() > UNCOMMON);
        all += 1;
    }
    uncommon >= LEAST && 2 * uncommon >= all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_have_numbers_of_their_own() {
        let mut seen = vec![false; 0x1_0000];
        for c in '\u{800}'..'\u{F000}' {
            let mut bytes = [0; 4];
            c.encode_utf8(&mut bytes);
            assert!(!std::mem::replace(&mut seen[slot(bytes)], true), "{c:?}");
        }
    }
}
