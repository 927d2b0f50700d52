//! Text in memory and the same text as bytes are cleaned alike.
#![no_main]

use libfuzzer_sys::fuzz_target;
use textmend_fuzz::{Case, promises::check_text};

fuzz_target!(|case: Case| check_text(case.subject, &String::from_utf8_lossy(&case.bytes)));
