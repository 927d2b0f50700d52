//! A statistical model of text in any language: how likely one character follows another.
//!
//! It tells apart what people write from what a wrong decoder makes of it. It knows some eight
//! thousand characters and the commonest pairs of them in some fifty languages mixed, letters by
//! their small form with a price on unusual capitals, rare characters by their class. What it tells
//! are costs in tenths of a nat (negative natural logarithms of probabilities): they add up
//! along a text, and of two readings of the same bytes the cheaper is the likelier.
//!
//! A second model, of [single languages](letters), tells words from what all languages might have.
//!
//! The table lies in the binary as it is; the numbers of symbols are unpacked once, to one
//! look-up a character. Layout and sources are described with the generator, in
//! `xtask/src/plausibility.rs`.

use std::hint::select_unpredictable;
use std::sync::OnceLock;

use crate::lanes::{each, first, zeros};

mod alphabets;

mod ensemble;
mod hanzi;
mod kana;
pub(crate) mod layout;
mod letters;

pub(crate) use alphabets::{LANGUAGES, letter};
use layout::{
    BUCKET_BITS, CASED, CLASS_BLOCK, CLASSES, COST_BITS, EMPTY, PAIR_STEP, SLOTS, SYMBOL_BITS,
    SYMBOLS, Shape, class, fold, key,
};
pub(crate) use letters::{Spoken, Voice, pair_cost};

static TABLE: &[u8] = include_bytes!("../../tables/plausibility.bin");

const SINGLES: usize = 0x1_0000 / 8;
const BACK_OFFS: usize = SINGLES + SYMBOLS;
const BUCKETS: usize = BACK_OFFS + SYMBOLS;

/// The bits of a packed symbol above its number: whether the character is a small or a capital
/// letter.
const SMALL: u16 = 1 << SYMBOL_BITS;
const CAPITAL: u16 = 2 << SYMBOL_BITS;
const NUMBER: u16 = SMALL - 1;

/// What a letter's shape costs after another's, in tenths of a nat.
mod shapes {
    /// A capital at the start of a word, or where letters have no shape.
    pub(super) const FIRST_CAPITAL: u32 = 14;
    /// A small letter there.
    pub(super) const FIRST_SMALL: u32 = 3;
    /// A capital inside a word of small letters.
    pub(super) const INNER_CAPITAL: u32 = 50;
    /// A capital after a capital.
    pub(super) const MORE_CAPITALS: u32 = 6;
    /// A small letter after a capital.
    pub(super) const AFTER_CAPITAL: u32 = 6;
}

/// How much less a Korean syllable costs after another where the pair is not known, in tenths of a nat. There
/// are too many pairs for the table, and that a syllable follows says already that the text is Korean;
/// what a syllable costs anywhere includes how little of all text is.
const KOREAN: u32 = 25;

/// What the table is unpacked to.
struct Unpacked {
    /// Packed symbols of the BMP.
    symbols: [u16; 0x1_0000],
    /// The numbers of the first and the last Korean syllable.
    syllables: (usize, usize),
}

fn unpacked() -> &'static Unpacked {
    static UNPACKED: OnceLock<Box<Unpacked>> = OnceLock::new();
    UNPACKED.get_or_init(|| {
        let class = |code: usize| char::from_u32(code as u32).map_or(0, class) as u16;
        let mut unpacked = Box::new(Unpacked { symbols: [0; 0x1_0000], syllables: (0, 0) });
        let symbols = &mut unpacked.symbols;
        for (code, symbol) in symbols.iter_mut().enumerate().take(0x100) {
            *symbol = class(code);
        }
        for (at, block) in symbols.chunks_mut(CLASS_BLOCK).enumerate().skip(0x100 / CLASS_BLOCK) {
            block.fill(class(at * CLASS_BLOCK));
        }
        let mut number = CLASSES as u16;
        for (symbols, bits) in symbols.chunks_mut(8).zip(TABLE) {
            for (at, symbol) in symbols.iter_mut().enumerate() {
                if bits & 1 << at != 0 {
                    *symbol = number;
                    number += 1;
                }
            }
        }
        for c in CASED.into_iter().flatten().chain('\0'..='\u{7F}') {
            let (small, shape) = fold(c);
            let number = symbols[small as usize] & NUMBER;
            symbols[c as usize] = number
                | match shape {
                    Shape::Plain => 0,
                    Shape::Small => SMALL,
                    Shape::Capital => CAPITAL,
                };
        }
        let numbers = symbols[0xAC00..0xD7A4].iter().map(|symbol| usize::from(symbol & NUMBER));
        let own = numbers.filter(|number| *number >= CLASSES);
        unpacked.syllables = own
            .fold((usize::MAX, 0), |(first, last), number| (first.min(number), last.max(number)));
        unpacked
    })
}

/// The model, unpacked.
#[derive(Clone, Copy)]
pub(crate) struct Model {
    unpacked: &'static Unpacked,
}

/// A character as the model sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Symbol(u16);

impl Symbol {
    fn number(self) -> usize {
        usize::from(self.0 & NUMBER)
    }

    /// Whether the character is no symbol of its own.
    pub(crate) fn is_unknown(self) -> bool {
        self.number() < CLASSES
    }

    /// The cost of meeting the symbol anywhere.
    pub(crate) fn cost(self) -> u32 {
        u32::from(TABLE[SINGLES + self.number()])
    }
}

impl Model {
    /// The model; unpacked at the first call.
    pub(crate) fn get() -> Model {
        Model { unpacked: unpacked() }
    }

    pub(crate) fn symbol(self, c: char) -> Symbol {
        match self.unpacked.symbols.get(c as usize) {
            Some(symbol) => Symbol(*symbol),
            None => Symbol(class(c) as u16),
        }
    }

    /// The beginning or end of a line.
    pub(crate) fn line_end(self) -> Symbol {
        self.symbol('\n')
    }

    /// The cost of meeting `next` after `previous`, in tenths of a nat.
    pub(crate) fn cost(self, previous: Symbol, next: Symbol) -> u32 {
        let (before, behind) = (previous.number(), next.number());
        let (first, last) = self.unpacked.syllables;
        let is_korean = (before.min(behind) >= first) & (before.max(behind) <= last);
        let any = (u32::from(TABLE[BACK_OFFS + before]) + next.cost())
            .saturating_sub(if is_korean { KOREAN } else { 0 });
        // Whether the table has a pair cannot be foreseen: a wrong guess costs more than both ways.
        let (is_known, known) = known_pair_cost(before, behind);
        select_unpredictable(is_known, known, any) + shape_cost(previous, next)
    }

    /// The cost of a whole line.
    pub(crate) fn line_cost(self, text: &str) -> u32 {
        let mut previous = self.line_end();
        let mut sum = 0;
        for c in text.chars() {
            let next = self.symbol(c);
            sum += self.cost(previous, next);
            previous = next;
        }
        sum
    }

    /// How much less a whole line costs with what more is known of Chinese characters and half-width katakana.
    pub(crate) fn discount(self, text: &str) -> u32 {
        let discount = hanzi::discount(text, self);
        let of_kana = kana::line_cost(text, self)
            .map_or(0, |half_width| self.line_cost(text).saturating_sub(half_width));
        discount.max(of_kana)
    }

    /// How the language of a text puts letters together.
    pub(crate) fn voice(self, text: &str) -> Voice {
        Voice::of(text, self)
    }

    /// A whole line as words of one language.
    pub(crate) fn spoken(self, text: &str) -> Spoken {
        letters::spoken(text, self)
    }
}

/// Whether a pair is in the table, and if so, what it costs.
fn known_pair_cost(previous: usize, next: usize) -> (bool, u32) {
    const REST_BITS: u32 = 2 * SYMBOL_BITS - BUCKET_BITS;
    let key = key(previous, next);
    let rest = (key & ((1 << REST_BITS) - 1)) as u16;
    let bucket = BUCKETS + 2 * SLOTS * (key >> REST_BITS) as usize;
    let Some(slots) = TABLE[bucket..].first_chunk::<{ 2 * SLOTS }>() else { return (false, 0) };
    let slots = u64::from_le_bytes(*slots);
    let others = (slots ^ each(rest << COST_BITS)) & each(!0 << COST_BITS);
    let found = zeros(others) & !zeros(slots ^ each(EMPTY));
    let cost = first(slots, found) & ((1 << COST_BITS) - 1);
    (found != 0, u32::from(cost) * PAIR_STEP)
}

fn shape_cost(previous: Symbol, next: Symbol) -> u32 {
    /// By the shapes of the two: plain, small and capital.
    const COSTS: [[u32; 4]; 4] = [
        [0, shapes::FIRST_SMALL, shapes::FIRST_CAPITAL, 0],
        [0, 0, shapes::INNER_CAPITAL, 0],
        [0, shapes::AFTER_CAPITAL, shapes::MORE_CAPITALS, 0],
        [0; 4],
    ];
    let shape = |symbol: Symbol| usize::from(symbol.0 >> SYMBOL_BITS) & 3;
    COSTS[shape(previous)][shape(next)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn per_character(text: &str) -> f32 {
        Model::get().line_cost(text) as f32 / text.chars().count() as f32 / 10.0
    }

    #[test]
    fn the_table_has_its_full_length() {
        assert_eq!(TABLE.len(), BUCKETS + ((2 * SLOTS) << BUCKET_BITS));
    }

    #[test]
    fn text_costs_far_less_than_garble() {
        for (text, garble) in [
            ("今天下午，图书馆门口排起了长队。", "浠婂ぉ涓嬪崍锛屽浘涔﹂棬鍙ｆ帓璧蜂簡闀块槦銆"),
            ("오늘 오후 도서관 앞에", "坷疵 坷饶 档辑包 菊俊"),
            ("今日の午後、図書館の前に", "崱擔偺屵屻丄恾彂娰偺慜偵"),
            ("Сегодня после обеда", "яЕЦНДМЪ ОНЯКЕ НАЕДЮ"),
            ("Dès l'été, la forêt", "DÃ¨s l'Ã©tÃ©, la forÃªt"),
            ("Το απόγευμα στη βιβλιοθήκη", "Ôï áðüãåõìá óôç âéâëéïèÞêç"),
            ("Po zadání všech frází", "Po zadĂˇnĂ\u{AD} vĹˇech frĂˇzĂ\u{AD}"),
            ("הצהרה לכל באי עולם", "äöäøä ìëì áàé òåìí"),
            ("ปฏิญญาสากลว่าด้วยสิทธิ", "»¯ÔËÒÊÒ¡ÅÇèÒ´éÇÂÊÔ··Ô"),
        ] {
            let (text_cost, garble_cost) = (per_character(text), per_character(garble));
            assert!(garble_cost > 1.25 * text_cost, "{text} {text_cost}, {garble} {garble_cost}");
        }
    }

    #[test]
    fn classes_are_of_whole_blocks() {
        let model = Model::get();
        for c in ('\0'..'\u{10000}').filter(|c| fold(*c).0 == *c) {
            let symbol = model.symbol(c);
            assert!(!symbol.is_unknown() || symbol.number() == class(c), "{c:?}");
        }
    }

    #[test]
    fn every_character_has_a_cost() {
        let model = Model::get();
        for c in '\0'..=char::MAX {
            assert!(model.symbol(c).cost() > 0, "{c:?}");
        }
    }
}
