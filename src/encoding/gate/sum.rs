//! The characters of three bytes in a block, added up by their weights.
//!
//! Within three bytes in a row no more than one such character begins. So a block is cut into [`SLOTS`] of three
//! bytes, and the number of the character that begins in each is found for all at once, with vectors. What is
//! left is one look-up a slot, at places that are known, without a branch.

use fearless_simd::prelude::*;
use fearless_simd::{Simd, mask8x64, u8x64};

use super::weight::{IS_KANA, NUMBER, ODD_AMONG_KANA, Weights};
use super::{PADDED, RUN};
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

/// So many odd characters can be no place. Beside kana, one is enough.
const CALM: u16 = 3;
/// Where the high nibble of a weight is.
const HIGH: u32 = 4;
const _: () = assert!(IS_KANA == 1 << HIGH && ODD_AMONG_KANA == IS_KANA);
/// The number of kana in a half.
const KANA: u16 = (NUMBER as u16) << HIGH;

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

    /// In a byte, as of a half; more odd characters than one can have count as so many.
    #[inline(always)]
    fn as_half(self) -> u64 {
        let odd = self.weights.min(u16::from(NUMBER));
        u64::from(if self.any & KANA == 0 { odd } else { self.any })
    }

    /// Whether no characters of these can be odd together.
    #[inline(always)]
    pub(super) fn is_calm(self) -> bool {
        self.weights <= CALM || self.any & u16::from(NUMBER) == 0
    }

    /// Among kana any of the odd characters may be very odd, as far as this tells.
    #[inline(always)]
    pub(super) fn among_kana(self) -> AmongKana {
        AmongKana((self.any & u16::from(NUMBER)) as u8)
    }
}

/// What the characters of some places add up to if they stand among kana: very odd ones in the low nibble, others that are
/// odd in the high one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct AmongKana(u8);

impl AmongKana {
    /// So many very odd characters and others; more than a nibble holds count as so many.
    #[inline(always)]
    pub(super) fn of_counts(very_odd: u32, odd: u32) -> AmongKana {
        let most = u32::from(NUMBER);
        AmongKana((very_odd.min(most) | odd.min(most) << HIGH) as u8)
    }

    /// The same characters, without it being known how many kana there are.
    #[inline(always)]
    pub(super) fn anywhere(self) -> Sum {
        Sum::of_counts(self.very_odd() + self.odd(), 1)
    }

    #[inline(always)]
    fn very_odd(self) -> u32 {
        u32::from(self.0 & NUMBER)
    }

    #[inline(always)]
    fn odd(self) -> u32 {
        u32::from(self.0 >> HIGH)
    }

    #[inline(always)]
    fn then(self, next: AmongKana) -> AmongKana {
        AmongKana::of_counts(self.very_odd() + next.very_odd(), self.odd() + next.odd())
    }

    /// Whether no characters of these can be odd together.
    #[inline(always)]
    fn is_calm(self) -> bool {
        self.very_odd() == 0 && self.odd() <= u32::from(CALM)
    }
}

/// What the characters of a block add up to: those of its first half in the low byte, those of its second in the high one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Halves(u16);

/// Slots of a half; so many weights do not run over.
const HALF: usize = SLOTS / 2;
const _: () = assert!(2 * HALF == SLOTS && HALF % 2 == 1 && HALF <= NUMBER as usize);

/// Of so many characters in a block, [`END`] or more stand in each half.
pub(super) const CROWDED: u32 = SLOTS as u32 - 4;
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

    /// The same of characters that were added up as among kana.
    #[inline(always)]
    pub(super) fn end_among_kana(self, count: u32) -> AmongKana {
        let [first, second] = self.0.to_le_bytes().map(AmongKana);
        if count < CROWDED { first.then(second) } else { second }
    }

    /// Whether other repairs may ask about one of the characters; about none in a half without odd ones or without kana, or,
    /// added up as among kana, without both kinds of odd ones.
    pub(super) fn may_be_asked_about(self) -> bool {
        let has_both = |half: u16| half & u16::from(NUMBER) != 0 && half & KANA != 0;
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

    /// The same of characters that were added up as among kana, wherever kana are.
    #[inline(always)]
    pub(super) fn are_calm_among_kana_behind(self, before: AmongKana, count: u32) -> bool {
        let [first, second] = self.0.to_le_bytes().map(AmongKana);
        if count < CROWDED {
            before.then(first).then(second).is_calm()
        } else {
            before.then(first).is_calm() && first.then(second).is_calm()
        }
    }
}

/// The halves of the blocks of a run, a byte each, the first in the lowest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Run(u64);

/// Blocks of a run.
pub(super) const BLOCKS: usize = RUN / BLOCK;
const _: () = assert!(2 * BLOCKS == size_of::<u64>());

impl Run {
    /// Of the characters of its blocks. What vectors have stored a while ago is read sooner than what they store now.
    ///
    /// Not inlined, as [`Halves::of`] is not.
    #[inline(never)]
    pub(super) fn of(blocks: &[Numbers; BLOCKS], weights: &Weights) -> Run {
        let added = |block: usize| u64::from(Halves::added(&blocks[block], weights).0);
        Run(added(0) | added(1) << 16 | added(2) << 32 | added(3) << 48)
    }

    pub(super) fn halves(self) -> [Halves; BLOCKS] {
        let [a, b, c, d, e, f, g, h] = self.0.to_le_bytes();
        [[a, b], [c, d], [e, f], [g, h]].map(|halves| Halves(u16::from_le_bytes(halves)))
    }

    #[inline(always)]
    pub(super) fn last(self) -> Halves {
        Halves((self.0 >> 48) as u16)
    }

    /// Whether no [`END`] + 1 characters in a row can be odd together, those of the run and the last ones before it,
    /// whose sum is known: as there are few odd ones in all, or as there are in no two halves side by side, if all blocks are
    /// [`CROWDED`].
    #[inline(always)]
    pub(super) fn is_calm_behind(self, before: Sum, is_crowded: bool) -> bool {
        let (odd, kana) = self.in_pairs(before);
        let is_any_beside_kana = is_any(odd) & is_any(kana >> HIGH);
        let are_pairs_calm = (are_many(odd) | is_any_beside_kana) & HIGHEST == 0;
        let all = self.all_odd(before);
        let has_kana = (self.0 | before.as_half()) & KANA_IN_EACH != 0;
        let is_all_calm = (all == 0) | (all <= u64::from(CALM)) & !has_kana;
        is_all_calm | is_crowded & are_pairs_calm
    }

    /// The same of characters that were added up as among kana, wherever kana are.
    #[inline(always)]
    pub(super) fn is_calm_among_kana_behind(self, before: AmongKana, is_crowded: bool) -> bool {
        let before = u64::from(before.0);
        let has_very_odd = (self.0 | before) & ODD_IN_EACH != 0;
        let odd = self.0 >> HIGH & ODD_IN_EACH;
        let all = (odd.wrapping_mul(EACH) >> 56) + (before >> HIGH);
        let are_pairs_calm = are_many(odd + (odd << 8 | before >> HIGH)) & HIGHEST == 0;
        !has_very_odd & ((all <= u64::from(CALM)) | is_crowded & are_pairs_calm)
    }

    /// Whether there are kana.
    #[inline(always)]
    pub(super) fn has_kana(self) -> bool {
        self.0 & KANA_IN_EACH != 0
    }

    /// The odd characters of each half and the one before it, and whether there are kana.
    #[inline(always)]
    fn in_pairs(self, before: Sum) -> (u64, u64) {
        let previous = self.0 << 8 | before.as_half();
        let odd = (self.0 & ODD_IN_EACH) + (previous & ODD_IN_EACH);
        (odd, (self.0 | previous) & KANA_IN_EACH)
    }

    /// All odd characters.
    #[inline(always)]
    fn all_odd(self, before: Sum) -> u64 {
        ((self.0 & ODD_IN_EACH).wrapping_mul(EACH) >> 56) + (before.as_half() & u64::from(NUMBER))
    }
}

/// One in each byte, which are looked at all at once: their highest bit tells whether something holds of them.
const EACH: u64 = 0x0101_0101_0101_0101;
const HIGHEST: u64 = 0x80 * EACH;
const ODD_IN_EACH: u64 = NUMBER as u64 * EACH;
const KANA_IN_EACH: u64 = KANA as u64 * EACH;

/// Which bytes, below 128, are not zero.
#[inline(always)]
fn is_any(bytes: u64) -> u64 {
    bytes + (HIGHEST - EACH)
}

/// Which bytes, below 128, are more than is [`CALM`].
#[inline(always)]
fn are_many(bytes: u64) -> u64 {
    bytes + (HIGHEST - (u64::from(CALM) + 1) * EACH)
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
        let weights = &*Characters::get().weights(false).anywhere;
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

                let run = Run::of(&[numbers; BLOCKS], weights);
                assert_eq!((run.halves(), run.last()), ([halves; BLOCKS], halves), "{text}");
            }
        }
    }

    /// Halves of all kinds, told by the slow way.
    #[test]
    fn runs_are_calm_if_all_halves_are() {
        let mut state = 1_u64;
        for round in 0..200_000_u32 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let many = if round % 3 == 0 { 4 } else { 2 };
            let mut next = state;
            let mut half = || {
                next = next.rotate_left(7).wrapping_mul(0x9E37_79B9_7F4A_7C15);
                let odd = (next >> 40) as u16 % 12 * u16::from((next >> 50).is_multiple_of(many));
                let kana = (next >> 30) as u16 % (12 - odd) * u16::from(round % 2 == 0);
                odd | kana << 4
            };
            let before = Sum::of_half(half());
            let halves: [u16; 8] = std::array::from_fn(|_| half());
            let sums = halves.map(Sum::of_half);
            let run = Run(u64::from_le_bytes(halves.map(|half| half as u8)));

            let mut previous = before;
            let are_pairs_calm = sums.iter().all(|sum| {
                let pair = previous.then(*sum);
                previous = *sum;
                pair.is_calm()
            });
            let is_all_calm = sums.iter().fold(before, |all, sum| all.then(*sum)).is_calm();
            assert_eq!(run.is_calm_behind(before, false), is_all_calm, "{before:?} {halves:?}");
            let expected = is_all_calm || are_pairs_calm;
            assert_eq!(run.is_calm_behind(before, true), expected, "{before:?} {halves:?}");
        }
    }

    #[test]
    fn runs_among_kana_are_calm_if_all_halves_are() {
        let mut state = 1_u64;
        for round in 0..200_000_u64 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let mut next = state;
            let mut half = || {
                next = next.rotate_left(7).wrapping_mul(0x9E37_79B9_7F4A_7C15);
                let odd = (next >> 40) as u8 % 4 * u8::from((next >> 50).is_multiple_of(3));
                odd << HIGH | u8::from((next >> 30).is_multiple_of(20 + round % 20))
            };
            let before = AmongKana(half());
            let halves: [u8; 8] = std::array::from_fn(|_| half());
            let sums = halves.map(AmongKana);
            let run = Run(u64::from_le_bytes(halves));

            let mut previous = before;
            let are_pairs_calm = sums.iter().all(|sum| {
                let pair = previous.then(*sum);
                previous = *sum;
                pair.is_calm()
            });
            let is_all_calm = sums.iter().fold(before, |all, sum| all.then(*sum)).is_calm();
            let is_calm = |is_crowded| run.is_calm_among_kana_behind(before, is_crowded);
            assert_eq!(is_calm(false), is_all_calm, "{before:?} {halves:?}");
            assert_eq!(is_calm(true), is_all_calm || are_pairs_calm, "{before:?} {halves:?}");

            let [first, second, ..] = halves;
            let block = Halves(u16::from_le_bytes([first, second]));
            let [first, second] = [first, second].map(AmongKana);
            let are_calm = |count| block.are_calm_among_kana_behind(before, count);
            assert_eq!(are_calm(CROWDED - 1), before.then(first).then(second).is_calm());
            let are_both_calm = before.then(first).is_calm() && first.then(second).is_calm();
            assert_eq!(are_calm(CROWDED), are_both_calm);
            assert_eq!(block.end_among_kana(CROWDED), second);
            assert_eq!(block.end_among_kana(CROWDED - 1), first.then(second));
        }
    }
}
