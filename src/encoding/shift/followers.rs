//! Which characters of the code page follow a symbol.
//!
//! A model of language answers what a character costs behind another. At a lost byte the question
//! is the other one: which of the characters with a known lead byte, or trail byte, are likely here?
//! So pairs are kept by their first symbol, as a compressed sparse row each, with the two bytes of
//! the second character in arrays of their own: finding all with one byte is a `memchr`.

use std::ops::Range;

use memchr::memchr_iter;

use super::cells::{Cell, cells};
use super::ranks::Rows;
use crate::language::{SYMBOLS, Symbol};

/// Characters by the symbol before them, the likeliest first.
#[derive(Debug, Default)]
pub(super) struct Followers {
    /// By the number of the symbol.
    rows: Rows,
    columns: Columns,
}

/// Characters in rows, each row with the likeliest first.
#[derive(Debug, Default)]
pub(super) struct Columns {
    leads: Vec<u8>,
    trails: Vec<u8>,
    /// In tenths of a nat.
    costs: Vec<u8>,
    cells: Vec<Cell>,
}

impl Columns {
    fn with_capacity(length: usize) -> Columns {
        Columns {
            leads: Vec::with_capacity(length),
            trails: Vec::with_capacity(length),
            costs: Vec::with_capacity(length),
            cells: Vec::with_capacity(length),
        }
    }

    pub(super) fn push(&mut self, [lead, trail]: [u8; 2], cell: Cell, cost: u8) {
        self.leads.push(lead);
        self.trails.push(trail);
        self.costs.push(cost);
        self.cells.push(cell);
    }

    pub(super) fn len(&self) -> usize {
        self.costs.len()
    }

    pub(super) fn row(&self, range: Range<usize>) -> Row<'_> {
        Row {
            leads: &self.leads[range.clone()],
            trails: &self.trails[range.clone()],
            costs: &self.costs[range.clone()],
            cells: &self.cells[range],
        }
    }
}

impl Followers {
    /// From first symbols in the order of their numbers, characters behind them as pairs of bytes, and what those
    /// cost there.
    pub(super) fn new(mut entries: Vec<(Symbol, [u8; 2], u8)>) -> Followers {
        let number = |(previous, _, _): &(Symbol, [u8; 2], u8)| usize::from(previous.number());
        let mut columns = Columns::with_capacity(entries.len());
        for row in entries.chunk_by_mut(|a, b| a.0 == b.0) {
            // Equals stay in order.
            row.sort_by_key(|(_, _, cost)| *cost);
            row.iter().for_each(|(_, pair, cost)| columns.push(*pair, cells().at(*pair), *cost));
        }
        Followers { rows: Rows::new(entries.iter().map(number), SYMBOLS), columns }
    }

    /// The characters that follow a symbol.
    pub(super) fn behind(&self, previous: Symbol) -> Row<'_> {
        self.columns.row(self.rows.of(previous.number().into()))
    }

    /// What a character costs behind a symbol, if it is among those.
    pub(super) fn cost(&self, previous: Symbol, [lead, trail]: [u8; 2]) -> Option<i32> {
        let row = self.rows.of(previous.number().into());
        // Behind most there are none.
        if row.is_empty() {
            return None;
        }
        let (leads, trails) = (&self.columns.leads[row.clone()], &self.columns.trails[row.clone()]);
        let at = memchr_iter(lead, leads).find(|at| trails[*at] == trail)?;
        Some(i32::from(self.columns.costs[row.start + at]))
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

/// The characters that follow one symbol.
#[derive(Clone, Copy)]
pub(super) struct Row<'f> {
    leads: &'f [u8],
    trails: &'f [u8],
    costs: &'f [u8],
    cells: &'f [Cell],
}

/// A character that follows a symbol, and what it costs there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Follower {
    pub(super) pair: [u8; 2],
    pub(super) cell: Cell,
    pub(super) cost: i32,
}

impl<'f> Row<'f> {
    /// All of them.
    pub(super) fn all(self) -> impl Iterator<Item = Follower> + 'f {
        (0..self.costs.len()).map(move |at| self.entry(at))
    }

    /// Those with this lead byte.
    pub(super) fn with_lead(self, lead: u8) -> impl Iterator<Item = Follower> + 'f {
        memchr_iter(lead, self.leads).map(move |at| self.entry(at))
    }

    /// Those with this trail byte.
    pub(super) fn with_trail(self, trail: u8) -> impl Iterator<Item = Follower> + 'f {
        memchr_iter(trail, self.trails).map(move |at| self.entry(at))
    }

    fn entry(self, at: usize) -> Follower {
        Follower {
            pair: [self.leads[at], self.trails[at]],
            cell: self.cells[at],
            cost: i32::from(self.costs[at]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_sorted_by_cost() {
        let [a, b] = ['的', '是'].map(Symbol::of);
        let mut entries = vec![(b, [0xB0, 0xA1], 9), (a, [0xB0, 0xA1], 7), (a, [0xC0, 0xA1], 3)];
        entries.sort_by_key(|(previous, _, _)| previous.number());
        let followers = Followers::new(entries);
        let row = followers.behind(a);
        let plain = |it: Follower| (it.pair, it.cost);
        let all: Vec<_> = row.all().map(plain).collect();
        assert_eq!(all, [([0xC0, 0xA1], 3), ([0xB0, 0xA1], 7)]);
        let with_lead: Vec<_> = row.with_lead(0xB0).map(plain).collect();
        assert_eq!(with_lead, [([0xB0, 0xA1], 7)]);
        assert_eq!(row.with_trail(0xA1).count(), 2);
        assert_eq!(followers.cost(a, [0xC0, 0xA1]), Some(3));
        assert_eq!(followers.cost(a, [0xC0, 0xA2]), None);
        assert_eq!(followers.behind(b).all().count(), 1);
        assert_eq!(followers.behind(Symbol::of('不')).all().count(), 0);
        assert_eq!(Followers::default().behind(a).all().count(), 0);
    }
}
