//! Documents beyond the windows of detection and survey and the longest segment: every promise that
//! is made for them.
#![no_main]

use libfuzzer_sys::fuzz_target;
use textmend_fuzz::LongCase;
use textmend_fuzz::promises::{check_chunks, check_log, check_output, check_text, chunks};

fuzz_target!(|case: LongCase| {
    let LongCase(case) = case;
    // One of them each time: together they clean the document twenty times.
    match case.cuts % 4 {
        0 => check_output(case.subject, &case.bytes),
        1 => check_log(case.subject, &case.bytes),
        2 => check_text(case.subject, &String::from_utf8_lossy(&case.bytes)),
        _ => check_chunks(case.subject, &case.bytes, chunks(&case.bytes, case.cuts)),
    }
});
