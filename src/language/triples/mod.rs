//! What the character before a pair tells about the pair's second: a bonus for each of the
//! triples of characters that are worth knowing.
//!
//! Pairs cannot tell words of three characters and more from chance. The triples that save the
//! most stand in a table of fingerprints: a look-up reads one bucket, and is wrong about a triple
//! that is not known once in a thousand times. Sources and layout are described with the
//! generator, in `xtask/src/language/triples.rs`.

use super::Symbol;
use crate::lanes::{each, first, zeros};
use layout::{MAX_LEVEL, SLOTS, UNIT, place};

mod layout;

static TABLE: &[u8] = include_bytes!("../../tables/triples.bin");

/// No bonus is higher.
pub(super) const MOST: i32 = UNIT * MAX_LEVEL as i32;

/// By how much `next` after `before` and `previous` is cheaper than after `previous` alone, in
/// tenths of a nat.
#[inline]
pub(super) fn bonus(before: Symbol, previous: Symbol, next: Symbol) -> i32 {
    let [before, previous, next] = [before, previous, next].map(|it| usize::from(it.number()));
    const { assert!(SLOTS == 3, "one fewer than lanes") };
    let (bucket, fingerprint) = place(before, previous, next);
    let start = 2 * SLOTS * bucket;
    let slots: &[u8; 2 * SLOTS] =
        TABLE[start..].first_chunk().expect("the table has its full length");
    // A lane is left over, and tells of no bonus.
    let [a, b, c, d, e, f] = *slots;
    let slots = u64::from_le_bytes([a, b, c, d, e, f, 0, 0]);
    let found = zeros((slots ^ each(fingerprint << 4)) & each(!MAX_LEVEL));
    if found == 0 { 0 } else { UNIT * i32::from(first(slots, found) & MAX_LEVEL) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_its_full_length() {
        assert_eq!(TABLE.len(), (2 * SLOTS) << layout::BUCKET_BITS);
    }

    #[test]
    fn few_triples_are_taken_for_others() {
        let symbols = || (2000..2050).map(Symbol::numbered);
        let all = symbols().flat_map(|a| symbols().map(move |b| (a, b)));
        let known = all.flat_map(|(a, b)| symbols().map(move |c| bonus(a, b, c)));
        let known = known.filter(|bonus| *bonus > 0).count();
        assert!(known < 50 * 50 * 50 / 200, "{known}");
    }

    #[test]
    fn words_of_three_characters_are_known() {
        for word in ["图书馆", "委员会", "奥运会"] {
            let [a, b, c] = [0, 1, 2].map(|at| Symbol::of(word.chars().nth(at).unwrap()));
            assert!(bonus(a, b, c) > 0, "{word}");
        }
    }
}
