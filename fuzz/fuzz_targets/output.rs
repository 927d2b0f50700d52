//! Any bytes, any cleaner: text comes out, as long as promised, borrowed where it is unchanged.
#![no_main]

use libfuzzer_sys::fuzz_target;
use textmend_fuzz::{Case, promises::check_output};

fuzz_target!(|case: Case| check_output(case.subject, &case.bytes));
