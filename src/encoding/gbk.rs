//! GBK as arithmetic on pairs of bytes.
//!
//! A two-byte character is a lead byte, 81–FE, and a trail byte, 40–7E or 80–FE. What stands at
//! a pair is the WHATWG index, taken from `encoding_rs` once; its private-use cells, and the few
//! that code page 936 lacks, are *undefined*: no author typed them, and many decoders print `?`.

use std::sync::OnceLock;

use encoding_rs::GBK;

pub(crate) const FIRST_LEAD: u8 = 0x81;
pub(crate) const LAST_LEAD: u8 = 0xFE;
pub(crate) const FIRST_TRAIL: u8 = 0x40;

/// Pairs a lead byte begins: trails 40–FE, with 7F unused.
const ROW: usize = 0xFF - FIRST_TRAIL as usize;
const ROWS: usize = (LAST_LEAD - FIRST_LEAD) as usize + 1;

/// Both directions, as flat arrays: the transducer asks for millions of pairs.
struct Tables {
    /// By pair: the character, with 0 for none.
    characters: Vec<u16>,
    /// By character: the pair, lead byte first, with 0 for none.
    pairs: Vec<u16>,
}

#[inline]
fn tables() -> &'static Tables {
    static TABLES: OnceLock<Tables> = OnceLock::new();
    TABLES.get_or_init(|| {
        let mut characters = vec![0; ROW * ROWS];
        let mut pairs = vec![0; 0x1_0000];
        for lead in FIRST_LEAD..=LAST_LEAD {
            // A row at a time; a space after each pair keeps an invalid one from its neighbour.
            let trails = (FIRST_TRAIL..=0xFE).filter(|trail| *trail != 0x7F);
            let row: Vec<u8> = trails.clone().flat_map(|trail| [lead, trail, b' ']).collect();
            let (text, _) = GBK.decode_without_bom_handling(&row);
            let mut chars = text.chars();
            for trail in trails {
                let Some(c) = chars.next() else { break };
                // An invalid pair is replaced as a whole, or its first byte is.
                if chars.next() != Some(' ') {
                    chars.find(|c| *c == ' ');
                    continue;
                }
                let Ok(code) = u16::try_from(u32::from(c)) else { continue };
                if c == char::REPLACEMENT_CHARACTER {
                    continue;
                }
                characters[index(lead, trail)] = code;
                pairs[usize::from(code)] = u16::from_be_bytes([lead, trail]);
            }
        }
        Tables { characters, pairs }
    })
}

#[inline]
fn index(lead: u8, trail: u8) -> usize {
    usize::from(lead - FIRST_LEAD) * ROW + usize::from(trail - FIRST_TRAIL)
}

#[inline]
pub(crate) fn is_lead(byte: u8) -> bool {
    (FIRST_LEAD..=LAST_LEAD).contains(&byte)
}

#[inline]
pub(crate) fn is_trail(byte: u8) -> bool {
    (FIRST_TRAIL..=LAST_LEAD).contains(&byte) && byte != 0x7F
}

/// The two bytes of a character, private-use cells included; `None` for ASCII and for what GBK
/// does not have.
#[inline]
pub(crate) fn encode(c: char) -> Option<[u8; 2]> {
    let code = u16::try_from(u32::from(c)).ok()?;
    match tables().pairs[usize::from(code)] {
        0 => None,
        pair => Some(pair.to_be_bytes()),
    }
}

/// The character at a pair, private-use cells included.
#[inline]
pub(crate) fn decode(lead: u8, trail: u8) -> Option<char> {
    if !is_lead(lead) || !is_trail(trail) {
        return None;
    }
    match tables().characters[index(lead, trail)] {
        0 => None,
        code => char::from_u32(u32::from(code)),
    }
}

/// The character at a pair that authors and decoders before GB 18030 knew.
pub(crate) fn decode_defined(lead: u8, trail: u8) -> Option<char> {
    decode(lead, trail).filter(|_| is_defined(lead, trail))
}

/// Whether code page 936 has a character at the pair, both bytes being in range.
pub(crate) fn is_defined(lead: u8, trail: u8) -> bool {
    match lead {
        // Additions of GB 18030: the euro sign, description characters, a letter, vertical forms.
        0xA2 if trail == 0xE3 => return false,
        0xA6 if matches!(trail, 0xD9..=0xDF | 0xEC | 0xED | 0xF3) => return false,
        0xA8 if trail == 0xBC || trail == 0xBF => return false,
        0xA9 if (0x89..=0x95).contains(&trail) => return false,
        0xFE if trail >= 0x50 => return false,
        _ => {}
    }
    decode(lead, trail).is_some_and(|c| !('\u{E000}'..='\u{F8FF}').contains(&c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_bytes_and_a_character_are_one() {
        assert_eq!(encode('際'), Some([0xEB, 0x48]));
        assert_eq!(encode('，'), Some([0xA3, 0xAC]));
        assert_eq!(decode(0xEB, 0x48), Some('際'));
        for c in ['a', '\u{80}', '\u{F1}', '\u{20000}', '\u{FFFD}'] {
            assert_eq!(encode(c), None, "{c}");
        }
        for [lead, trail] in [*b"ab", [0xEB, 0x20], [0x80, 0x41], [0xFF, 0xFF], [0xEB, 0x7F]] {
            assert_eq!(decode(lead, trail), None, "{lead:02X} {trail:02X}");
        }
        for c in '\0'..='\u{FFFF}' {
            if let Some([lead, trail]) = encode(c) {
                assert_eq!(decode(lead, trail), Some(c));
            }
        }
    }

    #[test]
    fn private_use_cells_are_undefined() {
        assert_eq!(decode(0xAA, 0xA1), Some('\u{E000}'));
        assert_eq!(decode_defined(0xAA, 0xA1), None);
        assert_eq!(decode_defined(0xD6, 0xD0), Some('中'));
    }
}
