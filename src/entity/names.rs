//! The named character references of the WHATWG HTML Standard.
//!
//! A name of letters and digits is hashed to a bucket of one record or a few. All 2,231 spellings
//! are there: 2,125 names with `;`, of which 106 are understood without as well. The layout of
//! the table, which is read in place, is described with its generator, in `xtask/src/entities.rs`.

static TABLE: &[u8] = include_bytes!("../tables/entities.bin");

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
    fn named(&self) -> Named {
        Named { text: str::from_utf8(self.text).unwrap_or_default(), is_bare: self.is_bare }
    }
}

/// The record that begins so many bytes into the records.
fn record(at: usize) -> Record {
    let bytes = &TABLE[RECORDS + at..];
    let length = usize::from(bytes[0] & !BARE);
    let (name, behind) = bytes[1..].split_at(length);
    let text = &behind[1..1 + usize::from(behind[0])];
    Record { name, text, is_bare: bytes[0] & BARE != 0 }
}

fn number(at: usize) -> usize {
    usize::from(u16::from_le_bytes([TABLE[at], TABLE[at + 1]]))
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
