//! The search for the best way to read a stretch of text: states go from character to character, those that
//! cost much more than the best one are left behind, and the best one at the end tells what was lost.

use std::ops::Range;

use super::cells::{Cell, Cells, HIRAGANA, KATAKANA, cells};
use super::habits::{Habits, Row};
use crate::encoding::plausibility::{Model, Symbol};
use crate::encoding::shift::costs;
use crate::encoding::shift::path::write;
use crate::encoding::shift::state::{Action, Certainty};
use crate::rewrite::Rewriter;

/// How much likelier than the text as it stands a repair must be, in tenths of a nat.
const MIN_GAIN: i32 = 150;
/// Fewer pairs are no evidence.
const MIN_PAIRS: usize = 4;

/// Successors of a token, and states kept of it, that room is made for beforehand.
const SUCCESSORS: usize = 64;
const STEPS: usize = 6;
/// States kept of each kind: aligned, and shifted.
const BEAM: usize = 16;
/// A state this much worse than the best one, in tenths of a nat, never wins: the entry of a shift costs
/// as much before its first characters pay.
const HOPELESS: i32 = 320;
/// States that are carried over a hole, unless they are so much worse than the best one.
const CARRIED: usize = 4;
const CARRIED_MARGIN: i32 = 60;
/// Trail bytes, and lead bytes behind each, that are tried in a hole; a character so much worse than the best
/// one is not.
const FILLINGS: usize = 10;
const LEADS: usize = 6;
const FILLING_MARGIN: i32 = 80;
/// The same of it and the one behind together.
const FILLED_MARGIN: i32 = 90;
/// Lead bytes that are tried for one that was lost.
const LOST_LEADS: usize = 5;

/// Lead bytes of the commonest characters: of punctuation and kana.
const COMMON_LEADS: [u8; 3] = [0xA1, HIRAGANA, KATAKANA];

/// How much less hiragana cost in Japanese than in all languages together, in tenths of a nat.
const JAPANESE: i32 = 20;

/// A shift is not begun that is so much worse than the best state, in tenths of a nat.
const ENTRY_MARGIN: i32 = 150;

/// The decoder took only the first byte of a pair without a meaning for lost.
const REALIGNED: i32 = 20;

/// A character as it was read.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Pair([u8; 2]),
    /// What stands for bytes without a meaning.
    Lost,
    /// Any other ends a shift.
    Other,
}

struct Token {
    start: usize,
    end: usize,
    kind: Kind,
    cell: Cell,
}

/// A way to have read the text so far.
#[derive(Clone, Copy)]
struct State {
    /// In tenths of a nat.
    cost: i32,
    /// What the next character will cost: used to choose between states, not summed up.
    estimate: i32,
    /// What the document's own habits take off the cost: the same.
    bonus: i32,
    /// The lead byte of the character to come; 0 when aligned.
    pending: u8,
    /// The certainty of it.
    certainty: Certainty,
    /// The character before.
    context: Symbol,
    before: char,
    step: usize,
}

impl State {
    fn after(self, cell: Cell, cost: i32) -> State {
        let (context, before) = (cell.symbol, cell.c);
        State { cost: self.cost + cost, context, before, pending: 0, estimate: 0, ..self }
    }

    /// The state after a character that was shifted.
    fn filled(self, Filling { cell, cost, chosen, .. }: Filling) -> State {
        State { bonus: self.bonus + cost - chosen, ..self.after(cell, cost) }
    }

    fn shifted(self, pending: u8, certainty: Certainty) -> State {
        State { pending, certainty, ..self }
    }

    fn costing(self, cost: i32) -> State {
        State { cost: self.cost + cost, ..self }
    }

    fn rank(&self) -> i32 {
        self.cost + self.estimate - self.bonus
    }
}

/// A character that may stand somewhere.
#[derive(Clone, Copy)]
struct Filling {
    trail: u8,
    cell: Cell,
    /// What it costs, and what it costs as one of several, where it is known that the text is Japanese and what else
    /// the document says.
    cost: i32,
    chosen: i32,
}

/// The rank of a successor and its place among them, in one number.
fn place(rank: i32, at: usize) -> u64 {
    u64::from(rank.cast_unsigned() ^ 1 << 31) << 32 | at as u64
}

struct Step {
    parent: usize,
    action: Action,
    cost: i32,
}

/// The search over a stretch.
pub(super) struct Search<'h> {
    tokens: Vec<Token>,
    habits: &'h Habits,
    /// What stands behind the stretch.
    end: Symbol,
    model: Model,
    cells: &'static Cells,
    aligned: Vec<State>,
    shifted: Vec<State>,
    next: Vec<(State, Action)>,
    /// The least rank of them, and of those over a hole.
    best: i32,
    best_filled: i32,
    /// Kept for its memory.
    order: Vec<u64>,
    /// Of the hole at hand; kept for their memory.
    fillings: Vec<Filling>,
    steps: Vec<Step>,
    /// The cost of leaving all as it stands, up to each token.
    baseline: Vec<i32>,
}

const NO_STEP: usize = usize::MAX;
/// Above all ranks.
const WORST: i32 = i32::MAX / 2;

impl<'h> Search<'h> {
    pub(super) fn new(text: &str, stretch: Range<usize>, habits: &'h Habits) -> Search<'h> {
        let model = Model::get();
        let cell = |c| Cell { c, symbol: model.symbol(c) };
        let cells = cells();
        let mut tokens = Vec::with_capacity(text[stretch.clone()].chars().count());
        tokens.extend(text[stretch.clone()].char_indices().map(|(at, c)| Token {
            start: stretch.start + at,
            end: stretch.start + at + c.len_utf8(),
            kind: match c {
                '?' | char::REPLACEMENT_CHARACTER => Kind::Lost,
                _ => cells.pair(c).map_or(Kind::Other, Kind::Pair),
            },
            cell: cell(if c == char::REPLACEMENT_CHARACTER { '?' } else { c }),
        }));
        let before = text[..stretch.start].chars().next_back().unwrap_or('\n');
        let context = model.symbol(before);
        let start = State {
            cost: 0,
            estimate: 0,
            bonus: 0,
            pending: 0,
            certainty: Certainty::Exact,
            context,
            before,
            step: NO_STEP,
        };
        let end = model.symbol(text[stretch.end..].chars().next().unwrap_or('\n'));
        let mut baseline = Vec::with_capacity(tokens.len());
        let (mut sum, mut previous) = (0, context);
        for token in &tokens {
            sum += model.cost(previous, token.cell.symbol) as i32;
            baseline.push(sum);
            previous = token.cell.symbol;
        }
        let mut aligned = Vec::with_capacity(BEAM);
        aligned.push(start);
        let steps = Vec::with_capacity(STEPS * tokens.len());
        Search {
            tokens,
            habits,
            end,
            model,
            cells,
            aligned,
            shifted: Vec::with_capacity(BEAM),
            next: Vec::with_capacity(SUCCESSORS),
            best: WORST,
            best_filled: WORST,
            order: Vec::with_capacity(SUCCESSORS),
            fillings: Vec::with_capacity(FILLINGS),
            steps,
            baseline,
        }
    }

    /// Reads the stretch, and writes what makes it likelier beyond doubt.
    pub(super) fn run(mut self, rewriter: &mut Rewriter<'_>) {
        for at in 0..self.tokens.len() {
            self.step(at);
            self.advance();
        }
        // Text that ends within a shift: the pending byte has lost its character.
        let cut = self.shifted.iter().map(|state| state.costing(costs::CUT));
        // What follows tells between the ways to fill a hole there.
        let rank = |state: &State| state.rank() + self.cost(state.context, self.end);
        let Some(best) = cut.chain(self.aligned.iter().copied()).min_by_key(rank) else { return };
        let mut steps = Vec::with_capacity(self.tokens.len());
        let mut step = best.step;
        while let Some(it) = self.steps.get(step) {
            steps.push((it.action, it.cost));
            step = it.parent;
        }
        steps.reverse();
        self.write_shifts(&steps, rewriter);
    }

    fn write_shifts(&self, steps: &[(Action, i32)], rewriter: &mut Rewriter<'_>) {
        let gain = |at: usize| self.baseline[at] - steps[at].1;
        let mut at = 0;
        while at < steps.len() {
            if steps[at].0 == Action::Keep {
                at += 1;
                continue;
            }
            let end = (at..steps.len()).find(|at| steps[*at].0 == Action::Keep);
            let end = end.unwrap_or(steps.len());
            // The character behind the shift tells too whether it ends well.
            let gained = gain(end.min(steps.len() - 1)) - at.checked_sub(1).map_or(0, gain);
            let tokens = &self.tokens[at..end];
            let pairs = tokens.iter().filter(|token| token.kind != Kind::Lost).count();
            if gained >= MIN_GAIN && pairs >= MIN_PAIRS && 5 * pairs >= 3 * tokens.len() {
                let actions = steps[at..end].iter().map(|(action, _)| *action);
                write(tokens.iter().map(|token| token.start..token.end).zip(actions), rewriter);
            }
            at = end;
        }
    }

    fn step(&mut self, at: usize) {
        let Token { kind, cell, .. } = self.tokens[at];
        let following = self.tokens.get(at + 1).map_or(Kind::Other, |token| token.kind);
        let shifted = std::mem::take(&mut self.shifted);
        match kind {
            Kind::Pair(pair) => {
                for state in &shifted {
                    self.slip(*state, pair);
                }
            }
            Kind::Lost => {
                let worst = shifted.first().map_or(0, State::rank) + CARRIED_MARGIN;
                let hopeful = shifted.iter().take(CARRIED).take_while(|it| it.rank() <= worst);
                for state in hopeful {
                    self.hole(*state, following);
                }
            }
            Kind::Other => {
                for state in &shifted {
                    let cost = self.cost(state.context, cell.symbol) + costs::CUT;
                    self.push(state.after(cell, cost), Action::Keep);
                }
            }
        }
        let aligned = std::mem::take(&mut self.aligned);
        for (place, state) in aligned.iter().enumerate() {
            let cost = self.cost(state.context, cell.symbol);
            self.push(state.after(cell, cost), Action::Keep);
            // A shift that goes on well leaves nothing to new ones.
            if place == 0 && state.rank() + costs::LOST <= self.best + ENTRY_MARGIN {
                self.enter(*state, kind, following);
            }
        }
        (self.shifted, self.aligned) = (shifted, aligned);
    }

    /// A shift begins: with a mark that stands for a lead byte, or for the pair that lost its lead
    /// byte and means nothing; or without a trace.
    fn enter(&mut self, state: State, kind: Kind, following: Kind) {
        let guess = Certainty::Guess;
        match (kind, following) {
            (Kind::Lost, _) => {
                if let Kind::Pair([trail, _]) = following {
                    let state = state.costing(costs::LOST);
                    let habits = self.habits.behind(state.before);
                    for lead in self.cells.leads(trail).iter().take(LOST_LEADS) {
                        let character = self.filling(&state, habits, *lead, trail);
                        let estimate = character.map_or(0, |character| character.chosen);
                        let entered = State { estimate, ..state.shifted(*lead, guess) };
                        self.push(entered, Action::Enter(guess));
                    }
                }
                let state = state.costing(costs::DROPPED);
                for lead in COMMON_LEADS {
                    self.hole(state.shifted(lead, guess), following);
                }
            }
            (Kind::Pair(pair), _) => {
                let state = state.costing(costs::DROPPED);
                for lead in self.cells.leads(pair[0]).iter().take(LOST_LEADS) {
                    self.slip(state.shifted(*lead, guess), pair);
                }
            }
            (Kind::Other, _) => {}
        }
    }

    fn cost(&self, previous: Symbol, next: Symbol) -> i32 {
        self.model.cost(previous, next) as i32
    }

    /// The character at a pair, behind the one before.
    fn filling(&self, state: &State, habits: Row<'_>, lead: u8, trail: u8) -> Option<Filling> {
        let cell = self.cells.at(lead, trail)?;
        let cost = self.cost(state.context, cell.symbol);
        let japanese = if matches!(cell.c, 'ぁ'..='ん') { cost - JAPANESE } else { cost };
        let chosen = habits.cost(cell.c).map_or(japanese, |known| known.min(japanese));
        Some(Filling { trail, cell, cost, chosen })
    }

    /// A pair read one byte late.
    fn slip(&mut self, state: State, [first, second]: [u8; 2]) {
        let habits = self.habits.behind(state.before);
        let Some(filling) = self.filling(&state, habits, state.pending, first) else { return };
        let next = state.filled(filling).shifted(second, Certainty::Exact);
        self.push(next, Action::Emit(filling.cell.c, None, state.certainty));
    }

    /// A pair without a meaning: the pending character ends with the first of its bytes, and the
    /// second is the lead byte of the next; or the decoder took only the first for lost, and
    /// reads on aligned.
    fn hole(&mut self, state: State, following: Kind) {
        let trails = match following {
            Kind::Pair(_) | Kind::Lost => self.cells.torn(state.pending),
            // It may be any that has no second byte.
            Kind::Other => self.cells.trails(state.pending),
        };
        let habits = self.habits.behind(state.before);
        let mut fillings = std::mem::take(&mut self.fillings);
        let filling = |trail: &u8| self.filling(&state, habits, state.pending, *trail);
        for filling in trails.iter().filter_map(filling) {
            let order = |it: &Filling| (it.chosen, it.trail);
            if fillings.len() == FILLINGS {
                // The commonest come first, so that most of the others are worse than all of these.
                if fillings.last().is_some_and(|last| order(last) <= order(&filling)) {
                    continue;
                }
                fillings.pop();
            }
            let at = fillings.iter().filter(|it| order(it) < order(&filling)).count();
            fillings.insert(at, filling);
        }
        let worst = fillings.first().map_or(0, |best| best.chosen) + FILLING_MARGIN;
        for filling in fillings.drain(..).take_while(|it| it.chosen <= worst) {
            let next = state.filled(filling).costing(costs::HOLE);
            // Nothing that comes behind costs less than what Japanese takes off.
            if next.rank() - JAPANESE > self.best_filled + FILLED_MARGIN {
                break;
            }
            self.behind_hole(next, filling, following);
        }
        self.fillings = fillings;
    }

    fn behind_hole(&mut self, next: State, Filling { trail, cell, .. }: Filling, following: Kind) {
        let cells = self.cells;
        let is_hole = |lead: &&u8| cells.at(trail, **lead).is_none();
        let action = Action::Emit(cell.c, None, Certainty::Guess);
        match following {
            Kind::Pair([first, _]) => {
                if is_hole(&&first) {
                    self.push_filled(next.costing(REALIGNED), action);
                }
                let habits = self.habits.behind(next.before);
                for lead in cells.leads(first).iter().filter(is_hole).take(LEADS) {
                    let character = self.filling(&next, habits, *lead, first);
                    let estimate = character.map_or(0, |character| character.chosen);
                    let shifted = next.shifted(*lead, Certainty::Guess);
                    self.push_filled(State { estimate, ..shifted }, action);
                }
            }
            Kind::Lost => {
                for lead in COMMON_LEADS.iter().filter(is_hole) {
                    let shifted = next.shifted(*lead, Certainty::Guess);
                    let estimate = costs::UNKNOWN_CHARACTER;
                    self.push_filled(State { estimate, ..shifted }, action);
                }
                self.push_filled(next.costing(REALIGNED), action);
            }
            Kind::Other => self.push_filled(next, action),
        }
    }

    /// Notes a successor, unless it is hopeless.
    #[inline]
    fn push(&mut self, state: State, action: Action) {
        let rank = state.rank();
        self.best = self.best.min(rank);
        if rank <= self.best + HOPELESS {
            self.next.push((state, action));
        }
    }

    /// Notes a successor over a hole, unless it is much worse than others.
    #[inline]
    fn push_filled(&mut self, state: State, action: Action) {
        let rank = state.rank();
        self.best_filled = self.best_filled.min(rank);
        if rank <= self.best_filled + FILLED_MARGIN {
            self.push(state, action);
        }
    }

    /// Puts the best successors in the place of the states they come from; of those that differ in
    /// their past only, the better one.
    fn advance(&mut self) {
        self.shifted.clear();
        self.aligned.clear();
        let worst = self.best + HOPELESS;
        let ranks = self.next.iter().map(|(state, _)| state.rank()).enumerate();
        self.order
            .extend(ranks.filter(|(_, rank)| *rank <= worst).map(|(at, rank)| place(rank, at)));
        self.order.sort_unstable();
        for place in self.order.drain(..) {
            let (state, action) = self.next[place as u32 as usize];
            let kept = if state.pending == 0 { &mut self.aligned } else { &mut self.shifted };
            let is_twin = |it: &State| it.pending == state.pending && it.context == state.context;
            if kept.len() == BEAM || kept.iter().any(is_twin) {
                continue;
            }
            kept.push(State { step: self.steps.len(), ..state });
            self.steps.push(Step { parent: state.step, action, cost: state.cost });
        }
        self.next.clear();
        (self.best, self.best_filled) = (WORST, WORST);
    }
}
