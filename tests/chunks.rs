//! The same output for every way of cutting the input, from memory, stream, reader and writer.

mod support;

use std::io::{Read, Write};

use support::inputs;
use support::random::Random;
use textmend::{CleanReader, CleanWriter, Cleaner, EditLog, Report};

/// Cleans the chunks through a stream; takes the edits after each chunk.
fn stream<'c>(
    cleaner: &Cleaner,
    chunks: impl Iterator<Item = &'c [u8]>,
) -> (String, EditLog, Report) {
    let mut stream = cleaner.stream();
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

/// The same, handed on in pieces.
fn in_pieces<'c>(
    cleaner: &Cleaner,
    chunks: impl Iterator<Item = &'c [u8]>,
) -> (String, EditLog, Report) {
    let (mut stream, mut text) = (cleaner.stream(), String::new());
    let mut edits = Vec::new();
    let mut take = |piece: &str| {
        assert!(!piece.is_empty());
        text.push_str(piece);
    };
    for chunk in chunks {
        stream.push_with(chunk, &mut take);
        edits.extend(stream.edits());
    }
    let (report, rest) = stream.finish_with(take);
    edits.extend(rest);
    (text, edits.into_iter().collect(), report)
}

/// A reader that gives its bytes in small pieces of changing length.
struct Dribble<'b>(&'b [u8], Random);

impl Read for Dribble<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let length = (1 + self.1.below(7)).min(buffer.len()).min(self.0.len());
        let (now, later) = self.0.split_at(length);
        buffer[..length].copy_from_slice(now);
        self.0 = later;
        Ok(length)
    }
}

fn recording() -> Cleaner {
    Cleaner::builder().record_edits(true).build()
}

#[test]
fn one_byte_chunks_and_empty_chunks() {
    let cleaner = recording();
    for input in inputs::all() {
        let whole = cleaner.explain_bytes(&input.bytes);
        let empty: &[u8] = &[];
        let chunks = input.bytes.chunks(1).flat_map(|chunk| [empty, chunk, empty]);
        let (text, edits, report) = stream(&cleaner, chunks);
        assert_eq!(text, whole.text, "{}", input.name);
        assert_eq!(edits, whole.edits, "{}", input.name);
        assert_eq!(report, whole.report, "{}", input.name);
    }
}

#[test]
fn random_chunks() {
    let cleaner = recording();
    let mut random = Random::new(1);
    for input in inputs::all() {
        let whole = cleaner.explain_bytes(&input.bytes);
        for longest in [3, 100, 5_000, 70_000] {
            let mut rest = &input.bytes[..];
            let chunks = std::iter::from_fn(|| {
                let length = random.below(longest + 1).min(rest.len());
                let (chunk, behind) = rest.split_at(length);
                let more = !rest.is_empty();
                rest = behind;
                more.then_some(chunk)
            });
            let chunks: Vec<&[u8]> = chunks.collect();
            let chunks = || chunks.iter().copied();
            for (text, edits, report) in [stream(&cleaner, chunks()), in_pieces(&cleaner, chunks())]
            {
                assert_eq!(text, whole.text, "{} in chunks of up to {longest}", input.name);
                assert_eq!(edits, whole.edits, "{}", input.name);
                assert_eq!(report, whole.report, "{}", input.name);
            }
        }
    }
}

#[test]
fn every_split_of_short_documents() {
    let cleaner = Cleaner::new();
    for input in inputs::all().into_iter().filter(|input| input.bytes.len() < 1_000) {
        let whole = cleaner.clean_bytes(&input.bytes);
        for at in 0..=input.bytes.len() {
            let (head, tail) = input.bytes.split_at(at);
            let (text, _, _) = stream(&cleaner, [head, tail].into_iter());
            assert_eq!(text, whole, "{} split at {at}", input.name);
        }
    }
}

#[test]
fn readers_and_writers() {
    let cleaner = Cleaner::new();
    for input in inputs::all() {
        let whole = cleaner.explain_bytes(&input.bytes);

        let mut reader = CleanReader::new(Dribble(&input.bytes, Random::new(2)), &cleaner);
        let mut text = String::new();
        reader.read_to_string(&mut text).unwrap();
        assert_eq!(text, whole.text, "{}", input.name);
        assert_eq!(reader.report(), Some(&whole.report), "{}", input.name);

        let mut writer = CleanWriter::new(Vec::new(), &cleaner);
        for chunk in input.bytes.chunks(11) {
            writer.write_all(chunk).unwrap();
        }
        let (text, report) = writer.finish().unwrap();
        assert_eq!(text, whole.text.as_bytes(), "{}", input.name);
        assert_eq!(report, whole.report, "{}", input.name);
    }
}

#[test]
fn text_and_its_bytes() {
    let cleaner = Cleaner::new();
    for input in inputs::all() {
        if let Ok(text) = std::str::from_utf8(&input.bytes)
            && !text.contains('\0')
        {
            assert_eq!(cleaner.clean(text), cleaner.clean_bytes(text.as_bytes()), "{}", input.name);
        }
    }
}

/// A writer that takes one byte at a time and fails now and then.
struct Reluctant(Vec<u8>, u32);

impl Write for Reluctant {
    fn write(&mut self, buffer: &[u8]) -> std::io::Result<usize> {
        self.1 += 1;
        match self.1 % 5 {
            0 => Err(std::io::ErrorKind::TimedOut.into()),
            1 => Err(std::io::ErrorKind::Interrupted.into()),
            _ => {
                self.0.extend(buffer.first());
                Ok(buffer.len().min(1))
            }
        }
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_failed_write_loses_nothing() {
    let cleaner = Cleaner::new();
    let source = "Tom &amp; Jerry\n".repeat(9_000);
    let mut writer = CleanWriter::new(Reluctant(Vec::new(), 0), &cleaner);
    for mut chunk in source.as_bytes().chunks(50_000) {
        while !chunk.is_empty() {
            if let Ok(length) = writer.write(chunk) {
                chunk = &chunk[length..];
            }
        }
    }
    while writer.flush().is_err() {}
    let taken = writer.get_ref().0.clone();
    let whole = cleaner.clean(&source);
    assert!(taken.len() > 100_000 && whole.as_bytes().starts_with(&taken));
}
