//! Where text may be EUC-JP that is shifted: many Chinese characters are in those columns of the code table that are
//! the lead bytes of kana.
//!
//! How much likelier the characters are in shifted text than in other is summed up, starting anew
//! whenever the sum is below zero (Page's cumulative sum test, 1954).

use std::ops::Range;

use memchr::memchr2_iter;

use super::super::desync::is_mark;
use super::cells::{cells, is_in_column};

/// Characters before a mark in which the byte may have been lost.
const LOOK_BACK: usize = 32;
/// Characters behind the last mark that are looked at for another one.
const PATIENCE: usize = 32;
/// Of the last characters before a mark that ends a shift so many are in the column of kana.
const LAST: usize = 6;
const LAST_IN_COLUMN: usize = 2;
/// The most characters of a stretch: it bounds the memory of a search.
const LONGEST: usize = 2_000;

/// How much likelier a character is in shifted text, in tenths of a nat: a Chinese one in the column of
/// kana (a third of all to a fortieth), another one, kana, and what stands for a hole.
const IN_COLUMN: i32 = 26;
const ELSEWHERE: i32 = -5;
const KANA: i32 = -15;
const LOST: i32 = 10;
/// The sum that calls for a search.
const ALARM: i32 = 80;

/// Characters that are lost, at most, for each in the column: where hardly anything is left but marks, nothing can be told.
const LOST_FOR_EACH: u32 = 2;

/// Stretches between ASCII, around the marks, that may be shifted.
pub(super) fn stretches(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut marks = marks(text);
    let mut done = 0;
    std::iter::from_fn(move || {
        loop {
            let mark = marks.find(|mark| *mark >= done)?;
            let start = look_back(text, done, mark);
            let (end, is_alarm) = follow(text, start, mark);
            done = end.max(mark + 1);
            if is_alarm {
                return Some(start..end);
            }
        }
    })
}

/// The places that show that the text may be shifted.
fn marks(text: &str) -> impl Iterator<Item = usize> {
    // `?`, or the first byte of U+FFFD.
    let places = memchr2_iter(b'?', 0xEF, text.as_bytes());
    places.filter(|at| is_mark(text, *at) || is_last_mark(text, *at))
}

/// Whether U+FFFD at the end of a line or before ASCII, where most stand in text that is not shifted, may be
/// the last byte of shifted text. Question marks there are too many to look at.
pub(crate) fn is_last_mark(text: &str, at: usize) -> bool {
    let last = || text[..at].chars().rev().take(LAST);
    text[at..].starts_with(char::REPLACEMENT_CHARACTER)
        && last().filter(|c| cells().pair(*c).is_some_and(is_in_column)).count() >= LAST_IN_COLUMN
}

/// Where a shift may have begun that shows at `mark`, at the earliest.
fn look_back(text: &str, done: usize, mark: usize) -> usize {
    let before = text[done..mark].char_indices().rev().take(LOOK_BACK);
    before.take_while(|(_, c)| !is_end(*c)).last().map_or(mark, |(at, _)| done + at)
}

/// Whether the character stands in no shifted text.
fn is_end(c: char) -> bool {
    c.is_ascii() && c != '?'
}

/// Where the stretch ends, and whether it may be shifted.
fn follow(text: &str, start: usize, mark: usize) -> (usize, bool) {
    let cells = cells();
    let (mut sum, mut is_alarm) = (0, false);
    let (mut lost, mut in_column) = (0, 0);
    let mut patience = PATIENCE;
    let mut stretch_end = text.len();
    for (number, (at, c)) in text[start..].char_indices().enumerate() {
        let at = start + at;
        if at >= mark && (is_end(c) || patience == 0 || number == LONGEST) {
            stretch_end = at;
            break;
        }
        let gain = match c {
            '?' | char::REPLACEMENT_CHARACTER => {
                lost += 1;
                LOST
            }
            'ぁ'..='ヿ' => KANA,
            _ => match cells.pair(c) {
                Some(pair) if is_in_column(pair) => {
                    in_column += 1;
                    IN_COLUMN
                }
                Some(_) => ELSEWHERE,
                None => KANA,
            },
        };
        sum = (sum + gain).max(0);
        is_alarm |= sum >= ALARM;
        let is_lost = matches!(c, '?' | char::REPLACEMENT_CHARACTER);
        // In text that seems to be shifted marks need not be near.
        patience = if is_lost || at < mark || sum > 0 { PATIENCE } else { patience - 1 };
    }
    (stretch_end, is_alarm && LOST_FOR_EACH * in_column >= lost)
}
