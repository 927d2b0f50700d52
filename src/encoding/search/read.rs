//! Bytes read as long as what they say may still be taken: it costs more with each character, and most bytes cost
//! too much or are none of the encoding within a few.
//!
//! So characters are only added up first, and those that are left become text.

use std::ops::{Range, RangeInclusive};

use super::LONGEST;
use crate::encoding::codec::Codec;
use crate::encoding::plausibility::{Model, Symbol};

/// What a character costs that an encoding has for completeness, and that its users have little
/// use for.
const FOREIGN: i32 = 12;

/// Where those characters are.
fn foreign(meant: Codec) -> [RangeInclusive<char>; 2] {
    const GREEK_AND_CYRILLIC: RangeInclusive<char> = '\u{370}'..='\u{52F}';
    const KANA: RangeInclusive<char> = '\u{3041}'..='\u{30FA}';
    const HALF_WIDTH: RangeInclusive<char> = '\u{FF61}'..='\u{FF9F}';
    const NONE: RangeInclusive<char> = '\u{1}'..='\0';
    match meant {
        Codec::Gb18030 | Codec::Big5 | Codec::EucKr => [KANA, GREEK_AND_CYRILLIC],
        Codec::ShiftJis => [HALF_WIDTH, GREEK_AND_CYRILLIC],
        Codec::EucJp => [NONE, GREEK_AND_CYRILLIC],
        _ => [NONE, NONE],
    }
}

fn foreign_price([some, others]: &[RangeInclusive<char>; 2], c: char) -> i32 {
    if some.contains(&c) || others.contains(&c) { FOREIGN } else { 0 }
}

/// How far a reading may be dearer than the text on the way.
const SLACK: i32 = 120;

/// What a text costs up to and with each character, and how far a reading may be dearer there: it will not be
/// cheaper in the end, but for a few characters.
pub(super) fn limits_of(text: &str, model: Model, limits: &mut Vec<i32>) {
    let mut previous = model.line_end();
    let mut limit = SLACK;
    let with_next = |c| {
        let next = model.symbol(c);
        limit += model.cost(previous, next) as i32;
        previous = next;
        limit
    };
    limits.clear();
    limits.extend(text.chars().map(with_next));
}

/// The limits of a reading, by byte.
#[derive(Clone, Copy)]
pub(super) struct Limits<'l> {
    /// What is no less than this is of no use.
    pub(super) most: i32,
    pub(super) by_byte: &'l [i32],
    /// Whether each byte was a character of its own.
    pub(super) of_singles: bool,
}

impl Limits<'_> {
    /// What the characters in a range of bytes cost, where each byte was one.
    fn cost(self, range: Range<usize>) -> i32 {
        let before = range.start.checked_sub(1).map_or(SLACK, |last| self.by_byte[last]);
        self.by_byte[range.end - 1] - before
    }
}

/// Writes the text, and puts its limits beside the bytes.
pub(super) fn encode_with_limits(
    text: &str,
    limits_of_text: &[i32],
    read_as: Codec,
    bytes: &mut Vec<u8>,
    limits: &mut Vec<i32>,
) -> bool {
    bytes.clear();
    limits.clear();
    if read_as.is_single() {
        limits.extend_from_slice(limits_of_text);
        return read_as.encode_to(text, bytes);
    }
    for (c, limit) in text.chars().zip(limits_of_text) {
        if !read_as.encode_char(c, bytes) {
            return false;
        }
        limits.resize(bytes.len(), *limit);
    }
    true
}

/// What a text costs that was read.
pub(super) fn cost_of(text: &str, meant: Codec, model: Model) -> i32 {
    let ranges = foreign(meant);
    let foreign: i32 = text.chars().map(|c| foreign_price(&ranges, c)).sum();
    model.line_cost(text) as i32 + foreign
}

/// Reads the bytes into `characters`, as long as they are valid and what they say costs no more than the limits; returns
/// what it costs.
pub(super) fn read(
    meant: Codec,
    bytes: &[u8],
    model: Model,
    cut: bool,
    limits: Option<Limits<'_>>,
    characters: &mut Vec<char>,
) -> Option<i32> {
    characters.clear();
    characters.reserve(bytes.len());
    // One loop for each kind, so that it is not asked of each character which one it is.
    match meant {
        Codec::Utf8 | Codec::Cesu8 => add_up(meant, bytes, model, cut, limits, characters),
        Codec::Gb18030 => add_up(Codec::Gb18030, bytes, model, cut, limits, characters),
        Codec::Big5 => add_up(Codec::Big5, bytes, model, cut, limits, characters),
        Codec::ShiftJis => add_up(Codec::ShiftJis, bytes, model, cut, limits, characters),
        Codec::EucJp => add_up(Codec::EucJp, bytes, model, cut, limits, characters),
        Codec::EucKr => add_up(Codec::EucKr, bytes, model, cut, limits, characters),
        _ => add_up(meant, bytes, model, cut, limits, characters),
    }
}

/// The same for one kind of encodings.
#[inline(always)]
fn add_up(
    meant: Codec,
    bytes: &[u8],
    model: Model,
    cut: bool,
    limits: Option<Limits<'_>>,
    characters: &mut Vec<char>,
) -> Option<i32> {
    let foreign = foreign(meant);
    let mut previous: Symbol = model.line_end();
    let (mut cost, mut at) = (0, 0);
    let mut follows_ascii = true;
    while at < bytes.len() {
        if follows_ascii
            && bytes[at].is_ascii()
            && let Some(limits) = limits.filter(|limits| limits.of_singles)
        {
            // The text that was written has the same characters here.
            let end = bytes[at..].iter().position(|byte| !byte.is_ascii());
            let end = end.map_or(bytes.len(), |length| at + length);
            cost += limits.cost(at..end);
            characters.extend(bytes[at..end].iter().copied().map(char::from));
            previous = model.symbol(char::from(bytes[end - 1]));
            at = end;
            continue;
        }
        let Some((c, length)) = meant.decode_first(&bytes[at..]) else {
            return (cut && bytes.len() - at < LONGEST && at > 0).then_some(cost);
        };
        let next = model.symbol(c);
        cost += model.cost(previous, next) as i32 + foreign_price(&foreign, c);
        previous = next;
        at += length;
        if limits.is_some_and(|limits| cost > limits.by_byte[at - 1] || cost >= limits.most) {
            return None;
        }
        characters.push(c);
        follows_ascii = c.is_ascii();
    }
    Some(cost)
}
