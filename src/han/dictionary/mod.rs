//! Dictionaries: the longest key that a text begins with, and its value.
//!
//! Those of OpenCC are tables in the library and are read in place; those of the user are brought
//! into the same form. [`layout`] describes it.

pub(super) mod build;
pub(super) mod layout;
pub(super) mod text;

use std::borrow::Cow;
use std::fmt;
use std::path::Path;

use self::layout::{HEADER, LENGTH_BITS, hash, slot};
use crate::error::Error;

/// A dictionary of words to convert.
///
/// ```
/// use textmend::han::{Config, Converter, Dictionary};
///
/// let names = Dictionary::parse("names.txt", b"\xE5\x90\x8E\xE7\xBE\xBF\t\xE5\x90\x8E\xE7\xBE\xBF")?;
/// let converter = Converter::builder(Config::S2t).before(names).build();
/// assert_eq!(converter.convert("后羿在后面"), "后羿在後面");
/// # Ok::<(), textmend::Error>(())
/// ```
#[derive(Clone)]
pub struct Dictionary {
    table: Cow<'static, [u8]>,
    singles: usize,
    slots: usize,
    /// Where the slots begin, in bytes.
    slots_at: usize,
    /// Where the records begin, in bytes.
    records_at: usize,
}

impl Dictionary {
    /// Reads a dictionary in OpenCC's text format: a key, a tabulator, and values with a space
    /// between, of which the first counts. Lines that begin with `#` are comments. Cost: linear.
    ///
    /// # Errors
    ///
    /// Where the file cannot be read; and where a line is not UTF-8, has no tabulator, no key or
    /// no value, or a key that an earlier line has. The message names the file and the line.
    pub fn open(path: impl AsRef<Path>) -> Result<Dictionary, Error> {
        let name = path.as_ref().display().to_string();
        let bytes = std::fs::read(path).map_err(|error| Error::unreadable(&name, error))?;
        Dictionary::parse(&name, &bytes)
    }

    /// Like [`open`](Dictionary::open), for bytes in memory; `name` is what errors call them.
    ///
    /// # Errors
    ///
    /// Where a line is wrong.
    pub fn parse(name: &str, bytes: &[u8]) -> Result<Dictionary, Error> {
        let entries = text::parse(bytes)
            .map_err(|fault| Error::dictionary(name, Some(fault.line), fault.reason))?;
        Ok(Dictionary::from_entries(&entries))
    }

    /// Keys are distinct, and no longer than the text format allows.
    pub(super) fn from_entries(entries: &[(String, String)]) -> Dictionary {
        Dictionary::from_table(Cow::Owned(build::build(entries)))
    }

    pub(super) fn from_table(table: Cow<'static, [u8]>) -> Dictionary {
        let singles = u32_at(&table, 0) as usize;
        let slots = u32_at(&table, 4) as usize;
        let slots_at = HEADER + 4 * singles;
        let records_at = slots_at + if slots == 0 { 0 } else { 4 * (slots + 1) };
        Dictionary { table, singles, slots, slots_at, records_at }
    }

    /// The length of the longest key, in bytes.
    pub(super) fn longest_key(&self) -> usize {
        usize::from(u16_at(&self.table, 14))
    }

    /// The most ASCII characters that a key begins with.
    pub(super) fn ascii_start(&self) -> usize {
        usize::from(self.table[16])
    }

    /// Whether some key is nothing but ASCII.
    pub(super) fn has_ascii_key(&self) -> bool {
        self.table[17] != 0
    }

    /// The keys of one unit with values of one.
    pub(super) fn singles(&self) -> impl Iterator<Item = (u16, u16)> {
        let keys = self.table[HEADER..].chunks_exact(2).take(self.singles);
        let values = self.table[HEADER + 2 * self.singles..].chunks_exact(2);
        let unit = |bytes: &[u8]| u16::from_le_bytes([bytes[0], bytes[1]]);
        keys.map(unit).zip(values.map(unit))
    }

    /// All other entries.
    pub(super) fn records(&self) -> impl Iterator<Item = Record<'_>> {
        let mut rest = &self.table[self.records_at..];
        std::iter::from_fn(move || {
            let record = Record::read(rest)?;
            rest = &rest[record.size()..];
            Some(record)
        })
    }

    /// Whether every key is one character.
    pub(super) fn is_characters(&self) -> bool {
        self.records().all(|record| record.is_character())
    }

    /// Whether some key is one character.
    pub(super) fn has_character(&self) -> bool {
        self.singles > 0 || self.records().any(|record| record.is_character())
    }

    /// The longest key of two units or more that begins the text, whose first two units these are.
    #[inline]
    pub(super) fn longest(&self, first: u16, second: u16, text: &str) -> Option<Match<'_>> {
        if self.slots == 0 {
            return None;
        }
        let start = self.slots_at + 4 * slot(hash(first, second), self.slots);
        let mut at = self.records_at + 2 * u32_at(&self.table, start) as usize;
        let end = self.records_at + 2 * u32_at(&self.table, start + 4) as usize;
        while at < end {
            let record = Record::read(self.table.get(at..end)?)?;
            if record.begins_with(first, second)
                && let Some(length) = record.prefix_of(text)
            {
                return Some(Match { length, value: Value(Spelling::Record(record)) });
            }
            at += record.size();
        }
        None
    }

    /// The entry whose key is this one character.
    pub(super) fn character(&self, c: char) -> Option<Match<'_>> {
        let mut units = [0; 2];
        let [first, second @ ..] = &*c.encode_utf16(&mut units) else { return None };
        let mut buffer = [0; 4];
        if let [second] = second {
            return self.longest(*first, *second, c.encode_utf8(&mut buffer));
        }
        let (mut low, mut high) = (0, self.singles);
        while low < high {
            let middle = low.midpoint(high);
            match u16_at(&self.table, HEADER + 2 * middle).cmp(first) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => {
                    let unit = u16_at(&self.table, HEADER + 2 * (self.singles + middle));
                    return Some(Match {
                        length: c.len_utf8(),
                        value: Value(Spelling::Unit(unit)),
                    });
                }
            }
        }
        self.longest(*first, 0, c.encode_utf8(&mut buffer))
    }
}

impl fmt::Debug for Dictionary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let entries = self.singles + self.records().count();
        f.debug_struct("Dictionary").field("entries", &entries).finish_non_exhaustive()
    }
}

/// A key that begins a text.
#[derive(Clone, Copy)]
pub(super) struct Match<'d> {
    /// The key's length in bytes of the text.
    pub(super) length: usize,
    pub(super) value: Value<'d>,
}

/// What a key becomes.
#[derive(Clone, Copy)]
pub(super) struct Value<'d>(Spelling<'d>);

#[derive(Clone, Copy)]
enum Spelling<'d> {
    Unit(u16),
    Record(Record<'d>),
}

impl<'d> Value<'d> {
    /// Whether the value is the key itself.
    pub(super) fn is_key(self) -> bool {
        matches!(self.0, Spelling::Record(Record { mask: 0, variant: true, .. }))
    }

    /// The characters of the value.
    #[inline]
    pub(super) fn chars(self) -> impl Iterator<Item = char> + use<'d> {
        let mut place = 0;
        let mut replaced = 0;
        let units = std::iter::from_fn(move || {
            let unit = match self.0 {
                Spelling::Unit(unit) => (place == 0).then_some(unit)?,
                Spelling::Record(record) => record.value_unit(place, &mut replaced)?,
            };
            place += 1;
            Some(unit)
        });
        char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER))
    }
}

/// An entry that is no single.
#[derive(Clone, Copy)]
pub(super) struct Record<'d> {
    /// The key, two bytes a unit.
    key: &'d [u8],
    /// Whether the value is the key with some units replaced.
    variant: bool,
    /// A bit for each unit that is replaced.
    mask: u16,
    /// The units that replace, or the whole value.
    value: &'d [u8],
}

impl<'d> Record<'d> {
    #[inline]
    fn read(bytes: &'d [u8]) -> Option<Record<'d>> {
        let (head, rest) = bytes.split_first_chunk()?;
        let head = u16::from_le_bytes(*head);
        let length = usize::from(head & ((1 << LENGTH_BITS) - 1));
        if length != 0 {
            let mask = head >> LENGTH_BITS;
            let (key, rest) = rest.split_at_checked(2 * length)?;
            let value = rest.get(..2 * mask.count_ones() as usize)?;
            return Some(Record { key, variant: true, mask, value });
        }
        let (lengths, rest) = rest.split_first_chunk::<4>()?;
        let (key, rest) = rest.split_at_checked(2 * usize::from(u16_at(lengths, 0)))?;
        let value = rest.get(..2 * usize::from(u16_at(lengths, 2)))?;
        Some(Record { key, variant: false, mask: 0, value })
    }

    /// The length of the record in bytes.
    #[inline]
    fn size(self) -> usize {
        let head = if self.variant { 2 } else { 6 };
        head + self.key.len() + self.value.len()
    }

    /// The first two units of the key; the second is 0 where there is none.
    #[inline]
    pub(super) fn start(self) -> (u16, u16) {
        (u16_at(self.key, 0), if self.key.len() > 2 { u16_at(self.key, 2) } else { 0 })
    }

    #[inline]
    fn begins_with(self, first: u16, second: u16) -> bool {
        self.start() == (first, second)
    }

    /// Whether the key is one character.
    pub(super) fn is_character(self) -> bool {
        match self.key.len() {
            2 => true,
            4 => matches!(self.start().0, 0xD800..=0xDBFF),
            _ => false,
        }
    }

    /// The key's length in bytes of the text, where the text begins with it.
    #[inline]
    fn prefix_of(self, text: &str) -> Option<usize> {
        let mut chars = text.chars();
        let mut units = self.key.chunks_exact(2).map(|unit| u16::from_le_bytes([unit[0], unit[1]]));
        while let Some(unit) = units.next() {
            let c = u32::from(chars.next()?);
            let matches = match c.checked_sub(0x10000) {
                None => u32::from(unit) == c,
                Some(offset) => {
                    u32::from(unit) == 0xD800 + (offset >> 10)
                        && units.next().map(u32::from) == Some(0xDC00 + (offset & 0x3FF))
                }
            };
            if !matches {
                return None;
            }
        }
        Some(text.len() - chars.as_str().len())
    }

    /// The unit at a place of the value; places are asked for in order, `replaced` counts.
    #[inline]
    fn value_unit(self, place: usize, replaced: &mut usize) -> Option<u16> {
        if !self.variant {
            return self.value.chunks_exact(2).nth(place).map(|unit| u16_at(unit, 0));
        }
        let unit = self.key.get(2 * place..2 * place + 2)?;
        if self.mask & (1 << place) == 0 {
            return Some(u16_at(unit, 0));
        }
        let with = self.value.get(2 * *replaced..2 * *replaced + 2)?;
        *replaced += 1;
        Some(u16_at(with, 0))
    }
}

#[inline]
fn u16_at(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..at + 2).map_or(0, |two| u16::from_le_bytes([two[0], two[1]]))
}

#[inline]
fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).map_or(0, |four| u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
}
