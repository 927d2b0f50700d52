//! How natural a string is in a document: pairs of characters that the document itself has, backed
//! off to Chinese in general.

use std::sync::LazyLock;

use super::COUNTED_CHARS;
use super::text::Text;
use crate::language::{Symbol, TENTHS};

/// The pairs of characters of a text, counted: what is left out when they are counted differs, and is little.
pub(super) struct Pairs {
    all: Natural,
    /// By place of the first character: its entry, and that of the second one.
    entries: Vec<(u32, u32)>,
}

impl Pairs {
    pub(super) fn of(text: &Text) -> Pairs {
        let pairs = text.chars.windows(2).zip(0_u64..);
        let mut pairs: Vec<u64> = pairs.map(|(pair, at)| key(pair[0], pair[1]) | at).collect();
        pairs.sort_unstable();
        let mut all = Natural { seconds: Vec::new(), firsts: Vec::new() };
        let mut entries = vec![(0, 0); pairs.len()];
        let mut previous = None;
        for pair in pairs {
            let (at, pair) = (pair & PLACE, pair & !PLACE);
            let [a, b] = characters(pair);
            if all.firsts.last().is_none_or(|last| last.character != a) {
                let start = all.seconds.len() as u32;
                all.firsts.push(First { character: a, count: 0.0, kinds: 0.0, start });
            }
            if previous != Some(pair) {
                all.seconds.push((b, 0.0));
            }
            previous = Some(pair);
            let entry = (all.firsts.len() as u32 - 1, all.seconds.len() as u32 - 1);
            all.note(entry, 1.0);
            entries[at as usize] = entry;
        }
        Pairs { all, entries }
    }
}

/// Pairs of characters counted in the document, places that may be inserted left out.
#[derive(Clone, Debug)]
pub(super) struct Natural {
    /// Second characters with the counts of their pairs, those of one first character in a row, sorted.
    seconds: Vec<(char, f32)>,
    /// First characters, sorted.
    firsts: Vec<First>,
}

/// A character that begins pairs.
#[derive(Clone, Copy, Debug)]
struct First {
    character: char,
    /// How many pairs it begins, and how many different ones.
    count: f32,
    kinds: f32,
    /// The start of its row.
    start: u32,
}

impl Natural {
    /// Counts the pairs of a text that touch none of the ranges `left_out` (start and length,
    /// ascending).
    pub(super) fn count(pairs: &Pairs, left_out: &[(usize, usize)]) -> Natural {
        let mut natural = pairs.all.clone();
        let mut done = 0;
        for &(start, length) in left_out {
            let end = pairs.entries.len().min(start + length);
            let touched = pairs.entries.get(done.max(start.saturating_sub(1))..end);
            touched.unwrap_or_default().iter().for_each(|entry| natural.note(*entry, -1.0));
            done = done.max(end);
        }
        natural
    }

    /// Counts a pair once more, or once less.
    fn note(&mut self, (first, second): (u32, u32), change: f32) {
        let (first, (_, count)) =
            (&mut self.firsts[first as usize], &mut self.seconds[second as usize]);
        let was_none = *count == 0.0;
        *count += change;
        first.count += change;
        if was_none || *count == 0.0 {
            first.kinds += change;
        }
    }

    /// The cost, in nats, of the second of two characters of the text behind the first.
    pub(super) fn cost(&self, text: &Text, first: usize, second: usize) -> f32 {
        let (Some(&a), Some(&b)) = (text.chars.get(first), text.chars.get(second)) else {
            return 0.0;
        };
        let general = general_likelihood(Symbol::of(a), Symbol::of(b));
        let found = self.firsts.binary_search_by_key(&a, |entry| entry.character);
        let Some((at, &First { count, kinds, start, .. })) =
            found.ok().map(|at| (at, &self.firsts[at])).filter(|(_, first)| first.count > 0.0)
        else {
            return -general.ln();
        };
        let end = self.firsts.get(at + 1).map_or(self.seconds.len(), |next| next.start as usize);
        let row = &self.seconds[start as usize..end];
        let pair = row.binary_search_by_key(&b, |entry| entry.0).map_or(0.0, |at| row[at].1);
        // Witten and Bell: what is new comes as often as it came so far.
        -((pair + kinds * general) / (count + kinds)).ln()
    }
}

/// How likely a character is behind another anywhere.
fn general_likelihood(first: Symbol, second: Symbol) -> f32 {
    /// What any pair costs at most, in tenths of a nat.
    const MOST: usize = 512;
    static BY_TENTHS: LazyLock<[f32; MOST]> =
        LazyLock::new(|| std::array::from_fn(|tenths| likelihood(tenths as i32)));
    let tenths = second.tenths_after(first);
    BY_TENTHS.get(tenths as usize).copied().unwrap_or_else(|| likelihood(tenths))
}

fn likelihood(tenths: i32) -> f32 {
    (-(tenths as f32 / TENTHS)).exp()
}

/// The bits of a packed pair that are its place.
const PLACE: u64 = (1 << PLACE_BITS) - 1;
const PLACE_BITS: u32 = 22;
const CHAR_BITS: u32 = 21;
const _: () = assert!(COUNTED_CHARS < PLACE as usize);

fn key(first: char, second: char) -> u64 {
    (u64::from(u32::from(first)) << CHAR_BITS | u64::from(u32::from(second))) << PLACE_BITS
}

fn characters(key: u64) -> [char; 2] {
    let character = |bits: u64| char::from_u32(bits as u32 & ((1 << CHAR_BITS) - 1));
    [PLACE_BITS + CHAR_BITS, PLACE_BITS].map(|from| character(key >> from).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_counted_but_for_what_is_left_out() {
        let text = Text::read(&["海风渡轮，海风渡，海水。"]);
        let pairs = Pairs::of(&text);
        let counted = |left_out: &[(usize, usize)]| {
            let Natural { seconds, firsts } = Natural::count(&pairs, left_out);
            let first = firsts.iter().find(|first| first.character == '海')?;
            let row = seconds[first.start as usize..][..2].iter().copied();
            let row: Vec<_> = row.filter(|(_, count)| *count > 0.0).collect();
            assert_eq!(first.kinds, row.len() as f32);
            (first.count > 0.0).then_some((first.count, row))
        };
        assert_eq!(counted(&[]), Some((3.0, vec![('水', 1.0), ('风', 2.0)])));
        // Both characters of a pair count: the comma before what is left out begins none.
        assert_eq!(counted(&[(5, 3)]), Some((2.0, vec![('水', 1.0), ('风', 1.0)])));
        assert_eq!(counted(&[(0, 2), (5, 1), (10, 1)]), None);
    }

    #[test]
    fn what_the_document_has_is_cheaper() {
        let text = Text::read(&["渡轮，渡轮，渡轮，渡水"]);
        let pairs = Pairs::of(&text);
        let cost = |left_out| Natural::count(&pairs, left_out).cost(&text, 0, 1);
        assert!(cost(&[]) < cost(&[(0, 2), (3, 2)]));
        assert!(cost(&[(0, 2), (3, 2)]) < cost(&[(0, 8)]));
    }
}
