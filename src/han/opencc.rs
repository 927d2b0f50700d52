//! OpenCC itself behind the interface of [`Converter`](super::Converter): the feature `opencc`.
//!
//! OpenCC ends a text at a NUL in some configurations, and its own streams do not give what the whole text
//! gives. So texts go through it in one piece, but between NULs.

use std::fmt;
use std::path::Path;

use opencc_rust::OpenCC;

use crate::error::Error;
use crate::repair::Repair;
use crate::rewrite::{Rewriter, Rewritten};

/// A configuration that OpenCC has opened.
pub(super) struct Library(OpenCC);

impl fmt::Debug for Library {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OpenCC")
    }
}

impl Library {
    pub(super) fn open(config: &Path) -> Result<Library, Error> {
        let opened = OpenCC::new(config).map_err(|error| {
            let reason = format!("OpenCC does not open it: {error}");
            Error::dictionary(&config.display().to_string(), None, reason)
        })?;
        Ok(Library(opened))
    }

    /// What OpenCC makes of the text; where it fails, the text itself.
    pub(super) fn convert(&self, text: &str) -> String {
        let mut output = String::with_capacity(text.len());
        for (index, part) in text.split('\0').enumerate() {
            if index > 0 {
                output.push('\0');
            }
            match self.0.convert(part) {
                Ok(converted) => output += &converted,
                Err(_) => output += part,
            }
        }
        output
    }

    /// The same as one edit, from the first difference to the last: OpenCC does not tell more.
    pub(super) fn rewrite<'t>(&self, text: &'t str) -> Rewritten<'t> {
        let output = self.convert(text);
        let mut start = text.bytes().zip(output.bytes()).take_while(|(a, b)| a == b).count();
        while !(text.is_char_boundary(start) && output.is_char_boundary(start)) {
            start -= 1;
        }
        let (before, after) = (&text[start..], &output[start..]);
        let same = before.bytes().rev().zip(after.bytes().rev()).take_while(|(a, b)| a == b);
        let mut tail = same.count();
        while !(before.is_char_boundary(before.len() - tail)
            && after.is_char_boundary(after.len() - tail))
        {
            tail -= 1;
        }
        let mut rewriter = Rewriter::new(text, Repair::Script);
        if before != after {
            rewriter.replace(start..text.len() - tail, &after[..after.len() - tail], 1.0);
        }
        rewriter.finish()
    }
}
