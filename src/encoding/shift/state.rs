//! Ways to have read the text so far, and the beam that keeps the best of them.

use super::limits::Limits;
use crate::encoding::gbk;
use crate::language::Symbol;

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
    pub(super) previous: Symbol,
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
            previous: Symbol::line_end(),
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
    pub(super) fn after(self, previous: Symbol, cost: i32) -> State {
        State {
            cost: self.cost + cost,
            estimate: 0,
            pending: 0,
            is_split: false,
            certainty: Certainty::Exact,
            trail: 0,
            previous,
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

    /// What the future can tell states apart by.
    fn twin_key(&self) -> u64 {
        let bytes = [self.pending, self.trail, u8::from(self.is_split)];
        let [pending, trail, is_split] = bytes.map(u64::from);
        pending << 40 | trail << 32 | is_split << 16 | u64::from(self.previous.number())
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
    /// The successors of either kind, before they are pruned.
    next: [Vec<State>; 2],
    /// The rank of the best successor.
    best: i32,
    steps: Vec<Step>,
    /// Successors by rank, and twins; kept for their memory.
    order: Vec<u64>,
    twins: Vec<u64>,
}

/// Above all ranks.
const WORST: i32 = i32::MAX / 2;

impl Beam {
    pub(super) fn new(start: State, limits: &'static Limits) -> Beam {
        Beam {
            limits,
            aligned: vec![start],
            shifted: Vec::new(),
            next: [Vec::new(), Vec::new()],
            best: WORST,
            steps: Vec::new(),
            order: Vec::new(),
            twins: Vec::new(),
        }
    }

    /// Whether a successor of this rank may be among the best.
    pub(super) fn admits(&self, rank: i32) -> bool {
        rank <= self.best + self.limits.hopeless
    }

    /// Notes a successor.
    pub(super) fn push(&mut self, state: State, action: Action) {
        let rank = state.rank();
        if self.admits(rank) {
            self.best = self.best.min(rank);
            self.next[usize::from(state.pending != 0)].push(State { action, ..state });
        }
    }

    /// Puts the best successors in the place of the states they come from, and of twins the
    /// better one.
    pub(super) fn advance(&mut self) {
        let worst = self.best + self.limits.hopeless;
        for (next, kept) in self.next.iter_mut().zip([&mut self.aligned, &mut self.shifted]) {
            kept.clear();
            // By rank; of equals the one with the lower byte: the Traditional characters that
            // readings are injected behind begin with low bytes.
            self.order.clear();
            self.order.extend(next.iter().enumerate().filter(|(_, state)| state.rank() <= worst).map(
                |(at, state)| {
                    let rank = (state.rank() - self.best) as u64;
                    rank << 40 | u64::from(state.pending) << 32 | at as u64
                },
            ));
            if self.order.len() > self.limits.crowd {
                self.order.select_nth_unstable(self.limits.crowd);
                self.order.truncate(self.limits.crowd);
            }
            self.order.sort_unstable();
            self.twins.clear();
            for number in &self.order {
                if kept.len() == self.limits.beam {
                    break;
                }
                let state = next[*number as u32 as usize];
                let twin_key = state.twin_key();
                if self.twins.contains(&twin_key) {
                    continue;
                }
                self.twins.push(twin_key);
                let step = self.steps.len() as u32;
                self.steps.push(Step {
                    parent: state.step,
                    action: state.action,
                    cost: state.cost,
                });
                kept.push(State { step, ..state });
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
