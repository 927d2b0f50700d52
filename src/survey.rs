//! Evidence about the document, learnt in the survey window and frozen from then on.
//!
//! The window is the first segments of a document, up to [`SURVEY_WINDOW`] bytes of its source. It
//! bounds the memory of a stream: text that has left is never revised, so what is learnt in the
//! window must do for the rest.

use memchr::memchr;

use crate::cleaner::Cleaner;
use crate::draft::{Draft, Segment, split_stretches};
use crate::encoding::shift::euc_jp::{self, Habits};
use crate::encoding::shift::{self, Familiar};
use crate::encoding::{bom, mojibake};
use crate::entity;
use crate::noise::annotation::has_annotation;
use crate::noise::injection::Injection;
use crate::noise::shuffle::{self, Shuffle, Titles};
use crate::noise::{evidence, pinyin};
use crate::repair::{Repair, RepairSet};

/// The survey window ends with the segment that reaches this many bytes of the source. Injected
/// readings show within 500 characters, keyword cycles within the first 160 clauses.
pub(crate) const SURVEY_WINDOW: usize = 64 * 1024;

/// One run through the local and the document repairs, with the evidence they need.
#[derive(Debug, Default)]
pub(crate) struct Pass {
    pub(crate) references: entity::Evidence,
    pub(crate) mojibake: mojibake::Evidence,
    injection: Injection,
    familiar: Familiar,
    habits: Habits,
    /// The keyword shuffle, while it goes on.
    shuffle: Option<Shuffle>,
    /// Whether the window, as this pass left it, was found not to be shuffled.
    is_unshuffled: bool,
    /// Whether a `<` was met: `unescape` takes the document for HTML from there on.
    pub(crate) is_markup: bool,
}

/// What local repairs are told of the document, as far as it matters where they find nothing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Lore {
    references: entity::Lore,
    mojibake: mojibake::Evidence,
    is_markup: bool,
}

impl Pass {
    /// What local repairs are told.
    pub(crate) fn lore(&self) -> Lore {
        let Pass { references, mojibake, is_markup, .. } = self;
        Lore { references: references.lore(), mojibake: *mojibake, is_markup: *is_markup }
    }

    /// One with evidence about references only.
    pub(crate) fn of_references(references: entity::Evidence) -> Pass {
        Pass { references, ..Pass::default() }
    }

    /// Learns from the window and repairs it, stage by stage: what one stage has mended is
    /// evidence for the next. Says whether anything changed since the pass before. What the window tells of references
    /// may be known.
    pub(crate) fn survey(
        cleaner: &Cleaner,
        window: &mut Vec<Draft<'_>>,
        before: Option<&Pass>,
        learnt: Option<entity::Evidence>,
    ) -> (Pass, bool) {
        let repairs = cleaner.config.repairs;
        let mut pass = Pass::default();
        let mut changed = false;
        if repairs.contains(Repair::Mojibake) {
            // Stretches hold no garble to learn from.
            let segments = window.iter_mut().filter(|draft| !draft.is_stretch);
            let garbled = segments
                .filter_map(|it| it.may_be_garbled().then_some((&*it.text, &mut it.searched)));
            pass.mojibake = mojibake::learn(garbled);
        }
        // Stretches hold no reference to learn from.
        if let Some(learnt) = learnt {
            pass.references = learnt;
        } else if repairs.contains(Repair::Entity) && window.iter().any(|draft| !draft.is_stretch) {
            let segments = texts_of(window.iter().filter(|draft| !draft.is_stretch));
            pass.references = entity::Evidence::learn(&segments, &texts(window));
        }
        for draft in &mut *window {
            pass.meet(draft, repairs);
            changed |= draft.apply_local(cleaner, &pass);
        }
        let mut uncovered = false;
        if repairs.contains(Repair::Pinyin) && window.iter().any(may_have_readings) {
            pass.injection = evidence::learn(&texts(window));
            if !pass.injection.is_empty() {
                split_stretches(window);
            }
            for draft in &mut *window {
                uncovered |= pass.remove_readings(draft);
            }
        }
        if repairs.contains(Repair::Desync) {
            // Stretches hold no mark of a lost byte.
            let marked = texts_of(window.iter().filter(|it| !it.is_stretch));
            let (gbk, euc_jp) = (shift::is_suspicious(&marked), euc_jp::is_suspicious(&marked));
            let parts = || window.iter().map(|draft| (&*draft.text, draft.is_stretch));
            if gbk {
                pass.familiar = shift::learn(parts());
            }
            if euc_jp {
                pass.habits = euc_jp::learn(parts());
            }
            if gbk || euc_jp {
                for draft in window.iter_mut().filter(|draft| !draft.is_stretch) {
                    uncovered |= pass.resync(draft, euc_jp);
                }
            }
        }
        if repairs.contains(Repair::Shuffle) && window.iter().any(|draft| draft.notes.has_han()) {
            let titles = titles(cleaner);
            let is_as_before = !changed && !uncovered;
            pass.is_unshuffled = is_as_before && before.is_some_and(|pass| pass.is_unshuffled)
                || !shuffle::is_suspicious(&texts(window), titles);
            if !pass.is_unshuffled {
                split_stretches(window);
                let learnt = shuffle::learn(&texts(window), titles);
                pass.shuffle = learnt.shuffle;
                for (draft, insertions) in window.iter_mut().zip(learnt.insertions) {
                    uncovered |=
                        draft.apply(Repair::Shuffle, |_, out| shuffle::remove(&insertions, out));
                }
            }
        }
        if uncovered {
            for draft in &mut *window {
                draft.apply_local(cleaner, &pass);
            }
        }
        uncovered |= !cleaner.config.keep_bom && remove_marks(window);
        pass.is_unshuffled &= !uncovered;
        (pass, changed | uncovered)
    }

    /// Whether the only segment of a window is a stretch from which nothing is learnt, and no repair has anything to do
    /// in it; `false` where that takes a survey to tell.
    pub(crate) fn learns_nothing(cleaner: &Cleaner, segment: &Segment<'_>) -> bool {
        if !segment.is_stretch || cleaner.config.is_strict() {
            return false;
        }
        let (repairs, notes, text) =
            (cleaner.config.repairs, segment.notes, &*segment.decoded.text);
        let may_have_readings = || {
            repairs.contains(Repair::Pinyin)
                && notes.has_brackets()
                && !evidence::learn(&[text]).is_empty()
        };
        let may_be_shuffled = || {
            repairs.contains(Repair::Shuffle)
                && notes.has_han()
                && shuffle::is_suspicious(&[text], titles(cleaner))
        };
        !may_have_readings() && !may_be_shuffled()
    }

    /// Whether keywords are looked for in every segment behind the window, in the order of the segments.
    pub(crate) fn follows_keywords(&self) -> bool {
        self.shuffle.as_ref().is_some_and(Shuffle::goes_on)
    }

    /// What was learnt of readings.
    pub(crate) fn injection(&self) -> &Injection {
        &self.injection
    }

    /// Whether readings are looked for in every segment behind the window.
    pub(crate) fn removes_readings(&self) -> bool {
        !self.injection.is_empty()
    }

    /// Repairs segments and stretches behind the window, where nobody [follows keywords](Pass::follows_keywords).
    pub(crate) fn apply_to_all(&mut self, cleaner: &Cleaner, drafts: &mut Vec<Draft<'_>>) {
        for mut draft in std::mem::take(drafts) {
            if draft.is_stretch && self.removes_readings() {
                self.apply_to_stretch(cleaner, draft, drafts);
            } else {
                self.apply(cleaner, &mut draft);
                drafts.push(draft);
            }
        }
    }

    /// Removes the readings of a stretch at once, whose lines need no local repair before. Lines that may need one
    /// without their readings, which stood between characters that are odd side by side, become segments.
    fn apply_to_stretch<'s>(
        &mut self,
        cleaner: &Cleaner,
        stretch: Draft<'s>,
        drafts: &mut Vec<Draft<'s>>,
    ) {
        let straddles = shift::straddle_places(&stretch.text);
        for mut part in stretch.without_lines_of(straddles) {
            if !part.is_stretch {
                self.apply(cleaner, &mut part);
                drafts.push(part);
                continue;
            }
            let injection = &self.injection;
            if !part.apply(Repair::Pinyin, |text, out| pinyin::repair(text, injection, out)) {
                drafts.push(part);
                continue;
            }
            for mut draft in part.looked_through(cleaner.scan) {
                if !draft.is_stretch {
                    if cleaner.config.repairs.contains(Repair::Desync) {
                        self.resync(&mut draft, true);
                    }
                    draft.apply_local(cleaner, self);
                }
                drafts.push(draft);
            }
        }
    }

    /// Repairs a segment behind the window.
    pub(crate) fn apply(&mut self, cleaner: &Cleaner, draft: &mut Draft<'_>) {
        self.meet(draft, cleaner.config.repairs);
        draft.apply_local(cleaner, self);
        let mut uncovered = self.remove_readings(draft);
        // Stretches hold no mark of a lost byte.
        if cleaner.config.repairs.contains(Repair::Desync) && !draft.is_stretch {
            uncovered |= self.resync(draft, true);
        }
        uncovered |= self.remove_keywords(draft);
        if uncovered {
            draft.apply_local(cleaner, self);
        }
    }

    fn remove_keywords(&mut self, draft: &mut Draft<'_>) -> bool {
        let Some(shuffle) = self.shuffle.as_mut().filter(|shuffle| shuffle.goes_on()) else {
            return false;
        };
        let insertions = shuffle.next(&draft.text);
        draft.apply(Repair::Shuffle, |_, out| shuffle::remove(&insertions, out))
    }

    /// Notes what a segment tells before anything is repaired in it.
    fn meet(&mut self, draft: &Draft<'_>, repairs: RepairSet) {
        if repairs.contains(Repair::Unescape) && !self.is_markup {
            self.is_markup = memchr(b'<', draft.text.as_bytes()).is_some();
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

    /// After the readings: those between two characters shift text too, and tell more about it. Whether it may be EUC-JP
    /// is known of a window.
    fn resync(&self, draft: &mut Draft<'_>, may_be_euc_jp: bool) -> bool {
        let euc_jp = may_be_euc_jp
            && draft.apply(Repair::Desync, |text, out| euc_jp::desyncs(text, &self.habits, out));
        draft.apply(Repair::Desync, |text, out| shift::desyncs(text, &self.familiar, out)) | euc_jp
    }
}

/// What the cleaner knows of the document's title.
fn titles(cleaner: &Cleaner) -> Titles<'_> {
    Titles {
        given: cleaner.title.as_deref(),
        infer: cleaner.config.infer_title,
        without: cleaner.config.shuffle_without_title,
    }
}

/// Removes the byte order marks that a document starts with by now.
fn remove_marks(window: &mut [Draft<'_>]) -> bool {
    let mut changed = false;
    for draft in window {
        changed |= draft.apply(Repair::Bom, bom::repair);
        if !draft.text.is_empty() {
            break;
        }
    }
    changed
}

/// Whether a segment may have readings in brackets. Of a stretch it was noted, and all others are little text.
fn may_have_readings(draft: &Draft<'_>) -> bool {
    draft.notes.has_brackets()
        && (draft.is_stretch || has_annotation(&draft.text, 0..draft.text.len()))
}

fn texts<'d>(window: &'d [Draft<'_>]) -> Vec<&'d str> {
    texts_of(window.iter())
}

fn texts_of<'d, 's: 'd>(drafts: impl Iterator<Item = &'d Draft<'s>>) -> Vec<&'d str> {
    drafts.map(|draft| &*draft.text).collect()
}
