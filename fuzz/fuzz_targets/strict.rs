//! Strict reading of references against the crate `htmlize`: the rules of the HTML Standard.
#![no_main]

use libfuzzer_sys::fuzz_target;
use textmend::entity::{Mode, decode};
use textmend_fuzz::Case;

fuzz_target!(|case: Case| {
    let text = String::from_utf8_lossy(&case.bytes);
    assert_eq!(decode(&text, Mode::Strict), htmlize::unescape(&*text), "{text:?}");
});
