//! Finding out that a text needs no repair: whole documents, small ones, in pieces, and what the
//! machine can do at best.

use textmend::Cleaner;

use crate::measure::{Work, compare, work};
use crate::support::{DOCUMENT, Input, SMALL, clean_texts, documents};

/// Documents of each text, one after another.
const DOCUMENTS: usize = 16;
const CHUNK: usize = 64 * 1024;

pub fn run() {
    for input in clean_texts(DOCUMENTS * DOCUMENT) {
        whole(&input);
    }
}

fn whole(Input { name, text }: &Input) {
    let cleaner = Cleaner::new();
    let bytes = text.len();
    let large = documents(text, DOCUMENT);
    let small = documents(text, SMALL);
    let clean =
        |documents: &[&str]| documents.iter().map(|it| cleaner.clean(it).len()).sum::<usize>();
    let mut copy = Vec::with_capacity(DOCUMENT);
    let mut output = String::with_capacity(2 * CHUNK);
    let all: Vec<Work<'_>> = vec![
        work("textmend", bytes, || clean(&large)),
        work("textmend, 1 KiB each", bytes, || clean(&small)),
        work("textmend, bytes", bytes, || {
            large.iter().map(|it| cleaner.clean_bytes(it.as_bytes()).len()).sum::<usize>()
        }),
        work("textmend, one document", bytes, || cleaner.clean_bytes(text.as_bytes()).len()),
        work("textmend, streamed", bytes, || {
            let (mut stream, mut length) = (cleaner.stream(), 0);
            for chunk in text.as_bytes().chunks(CHUNK) {
                stream.push_with(chunk, |piece| length += piece.len());
            }
            stream.finish_with(|piece| length += piece.len());
            length
        }),
        work("textmend, streamed, copied", bytes, || {
            let mut stream = cleaner.stream();
            for chunk in text.as_bytes().chunks(CHUNK) {
                output.clear();
                stream.push(chunk, &mut output);
            }
            stream.finish(&mut output)
        }),
        work("std from_utf8", bytes, || {
            large.iter().filter(|it| std::str::from_utf8(it.as_bytes()).is_ok()).count()
        }),
        work("simdutf8", bytes, || {
            large.iter().filter(|it| simdutf8::basic::from_utf8(it.as_bytes()).is_ok()).count()
        }),
        work("memcpy", bytes, || {
            for document in &large {
                copy.clear();
                copy.extend_from_slice(std::hint::black_box(document.as_bytes()));
            }
            copy.len()
        }),
        work("plsfix", large[0].len(), || plsfix::fix_text(large[0], None)),
    ];
    compare(&format!("clean {name}"), all);
}
