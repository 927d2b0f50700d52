//! The title, of which the inserted items are made: which strings are *walks* over it.
//!
//! A walk is a string of Chinese characters cut from the title in one to three runs, in the
//! title's order. Sets of places in the title are bit masks, so that a walk is followed with a
//! few operations a character, whatever the title looks like.

use super::text::{Text, is_han};
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

/// Where the characters of inserted items come from.
#[derive(Clone, Debug)]
pub(super) enum Title {
    /// A title with these characters, each with the mask of its places, sorted.
    Known { places: Vec<(char, u128)>, length: usize, line: Option<usize> },
    /// Any Chinese characters.
    Unknown,
}

/// Places in the title where a walk may stand by now, by the number of runs used up.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Walk {
    ends: [u128; MOST_RUNS],
}

impl Walk {
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
        Some(Title::Known { places, length: han.len(), line })
    }

    /// The lines at the head of a document that may be its title.
    pub(super) fn candidates(segments: &[&str]) -> Vec<Title> {
        let with_text = |line: &&(usize, &&str)| !line.1.trim().is_empty();
        let lines: Vec<(usize, &&str)> = segments.iter().enumerate().collect();
        lines
            .iter()
            .filter(with_text)
            .take(LINES)
            .filter(|(_, line)| line.chars().filter(|c| is_han(*c)).nth(LINE_MOST).is_none())
            .filter_map(|(index, line)| Title::new(line, Some(*index)))
            .collect()
    }

    fn mask(&self, c: char) -> u128 {
        match self {
            Title::Known { places, .. } => places
                .binary_search_by_key(&c, |entry| entry.0)
                .map_or(0, |at| places[at].1),
            Title::Unknown => u128::from(is_han(c)),
        }
    }

    /// The segment that the title was taken from.
    pub(super) fn line(&self) -> Option<usize> {
        match self {
            Title::Known { line, .. } => *line,
            Title::Unknown => None,
        }
    }

    /// Follows a walk by one more character; `None` where it leaves the title.
    pub(super) fn follow(&self, walk: Option<Walk>, c: char) -> Option<Walk> {
        let mask = self.mask(c);
        if mask == 0 {
            return None;
        }
        let Some(Walk { ends }) = walk else {
            return Some(Walk { ends: [mask, 0, 0] });
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
        next.iter().any(|ends| *ends != 0).then_some(Walk { ends: next })
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

    /// What it costs, in nats, to name an item by its runs in the title; `None` where it is no
    /// walk. Without a title it must be spelt.
    pub(super) fn cost(&self, item: &[char]) -> Option<f32> {
        let mut walk = None;
        for c in item {
            walk = Some(self.follow(walk, *c)?);
        }
        match self {
            Title::Known { length, .. } => {
                let length = *length as f32;
                let runs = walk?.runs()? as f32;
                // Each run has a place, and together they have a length; that there are more than
                // one is the rarer the more there are.
                Some(runs * length.ln() + 3_f32.ln() + (runs - 1.0) * 0.7)
            }
            Title::Unknown => Some(item.iter().map(|c| language::rarity(*c)).sum()),
        }
    }

    /// A set of places in the title that spell the item in the fewest runs.
    pub(super) fn places(&self, item: &[char]) -> u128 {
        let mut steps = Vec::with_capacity(item.len());
        let mut walk = None;
        for c in item {
            walk = self.follow(walk, *c);
            let Some(step) = walk else { return 0 };
            steps.push(step);
        }
        if let Title::Unknown = self {
            return 0;
        }
        let Some(mut run) = walk.and_then(Walk::runs).map(|runs| runs - 1) else { return 0 };
        let mut taken = 0;
        let mut end = lowest(steps[item.len() - 1].ends[run]);
        for step in (0..item.len()).rev() {
            taken |= end;
            let Some(before) = step.checked_sub(1) else { break };
            let ends = steps[before].ends;
            if ends[run] & (end >> 1) != 0 {
                end >>= 1;
            } else {
                run -= usize::from(run > 0);
                end = lowest(ends[run]);
            }
        }
        taken
    }
}

fn lowest(mask: u128) -> u128 {
    mask & mask.wrapping_neg()
}

/// All places behind the first of some places.
fn behind(mask: u128) -> u128 {
    if mask == 0 { 0 } else { !(lowest(mask) | (lowest(mask) - 1)) }
}

/// Whether a quick look at the text finds the same pairs of a title's characters behind boundaries
/// again and again.
pub(super) fn recurs(title: &Title, text: &Text, repeated: &[([char; 2], u32)]) -> bool {
    let _ = text;
    let mut kinds = 0;
    let mut count = 0;
    for (pair, times) in repeated {
        if title.longest_walk(pair, 2) == 2 {
            kinds += 1;
            count += times;
        }
    }
    kinds >= 3 && count >= 8
}
