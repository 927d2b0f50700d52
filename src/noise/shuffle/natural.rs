//! How natural a string is in a document: pairs of characters that the document itself has, backed
//! off to Chinese in general.

use super::text::Text;
use crate::language::Symbol;

/// Pairs of characters counted in the document, places that may be inserted left out.
#[derive(Debug)]
pub(super) struct Natural {
    /// Pairs with their counts, sorted.
    pairs: Vec<(u64, f32)>,
    /// First characters with the number of pairs they begin, and of different ones, sorted.
    firsts: Vec<(char, f32, f32)>,
}

impl Natural {
    /// Counts the pairs of `text` that touch none of the ranges `left_out` (start and length,
    /// ascending).
    pub(super) fn count(text: &Text, left_out: &[(usize, usize)]) -> Natural {
        let mut keys = Vec::with_capacity(text.chars.len());
        let mut start = 0;
        let whole = (text.chars.len(), 0);
        for (at, length) in left_out.iter().copied().chain([whole]) {
            if let Some(stretch) = text.chars.get(start..at) {
                keys.extend(stretch.windows(2).map(|pair| key(pair[0], pair[1])));
            }
            start = start.max(at + length);
        }
        keys.sort_unstable();
        let mut pairs: Vec<(u64, f32)> = Vec::new();
        let mut firsts: Vec<(char, f32, f32)> = Vec::new();
        for key in keys {
            let first = char::from_u32((key >> 32) as u32).unwrap_or_default();
            if firsts.last().is_none_or(|last| last.0 != first) {
                firsts.push((first, 0.0, 0.0));
            }
            let Some(entry) = firsts.last_mut() else { continue };
            entry.1 += 1.0;
            match pairs.last_mut() {
                Some(last) if last.0 == key => last.1 += 1.0,
                _ => {
                    pairs.push((key, 1.0));
                    entry.2 += 1.0;
                }
            }
        }
        Natural { pairs, firsts }
    }

    /// The cost, in nats, of the second of two characters of the text behind the first.
    pub(super) fn cost(&self, text: &Text, first: usize, second: usize) -> f32 {
        let (Some(&a), Some(&b)) = (text.chars.get(first), text.chars.get(second)) else {
            return 0.0;
        };
        let general = (-general_cost(text.symbols[first], text.symbols[second])).exp();
        let Ok(at) = self.firsts.binary_search_by_key(&a, |entry| entry.0) else {
            return -general.ln();
        };
        let (_, count, kinds) = self.firsts[at];
        let key = key(a, b);
        let pair =
            self.pairs.binary_search_by_key(&key, |pair| pair.0).map_or(0.0, |at| self.pairs[at].1);
        // Witten and Bell: what is new comes as often as it came so far.
        -((pair + kinds * general) / (count + kinds)).ln()
    }
}

fn general_cost(first: Symbol, second: Symbol) -> f32 {
    second.cost_after(first)
}

fn key(first: char, second: char) -> u64 {
    u64::from(u32::from(first)) << 32 | u64::from(u32::from(second))
}
