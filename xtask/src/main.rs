//! Maintenance of the generated tables: `cargo xtask tables [NAME...] --sources DIR`.
//!
//! Each table has a module of its own here, which says where its source comes from and how the
//! compact form in `src/tables/` is laid out. Sources are read from `DIR`; nothing is downloaded.
//!
//! `cargo xtask garble` makes fresh cases with known truth from texts of the caller's, and
//! `cargo xtask sample` the sample page of the example program. `cargo xtask seeds` makes the seeds
//! and the dictionary of the fuzz targets.

mod entities;
mod fold;
mod garble;
mod language;
mod normalization;
mod readings;
mod sample;
mod seeds;
mod source;
#[path = "../../tests/support/mod.rs"]
mod support;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

type Outcome = Result<(), Box<dyn std::error::Error>>;

/// Makes a table from the sources in the first folder and writes it into the second.
type Generate = fn(&Path, &Path) -> Outcome;

/// The tables by name.
const TABLES: &[(&str, Generate)] = &[
    ("entities", entities::generate),
    ("fold", fold::generate),
    ("language", language::generate),
    ("normalization", normalization::generate),
    ("readings", readings::generate),
];

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    match arguments.next().as_deref() {
        Some("tables") => {}
        Some("garble") => return exit(garble::run(arguments)),
        Some("sample") => return exit(sample::write()),
        Some("seeds") => return exit(seeds::write()),
        _ => return usage(),
    }
    let mut sources = PathBuf::from("sources");
    let mut names = Vec::new();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--sources" => match arguments.next() {
                Some(folder) => sources = PathBuf::from(folder),
                None => return usage(),
            },
            name if TABLES.iter().any(|(table, _)| *table == name) => names.push(argument),
            _ => return usage(),
        }
    }
    let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("../src/tables");
    for (name, generate) in TABLES {
        let is_wanted = names.is_empty() || names.iter().any(|chosen| chosen == name);
        if is_wanted && let Err(error) = generate(&sources, &target) {
            eprintln!("xtask: table {name}: {error}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

fn exit(outcome: Outcome) -> ExitCode {
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error}");
            ExitCode::FAILURE
        }
    }
}

fn usage() -> ExitCode {
    let names: Vec<&str> = TABLES.iter().map(|(name, _)| *name).collect();
    eprintln!("usage: cargo xtask tables [{}]... --sources DIR", names.join("|"));
    eprintln!("       cargo xtask garble [--class NAME]... [--seed N] [--count M] CORPUS.jsonl...");
    eprintln!("       cargo xtask sample");
    eprintln!("       cargo xtask seeds");
    ExitCode::from(2)
}
