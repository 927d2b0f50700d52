//! Do no harm, measured: how many lines of a clean corpus each profile and each repair alone
//! would change.
//!
//! ```text
//! cargo run --release --example harmless -- [--show N] CORPUS...
//! ```
//!
//! A corpus is a text file, whose lines are counted and which is cleaned as a whole as well, or a
//! file `*.jsonl`, of which each string is a document. What a repair changes here is either harm,
//! or damage that the corpus has in it; the examples, `N` for each row, are there to tell.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

use serde_json::Value;
use textmend::normalize::Form;
use textmend::{Cleaner, Edit, Profile, Repair};

/// Examples shown for each row unless `--show` says otherwise.
const EXAMPLES: usize = 3;

/// Characters shown on either side of a change.
const AROUND: usize = 12;

fn main() -> ExitCode {
    let mut examples = EXAMPLES;
    let mut paths = Vec::new();
    let mut arguments = std::env::args_os().skip(1);
    while let Some(argument) = arguments.next() {
        if argument != "--show" {
            paths.push(PathBuf::from(argument));
            continue;
        }
        match arguments.next().and_then(|number| number.to_str()?.parse().ok()) {
            Some(number) => examples = number,
            None => return usage(),
        }
    }
    if paths.is_empty() {
        return usage();
    }
    let mut corpora = Vec::new();
    for path in paths {
        match Corpus::read(&path) {
            Ok(corpus) => corpora.push(corpus),
            Err(error) => {
                eprintln!("harmless: {}: {error}", path.display());
                return ExitCode::FAILURE;
            }
        }
    }
    for corpus in &corpora {
        println!("{}: {} lines", corpus.name, corpus.documents.len());
        for (name, cleaner) in cleaners() {
            corpus.measure(&name, &cleaner, examples);
        }
        println!();
    }
    ExitCode::SUCCESS
}

fn usage() -> ExitCode {
    eprintln!("usage: harmless [--show N] CORPUS...");
    ExitCode::from(2)
}

/// Each profile, each repair alone, each Unicode form.
fn cleaners() -> Vec<(String, Cleaner)> {
    let mut cleaners = Vec::new();
    for &profile in Profile::ALL {
        let cleaner = Cleaner::builder().profile(profile).build();
        cleaners.push((format!("profile {}", profile.name()), cleaner));
    }
    for repair in Repair::ALL.iter().copied().filter(|repair| repair.is_selectable()) {
        // Rules are the caller's, and there are none.
        if repair == Repair::Rules {
            continue;
        }
        if repair != Repair::Normalize {
            let cleaner = Cleaner::builder().only(repair.into()).build();
            cleaners.push((repair.name().to_owned(), cleaner));
            continue;
        }
        for &form in Form::ALL {
            let cleaner = Cleaner::builder().only(repair.into()).form(form).build();
            cleaners.push((format!("{repair} ({form})"), cleaner));
        }
    }
    cleaners
}

/// A clean corpus: its documents, and where there is one, the whole.
struct Corpus {
    name: String,
    documents: Vec<String>,
    whole: Option<String>,
}

impl Corpus {
    fn read(path: &PathBuf) -> Result<Corpus, Box<dyn std::error::Error>> {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(path)?;
        if path.extension().is_none_or(|extension| extension != "jsonl") {
            let documents =
                text.lines().filter(|line| !line.is_empty()).map(String::from).collect();
            return Ok(Corpus { name, documents, whole: Some(text) });
        }
        let mut documents = Vec::new();
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            let mut values = vec![serde_json::from_str(line)?];
            while let Some(value) = values.pop() {
                match value {
                    Value::String(text) => documents.push(text),
                    Value::Array(items) => values.extend(items),
                    Value::Object(fields) => values.extend(fields.into_iter().map(|(_, v)| v)),
                    _ => {}
                }
            }
        }
        Ok(Corpus { name, documents, whole: None })
    }

    /// Prints a row for one cleaner.
    fn measure(&self, name: &str, cleaner: &Cleaner, examples: usize) {
        let mut changed = 0_usize;
        let mut shown = Vec::new();
        let mut by_repair = BTreeMap::new();
        for text in self.documents.iter().filter(|text| cleaner.clean(text) != text.as_str()) {
            changed += 1;
            for edit in &cleaner.explain(text).edits {
                for repair in edit.repairs.iter() {
                    *by_repair.entry(repair).or_insert(0_usize) += 1;
                }
                if shown.len() < examples {
                    shown.push(example(text, edit));
                }
            }
        }
        let percent = 100.0 * changed as f64 / self.documents.len().max(1) as f64;
        let edits: Vec<String> =
            by_repair.iter().map(|(repair, count)| format!("{repair} {count}")).collect();
        let whole = match &self.whole {
            Some(text) => format!("  whole: {} edits", cleaner.explain(text).edits.len()),
            None => String::new(),
        };
        println!("  {name:20} {changed:6} changed {percent:7.3}%{whole}  {}", edits.join(", "));
        for line in shown {
            println!("      {line}");
        }
    }
}

/// An edit with what stands around it, safe to print.
fn example(text: &str, edit: &Edit) -> String {
    let (start, end) = (edit.source.start as usize, edit.source.end as usize);
    let before: Vec<char> = text[..start].chars().rev().take(AROUND).collect();
    let before: String = before.into_iter().rev().collect();
    let after: String = text[end..].chars().take(AROUND).collect();
    let (before, after) = (before.escape_debug(), after.escape_debug());
    format!("{before}[{edit}]{after}")
}
