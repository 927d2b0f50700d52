//! Guessing at lost bytes: which characters may stand in a hole.
//!
//! Shifted, a `?` is a pair that means nothing: the trail byte of one character and the lead byte of
//! the next. What follows the character before is looked up, in the [model](super::model) and in what
//! the document [says](super::followers), as
//! are then the characters behind it that end with the next byte, if that is known; between the
//! two, only pairs without a meaning will do. Of the ways to the same lead byte, or to the same
//! swallowed character, only the best one is carried on: what comes next cannot tell them apart.
//! Where the next pair is lost as well, nothing is known of its first byte, so that any will do
//! until the hole behind it is filled.

use memchr::memchr;

use super::cells::{Cell, Leads};
use super::costs;
use super::followers::Follower;
use super::limits::Limits;
use super::model::Common;
use super::search::{Entries, Search};
use super::state::{ANY_LEAD, Action, Certainty, State};
use super::token::{Kind, Token};
use crate::encoding::gbk;
use crate::language::{Context, MOST_BONUS, Symbol};

/// ASCII characters that a hole may have swallowed where the text has them elsewhere: not every text
/// has ASCII punctuation.
const SWALLOWED_MARKS: [char; 8] = [',', ':', ';', '!', '(', ')', '.', '"'];

/// What the character before a pair takes off the cost of a character in a word, about.
const WORD_BONUS: i32 = 10;

/// The ASCII punctuation in the text that a hole may have swallowed.
pub(super) fn marks_of(text: &str) -> Vec<char> {
    SWALLOWED_MARKS
        .into_iter()
        .filter(|mark| memchr(*mark as u8, text.as_bytes()).is_some())
        .collect()
}

/// A character that may stand at a hole: where it comes from, and its place among the others.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate {
    rank: i32,
    state: u32,
    pair: [u8; 2],
    symbol: Symbol,
    /// What the language model makes it cost, and what it costs as one of several.
    base: i32,
    chosen: i32,
}

/// The candidates for a hole; kept for their memory.
#[derive(Debug)]
pub(super) struct Candidates {
    /// With trail bytes that a lead byte may have been lost with.
    torn: Nearest,
    /// With trail bytes that are lead bytes, as any is that was read as one.
    all: Nearest,
    /// The best ways to go on, by the lead byte that is pending then.
    filled: Ways,
    /// The best ways to go on aligned, by the ASCII character that was swallowed.
    swallowed: Ways,
}

impl Candidates {
    fn new(limits: &Limits) -> Candidates {
        Candidates {
            torn: Nearest::new(limits.fillings),
            all: Nearest::new(limits.swallowing),
            filled: Ways::new(),
            swallowed: Ways::new(),
        }
    }
}

/// Of several ways to the same place the best one.
#[derive(Debug)]
struct Ways {
    list: Vec<Way>,
    /// By place: where its way is in the list, from 1 on.
    numbers: [u8; 0x100],
}

/// Ways that room is made for beforehand.
const ROOM: usize = 32;

/// A candidate with what comes behind it.
#[derive(Clone, Copy, Debug)]
struct Way {
    rank: i32,
    place: u8,
    /// What it costs that this comes behind.
    next: i32,
    candidate: usize,
}

impl Ways {
    fn new() -> Ways {
        Ways { list: Vec::with_capacity(ROOM), numbers: [0; 0x100] }
    }

    fn clear(&mut self) {
        for way in self.list.drain(..) {
            self.numbers[usize::from(way.place)] = 0;
        }
    }

    fn push(&mut self, way: Way) {
        let number = &mut self.numbers[usize::from(way.place)];
        match usize::from(*number).checked_sub(1).map(|at| &mut self.list[at]) {
            Some(before) if before.rank <= way.rank => {}
            Some(before) => *before = way,
            None => {
                self.list.push(way);
                // There are fewer places than a byte has numbers.
                *number = self.list.len() as u8;
            }
        }
    }
}

/// The best candidates, none of them much worse than the first.
#[derive(Debug)]
struct Nearest {
    /// In order.
    list: Vec<Candidate>,
    /// Candidates that there may be.
    most: usize,
    /// The first rank that will not do, and the one that will not do whatever else there is.
    end: i32,
    last_end: i32,
}

impl Nearest {
    fn new(most: usize) -> Nearest {
        Nearest { list: Vec::with_capacity(most), most, end: i32::MAX, last_end: i32::MAX }
    }

    fn clear(&mut self, most: usize, last_end: i32) {
        self.list.clear();
        self.most = most;
        self.last_end = if most == 0 { i32::MIN } else { last_end };
        self.end = self.last_end;
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
        self.end = self.last_end.min(self.list[0].rank + margin);
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
    /// lead byte of the next one, or an ASCII character, if `swallows` says so.
    pub(super) fn hole(
        &mut self,
        states: &[State],
        following: Option<Token>,
        fillings: usize,
        swallows: bool,
    ) {
        for state in states {
            if let Some((next, c)) = self.pending(state, 0x80, costs::BYTE_80) {
                self.beam.push(next, Action::Emit(c, None, Certainty::Guess));
            }
        }
        // The byte behind may be one of its own because it was none of a pair's: a decoder that
        // finds half a character before it prints a mark for that alone.
        let is_last = following
            .is_none_or(|token| matches!(token.kind, Kind::Byte(byte) if byte < gbk::FIRST_TRAIL));
        let candidates = self.candidates.take();
        let mut candidates = candidates.unwrap_or_else(|| Box::new(Candidates::new(self.limits)));
        // Others come to nothing, because no successor is made of them, whatever the character before tells.
        let end = self.beam.end() + MOST_BONUS;
        candidates.torn.clear(fillings, end - costs::HOLE);
        let all = if swallows || is_last { self.limits.swallowing } else { 0 };
        candidates.all.clear(all, end - costs::HOLE.min(costs::SWALLOWED));
        for (at, state) in states.iter().enumerate() {
            self.find_candidates(at, state, &mut candidates);
        }
        self.fill(states, &mut candidates, following);
        if is_last {
            for candidate in &candidates.all.list {
                if let Some((next, c)) = self.filled(states, candidate) {
                    let action = Action::Emit(c, None, Certainty::Guess);
                    self.beam.push(next.costing(costs::HOLE), action);
                }
            }
        }
        if swallows {
            self.swallow(states, &mut candidates);
        }
        self.candidates = Some(candidates);
    }

    /// The likeliest characters that complete a state with a lost byte.
    fn find_candidates(&self, at: usize, state: &State, candidates: &mut Candidates) {
        let (cells, lead, context) = (self.cells, state.pending, state.context);
        let previous = context.previous;
        let before = state.cost - state.bonus;
        // Says whether characters that cost more may still do.
        let mut consider = |pair: [u8; 2], cell: Cell, base: i32, cost: i32, is_chance: bool| {
            let rank = before + cost;
            if rank >= candidates.torn.end && rank >= candidates.all.end {
                return false;
            }
            // Of the characters that no lead byte was lost with, few will do.
            let is_torn = cells.is_torn(pair[1]);
            if !is_torn && rank >= candidates.all.end.saturating_add(WORD_BONUS) {
                return true;
            }
            if let Some(symbol) = cell.symbol() {
                // Among those that follow for a reason it was better.
                if is_chance && symbol.tenths_after(previous) < base {
                    return true;
                }
                let base = context.tenths_of(symbol, base);
                let chosen = cost.min(base) + self.familiar.form_cost(cell.form());
                let (rank, state) = (before + chosen, at as u32);
                let candidate = Candidate { rank, state, pair, symbol, base, chosen };
                if is_torn {
                    candidates.torn.push(candidate, self.limits.hole_margin);
                }
                candidates.all.push(candidate, self.limits.hole_margin / 2);
            }
            true
        };
        let after = |it: &Follower| {
            let symbol = it.cell.symbol();
            symbol.map_or(costs::UNKNOWN_CHARACTER, |symbol| symbol.tenths_after(previous))
        };
        let familiar = self.familiar.behind(previous);
        // The trail byte behind which a lost lead byte left a hole, if that is not known to be one.
        let barred = if lead == ANY_LEAD { cells.bound(state.trail) } else { Leads::default() };
        let fits = |pair: [u8; 2]| gbk::is_lead(pair[1]) && !barred.has(pair[0]);
        let common = if lead == ANY_LEAD {
            for it in familiar.all().take(self.limits.wide).filter(|it| fits(it.pair)) {
                let base = after(&it);
                consider(it.pair, it.cell, base, base.min(it.cost), false);
            }
            let known = self.model.followers(previous).iter().take(self.limits.wide);
            for it in known.filter(|it| fits(it.pair)) {
                let cost = i32::from(it.cost);
                if !consider(it.pair, it.cell, cost, cost, false) {
                    break;
                }
            }
            self.model.common()
        } else {
            for it in familiar.with_lead(lead).filter(|it| fits(it.pair)) {
                let base = after(&it);
                consider(it.pair, it.cell, base, base.min(it.cost), false);
            }
            for it in self.model.followers_with_lead(previous, lead) {
                let (pair, cost) = ([lead, it.byte], i32::from(it.cost));
                let is_new = familiar.cost(pair).is_none();
                if is_new && !consider(pair, it.cell, cost, cost, false) {
                    break;
                }
            }
            self.model.with_lead(lead)
        };
        let back_off = previous.back_off();
        for common in common.iter().filter(|it| fits(it.pair)) {
            let cost = back_off + common.tenths;
            if !consider(common.pair, common.cell, cost, cost, true) {
                break;
            }
        }
    }

    /// The state after a candidate, and its character.
    fn filled(&self, states: &[State], candidate: &Candidate) -> Option<(State, char)> {
        let Candidate { pair: [lead, trail], symbol, base, chosen, .. } = *candidate;
        let c = gbk::decode(lead, trail)?;
        let state = &states[candidate.state as usize];
        Some((self.completed(state, c, symbol, base, chosen), c))
    }

    /// The lead byte of the next character was lost together with the trail byte.
    fn fill(&mut self, states: &[State], candidates: &mut Candidates, following: Option<Token>) {
        let Some(following) = following else { return };
        let Candidates { torn, filled, .. } = candidates;
        filled.clear();
        let mut worst = i32::MAX;
        for (at, candidate) in torn.list.iter().enumerate() {
            let rank = candidate.rank + costs::HOLE;
            if rank > worst || !self.beam.admits_shifted(rank) {
                break;
            }
            let trail = candidate.pair[1];
            let Some(byte) = following.first_byte() else {
                let Some((next, c)) = self.filled(states, candidate) else { continue };
                let next = next.costing(costs::HOLE).shifted(ANY_LEAD, Certainty::Guess);
                let next = State { trail, estimate: costs::UNKNOWN_CHARACTER, ..next };
                self.beam.push(next, Action::Emit(c, None, Certainty::Guess));
                continue;
            };
            let cells = self.cells;
            let context = states[candidate.state as usize].context.then(candidate.symbol);
            let most = worst.saturating_sub(rank);
            self.each_lead(context, byte, most, cells.bound(trail), |lead, next| {
                let rank = rank + next;
                if rank <= worst {
                    worst = worst.min(rank + self.limits.filled_margin);
                    filled.push(Way { rank, place: lead, next, candidate: at });
                }
            });
        }
        for way in filled.list.iter().filter(|way| way.rank <= worst) {
            if self.beam.admits_shifted(way.rank)
                && let Some((next, c)) = self.filled(states, &torn.list[way.candidate])
            {
                let next = next.costing(costs::HOLE).shifted(way.place, Certainty::Guess);
                let action = Action::Emit(c, None, Certainty::Guess);
                self.beam.push(State { estimate: way.next, ..next }, action);
            }
        }
    }

    /// Lead bytes that make a likely character of a trail byte, with the cost of that character,
    /// `most` of them all; but for those that are barred.
    #[inline]
    pub(super) fn each_lead(
        &self,
        context: Context,
        trail: u8,
        most: i32,
        barred: Leads,
        mut each: impl FnMut(u8, i32),
    ) {
        // A lead byte counts where it is met first, as the likeliest.
        let mut done = barred;
        let mut consider = |lead: u8, cell: Cell, cost: i32| {
            if done.has(lead) {
                return;
            }
            done.insert(lead);
            let cost = cell.symbol().map_or(cost, |it| context.tenths_of(it, cost));
            each(lead, cost + self.familiar.form_cost(cell.form()));
        };
        let familiar = self.familiar.behind(context.previous);
        for it in familiar.with_trail(trail).filter(|it| it.cost <= most) {
            consider(it.pair[0], it.cell, it.cost);
        }
        for it in self.model.followers_with_trail(context.previous, trail) {
            if i32::from(it.cost) > most {
                break;
            }
            consider(it.byte, it.cell, i32::from(it.cost));
        }
        let back_off = context.previous.back_off();
        let cheap = self.model.with_trail(trail).iter();
        let cheap = cheap.take_while(|it| back_off + it.tenths <= most);
        let will_do = |it: &&Common| !barred.has(it.pair[0]);
        for it in cheap.filter(will_do).take(self.limits.common) {
            consider(it.pair[0], it.cell, back_off + it.tenths);
        }
    }

    /// The lost trail byte of a candidate took an ASCII character with it.
    fn swallow(&mut self, states: &[State], candidates: &mut Candidates) {
        let Candidates { all, swallowed, .. } = candidates;
        let Some(best) = all.list.first() else { return };
        let best = *best;
        if !self.beam.admits(best.rank + costs::SWALLOWED) {
            return;
        }
        let marks = match self.entries {
            Entries::Readings(_, marks) => marks,
            Entries::Leads => &[],
        };
        swallowed.clear();
        let mut worst = i32::MAX;
        for (at, candidate) in all.list.iter().enumerate() {
            let rank = candidate.rank + costs::SWALLOWED;
            if rank > worst {
                break;
            }
            let context = states[candidate.state as usize].context.then(candidate.symbol);
            let mut consider = |ascii: u8, symbol: Symbol, by_pair: i32, most_bonus: i32| {
                let line = if ascii == b'\n' { costs::SWALLOWED_LINE } else { 0 };
                if rank + line + by_pair - most_bonus > worst {
                    return;
                }
                let known =
                    if most_bonus == 0 { by_pair } else { context.tenths_of(symbol, by_pair) };
                let next = line + known;
                let rank = rank + next;
                if rank <= worst {
                    worst = worst.min(rank + self.limits.swallowed_margin);
                    swallowed.push(Way { rank, place: ascii, next, candidate: at });
                }
            };
            for it in self.model.swallowed(candidate.symbol) {
                let most_bonus = if it.is_known { MOST_BONUS } else { 0 };
                consider(it.ascii, it.symbol, it.cost, most_bonus);
            }
            for mark in marks {
                let symbol = Symbol::of(*mark);
                let by_pair = symbol.tenths_after(candidate.symbol);
                consider(*mark as u8, symbol, by_pair, MOST_BONUS);
            }
        }
        for way in swallowed.list.iter().filter(|way| way.rank <= worst) {
            if let Some((next, c)) = self.filled(states, &all.list[way.candidate]) {
                let ascii = char::from(way.place);
                let symbol = self.cells.symbol_of(ascii);
                let next = next.after(symbol, costs::SWALLOWED + way.next);
                self.beam.push(next, Action::Emit(c, Some(ascii), Certainty::Guess));
            }
        }
        if let Some((next, c)) = self.filled(states, &best) {
            let cost = costs::SWALLOWED + costs::SWALLOWED_UNKNOWN;
            let action = Action::Emit(c, Some('?'), Certainty::Guess);
            self.beam.push(next.after(self.model.letter(), cost), action);
        }
    }
}
