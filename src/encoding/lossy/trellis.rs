//! The likeliest reading of a text whose bytes are known in part.
//!
//! Character by character of the garbled text, every reading so far is carried on by every way to
//! take the next bytes (a beam search). What readings have in common that matters for the rest, the
//! bytes that are no character yet and the last character, is a node; ways that lead to the same
//! node are joined there. Where bytes are known, all readings soon meet in one node, and what
//! lies before it is [decided](super::decide). So memory is bounded, and time is linear in the text.
//!
//! What fits into a hole behind a character is remembered: rows of holes ask for the same again and again.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use super::decide::Decided;
use super::fill::{Filling, Pending, Start, exact, fillings, starts};
use super::hash::Quick;
use super::reader::{Alternative, Backwards, Reader, Unit};
use crate::encoding::codec::Codec;
use crate::encoding::plausibility::{self, Model};
use crate::encoding::scan::WIDE;
use crate::han::{Detected, detect};
use crate::language::Symbol;

/// How many ways are tried.
#[derive(Clone, Copy, Debug)]
pub(super) struct Effort {
    /// Nodes that are carried on.
    nodes: usize,
    /// Fillings of one character that are carried on from one node.
    fillings: usize,
    /// Of a character neither end of which is left only so many of the commonest are considered.
    commonest: usize,
}

impl Effort {
    /// To see whether there is a reading at all.
    pub(super) const LITTLE: Effort = Effort { nodes: 6, fillings: 4, commonest: 32 };
    /// To find the best one.
    pub(super) const MUCH: Effort = Effort { nodes: 48, fillings: 12, commonest: 100 };
}

/// After so many characters without a meeting all readings but the best are given up.
const LONGEST: usize = 64;

/// What bytes cost that are no character, in tenths of a nat.
const MALFORMED: i32 = 95;
/// What the same costs right behind others: they were one character, maybe.
const MORE_MALFORMED: i32 = 24;
/// What it costs to leave a hole: so much that any likely filling is preferred.
const UNFILLED: i32 = 145;
/// What a character costs that the decoder cannot have made.
const FOREIGN: i32 = 60;
/// What a guess costs in a script that the text is not written in.
const OTHER_SCRIPT: i32 = 30;

/// The most holes behind a character that are remembered.
const REMEMBERED: usize = 4096;

/// Most characters that one of the garbled text completes.
const MOST: usize = 6;

/// What stands for a character that is lost.
pub(super) const LOST: char = char::REPLACEMENT_CHARACTER;

/// The characters of a reading that one of the garbled text completes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Emitted {
    characters: [char; MOST],
    /// By bit: whether the character is a guess.
    guesses: u8,
    length: u8,
}

impl Emitted {
    pub(super) const NONE: Emitted = Emitted { characters: ['\0'; MOST], guesses: 0, length: 0 };

    fn with(mut self, c: char, is_guess: bool) -> Option<Emitted> {
        *self.characters.get_mut(usize::from(self.length))? = c;
        self.guesses |= u8::from(is_guess) << self.length;
        self.length += 1;
        Some(self)
    }

    /// The characters, and whether each is a guess.
    pub(super) fn iter(&self) -> impl Iterator<Item = (char, bool)> + '_ {
        let length = usize::from(self.length);
        (0..length).map(|at| (self.characters[at], self.guesses & 1 << at != 0))
    }
}

/// What matters for the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct State {
    pub(super) pending: Pending,
    previous: char,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Node {
    pub(super) state: State,
    /// The cost of the cheapest way here.
    pub(super) cost: i32,
}

/// A way over one character of the garbled text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edge {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) cost: i32,
    pub(super) emitted: Emitted,
}

/// The ways over one character of the garbled text.
#[derive(Debug)]
pub(super) struct Step {
    pub(super) edges: Vec<Edge>,
    pub(super) nodes: Vec<Node>,
    /// Behind the character in the garbled text.
    pub(super) end: usize,
}

/// The encodings that a text went through, and what is known of its language.
#[derive(Clone, Copy, Debug)]
pub(super) struct Passage {
    pub(super) reader: Reader,
    pub(super) meant: Codec,
    pub(super) script: Detected,
}

impl Passage {
    fn is_chinese(self) -> bool {
        use Detected::{Either, Mixed, Simplified, Traditional};
        matches!(self.script, Either | Mixed | Simplified | Traditional)
    }

    /// What a guess costs because of its script.
    fn script_price(self, c: char) -> i32 {
        let is_other = match (self.script, c) {
            (Detected::Simplified | Detected::Traditional, '\u{3041}'..='\u{30FA}') => true,
            (Detected::Simplified | Detected::Traditional, c) => {
                let (_, counts) = detect(c.encode_utf8(&mut [0; 4]));
                let simplified = self.script == Detected::Simplified;
                let other = if simplified { counts.traditional } else { counts.simplified };
                other + counts.japanese > 0
            }
            _ => false,
        };
        if is_other { OTHER_SCRIPT } else { 0 }
    }
}

/// Reads a text anew. It is given up where its first characters, of which the number is told, cost too much.
pub(super) fn read(
    text: &Backwards,
    passage: Passage,
    effort: Effort,
    is_too_dear: impl Fn(usize, i32) -> bool,
    model: Model,
) -> Option<Decided> {
    let mut trellis = Trellis::new(passage, effort, model);
    for (count, (c, end, alternatives)) in (1..).zip(text.characters()) {
        trellis.step(c, alternatives, end);
        if is_too_dear(count, trellis.cost()) {
            return None;
        }
    }
    Some(trellis.finish(text.length()))
}

struct Trellis {
    passage: Passage,
    effort: Effort,
    model: Model,
    /// Where all ways met last.
    root: Node,
    /// The ways from there on.
    steps: Vec<Step>,
    decided: Decided,
    /// The nodes of the step at hand, by state; kept for its memory.
    places: Memory<State, usize>,
    /// The fillings of the patterns met so far.
    fillings: RefCell<Memory<Pattern, Vec<Candidate>>>,
    /// The best of them behind the characters met so far, with what each costs.
    guesses: RefCell<Memory<(char, Pattern), Guesses>>,
}

type Memory<K, V> = HashMap<K, V, Quick>;
/// Fillings with what each costs.
type Guesses = Rc<[(i32, Filling)]>;

/// A character as the models see it.
#[derive(Clone, Copy)]
struct Seen {
    symbol: plausibility::Symbol,
    /// Where the text is Chinese.
    chinese: Option<Chinese>,
}

#[derive(Clone, Copy)]
struct Chinese {
    symbol: Symbol,
    /// Whether the model of Chinese is asked about it.
    is_wide: bool,
}

/// A filling with all that does not depend on what stands before.
#[derive(Clone, Copy)]
struct Candidate {
    filling: Filling,
    seen: Seen,
    script_price: i32,
}

/// The bytes of a character as far as they are known, and how many it has.
type Pattern = (Pending, usize);

/// A way on from a node while it is being found.
#[derive(Clone, Copy)]
struct Way {
    state: State,
    cost: i32,
    emitted: Emitted,
}

impl Trellis {
    fn new(passage: Passage, effort: Effort, model: Model) -> Trellis {
        let state = State { pending: Pending::EMPTY, previous: '\n' };
        Trellis {
            passage,
            effort,
            model,
            root: Node { state, cost: 0 },
            steps: Vec::new(),
            decided: Decided::default(),
            places: Memory::default(),
            fillings: RefCell::default(),
            guesses: RefCell::default(),
        }
    }

    fn frontier(&self) -> &[Node] {
        self.steps.last().map_or(std::slice::from_ref(&self.root), |step| &step.nodes)
    }

    /// What the cheapest way costs.
    fn cost(&self) -> i32 {
        self.frontier().iter().map(|node| node.cost).min().unwrap_or(i32::MAX)
    }

    fn step(&mut self, c: char, alternatives: &[Alternative], end: usize) {
        let mut edges = Vec::new();
        let mut nodes: Vec<Node> = Vec::new();
        let mut places = std::mem::take(&mut self.places);
        places.clear();
        for (from, node) in self.frontier().iter().enumerate() {
            let way = Way { state: node.state, cost: 0, emitted: Emitted::NONE };
            let mut add = |way: Way| {
                let cost = node.cost + way.cost;
                let to = *places.entry(way.state).or_insert_with(|| {
                    nodes.push(Node { state: way.state, cost });
                    nodes.len() - 1
                });
                nodes[to].cost = nodes[to].cost.min(cost);
                edges.push(Edge { from, to, cost: way.cost, emitted: way.emitted });
            };
            for alternative in alternatives {
                if let Some(pending) = node.state.pending.with(alternative.units()) {
                    let state = State { pending, ..way.state };
                    let cost = alternative.price;
                    self.take_off(Way { state, cost, ..way }, false, &mut add);
                }
            }
            if alternatives.is_empty() {
                self.take_off(way, true, &mut |mut way: Way| {
                    way.cost += FOREIGN;
                    self.emit(way, c, false, Pending::EMPTY).into_iter().for_each(&mut add);
                });
            }
        }
        self.places = places;
        self.push(edges, nodes, end);
    }

    /// Keeps the best nodes, and decides about the ways where they meet.
    fn push(&mut self, mut edges: Vec<Edge>, nodes: Vec<Node>, end: usize) {
        let mut order: Vec<usize> = (0..nodes.len()).collect();
        order.sort_by_key(|at| nodes[*at].cost);
        order.truncate(if self.steps.len() < LONGEST { self.effort.nodes } else { 1 });
        let mut places = vec![usize::MAX; nodes.len()];
        order.iter().enumerate().for_each(|(place, at)| places[*at] = place);
        edges.retain_mut(|edge| {
            edge.to = places[edge.to];
            edge.to != usize::MAX
        });
        let nodes: Vec<Node> = order.into_iter().map(|at| nodes[at]).collect();
        let goal = nodes.first().copied().filter(|_| nodes.len() == 1);
        self.steps.push(Step { edges, nodes, end });
        if let Some(goal) = goal {
            self.decided.add(&self.steps, self.root.cost);
            self.steps.clear();
            self.root = goal;
        }
    }

    /// Takes complete characters off the pending bytes, in every way.
    fn take_off(&self, way: Way, at_end: bool, add: &mut dyn FnMut(Way)) {
        let pending = way.state.pending;
        if pending.is_empty() {
            add(way);
            return;
        }
        for start in starts(self.passage.meant, &pending, at_end).into_iter().flatten() {
            match start {
                Start::Unfinished => add(way),
                Start::Malformed => self.take_byte(way, at_end, add),
                Start::Pattern(length) => self.take_character(way, length, at_end, add),
            }
        }
    }

    /// Takes a byte off that begins no character.
    fn take_byte(&self, mut way: Way, at_end: bool, add: &mut dyn FnMut(Way)) {
        let rest = way.state.pending.without(1, 0);
        let way = if way.state.previous == LOST {
            way.cost += MORE_MALFORMED;
            way.state.pending = rest;
            Some(way)
        } else {
            way.cost += MALFORMED;
            self.emit(way, LOST, true, rest)
        };
        if let Some(way) = way {
            self.take_off(way, at_end, add);
        }
    }

    fn take_character(&self, way: Way, length: usize, at_end: bool, add: &mut dyn FnMut(Way)) {
        let meant = self.passage.meant;
        let pending = way.state.pending;
        let units = &pending.units()[..length.min(pending.units().len())];
        if units.len() == length
            && let Some(filling) = exact(meant, units)
        {
            match filling {
                Some(Filling { character, last }) => {
                    let rest = pending.without(length, last);
                    if let Some(way) = self.emit(way, character, false, rest) {
                        self.take_off(way, at_end, add);
                    }
                }
                None => self.take_byte(way, at_end, add),
            }
            return;
        }
        for (cost, Filling { character, last }) in
            self.guesses(way.state.previous, units, length).iter()
        {
            let state = State { pending: pending.without(length, *last), previous: *character };
            if let Some(emitted) = way.emitted.with(*character, true) {
                let way = Way { state, cost: way.cost + cost, emitted };
                self.take_off(way, at_end, add);
            }
        }
    }

    /// The best characters of a length in bytes that fit behind another, the cheapest first.
    fn guesses(&self, previous: char, units: &[Unit], length: usize) -> Guesses {
        let Passage { reader, meant, .. } = self.passage;
        let pattern = (Pending::of(units), length);
        if let Some(known) = self.guesses.borrow().get(&(previous, pattern)) {
            return Rc::clone(known);
        }
        let mut all = self.fillings.borrow_mut();
        let all = all.entry(pattern).or_insert_with(|| {
            let fillings = fillings(reader, meant, units, length, self.effort.commonest);
            fillings.iter().map(|filling| self.candidate(*filling)).collect()
        });
        let previous_seen = self.seen(previous);
        let mut best: Vec<(i32, Filling)> = Vec::with_capacity(self.effort.fillings + 1);
        let mut limit = i32::MAX;
        for Candidate { filling, seen, script_price } in all.iter() {
            let Some(cost) = self.price_below(previous_seen, *seen, limit - script_price) else {
                continue;
            };
            let cost = cost + script_price;
            let at = best.partition_point(|(other, _)| *other <= cost);
            best.truncate(self.effort.fillings - 1);
            best.insert(at, (cost, *filling));
            if let Some((dearest, _)) = best.get(self.effort.fillings - 1) {
                limit = *dearest;
            }
        }
        // Or something rare.
        best.push((UNFILLED, Filling { character: LOST, last: 0 }));
        let best: Guesses = best.into();
        let mut guesses = self.guesses.borrow_mut();
        if guesses.len() >= REMEMBERED {
            guesses.clear();
        }
        guesses.insert((previous, pattern), Rc::clone(&best));
        best
    }

    /// Adds a character to a way; `None` where it has too many.
    fn emit(&self, way: Way, c: char, is_guess: bool, pending: Pending) -> Option<Way> {
        let price = if c == LOST { 0 } else { self.price(way.state.previous, c) };
        Some(Way {
            state: State { pending, previous: c },
            cost: way.cost + price,
            emitted: way.emitted.with(c, is_guess)?,
        })
    }

    /// What a character costs after another.
    fn price(&self, previous: char, next: char) -> i32 {
        self.price_below(self.seen(previous), self.seen(next), i32::MAX).unwrap_or(i32::MAX)
    }

    /// The same, if it is below a limit.
    fn price_below(&self, previous: Seen, next: Seen, limit: i32) -> Option<i32> {
        let cost = self.model.cost(previous.symbol, next.symbol) as i32;
        // One model knows more pairs of Chinese, the other both scripts; the mean of both is better
        // than either.
        let cost = match (previous.chinese, next.chinese) {
            (Some(_), Some(_)) if cost / 2 >= limit => return None,
            (Some(previous), Some(next)) if next.is_wide => {
                (cost + next.symbol.tenths_after(previous.symbol)) / 2
            }
            _ => cost,
        };
        (cost < limit).then_some(cost)
    }

    fn seen(&self, c: char) -> Seen {
        let chinese = self.passage.is_chinese();
        let chinese = chinese.then(|| Chinese { symbol: Symbol::of(c), is_wide: c >= WIDE });
        Seen { symbol: self.model.symbol(c), chinese }
    }

    fn candidate(&self, filling: Filling) -> Candidate {
        let c = filling.character;
        Candidate { filling, seen: self.seen(c), script_price: self.passage.script_price(c) }
    }

    /// The end of the text; what is unfinished there was cut.
    fn finish(mut self, end: usize) -> Decided {
        let mut edges = Vec::new();
        let state = State { pending: Pending::EMPTY, previous: '\n' };
        let mut goal = Node { state, cost: i32::MAX };
        for (from, node) in self.frontier().iter().enumerate() {
            let way = Way { state: node.state, cost: 0, emitted: Emitted::NONE };
            self.take_off(way, true, &mut |way: Way| {
                let cost = way.cost + self.price(way.state.previous, '\n');
                goal.cost = goal.cost.min(node.cost + cost);
                edges.push(Edge { from, to: 0, cost, emitted: way.emitted });
            });
        }
        self.push(edges, vec![goal], end);
        self.decided.finish(end, goal.cost)
    }
}
