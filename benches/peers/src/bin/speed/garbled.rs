//! Garbled text: the sample page over and over, a line in a hundred, and mojibake.

use textmend::{Cleaner, Profile};

use crate::measure::{compare, work};
use crate::support::tests::garble::mojibake;
use crate::support::{DOCUMENT, chinese, documents, repeat, sparsely_garbled};

const PAGE: &str = include_str!("../../../../../examples/data/garbled.txt");
const CHUNK: usize = 64 * 1024;

const FRENCH: &str =
    "Le café où l’élève préféré du maître dînait était fermé ; à côté, un théâtre.\n";

pub fn run() {
    pages();
    lines();
    misread();
}

fn pages() {
    let cleaner = Cleaner::new();
    let repeated = repeat(PAGE, 64 * DOCUMENT);
    let bytes = repeated.len();
    let mut output = String::with_capacity(2 * CHUNK);
    compare(
        "the sample page",
        vec![
            work("textmend, over and over", bytes, || {
                let mut stream = cleaner.stream();
                for chunk in repeated.as_bytes().chunks(CHUNK) {
                    output.clear();
                    stream.push(chunk, &mut output);
                }
                stream.finish(&mut output)
            }),
            work("textmend, once", PAGE.len(), || cleaner.clean(PAGE)),
            work("plsfix", PAGE.len(), || plsfix::fix_text(PAGE, None)),
        ],
    );
}

fn lines() {
    let cleaner = Cleaner::new();
    let clean = chinese(16 * DOCUMENT);
    let garbled = sparsely_garbled(16 * DOCUMENT);
    let all = |text: &[&str]| text.iter().map(|it| cleaner.clean(it).len()).sum::<usize>();
    let (clean, garbled) = (documents(&clean, DOCUMENT), documents(&garbled, DOCUMENT));
    let bytes = |documents: &[&str]| documents.iter().map(|it| it.len()).sum::<usize>();
    compare(
        "Chinese, a sentence in a hundred garbled",
        vec![
            work("textmend", bytes(&garbled), || all(&garbled)),
            work("textmend, all clean", bytes(&clean), || all(&clean)),
            work("plsfix", garbled[0].len(), || plsfix::fix_text(garbled[0], None)),
        ],
    );
}

fn misread() {
    let cleaner = Cleaner::builder().profile(Profile::Ftfy).build();
    for (name, text) in [("Chinese", chinese(DOCUMENT)), ("French", repeat(FRENCH, DOCUMENT))] {
        let misread = mojibake::garble(&text, "utf-8", "windows-1252");
        let garbled = misread.expect("windows-1252 reads any bytes");
        for (state, text) in [("clean", &text), ("read as windows-1252", &garbled)] {
            compare(
                &format!("mojibake, {name} {state}"),
                vec![
                    work("textmend", text.len(), || cleaner.clean(text)),
                    work("plsfix", text.len(), || plsfix::fix_text(text, None)),
                ],
            );
        }
    }
}
