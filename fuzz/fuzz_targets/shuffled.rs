//! Keywords shuffled into a document go again: the inverse of `shuffle`.
//!
//! An insertion that reads naturally, or a word of the title where an insertion could stand, cannot
//! be told for certain; nor can a cycle of few insertions that stand as the entries of a list do. So
//! the text must come back but for a few words, or stay as it is; and be settled.
#![no_main]

use libfuzzer_sys::fuzz_target;
use textmend::{Cleaner, Repair};
use textmend_fuzz::support::documents::DOCUMENTS;
use textmend_fuzz::support::garble::shuffle::{FEW_INSERTIONS, shuffle};
use textmend_fuzz::support::random::Random;

/// The most bytes that may be missing or left over: three of the longest items.
const DOUBTFUL: usize = 60;

fuzz_target!(|input: (u8, u64)| {
    let (document, seed) = input;
    let document = &DOCUMENTS[usize::from(document) % DOCUMENTS.len()];
    let Some(shuffled) = shuffle(document.title, &document.body(), &mut Random::new(seed)) else {
        return;
    };
    if shuffled.insertions.len() <= 2 * shuffled.cycle.len() {
        return;
    }
    let cleaner = Cleaner::builder().only(Repair::Shuffle.into()).build();
    let text = format!("{}\n{}", document.title, shuffled.body);
    let cleaned = cleaner.clean(&text);
    let stays = shuffled.insertions.len() <= FEW_INSERTIONS && cleaned == text;
    let surplus = cleaned.len().abs_diff(document.text().len());
    assert!(surplus <= DOUBTFUL || stays, "{cleaned}");
    assert_eq!(cleaner.clean(&cleaned), cleaned, "cleaned twice");
});
