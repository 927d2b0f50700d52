//! What a document tells about readings injected into it.

use crate::han::fold;

/// Characters that carry an injected reading throughout a document: `調` → `diào`.
///
/// Learnt from the head of the document (`evidence`), then frozen. A character has one reading,
/// whatever the context, because the injector replaced bytes and knew no words.
#[derive(Clone, Debug, Default)]
pub(crate) struct Injection {
    /// In order, as are those below: asked about for each bracket.
    readings: Vec<(char, &'static str)>,
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

    /// Notes that `character` carries `reading` (toned, composed, lower case). Characters come in order.
    pub(crate) fn insert(&mut self, character: char, reading: &'static str) {
        debug_assert!(self.readings.last().is_none_or(|(last, _)| *last < character));
        self.readings.push((character, reading));
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
        self.readings.is_empty()
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
    pub(crate) fn reading(&self, character: char) -> Option<&'static str> {
        let found = self.readings.binary_search_by_key(&character, |(known, _)| *known);
        found.ok().map(|at| self.readings[at].1)
    }
}
