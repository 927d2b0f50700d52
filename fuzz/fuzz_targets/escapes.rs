//! Text escaped up to three times comes back, whatever becomes a reference: the inverse of `entity`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use textmend::entity::{Mode, decode};
use textmend_fuzz::support::garble::entity::{Breakage, break_references, escape, escape_again};
use textmend_fuzz::{excerpt, support::random::Random};

fuzz_target!(|input: (u8, u16, u16, u8, u64)| {
    let (document, from, length, way, seed) = input;
    let random = &mut Random::new(seed);
    let truth = excerpt(document, from, length);
    let escaped = escape(&truth, random);
    let levels = usize::from(way) % 3;
    assert_eq!(decode(&escape_again(&escaped, levels), Mode::Prose), truth, "{levels} levels more");
    assert_eq!(decode(&escaped, Mode::Strict), truth, "strict");
    let breakage = Breakage::ALL[usize::from(way) % Breakage::ALL.len()];
    if let Some(broken) = break_references(&truth, breakage, random) {
        assert_eq!(decode(&broken.garbled, Mode::Prose), broken.truth, "{breakage:?}");
    }
});
