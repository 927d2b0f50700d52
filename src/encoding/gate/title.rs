//! Short lines, which have too few characters for rules about neighbours: they are looked at as a whole.

use crate::encoding::plausibility::Model;
use crate::encoding::scan::{KANA, WIDE};

/// Bytes of such a line, at most.
pub(super) const SHORT: usize = 48;

/// Of the characters of East Asia in it, half must be dearer than this, in tenths of a nat.
const UNCOMMON: u32 = 104;
/// Or all of them dearer than this on an average, each after the one before, and by so much together.
const NATURAL_WIDE: i32 = 90;
const EXCESS_WIDE: i32 = 60;
const LEAST_WIDE: i32 = 2;
/// Other letters must be dearer than this, on an average, and so many.
const NATURAL: i32 = 45;
const LEAST: i32 = 3;
/// Those without capitals more: Cyrillic that was read in another order has small letters for capitals and the other
/// way round.
const NATURAL_SMALL: i32 = 60;
const EXCESS: i32 = 25;

/// What one kind of characters costs, and how many there are.
#[derive(Default)]
struct Sum {
    count: i32,
    cost: i32,
}

impl Sum {
    fn add(&mut self, cost: u32) {
        self.count += 1;
        self.cost += cost as i32;
    }

    /// How much dearer they are than so many natural ones.
    fn excess(&self, natural: i32) -> i32 {
        self.cost - natural * self.count
    }
}

/// Whether a short line may be garbled.
///
/// Its characters are asked about one by one at first, and after one another only where they are dear by themselves: of
/// clean lines three in ten are, of those that are odd all but two in a thousand.
#[inline(never)]
pub(super) fn is_odd(line: &str) -> bool {
    let model = Model::get();
    let mut wide = Sum::default();
    let (mut uncommon, mut has_others) = (0, false);
    for c in line.chars() {
        if is_wide(c) {
            let cost = model.symbol(c).cost();
            wide.add(if is_hangul(c) { NATURAL_WIDE as u32 } else { cost });
            uncommon += i32::from(cost > UNCOMMON);
        } else {
            has_others |= is_other(c);
        }
    }
    let is_uncommon = uncommon >= LEAST_WIDE && 2 * uncommon >= wide.count;
    is_uncommon
        || wide.count >= LEAST_WIDE && wide.excess(NATURAL_WIDE) >= 0 && are_dear(line, model)
        || has_others && has_odd_letters(line, model)
}

/// Whether the characters of East Asia in a line are dear after one another.
fn are_dear(line: &str, model: Model) -> bool {
    let mut wide = Sum::default();
    let mut previous = model.line_end();
    for c in line.chars() {
        let next = model.symbol(c);
        if is_wide(c) && !is_hangul(c) {
            wide.add(model.cost(previous, next));
        }
        previous = next;
    }
    wide.excess(NATURAL_WIDE) > EXCESS_WIDE
}

/// Whether letters other than Latin ones are dear after one another, or joined with Latin ones.
fn has_odd_letters(line: &str, model: Model) -> bool {
    let mut letters = Sum::default();
    let mut capitals = 0;
    let mut previous = model.line_end();
    let mut before = '\n';
    for c in line.chars() {
        if is_latin(before) && is_other(c) || is_other(before) && is_latin(c) {
            return true;
        }
        before = c;
        let next = model.symbol(c);
        if matches!(c, '\u{370}'..='\u{52F}') {
            letters.add(model.cost(previous, next));
            capitals += i32::from(matches!(c, 'Α'..='Ω' | 'Ѐ'..='Я'));
        }
        previous = next;
    }
    let is_cased = capitals >= LEAST && 2 * capitals >= letters.count;
    let are_dear =
        if is_cased { letters.excess(NATURAL) > 0 } else { letters.excess(NATURAL_SMALL) > EXCESS };
    letters.count >= LEAST && are_dear
}

/// Whether it is a character of East Asia, but kana.
fn is_wide(c: char) -> bool {
    c >= WIDE && !KANA.contains(&c)
}

/// Whether it is a Korean syllable: those of clean text are dear after one another, too.
fn is_hangul(c: char) -> bool {
    ('\u{AC00}'..='\u{D7A3}').contains(&c)
}

/// Whether a character is a Latin letter of ASCII.
fn is_latin(c: char) -> bool {
    c.is_ascii_alphabetic()
}

/// Whether it is a letter of an alphabet that a code page has instead of the Latin ones beyond ASCII: what was one
/// of these stands amid those of ASCII.
fn is_other(c: char) -> bool {
    matches!(c, '\u{370}'..='\u{52F}' | '\u{5D0}'..='\u{6FF}' | '\u{E00}'..='\u{E7F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_lines_are_weighed_as_a_whole() {
        for (line, expected) in [
            ("ЙНПЕМЭ ДЕПЕБЮ", true),
            ("пЕДЮЙРНП", true),
            ("яюьюун ш ъюьрэфр", true),
            ("Россия и США", false),
            ("ГЛАВА ПЕРВАЯ", false),
            ("Главная страница", false),
            ("侯喇する", true),
            ("作成する", false),
            ("verkΓΌnde", true),
            ("l'รฉtรฉ", true),
            ("l’été", false),
            ("ใช้ Linux", false),
            ("图书馆", false),
        ] {
            assert_eq!(is_odd(line), expected, "{line}");
        }
    }
}
