//! The title, of which the inserted items are made: which strings are *walks* over it.
//!
//! A walk is a string of Chinese characters cut from the title in one to three runs, in the
//! title's order. Sets of places in the title are bit masks, so that a walk is followed with a
//! few operations a character, whatever the title looks like.

use super::Titles;
use super::align::MOST_WALK;
use super::text::{Boundary, Text, is_han};
use crate::han::fold;
use crate::language;

/// Places of a title that count: the bits of a mask. Headlines have 10 to 60 characters.
const MOST_PLACES: usize = 128;
/// Chinese characters of a line that may be a title.
const LINE_LEAST: usize = 8;
const LINE_MOST: usize = 80;
/// Lines with text at the head of a document among which the title is looked for: the site's own
/// lines come before it.
const LINES: usize = 6;

/// Runs of the title that an item is made of.
pub(super) const MOST_RUNS: usize = 3;

/// Choosing one of the usual lengths, in nats.
const LENGTH_COST: f32 = 1.1;
/// What each run behind the first costs beside its place: two in three items are a single run.
const RUN_COST: f32 = 0.7;

/// How an item is made from the title.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Description {
    pub(super) runs: usize,
    /// The places in the title.
    pub(super) places: u128,
}

/// Where the characters of inserted items come from.
#[derive(Clone, Debug)]
pub(super) enum Title {
    /// A title with these characters, each with the mask of its places, sorted.
    Known { han: Vec<char>, places: Vec<(char, u128)>, line: Option<usize> },
    /// Any Chinese characters.
    Unknown,
}

/// The titles that a document with these lines may have.
pub(super) fn candidates<'t>(
    lines: impl Iterator<Item = &'t str>,
    titles: Titles<'t>,
) -> Vec<Title> {
    let with_text = lines.enumerate().filter(|(_, line)| !line.trim().is_empty());
    let first: Vec<(usize, &str)> = with_text.take(LINES).collect();
    let given = titles.given.and_then(|given| {
        let line = first.iter().find(|(_, line)| line.trim() == given.trim());
        Title::new(given, line.map(|(index, _)| *index))
    });
    let is_short = |line: &str| {
        !line.is_ascii() && line.chars().filter(|c| is_han(*c)).nth(LINE_MOST).is_none()
    };
    let short = first.iter().filter(|(_, line)| titles.infer && is_short(line));
    let inferred = short.filter_map(|(index, line)| Title::new(line, Some(*index)));
    given.into_iter().chain(inferred).chain(titles.without.then_some(Title::Unknown)).collect()
}

/// How far a title can be walked behind a boundary.
#[derive(Clone, Copy, Debug)]
pub(super) struct Walk {
    pub(super) boundary: Boundary,
    /// In characters.
    pub(super) length: usize,
}

/// Places in the title where a walk may stand by now, by the number of runs used up.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Steps {
    ends: [u128; MOST_RUNS],
}

impl Steps {
    /// The fewest runs that the walk can be made of, from 1.
    fn runs(self) -> Option<usize> {
        self.ends.iter().position(|ends| *ends != 0).map(|index| index + 1)
    }
}

impl Title {
    /// A title in words; its Chinese characters alone count. `None` where they are too few.
    pub(super) fn new(words: &str, line: Option<usize>) -> Option<Title> {
        let han: Vec<char> = words
            .chars()
            .filter(|c| is_han(*c))
            .take(MOST_PLACES)
            .map(fold::to_simplified)
            .collect();
        if han.len() < LINE_LEAST {
            return None;
        }
        let mut places: Vec<(char, u128)> = Vec::new();
        for (place, c) in han.iter().enumerate() {
            match places.binary_search_by_key(c, |entry| entry.0) {
                Ok(at) => places[at].1 |= 1 << place,
                Err(at) => places.insert(at, (*c, 1 << place)),
            }
        }
        Some(Title::Known { han, places, line })
    }

    fn mask(&self, c: char) -> u128 {
        match self {
            Title::Known { places, .. } => {
                places.binary_search_by_key(&c, |entry| entry.0).map_or(0, |at| places[at].1)
            }
            Title::Unknown => u128::from(is_han(c)),
        }
    }

    /// The title as it is to the text behind the window, where its line does not stand.
    pub(super) fn anywhere(mut self) -> Title {
        if let Title::Known { line, .. } = &mut self {
            *line = None;
        }
        self
    }

    pub(super) fn is_known(&self) -> bool {
        matches!(self, Title::Known { .. })
    }

    /// The segment that the title was taken from.
    pub(super) fn line(&self) -> Option<usize> {
        match self {
            Title::Known { line, .. } => *line,
            Title::Unknown => None,
        }
    }

    /// Follows a walk by one more character; `None` where it leaves the title.
    pub(super) fn follow(&self, walk: Option<Steps>, c: char) -> Option<Steps> {
        self.follow_outside(walk, c, 0)
    }

    fn follow_outside(&self, walk: Option<Steps>, c: char, taken: u128) -> Option<Steps> {
        let mask = self.mask(c) & !taken;
        if mask == 0 {
            return None;
        }
        let Some(Steps { ends }) = walk else {
            return Some(Steps { ends: [mask, 0, 0] });
        };
        if let Title::Unknown = self {
            return walk;
        }
        let mut next = [0; MOST_RUNS];
        for run in 0..MOST_RUNS {
            let going_on = ends[run] << 1;
            let jumping = if run == 0 { 0 } else { behind(ends[run - 1]) };
            next[run] = (going_on | jumping) & mask;
        }
        next.iter().any(|ends| *ends != 0).then_some(Steps { ends: next })
    }

    /// The longest walk behind each boundary of a text that is not in the title itself.
    pub(super) fn walks(&self, text: &Text) -> Vec<Walk> {
        let own = self.line();
        let open = text.boundaries.iter().filter(|boundary| own != Some(boundary.segment));
        let longest = |at: usize| self.longest_walk(text.from(at), MOST_WALK);
        open.map(|it| Walk { boundary: *it, length: longest(it.at) }).collect()
    }

    /// The length of the longest walk, up to `most`, at the start of some characters.
    pub(super) fn longest_walk(&self, text: &[char], most: usize) -> usize {
        let mut walk = None;
        for (length, c) in text.iter().take(most).enumerate() {
            walk = self.follow(walk, *c);
            if walk.is_none() {
                return length;
            }
        }
        text.len().min(most)
    }

    /// How many characters of `next` go on with the title where `previous` leaves it.
    pub(super) fn goes_on(&self, previous: [char; 2], next: &[char]) -> usize {
        let Title::Known { han, .. } = self else { return 0 };
        let going_on = |place: usize| {
            let title = han[place + previous.len()..].iter();
            title.zip(next).take_while(|(a, b)| a == b).count()
        };
        let leaves = |place: &usize| han[*place..].starts_with(&previous);
        (0..han.len()).filter(leaves).map(going_on).max().unwrap_or(0)
    }

    /// The runs of the title that spell an item, away from the places that are `taken` as far as
    /// possible. `None` where the item is no walk.
    pub(super) fn describe(&self, item: &[char], taken: u128) -> Option<Description> {
        if let Title::Unknown = self {
            return Some(Description { runs: 1, places: 0 });
        }
        self.spell(item, taken).or_else(|| self.spell(item, 0))
    }

    /// The fewest runs that spell an item without the `taken` places.
    fn spell(&self, item: &[char], taken: u128) -> Option<Description> {
        let mut steps = Vec::with_capacity(item.len());
        let mut walk = None;
        for c in item {
            let step = self.follow_outside(walk, *c, taken)?;
            steps.push(step);
            walk = Some(step);
        }
        let last = steps.last()?;
        let runs = last.runs()?;
        // Back along the runs, one place a character.
        let mut run = runs - 1;
        let mut place = lowest(last.ends[run]);
        let mut places = place;
        for step in steps.iter().rev().skip(1) {
            if step.ends[run] & (place >> 1) != 0 {
                place >>= 1;
            } else {
                run = run.saturating_sub(1);
                place = lowest(step.ends[run]);
            }
            places |= place;
        }
        Some(Description { runs, places })
    }

    /// What it costs, in nats, to name an item of so many runs. Without a title it is spelt.
    pub(super) fn cost(&self, item: &[char], description: &Description) -> f32 {
        match self {
            Title::Known { han, .. } => {
                // Each run has a place, and all together a length; the more runs, the rarer.
                let runs = description.runs as f32;
                runs * (han.len() as f32).ln() + LENGTH_COST + (runs - 1.0) * RUN_COST
            }
            Title::Unknown => item.iter().map(|c| language::rarity(*c)).sum(),
        }
    }
}

fn lowest(mask: u128) -> u128 {
    mask & mask.wrapping_neg()
}

/// All places behind the first of some places.
fn behind(mask: u128) -> u128 {
    if mask == 0 { 0 } else { !(lowest(mask) | (lowest(mask) - 1)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn han(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    fn title() -> Title {
        Title::new("海风渡轮今天下水 新船由“太阳能”驱动", None).unwrap()
    }

    #[test]
    fn walks_are_runs_of_the_title_in_order() {
        let cases = [
            ("海风渡轮", 4),
            ("下水新船", 4),
            ("海风新船驱动的", 6),
            ("海今新太阳", 3),
            ("驱动海风", 2),
            ("桥", 0),
            ("", 0),
        ];
        for (text, length) in cases {
            assert_eq!(title().longest_walk(&han(text), MOST_WALK), length, "{text}");
        }
    }

    #[test]
    fn items_are_described_by_the_fewest_runs() {
        for (item, runs, places) in [
            ("海风", 1, 0b11),
            ("海新", 2, 1 | 1 << 8),
            ("风轮下水", 3, 1 << 1 | 1 << 3 | 0b11 << 6),
        ] {
            assert_eq!(
                title().describe(&han(item), 0),
                Some(Description { runs, places }),
                "{item}"
            );
        }
        assert_eq!(title().describe(&han("动海"), 0), None);
        let twice = Title::new("山水之间有山水人家", None).unwrap();
        let other = twice.describe(&han("山水"), 0b11).unwrap();
        assert_eq!(other.places, 0b11 << 5);
    }

    #[test]
    fn the_text_may_go_on_with_the_title() {
        let going_on = |previous, next: &str| title().goes_on(previous, &han(next));
        assert_eq!(going_on(['下', '水'], "新船由人"), 3);
        assert_eq!(going_on(['下', '水'], "新新船"), 1);
        assert_eq!(going_on(['水', '下'], "新船"), 0);
    }

    #[test]
    fn titles_are_short_lines_at_the_head() {
        let titles = Titles { given: None, infer: true, without: false };
        let long = "字".repeat(200);
        let lines = ["\n", "首页 > 新闻\n", "海风渡轮今天下水\n", &long, "Ferry, launched today\n"];
        let found: Vec<_> = candidates(lines.into_iter(), titles).iter().map(Title::line).collect();
        assert_eq!(found, [Some(2)]);
        let given = Titles { given: Some("海风渡轮今天下水"), infer: false, without: true };
        assert_eq!(candidates(lines.into_iter(), given).len(), 2);
    }
}
