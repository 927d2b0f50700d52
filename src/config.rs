//! What a cleaner is told to do.

use encoding_rs::Encoding;

use crate::entity::Mode;
use crate::han::{Converter, Counts, Target};
use crate::noise::rules::Rule;
use crate::normalize::Form;
use crate::profile::Profile;
use crate::repair::{Repair, RepairSet};

/// The options of a cleaner.
#[derive(Clone, Debug)]
pub(crate) struct Config {
    pub(crate) repairs: RepairSet,
    pub(crate) entities: Mode,
    pub(crate) form: Form,
    pub(crate) conversion: Option<Conversion>,
    pub(crate) rules: Vec<Rule>,
    pub(crate) html_safe: bool,
    pub(crate) keep_bom: bool,
    pub(crate) record: bool,
    pub(crate) encoding: Option<&'static Encoding>,
    pub(crate) infer_title: bool,
    pub(crate) shuffle_without_title: bool,
}

impl Default for Config {
    /// That of the default profile.
    fn default() -> Config {
        Config {
            repairs: Profile::Default.repairs(),
            entities: Mode::Prose,
            form: Profile::Default.form(),
            conversion: None,
            rules: Vec::new(),
            html_safe: false,
            keep_bom: false,
            record: false,
            encoding: None,
            infer_title: true,
            shuffle_without_title: false,
        }
    }
}

impl Config {
    /// Whether nothing is asked of a line but what stands in it.
    pub(crate) fn is_by_line(&self) -> bool {
        let by_line = RepairSet::EMPTY.with(Repair::Entity).with(Repair::Rules);
        self.repairs.iter().all(|repair| by_line.contains(repair)) && self.rules.is_empty()
    }

    /// Whether references are decoded once, before all else.
    pub(crate) fn is_strict(&self) -> bool {
        self.repairs.contains(Repair::Entity) && self.entities == Mode::Strict
    }
}

/// How documents are converted to another script.
#[derive(Clone, Debug)]
pub(crate) enum Conversion {
    /// Always in the same way.
    Always(Converter),
    /// As they need it.
    Toward(Target),
}

impl Conversion {
    /// The conversions that a document with this head needs, one after the other.
    pub(crate) fn converters<'t>(&self, head: impl Iterator<Item = &'t str>) -> Vec<Converter> {
        match self {
            Conversion::Always(converter) => vec![converter.clone()],
            Conversion::Toward(target) => {
                let mut counts = Counts::default();
                head.for_each(|text| counts.add(text));
                target.converters(counts.detected())
            }
        }
    }
}
