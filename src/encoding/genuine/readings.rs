//! Chinese readings, as dictionaries and lessons have them: `nǐ hǎo`, `Běijīng 北京`.
//!
//! No language has these letters, and several code pages of East Asia do, so that they are dear to the
//! model. But each word of them is syllables, and nothing else is.

use crate::han::readings::Syllable;

/// Letters of the longest syllable, and of the longest word that is looked at.
const LONGEST_SYLLABLE: usize = 6;
const LONGEST_WORD: usize = 40;

/// Whether all that is not ASCII in a text is readings, of as many characters at least as stand beside them.
pub(super) fn are_readings(text: &str) -> bool {
    let (mut syllables, mut characters, mut tones) = (0, 0, 0);
    let mut word: Vec<char> = Vec::new();
    // A space ends the last word.
    for c in text.chars().chain([' ']) {
        if is_letter(c) {
            if word.len() == LONGEST_WORD {
                return false;
            }
            tones += usize::from(is_first_or_third_tone(c));
            word.push(c);
            continue;
        }
        if !word.iter().all(char::is_ascii) {
            match count_syllables(&word) {
                Some(count) => syllables += count,
                None => return false,
            }
        }
        word.clear();
        match c {
            '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}' => {
                characters += 1;
            }
            '\0'..='\u{7F}' | '·' | '\u{2010}'..='\u{2026}' | '\u{3000}'..='\u{3011}' => {}
            '\u{FF01}'..='\u{FF5E}' => {}
            _ => return false,
        }
    }
    (tones > 0 || characters > 0) && characters <= syllables && syllables > 0
}

fn is_letter(c: char) -> bool {
    c < '\u{370}' && c.is_alphabetic() || ('\u{300}'..='\u{30C}').contains(&c)
}

/// A macron or a caron. The other two tones are marks of everyday letters.
fn is_first_or_third_tone(c: char) -> bool {
    matches!(
        c,
        'ā' | 'ē'
            | 'ī'
            | 'ō'
            | 'ū'
            | 'ǖ'
            | 'ǎ'
            | 'ě'
            | 'ǐ'
            | 'ǒ'
            | 'ǔ'
            | 'ǚ'
            | 'Ā'
            | 'Ē'
            | 'Ō'
            | '\u{304}'
            | '\u{30C}'
    )
}

/// How many syllables a word is, the longest first; none if it is no such word.
fn count_syllables(word: &[char]) -> Option<usize> {
    /// Behind a syllable, for the child's tongue of the north.
    const RETROFLEX: char = 'r';
    // By place: how many syllables lead there.
    let mut reached = [None; LONGEST_WORD + 1];
    reached[0] = Some(0);
    for start in 0..word.len() {
        let Some(count) = reached[start] else { continue };
        for end in start + 1..=word.len().min(start + LONGEST_SYLLABLE) {
            if Syllable::parse(word[start..end].iter().copied()).is_some() {
                reached[end] =
                    Some(reached[end].map_or(count + 1, |other: usize| other.min(count + 1)));
            }
        }
        if start > 0 && word[start] == RETROFLEX {
            reached[start + 1] = reached[start + 1].or(Some(count));
        }
    }
    reached[word.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_syllables_are_readings() {
        for (text, expected) in [
            ("nǐ hǎo", true),
            ("Běijīng 北京", true),
            ("hànyǔ pīnyīn", true),
            ("ǎng,tǎng  # 惝", true),
            ("yì,shǐ  # 𧳅", true),
            ("yì,tú  # 墿", true),
            ("wǒ ài nǐ!", true),
            ("yìdiǎnr", true),
            ("Xī'ān", true),
            ("lǜ, nǚ", true),
            ("là, dà", false),
            ("Tōkyō", false),
            ("může", false),
            ("涓浗ā浗", false),
            ("тǎ", false),
        ] {
            assert_eq!(are_readings(text), expected, "{text}");
        }
    }
}
