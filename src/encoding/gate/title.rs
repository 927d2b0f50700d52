//! Short lines, which have too few characters for rules about neighbours: they are looked at as a whole.

use crate::encoding::plausibility::Model;
use crate::encoding::scan::{KANA, WIDE};

/// Bytes of such a line, at most.
pub(super) const SHORT: usize = 48;

/// Of the characters of East Asia in it, half must be dearer than this, in tenths of a nat.
const UNCOMMON: u32 = 104;
const LEAST_WIDE: usize = 2;
/// Of other letters that have capitals, this many must be some, and cost more than is usual: Cyrillic that
/// was read in another order has small letters for capitals and the other way round.
const LEAST_CAPITALS: usize = 3;
const USUAL: i32 = 45;

/// Whether a short line may be garbled.
#[inline(never)]
pub(super) fn is_odd(line: &str) -> bool {
    let model = Model::get();
    let (mut uncommon, mut wide, mut capitals, mut letters) = (0, 0, 0, 0);
    for c in line.chars().filter(|c| !c.is_ascii()) {
        match c {
            '\u{370}'..='\u{52F}' => {
                letters += 1;
                capitals += usize::from(matches!(c, 'Α'..='Ω' | 'Ѐ'..='Я'));
            }
            WIDE.. if !KANA.contains(&c) => {
                uncommon += usize::from(model.symbol(c).cost() > UNCOMMON);
                wide += 1;
            }
            _ => {}
        }
    }
    uncommon >= LEAST_WIDE && 2 * uncommon >= wide
        || capitals >= LEAST_CAPITALS && 2 * capitals >= letters && is_dear(line, model)
}

/// Whether the letters of other alphabets than the Latin one are dear, on an average.
fn is_dear(line: &str, model: Model) -> bool {
    let mut sum = 0;
    let mut previous = model.line_end();
    for c in line.chars() {
        let next = model.symbol(c);
        if ('\u{370}'..='\u{52F}').contains(&c) {
            sum += model.cost(previous, next) as i32 - USUAL;
        }
        previous = next;
    }
    sum > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_lines_are_weighed_as_a_whole() {
        for (line, expected) in [
            ("ЙНПЕМЭ ДЕПЕБЮ", true),
            ("пЕДЮЙРНП", true),
            ("Россия и США", false),
            ("ГЛАВА ПЕРВАЯ", false),
            ("Главная страница", false),
            ("侯喇する", true),
            ("作成する", false),
            ("图书馆", false),
        ] {
            assert_eq!(is_odd(line), expected, "{line}");
        }
    }
}
