//! Documents in which nothing is asked of a line but what stands in it: without drafts, and with no more than one copy.

use std::borrow::Cow;

use super::{Document, Output};
use crate::cleaner::Cleaner;
use crate::draft::{Draft, Segment};
use crate::encoding::bom;
use crate::entity::direct::{self, Block, Changed};
use crate::entity::{self, Mode};
use crate::repair::Repair;
use crate::rewrite::Rewritten;
use crate::survey::Pass;

impl Document {
    /// Whether all that is to be done is to repair the references of each line.
    pub(super) fn repairs_references_only(&self) -> bool {
        let config = &self.cleaner.config;
        config.is_by_line()
            && config.repairs.contains(Repair::Entity)
            && config.entities == Mode::Prose
    }

    /// Takes a survey window and learns from it, if that is nothing which its lines depend on; else it is left, with what
    /// was learnt, if it was.
    pub(super) fn survey_by_line(
        &mut self,
        window: &[Segment<'_>],
        output: &mut impl Output,
    ) -> Result<(), Option<entity::Evidence>> {
        let blocks: Option<Vec<_>> = window.iter().map(block_of).collect();
        let blocks = blocks.ok_or(None)?;
        let mut survey = direct::Survey::default();
        let mut string = String::new();
        let mut is_settled = true;
        let room = output.room().max(blocks.iter().map(|block| block.len()).sum());
        // What became of each block, and where its text ends; those before the first change are not copied.
        let (mut all_changed, mut ends, mut differs) = (Vec::new(), Vec::new(), false);
        for (text, segment) in blocks.iter().copied().zip(window) {
            let (is_whole, notes_changes) = (!segment.forced, self.edits.is_some());
            let block = Block { text, is_whole, output: &mut string, room, notes_changes };
            let Some(changed) = survey.repair(block) else {
                is_settled = false;
                continue;
            };
            if changed.count == 0 && differs {
                string.push_str(text);
            }
            differs |= changed.count > 0;
            all_changed.push(changed);
            ends.push(string.len());
        }
        let evidence = survey.finish(&blocks);
        if !is_settled {
            return Err(Some(evidence));
        }
        let kept = all_changed.iter().take_while(|changed| changed.count == 0).count();
        let (mut results, mut start) = (blocks[..kept].to_vec(), 0);
        for end in &ends[kept..] {
            results.push(&string[start..*end]);
            start = *end;
        }
        let mark = || results.iter().find_map(|text| text.chars().next()) == Some(bom::MARK);
        if !self.cleaner.config.keep_bom && mark() {
            return Err(Some(evidence));
        }
        let after = differs.then(|| entity::Evidence::learn(&results, &results));
        let mut passes = [Some(evidence), after].into_iter().flatten();
        if passes.clone().any(|it| it.lore() != entity::Evidence::default().lore()) {
            return Err(Some(evidence));
        }
        self.passes.extend(passes.by_ref().map(Pass::of_references));
        for (index, changed) in all_changed.iter().enumerate() {
            self.report.forced_cuts += u64::from(window[index].forced);
            self.account_for(blocks[index], results[index], changed);
        }
        blocks[..kept].iter().for_each(|text| output.keep(text));
        if differs {
            output.replace_with(string);
        }
        Ok(())
    }

    /// Takes a block behind the window, if what was learnt is the same in all passes; else it is left.
    pub(super) fn block_by_line(
        &mut self,
        segment: &Segment<'_>,
        output: &mut impl Output,
    ) -> bool {
        if std::mem::take(&mut self.is_unlearned) {
            self.passes.push(Pass::default());
        }
        let (Some(text), Some(first)) = (block_of(segment), self.passes.first()) else {
            return false;
        };
        if self.passes.iter().any(|pass| pass.lore() != first.lore()) {
            return false;
        }
        self.report.forced_cuts += u64::from(segment.forced);
        let (is_whole, room) = (!segment.forced, output.room().max(text.len()));
        if let Some(string) = output.string() {
            let start = string.len();
            let changed = self.repair_block(text, is_whole, string, text.len());
            if changed.count == 0 {
                string.push_str(text);
            }
            self.account_for(text, &string[start..], &changed);
        } else {
            let mut string = String::new();
            let changed = self.repair_block(text, is_whole, &mut string, room);
            if changed.count == 0 {
                self.account_for(text, text, &changed);
                output.keep(text);
            } else {
                self.account_for(text, &string, &changed);
                output.replace_with(string);
            }
        }
        true
    }

    fn repair_block(
        &mut self,
        text: &str,
        is_whole: bool,
        output: &mut String,
        room: usize,
    ) -> Changed {
        let Some(evidence) = self.passes.first().map(|pass| pass.references) else {
            return Changed::default();
        };
        let block = Block { text, is_whole, output, room, notes_changes: self.edits.is_some() };
        let (cleaner, passes) = (&self.cleaner, &mut self.passes);
        direct::repair(block, &evidence, |line| in_rounds(line, is_whole, cleaner, passes))
    }

    /// Accounts for a block and what became of it.
    fn account_for(&mut self, source: &str, text: &str, changed: &Changed) {
        if self.edits.is_some() {
            self.note(source.as_bytes(), text, &changed.changes);
        } else {
            self.report.count_all(Repair::Entity, changed.count as u64);
        }
        if self.wants_figures {
            self.report.lost.add(text);
        }
        self.report.source_bytes += source.len() as u64;
        self.report.output_bytes += text.len() as u64;
    }
}

/// The text of a segment that is a block.
fn block_of<'s>(segment: &Segment<'s>) -> Option<&'s str> {
    match segment.decoded.text {
        Cow::Borrowed(text) if segment.is_block => Some(text),
        _ => None,
    }
}

/// Repairs a line by all passes, each in as many rounds as it takes.
fn in_rounds(
    line: &str,
    is_whole: bool,
    cleaner: &Cleaner,
    passes: &mut [Pass],
) -> Rewritten<'static> {
    let mut draft = Draft::of_line(line, is_whole);
    for pass in passes {
        pass.apply(cleaner, &mut draft);
    }
    let Draft { text, mut changes, .. } = draft;
    let text = text.into_owned();
    changes.retain(|change| line[change.source.clone()] != text[change.output.clone()]);
    Rewritten { text: Cow::Owned(text), changes }
}
