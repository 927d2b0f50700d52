//! Cleans garbled text from the command line: `clean [OPTIONS] [PATH|-]...`.
//!
//! Every path is one document; with `--jsonl` every line of it is one. Results go to standard
//! output one after another, everything that is said about them to standard error. One failed
//! document does not stop the others.

mod args;
mod document;
mod input;
mod lines;
mod messages;
mod record;
mod records;
mod rules_file;
mod setup;

use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use clap::Parser as _;
use textmend::Cleaner;

use crate::args::Arguments;
use crate::input::Input;
use crate::messages::Messages;

/// How many bytes of output gather before they are written.
const OUTPUT_BUFFER: usize = 64 * 1024;

/// The exit status where anything failed; also that of refused arguments.
const FAILED: u8 = 2;

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(answer) => return print(&answer),
    };
    if arguments.list_repairs {
        return run(&mut Messages::new(), |output, _| setup::list_repairs(output));
    }
    arguments.check();
    let mut messages = Messages::new();
    match setup::cleaner(&arguments, &mut messages) {
        Ok(cleaner) => {
            run(&mut messages, |output, messages| clean_all(&arguments, &cleaner, output, messages))
        }
        Err(error) => {
            messages.error(&error);
            ExitCode::from(FAILED)
        }
    }
}

/// Prints what the command line asks for (help, the version) or what is wrong with it.
fn print(answer: &clap::Error) -> ExitCode {
    match answer.print() {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => ExitCode::from(FAILED),
        _ if answer.use_stderr() => ExitCode::from(FAILED),
        _ => ExitCode::SUCCESS,
    }
}

/// Cleans every input. An error is that of the output; those of the inputs become messages.
fn clean_all(
    arguments: &Arguments,
    cleaner: &Cleaner,
    output: &mut impl Write,
    messages: &mut Messages,
) -> io::Result<()> {
    let mut is_line_open = false;
    for input in Input::all(&arguments.paths) {
        let source = match input.open() {
            Ok(source) => source,
            Err(error) => {
                messages.error(&input.describe(&error));
                continue;
            }
        };
        if let Some(options) = arguments.record_options() {
            records::clean(source, &input, cleaner, &options, &mut is_line_open, output, messages)?;
        } else {
            document::clean(source, &input, cleaner, arguments, output, messages)?;
        }
    }
    Ok(())
}

/// Does the work with standard output, and turns its outcome into the exit status.
///
/// A reader that has seen enough closes the pipe; that is no failure. Anything else that keeps
/// the output from being whole is one.
fn run<'o>(
    messages: &mut Messages,
    work: impl FnOnce(&mut BufWriter<io::StdoutLock<'o>>, &mut Messages) -> io::Result<()>,
) -> ExitCode {
    let mut output = BufWriter::with_capacity(OUTPUT_BUFFER, io::stdout().lock());
    let outcome = work(&mut output, messages).and_then(|()| output.flush());
    // What could not be written is not tried again.
    let _ = output.into_parts();
    match outcome {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            let advice = "the output is not complete; make room for it and run again";
            messages.error(&format!("standard output: {error}; {advice}"));
        }
        _ => {}
    }
    if messages.finish() { ExitCode::SUCCESS } else { ExitCode::from(FAILED) }
}
