//! The gate before the inference: what every shuffle shows at the head of its document, and hardly
//! any other text does.
//!
//! A cycle that comes round at least twice makes pairs of insertions of one item, a period apart,
//! and these pairs follow each other in order: a *chain*. Here an item is known by its
//! first two characters. Clean text with a headline repeats words of it behind its boundaries too,
//! but not in the same order time and again; refrains and repeated paragraphs do, and pass.
//!
//! Any four pairs in a row are worth a look at the title. They must be of the title, and then it counts
//! how rare they are in Chinese: text that repeats itself without being shuffled does so with `一个`,
//! `如果` and the like, and with the same two words in turn.
//!
//! Of 2,200 shuffled documents none had a chain worth less than 21 nats; of 946 clean ones with a
//! chain of four pairs of a title 390 have one worth 18.

use super::LEARNT_BOUNDARIES;
use super::pairs::{Pair, Pairs};
use super::seed::{LONGEST_GAP, LONGEST_PERIOD, SHORTEST_PERIOD};
use super::title::Title;
use crate::han::fold;
use crate::language::Symbol;

/// Pairs of a chain, at least: the smallest cycle has so many items.
const LEAST_CHAIN: usize = 4;
/// What a chain is worth, at least, and what of it each pair must pay for, in tenths of a nat.
const LEAST_WORTH: i32 = 180;
const LINK_COST: i32 = 60;
/// Places that a chain with so many pairs takes, at least, the shortest period apart.
const LEAST_REPEATED: usize = LEAST_CHAIN + SHORTEST_PERIOD;
/// Earlier places with the same characters that may be the one a period before: the text has an
/// item's characters on its own account now and then.
const NEAREST: usize = 3;

/// No place.
const NONE: u8 = u8::MAX;
const _: () = assert!(LEARNT_BOUNDARIES < NONE as usize);

/// Two places with the same pair, what the best chain is worth that ends with them, and the second place of the
/// link before in that chain.
#[derive(Clone, Copy)]
struct Link {
    first: u8,
    second: u8,
    before: u8,
    worth: i32,
}

/// The pairs behind the first boundaries of a document that come again.
pub(super) struct Head {
    pairs: Pairs,
    /// The place before with the same pair.
    before: [u8; LEARNT_BOUNDARIES],
    /// How many pairs stand before or come again.
    repeated: usize,
}

impl Head {
    /// Reads the first boundaries of some texts, which need not be lines; `None` where so few pairs come again that there is
    /// no chain. Nearly all documents are done with it, the small ones first of all.
    pub(super) fn read(texts: &[&str]) -> Option<Head> {
        let mut pairs = Pairs::NONE;
        pairs.read(texts);
        (pairs.again() >= LEAST_CHAIN).then(|| Head::of(pairs))
    }

    fn of(pairs: Pairs) -> Head {
        let mut before = [NONE; LEARNT_BOUNDARIES];
        let mut repeated = 0;
        let mut known = Known([NONE; Known::SIZE]);
        let list = pairs.list();
        for (place, pair) in list.iter().enumerate() {
            let last = known.last(*pair, list);
            if *last != NONE {
                before[place] = *last;
                repeated += 1 + usize::from(before[usize::from(*last)] == NONE);
            }
            *last = place as u8;
        }
        Head { pairs, before, repeated }
    }

    /// Whether there is a chain of any pairs: what most documents fail to have.
    pub(super) fn has_chain(&self) -> bool {
        self.repeated >= LEAST_REPEATED && self.has_chain_worth(LEAST_CHAIN as i32, |_| Some(1))
    }

    /// Whether there is a chain of pairs that the title has, and that are no everyday words.
    pub(super) fn has_chain_of(&self, title: &Title) -> bool {
        self.has_chain_worth(LEAST_WORTH, |pair| {
            let [first, second] = pair.chars()?.map(fold::to_simplified);
            let walk = title.follow(None, first)?;
            title.follow(Some(walk), second)?;
            let [first, second] = [first, second].map(Symbol::of);
            Some(first.tenths() + second.tenths_after(first) - LINK_COST)
        })
    }

    /// Whether there is a chain that is worth so much, with what each of its pairs is worth. Pairs that are worth
    /// nothing are in no chain.
    fn has_chain_worth(&self, least: i32, worth: impl Fn(Pair) -> Option<i32>) -> bool {
        const EMPTY: Link = Link { first: 0, second: 0, before: 0, worth: 0 };
        let mut links = [EMPTY; NEAREST * LEARNT_BOUNDARIES];
        let mut length = 0;
        let pairs = self.pairs.list();
        for second in 0..pairs.len() as u8 {
            let mut first = self.before[usize::from(second)];
            if first == NONE {
                continue;
            }
            let Some(own) = worth(pairs[usize::from(second)]) else { continue };
            for _ in 0..NEAREST {
                if first == NONE {
                    break;
                }
                if (SHORTEST_PERIOD..LONGEST_PERIOD).contains(&usize::from(second - first)) {
                    let (behind, before) = self.best_before(first, second, &links[..length]);
                    let worth = own + behind;
                    if worth >= least {
                        return true;
                    }
                    links[length] = Link { first, second, before, worth };
                    length += 1;
                }
                first = self.before[usize::from(first)];
            }
        }
        false
    }

    /// What the best chain is worth that two places with the same pair continue, and its last place.
    fn best_before(&self, first: u8, second: u8, links: &[Link]) -> (i32, u8) {
        let pairs = self.pairs.list();
        let differs =
            |place: u8| place == NONE || pairs[usize::from(place)] != pairs[usize::from(second)];
        let mut best = (0, NONE);
        for link in links.iter().rev() {
            if usize::from(second - link.second) > LONGEST_GAP {
                break;
            }
            let is_before = link.first < first && usize::from(first - link.first) <= LONGEST_GAP;
            if is_before && link.worth > best.0 && differs(link.second) && differs(link.before) {
                best = (link.worth, link.second);
            }
        }
        best
    }
}

/// The last place of each pair: a table with open addressing, at most two thirds full.
struct Known([u8; Known::SIZE]);

impl Known {
    const BITS: u32 = 8;
    const SIZE: usize = 1 << Known::BITS;

    /// The entry of a pair.
    fn last(&mut self, pair: Pair, pairs: &[Pair]) -> &mut u8 {
        let mut at = pair.hash(Known::BITS);
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

    /// The head of a text, whether it is asked for or not.
    fn head(text: &str) -> Head {
        let mut pairs = Pairs::NONE;
        pairs.read(&[text]);
        Head::of(pairs)
    }

    #[test]
    fn items_in_order_make_a_chain() {
        let cycle = ["海风渡", "下水", "新船由", "太阳", "驱动"];
        let shuffled: String = (0..12).map(|turn| format!("一些字，{}", cycle[turn % 5])).collect();
        assert!(Head::read(&[&shuffled]).unwrap().has_chain_of(&title()));
        // The same pieces there and back.
        let orders = [[0, 1, 2, 3, 4], [4, 3, 2, 1, 0]];
        let pieces = orders.concat().into_iter().map(|turn| format!("一些字，{}", cycle[turn]));
        let there_and_back = head(&pieces.collect::<String>());
        assert!(there_and_back.repeated >= LEAST_REPEATED);
        assert!(!there_and_back.has_chain_of(&title()));
    }

    #[test]
    fn one_item_is_no_cycle() {
        let head = head(&"一些字，海风渡".repeat(200));
        assert!(head.repeated >= LEAST_REPEATED);
        assert!(!head.has_chain_of(&title()));
    }

    #[test]
    fn whatever_has_a_chain_is_read() {
        for words in 4..12 {
            for filler in ["字，", "一些字，山的水，", "a的是，"] {
                let word = |turn: usize| {
                    ["海风", "下水", "新船", "太阳", "驱动", "人家"][turn % words % 6]
                };
                for turns in 0..30 {
                    let text: String = (0..turns).map(|n| format!("{filler}{}", word(n))).collect();
                    assert!(!head(&text).has_chain() || Head::read(&[&text]).is_some(), "{text}");
                }
            }
        }
    }

    #[test]
    fn words_of_no_title_do_not_count() {
        let head = head(&"一些字，山水的人家，飞鸟，青草".repeat(6));
        assert!(!head.has_chain_of(&title()));
        assert!(head.has_chain_of(&Title::Unknown));
    }
}
