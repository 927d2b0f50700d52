//! What the table of triples and its generator agree on: places and units.
//!
//! The generator, `xtask/src/language/triples.rs`, includes this file.

/// The bits of a hash that name the bucket.
pub(crate) const BUCKET_BITS: u32 = 15;
/// Triples in a bucket.
pub(crate) const SLOTS: usize = 3;
/// A bonus is so many times this many tenths of a nat.
pub(crate) const UNIT: i32 = 5;
/// The highest bonus, and the bits that it is kept in; none at all is 0.
pub(crate) const MAX_LEVEL: u16 = 15;

/// The bucket of a triple of symbol numbers, and the fingerprint of 12 bits it has in there.
pub(crate) fn place(before: usize, previous: usize, next: usize) -> (usize, u16) {
    let key = (before as u64) << 24 | (previous as u64) << 12 | next as u64;
    // The upper bits of a product depend on all bits of the key (Fibonacci hashing).
    let hash = key.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    ((hash >> (64 - BUCKET_BITS)) as usize, (hash >> (52 - BUCKET_BITS)) as u16 & 0xFFF)
}
