//! Evidence about the document, learnt in the survey window and frozen from then on.
//!
//! The window is the first segments of a document, up to [`SURVEY_WINDOW`] bytes of its source. It
//! bounds the memory of a stream: text that has left is never revised, so what is learnt in the
//! window must do for the rest.

use crate::cleaner::Cleaner;
use crate::draft::Draft;
use crate::encoding::shift::{self, Familiar};
use crate::noise::injection::Injection;
use crate::noise::{evidence, pinyin};
use crate::repair::Repair;

/// The survey window ends with the segment that reaches this many bytes of the source. Injected
/// readings show within 500 characters, keyword cycles within the first 160 clauses.
pub(crate) const SURVEY_WINDOW: usize = 64 * 1024;

/// One run through the local and the document repairs, with the evidence they need.
#[derive(Debug, Default)]
pub(crate) struct Pass {
    injection: Injection,
    familiar: Familiar,
}

impl Pass {
    /// Learns from the window and repairs it, stage by stage: what one stage has mended is
    /// evidence for the next. Says whether anything changed.
    pub(crate) fn survey(cleaner: &Cleaner, window: &mut [Draft<'_>]) -> (Pass, bool) {
        let repairs = cleaner.config.repairs;
        let mut pass = Pass::default();
        let mut changed = false;
        for draft in &mut *window {
            changed |= draft.apply_local(&cleaner.config, &pass);
        }
        let mut uncovered = false;
        if repairs.contains(Repair::Pinyin) {
            pass.injection = evidence::learn(&texts(window));
            for draft in &mut *window {
                uncovered |= pass.remove_readings(draft);
            }
        }
        if repairs.contains(Repair::Desync) {
            pass.familiar = shift::learn(&texts(window));
            for draft in &mut *window {
                uncovered |= pass.resync(draft);
            }
        }
        if uncovered {
            for draft in window {
                draft.apply_local(&cleaner.config, &pass);
            }
        }
        (pass, changed | uncovered)
    }

    /// Repairs a segment behind the window.
    pub(crate) fn apply(&mut self, cleaner: &Cleaner, draft: &mut Draft<'_>) {
        draft.apply_local(&cleaner.config, self);
        let mut uncovered = self.remove_readings(draft);
        if cleaner.config.repairs.contains(Repair::Desync) {
            uncovered |= self.resync(draft);
        }
        if uncovered {
            draft.apply_local(&cleaner.config, self);
        }
    }

    /// Straddled readings first: aligned ones inside of them show the bytes they shifted.
    fn remove_readings(&self, draft: &mut Draft<'_>) -> bool {
        if self.injection.is_empty() {
            return false;
        }
        let injection = &self.injection;
        draft.apply(Repair::Pinyin, |text, out| shift::straddles(text, injection, out))
            | draft.apply(Repair::Pinyin, |text, out| pinyin::repair(text, injection, out))
    }

    /// After the readings: those between two characters shift text too, and tell more about it.
    fn resync(&self, draft: &mut Draft<'_>) -> bool {
        draft.apply(Repair::Desync, |text, out| shift::desyncs(text, &self.familiar, out))
    }
}

fn texts<'d>(window: &'d [Draft<'_>]) -> Vec<&'d str> {
    window.iter().map(|draft| &*draft.text).collect()
}
