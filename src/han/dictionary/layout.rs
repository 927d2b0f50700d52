//! The form in which a dictionary lies in memory, and in the files of `src/tables/opencc/`.
//!
//! A dictionary maps keys to values, and is asked for the longest key that a text begins with. Both
//! are stored as UTF-16, which is two bytes for nearly every character in them. Numbers are
//! little-endian:
//!
//! 1. a header, [`HEADER`] bytes: `u32` number of singles, `u32` number of slots (a power of two,
//!    or 0), `u32` number of records, `u16` number of starts, `u16` length of the longest key in
//!    units, `u8` binary logarithm of the filter's bits (0: there is none), `u8` the most
//!    ASCII characters that a key begins with, `u8` [`flags`], a byte 0, `u16` number of lone units;
//! 2. **singles**, the keys of one unit with values of one: all keys in order, then all values;
//! 3. **lone units**, the keys of one unit among the records; and **starts**, the first units of
//!    all longer keys, each in order and without repetition;
//! 4. a **filter**, words of 64 bits: what it does not know begins no record. The [`hash`]
//!    of a key's first two units (the second is 0 where there is none) chooses a word
//!    and bits in it, see [`Bits`]: one pair is set where the key ends there, another bit where it goes
//!    on. Where it goes on, the pair of the [`hash3`] of its first three units is set, too;
//! 5. **slots**, `u32` each and one more: where a slot's records begin, in units. A record
//!    is in the [`slot`] that the hash of its first two units chooses;
//! 6. **records**, all other keys; the longest first within a slot. The first unit holds the
//!    key's length in its low four bits, and above them a bit for each unit of the key that the
//!    value replaces; the key follows, then the units that replace. A length of 0 means that
//!    the value is no such variant of the key: the lengths of key and value follow, then both.

/// The length of the header in bytes.
pub(crate) const HEADER: usize = 22;

/// What the header says with single bits.
pub(crate) mod flags {
    /// Some key is one character.
    pub(crate) const CHARACTER: u8 = 1;
    /// Some key is longer than a character.
    pub(crate) const WORD: u8 = 2;
}

/// Bits of a record's first unit that hold the length of its key.
pub(crate) const LENGTH_BITS: u32 = 4;

/// The longest key whose value can be stored as a variant of it: one bit for each unit.
pub(crate) const LONGEST_VARIANT: usize = 16 - LENGTH_BITS as usize;

/// Binary logarithm of the fewest bits that a filter may have: two words.
pub(crate) const SMALLEST_FILTER: u8 = 7;

/// Bits of the filter for each record, at least: one wrong yes in about twenty.
pub(crate) const FILTER_BITS: usize = 8;

/// Mixes the first two units of a key.
#[inline]
pub(crate) fn hash(first: u16, second: u16) -> u32 {
    mix(u64::from(first) << 16 | u64::from(second))
}

/// Mixes a third unit into the hash of two.
#[inline]
pub(crate) fn hash3(hash: u32, third: u16) -> u32 {
    mix(u64::from(hash) << 16 ^ u64::from(third))
}

/// Multiplies by 2^64 divided by the golden ratio; the upper half depends on all bits.
#[inline]
fn mix(bits: u64) -> u32 {
    (bits.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as u32
}

/// The slot that a hash chooses, where there are `slots`.
#[inline]
pub(crate) fn slot(hash: u32, slots: usize) -> usize {
    ((u64::from(hash) * slots as u64) >> 32) as usize
}

/// The bits that a hash stands for in a filter.
#[derive(Clone, Copy)]
pub(crate) struct Bits {
    /// The word that they are in.
    pub(crate) word: usize,
    /// Two bits (rarely one): the key is known that the hash was made of.
    pub(crate) known: u64,
    /// One bit: the key is known to go on.
    pub(crate) goes_on: u64,
}

impl Bits {
    #[inline]
    pub(crate) fn of(hash: u32, filter_log2: u8) -> Bits {
        let word = (hash >> (38 - filter_log2)) as usize;
        let bit = |shift: u32| 1 << (hash >> shift & 63);
        Bits { word, known: bit(0) | bit(6), goes_on: bit(12) }
    }
}

/// Enters a key into a filter.
pub(crate) fn enter(filter: &mut [u64], filter_log2: u8, mut key: impl Iterator<Item = u16>) {
    let (first, second) = (key.next().unwrap_or(0), key.next().unwrap_or(0));
    let two = hash(first, second);
    let bits = Bits::of(two, filter_log2);
    match key.next() {
        None => filter[bits.word] |= bits.known,
        Some(third) => {
            filter[bits.word] |= bits.goes_on;
            let bits = Bits::of(hash3(two, third), filter_log2);
            filter[bits.word] |= bits.known;
        }
    }
}
