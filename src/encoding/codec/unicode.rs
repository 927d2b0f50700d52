//! UTF-8's variants and UTF-16.

/// UTF-8 with surrogate pairs in place of characters beyond U+FFFF.
pub(super) fn encode_cesu_8(text: &str, bytes: &mut Vec<u8>) -> bool {
    for c in text.chars() {
        if c == '\0' {
            bytes.extend_from_slice(&[0xC0, 0x80]);
            continue;
        }
        let mut buffer = [0; 4];
        if u32::from(c) < 0x1_0000 {
            bytes.extend_from_slice(c.encode_utf8(&mut buffer).as_bytes());
            continue;
        }
        for unit in c.encode_utf16(&mut [0; 2]) {
            let unit = *unit;
            bytes.extend_from_slice(&[
                0xE0 | (unit >> 12) as u8,
                0x80 | (unit >> 6 & 0x3F) as u8,
                0x80 | (unit & 0x3F) as u8,
            ]);
        }
    }
    true
}

pub(super) fn decode_cesu_8(bytes: &[u8], text: &mut String) -> bool {
    let mut rest = bytes;
    while !rest.is_empty() {
        let Some((c, length)) = decode_first(rest, true) else { return false };
        text.push(c);
        rest = &rest[length..];
    }
    true
}

/// The first character of UTF-8, and its length; with `pairs` also one of a surrogate pair or the
/// two-byte NUL.
pub(super) fn decode_first(bytes: &[u8], pairs: bool) -> Option<(char, usize)> {
    let first = *bytes.first()?;
    let length = match first {
        0..=0x7F => return Some((char::from(first), 1)),
        0xC0 if pairs && bytes.get(1) == Some(&0x80) => return Some(('\0', 2)),
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF4 => 4,
        _ => return None,
    };
    let sequence = bytes.get(..length)?;
    if let Ok(valid) = std::str::from_utf8(sequence) {
        return valid.chars().next().map(|c| (c, length));
    }
    if !pairs {
        return None;
    }
    let high = surrogate(sequence)?;
    let low = surrogate(bytes.get(3..6)?)?;
    let c = char::decode_utf16([high, low]).next()?.ok()?;
    (u32::from(c) >= 0x1_0000).then_some((c, 6))
}

fn surrogate(sequence: &[u8]) -> Option<u16> {
    match sequence {
        &[0xED, second @ 0xA0..=0xBF, third @ 0x80..=0xBF] => {
            Some(0xD000 | u16::from(second & 0x3F) << 6 | u16::from(third & 0x3F))
        }
        _ => None,
    }
}

pub(super) fn encode_utf_16(text: &str, order: fn(u16) -> [u8; 2], bytes: &mut Vec<u8>) -> bool {
    bytes.extend(text.encode_utf16().flat_map(order));
    true
}

pub(super) fn decode_utf_16(bytes: &[u8], order: fn([u8; 2]) -> u16, text: &mut String) -> bool {
    let (units, odd) = bytes.as_chunks::<2>();
    if !odd.is_empty() {
        return false;
    }
    for c in char::decode_utf16(units.iter().map(|unit| order(*unit))) {
        let Ok(c) = c else { return false };
        text.push(c);
    }
    true
}
