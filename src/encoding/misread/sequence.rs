//! The bytes behind misread text, read again as UTF-8.
//!
//! Besides UTF-8 itself its variants are read: surrogate pairs of three bytes each (CESU-8), and
//! Java's two bytes for NUL. And some damage on the way is undone: a space that was a no-break
//! space, and sequences that lost a byte, which become U+FFFD as a whole. What is accepted
//! follows ftfy 6.3.1.

use std::ops::Range;

use super::code_page::{CodePage, LOST};
use super::grave;
use crate::encoding::utf8;

/// The byte of a no-break space in nearly every code page.
const NO_BREAK_SPACE: u8 = 0xA0;

/// A part of the misread text, and what it means.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Piece {
    /// In bytes of the text.
    pub(crate) source: Range<usize>,
    pub(crate) text: String,
}

/// The text read again.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Reread {
    /// What changes.
    pub(super) pieces: Vec<Piece>,
    /// Whether a space was taken for a no-break space.
    pub(super) restored: bool,
    /// Whether a sequence was incomplete.
    pub(super) lossy: bool,
}

/// Reads text again that was UTF-8 and was misread in a code page; `None` where it was not.
pub(super) fn reread(text: &str, page: CodePage) -> Option<Reread> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut places = Vec::with_capacity(text.len() + 1);
    for (place, character) in text.char_indices() {
        bytes.push(page.encode(character)?);
        places.push(place);
    }
    places.push(text.len());

    let is_vietnamese = grave::is_vietnamese(&bytes);
    let mut all = Reread { pieces: Vec::new(), restored: false, lossy: false };
    let mut at = 0;
    while at < bytes.len() {
        let rest = &bytes[at..];
        if rest[0].is_ascii() {
            at += 1;
            continue;
        }
        let goes_on = || grave::continues(&rest[2..], is_vietnamese);
        let sequence =
            restored(rest, page, goes_on).or_else(|| lossy(rest, page)).or_else(|| {
                utf8::first(rest).map(|(length, c)| Sequence { length, c, kind: Kind::Exact })
            })?;
        all.restored |= sequence.kind == Kind::Restored;
        all.lossy |= sequence.kind == Kind::Lossy;
        let source = places[at]..places[at + sequence.length];
        match all.pieces.last_mut() {
            Some(piece) if piece.source.end == source.start => {
                piece.source.end = source.end;
                piece.text.push(sequence.c);
            }
            _ => all.pieces.push(Piece { source, text: sequence.c.into() }),
        }
        at += sequence.length;
    }
    Some(all)
}

/// A character, spelt by so many bytes.
struct Sequence {
    length: usize,
    c: char,
    kind: Kind,
}

#[derive(PartialEq)]
enum Kind {
    Exact,
    Restored,
    Lossy,
}

/// A sequence that is complete if a space in it is taken for a no-break space.
///
/// Only where that makes a likely character. In Macintosh text the space is one: 0xA0 is `†`
/// there, and dashes before spaces look like lead bytes.
///
/// `goes_on` tells of an `à` whether its word goes on behind the space.
fn restored(bytes: &[u8], page: CodePage, goes_on: impl Fn() -> bool) -> Option<Sequence> {
    if page == CodePage::Macintosh {
        return None;
    }
    // 0x85 is an ellipsis, which stands before spaces.
    let middle = |byte: u8| utf8::is_trail(byte) && byte != 0x85 && byte != NO_BREAK_SPACE;
    let length = match *bytes {
        [0xC3, b' ', ..] if !goes_on() => {
            return Some(Sequence { length: 1, c: 'à', kind: Kind::Restored });
        }
        // The no-break space itself, à, Š, Π, Р, ٠.
        [0xC2 | 0xC3 | 0xC5 | 0xCE | 0xD0 | 0xD9, b' ', ..] => 2,
        [0xE2 | 0xE3, b' ', last, ..] if middle(last) => 3,
        [0xE0..=0xE3, second, b' ', ..] if middle(second) => 3,
        [0xF0, b' ', third, last, ..] if utf8::is_trail(third) && utf8::is_trail(last) => 4,
        [0xF0, second, b' ', last, ..] if utf8::is_trail(second) && utf8::is_trail(last) => 4,
        [0xF0, second, third, b' ', ..] if utf8::is_trail(second) && utf8::is_trail(third) => 4,
        _ => return None,
    };
    let mut sequence = [0; 4];
    for (byte, read) in sequence.iter_mut().zip(&bytes[..length]) {
        *byte = if *read == b' ' { NO_BREAK_SPACE } else { *read };
    }
    let (length, c) = utf8::first(&sequence[..length])?;
    Some(Sequence { length, c, kind: Kind::Restored })
}

/// A sequence of which bytes are lost: U+FFFD stands for it.
///
/// One of them at most may have become `?`, and of two bytes only where the first begins the
/// letters of Western Europe: otherwise a question may be meant.
fn lossy(bytes: &[u8], page: CodePage) -> Option<Sequence> {
    if !page.may_have_lost_bytes() {
        return None;
    }
    let is_hole = |byte: u8| byte == LOST || byte == b'?';
    let soft = |byte: u8| byte == LOST || utf8::is_trail(byte);
    // One hole of any kind; the rest may be lost, but not a question mark.
    let has_hole = |trails: &[u8]| {
        let questions = trails.iter().filter(|byte| **byte == b'?').count();
        trails.iter().any(|byte| is_hole(*byte))
            && questions <= 1
            && trails.iter().all(|byte| soft(*byte) || *byte == b'?')
    };
    let length = match *bytes {
        [0xC2..=0xDF, LOST, ..] | [0xC2 | 0xC3, b'?', ..] => 2,
        [0xED, 0xA0..=0xAF, high, 0xED, 0xB0..=0xBF, low, ..]
            if (is_hole(high) || is_hole(low))
                && (is_hole(high) || utf8::is_trail(high))
                && (is_hole(low) || utf8::is_trail(low)) =>
        {
            6
        }
        [0xE0..=0xEF, second, third, ..] if has_hole(&[second, third]) => 3,
        [0xF0..=0xF4, second, third, last, ..] if has_hole(&[second, third, last]) => 4,
        _ => return None,
    };
    Some(Sequence { length, c: char::REPLACEMENT_CHARACTER, kind: Kind::Lossy })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, page: CodePage) -> Option<String> {
        let reread = reread(text, page)?;
        let mut output = text.to_owned();
        for piece in reread.pieces.iter().rev() {
            output.replace_range(piece.source.clone(), &piece.text);
        }
        Some(output)
    }

    #[test]
    fn text_is_read_again() {
        for (text, page, expected) in [
            ("frozen lÃ¥ke", CodePage::Latin1, Some("frozen låke")),
            ("Ð—Ð¸Ð¼Ð°!", CodePage::Windows1252, Some("Зима!")),
            ("hÃ©, é", CodePage::Windows1252, None),
            ("├®ce", CodePage::Ibm437, None),
            ("├«ce", CodePage::Ibm437, Some("îce")),
            // Spaces that were no-break spaces.
            ("lÃ  haut", CodePage::Windows1252, Some("là haut")),
            ("lÃ haut", CodePage::Windows1252, Some("là haut")),
            ("â ° neige", CodePage::Windows1252, Some("⠰ neige")),
            ("Â 5", CodePage::Windows1252, Some("\u{A0}5")),
            ("√ 2", CodePage::Macintosh, None),
            // Lost bytes.
            ("icâ€� ice", CodePage::Windows1252, Some("ic\u{FFFD} ice")),
            ("neige\u{FFFD} Ã?", CodePage::Windows1252, Some("neige\u{FFFD} \u{FFFD}")),
            ("Ä?", CodePage::Windows1252, None),
            ("â€?", CodePage::Windows1252, Some("\u{FFFD}")),
            ("â??", CodePage::Windows1252, None),
            ("Ã?", CodePage::Latin1, None),
            ("í\u{A0}?í¸?", CodePage::Windows1252, Some("\u{FFFD}")),
        ] {
            assert_eq!(read(text, page).as_deref(), expected, "{text} {page:?}");
        }
    }

    #[test]
    fn neighbours_are_one_piece() {
        let reread = reread("Ã©Ã¨ xÃ´", CodePage::Latin1).unwrap();
        let sources: Vec<_> = reread.pieces.iter().map(|piece| piece.source.clone()).collect();
        assert_eq!(sources, [0..8, 10..14]);
        assert!(!reread.lossy && !reread.restored);
    }
}
