//! Which numbers belong to a set, and how many of it are below each: what belongs to them then stands side by side.
//!
//! A table with a place for each number is dear to make for a short text, in which few of them are met. A bitmap
//! is a thirtieth of it, and with the count of what stands before each of its words a place is still found in a few
//! instructions (Jacobson's rank, 1989). Where there are many numbers, they are put in order by counting.

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
    /// Rows of these numbers, which grow and are below `end`, and lengths.
    pub(super) fn new(rows: impl Iterator<Item = (usize, usize)>, end: usize) -> Rows {
        let mut starts = vec![0];
        let mut all = 0;
        let numbers = rows.map(|(number, length)| {
            all += length;
            starts.push(all as u32);
            number
        });
        let ranks = Ranks::new(numbers, end);
        Rows { ranks, starts }
    }

    /// How many rows there are.
    pub(super) fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// Which of the rows is that of a number, if it has one.
    #[inline]
    pub(super) fn rank(&self, number: usize) -> Option<usize> {
        self.ranks.of(number)
    }

    /// Where a row is.
    #[inline]
    pub(super) fn at(&self, rank: usize) -> Range<usize> {
        self.starts[rank] as usize..self.starts[rank + 1] as usize
    }

    /// Where the row of a number is; nowhere if it has none.
    #[inline]
    pub(super) fn of(&self, number: usize) -> Range<usize> {
        self.rank(number).map_or(0..0, |rank| self.at(rank))
    }
}

/// Numbers sorted by a key below `keys`, and where each key's numbers start.
pub(super) fn sorted(
    numbers: impl Iterator<Item = usize> + Clone,
    keys: usize,
    key: impl Fn(usize) -> usize,
) -> (Vec<u32>, Vec<u32>) {
    let mut starts = vec![0_u32; keys + 1];
    for number in numbers.clone() {
        starts[key(number) + 1] += 1;
    }
    for at in 0..keys {
        starts[at + 1] += starts[at];
    }
    let mut next = starts.clone();
    let mut order = vec![0; starts[keys] as usize];
    for number in numbers {
        let place = &mut next[key(number)];
        order[*place as usize] = number as u32;
        *place += 1;
    }
    (starts, order)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_where_their_numbers_stand() {
        let numbers = [0, 0, 5, 63, 64, 64, 64, 200];
        let lengths = numbers.chunk_by(|a, b| a == b).map(|row| (row[0], row.len()));
        let rows = Rows::new(lengths, 256);
        assert_eq!(rows.len(), 5);
        for number in 0..300 {
            let row: Vec<usize> = rows.of(number).collect();
            let places: Vec<usize> = (0..8).filter(|at| numbers[*at] == number).collect();
            assert_eq!(row, places, "{number}");
        }
        assert_eq!((Rows::default().len(), Rows::default().of(0)), (0, 0..0));
        assert_eq!(Rows::new([].into_iter(), 64).of(7), 0..0);
    }
}
