//! UTF-8 into blocks of whole lines, where every line is repaired by itself anyhow.
//!
//! A segment is a line, as a rule, because most repairs ask what stands around a place. Where only
//! repairs are on that ask nothing but what stands in the line (`entity`), it makes no difference how
//! many lines they are given at once, and what does not depend on them is paid for once a block. The same holds of
//! [readings](crate::readings) that go from most lines of a document.

use std::borrow::Cow;

use encoding_rs::UTF_8;
use memchr::memrchr;

use crate::draft::Segment;
use crate::encoding::decode::Decoded;
use crate::segment::{MAX_SEGMENT, first_cut};
use crate::stretch::Segments;

/// The largest block, in bytes: what is made of it must stay in the cache until it is handed out.
const BLOCK: usize = 16 * 1024;
const _: () = assert!(BLOCK <= MAX_SEGMENT);

/// Blocks of lines, then segments as the scan finds them. One of the two is empty.
pub(crate) struct Blocks<'s> {
    text: &'s str,
    segments: Segments<'s>,
}

impl<'s> Blocks<'s> {
    /// The blocks of valid text that begins with a line.
    pub(crate) fn of_text(text: &'s str) -> Blocks<'s> {
        Blocks { text, segments: Segments::of_text("", None) }
    }
}

impl<'s> From<Segments<'s>> for Blocks<'s> {
    #[inline]
    fn from(segments: Segments<'s>) -> Blocks<'s> {
        Blocks { text: "", segments }
    }
}

impl<'s> Iterator for Blocks<'s> {
    type Item = Segment<'s>;

    fn next(&mut self) -> Option<Segment<'s>> {
        if self.text.is_empty() {
            return self.segments.next();
        }
        let bytes = self.text.as_bytes();
        let within = &bytes[..bytes.len().min(BLOCK)];
        let (length, forced) = match memrchr(b'\n', within) {
            _ if bytes.len() <= BLOCK => (bytes.len(), false),
            Some(line_feed) => (line_feed + 1, false),
            None => first_cut(bytes, BLOCK, true, UTF_8).map(|cut| (cut.length, cut.forced))?,
        };
        let (block, behind) = self.text.split_at(length);
        self.text = behind;
        let decoded = Decoded { text: Cow::Borrowed(block), changes: Vec::new() };
        let segment = Segment::new(block.as_bytes(), decoded, forced);
        Some(Segment { is_block: true, ..segment })
    }
}
