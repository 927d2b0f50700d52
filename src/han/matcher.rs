//! Which of several dictionaries answers.

use std::sync::Arc;

use super::dictionary::{Dictionary, Match};

/// Dictionaries, and the policy by which they are asked.
#[derive(Clone, Debug)]
pub(super) enum Matcher {
    One(Arc<Dictionary>),
    /// The first that has any key at this place, however long the keys of the others are.
    First(Vec<Matcher>),
    /// The one with the longest key; the first of equals.
    Longest(Vec<Matcher>),
}

impl Matcher {
    /// The dictionaries, in order.
    pub(super) fn dictionaries(&self) -> Vec<&Arc<Dictionary>> {
        match self {
            Matcher::One(dictionary) => vec![dictionary],
            Matcher::First(members) | Matcher::Longest(members) => {
                members.iter().flat_map(Matcher::dictionaries).collect()
            }
        }
    }

    /// The key that begins the text, whose first character has `length` units.
    pub(super) fn find(&self, text: &[u16], length: usize) -> Option<Match<'_>> {
        match self {
            Matcher::One(dictionary) => {
                dictionary.longest(text).or_else(|| dictionary.character(&text[..length]))
            }
            Matcher::First(members) => members.iter().find_map(|member| member.find(text, length)),
            Matcher::Longest(members) => {
                let found = members.iter().filter_map(|member| member.find(text, length));
                found.reduce(|best, next| if next.length > best.length { next } else { best })
            }
        }
    }

    /// The entry for one character: whatever the policy, it is that of the first dictionary.
    pub(super) fn character(&self, character: &[u16]) -> Option<Match<'_>> {
        match self {
            Matcher::One(dictionary) => dictionary.character(character),
            Matcher::First(members) | Matcher::Longest(members) => {
                members.iter().find_map(|member| member.character(character))
            }
        }
    }

    /// Without the dictionaries at the end that hold nothing but characters: what none of the
    /// others knows is one character long.
    pub(super) fn words(&self) -> Option<Matcher> {
        match self {
            Matcher::One(dictionary) => dictionary.has_words().then(|| self.clone()),
            Matcher::First(members) => {
                let is_words = |m: &Matcher| m.dictionaries().iter().any(|d| d.has_words());
                let end = members.iter().rposition(is_words)? + 1;
                match &members[..end] {
                    [member] => member.words(),
                    members => Some(Matcher::First(members.to_vec())),
                }
            }
            Matcher::Longest(_) => Some(self.clone()),
        }
    }

    /// Whether this and the other are the same dictionaries under the same policy.
    pub(super) fn is(&self, other: &Matcher) -> bool {
        match (self, other) {
            (Matcher::One(a), Matcher::One(b)) => Arc::ptr_eq(a, b),
            (Matcher::First(a), Matcher::First(b)) | (Matcher::Longest(a), Matcher::Longest(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.is(b))
            }
            _ => false,
        }
    }
}
