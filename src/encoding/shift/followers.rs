//! Which characters of the code page follow a symbol.
//!
//! A model of language answers what a character costs behind another. At a lost byte the question
//! is the other one: which of the characters with a known lead byte, or trail byte, are likely here?
//! So the characters behind a symbol are kept in a row, with their two bytes in arrays of their own: finding all
//! with one byte is a `memchr`.

use memchr::memchr_iter;

use super::cells::Cell;

/// The characters that follow a symbol, the likeliest first.
#[derive(Debug, Default)]
pub(super) struct Columns {
    leads: Vec<u8>,
    trails: Vec<u8>,
    /// In tenths of a nat.
    costs: Vec<u8>,
    cells: Vec<Cell>,
}

impl Columns {
    pub(super) fn with_capacity(length: usize) -> Columns {
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

    pub(super) fn row(&self) -> Row<'_> {
        let Columns { leads, trails, costs, cells } = self;
        Row { leads, trails, costs, cells }
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
#[derive(Clone, Copy, Default)]
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

    /// What a character costs there, if it is among them.
    pub(super) fn cost(self, [lead, trail]: [u8; 2]) -> Option<i32> {
        // Behind most there are none.
        if self.leads.is_empty() {
            return None;
        }
        let at = memchr_iter(lead, self.leads).find(|at| self.trails[*at] == trail)?;
        Some(i32::from(self.costs[at]))
    }

    fn entry(self, at: usize) -> Follower {
        Follower {
            pair: [self.leads[at], self.trails[at]],
            cell: self.cells[at],
            cost: i32::from(self.costs[at]),
        }
    }
}
