//! Half-width katakana: words of them cost what they cost in full width.
//!
//! Few pages have any, so that the table knows each as a rare character. But those that do have them
//! in the order of words, and a sound mark only behind a kana that takes one. What a wrong decoder makes of
//! pairs of bytes knows no such order.

use memchr::memchr;

use super::Model;

/// What a sound mark costs by itself, in tenths of a nat.
const STRAY: u32 = 120;

/// The characters of U+FF61 to U+FF9F in full width.
const FULL: &str = "。「」、・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン゛゜";
const FIRST: u32 = 0xFF61;
const VOICED: char = '゛';
const HALF_VOICED: char = '゜';

/// What a line of half-width katakana costs; `None` where there are none.
pub(super) fn line_cost(text: &str, model: Model) -> Option<u32> {
    // They all begin with the same byte, and few texts have it.
    let has_any = memchr(0xEF, text.as_bytes()).is_some() && text.contains(is_half_width);
    has_any.then(|| {
        let mut previous = model.line_end();
        let mut sum = 0;
        let mut characters = text.chars().map(full_width).peekable();
        while let Some((c, is_narrow)) = characters.next() {
            let mark = characters.peek().map(|(mark, _)| *mark).filter(|_| is_narrow);
            let marked = mark.and_then(|mark| with_mark(c, mark));
            if marked.is_some() {
                characters.next();
            }
            let c = marked.unwrap_or(c);
            let next = model.symbol(c);
            let is_stray = is_narrow && matches!(c, VOICED | HALF_VOICED);
            sum += if is_stray { STRAY } else { model.cost(previous, next) };
            previous = next;
        }
        sum
    })
}

fn is_half_width(c: char) -> bool {
    ('\u{FF61}'..='\u{FF9F}').contains(&c)
}

/// A character in full width, and whether it was half as wide.
fn full_width(c: char) -> (char, bool) {
    let full = u32::from(c).checked_sub(FIRST).and_then(|place| FULL.chars().nth(place as usize));
    full.map_or((c, false), |full| (full, true))
}

/// A kana together with the sound mark behind it, if it takes one: those with marks stand behind those without.
fn with_mark(kana: char, mark: char) -> Option<char> {
    let steps = match (kana, mark) {
        ('ウ', VOICED) => return Some('ヴ'),
        ('カ'..='ヂ' | 'ツ' | 'テ' | 'ト', VOICED) => 1,
        ('ハ' | 'ヒ' | 'フ' | 'ヘ' | 'ホ', VOICED) => 1,
        ('ハ' | 'ヒ' | 'フ' | 'ヘ' | 'ホ', HALF_VOICED) => 2,
        _ => return None,
    };
    char::from_u32(u32::from(kana) + steps)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_cost_what_they_cost_in_full_width() {
        let model = Model::get();
        for (half, full) in [("ｹﾞｰﾑ", "ゲーム"), ("ﾎﾟｲﾝﾄ", "ポイント"), ("ｳﾞｨﾗ 2", "ヴィラ 2")]
        {
            assert_eq!(line_cost(half, model), Some(model.line_cost(full)), "{half}");
        }
        assert_eq!(line_cost("ゲーム", model), None);
        let stray = line_cost("ｱﾞ", model);
        assert!(stray > line_cost("ｶﾞ", model).map(|cost| cost + STRAY / 2), "{stray:?}");
    }
}
