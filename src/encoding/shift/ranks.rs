//! Which numbers belong to a set, and how many of it are below each: what belongs to them then stands side by side.
//!
//! A table with a place for each number is dear to make for a short text, in which few of them are met. A bitmap
//! is a thirtieth of it, and with the count of what stands before each of its words a place is still found in a few
//! instructions (Jacobson's rank, 1989).

use std::ops::Range;

/// Bits of a word.
const WORD: usize = u64::BITS as usize;

/// A set of numbers.
#[derive(Debug, Default)]
pub(super) struct Ranks {
    bits: Vec<u64>,
    /// How many numbers stand in the words before one that has any.
    before: Vec<u32>,
}

impl Ranks {
    /// The set of these numbers, which grow and are below `end`.
    pub(super) fn new(numbers: impl Iterator<Item = usize>, end: usize) -> Ranks {
        let words = end.div_ceil(WORD);
        let mut ranks = Ranks { bits: vec![0; words], before: vec![0; words] };
        let mut sum = 0;
        for number in numbers {
            let (word, bit) = (&mut ranks.bits[number / WORD], 1 << (number % WORD));
            if *word == 0 {
                ranks.before[number / WORD] = sum;
            }
            sum += u32::from(*word & bit == 0);
            *word |= bit;
        }
        ranks
    }

    /// How many numbers of the set are below this one, if it belongs to it.
    #[inline]
    pub(super) fn of(&self, number: usize) -> Option<usize> {
        let word = *self.bits.get(number / WORD)?;
        let bit = 1 << (number % WORD);
        if word & bit == 0 {
            return None;
        }
        Some(self.before[number / WORD] as usize + (word & (bit - 1)).count_ones() as usize)
    }
}

/// Rows of a list, by number.
#[derive(Debug, Default)]
pub(super) struct Rows {
    ranks: Ranks,
    /// Where the row of each number of the set starts, and behind them where the last one ends.
    starts: Vec<u32>,
}

impl Rows {
    /// The rows that neighbours of the same number make, of numbers that grow and are below `end`.
    pub(super) fn new(numbers: impl Iterator<Item = usize> + Clone, end: usize) -> Rows {
        let ranks = Ranks::new(numbers.clone(), end);
        let mut starts = Vec::new();
        let (mut last, mut length) = (None, 0);
        for number in numbers {
            if last.replace(number) != Some(number) {
                starts.push(length);
            }
            length += 1;
        }
        starts.push(length);
        Rows { ranks, starts }
    }

    /// Where the row of a number is; nowhere if it has none.
    #[inline]
    pub(super) fn of(&self, number: usize) -> Range<usize> {
        self.ranks
            .of(number)
            .map_or(0..0, |rank| self.starts[rank] as usize..self.starts[rank + 1] as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_where_their_numbers_stand() {
        let numbers = [0, 0, 5, 63, 64, 64, 64, 200];
        let rows = Rows::new(numbers.into_iter(), 256);
        for number in 0..300 {
            let row: Vec<usize> = rows.of(number).collect();
            let places: Vec<usize> = (0..8).filter(|at| numbers[*at] == number).collect();
            assert_eq!(row, places, "{number}");
        }
        assert_eq!(Rows::default().of(0), 0..0);
        assert_eq!(Rows::new([].into_iter(), 64).of(7), 0..0);
    }
}
