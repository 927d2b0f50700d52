//! UTF-8 read in a single-byte code page, as decoders do it that leave no byte undefined.

use encoding_rs::{
    Encoding, ISO_8859_2, MACINTOSH, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252, WINDOWS_1253,
    WINDOWS_1254, WINDOWS_1257,
};

/// Code pages to misread in; `None` is Latin-1 in the strict sense.
pub const PAGES: [Option<&Encoding>; 9] = [
    None,
    Some(WINDOWS_1252),
    Some(WINDOWS_1251),
    Some(WINDOWS_1250),
    Some(WINDOWS_1253),
    Some(WINDOWS_1254),
    Some(WINDOWS_1257),
    Some(ISO_8859_2),
    Some(MACINTOSH),
];

/// The text as it looks when its bytes are read in a code page.
pub fn misread(text: &str, page: Option<&'static Encoding>) -> String {
    text.bytes()
        .map(|byte| {
            let bytes = [byte];
            let read = page
                .and_then(|page| page.decode_without_bom_handling_and_without_replacement(&bytes));
            read.and_then(|read| read.chars().next()).unwrap_or(char::from(byte))
        })
        .collect()
}
