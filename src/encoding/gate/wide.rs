//! Characters of three bytes: how odd each is by itself.
//!
//! What a wrong decoder makes of East Asian text is rare characters, most of them side by side. So
//! each character has a [class](Class), one look-up by its number, and the classes of a block are
//! laid side by side in the bits of one number: which of them have odd neighbours is asked of all
//! at once. What stands between, and the ends of lines, does not count: that only adds to what is
//! found.

use std::ops::RangeInclusive;
use std::sync::OnceLock;

use fearless_simd::prelude::*;
use fearless_simd::{Simd, u8x64};

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
/// Letters that no old encoding has, so that no wrong reading makes them but UTF-16 in the wrong order, beside enough others: Indic and Ethiopic scripts, Tibetan, Khmer
/// and their neighbours, all but Thai.
const MODERN: [RangeInclusive<char>; 3] =
    ['\u{800}'..='\u{DFF}', '\u{E80}'..='\u{1DFF}', '\u{A000}'..='\u{ABFF}'];
/// Latin and Greek letters with several marks: that one is rare tells only that its language is.
const PRECOMPOSED: RangeInclusive<char> = '\u{1E00}'..='\u{1FFF}';
/// Dashes, quotation marks, ellipses: rare among all characters, and in all texts.
const SIGNS: [RangeInclusive<char>; 3] =
    ['\u{2013}'..='\u{2014}', '\u{2018}'..='\u{201D}', '\u{2026}'..='\u{2026}'];
/// Four of so many in a row must be odd, two of them next to each other but for one at most: names
/// are shorter, or less odd.
const AROUND: u32 = 8;

/// How odd a character is by itself, in two bits: the lower one for odd, both for very odd.
type Class = u8;
const BITS: u32 = 2;
/// The low bits of all classes of a row.
const LOW: u64 = 0x5555_5555_5555_5555;
const ORDINARY: Class = 0b00;
/// Kana may stay in a wrong reading, so beside one a very odd character is enough, and an odd one with
/// another shortly before.
const IS_KANA: Class = 0b10;

/// The class of each character by its number.
pub(super) type Classes = [Class; 0x1_0000];

pub(super) fn classes() -> &'static Classes {
    static CLASSES: OnceLock<Box<Classes>> = OnceLock::new();
    CLASSES.get_or_init(|| {
        let model = Model::get();
        let mut classes = Box::new([ORDINARY; 0x1_0000]);
        for c in '\u{800}'..='\u{FFFF}' {
            let (odd, very_odd) = match c {
                ..WIDE => (ODD_NARROW, RARE_SYMBOL),
                '\u{3000}'..='\u{303F}' => (RARE_SYMBOL, RARE_SYMBOL),
                _ => (ODD, VERY_ODD),
            };
            let cost = model.symbol(c).cost();
            classes[c as usize] = Class::from(cost > odd) | Class::from(cost > very_odd) << 1;
        }
        let mut set = |c: char, class: Class| classes[c as usize] = class;
        let ordinary = SIGNS.into_iter().chain(MODERN).chain([PRECOMPOSED]);
        ordinary.flatten().for_each(|c| set(c, ORDINARY));
        KANA.for_each(|c| set(c, IS_KANA));
        classes
    })
}

/// The numbers of the characters of three bytes that begin at each byte of a block; where none does, anything.
pub(super) struct Numbers([[u8; 2]; BLOCK]);

impl Numbers {
    /// Of all bytes at once: the low nibble of a character's first byte, and six bits each of the other two.
    #[inline(always)]
    pub(super) fn of<S: Simd>(window: &[u8; PADDED], simd: S) -> Numbers {
        let [first, second, third] =
            [0, 1, 2].map(|at| u8x64::from_slice(simd, &window[at..at + BLOCK]));
        let high = first << 4 | second >> 2 & simd.splat_u8x64(0x0F);
        let low = second << 6 | third & simd.splat_u8x64(0x3F);
        let mut numbers = [[0; 2]; BLOCK];
        let (start, end) = numbers.as_flattened_mut().split_at_mut(BLOCK);
        simd.zip_low_u8x64(low, high).store_slice(start);
        simd.zip_high_u8x64(low, high).store_slice(end);
        Numbers(numbers)
    }

    /// The number at a byte of the block; beyond its end, any.
    #[inline(always)]
    fn at(&self, byte: usize) -> usize {
        usize::from(u16::from_le_bytes(self.0[byte % BLOCK]))
    }
}

/// The classes of characters in a row, the last one in the lowest bits.
#[derive(Clone, Copy, Default)]
pub(super) struct Row(u64);

impl Row {
    /// The last characters of this row and those of a block that begin at the bytes of a mask.
    ///
    /// Not inlined, for where vectors may be used the compiler gathers what is looked up with them, which takes three
    /// times as long.
    #[inline(never)]
    pub(super) fn then(self, numbers: &Numbers, all: u64, classes: &Classes) -> Row {
        /// Every third byte.
        const THIRDS: u64 = 0x9249_2492_4924_9249;
        const KEPT: u64 = (1 << (BITS * (AROUND - 1))) - 1;
        let class = |byte| u64::from(classes[numbers.at(byte)]);
        let mut row = self.0 & KEPT;
        // Nothing else in between.
        let first = all.trailing_zeros();
        if first < 3 && all == THIRDS << first {
            row = (0..BLOCK / 3)
                .fold(row, |row, index| row << BITS | class(first as usize + 3 * index));
            return Row(if first == 0 { row << BITS | class(BLOCK - 1) } else { row });
        }
        // How many there are cannot be foreseen, and a wrong guess costs as much as many look-ups. So
        // they are looked up by half a block, and what was too much is taken back.
        const HALF: u32 = 11;
        const { assert!(BITS * (AROUND - 1 + 2 * HALF) <= u64::BITS && 2 * HALF * 3 > BLOCK as u32) };
        let (mut at, mut count) = (all, 0);
        while at != 0 {
            for _ in 0..HALF {
                row = row << BITS | class(at.trailing_zeros() as usize);
                at &= at.wrapping_sub(1);
            }
            count += HALF;
        }
        Row(row >> (BITS * (count - all.count_ones())))
    }

    /// The characters that are odd together with some shortly before them, a bit for each.
    #[inline(always)]
    fn odd(self) -> u64 {
        let odd = self.0 & LOW;
        let very_odd = odd & self.0 >> 1;
        let kana = self.0 >> 1 & LOW & !odd;
        let near = |bits: u64| bits >> BITS | bits >> (2 * BITS);
        let pairs = odd & near(odd);
        let among_kana = very_odd & near(kana) | kana & near(very_odd);
        let beside_kana = odd & near(kana) | kana & near(odd);
        if pairs | beside_kana == 0 {
            return 0;
        }
        let (mut one, mut two, mut three) = (0, 0, 0);
        for distance in 1..AROUND {
            let before = odd >> (BITS * distance);
            three |= two & before;
            two |= one & before;
            one |= before;
        }
        pairs & three | among_kana | beside_kana & one
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

#[cfg(test)]
mod tests {
    use fearless_simd::{Level, dispatch};

    use super::*;

    #[inline(always)]
    fn numbers_with<S: Simd>(window: &[u8; PADDED], simd: S) -> Numbers {
        Numbers::of(window, simd)
    }

    #[test]
    fn numbers_are_code_points() {
        for c in '\u{800}'..='\u{FFFF}' {
            let mut window = [0; PADDED];
            let at = c as usize % BLOCK;
            c.encode_utf8(&mut window[at..]);
            let numbers = dispatch!(Level::new(), simd => numbers_with(&window, simd));
            assert_eq!(numbers.at(at), c as usize, "{c:?}");
        }
    }

    #[test]
    fn rows_hold_the_classes_of_their_characters_in_order() {
        let classes = classes();
        for (text, gap) in [("日々の暮らし、鬮龘鸞の籖", ""), ("鬮龘鸞", "a"), ("の鬮", "é")]
        {
            for before in 0..BLOCK {
                let characters = text.chars().cycle().map(|c| format!("{c}{gap}"));
                let text = "-".repeat(before) + &characters.take(40).collect::<String>();
                let window: &[u8; PADDED] = text.as_bytes().first_chunk().unwrap();
                let starts = (0..BLOCK).filter(|at| (0xE0..0xF0).contains(&window[*at]));
                let all = starts.clone().fold(0, |all, at| all | 1 << at);
                let expected = starts.fold(0b11, |row, at| {
                    let c = text[at..].chars().next().unwrap();
                    row << BITS | u64::from(classes[c as usize])
                });
                let numbers = dispatch!(Level::new(), simd => numbers_with(window, simd));
                let Row(row) = Row(0b11).then(&numbers, all, classes);
                assert_eq!(row, expected, "{text}");
            }
        }
    }
}
