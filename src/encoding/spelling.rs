//! How encodings write the characters of a text. Those of one family write most texts alike: the first of them, or the
//! likeliest, stands for all.
//!
//! Whether two do is told by the different characters of the text, which are few, before any of it is written.

use super::codec::Codec;

/// The characters of a text beyond ASCII, each of them once.
pub(super) fn different(text: &str) -> Vec<char> {
    let mut all: Vec<char> = text.chars().filter(|c| !c.is_ascii()).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// The ways in which a text was written already.
pub(super) struct Spellings {
    characters: Vec<char>,
    bytes: Vec<u8>,
    /// Where each ends, and the price of what was read so.
    ends: Vec<(usize, i32)>,
}

impl Spellings {
    /// None of a text so far.
    pub(super) fn of(text: &str) -> Spellings {
        let characters = different(text);
        let bytes = Vec::with_capacity(8 * characters.len());
        Spellings { characters, bytes, ends: Vec::with_capacity(8) }
    }

    /// Whether an encoding writes the text as another one did that was met at no higher price.
    pub(super) fn has(&mut self, read_as: Codec, price: i32) -> bool {
        let start = self.bytes.len();
        for c in &self.characters {
            read_as.encode_char(*c, &mut self.bytes);
            // What has no bytes must not be taken for the one behind it.
            self.bytes.push(0);
        }
        let (met, new) = self.bytes.split_at(start);
        let mut start = 0;
        let has = self.ends.iter().any(|(end, paid)| {
            let same = &met[std::mem::replace(&mut start, *end)..*end];
            *paid <= price && same == new
        });
        match has {
            true => self.bytes.truncate(met.len()),
            false => self.ends.push((self.bytes.len(), price)),
        }
        has
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_likeliest_of_a_family_stands_for_all() {
        for (text, all) in [
            (
                "é à l'é",
                &[
                    (Codec::Windows1252, 10, false),
                    (Codec::Windows1254, 40, true),
                    (Codec::Macintosh, 35, false),
                    (Codec::Ibm850, 40, false),
                    (Codec::Ibm437, 30, false),
                    (Codec::Iso8859_15, 5, false),
                    (Codec::Windows1252, 5, true),
                ],
            ),
            // Not all have both.
            (
                "ľ ł",
                &[
                    (Codec::Windows1250, 25, false),
                    (Codec::Windows1252, 25, false),
                    (Codec::Macintosh, 25, true),
                    (Codec::Windows1257, 25, false),
                    (Codec::Iso8859_2, 25, false),
                    (Codec::Iso8859_13, 25, true),
                    (Codec::Iso8859_16, 25, false),
                ],
            ),
        ] {
            let mut spellings = Spellings::of(text);
            for (read_as, price, expected) in all {
                assert_eq!(spellings.has(*read_as, *price), *expected, "{text} {read_as} {price}");
            }
        }
    }

    #[test]
    fn characters_are_told_once() {
        assert_eq!(different("naïve façade, naïf"), ['ç', 'ï']);
    }
}
