//! Inference of the cycle: the best first guess, improved step by step.
//!
//! A cycle is worth what its alignment with the text gains, less what it costs to describe: the
//! principle of minimum description length. From a first guess one climbs by changing one item at
//! a time.

use super::align::{Alignment, Slot, Start, align, most_gain};
use super::text::{Text, is_boundary};
use super::title::Title;

pub(super) type Item = Vec<char>;

/// Characters of an item.
pub(super) const SHORTEST_ITEM: usize = 2;
pub(super) const LONGEST_ITEM: usize = 7;
/// Items of a cycle, at least.
pub(super) const FEWEST_ITEMS: usize = 4;

/// What each item costs beside its description.
const ITEM_COST: f32 = 1.0;
/// What it costs that a place in the title is used by two items.
const SHARED_PLACE_COST: f32 = 6.0;
/// What each item costs that a cycle has too few.
const MISSING_ITEM_COST: f32 = 12.0;
/// First guesses that are improved.
const CLIMBS: usize = 3;
/// Alignments tried in one climb.
const TRIES: usize = 400;
/// What a step must gain.
const LEAST_STEP: f32 = 0.01;
/// By how much a sum may be off that is made in another order.
const ROUNDING: f32 = 0.1;

/// A cycle aligned with a text.
#[derive(Clone, Debug)]
pub(super) struct Fit {
    pub(super) items: Vec<Item>,
    pub(super) alignment: Alignment,
    /// What the cycle is worth, in nats.
    pub(super) worth: f32,
}

/// A change of one item, by its place in the cycle.
enum Step {
    Replace(usize, Item),
    Remove(usize),
    Insert(usize, Item),
}

impl Step {
    /// The cycle after the step.
    fn take(self, items: &[Item]) -> Vec<Item> {
        let mut items = items.to_vec();
        match self {
            Step::Replace(index, item) => items[index] = item,
            Step::Remove(index) => drop(items.remove(index)),
            Step::Insert(index, item) => items.insert(index, item),
        }
        items
    }
}

/// A text and a title, between which a cycle is looked for.
#[derive(Clone, Copy)]
pub(super) struct Search<'s> {
    pub(super) text: &'s Text,
    pub(super) slots: &'s [Slot],
    pub(super) title: &'s Title,
}

impl Search<'_> {
    /// The best of some cycles, improved.
    pub(super) fn best(&self, seeds: Vec<Vec<Item>>) -> Option<Fit> {
        let mut fits: Vec<Fit> = seeds.into_iter().filter_map(|seed| self.fit(seed)).collect();
        fits.sort_by(|a, b| b.worth.total_cmp(&a.worth));
        fits.truncate(CLIMBS);
        let climbed = fits.into_iter().map(|fit| self.climb(fit));
        climbed.max_by(|a, b| a.worth.total_cmp(&b.worth))
    }

    /// Aligns a cycle; `None` where it cannot be one.
    pub(super) fn fit(&self, items: Vec<Item>) -> Option<Fit> {
        let cost = self.cost(&items)?;
        Some(self.aligned(items, cost))
    }

    fn aligned(&self, items: Vec<Item>, cost: f32) -> Fit {
        let alignment = align(self.text, self.slots, &items, Start::Anywhere);
        let worth = alignment.gain - cost;
        Fit { items, alignment, worth }
    }

    /// What it costs to describe a cycle, in nats.
    fn cost(&self, items: &[Item]) -> Option<f32> {
        let mut sum = MISSING_ITEM_COST * FEWEST_ITEMS.saturating_sub(items.len()) as f32;
        let mut taken = 0_u128;
        for (index, item) in items.iter().enumerate() {
            if items[..index].contains(item) {
                return None;
            }
            let description = self.title.describe(item, taken)?;
            let shared = (taken & description.places).count_ones() as f32;
            taken |= description.places;
            let described = self.title.cost(item, &description);
            sum += ITEM_COST + described + SHARED_PLACE_COST * shared;
        }
        Some(sum)
    }

    /// Improves a cycle as long as one step gains something.
    pub(super) fn climb(&self, mut fit: Fit) -> Fit {
        let mut tries = 0;
        loop {
            let most: Vec<f32> = fit.items.iter().map(|item| self.most(item)).collect();
            let all: f32 = most.iter().sum();
            let mut best: Option<Fit> = None;
            for step in self.steps(&fit) {
                tries += 1;
                if tries > TRIES {
                    return fit;
                }
                let bar = best.as_ref().map_or(fit.worth + LEAST_STEP, |best| best.worth);
                // Most steps are known to be worth less before anything is aligned.
                let most = match &step {
                    Step::Replace(index, item) => all - most[*index] + self.most(item),
                    Step::Insert(_, item) => all + self.most(item),
                    Step::Remove(index) => all - most[*index],
                } + ROUNDING;
                if most < bar {
                    continue;
                }
                let items = step.take(&fit.items);
                let Some(cost) = self.cost(&items).filter(|cost| most - cost >= bar) else {
                    continue;
                };
                let changed = self.aligned(items, cost);
                if changed.worth > bar {
                    best = Some(changed);
                }
            }
            match best {
                Some(better) => fit = better,
                None => return fit,
            }
        }
    }

    /// What an item can gain at most, wherever it stands.
    fn most(&self, item: &[char]) -> f32 {
        most_gain(self.text, self.slots, item)
    }

    /// The cycles one step away.
    fn steps(&self, fit: &Fit) -> Vec<Step> {
        let mut steps = Vec::new();
        for index in 0..fit.items.len() {
            let mut changed = self.resized(fit, index);
            changed.retain(|item| (SHORTEST_ITEM..=LONGEST_ITEM).contains(&item.len()));
            steps.extend(changed.into_iter().map(|item| Step::Replace(index, item)));
            steps.push(Step::Remove(index));
            let shared = self.shared_in_gaps(fit, index).into_iter();
            steps.extend(shared.map(|item| Step::Insert(index + 1, item)));
        }
        steps
    }

    /// An item made shorter or longer, on either side.
    fn resized(&self, fit: &Fit, index: usize) -> Vec<Item> {
        let item = &fit.items[index];
        let mut changed = vec![item[..item.len() - 1].to_vec()];
        let places: Vec<usize> = fit
            .alignment
            .insertions
            .iter()
            .filter(|(_, inserted)| *inserted == index)
            .map(|(slot, _)| self.slots[*slot].at)
            .collect();
        let behind = |at: usize, offset: usize| self.text.chars.get(at + item.len() + offset);
        for at in &places {
            let mut longer = item.clone();
            for offset in 0..2 {
                longer.extend(behind(*at, offset));
                let again =
                    places.iter().filter(|other| self.text.from(**other).starts_with(&longer));
                if again.count() >= 2 && !changed.contains(&longer) {
                    changed.push(longer.clone());
                }
            }
        }
        if is_boundary(item[0]) {
            changed.push(item[1..].to_vec());
        }
        // A boundary character in front may be the item's own, where another one stands before it.
        for at in &places {
            for length in 1..=2 {
                let Some(start) = at.checked_sub(length + 1) else { continue };
                let own = &self.text.chars[start + 1..*at];
                let longer: Item = own.iter().chain(item).copied().collect();
                if is_boundary(self.text.chars[start]) && !changed.contains(&longer) {
                    changed.push(longer);
                }
            }
        }
        changed
    }

    /// Strings that stand at boundaries between an item and the next, in more than one period.
    fn shared_in_gaps(&self, fit: &Fit, index: usize) -> Vec<Item> {
        let next = (index + 1) % fit.items.len();
        let mut gaps: Vec<&[Slot]> = Vec::new();
        for pair in fit.alignment.insertions.windows(2) {
            let [(from, first), (to, second)] = [pair[0], pair[1]];
            if first == index && second == next {
                gaps.push(&self.slots[from + 1..to]);
            }
        }
        let mut shared: Vec<(f32, Item)> = Vec::new();
        let Some((first, others)) = gaps.split_first() else { return Vec::new() };
        let second = others.first().copied().unwrap_or_default();
        for gap in [first, &second] {
            for slot in gap.iter() {
                for length in SHORTEST_ITEM..=slot.walk.min(LONGEST_ITEM) {
                    let item = &self.text.from(slot.at)[..length];
                    if shared.iter().any(|(_, known)| known == item) {
                        continue;
                    }
                    let found = |gap: &&[Slot]| {
                        let here = gap.iter().filter(|slot| {
                            slot.walk >= length && self.text.from(slot.at).starts_with(item)
                        });
                        here.map(|slot| slot.gain(length)).max_by(f32::total_cmp)
                    };
                    let gains: Vec<f32> = gaps.iter().filter_map(found).collect();
                    if gains.len() >= 2 {
                        shared.push((gains.iter().sum(), item.to_vec()));
                    }
                }
            }
        }
        shared.sort_by(|a, b| b.0.total_cmp(&a.0));
        shared.truncate(2);
        shared.into_iter().map(|(_, item)| item).collect()
    }
}
