//! What a document tells about readings injected into it.

use std::collections::{HashMap, HashSet};

/// Characters that carry an injected reading throughout a document: `調` → `diào`.
///
/// Learnt from the head of the document (`pinyin`), then frozen. A character has one reading,
/// whatever the context, because the injector replaced bytes and knew no words.
#[derive(Clone, Debug, Default)]
pub(crate) struct Injection {
    readings: HashMap<char, String>,
    refused: HashSet<char>,
}

impl Injection {
    /// Notes that `character` carries `reading` (toned, composed, lower case).
    pub(crate) fn insert(&mut self, character: char, reading: String) {
        self.readings.insert(character, reading);
    }

    /// Notes that annotations of `character` are the author's own.
    pub(crate) fn refuse(&mut self, character: char) {
        self.refused.insert(character);
    }

    pub(crate) fn is_refused(&self, character: char) -> bool {
        self.refused.contains(&character)
    }

    /// The reading injected behind `character`.
    pub(crate) fn reading(&self, character: char) -> Option<&str> {
        self.readings.get(&character).map(String::as_str)
    }

    /// All characters with their readings, in no order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (char, &str)> {
        self.readings.iter().map(|(character, reading)| (*character, reading.as_str()))
    }
}
