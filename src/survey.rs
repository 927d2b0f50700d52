//! Evidence about the document, learnt in the survey window and frozen from then on.
//!
//! The window is the first segments of a document, up to [`SURVEY_WINDOW`] bytes of its source. It
//! bounds the memory of a stream: text that has left is never revised, so what is learnt in the
//! window must do for the rest.

use crate::cleaner::Cleaner;
use crate::draft::Draft;

/// The survey window ends with the segment that reaches this many bytes of the source. Injected
/// readings show within 500 characters, keyword cycles within the first 160 clauses.
pub(crate) const SURVEY_WINDOW: usize = 64 * 1024;

/// One run through the local and the document repairs, with the evidence they need.
#[derive(Debug)]
pub(crate) struct Pass {}

impl Pass {
    /// Learns from the window and repairs it, stage by stage; says whether anything changed.
    pub(crate) fn survey(cleaner: &Cleaner, window: &mut [Draft<'_>]) -> (Pass, bool) {
        let _ = (cleaner, window);
        (Pass {}, false)
    }

    /// Repairs a segment behind the window.
    pub(crate) fn apply(&mut self, cleaner: &Cleaner, draft: &mut Draft<'_>) {
        draft.apply_local(&cleaner.config, self);
    }
}
