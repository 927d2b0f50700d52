//! Text of one encoding read as another, the way real decoders do it.
//!
//! Labels are those of the standard, and `latin-1` in the strict sense, which it lacks.
//! Written and read with the tables of the WHATWG Encoding Standard. A byte without a meaning in a
//! single-byte code page becomes the control character of the same number, as sloppy decoders have
//! it; where a multi-byte decoder would print U+FFFD, the garble loses bytes and is none of these.

use encoding_rs::Encoding;

/// Languages, what their texts are written in, and what that is read as.
pub const PAIRS: &[(&str, &str, &str)] = &[
    ("zh-Hans", "gb18030", "latin-1"),
    ("zh-Hans", "gbk", "windows-1252"),
    ("zh-Hans", "gbk", "windows-1251"),
    ("zh-Hans", "gbk", "windows-1250"),
    ("zh-Hans", "gbk", "macintosh"),
    ("zh-Hans", "gbk", "big5"),
    ("zh-Hans", "gbk", "euc-kr"),
    ("zh-Hans", "gbk", "shift_jis"),
    ("zh-Hans", "utf-8", "latin-1"),
    ("zh-Hans", "utf-8", "windows-1252"),
    ("zh-Hans", "utf-8", "windows-1251"),
    ("zh-Hans", "utf-8", "gbk"),
    ("zh-Hant", "big5", "gbk"),
    ("zh-Hant", "big5", "latin-1"),
    ("zh-Hant", "big5", "windows-1252"),
    ("zh-Hant", "utf-8", "windows-1252"),
    ("zh-Hant", "utf-8", "gbk"),
    ("ja", "euc-jp", "gbk"),
    ("ja", "euc-jp", "windows-1252"),
    ("ja", "shift_jis", "gbk"),
    ("ja", "shift_jis", "windows-1252"),
    ("ja", "utf-8", "windows-1252"),
    ("ja", "utf-8", "shift_jis"),
    ("ko", "euc-kr", "gbk"),
    ("ko", "euc-kr", "windows-1252"),
    ("ko", "utf-8", "windows-1252"),
    ("ru", "utf-8", "windows-1251"),
    ("ru", "utf-8", "windows-1252"),
    ("ru", "utf-8", "windows-1253"),
    ("ru", "windows-1251", "windows-1252"),
    ("ru", "koi8-r", "windows-1251"),
    ("ru", "windows-1251", "koi8-r"),
    ("ru", "ibm866", "windows-1251"),
    ("uk", "utf-8", "windows-1251"),
    ("uk", "windows-1251", "windows-1252"),
    ("el", "utf-8", "windows-1252"),
    ("el", "windows-1253", "windows-1252"),
    ("vi", "utf-8", "windows-1252"),
    ("cs", "utf-8", "windows-1250"),
    ("cs", "windows-1250", "windows-1252"),
    ("pl", "utf-8", "windows-1252"),
    ("pl", "utf-8", "windows-1250"),
    ("tr", "utf-8", "windows-1254"),
    ("tr", "utf-8", "windows-1252"),
    ("de", "utf-8", "macintosh"),
    ("de", "utf-8", "windows-1252"),
    ("fr", "utf-8", "windows-1252"),
    ("es", "utf-8", "windows-1252"),
    ("he", "windows-1255", "windows-1252"),
    ("he", "utf-8", "windows-1252"),
    ("ar", "windows-1256", "windows-1252"),
    ("ar", "utf-8", "windows-1252"),
    ("th", "windows-874", "windows-1252"),
    ("th", "utf-8", "windows-1252"),
];

/// The garbled text, or `None` where the text cannot be written, where bytes would be lost, or where
/// nothing is garbled.
pub fn garble(text: &str, written: &str, read: &str) -> Option<String> {
    let garbled = decode(&encode(text, written)?, read)?;
    (garbled != text).then_some(garbled)
}

/// The bytes of the text; `None` where the encoding lacks a character.
pub fn encode(text: &str, label: &str) -> Option<Vec<u8>> {
    if label == "latin-1" {
        return text.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect();
    }
    let encoding = Encoding::for_label(label.as_bytes())?;
    let (bytes, _, unmappable) = encoding.encode(text);
    (!unmappable).then(|| bytes.into_owned())
}

/// What a lenient decoder reads; `None` where it would lose bytes.
pub fn decode(bytes: &[u8], label: &str) -> Option<String> {
    if label == "latin-1" {
        return Some(bytes.iter().map(|byte| char::from(*byte)).collect());
    }
    let encoding = Encoding::for_label(label.as_bytes())?;
    if !encoding.is_single_byte() {
        let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
        return Some(text.into_owned());
    }
    let read = |byte: &u8| {
        let byte = [*byte];
        let text = encoding.decode_without_bom_handling_and_without_replacement(&byte);
        text.and_then(|text| text.chars().next()).unwrap_or(char::from(byte[0]))
    };
    Some(bytes.iter().map(read).collect())
}
