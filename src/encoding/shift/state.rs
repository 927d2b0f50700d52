//! Ways to have read the text so far, and the beam that keeps the best of them.

use super::limits::Limits;
use crate::encoding::gbk;
use crate::language::{Context, Symbol};

/// Stands for a pending byte that was lost too: which one it was shows with what follows.
pub(super) const ANY_LEAD: u8 = 1;

/// A way to have read the text so far.
#[derive(Clone, Copy, Debug)]
pub(super) struct State {
    /// Costs are in tenths of a nat.
    pub(super) cost: i32,
    /// What the document's own habits take off the cost: used to choose between states only.
    pub(super) bonus: i32,
    /// What the next character will cost: used to choose between states, not summed up.
    pub(super) estimate: i32,
    /// The lead byte of the character to come, or [`ANY_LEAD`]; 0 when aligned.
    pub(super) pending: u8,
    /// The pending byte was split from its character by the reading before it, so that this
    /// character could not get a reading of its own.
    pub(super) is_split: bool,
    /// The certainty of the pending byte.
    pub(super) certainty: Certainty,
    /// The trail byte of the last character when aligned, or when the pending byte was lost with it
    /// and may be any; 0 when there is none.
    pub(super) trail: u8,
    /// The last two characters. States with the same last one are twins; the one before that is
    /// the better twin's.
    pub(super) context: Context,
    /// The last step, as an index into the steps; of a successor, the one before.
    pub(super) step: u32,
    pub(super) action: Action,
}

impl State {
    /// The state at the beginning of a line.
    pub(super) fn start() -> State {
        State {
            cost: 0,
            bonus: 0,
            estimate: 0,
            pending: 0,
            is_split: false,
            certainty: Certainty::Exact,
            trail: 0,
            context: Context::line_start(),
            step: NO_STEP,
            action: Action::Keep,
        }
    }

    /// The state after an aligned character of this cost.
    pub(super) fn aligned(self, c: char, cost: i32) -> State {
        let trail = gbk::encode(c).map_or(0, |[_, trail]| trail);
        State { trail, ..self.after(Symbol::of(c), cost) }
    }

    /// The state after a character that no reading is torn from.
    pub(super) fn after(self, symbol: Symbol, cost: i32) -> State {
        State {
            cost: self.cost + cost,
            estimate: 0,
            pending: 0,
            is_split: false,
            certainty: Certainty::Exact,
            trail: 0,
            context: self.context.then(symbol),
            ..self
        }
    }

    /// The state with the lead byte of the next character pending.
    pub(super) fn shifted(self, pending: u8, certainty: Certainty) -> State {
        State { pending, certainty, trail: 0, ..self }
    }

    pub(super) fn costing(self, cost: i32) -> State {
        State { cost: self.cost + cost, ..self }
    }

    pub(super) fn rank(&self) -> i32 {
        self.cost - self.bonus + self.estimate
    }

    /// What the future can tell states apart by, in 29 bits.
    fn twin_key(&self) -> u32 {
        let bytes = [self.pending, self.trail, u8::from(self.is_split)];
        let [pending, trail, is_split] = bytes.map(u32::from);
        // Where the character to come has been weighed, nothing depends on the one before it.
        let is_weighed = self.estimate != 0 && self.pending != ANY_LEAD;
        let previous = if is_weighed { 0 } else { self.context.previous.number() };
        is_split << 28 | pending << 20 | trail << 12 | u32::from(previous)
    }
}

/// What became of one token, and of those before it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    parent: u32,
    pub(super) action: Action,
    /// The cost of all tokens up to this one.
    pub(super) cost: i32,
}

const NO_STEP: u32 = u32::MAX;

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Action {
    /// The token stays as it is.
    Keep,
    /// The token only told of a byte: what it is part of comes with the next one.
    Enter(Certainty),
    /// The token is replaced by one character or two.
    Emit(char, Option<char>, Certainty),
}

#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub(super) enum Certainty {
    /// Characters whose bytes were lost.
    Guess,
    /// Bytes that follow from a reading whose injection was not seen elsewhere.
    Derived,
    /// Bytes that were there, or follow from what is known.
    Exact,
}

impl Certainty {
    pub(super) fn confidence(self) -> f32 {
        match self {
            Certainty::Guess => 0.5,
            Certainty::Derived => 0.9,
            Certainty::Exact => 0.99,
        }
    }
}

/// The best states, aligned and shifted apart: the one kind would crowd out the other.
pub(super) struct Beam {
    limits: &'static Limits,
    pub(super) aligned: Vec<State>,
    pub(super) shifted: Vec<State>,
    next: [Successors; 2],
    /// The rank of the best successor.
    best: i32,
    steps: Vec<Step>,
}

/// States that are kept of a token as a rule, about.
const STEPS: usize = 6;
/// Above all ranks.
const WORST: i32 = i32::MAX / 2;

impl Beam {
    /// A beam for about so many tokens.
    pub(super) fn new(start: State, limits: &'static Limits, tokens: usize) -> Beam {
        let mut aligned = Vec::with_capacity(limits.beam);
        aligned.push(start);
        Beam {
            limits,
            aligned,
            shifted: Vec::with_capacity(limits.beam),
            next: [Successors::new(limits.beam), Successors::new(limits.beam)],
            best: WORST,
            steps: Vec::with_capacity(STEPS * tokens),
        }
    }

    /// Whether a successor of this rank may be among the best.
    pub(super) fn admits(&self, rank: i32) -> bool {
        rank <= self.best + self.limits.hopeless
    }

    /// The first rank that no successor may have.
    pub(super) fn end(&self) -> i32 {
        self.best + self.limits.hopeless + 1
    }

    /// Tells of a successor that there will be, so that worse ones need not be weighed before.
    pub(super) fn expect(&mut self, rank: i32) {
        self.best = self.best.min(rank);
    }

    /// Whether a shifted successor of this rank may be among the best that there are by now.
    pub(super) fn admits_shifted(&self, rank: i32) -> bool {
        let [_, shifted] = &self.next;
        let is_full = shifted.states.len() == self.limits.beam;
        let worst = shifted.order.last().filter(|_| is_full);
        self.admits(rank) && worst.is_none_or(|worst| above(rank, 0) <= *worst)
    }

    /// Notes a successor.
    #[inline]
    pub(super) fn push(&mut self, state: State, action: Action) {
        let rank = state.rank();
        if self.admits(rank) {
            self.best = self.best.min(rank);
            let next = &mut self.next[usize::from(state.pending != 0)];
            next.push(&state, action, rank, self.limits.beam);
        }
    }

    /// Puts the best successors in the place of the states they come from.
    pub(super) fn advance(&mut self) {
        let worst = self.best + self.limits.hopeless;
        for (next, kept) in self.next.iter_mut().zip([&mut self.aligned, &mut self.shifted]) {
            kept.clear();
            next.sort();
            for state in next.in_order().take_while(|state| state.rank() <= worst) {
                let step = self.steps.len() as u32;
                let (parent, action, cost) = (state.step, state.action, state.cost);
                self.steps.push(Step { parent, action, cost });
                kept.push(State { step, ..*state });
            }
            next.clear();
        }
        self.best = WORST;
    }

    /// The steps that led to a state, the last one first.
    pub(super) fn way_to(&self, state: &State) -> impl Iterator<Item = Step> {
        let first = self.steps.get(state.step as usize).copied();
        std::iter::successors(first, |step| self.steps.get(step.parent as usize).copied())
    }
}

/// Words of the set of twin keys.
const MET: usize = 4;

/// The best successors of one kind; of twins the better one.
struct Successors {
    states: Vec<State>,
    /// The twin keys of the states, and those that there may be among them, by a few bits of their products.
    twins: Vec<u32>,
    met: [u64; MET],
    /// The states by rank, sorted once there are as many as are kept: rank, pending byte, and place among the states, from the upper bits
    /// down. Of equals the one with the lower byte is better: the Traditional characters that
    /// readings are injected behind begin with low bytes.
    order: Vec<u64>,
}

impl Successors {
    fn new(most: usize) -> Successors {
        Successors {
            states: Vec::with_capacity(most),
            twins: Vec::with_capacity(most),
            met: [0; MET],
            order: Vec::with_capacity(most),
        }
    }

    fn push(&mut self, state: &State, action: Action, rank: i32, most: usize) {
        let above = above(rank, state.pending);
        // Most that come late are worse than all of the best.
        let is_full = self.states.len() == most;
        if is_full && self.order.last().is_some_and(|worst| above >= worst & !PLACE) {
            return;
        }
        let twin_key = state.twin_key();
        let number = twin_key.wrapping_mul(0x9E37_79B1) >> 24;
        let (word, bit) = (number as usize % MET, 1 << (number / MET as u32));
        let may_have_twin = self.met[word] & bit != 0;
        self.met[word] |= bit;
        let state = State { action, ..*state };
        let twin = if may_have_twin { self.twin(twin_key) } else { None };
        let place = match twin {
            Some(place) => {
                if self.states[place].rank() <= rank {
                    return;
                }
                self.order.retain(|number| place_of(*number) != place);
                place
            }
            None if is_full => self.order.pop().map_or(0, place_of),
            None => {
                self.states.push(state);
                self.twins.push(twin_key);
                let last = self.twins.len() as u64 - 1;
                self.order.push(above | last);
                // Until there are as many as are kept, it does not matter which of them is the worst.
                if self.states.len() == most {
                    self.order.sort_unstable();
                }
                return;
            }
        };
        self.states[place] = state;
        self.twins[place] = twin_key;
        let number = above | place as u64;
        if !is_full {
            self.order.push(number);
            return;
        }
        // Few enough that counting is faster than a search, whose branches nobody can foresee.
        let at = self.order.iter().filter(|other| **other < number).count();
        self.order.insert(at, number);
    }

    /// The place of the twin, if there is one.
    fn twin(&self, twin_key: u32) -> Option<usize> {
        self.twins.iter().position(|key| *key == twin_key)
    }

    fn sort(&mut self) {
        self.order.sort_unstable();
    }

    fn in_order(&self) -> impl Iterator<Item = &State> {
        self.order.iter().map(|number| &self.states[place_of(*number)])
    }

    fn clear(&mut self) {
        self.states.clear();
        self.twins.clear();
        self.met = [0; MET];
        self.order.clear();
    }
}

/// All but the place of a state in the order.
fn above(rank: i32, pending: u8) -> u64 {
    u64::from(rank.cast_unsigned() ^ 1 << 31) << 32 | u64::from(pending) << 16
}

/// The bits of a place among the states.
const PLACE: u64 = 0xFFFF;

fn place_of(number: u64) -> usize {
    (number & PLACE) as usize
}
