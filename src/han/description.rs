//! Ideographic description sequences, which describe a character by its parts: `⿰車專`.
//!
//! A conversion leaves a whole sequence as it is, for converting a part would describe another
//! character. The bounds are OpenCC's: at most [`DEPTH`] operators inside of each other and
//! [`LENGTH`] characters; what is longer is no sequence.

const DEPTH: usize = 16;
const LENGTH: usize = 64;

/// The first and the last code point of the block that holds the operators.
pub(super) const OPERATORS: std::ops::RangeInclusive<u16> = 0x2FF0..=0x2FFF;

/// What a text begins with, whose first character is an operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sequence {
    /// A sequence of so many units.
    Whole(usize),
    /// The text ends inside of what may be a sequence.
    Cut,
    /// No sequence.
    None,
}

/// Looks for a sequence at the start of the text. Cost: bounded.
pub(super) fn sequence(text: &[u16]) -> Sequence {
    // The parts that each open operator still lacks.
    let mut open = [0u8; DEPTH];
    let mut depth = 0;
    let mut chars = char::decode_utf16(text.iter().copied());
    let mut length = 0;
    for _ in 0..LENGTH {
        let Some(c) = chars.next() else { return Sequence::Cut };
        let c = c.unwrap_or(char::REPLACEMENT_CHARACTER);
        length += c.len_utf16();
        if depth == DEPTH {
            return Sequence::None;
        }
        let parts = parts(c);
        if parts > 0 {
            open[depth] = parts;
            depth += 1;
            continue;
        }
        while depth > 0 {
            open[depth - 1] -= 1;
            if open[depth - 1] > 0 {
                break;
            }
            depth -= 1;
        }
        if depth == 0 {
            return Sequence::Whole(length);
        }
    }
    if chars.next().is_none() { Sequence::Cut } else { Sequence::None }
}

/// How many parts an operator joins; 0 for what is none.
fn parts(c: char) -> u8 {
    match c {
        '⿲' | '⿳' => 3,
        '⿾' | '⿿' => 1,
        '⿰'..='⿿' => 2,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sequence_of(text: &str) -> Sequence {
        sequence(&text.encode_utf16().collect::<Vec<_>>())
    }

    #[test]
    fn sequences_are_read_as_trees() {
        let within = |depth: usize| "⿰".repeat(depth) + &"木".repeat(depth + 1);
        for (text, expected) in [
            ("⿰木木林", Sequence::Whole(3)),
            ("⿱⿰木木⿰木木林", Sequence::Whole(7)),
            ("⿲木木木林", Sequence::Whole(4)),
            ("⿾木木", Sequence::Whole(2)),
            ("⿰木", Sequence::Cut),
            ("⿰", Sequence::Cut),
            (&within(15), Sequence::Whole(31)),
            (&within(16), Sequence::None),
            (&"⿲木木".repeat(15), Sequence::Cut),
        ] {
            assert_eq!(sequence_of(text), expected, "{text}");
        }
    }

    #[test]
    fn length_is_bounded() {
        // A tree that leans to the right stays shallow only on the way: 16 levels of three parts.
        let leaning = |levels: usize| "⿲木木".repeat(levels) + "木";
        assert_eq!(sequence_of(&leaning(15)), Sequence::Whole(46));
        // Complete trees of depth 5: 31 operators and 32 parts, and one operator above two.
        fn tree(depth: usize) -> String {
            if depth == 0 { "木".into() } else { "⿰".to_owned() + &tree(depth - 1).repeat(2) }
        }
        assert_eq!(sequence_of(&tree(5)), Sequence::Whole(63));
        assert_eq!(sequence_of(&tree(6)), Sequence::None);
    }
}
