//! Encodings of one byte a character.
//!
//! All share the bytes of ASCII. The upper halves come from `encoding_rs`, but for two code pages
//! that the standard lacks.

use std::ops::Range;
use std::sync::OnceLock;

use encoding_rs::Encoding;
use fearless_simd::prelude::*;
use fearless_simd::{Level, Simd, dispatch, u8x64};

use super::Codec;
use crate::encoding::utf8;
use crate::sieve::BLOCK;

/// Bytes 80–FF of IBM code page 437, after Unicode's mapping `VENDORS/MICSFT/PC/CP437.TXT`.
const IBM_437: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐\
    └┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{A0}";

/// Bytes 80–FF of IBM code page 850, after Unicode's mapping `VENDORS/MICSFT/PC/CP850.TXT`.
const IBM_850: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐\
    └┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{AD}±‗¾¶§÷¸°¨·¹³²■\u{A0}";

/// How many encodings of this kind there are.
const COUNT: usize = Codec::Ibm850 as usize - Codec::Latin1 as usize + 1;

/// Characters below this number are found in a flat table; a few others in a list.
const FLAT: usize = 0x2800;

/// A block and the rest of a character of three bytes that begins with its last byte, read as four.
const PADDED: usize = BLOCK + 3;

/// A set of encodings of one byte a character: a bit each, in their order.
pub(crate) type Readers = u32;

/// What a character may have been of another one in UTF-8: the encodings in which its byte is one that such a
/// character begins with, and those in which it is one that it goes on with.
#[derive(Clone, Copy, Default)]
pub(crate) struct Roles {
    pub(crate) lead: Readers,
    pub(crate) trail: Readers,
}

impl Roles {
    fn add(&mut self, index: usize, byte: u8) {
        self.lead |= Readers::from(byte >= 0xC2) << index;
        self.trail |= Readers::from(utf8::is_trail(byte)) << index;
    }
}

struct Tables {
    /// By encoding and byte from 80 on: the character, or 0.
    characters: [[u16; 128]; COUNT],
    /// By character: the encodings that some byte of becomes it.
    readers: Vec<Readers>,
    /// By character: what its bytes are in UTF-8.
    roles: Vec<Roles>,
    /// By encoding and character, packed: the byte. One table an encoding.
    bytes: Vec<[u8; FLAT]>,
    /// Characters beyond the flat table: encoding, character, byte.
    others: Vec<(usize, u16, u8)>,
}

fn tables() -> &'static Tables {
    static TABLES: OnceLock<Tables> = OnceLock::new();
    TABLES.get_or_init(|| {
        let mut tables = Tables {
            characters: [[0; 128]; COUNT],
            readers: vec![0; FLAT],
            roles: vec![Roles::default(); FLAT],
            bytes: vec![[0; FLAT]; COUNT],
            others: Vec::new(),
        };
        for codec in Codec::singles() {
            let index = index(codec);
            tables.characters[index] = upper_half(codec);
            let mut add = |code: u16, byte: u8| {
                let at = usize::from(code);
                if at >= FLAT {
                    tables.others.push((index, code, byte));
                } else if tables.bytes[index][at] == 0 {
                    tables.bytes[index][at] = byte;
                    tables.readers[at] |= 1 << index;
                    tables.roles[at].add(index, byte);
                }
            };
            (0..0x80).for_each(|byte| add(u16::from(byte), byte));
            for byte in 0x80..=0xFF_u8 {
                match tables.characters[index][usize::from(byte & 0x7F)] {
                    0 => {}
                    code => add(code, byte),
                }
            }
            // What sloppy decoders make of bytes without a meaning; and those of Windows leave
            // control characters that other tools have already made of bytes alone.
            for byte in 0x80..=0xFF_u8 {
                let undefined = tables.characters[index][usize::from(byte & 0x7F)] == 0;
                if undefined || (byte < 0xA0 && codec.name().starts_with("windows")) {
                    add(u16::from(byte), byte);
                }
            }
        }
        tables
    })
}

fn index(codec: Codec) -> usize {
    codec as usize - Codec::Latin1 as usize
}

fn upper_half(codec: Codec) -> [u16; 128] {
    let mut characters = [0; 128];
    let code = |c: char| u16::try_from(u32::from(c)).unwrap_or(0);
    match codec {
        Codec::Latin1 => {
            for (byte, character) in characters.iter_mut().enumerate() {
                *character = byte as u16 + 0x80;
            }
        }
        Codec::Ibm437 | Codec::Ibm850 => {
            let table = if codec == Codec::Ibm437 { IBM_437 } else { IBM_850 };
            for (character, c) in characters.iter_mut().zip(table.chars()) {
                *character = code(c);
            }
        }
        _ => {
            if let Some(standard) = Encoding::for_label(codec.name().as_bytes()) {
                for (byte, character) in characters.iter_mut().enumerate() {
                    let bytes = [byte as u8 + 0x80];
                    let text = standard.decode_without_bom_handling_and_without_replacement(&bytes);
                    *character = text.and_then(|text| text.chars().next()).map_or(0, code);
                }
            }
        }
    }
    characters
}

/// The encodings that have a byte for the character. ASCII has one in all.
pub(crate) fn readers(c: char) -> Readers {
    if c.is_ascii() {
        return Readers::MAX;
    }
    match tables().readers.get(c as usize) {
        Some(readers) => *readers,
        None => {
            let others =
                tables().others.iter().filter(|(_, code, _)| u32::from(*code) == u32::from(c));
            others.fold(0, |readers, (index, _, _)| readers | 1 << index)
        }
    }
}

/// What a character may have been of another one in UTF-8.
pub(crate) fn roles(c: char) -> Roles {
    match tables().roles.get(c as usize) {
        Some(roles) => *roles,
        None => {
            let mut roles = Roles::default();
            for (index, code, byte) in &tables().others {
                if u32::from(*code) == u32::from(c) {
                    roles.add(*index, *byte);
                }
            }
            roles
        }
    }
}

pub(super) fn encode_char(codec: Codec, c: char) -> Option<u8> {
    if c.is_ascii() {
        return Some(c as u8);
    }
    let (tables, index) = (tables(), index(codec));
    match tables.bytes[index].get(c as usize) {
        Some(0) => None,
        Some(byte) => Some(*byte),
        None => {
            let mut others = tables.others.iter();
            others.find(|other| (other.0, u32::from(other.1)) == (index, c.into())).map(|o| o.2)
        }
    }
}

/// Appends a byte for each character; says whether all have one, and breaks off where one has none.
///
/// Text that was read in a wrong encoding mixes characters of one, two and three bytes in no order that could be
/// foreseen. So where they begin is asked of a whole block, and each is looked up without a branch.
pub(super) fn encode(codec: Codec, text: &str, bytes: &mut Vec<u8>) -> bool {
    bytes.reserve(text.len());
    dispatch!(Level::new(), simd => encode_with(codec, text, bytes, simd))
}

#[inline(always)]
fn encode_with<S: Simd>(codec: Codec, text: &str, bytes: &mut Vec<u8>, simd: S) -> bool {
    let flat = &tables().bytes[index(codec)];
    for start in (0..text.len()).step_by(BLOCK) {
        let rest = &text.as_bytes()[start..];
        let length = rest.len().min(BLOCK);
        let mut padded = [0; PADDED];
        let window = rest.first_chunk().unwrap_or_else(|| {
            padded[..rest.len()].copy_from_slice(rest);
            &padded
        });
        let block = u8x64::from_slice(simd, &window[..BLOCK]);
        if !block.simd_ge(simd.splat_u8x64(0x80)).any_true() {
            bytes.extend_from_slice(&rest[..length]);
            continue;
        }
        let continues = (block - simd.splat_u8x64(0x80)).simd_lt(simd.splat_u8x64(0x40));
        let mut characters = !continues.to_bitmask() & u64::MAX >> (BLOCK - length);
        let mut encoded = [0; BLOCK];
        let encoded = &mut encoded[..characters.count_ones() as usize];
        for place in &mut *encoded {
            let at = characters.trailing_zeros() as usize;
            characters &= characters.wrapping_sub(1);
            *place = flat.get(code(window, at)).copied().unwrap_or_default();
        }
        let has_all = encoded.iter().fold(true, |all, byte| all & (*byte != 0));
        if has_all {
            bytes.extend_from_slice(encoded);
        } else if !encode_each(codec, text, start..start + length, bytes) {
            return false;
        }
    }
    true
}

/// By the upper half of a character's first byte: the bits of it that count, and how many bits of two more bytes
/// do not.
const FIRST: [(u8, u8); 16] = {
    let mut first = [(0x7F, 12); 16];
    (first[0xC], first[0xD]) = ((0x1F, 6), (0x1F, 6));
    (first[0xE], first[0xF]) = ((0x1F, 0), (0x1F, 0));
    first
};

/// The number of the character that begins at a byte of a window; one beyond the BMP where it has four bytes.
#[inline(always)]
fn code(window: &[u8; PADDED], at: usize) -> usize {
    let at = at % BLOCK;
    let bytes = u32::from_le_bytes([window[at], window[at + 1], window[at + 2], window[at + 3]]);
    let (counts, shift) = FIRST[(bytes as usize >> 4) & 0xF];
    let behind = bytes >> 2 & 0xFC0 | bytes >> 16 & 0x3F;
    (((bytes & u32::from(counts)) << 12 | behind) >> shift) as usize
}

/// The same as [`encode`] for the characters that begin in a range, however rare.
fn encode_each(codec: Codec, text: &str, range: Range<usize>, bytes: &mut Vec<u8>) -> bool {
    let begin = text.ceil_char_boundary(range.start);
    let characters = text[begin..].char_indices().take_while(|(at, _)| begin + at < range.end);
    characters.map(|(_, c)| encode_char(codec, c)).all(|byte| {
        bytes.extend(byte);
        byte.is_some()
    })
}

#[inline(always)]
pub(super) fn decode_byte(codec: Codec, byte: u8) -> Option<char> {
    if byte.is_ascii() {
        return Some(char::from(byte));
    }
    match tables().characters[index(codec)][usize::from(byte & 0x7F)] {
        0 => None,
        code => char::from_u32(u32::from(code)),
    }
}

pub(super) fn decode(codec: Codec, bytes: &[u8], text: &mut String) -> bool {
    for byte in bytes {
        match decode_byte(codec, *byte) {
            Some(c) => text.push(c),
            None => return false,
        }
    }
    true
}
