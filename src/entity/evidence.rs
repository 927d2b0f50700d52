//! What is learnt of a document's references in the survey window.
//!
//! Where several lines of the window are [about references](super::subject), the document is, and nothing in it
//! changes.

use std::ops::Range;

use memchr::{memmem, memrchr};

use super::prose::{self, End, Found, Line, Visitor};
use super::reference::Value;
use super::subject::{CERTAIN, names_subject, weight};

/// What was learnt about a document in the survey window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Evidence {
    /// Lines that are about references.
    lessons: usize,
    /// Whether a word names the subject.
    is_named: bool,
    /// References that end with `;`, and others that end with `；`.
    terminated: usize,
    full_width: usize,
    /// Whether the document compares files.
    is_patch: bool,
}

/// What decides that references stay. What else is learnt tells where those end that go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Lore {
    is_about_references: bool,
    is_named: bool,
}

/// So many lines about references make a document about them.
const LESSONS: usize = 2;

impl Evidence {
    /// Learns from the survey window, and first of all from those of its segments that may hold references.
    pub(crate) fn learn(segments: &[&str], window: &[&str]) -> Evidence {
        let mut learner = Learner::default();
        let references = &mut Vec::new();
        for text in segments {
            learner.begin();
            prose::walk(text, &mut Learning { text, learner: &mut learner, references });
        }
        learner.finish(window)
    }

    pub(crate) fn lore(&self) -> Lore {
        Lore { is_about_references: self.is_about_references(), is_named: self.is_named }
    }

    /// Whether the document is about references, so that nothing in it changes.
    pub(super) fn is_about_references(&self) -> bool {
        self.lessons >= LESSONS || self.is_patch
    }

    /// Whether the document's references have their `;`.
    pub(super) fn are_terminated(&self) -> bool {
        self.terminated > self.full_width
    }

    pub(super) fn decides(&self, weight: usize) -> bool {
        weight >= CERTAIN || weight > 0 && self.is_named
    }
}

/// What was learnt so far from segments of the survey window.
#[derive(Debug, Default)]
pub(super) struct Learner {
    evidence: Evidence,
    /// The weights of lines that have some.
    weighed: Vec<usize>,
    may_be_patch: bool,
    /// Those of the segment.
    starts: LineStarts,
}

impl Learner {
    /// Begins a segment.
    pub(super) fn begin(&mut self) {
        self.starts = LineStarts::default();
    }

    /// Learns from a plain reference, and where it stands in the segment.
    pub(super) fn plain(&mut self, text: &str, at: usize) {
        self.pass(text, at);
        self.evidence.terminated += 1;
    }

    /// Learns from a line of the segment that holds an `&` or `;` there.
    pub(super) fn pass(&mut self, text: &str, at: usize) {
        if !self.may_be_patch {
            let start = self.starts.of(text, at);
            self.may_be_patch = is_like_patch(text, start);
        }
    }

    /// Takes back what so many plain references told.
    pub(super) fn take_back(&mut self, count: usize) {
        self.evidence.terminated -= count;
    }

    /// Finds the references of a line to learn from. What ends a segment within a line may go on.
    pub(super) fn find(line: &Line<'_>, references: &mut Vec<Found>) -> bool {
        prose::find(line.text, line.trigger, line.text.ends_with('\n'), references)
    }

    /// Learns from a line of the segment, and the references that were found in it.
    pub(super) fn line(&mut self, text: &str, line: &Line<'_>, references: &[Found]) {
        self.may_be_patch |= is_like_patch(text, line.start);
        let ends = |end| references.iter().filter(|found| found.end == end).count();
        self.evidence.terminated += ends(End::Semicolon);
        self.evidence.full_width += ends(End::PerhapsFullWidth);
        let weight = weight(line.text, references);
        if weight > 0 {
            self.weighed.push(weight);
        }
    }

    /// Whether nothing has shown so far that depends on other lines.
    pub(super) fn knows_all(&self) -> bool {
        self.weighed.is_empty() && self.evidence.full_width == 0
    }

    /// What all segments tell, and all of the window.
    pub(super) fn finish(self, window: &[&str]) -> Evidence {
        let mut evidence = self.evidence;
        evidence.is_patch = self.may_be_patch && window.iter().any(|segment| is_patch(segment));
        if !self.weighed.is_empty() {
            evidence.is_named = window.iter().any(|segment| names_subject(segment));
        }
        let lessons = self.weighed.iter().filter(|weight| evidence.decides(**weight));
        evidence.lessons = lessons.count();
        evidence
    }
}

/// Learns on a walk through a segment.
struct Learning<'l, 't> {
    text: &'t str,
    learner: &'l mut Learner,
    references: &'l mut Vec<Found>,
}

impl<'t> Visitor<'t> for Learning<'_, 't> {
    #[inline]
    fn plain(&mut self, range: Range<usize>, _: Value) {
        self.learner.plain(self.text, range.start);
    }

    fn take_back(&mut self, _: usize, count: usize) {
        self.learner.take_back(count);
    }

    fn pass(&mut self, at: usize) {
        self.learner.pass(self.text, at);
    }

    fn line(&mut self, line: Line<'t>) {
        Learner::find(&line, self.references);
        self.learner.line(self.text, &line, self.references);
    }
}

/// Whether a line that begins here may be of a comparison: all lines that hold something new or old begin like this.
fn is_like_patch(text: &str, start: usize) -> bool {
    b"+- ".contains(&text.as_bytes()[start])
}

/// Whether a line of the text is one of those with which tools that compare files begin a part.
fn is_patch(text: &str) -> bool {
    ["diff --git ", "@@ -"].iter().any(|start| {
        let begins_line = |at: usize| at == 0 || text.as_bytes()[at - 1] == b'\n';
        memmem::find_iter(text.as_bytes(), start).any(begins_line)
    })
}

/// Where the lines of a text start that places lie in, which are asked for from left to right.
#[derive(Debug, Default)]
struct LineStarts {
    start: usize,
    looked_at: usize,
}

impl LineStarts {
    fn of(&mut self, text: &str, at: usize) -> usize {
        let line_feed = memrchr(b'\n', &text.as_bytes()[self.looked_at..at]);
        self.start = line_feed.map_or(self.start, |offset| self.looked_at + offset + 1);
        self.looked_at = at;
        self.start
    }
}
