//! First guesses at the cycle: strings that come again behind boundaries, in the same order.
//!
//! Each period of a cycle repeats the one before, so every insertion but those of the last period
//! has a partner one period later that begins alike, and partners follow each other in order.
//! Chains of such pairs are found as in local alignment of sequences (Smith and Waterman 1981),
//! of the boundaries with themselves.

use super::align::Slot;
use super::cycle::Item;
use super::text::Text;

/// Boundaries from one insertion of an item to the next: eight items and those passed over.
pub(super) const LONGEST_PERIOD: usize = 40;
pub(super) const SHORTEST_PERIOD: usize = 3;
/// Boundaries passed over in a row.
pub(super) const LONGEST_GAP: usize = 8;
/// What passing over a boundary costs.
const GAP_COST: f32 = 0.6;
/// Chains that are looked at.
const CHAINS: usize = 4;
/// What the best chain must be worth, in nats. Of 2,200 shuffles none has less than 49, of 411 other documents that come
/// so far 390 have.
const LEAST_WORTH: f32 = 35.0;
/// Items that a cycle has at most. Cycles of four to eight were seen.
const MOST_ITEMS: usize = 12;

/// Two boundaries behind which the same string stands.
#[derive(Clone, Copy, Debug)]
struct Pair {
    slots: [usize; 2],
    length: usize,
    /// The best sum over chains that end here, and the pair before in that chain.
    value: f32,
    before: Option<usize>,
    used: bool,
}

/// Cycles that the text suggests, the likeliest first; none where it hardly suggests any.
pub(super) fn seeds(text: &Text, slots: &[Slot]) -> Vec<Vec<Item>> {
    let mut pairs = pairs(text, slots);
    chain(&mut pairs, slots);
    let mut seeds: Vec<Vec<Item>> = Vec::new();
    if pairs.iter().all(|pair| pair.value < LEAST_WORTH) {
        return seeds;
    }
    let mut order: Vec<usize> = (0..pairs.len()).collect();
    order.sort_by(|a, b| pairs[*b].value.total_cmp(&pairs[*a].value));
    let mut chains = 0;
    for end in order {
        if chains == CHAINS {
            break;
        }
        if pairs[end].used {
            continue;
        }
        let mut chain = Vec::new();
        let mut next = Some(end);
        while let Some(index) = next {
            let pair = &mut pairs[index];
            if pair.used {
                break;
            }
            pair.used = true;
            chain.push(*pair);
            next = pair.before;
        }
        chain.reverse();
        chains += 1;
        for start in [0, chain.len() / 3, 2 * chain.len() / 3] {
            let cycle = cycle(text, slots, &chain[start..]);
            if cycle.len() >= 2 && !seeds.contains(&cycle) {
                seeds.push(cycle);
            }
        }
    }
    seeds
}

/// The items from the first pair of a chain on, one period.
fn cycle(text: &Text, slots: &[Slot], chain: &[Pair]) -> Vec<Item> {
    let mut cycle: Vec<Item> = Vec::new();
    let Some(first) = chain.first() else { return cycle };
    for pair in chain.iter().take_while(|pair| pair.slots[0] < first.slots[1]).take(MOST_ITEMS) {
        let item = &text.from(slots[pair.slots[0]].at)[..pair.length];
        if cycle.iter().any(|known| known == item) {
            break;
        }
        cycle.push(item.to_vec());
    }
    cycle
}

fn pairs(text: &Text, slots: &[Slot]) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for (index, slot) in slots.iter().enumerate().filter(|(_, slot)| slot.walk >= 2) {
        let later = slots.iter().enumerate().skip(index + SHORTEST_PERIOD);
        for (other, partner) in later.take(LONGEST_PERIOD - SHORTEST_PERIOD) {
            let most = slot.walk.min(partner.walk);
            let here = text.from(slot.at).iter();
            let shared =
                here.zip(text.from(partner.at)).take(most).take_while(|(a, b)| a == b).count();
            let gain = |length: usize| 0.5 * (slot.gain(length) + partner.gain(length));
            let best = (2..=shared).max_by(|a, b| gain(*a).total_cmp(&gain(*b)));
            if let Some(length) = best
                && gain(length) > 0.0
            {
                let (slots, value) = ([index, other], gain(length));
                pairs.push(Pair { slots, length, value, before: None, used: false });
            }
        }
    }
    pairs
}

/// Joins the pairs to chains: `value` becomes the sum over the best chain that ends with the pair.
fn chain(pairs: &mut [Pair], slots: &[Slot]) {
    // The first pair of each first slot.
    let mut starts = vec![pairs.len(); slots.len() + 1];
    for (index, pair) in pairs.iter().enumerate().rev() {
        starts[pair.slots[0]] = index;
    }
    for slot in (0..slots.len()).rev() {
        starts[slot] = starts[slot].min(starts[slot + 1]);
    }
    for index in 0..pairs.len() {
        let [first, second] = pairs[index].slots;
        let mut best = (0.0, None);
        let near = starts[first.saturating_sub(LONGEST_GAP)];
        for (candidate, pair) in pairs.iter().enumerate().take(starts[first]).skip(near) {
            let Pair { slots: [i, j], length, value, .. } = *pair;
            if j >= second || j + LONGEST_GAP < second {
                continue;
            }
            let fits =
                slots[i].at + length < slots[first].at && slots[j].at + length < slots[second].at;
            let passed_over = (first - i - 1) + (second - j - 1);
            let value = value - GAP_COST * passed_over as f32;
            if fits && value > best.0 {
                best = (value, Some(candidate));
            }
        }
        pairs[index].value += best.0;
        pairs[index].before = best.1;
    }
}
