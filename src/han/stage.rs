//! One stage of a conversion: text from left to right, at each place the key that begins there.
//!
//! Most places need no dictionary. A table over the basic plane holds what each character becomes by
//! itself, and whether a longer key begins with it; where one does, a bitmap over hashes tells whether what
//! follows fits. Only then are the dictionaries asked.
//!
//! Text is UTF-16 here: what is a character of the basic plane is one number, and keys are
//! compared as they are stored.

use std::ops::Range;
use std::sync::Arc;

use super::description::{self, Sequence};
use super::dictionary::layout::{Bits, SMALLEST_FILTER, enter, hash, hash3};
use super::dictionary::{Dictionary, Value};
use super::matcher::Matcher;

/// What a stage makes, piece by piece from left to right. `at` is a place in the text, in units.
pub(super) trait Sink {
    /// `length` units of the text stay as they are.
    fn keep(&mut self, text: &[u16], at: usize, length: usize);
    /// A unit becomes another, or stays.
    fn put(&mut self, text: &[u16], at: usize, with: u16);
    /// `length` units become a value.
    fn value(&mut self, text: &[u16], at: usize, length: usize, with: Value<'_>);
    /// A segment ends here.
    fn mark(&mut self, at: usize);
}

/// What a unit becomes by itself, and flags above it.
#[derive(Clone, Copy)]
struct Single(u32);

impl Single {
    /// A key that is no single begins with the unit.
    const STARTS: u32 = 1 << 31;
    /// What it becomes by itself is no single, or it describes characters: ask.
    const ASK: u32 = 1 << 30;

    #[inline]
    fn unit(self) -> u16 {
        self.0 as u16
    }

    #[inline]
    fn is_plain(self) -> bool {
        self.0 < Single::ASK
    }

    #[inline]
    fn starts(self) -> bool {
        self.0 & Single::STARTS != 0
    }

    #[inline]
    fn asks(self) -> bool {
        self.0 & Single::ASK != 0
    }
}

/// What follows the text that a stage is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// Anything.
    Open,
    /// Text that no key of any stage reaches into from here; a description may.
    Block,
    /// Nothing.
    Text,
}

/// All there is in the basic plane.
const UNITS: usize = 1 << 16;

/// A stage of a conversion.
#[derive(Debug)]
pub(super) struct Stage {
    matcher: Matcher,
    /// The dictionaries that hold keys of more than one character.
    words: Option<Matcher>,
    characters: Characters,
    filter: Filter,
    /// The longest key, in units.
    longest: usize,
    /// The most ASCII characters that a key begins with.
    ascii_start: usize,
    /// Whether a word is a segment.
    segments: bool,
}

impl Stage {
    /// A stage that converts.
    pub(super) fn new(matcher: Matcher) -> Stage {
        let words = matcher.words();
        Stage::with_words(matcher, words)
    }

    /// A stage whose words are segments. As such it only finds them: characters that are words have
    /// to be asked for, which costs.
    pub(super) fn segmentation(matcher: Matcher) -> Stage {
        let mut stage = Stage::with_words(matcher.clone(), Some(matcher));
        for dictionary in stage.matcher.dictionaries() {
            for (key, _) in dictionary.singles() {
                stage.characters.0[usize::from(key)].0 |= Single::ASK;
            }
        }
        stage.segments = true;
        stage
    }

    fn with_words(matcher: Matcher, words: Option<Matcher>) -> Stage {
        let dictionaries = matcher.dictionaries();
        let mut characters = Characters::new();
        for operator in description::OPERATORS {
            characters.0[usize::from(operator)].0 |= Single::ASK;
        }
        for dictionary in dictionaries.iter().rev() {
            for (key, value) in dictionary.singles() {
                characters.0[usize::from(key)] = Single(u32::from(value));
            }
            for key in dictionary.lone() {
                characters.0[usize::from(key)].0 |= Single::ASK;
            }
        }
        for start in dictionaries.iter().flat_map(|dictionary| dictionary.starts()) {
            characters.0[usize::from(start)].0 |= Single::STARTS;
        }
        let filter = Filter::new(&dictionaries);
        let longest = dictionaries.iter().map(|d| d.longest_key()).max().unwrap_or(0);
        let ascii_start = dictionaries.iter().map(|d| d.ascii_start()).max().unwrap_or(0);
        drop(dictionaries);
        let segments = false;
        Stage { matcher, words, characters, filter, longest, ascii_start, segments }
    }

    /// The dictionaries, in the order in which they are asked.
    pub(super) fn dictionaries(&self) -> impl Iterator<Item = &Dictionary> {
        self.matcher.dictionaries().into_iter().map(|dictionary| &**dictionary)
    }

    /// What a unit becomes by itself; `None` where the dictionaries must be asked.
    pub(super) fn single(&self, unit: u16) -> Option<u16> {
        let single = self.characters.0[usize::from(unit)];
        (!single.asks()).then_some(single.unit())
    }

    /// Makes a stage that converts cut into segments, too, where what it would convert as words is
    /// what `segmentation` would cut out, and all else goes by single characters. Says whether
    /// that is so.
    pub(super) fn try_segment(&mut self, segmentation: &Matcher) -> bool {
        let no_characters = segmentation.dictionaries().iter().all(|d| !d.has_characters());
        self.segments = no_characters && self.words.as_ref().is_some_and(|w| w.is(segmentation));
        self.segments
    }

    /// The most ASCII characters that a key begins with.
    pub(super) fn ascii_start(&self) -> usize {
        self.ascii_start
    }

    /// Whether there are keys of more than one character.
    pub(super) fn has_words(&self) -> bool {
        self.words.is_some()
    }

    /// Converts the text in a range, as if there were nothing around it: no word reaches across a
    /// mark. What depends on what follows is left alone; the place where that begins is returned.
    pub(super) fn convert(
        &self,
        text: &[u16],
        range: Range<usize>,
        mut marks: &[usize],
        follows: End,
        sink: &mut impl Sink,
    ) -> usize {
        let Range { start: mut at, end } = range;
        let text = &text[..end];
        let mut decided = match follows {
            End::Open => (end + 1).saturating_sub(self.longest),
            End::Block | End::Text => end,
        };
        // But not across a mark.
        decided = decided.max(marks.last().copied().unwrap_or(0));
        while let Some(&first) = text.get(at) {
            let single = self.characters.0[usize::from(first)];
            if single.is_plain()
                || !single.asks() && at < decided && !self.filter.knows(&text[at..])
            {
                sink.put(text, at, single.unit());
                at += 1;
                continue;
            }
            if single.starts() && at >= decided {
                return at;
            }
            while let [mark, rest @ ..] = marks
                && *mark <= at
            {
                marks = rest;
            }
            let next = match marks {
                [] => self.ask(text, at, follows != End::Text, sink),
                [mark, ..] => self.ask(&text[..*mark], at, false, sink),
            };
            match next {
                Some(next) => at = next,
                None => return at,
            }
        }
        at
    }

    /// Asks the dictionaries about a place, and returns the next one; `None` where the answer
    /// depends on what follows.
    #[inline(never)]
    fn ask(&self, text: &[u16], at: usize, open: bool, sink: &mut impl Sink) -> Option<usize> {
        let rest = &text[at..];
        let &first = rest.first()?;
        let length = match rest {
            [0xD800..=0xDBFF, 0xDC00..=0xDFFF, ..] => 2,
            _ => 1,
        };
        if let Some(found) = self.words.as_ref().and_then(|words| words.find(rest, length)) {
            let next = at + found.length;
            if self.segments {
                sink.mark(at);
            }
            if found.value.is_key() {
                sink.keep(text, at, found.length);
            } else {
                sink.value(text, at, found.length, found.value);
            }
            if self.segments {
                sink.mark(next);
            }
            return Some(next);
        }
        let single = self.characters.0[usize::from(first)];
        if length == 1 && !single.asks() {
            sink.put(text, at, single.unit());
            return Some(at + 1);
        }
        if let Some(found) = self.matcher.character(&rest[..length]) {
            sink.value(text, at, length, found.value);
            return Some(at + length);
        }
        let length = if description::OPERATORS.contains(&first) {
            match description::sequence(rest) {
                Sequence::Whole(length) => length,
                Sequence::Cut if open => return None,
                Sequence::Cut | Sequence::None => 1,
            }
        } else {
            length
        };
        sink.keep(text, at, length);
        Some(at + length)
    }
}

/// What each unit becomes by itself.
struct Characters(Box<[Single; UNITS]>);

impl Characters {
    /// All stay as they are.
    fn new() -> Characters {
        let all: Vec<Single> = (0..=u16::MAX).map(|unit| Single(u32::from(unit))).collect();
        match all.into_boxed_slice().try_into() {
            Ok(all) => Characters(all),
            Err(_) => unreachable!("there are as many as asked for"),
        }
    }
}

impl std::fmt::Debug for Characters {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Characters")
    }
}

/// Tells most places where no key begins that is no single, for all dictionaries at once.
#[derive(Debug)]
struct Filter {
    log2: u8,
    words: Vec<u64>,
}

impl Filter {
    /// Takes over the filter of the largest dictionary, and enters the others.
    fn new(dictionaries: &[&Arc<Dictionary>]) -> Filter {
        let largest = dictionaries.iter().enumerate().max_by_key(|(_, d)| d.filter_log2());
        let Some((largest, dictionary)) = largest else {
            return Filter { log2: SMALLEST_FILTER, words: vec![0; 2] };
        };
        let log2 = dictionary.filter_log2().max(SMALLEST_FILTER);
        let mut words = dictionary.filter();
        words.resize(1 << (log2 - 6), 0);
        for (_, other) in dictionaries.iter().enumerate().filter(|(index, _)| *index != largest) {
            for record in other.records() {
                enter(&mut words, log2, record.key());
            }
        }
        Filter { log2, words }
    }

    /// Whether a key may begin the text; wrong now and then, where it says yes.
    #[inline]
    fn knows(&self, text: &[u16]) -> bool {
        let unit = |place: usize| text.get(place).copied().unwrap_or(0);
        let pair = hash(unit(0), unit(1));
        let bits = Bits::of(pair, self.log2);
        let word = self.word(bits);
        word & bits.known == bits.known
            || word & bits.goes_on != 0 && {
                let bits = Bits::of(hash3(pair, unit(2)), self.log2);
                self.word(bits) & bits.known == bits.known
            }
    }

    #[inline]
    fn word(&self, bits: Bits) -> u64 {
        self.words.get(bits.word).copied().unwrap_or(0)
    }
}
