//! Text read in a wrong encoding: what comes back is the truth or the garble as it stood, and the
//! plan that is named leads there, by hand and after printing it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use textmend::encoding::{Plan, fix};
use textmend_fuzz::excerpt;
use textmend_fuzz::support::garble::incomplete::{self, Loss};
use textmend_fuzz::support::garble::mojibake::{PAIRS, garble};

/// Shorter texts say too little to be certain.
const LEAST: u16 = 40;

fuzz_target!(|input: (u8, u8, u16, u16)| {
    let (pair, document, from, length) = input;
    let truth = excerpt(document, from, LEAST + length % 400).replace('\n', "");
    if truth.chars().count() < LEAST.into() {
        return;
    }
    let (_, written, read) = PAIRS[usize::from(pair) % PAIRS.len()];
    let Some(garbled) = garble(&truth, written, read) else { return };
    let loss = Loss::ALL[usize::from(document) % Loss::ALL.len()];
    if written == "utf-8"
        && let Some(garbled) = incomplete::garble(&truth, read, loss)
    {
        let fixed = fix(&garbled);
        assert_eq!(fixed.plan.apply(&garbled).as_deref(), Some(&*fixed.text));
        assert_eq!(fixed.plan.to_string().parse::<Plan>().as_ref(), Ok(&fixed.plan));
    }
    let fixed = fix(&garbled);
    assert!(
        fixed.text == truth || fixed.text == garbled,
        "{written} read as {read}: {} by {}",
        fixed.text,
        fixed.plan
    );
    assert_eq!(fixed.plan.apply(&garbled).as_deref(), Some(&*fixed.text));
    assert_eq!(fixed.plan.to_string().parse::<Plan>().as_ref(), Ok(&fixed.plan));
});
