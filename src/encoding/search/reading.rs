//! A text on the way back, and what it costs.

use crate::encoding::plan::Plan;
use crate::encoding::plausibility::{Model, Spoken};
use crate::encoding::scan::WIDE;
use crate::encoding::verdict::is_sign;

/// What a letter beyond ASCII costs at most, on an average, in words of one language.
const FLUENT: u32 = 45;
/// And where most letters are ASCII, which makes the others rare.
const FLUENT_LATIN: u32 = 55;
/// How much less several letters together cost in text that is clean beyond doubt.
const DOUBT: u32 = 60;

/// A text on the way back.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    pub(super) text: String,
    pub(super) plan: Plan,
    /// The cost of the text and the prices of the hops.
    pub(super) cost: i32,
    /// The same among all languages mixed.
    pub(super) mixed_cost: i32,
    /// The text as words of one language, if it is more that than what all languages have.
    spoken: Option<Spoken>,
}

/// What a text costs, before it is known whether anybody wants it.
pub(super) struct Weight {
    /// The cost of the text and the prices of the hops.
    pub(super) cost: i32,
    mixed_cost: i32,
    spoken: Option<Spoken>,
}

impl Weight {
    /// Of a text of which it may be known already what it costs among all languages mixed.
    pub(super) fn of(text: &str, mixed_cost: Option<i32>, prices: i32, model: Model) -> Weight {
        let spoken = if text.contains(|c| c >= WIDE) { None } else { Some(model.spoken(text)) };
        let mixed_cost = mixed_cost.unwrap_or_else(|| match spoken {
            Some(spoken) => spoken.mixed_cost as i32,
            None => model.line_cost(text) as i32,
        });
        // Of all languages mixed nearly every pair of Latin letters is usual.
        let cost = match spoken {
            Some(spoken) if spoken.marked > 0 && is_latin(text) => spoken.cost as i32,
            Some(spoken) => mixed_cost.min(spoken.cost as i32),
            None => mixed_cost - model.discount(text) as i32,
        } + prices;
        Weight { cost, mixed_cost: mixed_cost + prices, spoken }
    }
}

impl Reading {
    /// The text as it stands.
    pub(super) fn start(text: &str, model: Model) -> Reading {
        Reading::new(text.to_owned(), Plan::EMPTY, 0, model)
    }

    pub(super) fn new(text: String, plan: Plan, prices: i32, model: Model) -> Reading {
        let weight = Weight::of(&text, None, prices, model);
        Reading::weighed(text, plan, weight)
    }

    pub(super) fn weighed(text: String, plan: Plan, weight: Weight) -> Reading {
        let Weight { cost, mixed_cost, spoken } = weight;
        Reading { text, plan, cost, mixed_cost, spoken }
    }

    /// Whether it is words of one language beyond doubt, and has no letter or mark that others use.
    pub(super) fn is_clean(&self) -> bool {
        let is_usual = |c: char| c.is_ascii() || c.is_alphabetic() || is_sign(c);
        let is_sure = |it: Spoken| it.foreign == 0 && it.marked_cost + DOUBT <= it.marked * FLUENT;
        self.spoken.is_some_and(is_sure) && self.text.chars().all(is_usual)
    }

    /// Whether it is words of one language, with the letters that these words have.
    pub(super) fn is_fluent(&self) -> bool {
        let most = if is_latin(&self.text) { FLUENT_LATIN } else { FLUENT };
        let is_fluent =
            |it: Spoken| it.marked > 0 && it.foreign == 0 && it.marked_cost <= it.marked * most;
        // Else most of it are signs.
        let has_letters = |it: Spoken| {
            2 * it.marked as usize >= self.text.chars().filter(|c| !c.is_ascii()).count()
        };
        self.spoken.is_some_and(|it| is_fluent(it) && has_letters(it))
    }
}

/// Whether a text has letters of no other alphabet than the Latin one.
pub(super) fn is_latin(text: &str) -> bool {
    text.chars().all(|c| c < '\u{370}' || ('\u{2000}'..WIDE).contains(&c))
}
