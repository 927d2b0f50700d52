//! Text that was read in another encoding than it was written in, and how it comes back.

use std::borrow::Cow;

use super::plan::Plan;
use super::plausibility::Model;
use super::search::search;
use crate::rewrite::Rewriter;

/// A text that was freed from the wrong decoding.
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
///
/// ```
/// let fixed = textmend::encoding::fix("ÖÐ»ªÈËÃñ¹²ºÍ¹ú");
/// assert_eq!(fixed.text, "中华人民共和国");
/// assert_eq!(fixed.plan.to_string(), "encode latin-1, decode gb18030");
/// ```
pub fn fix(text: &str) -> Fixed<'_> {
    if let Some(found) = search(text, Model::get(), false)
        && let Some(fixed) = found.plan.apply(text)
    {
        return Fixed { text: Cow::Owned(fixed), plan: found.plan, confidence: confidence(found.gain) };
    }
    Fixed { text: Cow::Borrowed(text), plan: Plan::EMPTY, confidence: 1.0 }
}

/// Confidence in a repair that makes the text likelier by so many tenths of a nat.
fn confidence(gain: i32) -> f32 {
    1.0 - 0.5 * (-(gain as f32) / 100.0).exp()
}

pub(crate) fn repair(text: &str, rewriter: &mut Rewriter<'_>) {
    if text.is_ascii() {
        return;
    }
    let body = text.trim_end_matches(['\n', '\r']);
    let fixed = fix(body);
    rewriter.replace(0..body.len(), &fixed.text, fixed.confidence);
}
