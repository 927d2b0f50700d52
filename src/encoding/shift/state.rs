//! Ways to have read the text so far, and the beam that keeps the best of them.

use super::limits::Limits;
use crate::encoding::gbk;
use crate::language::Symbol;

/// A way to have read the text so far.
#[derive(Clone, Copy, Debug)]
pub(super) struct State {
    pub(super) cost: f32,
    /// What the document's own habits take off the cost: used to choose between states only.
    pub(super) bonus: f32,
    /// What the next character will cost: used to choose between states, not summed up.
    pub(super) estimate: f32,
    /// The lead byte of the character to come; 0 when aligned.
    pub(super) pending: u8,
    /// The pending byte was split from its character by the reading before it, so that this
    /// character could not get a reading of its own.
    pub(super) is_split: bool,
    /// The certainty of the pending byte.
    pub(super) certainty: Certainty,
    /// The trail byte of the last character when aligned; 0 when it has none.
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
            cost: 0.0,
            bonus: 0.0,
            estimate: 0.0,
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
    pub(super) fn aligned(self, c: char, cost: f32) -> State {
        let trail = gbk::encode(c).map_or(0, |[_, trail]| trail);
        State { trail, ..self.after(Symbol::of(c), cost) }
    }

    /// The state after a character that no reading is torn from.
    pub(super) fn after(self, previous: Symbol, cost: f32) -> State {
        State {
            cost: self.cost + cost,
            estimate: 0.0,
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

    pub(super) fn costing(self, cost: f32) -> State {
        State { cost: self.cost + cost, ..self }
    }

    pub(super) fn rank(&self) -> f32 {
        self.cost - self.bonus + self.estimate
    }

    /// Whether the future cannot tell the two apart.
    fn is_twin(&self, other: &State) -> bool {
        (self.pending, self.previous, self.trail, self.is_split)
            == (other.pending, other.previous, other.trail, other.is_split)
    }
}

/// What became of one token, and of those before it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    parent: u32,
    pub(super) action: Action,
    /// The cost of all tokens up to this one.
    pub(super) cost: f32,
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
    best: f32,
    steps: Vec<Step>,
}

impl Beam {
    pub(super) fn new(start: State, limits: &'static Limits) -> Beam {
        Beam {
            limits,
            aligned: vec![start],
            shifted: Vec::new(),
            next: [Vec::new(), Vec::new()],
            best: f32::MAX,
            steps: Vec::new(),
        }
    }

    /// Whether a successor that fills a hole is worth carrying on.
    pub(super) fn admits_filling(&self, rank: f32) -> bool {
        rank <= self.best + self.limits.hole_margin
    }

    /// Whether a successor of this rank may be among the best.
    pub(super) fn admits(&self, rank: f32) -> bool {
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
        let beam = self.limits.beam;
        let worst = self.best + self.limits.hopeless;
        for (next, kept) in self.next.iter_mut().zip([&mut self.aligned, &mut self.shifted]) {
            kept.clear();
            next.retain(|state| state.rank() <= worst);
            // Of equals the one with the lower byte: the Traditional characters that readings are
            // injected behind begin with low bytes.
            let by_rank = |a: &State, b: &State| {
                a.rank().total_cmp(&b.rank()).then(a.pending.cmp(&b.pending))
            };
            if next.len() > self.limits.crowd {
                next.select_nth_unstable_by(self.limits.crowd, by_rank);
                next.truncate(self.limits.crowd);
            }
            next.sort_unstable_by(by_rank);
            for state in next.drain(..) {
                if kept.len() == beam {
                    break;
                }
                if kept.iter().any(|other| other.is_twin(&state)) {
                    continue;
                }
                let step = self.steps.len() as u32;
                self.steps.push(Step {
                    parent: state.step,
                    action: state.action,
                    cost: state.cost,
                });
                kept.push(State { step, ..state });
            }
        }
        self.best = f32::MAX;
    }

    /// The steps that led to a state, the last one first.
    pub(super) fn way_to(&self, state: &State) -> impl Iterator<Item = Step> {
        let first = self.steps.get(state.step as usize).copied();
        std::iter::successors(first, |step| self.steps.get(step.parent as usize).copied())
    }
}
