//! UTF-8 with its two variants, character by character.
//!
//! CESU-8 spells a character beyond U+FFFF as a surrogate pair, three bytes each: what comes of
//! writing UTF-16 out as if it had no pairs. Java's "modified UTF-8" does too, and spells U+0000 as
//! `C0 80`. Neither spelling occurs in UTF-8, so both are understood wherever they stand.

/// The character at the start of the bytes, where it is not ASCII, and its length in bytes.
pub(crate) fn first(bytes: &[u8]) -> Option<(usize, char)> {
    let length = match *bytes.first()? {
        0xC0 => return (bytes.get(1) == Some(&0x80)).then_some((2, '\0')),
        0xED if matches!(bytes.get(1), Some(0xA0..=0xAF)) => return surrogates(bytes),
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF4 => 4,
        _ => return None,
    };
    let text = std::str::from_utf8(bytes.get(..length)?).ok()?;
    Some((length, text.chars().next()?))
}

/// A pair of surrogates, three bytes each.
fn surrogates(bytes: &[u8]) -> Option<(usize, char)> {
    let &[0xED, high @ 0xA0..=0xAF, middle, 0xED, low @ 0xB0..=0xBF, last, ..] = bytes else {
        return None;
    };
    if !is_trail(middle) || !is_trail(last) {
        return None;
    }
    let bits = |byte: u8, mask: u8| u32::from(byte & mask);
    let high = bits(high, 0x0F) << 16 | bits(middle, 0x3F) << 10;
    let low = bits(low, 0x0F) << 6 | bits(last, 0x3F);
    Some((6, char::from_u32(0x1_0000 + (high | low))?))
}

/// Whether a byte is a trail byte.
pub(crate) fn is_trail(byte: u8) -> bool {
    (0x80..=0xBF).contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_and_none() {
        for (bytes, expected) in [
            (&b"\xC3\xA9"[..], Some((2, 'é'))),
            (b"\xE6\xB9\x96", Some((3, '湖'))),
            (b"\xF0\x9F\xA7\x8A", Some((4, '🧊'))),
            (b"\xED\xA0\xBE\xED\xB7\x8A", Some((6, '🧊'))),
            (b"\xED\x95\x9C", Some((3, '한'))),
            (b"\xC0\x80", Some((2, '\0'))),
            // Overlong, half a pair, cut.
            (b"\xC1\x80", None),
            (b"\xE0\x80\xA0", None),
            (b"\xED\xA0\xBE", None),
            (b"\xED\xA0\xBE\xED\xA0\xBE", None),
            (b"\xE6\xB9", None),
            (b"\x96", None),
            (b"", None),
        ] {
            assert_eq!(first(bytes), expected, "{bytes:X?}");
        }
    }
}
