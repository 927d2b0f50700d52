//! The head of a document as characters, and its boundaries: the places where an item may stand.

use std::ops::Range;

use crate::han::fold;

/// Characters, brackets with a foreign name for example, over which a phrase may go on.
const INTERRUPTION: usize = 48;

/// The characters of some segments, folded to Simplified ones, with the places they stand at.
#[derive(Debug, Default)]
pub(super) struct Text {
    pub(super) chars: Vec<char>,
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
    /// Reads some segments.
    pub(super) fn read(segments: &[&str]) -> Text {
        Text::head(segments, usize::MAX, usize::MAX).0
    }

    /// Reads up to so many characters and boundaries of some segments, and tells whether that is all of them.
    pub(super) fn head(segments: &[&str], most: usize, boundaries: usize) -> (Text, bool) {
        let mut text = Text::default();
        for (index, segment) in segments.iter().enumerate() {
            let mut before = '\n';
            for (byte, original) in segment.char_indices() {
                let c = fold::to_simplified(original);
                let at = text.chars.len();
                if at == most {
                    return (text, false);
                }
                if is_boundary(before) && may_stand_before(c, before) {
                    if text.boundaries.len() == boundaries {
                        return (text, false);
                    }
                    text.boundaries.push(Boundary { at, segment: index });
                }
                before = c;
                text.push(c, index, byte);
            }
            if before != '\n' {
                text.push('\n', index, segment.len());
            }
        }
        let is_all = text.chars.len() < most;
        (text, is_all)
    }

    fn push(&mut self, c: char, segment: usize, byte: usize) {
        self.chars.push(c);
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
    use super::*;

    #[test]
    fn boundaries_stand_before_what_may_be_inserted() {
        let text = Text::read(&["說，他的書是,1,好的。」\n", "是，\n"]);
        let behind: String = text.boundaries.iter().map(|b| text.chars[b.at]).collect();
        assert_eq!(behind, "他书好");
        let (segment, range) = text.range(4, 1);
        assert_eq!((segment, range), (0, 12..15));
    }
}
