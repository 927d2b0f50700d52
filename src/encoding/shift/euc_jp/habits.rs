//! Which characters stand side by side in the sound parts of the document.
//!
//! A hole in a name that stands elsewhere in the document is no riddle. What is familiar only chooses
//! between ways to read on; whether text is shifted at all is judged without it.

use std::collections::HashMap;

/// The share of a known pair's likelihood that is left to those not yet seen.
const UNSEEN_SHARE: f32 = 1.5;
const TENTHS: f32 = 10.0;

/// The characters that stand behind each, with what they cost there. Without any until it learns.
#[derive(Debug, Default)]
pub(crate) struct Habits(HashMap<char, Vec<(char, i32)>>);

/// The characters that stand behind one, in order.
#[derive(Clone, Copy)]
pub(super) struct Row<'h>(&'h [(char, i32)]);

impl Habits {
    /// Learns from stretches of sound text.
    pub(super) fn learn<'t>(texts: impl Iterator<Item = &'t str>) -> Habits {
        let mut pairs = Vec::new();
        for text in texts {
            let both = text.chars().zip(text.chars().skip(1));
            pairs.extend(both.filter(|(first, second)| !first.is_ascii() && !second.is_ascii()));
        }
        pairs.sort_unstable();
        let rows = pairs.chunk_by(|a, b| a.0 == b.0).map(|row| {
            let all = row.len() as f32 + UNSEEN_SHARE;
            let kinds = row.chunk_by(|a, b| a == b);
            let cost = |times: usize| (-(times as f32 / all).ln() * TENTHS) as i32;
            (row[0].0, kinds.map(|kind| (kind[0].1, cost(kind.len()))).collect())
        });
        Habits(rows.collect())
    }

    pub(super) fn behind(&self, first: char) -> Row<'_> {
        Row(self.0.get(&first).map_or(&[], Vec::as_slice))
    }
}

impl Row<'_> {
    /// What a character costs there in this document, in tenths of a nat, if it stands there.
    pub(super) fn cost(self, second: char) -> Option<i32> {
        let place = self.0.binary_search_by_key(&second, |(c, _)| *c).ok()?;
        Some(self.0[place].1)
    }
}
