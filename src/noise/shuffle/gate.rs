//! The gate before the inference: what every shuffle shows at the head of its document, and hardly
//! any other text does.
//!
//! A cycle that comes round at least twice makes pairs of insertions of one item, a period apart,
//! and these pairs follow each other in order: a *chain*. Here an item is known by its
//! first two characters. Clean text with a headline repeats words of it behind its boundaries too,
//! but not in the same order time and again; refrains and repeated paragraphs do, and pass.
//!
//! Of 300 shuffled documents none had a chain of less than five pairs; clean documents with
//! a headline have chains of two at most, as a rule.

use super::seed::{LONGEST_GAP, LONGEST_PERIOD, SHORTEST_PERIOD};
use super::text::{is_han, may_stand_before, next_boundary};
use super::title::Title;
use super::{COUNTED_CHARS, LEARNT_BOUNDARIES};
use crate::han::fold;

/// Pairs of a chain, at least: the smallest cycle has so many items.
const LEAST_CHAIN: usize = 4;
/// Places that a chain with so many pairs takes, at least, the shortest period apart.
const LEAST_REPEATED: usize = LEAST_CHAIN + SHORTEST_PERIOD;
/// Earlier places with the same characters that may be the one a period before: the text has an
/// item's characters on its own account now and then.
const NEAREST: usize = 3;

/// Bytes that are looked at: those of the characters that the inference reads.
const MOST_BYTES: usize = 4 * COUNTED_CHARS;

/// No place.
const NONE: u8 = u8::MAX;
const _: () = assert!(LEARNT_BOUNDARIES < NONE as usize);

/// The pairs of Chinese characters behind the first boundaries of a document.
pub(super) struct Head {
    /// Behind each boundary, as they stand there.
    pairs: [[char; 2]; LEARNT_BOUNDARIES],
    /// The boundary before with the same pair.
    before: [u8; LEARNT_BOUNDARIES],
    /// Whether the pair comes again.
    comes_again: [bool; LEARNT_BOUNDARIES],
    length: usize,
    /// How many pairs stand before or come again.
    repeated: usize,
}

impl Head {
    /// Reads the first boundaries of some texts, which need not be lines.
    pub(super) fn read(texts: &[&str]) -> Head {
        let mut head = Head {
            pairs: [['\0'; 2]; LEARNT_BOUNDARIES],
            before: [NONE; LEARNT_BOUNDARIES],
            comes_again: [false; LEARNT_BOUNDARIES],
            length: 0,
            repeated: 0,
        };
        let mut known = Known([NONE; Known::SIZE]);
        let mut bytes_left = MOST_BYTES;
        for text in texts {
            let bytes = &text.as_bytes()[..text.len().min(bytes_left)];
            bytes_left -= bytes.len();
            let mut at = 0;
            while let Some(end) = next_boundary(bytes, at) {
                at = end;
                let mut next = text[end..].chars();
                let Some(first) = next.next() else { break };
                let is_comma = bytes[end - 1] == b',';
                if !may_stand_before(first, if is_comma { ',' } else { '，' }) {
                    continue;
                }
                if head.length == LEARNT_BOUNDARIES {
                    return head;
                }
                if let Some(second) = next.next().filter(|second| is_han(first) && is_han(*second))
                {
                    head.note([first, second], &mut known);
                }
                head.length += 1;
            }
        }
        head
    }

    /// Notes the pair behind the next boundary.
    fn note(&mut self, pair: [char; 2], known: &mut Known) {
        let place = self.length;
        self.pairs[place] = pair;
        let last = known.last(pair, &self.pairs);
        if *last != NONE {
            let before = usize::from(*last);
            self.before[place] = *last;
            self.repeated += 1 + usize::from(self.before[before] == NONE);
            self.comes_again[before] = true;
        }
        *last = place as u8;
    }

    /// Whether pairs come again often enough for any title.
    pub(super) fn repeats_itself(&self) -> bool {
        self.repeated >= LEAST_REPEATED
    }

    /// Whether there is a chain of pairs that the title has.
    pub(super) fn has_chain_of(&self, title: &Title) -> bool {
        if !self.repeats_itself() {
            return false;
        }
        let mut is_own = [false; LEARNT_BOUNDARIES];
        // The longest chain that ends with the pair of a place and one so many places before.
        let mut chains = [[0_u8; LONGEST_PERIOD]; LEARNT_BOUNDARIES];
        for second in 0..self.length {
            let before = self.before[second];
            is_own[second] = if before != NONE {
                is_own[usize::from(before)]
            } else {
                self.comes_again[second]
                    && title.longest_walk(&self.pairs[second].map(fold::to_simplified), 2) == 2
            };
            if !is_own[second] {
                continue;
            }
            let earlier = std::iter::successors(Some(before), |place| {
                self.before.get(usize::from(*place)).copied()
            });
            let earlier = earlier.take_while(|place| *place != NONE).map(usize::from);
            for first in earlier.take(NEAREST) {
                let period = second - first;
                if !(SHORTEST_PERIOD..LONGEST_PERIOD).contains(&period) {
                    continue;
                }
                let longest = 1 + self.longest_before(first, second, &chains);
                if usize::from(longest) == LEAST_CHAIN {
                    return true;
                }
                chains[second][period] = longest;
            }
        }
        false
    }

    /// The longest chain that goes on with a pair of places.
    fn longest_before(
        &self,
        first: usize,
        second: usize,
        chains: &[[u8; LONGEST_PERIOD]; LEARNT_BOUNDARIES],
    ) -> u8 {
        let mut longest = 0;
        for end in second.saturating_sub(LONGEST_GAP)..second {
            if self.pairs[end] == self.pairs[second] {
                continue;
            }
            for start in first.saturating_sub(LONGEST_GAP)..first {
                let period = end.checked_sub(start);
                let chain = period.and_then(|period| chains[end].get(period)).copied();
                longest = longest.max(chain.unwrap_or(0));
            }
        }
        longest
    }
}

/// The last place of each pair: a table with open addressing, at most two thirds full.
struct Known([u8; Known::SIZE]);

impl Known {
    const SIZE: usize = 256;

    /// The entry of a pair.
    fn last(&mut self, pair: [char; 2], pairs: &[[char; 2]; LEARNT_BOUNDARIES]) -> &mut u8 {
        /// An odd number whose multiples spread: 2^32 divided by the golden ratio.
        const FACTOR: u32 = 0x9E37_79B1;
        let mixed = (u32::from(pair[0]) << 8 ^ u32::from(pair[1])).wrapping_mul(FACTOR);
        let mut at = (mixed >> 24) as usize;
        while self.0[at] != NONE && pairs[usize::from(self.0[at])] != pair {
            at = (at + 1) % Known::SIZE;
        }
        &mut self.0[at]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn title() -> Title {
        Title::new("海风渡轮今天下水新船由太阳驱动", None).unwrap()
    }

    #[test]
    fn items_in_order_make_a_chain() {
        let cycle = ["海风渡", "下水", "新船由", "太阳", "驱动"];
        let shuffled: String = (0..12).map(|turn| format!("一些字，{}", cycle[turn % 5])).collect();
        assert!(Head::read(&[&shuffled]).has_chain_of(&title()));
        // The same pieces there and back.
        let orders = [[0, 1, 2, 3, 4], [4, 3, 2, 1, 0]];
        let pieces = orders.concat().into_iter().map(|turn| format!("一些字，{}", cycle[turn]));
        let head: String = pieces.collect();
        assert!(Head::read(&[&head]).repeats_itself());
        assert!(!Head::read(&[&head]).has_chain_of(&title()));
    }

    #[test]
    fn one_item_is_no_cycle() {
        let text = "一些字，海风渡".repeat(200);
        let head = Head::read(&[&text]);
        assert!(head.repeats_itself());
        assert!(!head.has_chain_of(&title()));
    }

    #[test]
    fn words_of_no_title_do_not_count() {
        let text = "一些字，山水的人家，飞鸟，青草".repeat(6);
        assert!(!Head::read(&[&text]).has_chain_of(&title()));
        assert!(Head::read(&[&text]).has_chain_of(&Title::Unknown));
    }

    #[test]
    fn any_cut_of_the_text_does() {
        for text in ["字，", "字，海", "字,", "的", "，是", ""] {
            assert_eq!(Head::read(&[text, "", text]).repeated, 0, "{text}");
        }
    }
}
