//! The two-byte code of Chinese pages, a character at a time.

use encoding_rs::GBK;

/// The two bytes of a character; `None` for ASCII, the euro sign and what GBK lacks.
pub(crate) fn pair(c: char) -> Option<[u8; 2]> {
    if c.is_ascii() {
        return None;
    }
    let mut buffer = [0; 4];
    let (bytes, _, unmappable) = GBK.encode(c.encode_utf8(&mut buffer));
    match *bytes {
        [lead, trail] if !unmappable => Some([lead, trail]),
        _ => None,
    }
}

/// The character that two bytes spell.
pub(crate) fn character(pair: [u8; 2]) -> Option<char> {
    let text = GBK.decode_without_bom_handling_and_without_replacement(&pair)?;
    let mut chars = text.chars();
    chars.next().filter(|_| chars.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_bytes_and_a_character_are_one() {
        assert_eq!(pair('際'), Some([0xEB, 0x48]));
        assert_eq!(pair('，'), Some([0xA3, 0xAC]));
        assert_eq!(character([0xEB, 0x48]), Some('際'));
        for c in ['a', '€', 'é', 'ñ', '𠀀', '\u{FFFD}'] {
            let known = pair(c).and_then(character);
            assert!(known.is_none() || known == Some(c), "{c}");
        }
        for bytes in [*b"ab", [0xEB, 0x20], [0x80, 0x41], [0xFF, 0xFF]] {
            assert_eq!(character(bytes), None, "{bytes:?}");
        }
    }
}
