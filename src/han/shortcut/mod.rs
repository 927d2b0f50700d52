//! From source to output at once, wherever no word has a say.
//!
//! Nearly all keys of the dictionaries have the value that their characters have by themselves: they
//! matter only because they keep other words from being seen. Where a text holds no key that *tells*
//! more, all stages together do to each character what a table says, and that is all there is
//! to do. Pairs of characters that such a key must hold are found with a filter on the way.
//!
//! Around such a pair the text goes through the stages, and no further than it must: it is divided
//! into *blocks*, between which no key of any stage reaches, since none has their last and first
//! character as neighbours. With several stages that is true of the source only. What a stage makes
//! of a block may join with what follows, and so a block that a key may change takes a neighbour
//! with it wherever a key of a later stage has the character that touches.
//!
//! [`Shortcut::run`] is where most of the time of a conversion goes.

mod build;
mod entry;
mod filter;
mod outline;

use self::entry::Entry;
use self::filter::Filter;
pub(super) use self::outline::Outline;
use self::outline::{END, PAIRS, Pages, UNITS};
use super::dictionary::layout::{self, hash, hash3};
use super::utf16;

/// The table for all stages together, and what tells where it does not hold.
#[derive(Debug)]
pub(super) struct Shortcut {
    entries: Entries,
    pairs: Box<[u64; PAIRS]>,
    thirds: Filter,
    /// Those of the thirds that are of keys of a stage with keys in a later one.
    early: Filter,
    joints: Filter,
    pages: Pages,
    /// Whether runs of ASCII stay as they are.
    keeps_ascii: bool,
    /// Whether characters are part of keys of later stages.
    has_later: bool,
}

struct Entries(Box<[Entry; UNITS]>);

impl std::fmt::Debug for Entries {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Entries")
    }
}

/// Whether a key may make more of a text than its characters by themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Tells {
    Nothing,
    /// None but a key of the last stage that has any.
    Late,
    Early,
}

/// A character that may tell: that of a pair which is the second.
#[derive(Clone, Copy)]
pub(super) struct Stop {
    at: usize,
    tells: Tells,
}

impl Stop {
    /// The end of a text that goes on.
    pub(super) fn end(text: &[u8]) -> Stop {
        Stop { at: text.len(), tells: Tells::Early }
    }
}

/// What goes through the stages.
pub(super) struct Region {
    pub(super) start: usize,
    /// How much output there is already for what begins there.
    pub(super) made: usize,
    /// `None` where what follows the text has a say.
    pub(super) end: Option<usize>,
}

/// A character of the source.
#[derive(Clone, Copy)]
struct Place {
    /// Its unit; 0 above the basic plane.
    unit: u16,
    entry: Entry,
    /// Its length in bytes.
    length: usize,
    /// The length of what it becomes.
    output: usize,
}

/// Bytes that are made, in a buffer that is longer.
#[derive(Clone, Debug, Default)]
pub(super) struct Output {
    buffer: Vec<u8>,
    length: usize,
}

impl Output {
    pub(super) fn clear(&mut self) {
        self.length = 0;
    }

    pub(super) fn made(&self) -> &[u8] {
        &self.buffer[..self.length]
    }

    /// The place for so many bytes more.
    pub(super) fn room(&mut self, bytes: usize) -> &mut [u8] {
        let needed = self.length + bytes;
        if self.buffer.len() < needed {
            self.buffer.resize(needed.next_power_of_two(), 0);
        }
        &mut self.buffer[self.length..]
    }

    /// So many bytes of the room are made.
    pub(super) fn add(&mut self, bytes: usize) {
        self.length += bytes;
    }

    /// Makes the text of some units.
    pub(super) fn encode(&mut self, units: &[u16]) {
        let length = utf16::encode(units, self.room(3 * units.len() + 4));
        self.add(length);
    }

    /// What is made, as text.
    pub(super) fn into_text(mut self) -> String {
        self.buffer.truncate(self.length);
        String::from_utf8(self.buffer).unwrap_or_default()
    }

    /// Makes the first bytes of some, `length` of them.
    pub(super) fn push<const N: usize>(&mut self, bytes: &[u8; N], length: usize) {
        if let Some(room) = self.room(N).first_chunk_mut() {
            *room = *bytes;
        }
        self.add(length);
    }

    /// Takes back so many bytes.
    pub(super) fn take_back(&mut self, bytes: usize) {
        self.length -= bytes;
    }
}

impl Shortcut {
    /// Whether runs of ASCII stay as they are.
    pub(super) fn keeps_ascii(&self) -> bool {
        self.keeps_ascii
    }

    /// Whether the text holds no character that is left to the stages. Then none has to be
    /// normalised by itself.
    pub(super) fn knows_all(&self, text: &[u8]) -> bool {
        let mut at = 0;
        while let Some(place) = self.place(text, at) {
            if place.entry.is(Entry::SLOW) {
                return false;
            }
            at += place.length;
        }
        true
    }

    /// Converts the text from `at` on, to the end or to a character that may tell, which is returned.
    pub(super) fn run(&self, text: &[u8], at: usize, output: &mut Output) -> Option<Stop> {
        let start = at;
        let mut at = at;
        let mut length = 0;
        // A byte becomes three at most, and a fourth is written and not counted.
        let room = output.room(3 * (text.len() - at) + 8);
        let mut last = (0, Entry::UNKNOWN);
        let stop = 'run: loop {
            while let Some(four) = text.get(at..).and_then(|rest| rest.first_chunk())
                && let four = u32::from_le_bytes(*four)
                && four & 0xF0 == 0xE0
            {
                let unit = (four << 12 | four >> 2 & 0xFC0 | four >> 16 & 0x3F) as u16;
                let entry = self.entries.0[usize::from(unit)];
                if self.stops(last, unit, entry) {
                    let tells = self.tells(text, at + 3, last, unit, entry);
                    if tells != Tells::Nothing {
                        break 'run Some(Stop { at, tells });
                    }
                }
                let Some(place) = room.get_mut(length..).and_then(|room| room.first_chunk_mut())
                else {
                    break 'run None;
                };
                *place = entry.bytes();
                length += entry.length();
                at += 3;
                last = (unit, entry);
            }
            // The others one by one, but for ASCII that follows ASCII.
            let Some(next) = self.place(text, at) else { break None };
            if self.stops(last, next.unit, next.entry) {
                let behind = at + next.length;
                let tells = self.tells(text, behind, last, next.unit, next.entry);
                if tells != Tells::Nothing {
                    break Some(Stop { at, tells });
                }
            }
            if next.output == 4 {
                room[length..length + 4].copy_from_slice(&text[at..at + 4]);
            } else {
                room[length..length + 4].copy_from_slice(&next.entry.bytes());
            }
            at += next.length;
            length += next.output;
            last = (next.unit, next.entry);
            if !self.keeps_ascii || next.unit >= 0x80 {
                continue;
            }
            let before = at;
            while let Some(eight) = text.get(at..).and_then(|rest| rest.first_chunk::<8>())
                && let Some(place) = room.get_mut(length..).and_then(|room| room.first_chunk_mut())
            {
                *place = *eight;
                let others = u64::from_le_bytes(*eight) & 0x8080_8080_8080_8080;
                let ascii = (others.trailing_zeros() / 8) as usize;
                at += ascii;
                length += ascii;
                if ascii < 8 {
                    break;
                }
            }
            if at > before {
                let unit = text[at - 1];
                last = (u16::from(unit), self.entries.0[usize::from(unit)]);
            }
        };
        output.add(length);
        debug_assert!(stop.is_some() || at == text.len(), "{start}..{at} of {}", text.len());
        stop
    }

    /// Whether a pair may tell, or the second character is not in the table.
    #[inline(always)]
    fn stops(&self, (first, known): (u16, Entry), unit: u16, entry: Entry) -> bool {
        // Which characters begin and end such pairs is hard to predict, and so the filter is always
        // asked: whether all bits are there is one number.
        let hash = hash(first, unit);
        let word = self.pairs[(hash >> (u32::BITS - PAIRS.ilog2())) as usize];
        let flags = known.0 << 1 & entry.0 & Entry::SECOND ^ Entry::SECOND;
        !word & Filter::bits(hash) | u64::from(flags) == 0 || entry.is(Entry::SLOW)
    }

    /// What a pair tells for which [`stops`](Shortcut::stops) said yes, with a look at what is
    /// `behind`.
    #[inline(never)]
    fn tells(
        &self,
        text: &[u8],
        behind: usize,
        (first, known): (u16, Entry),
        unit: u16,
        entry: Entry,
    ) -> Tells {
        if entry.is(Entry::SLOW) {
            return Tells::Early;
        }
        if !known.is(Entry::FIRST) || !entry.is(Entry::SECOND) {
            return Tells::Nothing;
        }
        let pair = hash(first, unit);
        let third = self.place(text, behind).filter(|third| !third.entry.is(Entry::SLOW));
        let Some(third) = third else { return Tells::Early };
        let keys = [hash3(pair, END), hash3(pair, third.unit)];
        if !keys.iter().any(|&key| self.thirds.contains(key)) {
            Tells::Nothing
        } else if self.has_later && keys.iter().any(|&key| self.early.contains(key)) {
            Tells::Early
        } else {
            Tells::Late
        }
    }

    /// The character at a place.
    #[inline]
    fn place(&self, text: &[u8], at: usize) -> Option<Place> {
        let byte = |place: usize| u32::from(text.get(at + place).copied().unwrap_or(0));
        let tail = |place: usize| byte(place) & 0x3F;
        let first = u32::from(*text.get(at)?);
        let (unit, length) = match first {
            ..=0x7F => (first, 1),
            0x80..=0xDF => ((first & 0x1F) << 6 | tail(1), 2),
            0xE0..=0xEF => ((first & 0xF) << 12 | tail(1) << 6 | tail(2), 3),
            _ => {
                let code = (first & 7) << 18 | tail(1) << 12 | tail(2) << 6 | tail(3);
                let is_known = self.pages.contain(code);
                let entry = if is_known { Entry(Entry::SLOW) } else { Entry::UNKNOWN };
                let output = if is_known { 0 } else { 4 };
                return Some(Place { unit: 0, entry, length: 4, output });
            }
        };
        let entry = self.entries.0[unit as usize];
        Some(Place { unit: unit as u16, entry, length, output: entry.length() })
    }

    /// The character before a place.
    #[inline]
    fn place_before(&self, text: &[u8], at: usize) -> Option<Place> {
        let mut start = at.checked_sub(1)?;
        while text[start] & 0xC0 == 0x80 && start > 0 {
            start -= 1;
        }
        self.place(text, start)
    }

    /// Whether a key may have the two as neighbours.
    #[inline]
    fn joins(&self, a: Place, b: Place) -> bool {
        let flags = (a.entry.0 | b.entry.0) & Entry::SLOW | a.entry.0 & b.entry.0;
        if flags & Entry::SLOW != 0 {
            return a.entry.is_known() && b.entry.is_known();
        }
        flags & Entry::MEMBER != 0 && self.joints.contains(hash(a.unit, b.unit))
    }

    /// Where the text must go through the stages because of what the character at `at` tells, or
    /// because of what follows the text if `at` is its end. All before `done` is made.
    pub(super) fn region(&self, text: &[u8], stop: Stop, done: usize) -> Region {
        let (mut start, mut made) = self.block_start(text, stop.at, done);
        let block = self.block(text, stop.at, stop.tells);
        if self.has_later
            && start > done
            && block.is_none_or(|(_, tells)| tells == Tells::Early)
            && let Some(left) = self.place_before(text, start)
            && left.entry.is(Entry::LATER)
        {
            let (further, more) = self.block_start(text, start - left.length, done);
            (start, made) = (further, made + left.output + more);
        }
        let end = block.and_then(|(end, tells)| self.extended(text, end, tells));
        Region { start, made, end }
    }

    /// Where a text may end that goes through the stages, and has begun to before `start`.
    pub(super) fn end(&self, text: &[u8], start: usize) -> Option<usize> {
        let (end, _) = self.block(text, start, Tells::Early)?;
        self.extended(text, end, Tells::Early)
    }

    /// Where the block begins that the character at `at` is in, or that the end of the text is
    /// in if `at` is there, and how much output there is for it up to `at`.
    fn block_start(&self, text: &[u8], at: usize, done: usize) -> (usize, usize) {
        let (mut start, mut made) = (at, 0);
        let mut right = self.place(text, at);
        while start > done
            && let Some(left) = self.place_before(text, start)
            && right.map_or(left.entry.is_known(), |right| self.joins(left, right))
        {
            start -= left.length;
            made += left.output;
            right = Some(left);
        }
        (start, made)
    }

    /// The end of a block that tells, with the blocks behind it that it takes with it; `None` where
    /// what follows the text has a say.
    fn extended(&self, text: &[u8], mut end: usize, mut tells: Tells) -> Option<usize> {
        while self.has_later
            && let Some(touching) = self.place(text, end)
            && touching.entry.is_known()
            && (tells == Tells::Early
                || self.place_before(text, end).is_some_and(|last| last.entry.is(Entry::LATER)))
        {
            let (next, next_tells) = self.block(text, end, Tells::Nothing)?;
            let comes_along = tells == Tells::Early && touching.entry.is(Entry::LATER);
            if !comes_along && next_tells != Tells::Early {
                break;
            }
            (end, tells) = (next, next_tells);
        }
        Some(end)
    }

    /// The end of the block with the character at a place, and what it tells from there on; `tells` is
    /// known of that character. `None` where the end depends on what follows the text.
    fn block(&self, text: &[u8], at: usize, mut tells: Tells) -> Option<(usize, Tells)> {
        let mut left = self.place(text, at)?;
        let mut end = at + left.length;
        if left.entry.is(Entry::SLOW) {
            tells = Tells::Early;
        }
        loop {
            let Some(right) = self.place(text, end) else {
                return (!left.entry.is_known()).then_some((end, tells));
            };
            if !self.joins(left, right) {
                return Some((end, tells));
            }
            end += right.length;
            let pair = (left.unit, left.entry);
            if self.has_later && self.stops(pair, right.unit, right.entry) {
                tells = tells.max(self.tells(text, end, pair, right.unit, right.entry));
            }
            left = right;
        }
    }
}
