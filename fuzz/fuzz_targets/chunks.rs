//! A stream gives the same for every way of cutting the document.
#![no_main]

use libfuzzer_sys::fuzz_target;
use textmend_fuzz::Case;
use textmend_fuzz::promises::{check_chunks, check_every_split, chunks};

/// Documents so short are cut everywhere.
const SHORT: usize = 24;

fuzz_target!(|case: Case| {
    check_chunks(case.subject, &case.bytes, chunks(&case.bytes, case.cuts));
    if case.bytes.len() <= SHORT {
        check_every_split(case.subject, &case.bytes);
    }
});
