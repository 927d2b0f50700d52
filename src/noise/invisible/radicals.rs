//! Radicals in the place of ideographs: `⽂件` → `文件`.
//!
//! A font has one glyph for an ideograph and the radical that looks like it, and a program that
//! extracts text takes the first code point that leads to the glyph. That befalls whole documents, so
//! the line decides: where radicals stand in running text all of them are ideographs; where
//! they are the subject, none is. Text about radicals shows by
//!
//! - radicals that are no words (`⼂`, `⼌`, `⺮`), which no text holds by accident,
//! - three of them in the order of the table with no letter between them (`⽇ ⽈ ⽉`),
//! - a word for radicals in the line, and more of them by themselves (numbers do not count) than
//!   beside letters,
//! - nothing but radicals that stand by themselves, as entries and quotations do.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use super::neighbour::is_eastern_letter;
use crate::rewrite::Rewriter;

/// The ideograph is certain; that the line is running text is a judgement.
const CONFIDENCE: f32 = 0.95;

/// So many steps from one radical to the next in the order of the table show that it is one. A single
/// step does not: `⽔⽕` (water and fire) is a word.
const STEPS_OF_A_TABLE: usize = 2;

/// Ideographs that are written only as parts of others, and as names of those parts.
const PARTS: &str = "丨丶丿亅亠冂冖冫凵勹匚匸卩厶夂夊宀尢屮巛廴廾彐彡彳攴爿疒癶禸虍襾辵釆髟黹";

/// Radicals of the supplement (U+2E80–2EF3) that look like an ideograph in use, from
/// `EquivalentUnifiedIdeograph.txt` of the Unicode Character Database. The others are parts.
const SUPPLEMENT: [(char, char); 37] = [
    ('⺎', '兀'),
    ('⺒', '巳'),
    ('⺝', '月'),
    ('⺟', '母'),
    ('⺠', '民'),
    ('⻁', '虎'),
    ('⻄', '西'),
    ('⻅', '见'),
    ('⻆', '角'),
    ('⻉', '贝'),
    ('⻋', '车'),
    ('⻑', '長'),
    ('⻓', '长'),
    ('⻔', '门'),
    ('⻘', '青'),
    ('⻙', '韦'),
    ('⻚', '页'),
    ('⻛', '风'),
    ('⻜', '飞'),
    ('⻝', '食'),
    ('⻢', '马'),
    ('⻣', '骨'),
    ('⻤', '鬼'),
    ('⻥', '鱼'),
    ('⻦', '鸟'),
    ('⻧', '卤'),
    ('⻨', '麦'),
    ('⻩', '黄'),
    ('⻪', '黾'),
    ('⻫', '斉'),
    ('⻬', '齐'),
    ('⻭', '歯'),
    ('⻮', '齿'),
    ('⻯', '竜'),
    ('⻰', '龙'),
    ('⻲', '亀'),
    ('⻳', '龟'),
];

/// Words of text about radicals.
const SUBJECTS: [&str; 7] = ["部首", "偏旁", "부수", "radical", "Radical", "U+2E", "U+2F"];

/// The first and the last radical.
const FIRST: char = '\u{2E80}';
const LAST: char = '\u{2FD5}';

pub(super) fn is_radical(character: char) -> bool {
    matches!(character, FIRST..='\u{2EF3}' | '\u{2F00}'..=LAST)
}

/// The ideograph in use that looks like the radical.
fn ideograph(radical: char) -> Option<char> {
    static IDEOGRAPHS: LazyLock<Vec<Option<char>>> =
        LazyLock::new(|| (FIRST..=LAST).map(look_up).collect());
    let place = u32::from(radical).checked_sub(FIRST.into())?;
    IDEOGRAPHS.get(place as usize).copied().flatten()
}

fn look_up(radical: char) -> Option<char> {
    if radical >= '\u{2F00}' {
        return std::iter::once(radical).nfkc().next().filter(|c| !PARTS.contains(*c));
    }
    let at = SUPPLEMENT.binary_search_by_key(&radical, |(radical, _)| *radical).ok()?;
    Some(SUPPLEMENT[at].1)
}

/// Puts ideographs in the place of radicals, in the lines of a text that are running text.
pub(crate) fn repair(text: &str, rewriter: &mut Rewriter<'_>) {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if may_hold_radicals(line) && is_running_text(line) {
            for (at, radical) in line.char_indices().filter(|(_, c)| is_radical(*c)) {
                if let Some(ideograph) = ideograph(radical) {
                    let source = start + at..start + at + radical.len_utf8();
                    rewriter.replace(source, ideograph.encode_utf8(&mut [0; 4]), CONFIDENCE);
                }
            }
        }
        start += line.len();
    }
}

/// Whether any bytes of the line begin a character from U+2E80 on, up to U+2FFF.
fn may_hold_radicals(line: &str) -> bool {
    let bytes = line.as_bytes();
    memchr::memchr_iter(0xE2, bytes).any(|at| bytes[at + 1] >= 0xBA)
}

/// Whether the radicals of a line stand for ideographs.
fn is_running_text(line: &str) -> bool {
    let mut has_ideographs = false;
    let mut in_sentences = 0;
    let mut beside_words = 0;
    let mut by_themselves = 0;
    let mut steps = 0;
    let mut last_radical = None;
    let mut before = None;
    let mut rest = line;
    while let Some(character) = rest.chars().next() {
        if !is_radical(character) {
            has_ideographs |= is_eastern_letter(character);
            if character.is_alphabetic() {
                last_radical = None;
            }
            before = Some(character);
            rest = &rest[character.len_utf8()..];
            continue;
        }
        let behind = rest.trim_start_matches(is_radical);
        let run = &rest[..rest.len() - behind.len()];
        for radical in run.chars() {
            if ideograph(radical).is_none() {
                return false;
            }
            let follows = last_radical.is_some_and(|last| last as u32 + 1 == radical as u32);
            steps = if follows { steps + 1 } else { 0 };
            if steps == STEPS_OF_A_TABLE {
                return false;
            }
            last_radical = Some(radical);
        }
        let sides = [before, behind.chars().next()];
        let touches_word = sides.iter().flatten().any(|c| c.is_alphanumeric());
        if touches_word {
            beside_words += 1;
        } else if !run.chars().all(is_number) {
            by_themselves += 1;
            if is_explained(run, &line[..line.len() - rest.len()], behind) {
                return false;
            }
        }
        // Side by side they are a word: entries stand apart.
        let is_word = run.chars().nth(1).is_some();
        let in_sentence = touches_word
            || is_word
            || run.chars().all(is_number)
            || sides.iter().flatten().any(|c| ends_clause(*c))
            || is_word_among_words(&line[..line.len() - rest.len()], behind);
        in_sentences += usize::from(in_sentence);
        rest = behind;
    }
    let is_subject = || SUBJECTS.iter().any(|subject| line.contains(subject));
    let are_entries = by_themselves > 0 && by_themselves >= beside_words && is_subject();
    has_ideographs && in_sentences > 0 && !are_entries
}

/// Whether the radical stands next to its ideograph, over spaces and brackets: `⽔ 水`, `水（⽔）`.
fn is_explained(run: &str, before: &str, behind: &str) -> bool {
    let mut radicals = run.chars();
    let (Some(radical), None) = (radicals.next(), radicals.next()) else {
        return false;
    };
    let is_separator = |c: &char| !c.is_alphanumeric();
    let near = |c: Option<char>| c.is_some() && c == ideograph(radical);
    // Two separators are enough for any pair of brackets and a space.
    near(before.chars().rev().take(3).find(|c| !is_separator(c)))
        || near(behind.chars().take(3).find(|c| !is_separator(c)))
}

/// Whether single spaces part the radical from letters or digits on both sides, as in text with a space
/// between words.
fn is_word_among_words(before: &str, behind: &str) -> bool {
    let mut before = before.chars().rev();
    let mut behind = behind.chars();
    let is_word = |side: &mut dyn Iterator<Item = char>| {
        side.next() == Some(' ') && side.next().is_some_and(char::is_alphanumeric)
    };
    is_word(&mut before) && is_word(&mut behind)
}

/// Numbers stand by themselves in headings: `（⼀）`, `⼆、`.
fn is_number(radical: char) -> bool {
    matches!(radical, '⼀' | '⼆' | '⼋' | '⼗')
}

/// Whether the mark belongs to sentences, and not to lists and quotations.
fn ends_clause(mark: char) -> bool {
    matches!(mark, '，' | '。' | '！' | '？' | '；' | '：' | ',' | '.' | '!' | '?' | ';' | ':')
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
    fn running_text_is_mended() {
        let cases = [
            ("⽂件", "文件"),
            ("⼆⼗四⽇，⻓江⽔⼤。", "二十四日，长江水大。"),
            ("⼀、概述", "一、概述"),
            ("（⼗）附则", "（十）附则"),
            ("3⽉5⽇上⼭", "3月5日上山"),
            ("⼭，快马加鞭", "山，快马加鞭"),
            ("我 ⽤ 电脑", "我 用 电脑"),
            ("⽇本の⼈々", "日本の人々"),
            ("喝“⽔”的⼈", "喝“水”的人"),
            ("酥油、⽺⽪、药材都可以带上车", "酥油、羊皮、药材都可以带上车"),
            ("⻚⾯\n第⼆⻚", "⻚⾯\n第二页"),
        ];
        for (garbled, expected) in cases {
            assert_eq!(cleaned(garbled), expected, "{garbled}");
        }
    }

    #[test]
    fn radicals_as_the_subject_stay() {
        for text in [
            "常用部件：⼀ ⼁ ⼂ ⼃",
            "查字典先找⼌，再数笔画",
            "⽇ ⽈ ⽉ 都在第四画",
            "部首是“⽔”的字很多",
            "汉字“⽔”像水流的样子",
            "⽔ 水 shuǐ",
            "⼈（人）字两画",
            "U+2F54 是“⽔”，不用来写字",
            "「⽊」「⽕」",
            "部首⽊⽔、⽕⼟",
            "酥油、⽺、⽪、药材",
            "⼭",
            "The radical ⼭ is a picture",
        ] {
            assert_eq!(cleaned(text), text);
        }
    }

    #[test]
    fn the_tables_are_in_order_and_hold_words() {
        assert!(SUPPLEMENT.is_sorted());
        let radicals = ('\u{2E80}'..='\u{2FD5}').filter(|c| is_radical(*c));
        for (radical, ideograph) in radicals.filter_map(|c| Some((c, ideograph(c)?))) {
            assert!(matches!(ideograph, '\u{4E00}'..='\u{9FFF}'), "{radical} {ideograph}");
            assert!(!PARTS.contains(ideograph), "{radical} {ideograph}");
        }
        let kangxi = ('\u{2F00}'..='\u{2FD5}').filter(|c| ideograph(*c).is_some()).count();
        assert_eq!(kangxi, 214 - PARTS.chars().count());
    }
}
