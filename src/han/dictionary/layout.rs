//! The form in which a dictionary lies in memory, and in the files of `src/tables/opencc/`.
//!
//! A dictionary maps keys to values, and is asked for the longest key that a text begins with. Both
//! are stored as UTF-16, which is two bytes for nearly every character in them. Numbers are
//! little-endian:
//!
//! 1. a header, [`HEADER`] bytes: `u32` number of single keys, `u32` number of slots (a power of
//!    two, or 0), `u32` length of the records in units, `u16` units of the longest key,
//!    `u16` bytes of the longest key in UTF-8, `u8` the most ASCII characters that a key
//!    begins with, `u8` 1 where some key is ASCII from end to end, two bytes 0;
//! 2. **singles**, the keys of one unit with values of one: all keys in order, then all values;
//! 3. **slots**, `u32` each and one more: where a slot's records begin, in units. A record
//!    is in the slot that the [`hash`] of its key's first two units chooses;
//! 4. **records**, all other keys; the longest first within a slot. The first unit holds the
//!    key's length in its low four bits, and above them a bit for each unit of the key that the
//!    value replaces; the key follows, then the units that replace. A length of 0 means that
//!    the value is no such variant of the key: the lengths of key and value follow, then both.

/// The length of the header in bytes.
pub const HEADER: usize = 20;

/// Bits of a record's first unit that hold the length of its key.
pub const LENGTH_BITS: u32 = 4;

/// The longest key whose value can be stored as a variant of it: one bit for each unit.
pub const LONGEST_VARIANT: usize = 16 - LENGTH_BITS as usize;

/// Mixes the first two units of a key; the second is 0 where the key has only one. The high bits
/// are the good ones.
pub fn hash(first: u16, second: u16) -> u32 {
    // Two odd constants with well spread bits: 2^32 divided by the golden ratio, and one of
    // MurmurHash3's.
    (u32::from(first).wrapping_mul(0x9E37_79B1) ^ u32::from(second)).wrapping_mul(0x85EB_CA6B)
}

/// The slot that a hash chooses, where there are `slots`.
pub fn slot(hash: u32, slots: usize) -> usize {
    ((u64::from(hash) * slots as u64) >> 32) as usize
}
