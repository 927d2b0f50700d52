//! What kind of writing a visible character belongs to, as far as invisible characters care.
//!
//! The ranges are those of the blocks of the Unicode Standard; a script that is added one day falls
//! under [`Neighbour::Complex`], which keeps everything.

/// The writing that a gap borders on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Neighbour {
    /// The start or the end of the line.
    Edge,
    /// Han, kana, bopomofo, Hangul syllables, and the punctuation and forms that go with them.
    East,
    /// A letter of an alphabet that neither joins nor reorders.
    Alphabet,
    /// Digits, punctuation, symbols, emoji, private use.
    Neutral,
    /// A script that may need invisible characters, or one that is not known.
    Complex,
}

impl Neighbour {
    pub(super) fn of(character: Option<char>) -> Neighbour {
        let Some(character) = character else {
            return Neighbour::Edge;
        };
        match character {
            'a'..='z' | 'A'..='Z' | 'ª' | 'µ' | 'º' => Neighbour::Alphabet,
            '×' | '÷' => Neighbour::Neutral,
            '\0'..='\u{BF}' => Neighbour::Neutral,
            // Hebrew to Burmese, and most of what is met of Han: the ranges below cost a look each.
            '\u{590}'..='\u{109F}' => Neighbour::Complex,
            '\u{4E00}'..='\u{9FFF}' => Neighbour::East,
            // Latin to Armenian, with the combining diacritical marks.
            '\u{C0}'..='\u{58F}'
            | '\u{10A0}'..='\u{10FF}'
            | '\u{13A0}'..='\u{13FF}'
            | '\u{1C80}'..='\u{1CBF}'
            | '\u{1D00}'..='\u{1FFF}'
            | '\u{2C60}'..='\u{2C7F}'
            | '\u{2D00}'..='\u{2D2F}'
            | '\u{2DE0}'..='\u{2DFF}'
            | '\u{A640}'..='\u{A69F}'
            | '\u{A720}'..='\u{A7FF}'
            | '\u{AB30}'..='\u{ABBF}'
            | '\u{FB00}'..='\u{FB17}' => Neighbour::Alphabet,
            // Fillers of Hangul, which old texts put together from jamo.
            '\u{3164}' | '\u{FFA0}' => Neighbour::Complex,
            '\u{2E80}'..='\u{4DBF}'
            | '\u{AC00}'..='\u{D7A3}'
            | '\u{F900}'..='\u{FAFF}'
            | '\u{FE30}'..='\u{FE4F}'
            | '\u{FF01}'..='\u{FFEF}'
            | '\u{16FE0}'..='\u{16FFF}'
            | '\u{1AFF0}'..='\u{1B16F}'
            | '\u{1F200}'..='\u{1F2FF}'
            | '\u{20000}'..='\u{3FFFF}' => Neighbour::East,
            '\u{2000}'..='\u{2BFF}'
            | '\u{2E00}'..='\u{2E7F}'
            | '\u{4DC0}'..='\u{4DFF}'
            | '\u{E000}'..='\u{F8FF}'
            | '\u{FE10}'..='\u{FE1F}'
            | '\u{FE50}'..='\u{FE6F}'
            | '\u{FFF0}'..='\u{FFFF}'
            | '\u{1D000}'..='\u{1D7FF}'
            | '\u{1F000}'..='\u{1FBFF}'
            | '\u{F0000}'..='\u{10FFFF}' => Neighbour::Neutral,
            _ => Neighbour::Complex,
        }
    }
}

/// Whether the character is written from right to left.
pub(super) fn is_right_to_left(character: char) -> bool {
    matches!(character,
        '\u{590}'..='\u{8FF}'
        | '\u{FB1D}'..='\u{FDFF}'
        | '\u{FE70}'..='\u{FEFE}'
        | '\u{10800}'..='\u{10FFF}'
        | '\u{1E800}'..='\u{1EFFF}')
        // The Arabic letter mark is a format character.
        && character != '\u{61C}'
}

/// Whether the character is a letter of East Asian writing, or a radical that stands for one:
/// strong, from left to right.
pub(super) fn is_eastern_letter(character: char) -> bool {
    Neighbour::of(Some(character)) == Neighbour::East
        && (character.is_alphanumeric() || is_ideograph(character))
}

/// Whether the character is an ideograph, or a radical that stands for one.
pub(super) fn is_ideograph(character: char) -> bool {
    matches!(character,
        '\u{2E80}'..='\u{2FD5}'
        | '\u{3005}'..='\u{3007}'
        | '\u{3400}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{3FFFF}')
}

/// Whether the character may be followed by a text or emoji style selector. Wide on purpose: every
/// block that holds an emoji, whole.
pub(super) fn takes_emoji_style(character: char) -> bool {
    matches!(character,
        '0'..='9' | '#' | '*' | '©' | '®'
        | '\u{203C}' | '\u{2049}'
        | '\u{2100}'..='\u{2BFF}'
        | '\u{3030}' | '\u{303D}' | '\u{3297}' | '\u{3299}')
        || is_pictograph(character)
}

/// Whether the character is of the planes of emoji.
pub(super) fn is_pictograph(character: char) -> bool {
    matches!(character, '\u{1F000}'..='\u{1FBFF}')
}
