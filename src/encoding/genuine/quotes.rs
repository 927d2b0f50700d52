//! Words in capitals between quotation marks.
//!
//! A capital letter with a mark and the quotation mark behind it are two bytes that UTF-8 may have, `Ă»` and `Ć»`
//! among them, and a sign behind capitals is as rare as garble. But what stands before the word tells: a mark that
//! opens what the other one closes.

/// Quotation marks that open and close, as Europe has them.
const PAIRS: [(char, char); 8] = [
    ('«', '»'),
    ('»', '«'),
    ('„', '“'),
    ('„', '”'),
    ('“', '”'),
    ('‹', '›'),
    ('‚', '‘'),
    ('‘', '’'),
];

/// Whether some words are one, in capitals, between quotation marks that belong together, whatever of ASCII stands around.
pub(super) fn is_quoted_word(words: &str) -> bool {
    /// Letters of a word.
    const LEAST: usize = 3;
    let words = words.trim_matches(|c: char| c.is_ascii() && !c.is_ascii_alphabetic());
    PAIRS.iter().any(|(open, close)| {
        let word = words.strip_prefix(*open).and_then(|rest| rest.strip_suffix(*close));
        word.is_some_and(|word| {
            word.chars().all(char::is_uppercase) && word.chars().nth(LEAST - 1).is_some()
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotation_marks_belong_together() {
        for (words, expected) in [
            ("«JAPONEZĂ»", true),
            ("»HANGERŐ«", true),
            ("„ISTNIEĆ”", true),
            (" («JAPONEZĂ»!", true),
            ("JAPONEZĂ»", false),
            ("«Ă»", false),
            ("«JaponezĂ»", false),
            ("»JAPONEZĂ»", false),
            ("", false),
        ] {
            assert_eq!(is_quoted_word(words), expected, "{words}");
        }
    }
}
