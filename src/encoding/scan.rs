//! Finding out that a text needs no repair, and where it may need one.
//!
//! Clean text passes two sieves, and only what both let through is searched with. The
//! [first](super::gate) takes bytes a block at once and finds places that are odd by themselves; the
//! second looks at the place with the pairs of characters in mind. It adds up how much dearer
//! characters are than text is as a rule, falling back to zero whenever they are cheaper (a
//! cumulative sum, as in the control of processes): the sum climbs within a few characters of
//! garble, however much clean text stands before, and chance alone seldom takes it far.

use std::ops::{Range, RangeInclusive};

use super::gate::next_place;
use super::plausibility::Model;

/// Kana may stay in a wrong reading, and clear nothing between odd characters.
pub(super) const KANA: RangeInclusive<char> = '\u{3041}'..='\u{30FA}';

/// What a character may cost after the one before it, in the scripts of East Asia and all others.
pub(super) const NATURAL_WIDE: i32 = 85;
pub(super) const NATURAL: i32 = 50;
/// The second sum from which on a repair can pay: more than one character adds to it, since one is
/// never garble.
const HOT: i32 = DEAREST + 1;
pub(super) const DEAREST: i32 = 60;
/// Characters before a suspicious one that the second sieve takes along, and the most that it looks
/// at.
const BEFORE: usize = 16;
const LONGEST: usize = 128;

/// The first character of the scripts of East Asia.
pub(super) const WIDE: char = '\u{2E80}';
/// A stretch of text that is dear to the model.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Hot {
    pub(super) range: Range<usize>,
    /// How much dearer than text is as a rule, in tenths of a nat.
    pub(super) excess: i32,
}

/// The next dear stretch of a line from `start` on. Clean text has none, as a rule, and costs no more
/// than the first sieve.
pub(super) fn next_hot(line: &str, start: usize) -> Option<Hot> {
    next_dear(line, start, i32::MAX)
}

/// Whether a line has a dear stretch, however long.
pub(super) fn is_hot(line: &str) -> bool {
    next_dear(line, 0, HOT).is_some()
}

/// The next dear stretch, as far as it takes for an excess that is enough.
fn next_dear(line: &str, start: usize, enough: i32) -> Option<Hot> {
    let mut at = start;
    loop {
        let place = next_place(line, at)?;
        match look_closely(line, start, place, enough) {
            Ok(hot) => return Some(hot),
            Err(end) => at = end,
        }
    }
}

/// The most that a character adds to a sum. A control character that only bytes become is
/// enough.
pub(super) fn dearest(c: char) -> i32 {
    if matches!(c, '\u{80}'..='\u{9F}') { HOT + 2 } else { DEAREST }
}

/// Whether a character is a quotation mark before a word of Greek or Cyrillic, or an apostrophe in one: it stands
/// before any letter, while the model has only the commonest of such pairs. Beside other signs it may be a letter itself.
pub(super) fn opens_word(before: char, mark: char, next: char) -> bool {
    is_cased(next)
        && match mark {
            '’' => before.is_ascii() || is_cased(before),
            mark => before.is_ascii() && (is_closing(mark) || matches!(mark, '«' | '„')),
        }
}

/// The same where it stands behind one. Those that only open words stand in the place of letters there, as in
/// UTF-8 that was read byte by byte.
pub(super) fn closes_word(previous: char, mark: char) -> bool {
    is_cased(previous) && is_closing(mark)
}

/// Whether a character is a quotation mark or an ellipsis behind a word with a small Latin letter beyond ASCII at its end,
/// of which the model has few pairs, too. In UTF-8 that was read byte by byte, such a letter has two signs behind it.
fn ends_latin_word(previous: char, mark: char, next: char) -> bool {
    ('à'..'\u{180}').contains(&previous)
        && previous.is_lowercase()
        && (is_closing(mark) || mark == '…')
        && next.is_ascii()
        && !next.is_ascii_alphanumeric()
}

fn is_closing(mark: char) -> bool {
    matches!(mark, '»' | '‘' | '’' | '“' | '”')
}

/// Whether it is a letter of an alphabet with capitals other than the Latin one.
fn is_cased(c: char) -> bool {
    ('\u{370}'..'\u{530}').contains(&c)
}

/// The second sieve: the dear stretch around a place, or where to go on if there is none.
#[inline(never)]
fn look_closely(text: &str, start: usize, place: usize, enough: i32) -> Result<Hot, usize> {
    let model = Model::get();
    let before = text[start..place].char_indices().rev().nth(BEFORE);
    let begin = before.map_or(start, |(at, _)| start + at);
    let mut previous = match text[..begin].chars().next_back() {
        Some(c) => model.symbol(c),
        None => model.line_end(),
    };
    let (mut sum, mut excess) = (0, 0);
    let mut range = begin..begin;
    let mut before = '\n';
    let mut characters = text[begin..].char_indices().take(LONGEST).peekable();
    while let Some((at, c)) = characters.next() {
        let at = begin + at;
        let next = model.symbol(c);
        let natural = if c < WIDE { NATURAL } else { NATURAL_WIDE };
        if sum == 0 {
            if at >= place {
                break;
            }
            (range, excess) = (at..at, 0);
        }
        let is_kana = KANA.contains(&c);
        let behind = characters.peek().map_or('\n', |(_, c)| *c);
        let dearness = match ends_latin_word(before, c, behind) {
            true => 0,
            false => model.cost(previous, next) as i32 - natural,
        };
        before = c;
        sum = (sum + dearness.clamp(if is_kana { 0 } else { i32::MIN }, dearest(c))).max(0);
        previous = next;
        if sum > excess {
            excess = sum;
            range.end = at + c.len_utf8();
        }
        // Far behind the peak: what follows is another stretch.
        if excess >= enough || excess >= HOT && sum < excess / 2 {
            break;
        }
    }
    if excess >= HOT { Ok(Hot { range, excess }) } else { Err(range.end.max(place)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clean_text_has_no_dear_stretch() {
        for text in [
            "",
            "plain text only, and rather a lot of it, so that blocks are skipped",
            "今天下午，图书馆门口排起了长队，大家都在等新到的杂志。",
            "오늘 오후 도서관 앞에 긴 줄이 늘어섰습니다.",
            "Dès l'été, la forêt brûle; l'œuvre d'André reste à faire.",
            "Сегодня после обеда перед библиотекой выстроилась очередь.",
        ] {
            assert_eq!(next_hot(text, 0), None, "{text}");
            assert!(!is_hot(text), "{text}");
        }
    }

    #[test]
    fn quotation_marks_stand_beside_letters_of_other_alphabets() {
        assert!(opens_word(' ', '«', 'О') && opens_word('з', '’', 'є') && closes_word('Ω', '”'));
        for (previous, next) in
            [('«', 'É'), ('О', 'т'), ('«', '’'), ('Ρ', '‚'), (' ', 'О'), ('О', '°')]
        {
            assert!(!opens_word(' ', previous, next), "{previous}{next}");
            assert!(!closes_word(previous, next), "{previous}{next}");
        }
        // CP866 read as windows-1251.
        assert!(!opens_word('¤', '«', 'п'));
        // UTF-8 read as windows-1251.
        assert!(!closes_word('Г', '«') && !closes_word('Р', '„'));
    }

    #[test]
    fn signs_end_words_of_latin_letters() {
        assert!(ends_latin_word('ă', '…', ' ') && ends_latin_word('ą', '“', ','));
        assert!(ends_latin_word('ť', '»', '\n'));
        // `ą` and a letter of three bytes that were read as windows-1252, and letters that follow.
        assert!(!ends_latin_word('Ä', '…', ' ') && !ends_latin_word('â', '“', '€'));
        assert!(!ends_latin_word('ä', '”', 'n') && !ends_latin_word('n', '”', ' '));
        assert!(!is_hot("Kavárna a „Stará růžová“, prý…"));
    }

    #[test]
    fn garble_is_found_where_it_stands() {
        for (before, garble, after) in [
            ("", "ÖÐ»ªÈËÃñ¹²ºÍ¹ú", ""),
            ("The café, or ", "cafÃ©", ", is closed"),
            ("今天下午，图书馆门口排起了长队，", "瀹樼綉鍦板潃", "，大家都在等新到的杂志。"),
            ("Сегодня ", "рПНОСМБ ОБ НПУФХ", ""),
        ] {
            let text = format!("{before}{garble}{after}");
            let hot = next_hot(&text, 0).unwrap_or_else(|| panic!("{text}"));
            assert!(is_hot(&text), "{text}");
            assert!(hot.range.start < before.len() + garble.len(), "{text}");
            assert!(hot.range.end > before.len(), "{text}");
        }
    }
}
