//! What a document says of its own encoding: `<meta charset=…>`, `<?xml … encoding=…?>`, `@charset "…";` of style sheets, and
//! `coding: …` in the first two lines of programs and notes, as editors read it.

use encoding_rs::{Encoding, UTF_8};
use memchr::memmem;

/// How far into a document its encoding is declared at the latest, in bytes: the HTML standard's
/// 1,024, with room for pages that do not keep to it.
const HEAD: usize = 4 * 1024;

/// Lines in which editors look for what they have to know.
const EDITOR_LINES: usize = 2;

/// Editors write the kind of line ends behind the name.
const LINE_ENDS: [&[u8]; 3] = [b"-unix", b"-dos", b"-mac"];

/// The encoding that a document names which is not UTF-8.
pub(super) fn declared(document: &[u8]) -> Option<&'static Encoding> {
    let head = document[..document.len().min(HEAD)].to_ascii_lowercase();
    let first_lines = head.split(|byte| *byte == b'\n').take(EDITOR_LINES);
    let for_editors = first_lines.map(|line| line.len() + 1).sum::<usize>();
    let named = |word: &'static str, at: usize| {
        let after = &head[at + word.len()..];
        let is_editors = word == "coding" && at < for_editors;
        let value = match after.trim_ascii_start() {
            [b'=', value @ ..] => value,
            [b':', value @ ..] if is_editors => value,
            [b'"' | b'\'', ..] if head[..at].ends_with(b"@") => after,
            _ => return None,
        };
        let value = value.trim_ascii_start();
        let value = value.strip_prefix(b"\"").or(value.strip_prefix(b"'")).unwrap_or(value);
        let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.:".contains(byte);
        let encoding = encoding(&value[..value.iter().take_while(|byte| is_name(byte)).count()])?;
        // A page whose declaration could be read is in no encoding of two-byte units, and
        // it was found not to be UTF-8.
        (encoding.is_ascii_compatible() && encoding != UTF_8).then_some(encoding)
    };
    // The latter also ends `encoding`.
    ["charset", "coding"]
        .into_iter()
        .find_map(|word| memmem::find_iter(&head, word.as_bytes()).find_map(|at| named(word, at)))
}

/// An encoding by the names of the WHATWG Encoding Standard, or those of editors.
fn encoding(name: &[u8]) -> Option<&'static Encoding> {
    let bare = LINE_ENDS.iter().find_map(|ends| name.strip_suffix(*ends)).unwrap_or(name);
    let spelled = || {
        let name: Vec<u8> =
            bare.iter().map(|byte| if *byte == b'_' { b'-' } else { *byte }).collect();
        let name =
            name.strip_prefix(b"iso-").filter(|rest| rest.starts_with(b"latin")).unwrap_or(&name);
        match name.strip_prefix(b"latin-") {
            Some(number) => Encoding::for_label(&[b"latin", number].concat()),
            None => Encoding::for_label(name),
        }
    };
    Encoding::for_label(bare).or_else(spelled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declarations_are_found() {
        for (document, expected) in [
            ("<html><meta charset='gb18030'><p>", Some("gb18030")),
            ("<meta http-equiv=Content-Type content=\"text/html; charset=Big5\">", Some("Big5")),
            ("<?xml version=\"1.0\" encoding = \"big5\"?>", Some("Big5")),
            ("@charset \"shift_jis\";\nbody {}", Some("Shift_JIS")),
            ("#!/usr/bin/perl\n# -*- coding: latin-1 -*-\n", Some("windows-1252")),
            ("# -*- mode: text; coding: iso-latin-2-unix -*-\n", Some("ISO-8859-2")),
            ("# vim: set fileencoding=euc-jp :\n", Some("EUC-JP")),
            ("# coding=koi8_r\n", Some("KOI8-R")),
            ("a\nb\n# coding: latin-1\n", None),
            ("<meta charset=utf-8>", None),
            ("<meta charset=utf-16>", None),
            ("The coding: of it\n", None),
            ("the charset \"big5\" is one", None),
            ("", None),
        ] {
            let found = declared(document.as_bytes()).map(Encoding::name);
            assert_eq!(found, expected, "{document}");
        }
    }
}
