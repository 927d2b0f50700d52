//! From the best way through a search to changes of the text.

use std::ops::Range;

use super::search::{Entries, Search};
use super::state::{Action, Certainty, Step};
use crate::language::{Context, Symbol};
use crate::rewrite::Rewriter;

/// How much likelier than the text as it stands a repair must be, in tenths of a nat.
const MIN_GAIN: i32 = 100;
/// What a lost character costs in text that is riddled with such, in tenths of a nat.
const MEANT_LOSS: i32 = 7;
/// Fewer characters may be holes by chance.
const MIN_RIDDLED: usize = 24;

impl Search<'_> {
    /// Writes the shifts of the best way to read the text that are better than the text as it
    /// stands beyond doubt: each of them where it was lost bytes that made them, all together where
    /// it was readings, whose places tell enough.
    pub(super) fn rewrite(&self, min_tokens: usize, rewriter: &mut Rewriter<'_>) {
        let best = self.beam.aligned.iter().min_by(|a, b| a.rank().cmp(&b.rank()));
        let Some(best) = best else { return };
        let mut steps = Vec::with_capacity(self.tokens.len());
        steps.extend(self.beam.way_to(best));
        steps.reverse();
        // A way that ended within a shift paid for it after the last step.
        if let Some(last) = steps.last_mut() {
            last.cost = best.cost;
        }
        if matches!(self.entries, Entries::Readings(..)) {
            let gained = self.baseline.last().map_or(0, |baseline| baseline - best.cost);
            if gained >= MIN_GAIN && steps.len() >= min_tokens {
                self.write_steps(0..steps.len(), &steps, rewriter);
            }
            return;
        }
        let is_kept = |at: usize| steps[at].action == Action::Keep;
        let gain = |at: usize| self.baseline[at] - steps[at].cost;
        let mut at = 0;
        while at < steps.len() {
            if is_kept(at) {
                at += 1;
                continue;
            }
            let end = (at..steps.len()).find(|at| is_kept(*at)).unwrap_or(steps.len());
            // The character behind the shift tells too whether it ends well.
            let gained = gain(end.min(steps.len() - 1)) - at.checked_sub(1).map_or(0, gain);
            let lost = self.tokens[at..end].iter().filter(|token| token.is_lost()).count();
            let is_evident = end - at >= min_tokens
                && (!is_riddled(end - at, lost)
                    || self.gain_over_losses(at..end, &steps) >= MIN_GAIN);
            if gained >= MIN_GAIN && is_evident {
                self.write_steps(at..end, &steps, rewriter);
            }
            at = end;
        }
    }

    /// The gain over the text as one in which characters were lost one by one: they tell nothing,
    /// and neither does what stands before them about what stands behind.
    fn gain_over_losses(&self, range: Range<usize>, steps: &[Step]) -> i32 {
        let before = range.start.checked_sub(1);
        let first = before.map_or(Symbol::line_end(), |at| self.tokens[at].symbol);
        let mut context = Context::line_start().then(first);
        let mut losses = 0;
        for token in &self.tokens[range.clone()] {
            losses += match (token.is_lost(), context.previous == Symbol::of('?')) {
                (true, _) => MEANT_LOSS,
                (false, true) => token.symbol.tenths(),
                (false, false) => context.tenths(token.symbol),
            };
            context = context.then(token.symbol);
        }
        losses - (steps[range.end - 1].cost - before.map_or(0, |at| steps[at].cost))
    }

    fn write_steps(&self, range: Range<usize>, steps: &[Step], rewriter: &mut Rewriter<'_>) {
        let actions = steps[range.clone()].iter().map(|step| step.action);
        let tokens = self.tokens[range].iter();
        write(tokens.map(|token| token.start..token.end).zip(actions), rewriter);
    }
}

/// Writes what the actions make of the tokens at these places.
pub(super) fn write(
    actions: impl Iterator<Item = (Range<usize>, Action)>,
    rewriter: &mut Rewriter<'_>,
) {
    let mut piece = Piece::default();
    for (source, action) in actions {
        match action {
            Action::Keep => piece.flush(rewriter),
            Action::Enter(certainty) => {
                piece.flush(rewriter);
                piece.extend(source, None, certainty);
                piece.is_entry = true;
            }
            Action::Emit(first, second, certainty) => {
                if piece.certainty != Some(certainty) && !piece.is_entry {
                    piece.flush(rewriter);
                }
                piece.extend(source, [first].into_iter().chain(second), certainty);
                piece.is_entry = false;
            }
        }
    }
    piece.flush(rewriter);
}

/// Whether so many of the characters are lost that what is left is no evidence of a shift: about
/// every fourth shifted pair of Simplified text is undefined, in some lines twice as many.
fn is_riddled(tokens: usize, lost: usize) -> bool {
    tokens >= MIN_RIDDLED && 20 * lost > 9 * tokens
}

/// A stretch of replaced tokens of one certainty.
#[derive(Default)]
struct Piece {
    source: Range<usize>,
    text: String,
    certainty: Option<Certainty>,
    /// The piece is the token of an entry so far, which the first character belongs to.
    is_entry: bool,
}

impl Piece {
    fn extend(
        &mut self,
        source: Range<usize>,
        text: impl IntoIterator<Item = char>,
        certainty: Certainty,
    ) {
        if self.certainty.is_none() {
            self.source.start = source.start;
        }
        self.source.end = source.end;
        self.text.extend(text);
        self.certainty = match self.certainty {
            Some(before) if before < certainty => Some(before),
            _ => Some(certainty),
        };
    }

    fn flush(&mut self, rewriter: &mut Rewriter<'_>) {
        if let Some(certainty) = self.certainty.take() {
            rewriter.replace(self.source.clone(), &self.text, certainty.confidence());
        }
        self.text.clear();
        self.is_entry = false;
    }
}
