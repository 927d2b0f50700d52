//! Invisible characters and radicals sprinkled over a document go again: the inverse of
//! `invisible`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use textmend::invisible;
use textmend_fuzz::support::garble::marks::sprinkle;
use textmend_fuzz::{excerpt, support::random::Random};

fuzz_target!(|input: (u8, u16, u16, u64)| {
    let (document, from, length, seed) = input;
    let truth = excerpt(document, from, length);
    assert_eq!(invisible::remove(&sprinkle(&truth, &mut Random::new(seed))), truth);
});
