//! What the document itself says: pairs of characters in its sound parts.
//!
//! A hole in a name that stands elsewhere in the document is no riddle. What is familiar only
//! chooses between ways to read on; whether text is shifted at all is judged without it, for
//! nothing is as familiar to a document as its own garble.

use std::collections::HashMap;

use crate::language::Symbol;

/// The share of a known follower's likelihood that is left to characters not yet seen there.
const UNSEEN_SHARE: f32 = 1.5;
/// Costs are kept in tenths of a nat.
const TENTHS: f32 = 10.0;

/// Pairs of symbols with the cost of the second after the first. Empty until it learns.
#[derive(Debug, Default)]
pub(crate) struct Familiar {
    /// A hash table, probed from slot to slot: the pair in 24 bits, the cost in 8. The length is
    /// a power of two, and at most half of the slots are taken.
    slots: Vec<u32>,
}

/// No pair: its cost would be higher than any.
const EMPTY: u32 = u32::MAX;

impl Familiar {
    /// Learns from stretches of sound text.
    pub(super) fn learn<'t>(texts: impl Iterator<Item = &'t str>) -> Familiar {
        let mut pairs: HashMap<u32, f32> = HashMap::new();
        let mut firsts: HashMap<Symbol, (f32, f32)> = HashMap::new();
        for text in texts {
            let mut previous = None;
            for symbol in text.chars().map(Symbol::of) {
                if let Some(previous) = previous {
                    let count = pairs.entry(key(previous, symbol)).or_default();
                    let (total, kinds) = firsts.entry(previous).or_default();
                    *kinds += if *count == 0.0 { 1.0 } else { 0.0 };
                    *total += 1.0;
                    *count += 1.0;
                }
                previous = Some(symbol);
            }
        }
        let mut slots = vec![EMPTY; (2 * pairs.len()).next_power_of_two()];
        let totals: HashMap<u32, f32> = firsts
            .into_iter()
            .map(|(symbol, (total, kinds))| {
                (key(symbol, symbol) >> 12, total + kinds * UNSEEN_SHARE)
            })
            .collect();
        for (pair, count) in pairs {
            let share = count / totals[&(pair >> 12)];
            let cost = (-share.ln() * TENTHS).clamp(0.0, 254.0) as u32;
            let mut at = slot(pair, slots.len());
            while slots[at] != EMPTY {
                at = (at + 1) & (slots.len() - 1);
            }
            slots[at] = pair << 8 | cost;
        }
        Familiar { slots }
    }

    /// The cost of a symbol after another, where the document has the pair.
    pub(super) fn cost_after(&self, previous: Symbol, symbol: Symbol) -> Option<f32> {
        if self.slots.is_empty() {
            return None;
        }
        let pair = key(previous, symbol);
        let mut at = slot(pair, self.slots.len());
        while self.slots[at] != EMPTY {
            if self.slots[at] >> 8 == pair {
                return Some((self.slots[at] & 0xFF) as f32 / TENTHS);
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
        None
    }
}

/// Both symbols in one number of 24 bits, the first one above.
fn key(previous: Symbol, symbol: Symbol) -> u32 {
    u32::from(previous.number()) << 12 | u32::from(symbol.number())
}

fn slot(pair: u32, slots: usize) -> usize {
    (pair.wrapping_mul(0x9E37_79B1) >> 7) as usize & (slots - 1)
}
