//! Reader and writer give what the stream gives, over sources and sinks that fail now and then.
#![no_main]

use libfuzzer_sys::fuzz_target;
use textmend_fuzz::{Case, promises::check_shells};

fuzz_target!(|case: Case| check_shells(case.subject, &case.bytes, case.cuts));
