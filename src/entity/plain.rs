//! References that are what they are whatever else their line holds, read by eight bytes at once.
//!
//! Where one comes in a hundred characters, guesses of the processor that fail cost more than all else: a loop
//! over digits or letters ends where it cannot foresee, and decimal and hexadecimal numbers come in no order.

use memchr::{memchr, memchr2, memrchr};

use super::context;
use super::names::{self, Named};
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

/// Reads references of a text, from left to right.
pub(super) struct Reader<'t> {
    text: &'t str,
    /// Where the last one ends that a list could begin with.
    listable: Option<usize>,
    line: Syntax,
}

/// What was found in a line as far as references for characters of HTML and JSON depend on it.
#[derive(Default)]
struct Syntax {
    start: usize,
    /// Where the next line begins; nothing is known from there on.
    end: usize,
    has_brackets: bool,
    has_json: Option<bool>,
}

impl<'t> Reader<'t> {
    pub(super) fn new(text: &'t str) -> Reader<'t> {
        Reader { text, listable: None, line: Syntax::default() }
    }

    /// Reads the reference at an `&` if it is whole, cannot be code, nobody speaks of it, and what it stands for means
    /// nothing to the HTML, JSON or other references of its line: then nothing else that its line holds makes it
    /// anything else. Tells what it stands for, and where it ends.
    #[inline(always)]
    pub(super) fn read(&mut self, at: usize) -> Option<(Value, usize)> {
        let bytes = &self.text.as_bytes()[at..];
        if bytes.first() != Some(&b'&') {
            return None;
        }
        if let Some((character, length)) = bytes.first_chunk().and_then(read_number) {
            return Some((Value::Character(character), at + length));
        }
        self.read_any(at)
    }

    /// The same for any reference.
    #[inline(never)]
    fn read_any(&mut self, at: usize) -> Option<(Value, usize)> {
        let (value, end) = whole(self.text, at)?;
        let (before, behind) = (&self.text[..at], &self.text[end..]);
        let first = value.first()?;
        if context::may_be_address_of(&self.text[at + 1..end - 1], behind) {
            return None;
        }
        let is_special = match first {
            ';' | '\n' | '\\' | '\u{FEFF}' => return None,
            '&' if may_begin_reference(behind.as_bytes()) => return None,
            '<' | '>' | '&' | '"' | '\'' => true,
            _ => false,
        };
        if subject::is_mentioned(first, before, behind) || is_special && !self.is_text(first, at) {
            return None;
        }
        if subject::may_be_listed(first) {
            let last = self.listable.replace(end);
            if last.is_some_and(|last| subject::is_list(&self.text[last..at])) {
                return None;
            }
        }
        Some((value, end))
    }

    /// Whether the line of a place has nothing that a reference for this character could belong to.
    fn is_text(&mut self, character: char, at: usize) -> bool {
        let bytes = self.text.as_bytes();
        if at >= self.line.end {
            let known = self.line.end;
            let start = memrchr(b'\n', &bytes[known..at]).map_or(known, |it| known + it + 1);
            let end = memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |it| at + it + 1);
            let has_brackets = memchr2(b'<', b'>', &bytes[start..end]).is_some();
            self.line = Syntax { start, end, has_brackets, has_json: None };
        }
        let line = &self.text[self.line.start..self.line.end];
        let mut has_json = || *self.line.has_json.get_or_insert_with(|| context::has_json(line));
        !(self.line.has_brackets || character == '"' && has_json())
    }
}

/// What the reference at an `&` stands for, and where it ends, if it is whole.
fn whole(text: &str, at: usize) -> Option<(Value, usize)> {
    let behind = &text[at + 1..];
    if let Some((named, length)) = short_name(behind.as_bytes()) {
        return Some((Value::Text(named.text), at + 1 + length + 1));
    }
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
    behind[length..].starts_with(';').then_some((value, at + 1 + length + 1))
}

/// Whether an `&` that comes to stand before this may be the beginning of a reference.
pub(super) fn may_begin_reference(behind: &[u8]) -> bool {
    behind.first().is_some_and(|byte| byte.is_ascii_alphanumeric() || b"#&".contains(byte))
}

/// Reads a short name of HTML 4 if that and a `;` are what these bytes begin with. Tells what it stands for, and how long
/// it is.
#[inline(always)]
pub(super) fn short_name(behind: &[u8]) -> Option<(Named, usize)> {
    let window = behind.first_chunk::<{ names::LONGEST_SHORT + 1 }>()?;
    let bytes = u64::from_le_bytes(*window);
    let length = length_of(is_digit(bytes) | is_letter(bytes, b'z' + 1))?;
    let named = names::find_short(bytes & ((1 << (8 * length)) - 1))?;
    (window[length] == b';').then_some((named, length))
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
    let (code, count) = leading_number(digits, is_hexadecimal)?;
    let semicolon = start + count;
    let behind = *window[semicolon + 1..].first_chunk()?;
    // All at once: nearly always all of it holds.
    let is_plain = is_like_most(code) & (window[semicolon] == b';') & is_before_text(behind);
    char::from_u32(code).filter(|_| is_plain).map(|character| (character, semicolon + 1))
}

/// The number that the digits at the start of eight bytes make, and how many those are: one to seven.
#[inline(always)]
fn leading_number(bytes: u64, is_hexadecimal: bool) -> Option<(u32, usize)> {
    // No branch: nobody can foresee which it is.
    let letters = is_letter(bytes, b'f' + 1) & u64::from(is_hexadecimal).wrapping_neg();
    let count = length_of(is_digit(bytes) | letters)?;
    let radix = if is_hexadecimal { 16 } else { 10 };
    // The digits of each, moved so that the last is the uppermost byte, behind zeros.
    let values = (bytes & each(0x0F)) + 9 * ((bytes >> 6) & each(0x01));
    let ones = values << (64 - 8 * count);
    // Two of them in one, twice, and the two that are left.
    let pairs = (ones * radix + (ones >> 8)) & 0x00FF_00FF_00FF_00FF;
    let radix = radix * radix;
    let fours = (pairs * radix + (pairs >> 16)) & 0x0000_FFFF_0000_FFFF;
    let radix = radix * radix;
    let all = (fours.wrapping_mul(radix)).wrapping_add(fours >> 32);
    Some((all as u32, count))
}

/// The upper bit of each byte that is a digit.
#[inline(always)]
fn is_digit(bytes: u64) -> u64 {
    between(bytes, b'0', b'9' + 1)
}

/// The upper bit of each byte that is a letter before `end`, large or small.
#[inline(always)]
fn is_letter(bytes: u64, end: u8) -> u64 {
    between(bytes | each(0x20), b'a', end)
}

/// The upper bit of each byte from the first of the two up to, but without, the second; both are ASCII.
#[inline(always)]
fn between(bytes: u64, first: u8, end: u8) -> u64 {
    let ascii = bytes & !TOP;
    (ascii + each(0x80 - first)) & !(ascii + each(0x80 - end)) & !bytes & TOP
}

/// How many bytes before the first whose upper bit is not set; `None` for none or all of them.
#[inline(always)]
fn length_of(upper_bits: u64) -> Option<usize> {
    let length = (upper_bits ^ TOP).trailing_zeros() as usize / 8;
    (1..8).contains(&length).then_some(length)
}

/// Whether a number stands for a letter or for punctuation that means nothing to HTML, JSON or references, which most do;
/// some that do are not told of.
#[inline(always)]
fn is_like_most(code: u32) -> bool {
    let bits = LIKE_MOST.get(code as usize / 64).copied().unwrap_or(0);
    bits >> (code % 64) & 1 != 0
}

/// A bit for each of the first 65,536 code points.
static LIKE_MOST: [u64; 1024] = {
    let mut bits = [0; 1024];
    let mut code: u32 = 0;
    while code < 0x1_0000 {
        let is_like_most = match code {
            // What is set aside means something to HTML, JSON or references, or comes in lists.
            0x20..0x7F => !matches!(code as u8, b'<' | b'>' | b'&' | b';' | b'"' | b'\'' | b'\\'),
            0xD7 | 0xF7 | 0x20AC | 0x2122 => false,
            0xC0..0xD800 | 0xFF00..0xFFF0 => true,
            _ => false,
        };
        bits[code as usize / 64] |= (is_like_most as u64) << (code % 64);
        code += 1;
    }
    bits
};

/// Whether nobody speaks of a letter or punctuation before a character that begins like this; some are not told of.
#[inline(always)]
fn is_before_text(bytes: [u8; 3]) -> bool {
    static BEGINS_TEXT: [bool; 256] = {
        let mut begins_text = [true; 256];
        let others = b" \t`<|";
        let mut index = 0;
        while index < others.len() {
            begins_text[others[index] as usize] = false;
            index += 1;
        }
        begins_text
    };
    BEGINS_TEXT[usize::from(bytes[0])] & (bytes != *"\u{3000}".as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Behind a reference to fill the window.
    const REST: &str = "好的一二三四五六";

    #[test]
    fn numbers_are_read_at_once_as_digit_by_digit() {
        for digits in [
            "0", "1", "9", "10", "256", "8220", "20013", "55295", "65535", "201C", "201c", "4E2D",
            "aBcD", "00201C", "0020013", "1234567", "FFFFFFF", "12345678", "", "g", "2O", "1:",
            "1/", "1@", "1`", "1G", "1\u{7F}", "：",
        ] {
            for mark in ["", "x", "X"] {
                let text = format!("&#{mark}{digits};{REST}");
                let bytes = text.as_bytes()[2 + mark.len()..].first_chunk().unwrap();
                let read = leading_number(u64::from_le_bytes(*bytes), !mark.is_empty());
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
            for text in [
                format!("&#{code};{REST}"),
                format!("&#x{code:x};{REST}"),
                format!("&#X{code:X}{REST}"),
            ] {
                let read = text.as_bytes().first_chunk().and_then(read_number);
                at_once += usize::from(read.is_some());
                let read = read.map(|(character, length)| (Value::Character(character), length));
                assert!(read.is_none() || read == Reader::new(&text).read_any(0), "{text}");
            }
        }
        assert!(at_once > 10_000, "{at_once}");
    }

    #[test]
    fn what_stands_behind_is_told_at_once_as_anyhow() {
        for behind in (0..0x1_0000).filter_map(char::from_u32).chain(['𠀀', '😀']) {
            let text = format!("&#20013;{behind}{REST}");
            let is_read = text.as_bytes().first_chunk().and_then(read_number).is_some();
            assert!(!is_read || Reader::new(&text).read_any(0).is_some(), "{behind:?}");
        }
        for behind in ["的", "a", "。", "&", ";", "\u{3001}", "\n", "“"] {
            let text = format!("&#x4E2D;{behind}{REST}");
            assert!(text.as_bytes().first_chunk().and_then(read_number).is_some(), "{behind}");
        }
    }
    #[test]
    fn plain_is_what_no_line_makes_anything_else() {
        for (text, is_plain) in [
            ("好&nbsp;的", true),
            ("Caf&eacute; noir", true),
            ("x &mdash; y", true),
            ("Tom &amp; Jerry", true),
            ("说&quot;好", true),
            ("&#39;", true),
            ("1 &lt; 2, 3 &gt; 2", true),
            ("<p>\n1 &lt; 2", true),
            // Markup, JSON, code, lessons and lists, what is escaped twice, and what is no reference.
            ("1 &lt; 2 <p>", false),
            ("{\"a\": \"&quot;b\"}", false),
            ("p = &image;\n", false),
            ("`&nbsp;`", false),
            ("写&lt;", false),
            ("&mdash; represents", false),
            ("好&lt;、&gt;好", false),
            ("&amp;lt;好", false),
            ("&amp;&lt;好", false),
            ("&#10;", false),
            ("&ldquo", false),
            ("&", false),
        ] {
            let mut reader = Reader::new(text);
            let mut places = memchr::memchr_iter(b'&', text.as_bytes());
            assert_eq!(places.all(|at| reader.read(at).is_some()), is_plain, "{text}");
        }
    }
}
