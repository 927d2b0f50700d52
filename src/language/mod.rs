//! A statistical model of Chinese: how likely one character follows another.
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

static TABLE: &[u8] = include_bytes!("../tables/language.bin");

const SYMBOLS: usize = 1 << 12;
/// Symbols below this number are classes of characters.
const CLASSES: u16 = 16;
const SLOTS: usize = 3;
const WORDS: usize = 0x1_0000 / 64;

const RANKS: usize = 8 * WORDS;
const SINGLES: usize = RANKS + 2 * WORDS;
const BACK_OFFS: usize = SINGLES + SYMBOLS;
const BUCKETS: usize = BACK_OFFS + SYMBOLS;

/// Costs are stored in tenths of a nat.
const NATS: f32 = 0.1;

/// A character as the model sees it. Looking a character up once and keeping its symbol saves
/// half of the work where it is asked about again and again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Symbol(u16);

impl Symbol {
    /// The beginning or end of a line.
    pub(crate) fn line_end() -> Symbol {
        Symbol::of('\n')
    }

    pub(crate) fn of(c: char) -> Symbol {
        let c = unify(fold::to_simplified(c));
        let Ok(code) = u16::try_from(u32::from(c)) else { return Symbol(class(c)) };
        let (word, bit) = (usize::from(code) / 64, code % 64);
        let bits = u64_at(8 * word);
        if bits & 1 << bit == 0 {
            return Symbol(class(c));
        }
        let before = (bits & ((1 << bit) - 1)).count_ones() as u16;
        Symbol(CLASSES + u16_at(RANKS + 2 * word) + before)
    }

    /// The cost of meeting the symbol, whatever stands before it.
    pub(crate) fn cost(self) -> f32 {
        f32::from(TABLE[SINGLES + usize::from(self.0)]) * NATS
    }

    /// The cost of meeting the symbol after `previous`.
    pub(crate) fn cost_after(self, previous: Symbol) -> f32 {
        let key = scramble(u32::from(previous.0) << 12 | u32::from(self.0));
        let bucket = BUCKETS + 2 * SLOTS * (key >> 9) as usize;
        for slot in 0..SLOTS {
            let slot = u16_at(bucket + 2 * slot);
            if u32::from(slot >> 7) == key & 0x1FF && slot != u16::MAX {
                return f32::from(slot & 0x7F) * NATS;
            }
        }
        f32::from(TABLE[BACK_OFFS + usize::from(previous.0)]) * NATS + self.cost()
    }
}

/// The cost, in nats, of meeting `next` after `previous`. A line feed stands for the beginning
/// and the end of a line.
pub(crate) fn cost(previous: char, next: char) -> f32 {
    Symbol::of(next).cost_after(Symbol::of(previous))
}

/// The cost, in nats, of meeting `c` anywhere: the lower, the commoner.
pub(crate) fn rarity(c: char) -> f32 {
    Symbol::of(c).cost()
}

/// The cost, in nats, of a whole line of text.
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

/// Full-width forms of ASCII count as ASCII, and so do controls as line ends: pages have both,
/// often by conversion. Keep in step with `xtask/src/language.rs`.
fn unify(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        c if c.is_control() => '\n',
        c => c,
    }
}

/// The class of a character that is no symbol of its own. Keep in step with
/// `xtask/src/language.rs`.
fn class(c: char) -> u16 {
    match c {
        'a'..='z' | 'A'..='Z' => 1,
        '\0'..='\u{7F}' => 2,
        '\u{80}'..='\u{2AF}' => 3,
        '\u{370}'..='\u{52F}' => 4,
        '\u{3040}'..='\u{30FF}' => 5,
        '\u{AC00}'..='\u{D7A3}' => 6,
        '\u{4E00}'..='\u{9FFF}' => 7,
        '\u{3400}'..='\u{4DBF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}' => 8,
        '\u{2000}'..='\u{2BFF}' => 9,
        '\u{3000}'..='\u{33FF}' => 10,
        '\u{E000}'..='\u{F8FF}' | '\u{FFF0}'..='\u{FFFF}' => 11,
        _ => 0,
    }
}

/// A permutation of the 24-bit numbers that spreads neighbours. Keep in step with
/// `xtask/src/language.rs`.
fn scramble(key: u32) -> u32 {
    /// An odd factor is invertible modulo a power of two.
    const FACTOR: u32 = 0x9E_3779;
    let key = key ^ key >> 12;
    let key = key.wrapping_mul(FACTOR) & 0xFF_FFFF;
    key ^ key >> 12
}

fn u16_at(at: usize) -> u16 {
    u16::from_le_bytes([TABLE[at], TABLE[at + 1]])
}

fn u64_at(at: usize) -> u64 {
    let bytes: &[u8; 8] = TABLE[at..].first_chunk().expect("the table has its full length");
    u64::from_le_bytes(*bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_its_full_length() {
        assert_eq!(TABLE.len(), BUCKETS + (2 * SLOTS << 15));
    }

    #[test]
    fn words_are_likelier_than_chance() {
        for (previous, next, unlikely) in
            [('中', '国', '囯'), ('经', '济', '剂'), ('因', '为', '韦'), ('。', '\n', '，'), ('1', '9', '，')]
        {
            assert!(cost(previous, next) < cost(previous, unlikely), "{previous}{next}");
        }
    }

    #[test]
    fn script_and_width_make_no_difference() {
        assert_eq!(line_cost("經濟發展，實際應用"), line_cost("经济发展,实际应用"));
        assert_eq!(rarity('國'), rarity('国'));
    }

    #[test]
    fn garble_costs_far_more_than_text() {
        for (text, garble) in [("他说，这是一个很好的办法。", "他??蹋嶊且桓龊芎玫陌旆ā?"), ("向实际应用", "向?嶋H应用")]
        {
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
                .filter(|symbol| symbol.0 >= CLASSES && seen.insert(symbol.0))
                .map(|symbol| (-symbol.cost_after(previous)).exp())
                .sum();
            assert!((0.85..1.1).contains(&sum), "{previous:?}: {sum}");
        }
    }
}
