//! Encodings of one or two bytes a character (rarely three or four).
//!
//! What stands at a pair of bytes, and which pair stands for a character, is asked of `encoding_rs`
//! when it is met first, and remembered: a search that meets a few characters does not wait for
//! tables of all. Longer sequences, of GB 18030 and EUC-JP, are rare enough to be asked for each
//! time.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU16, AtomicU32, Ordering};

use encoding_rs::{
    BIG5, BIG5_INIT, EUC_JP, EUC_JP_INIT, EUC_KR_INIT, EncoderResult, Encoding, GB18030,
    GB18030_INIT, SHIFT_JIS, SHIFT_JIS_INIT,
};

use super::Codec;

const FIRST_LEAD: u8 = 0x80;
/// No encoding has a lower second byte of two.
const FIRST_TRAIL: u8 = 0x40;
const ROW: usize = 0x100 - FIRST_TRAIL as usize;
const ROWS: usize = 0x100 - FIRST_LEAD as usize;

/// What it is has not been asked yet. Whoever asks gets the same answer, so it does not matter who is
/// first.
const UNKNOWN: u16 = 0;
/// There is none.
const NONE: u16 = 1;
/// A code of three or four bytes.
const LONG: u16 = 2;
/// Four pairs of Big5 are a letter and a combining mark.
const TWO: u32 = 2;

/// Characters, sorted, each with its code of so many bytes.
type Codes<const N: usize> = Vec<(char, [u8; N])>;

/// An encoding and what is known of it.
struct Table {
    standard: &'static Encoding,
    /// By byte from 80 on that is a character by itself: the character.
    singles: &'static [AtomicU16; ROWS],
    /// By pair: the character, or [`TWO`].
    characters: &'static [AtomicU32; ROWS * ROW],
    /// By character of the BMP: the pair or single byte, or [`LONG`].
    codes: &'static [AtomicU16; 0x1_0000],
    /// Characters that the standard's encoder does not write, and their pairs.
    others: &'static OnceLock<Codes<2>>,
}

const COUNT: usize = Codec::DOUBLES.len();
static SINGLES: [[AtomicU16; ROWS]; COUNT] =
    [const { [const { AtomicU16::new(UNKNOWN) }; ROWS] }; COUNT];
static CHARACTERS: [[AtomicU32; ROWS * ROW]; COUNT] =
    [const { [const { AtomicU32::new(UNKNOWN as u32) }; ROWS * ROW] }; COUNT];
static CODES: [[AtomicU16; 0x1_0000]; COUNT] =
    [const { [const { AtomicU16::new(UNKNOWN) }; 0x1_0000] }; COUNT];
static OTHERS: [OnceLock<Codes<2>>; COUNT] = [const { OnceLock::new() }; COUNT];

/// In the order of [`Codec::DOUBLES`].
static TABLES: [Table; COUNT] = [
    Table::of(0, &GB18030_INIT),
    Table::of(1, &BIG5_INIT),
    Table::of(2, &SHIFT_JIS_INIT),
    Table::of(3, &EUC_JP_INIT),
    Table::of(4, &EUC_KR_INIT),
];

fn table(codec: Codec) -> &'static Table {
    &TABLES[codec as usize - Codec::Gb18030 as usize]
}

impl Table {
    const fn of(index: usize, standard: &'static Encoding) -> Table {
        Table {
            standard,
            singles: &SINGLES[index],
            characters: &CHARACTERS[index],
            codes: &CODES[index],
            others: &OTHERS[index],
        }
    }
}

impl Table {
    /// The character that a byte from 80 on stands for by itself.
    fn single(&self, lead: u8) -> Option<char> {
        let known = &self.singles[usize::from(lead - FIRST_LEAD)];
        let code = match known.load(Ordering::Relaxed) {
            UNKNOWN => {
                let code = self.decode(&[lead]) as u16;
                known.store(code, Ordering::Relaxed);
                code
            }
            code => code,
        };
        char::from_u32(code.into()).filter(|c| !c.is_ascii())
    }

    /// The character that a pair stands for.
    fn character(&self, lead: u8, trail: u8) -> Option<char> {
        let place =
            usize::from(lead - FIRST_LEAD) * ROW + usize::from(trail.checked_sub(FIRST_TRAIL)?);
        let known = &self.characters[place];
        let code = match known.load(Ordering::Relaxed) {
            code if code == u32::from(UNKNOWN) => {
                let code = self.decode(&[lead, trail]);
                known.store(code, Ordering::Relaxed);
                code
            }
            code => code,
        };
        char::from_u32(code).filter(|c| !c.is_ascii())
    }

    #[cold]
    fn decode(&self, bytes: &[u8]) -> u32 {
        let text = self.standard.decode_without_bom_handling_and_without_replacement(bytes);
        let mut characters = text.as_deref().unwrap_or_default().chars();
        match (characters.next(), characters.next()) {
            (Some(c), None) => u32::from(c),
            (Some(_), Some(_)) => TWO,
            _ => u32::from(NONE),
        }
    }

    /// The pair or single byte that stands for a character beyond ASCII, or [`LONG`].
    fn code(&self, c: char) -> Option<u16> {
        let Some(known) = self.codes.get(c as usize) else { return self.find_any_code(c) };
        let code = match known.load(Ordering::Relaxed) {
            UNKNOWN => {
                let code = self.find_any_code(c).unwrap_or(NONE);
                known.store(code, Ordering::Relaxed);
                code
            }
            code => code,
        };
        (code != NONE).then_some(code)
    }

    #[cold]
    fn find_any_code(&self, c: char) -> Option<u16> {
        let is_long = || {
            (self.standard == GB18030 || self.standard == EUC_JP)
                && encode_long(self.standard, c, &mut Vec::new())
        };
        self.find_code(c).or_else(|| is_long().then_some(LONG))
    }

    /// Of several codes for a character the standard's own encoder chooses one; if it has none, the
    /// first. In Shift_JIS always the first: what was read as one of NEC's additions (`ED`, `EE`) is
    /// UTF-8 or EUC as a rule, which have hardly any use for the lead bytes of IBM's (`FA`–`FC`).
    fn find_code(&self, c: char) -> Option<u16> {
        let mut buffer = [0; 4];
        let mut bytes = [0; 8];
        let (result, _, length) = self.standard.new_encoder().encode_from_utf8_without_replacement(
            c.encode_utf8(&mut buffer),
            &mut bytes,
            true,
        );
        let code = match (result, &bytes[..length]) {
            (EncoderResult::InputEmpty, [byte]) => Some(u16::from(*byte)),
            (EncoderResult::InputEmpty, [lead, trail]) => Some(u16::from_be_bytes([*lead, *trail])),
            _ => None,
        };
        // What it leaves out, or writes with IBM's.
        let other = match code {
            Some(code) if self.standard != SHIFT_JIS || code < 0xFA40 => None,
            _ => code_in(self.others(), c).map(u16::from_be_bytes),
        };
        other.or(code)
    }

    /// The characters of rows that the standard's encoder does not write, by their first codes: the
    /// supplements of Hong Kong; NEC's and those for characters of the user's own.
    fn others(&self) -> &'static [(char, [u8; 2])] {
        self.others.get_or_init(|| {
            let leads = match self.standard {
                it if it == BIG5 => 0x87..=0xA0,
                it if it == SHIFT_JIS => 0xED..=0xF9,
                _ => return Vec::new(),
            };
            let pairs = leads.flat_map(|lead| (FIRST_TRAIL..=0xFF).map(move |trail| [lead, trail]));
            codes_of(self.standard, pairs)
        })
    }
}

/// The characters that codes stand for, sorted, each with the first of its codes. The codes are in order.
fn codes_of<const N: usize>(
    standard: &'static Encoding,
    codes: impl Iterator<Item = [u8; N]> + Clone,
) -> Codes<N> {
    // A space behind each code keeps an invalid one from its neighbour.
    let bytes: Vec<u8> = codes.clone().flat_map(|code| code.into_iter().chain([b' '])).collect();
    let (text, _) = standard.decode_without_bom_handling(&bytes);
    let one = |cell: &str| {
        let mut characters = cell.chars();
        let c = characters.next().filter(|c| *c != char::REPLACEMENT_CHARACTER)?;
        characters.next().is_none().then_some(c)
    };
    let cells = text.split(' ').zip(codes);
    let mut known: Vec<_> = cells.filter_map(|(cell, code)| Some((one(cell)?, code))).collect();
    known.sort_unstable();
    known.dedup_by_key(|(c, _)| *c);
    known
}

/// The code of a character, if it is among these.
fn code_in<const N: usize>(codes: &[(char, [u8; N])], c: char) -> Option<[u8; N]> {
    let place = codes.binary_search_by_key(&c, |(known, _)| *known).ok()?;
    Some(codes[place].1)
}

/// How long a sequence is that starts like this: 3 in EUC-JP, 4 in GB 18030, else 2.
fn length(codec: Codec, bytes: &[u8]) -> usize {
    match (codec, bytes) {
        (Codec::EucJp, [0x8F, ..]) => 3,
        (Codec::Gb18030, [_, b'0'..=b'9', ..]) => 4,
        _ => 2,
    }
}

pub(super) fn encode(codec: Codec, text: &str, bytes: &mut Vec<u8>) -> bool {
    let table = table(codec);
    let mut characters = text.chars();
    while let Some(c) = characters.next() {
        if c.is_ascii() {
            bytes.push(c as u8);
            continue;
        }
        if codec == Codec::Big5 && matches!(c, 'Ê' | 'ê') {
            // The combining mark after it belongs to the pair.
            let pair = match (c, characters.clone().next()) {
                ('Ê', Some('\u{304}')) => Some([0x88, 0x62]),
                ('Ê', Some('\u{30C}')) => Some([0x88, 0x64]),
                ('ê', Some('\u{304}')) => Some([0x88, 0xA3]),
                ('ê', Some('\u{30C}')) => Some([0x88, 0xA5]),
                _ => None,
            };
            if let Some(pair) = pair {
                characters.next();
                bytes.extend_from_slice(&pair);
                continue;
            }
        }
        if codec == Codec::Gb18030 && c == '€' {
            let next = characters.clone().next().and_then(|next| table.code(next)).unwrap_or(0);
            bytes.extend_from_slice(euro(bytes, next));
            continue;
        }
        if !encode_one(table, c, bytes) {
            return false;
        }
    }
    true
}

/// Appends the bytes of a character beyond ASCII by itself.
pub(super) fn encode_char(codec: Codec, c: char, bytes: &mut Vec<u8>) -> bool {
    if codec == Codec::Gb18030 && c == '€' {
        bytes.extend_from_slice(euro(bytes, 0));
        return true;
    }
    encode_one(table(codec), c, bytes)
}

#[inline(always)]
fn encode_one(table: &Table, c: char, bytes: &mut Vec<u8>) -> bool {
    match table.code(c) {
        None => return false,
        Some(LONG) => return encode_long(table.standard, c, bytes),
        Some(code @ ..0x100) => bytes.push(code as u8),
        Some(code) => bytes.extend_from_slice(&code.to_be_bytes()),
    }
    true
}

/// The bytes of the euro sign, which has two codes in GBK: the byte 80 and a pair. Where the bytes
/// before are the beginning of a character in UTF-8, what can belong to it is meant.
fn euro(before: &[u8], next: u16) -> &'static [u8] {
    const SINGLE: &[u8] = &[0x80];
    const PAIR: &[u8] = &[0xA2, 0xE3];
    let continuations =
        before.iter().rev().take(3).take_while(|byte| **byte & 0xC0 == 0x80).count();
    let lead = before.iter().rev().nth(continuations).copied().unwrap_or_default();
    let length = match lead {
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF4 => 4,
        _ => 0,
    };
    let next = if next < 0x100 { next as u8 } else { (next >> 8) as u8 };
    match length - 1 - continuations as i32 {
        // The pair would end one character and begin another, which goes on.
        1 if next & 0xC0 == 0x80 => PAIR,
        1.. => SINGLE,
        _ => PAIR,
    }
}

/// A sequence of three or four bytes. The standard's encoder of EUC-JP does not write the three
/// bytes of JIS X 0212, so those are searched for.
fn encode_long(standard: &'static Encoding, c: char, bytes: &mut Vec<u8>) -> bool {
    static SUPPLEMENT: OnceLock<Codes<3>> = OnceLock::new();
    if standard == EUC_JP {
        let supplement = SUPPLEMENT.get_or_init(|| {
            let codes = (0xA1..=0xFE).flat_map(|a| (0xA1..=0xFE).map(move |b| [0x8F, a, b]));
            codes_of(standard, codes)
        });
        let code = code_in(supplement, c);
        bytes.extend(code.iter().flat_map(|code| code.iter()));
        return code.is_some();
    }
    let mut buffer = [0; 4];
    let (encoded, _, unmappable) = standard.encode(c.encode_utf8(&mut buffer));
    if !unmappable {
        bytes.extend_from_slice(&encoded);
    }
    !unmappable
}

fn decode_long(standard: &'static Encoding, sequence: &[u8]) -> Option<char> {
    let text = standard.decode_without_bom_handling_and_without_replacement(sequence)?;
    let mut characters = text.chars();
    match (characters.next(), characters.next()) {
        (Some(c), None) => Some(c),
        _ => None,
    }
}

#[inline(always)]
pub(super) fn decode_first(codec: Codec, bytes: &[u8]) -> Option<(char, usize)> {
    let table = table(codec);
    let lead = *bytes.first()?;
    if lead.is_ascii() {
        return Some((char::from(lead), 1));
    }
    if let Some(c) = table.single(lead) {
        return Some((c, 1));
    }
    let trail = *bytes.get(1)?;
    let length = length(codec, bytes);
    if length > 2 {
        return decode_long(table.standard, bytes.get(..length)?).map(|c| (c, length));
    }
    table.character(lead, trail).map(|c| (c, 2))
}

pub(super) fn decode(codec: Codec, bytes: &[u8], text: &mut String) -> bool {
    let mut rest = bytes;
    while !rest.is_empty() {
        match decode_first(codec, rest) {
            Some((c, length)) => {
                text.push(c);
                rest = &rest[length..];
            }
            None => {
                let two = match rest {
                    [0x88, 0x62, ..] => "Ê\u{304}",
                    [0x88, 0x64, ..] => "Ê\u{30C}",
                    [0x88, 0xA3, ..] => "ê\u{304}",
                    [0x88, 0xA5, ..] => "ê\u{30C}",
                    _ => return false,
                };
                if codec != Codec::Big5 {
                    return false;
                }
                text.push_str(two);
                rest = &rest[2..];
            }
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What bytes make of a character is what the character is written as, but for the standards'
    /// own second codes.
    #[test]
    fn codes_lead_back_to_their_characters() {
        for codec in Codec::DOUBLES {
            let table = table(codec);
            for lead in FIRST_LEAD..=0xFF {
                if table.single(lead).is_some() {
                    continue;
                }
                for trail in FIRST_TRAIL..=0xFF {
                    let Some((c, 2)) = decode_first(codec, &[lead, trail]) else { continue };
                    let code = table.code(c).unwrap_or_default();
                    let first = u16::from_be_bytes([lead, trail]);
                    let [lead, trail] = code.to_be_bytes();
                    assert_eq!(decode_first(codec, &[lead, trail]), Some((c, 2)), "{codec} {c}");
                    let by_rule = codec != Codec::ShiftJis || code <= first;
                    assert!(by_rule, "{codec} {c} {code:X} {first:X}");
                }
            }
        }
    }
}
