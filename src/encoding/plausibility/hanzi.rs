//! What is known of Chinese characters beyond the table of all languages.
//!
//! Most words of Chinese are none of the commonest pairs of fifty languages. The model of
//! [Chinese](crate::language) knows more of them. And rare characters stand beside others of their radical, as
//! in 琵琶 and 鸳鸯, which in Unicode is side by side, or beside themselves. Of all other pairs this says nothing:
//! what a wrong decoder makes is Chinese characters, too.

use super::Model;
use crate::language::Symbol;

/// What a pair costs more in all text than in Chinese, in tenths of a nat.
const MORE: u32 = 20;
/// How far from each other characters of one radical are, as a rule, and what one costs after another at most.
const NEAR: u32 = 64;
const AKIN: u32 = 70;

/// How much less a line costs where this is known, too.
pub(super) fn discount(text: &str, model: Model) -> u32 {
    let mut before = '\n';
    let mut sum = 0;
    for c in text.chars() {
        if let Some(pair) = pair_cost(before, c) {
            let mixed = model.cost(model.symbol(before), model.symbol(c));
            sum += mixed.saturating_sub(pair);
        }
        before = c;
    }
    sum
}

/// What a character costs after another at most, if both are Chinese.
fn pair_cost(before: char, next: char) -> Option<u32> {
    let is_hanzi = |c: char| ('\u{4E00}'..='\u{9FFF}').contains(&c);
    if !is_hanzi(before) || !is_hanzi(next) {
        return None;
    }
    if u32::from(before).abs_diff(u32::from(next)) < NEAR {
        return Some(AKIN);
    }
    let (before, next) = (Symbol::of(before), Symbol::of(next));
    let is_known = !before.is_class() && !next.is_class();
    let pair = if is_known { next.known_after(before) } else { None };
    pair.map(|pair| pair as u32 + MORE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_rare_characters_cost_less_than_chance() {
        let model = Model::get();
        for (word, chance) in
            [("琵琶", "琵呐"), ("鸳鸯", "鸳镍"), ("窗帘", "帘窗"), ("哼哼", "哼镍")]
        {
            let discount = discount(word, model);
            assert!(discount > 40, "{word} {discount}");
            assert_eq!(super::discount(chance, model), 0, "{chance}");
        }
        for text in ["ルルの", "plain", "窗a帘", "가나"] {
            assert_eq!(discount(text, model), 0, "{text}");
        }
    }
}
