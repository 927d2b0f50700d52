//! A segment on its way through the repairs.

use std::borrow::Cow;

use memchr::{memchr, memchr_iter, memrchr};

use crate::cleaner::Cleaner;
use crate::config::Config;
use crate::edit::compose;
use crate::encoding::decode::Decoded;
use crate::encoding::mojibake::Searched;
use crate::encoding::{lossy, misread, mojibake};
use crate::entity::{self, Mode};
use crate::han::Converter;
use crate::noise::invisible;
use crate::normalize;
use crate::plain::{characters, surrogate, terminal};
use crate::repair::Repair;
use crate::rewrite::{Change, Rewriter};
use crate::scan::Scan;
use crate::sieve::Notes;
use crate::stretch::Segments;
use crate::survey::{Lore, Pass};

/// A repair of characters that needs nothing but the text.
type Stage = fn(&str, &mut Rewriter<'_>);

/// The repairs of characters, in order. C1 controls come first: U+0085 is an ellipsis before it is
/// a line break.
const CHARACTER_REPAIRS: [(Repair, Stage); 8] = [
    (Repair::C1, misread::repair_c1),
    (Repair::Ligature, characters::ligatures),
    (Repair::Width, characters::widths),
    (Repair::Quote, characters::quotes),
    (Repair::LineBreak, characters::line_breaks),
    (Repair::Surrogate, surrogate::repair),
    (Repair::Terminal, terminal::repair),
    (Repair::Control, characters::controls),
];

/// How often the local repairs may follow each other in a segment. Three levels of escaping
/// around something invisible take two rounds, and one more to see that nothing is left.
pub(crate) const LOCAL_ROUNDS: usize = 4;

/// A segment of the source and the text that its bytes mean.
#[derive(Debug)]
pub(crate) struct Segment<'s> {
    /// The length in the source, in bytes.
    pub(crate) source: &'s [u8],
    pub(crate) decoded: Decoded<'s>,
    /// Whether the segment ends inside a line because the line is too long.
    pub(crate) forced: bool,
    /// Whether it is no segment but a stretch of whole ones, none of which needs a local repair.
    pub(crate) is_stretch: bool,
    /// Whether it is a block of whole segments, each of which is repaired by itself.
    pub(crate) is_block: bool,
    /// What it may hold.
    pub(crate) notes: Notes,
    /// Whether it may have been read in a wrong encoding, if that was asked.
    pub(crate) may_be_garbled: Option<bool>,
}

impl<'s> Segment<'s> {
    /// A segment of which nothing more is known.
    pub(crate) fn new(source: &'s [u8], decoded: Decoded<'s>, forced: bool) -> Segment<'s> {
        let (is_stretch, is_block, notes) = (false, false, Notes::ANYTHING);
        Segment { source, decoded, forced, is_stretch, is_block, notes, may_be_garbled: None }
    }
}

/// Splits stretches into their segments, for repairs that go through the whole document.
pub(crate) fn split_stretches(drafts: &mut Vec<Draft<'_>>) {
    if drafts.iter().all(|draft| !draft.is_stretch) {
        return;
    }
    for draft in std::mem::take(drafts) {
        match draft.text {
            Cow::Borrowed(text) if draft.is_stretch => {
                drafts.extend(Segments::of_text(text, None).map(Draft::new));
                if let Some(last) = drafts.last_mut() {
                    last.is_whole = draft.is_whole;
                }
            }
            _ => drafts.push(draft),
        }
    }
}

/// Splits segments in which repairs made line feeds into their lines, so that the next pass sees
/// what cleaning the result would see.
pub(crate) fn split_lines(drafts: &mut Vec<Draft<'_>>) {
    if !drafts.iter().any(Draft::has_inner_lines) {
        return;
    }
    for mut draft in std::mem::take(drafts) {
        // From the last one back, so that each line is moved once.
        let cuts = if draft.has_inner_lines() { draft.line_cuts() } else { Vec::new() };
        let lines = cuts.into_iter().rev().map(|cut| draft.split_off(cut)).collect::<Vec<_>>();
        drafts.push(draft);
        drafts.extend(lines.into_iter().rev());
    }
}

/// A place in a draft. One inside of a change is behind all of that change's source: nothing else
/// is known of what became what.
struct Place {
    source: usize,
    output: usize,
    /// How many changes end before it.
    changes: usize,
}

/// A part of a stretch.
struct Part {
    /// Where it ends in the text.
    end: usize,
    is_stretch: bool,
    rest: Rest,
}

/// What is known of a text that local repairs have nothing to do in.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Rest {
    /// Nothing.
    Unknown,
    /// They found nothing when they were told this.
    Told(Lore),
    /// The scan finds nothing, whatever they are told, and no mark of lost text either.
    Calm,
}

/// A segment on its way through the repairs: its text so far, and how that differs from the
/// source.
#[derive(Clone, Debug)]
pub(crate) struct Draft<'s> {
    /// What the text was made from.
    pub(crate) source: &'s [u8],
    /// Whether no local repair has anything to do in it, as long as it is as it came.
    pub(crate) is_stretch: bool,
    /// Whether it is a block of lines, each of which is repaired by itself.
    is_block: bool,
    /// What is known of the text as it is.
    rest: Rest,
    /// Whether the text as it is may have been read in a wrong encoding, once that was asked.
    may_be_garbled: Option<bool>,
    /// What a search for the wrong encoding found in the text as it is.
    pub(crate) searched: Searched,
    /// What it may hold, as it came.
    pub(crate) notes: Notes,
    pub(crate) text: Cow<'s, str>,
    pub(crate) changes: Vec<Change>,
    /// Whether it ends where a line does, or the document.
    pub(crate) is_whole: bool,
    /// Runs of combining marks left alone, as of the last look.
    pub(crate) long_mark_runs: u64,
}

impl<'s> Draft<'s> {
    /// A segment before the first pass. What is done once and for all is done here.
    pub(crate) fn begin(segment: Segment<'s>, config: &Config) -> Draft<'s> {
        let mut draft = Draft::new(segment);
        if config.is_strict() {
            draft.apply(Repair::Entity, entity::repair_strict);
        }
        draft
    }

    fn new(segment: Segment<'s>) -> Draft<'s> {
        let Segment { source, decoded, is_stretch, is_block, forced, notes, may_be_garbled } =
            segment;
        let Decoded { text, changes } = decoded;
        let is_whole = !forced;
        let rest = if is_stretch { Rest::Calm } else { Rest::Unknown };
        Draft {
            source,
            is_stretch,
            is_block,
            rest,
            may_be_garbled,
            searched: Searched::default(),
            notes,
            text,
            changes,
            is_whole,
            long_mark_runs: 0,
        }
    }

    /// A part of this draft's text as the text of a draft that nothing has changed.
    fn part<'t>(&'t self, text: &'t str) -> Draft<'t> {
        Draft {
            source: self.source,
            is_stretch: false,
            is_block: false,
            rest: Rest::Unknown,
            may_be_garbled: None,
            searched: Searched::default(),
            notes: self.notes,
            text: Cow::Borrowed(text),
            changes: Vec::new(),
            is_whole: self.is_whole,
            long_mark_runs: 0,
        }
    }

    /// In a stretch and in a block they change nothing.
    fn has_inner_lines(&self) -> bool {
        let is_line = !self.is_stretch && !self.is_block;
        let line_end = || memchr(b'\n', self.text.as_bytes());
        is_line && line_end().is_some_and(|at| at + 1 < self.text.len())
    }

    /// The places behind line feeds, other than the end.
    fn line_cuts(&self) -> Vec<Place> {
        self.cuts(memchr_iter(b'\n', self.text.as_bytes()).map(|line_feed| line_feed + 1))
    }

    /// Places of the text, in order, other than the end.
    fn cuts(&self, places: impl Iterator<Item = usize>) -> Vec<Place> {
        let mut cuts = Vec::new();
        let mut changes = self.changes.iter().peekable();
        let mut passed = Place { source: 0, output: 0, changes: 0 };
        for output in places {
            while let Some(change) = changes.next_if(|change| change.output.end <= output) {
                passed.source = change.source.end;
                passed.output = change.output.end;
                passed.changes += 1;
            }
            if output < self.text.len() {
                let source = match changes.peek() {
                    Some(change) if change.output.start < output => change.source.end,
                    _ => passed.source + (output - passed.output),
                };
                cuts.push(Place { source, output, ..passed });
            }
        }
        cuts
    }

    /// A stretch as the lines that hold some places, and stretches of the lines between them. None of them needs a
    /// local repair.
    pub(crate) fn without_lines_of(self, places: Vec<usize>) -> Vec<Draft<'s>> {
        let mut parts = Vec::new();
        let mut done = 0;
        let bytes = self.text.as_bytes();
        for place in places.into_iter() {
            if place < done {
                continue;
            }
            let start = memrchr(b'\n', &bytes[done..place]).map_or(done, |it| done + it + 1);
            let end = memchr(b'\n', &bytes[place..]).map_or(bytes.len(), |it| place + it + 1);
            if start > done {
                parts.push(Part { end: start, is_stretch: true, rest: Rest::Calm });
            }
            parts.push(Part { end, is_stretch: false, rest: Rest::Calm });
            done = end;
        }
        if done < bytes.len() {
            parts.push(Part { end: bytes.len(), is_stretch: true, rest: Rest::Calm });
        }
        self.split_into(parts)
    }

    /// A stretch whose text has changed as the stretches and segments that the scan finds in it now.
    pub(crate) fn looked_through(self, scan: Option<Scan>) -> Vec<Draft<'s>> {
        let mut end = 0;
        let mut parts = Vec::new();
        for segment in Segments::of_text(&self.text, scan) {
            end += segment.source.len();
            let is_stretch = segment.is_stretch;
            let rest = if is_stretch { Rest::Calm } else { Rest::Unknown };
            parts.push(Part { end, is_stretch, rest });
        }
        self.split_into(parts)
    }

    /// The draft in parts, which end where they say.
    fn split_into(mut self, parts: Vec<Part>) -> Vec<Draft<'s>> {
        // From the last one back, so that each is moved once.
        let cuts = self.cuts(parts.iter().map(|part| part.end)).into_iter().rev();
        let mut drafts: Vec<_> = cuts.map(|cut| self.split_off(cut)).collect();
        drafts.push(self);
        drafts.reverse();
        for (draft, Part { is_stretch, rest, .. }) in drafts.iter_mut().zip(parts) {
            (draft.is_stretch, draft.rest) = (is_stretch, rest);
        }
        drafts
    }

    /// Splits off what stands behind a place.
    fn split_off(&mut self, at: Place) -> Draft<'s> {
        let (before, behind) = self.source.split_at(at.source);
        let text = match &mut self.text {
            Cow::Borrowed(text) => {
                let (before, behind) = text.split_at(at.output);
                *text = before;
                Cow::Borrowed(behind)
            }
            Cow::Owned(text) => Cow::Owned(text.split_off(at.output)),
        };
        let mut changes = self.changes.split_off(at.changes);
        if let Some(inside) = changes.first_mut().filter(|it| it.output.start < at.output) {
            let before = Change { output: inside.output.start..at.output, ..inside.clone() };
            self.changes.push(before);
            inside.source.start = at.source;
            inside.output.start = at.output;
        }
        for Change { source, output, .. } in &mut changes {
            *source = source.start - at.source..source.end - at.source;
            *output = output.start - at.output..output.end - at.output;
        }
        self.source = before;
        self.rest = Rest::Unknown;
        self.may_be_garbled = None;
        self.searched = Searched::default();
        let is_whole = std::mem::replace(&mut self.is_whole, true);
        let notes = self.notes;
        Draft {
            source: behind,
            is_stretch: false,
            is_block: false,
            rest: Rest::Unknown,
            may_be_garbled: None,
            searched: Searched::default(),
            notes,
            text,
            changes,
            is_whole,
            long_mark_runs: 0,
        }
    }

    /// Runs a repair over the text and says whether it changed anything.
    pub(crate) fn apply(
        &mut self,
        repair: Repair,
        stage: impl FnOnce(&str, &mut Rewriter<'_>),
    ) -> bool {
        let mut rewriter = Rewriter::new(&self.text, repair);
        stage(&self.text, &mut rewriter);
        let rewritten = rewriter.finish();
        if rewritten.changes.is_empty() {
            return false;
        }
        self.take(rewritten.text.into_owned(), rewritten.changes);
        true
    }

    /// The same for a repair that searches for the wrong encoding.
    fn apply_search(
        &mut self,
        repair: Repair,
        stage: impl FnOnce(&str, &mut Searched, &mut Rewriter<'_>),
    ) -> bool {
        let mut searched = self.searched;
        let changed = self.apply(repair, |text, rewriter| stage(text, &mut searched, rewriter));
        if !changed {
            self.searched = searched;
        }
        changed
    }

    /// Converts the text to another script.
    pub(crate) fn convert(&mut self, converter: &Converter) {
        let rewritten = converter.rewrite(&self.text);
        if !rewritten.changes.is_empty() {
            self.take(rewritten.text.into_owned(), rewritten.changes);
        }
    }

    fn take(&mut self, text: String, changes: Vec<Change>) {
        self.changes = compose(std::mem::take(&mut self.changes), changes);
        self.text = Cow::Owned(text);
        self.rest = Rest::Unknown;
        self.may_be_garbled = None;
        self.searched = Searched::default();
    }

    /// Whether the text may have been read in a wrong encoding: asked once, as long as it stays the same.
    pub(crate) fn may_be_garbled(&mut self) -> bool {
        *self.may_be_garbled.get_or_insert_with(|| mojibake::is_suspicious(&self.text))
    }

    /// Runs the local repairs until nothing changes, and says whether anything did.
    pub(crate) fn apply_local(&mut self, cleaner: &Cleaner, pass: &Pass) -> bool {
        if self.is_calm() || self.rest == Rest::Told(pass.lore()) {
            return false;
        }
        let Draft { may_be_garbled, searched, .. } = *self;
        let whole = Draft { may_be_garbled, searched, ..self.part(&self.text) };
        let settled = match whole.settled(cleaner, pass) {
            Some(settled) => settled,
            None if self.is_block => self.settled_by_line(cleaner, pass),
            None => return false,
        };
        let Draft { text, changes, long_mark_runs, rest, may_be_garbled, searched, .. } = settled;
        let changed = !changes.is_empty();
        let text = if changed { text.into_owned() } else { String::new() };
        self.long_mark_runs = long_mark_runs;
        if changed {
            self.take(text, changes);
        }
        self.rest = rest;
        self.may_be_garbled = may_be_garbled;
        self.searched = searched;
        changed
    }

    /// Whole lines of a text in which the scan finds nothing, as a stretch or as a segment.
    pub(crate) fn of_lines(text: &'s str, is_stretch: bool) -> Draft<'s> {
        let decoded = Decoded { text: Cow::Borrowed(text), changes: Vec::new() };
        let draft = Draft::new(Segment::new(text.as_bytes(), decoded, false));
        Draft { is_stretch, rest: Rest::Calm, ..draft }
    }

    /// A line of which nothing more is known.
    pub(crate) fn of_line(text: &'s str, is_whole: bool) -> Draft<'s> {
        let decoded = Decoded { text: Cow::Borrowed(text), changes: Vec::new() };
        Draft::new(Segment::new(text.as_bytes(), decoded, !is_whole))
    }

    /// Notes that the scan finds nothing in the text as it is.
    pub(crate) fn settle(&mut self) {
        self.rest = Rest::Calm;
    }

    /// Whether the scan finds nothing in the text as it is.
    pub(crate) fn is_calm(&self) -> bool {
        self.rest == Rest::Calm
    }

    /// The draft after as many rounds of the local repairs as it takes until nothing changes;
    /// `None` where it does not come to rest.
    fn settled(mut self, cleaner: &Cleaner, pass: &Pass) -> Option<Draft<'s>> {
        // One look is cheaper than a round in which several repairs look at every character.
        let repairs = cleaner.config.repairs;
        let looks_everywhere =
            repairs.contains(Repair::Invisible) || repairs.contains(Repair::Normalize);
        let scan = cleaner.scan.filter(|_| looks_everywhere);
        for _ in 0..LOCAL_ROUNDS {
            let finds_nothing = scan.is_some_and(|scan| scan.finds_nothing(&self.text));
            if finds_nothing && !(repairs.contains(Repair::Mojibake) && self.may_be_garbled()) {
                self.long_mark_runs = 0;
                self.rest = Rest::Calm;
                return Some(self);
            }
            if !self.local_round(&cleaner.config, pass, finds_nothing) {
                self.rest = Rest::Told(pass.lore());
                return Some(self);
            }
        }
        None
    }

    /// A block in which each line came to rest, or stayed as it was.
    fn settled_by_line(&self, cleaner: &Cleaner, pass: &Pass) -> Draft<'_> {
        let mut text = String::with_capacity(self.text.len());
        let mut changes = Vec::new();
        let mut start = 0;
        for line in self.text.split_inclusive('\n') {
            let settled = self.part(line).settled(cleaner, pass);
            let settled = settled.unwrap_or_else(|| self.part(line));
            changes.extend(settled.changes.into_iter().map(|change| Change {
                source: change.source.start + start..change.source.end + start,
                output: change.output.start + text.len()..change.output.end + text.len(),
                ..change
            }));
            text.push_str(&settled.text);
            start += line.len();
        }
        Draft { text: Cow::Owned(text), changes, ..self.part("") }
    }

    /// Runs every local repair once, and says whether any changed the text in a way that may have left
    /// something to do. Where the scan finds nothing, that is for the first to make something to do for the others.
    fn local_round(&mut self, config: &Config, pass: &Pass, finds_nothing: bool) -> bool {
        let mut changed = false;
        let mut goes_on = true;
        // Before `mojibake`, which would mend what it can of a line and leave the rest.
        if config.repairs.contains(Repair::MojibakeLossy) {
            changed |= self.apply_search(Repair::MojibakeLossy, lossy::repair);
        }
        if config.repairs.contains(Repair::Mojibake) && self.may_be_garbled() {
            changed |= self.apply_search(Repair::Mojibake, |text, searched, rewriter| {
                mojibake::repair(text, pass.mojibake, searched, rewriter);
            });
        }
        if finds_nothing && !changed {
            self.long_mark_runs = 0;
            return false;
        }
        if config.repairs.contains(Repair::Entity) && config.entities == Mode::Prose {
            let is_whole = self.is_whole;
            changed |= self.apply(Repair::Entity, |text, rewriter| {
                goes_on = entity::repair_prose(text, &pass.references, is_whole, rewriter);
            });
        }
        if config.repairs.contains(Repair::Unescape) && !pass.is_markup {
            changed |= self.apply(Repair::Unescape, entity::repair_complete);
        }
        if config.repairs.contains(Repair::Misread) {
            let mut steps = 0..misread::STEPS;
            while steps.next().is_some() && self.apply(Repair::Misread, misread::repair) {
                changed = true;
            }
        }
        if config.repairs.contains(Repair::Invisible) && invisible::is_suspicious(&self.text) {
            changed |= self.apply(Repair::Invisible, invisible::repair_marks);
            changed |= self.apply(Repair::Invisible, invisible::repair_radicals);
        }
        for (repair, stage) in CHARACTER_REPAIRS {
            changed |= config.repairs.contains(repair) && self.apply(repair, stage);
        }
        if config.repairs.contains(Repair::Normalize) {
            let mut long_runs = 0;
            changed |= self.apply(Repair::Normalize, |text, rewriter| {
                long_runs = normalize::repair(text, config.form, rewriter);
            });
            self.long_mark_runs = long_runs;
        }
        changed && (goes_on || !config.is_by_line())
    }
}

#[cfg(test)]
mod tests {
    use encoding_rs::UTF_8;

    use super::*;
    use crate::encoding::decode::decode;

    fn draft(text: &str) -> Draft<'_> {
        let (source, decoded) = (text.as_bytes(), decode(text.as_bytes(), UTF_8, 1.0));
        Draft::new(Segment::new(source, decoded, true))
    }

    #[test]
    fn lines_that_repairs_made_are_split_off() {
        let mut draft = draft("a\rb&#10;c\re");
        draft.apply(Repair::LineBreak, characters::line_breaks);
        draft.apply(Repair::Unescape, entity::repair_complete);
        let mut drafts = vec![draft];
        split_lines(&mut drafts);
        let parts: Vec<_> =
            drafts.iter().map(|it| (it.source, &*it.text, it.changes.len(), it.is_whole)).collect();
        let expected: [(&[u8], &str, usize, bool); 4] = [
            (b"a\r", "a\n", 1, true),
            (b"b&#10;", "b\n", 1, true),
            (b"c\r", "c\n", 1, true),
            (b"e", "e", 0, false),
        ];
        assert_eq!(parts, expected);
        assert_eq!(
            (&drafts[1].changes[0].source, &drafts[1].changes[0].output),
            (&(1..6), &(1..2))
        );
    }

    /// The first of the lines takes all of the change's source.
    #[test]
    fn lines_inside_of_a_change_are_split_too() {
        let mut draft = draft("a&b");
        draft.apply(Repair::Rules, |_, out| out.replace(1..2, "x\n\ny", 1.0));
        let mut drafts = vec![draft];
        split_lines(&mut drafts);
        let parts: Vec<_> = drafts.iter().map(|it| (it.source, &*it.text)).collect();
        assert_eq!(parts, [(&b"a&"[..], "ax\n"), (b"", "\n"), (b"b", "yb")]);
        let changes: Vec<_> = drafts
            .iter()
            .map(|it| (it.changes[0].source.clone(), it.changes[0].output.clone()))
            .collect();
        assert_eq!(changes, [(1..2, 1..3), (0..0, 0..1), (0..0, 0..1)]);
    }
}
