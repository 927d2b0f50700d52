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
use crate::encoding::{debris, mojibake, shift};
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
    .with(Repair::Mojibake)
    .with(Repair::Pinyin)
    .with(Repair::Desync)
    .with(Repair::Shuffle)
    .with(Repair::Rules);

/// Finds places where local repairs may have something to do.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scan {
    level: Level,
    /// Whether garbled lines are looked for.
    mojibake: bool,
}

impl Scan {
    /// The scan for a configuration, if it allows one.
    pub(crate) fn new(config: &Config) -> Option<Scan> {
        let all_known = config.repairs.iter().all(|repair| KNOWN.contains(repair));
        let every_segment = config.html_safe || !config.rules.is_empty();
        let composes = config.form == Form::Compose || !config.repairs.contains(Repair::Normalize);
        let mojibake = config.repairs.contains(Repair::Mojibake);
        (all_known && !every_segment && composes).then(|| Scan { level: Level::new(), mojibake })
    }

    /// The first place from which on the text may need a repair of characters.
    pub(crate) fn find(self, text: &str) -> Option<usize> {
        dispatch!(self.level, _simd => find(text))
    }

    /// The first segment that may have been read in a wrong encoding: that is a question about
    /// characters in their context, and not one to ask of blocks of bytes.
    pub(crate) fn find_mojibake(self, text: &str) -> Option<usize> {
        if self.mojibake { mojibake::find(text) } else { None }
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
        // A question may begin with an ASCII character right before the block's end.
        let mut high = window[BLOCK];
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
    invisible::may_begin(first, second, third)
        | normalize::may_begin(first, second, third)
        | shift::may_begin(first, second, third)
        | debris::may_begin(second, third)
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
        let lead = |at: &usize| bytes[*at] >= 0xC2 || bytes[*at] == b'?';
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
        || shift::may_begin(first, second, third) && shift::is_mark(text, at)
        || debris::may_begin(second, third) && text.get(at..).is_some_and(debris::is_mark)
}

#[cfg(test)]
#[allow(dead_code, unreachable_pub, reason = "the tests of the promises use more of it")]
#[path = "../tests/support/hostile.rs"]
mod hostile;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;
    use crate::cleaner::{Cleaner, Explained, Profile};
    use crate::segment::MAX_SEGMENT;

    /// The repairs that the scan knows, all of them and each alone.
    fn configurations() -> Vec<RepairSet> {
        let alone = KNOWN.iter().filter(|repair| *repair != Repair::Rules).map(RepairSet::from);
        std::iter::once(Profile::Default.repairs()).chain(alone).collect()
    }

    fn scanning(repairs: RepairSet) -> Cleaner {
        let cleaner = Cleaner::builder().only(repairs).record_edits(true).build();
        assert!(cleaner.scan.is_some(), "{repairs:?} has no scan");
        cleaner
    }

    /// Text, edits and figures of a document that comes in one piece, as text and as bytes.
    fn explained<'d>(cleaner: &Cleaner, document: &'d [u8]) -> Vec<Explained<'d>> {
        let text = std::str::from_utf8(document).ok().map(|text| cleaner.explain(text));
        text.into_iter().chain([cleaner.explain_bytes(document)]).collect()
    }

    /// Text and figures of a document that comes through a stream in chunks.
    fn streamed(cleaner: &Cleaner, document: &[u8], length: usize) -> (String, crate::Report) {
        let mut stream = cleaner.stream();
        let mut text = String::new();
        document.chunks(length).for_each(|chunk| stream.push(chunk, &mut text));
        let report = stream.finish(&mut text);
        (text, report)
    }

    /// A scan saves time and changes nothing.
    fn check(cleaner: &Cleaner, document: &[u8]) {
        let whole = Cleaner { scan: None, ..cleaner.clone() };
        assert_eq!(explained(cleaner, document), explained(&whole, document));
        let length = document.len() / 3 + 1;
        assert_eq!(streamed(cleaner, document, length), streamed(&whole, document, length));
    }

    fn piece() -> impl Strategy<Value = Vec<u8>> {
        prop_oneof![
            8 => select(hostile::FRAGMENTS).prop_map(|text| text.as_bytes().to_vec()),
            3 => any::<char>().prop_map(|c| c.to_string().into_bytes()),
            2 => (select(&["x", "字", "，", "é", " ", "🦀"][..]), 1..2 * BLOCK)
                .prop_map(|(unit, times)| unit.repeat(times).into_bytes()),
            2 => Just(b"\n".to_vec()),
            1 => any::<u8>().prop_map(|byte| vec![byte]),
        ]
    }

    fn document() -> impl Strategy<Value = Vec<u8>> {
        proptest::collection::vec(piece(), 0..40).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            cases: 1_500,
            failure_persistence: None,
            rng_seed: proptest::test_runner::RngSeed::Fixed(1),
            ..ProptestConfig::default()
        })]

        #[test]
        fn nothing_is_skipped(repairs in select(configurations()), document in document()) {
            check(&scanning(repairs), &document);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            cases: 60,
            failure_persistence: None,
            rng_seed: proptest::test_runner::RngSeed::Fixed(1),
            ..ProptestConfig::default()
        })]

        /// Behind the survey window, and in lines that are cut.
        #[test]
        fn nothing_is_skipped_in_long_documents(
            repairs in select(configurations()), unit in document(), filler in 0..400_usize,
            tail in document(),
        ) {
            let filler = "海边的风很大，".repeat(filler).into_bytes();
            let unit = [unit, filler].concat();
            let times = 3 * MAX_SEGMENT / (unit.len() + 1) + 1;
            check(&scanning(repairs), &[unit.repeat(times), tail].concat());
        }
    }

    #[test]
    fn no_character_is_skipped_anywhere() {
        const LINES: usize = 1_000;
        for (before, after) in [("中", "文"), ("e", "\u{301}")] {
            let cleaner = scanning(Profile::Default.repairs());
            let characters: Vec<char> = ('\0'..=char::MAX).filter(|c| *c != '\n').collect();
            for characters in characters.chunks(LINES) {
                let lines = characters.iter().map(|c| format!("{before}{c}{after}\n"));
                let document: String = lines.collect();
                let whole = Cleaner { scan: None, ..cleaner.clone() };
                assert_eq!(cleaner.clean(&document), whole.clean(&document));
            }
        }
    }
}
