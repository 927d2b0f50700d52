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
use crate::language::Symbol;

/// ASCII characters that are guessed where one was swallowed, and those that are where the text has
/// them elsewhere: not every text has ASCII punctuation.
const SWALLOWED: [char; 12] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', ' ', '\n'];
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
    /// What the language model makes it cost.
    base: i32,
}

/// A character at a hole, and the state after it.
struct Filling {
    next: State,
    c: char,
    trail: u8,
}

impl Search<'_> {
    /// A `?` within a shift: the trail byte of the pending character is lost, and with it the
    /// lead byte of the next one, or an ASCII character.
    pub(super) fn hole(&mut self, states: &[State], following: Option<Token>) {
        for state in states {
            if let Some((next, c)) = self.pending(state, 0x80) {
                let action = Action::Emit(c, None, Certainty::Guess);
                self.beam.push(next.costing(costs::BYTE_80), action);
            }
        }
        let mut candidates = std::mem::take(&mut self.candidates);
        let cells = self.cells;
        self.candidates(states, &mut candidates, self.limits.fillings, |it| cells.is_torn(it));
        for candidate in &candidates {
            if let Some(filling) = self.filling(states, candidate) {
                self.fill(&filling, following);
            }
        }
        // The byte behind may be one of its own because it was none of a pair's: a decoder that
        // finds half a character before it prints a mark for that alone.
        let is_last = following.is_none_or(|token| {
            matches!(token.kind, Kind::Byte(byte) if byte < gbk::FIRST_TRAIL)
        });
        self.candidates(states, &mut candidates, self.limits.swallowing, gbk::is_lead);
        for candidate in &candidates {
            if let Some(Filling { next, c, .. }) = self.filling(states, candidate) {
                if is_last {
                    let action = Action::Emit(c, None, Certainty::Guess);
                    self.beam.push(next.costing(costs::HOLE), action);
                }
                self.swallow(next, c);
            }
        }
        self.candidates = candidates;
    }

    /// The likeliest characters that complete the states with trail bytes that will do.
    fn candidates(
        &self,
        states: &[State],
        candidates: &mut Vec<Candidate>,
        most: usize,
        will_do: impl Fn(u8) -> bool,
    ) {
        candidates.clear();
        let mut best = i32::MAX / 2;
        for (at, state) in states.iter().enumerate() {
            let rank = state.cost - state.bonus;
            let lead = state.pending;
            let mut consider = |pair: [u8; 2], base: i32| {
                // The cheapest that it may become.
                if rank + base > best + self.limits.hole_margin || !will_do(pair[1]) {
                    return;
                }
                if lead == ANY_LEAD && !self.cells.is_hole(state.trail, pair[0]) {
                    return;
                }
                let rank = rank + self.chosen(state.previous, pair, base);
                if rank <= best + self.limits.hole_margin {
                    best = best.min(rank);
                    candidates.push(Candidate { rank, state: at as u32, pair, base });
                }
            };
            let known = self.cells.followers().behind(state.previous);
            let familiar = self.familiar.behind(state.previous);
            let after = |pair: [u8; 2]| {
                let symbol = self.cells.symbol(pair[0], pair[1]);
                symbol.map_or(costs::UNKNOWN_CHARACTER, |it| it.tenths_after(state.previous))
            };
            let common = match lead {
                ANY_LEAD => {
                    known.all().for_each(|(pair, cost)| consider(pair, cost));
                    familiar.all().for_each(|(pair, _)| consider(pair, after(pair)));
                    self.cells.common()
                }
                _ => {
                    known.with_lead(lead).for_each(|(pair, cost)| consider(pair, cost));
                    familiar.with_lead(lead).for_each(|(pair, _)| consider(pair, after(pair)));
                    self.cells.with_lead(lead)
                }
            };
            let fitting = common.iter().filter(|common| will_do(common.trail));
            for common in fitting.take(self.limits.common) {
                let base = common.symbol.tenths_after(state.previous);
                consider([common.lead, common.trail], base);
            }
        }
        candidates.retain(|it| it.rank <= best + self.limits.hole_margin);
        if candidates.len() > most {
            candidates.select_nth_unstable_by_key(most, |it| (it.rank, it.pair));
            candidates.truncate(most);
        }
    }

    fn filling(&self, states: &[State], candidate: &Candidate) -> Option<Filling> {
        let state = &states[candidate.state as usize];
        let [lead, trail] = candidate.pair;
        let symbol = self.cells.symbol(lead, trail)?;
        let c = gbk::decode(lead, trail)?;
        Some(Filling { next: self.completed(state, c, [lead, trail], symbol, candidate.base), c, trail })
    }

    /// The lead byte of the next character was lost together with the trail byte.
    fn fill(&mut self, filling: &Filling, following: Option<Token>) {
        let Filling { next, c, trail } = *filling;
        let next = next.costing(costs::HOLE);
        let action = Action::Emit(c, None, Certainty::Guess);
        let Some(following) = following else { return };
        match following.first_byte() {
            Some(byte) => {
                let torn = |lead| self.cells.is_hole(trail, lead);
                let mut leads = std::mem::take(&mut self.leads);
                self.leads_of(next.previous, byte, torn, &mut leads);
                for &(lead, estimate) in &leads {
                    let next = next.shifted(lead, Certainty::Guess);
                    self.beam.push(State { estimate, ..next }, action);
                }
                self.leads = leads;
            }
            None => {
                let next = next.shifted(ANY_LEAD, Certainty::Guess);
                self.beam.push(State { trail, estimate: costs::UNKNOWN_CHARACTER, ..next }, action);
            }
        }
    }

    /// Lead bytes that make a likely character of a trail byte, with the cost of that character.
    pub(super) fn leads_of(
        &self,
        previous: Symbol,
        trail: u8,
        will_do: impl Fn(u8) -> bool,
        leads: &mut Vec<(u8, i32)>,
    ) {
        leads.clear();
        let mut consider = |pair: [u8; 2], base: i32| {
            if will_do(pair[0]) {
                leads.push((pair[0], self.chosen(previous, pair, base)));
            }
        };
        let known = self.cells.followers().behind(previous);
        known.with_trail(trail).for_each(|(pair, cost)| consider(pair, cost));
        let familiar = self.familiar.behind(previous).with_trail(trail);
        familiar.for_each(|(pair, cost)| consider(pair, cost));
        let back_off = previous.back_off();
        for common in self.cells.with_trail(trail).iter().take(self.limits.common) {
            consider([common.lead, common.trail], back_off + common.symbol.tenths());
        }
    }

    /// The lost trail byte of `c` took an ASCII character with it.
    fn swallow(&mut self, state: State, c: char) {
        let mut push = |ascii: char| {
            let symbol = Symbol::of(ascii);
            let line = if ascii == '\n' { costs::SWALLOWED_LINE } else { 0 };
            let cost = costs::SWALLOWED + line + symbol.tenths_after(state.previous);
            let action = Action::Emit(c, Some(ascii), Certainty::Guess);
            self.beam.push(state.after(symbol, cost), action);
        };
        SWALLOWED.into_iter().for_each(&mut push);
        if let Entries::Readings(_, marks) = self.entries {
            marks.iter().copied().for_each(&mut push);
        }
        let unknown = state.after(Symbol::of('a'), costs::SWALLOWED + costs::SWALLOWED_UNKNOWN);
        self.beam.push(unknown, Action::Emit(c, Some('?'), Certainty::Guess));
    }
}
