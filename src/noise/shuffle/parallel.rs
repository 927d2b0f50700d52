//! Lists and refrains told from shuffles: their words come again in the same order, too, but
//! so does what stands around them.
//!
//! An insertion is compared with the next one of the same item. In a list of records both stand
//! behind the same sign, as many boundaries before the next field; in a refrain the same text
//! follows. An item of a shuffle stands wherever its turn came.

use super::align::Slot;
use super::cycle::Fit;
use super::text::{Text, is_within_clause};

/// How likely two insertions of one item agree, in parallel text and in a shuffle.
struct Feature {
    parallel: f32,
    shuffle: f32,
}

/// The same character in front.
const IN_FRONT: Feature = Feature { parallel: 0.95, shuffle: 0.3 };
/// Between clauses, and not within one. Of the boundaries that shuffles use, two in five stand
/// within clauses.
const BETWEEN_CLAUSES: Feature = Feature { parallel: 0.95, shuffle: 0.6 };
/// As many boundaries to the next insertion.
const DISTANCE: Feature = Feature { parallel: 0.85, shuffle: 0.5 };
/// The same character behind.
const BEHIND: Feature = Feature { parallel: 0.4, shuffle: 0.05 };

impl Feature {
    /// The logarithm of the ratio of the likelihoods.
    fn ratio(&self, agree: bool) -> f32 {
        if agree {
            (self.parallel / self.shuffle).ln()
        } else {
            ((1.0 - self.parallel) / (1.0 - self.shuffle)).ln()
        }
    }
}

/// How much likelier the text around the insertions is parallel text than a shuffle: the logarithm
/// of the ratio.
pub(super) fn ratio(text: &Text, slots: &[Slot], fit: &Fit) -> f32 {
    let insertions = &fit.alignment.insertions;
    let mut sum = 0.0;
    for (index, (slot, item)) in insertions.iter().enumerate() {
        let in_front = |slot: usize| text.chars[slots[slot].at - 1];
        sum += BETWEEN_CLAUSES.ratio(!is_within_clause(in_front(*slot)));
        let later = &insertions[index + 1..];
        let Some(again) = later.iter().position(|(_, other)| other == item) else { continue };
        let other = later[again].0;
        let behind = |slot: usize| text.chars.get(slots[slot].at + fit.items[*item].len());
        sum += IN_FRONT.ratio(in_front(*slot) == in_front(other));
        sum += BEHIND.ratio(behind(*slot) == behind(other));
        if let (Some(next), Some(after)) = (later.first(), later.get(again + 1)) {
            sum += DISTANCE.ratio(next.0 - slot == after.0 - other);
        }
    }
    sum
}
