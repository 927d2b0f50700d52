//! How odd each character of three bytes is by itself.

use std::ops::RangeInclusive;
use std::sync::OnceLock;

use encoding_rs::{BIG5, EUC_JP, Encoding, GBK};

use crate::encoding::plausibility::Model;
use crate::encoding::scan::{KANA, WIDE};
use crate::sieve::is_suspicious;

/// What a character of East Asia may cost by itself before it is odd, in tenths of a nat; beside kana that is very odd, but for
/// ideographs. Of prose up to 2% of the characters are odd, of what a wrong decoder makes 55% to 95%.
const ODD_WIDE: u32 = 128;
/// And any other character of three bytes.
const ODD_NARROW: u32 = 70;
/// Symbols and punctuation that are rarer are very odd: in EUC-JP read as GBK a long vowel is `〖`.
const RARE_SYMBOL: u32 = 104;
/// Odd ideographs are very odd if they may have been characters that cost so much less, in one of the encodings that keep or
/// make kana when they are read as GBK: EUC-JP, where `粕` was `読`, and Big5. Of genuine Japanese hardly any are.
const LIKELIER: u32 = 20;
/// The rows that these encodings have their commonest characters in; Big5 has Simplified ones in the first and last.
const JAPANESE: (&Encoding, RangeInclusive<u8>) = (EUC_JP, 0xA1..=0xCF);
const CHINESE: (&Encoding, RangeInclusive<u8>) = (BIG5, 0x87..=0xFE);
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
/// Of what other repairs ask about: as odd characters beside kana are, and as very odd ones are among kana, so that a closer
/// look is needed.
const ASKED_ABOUT: Weight = ODD | IS_KANA;
/// The number of odd characters in a sum of so few that neither number runs over.
pub(super) const NUMBER: Weight = IS_KANA - 1;

/// What a character adds to the other sum, that of text with kana all over: one to the number of very odd characters, or one
/// to the number of those that are only odd.
const VERY_ODD_AMONG_KANA: Weight = 1;
pub(super) const ODD_AMONG_KANA: Weight = 1 << 4;

/// The weight of each character by its number.
pub(super) type Weights = [Weight; 0x1_0000];

/// The weights of all characters for either sum.
#[derive(Clone)]
pub(super) struct BothWeights {
    pub(super) anywhere: Box<Weights>,
    pub(super) among_kana: Box<Weights>,
}

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
    weights: BothWeights,
    /// The same, if wide brackets are asked about, too.
    with_brackets: BothWeights,
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
        let sources = [JAPANESE, CHINESE].map(sources_in_gbk);
        let ordinary = Box::new([ORDINARY; 0x1_0000]);
        let mut weights = BothWeights { anywhere: ordinary.clone(), among_kana: ordinary };
        let mut classes = Box::new([0; 0x1_0000 / CLASSES]);
        for c in '\u{800}'..='\u{FFFF}' {
            let class = class(c, sources.iter().filter_map(|it| it[c as usize]), model);
            let number = c as usize;
            classes[number / CLASSES] |= (class as u64) << (2 * (number % CLASSES));
            let mut bytes = [0; 3];
            c.encode_utf8(&mut bytes);
            let (anywhere, among_kana) = match class {
                _ if c >= CJK && is_suspicious(bytes) => (ASKED_ABOUT, ASKED_ABOUT),
                Class::Ordinary => (ORDINARY, ORDINARY),
                Class::Odd => (ODD, ODD_AMONG_KANA),
                Class::VeryOdd => (ODD, VERY_ODD_AMONG_KANA),
                Class::Kana => (IS_KANA, ORDINARY),
            };
            weights.anywhere[number] = anywhere;
            weights.among_kana[number] = among_kana;
        }
        let mut with_brackets = weights.clone();
        with_brackets.anywhere['（' as usize] = ASKED_ABOUT;
        with_brackets.among_kana['（' as usize] = ASKED_ABOUT;
        Characters { weights, with_brackets, classes }
    }

    /// The weights of all characters, with those that repairs of characters ask about, wide brackets among them or not.
    pub(super) fn weights(&self, with_brackets: bool) -> &BothWeights {
        if with_brackets { &self.with_brackets } else { &self.weights }
    }

    /// The [class](Class) of a character.
    #[inline(always)]
    pub(super) fn class(&self, number: u16) -> u64 {
        let number = usize::from(number);
        self.classes[number / CLASSES] >> (2 * (number % CLASSES)) & 0b11
    }
}

/// What a character is, which may have been any of some others in a wrong reading.
fn class(c: char, sources: impl Iterator<Item = char>, model: Model) -> Class {
    let mut ordinary = SIGNS.into_iter().chain(MODERN).chain([PRECOMPOSED]);
    let cost = model.symbol(c).cost();
    let (odd, is_very_odd) = match c {
        ..WIDE => (ODD_NARROW, cost > RARE_SYMBOL),
        // The digit of years is used as an ideograph.
        '\u{3000}'..='\u{303F}' if c != '〇' => (RARE_SYMBOL, true),
        '\u{4E00}'..='\u{9FFF}' => {
            let mut sources = sources.map(|source| model.symbol(source).cost());
            (ODD_WIDE, sources.any(|source| source + LIKELIER < cost))
        }
        _ => (ODD_WIDE, true),
    };
    match c {
        _ if KANA.contains(&c) => Class::Kana,
        _ if cost <= odd || ordinary.any(|range| range.contains(&c)) => Class::Ordinary,
        _ if is_very_odd => Class::VeryOdd,
        _ => Class::Odd,
    }
}

/// By character of the BMP: which one it was, if text of an encoding was read as GBK, of those in some rows.
fn sources_in_gbk((encoding, rows): (&'static Encoding, RangeInclusive<u8>)) -> Vec<Option<char>> {
    // All pairs are decoded in one go, each in a line of its own.
    let columns = || (0x40..=0x7E).chain(0xA1..=0xFE);
    let lines: Vec<u8> =
        rows.flat_map(|row| columns().flat_map(move |column| [row, column, b'\n'])).collect();
    let [read, meant] =
        [GBK, encoding].map(|it| lone_characters(&it.decode_without_bom_handling(&lines).0));
    let mut sources = vec![None; 0x1_0000];
    for (read, source) in read.into_iter().zip(meant) {
        if let Some(place) = read.and_then(|c| sources.get_mut(c as usize)) {
            *place = source;
        }
    }
    sources
}

/// By line: the character that it is, if it is no more than one.
fn lone_characters(text: &str) -> Vec<Option<char>> {
    let mut all = Vec::with_capacity(text.len() / 2);
    let (mut first, mut count) = (None, 0);
    for c in text.chars() {
        if c == '\n' {
            all.push(first.filter(|c| count == 1 && *c != char::REPLACEMENT_CHARACTER));
            (first, count) = (None, 0);
        } else {
            first = first.or(Some(c));
            count += 1;
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_read_as_gbk_is_known() {
        let [japanese, chinese] = [JAPANESE, CHINESE].map(sources_in_gbk);
        for (c, in_japanese, in_chinese) in [
            ('粕', Some('読'), Some('厶')),
            ('〖', Some('ー'), Some('□')),
            ('の', Some('の'), Some('及')),
            ('籠', None, Some('蓋')),
            ('각', None, None),
        ] {
            assert_eq!(
                (japanese[c as usize], chinese[c as usize]),
                (in_japanese, in_chinese),
                "{c}"
            );
        }
    }

    #[test]
    fn beside_kana_ideographs_are_odd_that_may_have_been_others() {
        let characters = Characters::get();
        for (c, expected) in [
            ('粕', Class::VeryOdd),
            ('〖', Class::VeryOdd),
            ('각', Class::Ordinary),
            ('뷁', Class::VeryOdd),
            ('濡', Class::Odd),
            ('籠', Class::Odd),
            ('隅', Class::Odd),
            ('〇', Class::Ordinary),
            ('読', Class::Ordinary),
            ('の', Class::Kana),
        ] {
            assert_eq!(characters.class(c as u16), expected as u64, "{c}");
        }
    }
}
