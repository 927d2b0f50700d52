//! What the document itself says: pairs of characters in its sound parts, and the script it is
//! written in.
//!
//! A hole in a name that stands elsewhere in the document is no riddle. What is familiar only
//! chooses between ways to read on; whether text is shifted at all is judged without it, for
//! nothing is as familiar to a document as its own garble.

use std::sync::OnceLock;

use super::cells::{Form, cells};
use super::followers::{Row, row_of};
use super::ranks::{Rows, sorted};
use crate::language::{SYMBOLS, Symbol};

/// The share of a known follower's likelihood that is left to characters not yet seen there.
const UNSEEN_SHARE: f32 = 1.5;
/// Costs are kept in tenths of a nat.
const TENTHS: f32 = 10.0;
/// Characters of either script that a document has had before its first.
const FORM_PRIOR: f32 = 0.5;
/// Pairs from which on it is cheaper to count them by their first symbol, whatever symbols there are, than to sort them.
const MANY: usize = SYMBOLS / 4;

/// Pairs that room is made for beforehand.
const ROOM: usize = 64;

/// The habits of a document. Without any until it learns.
#[derive(Debug, Default)]
pub(crate) struct Familiar {
    /// By the number of a symbol: what stands behind it.
    rows: Rows,
    /// Characters as pairs of bytes, as often as they are met. Only a few rows are ever asked for: each is
    /// made when it is.
    pairs: Vec<u16>,
    /// By the rank of the row.
    behind: Vec<OnceLock<Box<[u8]>>>,
    met: Met,
    /// What a character costs by the script that it tells, in tenths of a nat.
    form_costs: [i32; 3],
}

impl Familiar {
    /// Learns from stretches of sound text.
    pub(super) fn learn<'t>(texts: impl Iterator<Item = &'t str>) -> Familiar {
        let cells = cells();
        // A symbol, and the character behind it.
        let mut pairs: Vec<(u16, u16)> = Vec::with_capacity(ROOM);
        let [mut simplified, mut traditional] = [0_u32; 2];
        for text in texts {
            // What a line begins with has nothing to do with the line before.
            let mut previous = None;
            for c in text.chars() {
                if c.is_ascii() {
                    previous = (c != '\n').then(|| cells.symbol_of(c));
                    continue;
                }
                let (pair, symbol, form) = cells.read(c);
                if let (Some(previous), Some(pair)) = (previous, pair) {
                    let previous: Symbol = previous;
                    pairs.push((previous.number(), u16::from_be_bytes(pair)));
                }
                match form {
                    Form::Simplified => simplified += 1,
                    Form::Traditional => traditional += 1,
                    Form::Either => {}
                }
                previous = Some(symbol);
            }
        }
        let [simplified, traditional] = [simplified, traditional].map(|it| it as f32 + FORM_PRIOR);
        let cost = |share: f32| (-share.ln() * TENTHS) as i32;
        let all = simplified + traditional;
        let met = Met::new(&pairs);
        let (rows, pairs) = by_symbol(pairs);
        Familiar {
            met,
            behind: (0..rows.len()).map(|_| OnceLock::new()).collect(),
            rows,
            pairs,
            form_costs: [0, cost(simplified / all), cost(traditional / all)],
        }
    }

    /// The characters that follow a symbol in the document.
    #[inline]
    pub(super) fn behind(&self, previous: Symbol) -> Row<'_> {
        let Some(rank) = self.rows.rank(previous.number().into()) else { return Row::default() };
        Row::new(self.behind[rank].get_or_init(|| row(&self.pairs[self.rows.at(rank)])))
    }

    /// What a character costs behind a symbol in the document, if it stands there.
    #[inline]
    pub(super) fn cost(&self, previous: Symbol, pair: [u8; 2]) -> Option<i32> {
        // Nearly all that is asked about does not.
        if self.met.has(previous, pair) { self.behind(previous).cost(pair) } else { None }
    }

    /// What it costs, in tenths of a nat, which script a character tells.
    #[inline]
    pub(super) fn form_cost(&self, form: Form) -> i32 {
        self.form_costs[form as usize]
    }
}

/// A set of pairs that says of few others that they belong to it: a bit for each (Bloom, 1970).
#[derive(Debug, Default)]
struct Met {
    bits: Vec<u64>,
}

/// Bits of the set for each pair.
const BITS_FOR_EACH: usize = 16;

impl Met {
    fn new(pairs: &[(u16, u16)]) -> Met {
        let words = (pairs.len() * BITS_FOR_EACH).div_ceil(64).next_power_of_two();
        let mut met = Met { bits: vec![0; words] };
        for (previous, pair) in pairs {
            let (word, bit) = met.place(*previous, *pair);
            met.bits[word] |= bit;
        }
        met
    }

    #[inline]
    fn has(&self, previous: Symbol, pair: [u8; 2]) -> bool {
        let (word, bit) = self.place(previous.number(), u16::from_be_bytes(pair));
        self.bits.get(word).is_some_and(|word| word & bit != 0)
    }

    /// The upper bits of a product depend on all bits of the pair.
    #[inline]
    fn place(&self, previous: u16, pair: u16) -> (usize, u64) {
        let key = u64::from(previous) << 16 | u64::from(pair);
        let number = key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32;
        ((number as usize >> 6) & self.bits.len().wrapping_sub(1), 1 << (number & 63))
    }
}

/// Characters in rows by the symbol before them.
fn by_symbol(mut pairs: Vec<(u16, u16)>) -> (Rows, Vec<u16>) {
    if pairs.len() < MANY {
        pairs.sort_unstable();
        let rows = pairs.chunk_by(|a, b| a.0 == b.0);
        let rows = Rows::new(rows.map(|row| (row[0].0.into(), row.len())), SYMBOLS);
        return (rows, pairs.into_iter().map(|(_, pair)| pair).collect());
    }
    let (starts, order) = sorted(0..pairs.len(), SYMBOLS, |at| pairs[at].0.into());
    let lengths = starts.windows(2).map(|it| (it[1] - it[0]) as usize).enumerate();
    let rows = Rows::new(lengths.filter(|(_, length)| *length > 0), SYMBOLS);
    (rows, order.into_iter().map(|at| pairs[at as usize].1).collect())
}

/// The row of these characters.
fn row(pairs: &[u16]) -> Box<[u8]> {
    let mut row = pairs.to_vec();
    row.sort_unstable();
    let kinds = || row.chunk_by(|a, b| a == b).map(|run| (run[0], run.len() as f32));
    let total: f32 = kinds().map(|(_, count)| count + UNSEEN_SHARE).sum();
    let cost = |count: f32| (-(count / total).ln() * TENTHS).clamp(0.0, 254.0) as u8;
    let mut entries: Vec<_> =
        kinds().map(|(pair, count)| (cost(count), pair.to_be_bytes())).collect();
    entries.sort_unstable();
    row_of(&entries)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encoding::gbk;

    #[test]
    fn rows_are_what_stands_behind_a_symbol() {
        let [a, b] = ['的', '是'].map(Symbol::of);
        let pair = |c| gbk::encode(c).unwrap();
        // Few pairs are sorted, many are counted.
        for times in [1, MANY] {
            let text = "的人的天的人。是天\n人".repeat(times);
            let familiar = Familiar::learn([&*text].into_iter());
            let row: Vec<_> = familiar.behind(a).all().collect();
            assert_eq!([row[0].pair, row[1].pair], [pair('人'), pair('天')]);
            assert!(row.len() == 2 && row[0].cost < row[1].cost);
            assert_eq!(familiar.behind(a).with_lead(pair('天')[0]).count(), 1);
            assert_eq!(familiar.behind(a).with_trail(pair('人')[1]).count(), 1);
            assert_eq!(familiar.cost(a, pair('人')), Some(row[0].cost));
            assert_eq!(familiar.cost(b, pair('人')), None);
            assert_eq!(familiar.behind(b).all().count(), 1);
            assert_eq!(familiar.behind(Symbol::of('不')).all().count(), 0);
            // What begins a line stands behind nothing.
            assert_eq!(familiar.behind(Symbol::line_end()).all().count(), 0);
        }
        assert_eq!(Familiar::default().behind(a).all().count(), 0);
    }

    #[test]
    fn a_script_that_is_rare_costs_more() {
        let familiar = Familiar::learn(["國國國国"].into_iter());
        let [either, simplified, traditional] =
            [Form::Either, Form::Simplified, Form::Traditional].map(|it| familiar.form_cost(it));
        assert!(either == 0 && traditional < simplified);
    }
}
