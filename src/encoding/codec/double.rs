//! Encodings of one or two bytes a character (rarely three or four).
//!
//! What stands at a pair of bytes is asked of `encoding_rs` once and kept in flat arrays. Longer
//! sequences, of GB 18030 and EUC-JP, are rare enough to be asked for each time.

use std::collections::HashMap;
use std::sync::OnceLock;

use encoding_rs::{BIG5, EUC_JP, EUC_KR, Encoding, GB18030, SHIFT_JIS};

use super::Codec;

const FIRST_LEAD: u8 = 0x80;
/// No encoding has a lower second byte of two.
const FIRST_TRAIL: u8 = 0x40;
const ROW: usize = 0x100 - FIRST_TRAIL as usize;
const ROWS: usize = 0x100 - FIRST_LEAD as usize;

struct Table {
    standard: &'static Encoding,
    /// By pair: the character; 0 for none, [`TWO`] where it is two.
    characters: Vec<u32>,
    /// By byte from 80 on that is a character by itself: the character, or 0.
    singles: [u16; ROWS],
    /// By character of the BMP: the pair or single byte, or 0.
    pairs: Vec<u16>,
    /// Characters beyond.
    others: HashMap<char, u16>,
}

/// Four pairs of Big5 are a letter and a combining mark.
const TWO: u32 = 0x11_0000;

fn table(codec: Codec) -> &'static Table {
    static TABLES: [OnceLock<Table>; 5] = [const { OnceLock::new() }; 5];
    let index = codec as usize - Codec::Gb18030 as usize;
    let standard = [GB18030, BIG5, SHIFT_JIS, EUC_JP, EUC_KR][index];
    TABLES[index].get_or_init(|| Table::new(standard))
}

impl Table {
    fn new(standard: &'static Encoding) -> Table {
        let mut table = Table {
            standard,
            characters: vec![0; ROW * ROWS],
            singles: [0; ROWS],
            pairs: vec![0; 0x1_0000],
            others: HashMap::new(),
        };
        // A space after each pair keeps an invalid one from its neighbour.
        let mut row = Vec::with_capacity(3 * ROW);
        let mut text = String::with_capacity(12 * ROW);
        for lead in FIRST_LEAD..=0xFF {
            let byte = [lead];
            if let Some(text) = standard.decode_without_bom_handling_and_without_replacement(&byte)
            {
                let c = text.chars().next().unwrap_or_default();
                table.singles[usize::from(lead - FIRST_LEAD)] = u32::from(c) as u16;
                table.add(c, u16::from(lead));
                continue;
            }
            row.clear();
            row.extend((FIRST_TRAIL..=0xFF).flat_map(|trail| [lead, trail, b' ']));
            text.clear();
            let mut decoder = standard.new_decoder_without_bom_handling();
            let _ = decoder.decode_to_string(&row, &mut text, true);
            for (trail, cell) in (FIRST_TRAIL..=0xFF).zip(text.split(' ')) {
                let mut characters = cell.chars();
                let at = place(lead, trail);
                match (characters.next(), characters.next()) {
                    (Some(c), None) if c != char::REPLACEMENT_CHARACTER => {
                        table.characters[at] = u32::from(c);
                        table.add(c, u16::from_be_bytes([lead, trail]));
                    }
                    (Some(a), Some(b))
                        if !a.is_ascii() && b != char::REPLACEMENT_CHARACTER && !b.is_ascii() =>
                    {
                        table.characters[at] = TWO;
                    }
                    _ => {}
                }
            }
        }
        table
    }

    /// Of several codes for a character the standard's own encoder chooses one; if it has none, the
    /// first. In Shift_JIS always the first: what was read as one of NEC's additions (`ED`, `EE`) is
    /// UTF-8 or EUC as a rule, which have hardly any use for the lead bytes of IBM's (`FA`–`FC`).
    fn add(&mut self, c: char, code: u16) {
        let slot = match self.pairs.get_mut(c as usize) {
            Some(slot) => slot,
            None => self.others.entry(c).or_default(),
        };
        if *slot == 0 {
            *slot = code;
        }
        if *slot == code || self.standard == SHIFT_JIS {
            return;
        }
        let mut buffer = [0; 4];
        let (bytes, _, unmappable) = self.standard.encode(c.encode_utf8(&mut buffer));
        if !unmappable && let [lead, trail] = *bytes {
            *slot = u16::from_be_bytes([lead, trail]);
        }
    }

    fn code(&self, c: char) -> u16 {
        match self.pairs.get(c as usize) {
            Some(code) => *code,
            None => self.others.get(&c).copied().unwrap_or(0),
        }
    }
}

fn place(lead: u8, trail: u8) -> usize {
    usize::from(lead - FIRST_LEAD) * ROW + usize::from(trail - FIRST_TRAIL)
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
            let next = characters.clone().next().map_or(0, |next| table.code(next));
            bytes.extend_from_slice(euro(bytes, next));
            continue;
        }
        match table.code(c) {
            0 => {
                let long = matches!(codec, Codec::Gb18030 | Codec::EucJp);
                if !long || !encode_long(table.standard, c, bytes) {
                    return false;
                }
            }
            code if code < 0x100 => bytes.push(code as u8),
            code => bytes.extend_from_slice(&code.to_be_bytes()),
        }
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
    static SUPPLEMENT: OnceLock<HashMap<char, [u8; 3]>> = OnceLock::new();
    if standard == EUC_JP {
        let supplement = SUPPLEMENT.get_or_init(|| {
            let pairs = (0xA1..=0xFE).flat_map(|a| (0xA1..=0xFE).map(move |b| [0x8F, a, b]));
            pairs.filter_map(|code| Some((decode_long(standard, &code)?, code))).collect()
        });
        let code = supplement.get(&c);
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

pub(super) fn decode_first(codec: Codec, bytes: &[u8]) -> Option<(char, usize)> {
    let table = table(codec);
    let lead = *bytes.first()?;
    if lead.is_ascii() {
        return Some((char::from(lead), 1));
    }
    let single = table.singles[usize::from(lead - FIRST_LEAD)];
    if single != 0 {
        return char::from_u32(u32::from(single)).map(|c| (c, 1));
    }
    let trail = *bytes.get(1)?;
    let length = length(codec, bytes);
    if length > 2 {
        return decode_long(table.standard, bytes.get(..length)?).map(|c| (c, length));
    }
    if trail < FIRST_TRAIL {
        return None;
    }
    match table.characters[place(lead, trail)] {
        0 | TWO => None,
        code => char::from_u32(code).map(|c| (c, 2)),
    }
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
