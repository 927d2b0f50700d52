//! What the model and the generator of its table agree on: symbols and places.
//!
//! The generator, `xtask/src/language.rs`, includes this file.

/// Symbols, classes included: their numbers have 12 bits.
pub(crate) const SYMBOLS: usize = 1 << 12;
/// Symbols below this number are classes of characters that are no symbols of their own.
pub(crate) const CLASSES: usize = 16;
/// The bits of a pair's key that name its bucket; the other bits of 24 stand in the slot.
pub(crate) const BUCKET_BITS: u32 = 15;
/// Pairs in a bucket.
pub(crate) const SLOTS: usize = 5;
/// A slot without a pair.
pub(crate) const EMPTY: u16 = 0xFFFF;
/// Costs are stored in tenths of a nat.
pub(crate) const TENTHS: f32 = 10.0;

/// Full-width forms of ASCII count as ASCII, and controls as line ends: pages have both, often
/// by conversion.
pub(crate) fn unify(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        c if c.is_control() => '\n',
        c => c,
    }
}

/// The class of a character that is no symbol of its own.
pub(crate) fn class(c: char) -> usize {
    match c {
        'a'..='z' | 'A'..='Z' => 1,
        '\0'..='\u{7F}' => 2,
        '\u{80}'..='\u{2AF}' => 3,
        '\u{370}'..='\u{52F}' => 4,
        '\u{3040}'..='\u{30FF}' => 5,
        '\u{AC00}'..='\u{D7A3}' => 6,
        '\u{4E00}'..='\u{9FFF}' => 7,
        '\u{3400}'..='\u{4DBF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}' => 8,
        '\u{2000}'..='\u{2BFF}' => 9,
        '\u{3000}'..='\u{33FF}' => 10,
        '\u{E000}'..='\u{F8FF}' | '\u{FFF0}'..='\u{FFFF}' => 11,
        _ => 0,
    }
}

/// An odd factor is invertible modulo a power of two.
const FACTOR: u32 = 0x9E_3779;
const INVERSE: u32 = inverse(FACTOR);

/// The inverse modulo 2³²: each of Newton's steps doubles the bits that are right.
const fn inverse(odd: u32) -> u32 {
    let mut inverse = odd;
    let mut step = 0;
    while step < 4 {
        inverse = inverse.wrapping_mul(2_u32.wrapping_sub(odd.wrapping_mul(inverse)));
        step += 1;
    }
    inverse
}

/// The key of a pair of symbols: a permutation of the 24-bit numbers, so that the slots of a
/// bucket tell their pairs exactly, and one that spreads neighbours over the buckets.
pub(crate) fn key(previous: usize, next: usize) -> u32 {
    let key = (previous * SYMBOLS + next) as u32;
    let key = key ^ key >> 12;
    let key = key.wrapping_mul(FACTOR) & 0xFF_FFFF;
    key ^ key >> 12
}

/// The pair of symbols with a key: each step of [`key`] the other way round.
pub(crate) fn pair(key: u32) -> (usize, usize) {
    let key = key ^ key >> 12;
    let key = key.wrapping_mul(INVERSE) & 0xFF_FFFF;
    let pair = (key ^ key >> 12) as usize;
    (pair / SYMBOLS, pair % SYMBOLS)
}
