//! References in running text.
//!
//! A line is searched for `&`, and for the `;` of references that lost theirs. What stands there
//! is read as far as it can be: behind an `&` that was escaped itself, its own reference is read on
//! the spot, so a nest of any depth takes one look. Only when all of a line's references are
//! known is it decided whether the line is about references ([`super::subject`]), and the rest is
//! replaced.

use std::ops::Range;

use memchr::{memchr, memchr_iter, memchr2, memrchr};

use super::broken::{self, is_east_asian};
use super::context::{Addresses, has_json, has_markup, is_address_of};
use super::evidence::Evidence;
use super::names;
use super::plain;
use super::reference::{Number, Value, character, number, word};
use super::subject;
use crate::rewrite::Rewriter;

/// How often text may have been escaped. What is nested deeper stays: nobody escapes four times
/// by accident, and cleaning must come to an end.
pub(super) const LEVELS: usize = 3;

/// A reference with all that belongs to it, read by the rules.
pub(super) const EXACT: f32 = 1.0;
/// One whose `;` is missing though it needs one, or full-width.
const ENDS_BADLY: f32 = 0.9;
/// One that was cut off, or has lost its `&`.
const INCOMPLETE: f32 = 0.8;
/// One that is misspelt.
const MISSPELT: f32 = 0.7;

const FULL_WIDTH_SEMICOLON: char = '；';

/// A reference in a line, or several in each other.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// Where it stands in the line.
    pub(super) range: Range<usize>,
    pub(super) value: Value,
    confidence: f32,
    pub(super) end: End,
    lacks_ampersand: bool,
}

/// What a reference ends with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    Semicolon,
    /// `；`, which belongs to the reference for sure.
    FullWidth,
    /// `；`, which may be the author's: the reference does without.
    PerhapsFullWidth,
    Nothing,
}

/// What stands behind an `&`.
struct Body {
    value: Value,
    length: usize,
    confidence: f32,
    end: End,
}

/// Takes what references are replaced with.
pub(super) trait Target {
    /// Puts `with` in place of a range of the text. Ranges come from left to right.
    fn replace(&mut self, source: Range<usize>, with: &str, confidence: f32);

    /// The same for a plain reference.
    fn replace_plain(&mut self, source: Range<usize>, value: Value);

    /// Takes so many of the replacements back, the last ones, which all stand in the line that starts there and are plain.
    fn take_back(&mut self, start: usize, count: usize);
}

impl Target for Rewriter<'_> {
    fn replace(&mut self, source: Range<usize>, with: &str, confidence: f32) {
        Rewriter::replace(self, source, with, confidence);
    }

    fn replace_plain(&mut self, source: Range<usize>, value: Value) {
        Rewriter::replace(self, source, value.text(&mut [0; 4]), EXACT);
    }

    fn take_back(&mut self, _: usize, count: usize) {
        Rewriter::take_back(self, count);
    }
}

/// Repairs a segment, and says whether there may be more to do in what it has made of it. `is_whole` says that
/// the segment's last line is not cut.
pub(crate) fn repair(
    text: &str,
    evidence: &Evidence,
    is_whole: bool,
    rewriter: &mut Rewriter<'_>,
) -> bool {
    if evidence.is_about_references() {
        return false;
    }
    let references = &mut Vec::new();
    let mut repair = Repair { evidence, is_whole, target: rewriter, references, goes_on: false };
    walk(text, &mut repair);
    repair.goes_on
}

/// Whether a repair would change nothing in a text.
pub(super) fn is_at_rest(
    text: &str,
    evidence: &Evidence,
    is_whole: bool,
    references: &mut Vec<Found>,
) -> bool {
    let target = &mut Count(0);
    let mut repair = Repair { evidence, is_whole, target, references, goes_on: false };
    walk(text, &mut repair);
    repair.target.0 == 0
}

/// Counts what is to be replaced.
struct Count(usize);

impl Target for Count {
    fn replace(&mut self, _: Range<usize>, _: &str, _: f32) {
        self.0 += 1;
    }

    fn replace_plain(&mut self, _: Range<usize>, _: Value) {
        self.0 += 1;
    }

    fn take_back(&mut self, _: usize, count: usize) {
        self.0 -= count;
    }
}

/// Repairs a text on a walk through it.
struct Repair<'r, T> {
    evidence: &'r Evidence,
    is_whole: bool,
    target: &'r mut T,
    references: &'r mut Vec<Found>,
    goes_on: bool,
}

impl<'t, T: Target> Visitor<'t> for Repair<'_, T> {
    #[inline]
    fn plain(&mut self, range: Range<usize>, value: Value) {
        self.target.replace_plain(range, value);
    }

    fn take_back(&mut self, start: usize, count: usize) {
        self.target.take_back(start, count);
    }

    fn line(&mut self, line: Line<'t>) {
        let Line { text, trigger, .. } = line;
        let is_whole = self.is_whole || text.ends_with('\n');
        let reads_all = find(text, trigger, is_whole, self.references);
        if !self.references.is_empty()
            && !subject::is_about_references(text, self.references, self.evidence)
        {
            let replaces_all = replace_found(&line, self.references, self.evidence, self.target);
            // Without `&` and `;` there is nothing more to do in a line.
            self.goes_on |= !(reads_all && replaces_all);
        }
    }
}

/// Replaces the references that were found in a line, and says whether that is all of them, and without a sign that
/// other references could have.
pub(super) fn replace_found(
    line: &Line<'_>,
    references: &mut [Found],
    evidence: &Evidence,
    target: &mut impl Target,
) -> bool {
    settle_full_width(references, evidence);
    replace(line.text, line.start, references, target)
}

/// A line that may hold references.
#[derive(Clone, Copy)]
pub(super) struct Line<'t> {
    /// Where it stands in the text.
    pub(super) start: usize,
    /// With its line feed.
    pub(super) text: &'t str,
    /// Where its first `&` or `;` stands.
    pub(super) trigger: usize,
}

/// Is told of the references of a text, from left to right.
pub(super) trait Visitor<'t> {
    /// Is told of a reference, and what it stands for, that needs no look at its line unless another in it does.
    fn plain(&mut self, range: Range<usize>, value: Value);

    /// Is told that so many of these, the last ones, stand in a line that starts there and has to be looked at after all.
    fn take_back(&mut self, start: usize, count: usize);

    /// Is told of a `;` that belongs to no reference.
    fn pass(&mut self, _: usize) {}

    /// Is told of a line that has to be looked at.
    fn line(&mut self, line: Line<'t>);
}

/// Goes through the references of a text.
#[inline(always)]
pub(super) fn walk<'t>(text: &'t str, visitor: &mut impl Visitor<'t>) {
    let bytes = text.as_bytes();
    let mut reader = plain::Reader::new(text);
    let (mut done, mut at) = (0, 0);
    while let Some(offset) = memchr2(b'&', b';', &bytes[at..]) {
        let trigger = at + offset;
        if let Some((value, end)) = reader.read(trigger) {
            visitor.plain(trigger..end, value);
            at = end;
            continue;
        }
        if bytes[trigger] == b';' && ends_nothing(&bytes[at..trigger]) {
            visitor.pass(trigger);
            at = trigger + 1;
            continue;
        }
        let start = memrchr(b'\n', &bytes[done..trigger]).map_or(done, |at| done + at + 1);
        // Each `&` before this place begins a plain reference.
        let before = &bytes[start..trigger];
        let first = memchr(b'&', before).map_or(trigger, |offset| start + offset);
        if first < trigger {
            visitor.take_back(start, memchr_iter(b'&', before).count());
        }
        done = memchr(b'\n', &bytes[trigger..]).map_or(bytes.len(), |at| trigger + at + 1);
        at = done;
        visitor.line(Line { start, text: &text[start..done], trigger: first - start });
    }
}

/// Decides what `；` behind references is: the author's where other references have a `;`.
fn settle_full_width(references: &mut [Found], evidence: &Evidence) {
    let are_terminated = references.iter().any(|found| found.end == End::Semicolon);
    if are_terminated || evidence.are_terminated() {
        let doubtful = references.iter_mut().filter(|found| found.end == End::PerhapsFullWidth);
        for found in doubtful {
            found.range.end -= FULL_WIDTH_SEMICOLON.len_utf8();
            found.confidence = EXACT;
        }
    }
}

/// Replaces the references of a line, and says whether that is all of them, and without a sign that
/// other references could have.
fn replace(line: &str, start: usize, references: &[Found], target: &mut impl Target) -> bool {
    let (mut markup, mut json) = (None, None);
    let mut replaces_all = true;
    for found in references {
        let is_kept = match found.value.first() {
            Some('<' | '>' | '&' | '\'') => *markup.get_or_insert_with(|| has_markup(line)),
            Some('"') => {
                *markup.get_or_insert_with(|| has_markup(line))
                    || *json.get_or_insert_with(|| has_json(line))
            }
            Some('\n' | '\\') => *json.get_or_insert_with(|| has_json(line)),
            _ => false,
        };
        if !is_kept {
            let mut buffer = [0; 4];
            // A byte order mark has no business inside of a text.
            let text = match found.value {
                Value::Character('\u{FEFF}') => "",
                ref value => value.text(&mut buffer),
            };
            replaces_all &= match text {
                "&" => !plain::may_begin_reference(&line.as_bytes()[found.range.end..]),
                _ => !text.bytes().any(|byte| matches!(byte, b'&' | b';')),
            };
            let range = found.range.start + start..found.range.end + start;
            target.replace(range, text, found.confidence);
        } else {
            replaces_all = false;
        }
    }
    replaces_all
}

/// Finds the references of a line that running text may hold, of which the first may be at `trigger`. `is_whole`
/// says that the line is not cut. Says whether every `&` and every `;` of the line is in one of them.
pub(super) fn find(
    line: &str,
    trigger: usize,
    is_whole: bool,
    references: &mut Vec<Found>,
) -> bool {
    references.clear();
    let mut finder = Finder {
        line,
        is_whole,
        addresses: Addresses::default(),
        are_without_ampersand: false,
        references,
    };
    let bytes = line.as_bytes();
    let (mut at, mut next) = (0, Some(trigger));
    let mut reads_all = true;
    while let Some(trigger) = next {
        let count = finder.references.len();
        at = if bytes[trigger] == b'&' {
            finder.read_nest(trigger)
        } else {
            finder.read_without_ampersand(at, trigger)
        };
        reads_all &= finder.references.len() > count;
        next = memchr2(b'&', b';', &bytes[at..]).map(|offset| at + offset);
    }
    if !finder.are_without_ampersand {
        let count = references.len();
        references.retain(|found| !found.lacks_ampersand);
        reads_all &= references.len() == count;
    }
    reads_all
}

struct Finder<'l, 'f> {
    line: &'l str,
    is_whole: bool,
    addresses: Addresses,
    /// Whether a reference without `&` was found beside Han. Then a name that is no word is one
    /// elsewhere in the line too.
    are_without_ampersand: bool,
    references: &'f mut Vec<Found>,
}

impl Finder<'_, '_> {
    /// Reads the reference at an `&`, and what is nested in it. Tells where to go on.
    fn read_nest(&mut self, at: usize) -> usize {
        let mut end = at + 1;
        let mut levels = 0;
        let mut confidence = EXACT;
        let mut last_end = End::Semicolon;
        let value = loop {
            let Some(body) = self.read_body(at, end) else { break Value::Text("&") };
            levels += 1;
            end += body.length;
            confidence = confidence.min(body.confidence);
            last_end = body.end;
            if !body.value.is_ampersand() {
                break body.value;
            }
        };
        if (1..=LEVELS).contains(&levels) {
            self.references.push(Found {
                range: at..end,
                value,
                confidence,
                end: last_end,
                lacks_ampersand: false,
            });
        }
        end
    }

    /// Reads what stands at `start`, behind the `&` at `at` or one that is escaped in it.
    fn read_body(&mut self, at: usize, start: usize) -> Option<Body> {
        let behind = &self.line[start..];
        let body = match number(behind) {
            Some(number) => self.read_number(behind, number),
            None => self.read_name(behind, at),
        }?;
        let is_code = start == at + 1 && is_address_of(self.line, at, start + body.length);
        let is_parameter = body.end == End::Nothing && self.addresses.reach(self.line, at);
        (!is_code && !is_parameter).then_some(body)
    }

    fn read_number(&self, behind: &str, Number { code, length }: Number) -> Option<Body> {
        let character = character(code);
        if !is_readable(code, character) {
            return None;
        }
        let value = Value::Character(character);
        let rest = &behind[length..];
        let (taken, end, confidence) = match rest.chars().next() {
            Some(';') => (1, End::Semicolon, EXACT),
            Some(FULL_WIDTH_SEMICOLON) => {
                (FULL_WIDTH_SEMICOLON.len_utf8(), End::PerhapsFullWidth, ENDS_BADLY)
            }
            Some('=') => return None,
            Some(c) if c.is_ascii_alphanumeric() => return None,
            None if !self.is_whole => return None,
            _ if broken::is_before_ellipsis(rest) && !broken::is_whole_number(character) => {
                return None;
            }
            _ => (0, End::Nothing, EXACT),
        };
        Some(Body { value, length: length + taken, confidence, end })
    }

    fn read_name(&self, behind: &str, at: usize) -> Option<Body> {
        if let Some((named, length)) = plain::short_name(behind.as_bytes()) {
            let (end, confidence) = (End::Semicolon, EXACT);
            let value = Value::Text(named.text);
            return Some(Body { value, length: length + 1, confidence, end });
        }
        let name = word(behind);
        if name.is_empty() {
            return None;
        }
        let named = names::find(name.as_bytes());
        let rest = &behind[name.len()..];
        let body = |value, taken: usize, end, confidence| {
            Some(Body { value, length: name.len() + taken, confidence, end })
        };
        let full_width = FULL_WIDTH_SEMICOLON.len_utf8();
        match (rest.chars().next(), named) {
            (Some(';'), Some(named)) => body(Value::Text(named.text), 1, End::Semicolon, EXACT),
            (Some(';'), None) => body(broken::misspelt(name)?, 1, End::Semicolon, MISSPELT),
            (Some(FULL_WIDTH_SEMICOLON), Some(named)) => {
                let end = if named.is_bare { End::PerhapsFullWidth } else { End::FullWidth };
                body(Value::Text(named.text), full_width, end, ENDS_BADLY)
            }
            (Some(FULL_WIDTH_SEMICOLON), None) => {
                body(broken::misspelt(name)?, full_width, End::FullWidth, MISSPELT)
            }
            (Some('='), _) => None,
            (Some(c), _) if c.is_ascii_alphanumeric() => None,
            (None, _) if !self.is_whole => None,
            (_, Some(named)) if named.is_bare => {
                body(Value::Text(named.text), 0, End::Nothing, EXACT)
            }
            _ => {
                if let Some(value) = broken::unfinished(name) {
                    return body(value, 0, End::Nothing, ENDS_BADLY);
                }
                if !broken::is_cut(rest, self.is_whole) {
                    return None;
                }
                let before = self.line[..at].chars().next_back();
                body(broken::completed(name, before)?, 0, End::Nothing, INCOMPLETE)
            }
        }
    }

    /// Reads the references without `&` of which the first ends with the `;` at `semicolon`, and
    /// begins no earlier than `start`. Tells where to go on.
    fn read_without_ampersand(&mut self, start: usize, semicolon: usize) -> usize {
        let next = semicolon + 1;
        let Some(first) = start_without_ampersand(self.line, start, semicolon) else { return next };
        let mut end = first;
        let count = self.references.len();
        while let Some(read) = broken::without_ampersand(&self.line[end..]) {
            let range = end..end + read.length;
            end = range.end;
            self.references.push(Found {
                range,
                value: read.value,
                confidence: INCOMPLETE,
                end: End::Semicolon,
                lacks_ampersand: true,
            });
        }
        let is_beside_han = self.line[end..].starts_with(is_east_asian)
            || self.line[..first].ends_with(is_east_asian);
        if is_beside_han {
            self.are_without_ampersand = true;
        } else if !broken::is_unmistakable(&self.line[first..]) {
            self.references.truncate(count);
        }
        end.max(next)
    }
}

/// Whether a `;` behind this is no reference's, whatever becomes of what stands farther away.
fn ends_nothing(before: &[u8]) -> bool {
    let word = last_word(before);
    let is_seen = word.len() < before.len() || word.len() == LONGEST_WORD;
    is_seen && !broken::may_lack_ampersand(word)
}

/// So many bytes of the word before a `;` are looked at.
const LONGEST_WORD: usize = broken::LONGEST_WITHOUT_AMPERSAND + 1;

/// The letters and digits that end a text, with `#`.
fn last_word(bytes: &[u8]) -> &[u8] {
    let is_part = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'#';
    let length = bytes.iter().rev().take(LONGEST_WORD).take_while(is_part).count();
    &bytes[bytes.len() - length..]
}

/// Whether a reference without `&` may end with the `;` at `semicolon`.
pub(crate) fn may_end_without_ampersand(text: &str, semicolon: usize) -> bool {
    start_without_ampersand(text, 0, semicolon).is_some()
}

/// Where a reference without `&` would begin, at or behind `start`, that ends with this `;`.
fn start_without_ampersand(line: &str, start: usize, semicolon: usize) -> Option<usize> {
    let length = last_word(&line.as_bytes()[start..semicolon]).len();
    let (before, word) = line[..semicolon].split_at(semicolon - length);
    if !broken::may_lack_ampersand(word.as_bytes()) {
        return None;
    }
    let is_whole = length < LONGEST_WORD && !before.ends_with(['&', '#']);
    let is_joined = || !word.starts_with('#') && before.ends_with(broken::joins_words);
    if is_whole && broken::without_ampersand(&line[before.len()..]).is_some() && !is_joined() {
        return Some(before.len());
    }
    let start = semicolon - broken::unmistakable_end(word)?.len();
    (!line[..start].ends_with(['&', '#'])).then_some(start)
}

/// Whether a number stands for something that text may hold: a character, and no control
/// character but white space.
pub(super) fn is_readable(code: u32, character: char) -> bool {
    let is_noncharacter = code & 0xFFFE == 0xFFFE || matches!(code, 0xFDD0..=0xFDEF);
    let exists = code != 0 && char::from_u32(code).is_some() && !is_noncharacter;
    exists && (!character.is_control() || matches!(character, '\t' | '\n' | '\r'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repair::Repair;

    #[test]
    fn what_does_not_go_on_is_at_rest() {
        for (text, expected) in [
            ("plain", false),
            ("他说&ldquo;好&rdquo;。\n再见&#8230;", false),
            ("a &amp;amp;lt; b", false),
            ("好ldquo;的rdquo;", false),
            ("Tom &amp; Jerry", false),
            ("in a; b &lt; c", false),
            // An ampersand comes of it that something may follow, or something is left.
            ("Tom &amp;Jerry", true),
            ("&#38;#38; lt;", true),
            ("&ldquo;a&rdquo; & b", true),
            ("&ldquo;a; b&rdquo;", true),
            ("&hellip; &nosuchname;", true),
        ] {
            let repaired = |text: &str| {
                let mut rewriter = Rewriter::new(text, Repair::Entity);
                let goes_on = repair(text, &Evidence::default(), true, &mut rewriter);
                (goes_on, rewriter.finish().text.into_owned())
            };
            let (goes_on, once) = repaired(text);
            assert_eq!(goes_on, expected, "{text}");
            assert!(goes_on || repaired(&once) == (false, once.clone()), "{text}");
        }
    }
}
