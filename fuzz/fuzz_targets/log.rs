//! The edit log replays and undoes; of another text it is an error.
#![no_main]

use libfuzzer_sys::fuzz_target;
use textmend_fuzz::Case;
use textmend_fuzz::promises::{check_foreign_log, check_log};

fuzz_target!(|case: Case| {
    check_log(case.subject, &case.bytes);
    let (head, tail) = case.bytes.split_at(usize::from(case.cuts).min(case.bytes.len()));
    let edits = case.subject.cleaner.explain_bytes(head).edits;
    check_foreign_log(&edits, &String::from_utf8_lossy(tail));
});
