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
    /// Their places by byte, for each place in a character.
    by_byte: Vec<Lists>,
}

/// Places of characters in order, by byte.
type Lists = Vec<Vec<u16>>;

impl Characters {
    /// Those of a length in bytes, from 1 to [`LONGEST_CHARACTER`].
    pub(super) fn of(meant: Codec, length: usize) -> &'static Characters {
        type ByLength = [Characters; LONGEST_CHARACTER];
        static CHARACTERS: [OnceLock<ByLength>; 6] = [const { OnceLock::new() }; 6];
        let index = Codec::DOUBLES.iter().position(|codec| *codec == meant).map_or(0, |at| at + 1);
        &CHARACTERS[index].get_or_init(|| {
            let mut encoded = Characters::encoded(meant);
            std::array::from_fn(|index| {
                Characters::new(std::mem::take(&mut encoded[index]), index + 1)
            })
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

    fn new(all: Vec<Character>, length: usize) -> Characters {
        let lists = |at: usize| {
            let mut lists = vec![Vec::new(); 0x100];
            for (place, character) in (0..).zip(&all) {
                lists[usize::from(character.bytes[at])].push(place);
            }
            lists
        };
        let by_byte = (0..length).map(lists).collect();
        Characters { all, by_byte }
    }

    /// The places of the first `most` characters that fit, in order. Of each byte, one of these is all that may fit.
    pub(super) fn matching(
        &self,
        bytes: &[Bytes],
        most: usize,
        fits: impl Fn([u8; LONGEST_CHARACTER]) -> bool,
    ) -> Vec<u16> {
        /// Putting a character in its place takes longer than looking at one.
        const SORTING: usize = 4;
        let fits = |place: &u16| fits(self.all[usize::from(*place)].bytes);
        let count = |(lists, bytes): &(&Lists, Bytes)| {
            bytes.iter().map(|byte| lists[usize::from(byte)].len()).sum::<usize>()
        };
        let by_byte = self.by_byte.iter().zip(bytes.iter().copied());
        let fewest = by_byte.map(|it| (count(&it), it)).min_by_key(|(count, _)| *count);
        let Some((few, (lists, bytes))) = fewest else { return Vec::new() };
        let all = self.all.len();
        if all.min(most.saturating_mul(all) / few.max(1)) <= SORTING * few {
            return (0..all as u16).filter(fits).take(most).collect();
        }
        let chosen = bytes.iter().flat_map(|byte| &lists[usize::from(byte)]);
        let mut places: Vec<u16> = chosen.filter(|place| fits(place)).copied().collect();
        places.sort_unstable();
        places.truncate(most);
        places
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_ways_to_look_find_the_same() {
        let few = Bytes::that(|byte| (0xE4..0xE6).contains(&byte));
        let trails = Bytes::that(|byte| byte % 3 == 0);
        for bytes in [
            [Bytes::ALL; 3],
            [few, Bytes::ALL, Bytes::ALL],
            [Bytes::ALL, Bytes::only(0xB8), Bytes::ALL],
            [Bytes::ALL, trails, Bytes::only(0xAD)],
            [few, trails, trails],
            [Bytes::NONE, Bytes::ALL, Bytes::ALL],
        ] {
            let characters = Characters::of(Codec::Utf8, 3);
            let fits = |it: [u8; 4]| bytes.iter().zip(it).all(|(bytes, byte)| bytes.has(byte));
            let places = 0..characters.all.len() as u16;
            let all = places.filter(|place| fits(characters.all[usize::from(*place)].bytes));
            let all: Vec<u16> = all.collect();
            for most in [1, 32, 100, usize::MAX] {
                let expected = &all[..all.len().min(most)];
                assert_eq!(characters.matching(&bytes, most, fits), expected, "{bytes:?} {most}");
            }
        }
    }
}
