//! Makes the shortcut for the stages of a conversion.

use super::entry::Entry;
use super::outline::{Effect, Outline, Place, Sources, UNITS};
use super::{Entries, Shortcut};
use crate::han::description;
use crate::han::dictionary::Dictionary;
use crate::han::stage::Stage;

/// What is made stage by stage.
struct Builder {
    outline: Outline,
    sources: Sources,
    /// A stage had words that it changes otherwise than their characters.
    is_later: bool,
    has_later: bool,
}

impl Shortcut {
    /// The shortcut for stages in this order. `known` is the outline of the first of the chain,
    /// where there is one.
    pub(in crate::han) fn new(
        normalization: &[Stage],
        segmentation: Option<&Stage>,
        chain: &[Stage],
        known: Option<Outline>,
    ) -> Shortcut {
        let is_known = known.is_some();
        let outline = known.unwrap_or_else(|| {
            let stages = normalization.iter().chain(segmentation).chain(chain);
            let keys = stages.flat_map(|stage| stage.dictionaries()).map(Dictionary::len).sum();
            Outline::new(keys, 2 * keys)
        });
        let mut builder =
            Builder { outline, sources: Sources::default(), is_later: false, has_later: false };
        for operator in description::OPERATORS {
            builder.outline.flag(operator, Entry::SLOW);
        }
        for stage in normalization {
            for (unit, value) in stage.dictionaries().flat_map(Dictionary::singles) {
                if unit != value {
                    builder.outline.flag(unit, Entry::SLOW);
                }
            }
            builder.enter(stage, true, false);
        }
        if let Some(stage) = segmentation {
            builder.enter(stage, false, false);
        }
        builder.sources.images = (0..=u16::MAX).collect();
        for (index, stage) in chain.iter().enumerate() {
            let is_last = index + 1 == chain.len();
            if index == 0 && is_known {
                builder.is_later = true;
            } else {
                builder.enter(stage, true, is_last);
            }
            builder.compose(stage, !is_last);
        }
        builder.finish()
    }
}

impl Builder {
    /// Enters the keys of a stage.
    fn enter(&mut self, stage: &Stage, converts: bool, is_last: bool) {
        let (outline, sources) = (&mut self.outline, &self.sources);
        // Whether a later stage has keys is known only behind this one; all but the last count.
        let place = Place { is_early: !is_last, is_later: self.is_later };
        let mut changes = false;
        let (mut key, mut value) = (Vec::new(), Vec::new());
        for dictionary in stage.dictionaries() {
            if converts {
                for unit in dictionary.lone() {
                    sources.of(unit, |source| outline.flag(source, Entry::SLOW));
                }
            }
            for record in dictionary.records() {
                key.clear();
                key.extend(record.key());
                if char::decode_utf16(key.iter().copied()).nth(1).is_none() {
                    outline.pages.enter(&key);
                    continue;
                }
                value.clear();
                value.extend(record.value());
                let effect = match converts {
                    true => Effect::of(&key, &value, |unit| stage.single(unit)),
                    false => Effect::Nothing,
                };
                changes |= effect != Effect::Nothing;
                self.has_later |= self.is_later;
                outline.enter(&key, effect, place, sources);
            }
        }
        self.is_later |= changes;
    }

    /// Goes on to what the stage makes of single characters; a next one needs to know from what.
    fn compose(&mut self, stage: &Stage, has_next: bool) {
        let images = &mut self.sources.images;
        // Of several dictionaries the first counts, as the stage knows.
        let singles = stage.dictionaries().flat_map(Dictionary::singles).map(|(unit, _)| unit);
        let mut moved: Vec<(u16, u16)> = singles
            .filter(|&unit| images[usize::from(unit)] == unit)
            .map(|unit| (stage.single(unit).unwrap_or(unit), unit))
            .collect();
        for &(image, source) in &self.sources.moved {
            moved.push((stage.single(image).unwrap_or(image), source));
        }
        for &(image, source) in &moved {
            images[usize::from(source)] = image;
            if description::OPERATORS.contains(&image) {
                self.outline.flag(source, Entry::SLOW);
            }
        }
        moved.retain(|&(image, source)| image != source);
        if has_next {
            moved.sort_unstable();
            moved.dedup();
        }
        self.sources.moved = moved;
    }

    fn finish(self) -> Shortcut {
        let Builder { outline, sources, has_later, .. } = self;
        let images = sources.images.iter().zip(&outline.flags);
        let entries: Vec<Entry> = images
            .map(|(&image, &flags)| Entry(Entry::new(image).0 | u32::from(flags) << 24))
            .collect();
        let keeps = |unit: u16| {
            let entry = entries[usize::from(unit)];
            entry.bytes()[0] == unit as u8 && entry.length() == 1 && !entry.is(Entry::SLOW)
        };
        let keeps_ascii = !outline.ascii && (0..0x80).all(keeps);
        let entries: Box<[Entry; UNITS]> = match entries.into_boxed_slice().try_into() {
            Ok(entries) => entries,
            Err(_) => unreachable!("there are as many as images"),
        };
        let pairs = Box::new(std::array::from_fn(|word| {
            outline.pairs.words().get(word).copied().unwrap_or_default()
        }));
        Shortcut {
            entries: Entries(entries),
            pairs,
            thirds: outline.thirds,
            early: outline.early,
            joints: outline.joints,
            pages: outline.pages,
            keeps_ascii,
            has_later,
        }
    }
}
