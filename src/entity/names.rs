//! The named character references of the WHATWG HTML Standard.
//!
//! A name of letters and digits is hashed to a bucket of one record or a few. All 2,231 spellings
//! are there: 2,125 names with `;`, of which 106 are understood without as well. The layout of
//! the table, which is read in place, is described with its generator, in `xtask/src/entities.rs`.

const TABLE: &[u8] = include_bytes!("../tables/entities.bin");

const BUCKETS: usize = 2048;
const HTML4_NAMES: usize = 252;
const HTML4: usize = 2 * (BUCKETS + 1);
const RECORDS: usize = HTML4 + 2 * HTML4_NAMES;
/// Set in the length of a name that is understood without `;`.
const BARE: u8 = 0x80;

/// The longest name, in bytes: `CounterClockwiseContourIntegral`.
pub(super) const LONGEST: usize = 31;
/// The longest name that is understood without `;`, in bytes: `Aacute`.
pub(super) const LONGEST_BARE: usize = 6;

/// The longest name in [`SHORT`], in bytes.
pub(super) const LONGEST_SHORT: usize = 7;

/// The names of HTML 4 of so many letters, all but one, as numbers: nearly every name that is written is found
/// here without a loop over its letters.
static SHORT: [Option<(u64, Named)>; SHORT_PLACES] = {
    let mut table = [None; SHORT_PLACES];
    let mut index = 0;
    while index < HTML4_NAMES {
        let record = record(number(HTML4 + 2 * index));
        if record.name.len() <= LONGEST_SHORT {
            let mut key = 0;
            let mut at = record.name.len();
            while at > 0 {
                at -= 1;
                key = key << 8 | record.name[at] as u64;
            }
            let mut place = short_place(key);
            while table[place].is_some() {
                place = (place + 1) % SHORT_PLACES;
            }
            table[place] = Some((key, record.named()));
        }
        index += 1;
    }
    table
};

/// A power of two; half of the places are taken.
const SHORT_PLACES: usize = 512;

/// The place where a name is looked for first.
const fn short_place(key: u64) -> usize {
    let mixed = key.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (mixed >> (u64::BITS - SHORT_PLACES.trailing_zeros())) as usize
}

/// Looks up a short name of HTML 4, whose letters are the bytes of a number, the first the lowest.
#[inline]
pub(super) fn find_short(key: u64) -> Option<Named> {
    let mut place = short_place(key);
    while let Some((known, named)) = SHORT[place] {
        if known == key {
            return Some(named);
        }
        place = (place + 1) % SHORT_PLACES;
    }
    None
}

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) text: &'static str,
    /// Whether the name is understood without `;` too, as the oldest ones are.
    pub(super) is_bare: bool,
}

/// Looks up a name, without `&` and `;`.
pub(super) fn find(name: &[u8]) -> Option<Named> {
    let bucket = hash(name) as usize % BUCKETS;
    let (mut at, end) = (number(2 * bucket), number(2 * bucket + 2));
    while at < end {
        let record = record(at);
        if record.name == name {
            return Some(record.named());
        }
        at += 2 + record.name.len() + record.text.len();
    }
    None
}

/// The only name of HTML 4 that begins like this, and perhaps ends here.
///
/// The names of HTML 4 are those that people and editors write; among all names hardly any
/// beginning is unique.
pub(super) fn completion(beginning: &[u8]) -> Option<(&'static [u8], Named)> {
    let html4 = |index: usize| record(number(HTML4 + 2 * index));
    let (mut low, mut high) = (0, HTML4_NAMES);
    while low < high {
        let middle = low.midpoint(high);
        if html4(middle).name < beginning {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    let begins = |index: usize| index < HTML4_NAMES && html4(index).name.starts_with(beginning);
    let is_unique = begins(low) && !begins(low + 1);
    is_unique.then(|| (html4(low).name, html4(low).named()))
}

struct Record {
    name: &'static [u8],
    text: &'static [u8],
    is_bare: bool,
}

impl Record {
    const fn named(&self) -> Named {
        let text = match str::from_utf8(self.text) {
            Ok(text) => text,
            Err(_) => "",
        };
        Named { text, is_bare: self.is_bare }
    }
}

/// The record that begins so many bytes into the records.
const fn record(at: usize) -> Record {
    let (_, bytes) = TABLE.split_at(RECORDS + at);
    let length = (bytes[0] & !BARE) as usize;
    let (name, behind) = bytes.split_at(1).1.split_at(length);
    let (text, _) = behind.split_at(1).1.split_at(behind[0] as usize);
    Record { name, text, is_bare: bytes[0] & BARE != 0 }
}

const fn number(at: usize) -> usize {
    u16::from_le_bytes([TABLE[at], TABLE[at + 1]]) as usize
}

/// FNV-1a.
fn hash(name: &[u8]) -> u32 {
    let step = |hash: u32, byte: &u8| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193);
    name.iter().fold(0x811C_9DC5, step)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Every name in the table.
    pub(crate) fn all() -> Vec<(&'static str, Named)> {
        let mut names = Vec::new();
        let mut at = 0;
        while RECORDS + at < TABLE.len() {
            let record = record(at);
            names.push((str::from_utf8(record.name).unwrap(), record.named()));
            at += 2 + record.name.len() + record.text.len();
        }
        names
    }

    #[test]
    fn the_table_is_the_whole_list() {
        let names = all();
        let bare = names.iter().filter(|(_, named)| named.is_bare).count();
        assert_eq!((names.len(), bare), (2125, 106));
        for (name, named) in &names {
            assert_eq!(find(name.as_bytes()), Some(*named), "{name}");
            assert!(!named.text.is_empty() && name.len() <= LONGEST);
            assert!(!named.is_bare || name.len() <= LONGEST_BARE, "{name}");
            assert!(name.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        }
        assert!(names.iter().any(|(name, _)| name.len() == LONGEST));
    }

    #[test]
    fn short_names_are_found_at_once() {
        let html4 = (0..HTML4_NAMES).map(|index| record(number(HTML4 + 2 * index)));
        let mut short = 0;
        for record in html4.filter(|record| record.name.len() <= LONGEST_SHORT) {
            let key =
                |name: &[u8]| name.iter().rev().fold(0, |key, byte| key << 8 | u64::from(*byte));
            assert_eq!(find_short(key(record.name)), find(record.name));
            assert_eq!(find_short(key(record.name) | 1 << 63), None);
            short += 1;
        }
        assert_eq!(short, 251);
        assert_eq!(find_short(0), None);
    }

    #[test]
    fn names_stand_for_texts() {
        for (name, text, is_bare) in [
            ("amp", "&", true),
            ("AMP", "&", true),
            ("lt", "<", true),
            ("ldquo", "“", false),
            ("nbsp", "\u{A0}", true),
            ("apos", "'", false),
            ("acE", "\u{223E}\u{333}", false),
            ("fjlig", "fj", false),
            ("NewLine", "\n", false),
            ("comma", ",", false),
            ("zwnj", "\u{200C}", false),
            ("Zopf", "\u{2124}", false),
            ("zopf", "\u{1D56B}", false),
        ] {
            assert_eq!(find(name.as_bytes()), Some(Named { text, is_bare }), "{name}");
        }
        for name in ["", "a", "Ldquo", "ldqu", "ldquo;", "copyright", "x"] {
            assert_eq!(find(name.as_bytes()), None, "{name}");
        }
    }

    #[test]
    fn beginnings_are_completed_where_one_name_fits() {
        for (beginning, name) in [
            ("ldqu", Some("ldquo")),
            ("ld", Some("ldquo")),
            ("ldquo", Some("ldquo")),
            ("mid", Some("middot")),
            ("zwnj", Some("zwnj")),
            ("A", None),
            ("l", None),
            ("or", None),
            ("ldx", None),
            ("zzz", None),
            ("", None),
        ] {
            let completed = completion(beginning.as_bytes());
            assert_eq!(completed.map(|(name, _)| str::from_utf8(name).unwrap()), name);
        }
    }
}
