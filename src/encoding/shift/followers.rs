//! Which characters of the code page follow a symbol: the language model turned round.
//!
//! The model answers what a character costs behind another. At a lost byte the question is the
//! other one: which of the characters with a known lead byte, or trail byte, are likely here? So the
//! pairs are kept by their first symbol, as a compressed sparse row each, with the two bytes of
//! the second character in arrays of their own: finding all with one byte is a `memchr`.

use memchr::memchr_iter;

use crate::language::{SYMBOLS, Symbol};

/// Costs are below.
const COSTS: usize = 0x100;

/// Characters by the symbol before them, the likeliest first.
#[derive(Debug, Default)]
pub(super) struct Followers {
    /// Where each row starts, and behind them where the last one ends. Empty without rows.
    starts: Vec<u32>,
    leads: Vec<u8>,
    trails: Vec<u8>,
    /// In tenths of a nat.
    costs: Vec<u8>,
}

impl Followers {
    /// From first symbols, characters behind them as pairs of bytes, and what those cost there.
    pub(super) fn new(entries: &[(Symbol, [u8; 2], u8)]) -> Followers {
        // Sorted by cost, then into rows; both by counting, which keeps the order of equals.
        let by_cost = sorted(0..entries.len(), COSTS, |at| usize::from(entries[at].2)).1;
        let row = |at: usize| usize::from(entries[at].0.number());
        let (starts, order) = sorted(by_cost.iter().map(|at| *at as usize), SYMBOLS, row);
        let entries = || order.iter().map(|at| &entries[*at as usize]);
        Followers {
            starts,
            leads: entries().map(|(_, [lead, _], _)| *lead).collect(),
            trails: entries().map(|(_, [_, trail], _)| *trail).collect(),
            costs: entries().map(|(_, _, cost)| *cost).collect(),
        }
    }

    /// The characters that follow a symbol.
    pub(super) fn behind(&self, previous: Symbol) -> Row<'_> {
        let row = usize::from(previous.number());
        let range = match self.starts.get(row..row + 2) {
            Some(&[start, end]) => start as usize..end as usize,
            _ => 0..0,
        };
        Row {
            leads: &self.leads[range.clone()],
            trails: &self.trails[range.clone()],
            costs: &self.costs[range],
        }
    }
}

/// Numbers sorted by a key below `keys`, and where each key's numbers start.
fn sorted(
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
}

impl<'f> Row<'f> {
    /// All of them: bytes and cost.
    pub(super) fn all(self) -> impl Iterator<Item = ([u8; 2], i32)> + 'f {
        (0..self.costs.len()).map(move |at| self.entry(at))
    }

    /// Those with this lead byte.
    pub(super) fn with_lead(self, lead: u8) -> impl Iterator<Item = ([u8; 2], i32)> + 'f {
        memchr_iter(lead, self.leads).map(move |at| self.entry(at))
    }

    /// Those with this trail byte.
    pub(super) fn with_trail(self, trail: u8) -> impl Iterator<Item = ([u8; 2], i32)> + 'f {
        memchr_iter(trail, self.trails).map(move |at| self.entry(at))
    }

    /// The cost of one character, if it is among them.
    pub(super) fn cost(self, [lead, trail]: [u8; 2]) -> Option<i32> {
        let at = memchr_iter(lead, self.leads).find(|at| self.trails[*at] == trail)?;
        Some(i32::from(self.costs[at]))
    }

    fn entry(self, at: usize) -> ([u8; 2], i32) {
        ([self.leads[at], self.trails[at]], i32::from(self.costs[at]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_sorted_by_cost() {
        let [a, b] = ['的', '是'].map(Symbol::of);
        let entries = [(b, [0xB0, 0xA1], 9), (a, [0xB0, 0xA1], 7), (a, [0xC0, 0xA1], 3)];
        let followers = Followers::new(&entries);
        let row = followers.behind(a);
        assert_eq!(row.all().collect::<Vec<_>>(), [([0xC0, 0xA1], 3), ([0xB0, 0xA1], 7)]);
        assert_eq!(row.with_lead(0xB0).collect::<Vec<_>>(), [([0xB0, 0xA1], 7)]);
        assert_eq!(row.with_trail(0xA1).count(), 2);
        assert_eq!(row.cost([0xC0, 0xA1]), Some(3));
        assert_eq!(row.cost([0xC0, 0xA2]), None);
        assert_eq!(followers.behind(b).all().count(), 1);
        assert_eq!(followers.behind(Symbol::of('不')).all().count(), 0);
        assert_eq!(Followers::default().behind(a).all().count(), 0);
    }
}
