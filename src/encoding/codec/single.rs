//! Encodings of one byte a character.
//!
//! All share the bytes of ASCII. The upper halves come from `encoding_rs`, but for two code pages
//! that the standard lacks.

use std::sync::OnceLock;

use encoding_rs::Encoding;

use super::Codec;

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

/// A set of encodings of one byte a character: a bit each, in their order.
pub(crate) type Readers = u32;

struct Tables {
    /// By encoding and byte from 80 on: the character, or 0.
    characters: [[u16; 128]; COUNT],
    /// By character: the encodings that some byte of becomes it.
    readers: Vec<Readers>,
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
                }
            };
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
            let others = tables().others.iter().filter(|(_, code, _)| u32::from(*code) == c.into());
            others.fold(0, |readers, (index, _, _)| readers | 1 << index)
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

pub(super) fn encode(codec: Codec, text: &str, bytes: &mut Vec<u8>) -> bool {
    let flat = &tables().bytes[index(codec)];
    for c in text.chars() {
        if c.is_ascii() {
            bytes.push(c as u8);
            continue;
        }
        match flat.get(c as usize) {
            Some(0) => return false,
            Some(byte) => bytes.push(*byte),
            None => match encode_char(codec, c) {
                Some(byte) => bytes.push(byte),
                None => return false,
            },
        }
    }
    true
}

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
