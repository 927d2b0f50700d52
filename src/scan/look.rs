//! The first places in a text that a repair must see, and what the text may hold, gathered in one look.
//!
//! The look goes on as far as somebody asks, from place to place; of a line with a place the rest does not matter. It
//! listens to the look at encodings, which passes over what is ordinary on its own way.

use std::ops::Range;

use fearless_simd::dispatch;
use memchr::{memchr, memrchr};

use super::Scan;
use crate::encoding::Listener;
use crate::noise::annotation::has_annotation;
use crate::segment::MAX_SEGMENT;
use crate::sieve::{BLOCK, Notes, WINDOW};

/// What a scan has found.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Found {
    pub(crate) places: Places,
    /// What the text that was looked at may hold.
    pub(crate) notes: Notes,
}

/// The first places that a repair must see, one in each line that has any, as long as they are few.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Places {
    /// Nothing is looked for where such numbers do not reach.
    list: [u32; Places::FEW],
    count: u32,
    /// So many bytes were looked at.
    looked_at: usize,
}

impl Places {
    const FEW: usize = 16;

    pub(crate) fn looked_at(&self) -> usize {
        self.looked_at
    }

    /// The first place from a byte on, up to another one; `None` as well if there is none.
    ///
    /// # Errors
    ///
    /// If not so much was looked at.
    pub(crate) fn between(&self, start: usize, end: usize) -> Result<Option<usize>, ()> {
        let list = self.list[..self.count as usize].iter().map(|place| *place as usize);
        let next = list.into_iter().find(|place| *place >= start);
        if next.is_some() || self.looked_at >= end { Ok(next) } else { Err(()) }
    }

    fn add(&mut self, place: u32) {
        self.list[self.count as usize] = place;
        self.count += 1;
    }

    fn are_full(&self) -> bool {
        self.count as usize == Places::FEW
    }
}

/// A look for the first places, from the start of a text on.
pub(super) struct Look<'t> {
    scan: Scan,
    text: &'t str,
    /// Where to go on, if something is behind.
    next: usize,
    /// Whether that is as far as it goes.
    is_done: bool,
    pub(super) places: Places,
    notes: Notes,
    brackets: Brackets,
}

impl<'t> Look<'t> {
    pub(super) fn new(scan: Scan, text: &'t str) -> Look<'t> {
        Look {
            scan,
            text,
            next: 0,
            is_done: false,
            places: Places::default(),
            notes: Notes::NONE,
            brackets: Brackets::default(),
        }
    }

    /// Goes on to a place, or to the end of a line with one.
    pub(super) fn go_on(&mut self, end: usize) {
        let (scan, text) = (self.scan, self.text);
        while !self.is_done && self.places.looked_at < end {
            let range = self.next..end;
            let (place, notes) =
                dispatch!(scan.level, simd => scan.find_in(text, range.clone(), simd));
            self.note(range, notes);
            match place {
                Some(place) => self.take(place),
                None => self.pass(end),
            }
        }
    }

    /// There is nothing more up to a place.
    fn pass(&mut self, end: usize) {
        /// A rule may begin so many bytes before what it is about.
        const BEFORE: usize = WINDOW - BLOCK;
        self.places.looked_at = end;
        self.next = self.next.max(end.saturating_sub(BEFORE));
    }

    /// There is something at a place; the rest of its line does not matter.
    fn take(&mut self, place: usize) {
        let bytes = self.text.as_bytes();
        // A longer line is cut to pieces, each of which matters.
        let from = place.saturating_sub(MAX_SEGMENT);
        let before = &bytes[from..place];
        let behind = &bytes[place..bytes.len().min(place + MAX_SEGMENT)];
        let line = memrchr(b'\n', before).map_or(from, |line_feed| from + line_feed + 1);
        let line_feed = memchr(b'\n', behind);
        let end = place + line_feed.map_or(behind.len(), |line_feed| line_feed + 1);
        let is_long = end - line > MAX_SEGMENT || line_feed.is_none() && end < bytes.len();
        let Ok(short) = u32::try_from(place) else {
            (self.is_done, self.places.looked_at) = (true, place);
            return;
        };
        self.places.add(short);
        self.is_done = self.places.are_full() || is_long;
        self.places.looked_at = if is_long { place } else { end };
        self.next = self.places.looked_at;
    }

    /// Notes what some bytes may hold.
    fn note(&mut self, range: Range<usize>, notes: Notes) {
        if self.scan.pinyin && notes.has_brackets() {
            // Who writes wide ones writes many.
            if notes.has_wide_brackets() {
                self.brackets.count = usize::MAX;
            } else {
                self.brackets.note(range);
            }
        }
        self.notes = self.notes.and(notes);
    }

    /// What was found; of brackets, only that there are some with readings, if it is soon told.
    pub(super) fn found(self) -> Found {
        let Look { places, mut notes, .. } = self;
        let is_reading =
            |(start, end): &(u32, u32)| has_annotation(self.text, *start as usize..*end as usize);
        if self.brackets.few().is_some_and(|few| !few.iter().any(is_reading)) {
            notes = notes.without_brackets();
        }
        Found { places, notes }
    }
}

impl Listener for Look<'_> {
    const LISTENS: bool = true;

    fn asks_about_brackets(&self) -> bool {
        self.scan.pinyin && self.brackets.few().is_some()
    }

    fn take_ordinary(&mut self, range: Range<usize>, notes: Notes) {
        self.go_on(range.start);
        if !self.is_done && self.places.looked_at < range.end {
            self.pass(range.end);
            self.note(range, notes);
        }
    }
}

/// Where there are brackets, as long as they are few: most texts have hardly any, and none of them is about a reading.
#[derive(Clone, Debug, Default)]
struct Brackets {
    ranges: [(u32, u32); Brackets::FEW],
    count: usize,
}

impl Brackets {
    const FEW: usize = 8;
    /// Bytes of a range that is worth to be searched for them once more.
    const SHORT: usize = 1024;

    fn note(&mut self, range: Range<usize>) {
        match (self.ranges.get_mut(self.count), u32::try_from(range.end)) {
            (Some(next), Ok(end)) if range.len() <= Brackets::SHORT => {
                *next = (range.start as u32, end);
                self.count += 1;
            }
            _ => self.count = usize::MAX,
        }
    }

    /// Their ranges, if they are few.
    fn few(&self) -> Option<&[(u32, u32)]> {
        self.ranges.get(..self.count)
    }
}
