//! Dear stretches that are words all the same.
//!
//! All languages mixed know little of the pairs of letters beyond ASCII that one language has, nor of words of one letter, as `į`
//! in Lithuanian: most lines with some have dear stretches. But where a language has all letters of the line beside the
//! letters of ASCII that they stand between, and those of the stretches beside each other as well, hardly any wrong decoder
//! made them. Bytes of UTF-8 or of pairs become signs as well as letters, or capitals behind small letters; those of another
//! alphabet become letters side by side; and another code page of Latin letters [mixes](super::mixture) them.

use super::mixture::{ROMANIAN, Set, speakers};
use super::plausibility::{LANGUAGES, letter, pair_cost};
use super::scan::next_hot;

/// What a letter may cost behind another one, in tenths of a nat, where a language has the two side by side.
const MET: u8 = 100;

/// Whether all dear stretches of a line are words of one language, which has all of its letters.
pub(super) fn are_words(line: &str) -> bool {
    let mut languages = speakers(line);
    let mut at = 0;
    while languages != 0 {
        let Some(hot) = next_hot(line, at) else { return true };
        at = hot.range.end;
        let mut previous = line[..hot.range.start].chars().next_back().unwrap_or('\n');
        // What follows may belong to it.
        let behind = line[at..].chars().next();
        for c in line[hot.range].chars().chain(behind) {
            languages &= languages_with(previous, c, languages);
            previous = c;
        }
    }
    false
}

/// Those of some languages that may have two characters side by side in a word, or where one ends.
fn languages_with(previous: char, c: char, languages: Set) -> Set {
    let may_have = if c.is_ascii() {
        true
    } else if is_letter(c) {
        if is_letter(previous) && !is_capital_inside(previous, c) {
            return languages_with_pair(previous, c, languages);
        }
        matches!(previous, '\0'..'\u{80}' | '\u{2010}' | '\u{2011}' | '’')
            && !is_capital_inside(previous, c)
    } else {
        // UTF-8 becomes such signs behind capitals and signs.
        is_end_of_word(c) && (previous.is_ascii() || previous.is_lowercase())
    };
    if may_have { languages } else { 0 }
}

fn languages_with_pair(previous: char, c: char, languages: Set) -> Set {
    let (previous, c) = (letter(previous), letter(c));
    let has_pair = |language: &usize| {
        languages >> language & 1 != 0 && pair_cost(*language, previous, c) <= MET
    };
    (0..LANGUAGES.len()).filter(has_pair).fold(0, |set, language| set | 1 << language)
}

/// Whether it is a letter beyond ASCII of a language with Latin ones.
fn is_letter(c: char) -> bool {
    matches!(c, 'À'..='Ö' | 'Ø'..='ö' | 'ø'..='\u{17F}') || ROMANIAN.contains(&c)
}

fn is_capital_inside(previous: char, c: char) -> bool {
    previous.is_lowercase() && c.is_uppercase()
}

/// Dashes, and quotation marks that close words.
fn is_end_of_word(c: char) -> bool {
    matches!(c, '\u{2010}'..='\u{2014}' | '’' | '“' | '”')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_one_language_are_told() {
        for line in [
            "Turistė gavo teisę į nuolaidą, o kaimynė – į dovaną ir šiltą sąžiningą žodį.",
            "Bunica a plecat în oraș, iar pisica neagră a rămas lângă sobă, ca să‐și vadă de somn.",
            "Pieśń o przyjaźni, źdźbło i gęś będą żółte, a łąka będzie świeża.",
        ] {
            assert!(are_words(line), "{line}");
        }
    }

    #[test]
    fn garble_is_no_words() {
        for line in [
            "Turistė gavo teisÄ™ į nuolaidą, o kaimynė – į dovaną ir šiltą žodį.",
            "Þelâle okuluna gitti ve çok güzel þarkýlar söyledi.",
            "Wpisz poprawn¹ nazwê domeny i zaznacz w³aœciw¹ opcjê",
            "Într-o seară Ăşltima a coborât încet și a văzut țara.",
            "äöü ÖÐ»ªÈËÃñ äöü und Käse für Größe",
        ] {
            assert!(!are_words(line), "{line}");
        }
    }
}
