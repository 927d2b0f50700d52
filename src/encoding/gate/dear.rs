//! Which letters are dear behind which, a bit for each pair.
//!
//! In most languages of Europe a rule of [narrow](super::narrow) holds of letters in every other word, in those with Cyrillic
//! letters that Russian has not in nearly all, and most letters of Thai are odd by themselves. Nearly all of these cost no more
//! behind the letter before than text does as a rule. That much is kept once it is known: to look at a bit
//! takes a small part of what it takes to look a pair up in the model.

use std::ops::Range;
use std::sync::OnceLock;

use crate::encoding::plausibility::Model;
use crate::encoding::scan::NATURAL;

/// The characters that bits are kept for: ASCII and Latin letters, Greek and Cyrillic, Thai, Latin letters of Vietnamese.
const ALPHABETS: [Range<usize>; 4] = [0..0x180, 0x370..0x530, 0xE00..0xE60, 0x1EA0..0x1F00];
/// How many they are.
const COUNT: usize = 0x180 + 0x1C0 + 0x60 + 0x60;
/// Those before each are taken so many at once.
const GROUP: usize = u64::BITS as usize;
const GROUPS: usize = COUNT.div_ceil(GROUP);

/// By letter and group of characters before it: a bit for each of them.
static BITS: [[OnceLock<u64>; GROUPS]; COUNT] =
    [const { [const { OnceLock::new() }; GROUPS] }; COUNT];

/// Whether a character beyond ASCII may cost more behind another one than text does as a rule; only some letters are
/// known well enough to deny it.
#[inline]
pub(super) fn may_be_dear(previous: char, c: char, model: Model) -> bool {
    let (Some(before), Some(number)) = (number_of(previous), number_of(c)) else { return true };
    let bits = BITS[number][before / GROUP].get_or_init(|| bits_of(before / GROUP, c, model));
    bits >> (before % GROUP) & 1 != 0
}

/// The number of a character among those that bits are kept for.
#[inline]
fn number_of(c: char) -> Option<usize> {
    let mut before = 0;
    for alphabet in ALPHABETS {
        if alphabet.contains(&(c as usize)) {
            return Some(before + c as usize - alphabet.start);
        }
        before += alphabet.len();
    }
    None
}

fn bits_of(group: usize, c: char, model: Model) -> u64 {
    let characters = ALPHABETS.into_iter().flatten().filter_map(|code| char::from_u32(code as u32));
    let mut bits = 0;
    for (at, previous) in characters.skip(group * GROUP).take(GROUP).enumerate() {
        let cost = model.cost(model.symbol(previous), model.symbol(c)) as i32;
        bits |= u64::from(cost > NATURAL) << at;
    }
    bits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_tell_what_the_model_does() {
        let model = Model::get();
        let characters =
            || ALPHABETS.into_iter().flat_map(|it| it.start - it.start.min(8)..it.end + 8);
        let characters = || characters().filter_map(|code| char::from_u32(code as u32));
        for previous in characters() {
            for c in characters().filter(|c| !c.is_ascii()) {
                let is_dear = model.cost(model.symbol(previous), model.symbol(c)) as i32 > NATURAL;
                let is_known = number_of(previous).is_some() && number_of(c).is_some();
                assert_eq!(
                    may_be_dear(previous, c, model),
                    is_dear || !is_known,
                    "{previous:?} {c:?}"
                );
            }
        }
    }

    #[test]
    fn all_have_a_number() {
        let numbers: Vec<usize> = ('\0'..='\u{2000}').filter_map(number_of).collect();
        assert_eq!(numbers, (0..COUNT).collect::<Vec<_>>());
    }
}
