//! Cleaning the output once more changes nothing.
#![no_main]

use libfuzzer_sys::fuzz_target;
use textmend_fuzz::{Case, promises::check_settled};

fuzz_target!(|case: Case| check_settled(case.subject, &case.bytes));
