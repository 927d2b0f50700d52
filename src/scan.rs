//! One look over the bytes of a text for anything that a local repair could have to do with.
//!
//! The text is taken in blocks of bytes. The [sieve](crate::sieve) asks of all bytes of a block at
//! once whether they may begin something worth a look. Hardly a block of clean text holds any,
//! and each place that may be one gets a closer look of its own. What the look at encodings has found ordinary on its way is
//! not asked about again.

mod look;

use std::ops::Range;

use fearless_simd::{Level, Simd, dispatch};

use crate::config::Config;
use crate::encoding::{debris, mojibake, shift};
use crate::entity::may_end_without_ampersand;
use crate::noise::invisible;
use crate::normalize::{self, Form};
use crate::repair::{Repair, RepairSet};
use crate::sieve::{BLOCK, Notes, Sieve, WINDOW};

use look::Look;
pub(crate) use look::{Found, Places};

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
    /// Whether marks of lost bytes are looked for.
    desync: bool,
    /// Whether readings in brackets are looked for.
    pinyin: bool,
}

impl Scan {
    /// The scan for a configuration, if it allows one.
    pub(crate) fn new(config: &Config) -> Option<Scan> {
        let all_known = config.repairs.iter().all(|repair| KNOWN.contains(repair));
        let every_segment = config.html_safe || !config.rules.is_empty();
        let composes = config.form == Form::Compose || !config.repairs.contains(Repair::Normalize);
        let mojibake = config.repairs.contains(Repair::Mojibake);
        let desync = config.repairs.contains(Repair::Desync);
        let pinyin = config.repairs.contains(Repair::Pinyin);
        let allows = all_known && !every_segment && composes;
        allows.then(|| Scan { level: Level::new(), mojibake, desync, pinyin })
    }

    /// The same, but for notes of readings in brackets.
    pub(crate) fn without_notes_of_brackets(self) -> Scan {
        Scan { pinyin: false, ..self }
    }

    /// Whether no repair of characters can have anything to do with a text.
    pub(crate) fn finds_nothing(self, text: &str) -> bool {
        dispatch!(self.level, simd => self.find_in(text, 0..text.len(), simd)).0.is_none()
    }

    /// Whether no line of a text has a place that any repair of characters looks at more closely, or finds out to be harmless
    /// by what stands around it.
    pub(crate) fn is_calm(self, text: &str) -> bool {
        let mut look = Look::new(self, text);
        if self.mojibake && mojibake::has_place(text, &mut look) {
            return false;
        }
        look.go_on(text.len());
        look.places.between(0, text.len()) == Ok(None)
    }

    /// Looks for the first places where lines may need a repair of characters, among so many bytes of a text or a few more.
    pub(crate) fn find(self, text: &str, length: usize) -> Found {
        let mut look = Look::new(self, text);
        look.go_on(length);
        look.found()
    }

    /// The first segment that may have been read in a wrong encoding: that is a question about
    /// characters in their context, and not one to ask of blocks of bytes.
    pub(crate) fn find_mojibake(self, text: &str) -> Option<usize> {
        if self.mojibake { mojibake::find(text, &mut ()) } else { None }
    }

    /// Both; the first up to where the second finds something, and a bit further. Where the second sees nothing but ordinary
    /// characters of East Asia, the first need not look.
    pub(crate) fn find_both(self, text: &str) -> (Found, Option<usize>) {
        let mut look = Look::new(self, text);
        let encoding = if self.mojibake { mojibake::find(text, &mut look) } else { None };
        look.go_on(encoding.unwrap_or(text.len()));
        (look.found(), encoding)
    }

    /// The first place in a range, or in the rest of the block that it ends in, and what the text up to there may hold.
    #[inline(always)]
    fn find_in<S: Simd>(self, text: &str, range: Range<usize>, simd: S) -> (Option<usize>, Notes) {
        let bytes = text.as_bytes();
        let mut sieve = Sieve::new(simd);
        let mut at = range.start;
        while at < range.end
            && let Some(window) = bytes[at..].first_chunk::<WINDOW>()
        {
            let hits = sieve.suspicious(window);
            if hits != 0
                && let Some(place) = self.look_closer(text, at, hits)
            {
                return (Some(place), sieve.notes());
            }
            at += BLOCK;
        }
        // The end of the text counts as zero bytes.
        let mut place = None;
        while at < range.end && place.is_none() {
            let rest = &bytes[at..];
            let mut window = [0; WINDOW];
            let length = rest.len().min(WINDOW);
            window[..length].copy_from_slice(&rest[..length]);
            place = self.look_closer(text, at, sieve.suspicious(&window));
            at += BLOCK;
        }
        (place, sieve.notes())
    }

    /// The first place that a repair must see, of those in a block where the sieve says that it may
    /// be.
    #[inline(never)]
    fn look_closer(self, text: &str, start: usize, mut hits: u64) -> Option<usize> {
        while hits != 0 {
            let at = start + hits.trailing_zeros() as usize;
            let needs_look = match text.as_bytes()[at] {
                b'&' => true,
                b'?' => self.desync && shift::is_mark(text, at),
                // The second last letter or digit of a reference.
                0..0x80 => may_end_without_ampersand(text, at + 2),
                // Of Chinese characters only what is left of lost text.
                0xE4..=0xE9 => debris::is_mark(&text[at..]),
                _ => is_suspicious(text, at) || self.desync && shift::is_mark(text, at),
            };
            if needs_look {
                return Some(at);
            }
            hits &= hits - 1;
        }
        None
    }
}

/// Whether the character at `at` is one that a repair must see.
fn is_suspicious(text: &str, at: usize) -> bool {
    // The end of the text counts as zero bytes.
    let byte = |at: usize| text.as_bytes().get(at).copied().unwrap_or(0);
    let (first, second, third) = (byte(at), byte(at + 1), byte(at + 2));
    invisible::may_begin(first, second, third) && !invisible::is_needed(text, at)
        || normalize::may_begin(first, second, third) && normalize::may_compose_at(text, at)
        || text.get(at..).is_some_and(debris::is_mark)
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
    use crate::cleaner::{Cleaner, Explained};
    use crate::profile::Profile;
    use crate::segment::MAX_SEGMENT;

    /// The first place of a text.
    fn find(scan: Scan, text: &str) -> Option<usize> {
        let place = scan.find(text, text.len()).places.between(0, text.len()).unwrap();
        assert_eq!(place.is_none(), scan.finds_nothing(text));
        place
    }

    /// Up to the last character that anybody cares for, a variation selector.
    #[test]
    fn the_sieve_holds_back_no_character() {
        for c in '\0'..='\u{E01EF}' {
            let text = format!("中{c}文");
            let hits = is_suspicious(&text, 3);
            let scan = Scan { level: Level::new(), mojibake: false, desync: false, pinyin: true };
            assert_eq!(find(scan, &text), (hits || c == '&').then_some(3), "{c:?}");
        }
    }

    #[test]
    fn what_is_left_of_lost_text_is_found() {
        let scan = Scan { level: Level::new(), mojibake: false, desync: false, pinyin: true };
        for mark in ["\u{FFFD}", "锟斤拷", "烫烫烫", "屯屯屯"] {
            for before in 0..2 * BLOCK {
                let text = format!("{}{mark}", "x".repeat(before));
                assert_eq!(find(scan, &text), Some(before), "{text}");
            }
        }
    }

    #[test]
    fn the_end_of_every_reference_is_found() {
        let scan = Scan { level: Level::new(), mojibake: false, desync: false, pinyin: true };
        for word in ["ldquo", "nbsp", "quot", "ndash", "hellip", "bull", "prime", "amp;ldquo"] {
            for before in 0..2 * BLOCK {
                let text = format!("{}字{word};", "x".repeat(before));
                assert!(find(scan, &text).is_some(), "{text}");
            }
        }
        for code in 0x80..0x1_0000_u32 {
            for word in [format!("#{code}"), format!("#x{code:x}"), format!("#X{code:X}")] {
                let text = format!("字{word};");
                let ends = may_end_without_ampersand(&text, text.len() - 1);
                assert_eq!(find(scan, &text).is_some(), ends, "{text}");
            }
        }
    }

    #[test]
    fn every_mark_of_a_lost_byte_is_found() {
        let scan = Scan { level: Level::new(), mojibake: false, desync: true, pinyin: true };
        for before in 0..2 * BLOCK {
            for mark in ["?", "\u{FFFD}", "\u{E000}", "\u{E5E5}"] {
                let text = format!("{}{mark}字{}", "x".repeat(before), "x".repeat(BLOCK));
                assert_eq!(find(scan, &text), Some(before), "{mark}");
            }
        }
    }

    #[test]
    fn readings_and_han_are_noted() {
        let scan = Scan { level: Level::new(), mojibake: true, desync: false, pinyin: true };
        for (part, has_readings, has_han) in [
            ("調(diào)", true, true),
            ("é(diào)", true, false),
            ("a(diào)", false, false),
            ("調(d", false, true),
            ("調(調)(Dior)", false, true),
            ("調（diào）", true, true),
            // Wide brackets are looked at no further.
            ("調（d", true, true),
            ("한국", false, false),
            ("\u{3400}", false, true),
            ("д; ü", false, false),
        ] {
            for before in 0..2 * BLOCK {
                for filler in ["x", "한"] {
                    let text = format!("{}{part}{}", filler.repeat(before), filler.repeat(512));
                    let notes = scan.find_both(&text).0.notes;
                    let found = (notes.has_brackets(), notes.has_han());
                    let is_behind_hangul = filler == "한" && part == "a(diào)";
                    assert!(found == (has_readings, has_han) || is_behind_hangul, "{text}");
                    let notes = scan.find(&text, text.len()).notes;
                    assert!(notes.has_brackets() >= has_readings, "{text}");
                    assert_eq!(notes.has_han(), has_han, "{text}");
                }
            }
        }
        let text = format!("{}調(diào){}", "調(x)".repeat(100), "한".repeat(512));
        assert!(scan.find_both(&text).0.notes.has_brackets());
    }

    #[test]
    fn no_character_is_taken_for_an_ordinary_one() {
        let scan = Scan::new(&Cleaner::new().config).unwrap();
        for filler in FILLERS {
            let filler = filler.repeat(64);
            let most = ('\u{80}'..='\u{FFFF}').step_by(5);
            for c in ('\0'..'\u{80}').chain(most).chain(most_doubtful()) {
                let text = format!("{filler}{c}{filler}");
                let place = find(scan, &text);
                let (found, encoding) = scan.find_both(&text);
                let first = found.places.between(0, encoding.unwrap_or(text.len()));
                assert!(first == Ok(place) || encoding.is_some(), "{c:?} {place:?} {encoding:?}");
            }
        }
    }

    /// Ordinary text, of which there may be whole runs.
    const FILLERS: &[&str] = &["海边的风很大，", "Plain words and; ", "字;\n", "(x"];

    /// Characters of which the sieve asks, and their neighbours.
    fn most_doubtful() -> impl Iterator<Item = char> {
        let marks = ['\u{3099}', '\u{E000}', '\u{FE00}', '\u{FEFF}', '\u{FFFD}', '\u{E0100}'];
        let near = |c: char| (c as u32 - 9..c as u32 + 9).filter_map(char::from_u32);
        marks.into_iter().chain("锟烫屯（🦀".chars()).flat_map(near)
    }

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

        /// What one look finds beside the other is what it finds alone.
        #[test]
        fn both_find_what_each_does(
            parts in proptest::collection::vec((piece(), select(FILLERS), 0..60_usize), 0..6),
        ) {
            let filled = |(piece, filler, times): (Vec<u8>, &str, usize)| {
                [piece, filler.repeat(times).into_bytes()].concat()
            };
            let document = parts.into_iter().map(filled).collect::<Vec<_>>().concat();
            let text = String::from_utf8_lossy(&document);
            let scan = Scan::new(&Cleaner::new().config).unwrap();
            let (found, encoding) = scan.find_both(&text);
            assert_eq!(encoding, scan.find_mojibake(&text));
            let place = find(scan, &text);
            let looked_at = encoding.unwrap_or(text.len());
            let first = found.places.between(0, looked_at).unwrap();
            assert!(first == place || place >= Some(looked_at) && first.is_none());
            // Those of all other lines, too.
            let mut start = 0;
            while let Ok(next) = found.places.between(start, looked_at) {
                let rest = &text[start..];
                let alone = find(scan, rest).map(|place| start + place);
                assert!(next == alone || alone >= Some(looked_at) && next.is_none());
                let Some(line) = alone.and_then(|place| text[place..].find('\n').map(|n| place + n)) else {
                    break;
                };
                start = line + 1;
                if start >= looked_at { break; }
            }
        }

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
