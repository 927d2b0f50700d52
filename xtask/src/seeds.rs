//! Seeds for the fuzz targets in `fuzz/seeds/`, and the dictionary of fragments: `cargo xtask seeds`.
//!
//! A seed is a short text garbled in one way, so that the fuzzer starts where the repairs begin to
//! work. Before the text stand the four zeros that mean the default cleaner (see `Case` in
//! `fuzz/src/lib.rs`).

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::support::documents::DOCUMENTS;
use crate::support::garble::entity::{Breakage, break_references, escape, escape_again};
use crate::support::garble::{marks, pinyin, script, shuffle};
use crate::support::hostile::{FAMILIES, FRAGMENTS};
use crate::support::random::Random;
use crate::support::texts::TEXTS;

/// The head of a case that means the default cleaner and a body that is the document.
const HEAD: [u8; 4] = [0; 4];

/// The longest seed, in characters: short ones are mutated to better effect.
const LONGEST: usize = 160;

/// How often the unit of a hostile family stands in its seed.
const TIMES: usize = 12;

/// Share of the characters that get readings.
const ANNOTATED_PERCENT: usize = 60;

/// Writes all seeds anew, and the dictionary beside them.
pub fn write() -> Result<(), Box<dyn Error>> {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz");
    let folder = fuzz.join("seeds");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let seeds = seeds();
    for (name, bytes) in &seeds {
        fs::write(folder.join(name), [&HEAD, &bytes[..]].concat())?;
    }
    fs::write(fuzz.join("dictionary.txt"), dictionary())?;
    println!("{} seeds, {} fragments", seeds.len(), FRAGMENTS.len());
    Ok(())
}

fn seeds() -> Vec<(String, Vec<u8>)> {
    let mut seeds = Vec::new();
    let mut add = |kind: &str, number: usize, text: &str| {
        let text: String = text.chars().take(LONGEST).collect();
        seeds.push((format!("{kind}-{number}"), text.into_bytes()));
    };
    for (number, text) in TEXTS.iter().enumerate() {
        add("clean", number, text.text);
    }
    for (number, (_, unit)) in FAMILIES.iter().enumerate() {
        add("family", number, &unit.repeat(TIMES));
    }
    for (number, document) in DOCUMENTS.iter().enumerate() {
        let random = &mut Random::new(number as u64);
        let body = document.body();
        if let Some(shuffled) = shuffle::shuffle(document.title, &body, random) {
            add("shuffle", number, &format!("{}\n{}", document.title, shuffled.body));
        }
        let traditional = script::traditional(&body);
        let readings = pinyin::choose_readings(&traditional, ANNOTATED_PERCENT, random);
        add("aligned", number, &pinyin::inject_pinyin_aligned(&traditional, &readings).text);
        let torn = pinyin::inject_pinyin(&traditional, &readings).text;
        add("torn", number, torn.find("?").map_or(&torn, |at| &torn[boundary(&torn, at)..]));
        add("escaped", number, &escape(&body, random));
        add("escaped-twice", number, &escape_again(&escape(&body, random), 2));
        for breakage in Breakage::ALL {
            if let Some(broken) = break_references(&body, breakage, random) {
                add(&format!("broken-{breakage:?}").to_lowercase(), number, &broken.garbled);
            }
        }
        add("invisible", number, &marks::sprinkle(&body, random));
    }
    for (number, text) in TEXTS.iter().enumerate() {
        let decomposed = marks::decompose(text.text);
        if decomposed != text.text {
            add("decomposed", number, &decomposed);
        }
    }
    let text = DOCUMENTS[0].title;
    for encoding in [
        encoding_rs::GB18030,
        encoding_rs::BIG5,
        encoding_rs::SHIFT_JIS,
        encoding_rs::EUC_JP,
        encoding_rs::EUC_KR,
        encoding_rs::ISO_2022_JP,
    ] {
        let name = format!("encoded-{}", encoding.name().to_lowercase());
        seeds.push((name, encoding.encode(text).0.into_owned()));
    }
    let little = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    seeds.push(("encoded-utf-16le".to_owned(), little));
    seeds
}

/// A place a little before `at`, on a boundary of characters.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at.saturating_sub(40)).rev().find(|&place| text.is_char_boundary(place)).unwrap_or(0)
}

/// The fragments as a dictionary of libFuzzer: quoted, everything beyond plain ASCII in hexadecimal.
fn dictionary() -> String {
    let mut dictionary = String::from("# Written by `cargo xtask seeds` from tests/support.\n");
    for fragment in FRAGMENTS {
        dictionary.push('"');
        for &byte in fragment.as_bytes() {
            if byte.is_ascii_alphanumeric() {
                dictionary.push(byte.into());
            } else {
                let _ = write!(dictionary, "\\x{byte:02X}");
            }
        }
        dictionary.push_str("\"\n");
    }
    dictionary
}
