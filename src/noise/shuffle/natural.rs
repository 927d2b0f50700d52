//! How natural a string is in a document: pairs of characters that the document itself has, backed
//! off to Chinese in general.

use super::text::Text;
use crate::language::Symbol;

/// The pairs of characters of a text with the places of their first ones, sorted: what is left out when they are
/// counted differs, their order does not.
pub(super) struct Pairs(Vec<(u64, u32)>);

impl Pairs {
    pub(super) fn of(text: &Text) -> Pairs {
        let pairs = text.chars.windows(2).zip(0..);
        let mut pairs: Vec<_> = pairs.map(|(pair, at)| (key(pair[0], pair[1]), at)).collect();
        pairs.sort_unstable();
        Pairs(pairs)
    }
}

/// Pairs of characters counted in the document, places that may be inserted left out.
#[derive(Debug)]
pub(super) struct Natural {
    /// Second characters with the counts of their pairs, those of one first character in a row, sorted.
    seconds: Vec<(char, f32)>,
    /// First characters with the number of pairs they begin, and the start of their row, sorted.
    firsts: Vec<(char, f32, u32)>,
}

impl Natural {
    /// Counts the pairs of a text that touch none of the ranges `left_out` (start and length,
    /// ascending).
    pub(super) fn count(pairs: &Pairs, left_out: &[(usize, usize)]) -> Natural {
        let Pairs(pairs) = pairs;
        let mut counts = vec![true; pairs.len()];
        for &(start, length) in left_out {
            let end = counts.len().min(start + length);
            if let Some(touched) = counts.get_mut(start.saturating_sub(1)..end) {
                touched.fill(false);
            }
        }
        let mut seconds: Vec<(char, f32)> = Vec::new();
        let mut firsts: Vec<(char, f32, u32)> = Vec::new();
        let mut previous = None;
        for (pair, _) in pairs.iter().filter(|(_, at)| counts[*at as usize]) {
            let [first, second] = characters(*pair);
            if firsts.last().is_none_or(|last| last.0 != first) {
                firsts.push((first, 0.0, seconds.len() as u32));
            }
            if previous != Some(pair) {
                seconds.push((second, 0.0));
            }
            if let (Some(first), Some(second)) = (firsts.last_mut(), seconds.last_mut()) {
                first.1 += 1.0;
                second.1 += 1.0;
            }
            previous = Some(pair);
        }
        Natural { seconds, firsts }
    }

    /// The cost, in nats, of the second of two characters of the text behind the first.
    pub(super) fn cost(&self, text: &Text, first: usize, second: usize) -> f32 {
        let (Some(&a), Some(&b)) = (text.chars.get(first), text.chars.get(second)) else {
            return 0.0;
        };
        let general = (-general_cost(text.symbols[first], text.symbols[second])).exp();
        let Ok(at) = self.firsts.binary_search_by_key(&a, |entry| entry.0) else {
            return -general.ln();
        };
        let (_, count, start) = self.firsts[at];
        let end = self.firsts.get(at + 1).map_or(self.seconds.len(), |next| next.2 as usize);
        let row = &self.seconds[start as usize..end];
        let pair = row.binary_search_by_key(&b, |entry| entry.0).map_or(0.0, |at| row[at].1);
        let kinds = row.len() as f32;
        // Witten and Bell: what is new comes as often as it came so far.
        -((pair + kinds * general) / (count + kinds)).ln()
    }
}

fn general_cost(first: Symbol, second: Symbol) -> f32 {
    second.cost_after(first)
}

fn key(first: char, second: char) -> u64 {
    u64::from(u32::from(first)) << 32 | u64::from(u32::from(second))
}

fn characters(key: u64) -> [char; 2] {
    [key >> 32, key & 0xFFFF_FFFF].map(|code| char::from_u32(code as u32).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_counted_but_for_what_is_left_out() {
        let text = Text::read(&["海风渡轮，海风渡，海水。"], usize::MAX);
        let pairs = Pairs::of(&text);
        let counted = |left_out: &[(usize, usize)]| {
            let Natural { seconds, firsts } = Natural::count(&pairs, left_out);
            let (_, count, start) = *firsts.iter().find(|first| first.0 == '海')?;
            let row = &seconds[start as usize..][..2.min(seconds.len() - start as usize)];
            Some((count, row.to_vec()))
        };
        assert_eq!(counted(&[]), Some((3.0, vec![('水', 1.0), ('风', 2.0)])));
        // Both characters of a pair count: the comma before what is left out begins none.
        assert_eq!(counted(&[(5, 3)]), Some((2.0, vec![('水', 1.0), ('风', 1.0)])));
        assert_eq!(counted(&[(0, 2), (5, 1), (10, 1)]), None);
    }

    #[test]
    fn what_the_document_has_is_cheaper() {
        let text = Text::read(&["渡轮，渡轮，渡轮，渡水"], usize::MAX);
        let pairs = Pairs::of(&text);
        let cost = |left_out| Natural::count(&pairs, left_out).cost(&text, 0, 1);
        assert!(cost(&[]) < cost(&[(0, 2), (3, 2)]));
        assert!(cost(&[(0, 2), (3, 2)]) < cost(&[(0, 8)]));
    }
}
