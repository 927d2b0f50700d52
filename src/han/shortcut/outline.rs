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

/// The words of the filter of pairs. All fit the nearest cache, and nearly all pairs of OpenCC's
/// dictionaries are told apart.
pub(crate) const PAIRS: usize = 1 << 11;

/// Stands for the third character of a pair that is a key.
pub(crate) const END: u16 = 0xFFFF;

/// What a key does beyond what its units become by themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    Nothing,
    /// The text that holds it is left to the stages anyhow, because of one of its units.
    Left,
    Tells,
}

impl Effect {
    /// The effect of a key; `single` says what a unit becomes by itself, if that is not left to the
    /// stages as all is that is above the basic plane.
    pub(crate) fn of(key: &[u16], value: &[u16], single: impl Fn(u16) -> Option<u16>) -> Effect {
        let single = |&unit: &u16| if is_surrogate(unit) { None } else { single(unit) };
        if !key.iter().all(|unit| single(unit).is_some()) {
            Effect::Left
        } else if key.iter().filter_map(single).eq(value.iter().copied()) {
            Effect::Nothing
        } else {
            Effect::Tells
        }
    }
}

fn is_surrogate(unit: u16) -> bool {
    unit & 0xF800 == 0xD800
}

/// Where the stage of a key is among all that have any.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    /// Before the last.
    pub(crate) is_early: bool,
    /// After one that changes words otherwise than their characters.
    pub(crate) is_later: bool,
}

/// Which keys there are, as far as it matters, in terms of the source.
#[derive(Clone, Debug)]
pub(crate) struct Outline {
    /// The flags of each unit, as in the uppermost byte of an [`Entry`].
    pub(crate) flags: Vec<u8>,
    /// The pairs that tell.
    pub(crate) pairs: Filter,
    /// The pairs that tell, with the unit behind them in the key.
    pub(crate) thirds: Filter,
    /// Those of the thirds that are of early keys.
    pub(crate) early: Filter,
    /// The pairs that join.
    pub(crate) joints: Filter,
    pub(crate) pages: Pages,
    /// Whether a pair tells that is ASCII.
    pub(crate) ascii: bool,
}

impl Outline {
    /// For so many keys that tell, of so many in all.
    pub(crate) fn new(telling: usize, keys: usize) -> Outline {
        Outline {
            flags: vec![0; UNITS],
            pairs: Filter::with_words(PAIRS),
            thirds: Filter::new(telling),
            early: Filter::new(telling),
            joints: Filter::new(keys),
            pages: Pages([0; 0x1100 / 64]),
            ascii: false,
        }
    }

    /// Reads what [`write`](Outline::write) has written, of keys of an early stage.
    pub(crate) fn read(bytes: &[u8]) -> Outline {
        let mut outline = Outline::new(0, 0);
        let mut rest = bytes;
        let mut number = || {
            let (number, behind) = rest.split_first_chunk().unwrap_or((&[0; 4], &[]));
            rest = behind;
            u32::from_le_bytes(*number) as usize
        };
        let lengths = [number(), number(), number(), number(), number()];
        let mut part = |length: usize| {
            let (part, behind) = rest.split_at_checked(length).unwrap_or_default();
            rest = behind;
            part
        };
        let [members, pages, pairs, thirds, joints] = lengths.map(&mut part);
        for &[low, high, flags] in members.as_chunks().0 {
            let unit = u16::from_le_bytes([low, high]);
            outline.flags[usize::from(unit)] = flags;
        }
        for (word, bytes) in outline.pages.0.iter_mut().zip(pages.as_chunks().0) {
            *word = u64::from_le_bytes(*bytes);
        }
        outline.pairs = Filter::from_bytes(pairs);
        outline.thirds = Filter::from_bytes(thirds);
        outline.early = outline.thirds.clone();
        outline.joints = Filter::from_bytes(joints);
        outline
    }

    /// The outline as bytes, little-endian: five lengths, `u32` each; all units with flags, three
    /// bytes each; the words of the pages; and those of the filters but for the early ones.
    #[allow(dead_code, reason = "the generator writes")]
    pub(crate) fn write(&self) -> Vec<u8> {
        let units = (0..=u16::MAX).zip(&self.flags).filter(|&(_, &flags)| flags != 0);
        let members: Vec<u8> =
            units.flat_map(|(unit, &flags)| [unit as u8, (unit >> 8) as u8, flags]).collect();
        let bytes = |words: &[u64]| -> Vec<u8> {
            words.iter().flat_map(|word| word.to_le_bytes()).collect()
        };
        let [pairs, thirds, joints] =
            [&self.pairs, &self.thirds, &self.joints].map(|filter| bytes(filter.words()));
        let parts = [members, bytes(&self.pages.0), pairs, thirds, joints];
        let lengths = parts.iter().flat_map(|part| (part.len() as u32).to_le_bytes());
        lengths.chain(parts.iter().flatten().copied()).collect()
    }

    pub(crate) fn flag(&mut self, unit: u16, flag: u32) {
        self.flags[usize::from(unit)] |= (flag >> 24) as u8;
    }

    /// Enters a key; `sources` says what the text must hold where the stage is to see a unit.
    pub(crate) fn enter(&mut self, key: &[u16], effect: Effect, place: Place, sources: &Sources) {
        self.pages.enter(key);
        let member = Entry::MEMBER | if place.is_later { Entry::LATER } else { 0 };
        for &unit in key {
            sources.of(unit, |source| self.flag(source, member));
        }
        for pair in key.windows(2) {
            sources.of(pair[0], |a| sources.of(pair[1], |b| self.joints.insert(hash(a, b))));
        }
        if effect != Effect::Tells {
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
                let mut enter = |third| {
                    self.thirds.insert(hash3(pair, third));
                    if place.is_early {
                        self.early.insert(hash3(pair, third));
                    }
                };
                match rest.first() {
                    None => enter(END),
                    Some(&third) => sources.of(third, enter),
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
        if units.iter().any(|&unit| is_surrogate(unit)) {
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
