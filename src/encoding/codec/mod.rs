//! The encodings that a text can have been read as, and those that it can really be in.
//!
//! A closed set, after what is met on the Web. Decoding is strict, by the tables of the WHATWG
//! Encoding Standard (or, where that has none, of Unicode's mappings). Encoding is the inverse of
//! what real decoders do: every character that some byte becomes has that byte back. So a byte
//! without a meaning, which many decoders pass through as the control character of the same number,
//! encodes from there, and pairs that the standard decodes but never writes (the Hong Kong part of
//! Big5) encode too.

mod double;
mod single;
mod unicode;

use std::fmt;
use std::str::FromStr;

pub(crate) use single::{Readers, Roles, readers, roles};

/// An encoding.
///
/// ```
/// use textmend::encoding::Codec;
///
/// let latin: Codec = "windows-1252".parse().unwrap();
/// let bytes = latin.encode("ÖÐ¹ú").unwrap();
/// assert_eq!(Codec::Gb18030.decode(&bytes).unwrap(), "中国");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Codec {
    /// UTF-8.
    Utf8,
    /// UTF-8 whose characters beyond U+FFFF are surrogate pairs of three bytes each, as CESU-8 and
    /// Java's modified UTF-8 have it; the latter has `C0 80` for U+0000.
    Cesu8,
    /// UTF-16, the high byte first.
    Utf16Be,
    /// UTF-16, the low byte first.
    Utf16Le,
    /// GB 18030, and so GBK and GB 2312.
    Gb18030,
    /// Big5 with the Hong Kong characters.
    Big5,
    /// Shift_JIS as of Windows code page 932.
    ShiftJis,
    /// EUC-JP.
    EucJp,
    /// EUC-KR as of Windows code page 949.
    EucKr,
    /// ISO-8859-1 in the strict sense: bytes 80–9F are control characters.
    Latin1,
    /// Western European.
    Windows1252,
    /// Central European.
    Windows1250,
    /// Cyrillic.
    Windows1251,
    /// Greek.
    Windows1253,
    /// Turkish.
    Windows1254,
    /// Hebrew.
    Windows1255,
    /// Arabic.
    Windows1256,
    /// Baltic.
    Windows1257,
    /// Vietnamese.
    Windows1258,
    /// Thai.
    Windows874,
    /// Central European.
    Iso8859_2,
    /// South European.
    Iso8859_3,
    /// Baltic.
    Iso8859_4,
    /// Cyrillic.
    Iso8859_5,
    /// Arabic.
    Iso8859_6,
    /// Greek.
    Iso8859_7,
    /// Hebrew.
    Iso8859_8,
    /// Nordic.
    Iso8859_10,
    /// Baltic.
    Iso8859_13,
    /// Celtic.
    Iso8859_14,
    /// Western European with the euro sign.
    Iso8859_15,
    /// Romanian and others.
    Iso8859_16,
    /// Russian.
    Koi8R,
    /// Ukrainian.
    Koi8U,
    /// Mac OS Roman.
    Macintosh,
    /// Cyrillic, of DOS.
    Ibm866,
    /// Of the first PCs.
    Ibm437,
    /// Western European, of DOS.
    Ibm850,
}

impl Codec {
    /// Every encoding; the likelier ones of a kind first.
    ///
    /// ```
    /// use textmend::encoding::Codec;
    ///
    /// assert!(Codec::ALL.contains(&Codec::EucJp));
    /// ```
    pub const ALL: &'static [Codec] = &[
        Codec::Utf8,
        Codec::Cesu8,
        Codec::Utf16Be,
        Codec::Utf16Le,
        Codec::Gb18030,
        Codec::Big5,
        Codec::ShiftJis,
        Codec::EucJp,
        Codec::EucKr,
        Codec::Latin1,
        Codec::Windows1252,
        Codec::Windows1250,
        Codec::Windows1251,
        Codec::Windows1253,
        Codec::Windows1254,
        Codec::Windows1255,
        Codec::Windows1256,
        Codec::Windows1257,
        Codec::Windows1258,
        Codec::Windows874,
        Codec::Iso8859_2,
        Codec::Iso8859_3,
        Codec::Iso8859_4,
        Codec::Iso8859_5,
        Codec::Iso8859_6,
        Codec::Iso8859_7,
        Codec::Iso8859_8,
        Codec::Iso8859_10,
        Codec::Iso8859_13,
        Codec::Iso8859_14,
        Codec::Iso8859_15,
        Codec::Iso8859_16,
        Codec::Koi8R,
        Codec::Koi8U,
        Codec::Macintosh,
        Codec::Ibm866,
        Codec::Ibm437,
        Codec::Ibm850,
    ];

    /// The encodings of one byte a character.
    pub(crate) const SINGLES: &[Codec] = Codec::ALL.split_at(Codec::Latin1 as usize).1;

    /// The same.
    pub(crate) fn singles() -> impl Iterator<Item = Codec> {
        Codec::SINGLES.iter().copied()
    }

    /// Those of a set.
    pub(crate) fn singles_in(mut set: Readers) -> impl Iterator<Item = Codec> {
        std::iter::from_fn(move || {
            let codec = Codec::SINGLES.get(set.trailing_zeros() as usize)?;
            set &= set - 1;
            Some(*codec)
        })
    }

    /// The number of an encoding of one byte a character among these.
    pub(crate) const fn lane(self) -> usize {
        self as usize - Codec::Latin1 as usize
    }

    /// The encodings of one or two bytes a character.
    pub(crate) const DOUBLES: [Codec; 5] =
        [Codec::Gb18030, Codec::Big5, Codec::ShiftJis, Codec::EucJp, Codec::EucKr];

    /// The usual name, in lower case.
    ///
    /// ```
    /// use textmend::encoding::Codec;
    ///
    /// assert_eq!(Codec::Gb18030.name(), "gb18030");
    /// assert_eq!("gb18030".parse(), Ok(Codec::Gb18030));
    /// ```
    pub const fn name(self) -> &'static str {
        match self {
            Codec::Utf8 => "utf-8",
            Codec::Cesu8 => "cesu-8",
            Codec::Utf16Be => "utf-16be",
            Codec::Utf16Le => "utf-16le",
            Codec::Gb18030 => "gb18030",
            Codec::Big5 => "big5",
            Codec::ShiftJis => "shift_jis",
            Codec::EucJp => "euc-jp",
            Codec::EucKr => "euc-kr",
            Codec::Latin1 => "latin-1",
            Codec::Windows1252 => "windows-1252",
            Codec::Windows1250 => "windows-1250",
            Codec::Windows1251 => "windows-1251",
            Codec::Windows1253 => "windows-1253",
            Codec::Windows1254 => "windows-1254",
            Codec::Windows1255 => "windows-1255",
            Codec::Windows1256 => "windows-1256",
            Codec::Windows1257 => "windows-1257",
            Codec::Windows1258 => "windows-1258",
            Codec::Windows874 => "windows-874",
            Codec::Iso8859_2 => "iso-8859-2",
            Codec::Iso8859_3 => "iso-8859-3",
            Codec::Iso8859_4 => "iso-8859-4",
            Codec::Iso8859_5 => "iso-8859-5",
            Codec::Iso8859_6 => "iso-8859-6",
            Codec::Iso8859_7 => "iso-8859-7",
            Codec::Iso8859_8 => "iso-8859-8",
            Codec::Iso8859_10 => "iso-8859-10",
            Codec::Iso8859_13 => "iso-8859-13",
            Codec::Iso8859_14 => "iso-8859-14",
            Codec::Iso8859_15 => "iso-8859-15",
            Codec::Iso8859_16 => "iso-8859-16",
            Codec::Koi8R => "koi8-r",
            Codec::Koi8U => "koi8-u",
            Codec::Macintosh => "macintosh",
            Codec::Ibm866 => "ibm866",
            Codec::Ibm437 => "ibm437",
            Codec::Ibm850 => "ibm850",
        }
    }

    /// UTF-8, or what Java and Oracle call so.
    pub(crate) const fn is_utf_8(self) -> bool {
        matches!(self, Codec::Utf8 | Codec::Cesu8)
    }

    pub(crate) const fn is_single(self) -> bool {
        self as usize >= Codec::Latin1 as usize
    }

    /// The bytes that a decoder of this encoding makes `text` of; `None` where there are none.
    ///
    /// Linear in the text.
    ///
    /// ```
    /// use textmend::encoding::Codec;
    ///
    /// assert_eq!(Codec::Big5.encode("中").as_deref(), Some(&b"\xA4\xA4"[..]));
    /// assert_eq!(Codec::Latin1.encode("中"), None);
    /// ```
    pub fn encode(self, text: &str) -> Option<Vec<u8>> {
        let mut bytes = Vec::with_capacity(text.len());
        self.encode_to(text, &mut bytes).then_some(bytes)
    }

    /// The text that the bytes mean; `None` where they are not of this encoding.
    ///
    /// Linear in the bytes.
    ///
    /// ```
    /// use textmend::encoding::Codec;
    ///
    /// assert_eq!(Codec::Big5.decode(b"\xA4\xA4").as_deref(), Some("中"));
    /// assert_eq!(Codec::Utf8.decode(b"\xA4\xA4"), None);
    /// ```
    pub fn decode(self, bytes: &[u8]) -> Option<String> {
        let mut text = String::with_capacity(bytes.len() * 3 / 2);
        self.decode_to(bytes, &mut text).then_some(text)
    }

    /// Appends the bytes; says whether all of the text has some.
    pub(crate) fn encode_to(self, text: &str, bytes: &mut Vec<u8>) -> bool {
        match self {
            Codec::Utf8 => {
                bytes.extend_from_slice(text.as_bytes());
                true
            }
            Codec::Cesu8 => unicode::encode_cesu_8(text, bytes),
            Codec::Utf16Be => unicode::encode_utf_16(text, u16::to_be_bytes, bytes),
            Codec::Utf16Le => unicode::encode_utf_16(text, u16::to_le_bytes, bytes),
            _ if self.is_single() => single::encode(self, text, bytes),
            _ => double::encode(self, text, bytes),
        }
    }

    /// Appends the text; says whether all of the bytes have a meaning.
    pub(crate) fn decode_to(self, bytes: &[u8], text: &mut String) -> bool {
        match self {
            Codec::Utf8 => match simdutf8::basic::from_utf8(bytes) {
                Ok(valid) => {
                    text.push_str(valid);
                    true
                }
                Err(_) => false,
            },
            Codec::Cesu8 => unicode::decode_cesu_8(bytes, text),
            Codec::Utf16Be => unicode::decode_utf_16(bytes, u16::from_be_bytes, text),
            Codec::Utf16Le => unicode::decode_utf_16(bytes, u16::from_le_bytes, text),
            _ if self.is_single() => single::decode(self, bytes, text),
            _ => double::decode(self, bytes, text),
        }
    }

    /// How long the first character is, and which one it is; `None` where the bytes begin with
    /// none, or hold only a part of one. Not for UTF-16.
    #[inline(always)]
    pub(crate) fn decode_first(self, bytes: &[u8]) -> Option<(char, usize)> {
        let first = *bytes.first()?;
        if first.is_ascii() {
            return Some((char::from(first), 1));
        }
        match self {
            Codec::Utf8 | Codec::Cesu8 => unicode::decode_first(bytes, self == Codec::Cesu8),
            Codec::Utf16Be | Codec::Utf16Le => None,
            _ if self.is_single() => single::decode_byte(self, first).map(|c| (c, 1)),
            _ => double::decode_first(self, bytes),
        }
    }

    /// Appends the bytes of one character.
    pub(crate) fn encode_char(self, c: char, bytes: &mut Vec<u8>) -> bool {
        if c.is_ascii() && !matches!(self, Codec::Cesu8 | Codec::Utf16Be | Codec::Utf16Le) {
            bytes.push(c as u8);
            return true;
        }
        match self {
            Codec::Utf8 | Codec::Cesu8 | Codec::Utf16Be | Codec::Utf16Le => {
                self.encode_to(c.encode_utf8(&mut [0; 4]), bytes)
            }
            _ if self.is_single() => {
                let byte = single::encode_char(self, c);
                bytes.extend(byte);
                byte.is_some()
            }
            _ => double::encode_char(self, c, bytes),
        }
    }
}

impl fmt::Display for Codec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The error of parsing an encoding's name.
///
/// ```
/// use textmend::encoding::Codec;
///
/// let error = "klingon".parse::<Codec>().unwrap_err();
/// assert_eq!(error.to_string(), "no encoding is called \"klingon\"");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownCodec(String);

impl fmt::Display for UnknownCodec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no encoding is called {:?}", self.0)
    }
}

impl std::error::Error for UnknownCodec {}

impl FromStr for Codec {
    type Err = UnknownCodec;

    /// Parses the name, in any case.
    fn from_str(name: &str) -> Result<Codec, UnknownCodec> {
        let found =
            Codec::ALL.iter().copied().find(|codec| codec.name().eq_ignore_ascii_case(name));
        found.ok_or_else(|| UnknownCodec(name.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whatever decodes encodes to the same bytes, or to others that decode to the same.
    #[test]
    fn what_decodes_has_bytes() {
        for &codec in Codec::ALL {
            let mut alternatives = 0;
            let mut count = 0;
            let mut check = |bytes: &[u8]| {
                let Some(text) = codec.decode(bytes) else { return };
                count += 1;
                let again = codec.encode(&text).unwrap_or_else(|| panic!("{codec} {bytes:02X?}"));
                if again != bytes {
                    alternatives += 1;
                    assert_eq!(codec.decode(&again).as_deref(), Some(&*text), "{codec}");
                }
            };
            for first in 0..=0xFF {
                check(&[first]);
                for second in 0..=0xFF {
                    check(&[first, second]);
                }
            }
            assert!(count > 128, "{codec}");
            assert!(alternatives * 20 < count, "{codec}: {alternatives} of {count}");
        }
    }

    #[test]
    fn decoding_is_the_standard_s() {
        let pairs: Vec<[u8; 2]> =
            (0x80..=0xFF).flat_map(|a| (0x30..=0xFF).map(move |b| [a, b])).collect();
        for &codec in Codec::ALL {
            let Some(standard) = encoding_rs::Encoding::for_label(codec.name().as_bytes()) else {
                continue;
            };
            if matches!(codec, Codec::Latin1 | Codec::Utf16Be | Codec::Utf16Le) {
                continue;
            }
            for pair in &pairs {
                let expected = standard.decode_without_bom_handling_and_without_replacement(pair);
                assert_eq!(
                    codec.decode(pair).as_deref(),
                    expected.as_deref(),
                    "{codec} {pair:02X?}"
                );
            }
        }
    }

    #[test]
    fn bytes_without_a_meaning_are_controls() {
        assert_eq!(Codec::Windows1252.encode("\u{81}€"), Some(vec![0x81, 0x80]));
        assert_eq!(Codec::Windows1253.encode("\u{81}\u{AA}Ò"), Some(vec![0x81, 0xAA, 0xD2]));
        assert_eq!(Codec::Windows1252.encode("中"), None);
    }

    /// Blocks of bytes are encoded at once, rare characters by themselves.
    #[test]
    fn texts_are_encoded_as_their_characters_are() {
        let others = ["\0", "\u{81}", "é", "€", "\u{F8FF}", "中", "🦀", "Ж"];
        let mut state = 1_usize;
        let mut below = |bound: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 40) % bound
        };
        let mut failed = 0;
        for codec in Codec::singles() {
            let own: Vec<String> = (0..=0xFF).filter_map(|byte| codec.decode(&[byte])).collect();
            for length in 0..300 {
                let mut part = || match below(200) {
                    0 => others[below(others.len())],
                    1..20 => "x",
                    _ => own[below(own.len())].as_str(),
                };
                let text: String = std::iter::repeat_with(&mut part).take(length).collect();
                let mut bytes = Vec::new();
                let has_all = text.chars().all(|c| codec.encode_char(c, &mut bytes));
                failed += usize::from(!has_all);
                assert_eq!(codec.encode(&text), has_all.then_some(bytes), "{codec} {text}");
            }
        }
        assert!((500..5_000).contains(&failed), "{failed}");
    }

    #[test]
    fn characters_are_encoded_as_texts_of_one_are() {
        let mut bytes = Vec::new();
        for &codec in Codec::ALL {
            for c in ('\0'..='\u{FFFF}').chain(['𠀀', '𪚥', '🦀', '\u{10FFFF}']) {
                bytes.clear();
                let has_code = codec.encode_char(c, &mut bytes);
                let expected = codec.encode(c.encode_utf8(&mut [0; 4]));
                assert_eq!(has_code.then_some(&*bytes), expected.as_deref(), "{codec} {c:?}");
            }
        }
    }

    #[test]
    fn names_are_parsed() {
        for &codec in Codec::ALL {
            assert_eq!(codec.name().to_uppercase().parse(), Ok(codec));
        }
        assert!("utf-9".parse::<Codec>().is_err());
    }
}
