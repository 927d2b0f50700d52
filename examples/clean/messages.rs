//! Standard error: what failed, the edits of `--explain` and the figures of `--report`.
//!
//! Everything that is written here is safe to print on a terminal.

use std::fmt::Write as _;
use std::io::{self, BufWriter, StderrLock, Write as _};
use std::path::Path;

use textmend::{Edit, Report};

/// Writes to standard error and remembers whether anything failed.
pub(crate) struct Messages {
    stderr: BufWriter<StderrLock<'static>>,
    /// Nobody reads standard error any more, or it is broken.
    closed: bool,
    failed: bool,
}

impl Messages {
    pub(crate) fn new() -> Messages {
        Messages { stderr: BufWriter::new(io::stderr().lock()), closed: false, failed: false }
    }

    /// Tells a failure.
    pub(crate) fn error(&mut self, message: &str) {
        self.failed = true;
        self.write(format_args!("clean: {}\n", visible(message)));
        self.flush();
    }

    /// Tells what may surprise, and is no failure.
    pub(crate) fn note(&mut self, message: &str) {
        self.write(format_args!("clean: note: {}\n", visible(message)));
        self.flush();
    }

    /// Tells the edits of a document, one a line.
    pub(crate) fn edits(&mut self, name: &str, edits: impl IntoIterator<Item = Edit>) {
        for edit in edits {
            self.write(format_args!("{name}: {edit}\n"));
        }
    }

    /// Tells the figures of a document.
    pub(crate) fn report(&mut self, name: &str, report: &Report) {
        self.write(format_args!("{name}: {report}\n"));
    }

    /// Writes what has gathered; whether all went well from the start to here.
    pub(crate) fn finish(&mut self) -> bool {
        self.flush();
        !self.failed
    }

    fn write(&mut self, message: std::fmt::Arguments<'_>) {
        if !self.closed {
            let outcome = self.stderr.write_fmt(message);
            self.note_outcome(&outcome);
        }
    }

    fn flush(&mut self) {
        if !self.closed {
            let outcome = self.stderr.flush();
            self.note_outcome(&outcome);
        }
    }

    /// The result does not depend on who listens here: after an error nothing more is written,
    /// and unless the listener just left, the exit status tells.
    fn note_outcome(&mut self, outcome: &io::Result<()>) {
        if let Err(error) = outcome {
            self.closed = true;
            self.failed |= error.kind() != io::ErrorKind::BrokenPipe;
        }
    }
}

/// The text with everything escaped that could move the cursor, hide or reorder; messages may
/// have several lines.
fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' | '\\' | '\'' | '"' => shown.push(character),
            _ => shown.extend(character.escape_debug()),
        }
    }
    shown
}

/// A path on one line, with the bytes escaped that are no text.
pub(crate) fn visible_path(path: &Path) -> String {
    let mut shown = String::new();
    for chunk in path.as_os_str().as_encoded_bytes().utf8_chunks() {
        shown += &visible(chunk.valid()).replace('\n', "\\n");
        for byte in chunk.invalid() {
            let _ = write!(shown, "\\x{byte:02x}");
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_move_no_cursor() {
        for (path, shown) in [
            ("a/b c.txt", "a/b c.txt"),
            ("C:\\页\"'.txt", "C:\\页\"'.txt"),
            ("a\nb\x1b[2J\u{202e}", "a\\nb\\u{1b}[2J\\u{202e}"),
        ] {
            assert_eq!(visible_path(Path::new(path)), shown);
        }
    }
}
