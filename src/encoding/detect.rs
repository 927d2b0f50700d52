//! Which encoding bytes are in, decided once per document from its first bytes.
//!
//! In this order: what the caller says; a byte order mark; UTF-16 by its zero bytes; UTF-8 where
//! the window is valid, or has few errors among many valid sequences; what the document
//! [says](super::declared); [statistics](super::guess).

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use memchr::memchr;

use super::declared::declared;
use super::{guess, utf8};

/// How many bytes of the document's start decide about its encoding.
pub(crate) const DETECTION_WINDOW: usize = 64 * 1024;

/// How an encoding was found out.
///
/// ```
/// use textmend::{Cleaner, EncodingEvidence};
///
/// let report = Cleaner::new().explain_bytes(b"\xEF\xBB\xBFmarked").report;
/// assert_eq!(report.encoding_evidence, EncodingEvidence::Bom);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum EncodingEvidence {
    /// The input was text, or every byte of the window was valid UTF-8.
    #[default]
    Valid,
    /// The caller named the encoding.
    Given,
    /// A byte order mark.
    Bom,
    /// The place of the zero bytes in UTF-16.
    Zeros,
    /// Mostly valid UTF-8, with errors.
    MostlyValid,
    /// A declaration in the head: `<meta charset>`, `<?xml encoding?>`, `@charset`, or `coding:` in the first two lines.
    Declared,
    /// Statistics over the bytes.
    Statistics,
}

/// The encoding of a document.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Detection {
    pub(crate) encoding: &'static Encoding,
    pub(crate) evidence: EncodingEvidence,
    /// How sure it is that the bytes are in this encoding, from 0 to 1.
    pub(crate) confidence: f32,
}

impl Detection {
    /// UTF-8, beyond doubt.
    pub(crate) const TEXT: Detection =
        Detection { encoding: UTF_8, evidence: EncodingEvidence::Valid, confidence: 1.0 };
}

/// Pages that declare another encoding than they are in are not rare.
const DECLARED: f32 = 0.95;

/// Decides about a document that starts with `bytes`, of which only the first [`DETECTION_WINDOW`] matter; `last` says that
/// nothing follows `bytes`. Gives their text if they are UTF-8: so they are validated only once.
pub(crate) fn detect<'b>(
    bytes: &'b [u8],
    last: bool,
    given: Option<&'static Encoding>,
) -> (Detection, Option<&'b str>) {
    let text = simdutf8::basic::from_utf8(bytes).ok();
    let detection = decide(bytes, last, given, text.is_some());
    (detection, text.filter(|_| detection.encoding == UTF_8))
}

/// `is_valid` says that the bytes are known to be UTF-8.
fn decide(bytes: &[u8], last: bool, given: Option<&'static Encoding>, is_valid: bool) -> Detection {
    let window = &bytes[..bytes.len().min(DETECTION_WINDOW)];
    let whole = last && window.len() == bytes.len();
    let found = |encoding, evidence| Detection { encoding, evidence, confidence: 1.0 };
    if let Some(encoding) = given {
        return found(encoding, EncodingEvidence::Given);
    }
    if let Some((encoding, _)) = Encoding::for_bom(window) {
        return found(encoding, EncodingEvidence::Bom);
    }
    if let Some(encoding) = utf_16(window) {
        return found(encoding, EncodingEvidence::Zeros);
    }
    match if is_valid { Utf8::Valid } else { utf_8(window, whole) } {
        Utf8::Valid => return found(UTF_8, EncodingEvidence::Valid),
        Utf8::Mostly => return found(UTF_8, EncodingEvidence::MostlyValid),
        Utf8::No => {}
    }
    if let Some(encoding) = declared(window) {
        return Detection { confidence: DECLARED, ..found(encoding, EncodingEvidence::Declared) };
    }
    let (encoding, confidence) = guess::guess(window, whole);
    Detection { encoding, evidence: EncodingEvidence::Statistics, confidence }
}

/// UTF-16 without a mark: text with ASCII or line ends in it has zeros, all on one side.
fn utf_16(window: &[u8]) -> Option<&'static Encoding> {
    memchr(0, window)?;
    let mut zeros = [0_usize; 2];
    for pair in window.chunks_exact(2) {
        zeros[0] += usize::from(pair[0] == 0);
        zeros[1] += usize::from(pair[1] == 0);
    }
    let (encoding, many, few) = if zeros[0] > zeros[1] {
        (UTF_16BE, zeros[0], zeros[1])
    } else {
        (UTF_16LE, zeros[1], zeros[0])
    };
    // One character in 64 at least has a zero byte (blanks, digits, line ends), and hardly any is
    // U+0000 or U+xx00. Bytes that are UTF-8 too are UTF-16 only where most characters are ASCII.
    let pairs = window.len() / 2;
    let enough =
        if std::str::from_utf8(window).is_ok() { many * 2 > pairs } else { many * 64 > pairs };
    if many < 2 || !enough || few * 16 > many {
        return None;
    }
    // Binary data has zeros as well, and no valid surrogates or letters to speak of.
    let (_, malformed) = encoding.decode_without_bom_handling(&window[..window.len() & !1]);
    let odd_units = window.chunks_exact(2).filter(|pair| {
        let unit = if encoding == UTF_16LE {
            u16::from_le_bytes([pair[0], pair[1]])
        } else {
            u16::from_be_bytes([pair[0], pair[1]])
        };
        unit < 0x20 && !matches!(unit, 0x09 | 0x0A | 0x0C | 0x0D)
    });
    (!malformed && odd_units.count() * 64 <= window.len()).then_some(encoding)
}

enum Utf8 {
    Valid,
    Mostly,
    No,
}

/// Whether bytes are UTF-8, or a variant of it. A sequence cut by the window's end is no error.
fn utf_8(window: &[u8], whole: bool) -> Utf8 {
    // Most of what there is.
    let (before, last) = if whole { (window, &[][..]) } else { split_last_sequence(window) };
    let is_begun = |error: std::str::Utf8Error| error.error_len().is_none();
    if simdutf8::basic::from_utf8(before).is_ok()
        && std::str::from_utf8(last).err().is_none_or(is_begun)
    {
        return Utf8::Valid;
    }
    let mut rest = window;
    let (mut sequences, mut errors) = (0_usize, 0_usize);
    let mut is_valid = true;
    loop {
        match std::str::from_utf8(rest) {
            Ok(_) if is_valid => return Utf8::Valid,
            Ok(valid) => {
                sequences += multi_byte_sequences(valid.as_bytes());
                break;
            }
            Err(error) => {
                sequences += multi_byte_sequences(&rest[..error.valid_up_to()]);
                match error.error_len() {
                    None if !whole && is_valid => return Utf8::Valid,
                    None => {
                        errors += usize::from(whole);
                        break;
                    }
                    Some(length) => {
                        is_valid = false;
                        rest = &rest[error.valid_up_to()..];
                        let variant = utf8::first(rest);
                        sequences += usize::from(variant.is_some());
                        errors += usize::from(variant.is_none());
                        rest = &rest[variant.map_or(length, |(length, _)| length)..];
                    }
                }
            }
        }
    }
    // In other encodings one pair in five at most happens to be a valid sequence.
    if sequences >= 3 * errors { Utf8::Mostly } else { Utf8::No }
}

/// Splits off the sequence that bytes end with, whole or not.
fn split_last_sequence(bytes: &[u8]) -> (&[u8], &[u8]) {
    const LONGEST: usize = 4;
    let begins = |byte: &u8| !matches!(byte, 0x80..=0xBF);
    let length = bytes.iter().rev().take(LONGEST).position(begins).map_or(0, |before| before + 1);
    bytes.split_at(bytes.len() - length)
}

/// Whether a line has few errors among many valid sequences of UTF-8. A sequence cut by its end is one.
pub(super) fn is_mostly_utf_8(line: &[u8]) -> bool {
    !matches!(utf_8(line, true), Utf8::No)
}

fn multi_byte_sequences(valid: &[u8]) -> usize {
    valid.iter().filter(|byte| **byte >= 0xC0).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{BIG5, EUC_KR, GB18030, GBK, SHIFT_JIS};

    fn name(bytes: &[u8]) -> &'static str {
        detect(bytes, true, None).0.encoding.name()
    }

    #[test]
    fn encodings_are_found() {
        let simplified = "今天下午，图书馆门口排起了长队，大家都在等新到的杂志。";
        let traditional = "今天下午，圖書館門口排起了長隊，大家都在等新到的雜誌。";
        let japanese = "今日の午後、図書館の前に長い列ができていました。";
        let korean = "오늘 오후 도서관 앞에 긴 줄이 늘어섰습니다.";
        for (text, encoding, expected) in [
            (simplified, GBK, "GBK"),
            (traditional, BIG5, "Big5"),
            (japanese, SHIFT_JIS, "Shift_JIS"),
            (korean, EUC_KR, "EUC-KR"),
            (simplified, UTF_8, "UTF-8"),
        ] {
            assert_eq!(name(&encoding.encode(text).0), expected);
        }
    }

    #[test]
    fn what_the_window_cuts_is_no_error() {
        let text = "图书馆 é 🦀";
        for cut in 0..=text.len() {
            let bytes = &text.as_bytes()[..cut];
            assert!(matches!(utf_8(bytes, false), Utf8::Valid), "{cut}");
            let is_valid = matches!(utf_8(bytes, true), Utf8::Valid);
            assert_eq!(is_valid, text.is_char_boundary(cut), "{cut}");
            for stray in [&b"\xFF"[..], b"\x80", b"\xE5\x9B\xBE\x80", b"\xE5\xE5", b"\xED\xA0"] {
                let bytes = [bytes, stray].concat();
                let error = std::str::from_utf8(&bytes).err();
                let expected = error.is_none_or(|error| error.error_len().is_none());
                assert_eq!(matches!(utf_8(&bytes, false), Utf8::Valid), expected, "{bytes:x?}");
            }
        }
    }

    #[test]
    fn variants_of_utf_8_are_utf_8() {
        let (detection, _) = detect(b"ice \xED\xA0\xBE\xED\xB7\x8A", true, None);
        assert_eq!(detection.encoding, UTF_8);
        assert_eq!(detection.evidence, EncodingEvidence::MostlyValid);
    }

    #[test]
    fn marks_and_zeros_mean_utf_16() {
        let text = "図書館 library\n";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(name(&little), "UTF-16LE");
        assert_eq!(name(&big), "UTF-16BE");
        assert_eq!(name(&[&[0xFE, 0xFF], &big[..]].concat()), "UTF-16BE");
        assert_eq!(name(b"\xEF\xBB\xBFabc"), "UTF-8");
        assert_eq!(name(b"one zero\0 is nothing"), "UTF-8");
    }

    #[test]
    fn few_errors_among_much_utf_8_are_errors() {
        let mut bytes = "图书馆门口排起了长队".as_bytes().to_vec();
        bytes.push(0xFF);
        let (detection, _) = detect(&bytes, true, None);
        assert_eq!(
            (detection.encoding, detection.evidence),
            (UTF_8, EncodingEvidence::MostlyValid)
        );
    }

    #[test]
    fn a_declaration_decides_where_bytes_do_not() {
        let page = b"<html><meta charset='gb18030'><p>\xC4\xE3";
        assert_eq!(detect(page, true, None).0.encoding, GB18030);
        let page = b"<?xml version=\"1.0\" encoding = \"big5\"?>\xC4\xE3";
        assert_eq!(detect(page, true, None).0.encoding, BIG5);
        let page = b"<meta charset=utf-16>\xC4\xE3\xBA\xC3\xCA\xC0\xBD\xE7";
        assert_ne!(detect(page, true, None).0.encoding, UTF_16LE);
    }

    #[test]
    fn a_sequence_cut_by_the_window_is_no_error() {
        let bytes = "字字".as_bytes();
        assert_eq!(detect(&bytes[..5], false, None).0.evidence, EncodingEvidence::Valid);
    }

    #[test]
    fn no_bytes_are_utf_8() {
        assert_eq!(detect(b"", true, None).0.evidence, EncodingEvidence::Valid);
    }
}
