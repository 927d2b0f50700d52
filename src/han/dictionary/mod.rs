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

use self::layout::{Bits, HEADER, LENGTH_BITS, flags, hash, hash3, slot};
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
    lone: usize,
    starts: usize,
    slots: usize,
    filter_log2: u8,
    flags: u8,
    /// Where the filter begins, in bytes.
    filter_at: usize,
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
    ///
    /// ```
    /// use textmend::han::Dictionary;
    ///
    /// let error = Dictionary::open("no/such/words.txt").unwrap_err();
    /// assert!(error.is_unreadable() && error.to_string().starts_with("no/such/words.txt"));
    /// ```
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
    ///
    /// ```
    /// use textmend::han::Dictionary;
    ///
    /// assert!(Dictionary::parse("own.txt", "# names\n老王\t老王".as_bytes()).is_ok());
    /// let error = Dictionary::parse("own.txt", "老王\t老王\n老李".as_bytes()).unwrap_err();
    /// assert!(error.to_string().starts_with("own.txt, line 2"));
    /// ```
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
        let starts = usize::from(u16_at(&table, 12));
        let (filter_log2, flags) = (table[16], table[18]);
        let lone = usize::from(u16_at(&table, 20));
        let filter_at = HEADER + 4 * singles + 2 * (lone + starts);
        let slots_at = filter_at + if filter_log2 == 0 { 0 } else { 1 << (filter_log2 - 3) };
        let records_at = slots_at + if slots == 0 { 0 } else { 4 * (slots + 1) };
        Dictionary {
            table,
            singles,
            lone,
            starts,
            slots,
            filter_log2,
            flags,
            filter_at,
            slots_at,
            records_at,
        }
    }

    /// The number of entries that are no singles.
    pub(super) fn len(&self) -> usize {
        u32_at(&self.table, 8) as usize
    }

    /// The length of the longest key, in units.
    pub(super) fn longest_key(&self) -> usize {
        usize::from(u16_at(&self.table, 14))
    }

    /// The most ASCII characters that a key begins with.
    pub(super) fn ascii_start(&self) -> usize {
        usize::from(self.table[17])
    }

    /// Whether some key is one character.
    pub(super) fn has_characters(&self) -> bool {
        self.flags & flags::CHARACTER != 0
    }

    /// Whether some key is longer than one character.
    pub(super) fn has_words(&self) -> bool {
        self.flags & flags::WORD != 0
    }

    /// The keys of one unit that are no singles.
    pub(super) fn lone(&self) -> impl Iterator<Item = u16> {
        units(&self.table[HEADER + 4 * self.singles..]).take(self.lone)
    }

    /// The first units of all longer keys.
    pub(super) fn starts(&self) -> impl Iterator<Item = u16> {
        units(&self.table[HEADER + 4 * self.singles..]).skip(self.lone).take(self.starts)
    }

    /// The keys of one unit with values of one.
    pub(super) fn singles(&self) -> impl Iterator<Item = (u16, u16)> {
        let keys = units(&self.table[HEADER..]).take(self.singles);
        keys.zip(units(&self.table[HEADER + 2 * self.singles..]))
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

    /// Whether a key that is no single may begin the text. Now and then a wrong yes.
    fn may_begin(&self, text: &[u16]) -> bool {
        if self.filter_log2 == 0 {
            return false;
        }
        let unit = |place: usize| text.get(place).copied().unwrap_or(0);
        let hash = hash(unit(0), unit(1));
        let bits = Bits::of(hash, self.filter_log2);
        let word = self.filter_word(bits.word);
        word & bits.known == bits.known
            || word & bits.goes_on != 0 && {
                let bits = Bits::of(hash3(hash, unit(2)), self.filter_log2);
                self.filter_word(bits.word) & bits.known == bits.known
            }
    }

    /// The filter; empty where there are only singles.
    pub(super) fn filter(&self) -> Vec<u64> {
        let words = if self.filter_log2 == 0 { 0 } else { 1 << (self.filter_log2 - 6) };
        (0..words).map(|word| self.filter_word(word)).collect()
    }

    /// Binary logarithm of the filter's bits; 0 where there is none.
    pub(super) fn filter_log2(&self) -> u8 {
        self.filter_log2
    }

    #[inline]
    fn filter_word(&self, word: usize) -> u64 {
        let at = self.filter_at + 8 * word;
        let bytes = self.table.get(at..).and_then(|rest| rest.first_chunk());
        bytes.map_or(0, |bytes| u64::from_le_bytes(*bytes))
    }

    /// All entries.
    #[cfg(test)]
    pub(super) fn entries(&self) -> impl Iterator<Item = (String, String)> {
        let text = |unit: u16| String::from_utf16_lossy(&[unit]);
        let singles = self.singles().map(move |(key, value)| (text(key), text(value)));
        let mut rest = &self.table[self.records_at..];
        singles.chain(self.records().map(move |record| {
            let key: Vec<u16> = record.key().collect();
            let value: Vec<u16> = Value(Spelling::Record(rest)).units().collect();
            rest = &rest[record.size()..];
            (String::from_utf16_lossy(&key), String::from_utf16_lossy(&value))
        }))
    }

    /// The longest key that is no single and begins the text.
    #[inline]
    pub(super) fn longest(&self, text: &[u16]) -> Option<Match<'_>> {
        // Whoever asks has a filter of his own, which is made of that of the largest dictionary. A
        // small one knows better.
        const SMALL: u8 = 14;
        let (&first, rest) = text.split_first()?;
        if self.slots == 0 || self.filter_log2 <= SMALL && !self.may_begin(text) {
            return None;
        }
        let second = rest.first().copied().unwrap_or(0);
        let table = &*self.table;
        let slot = self.slots_at + 4 * slot(hash(first, second), self.slots);
        let at = self.records_at + 2 * u32_at(table, slot) as usize;
        let end = self.records_at + 2 * u32_at(table, slot + 4) as usize;
        let mut records = table.get(at..end)?;
        while let Some(record) = Record::read(records) {
            if record.begins(text) {
                let length = record.key.len() / 2;
                return Some(Match { length, value: Value(Spelling::Record(records)) });
            }
            records = records.get(record.size()..)?;
        }
        None
    }

    /// The entry whose key is this one character.
    pub(super) fn character(&self, character: &[u16]) -> Option<Match<'_>> {
        let &[first] = character else { return self.longest(character) };
        if !self.has_characters() {
            return None;
        }
        let (mut low, mut high) = (0, self.singles);
        while low < high {
            let middle = low.midpoint(high);
            match u16_at(&self.table, HEADER + 2 * middle).cmp(&first) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => {
                    let unit = u16_at(&self.table, HEADER + 2 * (self.singles + middle));
                    return Some(Match { length: 1, value: Value(Spelling::Unit(unit)) });
                }
            }
        }
        self.longest(character)
    }
}

impl fmt::Debug for Dictionary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let entries = self.singles + u32_at(&self.table, 8) as usize;
        f.debug_struct("Dictionary").field("entries", &entries).finish_non_exhaustive()
    }
}

/// A key that begins a text.
#[derive(Clone, Copy)]
pub(super) struct Match<'d> {
    /// The key's length in units.
    pub(super) length: usize,
    pub(super) value: Value<'d>,
}

/// What a key becomes.
#[derive(Clone, Copy)]
pub(super) struct Value<'d>(Spelling<'d>);

#[derive(Clone, Copy)]
enum Spelling<'d> {
    Unit(u16),
    /// A record, and what follows it.
    Record(&'d [u8]),
}

impl<'d> Value<'d> {
    /// Whether the value is the key itself.
    pub(super) fn is_key(self) -> bool {
        // A length, and no unit that is replaced.
        let head = match self.0 {
            Spelling::Unit(_) => return false,
            Spelling::Record(record) => u16_at(record, 0),
        };
        head != 0 && head >> LENGTH_BITS == 0
    }

    /// The units of the value.
    #[inline]
    pub(super) fn units(self) -> impl Iterator<Item = u16> + use<'d> {
        let mut place = 0;
        let mut replaced = 0;
        let (unit, record) = match self.0 {
            Spelling::Unit(unit) => (unit, None),
            Spelling::Record(record) => (0, Record::read(record)),
        };
        std::iter::from_fn(move || {
            let unit = match record {
                None => (place == 0).then_some(unit)?,
                Some(record) => record.value_unit(place, &mut replaced)?,
            };
            place += 1;
            Some(unit)
        })
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

    /// The units of the key.
    pub(super) fn key(self) -> impl Iterator<Item = u16> + use<'d> {
        units(self.key)
    }

    /// The units of the value.
    pub(super) fn value(self) -> impl Iterator<Item = u16> + use<'d> {
        let (mut place, mut replaced) = (0, 0);
        std::iter::from_fn(move || {
            place += 1;
            self.value_unit(place - 1, &mut replaced)
        })
    }

    /// Whether the text begins with the key.
    #[inline]
    fn begins(self, text: &[u16]) -> bool {
        self.key.len() <= 2 * text.len() && self.key().zip(text).all(|(key, &unit)| key == unit)
    }

    /// The unit at a place of the value; places are asked for in order, `replaced` counts.
    #[inline]
    fn value_unit(self, place: usize, replaced: &mut usize) -> Option<u16> {
        if !self.variant {
            return self.value.get(2 * place..2 * place + 2).map(|unit| u16_at(unit, 0));
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

/// Units from their bytes.
fn units(bytes: &[u8]) -> impl Iterator<Item = u16> {
    bytes.chunks_exact(2).map(|unit| u16::from_le_bytes([unit[0], unit[1]]))
}

#[inline]
fn u16_at(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..at + 2).map_or(0, |two| u16::from_le_bytes([two[0], two[1]]))
}

#[inline]
fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).map_or(0, |four| u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
}
