//! UTF-8 that was read in an encoding of one byte a character, told by its structure alone.
//!
//! Bytes of another encoding are valid UTF-8 by chance only while they are few: each sequence multiplies the
//! improbability. Where a text begins with so many that no statistics could say anything against them, none are asked, and
//! that is most of what is garbled: whole pages in UTF-8, read as windows-1252.

use std::ops::Range;

use super::codec::{Codec, Readers, Roles, readers, roles};
use super::plan::Plan;
use super::sample::{CONTEXT, SAMPLE, ascii_length, sample, sample_of};
use super::search::{LONGEST, MIN_GAIN};

/// How improbable chance must be, in tenths of a nat: sixteen sequences of three bytes, or twice as many
/// of two.
const CERTAIN: i32 = 7 * MIN_GAIN;
/// What a text gains that is certain: more does not make it any surer.
pub(super) const CERTAIN_GAIN: i32 = 40 * MIN_GAIN;

/// How improbable it is, in tenths of a nat, that bytes of another encoding happen to be UTF-8, which these are.
pub(super) fn improbability(bytes: &[u8]) -> i32 {
    /// About every sixth pair of bytes of a double-byte encoding is a sequence of two.
    const SHORT: i32 = 18;
    const LONG: i32 = 35;
    let sequence = |byte: &u8| match byte {
        0xC2..=0xDF => SHORT,
        0xE0.. => LONG,
        _ => 0,
    };
    bytes.iter().map(sequence).sum()
}

/// The encodings of one byte a character in which all of a part of a text may be UTF-8: each character beyond ASCII is a byte
/// that goes on with what stands before it, or one that the next goes on with.
pub(super) fn readers_of_sequences(text: &str, part: Range<usize>) -> Readers {
    let roles = |c: Option<char>| c.filter(|c| !c.is_ascii()).map_or(Roles::default(), roles);
    let mut before = roles(text[..part.start].chars().next_back());
    let mut all = Readers::MAX;
    let mut rest = text[part.start..].char_indices().peekable();
    while let Some((_, c)) = rest.next_if(|(at, _)| part.start + at < part.end) {
        let own = roles(Some(c));
        if !c.is_ascii() {
            let behind = roles(rest.peek().map(|(_, c)| *c));
            all &= own.trail & (before.lead | before.trail) | own.lead & behind.trail;
        }
        before = own;
    }
    all
}

/// Whether a text was UTF-8, by a sample.
pub(super) fn is_beyond_doubt(text: &str, read_as: Codec) -> bool {
    is_certain(sample(text), read_as)
}

/// The same by as few characters as may be enough, whatever stands behind.
pub(super) fn begins_beyond_doubt(text: &str, read_as: Codec) -> bool {
    /// Sixteen times three, and ASCII before them.
    const FEW: usize = 48 + CONTEXT;
    is_certain(sample_of(text, FEW), read_as)
}

/// The same of a sample, and whether it was cut.
fn is_certain((sample, cut): (&str, bool), read_as: Codec) -> bool {
    // Most that was something else shows it at once.
    let mut first = sample.chars().filter(|c| !c.is_ascii()).take(2);
    let has_byte = |c| !read_as.is_single() || readers(c) >> read_as.lane() & 1 != 0;
    if !first.clone().all(has_byte) {
        return false;
    }
    let mut bytes = Vec::with_capacity(sample.len());
    let begins = first.all(|c| read_as.encode_char(c, &mut bytes))
        && matches!(bytes[..], [0xC2..=0xF4, 0x80..=0xBF]);
    bytes.clear();
    if !begins || !read_as.encode_to(sample, &mut bytes) {
        return false;
    }
    let valid = match std::str::from_utf8(&bytes) {
        Ok(valid) => valid.as_bytes(),
        // The last character may be a part of one.
        Err(error) if cut && bytes.len() - error.valid_up_to() < LONGEST => {
            &bytes[..error.valid_up_to()]
        }
        Err(_) => return false,
    };
    improbability(valid) >= CERTAIN
}

/// The text after a plan that leads to UTF-8, if a sample of it was that.
pub(super) fn undo_beyond_doubt(text: &str, plan: Plan) -> Option<String> {
    plan.read_as_before_utf_8().filter(|read_as| read_as.is_single())?;
    let fixed = plan.apply(text)?;
    // The same sample: a byte for each character, and ASCII before.
    let start = ascii_length(text).saturating_sub(CONTEXT);
    let sample = &fixed.as_bytes()[start..fixed.len().min(start + SAMPLE)];
    (improbability(sample) >= CERTAIN).then_some(fixed)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROSE: &str =
        "今天下午，图书馆门口排起了长队，大家都在等新到的杂志。管理员说，下周还会再来一批。";
    const LATIN: Codec = Codec::Windows1252;

    fn misread(text: &str, read_as: Codec) -> String {
        read_as
            .decode(text.as_bytes())
            .unwrap_or_else(|| Codec::Latin1.decode(text.as_bytes()).unwrap())
    }

    #[test]
    fn many_sequences_are_certain() {
        for text in [PROSE, &PROSE[..3 * 16], "Сегодня после обеда выстроилась длинная очередь"]
        {
            let garbled = misread(text, LATIN);
            for before in ["", "and what is ASCII does not count: "] {
                let garbled = format!("{before}{garbled}");
                assert!(is_beyond_doubt(&garbled, LATIN), "{garbled}");
                let fixed = undo_beyond_doubt(&garbled, Plan::new(LATIN, Codec::Utf8));
                assert_eq!(fixed, Some(format!("{before}{text}")));
            }
        }
    }

    #[test]
    fn few_sequences_and_broken_ones_are_not() {
        let long = misread(PROSE, LATIN);
        let broken: String =
            long.chars().enumerate().filter(|it| it.0 != 20).map(|it| it.1).collect();
        let joined = format!("{PROSE}{long}");
        for text in
            ["", "plain", PROSE, &broken, &joined, &misread(&PROSE[..3 * 15], LATIN), "l'Ã©tÃ©"]
        {
            assert!(!is_beyond_doubt(text, LATIN), "{text}");
            assert_eq!(undo_beyond_doubt(text, Plan::new(LATIN, Codec::Utf8)), None, "{text}");
        }
    }

    #[test]
    fn sequences_are_told_by_encoding() {
        let is_of = |text: &str, part, codec: Codec| {
            readers_of_sequences(text, part) >> codec.lane() & 1 != 0
        };
        for (text, part, expected) in [
            ("l'Ã©tÃ©", 0..11, [true, true]),
            ("l'Ã©t©", 0..9, [false, false]),
            // Only the part matters, and what stands beside it.
            ("l'Ã©t©", 0..6, [true, true]),
            ("l'Ã©t©", 4..6, [true, true]),
            ("l'√©t√©", 0..12, [false, true]),
            ("plain", 0..5, [true, true]),
        ] {
            let found = [LATIN, Codec::Macintosh].map(|codec| is_of(text, part.clone(), codec));
            assert_eq!(found, expected, "{text} {part:?}");
        }
    }

    #[test]
    fn the_beginning_may_be_enough() {
        let long = misread(PROSE, LATIN);
        let first = |count: usize| long.chars().take(count).collect::<String>();
        for (text, expected) in [
            (first(3 * 16), true),
            (first(3 * 32) + "é.", true),
            (first(3 * 15), false),
            (first(3 * 16) + "é.", false),
        ] {
            assert_eq!(begins_beyond_doubt(&text, LATIN), expected, "{text}");
        }
    }

    /// What is broken behind the sample cannot be undone.
    #[test]
    fn the_whole_must_be_utf_8() {
        let long = misread(PROSE, LATIN).repeat(2) + "Ã";
        assert!(is_beyond_doubt(&long, LATIN));
        assert_eq!(undo_beyond_doubt(&long, Plan::new(LATIN, Codec::Utf8)), None);
    }
}
