//! What a document tells about readings injected into it.

use crate::encoding::steps_over;
use crate::han::fold;
use crate::han::readings::Syllable;

/// Characters that carry an injected reading throughout a document: `調` → `diào`.
///
/// Learnt from the head of the document (`evidence`), then frozen. A character has one reading,
/// whatever the context, because the injector replaced bytes and knew no words.
#[derive(Clone, Debug, Default)]
pub(crate) struct Injection {
    readings: Readings,
    /// In order.
    refused: Vec<char>,
    script: Script,
    uncommon_readings: bool,
}

/// The script of the characters that carry readings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Script {
    /// Traditional characters that differ from their Simplified forms.
    #[default]
    Traditional,
    /// Their Simplified forms: the page was converted after the injection.
    Simplified,
}

impl Script {
    /// Whether the character has another form in the other script.
    pub(crate) fn has_converted(self, c: char) -> bool {
        match self {
            Script::Traditional => fold::is_traditional(c),
            Script::Simplified => fold::is_simplified(c),
        }
    }
}

impl Injection {
    /// An injection into text of this script, of which nothing is known yet.
    pub(crate) fn new(script: Script) -> Injection {
        Injection { script, ..Injection::default() }
    }

    /// Notes that `character` carries `reading`.
    pub(crate) fn insert(&mut self, character: char, reading: Syllable) {
        debug_assert!(self.readings.of(character).is_none());
        self.readings.insert(character, reading);
    }

    /// Notes that annotations of `character` are the author's own. Characters come in order.
    pub(crate) fn refuse(&mut self, character: char) {
        debug_assert!(self.refused.last().is_none_or(|last| *last < character));
        self.refused.push(character);
    }

    /// Notes that the injector does not keep to the commonest reading of a character.
    pub(crate) fn allow_uncommon_readings(&mut self) {
        self.uncommon_readings = true;
    }

    /// Whether nothing was injected.
    pub(crate) fn is_empty(&self) -> bool {
        self.readings.entries.is_empty()
    }

    pub(crate) fn is_refused(&self, character: char) -> bool {
        self.refused.binary_search(&character).is_ok()
    }

    /// Whether the injector is known to use other readings than the commonest.
    pub(crate) fn has_uncommon_readings(&self) -> bool {
        self.uncommon_readings
    }

    /// Whether a character that was not seen yet may carry an injected reading.
    pub(crate) fn may_carry(&self, character: char) -> bool {
        self.script.has_converted(character) && !self.is_refused(character)
    }

    /// The reading injected behind `character`.
    pub(crate) fn reading(&self, character: char) -> Option<Syllable> {
        self.readings.of(character).map(|entry| entry.reading)
    }

    /// The same reading, and whether the search for wrong encodings [steps over](steps_over) it.
    #[inline]
    pub(crate) fn learnt(&self, character: char) -> Option<(Syllable, bool)> {
        self.readings.of(character).map(|entry| (entry.reading, entry.is_stepped_over))
    }
}

/// Readings by character, asked for at each bracket: in chains of those whose characters share their
/// low bits, which hardly any do.
#[derive(Clone, Debug, Default)]
struct Readings {
    entries: Vec<Entry>,
    /// The number of the last entry of each chain, counted from 1. Empty as long as there is no entry.
    chains: Vec<u16>,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    character: char,
    reading: Syllable,
    is_stepped_over: bool,
    /// The number of the entry before in the chain, 0 for none.
    before: u16,
}

impl Readings {
    const CHAINS: usize = 512;

    fn insert(&mut self, character: char, reading: Syllable) {
        self.chains.resize(Readings::CHAINS, 0);
        let last = &mut self.chains[character as usize % Readings::CHAINS];
        let is_stepped_over = steps_over(reading.text());
        self.entries.push(Entry { character, reading, is_stepped_over, before: *last });
        // Chinese characters of the BMP alone have readings.
        *last = self.entries.len() as u16;
    }

    #[inline]
    fn of(&self, character: char) -> Option<&Entry> {
        let mut number = *self.chains.get(character as usize % Readings::CHAINS)?;
        while let Some(entry) = self.entries.get(usize::from(number).wrapping_sub(1)) {
            if entry.character == character {
                return Some(entry);
            }
            number = entry.before;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_of_one_chain_keep_their_readings() {
        let mut injection = Injection::new(Script::Traditional);
        assert!(injection.is_empty() && injection.reading('調').is_none());
        let readings = ["diào", "jī", "zhuāng"].map(|it| Syllable::parse(it.chars()).unwrap());
        let first = '調' as u32;
        let characters = [0, 512, 1024].map(|more| char::from_u32(first - more).unwrap());
        for (character, reading) in characters.into_iter().zip(readings) {
            injection.insert(character, reading);
        }
        for (character, reading) in characters.into_iter().zip(readings) {
            assert_eq!(injection.reading(character), Some(reading));
        }
        assert!(!injection.is_empty() && injection.reading('機').is_none());
        assert!(injection.reading(char::from_u32(first - 1536).unwrap()).is_none());
    }
}
