//! The head of a document as characters, and its boundaries: the places where an item may stand.

use crate::han::fold;
use crate::language::Symbol;

/// Characters behind which items are inserted. The two words are the commonest that end a phrase.
const BOUNDARIES: &str = "，、。的是,";

/// Characters before which nothing is inserted: they close what stands before them.
const CLOSING: &str = "”’》」』〉）】)]>\"'!?！？，。、；：;:,.…—";

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
    /// Reads segments up to so many boundaries and so many characters.
    pub(super) fn read(segments: &[&str], most_boundaries: usize, most_chars: usize) -> Text {
        let mut text = Text::default();
        'reading: for (index, segment) in segments.iter().enumerate() {
            let mut behind_boundary = None;
            for (byte, original) in segment.char_indices() {
                let c = fold::to_simplified(original);
                let at = text.chars.len();
                if let Some(boundary) = behind_boundary
                    && may_stand_before(c, boundary)
                {
                    text.boundaries.push(Boundary { at, segment: index });
                }
                if text.boundaries.len() > most_boundaries || at >= most_chars {
                    break 'reading;
                }
                behind_boundary = BOUNDARIES.contains(c).then_some(c);
                text.chars.push(c);
                text.symbols.push(Symbol::of(c));
                text.places.push((index as u32, byte as u32));
            }
            if !segment.ends_with('\n') {
                text.chars.push('\n');
                text.symbols.push(Symbol::line_end());
                text.places.push((index as u32, segment.len() as u32));
            }
        }
        text
    }

    /// The segment and the byte in it where a character stands.
    pub(super) fn place(&self, at: usize) -> (usize, usize) {
        let (segment, byte) = self.places[at];
        (segment as usize, byte as usize)
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

/// Whether an item may stand between a boundary character and this one.
fn may_stand_before(next: char, boundary: char) -> bool {
    // `1,000` and `one, two` are no clause boundaries of Chinese prose.
    let is_latin = boundary == ',' && (next.is_ascii_alphanumeric() || next == ' ');
    !is_latin && !next.is_control() && !is_closing(next)
}

pub(super) fn is_boundary(c: char) -> bool {
    BOUNDARIES.contains(c)
}

pub(super) fn is_closing(c: char) -> bool {
    CLOSING.contains(c)
}

/// Whether items may hold the character.
pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFF}')
}
