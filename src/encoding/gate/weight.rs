//! How odd each character of three bytes is by itself.

use std::ops::RangeInclusive;
use std::sync::OnceLock;

use crate::encoding::plausibility::Model;
use crate::encoding::scan::{KANA, WIDE};

/// What a character of East Asia may cost by itself before it is odd, or very odd, in tenths of a
/// nat. Of prose up to 2% of the characters are odd, of what a wrong decoder makes 55% to 95%.
const ODD_WIDE: u32 = 128;
const VERY_ODD_WIDE: u32 = 135;
/// And any other character of three bytes.
const ODD_NARROW: u32 = 70;
/// Symbols and punctuation that are rarer are very odd: in EUC-JP read as GBK a long vowel is `〖`.
const RARE_SYMBOL: u32 = 104;
/// Letters that no old encoding has, so that no wrong reading makes them but UTF-16 in the wrong order, beside enough others: Indic and Ethiopic scripts, Tibetan, Khmer
/// and their neighbours, all but Thai.
const MODERN: [RangeInclusive<char>; 3] =
    ['\u{800}'..='\u{DFF}', '\u{E80}'..='\u{1DFF}', '\u{A000}'..='\u{ABFF}'];
/// Latin and Greek letters with several marks: that one is rare tells only that its language is.
const PRECOMPOSED: RangeInclusive<char> = '\u{1E00}'..='\u{1FFF}';
/// Dashes, quotation marks, ellipses: rare among all characters, and in all texts.
const SIGNS: [RangeInclusive<char>; 3] =
    ['\u{2013}'..='\u{2014}', '\u{2018}'..='\u{201D}', '\u{2026}'..='\u{2026}'];

/// What a character adds to the sum of a block: one to the number of odd characters, or one to the number of kana
/// beside it. Which of the odd ones are very odd, a bit above tells; it gets lost in the sum.
pub(super) type Weight = u8;
pub(super) const ORDINARY: Weight = 0;
pub(super) const ODD: Weight = 1;
pub(super) const VERY_ODD: Weight = ODD | 1 << (2 * WIDTH);
pub(super) const IS_KANA: Weight = 1 << WIDTH;
/// Bits of each of the numbers.
pub(super) const WIDTH: u32 = 3;
/// So many weights may be added up without one of the numbers running over.
pub(super) const ADDED: usize = (1 << WIDTH) - 1;

/// The weight of each character by its number.
pub(super) type Weights = [Weight; 0x1_0000];

pub(super) fn weights() -> &'static Weights {
    static WEIGHTS: OnceLock<Box<Weights>> = OnceLock::new();
    WEIGHTS.get_or_init(|| {
        let model = Model::get();
        let mut weights = Box::new([ORDINARY; 0x1_0000]);
        for c in '\u{800}'..='\u{FFFF}' {
            let (odd, very_odd) = match c {
                ..WIDE => (ODD_NARROW, RARE_SYMBOL),
                '\u{3000}'..='\u{303F}' => (RARE_SYMBOL, RARE_SYMBOL),
                _ => (ODD_WIDE, VERY_ODD_WIDE),
            };
            let cost = model.symbol(c).cost();
            weights[c as usize] = match cost {
                _ if cost > very_odd => VERY_ODD,
                _ if cost > odd => ODD,
                _ => ORDINARY,
            };
        }
        let mut set = |c: char, weight| weights[c as usize] = weight;
        let ordinary = SIGNS.into_iter().chain(MODERN).chain([PRECOMPOSED]);
        ordinary.flatten().for_each(|c| set(c, ORDINARY));
        KANA.for_each(|c| set(c, IS_KANA));
        weights
    })
}
