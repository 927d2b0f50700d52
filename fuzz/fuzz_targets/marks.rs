//! Letters taken apart come together again: the inverse of `normalize`, then the repair.
#![no_main]

use libfuzzer_sys::fuzz_target;
use textmend::normalize::{Form, MAX_MARKS};
use textmend::{Cleaner, Repair};
use textmend_fuzz::{Case, support::garble::marks};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

fuzz_target!(|case: Case| {
    let truth: String = String::from_utf8_lossy(&case.bytes).nfc().collect();
    let garbled = marks::decompose(&truth);
    let is_mark = |c: char| canonical_combining_class(c) != 0;
    if garbled.split(|c| !is_mark(c)).any(|run| run.chars().count() > MAX_MARKS) {
        return;
    }
    for form in [Form::Compose, Form::Nfc] {
        let cleaner = Cleaner::builder().only(Repair::Normalize.into()).form(form).keep_bom(true);
        assert_eq!(cleaner.build().clean(&garbled), truth, "{form}");
    }
});
