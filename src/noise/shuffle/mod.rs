//! Keyword shuffles undone: pieces of the title that stand scattered over the text.
//!
//! Sites that want to be found under the words of a headline cut it to pieces, make a *cycle* of
//! four to eight *items* of them, and put one item, in strict cyclic order, behind most clause
//! boundaries of the first paragraphs:
//!
//! ```text
//! title   海风渡轮今天下水 新船由太阳能驱动
//! cycle   海风渡, 新船, 太阳驱动, 下水
//! text    船长说，海风渡这艘船的新船甲板下面是太阳驱动电池，下水够用一天。海风渡
//! ```
//!
//! Neither the cycle nor the title is marked, and the same words stand in the text on their own
//! account. What tells them apart is the order, and that the text reads better without. So the
//! cycle is inferred from the head of the document, which has to pass one test after another:
//!
//! 1. a line at the head may be the title (`title`);
//! 2. behind the first boundaries pairs of its characters come again in the same order (`gate`).
//!    Hardly any clean document goes on from here;
//! 3. chains of strings that come again in the same order are first guesses (`seed`);
//! 4. a guess is aligned with the text by dynamic programming (`align`), with the gain of taking
//!    an item out told by pairs of characters (`natural`), and improved item by item (`cycle`);
//! 5. the gain must be beyond doubt, and the text must not repeat itself around the items as lists
//!    and refrains do (`parallel`).
//!
//! Then the items go, in their order, from the window and behind it for as long as they go on.
//! Learning looks at a bounded number of boundaries and characters, whatever the document is;
//! removing takes time linear in the text, with the number of items as a factor.

mod align;
mod cycle;
mod gate;
mod natural;
mod pairs;
mod parallel;
mod seed;
mod text;
mod title;

use std::ops::Range;

use align::{Alignment, LOST_COST, Start, align, slots};
use cycle::{FEWEST_ITEMS, Fit, Item, Search};
use gate::Head;
use natural::{Natural, Pairs};
use text::Text;
use title::Title;

use crate::rewrite::Rewriter;

/// Boundaries in which the cycle is inferred: five periods of eight items, and those that are
/// passed over or are none.
const LEARNT_BOUNDARIES: usize = 160;
/// Characters that are read at most to learn: text with few boundaries.
const COUNTED_CHARS: usize = 8 * 1024;

/// What a cycle must be worth, in nats, in all and for each insertion. Of 2,450 shuffled documents
/// one had a cycle worth less than 68 (or 6.3), of 9,000 clean ones none with enough items was
/// worth more than 46 (or 3.9).
const LEAST_WORTH: f32 = 56.0;
const LEAST_WORTH_EACH: f32 = 4.5;
/// The same without a title, where any string may be an item.
const LEAST_WORTH_UNTITLED: f32 = 80.0;

/// How much more it must be worth for each insertion that two rounds lack: some read naturally and are not found.
const MISSING_INSERTION_WORTH: f32 = 14.0;
/// Items that must come again.
const LEAST_AGAIN: usize = 3;

/// What it counts against a cycle that the text looks like a list or a refrain, for each nat.
const PARALLEL_COST: f32 = 12.0;

/// Boundaries passed over in a row after which no more insertions are expected.
const END: usize = 16;

/// What is known about the title of a document.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Titles<'t> {
    pub(crate) given: Option<&'t str>,
    /// Whether the first lines may be the title.
    pub(crate) infer: bool,
    /// Whether a cycle is looked for that is made of no title.
    pub(crate) without: bool,
}

/// An insertion in a segment: its bytes, and how sure it is one.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Insertion {
    range: Range<usize>,
    confidence: f32,
}

/// A cycle, and how far the document has come in it.
#[derive(Debug)]
pub(crate) struct Shuffle {
    items: Vec<Item>,
    title: Title,
    natural: Natural,
    /// The item inserted last, and the boundaries passed over since.
    last: usize,
    passed_over: usize,
}

/// The shuffle of a document, and the insertions in each segment of the window.
#[derive(Debug, Default)]
pub(crate) struct Learnt {
    /// `None` where there is no shuffle, or where it ends within the window.
    pub(crate) shuffle: Option<Shuffle>,
    pub(crate) insertions: Vec<Vec<Insertion>>,
}

/// Whether a document may be shuffled: hardly any other passes. The texts need not be lines.
pub(crate) fn is_suspicious(texts: &[&str], titles: Titles<'_>) -> bool {
    let Some(head) = Head::read(texts).filter(Head::has_chain) else { return false };
    if is_japanese(texts) {
        return false;
    }
    let lines = || texts.iter().flat_map(|text| text.split_inclusive('\n'));
    let candidates = candidates(&head, lines(), titles);
    if candidates.is_empty() {
        return false;
    }
    let lines: Vec<&str> = lines().collect();
    let (head, _) = Text::head(&lines, COUNTED_CHARS, LEARNT_BOUNDARIES);
    let pairs = Pairs::of(&head);
    candidates.iter().any(|title| !Guesses::of(&head, &pairs, title).seeds.is_empty())
}

/// The titles of which pairs come again in order.
fn candidates<'t>(
    head: &Head,
    lines: impl Iterator<Item = &'t str>,
    titles: Titles<'t>,
) -> Vec<Title> {
    let mut candidates = title::candidates(lines, titles);
    candidates.retain(|title| head.has_chain_of(title));
    candidates
}

/// Whether texts have kana, as Japanese does: titles are cut up in Chinese, and Japanese repeats its words behind commas
/// and particles.
fn is_japanese(texts: &[&str]) -> bool {
    /// Characters of East Asia that are looked at, and how many of them are kana.
    const LOOKED_AT: usize = 400;
    const LEAST: usize = LOOKED_AT / 5;
    let all = texts.iter().flat_map(|text| text.chars()).filter(|c| *c >= '\u{3041}');
    let kana = |c: &char| ('\u{3041}'..='\u{30FF}').contains(c);
    all.take(LOOKED_AT).filter(kana).nth(LEAST).is_some()
}

/// Infers the cycle from the segments of the survey window, and finds the insertions in them.
pub(crate) fn learn(segments: &[&str], titles: Titles<'_>) -> Learnt {
    let Some(head) = Head::read(segments) else { return Learnt::default() };
    let candidates = candidates(&head, segments.iter().copied(), titles);
    if candidates.is_empty() {
        return Learnt::default();
    }
    let (head, is_whole) = Text::head(segments, COUNTED_CHARS, LEARNT_BOUNDARIES);
    let pairs = Pairs::of(&head);
    let found = candidates.into_iter().filter_map(|title| infer(&head, &pairs, title));
    let best = found.max_by(|a, b| a.fit.worth.total_cmp(&b.fit.worth));
    let Some(Inferred { fit: Fit { items, alignment, .. }, slots, title, natural }) = best else {
        return Learnt::default();
    };
    let (text, slots, alignment) = if is_whole {
        (head, slots, alignment)
    } else {
        let text = Text::read(segments);
        let slots = align::slots(&text, &title, &natural, &title.walks(&text));
        let alignment = align(&text, &slots, &items, Start::Anywhere);
        (text, slots, alignment)
    };
    let mut insertions = vec![Vec::new(); segments.len()];
    for (segment, insertion) in place(&text, &slots, &items, &alignment) {
        insertions[segment].push(insertion);
    }
    let Some(&(slot, last)) = alignment.insertions.last() else { return Learnt::default() };
    let passed_over = slots.len() - slot - 1;
    let shuffle = Shuffle { items, title: title.anywhere(), natural, last, passed_over };
    Learnt { shuffle: shuffle.goes_on().then_some(shuffle), insertions }
}

/// The insertions of an alignment, with the segments they stand in.
fn place<'t>(
    text: &'t Text,
    slots: &'t [align::Slot],
    items: &'t [Item],
    alignment: &'t Alignment,
) -> impl Iterator<Item = (usize, Insertion)> + 't {
    let last = alignment.insertions.len().saturating_sub(1);
    alignment.insertions.iter().enumerate().map(move |(index, &(slot, item))| {
        let length = items[item].len();
        let gain = slots[slot].gain(length);
        // Those in between are in their turn; not taking them out would cost as much.
        let turn = if index == 0 || index == last { 0.0 } else { LOST_COST };
        let confidence = (1.0 / (1.0 + (-(gain + turn) / 2.0).exp())).clamp(0.5, 0.99);
        let (segment, range) = text.range(slots[slot].at, length);
        (segment, Insertion { range, confidence })
    })
}

impl Shuffle {
    /// Whether more insertions are expected.
    pub(crate) fn goes_on(&self) -> bool {
        self.passed_over < END
    }

    /// Finds the insertions in the next segment behind the window.
    pub(crate) fn next(&mut self, segment: &str) -> Vec<Insertion> {
        let text = Text::read(&[segment]);
        let slots = slots(&text, &self.title, &self.natural, &self.title.walks(&text));
        let start = Start::Behind { item: self.last, passed_over: self.passed_over };
        let alignment = align(&text, &slots, &self.items, start);
        match alignment.insertions.last() {
            Some(&(slot, last)) => {
                self.last = last;
                self.passed_over = slots.len() - slot - 1;
            }
            None => self.passed_over += slots.len(),
        }
        place(&text, &slots, &self.items, &alignment).map(|(_, insertion)| insertion).collect()
    }
}

/// Takes insertions out of a segment.
pub(crate) fn remove(insertions: &[Insertion], rewriter: &mut Rewriter<'_>) {
    for Insertion { range, confidence } in insertions {
        rewriter.delete(range.clone(), *confidence);
    }
}

/// A cycle with all that it was inferred by.
struct Inferred {
    fit: Fit,
    slots: Vec<align::Slot>,
    title: Title,
    natural: Natural,
}

/// First guesses at the cycle made of a title, with the places where its items may stand.
struct Guesses {
    walks: Vec<title::Walk>,
    slots: Vec<align::Slot>,
    seeds: Vec<Vec<Item>>,
}

impl Guesses {
    fn of(text: &Text, pairs: &Pairs, title: &Title) -> Guesses {
        // At first whatever may be an insertion is left out of what is natural in this document; then
        // only what was taken for one.
        let walks = title.walks(text);
        let long = walks.iter().filter(|walk| walk.length >= cycle::SHORTEST_ITEM);
        let left_out: Vec<_> = long.map(|walk| (walk.boundary.at, walk.length)).collect();
        let natural = Natural::count(pairs, &left_out);
        let slots = slots(text, title, &natural, &walks);
        let seeds = seed::seeds(text, &slots);
        Guesses { walks, slots, seeds }
    }
}

/// The cycle made of a title, if the text leaves no doubt that there is one.
fn infer(text: &Text, pairs: &Pairs, title: Title) -> Option<Inferred> {
    let Guesses { walks, slots: found, seeds } = Guesses::of(text, pairs, &title);
    let search = Search { text, slots: &found, title: &title };
    let fit = search.best(seeds)?;
    if fit.items.len() + 1 < FEWEST_ITEMS {
        return None;
    }
    let insertions = fit.alignment.insertions.iter();
    let left_out: Vec<(usize, usize)> =
        insertions.map(|(slot, item)| (found[*slot].at, fit.items[*item].len())).collect();
    let natural = Natural::count(pairs, &left_out);
    let found = slots(text, &title, &natural, &walks);
    let search = Search { text, slots: &found, title: &title };
    let fit = search.climb(search.fit(fit.items)?);
    let count = fit.alignment.insertions.len();
    let parallel = parallel::ratio(text, &found, &fit).max(0.0);
    let least = if title.is_known() { LEAST_WORTH } else { LEAST_WORTH_UNTITLED };
    // Two rounds, unless what there is of them is worth so much more.
    let missing = (2 * fit.items.len()).saturating_sub(count);
    let again = count.saturating_sub(fit.items.len());
    let least = least + MISSING_INSERTION_WORTH * missing as f32;
    let holds = fit.items.len() >= FEWEST_ITEMS
        && again >= LEAST_AGAIN
        && fit.worth - PARALLEL_COST * parallel >= least
        && fit.worth >= LEAST_WORTH_EACH * count as f32;
    holds.then_some(Inferred { fit, slots: found, title, natural })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn japanese_is_not_suspicious() {
        let titles = Titles { given: None, infer: true, without: false };
        let title = "海風渡船今日進水新船太陽駆動\n";
        let text = |behind: &str| {
            let cycle = ["海風", "進水", "新船", "太陽", "駆動"];
            let turn = |turn: usize| format!("一些字，{}{behind}", cycle[turn % cycle.len()]);
            title.to_owned() + &(0..40).map(turn).collect::<String>()
        };
        assert!(is_suspicious(&[&text("一些字")], titles));
        assert!(!is_suspicious(&[&text("のことだった")], titles));
    }
}
