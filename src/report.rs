//! What a document was, in numbers.

use std::fmt;

use crate::encoding::Lost;
use crate::encoding::detect::{Detection, EncodingEvidence};
use crate::repair::{Repair, RepairSet};

/// The figures of one cleaned document.
///
/// ```
/// use textmend::{Cleaner, Repair};
///
/// let report = Cleaner::new().explain("Tom &amp; Jerry").report;
/// assert_eq!(report.edits_of(Repair::Entity), 1);
/// assert_eq!(report.source_bytes, 15);
/// assert_eq!(report.to_string(), "UTF-8 (1.00), 15 → 11 bytes, 1 edit: entity 1");
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Report {
    /// The length of the source, in bytes.
    pub source_bytes: u64,
    /// The length of the output, in bytes.
    pub output_bytes: u64,
    /// The number of edits.
    pub edits: u64,
    /// The encoding's name in the WHATWG Encoding Standard; `"UTF-8"` for text.
    pub encoding: &'static str,
    /// How the encoding was found out.
    pub encoding_evidence: EncodingEvidence,
    /// How sure it is that the bytes are in this encoding, from 0 to 1.
    pub encoding_confidence: f32,
    /// Places where lines longer than 64 KiB were cut; a repair does not see across them.
    pub forced_cuts: u64,
    /// Runs of combining marks that were too long to be normalised and stayed as they were.
    pub long_mark_runs: u64,
    /// Runs of U+FFFD, `锟斤拷` and the like in the output, which nothing can be made of.
    pub lost: Lost,
    by_repair: [u64; Repair::ALL.len()],
}

impl Report {
    pub(crate) fn new(detection: Detection) -> Report {
        let encoding = detection.encoding.name();
        Report {
            encoding,
            encoding_evidence: detection.evidence,
            encoding_confidence: detection.confidence,
            ..Report::default()
        }
    }

    /// The number of edits that a repair had a part in.
    ///
    /// ```
    /// use textmend::{Cleaner, Repair};
    ///
    /// let report = Cleaner::new().explain("a &lt; b &gt; c").report;
    /// assert_eq!(report.edits_of(Repair::Entity), 2);
    /// assert_eq!(report.edits_of(Repair::Pinyin), 0);
    /// ```
    pub fn edits_of(&self, repair: Repair) -> u64 {
        self.by_repair[repair as usize]
    }

    /// Counts edits that one repair alone has made.
    pub(crate) fn count_all(&mut self, repair: Repair, edits: u64) {
        self.edits += edits;
        self.by_repair[repair as usize] += edits;
    }

    pub(crate) fn count(&mut self, repairs: RepairSet) {
        self.edits += 1;
        for repair in repairs.iter() {
            self.by_repair[repair as usize] += 1;
        }
    }
}

/// One line: the encoding and how sure it is, lengths, edits by repair, and what could not be mended.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Report { encoding, encoding_confidence, source_bytes, output_bytes, .. } = self;
        write!(f, "{encoding} ({encoding_confidence:.2}), {source_bytes} → {output_bytes} bytes")?;
        write!(f, ", {} edit{}", self.edits, if self.edits == 1 { "" } else { "s" })?;
        let of = |repair: &&Repair| self.edits_of(**repair) > 0;
        for (index, repair) in Repair::ALL.iter().filter(of).enumerate() {
            let before = if index == 0 { ": " } else { ", " };
            write!(f, "{before}{repair} {}", self.edits_of(*repair))?;
        }
        for (count, what) in [
            (self.lost.replaced, "runs of U+FFFD"),
            (self.lost.replaced_twice, "runs of 锟斤拷"),
            (self.lost.uninitialised, "runs of 烫烫烫 or 屯屯屯"),
            (self.forced_cuts, "cuts in long lines"),
            (self.long_mark_runs, "long runs of marks"),
        ] {
            if count > 0 {
                write!(f, "; {what}: {count}")?;
            }
        }
        Ok(())
    }
}
