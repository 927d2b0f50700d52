//! Characters as they were read, with the readings behind them.

use super::cells::cells;
use crate::han::readings::Syllable;
use crate::language::Symbol;

/// Letters of the longest syllable, with combining marks.
const MAX_SYLLABLE: usize = 8;

/// One character as it was read, with the reading behind it, if any.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) start: usize,
    /// After the annotation.
    pub(super) end: usize,
    pub(super) kind: Kind,
    pub(super) annotation: Option<Syllable>,
    /// What the language model takes it for.
    pub(super) symbol: Symbol,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Kind {
    /// A character of two bytes.
    Pair(char, [u8; 2]),
    /// A character of one byte.
    Byte(u8),
    /// A character that the code page lacks.
    Foreign(char),
    /// What a decoder prints for bytes without a meaning; with the rest of a reading whose
    /// bracket was taken for a trail byte.
    Lost(Option<Syllable>),
}

impl Token {
    /// The token at a character boundary.
    pub(super) fn read(text: &str, start: usize) -> Option<Token> {
        let c = text[start..].chars().next()?;
        let end = start + c.len_utf8();
        if matches!(c, '?' | '？' | char::REPLACEMENT_CHARACTER) {
            let lost = |reading, end| Token {
                start,
                end,
                kind: Kind::Lost(reading),
                annotation: None,
                symbol: Symbol::of('?'),
            };
            if let Some((syllable, end)) = reading_at(text, opening_at(text, end).unwrap_or(end)) {
                return Some(lost(Some(syllable), end));
            }
            if c != '？' {
                return Some(lost(None, end));
            }
        }
        let (pair, symbol, _) = cells().read(c);
        let annotation = opening_at(text, end).and_then(|opening| reading_at(text, opening));
        Some(Token {
            start,
            end: annotation.map_or(end, |(_, end)| end),
            kind: Kind::of(c, pair),
            annotation: annotation.map(|(syllable, _)| syllable),
            symbol,
        })
    }

    /// The character that stands there.
    pub(super) fn character(&self) -> char {
        match self.kind {
            Kind::Pair(c, _) | Kind::Foreign(c) => c,
            Kind::Byte(0x80) => '€',
            Kind::Byte(byte) => char::from(byte),
            Kind::Lost(_) => '?',
        }
    }

    /// Whether nothing but a mark of loss is left of it.
    pub(super) fn is_lost(&self) -> bool {
        self.kind == Kind::Lost(None)
    }

    /// The first of its bytes, if that is known.
    pub(super) fn first_byte(&self) -> Option<u8> {
        match self.kind {
            Kind::Pair(_, [first, _]) | Kind::Byte(first) => Some(first),
            Kind::Foreign(_) | Kind::Lost(_) => None,
        }
    }
}

impl Kind {
    fn of(c: char, pair: Option<[u8; 2]>) -> Kind {
        match (c, pair) {
            ('\0'..='\x7F', _) => Kind::Byte(c as u8),
            ('€', _) => Kind::Byte(0x80),
            (_, Some(pair)) => Kind::Pair(c, pair),
            (_, None) => Kind::Foreign(c),
        }
    }
}

/// Where an opening bracket at `at` ends.
fn opening_at(text: &str, at: usize) -> Option<usize> {
    let c = text[at..].chars().next()?;
    matches!(c, '(' | '（').then(|| at + c.len_utf8())
}

/// A reading at `at` with its closing bracket, and where that ends.
fn reading_at(text: &str, at: usize) -> Option<(Syllable, usize)> {
    let mut letters = text[at..].char_indices().take(MAX_SYLLABLE + 1);
    let (length, closing) = letters.find(|(_, c)| !is_letter(*c))?;
    if length == 0 || !matches!(closing, ')' | '）') {
        return None;
    }
    let syllable = Syllable::parse(text[at..at + length].chars())?;
    Some((syllable, at + length + closing.len_utf8()))
}

/// Whether the character may be part of a reading.
fn is_letter(c: char) -> bool {
    matches!(c, 'a'..='z' | '\u{E0}'..='\u{36F}' | '\u{1E00}'..='\u{1EFF}')
}

/// The text without a reading in brackets at its end.
pub(super) fn without_annotation(text: &str) -> &str {
    let is_opening = |(_, c): &(usize, char)| matches!(c, '(' | '（');
    let opening = text
        .ends_with([')', '）'])
        .then(|| text.char_indices().rev().take(MAX_SYLLABLE + 2).find(is_opening))
        .flatten();
    match opening.and_then(|(at, c)| Some((at, reading_at(text, at + c.len_utf8())?.1))) {
        Some((at, end)) if end == text.len() => &text[..at],
        _ => text,
    }
}
