//! Shifts made by readings that were injected between two characters: `向?qū)嶋H` → `向實際`.
//!
//! The injector replaced bytes: where the second byte of one character and the first of the next
//! happen to spell a character that it annotates (`F2 8C`, 驅, in `CF F2 8C 8D EB 48`), `(qū)`
//! came between the two, and the decoder made a `?` of the torn character's first byte and the
//! bracket, which is no pair. The byte before the `?` and the reading tell which character it
//! was, and so the lost byte: from there on all is shifted.
//!
//! Readings injected behind whole characters (`級(jí)`) may stand before such a place and stay.

use memchr::memchr2_iter;

use super::familiar::Familiar;
use super::holes::marks_of;
use super::search::{Entries, Search};
use super::token::{Kind, Token};
use crate::noise::injection::Injection;
use crate::rewrite::Rewriter;

/// A single character that such a reading tore apart is enough.
const MIN_TOKENS: usize = 1;

/// Undoes readings that were injected between two characters.
pub(crate) fn straddles(text: &str, injection: &Injection, rewriter: &mut Rewriter<'_>) {
    if injection.is_empty() {
        return;
    }
    let familiar = Familiar::default();
    let mut done = 0;
    let mut marks = None;
    for at in entries(text) {
        if at < done {
            continue;
        }
        let marks = marks.get_or_insert_with(|| marks_of(text));
        let entries = Entries::Readings(injection, marks);
        let mut search = Search::new(text, at, at, entries, &familiar);
        search.run(is_entry);
        search.rewrite(MIN_TOKENS, rewriter);
        done = search.position;
    }
}

/// Where there may be readings that were injected between two characters.
pub(crate) fn straddle_places(text: &str) -> Vec<usize> {
    entries(text).collect()
}

/// Where marks of loss with a reading stand behind a character.
fn entries(text: &str) -> impl Iterator<Item = usize> {
    // `?`, or the first byte of U+FF1F and U+FFFD; many other characters of full width begin with that.
    let marks = memchr2_iter(b'?', 0xEF, text.as_bytes()).filter(|at| is_mark(text, *at));
    marks
        .filter(|at| is_behind_character(text, *at))
        .filter(|at| Token::read(text, *at).is_some_and(|token| is_entry(text, &token)))
}

fn is_mark(text: &str, at: usize) -> bool {
    text[at..].starts_with(['?', '\u{FF1F}', char::REPLACEMENT_CHARACTER])
}

fn is_behind_character(text: &str, at: usize) -> bool {
    at > 0 && text.as_bytes()[at - 1] != b'\n'
}

/// A mark of loss with a reading.
fn is_entry(_: &str, token: &Token) -> bool {
    matches!(token.kind, Kind::Lost(Some(_)))
}
