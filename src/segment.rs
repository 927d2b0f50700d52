//! Bytes into segments: text up to and with a line feed, bounded in length.
//!
//! A segment is what a repair sees at a time. Line feeds end segments because they never hide
//! inside a character of the encodings that the Web uses (no trail byte is below 0x30), nor
//! inside mojibake of the usual code pages; U+0085 and U+2028 may be debris and end nothing. Only
//! UTF-16 needs care: there a line feed is a code unit.
//!
//! A line longer than [`MAX_SEGMENT`] is cut, at a place where few repairs would look across: before
//! an ampersand, else after white space, else after Chinese punctuation, else between two characters. Where a line is cut
//! depends on its bytes from the segment's start alone, so the same document falls into the same
//! segments however it arrives.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use memchr::{memchr, memrchr, memrchr2_iter, memrchr3};

use crate::normalize::starts_sequence;

/// The longest segment, in bytes of the source. It bounds memory, and the work that one repair
/// can do at a time; long enough that lines written by people are hardly ever cut.
pub(crate) const MAX_SEGMENT: usize = 64 * 1024;

/// How far before the limit a good place for a cut is looked for, in bytes.
const CUT_WINDOW: usize = 2 * 1024;

/// The place where the first segment of some bytes ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Cut {
    /// The segment's length in bytes.
    pub(crate) length: usize,
    /// Whether the segment ends inside a line because the line is too long.
    pub(crate) forced: bool,
}

/// The end of the first segment of `bytes`, or `None` where more bytes are needed to tell.
///
/// The first `searched` bytes are known to hold no line feed; `last` says that nothing follows.
pub(crate) fn first_cut(
    bytes: &[u8],
    searched: usize,
    last: bool,
    encoding: &'static Encoding,
) -> Option<Cut> {
    let within = &bytes[..bytes.len().min(MAX_SEGMENT)];
    if let Some(length) = line_end(within, searched, encoding) {
        return Some(Cut { length, forced: false });
    }
    if bytes.len() > MAX_SEGMENT {
        let length = forced_cut(within, encoding);
        return Some(Cut { length, forced: true });
    }
    (last && !bytes.is_empty()).then_some(Cut { length: bytes.len(), forced: false })
}

/// The end of the first segments of UTF-8 that together reach `length` bytes, or of all of them.
pub(crate) fn window_end(bytes: &[u8], length: usize) -> usize {
    if bytes.len() <= length {
        return bytes.len();
    }
    let mut end = memrchr(b'\n', &bytes[..length]).map_or(0, |line_feed| line_feed + 1);
    while end < length {
        // Up to `length` there is no line feed.
        let cut = first_cut(&bytes[end..], length - end, true, UTF_8);
        end += cut.map_or(length, |cut| cut.length);
    }
    end
}

/// The end of the last segment of UTF-8 that ends among the first `length` of some bytes that begin with a segment; 0 where
/// none does.
pub(crate) fn last_end(bytes: &[u8], length: usize) -> usize {
    let mut end = memrchr(b'\n', &bytes[..length]).map_or(0, |line_feed| line_feed + 1);
    // Hardly any line is that long.
    while length - end >= MAX_SEGMENT - CUT_WINDOW
        && let Some(cut) = first_cut(&bytes[end..], 0, true, UTF_8)
        && end + cut.length <= length
    {
        end += cut.length;
    }
    end
}

/// The end of the whole lines of UTF-8 that `bytes` begin with, in so far as one segment could hold
/// them, or of the first segment: up to there, no cut was forced.
pub(crate) fn lines_end(bytes: &[u8]) -> usize {
    let Some(within) = bytes.get(..MAX_SEGMENT) else { return bytes.len() };
    match memrchr(b'\n', within) {
        Some(line_feed) => line_feed + 1,
        None => first_cut(bytes, MAX_SEGMENT, true, UTF_8).map_or(bytes.len(), |cut| cut.length),
    }
}

/// The offset behind the first line feed.
fn line_end(bytes: &[u8], searched: usize, encoding: &'static Encoding) -> Option<usize> {
    let unit = if encoding == UTF_16LE {
        [b'\n', 0]
    } else if encoding == UTF_16BE {
        [0, b'\n']
    } else {
        return Some(searched + memchr(b'\n', bytes.get(searched..)?)? + 1);
    };
    let start = searched & !1;
    let units = bytes.get(start..)?.chunks_exact(2);
    units.enumerate().find(|(_, pair)| *pair == unit).map(|(index, _)| start + 2 * index + 2)
}

/// Where to cut a line that fills `bytes` and goes on: never at the start, never inside a
/// character.
fn forced_cut(bytes: &[u8], encoding: &'static Encoding) -> usize {
    let limit = bytes.len();
    if encoding == UTF_16LE || encoding == UTF_16BE {
        let even = limit & !1;
        let high_byte = if encoding == UTF_16LE { even - 1 } else { even - 2 };
        // A high surrogate belongs to the low one behind the cut.
        return if matches!(bytes[high_byte], 0xD8..=0xDB) { even - 2 } else { even };
    }
    let window = &bytes[limit - CUT_WINDOW..];
    // A character reference is never cut in two: what is left of it could be read another time,
    // when the line is shorter and cut elsewhere.
    if encoding == UTF_8
        && let Some(at) = memrchr(b'&', window)
    {
        return limit - CUT_WINDOW + at;
    }
    if let Some(at) = memrchr3(b' ', b'\t', b'\r', window) {
        return limit - CUT_WINDOW + at + 1;
    }
    if encoding == UTF_8 {
        const PUNCTUATION: [&str; 6] = ["。", "，", "、", "；", "！", "？"];
        let ends_clause =
            |at: &usize| PUNCTUATION.iter().any(|it| window[*at..].starts_with(it.as_bytes()));
        // The first bytes of all of them.
        if let Some(at) = memrchr2_iter(0xE3, 0xEF, window).find(ends_clause) {
            return limit - CUT_WINDOW + at + 3;
        }
        let is_boundary = |at: &usize| bytes[*at] & 0xC0 != 0x80;
        let last = (limit - 3..limit).rev().find(is_boundary).unwrap_or(limit);
        // Not between a character and its marks, as far as whole characters tell.
        let start = (limit - CUT_WINDOW..last).find(is_boundary).unwrap_or(last);
        let text = valid_start(&bytes[start..]);
        let place = text.char_indices().rfind(|(_, c)| starts_sequence(*c));
        return place.map_or(last, |(at, _)| start + at);
    }
    // In the other encodings only decoding tells where a character ends. The longest has four
    // bytes.
    let whole = |length: &usize| {
        encoding.decode_without_bom_handling_and_without_replacement(&bytes[..*length]).is_some()
    };
    (limit - 3..=limit).rev().find(whole).unwrap_or(limit)
}

/// The text that bytes begin with.
fn valid_start(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap_or_else(|error| {
        std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::GB18030;

    fn lengths(bytes: &[u8], encoding: &'static Encoding) -> Vec<(usize, bool)> {
        let mut cuts = Vec::new();
        let mut rest = bytes;
        while let Some(cut) = first_cut(rest, 0, true, encoding) {
            cuts.push((cut.length, cut.forced));
            rest = &rest[cut.length..];
        }
        cuts
    }

    #[test]
    fn segments_end_behind_line_feeds() {
        assert_eq!(lengths(b"", UTF_8), []);
        assert_eq!(lengths(b"a\r\n\nb", UTF_8), [(3, false), (1, false), (1, false)]);
        assert_eq!(lengths(b"\n", UTF_8), [(1, false)]);
    }

    #[test]
    fn last_ends_are_those_of_whole_segments() {
        let long = "a ".repeat(MAX_SEGMENT);
        let text = format!("one\ntwo\n{long}{long}\n{long}end");
        let mut ends = vec![0];
        for (length, _) in lengths(text.as_bytes(), UTF_8) {
            ends.push(ends.last().unwrap() + length);
        }
        // Where the text ends is for the caller to know.
        ends.pop();
        assert!(ends.len() > 7);
        for place in
            ends.iter().flat_map(|end| [end.saturating_sub(1), *end, end + 1, end + 70_000])
        {
            let place = place.min(text.len());
            let expected = ends.iter().rfind(|end| **end <= place).unwrap();
            assert_eq!(last_end(text.as_bytes(), place), *expected, "{place}");
        }
    }

    #[test]
    fn utf_16_line_feeds_are_code_units() {
        // U+0A0A and U+010A hold the byte of a line feed, and are none.
        let text = [0x0A0A_u16, 0x010A, 0x0A, 0x41];
        let little: Vec<u8> = text.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        let big: Vec<u8> = text.iter().flat_map(|unit| unit.to_be_bytes()).collect();
        assert_eq!(lengths(&little, UTF_16LE), [(6, false), (2, false)]);
        assert_eq!(lengths(&big, UTF_16BE), [(6, false), (2, false)]);
    }

    #[test]
    fn what_was_searched_is_not_searched_again() {
        let text: Vec<u8> =
            "a".repeat(9).encode_utf16().chain([0x0A]).flat_map(u16::to_le_bytes).collect();
        for searched in 0..18 {
            assert_eq!(line_end(&text, searched, UTF_16LE), Some(20), "{searched}");
        }
        assert_eq!(line_end(b"\nab\n", 1, UTF_8), Some(4));
        assert_eq!(line_end(&[b'\n', 0, b'\n', 0], 2, UTF_16LE), Some(4));
    }

    /// Lines too long for a segment: what they begin with is repeated up to so many bytes before the
    /// limit, then comes the rest, and somewhere there is the cut.
    #[test]
    fn cuts_are_where_they_are_least_in_the_way() {
        const FAR: usize = CUT_WINDOW + 900;
        let marks = "\u{301}".repeat(FAR);
        let marked = format!("e{marks}");
        let (little, big) = (b"\x3E\xD8\x80\xDD", b"\xD8\x3E\xDD\x80");
        for (filler, before, rest, encoding, expected) in [
            // Before an ampersand, of UTF-8; behind a blank in others.
            (b'a', 100, &b"&amp; "[..], UTF_8, 100),
            (b'a', 100, b"&amp; ", GB18030, 94),
            // Not between a character and its marks, as far as it is looked for.
            (b'a', 101, marked.as_bytes(), UTF_8, 101),
            (b'a', FAR + 1, marked.as_bytes(), UTF_8, 2),
            // Garbage before the limit, and at it.
            (0xFF, 4, "字字".as_bytes(), UTF_8, 1),
            (0xFF, 10, &[0x80; 20], UTF_8, 0),
            (b'a', 10, &[0xFF; 20], GB18030, 0),
            // Surrogates stay together.
            (b'a', 2, little, UTF_16LE, 2),
            (b'a', 2, big, UTF_16BE, 2),
            (b'a', 4, little, UTF_16LE, 0),
            (0xD8, 0, b"", UTF_16LE, 2),
        ] {
            let mut line = vec![filler; MAX_SEGMENT - before];
            line.extend(rest);
            line.extend([b'b'; 400]);
            let cut = Some(Cut { length: MAX_SEGMENT - expected, forced: true });
            assert_eq!(first_cut(&line, 0, true, encoding), cut, "{filler:x} {before} {rest:x?}");
        }
    }

    #[test]
    fn long_lines_are_cut_between_characters() {
        for (text, encoding) in [
            ("字".repeat(50_000), UTF_8),
            ("🦀".repeat(50_000), UTF_8),
            ("字".repeat(90_000), GB18030),
            ("字".repeat(90_000) + "a", GB18030),
            ("🦀".repeat(50_000), GB18030),
        ] {
            let (bytes, _, _) = encoding.encode(&text);
            for lead in 0..4 {
                let mut bytes = bytes.to_vec();
                bytes.splice(0..0, std::iter::repeat_n(b'a', lead));
                let cuts = lengths(&bytes, encoding);
                assert!(cuts.len() > 1 && cuts.iter().all(|cut| cut.0 <= MAX_SEGMENT));
                let mut rest = &bytes[..];
                for (length, _) in cuts {
                    let (_, malformed) = encoding.decode_without_bom_handling(&rest[..length]);
                    assert!(!malformed, "a character was cut");
                    rest = &rest[length..];
                }
            }
        }
    }

    #[test]
    fn long_lines_are_cut_behind_blanks_and_punctuation() {
        let mut text = "字".repeat(21_800) + "，";
        text += &"字".repeat(1_000);
        assert_eq!(lengths(text.as_bytes(), UTF_8)[0], (21_801 * 3, true));
        let text = text.replace('，', " ");
        assert_eq!(lengths(text.as_bytes(), UTF_8)[0], (21_800 * 3 + 1, true));
        // The window in which a good place is looked for, to the byte.
        for (before, length) in [
            (MAX_SEGMENT - CUT_WINDOW - 1, MAX_SEGMENT - 1),
            (MAX_SEGMENT - CUT_WINDOW, MAX_SEGMENT - CUT_WINDOW + 1),
        ] {
            let text = "a".repeat(before) + " " + &"a".repeat(2 * CUT_WINDOW);
            assert_eq!(lengths(text.as_bytes(), UTF_8)[0], (length, true));
        }
        assert_eq!(CUT_WINDOW, 2_048);
    }

    #[test]
    fn more_bytes_are_asked_for_until_the_end_is_certain() {
        assert_eq!(first_cut(b"abc", 0, false, UTF_8), None);
        let full = vec![b'a'; MAX_SEGMENT];
        assert_eq!(first_cut(&full, 0, false, UTF_8), None);
        let whole = Some(Cut { length: MAX_SEGMENT, forced: false });
        assert_eq!(first_cut(&full, 0, true, UTF_8), whole);
    }

    #[test]
    fn windows_end_with_a_segment() {
        let lines = [b"ab\n".repeat(4), b"c".to_vec()].concat();
        assert_eq!(window_end(b"\nab", 1), 1);
        for (length, end) in [(0, 0), (3, 3), (4, 6), (5, 6), (6, 6), (11, 12), (13, 13), (99, 13)]
        {
            assert_eq!(window_end(&lines, length), end, "{length}");
        }
        // Of lines that are cut, whole pieces.
        let long = b"a".repeat(3 * MAX_SEGMENT);
        let piece = MAX_SEGMENT - 1;
        for (length, end) in [(1, piece), (piece, piece), (piece + 1, 2 * piece)] {
            assert_eq!(window_end(&long, length), end, "{length}");
        }
    }

    #[test]
    fn lines_end_where_no_cut_was_forced() {
        let short = b"ab\ncd";
        assert_eq!(lines_end(short), short.len());
        let mut long = b"ab\ncd\n".to_vec();
        long.resize(2 * MAX_SEGMENT, b'e');
        assert_eq!(lines_end(&long), 6);
        assert_eq!(lines_end(&long[6..]), MAX_SEGMENT - 1);
    }

    #[test]
    fn garbage_is_cut_too() {
        let garbage: Vec<u8> = (0..200_000_u32).map(|i| (0x80 + i * 7 % 0x80) as u8).collect();
        for encoding in [UTF_8, GB18030, UTF_16LE, UTF_16BE] {
            let cuts = lengths(&garbage, encoding);
            assert_eq!(cuts.iter().map(|cut| cut.0).sum::<usize>(), garbage.len());
        }
    }
}
