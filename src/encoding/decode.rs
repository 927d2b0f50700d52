//! Bytes of one segment into text, by the tables of the WHATWG Encoding Standard.
//!
//! A segment is decoded by itself. That is exact, because every encoding of the standard is back
//! in its initial state behind a line feed, and it makes the result independent of the chunks in
//! which the bytes arrive.

use std::borrow::Cow;

use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE};

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

/// UTF-8 with each maximal malformed part replaced.
fn replace_malformed(bytes: &[u8]) -> Decoded<'static> {
    let mut text = String::with_capacity(bytes.len() + 8);
    let mut changes = Vec::new();
    let mut done = 0;
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        done += chunk.valid().len();
        if !chunk.invalid().is_empty() {
            let start = text.len();
            text.push(char::REPLACEMENT_CHARACTER);
            let source = done..done + chunk.invalid().len();
            done = source.end;
            changes.push(change(source, start..text.len(), LOST));
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
        let (decoded, malformed) = encoding.decode_without_bom_handling(field);
        text.push_str(&decoded);
        if decoded.as_bytes() != field {
            let confidence = if malformed { LOST } else { confidence };
            changes.push(change(done..done + field.len(), start..text.len(), confidence));
        }
        done += field.len();
    }
    Decoded { text: Cow::Owned(text), changes }
}

fn change(
    source: std::ops::Range<usize>,
    output: std::ops::Range<usize>,
    confidence: f32,
) -> Change {
    Change { source, output, repairs: RepairSet::from(Repair::Decode), confidence, plan: None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{BIG5, EUC_JP, GB18030, SHIFT_JIS, WINDOWS_1252};

    #[test]
    fn fields_decode_to_what_the_whole_decodes_to() {
        let text = "图书馆, library “門口” 3月2日 ｱｲｳ — 𠮷 end.\r\n";
        for encoding in [GB18030, BIG5, SHIFT_JIS, EUC_JP, WINDOWS_1252, ISO_2022_JP] {
            let (bytes, _, _) = encoding.encode(text);
            let (whole, _) = encoding.decode_without_bom_handling(&bytes);
            let decoded = decode(&bytes, encoding, 1.0);
            assert_eq!(decoded.text, whole, "{}", encoding.name());
            for change in &decoded.changes {
                let part = encoding.decode_without_bom_handling(&bytes[change.source.clone()]).0;
                assert_eq!(&decoded.text[change.output.clone()], part);
            }
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
}
