//! An input that is one document, streamed: memory does not grow with its length.

use std::io::{self, Read, Write};

use textmend::Cleaner;

use crate::args::Arguments;
use crate::input::{self, Input};
use crate::messages::Messages;

/// How many bytes are read at a time.
const CHUNK: usize = 64 * 1024;

/// Cleans the document. An error is that of the output; that of the source becomes a message, and
/// what was read before it is cleaned.
pub(crate) fn clean(
    mut source: impl Read,
    input: &Input<'_>,
    cleaner: &Cleaner,
    arguments: &Arguments,
    output: &mut impl Write,
    messages: &mut Messages,
) -> io::Result<()> {
    let name = input.name();
    let mut stream = cleaner.stream();
    let mut chunk = vec![0; CHUNK];
    let mut text = String::new();
    let failure = loop {
        match input::read(&mut source, &mut chunk) {
            Ok(0) => break None,
            Ok(length) => stream.push(&chunk[..length], &mut text),
            Err(error) => break Some(error),
        }
        output.write_all(text.as_bytes())?;
        text.clear();
        if arguments.explain {
            messages.edits(&name, stream.edits());
        }
    };
    let (report, edits) = stream.finish_with_edits(&mut text);
    output.write_all(text.as_bytes())?;
    messages.edits(&name, edits);
    if arguments.report {
        messages.report(&name, &report);
    }
    if let Some(error) = failure {
        let described = input.describe(&error);
        messages.error(&format!("{described}; what lies behind the failure is missing"));
    }
    Ok(())
}
