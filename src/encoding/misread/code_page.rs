//! The single-byte code pages that UTF-8 is most often misread in, as characters into bytes.
//!
//! Real decoders leave no byte undefined: they make it the control character of the same number.
//! The pages here do too, as the WHATWG Encoding Standard asks for most of them ("sloppy" pages).
//! Where a decoder did give up on a byte, U+FFFD stands in its place; the Windows pages take that
//! back as [`LOST`].
//!
//! Sources: the tables of `encoding_rs`; for IBM 437 the mapping file `CP437.TXT` of the Unicode
//! Consortium. Which pages are tried, and in which order, follows ftfy 6.3.1.

use std::sync::LazyLock;

use encoding_rs::{
    Encoding, ISO_8859_2, MACINTOSH, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252, WINDOWS_1253,
    WINDOWS_1254, WINDOWS_1257,
};

use super::char_map::CharMap;

/// Stands for a byte that is not known any more: SUBSTITUTE, which the Windows pages need for
/// nothing else.
pub(super) const LOST: u8 = 0x1A;

/// The characters of IBM 437 from byte 0x80 on.
const IBM_437: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐\
    └┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{A0}";

/// A code page. The order is the one in which they are tried: the likelier first, and among
/// those that read a text alike the one with fewer characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CodePage {
    Latin1,
    Windows1252,
    Windows1251,
    Windows1250,
    Windows1253,
    Windows1254,
    Windows1257,
    Latin2,
    Macintosh,
    Ibm437,
}

impl CodePage {
    pub(super) const ALL: [CodePage; 10] = [
        CodePage::Latin1,
        CodePage::Windows1252,
        CodePage::Windows1251,
        CodePage::Windows1250,
        CodePage::Windows1253,
        CodePage::Windows1254,
        CodePage::Windows1257,
        CodePage::Latin2,
        CodePage::Macintosh,
        CodePage::Ibm437,
    ];

    /// The name in plans.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            CodePage::Latin1 => "iso-8859-1",
            CodePage::Windows1252 => "windows-1252",
            CodePage::Windows1251 => "windows-1251",
            CodePage::Windows1250 => "windows-1250",
            CodePage::Windows1253 => "windows-1253",
            CodePage::Windows1254 => "windows-1254",
            CodePage::Windows1257 => "windows-1257",
            CodePage::Latin2 => "iso-8859-2",
            CodePage::Macintosh => "macintosh",
            CodePage::Ibm437 => "ibm437",
        }
    }

    /// Whether U+FFFD may stand for a byte that a decoder of this page gave up on.
    pub(super) const fn may_have_lost_bytes(self) -> bool {
        matches!(
            self,
            CodePage::Windows1252
                | CodePage::Windows1251
                | CodePage::Windows1250
                | CodePage::Windows1253
                | CodePage::Windows1254
                | CodePage::Windows1257
        )
    }

    /// Whether its letters and signs are arranged like those of Latin-1: letters from 0xC0 on.
    pub(super) const fn is_like_latin_1(self) -> bool {
        !matches!(self, CodePage::Latin2 | CodePage::Macintosh | CodePage::Ibm437)
    }

    /// The characters of the bytes from 0x80 on.
    pub(super) fn upper_half(self) -> &'static [char; 128] {
        &UPPER_HALVES[self as usize]
    }

    fn encoding(self) -> Option<&'static Encoding> {
        Some(match self {
            CodePage::Latin1 | CodePage::Ibm437 => return None,
            CodePage::Windows1252 => WINDOWS_1252,
            CodePage::Windows1251 => WINDOWS_1251,
            CodePage::Windows1250 => WINDOWS_1250,
            CodePage::Windows1253 => WINDOWS_1253,
            CodePage::Windows1254 => WINDOWS_1254,
            CodePage::Windows1257 => WINDOWS_1257,
            CodePage::Latin2 => ISO_8859_2,
            CodePage::Macintosh => MACINTOSH,
        })
    }

    /// The byte of a character, ASCII being itself.
    pub(super) fn encode(self, character: char) -> Option<u8> {
        if self.may_have_lost_bytes() {
            match character {
                '\u{FFFD}' => return Some(LOST),
                '\u{1A}' => return None,
                _ => {}
            }
        }
        if character.is_ascii() {
            return u8::try_from(character).ok();
        }
        Some(BYTES.get(character)[self as usize]).filter(|byte| *byte != 0)
    }

    /// The pages that have every character of a text, in order.
    pub(super) fn all_with(text: &str) -> impl Iterator<Item = CodePage> + use<> {
        let mut pages = CodePage::ALL.to_vec();
        for character in text.chars() {
            if !character.is_ascii() || character == '\u{1A}' {
                pages.retain(|page| page.encode(character).is_some());
                if pages.is_empty() {
                    break;
                }
            }
        }
        pages.into_iter()
    }
}

static UPPER_HALVES: LazyLock<[[char; 128]; CodePage::ALL.len()]> = LazyLock::new(|| {
    CodePage::ALL.map(|page| {
        let mut half: [char; 128] = std::array::from_fn(|index| char::from(index as u8 | 0x80));
        if page == CodePage::Ibm437 {
            half.iter_mut().zip(IBM_437.chars()).for_each(|(place, character)| *place = character);
        }
        if let Some(encoding) = page.encoding() {
            for character in &mut half {
                let byte = [*character as u8];
                let text = encoding.decode_without_bom_handling_and_without_replacement(&byte);
                *character = text.and_then(|text| text.chars().next()).unwrap_or(*character);
            }
        }
        half
    })
});

/// By character: its byte in each page, 0 where the page does not have it.
static BYTES: LazyLock<CharMap<[u8; CodePage::ALL.len()]>> = LazyLock::new(|| {
    let mut bytes = CharMap::<[u8; CodePage::ALL.len()]>::new();
    for page in CodePage::ALL {
        for (byte, character) in (0x80..=0xFF).zip(page.upper_half()) {
            bytes.get_mut(*character)[page as usize] = byte;
        }
    }
    bytes
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_has_every_byte_once() {
        for page in CodePage::ALL {
            for (byte, character) in (0x80..=0xFF).zip(page.upper_half()) {
                assert_eq!(page.encode(*character), Some(byte), "{page:?} {character:?}");
            }
        }
    }

    #[test]
    fn undefined_bytes_are_controls_and_lost_ones_replacements() {
        assert_eq!(CodePage::Windows1252.encode('\u{81}'), Some(0x81));
        assert_eq!(CodePage::Windows1253.encode('\u{D2}'), Some(0xD2));
        assert_eq!(CodePage::Windows1252.encode('\u{80}'), None);
        assert_eq!(CodePage::Windows1252.encode('\u{FFFD}'), Some(LOST));
        assert_eq!(CodePage::Windows1252.encode('\u{1A}'), None);
        assert_eq!(CodePage::Macintosh.encode('\u{FFFD}'), None);
        assert_eq!(CodePage::Macintosh.encode('\u{1A}'), Some(0x1A));
    }

    #[test]
    fn pages_are_found_by_their_characters() {
        let names = |text| CodePage::all_with(text).map(CodePage::name).collect::<Vec<_>>();
        assert_eq!(names("├⌐"), ["ibm437"]);
        assert_eq!(names("Р·РёРјР°"), ["windows-1251"]);
        assert_eq!(names("ÅŸ"), ["windows-1252", "windows-1254", "macintosh"]);
        assert_eq!(names("plain").len(), CodePage::ALL.len());
        assert!(names("漢").is_empty());
    }
}
