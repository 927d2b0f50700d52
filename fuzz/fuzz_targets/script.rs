//! Script conversion in pieces against the whole, for every configuration and every way of cutting;
//! and what is unchanged is borrowed.
#![no_main]

use std::borrow::Cow;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use textmend::han::{Config, Converter};
use textmend_fuzz::promises::chunks;
use textmend_fuzz::{Case, excerpt};

static CONVERTERS: LazyLock<Vec<Converter>> =
    LazyLock::new(|| Config::ALL.iter().map(|config| Converter::new(*config)).collect());

fuzz_target!(|input: (u8, u8, u16, u16, Case)| {
    let (config, document, from, length, case) = input;
    let number = usize::from(config) % CONVERTERS.len();
    let converter = &CONVERTERS[number];
    let mut text = excerpt(document, from, length % 200);
    text.push_str(&String::from_utf8_lossy(&case.bytes));
    let whole = converter.convert(&text);
    if matches!(whole, Cow::Owned(_)) {
        assert_ne!(whole, text, "{}: copied, though nothing changed", Config::ALL[number]);
    }
    let mut stream = converter.stream();
    let mut streamed = String::new();
    for chunk in chunks(text.as_bytes(), case.cuts) {
        stream.push(chunk, &mut streamed);
    }
    stream.finish(&mut streamed);
    assert_eq!(streamed, whole, "{}: {text:?}", Config::ALL[number]);
});
