//! Bytes of one segment into text, by the tables of the WHATWG Encoding Standard.
//!
//! A segment is decoded by itself. That is exact, because every encoding of the standard is back
//! in its initial state behind a line feed, and it makes the result independent of the chunks in
//! which the bytes arrive.

use std::borrow::Cow;

use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE};

use super::utf8;
use crate::repair::{Repair, RepairSet};
use crate::rewrite::Change;

/// Confidence in bytes that could not be decoded and became U+FFFD.
const LOST: f32 = 0.0;

/// The lowest byte that may be the second or later one of a character in any ASCII-compatible
/// encoding of the standard (GB 18030 has digits there). A byte below stands for itself.
const LOWEST_TRAIL_BYTE: u8 = 0x30;

/// A segment's text, and how it came about.
#[derive(Debug, PartialEq)]
pub(crate) struct Decoded<'b> {
    pub(crate) text: Cow<'b, str>,
    /// From bytes to text; none where the bytes are the text.
    pub(crate) changes: Vec<Change>,
}

/// Decodes a segment. What is malformed becomes U+FFFD, noted as a change like the rest.
///
/// `confidence` is how sure the encoding is, from 0 to 1.
pub(crate) fn decode<'b>(
    bytes: &'b [u8],
    encoding: &'static Encoding,
    confidence: f32,
) -> Decoded<'b> {
    if encoding == UTF_8 {
        return match std::str::from_utf8(bytes) {
            Ok(text) => Decoded { text: Cow::Borrowed(text), changes: Vec::new() },
            Err(_) => replace_malformed(bytes),
        };
    }
    if encoding == UTF_16LE || encoding == UTF_16BE || encoding == ISO_2022_JP {
        return decode_fields(bytes, encoding, confidence, |_| false);
    }
    if bytes.is_ascii()
        && let Ok(text) = std::str::from_utf8(bytes)
    {
        return Decoded { text: Cow::Borrowed(text), changes: Vec::new() };
    }
    let stands_alone: fn(u8) -> bool = if encoding.is_single_byte() {
        |byte| byte.is_ascii()
    } else {
        |byte| byte < LOWEST_TRAIL_BYTE
    };
    decode_fields(bytes, encoding, confidence, stands_alone)
}

/// UTF-8 that is not valid: its variants are understood, and each maximal malformed part is
/// replaced.
fn replace_malformed(bytes: &[u8]) -> Decoded<'static> {
    let mut text = String::with_capacity(bytes.len() + 8);
    let mut changes = Vec::new();
    let mut done = 0;
    while let Some(chunk) = bytes[done..].utf8_chunks().next() {
        text.push_str(chunk.valid());
        done += chunk.valid().len();
        let malformed = (chunk.invalid().len(), char::REPLACEMENT_CHARACTER);
        let (length, character) = utf8::first(&bytes[done..]).unwrap_or(malformed);
        if length > 0 {
            let confidence = if (length, character) == malformed { LOST } else { 1.0 };
            let start = text.len();
            text.push(character);
            changes.push(change(done..done + length, start..text.len(), confidence));
            done += length;
        }
    }
    Decoded { text: Cow::Owned(text), changes }
}

/// Decodes field by field, where a field is a longest run of bytes that do not stand alone. A
/// field that is plain ASCII text stays as it is; any other is one change.
fn decode_fields(
    bytes: &[u8],
    encoding: &'static Encoding,
    confidence: f32,
    stands_alone: impl Fn(u8) -> bool,
) -> Decoded<'static> {
    let mut text = String::with_capacity(bytes.len() * 3 / 2);
    let mut changes = Vec::new();
    let mut done = 0;
    for field in bytes.chunk_by(|&a, &b| stands_alone(a) == stands_alone(b)) {
        let start = text.len();
        let end = done + field.len();
        let (decoded, malformed) = encoding.decode_without_bom_handling(field);
        text.push_str(&decoded);
        if malformed && end < bytes.len() {
            // What breaks a sequence off decides how much of it is an error: GB 18030 reads the
            // digit in `81 32 20` anew, and drops it where nothing follows.
            text.truncate(start);
            let (followed, _) = encoding.decode_without_bom_handling(&bytes[done..=end]);
            text.push_str(followed.strip_suffix(char::from(bytes[end])).unwrap_or(&decoded));
        }
        if text.as_bytes()[start..] != *field {
            let confidence = if malformed { LOST } else { confidence };
            changes.push(change(done..end, start..text.len(), confidence));
        }
        done = end;
    }
    Decoded { text: Cow::Owned(text), changes }
}

fn change(
    source: std::ops::Range<usize>,
    output: std::ops::Range<usize>,
    confidence: f32,
) -> Change {
    Change { source, output, repairs: RepairSet::from(Repair::Decode), confidence }
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{BIG5, EUC_JP, GB18030, SHIFT_JIS, WINDOWS_1252};

    /// The output made from the bytes by the changes alone.
    fn carry_out(bytes: &[u8], decoded: &Decoded<'_>) -> String {
        let mut text = Vec::new();
        let mut done = 0;
        for change in &decoded.changes {
            text.extend_from_slice(&bytes[done..change.source.start]);
            assert_eq!(text.len(), change.output.start);
            text.extend_from_slice(&decoded.text.as_bytes()[change.output.clone()]);
            done = change.source.end;
        }
        text.extend_from_slice(&bytes[done..]);
        String::from_utf8(text).unwrap()
    }

    #[test]
    fn fields_decode_to_what_the_whole_decodes_to() {
        // The last characters have four bytes in GB 18030, two of them digits.
        let text = "图书馆, library “門口” 3月2日 ｱｲｳ — 𠮷 end.\r\n\u{80}\u{81}0";
        let units = |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect();
        let mut cases: Vec<(&'static Encoding, Vec<u8>)> =
            vec![(UTF_16LE, units(u16::to_le_bytes)), (UTF_16BE, units(u16::to_be_bytes))];
        for encoding in [GB18030, BIG5, SHIFT_JIS, EUC_JP, WINDOWS_1252, ISO_2022_JP] {
            cases.push((encoding, encoding.encode(text).0.into_owned()));
        }
        for (encoding, bytes) in cases {
            let (whole, _) = encoding.decode_without_bom_handling(&bytes);
            let decoded = decode(&bytes, encoding, 1.0);
            assert_eq!(decoded.text, whole, "{}", encoding.name());
            assert_eq!(carry_out(&bytes, &decoded), whole, "{}", encoding.name());
            for change in &decoded.changes {
                let part = encoding.decode_without_bom_handling(&bytes[change.source.clone()]).0;
                assert_eq!(&decoded.text[change.output.clone()], part);
            }
        }
    }

    #[test]
    fn ascii_between_fields_is_no_part_of_them() {
        for (encoding, text, fields) in [
            (GB18030, "图书馆 & 门口, 3.", 2),
            (SHIFT_JIS, "駅 / 町", 2),
            (WINDOWS_1252, "naïve café", 2),
        ] {
            let bytes = encoding.encode(text).0;
            let decoded = decode(&bytes, encoding, 1.0);
            assert_eq!(decoded.changes.len(), fields, "{text}");
            for change in &decoded.changes {
                assert!(!bytes[change.source.clone()].iter().any(|byte| b" &,./".contains(byte)));
            }
        }
    }

    #[test]
    fn broken_sequences_are_read_as_in_the_whole() {
        for (encoding, bytes) in [
            (GB18030, &b"\x81\x32 \xB0\xA12\xFF#\x81\x30\x81\x20\x81\x32\n"[..]),
            (GB18030, b"\x81\x32"),
            (BIG5, b"\xA4 \xA4\x21\xFF\x20\xA4\xA4\xA4\n"),
            (SHIFT_JIS, b"\x81 \x81\x21\xFD\x20\x93\xFA\x93"),
            (EUC_JP, b"\x8F\xB0 \x8E\x21\xB0\xB0\xB0\n"),
        ] {
            let (whole, _) = encoding.decode_without_bom_handling(bytes);
            let decoded = decode(bytes, encoding, 1.0);
            assert_eq!(decoded.text, whole, "{}", encoding.name());
            assert_eq!(carry_out(bytes, &decoded), whole, "{}", encoding.name());
        }
    }

    #[test]
    fn text_is_borrowed() {
        for encoding in [UTF_8, GB18030] {
            let decoded = decode(b"plain\n", encoding, 1.0);
            assert!(matches!(decoded.text, Cow::Borrowed("plain\n")));
        }
        assert!(matches!(decode("字".as_bytes(), UTF_8, 1.0).text, Cow::Borrowed("字")));
    }

    #[test]
    fn malformed_parts_are_changes_of_their_own() {
        let decoded = decode(b"a\xE5\xADb\xFFc", UTF_8, 1.0);
        assert_eq!(decoded.text, "a\u{FFFD}b\u{FFFD}c");
        let sources: Vec<_> = decoded.changes.iter().map(|c| c.source.clone()).collect();
        assert_eq!(sources, [1..3, 4..5]);
        assert!(decoded.changes.iter().all(|c| c.confidence == LOST));
    }

    #[test]
    fn variants_of_utf_8_are_understood() {
        let decoded = decode(b"a\xED\xA0\xBE\xED\xB7\x8Ab\xED\xA0\xBEc\xC0\x80", UTF_8, 1.0);
        assert_eq!(decoded.text, "a🧊b\u{FFFD}\u{FFFD}\u{FFFD}c\0");
        let confidences: Vec<_> = decoded.changes.iter().map(|c| c.confidence).collect();
        assert_eq!(confidences, [1.0, LOST, LOST, LOST, 1.0]);
    }
}
