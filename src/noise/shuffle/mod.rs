//! Keyword shuffles undone: pieces of the title that stand scattered over the text.

mod align;
mod cycle;
mod natural;
mod seed;
mod text;
mod title;

use align::{MOST_WALK, slots, walks};
use cycle::{FEWEST_ITEMS, Fit, Item, Search};
use natural::Natural;
use text::Text;
use title::Title;

use crate::rewrite::Rewriter;

const LEARNT_BOUNDARIES: usize = 160;
const COUNTED_CHARS: usize = 8192;
const LEAST_WORTH: f32 = 30.0;

/// What the head of the document tells about a shuffle.
#[derive(Debug, Default)]
pub(crate) struct Shuffle {
    /// (segment, byte range, confidence)
    removals: Vec<(usize, std::ops::Range<usize>, f32)>,
    items: Vec<Item>,
}

/// Options.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Titles<'t> {
    pub(crate) given: Option<&'t str>,
    pub(crate) infer: bool,
    pub(crate) without: bool,
}

impl Shuffle {
    pub(crate) fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    pub(crate) fn repair_window(&self, segment: usize, out: &mut Rewriter<'_>) {
        for (_, range, confidence) in self.removals.iter().filter(|r| r.0 == segment) {
            out.delete(range.clone(), *confidence);
        }
    }
}

pub(crate) fn learn(segments: &[&str], titles: Titles<'_>) -> Shuffle {
    let mut candidates = Vec::new();
    if let Some(given) = titles.given {
        let line = segments.iter().take(16).position(|line| line.trim() == given.trim());
        candidates.extend(Title::new(given, line));
    }
    if titles.infer {
        candidates.extend(Title::candidates(segments));
    }
    if titles.without {
        candidates.push(Title::Unknown);
    }
    if candidates.is_empty() {
        return Shuffle::default();
    }
    let head = Text::read(segments, LEARNT_BOUNDARIES, usize::MAX);
    let repeated = repeated(&head);
    candidates.retain(|title| title::recurs(title, &head, &repeated));
    if candidates.is_empty() {
        return Shuffle::default();
    }
    let mut text = Text::read(segments, usize::MAX, COUNTED_CHARS);
    text.boundaries.truncate(LEARNT_BOUNDARIES);
    let best = candidates
        .into_iter()
        .filter_map(|title| infer(&text, &title))
        .max_by(|a, b| a.0.worth.total_cmp(&b.0.worth));
    let Some((fit, ats)) = best else { return Shuffle::default() };
    if std::env::var_os("SHUFFLE_DEBUG").is_some() {
        let items: Vec<String> = fit.items.iter().map(|i| i.iter().collect()).collect();
        eprintln!("WORTH {:.1} per {:.1} n {} items {:?}", fit.worth, fit.worth / ats.len().max(1) as f32, ats.len(), items);
    }
    if fit.items.len() < FEWEST_ITEMS || ats.len() < 2 * fit.items.len() || fit.worth < LEAST_WORTH {
        return Shuffle::default();
    }
    let removals = ats
        .iter()
        .map(|(at, item)| {
            let (segment, start) = text.place(*at);
            let (_, end) = text.place(*at + fit.items[*item].len());
            (segment, start..end, 0.95)
        })
        .collect();
    Shuffle { removals, items: fit.items }
}

fn infer(text: &Text, title: &Title) -> Option<(Fit, Vec<(usize, usize)>)> {
    let walks = walks(text, title, MOST_WALK);
    let left_out: Vec<(usize, usize)> = text
        .boundaries
        .iter()
        .zip(&walks)
        .filter(|(_, walk)| **walk > 0)
        .map(|(boundary, walk)| (boundary.at, *walk))
        .collect();
    let natural = Natural::count(text, &left_out);
    let found = slots(text, title, &walks, &natural);
    let search = Search { text, slots: &found, title };
    let seeds = seed::seeds(text, &found);
    let fit = search.best(seeds)?;
    // Once more, with the text known that is not inserted.
    let left_out: Vec<(usize, usize)> = fit
        .alignment
        .insertions
        .iter()
        .map(|(slot, item)| (found[*slot].at, fit.items[*item].len()))
        .collect();
    let natural = Natural::count(text, &left_out);
    let found = slots(text, title, &walks, &natural);
    let search = Search { text, slots: &found, title };
    let fit = search.climb(search.fit(fit.items)?);
    if std::env::var_os("SHUFFLE_DEBUG").is_some() && fit.worth > 0.0 {
        let list: Vec<String> = fit.alignment.insertions.iter().map(|(slot, item)| format!("{}:{}:{:.1}", found[*slot].at, slot, found[*slot].gain(fit.items[*item].len()))).collect();
        eprintln!("SLOTS {}", list.join(" "));
    }
    let ats = fit.alignment.insertions.iter().map(|(slot, item)| (found[*slot].at, *item)).collect();
    Some((fit, ats))
}

/// Pairs of Chinese characters that stand behind more than one boundary, with their number.
fn repeated(head: &Text) -> Vec<([char; 2], u32)> {
    let mut pairs: Vec<[char; 2]> = head
        .boundaries
        .iter()
        .filter_map(|boundary| head.from(boundary.at).first_chunk::<2>())
        .filter(|pair| pair.iter().all(|c| text::is_han(*c)))
        .copied()
        .collect();
    pairs.sort_unstable();
    let mut repeated: Vec<([char; 2], u32)> = Vec::new();
    for pair in pairs {
        match repeated.last_mut() {
            Some(last) if last.0 == pair => last.1 += 1,
            _ => repeated.push((pair, 1)),
        }
    }
    repeated.retain(|(_, times)| *times > 1);
    repeated
}
