//! Characters that are replaced one by one, by a few others or by nothing.
//!
//! Which characters follows ftfy 6.3.1. What a full-width or half-width form stands for is
//! its compatibility decomposition in Unicode.

use unicode_normalization::UnicodeNormalization as _;

use crate::rewrite::Rewriter;

/// What is replaced is known, and so is what it stands for.
const CONFIDENCE: f32 = 1.0;

/// Takes ligatures and digraphs of Latin letters apart: `ﬁ`, `Ĳ`, `ǆ`. Letters like `æ` and `œ` are
/// no such ligatures.
pub(crate) fn ligatures(text: &str, rewriter: &mut Rewriter<'_>) {
    let is_lead = |byte| matches!(byte, 0xC4 | 0xC5 | 0xC7 | 0xEF);
    replace_characters(text, rewriter, is_lead, |character| {
        Some(match character {
            'Ĳ' => "IJ",
            'ĳ' => "ij",
            'ŉ' => "ʼn",
            'Ǆ' => "DŽ",
            'ǅ' => "Dž",
            'ǆ' => "dž",
            'Ǉ' => "LJ",
            'ǈ' => "Lj",
            'ǉ' => "lj",
            'Ǌ' => "NJ",
            'ǋ' => "Nj",
            'ǌ' => "nj",
            'Ǳ' => "DZ",
            'ǲ' => "Dz",
            'ǳ' => "dz",
            'ﬀ' => "ff",
            'ﬁ' => "fi",
            'ﬂ' => "fl",
            'ﬃ' => "ffi",
            'ﬄ' => "ffl",
            'ﬅ' => "ſt",
            'ﬆ' => "st",
            _ => return None,
        })
    });
}

/// Replaces full-width Latin and half-width kana and jamo by the usual forms, and the ideographic
/// space by a space. It turns `，：（）` into ASCII: not for Chinese text.
pub(crate) fn widths(text: &str, rewriter: &mut Rewriter<'_>) {
    let mut form = String::new();
    for (start, character) in text.char_indices() {
        if matches!(character, '\u{3000}' | '\u{FF01}'..='\u{FFEF}') {
            form.clear();
            form.extend(std::iter::once(character).nfkc());
            rewriter.replace(start..start + character.len_utf8(), &form, CONFIDENCE);
        }
    }
}

/// Makes curly quotation marks straight, and the apostrophe that is a letter with them.
pub(crate) fn quotes(text: &str, rewriter: &mut Rewriter<'_>) {
    let is_lead = |byte| matches!(byte, 0xCA | 0xE2);
    replace_characters(text, rewriter, is_lead, |character| match character {
        '\u{2BC}' | '‘'..='\u{201B}' => Some("'"),
        '“'..='\u{201F}' => Some("\""),
        _ => None,
    });
}

/// Makes every line break a line feed: CR LF, CR, NEL (U+0085), the separators U+2028 and U+2029.
pub(crate) fn line_breaks(text: &str, rewriter: &mut Rewriter<'_>) {
    let is_lead = |byte| matches!(byte, b'\r' | 0xC2 | 0xE2);
    let mut at = 0;
    while let Some(offset) = text.as_bytes()[at..].iter().position(|byte| is_lead(*byte)) {
        let start = at + offset;
        let rest = &text[start..];
        let breaks = ["\r\n", "\r", "\u{85}", "\u{2028}", "\u{2029}"];
        match breaks.into_iter().find(|mark| rest.starts_with(mark)) {
            Some(mark) => {
                at = start + mark.len();
                rewriter.replace(start..at, "\n", CONFIDENCE);
            }
            None => at = start + rest.chars().next().map_or(1, char::len_utf8),
        }
    }
}

/// Removes controls that nobody wants in text: those of ASCII but for tab, line feed, form feed
/// and carriage return; the deprecated format characters U+206A–U+206F; interlinear annotation
/// and the object replacement character; the byte order mark anywhere.
///
/// C1 controls stay: they tell of a wrong encoding. So do joiners and marks of direction.
pub(crate) fn controls(text: &str, rewriter: &mut Rewriter<'_>) {
    let is_lead = |byte| matches!(byte, 0..=0x08 | 0x0B | 0x0E..=0x1F | 0x7F | 0xE2 | 0xEF);
    replace_characters(text, rewriter, is_lead, |character| {
        let is_unwanted = match character {
            '\t' | '\n' | '\u{C}' | '\r' => false,
            '\0'..='\u{1F}' | '\u{7F}' => true,
            '\u{206A}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFC}' => true,
            _ => false,
        };
        is_unwanted.then_some("")
    });
}

/// Replaces characters. Only where a byte may begin one is it asked for.
fn replace_characters(
    text: &str,
    rewriter: &mut Rewriter<'_>,
    is_lead: impl Fn(u8) -> bool,
    replacement: impl Fn(char) -> Option<&'static str>,
) {
    let mut at = 0;
    while let Some(offset) = text.as_bytes()[at..].iter().position(|byte| is_lead(*byte)) {
        let start = at + offset;
        let Some(character) = text[start..].chars().next() else { return };
        at = start + character.len_utf8();
        if let Some(with) = replacement(character) {
            rewriter.replace(start..at, with, CONFIDENCE);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repair::Repair;

    type Stage = fn(&str, &mut Rewriter<'_>);

    fn run(stage: Stage, text: &str) -> String {
        let mut rewriter = Rewriter::new(text, Repair::Rules);
        stage(text, &mut rewriter);
        rewriter.finish().text.into_owned()
    }

    #[test]
    fn characters_are_replaced() {
        for (stage, text, expected) in [
            (
                ligatures as Stage,
                "ﬁnite waﬄe, Ǉubljana, ĳs, ŉ",
                "finite waffle, LJubljana, ijs, ʼn",
            ),
            (ligatures, "œuvre æther ﬅ", "œuvre æther ſt"),
            (widths, "ＳＮＯＷ　５℃，ﾕｷﾀﾞ、｢雪｣￥", "SNOW 5℃,ユキタ\u{3099}、「雪」¥"),
            (widths, "ﾡ", "\u{1100}"),
            (quotes, "“snow” ‘ice’ „frost‟ 'n ʼn", "\"snow\" 'ice' \"frost\" 'n 'n"),
            (quotes, "«neige» ‚Eis‹", "«neige» 'Eis‹"),
            (line_breaks, "a\r\nb\rc\u{85}d\u{2028}e\u{2029}\r", "a\nb\nc\nd\ne\n\n"),
            (line_breaks, "a\tb\u{B}c\u{A0}…", "a\tb\u{B}c\u{A0}…"),
            (controls, "a\0b\u{B}c\u{7F}d\u{FEFF}e\u{FFFC}f\u{206A}", "abcdef"),
            (
                controls,
                "a\tb\u{C}c\r\u{85}\u{200D}\u{202A}\u{2028}…！",
                "a\tb\u{C}c\r\u{85}\u{200D}\u{202A}\u{2028}…！",
            ),
        ] {
            assert_eq!(run(stage, text), expected, "{text:?}");
            assert_eq!(run(stage, expected), expected, "once more: {text:?}");
        }
    }

    #[test]
    fn every_lead_byte_is_asked_for() {
        for character in '\0'..=char::MAX {
            let text = character.to_string();
            let apart: String = text.nfkc().collect();
            let is_width = matches!(character, '\u{3000}' | '\u{FF01}'..='\u{FFEF}');
            let width = if is_width { &apart } else { &text };
            assert_eq!(run(widths, &text), *width);
            let is_break = matches!(character, '\r' | '\u{85}' | '\u{2028}' | '\u{2029}');
            assert_eq!(run(line_breaks, &text) != text, is_break, "{character:?}");
        }
    }
}
