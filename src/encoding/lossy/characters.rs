//! The characters of an encoding, the commonest first, and where those with certain bytes are among them.

use std::sync::OnceLock;

use super::bytes::Bytes;
use crate::encoding::codec::Codec;
use crate::encoding::plausibility::Model;

/// Bytes of a character, at most.
pub(super) const LONGEST_CHARACTER: usize = 4;

#[derive(Clone, Copy)]
pub(super) struct Character {
    /// Zeros behind the last one.
    pub(super) bytes: [u8; LONGEST_CHARACTER],
    pub(super) character: char,
}

/// The characters beyond ASCII that the model knows and an encoding has in so many bytes.
#[derive(Default)]
pub(super) struct Characters {
    /// The commonest first.
    pub(super) all: Vec<Character>,
    /// Their places, by first and by last byte.
    by_first: Vec<Vec<u16>>,
    by_last: Vec<Vec<u16>>,
}

impl Characters {
    /// Those of a length in bytes, from 1 to [`LONGEST_CHARACTER`].
    pub(super) fn of(meant: Codec, length: usize) -> &'static Characters {
        type ByLength = [Characters; LONGEST_CHARACTER];
        static CHARACTERS: [OnceLock<ByLength>; 6] = [const { OnceLock::new() }; 6];
        let index = Codec::DOUBLES.iter().position(|codec| *codec == meant).map_or(0, |at| at + 1);
        &CHARACTERS[index].get_or_init(|| {
            let mut encoded = Characters::encoded(meant);
            std::array::from_fn(|index| Characters::new(std::mem::take(&mut encoded[index]), index))
        })[length - 1]
    }

    /// The characters that the model knows, by length.
    fn encoded(meant: Codec) -> [Vec<Character>; LONGEST_CHARACTER] {
        let model = Model::get();
        let known = ('\u{80}'..='\u{FFFF}').filter(|c| !model.symbol(*c).is_unknown());
        let mut encoded = Vec::with_capacity(LONGEST_CHARACTER);
        let mut all = [const { Vec::new() }; LONGEST_CHARACTER];
        for character in known {
            encoded.clear();
            let mut bytes = [0; LONGEST_CHARACTER];
            if meant.encode_char(character, &mut encoded)
                && let Some(own) = bytes.get_mut(..encoded.len())
            {
                own.copy_from_slice(&encoded);
                all[own.len() - 1].push(Character { bytes, character });
            }
        }
        for characters in &mut all {
            characters.sort_by_key(|character| model.symbol(character.character).cost());
        }
        all
    }

    fn new(all: Vec<Character>, last: usize) -> Characters {
        let list = |byte: usize| {
            let mut lists = vec![Vec::new(); 0x100];
            for (place, character) in (0..).zip(&all) {
                lists[usize::from(character.bytes[byte])].push(place);
            }
            lists
        };
        let (by_first, by_last) = (list(0), list(last));
        Characters { all, by_first, by_last }
    }

    /// The places of the first `most` characters with one of these first and one of these last bytes that
    /// fit, in order.
    pub(super) fn with_ends(
        &self,
        first: Bytes,
        last: Bytes,
        most: usize,
        fits: impl Fn([u8; LONGEST_CHARACTER]) -> bool,
    ) -> Vec<u16> {
        let fits = |place: &u16| fits(self.all[usize::from(*place)].bytes);
        let count = |lists: &[Vec<u16>], bytes: Bytes| {
            bytes.iter().map(|byte| lists[usize::from(byte)].len()).sum::<usize>()
        };
        let (firsts, lasts) = (count(&self.by_first, first), count(&self.by_last, last));
        let (lists, bytes, few) = if firsts <= lasts {
            (&self.by_first, first, firsts)
        } else {
            (&self.by_last, last, lasts)
        };
        if 2 * few > self.all.len() {
            return (0..self.all.len() as u16).filter(fits).take(most).collect();
        }
        let chosen = bytes.iter().flat_map(|byte| &lists[usize::from(byte)]);
        let mut places: Vec<u16> = chosen.filter(|place| fits(place)).copied().collect();
        places.sort_unstable();
        places.truncate(most);
        places
    }
}
