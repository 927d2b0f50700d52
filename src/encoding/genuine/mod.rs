//! What looks garbled, and is what its author wrote.
//!
//! Statistics of words know nothing of what is no words: rules made of `═`, trees of files, formulas, Chinese
//! readings, lists of letters, capitals between quotation marks. As another encoding they are words of some language as often as not. But they are
//! built by rules that a wrong decoder does not keep, and so are told by them, each in its own file. Whoever has found
//! how to undo a mistake asks here whether it was one; nobody asks about text that raised no suspicion.

mod citation;
mod drawing;
mod formula;
mod letters;
mod quotes;
mod readings;

use std::ops::Range;

use super::codec::Codec;

/// Whether a line speaks of encodings, or lists an alphabet: nothing in it is a mistake.
pub(super) fn is_citation(line: &str) -> bool {
    letters::is_alphabet(line) || citation::is_quoted(line)
}

/// Whether a part of a line, on character boundaries, that would be something else if it had been read in this encoding
/// is meant as it stands. Words and formulas are seen as a whole, where only a part of them would change.
///
/// Time is linear in the part.
pub(super) fn is_genuine(line: &str, part: Range<usize>, read_as: Codec) -> bool {
    let words = &line[grown(line, &part)];
    // For private use, as no author writes.
    if words.contains(|c| matches!(c, '\u{E000}'..='\u{F8FF}')) {
        return false;
    }
    letters::are_listed(words)
        || letters::are_in_order(words, read_as)
        || drawing::is_drawing(words)
        || readings::are_readings(words)
        || quotes::is_quoted_word(words)
        || formula::is_formula(line, part)
}

/// A part and the words that it begins and ends in.
fn grown(line: &str, part: &Range<usize>) -> Range<usize> {
    /// More characters than words have.
    const MOST: usize = 32;
    let belongs = |c: char| c.is_alphabetic() || !c.is_ascii();
    let before = line[..part.start].char_indices().rev();
    let before = before.take(MOST).take_while(|(_, c)| belongs(*c)).last();
    let behind = line[part.end..].char_indices();
    let behind = behind.take(MOST).take_while(|(_, c)| belongs(*c)).last();
    let start = before.map_or(part.start, |(at, _)| at);
    start..behind.map_or(part.end, |(at, c)| part.end + at + c.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_words_are_seen_as_words() {
        let line = "the tone of nǐ hǎo";
        let part = line.find('ǐ').unwrap()..line.find("ǎo").unwrap() + 'ǎ'.len_utf8();
        assert_eq!(&line[grown(line, &part)], "nǐ hǎo");
    }

    #[test]
    fn garble_is_none_of_these() {
        for line in [
            "ÖÐ»ªÈËÃñ¹²ºÍ¹ú",
            "cafÃ© Ã  la crÃ¨me",
            "ðñùéíüò êáöÝò",
            "МНВМНИ ОНЕГД",
            "└╓╒├ └╔",
            "╠╪╦╧",
            "k├╢nnen",
            "Σσµτ Φδ√ⁿ²",
            "d'o√π vient-il",
            "√ñffnen",
            "涓浗ā浗",
            "垽傞偱偡偐",
            "éíîïî",
            "2009爛5堎7",
            "\u{E000}\u{E000}\u{E000}\u{E000}",
            "dΘfaut",
            "maj¹",
            "Π½Πµ Ρƒ",
        ] {
            assert!(!is_genuine(line, 0..line.len(), Codec::Gb18030), "{line}");
        }
    }
}
