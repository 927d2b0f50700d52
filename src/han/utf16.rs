//! Between UTF-8 and UTF-16, a piece at a time.

/// Appends the units of a text.
pub(super) fn decode(text: &str, units: &mut Vec<u16>) {
    let bytes = text.as_bytes();
    let start = units.len();
    // There are at most as many units as bytes.
    units.resize(start + bytes.len(), 0);
    let room = &mut units[start..];
    let (mut at, mut length) = (0, 0);
    // Chinese and ASCII come in runs, each in a loop of its own.
    loop {
        while let Some(four) = bytes.get(at..).and_then(|rest| rest.first_chunk())
            && let four = u32::from_le_bytes(*four)
            && four & 0xF0 == 0xE0
            && let Some(unit) = room.get_mut(length)
        {
            *unit = (four << 12 | four >> 2 & 0xFC0 | four >> 16 & 0x3F) as u16;
            at += 3;
            length += 1;
        }
        while let Some(&byte) = bytes.get(at)
            && byte < 0x80
            && let Some(unit) = room.get_mut(length)
        {
            *unit = u16::from(byte);
            at += 1;
            length += 1;
        }
        // Anything else, and the end.
        match bytes.get(at) {
            None => break,
            Some(0xE0..=0xEF) if bytes.len() - at >= 4 => {}
            Some(_) => {
                let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else { break };
                at += c.len_utf8();
                length += c.encode_utf16(&mut room[length..]).len();
            }
        }
    }
    units.truncate(start + length);
}

/// Writes the text of some units, and returns its length in bytes. There must be room for three
/// bytes a unit, and four more.
pub(super) fn encode(units: &[u16], buffer: &mut [u8]) -> usize {
    let (mut at, mut length) = (0, 0);
    loop {
        while let Some(&unit) = units.get(at)
            && unit >= 0x800
            && unit & 0xF800 != 0xD800
            && let Some(room) = buffer.get_mut(length..).and_then(|rest| rest.first_chunk_mut())
        {
            let code = u32::from(unit);
            let three = 0x0080_80E0 | code >> 12 | (code & 0xFC0) << 2 | (code & 0x3F) << 16;
            *room = three.to_le_bytes();
            at += 1;
            length += 3;
        }
        while let Some(&unit) = units.get(at)
            && unit < 0x80
            && let Some(byte) = buffer.get_mut(length)
        {
            *byte = unit as u8;
            at += 1;
            length += 1;
        }
        // Anything else, and the end.
        match units.get(at) {
            None => break,
            Some(&unit) if unit < 0x800 || unit & 0xF800 == 0xD800 => {
                let pair = [unit, units.get(at + 1).copied().unwrap_or(0)];
                let decoded = char::decode_utf16(pair).next().and_then(Result::ok);
                let c = decoded.unwrap_or(char::REPLACEMENT_CHARACTER);
                at += if decoded.is_some() { c.len_utf16() } else { 1 };
                length += c.encode_utf8(&mut buffer[length..]).len();
            }
            Some(_) => {}
        }
    }
    length
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(units: &[u16]) -> String {
        let mut buffer = vec![0; 3 * units.len() + 4];
        let length = encode(units, &mut buffer);
        buffer.truncate(length);
        String::from_utf8(buffer).unwrap()
    }

    #[test]
    fn there_and_back() {
        let text = "一丁上下天abcdefghij一丁a上下天地玄黄宇宙洪荒日月x\u{D7FF}\u{E000}上下aé人\u{7FF}\u{800}\u{FFFF}😀𠮷b\u{10FFFF}\0人é";
        let ends = text.char_indices().map(|(at, _)| at).chain([text.len()]);
        for end in ends {
            let text = &text[..end];
            let mut units = vec![7];
            decode(text, &mut units);
            assert_eq!(units[1..], text.encode_utf16().collect::<Vec<_>>());
            assert_eq!(encoded(&units[1..]), text);
        }
        assert_eq!(encoded(&[0x61, 0xD800, 0x62, 0xDC00]), "a\u{FFFD}b\u{FFFD}");
    }
}
