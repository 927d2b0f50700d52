//! How odd each character of three bytes is by itself.

use std::ops::RangeInclusive;
use std::sync::OnceLock;

use crate::encoding::kanji;
use crate::encoding::plausibility::Model;
use crate::encoding::scan::{KANA, WIDE};
use crate::sieve::is_suspicious;

/// What a character of East Asia may cost by itself before it is odd, in tenths of a nat; beside kana that is very odd. Of prose up to 2% of the characters are odd, of what a wrong decoder makes 55% to 95%.
const ODD_WIDE: u32 = 128;
/// The same of usual kanji, of which the model has met few, before they are very odd; those that GB 2312 lacks are not even
/// odd below.
const VERY_ODD_KANJI: u32 = 145;
/// And any other character of three bytes.
const ODD_NARROW: u32 = 70;
/// Symbols and punctuation that are rarer are very odd: in EUC-JP read as GBK a long vowel is `〖`.
const RARE_SYMBOL: u32 = 104;
/// Letters that no old encoding has, so that no wrong reading makes them but UTF-16 in the wrong order, beside enough others: Indic and Ethiopic scripts, Tibetan, Khmer
/// and their neighbours, all but Thai.
const MODERN: [RangeInclusive<char>; 3] =
    ['\u{800}'..='\u{DFF}', '\u{E80}'..='\u{1DFF}', '\u{A000}'..='\u{ABFF}'];
/// The first of the characters that other repairs ask about and that stand in ordinary runs.
const CJK: char = '\u{3000}';
/// Latin and Greek letters with several marks: that one is rare tells only that its language is.
const PRECOMPOSED: RangeInclusive<char> = '\u{1E00}'..='\u{1FFF}';
/// Dashes, quotation marks, ellipses: rare among all characters, and in all texts.
const SIGNS: [RangeInclusive<char>; 3] =
    ['\u{2013}'..='\u{2014}', '\u{2018}'..='\u{201D}', '\u{2026}'..='\u{2026}'];

/// What a character adds to the sum of a block: one to the number of odd characters, or one to the number of kana
/// beside it.
pub(super) type Weight = u8;
const ORDINARY: Weight = 0;
pub(super) const ODD: Weight = 1;
pub(super) const IS_KANA: Weight = 1 << 4;
/// Of what other repairs ask about: as odd characters beside kana are, so that a closer look is needed.
const ASKED_ABOUT: Weight = ODD | IS_KANA;
/// The number of odd characters in a sum of so few that neither number runs over.
pub(super) const NUMBER: Weight = IS_KANA - 1;

/// The weight of each character by its number.
pub(super) type Weights = [Weight; 0x1_0000];

/// What a character is among its neighbours, in two bits: the lower one for odd, both for very odd, the upper one for
/// kana.
#[derive(Clone, Copy)]
pub(super) enum Class {
    Ordinary = 0b00,
    Odd = 0b01,
    Kana = 0b10,
    VeryOdd = 0b11,
}

/// What is known of each character by itself, by its number.
pub(super) struct Characters {
    weights: Box<Weights>,
    /// The same, if wide brackets are asked about, too.
    with_brackets: Box<Weights>,
    /// The same, but of the odd characters only those that are odd beside kana.
    beside_kana: Box<Weights>,
    /// The classes, two bits each, the first in the lowest bits.
    classes: Box<[u64; 0x1_0000 / CLASSES]>,
}

/// Classes in one number.
const CLASSES: usize = 32;

impl Characters {
    pub(super) fn get() -> &'static Characters {
        static CHARACTERS: OnceLock<Characters> = OnceLock::new();
        CHARACTERS.get_or_init(Characters::new)
    }

    fn new() -> Characters {
        let model = Model::get();
        let mut weights = Box::new([ORDINARY; 0x1_0000]);
        let mut beside_kana = weights.clone();
        let mut classes = Box::new([0; 0x1_0000 / CLASSES]);
        for c in '\u{800}'..='\u{FFFF}' {
            let class = class(c, model);
            let number = c as usize;
            classes[number / CLASSES] |= (class as u64) << (2 * (number % CLASSES));
            let mut bytes = [0; 3];
            c.encode_utf8(&mut bytes);
            weights[number] = match class {
                _ if c >= CJK && is_suspicious(bytes) => ASKED_ABOUT,
                Class::Ordinary => ORDINARY,
                Class::Odd | Class::VeryOdd => ODD,
                Class::Kana => IS_KANA,
            };
            beside_kana[number] = match class {
                Class::Odd if weights[number] == ODD => ORDINARY,
                _ => weights[number],
            };
        }
        let mut with_brackets = weights.clone();
        with_brackets['（' as usize] = ASKED_ABOUT;
        beside_kana['（' as usize] = ASKED_ABOUT;
        Characters { weights, with_brackets, beside_kana, classes }
    }

    /// The weights of all characters, with those that repairs of characters ask about, wide brackets among them, and without
    /// the characters that are not odd beside kana.
    pub(super) fn weights_beside_kana(&self) -> &Weights {
        &self.beside_kana
    }

    /// The weights of all characters, with those that repairs of characters ask about, wide brackets among them or not.
    pub(super) fn weights(&self, with_brackets: bool) -> &Weights {
        if with_brackets { &self.with_brackets } else { &self.weights }
    }

    /// The [class](Class) of a character.
    #[inline(always)]
    pub(super) fn class(&self, number: u16) -> u64 {
        let number = usize::from(number);
        self.classes[number / CLASSES] >> (2 * (number % CLASSES)) & 0b11
    }
}

fn class(c: char, model: Model) -> Class {
    let mut ordinary = SIGNS.into_iter().chain(MODERN).chain([PRECOMPOSED]);
    let (odd, very_odd) = match c {
        ..WIDE => (ODD_NARROW, RARE_SYMBOL),
        '\u{3000}'..='\u{303F}' => (RARE_SYMBOL, RARE_SYMBOL),
        _ if kanji::is_usual_beyond_gb2312(c) => (VERY_ODD_KANJI, VERY_ODD_KANJI),
        _ if kanji::is_usual(c) => (ODD_WIDE, VERY_ODD_KANJI),
        _ => (ODD_WIDE, ODD_WIDE),
    };
    match model.symbol(c).cost() {
        _ if KANA.contains(&c) => Class::Kana,
        _ if ordinary.any(|range| range.contains(&c)) => Class::Ordinary,
        cost if cost > very_odd => Class::VeryOdd,
        cost if cost > odd => Class::Odd,
        _ => Class::Ordinary,
    }
}
