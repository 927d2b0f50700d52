//! Text that was read in another encoding than it was written in, and how it comes back.
//!
//! A line is taken as a whole first: one plan explains all of it. Where none does, the stretches
//! of the line that are dear to the model are searched one by one, and a plan that explains one of
//! them is carried on along the line. What no plan explains stays as it is, so that somebody who
//! knows more can still undo it.
//!
//! Pages are garbled by one mistake, as a rule. The plan that explains most of the survey window
//! is [evidence](Evidence) for the lines that are too short to be certain by themselves. Where nothing explains any line of
//! it, the document is in a language that is not known, and [its letters](super::own) are evidence that others are meant.

use std::borrow::Cow;
use std::ops::Range;

use encoding_rs::UTF_8;
use memchr::memrchr;

use super::codec::Codec;
use super::debris;
use super::gate::{Listener, next_place_or_mixture};
use super::genuine::{is_citation, is_genuine};
use super::kanji;
use super::mixture::is_mixed;
use super::own::Own;
use super::plan::Plan;
use super::plausibility::Model;
use super::runs;
use super::scan::{is_hot, next_hot};
use super::search::{self, Cost, Found, MIN_GAIN, Outcome};
use super::shift::{euc_jp, is_shifted};
use super::structure::{CERTAIN_GAIN, begins_beyond_doubt, is_beyond_doubt, undo_beyond_doubt};
use super::verdict::is_ambiguous;
use super::words::are_words;
use crate::repair::Repair;
use crate::rewrite::Rewriter;
use crate::segment::{first_cut, lines_end};

/// A text that was freed from the wrong decoding.
///
/// ```
/// let fixed = textmend::encoding::fix("Ð¿Ñ€Ð¸Ð²ÐµÑ‚, Ð¼Ð¸Ñ€");
/// assert_eq!(fixed.text, "привет, мир");
/// assert!(fixed.confidence > 0.9 && !fixed.plan.is_empty());
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Fixed<'t> {
    /// The text; borrowed where nothing changed.
    pub text: Cow<'t, str>,
    /// How it came out of the garbled text; empty where nothing changed.
    pub plan: Plan,
    /// How sure it is, from 0 to 1.
    pub confidence: f32,
}

/// Finds out whether a text was read in a wrong encoding, up to three times, and undoes it.
///
/// The text is taken as a whole: one plan must explain all of it, else it comes back as it is.
/// [`Cleaner`](crate::Cleaner) with [`Repair::Mojibake`] goes line by line
/// and also mends parts of lines.
///
/// Time is linear in the text.
///
/// ```
/// let fixed = textmend::encoding::fix("ÖÐ»ªÈËÃñ¹²ºÍ¹ú");
/// assert_eq!(fixed.text, "中华人民共和国");
/// assert_eq!(fixed.plan.to_string(), "encode latin-1, decode gb18030");
/// assert!(fixed.confidence > 0.9);
///
/// assert_eq!(textmend::encoding::fix("À LA CARTE").plan, textmend::encoding::Plan::EMPTY);
/// ```
pub fn fix(text: &str) -> Fixed<'_> {
    let found = whole(text, Evidence::default(), &mut Searched::default(), Model::get());
    if let Outcome::Found(Found { plan, gain }) = found
        && let Some(fixed) = plan.apply(text)
    {
        return Fixed { text: Cow::Owned(fixed), plan, confidence: confidence(gain) };
    }
    Fixed { text: Cow::Borrowed(text), plan: Plan::EMPTY, confidence: 1.0 }
}

/// What the survey window says about the document.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Evidence {
    plan: Option<Plan>,
    /// The letters of a language that is not known.
    own: Own,
}

/// What a search has found in a text, once there was one: evidence and repair ask for the same.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Searched {
    outcome: Option<Outcome>,
    /// Whether it is known that the text has no garbled run.
    has_no_run: bool,
}

impl Searched {
    fn outcome(&mut self, text: &str, model: Model) -> Outcome {
        *self.outcome.get_or_insert_with(|| match search::search(text, model) {
            // Nor is a part of it garbled.
            Outcome::Found(found) if explains_genuine(text, found.plan) => Outcome::Unclear,
            // And what is lost or has slipped says nothing of the document either.
            Outcome::Found(found)
                if found.plan.hops().any(|(read_as, meant)| {
                    is_debris(text, read_as, meant) || is_slipped(text, read_as, meant)
                }) =>
            {
                Outcome::Little
            }
            outcome => outcome,
        })
    }

    /// Whether the text is words of one language, if that is known by now.
    fn is_clean(&self) -> Option<bool> {
        self.outcome.map(|outcome| outcome == Outcome::Clean)
    }
}

/// Lines of the window that are searched for evidence, where the plan found first is not theirs.
const SEARCHED_LINES: usize = 24;
/// A plan must explain so much, in tenths of a nat: several lines, or one long one.
const MIN_EVIDENCE: i32 = 5 * MIN_GAIN;
/// How much likelier a line must become by a plan that the document is known to need.
const MIN_GAIN_WITH_EVIDENCE: i32 = 25;

/// Finds the plan that explains most of the garble in the window, of which these are the lines that may
/// be garbled.
pub(crate) fn learn<'t>(lines: impl Iterator<Item = (&'t str, &'t mut Searched)>) -> Evidence {
    let model = Model::get();
    let mut plans: Vec<(Plan, i32)> = Vec::new();
    let mut searched = 0;
    let mut own = Own::default();
    for (text, found) in lines {
        let line = without_line_end(text);
        // One search tells what is wrong with most lines of a page.
        let explains = |(plan, _): &&mut (Plan, i32)| {
            search::gain(line, *plan, model).is_some_and(|gain| gain >= MIN_GAIN)
        };
        if let Some((_, gain)) = plans.iter_mut().find(explains) {
            own.refute();
            *gain += MIN_GAIN;
        } else if searched < SEARCHED_LINES
            && (!Cost::of(line, model).is_natural() || is_mixed(line))
        {
            searched += 1;
            match found.outcome(line, model) {
                Outcome::Found(found) => {
                    own.refute();
                    // The lines around have lost nothing, as a rule.
                    plans.push((found.plan.without_restoring(), found.gain));
                }
                Outcome::Unclear => own.refute(),
                Outcome::Nothing if own.has_all(line) => {}
                Outcome::Nothing if has_run(line, found, model) => own.refute(),
                Outcome::Nothing => own.add(line),
                Outcome::Little => own.begin_again(),
                Outcome::Clean => {}
            }
        }
    }
    let sum: i32 = plans.iter().map(|(_, gain)| gain).sum();
    let best = plans.into_iter().max_by_key(|(_, gain)| *gain);
    let is_enough = |(_, gain): &(Plan, i32)| *gain >= MIN_EVIDENCE && 2 * gain > sum;
    let plan = best.filter(is_enough).map(|(plan, _)| plan);
    Evidence { plan, own: own.if_certain() }
}

/// Whether a line is written with the letters of the document, in a language that is not known.
fn is_meant(line: &str, own: &Own) -> bool {
    own.has_all(line)
        && !begins_beyond_doubt(line, Codec::Windows1252)
        && !is_beyond_doubt(line, Codec::Windows1252)
}

/// Whether a line that was searched has a garbled run.
fn has_run(line: &str, searched: &mut Searched, model: Model) -> bool {
    let mut rewriter = Rewriter::new(line, Repair::Mojibake);
    runs::repair(line, searched.is_clean(), model, &mut rewriter);
    searched.has_no_run = rewriter.finish().changes.is_empty();
    !searched.has_no_run
}

pub(super) fn without_line_end(line: &str) -> &str {
    line.trim_end_matches(['\n', '\r'])
}

/// Whether a line may be garbled, as a whole or in part. Most clean lines are told by their bytes, and
/// nearly all others by a closer look at the places that raised suspicion.
pub(crate) fn is_suspicious(line: &str) -> bool {
    let line = without_line_end(line);
    next_place_or_mixture(line, 0, &mut ()).is_some() && needs_search(line)
}

/// Whether a line with a place is worth a search.
fn needs_search(line: &str) -> bool {
    if kanji::is_beyond_doubt(line) {
        return false;
    }
    // What most garbled lines are is told without statistics.
    if begins_beyond_doubt(line, Codec::Windows1252) || is_beyond_doubt(line, Codec::Windows1252) {
        return true;
    }
    let cost = Cost::of(line, Model::get());
    let is_dear_in_places = || match cost.is_natural() {
        true if runs::is_too_short(line) => false,
        true => next_hot(line, 0).is_some_and(|hot| runs::may_hold_run(line, hot)),
        false => is_hot(line) && !are_words(line),
    };
    cost.is_dear() || is_dear_in_places() || is_mixed(line)
}

/// Whether any line of a text has a place that is odd by its bytes, whatever a closer look tells.
pub(crate) fn has_place(text: &str, listener: &mut impl Listener) -> bool {
    next_place_or_mixture(text, 0, listener).is_some()
}

/// The start of the first segment in a text that may be garbled. The text begins where a segment does.
pub(crate) fn find(text: &str, listener: &mut impl Listener) -> Option<usize> {
    let mut start = 0;
    while start < text.len() {
        // What stands behind a forced cut must not matter.
        let end = start + lines_end(&text.as_bytes()[start..]);
        while let Some(place) = next_place_or_mixture(&text[..end], start, listener) {
            let lines = memrchr(b'\n', &text.as_bytes()[start..place]);
            start += lines.map_or(0, |line_feed| line_feed + 1);
            let segment = first_cut(&text.as_bytes()[start..end], 0, true, UTF_8)?;
            if needs_search(without_line_end(&text[start..start + segment.length])) {
                return Some(start);
            }
            start += segment.length;
        }
        start = end;
    }
    None
}

/// Repairs a line that may be garbled.
pub(crate) fn repair(
    text: &str,
    evidence: Evidence,
    searched: &mut Searched,
    rewriter: &mut Rewriter<'_>,
) {
    let line = without_line_end(text);
    if let Some(plan) = evidence.plan
        && let Some(fixed) = undo_beyond_doubt(line, plan)
    {
        replace(line, &fixed, Found { plan, gain: CERTAIN_GAIN }, rewriter);
        return;
    }
    if is_meant(line, &evidence.own) {
        return;
    }
    let model = Model::get();
    match whole(line, evidence, searched, model) {
        Outcome::Found(found) => match found.plan.apply(line) {
            Some(fixed) if evidence.plan == Some(found.plan) || !is_citation(line) => {
                if found.plan.restores() {
                    restore(line, &fixed, found, rewriter);
                } else {
                    replace(line, &fixed, found, rewriter);
                }
            }
            Some(_) => {}
            None => runs::repair(line, searched.is_clean(), model, rewriter),
        },
        Outcome::Unclear => {}
        _ if searched.has_no_run => {}
        Outcome::Clean | Outcome::Nothing | Outcome::Little => {
            runs::repair(line, searched.is_clean(), model, rewriter);
        }
    }
}

/// Replaces a line in which bytes were given back: all of it tells which.
fn restore(line: &str, fixed: &str, found: Found, rewriter: &mut Rewriter<'_>) {
    /// How sure it is that each byte is the one that was lost.
    const SURE: f32 = 0.9;
    let confidence = SURE * confidence(found.gain);
    rewriter.replace_by(0..line.len(), fixed, confidence, Some(found.plan));
}

/// Replaces what differs.
fn replace(line: &str, fixed: &str, found: Found, rewriter: &mut Rewriter<'_>) {
    let range = different(line, fixed);
    let with = &fixed[range.start..fixed.len() - (line.len() - range.end)];
    rewriter.replace_by(range, with, confidence(found.gain), Some(found.plan));
}

/// What differs of a line: all but the ASCII that both forms begin and end with.
fn different(line: &str, fixed: &str) -> Range<usize> {
    let is_same = |(a, b): &(u8, u8)| a == b && a.is_ascii();
    let start = line.bytes().zip(fixed.bytes()).take_while(is_same).count();
    let (rest, fixed) = (&line[start..], &fixed[start..]);
    let end = rest.bytes().rev().zip(fixed.bytes().rev()).take_while(is_same).count();
    start..line.len() - end
}

/// Whether all that a plan would change of a line is meant as it stands.
fn explains_genuine(line: &str, plan: Plan) -> bool {
    let read_as = plan.hops().map(|(read_as, _)| read_as).next();
    plan.apply(line)
        .zip(read_as)
        .is_some_and(|(fixed, read_as)| is_genuine(line, different(line, &fixed), read_as))
}

/// Whether a plan that loses nothing explains all of a line.
pub(super) fn explains_whole(line: &str, searched: &mut Searched, model: Model) -> bool {
    let outcome = whole(line, Evidence::default(), searched, model);
    matches!(outcome, Outcome::Found(found) if found.plan.apply(line).is_some())
}

/// What explains a whole text.
fn whole(text: &str, evidence: Evidence, searched: &mut Searched, model: Model) -> Outcome {
    if let Some(plan) = evidence.plan
        && let Some(gain) = search::gain(text, plan, model)
        && gain >= MIN_GAIN_WITH_EVIDENCE
        && !is_ambiguous(text, plan)
    {
        return Outcome::Found(Found { plan, gain: gain + MIN_GAIN });
    }
    // What was searched already had reason to be.
    if searched.outcome.is_none() && Cost::of(text, model).is_natural() && !is_mixed(text) {
        return Outcome::Nothing;
    }
    searched.outcome(text, model)
}

/// Whether a text is GBK or EUC-JP whose pairs have slipped by one, which is text of another encoding to the eye.
pub(super) fn is_slipped(text: &str, read_as: Codec, meant: Codec) -> bool {
    meant != Codec::Utf8
        && match read_as {
            Codec::Gb18030 => text.contains('?') && is_shifted(text),
            Codec::EucJp => {
                text.contains(['?', char::REPLACEMENT_CHARACTER]) && euc_jp::is_shifted(text)
            }
            _ => false,
        }
}

/// Whether a text holds what is left of lost text, of which this pair of encodings would make something
/// else. What was read as GBK and is UTF-8 has `锟斤拷` where it had U+FFFD.
pub(super) fn is_debris(text: &str, read_as: Codec, meant: Codec) -> bool {
    (read_as, meant) != (Codec::Gb18030, Codec::Utf8) && debris::is_in(text)
}

/// Confidence in a repair that makes the text likelier by so many tenths of a nat: even odds where
/// that is nothing, and near certainty where it is ten times what is asked for.
pub(super) fn confidence(gain: i32) -> f32 {
    1.0 - 0.5 * (-(gain as f32) / (2 * MIN_GAIN) as f32).exp()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAVAJO: &str = "Bilaʼ ashdlaʼii tʼáá ałtso yiníkʼehgo bidizhchįh dóó aheełtʼeego";

    fn learnt<'t>(others: impl IntoIterator<Item = &'t str>) -> Evidence {
        let lines: Vec<&str> = others.into_iter().chain([NAVAJO; 16]).collect();
        let mut searched = vec![Searched::default(); lines.len()];
        learn(lines.into_iter().zip(&mut searched))
    }

    /// What a line becomes, and whether it was searched.
    fn repaired(line: &str, evidence: Evidence) -> (String, bool) {
        let mut searched = Searched::default();
        let mut rewriter = Rewriter::new(line, Repair::Mojibake);
        repair(line, evidence, &mut searched, &mut rewriter);
        (rewriter.finish().text.into_owned(), searched.outcome.is_some())
    }

    #[test]
    fn lines_in_a_language_that_is_not_known_are_searched_a_few_times() {
        let evidence = learnt([]);
        assert_eq!(repaired(NAVAJO, Evidence::default()), (NAVAJO.to_owned(), true));
        assert_eq!(repaired(NAVAJO, evidence), (NAVAJO.to_owned(), false));
        let (line, was_searched) = repaired("dóó aheełtʼeego, l'Ã©tÃ© Ã\u{A0} la forÃªt", evidence);
        assert_eq!(line, "dóó aheełtʼeego, l'été à la forêt");
        assert!(was_searched);
    }

    #[test]
    fn garble_in_the_window_speaks_against_its_letters() {
        for garbled in
            ["Pøíliš žluouèký kùò úpìl ïábelské ódy", "dóó aheełtʼeego, l'Ã©tÃ© Ã\u{A0} la forÃªt"]
        {
            assert!(repaired(NAVAJO, learnt([garbled])).1, "{garbled}");
        }
    }

    #[test]
    fn prose_is_not_searched() {
        for (line, garbled) in [
            (
                "祭りの前の晩、図書館で働く姉は喫茶店の窓ぎわで手紙の束を黙って眺めている。",
                "鹤りの涟の日、哭今篡で漂く恍は凳勉殴の岭ぎわで缄绘の芦を疼って寞めている。",
            ),
            (
                "昼休みに、となりの家の猫は庭の柿の木の下で、りんごの籠をそっと見ていた。",
                "秒蒂みに、となりの踩の黔は捻の沉の腾の布で、りんごの淦をそっと斧ていた。",
            ),
        ] {
            assert!(!is_suspicious(line), "{line}");
            assert!(is_suspicious(garbled), "{garbled}");
        }
    }
}
