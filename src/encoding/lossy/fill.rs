//! Characters whose bytes are known in part.
//!
//! Where all bytes of a character are known, there is one; where some are lost, it may be any whose
//! bytes fit those that are known, and whose lost bytes the decoder could have lost.

use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, PoisonError, RwLock};

use super::bytes::Bytes;
use super::characters::{Character, Characters, LONGEST_CHARACTER};
use super::hash::Quick;
use super::reader::{Lost, Reader, Unit};
use crate::encoding::codec::Codec;

/// The most bytes that wait to become characters: an unfinished one, and those of the next token.
const LONGEST: usize = 8;

/// Bytes that are no character yet.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pending {
    units: [Unit; LONGEST],
    length: u8,
}

impl PartialEq for Pending {
    fn eq(&self, other: &Pending) -> bool {
        self.units() == other.units()
    }
}

impl Eq for Pending {}

impl Hash for Pending {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.units().iter().for_each(|unit| state.write_u16(unit.number()));
    }
}

/// What the bytes begin with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Start {
    /// Too little to say.
    Unfinished,
    /// A character of so many bytes, to be filled in.
    Pattern(usize),
    /// No character.
    Malformed,
}

impl Pending {
    pub(super) const EMPTY: Pending = Pending { units: [Unit::Cut; LONGEST], length: 0 };

    pub(super) fn is_empty(&self) -> bool {
        self.length == 0
    }

    pub(super) fn units(&self) -> &[Unit] {
        &self.units[..usize::from(self.length)]
    }

    /// The same with more bytes behind; `None` where they are too many.
    pub(super) fn with(mut self, units: &[Unit]) -> Option<Pending> {
        for unit in units {
            *self.units.get_mut(usize::from(self.length))? = *unit;
            self.length += 1;
        }
        Some(self)
    }

    /// The bytes, which must not be too many.
    pub(super) fn of(units: &[Unit]) -> Pending {
        Pending::EMPTY.with(units).unwrap_or(Pending::EMPTY)
    }

    /// The same without its first bytes, the last of which was filled with `last`.
    pub(super) fn without(self, count: usize, last: u8) -> Pending {
        let cut = self.units().get(count.wrapping_sub(1)) == Some(&Unit::First);
        let mut rest = Pending::EMPTY;
        for unit in self.units().iter().skip(count) {
            rest.units[usize::from(rest.length)] = *unit;
            rest.length += 1;
        }
        if cut && rest.units[0] == Unit::Second {
            rest.units[0] = Unit::SecondAfter(last);
        }
        rest
    }
}

/// A character in place of some bytes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Filling {
    pub(super) character: char,
    /// Its last byte.
    pub(super) last: u8,
}

/// The ways in which the bytes can begin: more than one where a lead byte is lost.
pub(super) fn starts(meant: Codec, pending: &Pending, at_end: bool) -> [Option<Start>; 2] {
    let units = pending.units();
    let one = |start| [Some(start), None];
    let Some(first) = units.first() else { return one(Start::Unfinished) };
    let pattern = |length: usize| {
        let trails = &units[1..units.len().min(length)];
        if trails.iter().any(|unit| matches!(unit, Unit::Known(byte) if !is_trail(meant, *byte))) {
            Start::Malformed
        } else if units.len() >= length || at_end {
            Start::Pattern(length)
        } else {
            Start::Unfinished
        }
    };
    match (*first, meant) {
        (Unit::Known(byte), _) if byte.is_ascii() => one(Start::Pattern(1)),
        (Unit::Known(byte), Codec::Utf8) => one(match byte {
            0xC2..=0xDF => pattern(2),
            0xE0..=0xEF => pattern(3),
            0xF0..=0xF4 => pattern(4),
            _ => Start::Malformed,
        }),
        (_, Codec::Utf8) => [Some(pattern(2)), Some(pattern(3))],
        (Unit::Known(byte), _) if meant.decode_first(&[byte]).is_some() => one(Start::Pattern(1)),
        (Unit::Known(0x80 | 0xFF), _) => one(Start::Malformed),
        _ => one(pattern(2)),
    }
}

fn is_trail(meant: Codec, byte: u8) -> bool {
    match meant {
        Codec::Utf8 => byte & 0xC0 == 0x80,
        Codec::EucJp => byte >= 0xA1,
        _ => byte >= 0x40 && byte != 0x7F && byte != 0xFF,
    }
}

/// The character that bytes spell; `None` where some are lost.
pub(super) fn exact(meant: Codec, units: &[Unit]) -> Option<Option<Filling>> {
    let mut bytes = [0; 4];
    for (byte, unit) in bytes.iter_mut().zip(units) {
        let Unit::Known(known) = unit else { return None };
        *byte = *known;
    }
    let bytes = &bytes[..units.len()];
    let character = meant.decode_first(bytes).filter(|(_, length)| *length == units.len());
    let last = bytes.last().copied().unwrap_or_default();
    Some(character.map(|(character, _)| Filling { character, last }))
}

/// The characters that fit in place of bytes some of which are lost, the commonest first: only so many, where
/// neither end of the character is left. What the model does not know is no guess.
///
/// Where nothing of the character is left, all texts ask for the same; then there are many to look
/// at, and the answer is remembered.
pub(super) fn fillings(
    reader: Reader,
    meant: Codec,
    known: &[Unit],
    length: usize,
    commonest: usize,
) -> Arc<[Filling]> {
    /// There are more patterns of lost bytes, of which texts have few.
    const MOST: usize = 8192;
    type Question = (Reader, Codec, Pending, usize, usize);
    static ANSWERS: RwLock<HashMap<Question, Arc<[Filling]>, Quick>> =
        RwLock::new(HashMap::with_hasher(Quick::new()));
    let find = || find_fillings(reader, meant, known, length, commonest).into();
    if known.iter().any(|unit| matches!(unit, Unit::Known(_))) {
        return find();
    }
    let question = (reader, meant, Pending::of(known), length, commonest);
    let answers = ANSWERS.read().unwrap_or_else(PoisonError::into_inner);
    if let Some(answer) = answers.get(&question) {
        return Arc::clone(answer);
    }
    drop(answers);
    let answer: Arc<[Filling]> = find();
    let mut answers = ANSWERS.write().unwrap_or_else(PoisonError::into_inner);
    if answers.len() < MOST {
        answers.insert(question, Arc::clone(&answer));
    }
    answer
}

fn find_fillings(
    reader: Reader,
    meant: Codec,
    known: &[Unit],
    length: usize,
    commonest: usize,
) -> Vec<Filling> {
    let pattern = Pattern::new(reader, known, length);
    if pattern.is_impossible() {
        return Vec::new();
    }
    let (first, last) = (pattern.bytes[0], pattern.bytes[length - 1]);
    let characters = Characters::of(meant, length);
    let is_end_known = first.single().or(last.single()).is_some();
    let most = if is_end_known { usize::MAX } else { commonest };
    let places = characters.matching(&pattern.bytes[..length], most, |bytes| pattern.fits(bytes));
    let filling = |place: u16| {
        let Character { bytes, character } = characters.all[usize::from(place)];
        Filling { character, last: bytes[length - 1] }
    };
    places.into_iter().map(filling).collect()
}

/// What the bytes of a character may be.
struct Pattern {
    bytes: [Bytes; LONGEST_CHARACTER],
    /// By bit: the first bytes of pairs that were lost as a whole, with a second one behind.
    pairs: u8,
    losses: Option<&'static Lost>,
}

impl Pattern {
    fn new(reader: Reader, known: &[Unit], length: usize) -> Pattern {
        let mut pattern =
            Pattern { bytes: [Bytes::ALL; LONGEST_CHARACTER], pairs: 0, losses: reader.losses() };
        for (at, (bytes, unit)) in pattern.bytes.iter_mut().zip(known).take(length).enumerate() {
            *bytes = match *unit {
                Unit::Known(known) => Bytes::only(known),
                Unit::Lone => reader.lost(None),
                Unit::LoneBefore(next) => reader.lost(Some(next)),
                Unit::First => reader.lost_firsts(),
                Unit::SecondAfter(first) => reader.lost_seconds(first),
                Unit::Second | Unit::Cut => Bytes::ALL,
            };
            pattern.pairs |= u8::from(*unit == Unit::First && at + 1 < length) << at;
        }
        pattern
    }

    /// Whether a byte can be none: the decoder loses nothing of the kind.
    fn is_impossible(&self) -> bool {
        self.bytes.iter().any(|bytes| bytes.is_empty())
    }

    /// Whether the bytes of a character are among them; behind its last one stand zeros, which count for nothing.
    #[inline(always)]
    fn fits(&self, bytes: [u8; LONGEST_CHARACTER]) -> bool {
        // Without branches: which byte it is that does not fit cannot be foreseen.
        let fits = |at: usize| self.bytes[at].has(bytes[at]);
        (0..LONGEST_CHARACTER).fold(true, |all, at| all & fits(at))
            && (self.pairs == 0 || self.fits_pairs(bytes))
    }

    fn fits_pairs(&self, bytes: [u8; LONGEST_CHARACTER]) -> bool {
        let is_lost =
            |first: u8, second: u8| self.losses.is_some_and(|lost| lost.seconds(first).has(second));
        (1..LONGEST_CHARACTER).all(|at| {
            let is_pair = self.pairs & 1 << (at - 1) != 0;
            !is_pair || is_lost(bytes[at - 1], bytes[at])
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(reader: Codec, meant: Codec, units: &[Unit], length: usize) -> String {
        let reader = Reader::new(reader, "");
        fillings(reader, meant, units, length, 100)
            .iter()
            .map(|filling| filling.character)
            .collect()
    }

    #[test]
    fn fillings_fit_what_is_known() {
        use Unit::{Cut, First, Known, LoneBefore, Second};
        let comma = [Known(0xEF), Known(0xBC), LoneBefore(b' ')];
        let filled_in = filled(Codec::Gb18030, Codec::Utf8, &comma, 3);
        assert!(filled_in.starts_with('，'), "{filled_in}");
        // In Shift_JIS, EF BC is no character, so it may be lost; E4 B8 is one.
        let pair = [First, Second, Known(0x8C)];
        let filled_in = filled(Codec::ShiftJis, Codec::Utf8, &pair, 3);
        assert!(filled_in.contains('，') && !filled_in.contains('东'), "{filled_in}");
        assert_eq!(
            filled(Codec::Gb18030, Codec::Utf8, &[Known(0xE4), Known(0xB8), Cut], 3).chars().next(),
            Some('一')
        );
    }

    #[test]
    fn starts_are_told_by_the_first_byte() {
        let pending = |units: &[Unit]| Pending::EMPTY.with(units).unwrap();
        let known = |bytes: &[u8]| {
            pending(&bytes.iter().map(|byte| Unit::Known(*byte)).collect::<Vec<_>>())
        };
        for (meant, bytes, expected) in [
            (Codec::Utf8, &b"\xE4\xB8"[..], Start::Unfinished),
            (Codec::Utf8, b"\xE4\xB8\xAD", Start::Pattern(3)),
            (Codec::Utf8, b"\xE4a", Start::Malformed),
            (Codec::Utf8, b"\xB8", Start::Malformed),
            (Codec::Gb18030, b"\xD6", Start::Unfinished),
            (Codec::Gb18030, b"\xD6\xD0", Start::Pattern(2)),
            (Codec::Gb18030, b"a", Start::Pattern(1)),
            (Codec::ShiftJis, b"\xB1", Start::Pattern(1)),
        ] {
            let starts = starts(meant, &known(bytes), false);
            assert_eq!(starts, [Some(expected), None], "{meant} {bytes:X?}");
        }
        let lost = pending(&[Unit::Lone, Unit::Known(0xB8)]);
        let expected = [Some(Start::Pattern(2)), Some(Start::Unfinished)];
        assert_eq!(starts(Codec::Utf8, &lost, false), expected);
    }

    #[test]
    fn the_second_byte_of_a_pair_remembers_the_first() {
        let pending = Pending::EMPTY.with(&[Unit::First, Unit::Second]).unwrap();
        assert_eq!(pending.without(1, 0xEF).units(), [Unit::SecondAfter(0xEF)]);
    }
}
