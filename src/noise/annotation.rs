//! Annotations: a reading in brackets directly behind a character, `調(diào)` or `調（diào）`.

use std::ops::Range;

use fearless_simd::prelude::*;
use fearless_simd::{Level, Simd, dispatch, u8x64};

use crate::han::readings::Syllable;
use crate::sieve::{BLOCK, ByteTable, byte, places, set, span};

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
    // A wide bracket has two more bytes, and the byte behind tells what it may hold.
    let end = text.ceil_char_boundary(range.end.saturating_add(VIEW - BLOCK));
    let mut brackets = brackets_from(&text[..end], range.start);
    brackets.any(|open| open < range.end && annotation_at(text, open).is_some())
}

/// Where brackets open that may hold a reading, as the byte behind tells. Where there are any brackets they are many, so all
/// of some blocks are found at once.
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

/// Bytes that a reading may begin with, or a space before it: ASCII letters; letters with marks, and those of phonetics; the first
/// bytes of `ḿ`, of the Kelvin sign, which is a capital to Unicode, and of the ideographic space.
static BEGINNINGS: ByteTable = ByteTable::new(&[
    (set(&[4, 6]), span(1, 0xF)),
    (set(&[5, 7]), span(0, 0xA)),
    byte(b' '),
    (set(&[0xC]), span(2, 9)),
    (set(&[0xE]), span(1, 3)),
    (0, 0),
    (0, 0),
    (0, 0),
]);

/// A block, and what stands behind a wide bracket that begins with its last byte.
const VIEW: usize = BLOCK + '（'.len_utf8();

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
    let mut padded = [0; VIEW];
    let view = rest.first_chunk().unwrap_or_else(|| {
        padded[..rest.len()].copy_from_slice(rest);
        &padded
    });
    brackets_in(view, simd)
}

#[inline(always)]
fn brackets_in<S: Simd>(view: &[u8; VIEW], simd: S) -> u64 {
    let first = u8x64::from_slice(simd, &view[..BLOCK]);
    let second = u8x64::from_slice(simd, &view[1..BLOCK + 1]);
    let third = u8x64::from_slice(simd, &view[2..BLOCK + 2]);
    let narrow = first.simd_eq(simd.splat_u8x64(b'('));
    let wide = first.simd_eq(simd.splat_u8x64(0xEF))
        & second.simd_eq(simd.splat_u8x64(0xBC))
        & third.simd_eq(simd.splat_u8x64(0x88));
    if !(narrow | wide).any_true() {
        return 0;
    }
    let fourth = u8x64::from_slice(simd, &view[3..]);
    let none = simd.splat_u8x64(0);
    let narrow = narrow & BEGINNINGS.sets_of(second).simd_gt(none);
    places(narrow | wide & BEGINNINGS.sets_of(fourth).simd_gt(none))
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
            let found: Vec<_> = brackets(&format!("字{c}a")).collect();
            let expected = matches!(c, '(' | '（').then_some("字".len());
            assert_eq!(found, Vec::from_iter(expected), "{c:?}");
        }
        for before in 0..3 * BLOCK {
            for bracket in ["(", "（"] {
                for behind in ["a)", "a", "(a", "（a", &"a".repeat(BLOCK)] {
                    let text = format!("{}{bracket}{behind}", "x".repeat(before));
                    let is_bracket = |(at, c): (usize, char)| {
                        (matches!(c, '(' | '（') && text[at + c.len_utf8()..].starts_with('a'))
                            .then_some(at)
                    };
                    let expected: Vec<_> = text.char_indices().filter_map(is_bracket).collect();
                    assert_eq!(brackets(&text).collect::<Vec<_>>(), expected, "{text}");
                }
                assert_eq!(brackets(&format!("{}{bracket}", "x".repeat(before))).count(), 0);
            }
        }
    }

    #[test]
    fn annotations_are_told_by_where_their_brackets_open() {
        for before in [0, 1, BLOCK - 4, BLOCK, 2 * BLOCK - 1] {
            for bracket in ["(", "（"] {
                let text = format!("{}字{bracket}zì) and more of it", "x".repeat(before));
                let open = before + "字".len();
                for end in 0..text.len() {
                    for start in [0, open, open + 1] {
                        let is_within = (start..end).contains(&open);
                        assert_eq!(
                            has_annotation(&text, start..end),
                            is_within,
                            "{text} {start} {end}"
                        );
                    }
                }
            }
        }
    }

    /// Whatever a reading begins with.
    #[test]
    fn brackets_before_readings_are_found() {
        for c in '\0'..='\u{FFFF}' {
            for rest in ["", "a", "i", "\u{304}", "ng", "uo"] {
                for open in ["(", "（"] {
                    let text = format!("字{open}{c}{rest})");
                    if annotation_at(&text, "字".len()).is_some() {
                        assert_eq!(brackets(&text).next(), Some("字".len()), "{text}");
                    }
                }
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
