//! One look over the bytes of a text for anything that a local repair could have to do with.
//!
//! The text is taken in blocks. Of each block it is asked whether any three bytes in it may begin
//! something worth a look; the questions belong to the repairs, are put in comparisons without
//! branches, and are asked of all bytes of a block at once with the widest vectors that the
//! machine has. Hardly a block of clean text answers yes, and then each place that did gets a
//! closer look.

use fearless_simd::{Level, dispatch};

use crate::cleaner::Config;
use crate::entity;
use crate::noise::invisible;
use crate::normalize::{self, Form};
use crate::repair::{Repair, RepairSet};

/// Bytes asked about at once.
const BLOCK: usize = 64;
/// A block and the rest of the sequence that begins with its last byte.
const WINDOW: usize = BLOCK + 2;

/// The repairs whose questions are asked; with any other one switched on, every segment must be
/// looked at.
const KNOWN: RepairSet = RepairSet::EMPTY
    .with(Repair::Entity)
    .with(Repair::Invisible)
    .with(Repair::Normalize)
    .with(Repair::Pinyin)
    .with(Repair::Shuffle)
    .with(Repair::Rules);

/// Finds places where local repairs may have something to do.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scan {
    level: Level,
}

impl Scan {
    /// The scan for a configuration, if it allows one.
    pub(crate) fn new(config: &Config) -> Option<Scan> {
        let all_known = config.repairs.iter().all(|repair| KNOWN.contains(repair));
        let every_segment = config.html_safe || !config.rules.is_empty();
        let composes = config.form == Form::Compose || !config.repairs.contains(Repair::Normalize);
        (all_known && !every_segment && composes).then(|| Scan { level: Level::new() })
    }

    /// The first place from which on the text may need a repair.
    pub(crate) fn find(self, text: &str) -> Option<usize> {
        dispatch!(self.level, _simd => find(text))
    }
}

#[inline(always)]
fn find(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(window) = bytes[at..].first_chunk::<WINDOW>() {
        if is_suspicious(window)
            && let Some(found) = look_closer(text, at, at + BLOCK)
        {
            return Some(found);
        }
        at += BLOCK;
    }
    look_closer(text, at, bytes.len())
}

/// Whether any place of the block deserves a closer look.
#[inline(always)]
fn is_suspicious(window: &[u8; WINDOW]) -> bool {
    let mut high = 0;
    let mut found = false;
    for &byte in &window[..BLOCK] {
        high |= byte;
        found |= may_be_reference(byte);
    }
    if high < 0x80 {
        return found;
    }
    for at in 0..BLOCK {
        found |= may_begin(window[at], window[at + 1], window[at + 2]);
    }
    found
}

/// Whether a byte may belong to a reference: its first, or the last of one that lost its first.
#[inline(always)]
fn may_be_reference(byte: u8) -> bool {
    (byte == b'&') | (byte == b';')
}

/// Whether three bytes, or fewer, may begin something worth a look. No branches: `|` is meant.
#[inline(always)]
fn may_begin(first: u8, second: u8, third: u8) -> bool {
    invisible::may_begin(first, second, third) | normalize::may_begin(first, second, third)
}

/// The first place within `start..end` that a repair must see. The end of the text counts as
/// zero bytes.
#[inline(never)]
fn look_closer(text: &str, start: usize, end: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let byte = |at: usize| bytes.get(at).copied().unwrap_or(0);
    (start..end).filter(|at| text.is_char_boundary(*at)).find(|&at| {
        let (first, second, third) = (byte(at), byte(at + 1), byte(at + 2));
        first == b'&'
            || first == b';' && entity::may_end_without_ampersand(text, at)
            || invisible::may_begin(first, second, third)
            || normalize::may_begin(first, second, third)
                && text[at..].chars().next().is_some_and(normalize::may_compose)
    })
}
