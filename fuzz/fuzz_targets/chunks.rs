//! A stream gives the same for every way of cutting the document.
#![no_main]

use libfuzzer_sys::fuzz_target;
use textmend_fuzz::Case;
use textmend_fuzz::promises::{check_chunks, check_every_split, chunks};

/// Documents so short are cut everywhere, one in so many of them: that cleans them as often as they have bytes.
const SHORT: usize = 24;
const ONE_IN: u16 = 8;

fuzz_target!(|case: Case| {
    check_chunks(case.subject, &case.bytes, chunks(&case.bytes, case.cuts));
    if case.bytes.len() <= SHORT && case.cuts % ONE_IN == 0 {
        check_every_split(case.subject, &case.bytes);
    }
});
