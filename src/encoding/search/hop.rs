//! One hop: a text written in every encoding that has bytes for all of it, and those bytes read in every other.
//!
//! Most readings fail at once, those of one byte a character [abreast](super::abreast).

use memchr::memchr2;

use super::abreast::{Bounds, affordable};
use super::price::{FURTHER_HOP, SWAPPED, price, read_as_price};
use super::read::{Limits, cost_of, encode_with_limits, limits_of, read};
use super::reading::{Reading, Weight};
use crate::encoding::codec::{Codec, Readers, readers};
use crate::encoding::plan::Plan;
use crate::encoding::plausibility::Model;
use crate::encoding::scan::WIDE;
use crate::encoding::spelling::Spellings;
use crate::encoding::structure::improbability;
use crate::encoding::{swapped, twice};

/// No character of any encoding is longer, in bytes.
pub(in crate::encoding) const LONGEST: usize = 4;

/// How far a reading may be dearer to all languages mixed, for one of them to make up for it.
pub(super) const LOOSE: i32 = 60;

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
    // Characters of East Asia have none.
    let most = if counts.iter().any(|count| is_usual(*count)) { counts.len() } else { 0 };
    Codec::singles()
        .take(most)
        .zip(counts)
        .filter(move |(_, count)| is_usual(*count))
        .map(|(codec, _)| codec)
}

/// What hops are worked out in, kept from one to the next.
pub(super) struct Workspace {
    limits_of_text: Vec<i32>,
    bytes: Vec<u8>,
    limits: Vec<i32>,
    characters: Vec<char>,
    text: String,
}

impl Workspace {
    /// For texts of about so many bytes.
    pub(super) fn new(length: usize) -> Workspace {
        Workspace {
            limits_of_text: Vec::with_capacity(length),
            bytes: Vec::with_capacity(length),
            limits: Vec::with_capacity(length),
            characters: Vec::with_capacity(length),
            text: String::with_capacity(3 * length / 2),
        }
    }
}

/// Every reading of a text that is one hop away and likelier.
#[inline(never)]
pub(super) fn hop(
    reading: &Reading,
    all: Readers,
    model: Model,
    cut: bool,
    next: &mut Vec<Reading>,
    workspace: &mut Workspace,
) {
    let Workspace { limits_of_text, bytes, limits, characters, text } = workspace;
    let has_wide = reading.text.contains(|c| c >= WIDE);
    let last = reading.plan.hops().last().map(|(_, meant)| meant);
    let singles = Codec::singles().enumerate().filter(|(index, _)| all & 1 << index != 0);
    let doubles = Codec::DOUBLES.into_iter().filter(|_| has_wide);
    if reading.plan.is_empty()
        && let Some(text) = swapped::read(&reading.text, model)
    {
        let plan = Plan::new(Codec::Utf16Be, Codec::Utf16Le);
        let found = Reading::new(text, plan, SWAPPED, model);
        if found.cost < reading.cost {
            next.push(found);
        }
    }
    if all == 0 && !has_wide {
        return;
    }
    limits_of(&reading.text, model, limits_of_text);
    let mut spellings = Spellings::of(&reading.text);
    let further = if reading.plan.is_empty() { 0 } else { FURTHER_HOP };
    for read_as in singles.map(|(_, codec)| codec).chain(doubles) {
        // Writing what was just read leads back.
        if last == Some(read_as) {
            continue;
        }
        // What control characters tell apart: strictly Latin-1 is what has any of them.
        if read_as == Codec::Windows1252 && all & 1 != 0 {
            continue;
        }
        if spellings.has(read_as, read_as_price(read_as))
            || !encode_with_limits(&reading.text, limits_of_text, read_as, bytes, limits)
        {
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
                let cost = read(meant, bytes, model, cut, Some(limits), characters);
                if cost.is_some() {
                    text.clear();
                    text.extend(&*characters);
                }
                (plan, cost)
            };
            let Some(cost) = cost.filter(|cost| *cost < most && *text != reading.text) else {
                continue;
            };
            let Some(plan) = reading.plan.then(plan) else { continue };
            let weight = Weight::of(text, Some(cost), price, model);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_may_be_utf_8_is_read_as_such() {
        for (bytes, cut, expected) in [
            (&b"\xE4\xB8\xAD"[..], false, (35, &UTF_8[..])),
            (b"\xC3\xA9", false, (18, &UTF_8)),
            (b"x\xE4\xB8", false, (0, &[])),
            (b"x\xE4\xB8", true, (0, &UTF_8)),
            (b"\xE4\xB8xyz", true, (0, &[])),
            (b"\xED\xA0\xBD\xED\xB8\x80", false, (0, &UTF_8[1..])),
            (b"a\xC0\x80", false, (0, &UTF_8[1..])),
        ] {
            assert_eq!(utf_8_by_chance(bytes, cut), expected, "{bytes:X?} {cut}");
        }
    }
}
