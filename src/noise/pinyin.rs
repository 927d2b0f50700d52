//! Injected readings that stand behind the very character they belong to: `空調(diào)` → `空調`.
//!
//! An injector searched a page for the two GBK bytes of certain characters and put a reading
//! in brackets behind every occurrence. Most hits are characters. Some are the second byte of one
//! character and an ASCII letter, which together spell another one: `入H(jì)BO`, where the bytes of
//! `入` are `C8 EB`, and `EB 48` are those of `際`. Hits that tear two characters apart are
//! the business of the repair of shifted text.
//!
//! Which characters carry a reading is learnt from the head of the document ([`evidence`]).
//! Then their readings go, and those of further characters of the same script that fit.
//!
//! [`evidence`]: super::evidence

use std::ops::Range;

use super::annotation::{Annotation, annotation_at, brackets, is_han};
use super::evidence::{fits, is_commonest};
use super::injection::Injection;
use crate::encoding::gbk;
use crate::rewrite::Rewriter;

/// The character and its reading were learnt.
const LEARNT: f32 = 1.0;
/// Known character, but spelled by bytes of two others.
const ACROSS: f32 = 0.95;
/// The document is known to be injected; the character was not seen when that was learnt.
const LATER: f32 = 0.9;

/// Removes injected readings from a segment of a document.
pub(crate) fn repair(text: &str, injection: &Injection, rewriter: &mut Rewriter<'_>) {
    remove(text, injection, rewriter);
}

/// The same, and says whether all that go are learnt ones in narrow brackets that
/// the search for wrong encodings [steps over](crate::encoding::steps_over).
pub(crate) fn remove(text: &str, injection: &Injection, rewriter: &mut Rewriter<'_>) -> bool {
    if injection.is_empty() {
        return true;
    }
    let mut removed = None;
    let mut are_stepped_over = true;
    for open in brackets(text) {
        if let Some((owner, range, is_stepped_over)) = learnt_at(text, open, injection) {
            are_stepped_over &= is_stepped_over;
            removed = Some(Removed { end: range.end, owner });
            rewriter.delete(range, LEARNT);
            continue;
        }
        let Some(annotation) = annotation_at(text, open) else { continue };
        let Some((owner, certainty)) = owner(&annotation, text, removed, injection) else {
            continue;
        };
        if let Some(confidence) = confidence(owner, &annotation, injection) {
            removed = Some(Removed { end: annotation.range.end, owner });
            rewriter.delete(annotation.range, confidence.min(certainty));
            are_stepped_over = false;
        }
    }
    are_stepped_over
}

/// A character and the brackets behind it, where they hold just the reading that was learnt: most
/// of what is removed, with no need to understand the syllable. Says whether they are narrow and stepped over, too.
#[inline]
fn learnt_at(text: &str, open: usize, injection: &Injection) -> Option<(char, Range<usize>, bool)> {
    let (before, brackets) = text.as_bytes().split_at(open);
    let base = han_of(*before.last_chunk()?)?;
    let (reading, is_stepped_over) = injection.learnt(base)?;
    let inner = brackets.strip_prefix(b"(").or_else(|| brackets.strip_prefix("（".as_bytes()))?;
    let behind = reading.strip(inner)?;
    let closed = behind.strip_prefix(b")").or_else(|| behind.strip_prefix("）".as_bytes()))?;
    let is_narrow = inner.len() + 1 == brackets.len() && closed.len() + 1 == behind.len();
    Some((base, open..text.len() - closed.len(), is_stepped_over && is_narrow))
}

/// The Chinese character with these bytes, if they are all of one.
fn han_of([a, b, c]: [u8; 3]) -> Option<char> {
    let code = || u32::from(a & 0x0F) << 12 | u32::from(b & 0x3F) << 6 | u32::from(c & 0x3F);
    matches!(a, 0xE3..=0xE9).then(code).and_then(char::from_u32)
}

/// The last removal: what follows it stood behind the character it was removed from.
#[derive(Clone, Copy)]
struct Removed {
    end: usize,
    owner: char,
}

/// The character that the annotation was injected behind, if it was.
fn owner(
    annotation: &Annotation,
    text: &str,
    removed: Option<Removed>,
    injection: &Injection,
) -> Option<(char, f32)> {
    let base = annotation.base;
    let start = annotation.range.start;
    if is_han(base) {
        return Some((base, LEARNT));
    }
    // A page that was injected twice has two readings in a row.
    if let Some(Removed { owner, .. }) = removed.filter(|removed| removed.end == start) {
        return Some((owner, LEARNT));
    }
    // The second byte of a pair, when it is an ASCII character.
    if !matches!(base, '\x40'..='\x7E') {
        return None;
    }
    let base_start = start - base.len_utf8();
    let before = match removed {
        Some(Removed { end, owner }) if end == base_start => owner,
        _ => text[..base_start].chars().next_back()?,
    };
    let [_, trail] = gbk::encode(before)?;
    let across = gbk::decode(trail, u8::try_from(base).ok()?)?;
    injection.may_carry(across).then_some((across, ACROSS))
}

/// How surely the annotation of `owner` was injected; `None` where it was not.
fn confidence(owner: char, annotation: &Annotation, injection: &Injection) -> Option<f32> {
    let reading = annotation.reading;
    if let Some(learnt) = injection.reading(owner) {
        return (learnt == reading).then_some(LEARNT);
    }
    let usual =
        is_commonest(owner, reading) || injection.has_uncommon_readings() && fits(owner, reading);
    (usual && injection.may_carry(owner)).then_some(LATER)
}
