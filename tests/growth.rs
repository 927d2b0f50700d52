//! Time grows with the length and no faster, for text made to hurt.

mod support;

use std::time::{Duration, Instant};

use support::hostile::FAMILIES;
use textmend::Cleaner;

/// Measurements of which one must be linear.
const TRIES: usize = 5;

/// The shortest of some runs, as the one least disturbed.
fn time(cleaner: &Cleaner, text: &str) -> Duration {
    (0..3)
        .map(|_| {
            let start = Instant::now();
            std::hint::black_box(cleaner.clean(text));
            start.elapsed()
        })
        .min()
        .unwrap_or_default()
}

#[test]
fn hostile_text_takes_linear_time() {
    let cleaner = Cleaner::new();
    for (name, unit) in FAMILIES {
        let text = |bytes: usize| unit.repeat(bytes / unit.len());
        let (short, long) = (text(128 << 10), text(1 << 20));
        // Eight times the text may take eight times the time; quadratic would be 64. A busy machine
        // may disturb one measurement, not all of them.
        let is_linear = (0..TRIES).any(|_| {
            let (short_time, long_time) = (time(&cleaner, &short), time(&cleaner, &long));
            long_time < short_time * 24 + Duration::from_millis(20)
        });
        assert!(is_linear, "{name}");
    }
}

#[test]
fn hostile_text_in_one_byte_chunks_takes_linear_time() {
    let cleaner = Cleaner::new();
    let text = "&".repeat(1 << 20);
    let start = Instant::now();
    let mut stream = cleaner.stream();
    let mut cleaned = String::new();
    for byte in text.as_bytes().chunks(1) {
        stream.push(byte, &mut cleaned);
    }
    stream.finish(&mut cleaned);
    assert_eq!(cleaned, text);
    assert!(start.elapsed() < Duration::from_secs(10));
}
