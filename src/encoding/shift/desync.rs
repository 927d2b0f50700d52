//! Shifts made by a lost lead byte: `滑。?；瑒虞S承` → `滑。滑動軸承`.
//!
//! Mostly it is the lead byte of punctuation that was lost, dropped or turned into `?`: scripts
//! that cut or replace single bytes hit it the most. Which one it was is guessed.
//!
//! Text is searched around marks only, which clean text has few of: a `?` before a character of
//! more than one byte, a private-use character that GB 18030 has for undefined pairs, one
//! full-width letter or digit that stands alone, and full-width punctuation with a character behind it that
//! never follows there.

use memchr::memchr3_iter;

use super::familiar::Familiar;
use super::search::{Entries, Search};
use crate::language;
use crate::rewrite::Rewriter;

/// Characters before a mark in which the byte may have been lost. In Simplified text about
/// every fourth shifted pair is undefined.
const LOOK_BACK: usize = 24;
/// Fewer characters are no evidence.
const MIN_TOKENS: usize = 2;
/// A longer row of `?` was never text that can be found again.
const MAX_ROW: usize = 8;
/// The cost from which a character after full-width punctuation is a mark.
const MIN_SURPRISE: f32 = 10.0;

/// Undoes shifts made by lost lead bytes.
pub(crate) fn desyncs(text: &str, familiar: &Familiar, rewriter: &mut Rewriter<'_>) {
    let mut done = 0;
    for at in marks(text) {
        if at < done {
            continue;
        }
        let start = look_back(text, done, at);
        let mut search = Search::new(text, start, at, Entries::Leads, familiar);
        search.run(|text, token| is_mark(text, token.start));
        search.rewrite(MIN_TOKENS, rewriter);
        done = search.position;
    }
}

/// Learns the habits of a document from the parts of it that are not shifted, unless all are.
pub(crate) fn learn<'t>(texts: &[&'t str]) -> Familiar {
    if texts.iter().all(|text| marks(text).next().is_none()) {
        return Familiar::default();
    }
    Familiar::learn(texts.iter().flat_map(|text| sound_parts(text)))
}

/// The parts of a text that no mark tells against.
fn sound_parts(text: &str) -> impl Iterator<Item = &str> {
    let mut start = 0;
    let mut marks = marks(text).chain([text.len()]);
    std::iter::from_fn(move || {
        let mark = marks.find(|mark| *mark >= start)?;
        let part = &text[start..look_back(text, start, mark)];
        let is_end = |at: &usize| text.as_bytes()[*at].is_ascii() && text.as_bytes()[*at] != b'?';
        start = (mark..text.len()).find(is_end).unwrap_or(text.len());
        Some(part)
    })
}

/// The places that show that the text may be shifted.
fn marks(text: &str) -> impl Iterator<Item = usize> {
    // `?`, or the first byte of private-use characters, or that of full-width forms and U+FFFD.
    memchr3_iter(b'?', 0xEE, 0xEF, text.as_bytes()).filter(|at| is_mark(text, *at))
}

/// Where a shift that shows at `mark` may have begun, at the earliest: ASCII ends each one.
fn look_back(text: &str, done: usize, mark: usize) -> usize {
    let before = text[done..mark].char_indices().rev().take(LOOK_BACK);
    let shiftable = before.take_while(|(_, c)| !c.is_ascii());
    shiftable.last().map_or(mark, |(at, _)| done + at)
}

/// Whether the character at `at` shows that the text may be shifted.
fn is_mark(text: &str, at: usize) -> bool {
    let mut chars = text[at..].chars();
    match (chars.next(), chars.next()) {
        (Some('?' | char::REPLACEMENT_CHARACTER), Some(next)) => {
            !next.is_ascii() || next == '?' && is_row(text, at)
        }
        (Some('\u{E000}'..='\u{E5E5}'), Some(_)) => true,
        (Some('０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ'), Some(next)) => {
            let previous = text[..at].chars().next_back();
            is_han(next) && previous.is_none_or(|c| !is_full_width(c) && !c.is_ascii())
        }
        (Some(c @ '\u{FF01}'..='\u{FF5E}'), Some(next)) => {
            is_han(next) && language::cost(c, next) >= MIN_SURPRISE
        }
        _ => false,
    }
}

/// Whether a row of `?` is short and has text behind it.
fn is_row(text: &str, at: usize) -> bool {
    let row = text[at..].bytes().take(MAX_ROW + 1).take_while(|byte| *byte == b'?').count();
    row <= MAX_ROW && text.as_bytes().get(at + row).is_some_and(|byte| !byte.is_ascii())
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}')
}

fn is_full_width(c: char) -> bool {
    matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ')
}
