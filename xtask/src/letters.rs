//! The `letters` table: how likely one letter follows another, language by language.
//!
//! The source is `lingua.jsonl`, as for the table of `plausibility`; only frequencies are kept.
//!
//! Layout of `letters.bin`: for each language of [`LANGUAGES`], in that order, one row for the
//! beginning of a word and one for each letter; in a row, for each letter the cost of meeting it
//! there, in tenths of a nat, one byte each.

use std::path::Path;

use crate::Outcome;
use crate::plausibility::{Counts, ENDS, LINGUA, lingua};
use alphabets::{LANGUAGES, letters};

#[allow(dead_code, reason = "the library uses all of it")]
#[path = "../../src/encoding/plausibility/alphabets.rs"]
mod alphabets;

// The alphabets fold letters as the symbols of that table are folded.
use crate::plausibility::layout;

/// The share of a letter's successors that are any letter, as often as it is met anywhere: names, and
/// slips of the pen.
const ANY: f64 = 0.003;
/// The least share of a letter in a language, however rare it is in the source.
const RAREST: f64 = 1e-6;

pub fn generate(sources: &Path, target: &Path) -> Outcome {
    let languages = lingua(&crate::source::read(sources, LINGUA.0, LINGUA.1)?)?;
    let mut table = Vec::new();
    for (name, own) in LANGUAGES {
        let counts = languages.get(*name).ok_or_else(|| format!("no language {name}"))?;
        table.extend(rows(counts, &letters(own).collect::<Vec<char>>()));
    }
    std::fs::write(target.join("letters.bin"), table)?;
    Ok(())
}

fn rows(counts: &Counts, alphabet: &[char]) -> Vec<u8> {
    let single = |c: char| counts.singles.get(&c).copied().unwrap_or(0.0);
    let total: f64 = alphabet.iter().map(|c| single(*c)).sum();
    let shares: Vec<f64> = alphabet.iter().map(|c| (single(*c) / total).max(RAREST)).collect();
    let mut table: Vec<u8> = shares.iter().map(|share| cost(*share)).collect();
    let pair = |a: char, b: char| counts.pairs.get(&(a, b)).copied().unwrap_or(0.0);
    for a in alphabet {
        let total: f64 = alphabet.iter().map(|b| pair(*a, *b)).sum();
        table.extend(alphabet.iter().zip(&shares).map(|(b, share)| {
            let seen = if total > 0.0 { pair(*a, *b) / total } else { *share };
            cost((1.0 - ENDS) * ((1.0 - ANY) * seen + ANY * share))
        }));
    }
    table
}

fn cost(probability: f64) -> u8 {
    (-10.0 * probability.ln()).round().clamp(0.0, f64::from(u8::MAX)) as u8
}

/// Leaves only the letters that a language is written with, where that is known: corpora hold names,
/// and text that was read in a wrong encoding.
pub fn keep_own(language: &str, counts: &mut Counts) {
    let Some((_, own)) = LANGUAGES.iter().find(|(name, _)| *name == language) else { return };
    let alphabet: Vec<char> = letters(own).collect();
    let is_own = |c: &char| !c.is_alphabetic() || alphabet.contains(c);
    counts.singles.retain(|c, _| is_own(c));
    counts.pairs.retain(|(a, b), _| is_own(a) && is_own(b));
}
