//! Readings injected behind characters of a document are removed again, all of them and nothing
//! else, whichever characters carry them; but where only a few do, all may be taken for the author's.
#![no_main]

use libfuzzer_sys::fuzz_target;
use textmend::{Cleaner, Repair};
use textmend_fuzz::support::documents::DOCUMENTS;
use textmend_fuzz::support::garble::{pinyin, script};
use textmend_fuzz::support::random::Random;

/// So many characters are annotated by no author.
const MANY: usize = 8;

fuzz_target!(|input: (u8, u8, u64)| {
    let (document, percent, seed) = input;
    let document = &DOCUMENTS[usize::from(document) % DOCUMENTS.len()];
    let truth = script::traditional(&document.text());
    let percent = 10 + usize::from(percent) % 91;
    let readings = pinyin::choose_readings(&truth, percent, &mut Random::new(seed));
    let injected = pinyin::inject_pinyin_aligned(&truth, &readings);
    let cleaner = Cleaner::builder().only(Repair::Pinyin.into()).build();
    let cleaned = cleaner.clean(&injected.text);
    if readings.len() >= MANY || cleaned != injected.text {
        assert_eq!(cleaned, truth, "{} readings", injected.aligned);
    }
});
