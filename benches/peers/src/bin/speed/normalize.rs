//! Normalization form C of text that is in it already.

use icu_normalizer::ComposingNormalizerBorrowed;
use textmend::normalize::{Form, normalize};
use unicode_normalization::{UnicodeNormalization, is_nfc};

use crate::measure::{compare, work};
use crate::support::{DOCUMENT, Input, clean_texts};

pub fn run() {
    for input in clean_texts(16 * DOCUMENT) {
        compare_on(&input);
    }
}

fn compare_on(Input { name, text }: &Input) {
    let icu = ComposingNormalizerBorrowed::new_nfc();
    let bytes = text.len();
    compare(
        &format!("NFC of {name}"),
        vec![
            work("textmend", bytes, || normalize(text, Form::Nfc)),
            work("icu_normalizer", bytes, || icu.normalize(text)),
            work("unicode-normalization", bytes, || is_nfc(text)),
            work("the same, collected", bytes, || text.nfc().collect::<String>()),
        ],
    );
}
