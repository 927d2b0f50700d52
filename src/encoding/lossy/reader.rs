//! What a wrong decoder made of bytes, read backwards: for each character the bytes that it may have
//! been.
//!
//! Decoders differ in what they do with bytes that mean nothing to them. Most print U+FFFD or a
//! question mark for a lone byte or for a whole pair; some have characters for private use at pairs
//! that others leave empty, or pass single bytes on as control characters. All of that is understood
//! here. Of what was lost this much is known: it was nothing that the decoder has a character for.

use std::sync::OnceLock;

use super::bytes::Bytes;
use crate::encoding::codec::Codec;

/// A byte as far as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Known(u8),
    /// Lost by itself.
    Lone,
    /// The same, with the byte behind it.
    LoneBefore(u8),
    /// The first and the second byte of a pair that was lost as a whole.
    First,
    Second,
    /// The second one, where the first has been filled in.
    SecondAfter(u8),
    /// Behind the end of the text.
    Cut,
}

impl Unit {
    /// A number that no other has.
    pub(super) fn number(self) -> u16 {
        match self {
            Unit::Known(byte) => byte.into(),
            Unit::LoneBefore(byte) => 0x100 | u16::from(byte),
            Unit::SecondAfter(byte) => 0x200 | u16::from(byte),
            Unit::Lone => 0x300,
            Unit::First => 0x301,
            Unit::Second => 0x302,
            Unit::Cut => 0x303,
        }
    }
}

/// The bytes that a character may have been.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Alternative {
    units: [Unit; 4],
    length: u8,
    /// How improbable it is beside the others, in tenths of a nat.
    pub(super) price: i32,
}

impl Alternative {
    fn new(units: &[Unit], price: i32) -> Alternative {
        let mut alternative =
            Alternative { units: [Unit::Cut; 4], length: units.len() as u8, price };
        alternative.units[..units.len()].copy_from_slice(units);
        alternative
    }

    fn known(bytes: &[u8], price: i32) -> Option<Alternative> {
        let mut units = [Unit::Cut; 4];
        let slots = units.get_mut(..bytes.len())?;
        slots.iter_mut().zip(bytes).for_each(|(unit, byte)| *unit = Unit::Known(*byte));
        Some(Alternative { units, length: bytes.len() as u8, price })
    }

    pub(super) fn units(&self) -> &[Unit] {
        &self.units[..usize::from(self.length)]
    }
}

/// A text with the bytes that each of its characters may have been.
pub(super) struct Backwards {
    /// Each character, where it ends in the text, and where its alternatives end among all.
    characters: Vec<(char, usize, usize)>,
    alternatives: Vec<Alternative>,
}

impl Backwards {
    pub(super) fn read(text: &str, reader: Reader) -> Backwards {
        let mut backwards = Backwards { characters: Vec::new(), alternatives: Vec::new() };
        let mut rest = text.char_indices().peekable();
        while let Some((at, c)) = rest.next() {
            let next = rest.peek().map(|(_, next)| *next);
            reader.alternatives(c, next, &mut backwards.alternatives);
            let end = backwards.alternatives.len();
            backwards.characters.push((c, at + c.len_utf8(), end));
        }
        backwards
    }

    /// Each character, where it ends in the text, and what it may have been.
    pub(super) fn characters(&self) -> impl Iterator<Item = (char, usize, &[Alternative])> {
        let mut start = 0;
        self.characters.iter().map(move |(c, end, last)| {
            let alternatives = &self.alternatives[start..*last];
            start = *last;
            (*c, *end, alternatives)
        })
    }

    /// The length of the text.
    pub(super) fn length(&self) -> usize {
        self.characters.last().map_or(0, |(_, end, _)| *end)
    }
}

/// What a question mark costs that stands for lost bytes.
const QUESTION_MARK: i32 = 30;
/// What the rarer of two codes of the euro sign in GBK costs.
const OTHER_EURO: i32 = 20;

/// The decoder that a text is thought to have gone through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Reader {
    /// One encoding.
    Plain {
        codec: Codec,
        /// Whether it has private characters where the standard has none.
        private: bool,
    },
    /// UTF-8 where the bytes are valid, and a byte at a time by windows-1252 elsewhere.
    Hybrid,
}

impl Reader {
    pub(super) fn new(codec: Codec, text: &str) -> Reader {
        Reader::Plain { codec, private: text.chars().any(is_private) }
    }

    /// The encoding to name in a plan.
    pub(super) fn codec(self) -> Codec {
        match self {
            Reader::Plain { codec, .. } => codec,
            Reader::Hybrid => Codec::Utf8,
        }
    }

    /// Appends what the character may have been; nothing where the decoder could not have made it.
    /// `next` is the character behind it.
    pub(super) fn alternatives(self, c: char, next: Option<char>, all: &mut Vec<Alternative>) {
        let known = |bytes: &[u8], price| Alternative::known(bytes, price);
        match self {
            Reader::Hybrid => {
                let mut buffer = [0; 4];
                all.extend(known(c.encode_utf8(&mut buffer).as_bytes(), 0));
                let mut byte = Vec::new();
                if !c.is_ascii() && Codec::Windows1252.encode_char(c, &mut byte) {
                    all.extend(known(&byte, 0));
                }
            }
            Reader::Plain { codec, .. } => {
                let mut bytes = Vec::with_capacity(4);
                if c == char::REPLACEMENT_CHARACTER {
                    self.holes(next, 0, all);
                } else if c == '?' {
                    all.extend(known(b"?", 0));
                    self.holes(next, QUESTION_MARK, all);
                } else if c == '€' && codec == Codec::Gb18030 {
                    all.extend(known(&[0x80], 0));
                    all.extend(known(&[0xA2, 0xE3], OTHER_EURO));
                } else if let Some(code) = sloppy(codec, c) {
                    let code = code.to_be_bytes();
                    all.extend(known(&code[usize::from(code[0] == 0)..], 0));
                } else if codec.encode_char(c, &mut bytes) {
                    all.extend(known(&bytes, 0));
                }
            }
        }
    }

    /// Whether the decoder can have made the character.
    pub(super) fn has(self, c: char, buffer: &mut Vec<u8>) -> bool {
        buffer.clear();
        match self {
            Reader::Hybrid => true,
            Reader::Plain { codec, .. } => {
                c.is_ascii()
                    || c == char::REPLACEMENT_CHARACTER
                    || sloppy(codec, c).is_some()
                    || codec.encode_char(c, buffer)
            }
        }
    }

    fn holes(self, next: Option<char>, price: i32, all: &mut Vec<Alternative>) {
        let Reader::Plain { codec, .. } = self else { return };
        let next = next.filter(|next| *next != char::REPLACEMENT_CHARACTER && *next != '?');
        let next = next.and_then(|next| match sloppy(codec, next).map(u16::to_be_bytes) {
            Some([0, byte]) => Some(byte),
            Some([lead, _]) => Some(lead),
            None => {
                let mut bytes = Vec::with_capacity(4);
                codec.encode_char(next, &mut bytes).then(|| bytes[0])
            }
        });
        let lone = next.map_or(Unit::Lone, Unit::LoneBefore);
        all.push(Alternative::new(&[lone], price));
        if !codec.is_single() {
            all.push(Alternative::new(&[Unit::First, Unit::Second], price));
        }
    }

    /// Whether the decoder has no character for a byte by itself, before the next.
    fn loses(self, byte: u8, next: Option<u8>) -> bool {
        let Reader::Plain { codec, private } = self else { return false };
        // Some have a character for the byte 80, some pass it on, and some do not.
        if byte == 0x80 && !codec.is_single() {
            return true;
        }
        // What the standard passes on as a control character, others lose.
        let single = codec.decode_first(&[byte]).map(|(c, _)| c);
        if byte.is_ascii() || single.is_some_and(|c| !c.is_control()) {
            return false;
        }
        match next {
            Some(next) if !codec.is_single() => {
                is_empty(codec, private, [byte, next])
                    || (codec == Codec::EucKr && next < FIRST_OF_EUC)
            }
            _ => true,
        }
    }

    /// The bytes for which, by themselves and before the next, the decoder has no character.
    pub(super) fn lost(self, next: Option<u8>) -> Bytes {
        match (self.losses(), next) {
            (Some(lost), None) => lost.alone,
            (Some(lost), Some(behind)) => *lost.before[usize::from(behind)]
                .get_or_init(|| Bytes::that(|byte| self.loses(byte, next))),
            (None, _) => Bytes::that(|byte| self.loses(byte, next)),
        }
    }

    /// The first bytes of pairs for which the decoder has no character.
    pub(super) fn lost_firsts(self) -> Bytes {
        self.losses().map_or(Bytes::NONE, |lost| lost.firsts)
    }

    /// The bytes with which a first one makes a pair for which the decoder has no character.
    pub(super) fn lost_seconds(self, first: u8) -> Bytes {
        self.losses().map_or(Bytes::NONE, |lost| lost.seconds(first))
    }

    /// What a decoder of pairs has no character for; `None` for others.
    pub(super) fn losses(self) -> Option<&'static Lost> {
        static LOST: [OnceLock<Lost>; 10] = [const { OnceLock::new() }; 10];
        match self {
            Reader::Plain { codec, private } if !codec.is_single() => {
                let index = 2 * (codec as usize - Codec::Gb18030 as usize) + usize::from(private);
                Some(LOST[index].get_or_init(|| Lost::of(self)))
            }
            _ => None,
        }
    }

    /// The same of one pair, from the tables.
    fn has_no_pair(self, first: u8, second: u8) -> bool {
        let Reader::Plain { codec, private } = self else { return false };
        if first.is_ascii() || codec.decode_first(&[first]).is_some() {
            return false;
        }
        let is_trail = match codec {
            // Of two bytes that cannot be a pair, the second is not lost with the first, as a rule;
            // Big5 has a gap among its trail bytes.
            Codec::Big5 if private => return matches!(second, 0x7F..=0xA0 | 0xFF),
            Codec::Big5 => second >= 0x40,
            Codec::EucKr => second >= 0xA0,
            Codec::EucJp => second >= FIRST_OF_EUC,
            Codec::ShiftJis => second >= 0x40 && second != 0x7F && second < 0xFD,
            _ => (0x40..0xFF).contains(&second),
        };
        is_trail && is_empty(codec, private, [first, second])
    }
}

/// What a decoder of pairs has no character for.
pub(super) struct Lost {
    firsts: Bytes,
    /// By first byte from 80 on.
    seconds: [Bytes; 0x80],
    /// The bytes for which it has none by themselves, and by the byte behind once that was asked.
    alone: Bytes,
    before: [OnceLock<Bytes>; 0x100],
}

impl Lost {
    fn of(reader: Reader) -> Lost {
        let seconds = |at: usize| {
            let first = 0x80 + at as u8;
            Bytes::that(|second| reader.has_no_pair(first, second))
        };
        let seconds: [Bytes; 0x80] = std::array::from_fn(seconds);
        let is_first = |byte: u8| !byte.is_ascii() && !seconds[usize::from(byte & 0x7F)].is_empty();
        Lost {
            firsts: Bytes::that(is_first),
            seconds,
            alone: Bytes::that(|byte| reader.loses(byte, None)),
            before: [const { OnceLock::new() }; 0x100],
        }
    }

    pub(super) fn seconds(&self, first: u8) -> Bytes {
        match first {
            0x80.. => self.seconds[usize::from(first - 0x80)],
            _ => Bytes::NONE,
        }
    }
}

/// Whether there is no character at a pair. Decoders of old leave private cells empty.
fn is_empty(codec: Codec, private: bool, pair: [u8; 2]) -> bool {
    codec.decode_first(&pair).is_none_or(|(c, _)| !private && is_private(c))
}

/// EUC has no pair with a lower byte.
const FIRST_OF_EUC: u8 = 0xA1;

/// Whether a character is for private use.
pub(super) fn is_private(c: char) -> bool {
    ('\u{E000}'..='\u{F8FF}').contains(&c)
}

/// The byte or pair of what some decoders make of codes that the standard leaves empty: private
/// characters as of Windows (the rows for the user's own characters are numbered through), or
/// control characters.
fn sloppy(codec: Codec, c: char) -> Option<u16> {
    let code = u32::from(c);
    if (0x80..=0xA0).contains(&code) {
        return (!codec.is_single()).then_some(code as u16);
    }
    match codec {
        Codec::Big5 => {
            const ROW: u32 = 157;
            let cell = |first: u32, lead: u32| {
                let (row, column) = ((code - first) / ROW, (code - first) % ROW);
                let trail = if column < 63 { 0x40 + column } else { 0xA1 + column - 63 };
                ((lead + row) << 8 | trail) as u16
            };
            match code {
                0xE000..=0xE310 => Some(cell(0xE000, 0xFA)),
                0xE311..=0xEEB7 => Some(cell(0xE311, 0x8E)),
                0xEEB8..=0xF6B0 => Some(cell(0xEEB8, 0x81)),
                // Half of a row is other characters.
                0xF6B1..=0xF70E => Some((0xC6A1 + code - 0xF6B1) as u16),
                0xF70F..=0xF848 => Some(cell(0xF70F, 0xC7)),
                _ => None,
            }
        }
        Codec::EucKr => match code {
            0xE000..=0xE05D => Some((0xC9A1 + code - 0xE000) as u16),
            0xE05E..=0xE0BB => Some((0xFEA1 + code - 0xE05E) as u16),
            _ => None,
        },
        // What GB 18030 has since given to characters of Unicode.
        Codec::Gb18030 => match code {
            0xE76C => Some(0xA2E3),
            0xE78D..=0xE793 => Some((0xA6D9 + code - 0xE78D) as u16),
            0xE794..=0xE795 => Some((0xA6EC + code - 0xE794) as u16),
            0xE796 => Some(0xA6F3),
            0xE7C7 => Some(0xA8BC),
            0xE7C8 => Some(0xA8BF),
            0xE7E7..=0xE7F3 => Some((0xA989 + code - 0xE7E7) as u16),
            0xE815..=0xE843 => Some((0xFE50 + code - 0xE815) as u16),
            0xE844..=0xE864 => Some((0xFE80 + code - 0xE844) as u16),
            0xF8F5 => Some(0xFF),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes_of(codec: Codec, c: char) -> Vec<Vec<Unit>> {
        let mut all = Vec::new();
        Reader::new(codec, "").alternatives(c, None, &mut all);
        all.iter().map(|alternative| alternative.units().to_vec()).collect()
    }

    #[test]
    fn private_characters_have_the_codes_of_windows() {
        for (codec, c, code) in [
            (Codec::Big5, '\u{E000}', [0xFA, 0x40]),
            (Codec::Big5, '\u{E03F}', [0xFA, 0xA1]),
            (Codec::Big5, '\u{E310}', [0xFE, 0xFE]),
            (Codec::Big5, '\u{EEB7}', [0xA0, 0xFE]),
            (Codec::Big5, '\u{F6B0}', [0x8D, 0xFE]),
            (Codec::Big5, '\u{F6B1}', [0xC6, 0xA1]),
            (Codec::Big5, '\u{F848}', [0xC8, 0xFE]),
            (Codec::EucKr, '\u{E05D}', [0xC9, 0xFE]),
            (Codec::EucKr, '\u{E0BB}', [0xFE, 0xFE]),
        ] {
            assert_eq!(bytes_of(codec, c), [code.map(Unit::Known)], "{codec} {c:?}");
        }
        assert_eq!(bytes_of(Codec::EucKr, '\u{89}'), [[Unit::Known(0x89)]]);
    }

    #[test]
    fn a_hole_is_what_has_no_character() {
        let shift_jis = Reader::new(Codec::ShiftJis, "");
        assert!(shift_jis.loses(0xA0, None) && shift_jis.loses(0x83, Some(b' ')));
        assert!(!shift_jis.loses(0xB1, None) && !shift_jis.loses(0x82, Some(0xA0)));
        assert!(shift_jis.lost_seconds(0xEF).has(0xBC) && !shift_jis.lost_seconds(0x82).has(0xA0));
        let korean = Reader::new(Codec::EucKr, "");
        assert!(korean.loses(0xE8, Some(0x89)) && !korean.loses(0xB0, Some(0xA1)));
        let windows = Reader::new(Codec::Windows1252, "");
        assert!(windows.loses(0x81, None) && !windows.loses(0x80, None));
    }
}
