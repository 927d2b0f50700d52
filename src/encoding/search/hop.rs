//! One hop: a text written in every encoding that has bytes for all of it, and those bytes read in every other.
//!
//! Most readings fail at once. One that is valid is followed only as long as it may still be taken: what it costs
//! grows with each character.

use std::ops::Range;

use memchr::memchr2;

use super::abreast::{Bounds, affordable};
use super::price::{FURTHER_HOP, SWAPPED, price, read_as_price};
use super::reading::{Reading, Weight};
use crate::encoding::codec::{Codec, Readers, readers};
use crate::encoding::plan::Plan;
use crate::encoding::plausibility::{Model, Symbol};
use crate::encoding::scan::WIDE;
use crate::encoding::structure::improbability;
use crate::encoding::{swapped, twice};

/// No character of any encoding is longer, in bytes.
pub(in crate::encoding) const LONGEST: usize = 4;

/// The encodings of one byte a character that have bytes for all of a text.
pub(super) fn common_readers(text: &str) -> Readers {
    let mut all = Readers::MAX;
    for c in text.chars().filter(|c| !c.is_ascii()) {
        all &= readers(c);
        if all == 0 {
            break;
        }
    }
    all
}

/// The encodings of one byte a character that have bytes for all of a text but a few characters.
pub(in crate::encoding) fn usual_readers(text: &str) -> impl Iterator<Item = Codec> {
    let (mut counts, mut marked) = ([0_usize; Readers::BITS as usize], 0);
    for c in text.chars().filter(|c| !c.is_ascii()) {
        let mut readers = readers(c);
        marked += 1;
        while readers != 0 {
            counts[readers.trailing_zeros() as usize] += 1;
            readers &= readers - 1;
        }
    }
    let is_usual = move |count: usize| 4 * count >= 3 * marked;
    Codec::singles().zip(counts).filter(move |(_, count)| is_usual(*count)).map(|(codec, _)| codec)
}

/// What hops are worked out in, kept from one to the next.
pub(super) struct Workspace {
    limits_of_text: Vec<i32>,
    bytes: Vec<u8>,
    limits: Vec<i32>,
    text: String,
    tried: Tried,
}

impl Workspace {
    /// For texts of about so many bytes.
    pub(super) fn new(length: usize) -> Workspace {
        Workspace {
            limits_of_text: Vec::with_capacity(length),
            bytes: Vec::with_capacity(length),
            limits: Vec::with_capacity(length),
            text: String::with_capacity(3 * length / 2),
            tried: Tried {
                bytes: Vec::with_capacity(4 * length),
                ends: Vec::with_capacity(Codec::DOUBLES.len()),
            },
        }
    }
}

/// What a text was written as already. Encodings of one family write most texts alike; the likeliest of them stands
/// for all.
struct Tried {
    bytes: Vec<u8>,
    /// Where each ends, and the price of what was read so.
    ends: Vec<(usize, i32)>,
}

impl Tried {
    fn clear(&mut self) {
        self.bytes.clear();
        self.ends.clear();
    }

    /// Whether the bytes were met at no higher price; if not, they are now.
    fn has(&mut self, bytes: &[u8], price: i32) -> bool {
        let mut start = 0;
        let has = self.ends.iter().any(|(end, paid)| {
            let same = &self.bytes[std::mem::replace(&mut start, *end)..*end];
            *paid <= price && same == bytes
        });
        if !has {
            self.bytes.extend_from_slice(bytes);
            self.ends.push((self.bytes.len(), price));
        }
        has
    }
}

/// Every reading of a text that is one hop away and likelier.
pub(super) fn hop(
    reading: &Reading,
    all: Readers,
    model: Model,
    cut: bool,
    next: &mut Vec<Reading>,
    workspace: &mut Workspace,
) {
    let Workspace { limits_of_text, bytes, limits, text, tried } = workspace;
    tried.clear();
    let has_wide = reading.text.contains(|c| c >= WIDE);
    limits_of(&reading.text, model, limits_of_text);
    let last = reading.plan.hops().last().map(|(_, meant)| meant);
    let singles = Codec::singles().enumerate().filter(|(index, _)| all & 1 << index != 0);
    let doubles = Codec::DOUBLES.into_iter().filter(|_| has_wide);
    if reading.plan.is_empty()
        && let Some(text) = swapped::read(&reading.text, model)
    {
        let cost = model.line_cost(&text) as i32;
        let plan = Plan::new(Codec::Utf16Be, Codec::Utf16Le);
        let found = Reading::new(text, plan, cost, SWAPPED, model);
        if found.cost < reading.cost {
            next.push(found);
        }
    }
    let further = if reading.plan.is_empty() { 0 } else { FURTHER_HOP };
    for read_as in singles.map(|(_, codec)| codec).chain(doubles) {
        // Writing what was just read leads back.
        if last == Some(read_as)
            || !encode_with_limits(&reading.text, limits_of_text, read_as, bytes, limits)
        {
            continue;
        }
        // What control characters tell apart: strictly Latin-1 is what has any of them.
        if read_as == Codec::Windows1252 && all & 1 != 0 {
            continue;
        }
        if tried.has(bytes, read_as_price(read_as)) {
            continue;
        }
        let has_twice = reading.plan.is_empty() && twice::is_ambiguous(&reading.text, read_as);
        let (coincidence, utf_8) = utf_8_by_chance(bytes, cut);
        let singles = if has_twice {
            Readers::MAX
        } else {
            let most = reading.mixed_cost + LOOSE - further - coincidence;
            affordable(bytes, Bounds { read_as, most, by_byte: limits, cut }, model)
        };
        let doubles = utf_8.iter().copied().chain(Codec::DOUBLES);
        for meant in doubles.chain(Codec::singles_in(singles)) {
            if meant == read_as || meant == Codec::Latin1 {
                continue;
            }
            let by_chance = if meant.is_utf_8() { 0 } else { coincidence };
            let price = price(read_as, meant) + further + by_chance;
            if reading.mixed_cost <= price {
                continue;
            }
            let plan = Plan::new(read_as, meant);
            let most = reading.mixed_cost + LOOSE - price;
            let (plan, cost) = if has_twice && !meant.is_utf_8() {
                let limits = Some(&limits_of_text[..]);
                let read = twice::read(&reading.text, read_as, meant, cut, limits, model);
                let cost = read.map(|read| {
                    *text = read.text;
                    cost_of(text, meant, model)
                });
                (Plan::restoring(read_as, meant), cost)
            } else {
                let limits = Limits { most, by_byte: limits, of_singles: read_as.is_single() };
                (plan, read(meant, bytes, model, cut, Some(limits), text))
            };
            let Some(cost) = cost.filter(|cost| *cost < most && *text != reading.text) else {
                continue;
            };
            let Some(plan) = reading.plan.then(plan) else { continue };
            let weight = Weight::of(text, cost, price, model);
            if weight.cost < reading.cost {
                next.push(Reading::weighed(text.clone(), plan, weight));
            }
        }
    }
}

const UTF_8: [Codec; 2] = [Codec::Utf8, Codec::Cesu8];

/// How improbable it is, in tenths of a nat, that bytes of another encoding happen to be UTF-8, 0 where they are none;
/// and which kinds of UTF-8 they may be.
fn utf_8_by_chance(bytes: &[u8], cut: bool) -> (i32, &'static [Codec]) {
    match std::str::from_utf8(bytes) {
        Ok(_) => (improbability(bytes), &UTF_8),
        Err(error) if cut && bytes.len() - error.valid_up_to() < LONGEST => (0, &UTF_8),
        // Half a pair of surrogates, or U+0000.
        Err(_) if memchr2(0xED, 0xC0, bytes).is_some() => (0, &UTF_8[1..]),
        Err(_) => (0, &[]),
    }
}

/// What a character costs that an encoding has for completeness, and that its users have little
/// use for.
fn foreign_price(meant: Codec, c: char) -> i32 {
    const FOREIGN: i32 = 12;
    let foreign = match meant {
        Codec::Gb18030 | Codec::Big5 | Codec::EucKr => {
            matches!(c, '\u{3041}'..='\u{30FA}' | '\u{370}'..='\u{52F}')
        }
        Codec::ShiftJis => matches!(c, '\u{370}'..='\u{52F}' | '\u{FF61}'..='\u{FF9F}'),
        Codec::EucJp => matches!(c, '\u{370}'..='\u{52F}'),
        _ => false,
    };
    if foreign { FOREIGN } else { 0 }
}

/// How far a reading may be dearer to all languages mixed, for one of them to make up for it.
pub(super) const LOOSE: i32 = 60;

/// How far a reading may be dearer than the text on the way.
const SLACK: i32 = 120;

/// What a text costs up to and with each character, and how far a reading may be dearer there: it will not be
/// cheaper in the end, but for a few characters.
fn limits_of(text: &str, model: Model, limits: &mut Vec<i32>) {
    let mut previous = model.line_end();
    let mut limit = SLACK;
    let with_next = |c| {
        let next = model.symbol(c);
        limit += model.cost(previous, next) as i32;
        previous = next;
        limit
    };
    limits.clear();
    limits.extend(text.chars().map(with_next));
}

/// The limits of a reading, by byte.
#[derive(Clone, Copy)]
pub(super) struct Limits<'l> {
    /// What is no less than this is of no use.
    most: i32,
    by_byte: &'l [i32],
    /// Whether each byte was a character of its own.
    of_singles: bool,
}

impl Limits<'_> {
    /// What the characters in a range of bytes cost, where each byte was one.
    fn cost(self, range: Range<usize>) -> Option<i32> {
        let before = range.start.checked_sub(1).map_or(SLACK, |last| self.by_byte[last]);
        self.of_singles.then(|| self.by_byte[range.end - 1] - before)
    }
}

/// Writes the text, and puts its limits beside the bytes.
fn encode_with_limits(
    text: &str,
    limits_of_text: &[i32],
    read_as: Codec,
    bytes: &mut Vec<u8>,
    limits: &mut Vec<i32>,
) -> bool {
    bytes.clear();
    limits.clear();
    for (c, limit) in text.chars().zip(limits_of_text) {
        if !read_as.encode_char(c, bytes) {
            return false;
        }
        limits.resize(bytes.len(), *limit);
    }
    true
}

/// What a text costs that was read.
fn cost_of(text: &str, meant: Codec, model: Model) -> i32 {
    let foreign: i32 = text.chars().map(|c| foreign_price(meant, c)).sum();
    model.line_cost(text) as i32 + foreign
}

/// Reads the bytes into `text`, as long as they are valid and what they say costs no more than the limits; returns
/// what it costs.
pub(super) fn read(
    meant: Codec,
    bytes: &[u8],
    model: Model,
    cut: bool,
    limits: Option<Limits<'_>>,
    text: &mut String,
) -> Option<i32> {
    text.clear();
    text.reserve(bytes.len() * 3 / 2);
    let mut previous: Symbol = model.line_end();
    let mut cost = 0;
    let mut at = 0;
    let mut follows_ascii = true;
    while at < bytes.len() {
        let ascii = if follows_ascii { ascii_at(bytes, at) } else { "" };
        if let Some(last) = ascii.chars().next_back()
            && let Some(same) = limits.and_then(|limits| limits.cost(at..at + ascii.len()))
        {
            // The text that was written has the same characters here.
            text.push_str(ascii);
            cost += same;
            at += ascii.len();
            previous = model.symbol(last);
            continue;
        }
        let Some((c, length)) = meant.decode_first(&bytes[at..]) else {
            if cut && bytes.len() - at < LONGEST && !text.is_empty() {
                break;
            }
            return None;
        };
        let next = model.symbol(c);
        cost += model.cost(previous, next) as i32 + foreign_price(meant, c);
        previous = next;
        at += length;
        if limits.is_some_and(|limits| cost > limits.by_byte[at - 1] || cost >= limits.most) {
            return None;
        }
        text.push(c);
        follows_ascii = c.is_ascii();
    }
    Some(cost)
}

/// The characters of ASCII from a byte on.
fn ascii_at(bytes: &[u8], at: usize) -> &str {
    let rest = &bytes[at..];
    let length = rest.iter().position(|byte| !byte.is_ascii()).unwrap_or(rest.len());
    std::str::from_utf8(&rest[..length]).unwrap_or_default()
}
