//! The part of a text that is looked at to tell how the whole was garbled.

/// Characters of a sample. Even single-byte readings of one language are certain long before.
pub(super) const SAMPLE: usize = 112;
/// Of these, as many characters of ASCII before all others, which tell in which language they are.
pub(super) const CONTEXT: usize = 32;

/// From a little before the first character that is not ASCII on; up to there, all encodings agree. Says whether
/// text was cut off behind.
pub(super) fn sample(text: &str) -> (&str, bool) {
    sample_of(text, SAMPLE)
}

/// The same of so many characters.
pub(super) fn sample_of(text: &str, length: usize) -> (&str, bool) {
    let text = &text[sample_start(text)..];
    match nth_character(text, length) {
        Some(end) => (&text[..end], true),
        None => (text, false),
    }
}

/// Where a sample begins.
pub(super) fn sample_start(text: &str) -> usize {
    ascii_length(text).saturating_sub(CONTEXT)
}

/// Where the first character begins that is not ASCII; the start where there is none.
pub(super) fn ascii_length(text: &str) -> usize {
    text.bytes().position(|byte| !byte.is_ascii()).unwrap_or(0)
}

/// Where the character of a number begins, if the text has so many.
fn nth_character(text: &str, mut number: usize) -> Option<usize> {
    /// Bytes that are counted together; the compiler compares all of them at once.
    const BLOCK: usize = 32;
    if text.len() <= number {
        return None;
    }
    let begins = |byte: u8| !matches!(byte, 0x80..=0xBF);
    text.as_bytes().chunks(BLOCK).enumerate().find_map(|(index, block)| {
        let count = block.iter().filter(|byte| begins(**byte)).count();
        if number >= count {
            number -= count;
            return None;
        }
        let mut places = block.iter().enumerate().filter(|(_, byte)| begins(**byte));
        places.nth(number).map(|(at, _)| index * BLOCK + at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_counted() {
        for text in ["", "a", "é", "中文，“字”🦀 and more than one block of bytes — é中é🦀"]
        {
            let places = text.char_indices().map(|(at, _)| Some(at)).chain([None, None]);
            for (number, place) in places.enumerate() {
                assert_eq!(nth_character(text, number), place, "{text} {number}");
            }
        }
    }

    #[test]
    fn samples_begin_before_what_is_not_ascii() {
        let text = format!("{}{}", "x".repeat(40), "é".repeat(SAMPLE));
        let expected = format!("{}{}", "x".repeat(CONTEXT), "é".repeat(SAMPLE - CONTEXT));
        assert_eq!(sample(&text), (&*expected, true));
        assert_eq!(sample("aé"), ("aé", false));
        assert_eq!(sample_of("aé", 1), ("a", true));
        assert_eq!(sample("plain"), ("plain", false));
    }
}
