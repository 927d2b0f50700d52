//! Lines in another encoding than the document.
//!
//! Pages are joined to files, and not all of them are in the encoding of the first. A line that is not
//! UTF-8 in a document of UTF-8 is decoded by itself, where statistics are certain what it is; and a line
//! of a document in another encoding that is valid UTF-8, beyond what chance makes of it, is UTF-8.
//! Each line is decided about alone, by its own bytes, so that the result does not depend on how
//! the document arrives, and what is valid costs nothing.

use encoding_rs::{Encoding, UTF_8};

use super::decode::{Decoded, decode};
use super::detect::{Detection, EncodingEvidence, is_mostly_utf_8};
use super::guess;

/// A line with fewer bytes beyond ASCII does not tell.
const MIN_BYTES: usize = 8;
/// How sure an encoding must be. Detection says more of whole documents, and asks for less.
const MIN_CONFIDENCE: f32 = 0.95;
/// Bytes of a line that are looked at.
const SAMPLE: usize = 1_024;
/// As many sequences of UTF-8 are hardly valid by chance: in GBK, where that is likeliest, one pair
/// in five is.
const MIN_SEQUENCES: usize = 6;

/// Decodes a segment of a document.
pub(crate) fn decode_segment(bytes: &[u8], detection: Detection) -> Decoded<'_> {
    let Detection { encoding, evidence, confidence } = detection;
    // What the caller says holds for every line.
    if evidence == EncodingEvidence::Given {
        return decode(bytes, encoding, confidence);
    }
    if encoding == UTF_8 {
        return match other_than_utf_8(bytes) {
            Some((encoding, confidence)) => decode(bytes, encoding, confidence),
            None => decode(bytes, UTF_8, 1.0),
        };
    }
    let may_be_utf_8 = encoding.is_ascii_compatible();
    if may_be_utf_8 && (is_utf_8(bytes) || is_only_utf_8(bytes, encoding)) {
        return decode(bytes, UTF_8, 1.0);
    }
    decode(bytes, encoding, confidence)
}

/// The encoding of a line that is not UTF-8.
fn other_than_utf_8(bytes: &[u8]) -> Option<(&'static Encoding, f32)> {
    let line = bytes.trim_ascii_end();
    if simdutf8::basic::from_utf8(line).is_ok() || is_mostly_utf_8(line) {
        return None;
    }
    // Binary data has an encoding as little as text has control characters.
    let is_binary = |byte: &u8| byte.is_ascii_control() && !byte.is_ascii_whitespace();
    let beyond_ascii = line.iter().filter(|byte| !byte.is_ascii()).count();
    if beyond_ascii < MIN_BYTES || line.iter().any(is_binary) {
        return None;
    }
    let start = line.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
    let sample = &line[start..line.len().min(start + SAMPLE)];
    let (encoding, confidence) = guess::guess(sample, start + SAMPLE >= line.len());
    let decodes = || encoding.decode_without_bom_handling_and_without_replacement(line).is_some();
    (confidence >= MIN_CONFIDENCE && encoding.is_ascii_compatible() && decodes())
        .then_some((encoding, confidence))
}

/// Whether a line is UTF-8 and not so by chance.
fn is_utf_8(line: &[u8]) -> bool {
    let Ok(text) = simdutf8::basic::from_utf8(line) else { return false };
    text.chars().filter(|c| !c.is_ascii()).take(MIN_SEQUENCES).count() == MIN_SEQUENCES
}

/// Whether a line is UTF-8 and none of the document's encoding.
fn is_only_utf_8(line: &[u8], encoding: &'static Encoding) -> bool {
    simdutf8::basic::from_utf8(line).is_ok()
        && encoding.decode_without_bom_handling_and_without_replacement(line).is_none()
}

#[cfg(test)]
mod tests {
    use encoding_rs::{BIG5, GBK, WINDOWS_1251};

    use super::*;

    const LINE: &str = "明天上午八点，请大家到三楼的会议室开会。";

    fn decoded(bytes: &[u8], encoding: &'static Encoding) -> String {
        let detection = Detection { encoding, ..Detection::TEXT };
        decode_segment(bytes, detection).text.into_owned()
    }

    #[test]
    fn lines_are_decoded_by_themselves() {
        assert_eq!(decoded(LINE.as_bytes(), UTF_8), LINE);
        assert_eq!(decoded(&GBK.encode(LINE).0, UTF_8), LINE);
        assert_eq!(decoded(LINE.as_bytes(), GBK), LINE);
        assert_eq!(decoded(&GBK.encode(LINE).0, GBK), LINE);
        let russian = "Собрание начнётся завтра утром в большом зале.\n";
        assert_eq!(decoded(&WINDOWS_1251.encode(russian).0, UTF_8), russian);
        let traditional = "明天上午八點，請大家到三樓的會議室開會。\r\n";
        assert_eq!(decoded(&BIG5.encode(traditional).0, UTF_8), traditional);
    }

    #[test]
    fn what_the_caller_says_holds() {
        let gbk = GBK.encode(LINE).0;
        let detection = Detection { evidence: EncodingEvidence::Given, ..Detection::TEXT };
        assert!(decode_segment(&gbk, detection).text.contains('\u{FFFD}'));
        let detection = Detection { encoding: GBK, ..detection };
        assert_ne!(decode_segment(LINE.as_bytes(), detection).text, LINE);
    }

    #[test]
    fn short_lines_tell_where_only_one_encoding_has_them() {
        assert_eq!(decoded("再一行\n".as_bytes(), GBK), "再一行\n");
        assert_eq!(decoded("两行\n".as_bytes(), GBK), "涓よ\u{e511}\n");
    }

    #[test]
    fn what_does_not_tell_stays_malformed() {
        assert_eq!(decoded(b"a\xFFb\xFEc", UTF_8), "a\u{FFFD}b\u{FFFD}c");
        let cut = &LINE.as_bytes()[..LINE.len() - 1];
        assert!(decoded(cut, UTF_8).ends_with("开会\u{FFFD}"));
        let mut binary = GBK.encode(LINE).0.into_owned();
        binary.extend_from_slice(b"\x01\x02\0");
        assert!(decoded(&binary, UTF_8).contains('\u{FFFD}'));
    }
}
