//! Between UTF-8 and UTF-16, a piece at a time.

use simdutf8::basic::from_utf8;

/// Appends the units of a text.
pub(super) fn decode(text: &str, units: &mut Vec<u16>) {
    let bytes = text.as_bytes();
    let start = units.len();
    // There are at most as many units as bytes.
    units.resize(start + bytes.len(), 0);
    let room = &mut units[start..];
    let (mut at, mut length) = (0, 0);
    while let Some(rest) = bytes.get(at..)
        && let Some(four) = rest.first_chunk()
    {
        let Some(room) = room.get_mut(length..) else { break };
        if let (Some(twelve), Some(place)) = (rest.first_chunk(), room.first_chunk_mut()) {
            if let Some(units) = four_of_three(twelve) {
                *place = units;
                at += 12;
                length += 4;
                continue;
            }
            if let (Some(run), Some(place)) = (rest.first_chunk::<8>(), room.first_chunk_mut())
                && run.is_ascii()
            {
                *place = run.map(u16::from);
                at += 8;
                length += 8;
                continue;
            }
        }
        let [unit, after, ..] = room else { break };
        let four = u32::from_le_bytes(*four);
        let lead = four & 0xFF;
        // Chinese and ASCII take turns as nobody can predict: no branch, but a choice.
        let three = four << 12 | four >> 2 & 0xFC0 | four >> 16 & 0x3F;
        let is_ascii = lead < 0x80;
        *unit = std::hint::select_unpredictable(is_ascii, lead, three) as u16;
        let mut size = if is_ascii { 1 } else { 3 };
        length += 1;
        if !is_ascii & (lead & 0xF0 != 0xE0) {
            if lead < 0xE0 {
                *unit = ((lead & 0x1F) << 6 | four >> 8 & 0x3F) as u16;
                size = 2;
            } else {
                let high = (lead & 7) << 18 | (four >> 8 & 0x3F) << 12;
                let code = high | (four >> 16 & 0x3F) << 6 | four >> 24 & 0x3F;
                let offset = code.wrapping_sub(0x10000);
                *unit = 0xD800 | (offset >> 10 & 0x3FF) as u16;
                *after = 0xDC00 | (offset & 0x3FF) as u16;
                size = 4;
                length += 1;
            }
        }
        at += size;
    }
    units.truncate(start + length);
    units.extend(text.get(at..).unwrap_or_default().encode_utf16());
}

/// The text of some units, in a buffer that may be used again.
pub(super) fn encode<'b>(units: &[u16], buffer: &'b mut Vec<u8>) -> &'b str {
    // A unit becomes three bytes at most; a fourth is written and not counted.
    let most = 3 * units.len() + 4;
    if buffer.len() < most {
        buffer.resize(most, 0);
    }
    let mut length = 0;
    let mut rest = units.iter();
    loop {
        let Some(room) = buffer.get_mut(length..) else { break };
        let ahead = rest.as_slice();
        if let (Some(four), Some(place)) = (ahead.first_chunk(), room.first_chunk_mut())
            && let Some(bytes) = three_for_each(four)
        {
            *place = bytes;
            length += 12;
            rest = ahead[4..].iter();
            continue;
        }
        if let (Some(run), Some(place)) = (ahead.first_chunk::<8>(), room.first_chunk_mut::<8>())
            && run.iter().fold(0, |all, unit| all | unit) < 0x80
        {
            *place = run.map(|unit| unit as u8);
            length += 8;
            rest = ahead[8..].iter();
            continue;
        }
        let (Some(&unit), Some(room)) = (rest.next(), room.first_chunk_mut()) else { break };
        let code = u32::from(unit);
        let three = 0x0080_80E0 | code >> 12 | (code & 0xFC0) << 2 | (code & 0x3F) << 16;
        let is_ascii = code < 0x80;
        *room = std::hint::select_unpredictable(is_ascii, code, three).to_le_bytes();
        let mut size = if is_ascii { 1 } else { 3 };
        let is_surrogate = code & 0xF800 == 0xD800;
        if (!is_ascii & (code < 0x800)) | is_surrogate {
            let pair = [unit, rest.as_slice().first().copied().unwrap_or(0)];
            let decoded = char::decode_utf16(pair).next().and_then(Result::ok);
            size = decoded.unwrap_or(char::REPLACEMENT_CHARACTER).encode_utf8(room).len();
            if is_surrogate && decoded.is_some() {
                rest.next();
            }
        }
        length += size;
    }
    // Checking it again costs a tenth of copying it.
    from_utf8(&buffer[..length]).unwrap_or_default()
}

/// The units of four characters of three bytes each, where that is what these are.
#[inline(always)]
fn four_of_three(bytes: &[u8; 12]) -> Option<[u16; 4]> {
    let [a, b, c, d, e, f, g, h, i, j, k, l] = *bytes;
    let first = u64::from_le_bytes([a, b, c, d, e, f, g, h]);
    let last = u64::from_le_bytes([e, f, g, h, i, j, k, l]);
    // The first bytes of the characters.
    let leads = first & 0x00F0_0000_F000_00F0;
    let fourth = last & 0x0000_F000_0000_0000;
    if (leads ^ 0x00E0_0000_E000_00E0) | (fourth ^ 0x0000_E000_0000_0000) != 0 {
        return None;
    }
    let unit = |three: u64| (three << 12 | three >> 2 & 0xFC0 | three >> 16 & 0x3F) as u16;
    Some([unit(first), unit(first >> 24), unit(last >> 16), unit(last >> 40)])
}

/// The bytes of four units that are three bytes each, where they are.
#[inline(always)]
fn three_for_each(units: &[u16; 4]) -> Option<[u8; 12]> {
    let is_short = |unit: u16| unit < 0x800;
    let is_surrogate = |unit: u16| unit & 0xF800 == 0xD800;
    if units.iter().fold(false, |any, &unit| any | is_short(unit) | is_surrogate(unit)) {
        return None;
    }
    let three = |unit: u16| {
        let code = u64::from(unit);
        0x0080_80E0 | code >> 12 | (code & 0xFC0) << 2 | (code & 0x3F) << 16
    };
    let [a, b, c, d] = units.map(three);
    let first = (a | b << 24 | c << 48).to_le_bytes();
    let last = ((c >> 16 | d << 8) as u32).to_le_bytes();
    let mut bytes = [0; 12];
    bytes[..8].copy_from_slice(&first);
    bytes[8..].copy_from_slice(&last);
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        let text = "一丁上下天abcdefghij一丁a上下天地玄黄宇宙洪荒日月x\u{D7FF}\u{E000}上下aé人\u{7FF}\u{800}\u{FFFF}😀𠮷b\u{10FFFF}\0人é";
        let ends = text.char_indices().map(|(at, _)| at).chain([text.len()]);
        for end in ends {
            let text = &text[..end];
            let mut units = vec![7];
            decode(text, &mut units);
            assert_eq!(units[1..], text.encode_utf16().collect::<Vec<_>>());
            assert_eq!(encode(&units[1..], &mut Vec::new()), text);
        }
        assert_eq!(encode(&[0x61, 0xD800, 0x62, 0xDC00], &mut Vec::new()), "a\u{FFFD}b\u{FFFD}");
    }
}
