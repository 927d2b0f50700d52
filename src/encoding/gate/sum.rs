//! The characters of three bytes in a block, added up by their weights.
//!
//! Within three bytes in a row no more than one such character begins. So a block is cut into [`SLOTS`] of three
//! bytes, and the number of the character that begins in each is found for all at once, with vectors. What is
//! left is one look-up a slot, at places that are known, without a branch.

use fearless_simd::prelude::*;
use fearless_simd::{Simd, mask8x64, u8x64};

use super::PADDED;
use super::weight::{ADDED, WIDTH, Weight, Weights};
use crate::sieve::BLOCK;

const SLOTS: usize = BLOCK.div_ceil(3);

/// The number of the character of three bytes that begins at a byte or at one of the two behind it, for each byte of a
/// block; zero where none does.
#[derive(Clone, Copy)]
pub(super) struct Numbers([[u8; 2]; BLOCK]);

impl Numbers {
    pub(super) const NONE: Numbers = Numbers([[0; 2]; BLOCK]);

    /// Of all bytes at once: the low nibble of a character's first byte, and six bits each of the other two.
    #[inline(always)]
    pub(super) fn of<S: Simd>(window: &[u8; PADDED], simd: S) -> Numbers {
        let byte = |at: usize| u8x64::from_slice(simd, &window[at..at + BLOCK]);
        let (first, second, third) = (byte(0), byte(1), byte(2));
        let begins = starts_of(first, simd);
        let high = first << 4 | second >> 2 & simd.splat_u8x64(0x0F);
        let low = second << 6 | third & simd.splat_u8x64(0x3F);
        let (high, low) = (spread(high, begins, simd), spread(low, begins, simd));
        let mut numbers = Numbers::NONE;
        let (start, end) = numbers.0.as_flattened_mut().split_at_mut(BLOCK);
        simd.zip_low_u8x64(low, high).store_slice(start);
        simd.zip_high_u8x64(low, high).store_slice(end);
        numbers
    }

    #[inline(always)]
    fn of_slot(&self, slot: usize) -> usize {
        usize::from(u16::from_le_bytes(self.0[3 * slot]))
    }
}

/// What stands at places of a mask, there and at the two bytes before.
#[inline(always)]
fn spread<S: Simd>(bytes: u8x64<S>, mask: mask8x64<S>, simd: S) -> u8x64<S> {
    let none = simd.splat_u8x64(0);
    let bytes = mask.select(bytes, none);
    bytes | simd.slide_u8x64::<1>(bytes, none) | simd.slide_u8x64::<2>(bytes, none)
}

/// The bytes at which characters of three begin.
#[inline(always)]
fn starts_of<S: Simd>(bytes: u8x64<S>, simd: S) -> mask8x64<S> {
    (bytes - simd.splat_u8x64(0xE0)).simd_lt(simd.splat_u8x64(0x10))
}

/// The same as a bit for each byte of a block.
#[inline(always)]
pub(super) fn starts<S: Simd>(window: &[u8; PADDED], simd: S) -> u64 {
    starts_of(u8x64::from_slice(simd, &window[..BLOCK]), simd).to_bitmask()
}

/// How many characters of a block are odd, and whether there are kana.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sum {
    pub(super) odd: u32,
    /// How many of the last ones, [`END`] at least.
    pub(super) odd_at_end: u32,
    pub(super) has_kana: bool,
}

/// If no more than one slot is empty, so many characters stand in the last ones.
pub(super) const END: usize = SLOTS - 2 * ADDED - 1;

impl Sum {
    /// Of the characters of a block, of which it is known how many there are.
    ///
    /// Not inlined, for where vectors may be used the compiler gathers what is looked up with them, which takes three
    /// times as long.
    #[inline(never)]
    pub(super) fn of(numbers: &Numbers, count: u32, weights: &Weights) -> Sum {
        Sum::added(numbers, count, weights)
    }

    /// Of several blocks each; what vectors have stored a while ago is read sooner than what they store now.
    #[inline(never)]
    pub(super) fn of_each<const N: usize>(
        blocks: &[Numbers; N],
        counts: &[u32; N],
        weights: &Weights,
    ) -> [Sum; N] {
        let mut sums = [Sum::default(); N];
        for block in 0..N {
            sums[block] = Sum::added(&blocks[block], counts[block], weights);
        }
        sums
    }

    #[inline(always)]
    fn added(numbers: &Numbers, count: u32, weights: &Weights) -> Sum {
        const NUMBER: Weight = (1 << WIDTH) - 1;
        let (mut odd, mut odd_at_start, mut kana) = (0, 0, 0);
        for from in (0..SLOTS).step_by(ADDED) {
            let mut sum: Weight = 0;
            for slot in from..SLOTS.min(from + ADDED) {
                sum = sum.wrapping_add(weights[numbers.of_slot(slot)]);
            }
            let of_part = u32::from(sum & NUMBER);
            odd += of_part;
            odd_at_start += if from < 2 * ADDED { of_part } else { 0 };
            kana |= sum >> WIDTH & NUMBER;
        }
        let is_full = count as usize >= SLOTS - 1;
        let odd_at_end = if is_full { odd - odd_at_start } else { odd };
        Sum { odd, odd_at_end, has_kana: kana != 0 }
    }

    /// Of the end of this block and the next one together.
    #[inline(always)]
    pub(super) fn then(self, next: Sum) -> Sum {
        let has_kana = self.has_kana | next.has_kana;
        Sum { odd: self.odd_at_end + next.odd, has_kana, ..next }
    }
}

#[cfg(test)]
mod tests {
    use fearless_simd::{Level, dispatch};

    use super::super::weight::{IS_KANA, ODD, weights};
    use super::*;

    #[inline(always)]
    fn numbers_with<S: Simd>(window: &[u8; PADDED], simd: S) -> (Numbers, u64) {
        (Numbers::of(window, simd), starts(window, simd))
    }

    #[test]
    fn numbers_are_code_points() {
        for c in '\u{800}'..='\u{FFFF}' {
            let mut window = [0; PADDED];
            let at = c as usize % BLOCK;
            c.encode_utf8(&mut window[at..]);
            let (numbers, starts) = dispatch!(Level::new(), simd => numbers_with(&window, simd));
            assert_eq!(starts, 1 << at);
            for slot in 0..SLOTS {
                let expected = if slot == at / 3 { c as usize } else { 0 };
                assert_eq!(numbers.of_slot(slot), expected, "{c:?}");
            }
        }
    }

    #[test]
    fn sums_are_of_all_characters_of_a_block() {
        let weights = weights();
        for (text, gap) in [
            ("日々の暮らし、鬮龘鸞の籖", ""),
            ("鬮龘鸞", "a"),
            ("の鬮", "é"),
            ("龘", ""),
            ("の", ""),
        ] {
            for before in 0..BLOCK {
                let characters = text.chars().cycle().map(|c| format!("{c}{gap}"));
                let text = "-".repeat(before) + &characters.take(40).collect::<String>();
                let window: &[u8; PADDED] = text.as_bytes().first_chunk().unwrap();
                let of_each = || {
                    let starts = (0..BLOCK).filter(|at| (0xE0..0xF0).contains(&window[*at]));
                    starts.map(|at| weights[text[at..].chars().next().unwrap() as usize])
                };
                let (numbers, starts) = dispatch!(Level::new(), simd => numbers_with(window, simd));
                let count = starts.count_ones();
                let sum = Sum::of(&numbers, count, weights);
                let odd =
                    |weights: &[Weight]| weights.iter().filter(|it| **it & ODD != 0).count() as u32;
                let all: Vec<Weight> = of_each().collect();
                assert_eq!(sum.odd, odd(&all), "{text}");
                assert_eq!(sum.has_kana, all.contains(&IS_KANA), "{text}");
                assert!(sum.odd_at_end >= odd(&all[all.len().saturating_sub(END)..]), "{text}");
                assert_eq!(Sum::of_each(&[numbers; 2], &[count; 2], weights), [sum; 2], "{text}");
            }
        }
    }
}
