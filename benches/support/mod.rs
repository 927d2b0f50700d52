//! Inputs for the benches: texts of this repository, garbled by the inverses of the repairs, or a
//! text of the caller's.

#![allow(dead_code, unreachable_pub, reason = "every bench uses a part of it")]

#[path = "../../tests/support/mod.rs"]
pub mod tests;

mod prose;

use prose::LANGUAGES;
use tests::documents::DOCUMENTS;
use tests::garble::{entity, marks, pinyin, script};
use tests::inputs::garbled_page;
use tests::random::Random;

/// The size of a document, in bytes: what most pages stay below.
pub const DOCUMENT: usize = 64 * 1024;
/// The size of a small document.
pub const SMALL: usize = 1024;

/// A named text.
pub struct Input {
    pub name: &'static str,
    pub text: String,
}

/// The clean texts: one for each script, or the file that `TEXTMEND_TEXT` names.
pub fn clean_texts(size: usize) -> Vec<Input> {
    if let Some(path) = std::env::var_os("TEXTMEND_TEXT") {
        let text = std::fs::read_to_string(&path).expect("TEXTMEND_TEXT names a file of text");
        return vec![Input { name: "TEXTMEND_TEXT", text: repeat(&text, size) }];
    }
    let mut inputs = vec![
        Input { name: "ascii", text: repeat(ASCII, size) },
        Input { name: "zh-Hans", text: chinese(size) },
        Input { name: "zh-Hant", text: script::traditional(&chinese(size)) },
    ];
    for language in LANGUAGES {
        inputs.push(Input { name: language.name, text: language.prose(size) });
    }
    inputs
}

const ASCII: &str = "The ferry leaves at half past six, long before the fog has lifted from the \
    harbour. Two men load crates of apples; a third one counts them and writes the number on a \
    slate.\nNobody speaks. On the far side the lamps go out one after another, and the bell of the \
    school (or is it the church?) strikes seven.\n";

/// Chinese prose: whole documents, one after another.
pub fn chinese(size: usize) -> String {
    let text: String = DOCUMENTS.iter().map(|document| document.text() + "\n").collect();
    repeat(&text, size)
}

/// The text as often as needed, cut at a character boundary.
pub fn repeat(text: &str, size: usize) -> String {
    let mut repeated = text.to_owned();
    if !repeated.ends_with('\n') {
        repeated.push('\n');
    }
    let unit = repeated.clone();
    while repeated.len() < size {
        repeated.push_str(&unit);
    }
    repeated.truncate(repeated.floor_char_boundary(size));
    repeated
}

/// Garbled Chinese, each by one mechanism all over.
pub fn garbled_texts(size: usize) -> Vec<Input> {
    let random = &mut Random::new(1);
    let plain = chinese(size);
    let traditional = script::traditional(&plain);
    let readings = pinyin::choose_readings(&traditional, 60, random);
    vec![
        Input { name: "entities", text: entity::escape(&plain, random) },
        Input { name: "invisible", text: marks::sprinkle(&plain, random) },
        Input {
            name: "readings",
            text: pinyin::inject_pinyin_aligned(&traditional, &readings).text,
        },
        Input { name: "straddles", text: pinyin::inject_pinyin(&traditional, &readings).text },
        Input { name: "decomposed", text: marks::decompose(&repeat(FRENCH, size)) },
    ]
}

const FRENCH: &str =
    "Le café où l'élève préféré du maître dînait était fermé; à côté, un théâtre.\n";

/// Clean Chinese in which one line in a hundred is garbled.
pub fn sparsely_garbled(size: usize) -> String {
    let random = &mut Random::new(2);
    let text = chinese(size);
    let lines = text.split_inclusive('。').enumerate().map(|(number, sentence)| {
        if number % 100 == 50 { entity::escape(sentence, random) } else { sentence.to_owned() }
    });
    lines.collect()
}

/// Garbled pages, one after another: each is a document.
pub fn pages() -> Vec<String> {
    let pages = DOCUMENTS.iter().enumerate();
    pages.filter_map(|(n, document)| Some(garbled_page(document, n as u64)?.garbled)).collect()
}

/// Documents of this size that together make the text.
pub fn documents(text: &str, size: usize) -> Vec<&str> {
    let mut documents = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (document, behind) = rest.split_at(rest.floor_char_boundary(size.min(rest.len())));
        documents.push(document);
        rest = behind;
    }
    documents
}
