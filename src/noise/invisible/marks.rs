//! Invisible characters, judged by their neighbours: the table in the parent module.

use super::neighbour::{
    Neighbour, is_eastern_letter, is_ideograph, is_pictograph, is_right_to_left, takes_emoji_style,
};
use super::scan;
use crate::rewrite::Rewriter;

/// Between two characters of East Asian writing.
const SURE: f32 = 1.0;
/// In a neighbourhood that has no use for it, though one could think of a reason.
const LIKELY: f32 = 0.95;

/// This many invisible characters in a row are no writing. Editors and keyboards double one now and then;
/// hidden messages and watermarks take a character for every bit or two.
const WATERMARK: usize = 4;

/// What an invisible character is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A break, a joiner, or a shape: needed by complex scripts.
    Shaping,
    /// The same for the joiner, which emoji need too.
    Joiner,
    /// Ties or hyphenates: alphabets use it as well.
    Tie,
    ByteOrderMark,
    /// A bidi mark.
    Direction,
    /// Opens or closes an embedding or an isolate.
    Embedding,
    /// Forces a direction.
    Override,
    /// VS1 to VS14.
    Variation,
    /// VS15 and VS16: text style, emoji style.
    Style,
    /// VS17 to VS256.
    Ideographic,
    Tag,
}

impl Kind {
    pub(super) fn of(character: char) -> Option<Kind> {
        Some(match character {
            '\u{200B}' | '\u{200C}' | '\u{180B}'..='\u{180F}' | '\u{206A}'..='\u{206F}' => {
                Kind::Shaping
            }
            '\u{200D}' => Kind::Joiner,
            '\u{AD}' | '\u{34F}' | '\u{115F}' | '\u{1160}' | '\u{2060}'..='\u{2064}' => Kind::Tie,
            '\u{FEFF}' => Kind::ByteOrderMark,
            '\u{61C}' | '\u{200E}' | '\u{200F}' => Kind::Direction,
            '\u{202A}'..='\u{202C}' | '\u{2066}'..='\u{2069}' => Kind::Embedding,
            '\u{202D}' | '\u{202E}' => Kind::Override,
            '\u{FE00}'..='\u{FE0D}' => Kind::Variation,
            '\u{FE0E}' | '\u{FE0F}' => Kind::Style,
            '\u{E0100}'..='\u{E01EF}' => Kind::Ideographic,
            '\u{E0001}' | '\u{E0020}'..='\u{E007F}' => Kind::Tag,
            _ => return None,
        })
    }

    /// Whether the character belongs to the one before it, or to a sequence of its own.
    fn is_attached(self) -> bool {
        matches!(self, Kind::Variation | Kind::Style | Kind::Ideographic | Kind::Tag)
    }
}

/// Takes the invisible characters that are noise out of every line of a text.
pub(crate) fn repair(text: &str, rewriter: &mut Rewriter<'_>) {
    if !scan::is_suspicious(text) {
        return;
    }
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if scan::is_suspicious(line) {
            repair_line(line, start, rewriter);
        }
        start += line.len();
    }
}

/// What a line holds anywhere.
#[derive(Clone, Copy, Default)]
struct Line {
    right_to_left: bool,
    complex: bool,
    overrides: bool,
}

impl Line {
    fn of(line: &str) -> Line {
        let mut found = Line::default();
        for character in line.chars().filter(|character| !character.is_ascii()) {
            if Kind::of(character) == Some(Kind::Override) {
                found.overrides = true;
            } else if Kind::of(character).is_none() {
                found.right_to_left |= is_right_to_left(character);
                found.complex |= Neighbour::of(Some(character)) == Neighbour::Complex;
            }
        }
        found
    }
}

/// Invisible characters in a row, and what stands around them.
struct Run {
    /// The characters that touch the run, white space included.
    touching: [Option<char>; 2],
    /// The nearest visible characters.
    sides: [Neighbour; 2],
    /// Whether they are ASCII marks, as quotation marks in code are.
    in_code: bool,
    /// How many characters could be part of a watermark.
    length: usize,
    line: Line,
}

fn repair_line(line: &str, start: usize, rewriter: &mut Rewriter<'_>) {
    let facts = Line::of(line);
    let mut touching = None;
    let mut visible = None;
    let mut rest = line;
    // Where the visible character behind the gap begins, once looked for.
    let mut next_visible = 0;
    while let Some(character) = rest.chars().next() {
        let at = line.len() - rest.len();
        if Kind::of(character).is_none() {
            touching = Some(character);
            if !character.is_whitespace() {
                visible = Some(character);
            }
            rest = &rest[character.len_utf8()..];
            continue;
        }
        let behind = rest.trim_start_matches(|c| Kind::of(c).is_some());
        let marks = &rest[..rest.len() - behind.len()];
        if next_visible <= at {
            let is_gap = |c: char| c.is_whitespace() || Kind::of(c).is_some();
            next_visible = line.len() - behind.trim_start_matches(is_gap).len();
        }
        let next = line[next_visible..].chars().next();
        let is_mark = |c: Option<char>| c.is_some_and(|c| c.is_ascii_punctuation());
        let in_row = |c: &char| {
            Kind::of(*c).is_some_and(|kind| !kind.is_attached() && kind != Kind::Override)
        };
        let run = Run {
            touching: [touching, behind.chars().next()],
            sides: [Neighbour::of(visible), Neighbour::of(next)],
            in_code: is_mark(visible) && is_mark(next),
            length: marks.chars().filter(in_row).count(),
            line: facts,
        };
        let mut kept = touching;
        for (offset, mark) in marks.char_indices() {
            match run.noise(mark, kept) {
                Some(confidence) => {
                    let from = start + at + offset;
                    rewriter.delete(from..from + mark.len_utf8(), confidence);
                }
                None => kept = Some(mark),
            }
        }
        rest = behind;
    }
}

impl Run {
    /// How surely a mark of the run is noise; `None` where it stays. `kept` is what will stand
    /// directly before it.
    fn noise(&self, mark: char, kept: Option<char>) -> Option<f32> {
        let kind = Kind::of(mark)?;
        if kind.is_attached() {
            return is_stray(kind, mark, kept).then_some(SURE);
        }
        if kind == Kind::Override {
            return None;
        }
        if self.is_watermark() {
            return Some(SURE);
        }
        let between = self.sides == [Neighbour::East; 2];
        let noise = match kind {
            Kind::Joiner if self.joins_emoji(kept) => false,
            Kind::Shaping | Kind::Joiner => self.is_beside_east() || self.is_alone(),
            Kind::Tie => between || self.is_at_the_edge_of_east() || self.is_alone(),
            Kind::ByteOrderMark => self.is_no_place_for_byte_order_mark(),
            Kind::Direction => self.is_without_direction(),
            Kind::Embedding => self.is_without_direction() && !self.line.overrides,
            _ => false,
        };
        noise.then_some(if between { SURE } else { LIKELY })
    }

    fn has_side(&self, neighbour: Neighbour) -> bool {
        self.sides.contains(&neighbour)
    }

    fn is_alone(&self) -> bool {
        self.sides == [Neighbour::Edge; 2]
    }

    /// East Asian on both sides, or on one and nothing in the line that needs shaping.
    fn is_beside_east(&self) -> bool {
        self.sides == [Neighbour::East; 2] || self.has_side(Neighbour::East) && !self.line.complex
    }

    fn is_at_the_edge_of_east(&self) -> bool {
        self.has_side(Neighbour::East) && self.has_side(Neighbour::Edge)
    }

    fn is_watermark(&self) -> bool {
        self.length >= WATERMARK && !self.line.complex && !self.line.right_to_left
    }

    fn joins_emoji(&self, kept: Option<char>) -> bool {
        let ends_emoji = |c: char| {
            takes_emoji_style(c) || matches!(c, '\u{20E3}' | '\u{FE0E}' | '\u{FE0F}' | '\u{E007F}')
        };
        kept.is_some_and(ends_emoji) && self.touching[1].is_some_and(takes_emoji_style)
    }

    fn is_no_place_for_byte_order_mark(&self) -> bool {
        self.sides[0] == Neighbour::Edge || !self.has_side(Neighbour::Complex) && !self.in_code
    }

    /// Where nothing is written from right to left, or the order is settled by the letters that
    /// touch.
    fn is_without_direction(&self) -> bool {
        if self.line.right_to_left {
            self.touching.iter().all(|c| c.is_some_and(is_eastern_letter))
        } else {
            self.is_beside_east()
        }
    }
}

/// Whether a selector or tag has nothing before it that it could belong to.
fn is_stray(kind: Kind, mark: char, kept: Option<char>) -> bool {
    let Some(base) = kept.filter(|base| !base.is_whitespace()) else {
        return true;
    };
    if kind == Kind::Tag {
        return !is_pictograph(base) && Kind::of(base) != Some(Kind::Tag);
    }
    if let Some(before) = Kind::of(base) {
        return before.is_attached();
    }
    let may_have_variants =
        matches!(Neighbour::of(Some(base)), Neighbour::Neutral | Neighbour::Complex);
    match kind {
        Kind::Style => !takes_emoji_style(base) && !may_have_variants,
        Kind::Variation if is_ideograph(base) => mark > '\u{FE02}',
        Kind::Variation => !may_have_variants && !has_positions(base),
        _ => !is_ideograph(base),
    }
}

/// Whether CJK punctuation has variants for corner and centre, or a digit one with a stroke.
fn has_positions(base: char) -> bool {
    matches!(base, '、' | '。' | '！' | '，' | '．' | '：' | '；' | '？' | '０')
}
