//! A page garbled in all ways at once, by the default profile: it comes back but for what is lost or
//! cannot be told, settles, and its edits undo it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use textmend::Cleaner;
use textmend_fuzz::support::documents::DOCUMENTS;
use textmend_fuzz::support::garble::shuffle::FEW_INSERTIONS;
use textmend_fuzz::support::inputs::garbled_page;

/// The most characters that may be missing or left over, of those that can be told: a few items
/// that read naturally.
const DOUBTFUL: usize = 20;

fuzz_target!(|input: (u8, u64)| {
    let (document, seed) = input;
    let document = &DOCUMENTS[usize::from(document) % DOCUMENTS.len()];
    let Some(page) = garbled_page(document, seed) else { return };
    let cleaner = Cleaner::new();
    let explained = cleaner.explain(&page.garbled);
    let undone = explained.edits.undo(&explained.text).expect("the log is that of this output");
    assert_eq!(undone, page.garbled.as_bytes());
    assert_eq!(cleaner.clean(&explained.text), explained.text, "cleaned twice");
    // A reading that straddles characters may have lost two of them.
    let doubtful = DOUBTFUL + 2 * page.straddled;
    let surplus = explained.text.chars().count().abs_diff(page.truth.chars().count());
    let may_stay = page.insertions <= FEW_INSERTIONS;
    assert!(surplus <= doubtful || may_stay, "{surplus} characters more or less");
});
