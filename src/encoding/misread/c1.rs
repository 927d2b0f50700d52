//! Control characters from U+0080 to U+009F, which nobody types.
//!
//! They come from bytes that were read as Latin-1 (ISO-8859-1). Nearly always windows-1252 was
//! meant, as browsers take it. Old Macintosh text comes the same way: there these bytes are
//! accented letters, where windows-1252 has mostly punctuation. So it is Macintosh text where some
//! of them stand inside words as that punctuation does not, none speaks against it, and there are
//! no letters of Latin-1, which would be signs there.

use super::code_page::CodePage;
use super::sequence::Piece;

use crate::rewrite::Rewriter;

/// Taking the control characters for windows-1252 is what browsers do with such bytes.
const CONFIDENCE: f32 = 0.95;

/// What English and the Romance languages write behind an apostrophe at the end of a word.
const CONTRACTIONS: [&str; 9] = ["s", "t", "d", "m", "ll", "re", "ve", "n", "em"];

fn is_control(character: char) -> bool {
    matches!(character, '\u{80}'..='\u{9F}')
}

/// The control characters, one by one, as windows-1252: the repair by itself.
pub(crate) fn repair(text: &str, rewriter: &mut Rewriter<'_>) {
    for Piece { source, text } in replace(text, CodePage::Windows1252, is_control) {
        rewriter.replace(source, &text, CONFIDENCE);
    }
}

/// The code page that was meant, and what changes. `is_latin_1` tells whether the whole text may
/// have been read as Latin-1; then all of it is read again.
pub(super) fn mend(text: &str, is_latin_1: bool) -> (CodePage, Vec<Piece>) {
    if is_latin_1 && is_macintosh(text) {
        let pieces = replace(text, CodePage::Macintosh, |c| !c.is_ascii());
        return (CodePage::Macintosh, pieces);
    }
    (CodePage::Windows1252, replace(text, CodePage::Windows1252, is_control))
}

/// What the characters of Latin-1 that are to be replaced are in a code page.
fn replace(text: &str, page: CodePage, which: impl Fn(char) -> bool) -> Vec<Piece> {
    let upper_half = page.upper_half();
    let mut pieces: Vec<Piece> = Vec::new();
    for (start, character) in text.char_indices().filter(|(_, c)| !c.is_ascii() && which(*c)) {
        let Some(meant) = upper_half.get(character as usize - 0x80) else { continue };
        if *meant == character {
            continue;
        }
        match pieces.last_mut() {
            Some(piece) if piece.source.end == start => {
                piece.source.end += character.len_utf8();
                piece.text.push(*meant);
            }
            _ => {
                let source = start..start + character.len_utf8();
                pieces.push(Piece { source, text: (*meant).into() });
            }
        }
    }
    pieces
}

/// Whether a text of Latin-1 is Macintosh text.
fn is_macintosh(text: &str) -> bool {
    // What is `¿` and `¡` in Macintosh text are letters, but at the start of words.
    if text.contains(|c| matches!(c, 'Â'..='ÿ')) {
        return false;
    }
    let mut some = false;
    for (start, character) in text.char_indices().filter(|(_, c)| is_control(*c)) {
        let (before, behind) = (&text[..start], &text[start + character.len_utf8()..]);
        match judge(before, character, behind) {
            Some(true) => some = true,
            Some(false) => return false,
            None => {}
        }
    }
    some
}

/// Whether one control character tells for Macintosh, or against it.
fn judge(before: &str, control: char, behind: &str) -> Option<bool> {
    let is_consonant = |c: char| c.is_ascii_lowercase() && !"aeiou".contains(c);
    let word = &behind[..behind.bytes().take_while(u8::is_ascii_lowercase).count()];
    let last = before.chars().next_back();
    let is_behind_small = last.is_some_and(|c| c.is_ascii_lowercase());
    let is_inside = last.is_some_and(|c| c.is_ascii_alphabetic()) && !word.is_empty();
    let tells = |condition: bool| condition.then_some(true);
    match control {
        // Small letters in windows-1252; the ellipsis and quotation marks, behind and before which
        // people forget the space.
        '\u{83}' | '\u{9A}' | '\u{9C}' | '\u{9E}' | '\u{85}' | '\u{91}' | '\u{93}' | '\u{94}' => {
            None
        }
        // Capitals there, which do not follow small letters.
        '\u{8A}' | '\u{8C}' | '\u{8E}' | '\u{9F}' => tells(is_behind_small),
        // Nothing there.
        '\u{81}' | '\u{8D}' | '\u{8F}' | '\u{90}' | '\u{9D}' => tells(is_inside),
        // The apostrophe stands inside words, but hardly between consonants, unless there is one
        // letter before it: d’h, rock ’n’ roll.
        '\u{92}' => {
            let ends = before.ends_with(is_consonant)
                && before.chars().nth_back(1).is_some_and(char::is_alphabetic);
            let starts = word.starts_with(|c| is_consonant(c) && c != 'h');
            tells(ends && starts && !CONTRACTIONS.contains(&word))
        }
        // A dash stands between words, which have vowels.
        '\u{96}' | '\u{97}' => tells(is_inside && word.chars().all(is_consonant)),
        // Other punctuation does not stand inside words.
        _ => Some(is_inside),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mended(text: &str) -> (CodePage, String) {
        let (page, pieces) = mend(text, text.chars().all(|c| c <= '\u{FF}'));
        let mut output = text.to_owned();
        for piece in pieces.iter().rev() {
            output.replace_range(piece.source.clone(), &piece.text);
        }
        (page, output)
    }

    #[test]
    fn windows_1252_was_meant() {
        for (text, expected) in [
            ("\u{93}Winter\u{94} \u{96} it\u{92}s \u{80}5\u{85}", "“Winter” – it’s €5…"),
            ("l\u{92}hiver, qu\u{92}il gèle", "l’hiver, qu’il gèle"),
            ("rock\u{92}n\u{92}roll O\u{92}Neil o\u{92}clock", "rock’n’roll O’Neil o’clock"),
            ("\u{8A}koda", "Škoda"),
            ("\u{81} x", "\u{81} x"),
            ("雪\u{97}", "雪—"),
            ("für \u{84}Sch\u{87}n\u{93}", "für „Sch‡n“"),
            ("said\u{94}and", "said”and"),
        ] {
            assert_eq!(mended(text), (CodePage::Windows1252, expected.to_owned()), "{text:?}");
        }
    }

    #[test]
    fn macintosh_was_meant() {
        for (text, expected) in [
            ("el clima at\u{92}pico", "el clima atípico"),
            ("un p\u{87}jaro y un jard\u{92}n", "un pájaro y un jardín"),
            ("a\u{96}o de nieves, tambi\u{8E}n", "año de nieves, también"),
            ("la estaci\u{97}n", "la estación"),
            ("gefr\u{9F}hst\u{9F}ckt", "gefrühstückt"),
            ("t\u{8E}l\u{8E}ski d'\u{8E}t\u{8E}", "téléski d'été"),
        ] {
            assert_eq!(mended(text), (CodePage::Macintosh, expected.to_owned()), "{text:?}");
        }
    }
}
