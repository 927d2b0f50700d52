//! Characters of three bytes that are odd together.
//!
//! What a wrong decoder makes of East Asian text is rare characters, most of them side by side. So
//! each character has a [weight](super::weight), one look-up by its number, and those of half a block are added up.
//! Where the sums of a [run](Run), or those of a block and of the one before, tell that too few of them are odd, nothing
//! else is asked. Otherwise the characters are laid side by side in the bits of one number, a [`Row`], and which of them
//! have odd neighbours is asked of all at once. What stands between, and the ends of lines, does not count: that only
//! adds to what is found.

use fearless_simd::Simd;

use super::narrow::is_dear;
use super::sum::{BLOCKS, CROWDED, END, Halves, Numbers, Run, Sum, starts};
use super::weight::{Characters, Weights};
use super::{PADDED, PADDED_RUN, window};
use crate::encoding::plausibility::Model;
use crate::encoding::scan::WIDE;
use crate::sieve::BLOCK;

/// Four of so many in a row must be odd, two of them next to each other but for one at most: names
/// are shorter, or less odd. Beside kana, which may stay in a wrong reading, a very odd character is enough.
const AROUND: u32 = 8;

const _: () = assert!(END >= AROUND as usize - 1);

/// Looks for them from block to block.
pub(super) struct Wide<'t> {
    text: &'t str,
    characters: &'static Characters,
    weights: &'static Weights,
    before: Before,
}

/// The last characters before a block.
#[derive(Clone, Copy, Default)]
struct Before {
    sum: Sum,
    /// They begin in this block, which nobody had to look at more closely,
    unread: Option<Starts>,
    /// or it is known what they are.
    row: Row,
    /// Behind those come so many ordinary ones.
    ordinary: u32,
}

/// Whether a run has no place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Passes {
    No,
    Yes,
    /// It has none, nor any character of three bytes that another repair asks about.
    Ordinary,
}

/// The bytes of a block at which characters of three bytes begin.
#[derive(Clone, Copy)]
pub(super) struct Starts {
    block: usize,
    mask: u64,
}

impl Starts {
    #[inline(always)]
    fn of<S: Simd>(window: &[u8; PADDED], block: usize, simd: S) -> Starts {
        Starts { block, mask: starts(window, simd) }
    }

    #[inline(always)]
    fn count(self) -> u32 {
        self.mask.count_ones()
    }
}

impl<'t> Wide<'t> {
    /// Looks at a text, in which runs with wide brackets are ordinary or not.
    pub(super) fn new(text: &'t str, asks_about_brackets: bool) -> Wide<'t> {
        let characters = Characters::get();
        let weights = characters.weights(asks_about_brackets);
        Wide { text, characters, weights, before: Before::default() }
    }

    /// From now on runs with wide brackets are ordinary.
    pub(super) fn ignore_brackets(&mut self) {
        self.weights = self.characters.weights(false);
    }

    /// The characters of the blocks of a run that begins at a byte, if there are enough of them in the last one for the run to
    /// be told by sums: those that matter to the next run.
    #[inline(always)]
    pub(super) fn starts<S: Simd>(
        run: &[u8; PADDED_RUN],
        at: usize,
        simd: S,
    ) -> Option<[Starts; BLOCKS]> {
        let mut starts = [Starts { block: at, mask: 0 }; BLOCKS];
        for (block, starts) in starts.iter_mut().enumerate() {
            *starts = Starts::of(window(run, block), at + block * BLOCK, simd);
        }
        (starts[BLOCKS - 1].count() >= AROUND).then_some(starts)
    }

    /// Whether no block of a run has a place; if so, it is done.
    #[inline(always)]
    pub(super) fn passes<S: Simd>(
        &mut self,
        run: &[u8; PADDED_RUN],
        starts: &[Starts; BLOCKS],
        simd: S,
    ) -> Passes {
        let mut numbers = [Numbers::NONE; BLOCKS];
        let mut is_crowded = true;
        for (block, numbers) in numbers.iter_mut().enumerate() {
            *numbers = Numbers::of(window(run, block), simd);
            is_crowded &= starts[block].count() >= CROWDED;
        }
        let sums = Run::of(&numbers, self.weights);
        if sums.is_calm_behind(self.before.sum, is_crowded) {
            self.pass(starts[BLOCKS - 1], sums.last());
            return Passes::Ordinary;
        }
        // Text with kana has usual kanji in nearly every run that are odd elsewhere.
        if sums.has_few_behind(self.before.sum, is_crowded) {
            let sums_beside_kana = Run::of(&numbers, self.characters.weights_beside_kana());
            if sums_beside_kana.is_calm_behind(self.before.sum, is_crowded) {
                self.pass(starts[BLOCKS - 1], sums.last());
                return Passes::Ordinary;
            }
        }
        self.passes_by_block(starts, &sums.halves())
    }

    /// The same, told block by block.
    #[inline(never)]
    fn passes_by_block(&mut self, starts: &[Starts; BLOCKS], halves: &[Halves; BLOCKS]) -> Passes {
        let before = self.before;
        let mut blocks = starts.iter().zip(halves);
        if !blocks.all(|(starts, halves)| self.places_of(*starts, *halves) == 0) {
            self.before = before;
            return Passes::No;
        }
        if halves.iter().any(|halves| halves.may_be_asked_about()) {
            return Passes::Yes;
        }
        Passes::Ordinary
    }

    /// The bytes of a block at which characters begin that are odd together with some shortly before.
    #[inline(always)]
    pub(super) fn places<S: Simd>(&mut self, window: &[u8; PADDED], block: usize, simd: S) -> u64 {
        let starts = Starts::of(window, block, simd);
        if starts.mask == 0 {
            return 0;
        }
        if starts.count() < AROUND {
            return self.look_closer(starts);
        }
        let numbers = Numbers::of(window, simd);
        self.places_of(starts, Halves::of(&numbers, self.weights))
    }

    #[inline(always)]
    fn places_of(&mut self, starts: Starts, halves: Halves) -> u64 {
        let count = starts.count();
        if count < AROUND || !halves.are_calm_behind(self.before.sum, count) {
            return self.look_closer(starts);
        }
        self.pass(starts, halves);
        0
    }

    /// Nobody has to look at a block more closely.
    #[inline(always)]
    fn pass(&mut self, starts: Starts, halves: Halves) {
        let sum = halves.end(starts.count());
        self.before = Before { sum, unread: Some(starts), ordinary: 0, ..self.before };
    }

    #[inline(never)]
    fn look_closer(&mut self, starts: Starts) -> u64 {
        let row = self.row_of(starts);
        let Before { unread, row: row_before, ordinary, .. } = self.before;
        if row == Row::default() {
            let ordinary = ordinary + starts.count();
            self.before = if ordinary >= AROUND {
                Before::default()
            } else {
                Before { ordinary, ..self.before }
            };
            return 0;
        }
        let before = unread.map_or(row_before, |unread| self.row_of(unread));
        let row = before.then(Row::default(), ordinary).then(row, starts.count());
        self.before = Before { sum: row.last(), unread: None, row, ordinary: 0 };
        row.places(starts.mask)
    }

    /// The characters of a block.
    fn row_of(&self, Starts { block, mut mask }: Starts) -> Row {
        let bytes = self.text.as_bytes();
        let mut row = 0;
        while mask != 0 {
            let at = block + mask.trailing_zeros() as usize;
            mask &= mask - 1;
            let character = bytes[at..].first_chunk().map_or(0, number_of);
            row = row << BITS | self.characters.class(character);
        }
        Row(row)
    }
}

/// The number of a character of three bytes.
fn number_of([first, second, third]: &[u8; 3]) -> u16 {
    let bits = |byte: u8| u16::from(byte & 0x3F);
    u16::from(*first) << 12 | bits(*second) << 6 | bits(*third)
}

/// The characters of three bytes in a row, two bits for each, the last one in the lowest bits: the lower one for odd,
/// both for very odd, the upper one for kana.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Row(u64);

const BITS: u32 = 2;
/// The last characters, as many as can matter to the next.
const KEPT: u64 = (1 << (BITS * (AROUND - 1))) - 1;
/// The low bits of all characters of a row.
const LOW: u64 = 0x5555_5555_5555_5555;

impl Row {
    /// The last characters of this row and those of another, not more than a block has.
    fn then(self, other: Row, count: u32) -> Row {
        Row((self.0 & KEPT) << (BITS * count) | other.0)
    }

    /// The sum of its last characters, as many as can matter to the next.
    fn last(self) -> Sum {
        let row = self.0 & KEPT;
        let odd = row & LOW;
        let kana = row >> 1 & LOW & !odd;
        Sum::of_counts(odd.count_ones(), kana.count_ones())
    }

    /// The characters that are odd together with some shortly before them, a bit for each.
    fn odd(self) -> u64 {
        let odd = self.0 & LOW;
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
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::super::RUN;
    use super::*;

    #[inline(always)]
    fn check_with<S: Simd>(text: &str, simd: S) {
        let padded = format!("{text}{}", "\0".repeat(PADDED_RUN));
        let mut wide = Wide::new(&padded, false);
        let mut row = Row::default();
        for (run, rest) in padded.as_bytes()[..].windows(PADDED_RUN).step_by(RUN).enumerate() {
            let bytes: &[u8; PADDED_RUN] = rest.first_chunk().unwrap();
            let starts = Wide::starts(bytes, run * RUN, simd);
            let passes =
                starts.is_some_and(|starts| wide.passes(bytes, &starts, simd) != Passes::No);
            for block in 0..BLOCKS {
                let window = window(bytes, block);
                let starts = Starts::of(window, run * RUN + block * BLOCK, simd);
                row = row.then(wide.row_of(starts), starts.count());
                let found = if passes { 0 } else { wide.places(window, starts.block, simd) };
                assert_eq!(found, row.places(starts.mask), "{text}");
            }
        }
    }

    /// Where sums are enough to tell, no place is.
    fn check(text: &str) {
        dispatch!(Level::new(), simd => check_with(text, simd));
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            cases: 2_000,
            failure_persistence: None,
            rng_seed: proptest::test_runner::RngSeed::Fixed(1),
            ..ProptestConfig::default()
        })]

        #[test]
        fn sums_leave_out_no_place(
            parts in proptest::collection::vec((
                prop_oneof![
                    3 => select(&["的", "一", "，", "ん", "ー", "의", " ", "a", "é", "“"][..]),
                    2 => select(&["鬮", "籖", "龘", "〖", "鬱", "뷁", "柿", "隅"][..]),
                ],
                1..30_usize,
            ), 0..30)
        ) {
            let text: String = parts
                .iter()
                .map(|(part, times)| if times % 3 == 0 { part.repeat(*times) } else { (*part).to_owned() })
                .collect();
            check(&text);
        }
    }
}
