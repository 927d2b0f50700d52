//! Maintenance of the generated tables: `cargo xtask tables [NAME...] --sources DIR`.
//!
//! Each table has a module of its own here, which says where its source comes from and how the
//! compact form in `src/tables/` is laid out. Sources are read from `DIR`; nothing is downloaded.
//! With `--check` nothing is written, but what would be is compared with what is checked in.
//!
//! `cargo xtask garble` makes fresh cases with known truth from texts of the caller's, and
//! `cargo xtask sample` the sample page of the example program. `cargo xtask seeds` makes the seeds
//! and the dictionary of the fuzz targets.

mod entities;
mod fold;
mod garble;
mod language;
mod leaning;
mod letters;
mod normalization;
mod opencc;
mod plausibility;
mod readings;
mod sample;
mod script;
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
    ("leaning", leaning::generate),
    ("letters", letters::generate),
    ("normalization", normalization::generate),
    ("opencc", opencc::generate),
    ("plausibility", plausibility::generate),
    ("readings", readings::generate),
    ("script", script::generate),
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
    let mut check = false;
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--check" => check = true,
            "--sources" => match arguments.next() {
                Some(folder) => sources = PathBuf::from(folder),
                None => return usage(),
            },
            name if TABLES.iter().any(|(table, _)| *table == name) => names.push(argument),
            _ => return usage(),
        }
    }
    let tables = Path::new(env!("CARGO_MANIFEST_DIR")).join("../src/tables");
    let target = if check {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/tables")
    } else {
        tables.clone()
    };
    if check && let Err(error) = fresh(&target) {
        eprintln!("xtask: {}: {error}", target.display());
        return ExitCode::FAILURE;
    }
    for (name, generate) in TABLES {
        let is_wanted = names.is_empty() || names.iter().any(|chosen| chosen == name);
        if is_wanted && let Err(error) = generate(&sources, &target) {
            eprintln!("xtask: table {name}: {error}");
            return ExitCode::FAILURE;
        }
    }
    if check {
        return exit(compare(&target, &tables));
    }
    ExitCode::SUCCESS
}

/// An empty folder.
fn fresh(folder: &Path) -> std::io::Result<()> {
    if folder.exists() {
        std::fs::remove_dir_all(folder)?;
    }
    std::fs::create_dir_all(folder)
}

/// Checks that every file that was made is the one that is checked in.
fn compare(made: &Path, tables: &Path) -> Outcome {
    for entry in std::fs::read_dir(made)? {
        let path = entry?.path();
        let checked_in = tables.join(path.file_name().unwrap_or_default());
        if path.is_dir() {
            compare(&path, &checked_in)?;
        } else if std::fs::read(&path)? != std::fs::read(&checked_in)? {
            return Err(format!("{} is not what the sources give", checked_in.display()).into());
        }
    }
    Ok(())
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
    eprintln!("usage: cargo xtask tables [{}]... --sources DIR [--check]", names.join("|"));
    eprintln!("       cargo xtask garble [--class NAME]... [--seed N] [--count M] CORPUS.jsonl...");
    eprintln!("       cargo xtask sample");
    eprintln!("       cargo xtask seeds");
    ExitCode::from(2)
}
