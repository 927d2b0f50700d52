//! Blocks of bytes sorted by table, with vectors: which of them may begin something worth a look.
//!
//! A character is told by up to three of its bytes, and each byte by its two nibbles (halves). A
//! *rule* is a product of six sets, one for each nibble of three bytes in a row; eight rules share
//! a table, a bit for each. Looking the nibbles up and joining the answers with `and` asks all
//! eight rules of every byte of a block at once: the technique of Lemire and Muła for classifying
//! bytes, here for three of them. A rule may hold of more than it is meant for, of less never; so
//! who asks looks closer where one holds.
//!
//! Two tables are enough to find suspicious text: one for the characters that repairs are about, one for what is left of
//! lost text and for *notes*, which raise no suspicion but tell what evidence there can be; where there is a `;`, a third
//! one tells references, and a fourth one signs of India where there are characters of it. Blocks of plain ASCII, the
//! larger part of most text, are asked for `&` and `;` alone first.

use fearless_simd::prelude::*;
use fearless_simd::{mask8x64, u8x16, u8x64};

/// Bytes asked about at once.
pub(crate) const BLOCK: usize = 64;
/// A block and the rest of a sequence of three that begins with its last byte.
pub(crate) const WINDOW: usize = BLOCK + 2;

/// A set of nibbles, a bit for each.
pub(crate) type Nibbles = u16;
const ANY: Nibbles = 0xFFFF;

/// What three bytes must be, each as high and low nibble.
pub(crate) type Rule = [(Nibbles, Nibbles); 3];

pub(crate) const fn set(nibbles: &[u8]) -> Nibbles {
    let mut set = 0;
    let mut index = 0;
    while index < nibbles.len() {
        set |= 1 << nibbles[index];
        index += 1;
    }
    set
}

/// The nibbles from one to another.
pub(crate) const fn span(from: u8, to: u8) -> Nibbles {
    ANY >> (15 - to) & ANY << from
}

pub(crate) const fn byte(byte: u8) -> (Nibbles, Nibbles) {
    (1 << (byte >> 4), 1 << (byte & 15))
}

pub(crate) const ANY_BYTE: (Nibbles, Nibbles) = (ANY, ANY);

/// Eight rules as sets of their bits: by place of the byte, half and nibble.
pub(crate) struct Table([[[u8; 16]; 2]; 3]);

impl Table {
    pub(crate) const fn new(rules: &[Rule; 8]) -> Table {
        let mut table = [[[0; 16]; 2]; 3];
        let mut rule = 0;
        while rule < 8 {
            let mut place = 0;
            while place < 3 {
                let (high, low) = rules[rule][place];
                let mut nibble = 0;
                while nibble < 16 {
                    table[place][0][nibble] |= ((high >> nibble & 1) as u8) << rule;
                    table[place][1][nibble] |= ((low >> nibble & 1) as u8) << rule;
                    nibble += 1;
                }
                place += 1;
            }
            rule += 1;
        }
        Table(table)
    }
}

impl Table {
    /// The bits of the rules that hold of three bytes.
    fn rules_of(&self, bytes: [u8; 3]) -> u8 {
        let places = bytes.iter().zip(&self.0);
        places.fold(u8::MAX, |rules, (byte, [high, low])| {
            rules & high[usize::from(byte >> 4)] & low[usize::from(byte & 15)]
        })
    }
}

/// Eight sets of bytes, a bit for each: by half and nibble.
pub(crate) struct ByteTable([[u8; 16]; 2]);

impl ByteTable {
    pub(crate) const fn new(sets: &[(Nibbles, Nibbles); 8]) -> ByteTable {
        let mut table = [[0; 16]; 2];
        let mut index = 0;
        while index < 8 {
            let (high, low) = sets[index];
            let mut nibble = 0;
            while nibble < 16 {
                table[0][nibble] |= ((high >> nibble & 1) as u8) << index;
                table[1][nibble] |= ((low >> nibble & 1) as u8) << index;
                nibble += 1;
            }
            index += 1;
        }
        ByteTable(table)
    }

    /// The bits of the sets that each byte is in.
    #[inline(always)]
    pub(crate) fn sets_of<S: Simd>(&self, bytes: u8x64<S>) -> u8x64<S> {
        Halves::of(bytes).look_up(&self.0, bytes.simd)
    }
}

/// Characters that compose, are invisible, or are radicals.
static CHARACTERS: Table = Table::new(&[
    // Combining diacritical marks; all of the first planes beyond the BMP, some scripts of which have marks.
    [(set(&[0xC, 0xF]), set(&[0, 0xC, 0xD])), ANY_BYTE, ANY_BYTE],
    // The soft hyphen.
    [byte(0xC2), byte(0xAD), ANY_BYTE],
    // The Arabic letter mark; Arabic hamza and madda.
    [(set(&[0xD]), set(&[8, 9])), (set(&[9]), set(&[3, 4, 5, 0xC])), ANY_BYTE],
    // Jamo; Myanmar, Balinese and Mongolian.
    [byte(0xE1), (set(&[8, 0xA]), set(&[0, 5, 6, 7, 0xC])), ANY_BYTE],
    // General punctuation: zero-width and bidirectional characters,
    [byte(0xE2), byte(0x80), (set(&[8, 0xA]), span(0xA, 0xF))],
    // and the rest of them; radicals.
    [byte(0xE2), (set(&[8, 0xB]), set(&[1, 0xA, 0xB, 0xC, 0xD, 0xE, 0xF])), ANY_BYTE],
    // Kana voicing marks.
    [byte(0xE3), byte(0x82), (set(&[9]), set(&[9, 0xA]))],
    // Variation selectors, byte order marks, tags; replacement characters.
    [
        (set(&[0xE, 0xF]), set(&[3, 0xF])),
        (set(&[0xA, 0xB]), set(&[0, 8, 0xB, 0xF])),
        (set(&[8, 0xB]), ANY),
    ],
]);

const LETTERS: Nibbles = set(&[6, 7]);
const HEXADECIMAL: (Nibbles, Nibbles) = (set(&[3, 4, 6]), span(0, 9));
const SEMICOLON: (Nibbles, Nibbles) = byte(b';');
pub(crate) const CONTINUATION: (Nibbles, Nibbles) = (span(8, 0xB), ANY);
/// Matches nothing.
pub(crate) const NEVER: Rule = [(0, 0); 3];

/// Indic signs that compose, nearly all of which have many neighbours among the frequent letters; asked where there are
/// characters of India.
static INDIC: Table = Table::new(&[
    // The nukta of Devanagari.
    [INDIA, byte(0xA4), byte(0xBC)],
    // Second halves of vowel signs: Bengali, Oriya, Tamil; Malayalam;
    [INDIA, (set(&[0xA]), set(&[6, 0xC, 0xE])), byte(0xBE)],
    [INDIA, byte(0xB4), byte(0xBE)],
    // length marks of the same, and of Telugu, Kannada, Malayalam;
    [INDIA, (set(&[0xA]), set(&[7, 0xD, 0xF])), (set(&[9]), set(&[6, 7]))],
    [INDIA, (set(&[0xB]), set(&[1, 3, 5])), (set(&[9]), set(&[5, 6, 7]))],
    // one more of Kannada; Sinhala.
    [INDIA, byte(0xB3), byte(0x82)],
    [INDIA, byte(0xB7), (set(&[8, 9]), set(&[0xA, 0xF]))],
    NEVER,
]);
/// The first byte of their characters.
const INDIC_LEAD: u8 = 0xE0;
const INDIA: (Nibbles, Nibbles) = byte(INDIC_LEAD);

/// What is left of lost text, marks of lost bytes, and notes.
static REMAINS: Table = Table::new(&[
    // The first characters of `锟斤拷`, `烫烫烫`, `屯屯屯`.
    [byte(0xE9), byte(0x94), byte(0x9F)],
    [byte(0xE7), byte(0x83), byte(0xAB)],
    [byte(0xE5), byte(0xB1), byte(0xAF)],
    // A question mark before what is not ASCII, private use.
    [byte(b'?'), (span(8, 0xF), ANY), ANY_BYTE],
    [byte(0xEE), (set(&[8, 9]), ANY), ANY_BYTE],
    // Brackets, narrow and wide, behind what is not ASCII.
    [CONTINUATION, byte(b'('), ANY_BYTE],
    [byte(0xEF), byte(0xBC), byte(0x88)],
    // Han, with kana below.
    [(set(&[0xE]), span(3, 9)), CONTINUATION, ANY_BYTE],
]);
/// The bits of [`REMAINS`] that raise suspicion, and those that are notes.
const SUSPICIOUS: u8 = 0b0001_1111;
const BRACKETS: u8 = 0b0110_0000;
const WIDE_BRACKETS: u8 = 0b0100_0000;
const HAN: u8 = 0b1000_0000;

/// References without `&`; asked where there is a `;`.
static REFERENCES: Table = Table::new(&[
    // The last letters of the names that count: `quo;`, `nbsp;`, `ndash;`, `hellip;`,
    // `quot;`, `bull;`, `prime;`, `amp;`.
    [(LETTERS, set(&[3, 5, 9, 0xC, 0xD, 0xF])), (LETTERS, set(&[0, 4, 5, 8, 0xC, 0xF])), SEMICOLON],
    // Numbers: `#8220;`, `#x201C;`.
    [HEXADECIMAL, HEXADECIMAL, SEMICOLON],
    NEVER,
    NEVER,
    NEVER,
    NEVER,
    NEVER,
    NEVER,
]);

/// What a text may hold, beside anything suspicious, by its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Notes(u8);

impl Notes {
    /// Nothing is known: anything may be there.
    pub(crate) const ANYTHING: Notes = Notes(u8::MAX);
    pub(crate) const NONE: Notes = Notes(0);

    /// Narrow brackets, if any, and Chinese characters.
    pub(crate) fn new(has_brackets: bool, has_han: bool) -> Notes {
        const NARROW: u8 = BRACKETS & !WIDE_BRACKETS;
        Notes(if has_brackets { NARROW } else { 0 } | if has_han { HAN } else { 0 })
    }

    pub(crate) fn and(self, other: Notes) -> Notes {
        Notes(self.0 | other.0)
    }

    pub(crate) fn without_brackets(self) -> Notes {
        Notes(self.0 & !BRACKETS)
    }

    /// An opening bracket behind a character that is not ASCII.
    pub(crate) fn has_brackets(self) -> bool {
        self.0 & BRACKETS != 0
    }

    /// Wide ones.
    pub(crate) fn has_wide_brackets(self) -> bool {
        self.0 & WIDE_BRACKETS != 0
    }

    /// Chinese characters.
    pub(crate) fn has_han(self) -> bool {
        self.0 & HAN != 0
    }
}

/// Whether a rule that raises suspicion holds of a character of these three bytes, whatever stands around it.
pub(crate) fn is_suspicious(bytes: [u8; 3]) -> bool {
    let characters = CHARACTERS.rules_of(bytes) | INDIC.rules_of(bytes);
    characters | REMAINS.rules_of(bytes) & SUSPICIOUS != 0
}

/// Whether a rule about references holds of these two bytes before a `;`.
pub(crate) fn may_end_reference([first, second]: [u8; 2]) -> bool {
    REFERENCES.rules_of([first, second, b';']) != 0
}

/// Sorts blocks, and keeps their notes.
pub(crate) struct Sieve<S: Simd> {
    simd: S,
    notes: u8x64<S>,
}

impl<S: Simd> Sieve<S> {
    #[inline(always)]
    pub(crate) fn new(simd: S) -> Sieve<S> {
        Sieve { simd, notes: simd.splat_u8x64(0) }
    }

    /// The bytes of a block at which a rule holds that raises suspicion, the first one in the
    /// lowest bit.
    #[inline(always)]
    pub(crate) fn suspicious(&mut self, window: &[u8; WINDOW]) -> u64 {
        let simd = self.simd;
        let first = u8x64::from_slice(simd, &window[..BLOCK]);
        // A rule may begin with an ASCII character right before the block's end.
        let third = u8x64::from_slice(simd, &window[2..]);
        let ampersands = first.simd_eq(simd.splat_u8x64(b'&'));
        let semicolons = third.simd_eq(simd.splat_u8x64(b';'));
        let wide = (first | third).simd_ge(simd.splat_u8x64(0x80));
        if !(wide | ampersands | semicolons).any_true() {
            return 0;
        }
        let bytes = Bytes::of(window, simd);
        let remains = bytes.rules_of(&REMAINS);
        self.notes |= remains;
        let mut hits = bytes.rules_of(&CHARACTERS) | remains & simd.splat_u8x64(SUSPICIOUS);
        if first.simd_eq(simd.splat_u8x64(INDIC_LEAD)).any_true() {
            hits |= bytes.rules_of(&INDIC);
        }
        if semicolons.any_true() {
            hits |= bytes.rules_of(&REFERENCES);
        }
        places(hits.simd_gt(simd.splat_u8x64(0)) | ampersands)
    }

    /// What the blocks so far may hold.
    #[inline(always)]
    pub(crate) fn notes(&self) -> Notes {
        Notes(self.notes.as_array().iter().fold(0, |all, notes| all | notes))
    }
}

/// The bytes of a block at which a mask holds, the first one in the lowest bit.
#[inline(always)]
pub(crate) fn places<S: Simd>(hits: mask8x64<S>) -> u64 {
    if hits.any_true() { hits.to_bitmask() } else { 0 }
}

/// Three bytes in a row from each of a block, in halves.
pub(crate) struct Bytes<S: Simd> {
    simd: S,
    halves: [Halves<S>; 3],
}

struct Halves<S: Simd> {
    high: u8x64<S>,
    low: u8x64<S>,
}

impl<S: Simd> Bytes<S> {
    #[inline(always)]
    pub(crate) fn of(window: &[u8; WINDOW], simd: S) -> Bytes<S> {
        let halves = [
            Halves::of(u8x64::from_slice(simd, &window[..BLOCK])),
            Halves::of(u8x64::from_slice(simd, &window[1..=BLOCK])),
            Halves::of(u8x64::from_slice(simd, &window[2..])),
        ];
        Bytes { simd, halves }
    }

    /// The bytes of the block at which a rule of one of the tables holds, the first one in the lowest
    /// bit.
    #[inline(always)]
    pub(crate) fn places_of<const N: usize>(&self, tables: &[&Table; N]) -> u64 {
        let mut hits = self.simd.splat_u8x64(0);
        for table in tables {
            hits |= self.rules_of(table);
        }
        places(hits.simd_gt(self.simd.splat_u8x64(0)))
    }

    /// The bits of the rules that hold at each byte.
    #[inline(always)]
    fn rules_of(&self, Table(table): &Table) -> u8x64<S> {
        let [first, second, third] = &self.halves;
        first.look_up(&table[0], self.simd)
            & second.look_up(&table[1], self.simd)
            & third.look_up(&table[2], self.simd)
    }
}

impl<S: Simd> Halves<S> {
    #[inline(always)]
    fn of(bytes: u8x64<S>) -> Halves<S> {
        Halves { high: bytes >> 4, low: bytes & bytes.simd.splat_u8x64(15) }
    }

    #[inline(always)]
    fn look_up(&self, [high, low]: &[[u8; 16]; 2], simd: S) -> u8x64<S> {
        let high = u8x64::block_splat(u8x16::from_slice(simd, high));
        let low = u8x64::block_splat(u8x16::from_slice(simd, low));
        high.swizzle_dyn_within_blocks(self.high) & low.swizzle_dyn_within_blocks(self.low)
    }
}
