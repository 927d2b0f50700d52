//! Misread sequences inside text that is good otherwise, or misread in several ways.
//!
//! A sequence shows by its shape: a character that stands for a lead byte in a code page like
//! Latin-1, and behind it as many as the lead byte asks for that stand for trail bytes. The
//! characters come from the code pages, without what occurs beside good letters too: quotation
//! marks, dashes, the bullet, the ellipsis. Following ftfy 6.3.1, a sequence does not begin behind
//! a character that must be a trail byte: a few characters mended inside a long garble would
//! only make it worse.

use std::ops::Range;
use std::sync::LazyLock;

use super::char_map::CharMap;
use super::code_page::CodePage;

/// Lead bytes of sequences of two, three and four bytes.
const LEAD_2: u8 = 1 << 0;
const LEAD_3: u8 = 1 << 1;
/// Only those of emoji and of signs for tags; the others lead to no characters.
const LEAD_4: u8 = 1 << 2;
const TRAIL: u8 = 1 << 3;
/// A trail byte that is unlikely beside misread text as itself.
const ONLY_TRAIL: u8 = 1 << 4;

/// What stands beside letters in good text, though it may be a trail byte.
const PUNCTUATION: &str = "–—―‘’‚“”„•…";

static ROLES: LazyLock<CharMap<u8>> = LazyLock::new(|| {
    let mut roles = CharMap::new();
    // A space may have been the no-break space.
    *roles.get_mut(' ') = TRAIL;
    for page in CodePage::ALL.into_iter().filter(|page| page.is_like_latin_1()) {
        for (byte, &character) in (0x80..=0xFF_u8).zip(page.upper_half()) {
            *roles.get_mut(character) |= match byte {
                0x80..=0xBF if PUNCTUATION.contains(character) => TRAIL,
                0x80..=0xBF => TRAIL | ONLY_TRAIL,
                0xC2..=0xDF => LEAD_2,
                0xE0..=0xEF => LEAD_3,
                0xF0 | 0xF3 => LEAD_4,
                _ => 0,
            };
        }
    }
    roles
});

fn has_role(character: char, role: u8) -> bool {
    ROLES.get(character) & role != 0
}

/// A run of sequences.
pub(super) struct Found {
    /// In bytes of the text.
    pub(super) range: Range<usize>,
    /// Whether it may be no more than the last byte of a sequence that was misread once more.
    pub(super) is_last_byte: bool,
}

/// The next run of sequences at or behind `from`, a character boundary.
pub(super) fn find(text: &str, from: usize) -> Option<Found> {
    let mut before = text[..from].chars().next_back();
    for (offset, character) in text[from..].char_indices() {
        if !character.is_ascii() {
            let start = from + offset;
            let is_behind_trail =
                before.is_some_and(|c| has_role(c, ONLY_TRAIL)) && !opens(&text[..start]);
            if !is_behind_trail || is_inside(&text[..start]) {
                let length = run(&text[start..]);
                if length > 0 {
                    let range = start..start + length;
                    return Some(Found { range, is_last_byte: is_behind_trail });
                }
            }
        }
        before = Some(character);
    }
    None
}

/// Whether text ends in an opening mark before which there is a space: no trail byte then. At the
/// start of a text it may be one, for the text may be a run that is mended by itself.
fn opens(before: &str) -> bool {
    let rest = before.strip_suffix(['«', '¡', '¿']);
    rest.is_some_and(|rest| rest.ends_with([' ', '(']))
}

/// Whether a run, read as Latin-1 too, means one character that stands for a trail byte: a control
/// character in Latin-1.
pub(super) fn is_control_trail(run: &str, meant: &str) -> bool {
    let is_control = |character: char| matches!(character, '\u{80}'..='\u{9F}');
    let mut characters = meant.chars();
    let Some(character) = characters.next() else { return false };
    let byte = CodePage::Windows1252.encode(character);
    run.contains(is_control)
        && (is_control(character) || matches!(byte, Some(0x80..=0x9F)))
        && characters.next().is_none()
}

/// Whether text ends in a sequence that lacks its last byte, read as Latin-1: the byte was misread
/// once more, and the sequence behind is all there is of it.
fn is_inside(before: &str) -> bool {
    let mut back = before.chars().rev();
    matches!(back.next(), Some('\u{80}'..='\u{9F}'))
        && matches!(back.next(), Some('à'..='ï'))
        && !back.next().is_some_and(|c| has_role(c, ONLY_TRAIL))
}

/// The length of the sequences at the start of the text, in bytes.
fn run(text: &str) -> usize {
    let mut length = 0;
    while let Some(more) = sequence(&text[length..]) {
        length += more;
    }
    length
}

/// The length of the sequence at the start of the text, in bytes.
fn sequence(text: &str) -> Option<usize> {
    let mut characters = text.chars();
    let lead = characters.next()?;
    [(LEAD_2, 1), (LEAD_3, 2), (LEAD_4, 3)].into_iter().find_map(|(role, trails)| {
        let mut behind = characters.clone();
        let mut is_trail = || behind.next().is_some_and(|c| has_role(c, TRAIL));
        let fits = has_role(lead, role) && (0..trails).all(|_| is_trail());
        fits.then(|| text.len() - behind.as_str().len())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        let mut runs = Vec::new();
        let mut at = 0;
        while let Some(found) = find(text, at) {
            at = found.range.end;
            runs.push(&text[found.range]);
        }
        runs
    }

    #[test]
    fn sequences_are_found_by_their_shape() {
        for (text, expected) in [
            ("“neige” et glaÃ§on", &["Ã§"][..]),
            ("雪Ã©Ã¨, â€“", &["Ã©Ã¨", "â€“"]),
            ("Р·РёРјР°!", &["Р·РёРјР°"]),
            ("ğŸ§Š", &["ğŸ§Š"]),
            ("Ã", &[]),
            ("plain", &[]),
            ("été à Noël", &[]),
            // Behind what must be a trail byte.
            ("©Ã©", &[]),
            ("Ã ©Ã©", &["Ã "]),
            // But not behind what opens a quotation.
            ("l’air «Ã©tÃ©»", &["Ã©", "Ã©"]),
            ("Ã©t Â«Ã©", &["Ã©", "Â«Ã©"]),
            // The last byte of a dash, misread twice.
            ("a â\u{80}â\u{80}\u{9C} b", &["â\u{80}\u{9C}"]),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }
}
