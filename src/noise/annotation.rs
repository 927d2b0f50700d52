//! Annotations: a reading in brackets directly behind a character, `調(diào)` or `調（diào）`.

use std::ops::Range;

use fearless_simd::prelude::*;
use fearless_simd::{Level, Simd, dispatch, u8x64};

use crate::han::readings::Syllable;
use crate::sieve::{BLOCK, WINDOW, places};

/// The most characters that may stand between the brackets. The longest syllables have six
/// letters; combining marks, `u:` and stray spaces come on top.
const INNER_LIMIT: usize = 12;

/// A bracketed syllable and the character in front of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Annotation {
    /// The character in front of the opening bracket, whatever it is.
    pub(crate) base: char,
    pub(crate) reading: Syllable,
    /// The brackets and what is between them, in bytes of the text.
    pub(crate) range: Range<usize>,
    /// Whether another Chinese character follows at once: the annotation stands amid a sentence.
    pub(crate) amid: bool,
}

/// The annotations in a text, in order. Whether the reading fits the character is not looked at.
///
/// Spaces between the brackets are passed over. Text without brackets costs a search for them
/// and no more.
pub(crate) fn annotations(text: &str) -> impl Iterator<Item = Annotation> {
    brackets(text).filter_map(|open| annotation_at(text, open))
}

/// Whether there is an annotation whose bracket opens in these bytes of a text.
pub(crate) fn has_annotation(text: &str, range: Range<usize>) -> bool {
    // A wide bracket has two more bytes.
    let end = text.ceil_char_boundary(range.end.saturating_add(2));
    let mut brackets = brackets_from(&text[..end], range.start);
    brackets.any(|open| open < range.end && annotation_at(text, open).is_some())
}

/// Where opening brackets stand. Where there are any they are many, so all of some blocks are found at once.
pub(crate) fn brackets(text: &str) -> Brackets<'_> {
    brackets_from(text, 0)
}

fn brackets_from(text: &str, start: usize) -> Brackets<'_> {
    let run = Run { end: start, ..Run::default() };
    Brackets { bytes: text.as_bytes(), level: Level::new(), run, block: RUN, places: 0 }
}

/// See [`brackets`].
pub(crate) struct Brackets<'t> {
    bytes: &'t [u8],
    level: Level,
    run: Run,
    /// The next block of the run.
    block: usize,
    /// What is left of the block before.
    places: u64,
}

impl Brackets<'_> {
    /// Goes on to the next block that has any.
    #[inline(never)]
    fn go_on(&mut self) -> Option<()> {
        while self.places == 0 {
            if self.block == RUN {
                let (bytes, end) = (self.bytes, self.run.end);
                self.run = dispatch!(self.level, simd => next_run(bytes, end, simd))?;
                self.block = 0;
            }
            self.places = self.run.places[self.block];
            self.block += 1;
        }
        Some(())
    }
}

impl Iterator for Brackets<'_> {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        if self.places == 0 {
            self.go_on()?;
        }
        let block = self.run.start + (self.block - 1) * BLOCK;
        let place = block + self.places.trailing_zeros() as usize;
        self.places &= self.places - 1;
        Some(place)
    }
}

/// Blocks looked at together: one call for so many.
const RUN: usize = 8;

/// The brackets of some blocks, a bit each.
#[derive(Default)]
struct Run {
    start: usize,
    end: usize,
    places: [u64; RUN],
}

/// The next blocks from a place on that have any brackets.
#[inline(always)]
fn next_run<S: Simd>(bytes: &[u8], from: usize, simd: S) -> Option<Run> {
    let mut run = Run { end: from, ..Run::default() };
    while run.end < bytes.len() {
        run.start = run.end;
        let mut any = 0;
        for places in &mut run.places {
            *places = 0;
            if run.end < bytes.len() {
                *places = brackets_of_block(&bytes[run.end..], simd);
                run.end += BLOCK;
            }
            any |= *places;
        }
        if any != 0 {
            return Some(run);
        }
    }
    None
}

/// The brackets of the first block of some bytes.
#[inline(always)]
fn brackets_of_block<S: Simd>(rest: &[u8], simd: S) -> u64 {
    let mut padded = [0; WINDOW];
    let window: &[u8; WINDOW] = rest.first_chunk().unwrap_or_else(|| {
        padded[..rest.len()].copy_from_slice(rest);
        &padded
    });
    let is = |from: usize, byte: u8| {
        u8x64::from_slice(simd, &window[from..from + BLOCK]).simd_eq(simd.splat_u8x64(byte))
    };
    places(is(0, b'(') | is(0, 0xEF) & is(1, 0xBC) & is(2, 0x88))
}

/// The annotation whose bracket opens at a place, if there is one.
pub(crate) fn annotation_at(text: &str, open: usize) -> Option<Annotation> {
    let mut before = text[..open].chars().rev();
    let base = before.next()?;
    // In text without Chinese characters brackets are many, and none of them matters. An ASCII
    // base is one only together with the character before it, or as the end of an annotation.
    if base.is_ascii() && base != ')' && before.next().is_none_or(|c| c.is_ascii()) {
        return None;
    }
    let mut inner = text[open..].char_indices();
    inner.next();
    let (close, _) = inner.take(INNER_LIMIT + 1).find(|(_, c)| matches!(c, ')' | '）'))?;
    let end = text[open + close..].chars().next().map(|c| open + close + c.len_utf8())?;
    let letters = text[open..open + close].chars().skip(1).filter(|c| !is_space(*c));
    let reading = Syllable::parse(letters)?;
    let amid = text[end..].chars().next().is_some_and(is_han);
    Some(Annotation { base, reading, range: open..end, amid })
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{A0}' | '\u{3000}')
}

/// Whether the character is one that the tables of this crate know readings or forms of.
pub(crate) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_are_found_by_their_bytes() {
        for c in '\0'..=char::MAX {
            let found: Vec<_> = brackets(&format!("字{c}字")).collect();
            let expected = matches!(c, '(' | '（').then_some("字".len());
            assert_eq!(found, Vec::from_iter(expected), "{c:?}");
        }
        for before in 0..3 * BLOCK {
            for bracket in ["(", "（", "((", "(（"] {
                let text = format!("{}{bracket}", "x".repeat(before));
                let expected: Vec<_> = text.char_indices().skip(before).map(|(at, _)| at).collect();
                assert_eq!(brackets(&text).collect::<Vec<_>>(), expected, "{text}");
                let found: Vec<_> = brackets(&(text + &"字".repeat(BLOCK))).collect();
                assert_eq!(found, expected);
            }
        }
    }

    #[test]
    fn finds_bracketed_syllables() {
        type Found = (char, &'static str, &'static str, bool);
        let cases: &[(&str, &[Found])] = &[
            ("空調(diào)機", &[('調', "diào", "(diào)", true)]),
            ("空調（diào）、", &[('調', "diào", "（diào）", false)]),
            (
                "开（kāi)关(guān）",
                &[('开', "kāi", "（kāi)", true), ('关', "guān", "(guān）", false)],
            ),
            ("現( xiàn )代", &[('現', "xiàn", "( xiàn )", true)]),
            ("入H(jì)B", &[('H', "jì", "(jì)", false)]),
            ("現(xia\u{300}n)", &[('現', "xiàn", "(xia\u{300}n)", false)]),
            ("(xiàn)", &[]),
            ("現()現(x)現(現)現(xiàn", &[]),
            ("社會(Social)和環境(Environmental)", &[]),
            ("漢字(かんじ)", &[]),
            ("西安(Xī'ān)", &[]),
            ("", &[]),
        ];
        for (text, expected) in cases {
            let found: Vec<_> = annotations(text)
                .map(|a| (a.base, a.reading.text(), &text[a.range.clone()], a.amid))
                .collect();
            assert_eq!(found, *expected, "{text}");
        }
    }
}
