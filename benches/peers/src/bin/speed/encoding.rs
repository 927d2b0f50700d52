//! Encoding repair alone: Chinese that is clean, and Chinese that is garbled from end to end. The
//! peer undoes only UTF-8 read as a single-byte code page, so that is what both of them get.

use plsfix::TextFixerConfig;
use textmend::{Cleaner, Repair};

use crate::measure::{compare, work};
use crate::support::tests::garble::mojibake;
use crate::support::{DOCUMENT, chinese};

pub fn run() {
    let clean = chinese(DOCUMENT);
    let misread = |written, read| {
        mojibake::garble(&clean, written, read).expect("a single-byte encoding reads any bytes")
    };
    let alone = Cleaner::builder().only(Repair::Mojibake.into()).build();
    let whole = Cleaner::new();
    let peer = TextFixerConfig {
        unescape_html: Some(false),
        remove_terminal_escapes: false,
        fix_encoding: true,
        fix_latin_ligatures: false,
        fix_character_width: false,
        uncurl_quotes: false,
        fix_line_breaks: false,
        remove_control_chars: false,
        normalization: None,
        ..TextFixerConfig::default()
    };
    for (title, text) in [
        ("encoding alone, Chinese clean", clean.clone()),
        ("encoding alone, Chinese in UTF-8 read as windows-1252", misread("utf-8", "windows-1252")),
        ("encoding alone, Chinese in GBK read as windows-1252", misread("gbk", "windows-1252")),
    ] {
        compare(
            title,
            vec![
                work("textmend, mojibake", text.len(), || alone.clean(&text)),
                work("textmend, default", text.len(), || whole.clean(&text)),
                work("plsfix, encoding", text.len(), || plsfix::fix_text(&text, Some(&peer))),
            ],
        );
    }
}
