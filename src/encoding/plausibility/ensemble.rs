//! All languages at once: what a line costs in each of them.
//!
//! Most letters of most lines are those of ASCII, which nearly all languages have. What these cost after one
//! another lies side by side by language, so that one row of numbers is added up instead of one table asked
//! for each language. Of all others it is known which languages have them; only these are asked one by one.

use std::sync::OnceLock;

use super::alphabets::{LANGUAGES, letters};
use super::letters::{FLAT, Language, Seen, languages};

/// Places in a row, for the sums to be added up with vectors.
const LANES: usize = LANGUAGES.len().next_multiple_of(16);
/// The letters of ASCII.
const ASCII: usize = 26;

/// What a letter of ASCII costs after another, or at the beginning of a word, by language.
struct Row {
    /// Nothing where the language lacks the letter.
    costs: [u8; LANES],
    /// All bits where it does.
    lacks: [u8; LANES],
}

/// By what stands before, nothing or a letter, and by letter.
fn rows() -> &'static [[Row; ASCII]] {
    static ROWS: OnceLock<Vec<[Row; ASCII]>> = OnceLock::new();
    ROWS.get_or_init(|| {
        let letter = |index: usize| usize::from(b'a') + index;
        let before = [None].into_iter().chain((0..ASCII).map(Some));
        let rows = |previous: Option<usize>| {
            std::array::from_fn(|next| Row::new(previous.map(letter), letter(next)))
        };
        before.map(rows).collect()
    })
}

/// The languages that have a letter, a bit for each.
fn speakers(letter: usize) -> u64 {
    const { assert!(LANGUAGES.len() <= 64, "a bit for each language") };
    static SPEAKERS: OnceLock<Vec<u64>> = OnceLock::new();
    let all = SPEAKERS.get_or_init(|| {
        let mut all = vec![0; FLAT];
        for (at, (_, own)) in LANGUAGES.iter().enumerate() {
            letters(own).for_each(|letter| all[letter as usize] |= 1 << at);
        }
        all
    });
    all.get(letter).copied().unwrap_or(0)
}

/// The language in which a line costs least.
pub(super) fn best(line: &[Seen]) -> Option<&'static Language> {
    let mut sums = [0_u32; LANES];
    let rows = rows();
    let mut before = None;
    for seen in line {
        let foreign = seen.foreign_cost();
        let row_before = before.map_or(Some(0), row);
        let start = sums;
        // What it costs most languages, and which others have to be asked.
        let others = match (row_before, row(seen.letter)) {
            (Some(row), Some(next @ 1..)) => {
                rows[row][next - 1].add_to(&mut sums, seen.shape, foreign);
                0
            }
            // To those that lack what stands before it, a word begins.
            (None, Some(next @ 1..)) => {
                rows[0][next - 1].add_to(&mut sums, seen.shape, foreign);
                before.map_or(0, speakers)
            }
            (_, own) => {
                sums.iter_mut().for_each(|sum| *sum += foreign);
                if own.is_some() { 0 } else { speakers(seen.letter) }
            }
        };
        for at in bits(others) {
            let cost = languages()[at].cost(before, seen.letter);
            sums[at] = start[at] + cost.map_or(foreign, |cost| u32::from(cost) + seen.shape);
        }
        before = Some(seen.letter);
    }
    languages().iter().zip(sums).min_by_key(|(_, sum)| *sum).map(|(language, _)| language)
}

/// The places of the bits that are set.
fn bits(mut set: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let at = (set != 0).then(|| set.trailing_zeros() as usize)?;
        set &= set - 1;
        Some(at)
    })
}

/// The row behind a character of ASCII: 0 behind what is no letter.
fn row(character: usize) -> Option<usize> {
    let letter = character.wrapping_sub(usize::from(b'a'));
    match character {
        ..0x80 => Some(if letter < ASCII { 1 + letter } else { 0 }),
        _ => None,
    }
}

impl Row {
    fn new(previous: Option<usize>, next: usize) -> Row {
        let mut row = Row { costs: [0; LANES], lacks: [0; LANES] };
        for (lane, language) in languages().iter().enumerate() {
            match language.cost(previous, next) {
                Some(cost) => row.costs[lane] = cost,
                None => row.lacks[lane] = u8::MAX,
            }
        }
        row
    }

    /// Adds what the letter costs, with its shape where the language has it, and as a foreign one elsewhere.
    #[inline(always)]
    fn add_to(&self, sums: &mut [u32; LANES], shape: u32, foreign: u32) {
        for ((sum, cost), lacks) in sums.iter_mut().zip(self.costs).zip(self.lacks) {
            let own = u32::from(cost) + shape;
            *sum += if lacks == 0 { own } else { foreign };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Model;
    use super::super::letters::see;
    use super::*;

    #[test]
    fn it_is_the_language_that_reads_the_line_cheapest() {
        let model = Model::get();
        for line in [
            "",
            "Rødgrød med fløde",
            "Příliš žluťoučký kůň",
            "ZAŻÓŁĆ gęślą jaźń",
            "İstanbul'da",
            "щука, ёж and Co.",
            "Το απόγευμα στη βιβλιοθήκη",
            "הצהרה לכל באי עולם",
            "x1y2ß3",
            "Ünïçödé ЖЖ aЖa",
            "日本語 a",
        ] {
            let line = see(line, model);
            let costs: Vec<u32> = languages().iter().map(|it| it.read(&line).cost).collect();
            let cheapest = costs.iter().min().copied();
            assert_eq!(best(&line).map(|language| language.read(&line).cost), cheapest);
        }
    }
}
