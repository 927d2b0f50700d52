//! The promises, on documents made at random: from pieces that repairs look for, from any
//! characters and from any bytes, with every profile and every repair alone.
//!
//! The documents are the same ones every time; `PROPTEST_RNG_SEED` and `PROPTEST_CASES` try others
//! and more. The fuzz targets go on from here with the same checks.

mod promises;
mod support;

use std::sync::LazyLock;

use promises::{
    Subject, all, check_chunks, check_every_split, check_foreign_log, check_log, check_output,
    check_settled, check_shells, check_text, chunks,
};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use support::documents::DOCUMENTS;
use support::hostile::{FAMILIES, FRAGMENTS};
use support::inputs;
use textmend::Cleaner;

static SUBJECTS: LazyLock<Vec<Subject>> = LazyLock::new(all);

/// Documents that each property is tried on.
const CASES: u32 = 1_500;

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        rng_seed: match std::env::var("PROPTEST_RNG_SEED") {
            Ok(_) => ProptestConfig::default().rng_seed,
            Err(_) => RngSeed::Fixed(1),
        },
        cases: match std::env::var("PROPTEST_CASES") {
            Ok(_) => ProptestConfig::default().cases,
            Err(_) => cases,
        },
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// A piece of a document.
fn piece() -> impl Strategy<Value = Vec<u8>> {
    let families: Vec<&'static str> = FAMILIES.iter().map(|(_, unit)| *unit).collect();
    prop_oneof![
        12 => proptest::sample::select(FRAGMENTS).prop_map(|text| text.as_bytes().to_vec()),
        3 => any::<char>().prop_map(|c| c.to_string().into_bytes()),
        1 => any::<u8>().prop_map(|byte| vec![byte]),
        1 => (proptest::sample::select(families), 1..40_usize)
            .prop_map(|(unit, times)| unit.repeat(times).into_bytes()),
        1 => (0..DOCUMENTS.len(), 0..400_usize, 1..60_usize).prop_map(|(document, from, length)| {
            let text = DOCUMENTS[document].text();
            text.chars().skip(from).take(length).collect::<String>().into_bytes()
        }),
    ]
}

/// Bytes that are UTF-8 for the most part.
fn document() -> impl Strategy<Value = Vec<u8>> {
    proptest::collection::vec(piece(), 0..40).prop_map(|pieces| pieces.concat())
}

fn text() -> impl Strategy<Value = String> {
    document().prop_map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
}

/// Bytes of any encoding, or of none.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    const LABELS: &[&str] = &["gb18030", "big5", "shift_jis", "euc-kr", "windows-1252", "utf-16le"];
    let encoded = (text(), proptest::sample::select(LABELS)).prop_map(|(text, label)| {
        match encoding_rs::Encoding::for_label(label.as_bytes()) {
            Some(encoding) if encoding == encoding.output_encoding() => {
                encoding.encode(&text).0.into_owned()
            }
            _ => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        }
    });
    prop_oneof![
        3 => document(),
        2 => encoded,
        1 => proptest::collection::vec(any::<u8>(), 0..300),
    ]
}

fn subject() -> impl Strategy<Value = &'static Subject> {
    (0..SUBJECTS.len()).prop_map(|index| &SUBJECTS[index])
}

impl std::fmt::Debug for Subject {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.name)
    }
}

proptest! {
    #![proptest_config(config(4 * CASES))]

    #[test]
    fn any_bytes_give_text_within_bounds(subject in subject(), bytes in bytes()) {
        check_output(subject, &bytes);
    }

    #[test]
    fn text_in_memory_is_cleaned_like_its_bytes(subject in subject(), text in text()) {
        check_text(subject, &text);
    }

    #[test]
    fn cleaning_twice_changes_nothing_more(subject in subject(), bytes in bytes()) {
        check_settled(subject, &bytes);
    }

    #[test]
    fn the_log_replays_and_undoes(subject in subject(), bytes in bytes()) {
        check_log(subject, &bytes);
    }
}

proptest! {
    #![proptest_config(config(CASES))]

    #[test]
    fn chunks_make_no_difference(subject in subject(), bytes in bytes(), seed: u16) {
        check_chunks(subject, &bytes, chunks(&bytes, seed));
        check_shells(subject, &bytes, seed);
    }

    #[test]
    fn chunks_make_no_difference_to_long_lines_and_documents(
        subject in subject(), bytes in bytes(), times in 0..400_usize, seed: u16,
    ) {
        let times = times.min(200_000 / (bytes.len() + 1));
        if times > 60 {
            let bytes = bytes.repeat(times);
            check_chunks(subject, &bytes, chunks(&bytes, seed));
        }
    }

    #[test]
    fn a_log_of_another_text_does_no_harm(one in text(), other in text()) {
        check_foreign_log(&Cleaner::new().explain(&one).edits, &other);
    }
}

proptest! {
    #![proptest_config(config(3_000))]

    #[test]
    fn every_split_of_short_texts(
        subject in subject(),
        text in proptest::collection::vec(proptest::sample::select(FRAGMENTS), 1..12),
    ) {
        let text = text.concat();
        check_every_split(subject, &text.as_bytes()[..text.len().min(64)]);
    }
}

#[test]
fn every_subject_on_documents_of_every_kind() {
    for input in inputs::all() {
        for subject in &*SUBJECTS {
            check_output(subject, &input.bytes);
            check_log(subject, &input.bytes);
        }
        check_settled(&SUBJECTS[0], &input.bytes);
    }
}
