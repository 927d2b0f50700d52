//! A second model: a line is written in one language.
//!
//! The model of all languages mixed forgives much: every pair of letters is usual somewhere. But no
//! language has `ø` and `ì` and `è` side by side, as Czech in a wrong code page does. So for some
//! languages it is known which letters they have, and how likely one follows another; a line
//! costs what it costs in the language that suits it best. What is no letter costs the same as in
//! the mixed model.

use std::sync::OnceLock;

use super::alphabets::{LANGUAGES, letter, letters};
use super::{Model, ensemble, shape_cost};

static TABLE: &[u8] = include_bytes!("../../tables/letters.bin");

/// What it costs that a line is in one language of so many, in tenths of a nat.
const PRIOR: u32 = 40;
/// What a letter costs that the language lacks, beyond its cost among all languages.
pub(super) const FOREIGN: u32 = 45;

/// What a sign of one script costs at most.
const MARK: u32 = 50;

/// Letters below this number are found in a flat table; all letters are.
pub(super) const FLAT: usize = 0x2000;
/// The place of what is no letter of the language.
const NONE: u8 = u8::MAX;

pub(super) struct Language {
    /// By letter: its place in the alphabet.
    places: Box<[u8; FLAT]>,
    /// How many letters there are.
    size: usize,
    /// Its costs: a row for the beginning of a word and one for each letter.
    costs: &'static [u8],
}

pub(super) fn languages() -> &'static [Language] {
    static ALL: OnceLock<Vec<Language>> = OnceLock::new();
    ALL.get_or_init(|| {
        let mut rest = TABLE;
        let language = |(_, own): &(&str, &str)| {
            let mut places = Box::new([NONE; FLAT]);
            let mut size = 0;
            for c in letters(own) {
                places[c as usize] = size as u8;
                size += 1;
            }
            let (costs, others) = rest.split_at(size * (size + 1));
            rest = others;
            Language { places, size, costs }
        };
        LANGUAGES.iter().map(language).collect()
    })
}

/// What a letter costs after another in the language of this number, in tenths of a nat; the most where the
/// language lacks it.
pub(crate) fn pair_cost(language: usize, previous: char, next: char) -> u8 {
    languages()[language].cost(Some(previous as usize), next as usize).unwrap_or(u8::MAX)
}

/// A character as all languages see it.
pub(super) struct Seen {
    pub(super) letter: usize,
    pub(super) is_letter: bool,
    is_marked: bool,
    /// What it costs among all languages, which is less for a sign of one script where that is known.
    mixed: u32,
    of_script: u32,
    pub(super) shape: u32,
}

impl Seen {
    /// What it costs where the language lacks it.
    pub(super) fn foreign_cost(&self) -> u32 {
        self.of_script + if self.is_letter { FOREIGN } else { 0 }
    }
}

/// A line as words of one language.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Spoken {
    /// What the line costs.
    pub(crate) cost: u32,
    /// And among all languages mixed.
    pub(crate) mixed_cost: u32,
    /// What its letters beyond ASCII cost, and how many there are.
    pub(crate) marked_cost: u32,
    pub(crate) marked: u32,
    /// How many of these the language lacks.
    pub(crate) foreign: u32,
}

/// The line in the language that suits it best.
pub(super) fn spoken(text: &str, model: Model) -> Spoken {
    let line = see(text, model);
    let mut spoken = ensemble::best(&line).map(|language| language.read(&line)).unwrap_or_default();
    spoken.cost += PRIOR;
    spoken
}

/// Characters below this number, which most code pages have all of theirs from, are told by a table.
const TOLD: usize = 0x2800;

/// What a character is as a letter.
#[derive(Clone, Copy)]
struct Kind {
    letter: u16,
    is_letter: bool,
    is_mark: bool,
}

impl Kind {
    fn of(c: char) -> (usize, Kind) {
        static KINDS: OnceLock<Vec<Kind>> = OnceLock::new();
        let known = KINDS.get_or_init(|| ('\0'..).take(TOLD).map(|c| Kind::find(c).1).collect());
        match known.get(c as usize) {
            Some(kind) => (kind.letter.into(), *kind),
            None => Kind::find(c),
        }
    }

    fn find(c: char) -> (usize, Kind) {
        let letter = letter(c) as usize;
        let is_letter = c.is_alphabetic() && !is_point(c);
        (letter, Kind { letter: letter as u16, is_letter, is_mark: is_mark(c) })
    }
}

pub(super) fn see(text: &str, model: Model) -> Vec<Seen> {
    let mut previous = model.line_end();
    let seen = |c: char| {
        let next = model.symbol(c);
        let mixed = model.cost(previous, next);
        let (letter, Kind { is_letter, is_mark, .. }) = Kind::of(c);
        let of_script = if is_mark { mixed.min(MARK) } else { mixed };
        let shape = shape_cost(previous, next);
        previous = next;
        Seen { letter, is_letter, is_marked: !c.is_ascii(), mixed, of_script, shape }
    };
    let mut line = Vec::with_capacity(text.len());
    line.extend(text.chars().map(seen));
    line
}

/// How one language puts letters together, or all of them mixed.
#[derive(Clone, Copy)]
pub(crate) struct Voice {
    language: Option<&'static Language>,
    model: Model,
}

impl Voice {
    /// The language that suits a text best; all languages mixed where it has characters of East Asia.
    pub(super) fn of(text: &str, model: Model) -> Voice {
        if text.contains(|c| c as usize >= FLAT) {
            return Voice { language: None, model };
        }
        let line = see(text, model);
        Voice { language: ensemble::best(&line), model }
    }

    /// The cost of meeting `next` after `previous`, in tenths of a nat.
    pub(crate) fn cost(self, previous: char, next: char) -> u32 {
        let symbol = |c| self.model.symbol(c);
        let mixed = || self.model.cost(symbol(previous), symbol(next));
        let Some(language) = self.language else { return mixed() };
        match language.cost(Some(letter(previous) as usize), letter(next) as usize) {
            Some(cost) => u32::from(cost) + shape_cost(symbol(previous), symbol(next)),
            None if next.is_alphabetic() && !is_point(next) => mixed() + FOREIGN,
            None => mixed(),
        }
    }
}

impl Language {
    /// The place of a letter in the alphabet.
    fn place(&self, letter: usize) -> Option<usize> {
        self.places.get(letter).filter(|place| **place != NONE).map(|place| usize::from(*place))
    }

    /// What a letter costs after another character, or at the beginning of a word, if the language has it.
    pub(super) fn cost(&self, previous: Option<usize>, next: usize) -> Option<u8> {
        let column = self.place(next)?;
        let row = previous.and_then(|letter| self.place(letter)).map_or(0, |row| 1 + row);
        Some(self.costs[row * self.size + column])
    }

    /// What each letter of the language costs after another character, in the order of its table.
    pub(super) fn costs_behind(&self, previous: usize) -> &'static [u8] {
        let row = self.place(previous).map_or(0, |row| 1 + row);
        &self.costs[row * self.size..][..self.size]
    }

    /// A line as words of this language.
    pub(super) fn read(&self, line: &[Seen]) -> Spoken {
        let mut spoken = Spoken::default();
        let mut before = None;
        for seen in line {
            let own = self.cost(before, seen.letter);
            let cost = match own {
                Some(cost) => u32::from(cost) + seen.shape,
                None => seen.foreign_cost(),
            };
            before = Some(seen.letter);
            spoken.cost += cost;
            spoken.mixed_cost += seen.mixed;
            if seen.is_letter && seen.is_marked {
                spoken.marked_cost += cost;
                spoken.marked += 1;
                spoken.foreign += u32::from(own.is_none());
            }
        }
        spoken
    }
}

/// Signs that Hebrew and Arabic have and nobody else, not letters.
fn is_mark(c: char) -> bool {
    matches!(
        c,
        '\u{5BE}'
            | '\u{5F3}'
            | '\u{5F4}'
            | '\u{60C}'
            | '\u{61B}'
            | '\u{61F}'
            | '\u{200E}'
            | '\u{200F}'
    )
}

/// Points and vowel signs of Hebrew and Arabic, which writers use or leave out.
fn is_point(c: char) -> bool {
    matches!(c, '\u{591}'..='\u{5C7}' | '\u{64B}'..='\u{65F}' | '\u{670}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_its_full_length() {
        let size = |(_, own): &(&str, &str)| letters(own).count();
        let lengths = LANGUAGES.iter().map(size).map(|size| size * (size + 1));
        assert_eq!(TABLE.len(), lengths.sum::<usize>());
    }

    #[test]
    fn words_cost_less_with_their_own_letters() {
        let model = Model::get();
        for (words, others) in [
            ("při každém větru", "pøi každém vìtru"),
            ("gęś bieży łąką", "gêœ bie¿y ³¹k¹"),
            ("ночной поезд", "МНВМНИ ОНЕГД"),
            ("πρωινός καφές", "ðñùéíüò êáöÝò"),
        ] {
            let (words, others) = (spoken(words, model), spoken(others, model));
            assert!(words.cost < others.cost, "{words:?} {others:?}");
            assert_eq!(words.foreign, 0, "{words:?}");
        }
    }
}
