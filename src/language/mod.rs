//! A statistical model of Chinese: how likely one character follows another, or two others.
//!
//! Repairs that must choose between readings of a garbled text ask it which one is Chinese. It
//! knows pairs of characters, Traditional ones by their Simplified form, ASCII by its shape
//! whether full-width or not, and rare characters by their class. What it tells are costs in
//! nats (negative natural logarithms of probabilities): they add up along a text, and between
//! two readings of one text the cheaper is the likelier.
//!
//! The table is read in place, with nothing to prepare: a symbol's number is its rank in a
//! bitmap, and a pair is found in the one bucket that its scrambled number names. Layout and
//! sources are described with the generator, in `xtask/src/language.rs`.

use crate::han::fold;
use crate::lanes::{each, first, zeros};

mod layout;
mod triples;

pub(crate) use layout::SYMBOLS;
/// The tenths of a nat that the character before a pair takes off its cost at most.
pub(crate) const MOST_BONUS: i32 = triples::MOST;
pub(crate) use layout::TENTHS;
use layout::{BUCKET_BITS, CLASSES, EMPTY, SLOTS, class, key, pair, unify};

static TABLE: &[u8] = include_bytes!("../tables/language.bin");

const WORDS: usize = 0x1_0000 / 64;

const RANKS: usize = 8 * WORDS;
const SINGLES: usize = RANKS + 2 * WORDS;
const BACK_OFFS: usize = SINGLES + SYMBOLS;
const BUCKETS: usize = BACK_OFFS + SYMBOLS;

/// A character as the model sees it. Looking a character up once and keeping its symbol saves
/// half of the work where it is asked about again and again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Symbol(u16);

impl Symbol {
    /// The beginning or end of a line.
    pub(crate) fn line_end() -> Symbol {
        Symbol::of('\n')
    }

    pub(crate) fn of(c: char) -> Symbol {
        let c = unify(fold::to_simplified(c));
        let Ok(code) = u16::try_from(u32::from(c)) else { return Symbol(class(c) as u16) };
        let (word, bit) = (usize::from(code) / 64, code % 64);
        let bits = u64_at(8 * word);
        if bits & 1 << bit == 0 {
            return Symbol(class(c) as u16);
        }
        let before = (bits & ((1 << bit) - 1)).count_ones() as u16;
        Symbol(CLASSES as u16 + u16_at(RANKS + 2 * word) + before)
    }

    /// The symbol of a number that is one's.
    #[inline]
    pub(crate) fn numbered(number: u16) -> Symbol {
        Symbol(number % SYMBOLS as u16)
    }

    /// The number of the symbol, of 12 bits.
    #[inline]
    pub(crate) fn number(self) -> u16 {
        self.0
    }

    /// Whether it stands for many rare characters.
    pub(crate) fn is_class(self) -> bool {
        usize::from(self.0) < CLASSES
    }

    /// The cost of meeting the symbol, whatever stands before it.
    pub(crate) fn cost(self) -> f32 {
        self.tenths() as f32 / TENTHS
    }

    /// The cost of meeting the symbol after `previous`.
    pub(crate) fn cost_after(self, previous: Symbol) -> f32 {
        self.tenths_after(previous) as f32 / TENTHS
    }

    /// The [`cost`](Symbol::cost) in tenths of a nat.
    #[inline]
    pub(crate) fn tenths(self) -> i32 {
        i32::from(TABLE[SINGLES + usize::from(self.0)])
    }

    /// The [`cost_after`](Symbol::cost_after) in tenths of a nat.
    #[inline]
    pub(crate) fn tenths_after(self, previous: Symbol) -> i32 {
        self.known_after(previous).unwrap_or_else(|| previous.back_off() + self.tenths())
    }

    /// The same where the pair has a cost of its own.
    #[inline]
    pub(crate) fn known_after(self, previous: Symbol) -> Option<i32> {
        const { assert!(SLOTS == 5, "four and one") };
        let key = key(usize::from(previous.0), usize::from(self.0));
        let start = BUCKETS + 2 * SLOTS * (key >> (24 - BUCKET_BITS)) as usize;
        let bucket: &[u8; 2 * SLOTS] =
            TABLE[start..].first_chunk().expect("the table has its full length");
        let rest = (key & 0x1FF) as u16;
        let (four, last) = bucket.split_at(8);
        let four = u64_of(four);
        let found = zeros((four ^ each(rest << 7)) & each(!0x7F)) & !zeros(four ^ each(EMPTY));
        if found != 0 {
            return Some(i32::from(first(four, found) & 0x7F));
        }
        let last = u16::from_le_bytes([last[0], last[1]]);
        (last >> 7 == rest && last != EMPTY).then(|| i32::from(last & 0x7F))
    }

    /// What it costs, in tenths of a nat, that none of the pairs that are known begin with the
    /// symbol.
    #[inline]
    pub(crate) fn back_off(self) -> i32 {
        i32::from(TABLE[BACK_OFFS + usize::from(self.0)])
    }
}

/// The two symbols before one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Context {
    before: Symbol,
    pub(crate) previous: Symbol,
}

impl Context {
    /// The beginning of a line.
    pub(crate) fn line_start() -> Context {
        Context { before: Symbol::line_end(), previous: Symbol::line_end() }
    }

    /// The context of what comes after `next`.
    #[inline]
    pub(crate) fn then(self, next: Symbol) -> Context {
        Context { before: self.previous, previous: next }
    }

    /// The cost of meeting a symbol here, in tenths of a nat.
    #[inline]
    pub(crate) fn tenths(self, next: Symbol) -> i32 {
        self.tenths_of(next, next.tenths_after(self.previous))
    }

    /// The same, of a symbol that is known to cost `by_pair` after the previous one alone.
    #[inline]
    pub(crate) fn tenths_of(self, next: Symbol, by_pair: i32) -> i32 {
        (by_pair - triples::bonus(self.before, self.previous, next)).max(0)
    }
}

/// The pairs of symbols that have a cost of their own, with it, in tenths of a nat.
pub(crate) fn pairs() -> impl Iterator<Item = (Symbol, Symbol, u8)> {
    let buckets = TABLE[BUCKETS..].as_chunks::<{ 2 * SLOTS }>().0;
    buckets.iter().zip(0_u32..).flat_map(|(bucket, number)| {
        bucket.as_chunks().0.iter().filter_map(move |slot| {
            let slot = u16::from_le_bytes(*slot);
            let key = number << (24 - BUCKET_BITS) | u32::from(slot >> 7);
            let (previous, next) = pair(key);
            let cost = (slot & 0x7F) as u8;
            (slot != EMPTY).then_some((Symbol(previous as u16), Symbol(next as u16), cost))
        })
    })
}

/// The cost, in nats, of meeting `next` after `previous`. A line feed stands for the beginning
/// and the end of a line.
#[cfg(test)]
pub(crate) fn cost(previous: char, next: char) -> f32 {
    Symbol::of(next).cost_after(Symbol::of(previous))
}

/// The cost, in nats, of meeting `c` anywhere: the lower, the commoner.
pub(crate) fn rarity(c: char) -> f32 {
    Symbol::of(c).cost()
}

/// The cost, in nats, of a whole line of text.
#[cfg(test)]
pub(crate) fn line_cost(text: &str) -> f32 {
    let mut previous = Symbol::line_end();
    let mut sum = 0.0;
    for c in text.chars() {
        let next = Symbol::of(c);
        sum += next.cost_after(previous);
        previous = next;
    }
    sum
}

fn u16_at(at: usize) -> u16 {
    u16::from_le_bytes([TABLE[at], TABLE[at + 1]])
}

fn u64_at(at: usize) -> u64 {
    u64_of(&TABLE[at..])
}

fn u64_of(bytes: &[u8]) -> u64 {
    let bytes: &[u8; 8] = bytes.first_chunk().expect("the table has its full length");
    u64::from_le_bytes(*bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_its_full_length() {
        assert_eq!(TABLE.len(), BUCKETS + ((2 * SLOTS) << BUCKET_BITS));
    }

    #[test]
    fn pairs_are_those_that_are_found() {
        let mut count = 0;
        for (previous, next, cost) in pairs() {
            assert_eq!(next.tenths_after(previous), i32::from(cost));
            count += 1;
        }
        assert!(count > SYMBOLS, "{count}");
    }

    #[test]
    fn words_are_likelier_than_chance() {
        for (previous, next, unlikely) in [
            ('中', '国', '囯'),
            ('经', '济', '剂'),
            ('因', '为', '韦'),
            ('。', '\n', '，'),
            ('1', '9', '，'),
        ] {
            assert!(cost(previous, next) < cost(previous, unlikely), "{previous}{next}");
        }
    }

    #[test]
    fn the_character_before_tells_words() {
        let line = |text: &str| {
            let mut context = Context::line_start();
            let mut sum = 0;
            for next in text.chars().map(Symbol::of) {
                sum += context.tenths(next);
                context = context.then(next);
            }
            sum as f32 / TENTHS
        };
        for text in ["图书馆的管理员", "奧林匹克運動會"] {
            assert!(line(text) + 1.0 < line_cost(text), "{text}");
        }
        assert!((line("灯书渡") - line_cost("灯书渡")).abs() < 0.1);
    }

    #[test]
    fn script_and_width_make_no_difference() {
        assert_eq!(line_cost("經濟發展，實際應用"), line_cost("经济发展,实际应用"));
        assert_eq!(rarity('國'), rarity('国'));
    }

    #[test]
    fn garble_costs_far_more_than_text() {
        for (text, garble) in [
            ("他说，这是一个很好的办法。", "他??蹋嶊且桓龊芎玫陌旆ā?"),
            ("向实际应用", "向?嶋H应用"),
        ] {
            assert!(line_cost(garble) > line_cost(text) + 10.0, "{text}");
        }
    }

    #[test]
    fn every_character_has_a_cost() {
        for c in '\0'..=char::MAX {
            let cost = rarity(c);
            assert!((0.0..=25.5).contains(&cost), "{c:?} costs {cost}");
        }
    }

    #[test]
    fn followers_share_a_probability_near_one() {
        for previous in ['的', '国', '，', '1', '\n', '龍'] {
            let mut seen = std::collections::HashSet::new();
            let previous = Symbol::of(previous);
            let sum: f32 = ('\0'..='\u{FFFF}')
                .map(Symbol::of)
                .filter(|symbol| usize::from(symbol.0) >= CLASSES && seen.insert(symbol.0))
                .map(|symbol| (-symbol.cost_after(previous)).exp())
                .sum();
            assert!((0.85..1.1).contains(&sum), "{previous:?}: {sum}");
        }
    }
}
