//! The promises of the crate, each as a check of one document: for the property tests and for the
//! fuzz targets alike, so that both mean the same by them. A check panics where its promise is
//! broken.
//!
//! `docs/guarantees.md` words the promises; a check here is what holds each of them.

#![allow(
    dead_code,
    unused_imports,
    unreachable_pub,
    reason = "every program that includes this uses a part of it, and no program exports it"
)]

mod growth;
mod subjects;

use std::borrow::Cow;
use std::io::{Read, Write};

use textmend::{CleanReader, CleanWriter, Edit, EditLog, Report};

pub use growth::{Growth, of_form, of_repair};
pub use subjects::{Subject, all, alone};

/// Documents up to this length, in bytes, are wholly within the survey window; what evidence is
/// found in them is found in all of them.
const WINDOW: usize = 64 * 1024;

/// Any bytes give text that is as long as promised; what is unchanged is borrowed, and explaining
/// changes nothing.
pub fn check_output(subject: &Subject, bytes: &[u8]) {
    let Subject { name, cleaner, .. } = subject;
    let text = cleaner.clean_bytes(bytes);
    // Text is valid by its type, as long as nobody below lied about it.
    assert!(std::str::from_utf8(text.as_bytes()).is_ok(), "{name}: the output is not UTF-8");
    if matches!(text, Cow::Borrowed(_)) {
        assert!(is_within(text.as_bytes(), bytes), "{name}: borrowed from somewhere else");
    }
    if let Ok(source) = std::str::from_utf8(bytes) {
        check_borrowing(name, source, cleaner.clean(source));
    }
    let bound = subject.growth.of_bytes(bytes.len());
    assert!(text.len() <= bound, "{name}: {} bytes became {}", bytes.len(), text.len());

    let explained = cleaner.explain_bytes(bytes);
    assert_eq!(explained.text, text, "{name}: explaining changes the output");
    let report = explained.report;
    assert_eq!(report.source_bytes, bytes.len() as u64, "{name}");
    assert_eq!(report.output_bytes, text.len() as u64, "{name}");
    assert_eq!(report.edits, explained.edits.len() as u64, "{name}");
}

/// Text is borrowed exactly where it is unchanged, or all that went is a byte order mark.
fn check_borrowing(name: &str, source: &str, cleaned: Cow<'_, str>) {
    match cleaned {
        Cow::Borrowed(text) => {
            assert!(is_within(text.as_bytes(), source.as_bytes()), "{name}: borrowed elsewhere");
            assert!(source.ends_with(text), "{name}: borrowed, and not as it was");
        }
        Cow::Owned(text) => assert_ne!(text, source, "{name}: copied, though nothing changed"),
    }
}

fn is_within(part: &[u8], whole: &[u8]) -> bool {
    let (part, whole) = (part.as_ptr_range(), whole.as_ptr_range());
    whole.start <= part.start && part.end <= whole.end
}

/// Text in memory and the same text as bytes are cleaned alike. Zeros are left out: bytes with
/// many of them may be UTF-16.
pub fn check_text(subject: &Subject, text: &str) {
    let cleaned = subject.cleaner.clean(text);
    let bound = subject.growth.of_text(text.len());
    assert!(cleaned.len() <= bound, "{}: {} became {}", subject.name, text.len(), cleaned.len());
    if !text.contains('\0') && !text.starts_with('\u{FEFF}') {
        assert_eq!(subject.cleaner.clean_bytes(text.as_bytes()), cleaned, "{}", subject.name);
    }
}

/// Cleaning the output once more changes nothing, for documents within the survey window.
pub fn check_settled(subject: &Subject, bytes: &[u8]) {
    let once = subject.cleaner.clean_bytes(bytes);
    if !subject.settles || bytes.len() > WINDOW || once.len() > WINDOW {
        return;
    }
    let twice = subject.cleaner.explain(&once);
    let first = twice.edits.iter().next();
    assert_eq!(twice.text, once, "{}: cleaned twice: {first:?}", subject.name);
    assert!(matches!(twice.text, Cow::Borrowed(_)), "{}: copied", subject.name);
}

/// The log leads from the source to the output and back; its edits are in order, say the truth
/// and print safely.
pub fn check_log(subject: &Subject, bytes: &[u8]) {
    let name = &subject.name;
    let explained = subject.cleaner.explain_bytes(bytes);
    let replayed = explained.edits.replay(bytes).expect("the log is that of this source");
    assert_eq!(replayed, explained.text, "{name}: replayed");
    let undone = explained.edits.undo(&explained.text).expect("the log is that of this output");
    assert_eq!(undone, bytes, "{name}: undone");
    let (mut source, mut output) = (0, 0);
    for edit in &explained.edits {
        assert!(source <= edit.source.start && output <= edit.output.start, "{name}: order");
        assert_eq!(edit.source.start - source, edit.output.start - output, "{name}: a gap");
        assert_eq!(*edit.before, bytes[range(&edit.source)], "{name}");
        assert_eq!(*edit.after, explained.text[range(&edit.output)], "{name}");
        assert_ne!(*edit.before, *edit.after.as_bytes(), "{name}: an edit that changes nothing");
        assert!(!edit.repairs.is_empty(), "{name}: nobody's edit");
        assert!((0.0..=1.0).contains(&edit.confidence), "{name}: {}", edit.confidence);
        check_printed(edit);
        (source, output) = (edit.source.end, edit.output.end);
    }
}

fn range(range: &std::ops::Range<u64>) -> std::ops::Range<usize> {
    range.start as usize..range.end as usize
}

/// An edit prints as one line that holds nothing which a terminal would act on, hide or reorder.
fn check_printed(edit: &Edit) {
    let line = edit.to_string();
    let acts = |c: char| {
        c.is_control()
            || matches!(c, '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
                | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E0FFF}')
    };
    assert!(!line.contains(acts), "{line:?}");
}

/// A log applied to texts it does not belong to is an error or an answer, never a panic.
pub fn check_foreign_log(log: &EditLog, text: &str) {
    for outcome in [log.replay(text.as_bytes()).err(), log.undo(text).err()] {
        assert!(outcome.is_none_or(|error| error.is_log_mismatch()));
    }
}

/// Cleans the chunks through a stream and takes the edits behind each of them.
pub fn stream<'c>(
    subject: &Subject,
    chunks: impl Iterator<Item = &'c [u8]>,
) -> (String, EditLog, Report) {
    let mut stream = subject.cleaner.stream();
    let mut text = String::new();
    let mut edits = Vec::new();
    for chunk in chunks {
        stream.push(chunk, &mut text);
        edits.extend(stream.edits());
    }
    let (report, rest) = stream.finish_with_edits(&mut text);
    edits.extend(rest);
    (text, edits.into_iter().collect(), report)
}

/// A stream gives the same text, edits and report for these chunks as the whole does.
pub fn check_chunks<'c>(subject: &Subject, bytes: &[u8], chunks: impl Iterator<Item = &'c [u8]>) {
    let whole = subject.cleaner.explain_bytes(bytes);
    let (text, edits, report) = stream(subject, chunks);
    assert_eq!(text, whole.text, "{}", subject.name);
    assert_eq!(edits, whole.edits, "{}", subject.name);
    assert_eq!(report, whole.report, "{}", subject.name);
}

/// Every split in two, and chunks of one byte.
pub fn check_every_split(subject: &Subject, bytes: &[u8]) {
    let whole = subject.cleaner.clean_bytes(bytes);
    for at in 0..=bytes.len() {
        let (head, tail) = bytes.split_at(at);
        let (text, _, _) = stream(subject, [head, tail].into_iter());
        assert_eq!(text, whole, "{}: {bytes:?} split at {at}", subject.name);
    }
    check_chunks(subject, bytes, bytes.chunks(1));
}

/// Chunks whose lengths follow from a seed: short ones, now and then none, now and then long ones.
pub fn chunks(bytes: &[u8], seed: u16) -> impl Iterator<Item = &[u8]> {
    let mut state = u32::from(seed).wrapping_mul(2_654_435_761).wrapping_add(1);
    let mut rest = bytes;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let length = match state >> 28 {
            0 => 0,
            1..=8 => 1 + (state >> 20) as usize % 8,
            9..=13 => (state >> 16) as usize % 4_096,
            _ => (state >> 8) as usize % 100_000,
        };
        let (chunk, behind) = rest.split_at(length.min(rest.len()));
        rest = behind;
        Some(chunk)
    })
}

/// A reader that gives its bytes in pieces and is interrupted now and then.
struct Pieces<'b, I>(I, &'b [u8], bool);

impl<'b, I: Iterator<Item = &'b [u8]>> Read for Pieces<'b, I> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        self.2 = !self.2;
        if self.2 {
            return Err(std::io::ErrorKind::Interrupted.into());
        }
        while self.1.is_empty() {
            let Some(piece) = self.0.next() else { return Ok(0) };
            self.1 = piece;
        }
        let (now, later) = self.1.split_at(self.1.len().min(buffer.len()));
        buffer[..now.len()].copy_from_slice(now);
        self.1 = later;
        Ok(now.len())
    }
}

/// A writer that takes a few bytes at a time and fails now and then, without loss.
struct Reluctant(Vec<u8>, u32);

impl Write for Reluctant {
    fn write(&mut self, buffer: &[u8]) -> std::io::Result<usize> {
        self.1 = self.1.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        match self.1 >> 30 {
            0 => Err(std::io::ErrorKind::Interrupted.into()),
            1 => Err(std::io::ErrorKind::TimedOut.into()),
            _ => {
                let length = buffer.len().min(1 + (self.1 >> 20) as usize % 1_000);
                self.0.extend_from_slice(&buffer[..length]);
                Ok(length)
            }
        }
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Reader and writer give what the whole gives, whatever the pieces and though others fail.
pub fn check_shells(subject: &Subject, bytes: &[u8], seed: u16) {
    let name = &subject.name;
    let whole = subject.cleaner.explain_bytes(bytes);

    let mut reader = CleanReader::new(Pieces(chunks(bytes, seed), &[], false), &subject.cleaner);
    let mut text = String::new();
    reader.read_to_string(&mut text).expect("an interruption is no failure");
    assert_eq!(text, whole.text, "{name}: read");
    assert_eq!(reader.report(), Some(&whole.report), "{name}: read");
    assert_eq!(reader.edits().collect::<EditLog>(), whole.edits, "{name}: read");

    let mut writer = CleanWriter::new(Reluctant(Vec::new(), seed.into()), &subject.cleaner);
    for chunk in chunks(bytes, seed) {
        // Nothing of a chunk is taken when its write fails, and all of it otherwise.
        while writer.write(chunk).is_err() {}
    }
    while writer.flush().is_err() {}
    let taken = &writer.get_ref().0;
    assert!(whole.text.as_bytes().starts_with(taken), "{name}: written");

    let mut writer = CleanWriter::new(Vec::new(), &subject.cleaner);
    for chunk in chunks(bytes, seed) {
        writer.write_all(chunk).expect("memory takes all");
    }
    let (text, report) = writer.finish().expect("memory takes all");
    assert_eq!(text, whole.text.as_bytes(), "{name}: written");
    assert_eq!(report, whole.report, "{name}: written");
}
