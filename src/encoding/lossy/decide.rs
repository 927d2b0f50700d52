//! Which of many ways through a trellis is taken, and how sure each guess on it is.
//!
//! The cheapest way is taken (the Viterbi algorithm). The probability of a guess is the share of all
//! ways that make the same guess (the forward-backward algorithm): the costs are negative logarithms
//! of probabilities.

use std::ops::Range;

use super::trellis::{Emitted, LOST, Step};

/// A guess must be this probable, else U+FFFD stands for it. There are dozens of fillings for a hole
/// as a rule, so this is far more than any other has.
const MIN_PROBABILITY: f32 = 0.3;

/// A part of the garbled text and what it means.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Piece {
    pub(super) source: Range<usize>,
    pub(super) text: String,
    /// The probability of the least probable guess in it, 0 for what stays lost; `None` where there
    /// is none.
    pub(super) probability: Option<f32>,
}

/// A text read anew.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Decided {
    pub(super) pieces: Vec<Piece>,
    /// In tenths of a nat.
    pub(super) cost: i32,
    /// Characters beyond ASCII whose bytes are all known, characters with lost bytes, and those
    /// that are lost altogether.
    pub(super) certain: usize,
    pub(super) guessed: usize,
    pub(super) lost: usize,
    /// The piece that has not ended.
    text: String,
    start: usize,
    probability: Option<f32>,
}

impl Decided {
    /// Decides about steps that begin at one node and end at one.
    pub(super) fn add(&mut self, steps: &[Step], root_cost: i32) {
        let path = cheapest(steps, root_cost);
        let probabilities = probabilities(steps, &path);
        for ((step, edge), probability) in steps.iter().zip(&path).zip(probabilities) {
            let Some(edge) = step.edges.get(*edge) else { continue };
            edge.emitted.iter().for_each(|(c, is_guess)| self.take(c, is_guess, probability));
            if step.nodes[edge.to].state.pending.is_empty() {
                self.end_piece(step.end);
            }
        }
    }

    pub(super) fn finish(mut self, end: usize, cost: i32) -> Decided {
        self.end_piece(end);
        self.cost = cost;
        self
    }

    fn take(&mut self, c: char, is_guess: bool, probability: f32) {
        if !is_guess {
            self.certain += usize::from(!c.is_ascii());
            self.text.push(c);
            return;
        }
        let is_lost = c == LOST;
        *if is_lost { &mut self.lost } else { &mut self.guessed } += 1;
        let stays = is_lost || probability < MIN_PROBABILITY;
        let (c, probability) = if stays { (LOST, 0.0) } else { (c, probability) };
        self.probability = Some(self.probability.unwrap_or(1.0).min(probability));
        self.text.push(c);
    }

    /// A place where characters of both texts end.
    fn end_piece(&mut self, end: usize) {
        if self.start < end {
            let source = self.start..end;
            let text = std::mem::take(&mut self.text);
            self.pieces.push(Piece { source, text, probability: self.probability.take() });
            self.start = end;
        } else if let Some(last) = self.pieces.last_mut() {
            // Behind the last character of the garbled text.
            last.text.push_str(&std::mem::take(&mut self.text));
            let probability = self.probability.take();
            last.probability = match (last.probability, probability) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            };
        }
    }
}

/// For each step the edge that the cheapest way takes.
fn cheapest(steps: &[Step], root_cost: i32) -> Vec<usize> {
    let mut path = Vec::with_capacity(steps.len());
    let mut at = 0;
    for (number, step) in steps.iter().enumerate().rev() {
        let cost_of = |from: usize| match number.checked_sub(1) {
            Some(before) => steps[before].nodes[from].cost,
            None => root_cost,
        };
        let here = step.edges.iter().enumerate().filter(|(_, edge)| edge.to == at);
        let best = here.min_by_key(|(_, edge)| cost_of(edge.from) + edge.cost);
        let (best, from) = best.map_or((usize::MAX, 0), |(best, edge)| (best, edge.from));
        path.push(best);
        at = from;
    }
    path.reverse();
    path
}

/// For each step the share of all ways in those that emit the same as the path.
fn probabilities(steps: &[Step], path: &[usize]) -> Vec<f32> {
    if let [step] = steps
        && step.edges.len() == 1
    {
        return vec![1.0];
    }
    let mut forward = vec![vec![0.0]];
    for step in steps {
        let mut sums = vec![f32::NEG_INFINITY; step.nodes.len()];
        let before = &forward[forward.len() - 1];
        for edge in &step.edges {
            add(&mut sums[edge.to], before[edge.from] + logarithm(edge.cost));
        }
        forward.push(sums);
    }
    let total = forward[steps.len()].first().copied().unwrap_or_default();
    let mut backward = vec![0.0];
    let mut shares = vec![1.0; steps.len()];
    for (at, step) in steps.iter().enumerate().rev() {
        let mut sums = vec![f32::NEG_INFINITY; forward[at].len()];
        let taken = step.edges.get(path[at]).map_or(Emitted::NONE, |edge| edge.emitted);
        let mut same = f32::NEG_INFINITY;
        for edge in &step.edges {
            let behind = logarithm(edge.cost) + backward[edge.to];
            add(&mut sums[edge.from], behind);
            if edge.emitted == taken {
                add(&mut same, forward[at][edge.from] + behind);
            }
        }
        shares[at] = (same - total).exp().min(1.0);
        backward = sums;
    }
    shares
}

/// Of a probability, from the cost in tenths of a nat.
fn logarithm(cost: i32) -> f32 {
    -(cost as f32) / 10.0
}

/// Adds probabilities whose logarithms are given.
fn add(sum: &mut f32, other: f32) {
    let (more, less) = if *sum > other { (*sum, other) } else { (other, *sum) };
    *sum = if less == f32::NEG_INFINITY { more } else { more + (less - more).exp().ln_1p() };
}
