//! Letters and signs that are no words: alphabets, lists of accents, one character over and over, tables of characters.

use unicode_normalization::char::decompose_canonical;

use crate::encoding::codec::Codec;
use crate::encoding::mixture::ALL_MARKS;
use crate::encoding::plausibility::{LANGUAGES, letter};

/// From here on words are of one character as well.
const EAST_ASIA: char = '\u{2E80}';

/// Whether most letters of a line are a capital before its small letter, as alphabets are written: `AaÁáBbČč`.
pub(super) fn is_alphabet(line: &str) -> bool {
    /// So many pairs are no chance.
    const LEAST: usize = 4;
    let (pairs, letters) = capitals_before_small(line.chars());
    pairs >= LEAST && 3 * pairs >= letters
}

/// How many letters are a capital before its small letter, and how many there are in all.
fn capitals_before_small(text: impl Iterator<Item = char>) -> (usize, usize) {
    let (mut pairs, mut letters) = (0, 0);
    let mut previous = None;
    for c in text.filter(|c| c.is_alphabetic()) {
        letters += 1;
        let is_pair = previous.is_some_and(|before: char| {
            before != c && c.is_lowercase() && before.to_lowercase().eq([c])
        });
        pairs += usize::from(is_pair);
        previous = if is_pair { None } else { Some(c) };
    }
    (pairs, letters)
}

/// Whether all characters of a text beyond ASCII are such as stand for themselves.
pub(super) fn are_listed(text: &str) -> bool {
    is_repeated(text)
        || is_one_sign(text)
        || is_bracketed(text)
        || stand_alone(text)
        || are_cells(text)
        || are_extra_letters(text)
        || are_both_cases(text)
}

/// What is not ASCII in a text.
fn runs(text: &str) -> impl Iterator<Item = &str> + Clone {
    text.split(|c: char| c.is_ascii()).filter(|run| !run.is_empty())
}

/// Whether there is but one, time and again, in small or in capitals: `═════`, `aaaaáááá`, `ΔδΔ`.
fn is_repeated(text: &str) -> bool {
    /// No word has a letter so often in a row.
    const LEAST: usize = 3;
    let Some(first) = text.chars().find(|c| !c.is_ascii()).map(letter) else { return false };
    runs(text).all(|run| run.chars().all(|c| letter(c) == first) && run.chars().count() >= LEAST)
}

/// Whether there is but one sign, and there are no letters: `¬<|¬>`.
fn is_one_sign(text: &str) -> bool {
    const LEAST: usize = 2;
    let mut signs = text.chars().filter(|c| !c.is_ascii());
    let Some(first) = signs.next() else { return false };
    !text.contains(char::is_alphabetic)
        && signs.clone().count() + 1 >= LEAST
        && signs.all(|c| c == first)
}

/// Whether it is a character or two in brackets: `〔1〕`, `【注】`.
fn is_bracketed(text: &str) -> bool {
    const MOST: usize = 2;
    let pairs = ["〔〕", "【】", "《》", "〈〉", "「」", "『』", "（）", "［］"];
    pairs.iter().any(|pair| {
        let mut pair = pair.chars();
        let inner = pair.next().and_then(|open| text.strip_prefix(open));
        let inner = pair.next().zip(inner).and_then(|(close, rest)| rest.strip_suffix(close));
        inner.is_some_and(|inner| (1..=MOST).contains(&inner.chars().count()))
    })
}

/// Whether each is a letter that stands alone amid signs, and there are no other letters: `à, è, ò`.
fn stand_alone(text: &str) -> bool {
    /// One is no list.
    const LEAST: usize = 2;
    let is_one_letter = |run: &str| {
        let mut run = run.chars();
        run.next().is_some_and(|c| c.is_alphabetic() && c < EAST_ASIA) && run.next().is_none()
    };
    let mut runs = runs(text);
    !text.contains(|c: char| c.is_ascii_alphabetic())
        && runs.clone().nth(LEAST - 1).is_some()
        && runs.all(is_one_letter)
}

/// Whether they are characters of East Asia, each alone in a cell of a table or in quotation marks.
fn are_cells(text: &str) -> bool {
    const LEAST: usize = 2;
    let mut runs = runs(text);
    let mut separators = text.split(|c: char| !c.is_ascii()).filter(|it| !it.is_empty());
    runs.clone().nth(LEAST - 1).is_some()
        && separators.all(|separator| separator.contains(['\t', '"', '\'']))
        && runs.all(|run| run.chars().nth(1).is_none() && run.starts_with(|c| c >= EAST_ASIA))
}

/// Whether a text lists characters in the order of their codes, in an encoding or in Unicode, as tables of characters do.
pub(super) fn are_in_order(text: &str, encoding: Codec) -> bool {
    /// No words are so sorted.
    const LEAST: usize = 8;
    const MOST_OUT_OF_ORDER: usize = 10;
    let (mut count, mut by_code, mut by_number) = (0, 0, 0);
    let (mut code, mut previous, mut last) = (Vec::new(), Vec::new(), '\0');
    for c in text.chars().filter(|c| !c.is_ascii()) {
        code.clear();
        encoding.encode_char(c, &mut code);
        by_code += usize::from(code > previous);
        by_number += usize::from(c > last);
        count += 1;
        std::mem::swap(&mut code, &mut previous);
        last = c;
    }
    let out_of_order = count - by_code.max(by_number);
    count >= LEAST && MOST_OUT_OF_ORDER * out_of_order <= count
}

/// Whether all are capitals before their small letters: `Ðð Þþ`.
fn are_both_cases(text: &str) -> bool {
    const LEAST: usize = 2;
    let marked = text.chars().filter(|c| !c.is_ascii());
    let (pairs, letters) = capitals_before_small(marked.clone());
    pairs >= LEAST && 2 * pairs == letters && letters == marked.count()
}

/// Whether they are the letters that a language of Latin letters has beyond ASCII, or letters of one accent or
/// with one letter below the accents: `äöüß`, `áéíóú`, `éèêë`. None comes twice in a row of them.
fn are_extra_letters(text: &str) -> bool {
    let is_latin = |c: char| c.is_alphabetic() && c < '\u{250}';
    if text.contains(|c: char| !c.is_ascii() && !is_latin(c)) {
        return false;
    }
    // Letters of ASCII only with their own accents: `eéèê`.
    let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    let mut with_ascii = words.filter(|word| word.contains(|c: char| c.is_ascii_alphabetic()));
    let base = |c: char| letter(parts(c).0);
    if with_ascii.any(|word| word.chars().any(|c| Some(base(c)) != word.chars().next().map(base))) {
        return false;
    }
    for run in runs(text) {
        if different(run.chars()).len() < run.chars().count() {
            return false;
        }
    }
    // The dotted capital is ASCII otherwise.
    let small = text.chars().map(letter).filter(|c| !c.is_ascii());
    let letters = different(small);
    // Any list is of those that have all marks.
    let mut languages = LANGUAGES.iter().filter(|(name, _)| !ALL_MARKS.contains(name));
    are_of_one_kind(&letters) || languages.any(|(_, own)| are_most(&letters, own))
}

fn different(letters: impl Iterator<Item = char>) -> Vec<char> {
    let mut letters: Vec<char> = letters.collect();
    letters.sort_unstable();
    letters.dedup();
    letters
}

/// Whether different letters share their accent, or the letter below it.
fn are_of_one_kind(letters: &[char]) -> bool {
    /// Fewer may be a word.
    const LEAST: usize = 4;
    let mut parts = letters.iter().map(|c| parts(*c));
    let Some((base, accent)) = parts.next() else { return false };
    let (mut one_base, mut one_accent) = (true, accent.is_some());
    for (other, mark) in parts {
        one_base &= other == base;
        one_accent &= mark == accent;
    }
    letters.len() >= LEAST && (one_base || one_accent)
}

/// The letter below an accent, and the accent.
fn parts(c: char) -> (char, Option<char>) {
    let (mut base, mut accent) = (None, None);
    decompose_canonical(c, |part| {
        if base.is_none() {
            base = Some(part);
        } else {
            accent = accent.or(Some(part));
        }
    });
    (base.unwrap_or(c), accent)
}

/// Whether different letters are half of a language's own at least; all of them but one where they are few.
fn are_most(letters: &[char], own: &str) -> bool {
    const FEW: usize = 3;
    let size = own.chars().count();
    let least = if letters.len() <= FEW { size - size / 4 } else { size / 2 };
    letters.len() >= least.max(FEW) && letters.iter().all(|c| own.contains(*c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alphabets_are_lists() {
        for (line, expected) in [
            ("AaÁáBbCcČčDdĎďEeÉéĚě", true),
            ("A a, Ä ä, B b, C c, O o, Ö ö", true),
            ("Аа Бб Вв Гг", true),
            ("Aa Bb", false),
            ("ÄÖÜ äöü", false),
            ("Ññ ist ein Buchstabe, Çç auch, Şş ebenso, und Ğğ nicht minder, wie man weiß", false),
            ("ÖÐ»ªÈËÃñ¹²ºÍ¹ú", false),
        ] {
            assert_eq!(is_alphabet(line), expected, "{line}");
        }
    }

    #[test]
    fn tables_are_in_order() {
        for (text, encoding, expected) in [
            ("亜唖娃阿哀愛挨姶逢葵茜穐", Codec::EucJp, true),
            ("'░', '▒', '▓', '│', '┤', '╡', '╢', '╖'", Codec::Ibm437, true),
            ("абвгдежзийклмн", Codec::Windows1251, true),
            ("亜唖娃阿哀愛", Codec::EucJp, false),
            ("图书馆门口排起了长队", Codec::Gb18030, false),
            ("垽傞偱偡偐丄傕偆彮偟", Codec::Gb18030, false),
        ] {
            assert_eq!(are_in_order(text, encoding), expected, "{text}");
        }
    }

    #[test]
    fn letters_that_are_no_words_are_listed() {
        for (text, expected) in [
            ("═════════", true),
            ("ñññ", true),
            ("ооо, ооооо!", true),
            ("oh nóóó", true),
            ("ΔδΔ\", \"ΔδΔ", true),
            ("ññ", false),
            ("¬<<|¬<|¬==|¬", true),
            ("¬ a ¬", false),
            ("〔敗〕", true),
            ("〔敗勝負〕", false),
            ("eéëêèE", true),
            ("aéëêè", false),
            ("ооо да", false),
            ("à, è, ò", true),
            ("'а', 'б', 'в'", true),
            ("à la", false),
            ("à", false),
            ("Ðð Þþ", true),
            ("Ðð", false),
            ("äöüß", true),
            ("åäö ÅÄÖ", true),
            ("áčďéěíňóřšťúůýž", true),
            ("âêîôû", true),
            ("éèêë", true),
            ("áéíóú|áéíóú|á|é|", true),
            ("ÂÇÎÖÛÜâçîöûüĞğİıŞş", true),
            ("áéíóúáéíóú", false),
            ("êîìï", false),
            ("陽 霤", false),
            ("坝\t壩", true),
            ("'굑', '굫'", true),
            ("姓名\t性别", false),
            ("żółć \", \" żółć", true),
            ("öä", false),
            ("êîìïüòåð", false),
            ("äöü für", false),
        ] {
            assert_eq!(are_listed(text), expected, "{text}");
        }
    }
}
