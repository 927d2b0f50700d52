//! What the document itself says: pairs of characters in its sound parts, and the script it is
//! written in.
//!
//! A hole in a name that stands elsewhere in the document is no riddle. What is familiar only
//! chooses between ways to read on; whether text is shifted at all is judged without it, for
//! nothing is as familiar to a document as its own garble.

use super::cells::{Form, form};
use super::followers::{Followers, Row};
use crate::encoding::gbk;
use crate::language::Symbol;

/// The share of a known follower's likelihood that is left to characters not yet seen there.
const UNSEEN_SHARE: f32 = 1.5;
/// Costs are kept in tenths of a nat.
const TENTHS: f32 = 10.0;
/// Characters of either script that a document has had before its first.
const FORM_PRIOR: f32 = 0.5;

/// The habits of a document. Without any until it learns.
#[derive(Debug, Default)]
pub(crate) struct Familiar {
    followers: Followers,
    /// What a character costs that tells a script, by the script, in tenths of a nat.
    simplified: i32,
    traditional: i32,
}

impl Familiar {
    /// Learns from stretches of sound text.
    pub(super) fn learn<'t>(texts: impl Iterator<Item = &'t str>) -> Familiar {
        // Symbol and character in one number.
        let mut pairs: Vec<u32> = Vec::new();
        let (mut simplified, mut traditional) = (FORM_PRIOR, FORM_PRIOR);
        for text in texts {
            let mut previous = None;
            for c in text.chars() {
                let pair = gbk::encode(c);
                if let (Some(previous), Some(pair)) = (previous, pair) {
                    let previous: Symbol = previous;
                    let pair = u32::from(u16::from_be_bytes(pair));
                    pairs.push(u32::from(previous.number()) << 16 | pair);
                }
                match form(c) {
                    Form::Simplified => simplified += 1.0,
                    Form::Traditional => traditional += 1.0,
                    Form::Either => {}
                }
                // What a line begins with has nothing to do with the line before.
                previous = (c != '\n').then(|| Symbol::of(c));
            }
        }
        let cost = |share: f32| (-share.ln() * TENTHS) as i32;
        let all = simplified + traditional;
        Familiar {
            followers: followers(pairs),
            simplified: cost(simplified / all),
            traditional: cost(traditional / all),
        }
    }

    /// The characters that follow a symbol in the document.
    pub(super) fn behind(&self, previous: Symbol) -> Row<'_> {
        self.followers.behind(previous)
    }

    /// What a character costs behind a symbol in the document, if it stands there.
    pub(super) fn cost(&self, previous: Symbol, pair: [u8; 2]) -> Option<i32> {
        self.followers.cost(previous, pair)
    }

    /// What it costs, in tenths of a nat, that a character tells a script.
    pub(super) fn form_cost(&self, form: Form) -> i32 {
        match form {
            Form::Either => 0,
            Form::Simplified => self.simplified,
            Form::Traditional => self.traditional,
        }
    }
}

fn followers(mut pairs: Vec<u32>) -> Followers {
    pairs.sort_unstable();
    let mut entries = Vec::with_capacity(pairs.len());
    for row in pairs.chunk_by(|a, b| a >> 16 == b >> 16) {
        let kinds = || row.chunk_by(|a, b| a == b).map(|run| (run[0], run.len() as f32));
        let total: f32 = kinds().map(|(_, count)| count + UNSEEN_SHARE).sum();
        entries.extend(kinds().map(|(pair, count)| {
            let cost = (-(count / total).ln() * TENTHS).clamp(0.0, 254.0) as u8;
            (Symbol::numbered((pair >> 16) as u16), (pair as u16).to_be_bytes(), cost)
        }));
    }
    Followers::new(entries)
}
