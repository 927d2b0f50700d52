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
#[inline(never)]
pub(super) fn is_odd(line: &str) -> bool {
    let model = Model::get();
    let (mut wide, mut letters) = (Sum::default(), Sum::default());
    let (mut uncommon, mut capitals) = (0, 0);
    let mut previous = model.line_end();
    let (mut before, mut is_joined) = ('\n', false);
    for c in line.chars() {
        let next = model.symbol(c);
        is_joined |= is_latin(before) && is_other(c) || is_other(before) && is_latin(c);
        before = c;
        match c {
            '\u{370}'..='\u{52F}' => {
                letters.add(model.cost(previous, next));
                capitals += i32::from(matches!(c, 'Α'..='Ω' | 'Ѐ'..='Я'));
            }
            WIDE.. if !KANA.contains(&c) => {
                wide.add(if is_hangul(c) {
                    NATURAL_WIDE as u32
                } else {
                    model.cost(previous, next)
                });
                uncommon += i32::from(next.cost() > UNCOMMON);
            }
            _ => {}
        }
        previous = next;
    }
    let is_uncommon = uncommon >= LEAST_WIDE && 2 * uncommon >= wide.count
        || wide.excess(NATURAL_WIDE) > EXCESS_WIDE;
    let is_cased = capitals >= LEAST && 2 * capitals >= letters.count;
    let are_dear =
        if is_cased { letters.excess(NATURAL) > 0 } else { letters.excess(NATURAL_SMALL) > EXCESS };
    is_joined || wide.count >= LEAST_WIDE && is_uncommon || letters.count >= LEAST && are_dear
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
