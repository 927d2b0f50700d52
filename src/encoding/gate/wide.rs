//! Characters of three bytes that are odd together.
//!
//! What a wrong decoder makes of East Asian text is rare characters, most of them side by side. So
//! each character has a [weight](super::weight), one look-up by its number, and those of half a block are added up.
//! Where the sums of a [run](Run), or those of a block and of the one before, tell that too few of them are odd, nothing
//! else is asked. Japanese has kanji in nearly every run that are odd elsewhere; so behind a run that is calm only
//! if they stand [among kana](AmongKana), the next one is added up in this way first. Otherwise the characters are laid
//! side by side in the bits of one number, a [`Row`], and which of them have odd neighbours is asked of all at once. What stands between, and the ends of lines, does not count: that only
//! adds to what is found.

use fearless_simd::Simd;

use super::dear::may_be_dear;
use super::narrow::is_dear;
use super::sum::{AmongKana, BLOCKS, CROWDED, END, Halves, Numbers, Run, Sum, starts};
use super::weight::{BothWeights, Characters};
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
    weights: &'static BothWeights,
    /// Whether the run before was calm as one among kana only.
    is_among_kana: bool,
    before: Before,
}

/// The last characters before a block.
#[derive(Clone, Copy, Default)]
struct Before {
    sum: Sum,
    /// The same, if they stand among kana.
    among_kana: AmongKana,
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
    /// These, by block.
    No([u64; BLOCKS]),
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
        Wide { text, characters, weights, is_among_kana: false, before: Before::default() }
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
        let last = starts[BLOCKS - 1];
        if !self.is_among_kana {
            let sums = Run::of(&numbers, &self.weights.anywhere);
            if sums.is_calm_behind(self.before.sum, is_crowded) {
                self.pass(last, sums.last());
                return Passes::Ordinary;
            }
            if !sums.has_kana() {
                return self.passes_by_block(starts, &sums.halves(), Wide::places_anywhere);
            }
        }
        let sums = Run::of(&numbers, &self.weights.among_kana);
        if sums.is_calm_among_kana_behind(self.before.among_kana, is_crowded) {
            self.is_among_kana = true;
            self.pass_among_kana(last, sums.last());
            return Passes::Ordinary;
        }
        let passes = self.passes_by_block(starts, &sums.halves(), Wide::places_among_kana);
        self.is_among_kana = self.before.row.has_kana();
        passes
    }

    /// The same, told block by block.
    #[inline(always)]
    fn passes_by_block(
        &mut self,
        starts: &[Starts; BLOCKS],
        halves: &[Halves; BLOCKS],
        places_of: fn(&mut Self, Starts, Halves) -> u64,
    ) -> Passes {
        let mut places = [0; BLOCKS];
        for ((places, starts), halves) in places.iter_mut().zip(starts).zip(halves) {
            *places = places_of(self, *starts, *halves);
        }
        if places != [0; BLOCKS] {
            return Passes::No(places);
        }
        match halves.iter().any(|halves| halves.may_be_asked_about()) {
            true => Passes::Yes,
            false => Passes::Ordinary,
        }
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
        if self.is_among_kana {
            self.places_among_kana(starts, Halves::of(&numbers, &self.weights.among_kana))
        } else {
            self.places_anywhere(starts, Halves::of(&numbers, &self.weights.anywhere))
        }
    }

    /// The same, by what its characters add up to.
    #[inline(always)]
    fn places_anywhere(&mut self, starts: Starts, halves: Halves) -> u64 {
        let count = starts.count();
        if count < AROUND || !halves.are_calm_behind(self.before.sum, count) {
            return self.look_closer(starts);
        }
        self.pass(starts, halves);
        0
    }

    /// The same, by what they do among kana.
    #[inline(always)]
    fn places_among_kana(&mut self, starts: Starts, halves: Halves) -> u64 {
        let count = starts.count();
        let before = self.before.among_kana;
        if count < AROUND || !halves.are_calm_among_kana_behind(before, count) {
            return self.look_closer(starts);
        }
        self.pass_among_kana(starts, halves);
        0
    }

    /// Nobody has to look at a block more closely.
    #[inline(always)]
    fn pass(&mut self, starts: Starts, halves: Halves) {
        let sum = halves.end(starts.count());
        let among_kana = sum.among_kana();
        self.before = Before { sum, among_kana, unread: Some(starts), ordinary: 0, ..self.before };
    }

    /// The same, told by characters that were added up as among kana.
    #[inline(always)]
    fn pass_among_kana(&mut self, starts: Starts, halves: Halves) {
        let among_kana = halves.end_among_kana(starts.count());
        let sum = among_kana.anywhere();
        self.before = Before { sum, among_kana, unread: Some(starts), ordinary: 0, ..self.before };
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
        let (sum, among_kana) = row.last();
        self.before = Before { sum, among_kana, unread: None, row, ordinary: 0 };
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

    /// The sums of its last characters, as many as can matter to the next.
    fn last(self) -> (Sum, AmongKana) {
        let row = self.0 & KEPT;
        let odd = row & LOW;
        let very_odd = row >> 1 & odd;
        let kana = row >> 1 & LOW & !odd;
        let [odd, very_odd, kana] = [odd, very_odd, kana].map(u64::count_ones);
        (Sum::of_counts(odd, kana), AmongKana::of_counts(very_odd, odd - very_odd))
    }

    /// Whether some of its last characters are kana.
    fn has_kana(self) -> bool {
        self.0 >> 1 & !self.0 & LOW & KEPT != 0
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
    let c = text[at..].chars().next()?;
    // Of the letters of many scripts only their neighbours tell.
    let is_odd = c >= WIDE
        || may_be_dear(text[start..at].chars().next_back().unwrap_or('\n'), c, model)
            && is_dear(&text[start..end], model);
    is_odd.then_some(end)
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
            let passes = starts.map(|starts| wide.passes(bytes, &starts, simd));
            for block in 0..BLOCKS {
                let window = window(bytes, block);
                let starts = Starts::of(window, run * RUN + block * BLOCK, simd);
                row = row.then(wide.row_of(starts), starts.count());
                let found = match passes {
                    Some(Passes::No(places)) => places[block],
                    Some(_) => 0,
                    None => wide.places(window, starts.block, simd),
                };
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
                    2 => select(&["鬮", "籖", "龘", "〖", "鬱", "뷁", "柿", "隅", "粕", "弹"][..]),
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

        #[test]
        fn sums_among_kana_leave_out_no_place(
            parts in proptest::collection::vec(
                prop_oneof![
                    60 => select(&["の", "を", "日", "本", "、"][..]),
                    6 => select(&["柿", "昼", "籠"][..]),
                    1 => select(&["粕", "〖", "（", "a"][..]),
                ],
                0..900_usize,
            )
        ) {
            check(&parts.concat());
        }
    }
}
