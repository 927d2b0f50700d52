//! Detection of encodings, measured: how many short texts are decoded as they were written, by this
//! library and by chardetng.
//!
//! ```text
//! cargo run --release --example encodings -- [--length N]... CORPUS.jsonl...
//! ```
//!
//! Each line of a corpus is an object with its language in `lang` and its text in `body` or `text`.
//! The texts are cut to lengths in characters (8 and 20 unless `--length` says otherwise), encoded in
//! what their language was written in before UTF-8, and decoded as what is detected.

use std::collections::BTreeMap;
use std::process::ExitCode;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::Encoding;
use serde_json::Value;
use textmend::{Cleaner, Profile};

/// Languages and the encodings that their texts are in on the Web.
const ENCODINGS: &[(&str, &[&str])] = &[
    ("zh-Hans", &["gbk"]),
    ("zh-Hant", &["big5"]),
    ("ja", &["shift_jis", "euc-jp"]),
    ("ko", &["euc-kr"]),
    ("ru", &["windows-1251", "koi8-r", "ibm866", "iso-8859-5"]),
    ("uk", &["windows-1251", "koi8-u"]),
    ("bg", &["windows-1251"]),
    ("el", &["windows-1253"]),
    ("de", &["windows-1252"]),
    ("fr", &["windows-1252"]),
    ("es", &["windows-1252"]),
    ("pt", &["windows-1252"]),
    ("sv", &["windows-1252"]),
    ("pl", &["windows-1250", "iso-8859-2"]),
    ("cs", &["windows-1250", "iso-8859-2"]),
    ("hu", &["windows-1250", "iso-8859-2"]),
    ("ro", &["windows-1250"]),
    ("lt", &["windows-1257"]),
    ("tr", &["windows-1254"]),
    ("vi", &["windows-1258"]),
    ("he", &["windows-1255"]),
    ("ar", &["windows-1256"]),
    ("th", &["windows-874"]),
];

/// Texts of a language, at most.
const TEXTS: usize = 1_000;

#[derive(Default)]
struct Row {
    count: usize,
    ours: usize,
    theirs: usize,
}

fn main() -> ExitCode {
    let mut lengths = Vec::new();
    let mut paths = Vec::new();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        if argument == "--length" {
            lengths.extend(arguments.next().and_then(|length| length.parse::<usize>().ok()));
        } else {
            paths.push(argument);
        }
    }
    if lengths.is_empty() {
        lengths = vec![8, 20];
    }
    let texts = match read(&paths) {
        Ok(texts) if !texts.is_empty() => texts,
        Ok(_) => return fail("there is no text of a language with encodings"),
        Err(error) => return fail(&error.to_string()),
    };
    let cleaner = Cleaner::builder().profile(Profile::None).build();
    println!(
        "{:24} {:>6} {:>6} {:>8} {:>10}",
        "encoding", "length", "texts", "textmend", "chardetng"
    );
    for (language, labels) in ENCODINGS {
        let Some(texts) = texts.get(*language) else { continue };
        for label in *labels {
            for length in &lengths {
                let row = measure(&cleaner, texts, label, *length);
                let percent = |right: usize| 100.0 * right as f64 / row.count.max(1) as f64;
                let (ours, theirs) = (percent(row.ours), percent(row.theirs));
                let mark = if row.ours < row.theirs { " <" } else { "" };
                let name = format!("{language} {label}");
                println!("{name:24} {length:6} {:6} {ours:7.1}% {theirs:9.1}%{mark}", row.count);
            }
        }
    }
    ExitCode::SUCCESS
}

fn fail(message: &str) -> ExitCode {
    eprintln!("detection: {message}");
    ExitCode::from(2)
}

fn read(paths: &[String]) -> Result<BTreeMap<String, Vec<String>>, Box<dyn std::error::Error>> {
    let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for path in paths {
        for line in std::fs::read_to_string(path)?.lines().filter(|line| !line.is_empty()) {
            let record: Value = serde_json::from_str(line)?;
            let field = |name: &str| record[name].as_str();
            if let (Some(language), Some(text)) =
                (field("lang"), field("body").or_else(|| field("text")))
            {
                texts.entry(language.to_owned()).or_default().push(text.to_owned());
            }
        }
    }
    Ok(texts)
}

/// Counts what is decoded rightly: pieces of the texts that have more than ASCII.
fn measure(cleaner: &Cleaner, texts: &[String], label: &str, length: usize) -> Row {
    let mut row = Row::default();
    let Some(encoding) = Encoding::for_label(label.as_bytes()) else { return row };
    let lines = texts.iter().flat_map(|text| text.lines());
    for line in lines {
        let characters: Vec<char> = line.trim().chars().collect();
        for piece in characters.chunks_exact(length).step_by(3) {
            let piece: String = piece.iter().collect();
            let (bytes, _, unmappable) = encoding.encode(&piece);
            // UTF-8 is taken for UTF-8, and may well be.
            if unmappable || bytes.is_ascii() || std::str::from_utf8(&bytes).is_ok() {
                continue;
            }
            row.count += 1;
            row.ours += usize::from(cleaner.clean_bytes(&bytes) == piece);
            let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
            detector.feed(&bytes, true);
            let guess = detector.guess(None, Utf8Detection::Deny);
            row.theirs += usize::from(guess.decode_without_bom_handling(&bytes).0 == piece);
            if row.count == TEXTS {
                return row;
            }
        }
    }
    row
}
