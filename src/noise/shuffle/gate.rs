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

use fearless_simd::{Level, Simd, dispatch};

use super::seed::{LONGEST_GAP, LONGEST_PERIOD, SHORTEST_PERIOD};
use super::text::{TOGETHER, boundary_end, may_stand_before, next_boundaries};
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

/// Two Chinese characters of the BMP, by their six bytes; headlines have no others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Pair(u64);

impl Pair {
    const NONE: Pair = Pair(0);

    /// The pair at the start of some bytes.
    fn read(bytes: &[u8]) -> Option<Pair> {
        let &[a, b, c, d, e, f] = bytes.first_chunk()?;
        let is_pair = starts_han(a, b) && starts_han(d, e);
        is_pair.then(|| Pair(u64::from_le_bytes([a, b, c, d, e, f, 0, 0])))
    }

    fn chars(self) -> impl Iterator<Item = char> {
        let bytes = self.0.to_le_bytes();
        let code = move |at: usize| {
            let bits = |at: usize| u32::from(bytes[at] & 0x3F);
            u32::from(bytes[at] & 0x0F) << 12 | bits(at + 1) << 6 | bits(at + 2)
        };
        [0, 3].into_iter().filter_map(move |at| char::from_u32(code(at)))
    }
}

/// Whether a character that begins like this is Chinese, and one of the BMP: U+3400 to U+9FFF.
fn starts_han(first: u8, second: u8) -> bool {
    matches!(first, 0xE4..=0xE9) || first == 0xE3 && second >= 0x90
}

/// Whether so many pairs behind boundaries come again that there may be a chain. Nearly all documents
/// are done with it, the small ones first of all: it takes a few instructions for each boundary.
pub(super) fn may_have_chain(texts: &[&str]) -> bool {
    dispatch!(Level::new(), simd => count_again(texts, simd) >= LEAST_CHAIN)
}

/// How many of the pairs that [`Head`] reads may have come before, or a few more.
#[inline(always)]
fn count_again<S: Simd>(texts: &[&str], simd: S) -> usize {
    let mut seen = [0_u64; 64];
    let mut found = [0; TOGETHER];
    let mut bytes_left = MOST_BYTES;
    let (mut pairs, mut again) = (0, 0);
    for text in texts {
        let text = &text[..text.floor_char_boundary(bytes_left)];
        bytes_left -= text.len();
        let mut at = 0;
        while at < text.len() && pairs < LEARNT_BOUNDARIES && again < LEAST_CHAIN {
            let (count, next) = next_boundaries(text, at, &mut found, simd);
            at = next;
            for place in &found[..count] {
                let end = boundary_end(text, *place as usize);
                let Some(pair) = six_bytes(&text.as_bytes()[end..]) else { break };
                // Two characters of three bytes, Chinese or not.
                let is_pair = pair & 0xF000_00F0 == 0xE000_00E0;
                let bit = pair.wrapping_mul(SPREAD) >> 52;
                let word = &mut seen[bit as usize >> 6];
                pairs += usize::from(is_pair);
                again += (*word >> (bit & 63)) as usize & usize::from(is_pair);
                *word |= u64::from(is_pair) << (bit & 63);
            }
        }
    }
    again
}

/// The first six bytes as one number.
#[inline(always)]
fn six_bytes(bytes: &[u8]) -> Option<u64> {
    if let Some(eight) = bytes.first_chunk() {
        return Some(u64::from_le_bytes(*eight) & u64::MAX >> 16);
    }
    let &[a, b, c, d, e, f] = bytes.first_chunk()?;
    Some(u64::from_le_bytes([a, b, c, d, e, f, 0, 0]))
}

/// An odd number whose multiples spread: 2^64 divided by the golden ratio.
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;

/// Two places with the same pair, and how long a chain ends with them.
#[derive(Clone, Copy)]
struct Link {
    first: u8,
    second: u8,
    chain: u8,
}

/// The pairs of Chinese characters behind the first boundaries of a document.
pub(super) struct Head {
    /// Behind each boundary.
    pairs: [Pair; LEARNT_BOUNDARIES],
    /// The boundary before with the same pair.
    before: [u8; LEARNT_BOUNDARIES],
    length: usize,
    /// How many pairs stand before or come again.
    repeated: usize,
}

impl Head {
    /// Reads the first boundaries of some texts, which need not be lines.
    pub(super) fn read(texts: &[&str]) -> Head {
        dispatch!(Level::new(), simd => Head::read_with(texts, simd))
    }

    #[inline(always)]
    fn read_with<S: Simd>(texts: &[&str], simd: S) -> Head {
        let mut head = Head {
            pairs: [Pair::NONE; LEARNT_BOUNDARIES],
            before: [NONE; LEARNT_BOUNDARIES],
            length: 0,
            repeated: 0,
        };
        let mut known = Known([NONE; Known::SIZE]);
        let mut found = [0; TOGETHER];
        let mut bytes_left = MOST_BYTES;
        for text in texts {
            let text = &text[..text.floor_char_boundary(bytes_left)];
            bytes_left -= text.len();
            let mut at = 0;
            while at < text.len() && head.length < LEARNT_BOUNDARIES {
                let (count, next) = next_boundaries(text, at, &mut found, simd);
                at = next;
                for place in &found[..count] {
                    head.take(text, boundary_end(text, *place as usize), &mut known);
                }
            }
        }
        head
    }

    /// Takes the boundary that ends at a place, if there is room for it.
    fn take(&mut self, text: &str, end: usize, known: &mut Known) {
        if self.length == LEARNT_BOUNDARIES {
            return;
        }
        if let Some(pair) = Pair::read(&text.as_bytes()[end..]) {
            self.note(pair, known);
            self.length += 1;
        } else if let Some(next) = text[end..].chars().next() {
            let boundary = if text.as_bytes()[end - 1] == b',' { ',' } else { '，' };
            self.length += usize::from(may_stand_before(next, boundary));
        }
    }

    /// Notes the pair behind the next boundary.
    fn note(&mut self, pair: Pair, known: &mut Known) {
        let place = self.length;
        self.pairs[place] = pair;
        let last = known.last(pair, &self.pairs);
        if *last != NONE {
            self.before[place] = *last;
            self.repeated += 1 + usize::from(self.before[usize::from(*last)] == NONE);
        }
        *last = place as u8;
    }

    /// Whether there is a chain of any pairs: what most documents fail to have.
    pub(super) fn has_chain(&self) -> bool {
        self.repeated >= LEAST_REPEATED && self.has_chain_if(|_| true)
    }

    /// Whether there is a chain of pairs that the title has.
    pub(super) fn has_chain_of(&self, title: &Title) -> bool {
        self.has_chain_if(|pair| {
            let mut walk = None;
            pair.chars().all(|c| {
                walk = title.follow(walk, fold::to_simplified(c));
                walk.is_some()
            })
        })
    }

    fn has_chain_if(&self, counts: impl Fn(Pair) -> bool) -> bool {
        const EMPTY: Link = Link { first: 0, second: 0, chain: 0 };
        let mut links = [EMPTY; NEAREST * LEARNT_BOUNDARIES];
        let mut length = 0;
        for second in 0..self.length as u8 {
            let mut first = self.before[usize::from(second)];
            if first == NONE || !counts(self.pairs[usize::from(second)]) {
                continue;
            }
            for _ in 0..NEAREST {
                if first == NONE {
                    break;
                }
                if (SHORTEST_PERIOD..LONGEST_PERIOD).contains(&usize::from(second - first)) {
                    let chain = 1 + self.longest_before(first, second, &links[..length]);
                    if usize::from(chain) == LEAST_CHAIN {
                        return true;
                    }
                    links[length] = Link { first, second, chain };
                    length += 1;
                }
                first = self.before[usize::from(first)];
            }
        }
        false
    }

    /// The longest chain that two places with the same pair continue.
    fn longest_before(&self, first: u8, second: u8, links: &[Link]) -> u8 {
        let mut longest = 0;
        for link in links.iter().rev() {
            if usize::from(second - link.second) > LONGEST_GAP {
                break;
            }
            let is_before = link.first < first && usize::from(first - link.first) <= LONGEST_GAP;
            let is_other = self.pairs[usize::from(link.second)] != self.pairs[usize::from(second)];
            if is_before && is_other {
                longest = longest.max(link.chain);
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
    fn last(&mut self, pair: Pair, pairs: &[Pair; LEARNT_BOUNDARIES]) -> &mut u8 {
        let mut at = (pair.0.wrapping_mul(SPREAD) >> 56) as usize;
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
        assert!(may_have_chain(&[&shuffled]));
        assert!(Head::read(&[&shuffled]).has_chain_of(&title()));
        // The same pieces there and back.
        let orders = [[0, 1, 2, 3, 4], [4, 3, 2, 1, 0]];
        let pieces = orders.concat().into_iter().map(|turn| format!("一些字，{}", cycle[turn]));
        let head: String = pieces.collect();
        assert!(Head::read(&[&head]).repeated >= LEAST_REPEATED);
        assert!(!Head::read(&[&head]).has_chain_of(&title()));
    }

    #[test]
    fn one_item_is_no_cycle() {
        let text = "一些字，海风渡".repeat(200);
        let head = Head::read(&[&text]);
        assert!(head.repeated >= LEAST_REPEATED);
        assert!(!head.has_chain_of(&title()));
    }

    #[test]
    fn whatever_has_a_chain_may_have_one() {
        for words in 4..12 {
            for filler in ["字，", "一些字，山的水，", "a的是，"] {
                let word = |turn: usize| {
                    ["海风", "下水", "新船", "太阳", "驱动", "人家"][turn % words % 6]
                };
                for turns in 0..30 {
                    let text: String = (0..turns).map(|n| format!("{filler}{}", word(n))).collect();
                    let has_chain = Head::read(&[&text]).has_chain();
                    assert!(!has_chain || may_have_chain(&[&text]), "{text}");
                }
            }
        }
    }

    #[test]
    fn words_of_no_title_do_not_count() {
        let text = "一些字，山水的人家，飞鸟，青草".repeat(6);
        assert!(!Head::read(&[&text]).has_chain_of(&title()));
        assert!(Head::read(&[&text]).has_chain_of(&Title::Unknown));
    }

    #[test]
    fn pairs_are_their_characters() {
        for text in ["㐀鿿", "中文", "龥一"] {
            let pair = Pair::read(text.as_bytes()).unwrap();
            assert_eq!(pair.chars().collect::<String>(), text);
        }
        for text in ["中", "中a", "かな", "中か", "한국", ""] {
            assert_eq!(Pair::read(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn any_cut_of_the_text_does() {
        for text in ["字，", "字，海", "字,", "的", "，是", ""] {
            assert_eq!(Head::read(&[text, "", text]).repeated, 0, "{text}");
            assert!(!may_have_chain(&[text, "", text]));
        }
    }
}
