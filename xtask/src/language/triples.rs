//! The `triples` table: what the character before a pair tells about the pair's second.
//!
//! Of all triples in the sources of the pairs, those are kept that save the most, by how often
//! they are met and how much likelier they are than the pair alone says; each with its bonus, by
//! which its cost is lowered. Nothing is taken from the others for that: a triple is evidence
//! where it is known, and none where it is not.
//!
//! Layout of `triples.bin`: buckets of [`SLOTS`] slots, each a little-endian `u16` of a
//! fingerprint (12 bits) above the bonus (4 bits, half nats; 0 where the slot is empty).

use std::collections::BTreeMap;

use super::{Counts, Model};
use layout::{BUCKET_BITS, MAX_LEVEL, SLOTS, UNIT, place};

#[path = "../../../src/language/triples/layout.rs"]
mod layout;

/// What is met less often tells too little.
const MIN_WEIGHT: f64 = 0.15;

pub(super) fn table(triples: &Counts<(char, char, char)>, model: &Model) -> Vec<u8> {
    // In the order of the keys, so that sums and with them the table come out the same each time.
    let mut sorted: Vec<_> = triples.iter().collect();
    sorted.sort_by_key(|(triple, _)| **triple);
    let mut counts: BTreeMap<[usize; 3], f64> = BTreeMap::new();
    for ((before, previous, next), weight) in sorted {
        let triple = [*before, *previous, *next].map(|c| model.symbol(c));
        *counts.entry(triple).or_default() += weight;
    }
    let mut contexts: BTreeMap<[usize; 2], (f64, f64)> = BTreeMap::new();
    for ([before, previous, _], count) in &counts {
        let (weight, types) = contexts.entry([*before, *previous]).or_default();
        *weight += count;
        *types += 1.0;
    }
    let mut buckets: Vec<Vec<(f64, u16)>> = vec![Vec::new(); 1 << BUCKET_BITS];
    for (&[before, previous, next], &count) in &counts {
        let (weight, types) = contexts[&[before, previous]];
        let by_pair = model.probability(previous, next);
        // After Witten and Bell, with the pair for what a triple backs off to.
        let bonus = ((count + 0.6 * types * by_pair) / (weight + 0.6 * types) / by_pair).ln();
        let level = (bonus * 10.0 / f64::from(UNIT)).round();
        if count >= MIN_WEIGHT && level >= 1.0 {
            let (bucket, fingerprint) = place(before, previous, next);
            let slot = fingerprint << 4 | (level as u16).min(MAX_LEVEL);
            buckets[bucket].push((count * bonus, slot));
        }
    }
    let candidates: usize = buckets.iter().map(Vec::len).sum();
    let mut table = Vec::new();
    let mut full = 0;
    for bucket in &mut buckets {
        bucket.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        bucket.truncate(SLOTS);
        full += bucket.len();
        let slots = bucket.iter().map(|(_, slot)| *slot).chain(std::iter::repeat(0));
        table.extend(slots.take(SLOTS).flat_map(u16::to_le_bytes));
    }
    eprintln!("triples: {full} of {candidates}");
    table
}
