//! A segment on its way through the repairs.

use std::borrow::Cow;

use crate::cleaner::Config;
use crate::edit::compose;
use crate::encoding::decode::Decoded;
use crate::han::Converter;
use crate::normalize;
use crate::repair::Repair;
use crate::rewrite::{Change, Rewriter};
use crate::survey::Pass;

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
}

/// A segment on its way through the repairs: its text so far, and how that differs from the
/// source.
#[derive(Debug)]
pub(crate) struct Draft<'s> {
    pub(crate) text: Cow<'s, str>,
    pub(crate) changes: Vec<Change>,
    /// Runs of combining marks left alone, as of the last look.
    pub(crate) long_mark_runs: u64,
}

impl<'s> Draft<'s> {
    pub(crate) fn new(decoded: Decoded<'s>) -> Draft<'s> {
        Draft { text: decoded.text, changes: decoded.changes, long_mark_runs: 0 }
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
    }

    /// Runs the local repairs until nothing changes, and says whether anything did.
    pub(crate) fn apply_local(&mut self, config: &Config, pass: &Pass) -> bool {
        let mut inner =
            Draft::new(Decoded { text: Cow::Borrowed(&self.text), changes: Vec::new() });
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
    fn local_round(&mut self, config: &Config, _pass: &Pass) -> bool {
        let mut changed = false;
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
