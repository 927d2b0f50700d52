//! The command line.

use std::path::PathBuf;

use clap::error::ErrorKind;
use clap::{CommandFactory as _, Parser, ValueEnum};
use textmend::han::{Script, UnknownScript};
use textmend::{Profile, Repair, UnknownProfile, UnknownRepair};

const EXAMPLES: &str = "\
Examples:
  clean page.txt                          the page as its author wrote it
  curl -s https://example.org | clean     standard input, in whatever encoding
  clean --explain page.txt >mended.txt    what was changed and why, on standard error
  clean --only entity,invisible page.txt  these repairs and nothing else
  clean --without shuffle page.txt        the profile, without one of its repairs
  clean --rules site.toml page.txt        with patterns of your own
  clean --to simplified page.txt          then converted to Simplified Chinese
  clean --jsonl --field body pages.jsonl  a document a line

A file of rules:
  [[rule]]
  pattern = '^Tags:'
  action = \"drop-line\"

  [[rule]]
  pattern = '(\\d+) views'
  action = \"replace\"
  with = \"$1\"

A pattern sees one line at a time, without its end; rules are applied in their order.

Exit status: 0 done, 2 if anything failed. The other documents are cleaned all the same.";

/// Turns garbled text back into what its author wrote.
///
/// Every PATH is one document; results go to standard output, one after another. Clean text comes
/// out as it went in, and what is not understood stays.
#[derive(Debug, Parser)]
#[command(name = "clean", version, after_help = EXAMPLES)]
#[allow(clippy::struct_excessive_bools, reason = "every switch is a switch of its own")]
pub(crate) struct Arguments {
    /// The documents; standard input where none or `-` is given
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    /// Start from this profile: default, ftfy, none
    #[arg(long, value_name = "NAME", default_value = "default", value_parser = profile)]
    pub(crate) profile: Profile,

    /// These repairs and nothing else
    #[arg(long, value_name = "NAMES", value_delimiter = ',', value_parser = repair)]
    #[arg(conflicts_with_all = ["with", "without"])]
    pub(crate) only: Vec<Repair>,

    /// Switch these repairs on
    #[arg(long, value_name = "NAMES", value_delimiter = ',', value_parser = repair)]
    pub(crate) with: Vec<Repair>,

    /// Switch these repairs off
    #[arg(long, value_name = "NAMES", value_delimiter = ',', value_parser = repair)]
    pub(crate) without: Vec<Repair>,

    /// Name the repairs, with a line about each, and exit
    #[arg(long)]
    pub(crate) list_repairs: bool,

    /// The Unicode form that `normalize` makes; `compose` in a profile, `nfc` with `--only
    /// normalize`
    #[arg(long, value_name = "FORM")]
    pub(crate) form: Option<FormName>,

    /// How `entity` reads references
    #[arg(long, value_name = "MODE")]
    pub(crate) entities: Option<EntityMode>,

    /// Convert to this script: simplified, traditional, taiwan, hong-kong, japanese. Documents that
    /// are there already, or Japanese, stay as they are
    #[arg(long, value_name = "SCRIPT", value_parser = script, conflicts_with = "opencc")]
    pub(crate) to: Option<Script>,

    /// The script that the documents are in, to tell Taiwan and Hong Kong apart
    #[arg(long, value_name = "SCRIPT", value_parser = script, requires = "to")]
    pub(crate) from: Option<Script>,

    /// Convert Japanese and what could be either script, too
    #[arg(long, requires = "to")]
    pub(crate) force: bool,

    /// Convert every document as this configuration of OpenCC does: s2t, t2s, s2twp, …, or a file
    /// in its JSON format
    #[arg(long, value_name = "CONFIG")]
    pub(crate) opencc: Option<String>,

    /// A dictionary of your own in OpenCC's text format, which is asked before those of --opencc
    #[arg(long, value_name = "FILE", requires = "opencc")]
    pub(crate) dictionary: Vec<PathBuf>,

    /// Rules of your own, which run last (see below)
    #[arg(long, value_name = "FILE")]
    pub(crate) rules: Option<PathBuf>,

    /// The document's title, which is evidence for `shuffle`
    #[arg(long, value_name = "TEXT", conflicts_with = "jsonl")]
    pub(crate) title: Option<String>,

    /// Decode from this encoding instead of finding it out: gb18030, big5, shift_jis, …
    #[arg(long, value_name = "LABEL", conflicts_with = "jsonl")]
    pub(crate) encoding: Option<String>,

    /// Keep the byte order mark at the start
    #[arg(long)]
    pub(crate) keep_bom: bool,

    /// Escape & < > " ' in the output, for use inside HTML
    #[arg(long)]
    pub(crate) html_safe: bool,

    /// Tell every edit on standard error: path, byte range, repair, confidence, before → after.
    /// With --jsonl instead in a field `edits` of each object
    #[arg(long)]
    pub(crate) explain: bool,

    /// Tell on standard error, in a line for each document, its encoding, its edits by repair, and
    /// what could not be mended
    #[arg(long, conflicts_with = "jsonl")]
    pub(crate) report: bool,

    /// Take every line as a JSON object that holds a document; everything else in the line stays
    /// as it is, byte for byte
    #[arg(long, help_heading = "JSON Lines")]
    pub(crate) jsonl: bool,

    /// The field that holds the document
    #[arg(long, value_name = "NAME", help_heading = "JSON Lines", requires = "jsonl")]
    #[arg(default_value = "text")]
    pub(crate) field: String,

    /// The field that holds its title, where there is one
    #[arg(long, value_name = "NAME", help_heading = "JSON Lines", requires = "jsonl")]
    pub(crate) title_field: Option<String>,

    /// The longest line that is held in memory; a longer one stays as it is, and is an error
    #[arg(long, value_name = "SIZE", help_heading = "JSON Lines", requires = "jsonl")]
    #[arg(default_value = "256MiB", value_parser = size)]
    pub(crate) max_record: u64,
}

/// The names of Unicode forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FormName {
    /// Base characters and combining marks together, nothing else
    Compose,
    /// Canonical composition
    Nfc,
    /// Canonical decomposition
    Nfd,
    /// Compatibility composition
    Nfkc,
    /// Compatibility decomposition
    Nfkd,
    /// As it is
    None,
}

/// The ways to read character references.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum EntityMode {
    /// For text: also mends broken and repeated escapes, leaves URLs and text about HTML alone
    Prose,
    /// For HTML: exactly what a browser does
    Strict,
}

/// What `--jsonl` and its companions say.
pub(crate) struct RecordOptions<'a> {
    pub(crate) field: &'a str,
    pub(crate) title_field: Option<&'a str>,
    pub(crate) max_record: u64,
    pub(crate) keep_bom: bool,
    pub(crate) explain: bool,
}

impl Arguments {
    /// Refuses, and exits, where arguments do not go together in ways that clap cannot see.
    pub(crate) fn check(&self) {
        if self.title.is_some() && self.paths.len() > 1 {
            let message = "--title is the title of one document, and several paths are given; \
                           clean them one by one, or with --jsonl and --title-field";
            Arguments::command().error(ErrorKind::ArgumentConflict, message).exit();
        }
    }

    /// How to read JSON Lines, where the input is that.
    pub(crate) fn record_options(&self) -> Option<RecordOptions<'_>> {
        self.jsonl.then_some(RecordOptions {
            field: &self.field,
            title_field: self.title_field.as_deref(),
            max_record: self.max_record,
            keep_bom: self.keep_bom,
            explain: self.explain,
        })
    }
}

fn repair(name: &str) -> Result<Repair, UnknownRepair> {
    name.trim().parse()
}

fn script(name: &str) -> Result<Script, UnknownScript> {
    name.parse()
}

fn profile(name: &str) -> Result<Profile, UnknownProfile> {
    name.parse()
}

/// A number of bytes: digits, then nothing or a unit.
fn size(text: &str) -> Result<u64, String> {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, unit) = text.split_at(digits);
    let factor: u64 = match unit.trim_start().to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "k" | "kib" => 1 << 10,
        "m" | "mib" => 1 << 20,
        "g" | "gib" => 1 << 30,
        "kb" => 1_000,
        "mb" => 1_000_000,
        "gb" => 1_000_000_000,
        _ => return Err("not a size; write one like 65536, 64KiB, 256MiB or 1GB".into()),
    };
    let number: u64 = number.parse().map_err(|_| "not a size; start with a number that fits")?;
    number.checked_mul(factor).ok_or_else(|| "more bytes than can be counted".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn sizes_have_units() {
        for (text, bytes) in [
            ("0", Some(0)),
            ("1000", Some(1_000)),
            ("64KiB", Some(65_536)),
            ("64k", Some(65_536)),
            ("2 MB", Some(2_000_000)),
            ("1G", Some(1 << 30)),
            ("", None),
            ("MiB", None),
            ("-1", None),
            ("1.5G", None),
            ("1Q", None),
            ("18446744073709551616", None),
            ("18446744073709551615K", None),
        ] {
            assert_eq!(size(text).ok(), bytes, "{text:?}");
        }
    }
}
