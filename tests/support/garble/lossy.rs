//! Text of one encoding read as another by decoders that lose what means nothing to them.

use encoding_rs::Encoding;

use super::mojibake::encode;

/// Languages, what their texts are written in, what that is read as, and how much of the text
/// should come back, as the share of its characters.
pub const PAIRS: &[(&str, &str, &str, f64)] = &[
    ("zh-Hans", "utf-8", "gbk", 0.98),
    ("zh-Hans", "gbk", "big5", 0.98),
    ("zh-Hans", "gbk", "euc-kr", 0.98),
    ("zh-Hans", "gbk", "shift_jis", 0.88),
    ("zh-Hans", "utf-8", "shift_jis", 0.95),
    ("zh-Hans", "utf-8", "euc-kr", 0.7),
    ("zh-Hant", "utf-8", "gbk", 0.98),
    ("zh-Hant", "big5", "euc-kr", 0.8),
    ("ja", "utf-8", "shift_jis", 0.92),
    ("ja", "utf-8", "gbk", 0.98),
    ("ko", "utf-8", "euc-kr", 0.4),
];

/// The garbled text, or `None` where the text cannot be written or nothing is lost.
pub fn garble(text: &str, written: &str, read: &str) -> Option<String> {
    let bytes = encode(text, written)?;
    let (garbled, lost) = Encoding::for_label(read.as_bytes())?.decode_without_bom_handling(&bytes);
    lost.then(|| garbled.into_owned())
}

/// Bytes read as UTF-8 where they happen to be valid, and as Latin-1 elsewhere.
pub fn hybrid(text: &str, written: &str) -> Option<String> {
    let bytes = encode(text, written)?;
    let mut garbled = String::new();
    for chunk in bytes.utf8_chunks() {
        garbled.push_str(chunk.valid());
        garbled.extend(chunk.invalid().iter().map(|byte| char::from(*byte)));
    }
    Some(garbled)
}
