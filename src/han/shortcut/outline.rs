//! What the keys of all stages are made of: enough to say where a text holds none that matters.
//!
//! A key *tells* where its value is more than what its characters become by themselves. It shows by a
//! pair of characters in it. Two neighbours *join* where some key holds them as neighbours: words never
//! reach across others.

use super::entry::Entry;
use super::filter::Filter;
use super::layout::{hash, hash3};

/// All there is in the basic plane.
pub(crate) const UNITS: usize = 1 << 16;

/// Stands for the third character of a pair that is a key.
pub(crate) const END: u16 = 0xFFFF;

/// Which keys there are, as far as it matters, in terms of the source.
#[derive(Clone, Debug)]
pub(crate) struct Outline {
    /// The flags of each unit, as in the uppermost byte of an [`Entry`].
    pub(crate) flags: Vec<u8>,
    /// The pairs that tell.
    pub(crate) pairs: Filter,
    /// The pairs that tell, with the unit behind them in the key.
    pub(crate) thirds: Filter,
    /// The pairs that join.
    pub(crate) joints: Filter,
    pub(crate) pages: Pages,
    /// Whether a pair tells that is ASCII.
    pub(crate) ascii: bool,
}

impl Outline {
    /// For about so many keys that tell, of so many in all.
    pub(crate) fn new(telling: usize, keys: usize) -> Outline {
        Outline {
            flags: vec![0; UNITS],
            pairs: Filter::new(telling, 16),
            thirds: Filter::new(telling, 16),
            joints: Filter::new(keys, 12),
            pages: Pages([0; 0x1100 / 64]),
            ascii: false,
        }
    }

    pub(crate) fn flag(&mut self, unit: u16, flag: u32) {
        self.flags[usize::from(unit)] |= (flag >> 24) as u8;
    }

    /// Enters a key; `sources` says what the text must hold where the stage is to see a unit.
    pub(crate) fn enter(&mut self, key: &[u16], tells: bool, later: bool, sources: &Sources) {
        self.pages.enter(key);
        let member = Entry::MEMBER | if later { Entry::LATER } else { 0 };
        for &unit in key {
            sources.of(unit, |source| self.flag(source, member));
        }
        for pair in key.windows(2) {
            sources.of(pair[0], |a| sources.of(pair[1], |b| self.joints.insert(hash(a, b))));
        }
        if !tells {
            return;
        }
        // Runs of ASCII are passed over as a whole.
        let is_ascii = |units: &[u16]| units.iter().all(|&unit| unit < 0x80);
        let at = key.windows(2).position(|pair| !is_ascii(pair)).unwrap_or(0);
        let &[first, second, ref rest @ ..] = &key[at..] else { return };
        sources.of(first, |a| {
            self.flag(a, Entry::FIRST);
            sources.of(second, |b| {
                self.flag(b, Entry::SECOND);
                self.ascii |= is_ascii(&[a, b]);
                let pair = hash(a, b);
                self.pairs.insert(pair);
                match rest.first() {
                    None => self.thirds.insert(hash3(pair, END)),
                    Some(&third) => sources.of(third, |c| self.thirds.insert(hash3(pair, c))),
                }
            });
        });
    }
}

/// Which units of the source a stage sees as which.
#[derive(Debug, Default)]
pub(crate) struct Sources {
    /// What each unit becomes before the stage; empty where all stay.
    pub(crate) images: Vec<u16>,
    /// The units that become others: what they become, and above it what they are; in order.
    pub(crate) moved: Vec<(u16, u16)>,
}

impl Sources {
    /// Calls with every unit of the source that the stage sees as this one.
    pub(crate) fn of(&self, unit: u16, mut each: impl FnMut(u16)) {
        if self.images.get(usize::from(unit)).is_none_or(|&image| image == unit) {
            each(unit);
        }
        let from = self.moved.partition_point(|&(image, _)| image < unit);
        let moved = self.moved[from..].iter();
        moved.take_while(|&&(image, _)| image == unit).for_each(|&(_, source)| each(source));
    }
}

/// Sets of 256 code points above the basic plane, those of which characters in keys are.
#[derive(Clone, Debug)]
pub(crate) struct Pages(pub(crate) [u64; 0x1100 / 64]);

impl Pages {
    /// Enters the characters of some units.
    pub(crate) fn enter(&mut self, units: &[u16]) {
        if units.iter().any(|&unit| unit & 0xF800 == 0xD800) {
            for c in char::decode_utf16(units.iter().copied()).flatten() {
                let page = u32::from(c) as usize >> 8;
                self.0[page / 64] |= u64::from(page >= 0x100) << (page % 64);
            }
        }
    }

    pub(crate) fn contain(&self, code: u32) -> bool {
        let page = code as usize >> 8;
        self.0.get(page / 64).is_some_and(|word| word >> (page % 64) & 1 == 1)
    }
}
