//! What normalization has to know of a character: one byte of flags, from a two-level table.
//!
//! The table is generated (`cargo xtask tables normalization`) from the crate that makes the
//! forms, so the quick check and the forms never disagree about the version of Unicode.

/// The character may become one with a character before it (NFC quick check: maybe).
pub(super) const COMPOSES: u8 = 1 << 0;
/// A combining mark in the sense of normalization: its canonical combining class is not 0.
pub(super) const MARK: u8 = 1 << 1;
/// The character does not occur in NFC: a singleton or an excluded composite.
pub(super) const NOT_NFC: u8 = 1 << 2;
/// The character does not occur in NFD.
pub(super) const NOT_NFD: u8 = 1 << 3;
/// The character does not occur in NFKC.
pub(super) const NOT_NFKC: u8 = 1 << 4;
/// The character does not occur in NFKD.
pub(super) const NOT_NFKD: u8 = 1 << 5;
/// The canonical decomposition begins with a mark or a character that composes: what stands
/// before takes part in the form of this character.
pub(super) const JOINS: u8 = 1 << 6;
/// The same of the compatibility decomposition.
pub(super) const JOINS_COMPATIBLY: u8 = 1 << 7;

/// Characters of a block share an entry of the index.
const BLOCK: usize = 64;
/// No character from here on takes part in normalization.
const LIMIT: usize = 0x3_0000;
const INDEX_LENGTH: usize = LIMIT / BLOCK;

/// The index of blocks, then the blocks.
static TABLE: &[u8] = include_bytes!("../tables/normalization.bin");

/// The flags of a character.
pub(super) fn class(character: char) -> u8 {
    let code = character as usize;
    if code >= LIMIT {
        return 0;
    }
    let block = usize::from(TABLE[code / BLOCK]);
    TABLE[INDEX_LENGTH + block * BLOCK + code % BLOCK]
}

#[cfg(test)]
mod tests {
    use unicode_normalization::char::canonical_combining_class;
    use unicode_normalization::{
        IsNormalized, UnicodeNormalization, is_nfc_quick, is_nfd_quick, is_nfkc_quick,
        is_nfkd_quick,
    };

    use super::*;

    #[test]
    fn the_table_is_that_of_the_crate() {
        let composes = |c: char| is_nfc_quick(std::iter::once(c)) == IsNormalized::Maybe;
        let joins = |c: char| canonical_combining_class(c) != 0 || composes(c);
        for character in '\0'..=char::MAX {
            let one = || std::iter::once(character);
            let facts = [
                (COMPOSES, composes(character)),
                (MARK, canonical_combining_class(character) != 0),
                (NOT_NFC, is_nfc_quick(one()) == IsNormalized::No),
                (NOT_NFD, is_nfd_quick(one()) == IsNormalized::No),
                (NOT_NFKC, is_nfkc_quick(one()) == IsNormalized::No),
                (NOT_NFKD, is_nfkd_quick(one()) == IsNormalized::No),
                (JOINS, character.nfd().next().is_some_and(joins)),
                (JOINS_COMPATIBLY, character.nfkd().next().is_some_and(joins)),
            ];
            let expected =
                facts.iter().filter(|(_, set)| *set).fold(0, |flags, (flag, _)| flags | flag);
            assert_eq!(class(character), expected, "{character:?}: cargo xtask tables");
        }
    }
}
