//! The characters of the code page by how they are read.
//!
//! A reading that tore two characters apart names the one whose bytes it stands between. There are
//! a dozen characters to most readings: less to look through than all trail bytes.

use std::sync::OnceLock;

use crate::encoding::gbk;
use crate::han::readings::{self, Syllable};

/// The pairs of the characters that have this reading.
pub(super) fn spoken(reading: Syllable) -> &'static [[u8; 2]] {
    static PAIRS: OnceLock<Vec<Vec<[u8; 2]>>> = OnceLock::new();
    let pairs = PAIRS.get_or_init(|| {
        let mut pairs = Vec::new();
        for lead in gbk::FIRST_LEAD..=gbk::LAST_LEAD {
            for trail in gbk::FIRST_TRAIL..=gbk::LAST_LEAD {
                let Some(c) = gbk::decode_defined(lead, trail) else { continue };
                for reading in readings::of(c) {
                    let number = usize::from(reading.number());
                    if pairs.len() <= number {
                        pairs.resize(number + 1, Vec::new());
                    }
                    pairs[number].push([lead, trail]);
                }
            }
        }
        pairs
    });
    pairs.get(usize::from(reading.number())).map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_found_by_their_readings() {
        let reading = Syllable::parse("qū".chars()).unwrap();
        let pairs = spoken(reading);
        assert!(pairs.contains(&[0xF2, 0x8C]), "驅");
        for [lead, trail] in pairs {
            let c = gbk::decode_defined(*lead, *trail).unwrap();
            assert!(readings::has(c, reading), "{c}");
        }
    }
}
