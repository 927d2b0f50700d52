//! Which characters of the code page follow a symbol in a document.
//!
//! A model of language answers what a character costs behind another. At a lost byte the question
//! is the other one: which of the characters with a known lead byte, or trail byte, are likely here?
//! So the characters behind a symbol are kept in a row, with their two bytes in columns of their own: finding all
//! with one byte is a `memchr`.

use memchr::memchr_iter;

use super::cells::{Cell, cells};

/// The bytes of a row from characters, the likeliest first, with what they cost in tenths of a nat.
pub(super) fn row_of(entries: &[(u8, [u8; 2])]) -> Box<[u8]> {
    let costs = entries.iter().map(|(cost, _)| *cost);
    let leads = entries.iter().map(|(_, [lead, _])| *lead);
    let trails = entries.iter().map(|(_, [_, trail])| *trail);
    costs.chain(leads).chain(trails).collect()
}

/// The characters that follow one symbol, the likeliest first.
#[derive(Clone, Copy, Default)]
pub(super) struct Row<'f> {
    costs: &'f [u8],
    leads: &'f [u8],
    trails: &'f [u8],
}

/// A character that follows a symbol, and what it costs there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Follower {
    pub(super) pair: [u8; 2],
    pub(super) cell: Cell,
    pub(super) cost: i32,
}

impl<'f> Row<'f> {
    /// The row that these are the [bytes](row_of) of.
    #[inline]
    pub(super) fn new(bytes: &'f [u8]) -> Row<'f> {
        let (costs, pairs) = bytes.split_at(bytes.len() / 3);
        let (leads, trails) = pairs.split_at(costs.len());
        Row { costs, leads, trails }
    }

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
    #[inline]
    pub(super) fn cost(self, [lead, trail]: [u8; 2]) -> Option<i32> {
        // Behind most there are none.
        if self.leads.is_empty() {
            return None;
        }
        let at = memchr_iter(lead, self.leads).find(|at| self.trails[*at] == trail)?;
        Some(i32::from(self.costs[at]))
    }

    fn entry(self, at: usize) -> Follower {
        let pair = [self.leads[at], self.trails[at]];
        Follower { pair, cell: cells().at(pair), cost: i32::from(self.costs[at]) }
    }
}
