//! Which letters are dear behind which, a bit for each pair.
//!
//! In most languages of Europe a rule of [narrow](super::narrow) holds of letters in every other word, and nearly all of
//! them cost no more behind the letter before than text does as a rule. That much is kept once it is known: to look at a bit
//! takes a small part of what it takes to look a pair up in the model.

use std::sync::OnceLock;

use crate::encoding::plausibility::Model;
use crate::encoding::scan::NATURAL;

/// The letters and signs that bits are kept for, and those that they are kept behind.
const FIRST: usize = 0x80;
const END: usize = 0x180;
const WORDS: usize = END / u64::BITS as usize;

/// By letter: a bit for each character before it.
static ROWS: [OnceLock<[u64; WORDS]>; END - FIRST] = [const { OnceLock::new() }; END - FIRST];

/// Whether a character beyond ASCII may cost more behind another one than text does as a rule; only Latin letters are
/// known well enough to deny it.
#[inline]
pub(super) fn may_be_dear(previous: char, c: char, model: Model) -> bool {
    let row = (c as usize).checked_sub(FIRST).and_then(|at| ROWS.get(at));
    let Some(row) = row.filter(|_| (previous as usize) < END) else { return true };
    let row = row.get_or_init(|| row_of(c, model));
    row[previous as usize / 64] >> (previous as usize % 64) & 1 != 0
}

fn row_of(c: char, model: Model) -> [u64; WORDS] {
    let mut row = [0; WORDS];
    for (previous, at) in ('\0'..).zip(0..END) {
        let cost = model.cost(model.symbol(previous), model.symbol(c)) as i32;
        row[at / 64] |= u64::from(cost > NATURAL) << (at % 64);
    }
    row
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_tell_what_the_model_does() {
        let model = Model::get();
        for (previous, c) in
            ('\0'..'\u{200}').flat_map(|a| ('\u{80}'..'\u{200}').map(move |b| (a, b)))
        {
            let is_dear = model.cost(model.symbol(previous), model.symbol(c)) as i32 > NATURAL;
            let is_known = (previous as usize) < END && (c as usize) < END;
            assert_eq!(may_be_dear(previous, c, model), is_dear || !is_known, "{previous:?} {c:?}");
        }
    }
}
