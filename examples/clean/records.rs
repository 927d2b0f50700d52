//! JSON Lines: every line of an input is an object with a document in it.
//!
//! A line that cannot be cleaned comes out as it went in, and is a message with its number.

use std::io::{self, Read, Write};

use textmend::Cleaner;

use crate::args::RecordOptions;
use crate::input::Input;
use crate::lines::{Lines, Piece};
use crate::messages::Messages;
use crate::record::{EDITS, Record};

/// Files start with it on some systems; it is not part of the first line's JSON.
const BYTE_ORDER_MARK: &[u8] = "\u{FEFF}".as_bytes();

/// Cleans all lines. An error is that of the output; those of the source and of its lines become
/// messages.
///
/// `is_line_open` says whether the last line of the inputs before this one has no line feed. It
/// gets one where another line follows: two records in a line would be none.
pub(crate) fn clean(
    source: impl Read,
    input: &Input<'_>,
    cleaner: &Cleaner,
    options: &RecordOptions<'_>,
    is_line_open: &mut bool,
    output: &mut impl Write,
    messages: &mut Messages,
) -> io::Result<()> {
    let name = input.name();
    let mut lines = Lines::new(source, options.max_record);
    let mut line = Vec::new();
    let mut number = 0_u64;
    loop {
        if lines.may_wait() {
            // Who feeds lines one by one gets each answer before the next question.
            output.flush()?;
        }
        let outcome = lines.read(&mut line);
        if number == 0 && *is_line_open && !line.is_empty() {
            output.write_all(b"\n")?;
        }
        if let Some(last) = line.last() {
            *is_line_open = *last != b'\n';
        }
        let piece = match outcome {
            Ok(piece) => piece,
            Err(error) => {
                output.write_all(&line)?;
                messages.error(&format!("{}; the rest is missing", input.describe(&error)));
                return Ok(());
            }
        };
        if matches!(piece, Piece::Line | Piece::Start) {
            number += 1;
        }
        let mut rest = &line[..];
        if number == 1 && piece != Piece::Last && piece != Piece::Middle {
            rest = without_mark(rest);
            if options.keep_bom {
                output.write_all(&line[..line.len() - rest.len()])?;
            }
        }
        match piece {
            Piece::End => return Ok(()),
            Piece::Line => {
                if let Err(why) = clean_line(rest, cleaner, options, output)? {
                    messages.error(&format!("{name}:{number}: {why}; the line stays as it is"));
                }
            }
            Piece::Start => {
                let limit = options.max_record;
                messages.error(&format!(
                    "{name}:{number}: the line is longer than {limit} bytes and stays as it is; \
                     give a larger --max-record"
                ));
                output.write_all(rest)?;
            }
            Piece::Middle | Piece::Last => output.write_all(rest)?,
        }
    }
}

/// Writes a line cleaned; or as it is, and says why. The outer error is that of the output.
fn clean_line(
    line: &[u8],
    cleaner: &Cleaner,
    options: &RecordOptions<'_>,
    output: &mut impl Write,
) -> io::Result<Result<(), String>> {
    if line.trim_ascii().is_empty() {
        output.write_all(line)?;
        return Ok(Ok(()));
    }
    let parsed = parse(line, options).and_then(|record| match record.document() {
        _ if options.explain && record.has_edits => {
            Err(format!("the object already has a field {EDITS:?}; rename it"))
        }
        Ok(document) => Ok((record, document)),
        Err(why) => Err(format!("the field {:?} {why}", options.field)),
    });
    let (record, document) = match parsed {
        Ok(parsed) => parsed,
        Err(why) => {
            output.write_all(line)?;
            return Ok(Err(why));
        }
    };
    let titled = record.title().map(|title| cleaner.with_title(&title));
    let cleaner = titled.as_ref().unwrap_or(cleaner);
    if options.explain {
        let explained = cleaner.explain(&document.text);
        let edits: Vec<_> = explained.edits.into_iter().collect();
        record.write(&document, &explained.text, Some(&edits), output)?;
    } else {
        record.write(&document, &cleaner.clean(&document.text), None, output)?;
    }
    Ok(Ok(()))
}

fn parse<'l>(line: &'l [u8], options: &RecordOptions<'_>) -> Result<Record<'l>, String> {
    let text = std::str::from_utf8(line).map_err(|error| {
        format!("not JSON, which is UTF-8: invalid from byte {}", error.valid_up_to() + 1)
    })?;
    Record::parse(text, options.field, options.title_field).map_err(|error| {
        let reason = error.to_string();
        // The parser knows one line only; which one it is stands before the reason.
        let reason = reason.split(" at line ").next().unwrap_or_default();
        let kind = if error.is_data() { "no JSON object" } else { "not JSON" };
        format!("{kind}: {reason} at byte {}", error.column())
    })
}

fn without_mark(line: &[u8]) -> &[u8] {
    let mut rest = line;
    while let Some(behind) = rest.strip_prefix(BYTE_ORDER_MARK) {
        rest = behind;
    }
    rest
}
