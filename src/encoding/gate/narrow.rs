//! Characters of two bytes, and signs of three: rules of three bytes in a row.
//!
//! A wrong single-byte decoder shows in what stands side by side: a capital inside of a word, a sign
//! where a letter is meant, letters that no one language mixes. Each rule is such a thing, and hardly
//! any English, French, German, Spanish or Russian line has one; in other languages a rule may hold
//! of ordinary words. So a rule makes a place only where one of its characters is dear beside the one
//! before it.

use fearless_simd::prelude::*;
use fearless_simd::{Simd, mask8x64, u8x64};

use super::dear::may_be_dear;
use super::{PADDED_RUN, RUN};
use crate::encoding::plausibility::Model;
use crate::encoding::scan::{DEAREST, NATURAL, NATURAL_WIDE, WIDE, dearest, opens_word};
use crate::sieve::{ANY_BYTE, BLOCK, Bytes, CONTINUATION, Nibbles, Table, WINDOW, byte, set, span};

/// The sum of a place, in tenths of a nat: no one letter is enough, as those of readings are.
const LIMIT: i32 = 61;
/// What a character of ASCII takes off the sum.
const OF_ASCII: i32 = -9;
/// Bytes over which it is taken.
const REACH: usize = 64;

const ANY: Nibbles = 0xFFFF;
const UPPER_HALF: Nibbles = span(8, 0xB);
/// Letters of ASCII, and what stands around them.
const SMALL: (Nibbles, Nibbles) = (span(6, 7), ANY);
const LETTER: (Nibbles, Nibbles) = (span(4, 7), ANY);

/// All nibbles but some.
const fn but(nibbles: &[u8]) -> Nibbles {
    ANY & !set(nibbles)
}

/// Latin letters and signs.
static LATIN: Table = Table::new(&[
    // Control characters.
    [byte(0xC2), (span(8, 9), ANY), ANY_BYTE],
    // A sign after another character, but a no-break space, quotation mark, degree sign or dot.
    [CONTINUATION, byte(0xC2), (span(0xA, 0xB), but(&[0, 7, 0xB]))],
    // An accented capital after a small letter,
    [SMALL, byte(0xC3), (span(8, 9), but(&[0xF]))],
    // and before another character.
    [byte(0xC3), (span(8, 9), but(&[0xF])), (set(&[0xC, 0xE]), set(&[2, 3, 4, 5, 6, 0xB]))],
    // Small letters side by side, but after `ç` and a no-break space.
    [(span(0xA, 0xB), but(&[0, 7])), byte(0xC3), (span(0xA, 0xB), ANY)],
    // `ã æ ì ð ò õ ÷ ø ý þ`.
    [byte(0xC3), (set(&[0xA]), set(&[3, 6, 0xC])), ANY_BYTE],
    [byte(0xC3), (set(&[0xB]), set(&[0, 2, 5, 7, 8, 0xD, 0xE])), ANY_BYTE],
    // `è` before a vowel.
    [byte(0xC3), byte(0xA8), (span(6, 7), set(&[1, 5, 9, 0xF]))],
]);

/// More letters and signs, and what stands beside Latin letters.
static MIXED: Table = Table::new(&[
    // A sign before a small letter.
    [byte(0xC2), (span(0xA, 0xB), but(&[0, 1, 5, 7, 0xB, 0xF])), SMALL],
    // Letters of Central Europe, Turkey and Vietnam, modifiers; all but `œ`.
    [(set(&[0xC]), set(&[4, 6, 7, 8, 9, 0xA, 0xB])), CONTINUATION, ANY_BYTE],
    [byte(0xC5), (UPPER_HALF, but(&[2, 3])), ANY_BYTE],
    // A currency or trade mark sign after another character.
    [CONTINUATION, byte(0xE2), (set(&[8]), set(&[2, 4]))],
    // Low quotation marks, daggers, bullets.
    [byte(0xE2), byte(0x80), (span(9, 0xA), set(&[0, 1, 2, 0xA, 0xE]))],
    // Operators, lines of boxes, blocks.
    [byte(0xE2), (span(8, 9), span(4, 9)), ANY_BYTE],
    // `»` before another sign: first bytes of Vietnamese. Three letters of Greek: the same, and those of French.
    [byte(0xC2), byte(0xBB), (set(&[0xC, 0xE]), set(&[2]))],
    [byte(0xCE), (set(&[9]), set(&[3, 0xE, 0xF])), (set(&[0xC, 0xE]), set(&[2]))],
]);

/// Letters of Western Europe where French, German and Spanish do not have them.
static MISPLACED: Table = Table::new(&[
    // A sign after a small letter, but those of ordinals, powers and quotations.
    [SMALL, byte(0xC2), (span(0xA, 0xB), set(&[3, 5, 6, 9, 0xC, 0xE, 0xF]))],
    // `ê ë ï ú û ÿ` at the end of a word.
    [byte(0xC3), (span(0xA, 0xB), set(&[0xA, 0xB, 0xF])), (set(&[2]), ANY)],
    // `ê` before `j k z`.
    [byte(0xC3), byte(0xAA), (span(6, 7), set(&[0xA, 0xB]))],
    // `ñ` before other letters than vowels, and at the end of a word.
    [byte(0xC3), byte(0xB1), (set(&[2, 6, 7]), but(&[1, 5, 9, 0xF]))],
    // `ù` inside of a word.
    [byte(0xC3), byte(0xB9), SMALL],
    // `è` at the beginning of a word, and at its end.
    [(set(&[2]), ANY), byte(0xC3), (set(&[0xA]), set(&[8]))],
    [byte(0xC3), byte(0xA8), (set(&[2, 6]), set(&[0, 0xB]))],
    // Two letters of Arabic before signs: first bytes of UTF-8.
    [byte(0xD8), (set(&[0xB]), set(&[7, 8])), (set(&[0xC, 0xE]), ANY)],
]);

/// Letters of other scripts: each rule has a byte that begins such a letter, and each above one that
/// begins a Latin letter or a sign.
static FOREIGN: Table = Table::new(&[
    // After Latin ones.
    [LETTER, (set(&[0xD]), span(0, 0xB)), ANY_BYTE],
    [LETTER, byte(0xCE), ANY_BYTE],
    // A Cyrillic capital after another character, a Greek one after a small letter.
    [CONTINUATION, byte(0xD0), (span(9, 0xA), ANY)],
    [(set(&[8, 0xB]), ANY), byte(0xCE), (set(&[9]), ANY)],
    // Cyrillic letters that Russian has not.
    [byte(0xD0), (set(&[8]), but(&[1])), ANY_BYTE],
    [(set(&[0xD]), set(&[1, 2])), (set(&[9]), but(&[1])), ANY_BYTE],
    // Hebrew points and ligatures.
    [(set(&[0xD]), set(&[6, 7])), (set(&[0xB]), ANY), ANY_BYTE],
    // Thai letters, of three bytes, after Latin ones.
    [LETTER, byte(0xE0), (set(&[0xB]), set(&[8, 9]))],
]);

/// Which rules may hold in a block.
pub(super) struct Scripts {
    latin: bool,
    sign: bool,
    foreign: bool,
}

impl Scripts {
    /// By the bytes of a block, and those two further on.
    #[inline(always)]
    pub(super) fn of<S: Simd>(first: u8x64<S>, third: u8x64<S>, simd: S) -> Scripts {
        let sign = simd.splat_u8x64(SIGN);
        let latin = is_within(first, 0xC2, 0xCB, simd) | is_within(third, 0xC2, 0xCB, simd);
        let foreign = is_within(first, 0xCC, 0xE0, simd) | is_within(third, 0xCC, 0xE0, simd);
        Scripts {
            latin: latin.any_true(),
            sign: (first.simd_eq(sign) | third.simd_eq(sign)).any_true(),
            foreign: foreign.any_true(),
        }
    }

    /// The bytes of the block at which a rule holds, the first one in the lowest bit.
    #[inline(always)]
    pub(super) fn hits<S: Simd>(&self, window: &[u8; WINDOW], simd: S) -> u64 {
        let bytes = || Bytes::of(window, simd);
        match (self.latin, self.sign, self.foreign) {
            (false, false, false) => 0,
            (false, true, false) => bytes().places_of(&[&MIXED]),
            (true, _, false) => bytes().places_of(&[&LATIN, &MIXED, &MISPLACED]),
            (false, false, true) => bytes().places_of(&[&FOREIGN]),
            (_, _, true) => bytes().places_of(&[&LATIN, &MIXED, &MISPLACED, &FOREIGN]),
        }
    }
}

/// Whether no rule holds in the blocks of a run, told by their bytes alone: there are none of any rule, or those of dashes
/// and quotation marks only.
#[inline(always)]
pub(super) fn passes<S: Simd>(run: &[u8; PADDED_RUN], simd: S) -> bool {
    let bytes = |at: usize| u8x64::from_slice(simd, &run[at..at + BLOCK]);
    let mut least = simd.splat_u8x64(u8::MAX);
    for at in PLACES {
        least = least.min(bytes(at) - simd.splat_u8x64(FIRST));
    }
    if !least.simd_le(simd.splat_u8x64(SIGN - FIRST)).any_true() {
        return true;
    }
    let mut rest = simd.splat_mask8x64(false);
    for at in PLACES {
        let (first, second, third) = (bytes(at), bytes(at + 1), bytes(at + 2));
        let is_quiet = second.simd_eq(simd.splat_u8x64(0x80))
            & (is_within(third, 0x93, 0x99, simd) | is_within(third, 0x9B, 0x9D, simd));
        let is_sign = first.simd_eq(simd.splat_u8x64(SIGN));
        rest |= is_within(first, FIRST, SIGN - 1, simd) | is_sign & !is_quiet;
    }
    !rest.any_true()
}

/// The first bytes of what the rules are about; some scripts have such bytes without the rules.
const FIRST: u8 = 0xC2;
const SIGN: u8 = 0xE2;
/// Where the blocks of a run begin, and one that ends with the bytes behind it that a rule may begin before.
const PLACES: [usize; 5] = [0, BLOCK, 2 * BLOCK, 3 * BLOCK, RUN + 2 - BLOCK];

#[inline(always)]
pub(super) fn is_within<S: Simd>(bytes: u8x64<S>, from: u8, to: u8, simd: S) -> mask8x64<S> {
    (bytes - simd.splat_u8x64(from)).simd_le(simd.splat_u8x64(to - from))
}

/// The place where a rule holds, if it is one. Characters that begin before `asked` are none.
pub(super) fn place(
    text: &str,
    start: usize,
    at: usize,
    asked: usize,
    model: Model,
) -> Option<usize> {
    let begin = text.floor_char_boundary(at).max(start).max(asked);
    // What stands before the first line is the end of one.
    let mut previous = text[start..begin].chars().next_back().unwrap_or('\n');
    let is_of_rule = |(index, _): &(usize, char)| begin + index < end(at);
    for (index, c) in text[begin..].char_indices().take_while(is_of_rule) {
        let end = begin + index + c.len_utf8();
        if !c.is_ascii()
            && may_be_dear(previous, c, model)
            && !is_alone(&text.as_bytes()[start..begin + index], c)
            && is_dear(&text[start..end], model)
        {
            return Some(end);
        }
        previous = c;
    }
    None
}

/// Where no character begins any more that a rule which holds at a byte is about.
pub(super) fn end(at: usize) -> usize {
    at + 4
}

/// Whether so much ASCII stands before a character that takes all off the sum that one adds to it, and more than one
/// is needed.
fn is_alone(before: &[u8], c: char) -> bool {
    const ENOUGH: usize = (DEAREST / -OF_ASCII + 1) as usize;
    dearest(c) <= DEAREST && before.last_chunk::<ENOUGH>().is_some_and(|bytes| bytes.is_ascii())
}

/// Whether the last characters of a text are so dear, each after the one before it, that garble may
/// end here.
pub(super) fn is_dear(text: &str, model: Model) -> bool {
    let start = text.floor_char_boundary(text.len().saturating_sub(REACH));
    let mut before = text[start..].chars().rev();
    let mut next = before.next();
    let mut sum = 0;
    let mut behind = '\n';
    while let Some(c) = next {
        let previous = before.next();
        sum += if c == '\n' {
            return false;
        } else if c.is_ascii() {
            OF_ASCII
        } else if opens_word(previous.unwrap_or('\n'), c, behind) {
            0
        } else {
            let previous = previous.map_or(model.line_end(), |c| model.symbol(c));
            let natural = if c < WIDE { NATURAL } else { NATURAL_WIDE };
            (model.cost(previous, model.symbol(c)) as i32 - natural).min(dearest(c))
        };
        if sum <= 0 || sum >= LIMIT {
            break;
        }
        behind = c;
        next = previous;
    }
    sum >= LIMIT
}

#[cfg(test)]
mod tests {
    use fearless_simd::{Level, dispatch};

    use super::*;

    #[inline(always)]
    fn hits_with<S: Simd>(text: &str, simd: S) -> u64 {
        let mut window = [0; WINDOW];
        window[..text.len()].copy_from_slice(text.as_bytes());
        hits_in(&window, simd)
    }

    #[inline(always)]
    fn hits_in<S: Simd>(window: &[u8], simd: S) -> u64 {
        let first = u8x64::from_slice(simd, &window[..BLOCK]);
        let third = u8x64::from_slice(simd, &window[2..]);
        Scripts::of(first, third, simd).hits(window.first_chunk().unwrap(), simd)
    }

    #[inline(always)]
    fn passes_with(run: &[u8; PADDED_RUN], simd: impl Simd) -> bool {
        passes(run, simd)
    }

    /// No rule holds in a run that passes, wherever its characters stand.
    #[test]
    fn runs_without_bytes_of_rules_pass() {
        let dashes = ['–', '—', '―', '‗', '‘', '’', '”', '“'];
        for c in ('\u{80}'..='\u{FFFF}').step_by(3).chain(dashes) {
            for (at, around) in [(0, "中"), (63, "字"), (64, "é"), (RUN - 1, "中"), (RUN, "a")]
            {
                let mut text = around.repeat(PADDED_RUN);
                text.truncate(text.floor_char_boundary(at));
                text.extend([c; 2]);
                text.push_str(&around.repeat(PADDED_RUN));
                let run: &[u8; PADDED_RUN] = text.as_bytes().first_chunk().unwrap();
                let hits = |block: usize| {
                    let window = &run[block * BLOCK..block * BLOCK + WINDOW];
                    dispatch!(Level::new(), simd => hits_in(window, simd))
                };
                if dispatch!(Level::new(), simd => passes_with(run, simd)) {
                    assert!((0..4).all(|block| hits(block) == 0), "{c:?} {at} {around}");
                } else {
                    assert!(around == "é" || !dashes[4..].contains(&c), "{c:?} {at} {around}");
                }
            }
        }
    }

    fn hits_of(text: &str) -> u64 {
        dispatch!(Level::new(), simd => hits_with(text, simd))
    }

    #[test]
    fn each_rule_holds_of_what_it_is_about() {
        for text in [
            "\u{93} ", "é¨ ", "aÁ ", "ÁÂ", "éé", "ã ", "ø ", "èo", "²x", "ę ", "ś ", "é€", "„ ",
            "o³ ", "ê ", "êz", "ñs", "ùm", " è", "èk", "ï ", "√ ", "aЖ", "aΩ", "aร", "бЖ", "βΑ",
            "Ђ ", "ђ ", "\u{5B0} ", "Γ\u{A0}", "Ξ\u{A0}", "ط\u{A0}", "»\u{A0}",
        ] {
            assert_ne!(hits_of(text), 0, "{text}");
        }
    }

    #[test]
    fn ordinary_letters_and_signs_pass() {
        for text in [
            "café “né” où l’été, œuvre",
            "größe, Käse, süß",
            "el niño, ¡aún!",
            "ещё ёж, Ёж",
            "πρωί, καφές",
        ] {
            assert_eq!(hits_of(text), 0, "{text}");
        }
    }
}
