//! Guessing at lost bytes: which characters may stand in a hole.
//!
//! Shifted, a `?` is a pair that means nothing: the trail byte of one character and the lead byte of
//! the next. What follows the character before is looked up ([`Row`](super::followers::Row)), as
//! are then the characters behind it that end with the next byte, if that is known; between the
//! two, only pairs without a meaning will do. Where the next pair is lost as well, nothing is
//! known of its first byte, so that any will do until the hole behind it is filled.

use super::costs;
use super::search::{Entries, Search};
use super::state::{ANY_LEAD, Action, Certainty, State};
use super::token::{Kind, Token};
use crate::encoding::gbk;
use crate::language::{Context, Symbol};

/// ASCII characters that a hole may have swallowed where the text has them elsewhere: not every text
/// has ASCII punctuation.
const SWALLOWED_MARKS: [char; 8] = [',', ':', ';', '!', '(', ')', '.', '"'];

/// The ASCII punctuation in the text that a hole may have swallowed.
pub(super) fn marks_of(text: &str) -> Vec<char> {
    SWALLOWED_MARKS.into_iter().filter(|mark| text.contains(*mark)).collect()
}

/// A character that may stand at a hole: where it comes from, and its place among the others.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate {
    rank: i32,
    state: u32,
    pair: [u8; 2],
    /// What the language model makes it cost, and what it costs as one of several.
    base: i32,
    chosen: i32,
}

/// The candidates for a hole; kept for their memory.
#[derive(Debug, Default)]
pub(super) struct Candidates {
    /// With trail bytes that a lead byte may have been lost with.
    torn: Nearest,
    /// With trail bytes that are lead bytes, as any is that was read as one.
    all: Nearest,
    leads: Vec<(u8, i32)>,
}

/// The best candidates, none of them much worse than the first.
#[derive(Debug, Default)]
struct Nearest {
    /// In order.
    list: Vec<Candidate>,
    /// Candidates that there may be.
    most: usize,
    /// The first rank that will not do.
    end: i32,
}

impl Nearest {
    fn clear(&mut self, most: usize) {
        self.list.clear();
        self.most = most;
        self.end = if most == 0 { i32::MIN } else { i32::MAX };
    }

    fn push(&mut self, candidate: Candidate, margin: i32) {
        if candidate.rank >= self.end {
            return;
        }
        if self.list.len() == self.most {
            self.list.pop();
        }
        let at = self.list.partition_point(|other| other.order() <= candidate.order());
        self.list.insert(at, candidate);
        self.end = self.list[0].rank + margin;
        if let Some(last) = self.list.last().filter(|_| self.list.len() == self.most) {
            self.end = self.end.min(last.rank);
        }
    }
}

impl Candidate {
    fn order(&self) -> (i32, [u8; 2]) {
        (self.rank, self.pair)
    }
}

impl Search<'_> {
    /// A `?` within a shift: the trail byte of the pending character is lost, and with it the
    /// lead byte of the next one, or an ASCII character.
    pub(super) fn hole(&mut self, states: &[State], following: Option<Token>, fillings: usize) {
        for state in states {
            if let Some((next, c)) = self.pending(state, 0x80) {
                let action = Action::Emit(c, None, Certainty::Guess);
                self.beam.push(next.costing(costs::BYTE_80), action);
            }
        }
        let mut candidates = std::mem::take(&mut self.candidates);
        candidates.torn.clear(fillings);
        candidates.all.clear(self.limits.swallowing);
        for (at, state) in states.iter().enumerate() {
            self.find_candidates(at, state, &mut candidates);
        }
        let Candidates { torn, all, leads } = &mut candidates;
        let mut worst = i32::MAX;
        for candidate in &torn.list {
            self.fill(states, candidate, following, leads, &mut worst);
        }
        // The byte behind may be one of its own because it was none of a pair's: a decoder that
        // finds half a character before it prints a mark for that alone.
        let is_last = following
            .is_none_or(|token| matches!(token.kind, Kind::Byte(byte) if byte < gbk::FIRST_TRAIL));
        let mut worst = i32::MAX;
        for candidate in &all.list {
            if !self.beam.admits(candidate.rank + costs::HOLE) {
                break;
            }
            let Some((next, c)) = self.filled(states, candidate) else { continue };
            if is_last {
                let action = Action::Emit(c, None, Certainty::Guess);
                self.beam.push(next.costing(costs::HOLE), action);
            }
            self.swallow(next, c, &mut worst);
        }
        self.candidates = candidates;
    }

    /// The likeliest characters that complete a state with a lost byte.
    fn find_candidates(&self, at: usize, state: &State, candidates: &mut Candidates) {
        let (cells, lead, context) = (self.cells, state.pending, state.context);
        let previous = context.previous;
        let before = state.cost - state.bonus;
        // Says whether characters that cost more may still do.
        let mut consider = |pair: [u8; 2], base: i32, cost: i32| {
            let rank = before + cost;
            if rank >= candidates.torn.end && rank >= candidates.all.end {
                return false;
            }
            if gbk::is_lead(pair[1]) && (lead != ANY_LEAD || cells.is_hole(state.trail, pair[0])) {
                let symbol = cells.symbol(pair[0], pair[1]);
                let base = symbol.map_or(base, |it| context.tenths_of(it, base));
                let chosen = cost.min(base) + self.familiar.form_cost(cells.form(pair[0], pair[1]));
                let (rank, state) = (before + chosen, at as u32);
                let candidate = Candidate { rank, state, pair, base, chosen };
                if cells.is_torn(pair[1]) {
                    candidates.torn.push(candidate, self.limits.hole_margin);
                }
                candidates.all.push(candidate, self.limits.hole_margin / 2);
            }
            true
        };
        let after = |[lead, trail]: [u8; 2]| {
            cells
                .symbol(lead, trail)
                .map_or(costs::UNKNOWN_CHARACTER, |it| it.tenths_after(previous))
        };
        let (known, familiar) =
            (cells.followers().behind(previous), self.familiar.behind(previous));
        let common = if lead == ANY_LEAD {
            for (pair, cost) in familiar.all().take(self.limits.wide) {
                let base = after(pair);
                consider(pair, base, base.min(cost));
            }
            for (pair, cost) in known.all().take(self.limits.wide) {
                if !consider(pair, cost, cost) {
                    break;
                }
            }
            cells.common()
        } else {
            for (pair, cost) in familiar.with_lead(lead) {
                let base = after(pair);
                consider(pair, base, base.min(cost));
            }
            for (pair, cost) in known.with_lead(lead) {
                if !consider(pair, cost, cost) {
                    break;
                }
            }
            cells.with_lead(lead)
        };
        let back_off = previous.back_off();
        for common in common {
            let cost = back_off + common.symbol.tenths();
            if !consider([common.lead, common.trail], cost, cost) {
                break;
            }
        }
    }

    /// The state after a candidate, and its character.
    fn filled(&self, states: &[State], candidate: &Candidate) -> Option<(State, char)> {
        let state = &states[candidate.state as usize];
        let [lead, trail] = candidate.pair;
        let symbol = self.cells.symbol(lead, trail)?;
        let c = gbk::decode(lead, trail)?;
        Some((self.completed(state, c, symbol, candidate.base, candidate.chosen), c))
    }

    /// The lead byte of the next character was lost together with the trail byte. Successors
    /// that are no better than `worst` do not count.
    fn fill(
        &mut self,
        states: &[State],
        candidate: &Candidate,
        following: Option<Token>,
        leads: &mut Vec<(u8, i32)>,
        worst: &mut i32,
    ) {
        let (Some(following), Some((next, c))) = (following, self.filled(states, candidate)) else {
            return;
        };
        let next = next.costing(costs::HOLE);
        let rank = next.rank();
        if rank > *worst || !self.beam.admits_shifted(rank) {
            return;
        }
        let trail = candidate.pair[1];
        let action = Action::Emit(c, None, Certainty::Guess);
        let Some(byte) = following.first_byte() else {
            let next = next.shifted(ANY_LEAD, Certainty::Guess);
            self.beam.push(State { trail, estimate: costs::UNKNOWN_CHARACTER, ..next }, action);
            return;
        };
        let cells = self.cells;
        let most = worst.saturating_sub(rank);
        self.leads_of(next.context, byte, most, |lead| cells.is_hole(trail, lead), leads);
        for &(lead, estimate) in &*leads {
            if rank + estimate <= *worst && self.beam.admits_shifted(rank + estimate) {
                *worst = (*worst).min(rank + estimate + self.limits.filled_margin);
                let next = next.shifted(lead, Certainty::Guess);
                self.beam.push(State { estimate, ..next }, action);
            }
        }
    }

    /// Lead bytes that make a likely character of a trail byte, with the cost of that character,
    /// `most` of them all.
    pub(super) fn leads_of(
        &self,
        context: Context,
        trail: u8,
        most: i32,
        will_do: impl Fn(u8) -> bool,
        leads: &mut Vec<(u8, i32)>,
    ) {
        leads.clear();
        let mut consider = |pair: [u8; 2], cost: i32| {
            if cost <= most && will_do(pair[0]) {
                let form = self.cells.form(pair[0], pair[1]);
                let symbol = self.cells.symbol(pair[0], pair[1]);
                let cost = symbol.map_or(cost, |it| context.tenths_of(it, cost));
                leads.push((pair[0], cost + self.familiar.form_cost(form)));
            }
            cost <= most
        };
        let familiar = self.familiar.behind(context.previous).with_trail(trail);
        for (pair, cost) in familiar {
            consider(pair, cost);
        }
        for (pair, cost) in self.cells.followers().behind(context.previous).with_trail(trail) {
            if !consider(pair, cost) {
                break;
            }
        }
        let back_off = context.previous.back_off();
        let fitting = self.cells.with_trail(trail).iter().filter(|it| will_do(it.lead));
        for common in fitting.take(self.limits.common) {
            if !consider([common.lead, common.trail], back_off + common.symbol.tenths()) {
                break;
            }
        }
    }

    /// The lost trail byte of `c` took an ASCII character with it. Successors that are no better
    /// than `worst` do not count.
    fn swallow(&mut self, state: State, c: char, worst: &mut i32) {
        let rank = state.rank() + costs::SWALLOWED;
        if rank > *worst || !self.beam.admits(rank) {
            return;
        }
        let mut push = |(ascii, symbol): (char, Symbol)| {
            let line = if ascii == '\n' { costs::SWALLOWED_LINE } else { 0 };
            let cost = costs::SWALLOWED + line + state.context.tenths(symbol);
            let rank = state.rank() + cost;
            if rank > *worst {
                return;
            }
            *worst = (*worst).min(rank + self.limits.swallowed_margin);
            let action = Action::Emit(c, Some(ascii), Certainty::Guess);
            self.beam.push(state.after(symbol, cost), action);
        };
        let swallowed = self.cells.swallowed();
        swallowed.iter().copied().for_each(&mut push);
        if let Entries::Readings(_, marks) = self.entries {
            marks.iter().map(|mark| (*mark, Symbol::of(*mark))).for_each(&mut push);
        }
        let unknown = state.after(self.cells.letter(), costs::SWALLOWED + costs::SWALLOWED_UNKNOWN);
        self.beam.push(unknown, Action::Emit(c, Some('?'), Certainty::Guess));
    }
}
