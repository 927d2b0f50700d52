//! Shifts in EUC-JP: `駅までの道は、?磴任箸討盂蠅蠅笋垢ぁ�` → `駅までの道は、雪でとても滑りやすい。`.
//!
//! EUC-JP is simpler than GBK, and its shifts are plainer. Both bytes of a character are from A1 on, so that
//! nothing but ASCII ends a shift. Half of all characters are hiragana, whose lead byte is `A4`: in shifted
//! text it is the *second* byte of every other pair, and makes Chinese characters from one column of the code
//! table, which no text has so many of ([`alarm`]). The commonest hiragana, `お` to `ぐ`, end in bytes that lead
//! empty rows: a pair without a meaning, which most decoders take for lost as a whole; some take its first
//! byte only, and go on aligned.
//!
//! What a hole was is guessed by the [model](crate::encoding::plausibility) of all languages, which the one of
//! Chinese for GBK cannot tell, in a beam search over the pending byte ([`search`]). There are no readings
//! here, no bytes of ASCII in a pair, and two states of a hole: hence a search of its own.

mod alarm;
mod cells;
mod habits;
mod search;

use super::desync::sound_parts;
use crate::repair::Repair;
use crate::rewrite::Rewriter;
pub(crate) use alarm::is_last_mark;
pub(crate) use habits::Habits;
use search::Search;

/// Undoes shifts made by lost bytes in text that was EUC-JP.
pub(crate) fn desyncs(text: &str, habits: &Habits, rewriter: &mut Rewriter<'_>) {
    for stretch in alarm::stretches(text) {
        Search::new(text, stretch, habits).run(rewriter);
    }
}

/// Learns the habits of a document from the parts of it that are not shifted: of its texts, and whether each holds
/// no mark.
pub(crate) fn learn<'t>(texts: impl Iterator<Item = (&'t str, bool)>) -> Habits {
    Habits::learn(texts.flat_map(|(text, is_sound)| sound_parts(text, is_sound)))
}

/// Whether a line has shifts that would be undone, whatever is known of its document.
pub(crate) fn is_shifted(line: &str) -> bool {
    let mut rewriter = Rewriter::new(line, Repair::Desync);
    desyncs(line, &Habits::default(), &mut rewriter);
    !rewriter.finish().changes.is_empty()
}

/// Whether anything in the texts may be shifted.
pub(crate) fn is_suspicious(texts: &[&str]) -> bool {
    texts.iter().any(|text| alarm::stretches(text).next().is_some())
}

#[cfg(test)]
mod tests;
