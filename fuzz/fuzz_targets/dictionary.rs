//! The user's dictionaries, hostile: an error in one line that says where, or a dictionary with which
//! conversion in pieces is that of the whole.
#![no_main]

use libfuzzer_sys::fuzz_target;
use textmend::han::{Config, Converter, Dictionary};
use textmend_fuzz::promises::chunks;

fuzz_target!(|input: (bool, u8, u16, &[u8])| {
    let (before, config, cuts, file) = input;
    let dictionary = match Dictionary::parse("words.txt", file) {
        Ok(dictionary) => dictionary,
        Err(error) => {
            let message = error.to_string();
            assert!(message.contains("words.txt") && !message.contains('\n'), "{message:?}");
            return;
        }
    };
    let config = Config::ALL[usize::from(config) % Config::ALL.len()];
    let builder = Converter::builder(config);
    let builder = if before { builder.before(dictionary) } else { builder.after(dictionary) };
    let converter = builder.build();
    // The file itself is the text that its keys are surest to be in.
    let text = String::from_utf8_lossy(file);
    let whole = converter.convert(&text);
    let mut stream = converter.stream();
    let mut streamed = String::new();
    for chunk in chunks(text.as_bytes(), cuts) {
        stream.push(chunk, &mut streamed);
    }
    stream.finish(&mut streamed);
    assert_eq!(streamed, whole, "{text:?}");
});
