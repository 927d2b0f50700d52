//! The order of the repairs, and why.
//!
//! Garbles lie on top of each other, so they are taken off in the order opposite to the one in
//! which they were put on:
//!
//! 1. **Local repairs** need nothing but the segment (and little evidence): `mojibake` before all
//!    others, because they would change the bytes that it goes back to; `entity`, then
//!    `invisible` (references can spell invisible characters), then `normalize`. One may uncover work
//!    for another (`&am\u{200b}p;`), so they run until nothing changes; a segment that does not
//!    come to rest within [`LOCAL_ROUNDS`](crate::draft::LOCAL_ROUNDS) rounds stays wholly as it was.
//! 2. **Document repairs** need evidence from the head of the document: `pinyin`, straddled
//!    readings before aligned ones, then `desync` (a reading that shifts text tells more about the
//!    lost byte than the text does), then `shuffle`, whose insertions are only recognised in text free
//!    of readings.
//! 3. **Last**, once: conversion to another `script`, for which the head of the document tells what
//!    it is; the user's `rules`; and escaping.
//!
//! 1 and 2 make a [`Pass`]: evidence that was learnt in the survey window and is frozen from then on. The
//! window is treated pass by pass until a pass changes nothing, so that cleaning the result
//! once more would find nothing either. Where no pass within [`PASSES`] does, the document stays as
//! it was.

mod by_line;

use std::borrow::Cow;
use std::ops::Range;

use crate::block::Blocks;
use crate::cleaner::Cleaner;
use crate::draft::{Draft, Segment, split_lines};
use crate::edit::Edit;
use crate::encoding::detect::Detection;
use crate::entity;
use crate::escape;
use crate::han::Converter;
use crate::readings::{self, Lines};
use crate::repair::Repair;
use crate::report::Report;
use crate::rewrite::Change;
use crate::scan::Scan;
use crate::segment::MAX_SEGMENT;
use crate::stretch::{Segments, forced_cuts};
use crate::survey::Pass;

/// How many passes the window may take. Pages take two, one that repairs and one that finds nothing;
/// three where the first has uncovered something for the second.
const PASSES: usize = 8;

/// The longest stretch from which readings are removed: what is made of it must stay in the cache until it is handed
/// out, and no line of it may be so long that it is cut.
const STRETCH: usize = 16 * 1024;
const _: () = assert!(STRETCH <= MAX_SEGMENT);

/// Where cleaned text goes.
pub(crate) trait Output {
    /// Takes text that is the same as in the source.
    fn keep(&mut self, text: &str);
    /// Takes text that differs from the source.
    fn replace(&mut self, text: &str);
    /// The same, of somebody who has no use for the string any more.
    fn replace_with(&mut self, text: String) {
        self.replace(&text);
    }
    /// The string that all further text is appended to, if it is.
    fn string(&mut self) -> Option<&mut String> {
        None
    }
    /// How much room a string should have that is handed over next, at least.
    fn room(&self) -> usize {
        0
    }
}

impl Output for String {
    fn keep(&mut self, text: &str) {
        self.push_str(text);
    }

    fn replace(&mut self, text: &str) {
        self.push_str(text);
    }

    fn string(&mut self) -> Option<&mut String> {
        Some(self)
    }
}

/// The state of one document: what was learnt about it, and how far it has come.
#[derive(Debug)]
pub(crate) struct Document {
    cleaner: Cleaner,
    passes: Vec<Pass>,
    /// Whether one pass is due that has learnt nothing: made where there is anything behind the window,
    /// which small documents do not have.
    is_unlearned: bool,
    /// The conversions to another script that the document needs.
    converters: Vec<Converter>,
    /// The edits that nobody has taken yet; none are kept where nobody wants them.
    edits: Option<Vec<Edit>>,
    report: Report,
    /// Whether somebody wants to see those figures of the report that take another look at the text.
    wants_figures: bool,
}

/// What is wanted beside the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Account {
    Nothing,
    Figures,
    FiguresAndEdits,
}

impl Document {
    pub(crate) fn new(cleaner: Cleaner, detection: Detection, account: Account) -> Document {
        let report = Report::new(detection);
        Document {
            cleaner,
            passes: Vec::new(),
            is_unlearned: false,
            converters: Vec::new(),
            edits: (account == Account::FiguresAndEdits).then(Vec::new),
            report,
            wants_figures: account != Account::Nothing,
        }
    }

    /// The next segments of a text, in the largest pieces that the configuration and what was
    /// learnt allow.
    pub(crate) fn segments_of_text<'s>(&self, text: &'s str) -> Blocks<'s> {
        if self.removes_readings() && self.scan().is_some() {
            Blocks::of_text(text)
        } else {
            self.cleaner.segments(text, self.scan())
        }
    }

    /// The same for bytes that are meant to be UTF-8.
    pub(crate) fn segments_of_bytes<'s>(
        &self,
        bytes: &'s [u8],
        detection: Detection,
    ) -> Blocks<'s> {
        match simdutf8::basic::from_utf8(bytes) {
            Ok(text) => self.segments_of_text(text),
            Err(_) => {
                let segments = Segments::of_bytes(bytes, detection, self.scan());
                segments.up_to(self.longest_stretch()).into()
            }
        }
    }

    /// How to find the next segment that needs a look, where not every segment does: what was
    /// learnt may have to do with any.
    fn scan(&self) -> Option<Scan> {
        let scan = self.cleaner.scan.filter(|_| !self.passes.iter().any(Pass::follows_keywords))?;
        // Who looks for readings anyhow need not be told of brackets.
        Some(if self.removes_readings() { scan.without_notes_of_brackets() } else { scan })
    }

    fn removes_readings(&self) -> bool {
        self.passes.iter().any(Pass::removes_readings)
    }

    fn longest_stretch(&self) -> usize {
        if self.removes_readings() { STRETCH } else { usize::MAX }
    }

    /// Takes the byte order marks at the start of the document: `source` stands for `count` times
    /// U+FEFF.
    pub(crate) fn byte_order_mark(
        &mut self,
        source: &[u8],
        count: usize,
        output: &mut impl Output,
    ) {
        if count == 0 {
            return;
        }
        let (text, repair) = if self.cleaner.config.keep_bom {
            ("\u{FEFF}".repeat(count), Repair::Decode)
        } else {
            (String::new(), Repair::Bom)
        };
        let change = Change {
            source: 0..source.len(),
            output: 0..text.len(),
            repairs: repair.into(),
            confidence: 1.0,
            plan: None,
        };
        self.emit(source, &text, &[change], output);
    }

    /// Learns from the survey window and takes it: the first segments of the document, all of
    /// them where the document is short.
    pub(crate) fn survey<'s>(
        &mut self,
        window: impl Iterator<Item = Segment<'s>>,
        output: &mut impl Output,
    ) {
        if !self.repairs_references_only() {
            return self.survey_drafts(window, None, output);
        }
        let window: Vec<_> = window.collect();
        let left = if window.is_empty() { Err(None) } else { self.survey_by_line(&window, output) };
        if let Err(learnt) = left {
            self.survey_drafts(window.into_iter(), learnt, output);
        }
    }

    /// The same by drafts, to which the passes are applied until none changes anything; with what was learnt of
    /// references by then.
    fn survey_drafts<'s>(
        &mut self,
        mut window: impl Iterator<Item = Segment<'s>>,
        mut learnt: Option<entity::Evidence>,
        output: &mut impl Output,
    ) {
        let Some(first) = window.next() else {
            self.is_unlearned = true;
            return;
        };
        let second = window.next();
        if second.is_none() && Pass::learns_nothing(&self.cleaner, &first) {
            self.is_unlearned = true;
            self.take_stretch(&first, output);
            return;
        }
        let first = self.begin(first);
        // Clean text takes one pass.
        self.passes.reserve_exact(1);
        let mut drafts = vec![first];
        drafts.extend(second.into_iter().chain(window).map(|segment| self.begin(segment)));
        let (drafts, is_at_rest) = bring_to_rest(drafts, |drafts| {
            let before = self.passes.last();
            let (pass, changed) = Pass::survey(&self.cleaner, drafts, before, learnt.take());
            self.passes.push(pass);
            split_lines(drafts);
            changed
        });
        if !is_at_rest {
            self.passes.clear();
        }
        let config = &self.cleaner.config;
        if let Some(conversion) = &config.conversion
            && config.repairs.contains(Repair::Script)
        {
            self.converters = conversion.converters(drafts.iter().map(|draft| &*draft.text));
        }
        for draft in drafts {
            self.finish_segment(draft, output);
        }
    }

    /// Takes a stretch in which nothing that was learnt has anything to do either: without a draft.
    fn take_stretch(&mut self, segment: &Segment<'_>, output: &mut impl Output) {
        let text = &segment.decoded.text;
        self.report.forced_cuts += u64::from(segment.forced) + forced_cuts(text);
        self.emit(segment.source, text, &[], output);
    }

    /// Takes the next segment after the survey window.
    pub(crate) fn segment(&mut self, segment: Segment<'_>, output: &mut impl Output) {
        if segment.is_block
            && self.repairs_references_only()
            && self.block_by_line(&segment, output)
        {
            return;
        }
        if segment.is_block
            && let Some(first) = self.passes.iter().position(Pass::removes_readings)
        {
            return self.block(segment, first, output);
        }
        if segment.is_stretch && !self.removes_readings() && !self.cleaner.config.is_strict() {
            return self.take_stretch(&segment, output);
        }
        let mut draft = self.begin(segment);
        if std::mem::take(&mut self.is_unlearned) {
            self.passes.push(Pass::default());
        }
        if draft.is_stretch && self.removes_readings() {
            return self.stretch(draft, 0, output);
        }
        for pass in &mut self.passes {
            pass.apply(&self.cleaner, &mut draft);
        }
        self.finish_segment(draft, output);
    }

    /// Takes a block of lines from which readings are to be removed; `first` is the number of the first pass that does.
    fn block(&mut self, segment: Segment<'_>, first: usize, output: &mut impl Output) {
        let scan = self.scan();
        let (Cow::Borrowed(text), Some(scan), false) =
            (&segment.decoded.text, scan, segment.forced)
        else {
            return self.segment(Segment { is_block: false, ..segment }, output);
        };
        for Lines { range, at_once } in readings::lines(text) {
            let lines = &text[range];
            if !at_once {
                for segment in Segments::of_text(lines, Some(scan)) {
                    self.by_line(segment, output);
                }
                continue;
            }
            let mut draft = Draft::of_lines(lines, true);
            let injection = self.passes[first].injection();
            if readings::remove_at_once(&mut draft, injection, scan) {
                self.stretch(draft, first + 1, output);
                continue;
            }
            for segment in Segments::of_text(lines, Some(scan)).up_to(STRETCH) {
                self.segment(segment, output);
            }
        }
    }

    /// Takes a segment, or the lines of a stretch one by one.
    fn by_line(&mut self, segment: Segment<'_>, output: &mut impl Output) {
        let (Cow::Borrowed(lines), true) = (&segment.decoded.text, segment.is_stretch) else {
            return self.segment(segment, output);
        };
        for line in lines.split_inclusive('\n') {
            let mut draft = Draft::of_lines(line, false);
            for pass in &mut self.passes {
                pass.apply(&self.cleaner, &mut draft);
            }
            self.finish_segment(draft, output);
        }
    }

    /// Takes a stretch from which readings are to be removed: without them, lines of it may need a repair. So many of the passes
    /// are done with it.
    fn stretch(&mut self, stretch: Draft<'_>, done: usize, output: &mut impl Output) {
        if !self.passes[done..].iter().any(Pass::removes_readings) {
            return self.finish_segment(stretch, output);
        }
        let mut drafts = vec![stretch];
        for pass in &mut self.passes[done..] {
            pass.apply_to_all(&self.cleaner, &mut drafts);
        }
        for draft in drafts {
            self.finish_segment(draft, output);
        }
    }

    fn begin<'s>(&mut self, segment: Segment<'s>) -> Draft<'s> {
        self.report.forced_cuts += u64::from(segment.forced);
        if segment.is_stretch {
            self.report.forced_cuts += forced_cuts(&segment.decoded.text);
        }
        Draft::begin(segment, &self.cleaner.config)
    }

    /// The last repairs; then the segment leaves.
    fn finish_segment(&mut self, mut draft: Draft<'_>, output: &mut impl Output) {
        for converter in &self.converters {
            draft.convert(converter);
        }
        let config = &self.cleaner.config;
        if config.repairs.contains(Repair::Rules) {
            for rule in &config.rules {
                draft.apply(Repair::Rules, |text, rewriter| rule.repair(text, rewriter));
            }
        }
        if config.html_safe {
            draft.apply(Repair::Escape, escape::repair);
        }
        self.report.long_mark_runs += draft.long_mark_runs;
        if self.wants_figures && !draft.is_calm() {
            self.report.lost.add(&draft.text);
        }
        self.emit(draft.source, &draft.text, &draft.changes, output);
    }

    /// Hands a segment's text out and notes its changes as edits of the document.
    fn emit(&mut self, source: &[u8], text: &str, changes: &[Change], output: &mut impl Output) {
        let differs = self.note(source, text, changes);
        self.report.source_bytes += source.len() as u64;
        self.report.output_bytes += text.len() as u64;
        if differs {
            output.replace(text);
        } else {
            output.keep(text);
        }
    }

    /// Notes the changes of a segment that comes next as edits of the document, and says whether any differs.
    fn note(&mut self, source: &[u8], text: &str, changes: &[Change]) -> bool {
        let mut differs = false;
        for change in changes {
            let (before, output) = (&source[change.source.clone()], change.output.clone());
            // Stages may have taken each other's changes back. Most have taken something out.
            if before.len() == output.len() && *before == text.as_bytes()[output.clone()] {
                continue;
            }
            differs = true;
            self.report.count(change.repairs);
            if let Some(edits) = &mut self.edits {
                edits.push(Edit {
                    source: shifted(&change.source, self.report.source_bytes),
                    output: shifted(&change.output, self.report.output_bytes),
                    repairs: change.repairs,
                    confidence: change.confidence,
                    plan: change.plan,
                    before: before.into(),
                    after: text[output].into(),
                });
            }
        }
        differs
    }

    /// Takes the edits recorded since the last call.
    pub(crate) fn take_edits(&mut self) -> Vec<Edit> {
        self.edits.as_mut().map(std::mem::take).unwrap_or_default()
    }

    pub(crate) fn finish(self) -> (Report, Vec<Edit>) {
        (self.report, self.edits.unwrap_or_default())
    }
}

fn shifted(range: &Range<usize>, by: u64) -> Range<u64> {
    range.start as u64 + by..range.end as u64 + by
}

/// Passes until one changes nothing. Where none of [`PASSES`] does, everything is as it was.
fn bring_to_rest<T: Clone>(state: T, mut pass: impl FnMut(&mut T) -> bool) -> (T, bool) {
    let mut passed = state.clone();
    let is_at_rest = (0..PASSES).any(|_| !pass(&mut passed));
    (if is_at_rest { passed } else { state }, is_at_rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_come_to_rest_stays_as_it_was() {
        // The last pass has to find nothing.
        for changes in 0..3 * PASSES {
            let left = bring_to_rest(changes, |left| {
                let changed = *left > 0;
                *left -= usize::from(changed);
                changed
            });
            let expected = if changes < PASSES { (0, true) } else { (changes, false) };
            assert_eq!(left, expected);
        }
    }
}
