//! One character reference, by the tokenizer of the WHATWG HTML Standard (section 13.2.5.72 and
//! following).
//!
//! Everything here works on the text behind a `&`, so that the `&` may be one that is escaped
//! itself.

use super::names::{self, Named};

/// What a reference stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Value {
    Text(&'static str),
    Character(char),
}

impl Value {
    /// The text; a character is written into the buffer for it.
    pub(super) fn text<'b>(&self, buffer: &'b mut [u8; 4]) -> &'b str {
        match self {
            Value::Text(text) => text,
            Value::Character(character) => character.encode_utf8(buffer),
        }
    }

    /// The text's first character.
    pub(super) fn first(&self) -> Option<char> {
        match self {
            Value::Text(text) => text.chars().next(),
            Value::Character(character) => Some(*character),
        }
    }

    pub(super) fn is_ampersand(&self) -> bool {
        matches!(self, Value::Text("&") | Value::Character('&'))
    }
}

/// The number in a numeric reference, and how long it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Number {
    /// The code point; anything above U+10FFFF where there is no such code point.
    pub(super) code: u32,
    /// Bytes from `#` to the last digit.
    pub(super) length: usize,
}

/// The last code point.
const LAST: u32 = char::MAX as u32;

/// Reads the number at the start of the text: `#8220`, `#x201C`.
#[inline]
pub(super) fn number(text: &str) -> Option<Number> {
    let behind = text.strip_prefix('#')?;
    let (digits, radix) = match behind.as_bytes() {
        [b'x' | b'X', ..] => (&behind[1..], 16),
        _ => (behind, 10),
    };
    let mut code: u32 = 0;
    let mut count = 0;
    for byte in digits.bytes() {
        let digit = match byte.wrapping_sub(b'0') {
            digit @ 0..10 => digit,
            _ if radix == 16 => match (byte | 0x20).wrapping_sub(b'a') {
                letter @ 0..6 => letter + 10,
                _ => break,
            },
            _ => break,
        };
        // Beyond all code points it does not matter by how much.
        if code <= LAST {
            code = code * radix + u32::from(digit);
        }
        count += 1;
    }
    let length = text.len() - digits.len() + count;
    (count > 0).then_some(Number { code, length })
}

/// The character for a number. Those from 0x80 to 0x9F are meant as windows-1252, where that has
/// characters; what is none at all becomes U+FFFD.
pub(super) fn character(code: u32) -> char {
    let code = match code {
        0 => return char::REPLACEMENT_CHARACTER,
        0x80..=0x9F => u32::from(WINDOWS_1252[code as usize - 0x80]),
        _ => code,
    };
    char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// The characters of windows-1252 from 0x80 on; the Standard's table.
const WINDOWS_1252: [u16; 32] = [
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039,
    0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178,
];

/// The letters and digits at the start of the text, one more of them than the longest name has
/// at most.
pub(super) fn word(text: &str) -> &str {
    let bytes = text.as_bytes().iter().take(names::LONGEST + 1);
    &text[..bytes.take_while(|byte| byte.is_ascii_alphanumeric()).count()]
}

/// Reads the reference at the start of the text as a browser does: what it stands for, and its
/// length in bytes.
pub(super) fn strict(text: &str) -> Option<(Value, usize)> {
    if let Some(Number { code, length }) = number(text) {
        let semicolon = text.as_bytes().get(length) == Some(&b';');
        return Some((Value::Character(character(code)), length + usize::from(semicolon)));
    }
    let word = word(text);
    if text.as_bytes().get(word.len()) == Some(&b';')
        && let Some(named) = names::find(word.as_bytes())
    {
        return Some((Value::Text(named.text), word.len() + 1));
    }
    let longest = word.len().min(names::LONGEST_BARE);
    (1..=longest).rev().find_map(|length| match names::find(&word.as_bytes()[..length]) {
        Some(Named { text, is_bare: true }) => Some((Value::Text(text), length)),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_end_where_characters_do() {
        for (text, expected) in [
            ("#0", Some((0, 2))),
            ("#65;", Some((65, 3))),
            ("#x41", Some((65, 4))),
            ("#X4g", Some((4, 3))),
            ("#0000065 ", Some((65, 8))),
            ("#99999999999", Some((9_999_999, 12))),
            ("#xFFFFFFFFF;", Some((0xFF_FFFF, 11))),
            ("#1114111", Some((LAST, 8))),
            ("#1114112", Some((LAST + 1, 8))),
            ("#x10FFFF", Some((LAST, 8))),
            ("#", None),
            ("#x", None),
            ("#xg", None),
            ("#a", None),
            ("65", None),
            ("#１", None),
        ] {
            assert_eq!(number(text).map(|n| (n.code, n.length)), expected, "{text}");
        }
    }

    #[test]
    fn numbers_stand_for_characters() {
        for (code, expected) in [
            (0, '\u{FFFD}'),
            (1, '\u{1}'),
            (0x0D, '\r'),
            (0x80, '€'),
            (0x81, '\u{81}'),
            (0x93, '“'),
            (0x9F, 'Ÿ'),
            (0xA0, '\u{A0}'),
            (0xD800, '\u{FFFD}'),
            (0xFFFE, '\u{FFFE}'),
            (0x10_FFFF, '\u{10FFFF}'),
            (0x11_0000, '\u{FFFD}'),
            (u32::MAX, '\u{FFFD}'),
        ] {
            assert_eq!(character(code), expected, "{code:X}");
        }
    }

    #[test]
    fn references_are_read_as_browsers_do() {
        for (text, expected) in [
            ("amp;", Some(("&", 4))),
            ("amp", Some(("&", 3))),
            ("ampx", Some(("&", 3))),
            ("notit;", Some(("¬", 3))),
            ("notin;", Some(("∉", 6))),
            ("copy=2", Some(("©", 4))),
            ("ldquo", None),
            ("ldquo;", Some(("“", 6))),
            ("frac123", Some(("½", 6))),
            ("#147;", Some(("“", 5))),
            ("#8220 ", Some(("“", 5))),
            ("x", None),
            (";", None),
            ("", None),
            ("CounterClockwiseContourIntegral;", Some(("∳", 32))),
        ] {
            let read = strict(text);
            let buffer = &mut [0; 4];
            let read = read.map(|(value, length)| (value.text(buffer).to_owned(), length));
            assert_eq!(read, expected.map(|(text, n)| (text.to_owned(), n)), "{text}");
        }
    }
}
