//! Keyword shuffle, the inverse of `shuffle`.
//!
//! The title is cut into a *cycle* of four to eight items of two to six Han characters, each made
//! of at most three runs of the title in title order. After about 70% of the clause boundaries of
//! the body stands one item, strictly in cyclic order, for two to five periods; then it stops.

use super::super::random::Random;
use super::is_han;

/// Characters after which an item may be inserted.
pub const BOUNDARIES: &str = "，、。的是,";

/// Characters before which nothing is inserted: they close what stands before them.
const CLOSING: &str = "”’》」』〉）】)]>\"'!?！？，。、；：;:,.…—";

/// How many boundaries in a hundred take an insertion, while it lasts.
const INSERTION_PERCENT: usize = 70;

/// Characters between two insertions, but for rare exceptions.
const LEAST_DISTANCE: usize = 4;
const CLOSER_PERCENT: usize = 2;

/// So few insertions, no more than three rounds of the fewest items, may not be beyond doubt; then all of them may
/// stay.
pub const FEW_INSERTIONS: usize = 12;

/// A shuffled body, and what was inserted.
pub struct Shuffled {
    pub body: String,
    /// The items in their order.
    pub cycle: Vec<String>,
    /// Byte offsets in the original body; the n-th stands for item n modulo the cycle's length.
    pub insertions: Vec<usize>,
}

/// Shuffles pieces of `title` into `body`; `None` where the title is too short for a cycle.
pub fn shuffle(title: &str, body: &str, random: &mut Random) -> Option<Shuffled> {
    let cycle = cycle(title, random)?;
    let wanted = random.between(2 * cycle.len() + 1, 5 * cycle.len());
    let mut shuffled = String::with_capacity(body.len() * 2);
    let mut insertions = Vec::new();
    let mut distance = LEAST_DISTANCE;
    let mut characters = body.char_indices().peekable();
    while let Some((_, character)) = characters.next() {
        shuffled.push(character);
        distance += 1;
        let Some(&(at, next)) = characters.peek() else { break };
        if insertions.len() < wanted
            && BOUNDARIES.contains(character)
            && may_stand_before(next, character)
            && (distance >= LEAST_DISTANCE || random.percent(CLOSER_PERCENT))
            && random.percent(INSERTION_PERCENT)
        {
            shuffled.push_str(&cycle[insertions.len() % cycle.len()]);
            insertions.push(at);
            distance = 0;
        }
    }
    Some(Shuffled { body: shuffled, cycle, insertions })
}

fn may_stand_before(next: char, boundary: char) -> bool {
    // `1,000` and `one, two` are no clause boundaries of Chinese prose.
    let is_latin = boundary == ',' && (next.is_ascii_digit() || next == ' ');
    !is_latin && !next.is_control() && !CLOSING.contains(next)
}

/// Four to eight different items made from the title, in random order.
///
/// No two items share a place in the title, as far as a title of that length allows.
pub fn cycle(title: &str, random: &mut Random) -> Option<Vec<String>> {
    let title: Vec<char> = title.chars().filter(|&c| is_han(c)).collect();
    let wanted = random.between(4, 8).min(title.len() / 3);
    if wanted < 4 {
        return None;
    }
    let mut taken = vec![false; title.len()];
    let mut items: Vec<String> = Vec::new();
    for _ in 0..30 * wanted {
        if items.len() == wanted {
            break;
        }
        let Some(places) = places(&taken, random) else { continue };
        let item: String = places.iter().map(|&place| title[place]).collect();
        if !items.contains(&item) {
            places.iter().for_each(|&place| taken[place] = true);
            items.push(item);
        }
    }
    random.shuffle(&mut items);
    (items.len() >= 4).then_some(items)
}

/// The places of one item: two thirds are a single run, the others two or three runs.
fn places(taken: &[bool], random: &mut Random) -> Option<Vec<usize>> {
    let lengths: Vec<usize> = match random.below(6) {
        0..4 => vec![random.between(2, 5)],
        4 => vec![random.between(1, 3), random.between(1, 3)],
        _ => vec![random.between(1, 2), random.between(1, 2), random.between(1, 2)],
    };
    let mut places = Vec::new();
    for length in lengths {
        let start = random.below(taken.len());
        let run = start..start + length;
        if run.end > taken.len() || run.clone().any(|at| taken[at] || places.contains(&at)) {
            return None;
        }
        places.extend(run);
    }
    places.sort_unstable();
    Some(places)
}
