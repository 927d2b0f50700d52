//! All languages at once: what a line costs in each of them.
//!
//! What a letter costs after another lies side by side by language, so that one row of numbers is added up in the place
//! of one table asked for each language. The rows behind a letter are made when it is met first.

use std::sync::OnceLock;

use fearless_simd::{Level, Simd, dispatch};

use super::alphabets::{LANGUAGES, letters};
use super::letters::{FLAT, FOREIGN, Language, Seen, languages};
use super::shapes;

/// Places in a row, for the sums to be added up with vectors.
const LANES: usize = LANGUAGES.len().next_multiple_of(16);
/// Letters that some language has.
const LETTERS: usize = 330;
/// What stands in a row for a language that lacks the letter; none of them costs so much.
const LACKS: u8 = u8::MAX;

/// What a letter costs after another, or at the beginning of a word, by language.
type Row = [u8; LANES];

/// Characters that are added up in numbers of two bytes.
const PART: usize = 64;
const _: () = {
    let mixed = 2 * u8::MAX as u32 + shapes::INNER_CAPITAL;
    assert!((mixed + FOREIGN) as usize * PART <= u16::MAX as usize);
};

/// The letters of all languages by number, from 1 on.
struct Numbers {
    /// By character; 0 where no language has it.
    all: [u16; FLAT],
    /// By language: its letters in the order of its table.
    own: Vec<Vec<u16>>,
}

fn numbers() -> &'static Numbers {
    static NUMBERS: OnceLock<Box<Numbers>> = OnceLock::new();
    NUMBERS.get_or_init(|| {
        let mut numbers = Box::new(Numbers { all: [0; FLAT], own: Vec::new() });
        let mut count = 0;
        for (_, own) in LANGUAGES {
            let number = |letter: char| {
                let number = &mut numbers.all[letter as usize];
                if *number == 0 {
                    count += 1;
                    *number = count;
                }
                *number
            };
            let own = letters(own).map(number).collect();
            numbers.own.push(own);
        }
        numbers
    })
}

fn number(letter: usize) -> usize {
    numbers().all.get(letter).map_or(0, |number| usize::from(*number))
}

/// The rows behind a letter, by the letter that follows.
fn rows_behind(previous: usize) -> &'static [Row] {
    static ROWS: [OnceLock<Vec<Row>>; LETTERS + 1] = [const { OnceLock::new() }; LETTERS + 1];
    ROWS[number(previous)].get_or_init(|| {
        let mut rows = vec![[LACKS; LANES]; LETTERS + 1];
        for (lane, (own, language)) in numbers().own.iter().zip(languages()).enumerate() {
            for (next, cost) in own.iter().zip(language.costs_behind(previous)) {
                rows[usize::from(*next)][lane] = *cost;
            }
        }
        rows
    })
}

/// The language in which a line costs least.
pub(super) fn best(line: &[Seen]) -> Option<&'static Language> {
    let sums = dispatch!(Level::new(), simd => sums(line, simd));
    languages().iter().zip(sums).min_by_key(|(_, sum)| *sum).map(|(language, _)| language)
}

/// What a line costs in each language, but for what costs the same in all of them.
#[inline(always)]
fn sums<S: Simd>(line: &[Seen], _: S) -> [u32; LANES] {
    let mut sums = [0; LANES];
    let mut rows = rows_behind(0);
    for part in line.chunks(PART) {
        let mut sums_of_part = [0_u16; LANES];
        for seen in part {
            match number(seen.letter) {
                0 => {}
                next => add(&rows[next], seen, &mut sums_of_part),
            }
            rows = rows_behind(seen.letter);
        }
        for (sum, of_part) in sums.iter_mut().zip(sums_of_part) {
            *sum += u32::from(of_part);
        }
    }
    sums
}

/// Adds what a letter costs, with its shape where the language has it, and as a foreign one elsewhere.
#[inline(always)]
fn add(row: &Row, seen: &Seen, sums: &mut [u16; LANES]) {
    let (shape, foreign) = (seen.shape as u16, seen.foreign_cost() as u16);
    for (sum, cost) in sums.iter_mut().zip(row) {
        *sum += if *cost == LACKS { foreign } else { u16::from(*cost) + shape };
    }
}

#[cfg(test)]
mod tests {
    use super::super::Model;
    use super::super::letters::see;
    use super::*;

    #[test]
    fn every_letter_has_a_number() {
        let all = LANGUAGES.iter().flat_map(|(_, own)| letters(own));
        let most = all.map(|letter| number(letter as usize)).inspect(|it| assert!(*it > 0)).max();
        assert_eq!(most, Some(LETTERS));
        for (language, (_, own)) in languages().iter().zip(LANGUAGES) {
            let costs = letters(own).flat_map(|before| {
                letters(own).map(move |next| language.cost(Some(before as usize), next as usize))
            });
            assert!(costs.max() < Some(Some(LACKS)));
        }
    }

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
            &"Ünïçödé ŽLUŤOUČKÝ ЖЖ aЖa ".repeat(20),
        ] {
            let line = see(line, model);
            let costs: Vec<u32> = languages().iter().map(|it| it.read(&line).cost).collect();
            let cheapest = costs.iter().min().copied();
            assert_eq!(best(&line).map(|language| language.read(&line).cost), cheapest);
        }
    }
}
