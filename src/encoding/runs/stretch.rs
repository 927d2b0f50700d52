//! A text written in an encoding, and the runs that are likelier when its bytes are read in another one.

use std::ops::Range;

use super::{Run, least_characters};
use crate::encoding::codec::Codec;
use crate::encoding::plausibility::Model;

/// Bytes of the longest character of any encoding.
pub(super) const LONGEST_SEQUENCE: usize = 4;
/// Bytes of a stretch that room is made for beforehand.
const ROOM: usize = 128;
/// A run ends where the difference has fallen by so much from its peak.
const FALL: i32 = 60;

/// A text and what it costs.
pub(super) struct Priced<'t> {
    text: &'t str,
    model: Model,
    /// By byte where a character begins, and the end: what the text costs up to there.
    costs: Vec<i32>,
}

impl Priced<'_> {
    pub(super) fn of(text: &str, model: Model) -> Priced<'_> {
        let mut costs = Vec::with_capacity(text.len() + 1);
        let mut previous = model.line_end();
        let mut cost = 0;
        for (at, c) in text.char_indices() {
            costs.resize(at + 1, cost);
            let next = model.symbol(c);
            cost += model.cost(previous, next) as i32;
            previous = next;
        }
        costs.resize(text.len() + 1, cost);
        Priced { text, model, costs }
    }

    /// What all that stands before a place costs, if a line began at that other place.
    fn cost_before(&self, place: usize, start: usize) -> i32 {
        let first = self.text[place..].chars().next();
        match first.filter(|_| place == start) {
            Some(c) => {
                let first = self.model.cost(self.model.line_end(), self.model.symbol(c));
                self.costs[start + c.len_utf8()] - first as i32
            }
            None => self.costs[place],
        }
    }
}

/// A longest stretch of text that can be written in an encoding.
pub(super) struct Stretch {
    /// Where it begins and ends in the text.
    start: usize,
    end: usize,
    bytes: Vec<u8>,
    /// For each byte where a character begins, and the end: where that is in the text.
    places: Vec<Option<usize>>,
}

impl Stretch {
    /// The stretches of a text that have more than ASCII.
    pub(super) fn all(text: &str, read_as: Codec) -> Vec<Stretch> {
        let mut stretches = Vec::new();
        let mut at = 0;
        while let Some(c) = text[at..].chars().next() {
            let stretch = Stretch::encode(&text[at..], at, read_as);
            at = if stretch.bytes.is_empty() { at + c.len_utf8() } else { stretch.end };
            if !stretch.bytes.is_ascii() {
                stretches.push(stretch);
            }
        }
        stretches
    }

    /// The stretch that holds the character at a place.
    pub(super) fn around(place: usize, text: &str, read_as: Codec) -> Stretch {
        let mut bytes = Vec::with_capacity(LONGEST_SEQUENCE);
        let mut has_bytes = |c| {
            bytes.clear();
            read_as.encode_char(c, &mut bytes)
        };
        let before = text[..place].char_indices().rev().take_while(|(_, c)| has_bytes(*c));
        let start = before.last().map_or(place, |(at, _)| at);
        Stretch::encode(&text[start..], start, read_as)
    }

    /// The stretch that a text begins with, which stands at this place.
    pub(super) fn encode(text: &str, start: usize, read_as: Codec) -> Stretch {
        let room = text.len().min(ROOM);
        let (bytes, places) = (Vec::with_capacity(room), Vec::with_capacity(room + 1));
        let mut stretch = Stretch { start, end: start, bytes, places };
        for c in text.chars() {
            if !read_as.encode_char(c, &mut stretch.bytes) {
                break;
            }
            stretch.places.push(Some(stretch.end));
            stretch.places.resize(stretch.bytes.len(), None);
            stretch.end += c.len_utf8();
        }
        stretch.places.push(Some(stretch.end));
        stretch
    }

    /// Whether a run that began before this stretch may go on all through it: from one of its
    /// first bytes on it must be characters, which do not fall far behind those of the text.
    pub(super) fn may_go_on(&self, text: &Priced<'_>, meant: Codec) -> bool {
        (0..LONGEST_SEQUENCE).any(|start| self.goes_on_from(start, text, meant))
    }

    fn goes_on_from(&self, start: usize, text: &Priced<'_>, meant: Codec) -> bool {
        let model = text.model;
        let mut at = start;
        let (mut previous, mut cost, mut peak) = (None, 0, None);
        while let Some((c, length)) = self.bytes.get(at..).and_then(|it| meant.decode_first(it)) {
            let next = model.symbol(c);
            at += length;
            // What stands before the first one is not known.
            if let Some(previous) = previous.replace(next) {
                cost += model.cost(previous, next) as i32;
                if let Some(place) = self.places[at] {
                    let gain = text.costs[place] - cost;
                    let highest = peak.unwrap_or(gain).max(gain);
                    if gain < highest - FALL {
                        return false;
                    }
                    peak = Some(highest);
                }
            }
        }
        // The last character may go on behind the stretch.
        at + LONGEST_SEQUENCE > self.bytes.len()
    }

    /// Whether the bytes have characters all along a part of the text, and as many as a run must be of: few readings
    /// have, and nothing has to be weighed to tell.
    pub(super) fn may_hold_run(
        &self,
        text: &str,
        part: &Range<usize>,
        read_as: Codec,
        meant: Codec,
    ) -> bool {
        let mut at = 0;
        let mut start = self.start;
        while start <= part.start && at < self.bytes.len() {
            while let Some((_, length)) = meant.decode_first(&self.bytes[at..]) {
                at += length;
            }
            let end = self.next_place(at).1;
            if end >= part.end {
                let marked = text[start..end].chars().filter(|c| !c.is_ascii()).count();
                return marked >= least_characters("", read_as, meant);
            }
            (at, start) = self.next_place(at + 1);
        }
        false
    }

    /// The first byte from one on where a character begins, or the end, and where that is in the text.
    fn next_place(&self, mut at: usize) -> (usize, usize) {
        loop {
            match self.places.get(at) {
                Some(None) => at += 1,
                Some(Some(place)) => return (at, *place),
                None => return (at, self.end),
            }
        }
    }

    /// Appends the runs.
    pub(super) fn runs(&self, text: &Priced<'_>, meant: Codec, found: &mut Vec<Run>) {
        let model = text.model;
        let point = |place| (place, text.cost_before(place, self.start));
        let mut climb = Climb::default();
        let mut previous = model.line_end();
        let mut cost = 0;
        let mut at = 0;
        climb.restart(point(self.start), cost);
        while at < self.bytes.len() {
            match meant.decode_first(&self.bytes[at..]) {
                Some((c, length)) => {
                    let next = model.symbol(c);
                    cost += model.cost(previous, next) as i32;
                    previous = next;
                    at += length;
                    climb.text.push(c);
                    if let Some(place) = self.places[at] {
                        climb.step(point(place), cost, found);
                    }
                }
                None => {
                    climb.close(found);
                    let place;
                    (at, place) = self.next_place(at + 1);
                    climb.restart(point(place), cost);
                }
            }
        }
        climb.close(found);
    }
}

/// Follows how far the cost of the reading falls behind that of the text.
#[derive(Default)]
struct Climb {
    /// Where the climb began: place in the text, and the difference of the costs.
    start: usize,
    base: i32,
    /// The highest it has been, and where that was.
    peak: i32,
    end: usize,
    /// What was read since the start, and how much of it belongs to the peak.
    text: String,
    length: usize,
}

impl Climb {
    /// Begins anew at a place, up to which the text costs so much, and the reading.
    fn restart(&mut self, (start, before): (usize, i32), cost: i32) {
        let mut text = std::mem::take(&mut self.text);
        text.clear();
        *self = Climb { start, base: before - cost, end: start, text, ..Climb::default() };
    }

    /// Goes on to a place.
    fn step(&mut self, (place, before): (usize, i32), cost: i32, found: &mut Vec<Run>) {
        let gain = before - cost - self.base;
        if gain > self.peak {
            self.peak = gain;
            self.end = place;
            self.length = self.text.len();
        } else if gain <= 0 && self.peak == 0 {
            self.restart((place, before), cost);
        } else if gain < self.peak - FALL {
            self.close(found);
            self.restart((place, before), cost);
        }
    }

    fn close(&mut self, found: &mut Vec<Run>) {
        if self.peak > 0 {
            self.text.truncate(self.length);
            found.push(Run {
                range: self.start..self.end,
                text: std::mem::take(&mut self.text),
                gain: self.peak,
            });
        }
    }
}
