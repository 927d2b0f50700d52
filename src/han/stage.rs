//! One stage of a conversion: text from left to right, at each place the key that begins there.
//!
//! Most places need no dictionary. A table over the basic plane holds what each character becomes by
//! itself, encoded already, and whether a longer key begins with it; where one does, a bitmap over
//! hashes of pairs tells whether the next character fits. Only then are the dictionaries asked.

use std::ops::Range;

use super::description::{self, Sequence};
use std::sync::Arc;

use super::dictionary::layout::{Bits, SMALLEST_FILTER, enter, hash, hash3};
use super::dictionary::{Dictionary, Start, Value, may_begin, unit, unit_of};
use super::matcher::Matcher;

/// What a stage makes, piece by piece from left to right. `at` is a place in the text, in bytes.
pub(super) trait Sink {
    /// `length` bytes of the text stay as they are.
    fn keep(&mut self, text: &str, at: usize, length: usize);
    /// A character of `length` bytes becomes one that is encoded already.
    fn put(&mut self, text: &str, at: usize, length: usize, with: Encoded);
    /// `length` bytes become a value.
    fn value(&mut self, text: &str, at: usize, length: usize, with: Value<'_>);
    /// A segment ends here.
    fn mark(&mut self, at: usize);

    /// Takes characters that become others by themselves, as many as there are, and returns the
    /// place behind them.
    #[inline]
    fn singles<const MANY: bool>(&mut self, text: &str, mut singles: Singles<'_, MANY>) -> usize {
        while let Some((at, with)) = singles.next() {
            self.put(text, at, singles.at - at, with);
        }
        singles.at
    }
}

/// Walks over the characters that become others by themselves; ends where that is not plain to
/// see. This is where most of the time goes.
///
/// Where `MANY` characters begin keys, which of them do is as hard to predict as the text, and
/// the filter is asked about all; else it is asked about those.
pub(super) struct Singles<'t, const MANY: bool> {
    text: &'t [u8],
    pub(super) at: usize,
    /// From here on a key may reach behind the end.
    decided: usize,
    characters: &'t [Encoded; UNITS],
    filter: &'t Filter,
}

impl<const MANY: bool> Singles<'_, MANY> {
    /// The most bytes that the rest of the text becomes.
    #[inline]
    pub(super) fn most(&self) -> usize {
        3 * (self.text.len() - self.at)
    }

    /// Whether a character that is not plain ends the walk; `behind` holds the bytes that follow.
    #[inline(never)]
    fn stops(&self, encoded: Encoded, first: u16, behind: u64) -> bool {
        encoded.asks()
            || self.at >= self.decided
            || self.begins(self.filter.pair(first, unit_of(behind as u32).0))
    }

    /// Whether the third unit fits, too, where it matters.
    #[inline]
    fn begins(&self, pair: Pair) -> bool {
        pair.known
            || pair.goes_on && {
                let rest = self.text.get(self.at..).unwrap_or_default();
                self.filter.knows_third(pair.hash, Start::of(rest).third(rest))
            }
    }
}

impl<const MANY: bool> Iterator for Singles<'_, MANY> {
    /// A place, and what the character there becomes.
    type Item = (usize, Encoded);

    #[inline(always)]
    fn next(&mut self) -> Option<(usize, Encoded)> {
        // A character and the next one, at once.
        let eight = u64::from_le_bytes(*self.text.get(self.at..)?.first_chunk()?);
        let (first, length) = unit_of(eight as u32);
        if eight & HIGH == 0 || length == 4 {
            return None;
        }
        let encoded = self.characters[usize::from(first)];
        let second = || unit_of((eight >> (8 * length)) as u32).0;
        if MANY {
            let pair = self.filter.pair(first, second());
            if (encoded.starts() & pair.may_begin()) | encoded.asks()
                && (encoded.asks() || self.at >= self.decided || self.begins(pair))
            {
                return None;
            }
        } else if !encoded.is_plain() && self.stops(encoded, first, eight >> (8 * length)) {
            return None;
        }
        let at = self.at;
        self.at += length;
        Some((at, encoded))
    }
}

/// A character of the basic plane in UTF-8: three bytes, the length, and flags above it.
#[derive(Clone, Copy)]
pub(super) struct Encoded(u32);

impl Encoded {
    const LENGTH_SHIFT: u32 = 24;
    /// A key that is no single begins with the character.
    const STARTS: u32 = 1 << 31;
    /// What it becomes by itself is no single, or it describes characters: ask.
    const ASK: u32 = 1 << 30;

    fn new(unit: u16) -> Encoded {
        // Surrogates are no characters, and no text holds them.
        let c = char::from_u32(u32::from(unit)).unwrap_or(char::REPLACEMENT_CHARACTER);
        let mut bytes = [0; 4];
        let length = c.encode_utf8(&mut bytes).len() as u32;
        Encoded(u32::from_le_bytes(bytes) | length << Encoded::LENGTH_SHIFT)
    }

    #[inline]
    fn is_plain(self) -> bool {
        self.0 & (Encoded::STARTS | Encoded::ASK) == 0
    }

    #[inline]
    fn starts(self) -> bool {
        self.0 & Encoded::STARTS != 0
    }

    #[inline]
    fn asks(self) -> bool {
        self.0 & Encoded::ASK != 0
    }

    /// The bytes; those behind the length mean nothing.
    #[inline]
    pub(super) fn bytes(self) -> [u8; 4] {
        self.0.to_le_bytes()
    }

    #[inline]
    pub(super) fn length(self) -> usize {
        (self.0 >> Encoded::LENGTH_SHIFT & 3) as usize
    }
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
    /// The longest key, in bytes.
    longest: usize,
    /// The most ASCII characters that a key begins with.
    ascii_start: usize,
    /// Whether ASCII alone may be a key.
    ascii_keys: bool,
    /// Whether a word is a segment.
    segments: bool,
    /// Whether many characters begin keys.
    many_starts: bool,
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
                stage.characters.0[usize::from(key)].0 |= Encoded::ASK;
            }
        }
        stage.segments = true;
        stage
    }

    fn with_words(matcher: Matcher, words: Option<Matcher>) -> Stage {
        let dictionaries = matcher.dictionaries();
        let mut characters = Characters::new();
        for operator in description::OPERATORS {
            characters.0[usize::from(operator)].0 |= Encoded::ASK;
        }
        for dictionary in dictionaries.iter().rev() {
            for (key, value) in dictionary.singles() {
                characters.replace(key, Encoded::new(value));
            }
            if dictionary.has_characters() {
                // Those that are no singles; the starts of other keys may be among them.
                for start in dictionary.starts() {
                    let c = char::from_u32(u32::from(start));
                    if c.is_some_and(|c| dictionary.character(c).is_some()) {
                        characters.0[usize::from(start)].0 |= Encoded::ASK;
                    }
                }
            }
        }
        for start in dictionaries.iter().flat_map(|dictionary| dictionary.starts()) {
            characters.0[usize::from(start)].0 |= Encoded::STARTS;
        }
        let filter = Filter::new(&dictionaries);
        // Measured: 250 are every tenth Chinese character of a text, 430 every third.
        const MANY: usize = 300;
        let many_starts = characters.0.iter().filter(|encoded| encoded.starts()).count() > MANY;
        let longest = dictionaries.iter().map(|d| d.longest_key()).max().unwrap_or(0);
        let ascii_start = dictionaries.iter().map(|d| d.ascii_start()).max().unwrap_or(0);
        let ascii_keys = dictionaries.iter().any(|d| d.has_ascii_key());
        drop(dictionaries);
        let segments = false;
        Stage {
            matcher,
            words,
            characters,
            filter,
            longest,
            ascii_start,
            ascii_keys,
            segments,
            many_starts,
        }
    }

    /// Makes a stage that converts cut into segments, too, where what it would convert as words is
    /// what `segmentation` would cut out, and all else goes by single characters. Says whether
    /// that is so.
    pub(super) fn try_segment(&mut self, segmentation: &Matcher) -> bool {
        let no_characters = segmentation.dictionaries().iter().all(|d| !d.has_characters());
        self.segments = no_characters && self.words.as_ref().is_some_and(|w| w.is(segmentation));
        self.segments
    }

    /// How many ASCII characters at the end of a run may matter; `None` where any may.
    pub(super) fn ascii_tail(&self) -> Option<usize> {
        (!self.ascii_keys).then_some(self.ascii_start)
    }

    /// Converts the text in a range, as if there were nothing around it: no word reaches across a
    /// mark. Where it is `open`, more may follow, and what depends on that is left alone; the place
    /// where that begins is returned.
    pub(super) fn convert(
        &self,
        text: &str,
        range: Range<usize>,
        marks: &[usize],
        open: bool,
        sink: &mut impl Sink,
    ) -> usize {
        if self.many_starts {
            self.convert_with::<true>(text, range, marks, open, sink)
        } else {
            self.convert_with::<false>(text, range, marks, open, sink)
        }
    }

    fn convert_with<const MANY: bool>(
        &self,
        text: &str,
        range: Range<usize>,
        mut marks: &[usize],
        open: bool,
        sink: &mut impl Sink,
    ) -> usize {
        let Range { start: mut at, end } = range;
        let text = &text[..end];
        let bytes = text.as_bytes();
        // From here on a key may reach behind the end.
        let mut decided = if open { (end + 1).saturating_sub(self.longest) } else { end };
        // But not across a mark.
        decided = decided.max(marks.last().copied().unwrap_or(0));
        while let Some(rest) = bytes.get(at..)
            && !rest.is_empty()
        {
            // Short runs of ASCII are not worth the bother.
            if let Some(word) = rest.first_chunk()
                && u64::from_le_bytes(*word) & HIGH == 0
            {
                let inert = self.inert_ascii(rest);
                if inert > 0 {
                    sink.keep(text, at, inert);
                    at += inert;
                    continue;
                }
            }
            let singles = Singles::<'_, MANY> {
                text: bytes,
                at,
                decided,
                characters: &self.characters.0,
                filter: &self.filter,
            };
            let next = sink.singles(text, singles);
            if next > at {
                at = next;
                continue;
            }
            let (first, length) = unit(rest);
            let encoded = self.characters.0[usize::from(first)];
            if encoded.is_plain() {
                if length < 4 {
                    sink.put(text, at, length, encoded);
                } else {
                    sink.keep(text, at, length);
                }
                at += length;
                continue;
            }
            let start = Start::behind(first, length, rest);
            if encoded.starts() {
                if at >= decided {
                    return at;
                }
                if !encoded.asks() && !self.filter.may_begin(&start, rest) {
                    if length < 4 {
                        sink.put(text, at, length, encoded);
                    } else {
                        sink.keep(text, at, length);
                    }
                    at += length;
                    continue;
                }
            }
            while let [mark, rest @ ..] = marks
                && *mark <= at
            {
                marks = rest;
            }
            let next = match marks {
                [] => self.ask(text, at, &start, open, sink),
                [mark, ..] => {
                    let segment = &text[..*mark];
                    let start = Start::of(&segment.as_bytes()[at..]);
                    self.ask(segment, at, &start, false, sink)
                }
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
    fn ask(
        &self,
        text: &str,
        at: usize,
        start: &Start,
        open: bool,
        sink: &mut impl Sink,
    ) -> Option<usize> {
        let rest = &text[at..];
        let c = rest.chars().next()?;
        if let Some(found) = self.words.as_ref().and_then(|words| words.find(c, start, rest)) {
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
        if let Ok(unit) = u16::try_from(u32::from(c)) {
            let encoded = self.characters.0[usize::from(unit)];
            if !encoded.asks() {
                sink.put(text, at, c.len_utf8(), encoded);
                return Some(at + c.len_utf8());
            }
        }
        if let Some(found) = self.matcher.character(c) {
            sink.value(text, at, found.length, found.value);
            return Some(at + found.length);
        }
        let length = match c {
            '\u{2FF0}'..='\u{2FFF}' => match description::sequence(rest) {
                Sequence::Whole(length) => length,
                Sequence::Cut if open => return None,
                Sequence::Cut | Sequence::None => c.len_utf8(),
            },
            _ => c.len_utf8(),
        };
        sink.keep(text, at, length);
        Some(at + length)
    }

    /// How many bytes at the start of the text are ASCII that no key can begin in.
    #[inline]
    fn inert_ascii(&self, text: &[u8]) -> usize {
        if self.ascii_keys { 0 } else { ascii_run(text).saturating_sub(self.ascii_start) }
    }
}

/// The bits that no ASCII character has, in eight bytes.
const HIGH: u64 = 0x8080_8080_8080_8080;

/// How many bytes at the start of the text are ASCII.
#[inline]
pub(super) fn ascii_run(text: &[u8]) -> usize {
    let mut at = 0;
    // Whole lines of cache for as long as that goes, then words.
    while let Some(block) = text[at..].first_chunk::<64>()
        && block.is_ascii()
    {
        at += 64;
    }
    while let Some(word) = text[at..].first_chunk::<8>() {
        let high = u64::from_le_bytes(*word) & HIGH;
        if high != 0 {
            return at + high.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    at + text[at..].iter().take_while(|byte| byte.is_ascii()).count()
}

/// What each character of the basic plane becomes by itself.
struct Characters(Box<[Encoded; UNITS]>);

impl Characters {
    /// All stay as they are.
    fn new() -> Characters {
        let all: Vec<Encoded> = (0..=u16::MAX).map(Encoded::new).collect();
        match all.into_boxed_slice().try_into() {
            Ok(all) => Characters(all),
            Err(_) => unreachable!("there are as many as asked for"),
        }
    }

    /// Sets what a character becomes; its flags stay.
    fn replace(&mut self, key: u16, with: Encoded) {
        let entry = &mut self.0[usize::from(key)].0;
        *entry = *entry & Encoded::STARTS | with.0;
    }
}

impl std::fmt::Debug for Characters {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Characters")
    }
}

/// Tells most places where no key begins that is no single, for all dictionaries at once.
#[derive(Debug)]
pub(super) struct Filter {
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

    #[inline(always)]
    fn pair(&self, first: u16, second: u16) -> Pair {
        let hash = hash(first, second);
        let bits = Bits::of(hash, self.log2);
        let word = self.words.get(bits.word).copied().unwrap_or(0);
        let known = word & bits.known == bits.known;
        Pair { hash, known, goes_on: word & bits.goes_on != 0 }
    }

    fn knows_third(&self, pair: u32, third: u16) -> bool {
        let bits = Bits::of(hash3(pair, third), self.log2);
        self.words.get(bits.word).is_some_and(|word| word & bits.known == bits.known)
    }

    #[inline]
    fn may_begin(&self, start: &Start, text: &[u8]) -> bool {
        let word = |word| self.words.get(word).copied().unwrap_or(0);
        may_begin(self.log2, word, start.first, start.second, || start.third(text))
    }
}

/// What a filter says about the first two units of a key.
#[derive(Clone, Copy)]
struct Pair {
    hash: u32,
    /// They may be a key.
    known: bool,
    /// They may begin a longer one.
    goes_on: bool,
}

impl Pair {
    #[inline(always)]
    fn may_begin(self) -> bool {
        self.known | self.goes_on
    }
}
