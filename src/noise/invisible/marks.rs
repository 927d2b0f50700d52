//! Invisible characters, judged by their neighbours: the table in the parent module.

use std::cell::OnceCell;

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
    /// Where most characters are told first, for each mark and its neighbours are asked about.
    pub(super) fn of(character: char) -> Option<Kind> {
        match character {
            '\0'..='\u{AC}' => None,
            '\u{AD}'..='\u{1FFF}' => match character {
                '\u{AD}' | '\u{34F}' | '\u{115F}' | '\u{1160}' => Some(Kind::Tie),
                '\u{61C}' => Some(Kind::Direction),
                '\u{180B}'..='\u{180F}' => Some(Kind::Shaping),
                _ => None,
            },
            '\u{2000}'..='\u{206F}' => match character {
                '\u{200B}' | '\u{200C}' | '\u{206A}'..='\u{206F}' => Some(Kind::Shaping),
                '\u{200D}' => Some(Kind::Joiner),
                '\u{200E}' | '\u{200F}' => Some(Kind::Direction),
                '\u{202A}'..='\u{202C}' | '\u{2066}'..='\u{2069}' => Some(Kind::Embedding),
                '\u{202D}' | '\u{202E}' => Some(Kind::Override),
                '\u{2060}'..='\u{2064}' => Some(Kind::Tie),
                _ => None,
            },
            '\u{2070}'..='\u{FDFF}' => None,
            '\u{FE00}'..='\u{FE0D}' => Some(Kind::Variation),
            '\u{FE0E}' | '\u{FE0F}' => Some(Kind::Style),
            '\u{FEFF}' => Some(Kind::ByteOrderMark),
            '\u{E0100}'..='\u{E01EF}' => Some(Kind::Ideographic),
            '\u{E0001}' | '\u{E0020}'..='\u{E007F}' => Some(Kind::Tag),
            _ => None,
        }
    }

    /// Whether the character belongs to the one before it, or to a sequence of its own.
    fn is_attached(self) -> bool {
        matches!(self, Kind::Variation | Kind::Style | Kind::Ideographic | Kind::Tag)
    }
}

/// Whether it is plain that a mark which begins at a byte is none that is noise, without a look at the line: a break or joiner
/// alone between two letters that may need it, as Persian has in every other word.
pub(crate) fn is_needed(text: &str, at: usize) -> bool {
    let mut behind = text[at..].chars();
    let kind = behind.next().and_then(Kind::of);
    let sides = [text[..at].chars().next_back(), behind.next()];
    matches!(kind, Some(Kind::Shaping | Kind::Joiner))
        && sides.into_iter().all(|side| {
            side.is_some_and(|c| Kind::of(c).is_none() && !c.is_whitespace())
                && Neighbour::of(side) == Neighbour::Complex
        })
}

/// Takes the invisible characters that are noise out of every line of a text.
pub(crate) fn repair(text: &str, rewriter: &mut Rewriter<'_>) {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        repair_line(line, start, rewriter);
        start += line.len();
    }
}

/// What a line holds anywhere.
#[derive(Clone, Copy, Default)]
struct Facts {
    right_to_left: bool,
    complex: bool,
    overrides: bool,
}

impl Facts {
    fn of(line: &str) -> Facts {
        let mut found = Facts::default();
        for character in line.chars().filter(|character| !character.is_ascii()) {
            match Kind::of(character) {
                Some(kind) => found.overrides |= kind == Kind::Override,
                None => {
                    found.right_to_left = found.right_to_left || is_right_to_left(character);
                    found.complex =
                        found.complex || Neighbour::of(Some(character)) == Neighbour::Complex;
                }
            }
        }
        found
    }
}

/// Invisible characters in a row, and what stands around them.
struct Run<'l> {
    line: &'l str,
    /// What the line holds, once asked for.
    facts: &'l OnceCell<Facts>,
    /// The characters that touch the run, white space included.
    touching: [Option<char>; 2],
    /// The nearest visible characters.
    visible: [Option<char>; 2],
    sides: [Neighbour; 2],
    /// How many characters could be part of a watermark.
    length: usize,
}

fn repair_line(line: &str, start: usize, rewriter: &mut Rewriter<'_>) {
    let facts = OnceCell::new();
    let is_mark = |c: char| Kind::of(c).is_some();
    let is_gap = |c: char| is_mark(c) || c.is_whitespace();
    let mut visible = None;
    // The end of the last run, and where the visible character behind it begins.
    let (mut done, mut next_visible) = (0, 0);
    let mut from = 0;
    while let Some(at) = scan::find_mark(line, from) {
        let behind = line[at..].trim_start_matches(is_mark);
        let marks = &line[at..line.len() - behind.len()];
        if marks.is_empty() {
            // One of the few that look like a mark by their first bytes.
            from = at + behind.chars().next().map_or(1, char::len_utf8);
            continue;
        }
        let before = &line[done..at];
        visible = before.trim_end().chars().next_back().or(visible);
        if next_visible <= at {
            next_visible = line.len() - behind.trim_start_matches(is_gap).len();
        }
        let visible_sides = [visible, line[next_visible..].chars().next()];
        let touching = [before.chars().next_back(), behind.chars().next()];
        let in_row = |c: &char| {
            Kind::of(*c).is_some_and(|kind| !kind.is_attached() && kind != Kind::Override)
        };
        let run = Run {
            line,
            facts: &facts,
            touching,
            visible: visible_sides,
            sides: visible_sides.map(Neighbour::of),
            length: marks.chars().filter(in_row).count(),
        };
        let mut kept = touching[0];
        for (offset, mark) in marks.char_indices() {
            match run.noise(mark, kept) {
                Some(confidence) => {
                    let from = start + at + offset;
                    rewriter.delete(from..from + mark.len_utf8(), confidence);
                }
                None => kept = Some(mark),
            }
        }
        done = line.len() - behind.len();
        from = done;
    }
}

impl Run<'_> {
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
            Kind::Embedding => self.is_without_direction() && !self.facts().overrides,
            _ => false,
        };
        noise.then_some(if between { SURE } else { LIKELY })
    }

    fn facts(&self) -> &Facts {
        self.facts.get_or_init(|| Facts::of(self.line))
    }

    fn has_side(&self, neighbour: Neighbour) -> bool {
        self.sides.contains(&neighbour)
    }

    fn is_alone(&self) -> bool {
        self.sides == [Neighbour::Edge; 2]
    }

    /// East Asian on both sides, or on one and nothing that needs shaping on the other. The
    /// punctuation goes with text in other scripts too, so it counts for less than letters.
    fn is_beside_east(&self) -> bool {
        let only_east = self.sides == [Neighbour::East; 2];
        let one_east = self.has_side(Neighbour::East) && !self.has_side(Neighbour::Complex);
        only_east || one_east && (self.is_beside_letter() || !self.facts().complex)
    }

    fn is_beside_letter(&self) -> bool {
        self.visible.iter().flatten().any(|c| is_eastern_letter(*c))
    }

    /// Between ASCII marks, as quotation marks in code are.
    fn is_in_code(&self) -> bool {
        self.visible.iter().all(|c| c.is_some_and(|c| c.is_ascii_punctuation()))
    }

    fn is_at_the_edge_of_east(&self) -> bool {
        self.has_side(Neighbour::East) && self.has_side(Neighbour::Edge)
    }

    fn is_watermark(&self) -> bool {
        self.length >= WATERMARK && !self.facts().complex && !self.facts().right_to_left
    }

    fn joins_emoji(&self, kept: Option<char>) -> bool {
        let ends_emoji = |c: char| {
            takes_emoji_style(c) || matches!(c, '\u{20E3}' | '\u{FE0E}' | '\u{FE0F}' | '\u{E007F}')
        };
        kept.is_some_and(ends_emoji) && self.touching[1].is_some_and(takes_emoji_style)
    }

    fn is_no_place_for_byte_order_mark(&self) -> bool {
        self.sides[0] == Neighbour::Edge || !self.has_side(Neighbour::Complex) && !self.is_in_code()
    }

    /// Where nothing is written from right to left, or the order is settled by the letters that
    /// touch.
    fn is_without_direction(&self) -> bool {
        if self.facts().right_to_left {
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
        Kind::Variation if has_positions(base) => mark > '\u{FE01}',
        Kind::Variation => !may_have_variants,
        _ => !is_ideograph(base),
    }
}

/// Whether CJK punctuation has variants for corner and centre, or a digit one with a stroke.
fn has_positions(base: char) -> bool {
    matches!(base, '、' | '。' | '！' | '，' | '．' | '：' | '；' | '？' | '０')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repair::Repair;

    fn cleaned(text: &str) -> String {
        let mut rewriter = Rewriter::new(text, Repair::Invisible);
        repair(text, &mut rewriter);
        rewriter.finish().text.into_owned()
    }

    #[test]
    fn needed_marks_stay() {
        let others = ['ی', 'ه', 'क', '中', 'a', ' ', '\u{61C}', '\u{FEFF}', '\u{180B}', '\u{2028}'];
        let marks = ['\u{200B}', '\u{200C}', '\u{200D}', '\u{2060}', '\u{FE0F}'];
        let mut needed = 0;
        for before in others {
            for behind in others {
                for mark in marks {
                    let text = format!("字{before}{mark}{behind}字");
                    if is_needed(&text, '字'.len_utf8() + before.len_utf8()) {
                        needed += 1;
                        assert_eq!(cleaned(&text), text);
                    }
                }
            }
        }
        assert_eq!(needed, 3 * 3 * 3);
    }

    #[test]
    fn noise_goes() {
        let cases = [
            // Between characters of East Asian writing, one or several.
            ("中\u{200B}国", "中国"),
            ("中\u{AD}\u{2060}国\u{FEFF}，\u{200D}好", "中国，好"),
            ("カタ\u{200C}カナ、한\u{200B}국", "カタカナ、한국"),
            ("数\u{2062}学，字\u{34F}符，空\u{1160}格", "数学，字符，空格"),
            ("牠\u{180E}们\u{180B}的", "牠们的"),
            ("分\u{202A}布\u{202C}在\u{200F}其\u{2066}他\u{2069}岛", "分布在其他岛"),
            // Beside it: letters, digits, spaces, the edge of the line.
            ("CNN\u{200B}报道 2024\u{200C}年", "CNN报道 2024年"),
            ("\u{200E}标题 \u{200B} 正文\u{200B}", "标题  正文"),
            ("标题\u{2060}\r\n\u{AD}正文", "标题\r\n正文"),
            // Between Han letters, whatever else the line holds.
            ("中\u{200E}国与\u{202A}以色列（ישראל）", "中国与以色列（ישראל）"),
            ("人\u{200D}”是梵文（भिक्षु）", "人”是梵文（भिक्षु）"),
            // Byte order marks that joined files left.
            ("\u{FEFF}# Title\n\u{FEFF}สวัสดี", "# Title\nสวัสดี"),
            ("one\u{FEFF} two", "one two"),
            // Selectors and tags without a base.
            ("牠\u{FE0F}们，\u{FE0E}好 \u{FE0F}", "牠们，好 "),
            ("かな\u{FE00}，\u{FE05}字\u{FE0D}", "かな，字"),
            ("word\u{FE0F}s", "words"),
            ("葛\u{E0100}\u{E0101}", "葛\u{E0100}"),
            ("葛\u{200B}\u{E0100}城", "葛\u{E0100}城"),
            ("😀\u{E0148}\u{E0155}", "😀"),
            ("a\u{E0068}\u{E0069}", "a"),
            // Watermarks.
            ("pass\u{200B}\u{200C}\u{200B}\u{2060}word", "password"),
            // Lines with nothing else.
            ("one\n\u{200B}\n \u{FEFF}\u{200D} \ntwo", "one\n\n  \ntwo"),
            // A joiner needs emoji on both sides.
            ("好👩\u{200D}的", "好👩的"),
        ];
        for (garbled, expected) in cases {
            assert_eq!(cleaned(garbled), expected, "{garbled:?}");
            assert_eq!(cleaned(expected), expected, "{garbled:?}");
        }
    }

    #[test]
    fn what_is_not_understood_stays() {
        for text in [
            "Wr\u{200B}iters",
            "@\u{200B}everyone",
            "3\u{200B}4",
            "\u{200E}2024-01-05",
            "中国\u{202E}国中\u{202C}中国",
            "مرحبا \u{202A}中文\u{202C} مرحبا",
            "א\u{200E}中",
            "图\u{FFFC}文、\u{FFF9}漢\u{FFFA}かん\u{FFFB}",
            "\u{3164}한",
        ] {
            assert_eq!(cleaned(text), text, "{text:?}");
        }
    }

    #[test]
    fn only_marks_go() {
        for character in ('\0'..=char::MAX).filter(|c| Kind::of(*c).is_none()) {
            for text in [format!("中{character}中"), format!("a{character}"), character.into()] {
                assert_eq!(cleaned(&text), text);
            }
        }
    }

    #[test]
    fn letters_are_told_apart() {
        let cases = [
            (Neighbour::East, "中々〇あアㄅ한ㄱㅋ，。「ｱＡ㈠⼀\u{20BB7}\u{1B000}"),
            (Neighbour::Alphabet, "aéΩЯն\u{301}ხᏣ"),
            (Neighbour::Neutral, "1.“”—·×😀∑\u{E000}\u{1D400}"),
            (Neighbour::Complex, "אعहิខម་ᠠᄀ\u{3164}\u{FFA0}ꀀ\u{11000}"),
        ];
        for (expected, characters) in cases {
            for character in characters.chars() {
                assert_eq!(Neighbour::of(Some(character)), expected, "{character:?}");
            }
        }
    }
}
