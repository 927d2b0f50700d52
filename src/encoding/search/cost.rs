//! Whether a text costs what text of its kind costs as a rule: what is dear may be garbled.

use crate::encoding::kanji::Count;
use crate::encoding::mixture::LATIN_WITH_MORE_MARKS;
use crate::encoding::plausibility::Model;
use crate::encoding::sample::{SAMPLE, sample_start};
use crate::encoding::scan::WIDE;

/// What a line of East Asian text costs a character at most, as a rule.
const NATURAL_LINE: i32 = 86;
/// And one of Japanese, of which this much is taken for all of it: some common kanji are dear behind kana, but not all of
/// a few.
const NATURAL_JAPANESE: i32 = 126;
const OFF_JAPANESE: i32 = 80;
/// And one of letters beyond ASCII.
const NATURAL_LETTERS: i32 = 42;
/// What either costs in a line that is dear on the whole.
const DEAR_LINE: i32 = 90;
const DEAR_LETTERS: i32 = 46;

/// What the characters of a text cost that tell whether it is garbled, and how many there are.
pub(in crate::encoding) struct Cost<'t> {
    text: &'t str,
    /// Characters of East Asia but for kana.
    wide: i32,
    of_wide: i32,
    /// Others beyond ASCII.
    narrow: i32,
    of_narrow: i32,
    /// How many of these are Latin.
    latin: i32,
    has_kana: bool,
}

/// Whether it is a Latin letter or a sign, of those that are not common to all scripts.
fn is_latin(c: char) -> bool {
    c < '\u{370}' || LATIN_WITH_MORE_MARKS.contains(&c)
}

impl Cost<'_> {
    pub(in crate::encoding) fn of(text: &str, model: Model) -> Cost<'_> {
        let text = &text[sample_start(text)..];
        let mut cost =
            Cost { text, wide: 0, of_wide: 0, narrow: 0, of_narrow: 0, latin: 0, has_kana: false };
        let mut previous = model.line_end();
        for c in text.chars().take(SAMPLE) {
            let next = model.symbol(c);
            match c {
                '\u{3041}'..='\u{30FF}' => cost.has_kana = true,
                WIDE.. => {
                    cost.wide += 1;
                    cost.of_wide += model.cost(previous, next) as i32;
                }
                '\u{80}'.. => {
                    cost.narrow += 1;
                    cost.latin += i32::from(is_latin(c));
                    cost.of_narrow += model.cost(previous, next) as i32;
                }
                _ => {}
            }
            previous = next;
        }
        cost
    }

    /// Whether the text is dear in places only, as names are: on the whole, its characters cost what they
    /// cost as a rule. Kana do not count: Japanese that was read in another encoding may keep them.
    pub(in crate::encoding) fn is_natural(&self) -> bool {
        let is_wide_natural =
            self.of_wide < NATURAL_LINE * self.wide || self.has_kana && self.is_japanese();
        let is_narrow_natural = self.of_narrow < NATURAL_LETTERS * self.narrow;
        match self.wide > self.narrow {
            true if self.has_kana => is_wide_natural && (self.narrow == 0 || is_narrow_natural),
            false if self.has_kana => false,
            true => is_wide_natural,
            false => is_narrow_natural,
        }
    }

    /// Whether the Chinese characters of text with kana are those of Japanese and cost what they do there: of clean
    /// lines that are looked at 19 in 20 are, of those in a wrong encoding one in 250.
    fn is_japanese(&self) -> bool {
        if self.of_wide > NATURAL_JAPANESE * self.wide - OFF_JAPANESE {
            return false;
        }
        let Count { others, ideographs, usual, .. } = Count::of(self.text.chars().take(SAMPLE));
        10 * usual >= 9 * ideographs && others == self.narrow as usize
    }

    /// Whether the characters of the text are dear on the whole: those of East Asia but for kana, or letters of
    /// another alphabet than the Latin one.
    pub(in crate::encoding) fn is_dear(&self) -> bool {
        /// One alone tells nothing.
        const LEAST: i32 = 2;
        /// What characters of East Asia must cost together beyond that.
        const EXCESS: i32 = 60;
        if self.wide > 0 {
            self.wide >= LEAST
                && self.of_wide > DEAR_LINE * self.wide + EXCESS
                && !(self.has_kana && self.is_japanese())
        } else {
            let other = self.narrow - self.latin;
            other >= LEAST.max(self.latin) && self.of_narrow > DEAR_LETTERS * self.narrow
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines that other East Asian text would be dear with.
    #[test]
    fn japanese_is_natural_and_garble_is_not() {
        let model = Model::get();
        for (text, expected) in [
            ("夕方の六時ごろ、漁師は商店街の入口で赤い傘をゆっくりと片づけた。", true),
            ("图数の匣箕ごろ、爹徽は睛殴彻の掐庚で乐い槐をゆっくりと室づけた。", false),
            // A character that Japanese lacks, whether there are letters that it may be taken for or not.
            ("夕方の六時ごろ、漁師は商店街の入口で赤い傘をゆっくりと片づけた链。", false),
            ("夕方の六時ごろ、漁師は商店街の入口で赤い傘をゆっくりと片づけた链é。", false),
        ] {
            let cost = Cost::of(text, model);
            assert!(cost.of_wide >= NATURAL_LINE * cost.wide, "{text}");
            assert_eq!(cost.is_natural(), expected, "{text}");
        }
    }

    #[test]
    fn latin_letters_with_more_marks_are_latin() {
        for (text, expected) in [
            ("Một số ổ đĩa cũ không hỗ trợ khả năng đọc từ đĩa", false),
            ("Để làm rõ ý, ở đây có một số mẫu thí dụ", false),
            ("ЙНПЕМЭ ДЕПЕБЮ", true),
        ] {
            assert_eq!(Cost::of(text, Model::get()).is_dear(), expected, "{text}");
        }
    }
}
