//! Unicode forms against the crate `unicode-normalization` over the whole text; composition by
//! its own promises.
#![no_main]

use std::borrow::Cow;

use libfuzzer_sys::fuzz_target;
use textmend::normalize::{Form, MAX_MARKS, normalize};
use textmend_fuzz::Case;
use textmend_fuzz::promises::of_form;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

fuzz_target!(|case: Case| {
    let text = String::from_utf8_lossy(&case.bytes);
    for &form in Form::ALL {
        let once = normalize(&text, form);
        assert!(once.len() as f64 <= text.len() as f64 * of_form(form), "{form} {text:?}");
        assert!(matches!(normalize(&once, form), Cow::Borrowed(_)), "{form} {text:?} twice");
    }
    // A decomposition may have more marks in a row than the text.
    let decomposed: String = text.nfkd().collect();
    if has_long_run(&text) || has_long_run(&decomposed) {
        return;
    }
    assert!(text.nfc().eq(normalize(&text, Form::Nfc).chars()), "{text:?}");
    assert!(text.nfd().eq(normalize(&text, Form::Nfd).chars()), "{text:?}");
    assert!(text.nfkc().eq(normalize(&text, Form::Nfkc).chars()), "{text:?}");
    assert!(text.nfkd().eq(normalize(&text, Form::Nfkd).chars()), "{text:?}");
    let composed = normalize(&text, Form::Compose);
    assert!(text.nfd().eq(composed.nfd()), "{text:?} is not equivalent");
});

fn has_long_run(text: &str) -> bool {
    let mut run = 0;
    text.chars().any(|c| {
        run = if canonical_combining_class(c) == 0 { 0 } else { run + 1 };
        run > MAX_MARKS
    })
}
