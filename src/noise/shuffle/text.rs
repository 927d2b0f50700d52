//! The head of a document as characters, and its boundaries: the places where an item may stand.

use std::ops::Range;

use fearless_simd::Simd;

use crate::han::fold;
use crate::language::Symbol;
use crate::sieve::{ANY_BYTE, BLOCK, Bytes, NEVER, Table, WINDOW, byte, set};

/// Characters, brackets with a foreign name for example, over which a phrase may go on.
const INTERRUPTION: usize = 48;

/// The characters of some segments, folded to Simplified ones, with the places they stand at.
#[derive(Debug, Default)]
pub(super) struct Text {
    pub(super) chars: Vec<char>,
    pub(super) symbols: Vec<Symbol>,
    /// Segment, and byte in the segment.
    places: Vec<(u32, u32)>,
    pub(super) boundaries: Vec<Boundary>,
}

/// A place behind a boundary character.
#[derive(Clone, Copy, Debug)]
pub(super) struct Boundary {
    /// The index of the character behind the boundary character.
    pub(super) at: usize,
    pub(super) segment: usize,
}

impl Text {
    /// Reads up to so many characters of some segments.
    pub(super) fn read(segments: &[&str], most: usize) -> Text {
        let mut text = Text::default();
        for (index, segment) in segments.iter().enumerate() {
            let mut before = '\n';
            for (byte, original) in segment.char_indices() {
                let c = fold::to_simplified(original);
                let at = text.chars.len();
                if at == most {
                    return text;
                }
                if is_boundary(before) && may_stand_before(c, before) {
                    text.boundaries.push(Boundary { at, segment: index });
                }
                before = c;
                text.push(c, index, byte);
            }
            if before != '\n' {
                text.push('\n', index, segment.len());
            }
        }
        text
    }

    /// Cuts the text behind so many boundaries.
    pub(super) fn cut(&mut self, boundaries: usize) {
        if let Some(&Boundary { at, .. }) = self.boundaries.get(boundaries) {
            self.boundaries.truncate(boundaries);
            self.chars.truncate(at);
            self.symbols.truncate(at);
            self.places.truncate(at);
        }
    }

    fn push(&mut self, c: char, segment: usize, byte: usize) {
        self.chars.push(c);
        self.symbols.push(Symbol::of(c));
        self.places.push((segment as u32, byte as u32));
    }

    /// The segment where some characters stand, and their bytes in it.
    pub(super) fn range(&self, at: usize, length: usize) -> (usize, Range<usize>) {
        let (segment, start) = self.places[at];
        let (_, end) = self.places[at + length];
        (segment as usize, start as usize..end as usize)
    }

    /// The last two Chinese characters before `at`, with little else between them.
    pub(super) fn han_before(&self, at: usize) -> Option<[char; 2]> {
        let start = at.saturating_sub(INTERRUPTION);
        let mut han = self.chars[start..at].iter().rev().filter(|c| is_han(**c));
        let last = *han.next()?;
        Some([*han.next()?, last])
    }

    /// The characters from `at` on.
    pub(super) fn from(&self, at: usize) -> &[char] {
        self.chars.get(at..).unwrap_or_default()
    }
}

/// The bytes of the characters that [`is_boundary`] knows, exactly.
static BOUNDARIES: Table = Table::new(&[
    [byte(b','), ANY_BYTE, ANY_BYTE],
    [byte(0xEF), byte(0xBC), byte(0x8C)],
    [byte(0xE3), byte(0x80), (set(&[8]), set(&[1, 2]))],
    [byte(0xE7), byte(0x9A), byte(0x84)],
    [byte(0xE6), byte(0x98), byte(0xAF)],
    NEVER,
    NEVER,
    NEVER,
]);

/// Where boundary characters begin in the block of a text at some byte: a bit each.
#[inline(always)]
fn boundaries_of<S: Simd>(text: &str, at: usize, simd: S) -> u64 {
    let rest = &text.as_bytes()[at..];
    let mut padded = [0; WINDOW];
    let window = rest.first_chunk().unwrap_or_else(|| {
        padded[..rest.len()].copy_from_slice(rest);
        &padded
    });
    Bytes::of(window, simd).places_of(&[&BOUNDARIES])
}

/// The end of the boundary character at a byte.
#[inline(always)]
pub(super) fn boundary_end(text: &str, place: usize) -> usize {
    place + if text.as_bytes()[place].is_ascii() { 1 } else { 3 }
}

/// Boundaries that are looked at together.
pub(super) const TOGETHER: usize = 4 * BLOCK;

/// Where the next boundary characters of a text begin from a byte on, some dozens if there are so many, and how
/// far they were looked for.
///
/// How many there are in a block cannot be foreseen, and a wrong guess costs more than looking for all. So as many as
/// most blocks have are noted of each, and what was too much is taken back.
#[inline(always)]
pub(super) fn next_boundaries<S: Simd>(
    text: &str,
    start: usize,
    found: &mut [u32; TOGETHER],
    simd: S,
) -> (usize, usize) {
    /// What most blocks have.
    const USUAL: usize = 4;
    let (mut count, mut at) = (0, start);
    while at < text.len() && count + BLOCK <= TOGETHER {
        let mut places = boundaries_of(text, at, simd);
        let all = places.count_ones() as usize;
        for next in 0..USUAL {
            found[count + next] = (at + places.trailing_zeros() as usize) as u32;
            places &= places.wrapping_sub(1);
        }
        for next in USUAL..all {
            found[count + next] = (at + places.trailing_zeros() as usize) as u32;
            places &= places.wrapping_sub(1);
        }
        count += all;
        at += BLOCK;
    }
    (count, at)
}

/// Whether an item may stand between a boundary character and this one.
pub(super) fn may_stand_before(next: char, boundary: char) -> bool {
    // `1,000` and `one, two` are no clause boundaries of Chinese prose.
    let is_latin = boundary == ',' && (next.is_ascii_alphanumeric() || next == ' ');
    !is_latin && !next.is_control() && !is_closing(next)
}

/// Whether items are inserted behind the character. The two words are the commonest that end a
/// phrase.
pub(super) fn is_boundary(c: char) -> bool {
    matches!(c, '，' | '、' | '。' | '的' | '是' | ',')
}

/// Whether a boundary character stands within clauses.
pub(super) fn is_within_clause(boundary: char) -> bool {
    matches!(boundary, '的' | '是' | '、')
}

/// Whether the character closes what stands before it; nothing is inserted in between.
#[rustfmt::skip]
pub(super) fn is_closing(c: char) -> bool {
    matches!(
        c,
        '”' | '’' | '》' | '」' | '』' | '〉' | '）' | '】' | ')' | ']' | '>' | '"' | '\'' | '!' | '?'
            | '！' | '？' | '，' | '。' | '、' | '；' | '：' | ';' | ':' | ',' | '.' | '…' | '—'
    )
}

/// Whether items may hold the character.
pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use fearless_simd::{Level, dispatch};

    use super::*;

    #[test]
    fn boundaries_stand_before_what_may_be_inserted() {
        let text = Text::read(&["說，他的書是,1,好的。」\n", "是，\n"], usize::MAX);
        let behind: String = text.boundaries.iter().map(|b| text.chars[b.at]).collect();
        assert_eq!(behind, "他书好");
        let (segment, range) = text.range(4, 1);
        assert_eq!((segment, range), (0, 12..15));
    }

    /// The ends of all boundary characters.
    fn ends_in(text: &str) -> Vec<usize> {
        let (mut all, mut found, mut at) = (Vec::new(), [0; TOGETHER], 0);
        dispatch!(Level::new(), simd => while at < text.len() {
            let (count, next) = next_boundaries(text, at, &mut found, simd);
            all.extend(found[..count].iter().map(|place| boundary_end(text, *place as usize)));
            at = next;
        });
        all
    }

    #[test]
    fn boundaries_are_found_together() {
        let mut state = 1_usize;
        for length in 0..600 {
            // Blocks full of them, and hardly any.
            let parts = ["字", "的", ",", "a", "，", "x"];
            let text: String = std::iter::repeat_with(|| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                parts[(state >> 40) % if length % 3 == 0 { 2 } else { parts.len() }]
            })
            .take(length)
            .collect();
            let boundaries = text.char_indices().filter(|(_, c)| is_boundary(*c));
            let expected: Vec<_> = boundaries.map(|(at, c)| at + c.len_utf8()).collect();
            assert_eq!(ends_in(&text), expected, "{text}");
        }
    }

    #[test]
    fn boundaries_are_found_by_their_bytes() {
        for c in '\0'..=char::MAX {
            let end = is_boundary(c).then_some(1 + c.len_utf8());
            assert_eq!(ends_in(&format!("a{c}字")), Vec::from_iter(end), "{c:?}");
        }
        for before in 0..3 * BLOCK {
            for c in ['，', ',', '的'] {
                let end = before + c.len_utf8();
                let text = format!("{}{c}", "x".repeat(before));
                assert_eq!(ends_in(&text), [end]);
                assert_eq!(ends_in(&(text + "字字")), [end]);
            }
        }
    }
}
