//! A lost lead byte, the inverse of `desync`.
//!
//! All pairs behind it are cut one byte late, until a byte of ASCII sets them right again.

use encoding_rs::EUC_JP;

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

/// Loses the first byte of some character of Japanese text that is read as EUC-JP. Decoders differ in
/// whether a pair without a meaning is lost as a whole, or its first byte only, which sets the rest
/// right again; and in what they print for it. `None` where EUC-JP cannot write the text.
pub fn lose_lead_byte_of_euc_jp(text: &str, random: &mut Random) -> Option<String> {
    let places: Vec<usize> =
        text.char_indices().filter(|(_, c)| !c.is_ascii()).map(|(at, _)| at).collect();
    let at = *places.get(random.below(places.len().max(1)))?;
    let hole = if random.percent(50) { "?" } else { "\u{FFFD}" };
    let mark = if random.percent(50) { hole } else { "" };
    let loses_pairs = random.percent(70);
    let (bytes, _, unmappable) = EUC_JP.encode(&text[at..]);
    let mut shifted = String::new();
    let mut rest = &bytes[1..];
    while let Some(first) = rest.first() {
        let length = match first {
            0x8F => 3,
            0x80.. => 2,
            _ => 1,
        };
        let sequence = &rest[..rest.len().min(length)];
        let decoded = EUC_JP.decode_without_bom_handling_and_without_replacement(sequence);
        let is_pair = sequence.len() == 2 && !sequence[1].is_ascii();
        let taken = match decoded {
            Some(_) => sequence.len(),
            None if loses_pairs && is_pair => 2,
            None => 1,
        };
        shifted.push_str(decoded.as_deref().unwrap_or(hole));
        rest = &rest[taken..];
    }
    (!unmappable).then(|| format!("{}{mark}{shifted}", &text[..at]))
}
