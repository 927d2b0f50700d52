//! Decoding by segments and fields against `encoding_rs` over the whole, for every encoding.
#![no_main]

use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE};
use libfuzzer_sys::fuzz_target;
use textmend::{Cleaner, Profile};

/// A label for each encoding of the WHATWG standard that decodes.
const LABELS: &[&str] = &[
    "utf-8", "gb18030", "gbk", "big5", "shift_jis", "euc-jp", "euc-kr", "iso-2022-jp",
    "utf-16le", "utf-16be", "windows-1252", "windows-1251", "windows-1250", "windows-1253",
    "windows-1254", "windows-1255", "windows-1256", "windows-1257", "windows-1258",
    "windows-874", "koi8-r", "koi8-u", "macintosh", "x-mac-cyrillic", "ibm866", "iso-8859-2",
    "iso-8859-3", "iso-8859-4", "iso-8859-5", "iso-8859-6", "iso-8859-7", "iso-8859-8",
    "iso-8859-8-i", "iso-8859-10", "iso-8859-13", "iso-8859-14", "iso-8859-15", "iso-8859-16",
    "x-user-defined",
];

fuzz_target!(|input: (u8, &[u8])| {
    let (choice, bytes) = input;
    let label = LABELS[usize::from(choice) % LABELS.len()];
    let encoding = Encoding::for_label(label.as_bytes()).expect("the labels are the standard's");
    let cleaner = Cleaner::builder().profile(Profile::None).keep_bom(true);
    let cleaner = cleaner.encoding(label).expect("the labels are the standard's").build();
    // Java's UTF-8 and CESU-8 are understood, beyond the standard.
    let is_beyond = |pair: &[u8]| matches!(pair, [0xC0, 0x80] | [0xED, 0xA0..=0xBF]);
    let is_other_utf_8 = encoding == UTF_8 && bytes.windows(2).any(is_beyond);
    // A segment of ISO-2022-JP starts in the initial state, as lines of it must; bytes that leave
    // another state behind are read differently as a whole.
    if encoding != ISO_2022_JP && !is_other_utf_8 {
        let (whole, _) = encoding.decode_without_bom_handling(bytes);
        assert_eq!(cleaner.clean_bytes(bytes), whole, "{label}");
    }
    // What is encoded comes back.
    let text = String::from_utf8_lossy(bytes);
    if encoding != UTF_16LE && encoding != UTF_16BE {
        let (encoded, _, is_lossy) = encoding.encode(&text);
        let (whole, _) = encoding.decode_without_bom_handling(&encoded);
        if !is_lossy && encoding != ISO_2022_JP {
            assert_eq!(cleaner.clean_bytes(&encoded), whole, "{label}");
        }
    }
});
