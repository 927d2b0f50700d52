//! A segment on its way through the repairs.

use std::borrow::Cow;

use crate::cleaner::Config;
use crate::edit::compose;
use crate::encoding::decode::Decoded;
use crate::encoding::misread;
use crate::entity::{self, Mode};
use crate::noise::invisible;
use crate::normalize;
use crate::plain::{characters, surrogate, terminal};
use crate::repair::Repair;
use crate::rewrite::{Change, Rewriter};
use crate::stretch::Segments;
use crate::survey::Pass;

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
            }
            _ => drafts.push(draft),
        }
    }
}

/// A segment on its way through the repairs: its text so far, and how that differs from the
/// source.
#[derive(Debug)]
pub(crate) struct Draft<'s> {
    /// What the text was made from.
    pub(crate) source: &'s [u8],
    /// Whether no local repair has anything to do in it, as long as it is as it came.
    pub(crate) is_stretch: bool,
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
        if config.repairs.contains(Repair::Entity) && config.entities == Mode::Strict {
            draft.apply(Repair::Entity, entity::repair_strict);
        }
        draft
    }

    fn new(segment: Segment<'s>) -> Draft<'s> {
        let Segment { source, decoded, is_stretch, forced } = segment;
        let Decoded { text, changes } = decoded;
        Draft { source, is_stretch, text, changes, is_whole: !forced, long_mark_runs: 0 }
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
        let text = rewritten.text.into_owned();
        self.changes = compose(std::mem::take(&mut self.changes), rewritten.changes);
        self.text = Cow::Owned(text);
        true
    }

    /// Runs the local repairs until nothing changes, and says whether anything did.
    pub(crate) fn apply_local(&mut self, config: &Config, pass: &Pass) -> bool {
        if self.is_stretch {
            return false;
        }
        let mut inner = Draft {
            source: self.source,
            is_stretch: false,
            text: Cow::Borrowed(&self.text),
            changes: Vec::new(),
            is_whole: self.is_whole,
            long_mark_runs: 0,
        };
        for _ in 0..LOCAL_ROUNDS {
            if !inner.local_round(config, pass) {
                self.long_mark_runs = inner.long_mark_runs;
                if inner.changes.is_empty() {
                    return false;
                }
                let text = inner.text.into_owned();
                self.changes = compose(std::mem::take(&mut self.changes), inner.changes);
                self.text = Cow::Owned(text);
                return true;
            }
        }
        false
    }

    /// Runs every local repair once and says whether any changed the text.
    fn local_round(&mut self, config: &Config, pass: &Pass) -> bool {
        let mut changed = false;
        if config.repairs.contains(Repair::Entity) && config.entities == Mode::Prose {
            let is_whole = self.is_whole;
            changed |= self.apply(Repair::Entity, |text, rewriter| {
                entity::repair_prose(text, &pass.references, is_whole, rewriter);
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
        changed
    }
}
