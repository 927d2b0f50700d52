//! Blocks of lines repaired straight into the output, where nothing is asked of a line but what stands in it.
//!
//! A line is written as it is repaired. Where the result may hold something to repair in turn, it is looked at once,
//! where it was written: most of it is at rest (`Tom & Jerry`). What is not goes to those who repair in rounds.

use std::ops::Range;

use memchr::memrchr;

use super::evidence::{Evidence, Learner};
use super::prose::{self, EXACT, Found, Line, Target, Visitor};
use super::reference::Value;
use super::subject;
use crate::repair::Repair;
use crate::rewrite::{Change, Rewritten};

/// A block of lines and the output that it is written to.
pub(crate) struct Block<'t, 'o> {
    pub(crate) text: &'t str,
    /// Whether its last line is not cut.
    pub(crate) is_whole: bool,
    pub(crate) output: &'o mut String,
    /// How much room the output needs from here on, as far as is known.
    pub(crate) room: usize,
    /// Whether changes are to be noted, or just counted.
    pub(crate) notes_changes: bool,
}

/// What was changed in a block.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Changed {
    /// In how many places; where there is none, nothing was written.
    pub(crate) count: usize,
    /// The changes, if they were to be noted. Places of the output are counted from where the block begins.
    pub(crate) changes: Vec<Change>,
}

/// Repairs a block by what was learnt. `rounds` repairs a line that is not at rest once it was repaired, and does not
/// count what comes to nothing.
pub(crate) fn repair(
    block: Block<'_, '_>,
    evidence: &Evidence,
    rounds: impl FnMut(&str) -> Rewritten<'static>,
) -> Changed {
    if evidence.is_about_references() {
        return Changed::default();
    }
    let mut visitor = Repairing { writer: Writer::new(block), evidence, rounds };
    prose::walk(visitor.writer.text, &mut visitor);
    visitor.writer.finish()
}

/// Learns from blocks of a survey window, and repairs each at once, as long as nothing shows that depends on more than
/// its line.
#[derive(Debug, Default)]
pub(crate) struct Survey {
    learner: Learner,
    /// Whether something has shown that does: what is left is to learn.
    is_unsettled: bool,
}

impl Survey {
    /// Learns from the next block and repairs it; `None` where it takes all of the window to know how.
    pub(crate) fn repair(&mut self, block: Block<'_, '_>) -> Option<Changed> {
        self.learner.begin();
        let mut visitor = Learning { writer: Writer::new(block), survey: self };
        prose::walk(visitor.writer.text, &mut visitor);
        let writer = visitor.writer;
        (!self.is_unsettled).then(|| writer.finish())
    }

    /// What was learnt from all blocks.
    pub(crate) fn finish(self, window: &[&str]) -> Evidence {
        self.learner.finish(window)
    }
}

struct Repairing<'t, 'o, 'e, R> {
    writer: Writer<'t, 'o>,
    evidence: &'e Evidence,
    rounds: R,
}

impl<'t, R: FnMut(&str) -> Rewritten<'static>> Visitor<'t> for Repairing<'t, '_, '_, R> {
    #[inline(always)]
    fn plain(&mut self, range: Range<usize>, value: Value) {
        self.writer.replace_plain(range, value);
    }

    fn take_back(&mut self, start: usize, count: usize) {
        self.writer.take_back(start, count);
    }

    fn line(&mut self, line: Line<'t>) {
        let writer = &mut self.writer;
        let reads_all = writer.find(&line);
        let is_left = writer.references.is_empty()
            || subject::is_about_references(line.text, &writer.references, self.evidence);
        if !is_left && !writer.replace_found(&line, reads_all, self.evidence) {
            writer.insert(&line, (self.rounds)(line.text));
        }
    }
}

struct Learning<'t, 'o, 's> {
    writer: Writer<'t, 'o>,
    survey: &'s mut Survey,
}

impl<'t> Visitor<'t> for Learning<'t, '_, '_> {
    #[inline(always)]
    fn plain(&mut self, range: Range<usize>, value: Value) {
        self.survey.learner.plain(self.writer.text, range.start);
        if !self.survey.is_unsettled {
            self.writer.replace_plain(range, value);
        }
    }

    fn take_back(&mut self, start: usize, count: usize) {
        self.survey.learner.take_back(count);
        if !self.survey.is_unsettled {
            self.writer.take_back(start, count);
        }
    }

    fn pass(&mut self, at: usize) {
        self.survey.learner.pass(self.writer.text, at);
    }

    fn line(&mut self, line: Line<'t>) {
        let Survey { learner, is_unsettled } = &mut *self.survey;
        let writer = &mut self.writer;
        // Learning takes a line without a line feed for one that is cut.
        let mut reads_all = Learner::find(&line, &mut writer.references);
        learner.line(writer.text, &line, &writer.references);
        *is_unsettled |= !learner.knows_all();
        if !*is_unsettled && writer.is_whole && !line.text.ends_with('\n') {
            reads_all = writer.find(&line);
            *is_unsettled = subject::weight(line.text, &writer.references) > 0;
        }
        if !*is_unsettled && !writer.references.is_empty() {
            *is_unsettled = !writer.replace_found(&line, reads_all, &Evidence::default());
        }
    }
}

struct Writer<'t, 'o> {
    text: &'t str,
    is_whole: bool,
    output: &'o mut String,
    /// Where the block begins in the output.
    start: usize,
    /// Bytes of the block that are in the output already, changed or not.
    done: usize,
    room: usize,
    notes_changes: bool,
    changed: Changed,
    /// Those of the line that is looked at.
    references: Vec<Found>,
}

impl<'t, 'o> Writer<'t, 'o> {
    fn new(block: Block<'t, 'o>) -> Writer<'t, 'o> {
        let Block { text, is_whole, output, room, notes_changes } = block;
        Writer {
            text,
            is_whole,
            start: output.len(),
            output,
            done: 0,
            room,
            notes_changes,
            changed: Changed::default(),
            references: Vec::new(),
        }
    }

    /// Finds the references of a line, and says whether each `&` and `;` is in one.
    fn find(&mut self, line: &Line<'_>) -> bool {
        let is_whole = self.is_whole || line.text.ends_with('\n');
        prose::find(line.text, line.trigger, is_whole, &mut self.references)
    }

    /// Replaces the references that were found in a line. Says whether the line is at rest then; if not, it is not
    /// written.
    fn replace_found(&mut self, line: &Line<'_>, reads_all: bool, evidence: &Evidence) -> bool {
        // Nothing that is not written yet differs.
        let start = self.output.len() + (line.start - self.done);
        let count = self.changed.count;
        let mut references = std::mem::take(&mut self.references);
        let replaces_all = prose::replace_found(line, &mut references, evidence, self);
        let mut is_at_rest = reads_all && replaces_all || self.changed.count == count;
        if !is_at_rest {
            self.keep_up_to(line.start + line.text.len());
            let result = &self.output[start..];
            is_at_rest = prose::is_at_rest(result, evidence, self.is_whole, &mut references);
        }
        if !is_at_rest {
            self.changed.count = count;
            self.changed.changes.truncate(count);
            self.output.truncate(start);
            self.done = line.start;
        }
        self.references = references;
        is_at_rest
    }

    /// Writes a line that was repaired in rounds.
    fn insert(&mut self, line: &Line<'_>, result: Rewritten<'_>) {
        self.keep_up_to(line.start);
        let start = self.output.len() - self.start;
        self.output.push_str(&result.text);
        self.done = line.start + line.text.len();
        self.changed.count += result.changes.len();
        if self.notes_changes {
            let moved = |range: Range<usize>, by: usize| range.start + by..range.end + by;
            self.changed.changes.extend(result.changes.into_iter().map(|change| Change {
                source: moved(change.source, line.start),
                output: moved(change.output, start),
                ..change
            }));
        }
    }

    #[inline(always)]
    fn keep_up_to(&mut self, place: usize) {
        if self.done == 0 {
            self.output.reserve(self.room);
        }
        self.output.push_str(&self.text[self.done..place]);
        self.done = place;
    }

    /// Notes that a range was replaced with what was written from a place on.
    #[inline(always)]
    fn note(&mut self, source: Range<usize>, start: usize, confidence: f32) {
        self.done = source.end;
        self.changed.count += 1;
        if self.notes_changes {
            let output = start - self.start..self.output.len() - self.start;
            let repairs = Repair::Entity.into();
            self.changed.changes.push(Change { source, output, repairs, confidence, plan: None });
        }
    }

    fn finish(mut self) -> Changed {
        if self.changed.count > 0 {
            self.keep_up_to(self.text.len());
        } else {
            self.output.truncate(self.start);
        }
        self.changed
    }
}

impl Target for Writer<'_, '_> {
    fn replace(&mut self, source: Range<usize>, with: &str, confidence: f32) {
        if &self.text[source.clone()] == with {
            return;
        }
        self.keep_up_to(source.start);
        let start = self.output.len();
        self.output.push_str(with);
        self.note(source, start, confidence);
    }

    #[inline(always)]
    fn replace_plain(&mut self, source: Range<usize>, value: Value) {
        self.keep_up_to(source.start);
        let start = self.output.len();
        match value {
            Value::Text(text) => self.output.push_str(text),
            Value::Character(character) => self.output.push(character),
        }
        self.note(source, start, EXACT);
    }

    fn take_back(&mut self, start: usize, count: usize) {
        // Plain references stand for no line feeds: behind the last one is where the line begins in the output, too.
        let written = &self.output.as_bytes()[self.start..];
        let line_feed = if start == 0 { None } else { memrchr(b'\n', written) };
        self.output.truncate(self.start + line_feed.map_or(0, |at| at + 1));
        self.done = start;
        self.changed.count -= count;
        self.changed.changes.truncate(self.changed.count);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block<'t, 'o>(text: &'t str, output: &'o mut String) -> Block<'t, 'o> {
        Block { text, is_whole: true, output, room: text.len(), notes_changes: true }
    }

    /// Stands for the repair in rounds.
    fn rounds(line: &str) -> Rewritten<'static> {
        let output = 0.."rounds".len();
        let (repairs, source) = (Repair::Entity.into(), 0..line.len());
        let change = Change { source, output, repairs, confidence: 1.0, plan: None };
        Rewritten { text: "rounds".into(), changes: vec![change] }
    }

    #[test]
    fn blocks_are_written_behind_what_is_there() {
        for (text, expected, count) in [
            ("好&ldquo;的&#8221;\n", "好“的”\n", 2),
            ("plain\n", "", 0),
            // A line that is looked at once more takes back what was written of it.
            (
                "好&ldquo;的\n写&ldquo;字&rdquo;，`&nbsp;`\n&hellip;好",
                "好“的\n写&ldquo;字&rdquo;，`&nbsp;`\n…好",
                2,
            ),
            ("写&ldquo;字&rdquo;，`&nbsp;`", "", 0),
            ("&ldquo;字&rdquo; &lt;\n", "“字” <\n", 3),
            // At rest, though an ampersand comes of it.
            ("Tom &amp; Jerry &ldquo;x&rdquo;", "Tom & Jerry “x”", 3),
            // Not at rest.
            ("好&ldquo;的\n&am&#xFEFF;p;", "好“的\nrounds", 2),
        ] {
            let mut output = "before ".to_owned();
            let changed = repair(block(text, &mut output), &Evidence::default(), rounds);
            assert_eq!(output, format!("before {expected}"), "{text}");
            assert_eq!((changed.count, changed.changes.len()), (count, count), "{text}");
            let changes = changed.changes.iter();
            let is_replayed = changes.rev().fold(text.to_owned(), |mut text, change| {
                text.replace_range(change.source.clone(), &expected[change.output.clone()]);
                text
            });
            assert!(count == 0 || is_replayed == expected, "{text}");
        }
    }

    #[test]
    fn a_window_is_settled_unless_its_lines_depend_on_each_other() {
        for (text, expected) in [
            ("好&ldquo;的&#8221;\n R&D;Tom; &lt;", Some("好“的”\n R&D;Tom; <")),
            ("plain", Some("")),
            // A mention, `；` that may be the author's, an end that may be cut, and a line that takes rounds.
            ("&lt; represents", None),
            ("&lt；好", None),
            ("write &lt", None),
            ("&am&#xFEFF;p;", None),
        ] {
            let (mut output, mut survey) = (String::new(), Survey::default());
            let changed = survey.repair(block(text, &mut output));
            assert_eq!(changed.is_some(), expected.is_some(), "{text}");
            if let Some(expected) = expected {
                assert_eq!(output, expected, "{text}");
                assert_eq!(survey.finish(&[text]), Evidence::learn(&[text], &[text]), "{text}");
            }
        }
    }
}
