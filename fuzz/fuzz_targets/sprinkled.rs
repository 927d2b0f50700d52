//! Invisible characters and radicals sprinkled over a paragraph go again: the inverse of
//! `invisible`. Radicals are judged by the line, so it is a whole one.
#![no_main]

use libfuzzer_sys::fuzz_target;
use textmend::invisible;
use textmend_fuzz::support::documents::DOCUMENTS;
use textmend_fuzz::support::garble::marks::sprinkle;
use textmend_fuzz::support::random::Random;

fuzz_target!(|input: (u8, u8, u64)| {
    let (document, paragraph, seed) = input;
    let paragraphs = DOCUMENTS[usize::from(document) % DOCUMENTS.len()].paragraphs;
    let truth = paragraphs[usize::from(paragraph) % paragraphs.len()];
    assert_eq!(invisible::remove(&sprinkle(truth, &mut Random::new(seed))), truth);
});
