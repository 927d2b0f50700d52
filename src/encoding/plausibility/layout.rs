//! What the model and the generator of its table agree on: symbols, classes and places.
//!
//! The generator, `xtask/src/plausibility.rs`, includes this file.

use std::ops::RangeInclusive;

/// The bits of a symbol's number.
pub(crate) const SYMBOL_BITS: u32 = 13;
/// Symbols, classes included.
pub(crate) const SYMBOLS: usize = 1 << SYMBOL_BITS;
/// Symbols below this number are classes of characters that are no symbols of their own.
pub(crate) const CLASSES: usize = 32;
/// The bits of a pair's key that name its bucket; the others stand in the slot.
pub(crate) const BUCKET_BITS: u32 = 15;
/// Pairs in a bucket.
pub(crate) const SLOTS: usize = 4;
/// The bits of a slot that hold the cost; the upper ones hold the rest of the key.
pub(crate) const COST_BITS: u32 = 16 - (2 * SYMBOL_BITS - BUCKET_BITS);
/// A slot without a pair.
pub(crate) const EMPTY: u16 = 0xFFFF;
/// Costs of pairs are stored in this many tenths of a nat.
pub(crate) const PAIR_STEP: u32 = 4;

/// How a letter is written; pairs know letters by their small form, and the shape costs extra.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// No letter, or one of a script without case.
    Plain,
    Small,
    Capital,
}

/// Where the letters with case are that have a shape, beyond ASCII.
pub(crate) const CASED: [RangeInclusive<char>; 3] =
    ['\u{B5}'..='\u{587}', '\u{1E00}'..='\u{1FFF}', '\u{FF21}'..='\u{FF5A}'];

/// The small form of a letter and its shape. Only where both are one character of the BMP.
pub(crate) fn fold(c: char) -> (char, Shape) {
    if c.is_ascii() {
        return if c.is_ascii_lowercase() {
            (c, Shape::Small)
        } else if c.is_ascii_uppercase() {
            (c.to_ascii_lowercase(), Shape::Capital)
        } else if c.is_ascii_digit() {
            ('0', Shape::Plain)
        } else {
            (c, Shape::Plain)
        };
    }
    if !CASED.iter().any(|cased| cased.contains(&c)) {
        return (c, Shape::Plain);
    }
    if c.is_lowercase() {
        return (c, Shape::Small);
    }
    let mut small = c.to_lowercase();
    match (small.next(), small.next()) {
        (Some(small), None) if small != c && u32::from(small) < 0x1_0000 => (small, Shape::Capital),
        _ => (c, Shape::Plain),
    }
}

/// Characters from U+0100 on are in the class of all that share their upper bits, but these.
pub(crate) const CLASS_BLOCK: usize = 16;

/// The class of a character that is no symbol of its own.
pub(crate) fn class(c: char) -> usize {
    match c {
        '\0'..='\u{7F}' => 1,
        '\u{80}'..='\u{9F}' => 2,
        '\u{A0}'..='\u{BF}' | '\u{D7}' | '\u{F7}' => 3,
        '\u{C0}'..='\u{24F}' => 4,
        '\u{250}'..='\u{2FF}' => 5,
        '\u{300}'..='\u{36F}' => 6,
        '\u{370}'..='\u{3FF}' | '\u{1F00}'..='\u{1FFF}' => 7,
        '\u{400}'..='\u{52F}' => 8,
        '\u{530}'..='\u{5FF}' => 9,
        '\u{600}'..='\u{8FF}' => 10,
        '\u{900}'..='\u{1CFF}' => 11,
        '\u{1D00}'..='\u{1EFF}' => 12,
        '\u{2000}'..='\u{206F}' => 13,
        '\u{2070}'..='\u{24FF}' => 14,
        '\u{2500}'..='\u{25FF}' => 15,
        '\u{2600}'..='\u{2E7F}' => 16,
        '\u{2E80}'..='\u{2FFF}' => 17,
        '\u{3000}'..='\u{30FF}' => 18,
        '\u{3100}'..='\u{33FF}' => 19,
        '\u{3400}'..='\u{4DBF}' => 20,
        '\u{4DC0}'..='\u{9FFF}' => 21,
        '\u{A000}'..='\u{ABFF}' => 22,
        '\u{AC00}'..='\u{D7AF}' => 23,
        '\u{E000}'..='\u{F8FF}' => 24,
        '\u{F900}'..='\u{FAFF}' => 25,
        '\u{FB00}'..='\u{FEFF}' => 26,
        '\u{FF00}'..='\u{FFEF}' => 27,
        '\u{20000}'..='\u{3FFFF}' => 28,
        '\u{10000}'..='\u{1FFFF}' => 29,
        _ => 0,
    }
}

/// The key of a pair of symbols: a permutation of the numbers of `2 * SYMBOL_BITS` bits, so that
/// the slots of a bucket tell their pairs exactly, and one that spreads neighbours over the
/// buckets.
pub(crate) fn key(previous: usize, next: usize) -> u32 {
    /// An odd factor is invertible modulo a power of two.
    const FACTOR: u32 = 0x9E_3779 * 4 + 1;
    const MASK: u32 = (1 << (2 * SYMBOL_BITS)) - 1;
    let key = (previous << SYMBOL_BITS | next) as u32;
    let key = key ^ key >> SYMBOL_BITS;
    let key = key.wrapping_mul(FACTOR) & MASK;
    key ^ key >> SYMBOL_BITS
}
