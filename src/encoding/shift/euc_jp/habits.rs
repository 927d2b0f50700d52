//! Which characters stand side by side in the sound parts of the document.
//!
//! A hole in a name that stands elsewhere in the document is no riddle. What is familiar only chooses
//! between ways to read on; whether text is shifted at all is judged without it.

use crate::encoding::shift::ranks::Rows;

/// The share of a known pair's likelihood that is left to those not yet seen.
const UNSEEN_SHARE: f32 = 1.5;
const TENTHS: f32 = 10.0;
/// EUC-JP has no characters from here on.
const END: usize = 0x1_0000;

/// What stands behind each character, with what it costs there. Without any until it learns.
#[derive(Debug, Default)]
pub(crate) struct Habits {
    /// By the character before.
    rows: Rows,
    /// In order within each row.
    next: Vec<(char, i32)>,
}

/// The characters that stand behind one, in order.
#[derive(Clone, Copy)]
pub(super) struct Row<'h>(&'h [(char, i32)]);

impl Habits {
    /// Learns from stretches of sound text.
    pub(super) fn learn<'t>(texts: impl Iterator<Item = &'t str>) -> Habits {
        let mut pairs = Vec::new();
        for text in texts {
            let both = text.chars().zip(text.chars().skip(1));
            pairs.extend(both.filter(|(first, second)| is_known(*first) && !second.is_ascii()));
        }
        pairs.sort_unstable();
        let mut lengths = Vec::new();
        let mut next = Vec::with_capacity(pairs.len());
        for row in pairs.chunk_by(|a, b| a.0 == b.0) {
            let all = row.len() as f32 + UNSEEN_SHARE;
            let cost = |times: usize| (-(times as f32 / all).ln() * TENTHS) as i32;
            let before = next.len();
            next.extend(row.chunk_by(|a, b| a == b).map(|kind| (kind[0].1, cost(kind.len()))));
            lengths.push((row[0].0 as usize, next.len() - before));
        }
        Habits { rows: Rows::new(lengths.into_iter(), END), next }
    }

    pub(super) fn behind(&self, first: char) -> Row<'_> {
        Row(&self.next[self.rows.of(first as usize)])
    }
}

/// Whether it is told what stands behind a character.
fn is_known(first: char) -> bool {
    !first.is_ascii() && (first as usize) < END
}

impl Row<'_> {
    /// What a character costs there in this document, in tenths of a nat, if it stands there.
    pub(super) fn cost(self, second: char) -> Option<i32> {
        let place = self.0.binary_search_by_key(&second, |(c, _)| *c).ok()?;
        Some(self.0[place].1)
    }
}
