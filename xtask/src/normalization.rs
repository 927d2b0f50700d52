//! The `normalization` table: what the quick check of the Unicode forms knows of a character.
//!
//! There is no source file: the facts are asked of the crate `unicode-normalization`, so that the
//! quick check and the crate behind it always speak of the same version of Unicode. Generate
//! again whenever that crate moves to another version; a test of the library compares all
//! characters and tells.
//!
//! One byte of flags for each character below U+30000 (there are none above that), in blocks of
//! 64 characters. `normalization.bin` holds the number of the block for each 64 characters (3,072
//! bytes), then the distinct blocks.

use std::path::Path;

use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{
    IsNormalized, UnicodeNormalization, is_nfc_quick, is_nfd_quick, is_nfkc_quick, is_nfkd_quick,
};

// The same values as in `src/normalize/class.rs`.
const COMPOSES: u8 = 1 << 0;
const MARK: u8 = 1 << 1;
const NOT_NFC: u8 = 1 << 2;
const NOT_NFD: u8 = 1 << 3;
const NOT_NFKC: u8 = 1 << 4;
const NOT_NFKD: u8 = 1 << 5;
const JOINS: u8 = 1 << 6;
const JOINS_COMPATIBLY: u8 = 1 << 7;

const BLOCK: usize = 64;
const LIMIT: u32 = 0x3_0000;

pub fn generate(_sources: &Path, target: &Path) -> crate::Outcome {
    let classes: Vec<u8> = (0..LIMIT).map(|code| char::from_u32(code).map_or(0, class)).collect();
    if (LIMIT..=0x10_FFFF).filter_map(char::from_u32).any(|character| class(character) != 0) {
        return Err("a character above the limit takes part in normalization".into());
    }

    let mut index = Vec::new();
    let mut blocks: Vec<&[u8]> = Vec::new();
    for block in classes.chunks(BLOCK) {
        let number = blocks.iter().position(|known| *known == block).unwrap_or_else(|| {
            blocks.push(block);
            blocks.len() - 1
        });
        index.push(u8::try_from(number)?);
    }
    index.extend(blocks.concat());
    std::fs::write(target.join("normalization.bin"), index)?;
    Ok(())
}

fn class(character: char) -> u8 {
    let one = || std::iter::once(character);
    let flag = |flag: u8, set: bool| if set { flag } else { 0 };
    flag(COMPOSES, composes(character))
        | flag(MARK, canonical_combining_class(character) != 0)
        | flag(NOT_NFC, is_nfc_quick(one()) == IsNormalized::No)
        | flag(NOT_NFD, is_nfd_quick(one()) == IsNormalized::No)
        | flag(NOT_NFKC, is_nfkc_quick(one()) == IsNormalized::No)
        | flag(NOT_NFKD, is_nfkd_quick(one()) == IsNormalized::No)
        | flag(JOINS, character.nfd().next().is_some_and(joins))
        | flag(JOINS_COMPATIBLY, character.nfkd().next().is_some_and(joins))
}

/// Whether the character may become one with a character before it.
fn composes(character: char) -> bool {
    is_nfc_quick(std::iter::once(character)) == IsNormalized::Maybe
}

/// Whether the character may be reordered with, or become one with, a character before it.
fn joins(character: char) -> bool {
    canonical_combining_class(character) != 0 || composes(character)
}
