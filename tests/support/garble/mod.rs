//! The inverse of each repair: one module a garble, deterministic from a [`Random`].
//!
//! [`page`] lays them on top of each other in the order in which scraper sites do: shuffle, then
//! script, then readings, then escaping.
//!
//! [`Random`]: super::random::Random

pub mod desync;
pub mod entity;
pub mod gbk;
pub mod incomplete;
pub mod lossy;
pub mod marks;
pub mod misread;
pub mod mojibake;
pub mod page;
pub mod pinyin;
pub mod script;
pub mod shuffle;

/// Whether the character is a Han ideograph of the blocks that running text uses.
pub fn is_han(character: char) -> bool {
    matches!(character, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{20000}'..='\u{2EBEF}')
}
