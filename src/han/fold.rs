//! Folding of Traditional characters to Simplified ones, character by character.
//!
//! This is no conversion (which needs words) but a key: texts in either script can be compared
//! and looked up in one table, and a character that folds to another one is Traditional.
//!
//! The mapping is OpenCC's, in a bitmap with ranks: a set bit marks a character that folds, and
//! the number of bits set before it is the place of its value. The layout is described with the
//! generator, in `xtask/src/fold.rs`.

static TABLE: &[u8] = include_bytes!("../tables/fold.bin");

const FIRST: u32 = 0x3400;
const LAST: u32 = 0x9FFF;
const WORDS: usize = ((LAST - FIRST + 1) / 64) as usize;
/// Values from here to the end of the surrogates are indices into the far values.
const FAR: u16 = 0xD800;
const FAR_END: u16 = 0xDFFF;

const BITMAP: usize = 4;
const SIMPLIFIED: usize = BITMAP + 8 * WORDS;
const RANKS: usize = SIMPLIFIED + 8 * WORDS;
const VALUES: usize = RANKS + 2 * WORDS;
const FAR_VALUES: usize = VALUES + 2 * u16_at(0) as usize;
const FAR_PAIRS: usize = FAR_VALUES + 4 * u16_at(2) as usize;

/// The Simplified form of a Traditional character, and any other character itself.
pub(crate) fn to_simplified(c: char) -> char {
    let code = u32::from(c);
    if code < FIRST {
        return c;
    }
    if code > LAST {
        return if code > 0xFFFF { far_to_simplified(c) } else { c };
    }
    let (word, bit) = position(code);
    let bits = u64_at(BITMAP + 8 * word);
    if bits & (1 << bit) == 0 {
        return c;
    }
    let rank = u16_at(RANKS + 2 * word) as usize + (bits & ((1 << bit) - 1)).count_ones() as usize;
    let folded = match u16_at(VALUES + 2 * rank) {
        value @ FAR..=FAR_END => u32_at(FAR_VALUES + 4 * (value - FAR) as usize),
        value => u32::from(value),
    };
    char::from_u32(folded).unwrap_or(c)
}

/// Whether the character is Traditional and differs from its Simplified form.
pub(crate) fn is_traditional(c: char) -> bool {
    let code = u32::from(c);
    if (FIRST..=LAST).contains(&code) {
        let (word, bit) = position(code);
        return u64_at(BITMAP + 8 * word) & (1 << bit) != 0;
    }
    code > 0xFFFF && far_to_simplified(c) != c
}

/// Whether the character is the Simplified form of another one.
pub(crate) fn is_simplified(c: char) -> bool {
    let code = u32::from(c);
    let (FIRST..=LAST) = code else { return false };
    let (word, bit) = position(code);
    u64_at(SIMPLIFIED + 8 * word) & (1 << bit) != 0
}

const fn position(code: u32) -> (usize, u32) {
    let offset = code - FIRST;
    (offset as usize / 64, offset % 64)
}

/// Beyond the BMP Traditional characters are few and rare: a binary search over pairs.
fn far_to_simplified(c: char) -> char {
    let (mut low, mut high) = (0, (TABLE.len() - FAR_PAIRS) / 8);
    while low < high {
        let middle = low.midpoint(high);
        let pair = FAR_PAIRS + 8 * middle;
        match u32_at(pair).cmp(&u32::from(c)) {
            std::cmp::Ordering::Less => low = middle + 1,
            std::cmp::Ordering::Greater => high = middle,
            std::cmp::Ordering::Equal => return char::from_u32(u32_at(pair + 4)).unwrap_or(c),
        }
    }
    c
}

const fn u16_at(at: usize) -> u16 {
    u16::from_le_bytes([TABLE[at], TABLE[at + 1]])
}

const fn u32_at(at: usize) -> u32 {
    u16_at(at) as u32 | (u16_at(at + 2) as u32) << 16
}

#[inline]
fn u64_at(at: usize) -> u64 {
    let bytes: &[u8; 8] = TABLE[at..].first_chunk().expect("the table has its full length");
    u64::from_le_bytes(*bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_traditional_characters_only() {
        let cases = [
            ('調', '调'),
            ('業', '业'),
            ('鐵', '铁'),
            ('龍', '龙'),
            ('暱', '昵'),
            ('业', '业'),
            ('人', '人'),
            ('a', 'a'),
            ('\u{10FFFF}', '\u{10FFFF}'),
            ('\u{3400}', '\u{3400}'),
            ('\u{9FFF}', '\u{9FFF}'),
            ('\u{F900}', '\u{F900}'),
            // From the BMP to beyond it, the other way round, and beyond it on both sides.
            ('㗲', '𠵾'),
            ('𠗣', '㓆'),
            ('𣾷', '㳢'),
        ];
        for (from, to) in cases {
            assert_eq!(to_simplified(from), to, "{from}");
            assert_eq!(is_traditional(from), from != to, "{from}");
        }
    }

    #[test]
    fn knows_simplified_characters() {
        for (c, simplified) in
            [('调', true), ('業', false), ('业', true), ('人', false), ('a', false)]
        {
            assert_eq!(is_simplified(c), simplified, "{c}");
        }
        for c in
            ('\0'..=char::MAX).filter(|c| is_traditional(*c) && to_simplified(*c) <= '\u{FFFF}')
        {
            assert!(is_simplified(to_simplified(c)), "{c}");
        }
    }

    #[test]
    fn every_entry_is_a_character_other_than_its_key() {
        let traditional = ('\0'..=char::MAX).filter(|c| is_traditional(*c)).count();
        assert_eq!(traditional, 3224);
        for c in '\0'..=char::MAX {
            assert_eq!(to_simplified(c) != c, is_traditional(c), "{c}");
        }
    }
}
