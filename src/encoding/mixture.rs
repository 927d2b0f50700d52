//! Letters that no language has side by side.
//!
//! Latin text that was read in another code page of Latin letters looks harmless letter by letter:
//! `ø` is Danish, `ì` Italian, `á` Spanish. But nobody writes all three in one line, except for Czech
//! in the wrong encoding. So the languages that have all letters of a line so far are kept as a set, and
//! have them beside these letters of ASCII: `ê` is French, but `jêz` is not. Where the set runs empty,
//! the line is worth a search. Names and quotations empty it too, and it is
//! the search that tells them apart.

use std::ops::RangeInclusive;
use std::sync::OnceLock;

use fearless_simd::prelude::*;
use fearless_simd::{Level, Simd, dispatch, u8x64};

use super::plausibility::{LANGUAGES, letter, pair_cost};
use crate::sieve::BLOCK;

/// A set of languages, one bit each.
pub(super) type Set = u64;
const _: () = assert!(LANGUAGES.len() < Set::BITS as usize);

/// Chinese readings have letters that no language has, and are a language of their own here. Those of
/// the third tone are beyond [`END`].
const READINGS: &str = "āáàēéěèīíìōóòūúùü";
const READING: Set = 1 << LANGUAGES.len();
/// Letters of ASCII in a reading, to one with a mark.
const MOST_LETTERS: u32 = 5;

/// Languages with letters for nearly everything, but which have others than these in nearly every line.
pub(super) const ALL_MARKS: &[&str] = &["VIETNAMESE", "YORUBA"];

/// Letters of which hardly any code page has one: what has some, as Vietnamese, was not read in another one.
pub(super) const LATIN_WITH_MORE_MARKS: RangeInclusive<char> = '\u{1E00}'..='\u{1EFF}';

/// Letters of Romanian, of which only one code page has any.
pub(super) const ROMANIAN: [char; 4] = ['Ș', 'ș', 'Ț', 'ț'];

/// The letters that sets are known for.
const FIRST: usize = 0xC0;
const END: usize = 0x180;

/// What a letter costs after another at most, in tenths of a nat, where a language has the two; and how
/// much more than anywhere, where it is a rare one.
const MET: u8 = 70;
const RARER: u8 = 15;

/// By how much the letters of a line may be dearer than that in a language that has them all, on an average, and how
/// many they must be. Garbled words have more than that, or are shorter.
const MOST_EXCESS: u32 = 1;
const ENOUGH: u32 = 6;

/// By letter: the languages that have it, and those that have it behind and before each letter of ASCII.
#[derive(Clone, Copy)]
struct Sets {
    all: Set,
    behind: [Set; 26],
    before: [Set; 26],
}

impl Sets {
    const NONE: Sets = Sets { all: 0, behind: [0; 26], before: [0; 26] };

    /// Adds a language, by its number, that has the letter.
    fn add(&mut self, language: usize, c: char) {
        let met = most_behind(language, c);
        let bit = 1 << language;
        self.all |= bit;
        for (a, (behind, before)) in ('a'..='z').zip(self.behind.iter_mut().zip(&mut self.before)) {
            *behind |= if pair_cost(language, a, c) <= met { bit } else { 0 };
            *before |= if pair_cost(language, c, a) <= MET { bit } else { 0 };
        }
    }

    /// Adds a language that may have the letter anywhere.
    fn add_anywhere(&mut self, bit: Set) {
        self.all |= bit;
        self.behind.iter_mut().chain(&mut self.before).for_each(|set| *set |= bit);
    }
}

fn sets() -> &'static [Sets; END - FIRST] {
    static SETS: OnceLock<Box<[Sets; END - FIRST]>> = OnceLock::new();
    SETS.get_or_init(|| {
        let mut sets = Box::new([Sets::NONE; END - FIRST]);
        let place = |c: char| (c as usize).checked_sub(FIRST).filter(|place| *place < END - FIRST);
        for (number, (name, own)) in LANGUAGES.iter().enumerate() {
            let own = if ALL_MARKS.contains(name) { "" } else { own };
            for c in own.chars() {
                if let Some(place) = place(c) {
                    sets[place].add(number, c);
                }
            }
        }
        for place in READINGS.chars().filter_map(place) {
            sets[place].add_anywhere(READING);
        }
        for code in FIRST..END {
            let c = char::from_u32(code as u32).unwrap_or_default();
            match letter(c) {
                small if small == c => {}
                // Its small form has no mark.
                small if small.is_ascii() => sets[code - FIRST].add_anywhere(Set::MAX),
                small => sets[code - FIRST] = place(small).map_or(Sets::NONE, |place| sets[place]),
            }
        }
        sets
    })
}

/// Whether no language has all letters of a line. A letter that none of the languages has is of one
/// that is not known, which may have any.
pub(super) fn is_mixed(line: &str) -> bool {
    let Some(Letters { beside, having, letters, marks }) = Letters::of(line) else { return false };
    if beside == READING {
        // Nearly every syllable of a reading has a mark, and none has those of Vietnamese.
        let is_vietnamese = |c| LATIN_WITH_MORE_MARKS.contains(&c);
        return letters > MOST_LETTERS * marks && !line.contains(is_vietnamese);
    }
    let is_other = |c| matches!(c, '\u{180}'..='\u{24F}') || LATIN_WITH_MORE_MARKS.contains(&c);
    beside == 0 && !line.contains(is_other) && !has_rare_pairs_only(line, having & !READING)
}

/// The languages that have all letters of a line beside those of ASCII that they stand between, a bit for each; none where
/// these are so few that this is no evidence.
pub(super) fn speakers(line: &str) -> Set {
    /// Code pages of Latin letters have so many in common that a short line happens to fit.
    const ENOUGH: u32 = 4;
    let are_enough = |marks: u32| marks >= ENOUGH || line.contains(ROMANIAN);
    let letters = Letters::of(line).filter(|it| are_enough(it.marks) && it.letters >= it.marks);
    letters.map_or(0, |letters| letters.beside & !READING)
}

/// What the letters of a line tell.
struct Letters {
    /// The languages that have all of them, and those that have them beside the letters that they stand between.
    having: Set,
    beside: Set,
    /// How many are ASCII, and how many others and signs there are.
    letters: u32,
    marks: u32,
}

impl Letters {
    /// Of a line that has no letter of a language that is not known.
    fn of(line: &str) -> Option<Letters> {
        dispatch!(Level::new(), simd => Letters::of_with(line, simd))
    }

    #[inline(always)]
    fn of_with<S: Simd>(line: &str, simd: S) -> Option<Letters> {
        let bytes = line.as_bytes();
        let mut all = Letters { having: Set::MAX, beside: Set::MAX, letters: 0, marks: 0 };
        for (number, block) in bytes.chunks(BLOCK).enumerate() {
            let mut padded = [0; BLOCK];
            let block = block.first_chunk().unwrap_or_else(|| {
                padded[..block.len()].copy_from_slice(block);
                &padded
            });
            let block = u8x64::from_slice(simd, block);
            let small = block | simd.splat_u8x64(0x20);
            let is_letter = (small - simd.splat_u8x64(b'a')).simd_lt(simd.splat_u8x64(26));
            // Those that begin characters of U+0080 to U+017F.
            let is_lead = (block - simd.splat_u8x64(0xC2)).simd_lt(simd.splat_u8x64(4));
            let mut leads = is_lead.to_bitmask();
            all.letters += is_letter.to_bitmask().count_ones();
            all.marks += leads.count_ones();
            while leads != 0 {
                match languages_with(bytes, number * BLOCK + leads.trailing_zeros() as usize) {
                    Some(Speakers { letter: 0, .. }) => return None,
                    Some(Speakers { letter, beside }) => {
                        all.having &= letter;
                        all.beside &= beside;
                    }
                    None => (all.having, all.beside) = (0, 0),
                }
                leads &= leads - 1;
            }
        }
        Some(all)
    }
}

/// Whether some of these languages, which have all letters of a line, has them beside each other but for a few that
/// happen to be rare: no table of a language has all that its texts have, and a long line has many pairs.
#[inline(never)]
fn has_rare_pairs_only(line: &str, mut languages: Set) -> bool {
    while languages != 0 {
        let language = languages.trailing_zeros() as usize;
        languages &= languages - 1;
        let (mut letters, mut excess) = (0, 0);
        for (at, c) in marked_letters(line) {
            letters += 1;
            if let Some(before) = letter_at(line.as_bytes(), at.wrapping_sub(1)) {
                let met = most_behind(language, c);
                excess += u32::from(pair_cost(language, before, c).saturating_sub(met));
            }
            if let Some(behind) = letter_at(line.as_bytes(), at + 2) {
                excess += u32::from(pair_cost(language, c, behind).saturating_sub(MET));
            }
        }
        if letters >= ENOUGH && excess <= letters * MOST_EXCESS {
            return true;
        }
    }
    false
}

/// The letters of a line that sets are known for, in their small form, and where they are.
fn marked_letters(line: &str) -> impl Iterator<Item = (usize, char)> {
    let is_lead = |byte: &u8| matches!(byte, 0xC3..=0xC5);
    let leads = line.bytes().enumerate().filter(move |(_, byte)| is_lead(byte));
    let characters = leads.filter_map(|(at, _)| Some((at, letter(line[at..].chars().next()?))));
    characters.filter(|(_, c)| !matches!(c, '×' | '÷'))
}

/// The letter of ASCII at a byte, in its small form.
fn letter_at(bytes: &[u8], at: usize) -> Option<char> {
    let byte = bytes.get(at).filter(|byte| byte.is_ascii_alphabetic())?;
    Some(byte.to_ascii_lowercase().into())
}

/// What a letter costs behind another one at most, in tenths of a nat, where the language has the two.
fn most_behind(language: usize, c: char) -> u8 {
    MET.max(pair_cost(language, '\0', c).saturating_add(RARER))
}

/// The languages that have a letter, and those of them that have it beside the letters that it stands between.
struct Speakers {
    letter: Set,
    beside: Set,
}

impl Speakers {
    const ALL: Speakers = Speakers { letter: Set::MAX, beside: Set::MAX };
}

/// The languages that have the character that begins at a byte; `None` where no language has it, as a
/// sign between letters.
#[inline(never)]
fn languages_with(bytes: &[u8], at: usize) -> Option<Speakers> {
    let second = bytes.get(at + 1).copied().unwrap_or_default();
    let code = usize::from(bytes[at] & 0x1F) << 6 | usize::from(second & 0x3F);
    let is_letter = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphabetic);
    if code < FIRST {
        let is_behind = at > 0 && is_letter(at - 1);
        let is_long = at >= LONG && (at - LONG..at).all(is_letter);
        let is_inside = is_behind && (is_letter(at + 2) || is_long);
        return if is_mark(code) && is_inside { None } else { Some(Speakers::ALL) };
    }
    if matches!(code, 0xD7 | 0xF7) {
        return Some(Speakers::ALL);
    }
    let sets = &sets()[code - FIRST];
    let index = |at: usize| letter_at(bytes, at).map(|letter| letter as usize - usize::from(b'a'));
    let behind = at.checked_sub(1).and_then(index).map_or(Set::MAX, |a| sets.behind[a]);
    let before = index(at + 2).map_or(Set::MAX, |a| sets.before[a]);
    let letter = sets.all;
    Some(Speakers { letter, beside: letter & behind & before })
}

/// Letters of a word behind which a sign may have been one more.
const LONG: usize = 3;

/// Fractions, superscripts and signs, which Polish has where its letters were.
fn is_mark(code: usize) -> bool {
    matches!(code, 0xA3 | 0xA5 | 0xAF | 0xB3 | 0xB6 | 0xB9 | 0xBA | 0xBC | 0xBE | 0xBF)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_language_has_these_letters() {
        for (line, expected) in [
            ("Pøíliš žluouèký kùò", true),
            ("Zaklêty ch³opak", true),
            ("Ýstanbul'da yaþayan çocuklar", true),
            ("Wpisz poprawn¹ nazwê domeny", true),
            ("nova vestavìná skøíò", true),
            ("une fête, des têtes, où êtes-vous ?", false),
            ("Rødgrød med fløde på é", false),
            ("Příliš žluťoučký kůň", false),
            ("Perché è così, più in là", false),
            ("10 m³ Wasser", false),
            ("wszystkie ŋ są ø", false),
            ("Tìm kiếm thư mục có ý nghĩa", false),
            ("Cấu hình mạng cho hệ thống", false),
            ("內(nèi)閣成立於民國，卻(què)要開始，南北議(yì)和、裁軍(jūn)，時(shí)", false),
            ("", false),
        ] {
            assert_eq!(is_mixed(line), expected, "{line}");
        }
    }

    #[test]
    fn a_pair_that_happens_to_be_rare_mixes_nothing_in_a_long_line() {
        let mixed = |it: &[&str]| it.iter().map(|line| is_mixed(line)).collect::<Vec<_>>();
        let lines = [
            "Devant la fenêtre du café, à côté du théâtre, la boulangère a cherché l'écriteau.",
            "Antes de la lúgubre sesión, él recogió allí su último papel según el público.",
        ];
        assert_eq!(mixed(&lines), [false, false]);
        // Too few letters to tell, and none that a language has beside each other.
        assert_eq!(
            mixed(&["fenêtre du théâtre", "nova vestavìná skøíò a dal¹í nìco"]),
            [true, true]
        );
    }
}
