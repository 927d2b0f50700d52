//! Byte order marks at the start of a document.

use encoding_rs::{Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};

use crate::encoding::detect::DETECTION_WINDOW;

/// The byte order marks that a document starts with: one as a rule, more where files were
/// joined or converted carelessly.
pub(crate) struct Mark<'b> {
    pub(crate) bytes: &'b [u8],
    /// How many characters U+FEFF the bytes stand for.
    pub(crate) count: usize,
}

/// Splits the marks off. Looks at the detection window only.
pub(crate) fn split<'b>(bytes: &'b [u8], encoding: &'static Encoding) -> (Mark<'b>, &'b [u8]) {
    let mark: &[u8] = if encoding == UTF_8 {
        &[0xEF, 0xBB, 0xBF]
    } else if encoding == UTF_16LE {
        &[0xFF, 0xFE]
    } else if encoding == UTF_16BE {
        &[0xFE, 0xFF]
    } else if encoding == GB18030 || encoding == GBK {
        // The standard decodes GBK by the rules of GB 18030.
        &[0x84, 0x31, 0x95, 0x33]
    } else {
        return (Mark { bytes: &[], count: 0 }, bytes);
    };
    let window = &bytes[..bytes.len().min(DETECTION_WINDOW)];
    let count = window.chunks_exact(mark.len()).take_while(|chunk| *chunk == mark).count();
    let (marks, body) = bytes.split_at(count * mark.len());
    (Mark { bytes: marks, count }, body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_split_off() {
        for (bytes, encoding, count, body) in [
            (&b"\xEF\xBB\xBFa"[..], UTF_8, 1, &b"a"[..]),
            (b"\xEF\xBB\xBF\xEF\xBB\xBF", UTF_8, 2, b""),
            (b"\xFF\xFEa\0", UTF_16LE, 1, b"a\0"),
            (b"\xEF\xBB", UTF_8, 0, b"\xEF\xBB"),
            (b"\x84\x31\x95\x33\xB0\xA1", GBK, 1, b"\xB0\xA1"),
            (b"\xEF\xBB\xBF", encoding_rs::BIG5, 0, b"\xEF\xBB\xBF"),
        ] {
            let (mark, rest) = split(bytes, encoding);
            assert_eq!((mark.count, rest), (count, body));
        }
    }
}
