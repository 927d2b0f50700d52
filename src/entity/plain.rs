//! References that are what they are whatever else their line holds, read by eight bytes at once.
//!
//! Where one comes in a hundred characters, guesses of the processor that fail cost more than all else: a loop
//! over digits or letters ends where it cannot foresee, and decimal and hexadecimal numbers come in no order.

use super::names;
use super::prose::is_readable;
use super::reference::{Number, Value, character, number, word};
use super::subject;

/// Bytes from the `&` on that are read at once: a short reference and the character behind it.
const WINDOW: usize = 16;

/// The same byte in all eight places.
const fn each(byte: u8) -> u64 {
    byte as u64 * 0x0101_0101_0101_0101
}

const TOP: u64 = each(0x80);

/// Reads the reference at an `&` if it is whole, stands for a sign that nobody speaks of and that means nothing
/// to HTML, JSON or other references, and cannot be code: then nothing that its line holds makes it anything else.
/// Tells what it stands for, and where it ends.
#[inline]
pub(super) fn read(text: &str, at: usize) -> Option<(Value, usize)> {
    if let Some(window) = text.as_bytes()[at..].first_chunk()
        && let Some((character, length)) = read_number(window)
    {
        return Some((Value::Character(character), at + length));
    }
    read_any(text, at)
}

/// The same for any reference.
fn read_any(text: &str, at: usize) -> Option<(Value, usize)> {
    let behind = text[at..].strip_prefix('&')?;
    let (value, length) = match number(behind) {
        Some(Number { code, length }) => {
            let character = character(code);
            (Value::Character(character), is_readable(code, character).then_some(length)?)
        }
        None => {
            let name = word(behind);
            (Value::Text(names::find(name.as_bytes())?.text), name.len())
        }
    };
    let behind = behind[length..].strip_prefix(';')?;
    let is_code = || behind.starts_with(|c: char| c.is_whitespace() || matches!(c, '/' | '}'));
    let is_plain = !behind.is_empty() && !is_code() && subject::is_plain_value(&value, behind);
    is_plain.then_some((value, at + 1 + length + 1))
}

/// Reads a number of up to seven digits that stands for a character like most, before a character like most.
/// `None` says nothing.
#[inline(always)]
fn read_number(window: &[u8; WINDOW]) -> Option<(char, usize)> {
    if window[..2] != *b"&#" {
        return None;
    }
    let is_hexadecimal = window[2] | 0x20 == b'x';
    let start = 2 + usize::from(is_hexadecimal);
    let digits = u64::from_le_bytes(*window[start..].first_chunk()?);
    let radix = if is_hexadecimal { 16 } else { 10 };
    let (code, count) = leading_number(digits, radix)?;
    let character = char::from_u32(code).filter(|_| is_like_most(code))?;
    let semicolon = start + count;
    let is_plain = window[semicolon] == b';' && is_before_text(*window[semicolon + 1..].first_chunk()?);
    is_plain.then_some((character, semicolon + 1))
}

/// The number that the digits at the start of eight bytes make, and how many those are: one to seven.
#[inline(always)]
fn leading_number(bytes: u64, radix: u64) -> Option<(u32, usize)> {
    // The upper bit of each byte from the first of the two up to, but without, the second.
    let between = |bytes: u64, first: u8, end: u8| {
        let at_least = |byte: u8| bytes + each(0x80 - byte);
        at_least(first) & !at_least(end)
    };
    let ascii = bytes & !TOP;
    let letters = between(ascii | each(0x20), b'a', b'g');
    let letters = if radix == 16 { letters } else { 0 };
    let is_digit = (between(ascii, b'0', b'9' + 1) | letters) & !bytes & TOP;
    let length = (is_digit ^ TOP).trailing_zeros() & !7;
    if !(8..64).contains(&length) {
        return None;
    }
    // The digits of each, moved so that the last is the uppermost byte, behind zeros.
    let values = (bytes & each(0x0F)) + 9 * ((bytes >> 6) & each(0x01));
    let ones = values << (64 - length);
    // Two of them in one, twice, and the two that are left.
    let pairs = (ones * radix + (ones >> 8)) & 0x00FF_00FF_00FF_00FF;
    let radix = radix * radix;
    let fours = (pairs * radix + (pairs >> 16)) & 0x0000_FFFF_0000_FFFF;
    let radix = radix * radix;
    let all = (fours.wrapping_mul(radix)).wrapping_add(fours >> 32);
    Some((all as u32, length as usize / 8))
}

/// Whether a number stands for a letter or for punctuation, which most do; some that do are not told of.
#[inline(always)]
fn is_like_most(code: u32) -> bool {
    (0x100..0xD800).contains(&code) && code != '€' as u32 && code != '™' as u32
}

/// Whether these are the first bytes of a character that makes no code or lesson of a reference before it, as most are;
/// some that do not are not told of.
#[inline(always)]
fn is_before_text(bytes: [u8; 3]) -> bool {
    // Characters that begin with these may be spaces.
    const MIXED: [u8; 3] = [0xC2, 0xE1, 0xE2];
    static IS_TEXT: [bool; 256] = {
        let mut is_text = [true; 256];
        let others = b"\t\n\x0B\x0C\r /}`<|";
        let mut index = 0;
        while index < others.len() {
            is_text[others[index] as usize] = false;
            index += 1;
        }
        index = 0;
        while index < MIXED.len() {
            is_text[MIXED[index] as usize] = false;
            index += 1;
        }
        is_text
    };
    let is_quote_or_dash = || matches!(bytes, [0xE2, 0x80, 0x90..=0xA7]);
    (IS_TEXT[usize::from(bytes[0])] && bytes != [0xE3, 0x80, 0x80]) || is_quote_or_dash()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Behind a reference to fill the window.
    const REST: &str = "好的一二三四五六";

    #[test]
    fn numbers_are_read_at_once_as_digit_by_digit() {
        for digits in [
            "0", "1", "9", "10", "256", "8220", "20013", "55295", "65535", "201C", "201c", "4E2D", "aBcD", "00201C",
            "0020013", "1234567", "FFFFFFF", "12345678", "", "g", "2O", "1:", "1/", "1@", "1`", "1G", "1\u{7F}", "：",
        ] {
            for (mark, radix) in [("", 10), ("x", 16), ("X", 16)] {
                let text = format!("&#{mark}{digits};{REST}");
                let bytes = text[2 + mark.len()..].as_bytes().first_chunk().unwrap();
                let read = leading_number(u64::from_le_bytes(*bytes), radix);
                let expected = number(&text[1..]).map(|n| (n.code, n.length - 1 - mark.len()));
                let expected = expected.filter(|(_, count)| *count < 8);
                // Beyond all code points it does not matter by how much.
                let bounded = |n: Option<(u32, usize)>| n.map(|(code, n)| (code.min(0x11_0000), n));
                assert_eq!(bounded(read), bounded(expected), "{text}");
            }
        }
    }

    #[test]
    fn what_is_read_at_once_is_read_so_anyhow() {
        let references = (0..0x1_1000).step_by(7).chain([0x20AC, 0x2122, 0x10FFFF, 0x110000]);
        let mut at_once = 0;
        for code in references {
            for text in [format!("&#{code};{REST}"), format!("&#x{code:x};{REST}"), format!("&#X{code:X}{REST}")] {
                let read = text.as_bytes().first_chunk().and_then(read_number);
                at_once += usize::from(read.is_some());
                let read = read.map(|(character, length)| (Value::Character(character), length));
                assert!(read.is_none() || read == read_any(&text, 0), "{text}");
            }
        }
        assert!(at_once > 10_000, "{at_once}");
    }

    #[test]
    fn what_stands_behind_is_told_at_once_as_anyhow() {
        for behind in (0..0x1_0000).filter_map(char::from_u32).chain(['𠀀', '😀']) {
            let text = format!("&#20013;{behind}{REST}");
            let is_read = text.as_bytes().first_chunk().and_then(read_number).is_some();
            assert!(!is_read || read_any(&text, 0).is_some(), "{behind:?}");
        }
        for behind in ["的", "a", "。", "&", ";", "\u{3001}"] {
            let text = format!("&#x4E2D;{behind}{REST}");
            assert!(text.as_bytes().first_chunk().and_then(read_number).is_some(), "{behind}");
        }
    }
}
