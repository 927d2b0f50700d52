//! One look over the bytes of a text for anything that a local repair could have to do with.
//!
//! The text is taken in blocks. Of each block it is asked whether any three bytes in it may begin
//! something worth a look; the questions belong to the repairs, are put in comparisons without
//! branches, and are asked of all bytes of a block at once with the widest vectors that the
//! machine has. Hardly a block of clean text answers yes, and then each place that did gets a
//! closer look.

use fearless_simd::{Level, dispatch};
use memchr::memchr2_iter;

use crate::cleaner::Config;
use crate::entity::may_end_without_ampersand;
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
        let suspicion = Suspicion::of(window);
        if suspicion.any()
            && let Some(found) = look_closer(text, at, at + BLOCK, suspicion)
        {
            return Some(found);
        }
        at += BLOCK;
    }
    look_closer(text, at, bytes.len(), Suspicion { reference: true, character: true })
}

/// What a block may hold.
#[derive(Clone, Copy)]
struct Suspicion {
    reference: bool,
    character: bool,
}

impl Suspicion {
    #[inline(always)]
    fn of(window: &[u8; WINDOW]) -> Suspicion {
        let mut high = 0;
        let mut reference = false;
        for &byte in &window[..BLOCK] {
            high |= byte;
            reference |= may_be_reference(byte);
        }
        let mut character = false;
        if high >= 0x80 {
            for at in 0..BLOCK {
                character |= may_begin(window[at], window[at + 1], window[at + 2]);
            }
        }
        Suspicion { reference, character }
    }

    #[inline(always)]
    fn any(self) -> bool {
        self.reference | self.character
    }
}

/// Whether a byte may belong to a reference: its first, or the last of one that lost its first.
#[inline(always)]
fn may_be_reference(byte: u8) -> bool {
    (byte == b'&') | (byte == b';')
}

/// Whether three bytes, or fewer, may begin something else worth a look. No branches: `|` is
/// meant.
#[inline(always)]
fn may_begin(first: u8, second: u8, third: u8) -> bool {
    invisible::may_begin(first, second, third) | normalize::may_begin(first, second, third)
}

/// The first place within `start..end` that a repair must see.
#[inline(never)]
fn look_closer(text: &str, start: usize, end: usize, suspicion: Suspicion) -> Option<usize> {
    let bytes = &text.as_bytes()[..end];
    let mut end = end;
    if suspicion.reference {
        let mut places = memchr2_iter(b'&', b';', &bytes[start..]).map(|offset| start + offset);
        let may_be = |at: &usize| bytes[*at] == b'&' || may_end_without_ampersand(text, *at);
        end = places.find(may_be).unwrap_or(end);
    }
    let found = end < bytes.len();
    if suspicion.character {
        let lead = |at: &usize| bytes[*at] >= 0xC2;
        if let Some(at) = (start..end).filter(lead).find(|at| is_suspicious(text, *at)) {
            return Some(at);
        }
    }
    found.then_some(end)
}

/// Whether the character at `at` is one that a repair must see.
fn is_suspicious(text: &str, at: usize) -> bool {
    // The end of the text counts as zero bytes.
    let byte = |at: usize| text.as_bytes().get(at).copied().unwrap_or(0);
    let (first, second, third) = (byte(at), byte(at + 1), byte(at + 2));
    invisible::may_begin(first, second, third)
        || normalize::may_begin(first, second, third)
            && text[at..].chars().next().is_some_and(normalize::may_compose)
}
