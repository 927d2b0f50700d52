//! UTF-8 into segments, those that need no local repair joined into stretches.
//!
//! Most of most documents is clean. So the text is not cut into lines to ask of each whether it
//! needs a repair: the [scan](crate::scan) looks for the next place that may need one, and all
//! lines before the line of that place, and the pieces before it into which that line is cut if it is
//! too long, are one *stretch*, which leaves as it is. Lines that the
//! scan suspects, and lines that are not UTF-8, are segments of their own.
//!
//! Where readings go from all lines, stretches are [short]: what is made of one must stay in the cache until it is handed out.
//!
//! [short]: Segments::up_to

use std::borrow::Cow;

use encoding_rs::UTF_8;
use memchr::memrchr;

use crate::draft::Segment;
use crate::encoding::decode::Decoded;
use crate::encoding::detect::Detection;
use crate::encoding::foreign::decode_segment;
use crate::scan::{Found, Places, Scan};
use crate::segment::{MAX_SEGMENT, first_cut, last_end};
use crate::sieve::Notes;

/// The segments of whole lines of UTF-8; see the module.
pub(crate) struct Segments<'s> {
    /// Valid text that comes next: whole segments.
    text: &'s str,
    /// What stands behind it, and has not been looked at.
    behind: &'s [u8],
    /// Without a scan every segment is one of its own.
    scan: Option<Scan>,
    /// How it was found that the bytes are UTF-8.
    detection: Detection,
    /// How many bytes of `text` raise no suspicion before one that does, as far as its characters go, and as
    /// far as its encoding does, where that is known.
    calm: [Option<usize>; 2],
    /// The places of the text since the last look at its characters, of which so many bytes are passed.
    places: Places,
    passed: usize,
    /// Whether the look at its encoding began with the line that comes next.
    is_first_looked_at: bool,
    /// What these bytes may hold.
    notes: Notes,
    /// The longest stretch, in bytes.
    longest: usize,
}

impl<'s> Segments<'s> {
    /// The segments of valid text.
    #[inline]
    pub(crate) fn of_text(text: &'s str, scan: Option<Scan>) -> Segments<'s> {
        let (detection, notes) = (Detection::TEXT, Notes::ANYTHING);
        let calm = [None; 2];
        let (places, passed) = (Places::default(), 0);
        Segments {
            text,
            behind: &[],
            scan,
            detection,
            calm,
            places,
            passed,
            is_first_looked_at: false,
            notes,
            longest: usize::MAX,
        }
    }

    /// The same with stretches of so many bytes at most. A line that is longer is a segment.
    pub(crate) fn up_to(self, longest: usize) -> Segments<'s> {
        Segments { longest, ..self }
    }

    /// The segments of bytes that are meant to be UTF-8. They begin where a segment does, and end
    /// behind a line feed or with the document.
    pub(crate) fn of_bytes(
        bytes: &'s [u8],
        detection: Detection,
        scan: Option<Scan>,
    ) -> Segments<'s> {
        Segments { behind: bytes, detection, ..Segments::of_text("", scan) }
    }

    /// Takes the whole valid lines at the start of what comes next.
    fn validate(&mut self) {
        let bytes = self.behind;
        let valid = match simdutf8::compat::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                let valid = &bytes[..error.valid_up_to()];
                let lines = memrchr(b'\n', valid).map_or(0, |line_feed| line_feed + 1);
                std::str::from_utf8(&valid[..lines]).unwrap_or_default()
            }
        };
        self.text = valid;
        self.behind = &bytes[valid.len()..];
        self.calm = [None; 2];
        self.places = Places::default();
    }

    /// The clean lines that come next, if any.
    fn stretch(&mut self) -> Option<Segment<'s>> {
        let scan = self.scan?;
        let end = self.text.len();
        let encoding = match self.calm {
            [_, Some(encoding)] => encoding,
            [Some(_), None] => {
                self.is_first_looked_at = true;
                scan.find_mojibake(self.text).unwrap_or(end)
            }
            [None, None] => {
                self.is_first_looked_at = true;
                let (found, encoding) = scan.find_both(self.text);
                self.note(found);
                encoding.unwrap_or(end)
            }
        };
        let characters = self.calm[0].or_else(|| self.first_place(encoding, scan));
        let calm = characters.map_or(encoding, |characters| characters.min(encoding));
        let most = calm.min(self.longest);
        let length = if most == end { end } else { last_end(self.text.as_bytes(), most) };
        self.calm = [characters.map(|characters| characters - length), Some(encoding - length)];
        if length == 0 {
            return None;
        }
        let stretch = self.take(length);
        self.is_first_looked_at = false;
        let is_cut = length < end && !stretch.ends_with('\n');
        Some(Segment { is_stretch: true, notes: self.notes, ..segment_of(stretch, is_cut) })
    }

    fn note(&mut self, Found { places, notes }: Found) {
        (self.places, self.passed, self.notes) = (places, 0, notes);
    }

    /// The first place where the characters of the text that comes next raise suspicion, if it is among so many bytes; if these
    /// are all and there is none, their end.
    fn first_place(&mut self, length: usize, scan: Scan) -> Option<usize> {
        let (start, end) = (self.passed, self.passed + length);
        let place = self.places.between(start, end).unwrap_or_else(|()| {
            self.note(scan.find(self.text, length));
            // Where no further places can be noted, one is supposed.
            let places = self.places;
            places.between(0, length).unwrap_or(Some(places.looked_at()))
        });
        let place = place.map(|place| place - self.passed);
        place.or_else(|| (length == self.text.len()).then_some(length))
    }

    /// Takes so many bytes from the start of the text.
    fn take(&mut self, length: usize) -> &'s str {
        let (taken, behind) = self.text.split_at(length);
        (self.text, self.passed) = (behind, self.passed + length);
        taken
    }

    fn segment(&mut self) -> Option<Segment<'s>> {
        let cut = first_cut(self.text.as_bytes(), 0, true, UTF_8)?;
        let segment = self.take(cut.length);
        let may_be_garbled = match self.calm[1] {
            Some(calm) if calm >= cut.length => Some(false),
            // A place behind other lines may be one where they meet: then the line itself is asked.
            Some(_) if self.is_first_looked_at => Some(true),
            _ => None,
        };
        let behind = |calm: usize| calm.checked_sub(cut.length).filter(|calm| *calm > 0);
        self.calm = self.calm.map(|calm| calm.and_then(behind));
        self.is_first_looked_at = false;
        Some(Segment { may_be_garbled, ..segment_of(segment, cut.forced) })
    }
}

impl<'s> Iterator for Segments<'s> {
    type Item = Segment<'s>;

    fn next(&mut self) -> Option<Segment<'s>> {
        if self.text.is_empty() {
            if self.behind.is_empty() {
                return None;
            }
            self.validate();
        }
        if self.text.is_empty() {
            let cut = first_cut(self.behind, 0, true, UTF_8)?;
            let (source, behind) = self.behind.split_at(cut.length);
            self.behind = behind;
            let decoded = decode_segment(source, self.detection);
            return Some(Segment::new(source, decoded, cut.forced));
        }
        self.stretch().or_else(|| self.segment())
    }
}

fn segment_of(text: &str, forced: bool) -> Segment<'_> {
    let decoded = Decoded { text: Cow::Borrowed(text), changes: Vec::new() };
    Segment::new(text.as_bytes(), decoded, forced)
}

/// In how many places the lines of a stretch are too long and would be cut, before its end.
pub(crate) fn forced_cuts(stretch: &str) -> u64 {
    let mut rest = stretch.as_bytes();
    let mut count = 0;
    while rest.len() > MAX_SEGMENT {
        let length = match memrchr(b'\n', &rest[..MAX_SEGMENT]) {
            Some(line_feed) => line_feed + 1,
            None => {
                let cut = first_cut(rest, MAX_SEGMENT, true, UTF_8);
                count += u64::from(cut.is_some_and(|cut| cut.forced));
                cut.map_or(rest.len(), |cut| cut.length)
            }
        };
        rest = &rest[length..];
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cleaner::Cleaner;

    /// The lengths of the segments of a text, and whether they are stretches that end where a line is cut.
    fn segments(text: &str) -> Vec<(usize, bool, bool)> {
        let segments = Segments::of_text(text, Cleaner::new().scan);
        segments.map(|it| (it.source.len(), it.is_stretch, it.forced)).collect()
    }

    #[test]
    fn stretches_end_where_endless_lines_are_cut() {
        let line = "；".repeat(MAX_SEGMENT);
        let clean = segments(&line);
        assert_eq!(clean, [(line.len(), true, false)]);
        let found = segments(&format!("{line}&amp;"));
        let [(stretch, true, true), (piece, false, false)] = found[..] else {
            panic!("{found:?}");
        };
        assert_eq!(stretch + piece, line.len() + "&amp;".len());
        assert!(piece <= MAX_SEGMENT, "{piece}");
        assert_eq!(forced_cuts(&line), 1 + forced_cuts(&line[..stretch]));
    }
}
