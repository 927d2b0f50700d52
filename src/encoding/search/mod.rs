//! The search for the plan that explains a garbled text as a whole.
//!
//! A text is written in every encoding that has bytes for all of it, and those bytes are read in
//! every other. Most readings fail at once: few bytes are valid UTF-8, or pairs of a double-byte
//! encoding, by chance. What is left is weighed by the model of [plausibility]: a reading must be
//! so much likelier than the text as it stands that the improbability of such an accident is
//! outweighed, with room to spare. The best readings are taken further, for text that was garbled
//! more than once.
//!
//! Only a sample from the start of the text is searched with. The plan that is found must then hold
//! for the whole.
//!
//! [plausibility]: super::plausibility

mod abreast;
mod cost;
mod hop;
mod price;
mod read;
mod reading;

pub(super) use cost::Cost;
pub(super) use hop::{LONGEST, usual_readers};
pub(super) use price::price;

use super::codec::Codec;
use super::plan::{MAX_HOPS, Plan};
use super::plausibility::Model;
use super::sample::sample;
use super::scan::WIDE;
use super::structure::{CERTAIN_GAIN, is_beyond_doubt};
pub(super) use super::verdict::MIN_GAIN_OF_PAIRS;
use super::verdict::{MIN_GAIN_OF_WORDS, is_ambiguous, is_convincing};
use super::{incomplete, twice};
use hop::{Workspace, common_readers, hop};
use price::{RESTORED, read_as_price};
use read::read;
use reading::{Reading, Weight, is_latin};

/// Readings of a level that are taken further.
const BEAM: usize = 4;
/// Text this cheap, in tenths of a nat a character, needs no further hop.
const NATURAL: u32 = 75;

/// How much likelier than the text as it stands a reading must be beyond the prices of its hops, in
/// tenths of a nat.
pub(super) const MIN_GAIN: i32 = 80;
/// How much likelier than any other reading.
const MIN_LEAD: i32 = 30;
const MIN_LEAD_OF_FEW: i32 = 50;

/// What a search has found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Found {
    pub(super) plan: Plan,
    /// How much likelier the text is after the plan, less the prices of its hops, in tenths of a
    /// nat.
    pub(super) gain: i32,
}

/// How a search ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Outcome {
    /// The text is words of one language as it stands.
    Clean,
    /// No plan makes the whole text any likelier.
    Nothing,
    /// One does, but by too little to explain it.
    Little,
    /// Several do, and none clearly better than the others: who mended a part of it would be wrong.
    Unclear,
    Found(Found),
}

/// How much likelier a text becomes by a plan, without any price, judged by a sample; `None` where
/// the plan fails there.
pub(super) fn gain(text: &str, plan: Plan, model: Model) -> Option<i32> {
    if plan.restores() {
        return None;
    }
    if let Some(read_as) = plan.read_as_before_utf_8()
        && is_beyond_doubt(text, read_as)
    {
        return Some(CERTAIN_GAIN);
    }
    let (sample, cut) = sample(text);
    let (mut text, mut cost, mut next) = (sample.to_owned(), 0, Vec::new());
    let mut bytes = Vec::with_capacity(sample.len());
    for (read_as, meant) in plan.hops() {
        bytes.clear();
        if !read_as.encode_to(&text, &mut bytes) {
            return None;
        }
        cost = read(meant, &bytes, model, cut, None, &mut next)?;
        text.clear();
        text.extend(&next);
    }
    let mixed_cost = model.line_cost(sample) as i32;
    // What is valid in several bytes a character needs no language to vouch for it.
    let is_structured = plan.hops().all(|(_, meant)| !meant.is_single());
    if is_structured && mixed_cost - cost >= MIN_GAIN {
        return Some(mixed_cost - cost);
    }
    let before = Weight::of(sample, Some(mixed_cost), 0, model);
    Some(before.cost - Weight::of(&text, Some(cost), 0, model).cost)
}

/// The plan that makes the most of a text, if any makes enough.
pub(super) fn search(text: &str, model: Model) -> Outcome {
    let (sample, cut) = sample(text);
    let start = Reading::start(sample, model);
    let Reading { cost: before, mixed_cost, .. } = start;
    if start.is_clean() {
        return Outcome::Clean;
    }
    let mut best = start.clone();
    let mut rival = i32::MAX;
    let mut level = vec![start.clone()];
    let mut workspace = Workspace::new(sample.len());
    for _ in 0..MAX_HOPS {
        let mut next: Vec<Reading> = Vec::new();
        for reading in &level {
            // What comes behind the sample must have bytes too.
            let whole = if reading.plan.is_empty() { text } else { &reading.text };
            hop(reading, common_readers(whole), model, cut, &mut next, &mut workspace);
        }
        next.sort_by_key(|reading| reading.cost);
        next.dedup_by(|a, b| a.text == b.text);
        next.truncate(BEAM);
        for reading in &next {
            if reading.cost < best.cost {
                if !best.plan.is_empty() && best.text != reading.text {
                    rival = rival.min(best.cost);
                }
                best = reading.clone();
            } else if reading.text != best.text {
                rival = rival.min(reading.cost);
            }
        }
        next.retain(|reading| reading.cost as u32 > NATURAL * reading.text.chars().count() as u32);
        if next.is_empty() {
            break;
        }
        level = next;
    }
    if let Some(found) = search_incomplete(text, sample, &best, before, model) {
        return found;
    }
    if best.plan.is_empty() {
        return Outcome::Nothing;
    }
    // Of what comes out in another alphabet, all languages may have been the source.
    let before = if is_latin(&best.text) { before } else { before.min(mixed_cost) };
    let gain = before - best.cost;
    let lead = rival.saturating_sub(best.cost);
    let is_fluent = best.is_fluent();
    let min_gain = if is_fluent { MIN_GAIN_OF_WORDS } else { MIN_GAIN };
    let enough = gain >= min_gain
        && is_convincing(sample, &best.text, best.plan, is_fluent, !start.is_fluent(), gain);
    // The sample may have none of the characters that have several codes.
    let is_ambiguous = is_ambiguous(text, best.plan);
    let plan = if is_ambiguous { best.plan.with_restoring() } else { best.plan };
    match enough {
        true if is_ambiguous && !is_resolved(text, plan, model) => Outcome::Unclear,
        true if lead >= min_lead(sample, plan) => Outcome::Found(Found { plan, gain }),
        // Runs are sought by the structure of several bytes, and these have none.
        true if best.plan.hops().any(|(_, meant)| meant.is_single()) => Outcome::Unclear,
        // What reads as letters of another script, one by one, is no run of pairs either.
        false if gain >= MIN_GAIN && is_single(best.plan) => Outcome::Unclear,
        _ => Outcome::Little,
    }
}

/// How much likelier than any other reading a reading must be. Two pairs may well be four letters that are a part
/// of a word.
fn min_lead(text: &str, plan: Plan) -> i32 {
    const FEW: usize = 4;
    let is_few = || text.chars().filter(|c| !c.is_ascii()).count() <= FEW;
    let becomes_pairs = |(read_as, meant): (Codec, Codec)| {
        read_as.is_single() && !meant.is_single() && !meant.is_utf_8()
    };
    if plan.hops().any(becomes_pairs) && is_few() { MIN_LEAD_OF_FEW } else { MIN_LEAD }
}

/// Whether every hop of a plan is from one byte a character to one byte a character.
fn is_single(plan: Plan) -> bool {
    !plan.is_empty() && plan.hops().all(|(read_as, meant)| read_as.is_single() && meant.is_single())
}

/// UTF-8 that lost some of its bytes, where that explains a text better than anything else: lost
/// bytes alone tell it from what is valid in other encodings.
fn search_incomplete(
    text: &str,
    sample: &str,
    best: &Reading,
    before: i32,
    model: Model,
) -> Option<Outcome> {
    if best.plan.hops().any(|(_, meant)| meant.is_utf_8()) {
        return None;
    }
    let mut found: Option<Reading> = None;
    for read_as in incomplete::readers(sample) {
        let Some(reading) = incomplete::read(sample, read_as, model).filter(|it| it.is_utf_8())
        else {
            continue;
        };
        let price = read_as_price(read_as) + reading.restored as i32 * RESTORED;
        let plan = Plan::restoring(read_as, Codec::Utf8);
        let reading = Reading::new(reading.text, plan, price, model);
        if reading.cost < found.as_ref().map_or(best.cost, |found| found.cost) {
            found = Some(reading);
        }
    }
    let Reading { plan, cost, .. } = found?;
    let read_as = plan.hops().map(|(read_as, _)| read_as).next()?;
    let is_whole = incomplete::read(text, read_as, model).is_some_and(|whole| whole.is_utf_8());
    let gain = before - cost;
    Some(if is_whole && gain >= MIN_GAIN {
        Outcome::Found(Found { plan, gain })
    } else {
        Outcome::Unclear
    })
}

/// Whether a text is words of one language as it stands, with the letters that these words have.
pub(super) fn is_clean(text: &str, model: Model) -> bool {
    let (sample, _) = sample(text);
    // There are no words of letters then.
    if sample.contains(|c| c >= WIDE) {
        return false;
    }
    Reading::start(sample, model).is_clean()
}

/// Whether it is clear which of several codes each character of a text was.
fn is_resolved(text: &str, plan: Plan, model: Model) -> bool {
    /// How much likelier than by any other codes.
    const LEAD: u32 = 40;
    plan.hops()
        .next()
        .and_then(|(read_as, meant)| twice::read(text, read_as, meant, false, None, model))
        .is_some_and(|reading| reading.lead >= LEAD)
}
