//! A lost lead byte, the inverse of `desync`.
//!
//! All pairs behind it are cut one byte late, until a byte of ASCII sets them right again.

use super::super::random::Random;
use super::gbk;

/// Characters whose lead bytes are lost the most.
const PUNCTUATION: &[char] = &['，', '。', '、', '；', '：', '“', '”', '（', '）', '？', '！'];

/// Loses the lead byte of some punctuation in the text, leaving a `?` in its place most of the
/// time. `None` where the text has no punctuation that GBK can write.
pub fn lose_lead_byte(text: &str, random: &mut Random) -> Option<String> {
    let places: Vec<usize> =
        text.char_indices().filter(|(_, c)| PUNCTUATION.contains(c)).map(|(at, _)| at).collect();
    if places.is_empty() {
        return None;
    }
    let at = *random.pick(&places);
    let mark = if random.percent(85) { "?" } else { "" };
    Some(lose_lead_byte_at(text, at, mark))
}

/// Loses the lead byte of the character at `at`.
pub fn lose_lead_byte_at(text: &str, at: usize, mark: &str) -> String {
    let mut bytes = Vec::new();
    let mut end = text.len();
    for (offset, character) in text[at..].char_indices() {
        let Some(encoded) = gbk::encode(character) else {
            // What GBK lacks ends a shift as a byte of its own would.
            end = at + offset;
            break;
        };
        bytes.extend(encoded);
    }
    let shifted = gbk::decode(bytes.get(1..).unwrap_or_default());
    format!("{}{mark}{shifted}{}", &text[..at], &text[end..])
}
