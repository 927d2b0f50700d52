//! Characters that cannot be seen, or look like others: the inverse of `invisible`, and
//! decomposition, the inverse of `normalize`.

use std::collections::HashMap;
use std::iter;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{compose, decompose_canonical, is_combining_mark};

use super::super::random::Random;
use super::is_han;

/// Format and zero-width characters that come between Han characters on pages.
pub const INVISIBLE: &[char] = &[
    '\u{AD}', '\u{180E}', '\u{200B}', '\u{200C}', '\u{200D}', '\u{200E}', '\u{200F}', '\u{202A}',
    '\u{202C}', '\u{2060}', '\u{FE0F}', '\u{FEFF}',
];

/// How many in a hundred gaps between Han characters are filled, and how many characters that
/// look like a radical become one.
const GAP_PERCENT: usize = 9;
const RADICAL_PERCENT: usize = 50;

/// Puts invisible characters between Han characters and Kangxi radicals in their places.
pub fn sprinkle(text: &str, random: &mut Random) -> String {
    let mut sprinkled = String::with_capacity(text.len() * 5 / 4);
    let mut previous_is_han = false;
    for character in text.chars() {
        if previous_is_han && is_han(character) && random.percent(GAP_PERCENT) {
            sprinkled.push(*random.pick(INVISIBLE));
        }
        let radical = kangxi_radical(character).filter(|_| random.percent(RADICAL_PERCENT));
        sprinkled.push(radical.unwrap_or(character));
        previous_is_han = is_han(character);
    }
    sprinkled
}

/// The Kangxi radical that looks like the character.
fn kangxi_radical(character: char) -> Option<char> {
    static RADICALS: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
        let radicals = '\u{2F00}'..='\u{2FD5}';
        radicals.filter_map(|radical| Some((iter::once(radical).nfkc().next()?, radical))).collect()
    });
    RADICALS.get(&character).copied()
}

/// Decomposes letters with marks and Hangul syllables (NFD), and leaves what would not compose
/// again to the same character.
pub fn decompose(text: &str) -> String {
    let mut decomposed = String::with_capacity(text.len() * 2);
    for character in text.chars() {
        let mut parts = Vec::new();
        decompose_canonical(character, |part| parts.push(part));
        let composed =
            parts.iter().copied().reduce(|base, mark| compose(base, mark).unwrap_or('\0'));
        match composed {
            Some(same) if same == character => decomposed.extend(parts),
            _ => decomposed.push(character),
        }
    }
    decomposed
}

/// Whether a text has a mark that stands behind another character.
pub fn has_marks(text: &str) -> bool {
    text.chars().any(is_combining_mark)
}
