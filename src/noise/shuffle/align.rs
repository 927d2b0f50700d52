//! Alignment: where the items of a cycle stand in a text, in strict cyclic order.
//!
//! A Viterbi search over the boundaries; the state is the item inserted last. Before the first
//! insertion and behind the last one nothing is expected; in between an item stands behind most
//! boundaries.

use super::natural::Natural;
use super::text::{Boundary, Text, is_closing};
use super::title::{Title, Walk};

/// Characters of the longest item, and two more, by which a walk may run on by chance.
pub(super) const MOST_WALK: usize = 8;
/// Share of the boundaries that take an insertion, while it lasts.
const RATE: f32 = 0.7;
/// Characters between two insertions, but for rare exceptions, and what an exception costs.
const LEAST_DISTANCE: usize = 4;
const CLOSE_COST: f32 = 4.5;
/// What it costs that an item in its turn is not seen: damaged, or cut by the end of a segment.
pub(super) const LOST_COST: f32 = 12.0;
/// What one more insertion must gain to be the last: a word of the title may follow where they
/// stopped, and text is rather kept than lost.
const STOP_MARGIN: f32 = 1.0;
/// What it costs that an insertion stands where none belongs, before closing punctuation.
const CLOSING_COST: f32 = 20.0;

/// What it costs that the text goes on with the words of the title.
const COPY_COST: f32 = 1.0;

/// A boundary with what could be inserted there.
#[derive(Clone, Debug)]
pub(super) struct Slot {
    /// The index of the first character.
    pub(super) at: usize,
    /// The segment, of those that were read, in which it stands.
    line: usize,
    /// The length of the longest walk, 0 where there is none of two characters.
    pub(super) walk: usize,
    /// Gain of taking out 0, 1, … characters, up to the length of the walk, in nats.
    gains: [f32; MOST_WALK + 1],
}

impl Slot {
    /// How much likelier the text is without the next `length` characters.
    pub(super) fn gain(&self, length: usize) -> f32 {
        self.gains[length]
    }
}

/// The boundaries of a text as slots for items of a title, by the walks behind them.
pub(super) fn slots(text: &Text, title: &Title, natural: &Natural, walks: &[Walk]) -> Vec<Slot> {
    walks.iter().map(|walk| slot(text, title, natural, *walk)).collect()
}

fn slot(text: &Text, title: &Title, natural: &Natural, walk: Walk) -> Slot {
    let Walk { boundary: Boundary { at, segment: line }, length: walk } = walk;
    let mut gains = [0.0; MOST_WALK + 1];
    if walk < 2 {
        return Slot { at, line, walk: 0, gains };
    }
    let copied = text.han_before(at).map_or(0, |han| title.goes_on(han, text.from(at)));
    let mut spelling = 0.0;
    let mut next = natural.cost(text, at - 1, at);
    for (length, gain) in gains.iter_mut().enumerate().take(walk + 1).skip(1) {
        let end = at + length;
        spelling += next;
        next = natural.cost(text, end - 1, end);
        let spelling = if length < copied { COPY_COST.min(spelling) } else { spelling };
        let closes = text.chars.get(end).is_none_or(|c| is_closing(*c) || c.is_control());
        let joined = natural.cost(text, at - 1, end) + if closes { CLOSING_COST } else { 0.0 };
        *gain = spelling + next - joined;
    }
    Slot { at, line, walk, gains }
}

/// What an item gains at most in any alignment: as if it were inserted wherever it stands and that pays.
pub(super) fn most_gain(text: &Text, slots: &[Slot], item: &[char]) -> f32 {
    let stands = |slot: &&Slot| slot.walk >= item.len() && text.from(slot.at).starts_with(item);
    let gain = |slot: &Slot| (slot.gain(item.len()) + RATE.ln()).max(0.0);
    slots.iter().filter(stands).map(gain).sum()
}

/// Where the items of a cycle stand.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Alignment {
    /// Slots with the item in each, ascending.
    pub(super) insertions: Vec<(usize, usize)>,
    /// The gain over a text without insertions, in nats.
    pub(super) gain: f32,
}

/// A way to a state.
#[derive(Clone, Copy)]
struct Cell {
    value: f32,
    /// The insertion by which the state was reached, an index of `steps`.
    step: u32,
    /// Up to where in the text the next one would be closer to it than insertions stand to each other.
    near: u32,
}

const NONE: u32 = u32::MAX;
const NOWHERE: Cell = Cell { value: f32::NEG_INFINITY, step: NONE, near: 0 };
/// Before the first insertion.
const NEW: Cell = Cell { value: 0.0, ..NOWHERE };

impl Cell {
    fn is_close(self, at: usize) -> bool {
        at < self.near as usize
    }
}

struct Step {
    slot: u32,
    item: u32,
    before: u32,
}

/// Where in the cycle a text begins.
#[derive(Clone, Copy, Debug)]
pub(super) enum Start {
    /// Before the first insertion.
    Anywhere,
    /// Behind an insertion of this item, and boundaries that were passed over since.
    Behind { item: usize, passed_over: usize },
}

/// Aligns the items of a cycle with the slots of a text.
pub(super) fn align(text: &Text, slots: &[Slot], items: &[Vec<char>], start: Start) -> Alignment {
    let count = items.len();
    if count == 0 {
        return Alignment::default();
    }
    let mut cells = vec![NOWHERE; (slots.len() + 1) * count];
    let mut steps: Vec<Step> = Vec::new();
    let mut best = NEW;
    // The value of a text without insertions so far: they begin with a line.
    let mut before = NEW;
    let mut line = None;
    let skipped = (1.0 - RATE).ln();
    if let Start::Behind { item, passed_over } = start {
        cells[item].value = skipped * passed_over as f32;
    }
    for (index, slot) in slots.iter().enumerate() {
        let here = text.from(slot.at);
        match start {
            Start::Anywhere if line == Some(slot.line) => before.value += skipped,
            Start::Anywhere => before.value = 0.0,
            Start::Behind { .. } => before = NOWHERE,
        }
        line = Some(slot.line);
        // Skipping.
        let (now, behind) = cells[index * count..].split_at_mut(count);
        for (cell, next) in now.iter().zip(behind) {
            let value = cell.value + if cell.is_close(slot.at) { 0.0 } else { skipped };
            if value > next.value {
                *next = Cell { value, ..*cell };
            }
        }
        if slot.walk < 2 {
            continue;
        }
        // Inserting.
        for (item, characters) in items.iter().enumerate() {
            if characters.len() > slot.walk || !here.starts_with(characters) {
                continue;
            }
            let mut from = before;
            for (back, cost) in [(1, 0.0), (2, LOST_COST)] {
                let cell = cells[index * count + (item + 2 * count - back) % count];
                if cell.value == f32::NEG_INFINITY {
                    continue;
                }
                let close = if cell.is_close(slot.at) { CLOSE_COST } else { 0.0 };
                let value = cell.value - cost - close;
                if value > from.value {
                    from = Cell { value, ..cell };
                }
            }
            let value = from.value + slot.gain(characters.len()) + RATE.ln();
            let end = slot.at + characters.len();
            let next = index + 1 + slots[index + 1..].partition_point(|slot| slot.at <= end);
            let step = steps.len() as u32;
            let cell = &mut cells[next * count + item];
            if value > cell.value {
                steps.push(Step { slot: index as u32, item: item as u32, before: from.step });
                *cell = Cell { value, step, near: (end + LEAST_DISTANCE) as u32 };
                if value > best.value + STOP_MARGIN || best.step == NONE && value > 0.0 {
                    best = *cell;
                }
            }
        }
    }
    let mut insertions = Vec::new();
    let mut step = best.step;
    while let Some(Step { slot, item, before }) = steps.get(step as usize) {
        insertions.push((*slot as usize, *item as usize));
        step = *before;
    }
    insertions.reverse();
    Alignment { insertions, gain: best.value }
}

#[cfg(test)]
mod tests {
    use super::super::natural::Pairs;
    use super::*;

    #[test]
    fn no_alignment_gains_more_than_its_items_can() {
        let cycle = ["海风渡", "下水", "新船由", "太阳", "驱动"];
        let clause = |turn: usize| format!("山里的人家，{}又是一年", cycle[turn % cycle.len()]);
        let shuffled: String = (0..20).map(clause).collect();
        let text = Text::read(&[&shuffled]);
        let title = Title::new("海风渡轮今天下水新船由太阳驱动", None).unwrap();
        let walks = title.walks(&text);
        let left_out: Vec<_> = walks.iter().map(|walk| (walk.boundary.at, walk.length)).collect();
        let natural = Natural::count(&Pairs::of(&text), &left_out);
        let slots = slots(&text, &title, &natural, &walks);
        for set in 1..1 << cycle.len() {
            let chosen = cycle.iter().enumerate().filter(|(index, _)| set >> index & 1 != 0);
            let items: Vec<Vec<char>> = chosen.map(|(_, item)| item.chars().collect()).collect();
            let most: f32 = items.iter().map(|item| most_gain(&text, &slots, item)).sum();
            let Alignment { insertions, gain } = align(&text, &slots, &items, Start::Anywhere);
            assert!(gain <= most + 0.01, "{items:?}: {gain}, {most}");
            if items.len() == cycle.len() {
                // Taken out wherever it stands, with nothing passed over but the other boundaries.
                assert!(insertions.len() == 20 && gain > most / 2.0, "{gain}, {most}");
            }
        }
    }
}
