//! The rewriter: how a repair says what it changes.
//!
//! A repair walks over its input and calls [`Rewriter::replace`] for each change, from left to
//! right. Nothing is copied before the first change; then the clean prefix is, and the text goes
//! on from there. The changes are always noted, whether anybody wants an edit log or not, so
//! that there is one code path and not two that drift apart.

use std::borrow::Cow;
use std::ops::Range;

use crate::encoding::Plan;
use crate::repair::{Repair, RepairSet};

/// One replacement made by one stage.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Change {
    /// What was replaced, in bytes of the stage's input.
    pub(crate) source: Range<usize>,
    /// What stands there now, in bytes of the stage's output.
    pub(crate) output: Range<usize>,
    /// The repairs that made it.
    pub(crate) repairs: RepairSet,
    /// How sure they are, from 0 to 1. 1 is an exact inverse of a known mechanism.
    pub(crate) confidence: f32,
    /// What leads from the source to the output, where encodings were mixed up.
    pub(crate) plan: Option<Plan>,
}

/// Changes for which there is room at once: one in so many bytes, within limits.
const FAR: usize = 16;
const SEVERAL: usize = 16;
const MANY: usize = 1024;

/// Text after a stage, with what the stage changed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Rewritten<'t> {
    pub(crate) text: Cow<'t, str>,
    pub(crate) changes: Vec<Change>,
}

/// Builds the output of one repair over one text.
pub(crate) struct Rewriter<'t> {
    text: &'t str,
    repair: Repair,
    output: String,
    /// Input bytes that are in `output` already, changed or not.
    done: usize,
    changes: Vec<Change>,
}

impl<'t> Rewriter<'t> {
    pub(crate) fn new(text: &'t str, repair: Repair) -> Rewriter<'t> {
        Rewriter { text, repair, output: String::new(), done: 0, changes: Vec::new() }
    }

    /// Puts `with` in place of `source`, a range of bytes of the input on character boundaries.
    ///
    /// Ranges come in ascending order and do not overlap. A replacement that changes nothing is
    /// passed over.
    pub(crate) fn replace(&mut self, source: Range<usize>, with: &str, confidence: f32) {
        self.replace_by(source, with, confidence, None);
    }

    /// The same, with the plan that makes `with` of the source.
    pub(crate) fn replace_by(
        &mut self,
        source: Range<usize>,
        with: &str,
        confidence: f32,
        plan: Option<Plan>,
    ) {
        debug_assert!(self.done <= source.start, "changes come from left to right");
        if &self.text[source.clone()] != with {
            self.note(source, with, confidence, plan);
        }
    }

    #[inline]
    fn note(&mut self, source: Range<usize>, with: &str, confidence: f32, plan: Option<Plan>) {
        self.keep_up_to(source.start);
        let start = self.output.len();
        self.output.push_str(with);
        self.done = source.end;
        let output = start..self.output.len();
        let repairs = RepairSet::from(self.repair);
        self.changes.push(Change { source, output, repairs, confidence, plan });
    }

    /// Copies what stays before a change.
    #[inline(always)]
    fn keep_up_to(&mut self, place: usize) {
        if self.changes.is_empty() {
            self.begin();
        }
        self.output.push_str(&self.text[self.done..place]);
    }

    /// Makes room before the first change.
    #[cold]
    fn begin(&mut self) {
        self.output.reserve(self.text.len());
        // Hardly any line is changed in one place alone.
        self.changes.reserve((self.text.len() / FAR).clamp(SEVERAL, MANY));
    }

    /// Takes `source` out.
    pub(crate) fn delete(&mut self, source: Range<usize>, confidence: f32) {
        debug_assert!(self.done <= source.start, "changes come from left to right");
        if source.is_empty() {
            return;
        }
        self.keep_up_to(source.start);
        self.done = source.end;
        let output = self.output.len()..self.output.len();
        let repairs = RepairSet::from(self.repair);
        self.changes.push(Change { source, output, repairs, confidence, plan: None });
    }

    /// Takes so many changes back, the last ones.
    pub(crate) fn take_back(&mut self, count: usize) {
        let kept = self.changes.len().saturating_sub(count);
        let first = self.changes.drain(kept..).next();
        if let Some(first) = first {
            self.output.truncate(first.output.start);
            self.done = first.source.start;
        }
    }

    /// The text with all changes; the input itself where there was none.
    pub(crate) fn finish(mut self) -> Rewritten<'t> {
        if self.changes.is_empty() {
            return Rewritten { text: Cow::Borrowed(self.text), changes: self.changes };
        }
        self.output.push_str(&self.text[self.done..]);
        Rewritten { text: Cow::Owned(self.output), changes: self.changes }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn borrows_until_the_first_change() {
        let mut rewriter = Rewriter::new("one two", Repair::Rules);
        rewriter.replace(0..3, "one", 1.0);
        let rewritten = rewriter.finish();
        assert!(matches!(rewritten.text, Cow::Borrowed("one two")));
        assert!(rewritten.changes.is_empty());
    }

    #[test]
    fn takes_changes_back() {
        let mut rewriter = Rewriter::new("one two three", Repair::Rules);
        rewriter.replace(0..3, "1", 1.0);
        rewriter.replace(4..7, "2", 1.0);
        rewriter.replace(8..13, "3", 1.0);
        rewriter.take_back(2);
        rewriter.replace(8..9, "T", 1.0);
        rewriter.take_back(0);
        let rewritten = rewriter.finish();
        assert_eq!(rewritten.text, "1 two Three");
        assert_eq!(rewritten.changes.len(), 2);

        let mut rewriter = Rewriter::new("one", Repair::Rules);
        rewriter.replace(0..3, "1", 1.0);
        rewriter.take_back(1);
        assert!(matches!(rewriter.finish().text, Cow::Borrowed("one")));
    }

    #[test]
    fn notes_ranges_on_both_sides() {
        let mut rewriter = Rewriter::new("one two three", Repair::Rules);
        rewriter.replace(0..3, "1", 1.0);
        rewriter.delete(4..8, 0.5);
        let rewritten = rewriter.finish();
        assert_eq!(rewritten.text, "1 three");
        let ranges: Vec<_> =
            rewritten.changes.iter().map(|c| (c.source.clone(), c.output.clone())).collect();
        assert_eq!(ranges, [(0..3, 0..1), (4..8, 2..2)]);
    }
}
