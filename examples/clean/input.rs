//! The inputs: files and standard input, their names, and why one cannot be read.

use std::borrow::Cow;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::messages::visible_path;

/// One source of documents.
pub(crate) enum Input<'a> {
    /// Standard input.
    Standard,
    /// A file.
    File(&'a Path),
}

impl<'a> Input<'a> {
    /// The inputs that the command line names.
    pub(crate) fn all(paths: &'a [PathBuf]) -> Vec<Input<'a>> {
        if paths.is_empty() {
            return vec![Input::Standard];
        }
        let input = |path: &'a PathBuf| match path.to_str() {
            Some("-") => Input::Standard,
            _ => Input::File(path),
        };
        paths.iter().map(input).collect()
    }

    /// Opens the input.
    pub(crate) fn open(&self) -> io::Result<Box<dyn Read>> {
        match self {
            Input::Standard => Ok(Box::new(io::stdin().lock())),
            // Some systems open a directory and fail at the first read, others say that it may not
            // be opened; asked first, all say the same.
            Input::File(path) if fs::metadata(path)?.is_dir() => {
                Err(io::ErrorKind::IsADirectory.into())
            }
            Input::File(path) => Ok(Box::new(File::open(path)?)),
        }
    }

    /// The name for messages, safe to print on a terminal.
    pub(crate) fn name(&self) -> Cow<'_, str> {
        match self {
            Input::Standard => Cow::Borrowed("<stdin>"),
            Input::File(path) => Cow::Owned(visible_path(path)),
        }
    }

    /// What went wrong in reading it, and what to do.
    pub(crate) fn describe(&self, error: &io::Error) -> String {
        let name = self.name();
        match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => {
                format!("{name}: there is no such file; check the path")
            }
            io::ErrorKind::PermissionDenied => {
                format!("{name}: may not be read; check its permissions")
            }
            io::ErrorKind::IsADirectory => {
                format!("{name}: is a directory; name the files in it instead")
            }
            _ => format!("{name}: cannot be read: {error}"),
        }
    }
}

/// Reads once more where a signal came in between.
pub(crate) fn read(source: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    loop {
        match source.read(buffer) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            outcome => return outcome,
        }
    }
}
