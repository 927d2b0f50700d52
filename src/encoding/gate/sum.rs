//! The characters of three bytes in a block, added up by their weights.
//!
//! Within three bytes in a row no more than one such character begins. So a block is cut into [`SLOTS`] of three
//! bytes, and the number of the character that begins in each is found for all at once, with vectors. What is
//! left is one look-up a slot, at places that are known, without a branch.

use fearless_simd::prelude::*;
use fearless_simd::{Simd, mask8x64, u8x64};

use super::PADDED;
use super::weight::{IS_KANA, NUMBER, Weights};
use crate::sieve::BLOCK;

const SLOTS: usize = BLOCK.div_ceil(3);

/// The number of the character of three bytes that begins at a byte or at one of the two behind it, for each byte of a
/// block; zero where none does.
///
/// Aligned, so that no vector is stored across lines of the cache.
#[derive(Clone, Copy)]
#[repr(align(64))]
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

    /// Of a slot and the next one, with one access.
    #[inline(always)]
    fn of_slots(&self, slot: usize) -> [usize; 2] {
        let eight =
            self.0.as_flattened()[6 * slot..].first_chunk().map_or(0, |it| u64::from_le_bytes(*it));
        [eight as usize & 0xFFFF, (eight >> 48) as usize]
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

/// What the characters of some places add up to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sum {
    /// All weights together.
    weights: u16,
    /// The bits of all halves together: of the odd characters, and of kana.
    any: u16,
}

impl Sum {
    /// So many odd characters and kana.
    pub(super) fn of_counts(odd: u32, kana: u32) -> Sum {
        let (odd, kana) = (odd as u16, kana as u16);
        let any = odd | (kana.min(1) * u16::from(IS_KANA));
        Sum { weights: odd + kana * u16::from(IS_KANA), any }
    }

    #[inline(always)]
    fn of_half(half: u16) -> Sum {
        Sum { weights: half, any: half }
    }

    #[inline(always)]
    pub(super) fn then(self, next: Sum) -> Sum {
        Sum { weights: self.weights + next.weights, any: self.any | next.any }
    }

    /// Whether no characters of these can be odd together.
    #[inline(always)]
    pub(super) fn is_calm(self) -> bool {
        /// Beside kana, one is enough.
        const CALM: u16 = 3;
        self.weights <= CALM || self.any & u16::from(NUMBER) == 0
    }
}

/// What the characters of a block add up to: those of its first half in the low byte, those of its second in the high one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Halves(u16);

/// Slots of a half; so many weights do not run over.
const HALF: usize = SLOTS / 2;
const _: () = assert!(2 * HALF == SLOTS && HALF % 2 == 1 && HALF <= NUMBER as usize);

/// Of so many characters in a block, [`END`] or more stand in each half.
const CROWDED: u32 = SLOTS as u32 - 4;
pub(super) const END: usize = HALF - 4;

impl Halves {
    /// Of the characters of a block.
    ///
    /// Not inlined, for where vectors may be used the compiler gathers what is looked up with them, which takes three
    /// times as long.
    #[inline(never)]
    pub(super) fn of(numbers: &Numbers, weights: &Weights) -> Halves {
        Halves::added(numbers, weights)
    }

    /// Of four blocks each; told are the sums of the first two, and of all but the first. What vectors have stored a while
    /// ago is read sooner than what they store now.
    #[inline(never)]
    pub(super) fn of_each(
        blocks: &[Numbers; 4],
        weights: &Weights,
        halves: &mut [Halves; 4],
    ) -> [Sum; 2] {
        let added = |block: usize| Halves::added(&blocks[block], weights);
        let [first, second, third, fourth] = [added(0), added(1), added(2), added(3)];
        *halves = [first, second, third, fourth];
        let second = second.sum();
        [first.sum().then(second), second.then(third.sum()).then(fourth.sum())]
    }

    /// Two numbers are read at once, but for the last one of a half: what one vector has stored would end within them.
    #[inline(always)]
    fn added(numbers: &Numbers, weights: &Weights) -> Halves {
        let half = |from: usize| {
            let mut sum = weights[numbers.of_slot(from + HALF - 1)];
            for slot in (from..from + HALF - 1).step_by(2) {
                let [one, two] = numbers.of_slots(slot);
                sum = sum.wrapping_add(weights[one]).wrapping_add(weights[two]);
            }
            sum
        };
        Halves(u16::from_le_bytes([half(0), half(HALF)]))
    }

    #[inline(always)]
    fn first(self) -> Sum {
        Sum::of_half(self.0 & 0xFF)
    }

    #[inline(always)]
    fn second(self) -> Sum {
        Sum::of_half(self.0 >> 8)
    }

    /// Of all characters of the block.
    #[inline(always)]
    pub(super) fn sum(self) -> Sum {
        self.first().then(self.second())
    }

    /// Of its last characters, [`END`] at least if it has so many, of which it is known how many there are.
    #[inline(always)]
    pub(super) fn end(self, count: u32) -> Sum {
        if count < CROWDED { self.sum() } else { self.second() }
    }

    /// Whether other repairs may ask about one of the characters; about none in a half without odd ones or without kana.
    pub(super) fn may_be_asked_about(self) -> bool {
        let [odd, kana] = [u16::from(NUMBER), u16::from(NUMBER) << IS_KANA.trailing_zeros()];
        let has_both = |half: u16| half & odd != 0 && half & kana != 0;
        has_both(self.0 & 0xFF) || has_both(self.0 >> 8)
    }

    /// Whether no [`END`] + 1 characters in a row can be odd together, those of the block and the last ones before it,
    /// whose sum is known.
    #[inline(always)]
    pub(super) fn are_calm_behind(self, before: Sum, count: u32) -> bool {
        if count < CROWDED {
            before.then(self.sum()).is_calm()
        } else {
            before.then(self.first()).is_calm() && self.sum().is_calm()
        }
    }
}

#[cfg(test)]
mod tests {
    use fearless_simd::{Level, dispatch};

    use super::super::weight::{Characters, ODD, Weight};
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
        let weights = Characters::get().weights(false);
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
                let starts = (0..BLOCK).filter(|at| (0xE0..0xF0).contains(&window[*at]));
                let all: Vec<Weight> =
                    starts.map(|at| weights[text[at..].chars().next().unwrap() as usize]).collect();
                let sum_of = |all: &[Weight]| {
                    let count = |weight| all.iter().filter(|it| **it == weight).count() as u32;
                    (count(ODD), count(IS_KANA))
                };
                let (odd, kana) = sum_of(&all);
                let (numbers, starts) = dispatch!(Level::new(), simd => numbers_with(window, simd));
                let halves = Halves::of(&numbers, weights);
                let sum = halves.sum();
                assert_eq!(sum.weights, Sum::of_counts(odd, kana).weights, "{text}");
                assert_eq!(sum.any & u16::from(NUMBER) == 0, odd == 0, "{text}");
                assert_eq!(sum.is_calm(), odd == 0 || odd < 4 && kana == 0, "{text}");

                let (odd, kana) = sum_of(&all[all.len().saturating_sub(END)..]);
                let end = halves.end(starts.count_ones());
                assert!(end.weights >= Sum::of_counts(odd, kana).weights, "{text}");
                assert!(odd == 0 || end.any & u16::from(NUMBER) != 0, "{text}");

                let mut each = [Halves::default(); 4];
                let sums = Halves::of_each(&[numbers; 4], weights, &mut each);
                let two = sum.then(sum);
                assert_eq!((each, sums), ([halves; 4], [two, two.then(sum)]), "{text}");
            }
        }
    }
}
