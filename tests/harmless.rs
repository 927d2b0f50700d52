//! Clean text comes back byte for byte, borrowed; cleaning twice changes nothing more.

mod support;

use std::borrow::Cow;

use support::documents::DOCUMENTS;
use support::inputs;
use support::texts::TEXTS;
use textmend::{Cleaner, EncodingEvidence, clean};

#[test]
fn clean_texts_are_borrowed() {
    for text in TEXTS {
        let cleaned = clean(text.text);
        assert_eq!(cleaned, text.text, "{}", text.name);
        assert!(matches!(cleaned, Cow::Borrowed(_)), "{}", text.name);
        let bytes = Cleaner::new().clean_bytes(text.text.as_bytes()).into_owned();
        assert_eq!(bytes, text.text, "{}", text.name);
    }
}

#[test]
fn clean_documents_are_borrowed() {
    for document in DOCUMENTS {
        let text = document.text();
        assert!(matches!(clean(&text), Cow::Borrowed(_)), "{}", document.title);
        let titled = Cleaner::new().with_title(document.title);
        assert!(matches!(titled.clean(&document.body()), Cow::Borrowed(_)), "{}", document.title);
    }
}

#[test]
fn all_clean_texts_as_one_document() {
    let mut text = String::new();
    for document in DOCUMENTS {
        text.push_str(&document.text());
        text.push('\n');
    }
    for _ in 0..3 {
        text.push_str(&text.clone());
    }
    assert!(text.len() > 300_000);
    assert!(matches!(clean(&text), Cow::Borrowed(_)));
}

#[test]
fn cleaning_twice_changes_nothing_more() {
    for input in inputs::all() {
        let once = Cleaner::new().clean_bytes(&input.bytes).into_owned();
        let twice = Cleaner::new().explain(&once);
        assert_eq!(twice.text, once, "{}: {:?}", input.name, twice.edits.iter().next());
        assert!(matches!(twice.text, Cow::Borrowed(_)), "{}", input.name);
    }
}

#[test]
fn bytes_of_clean_text_are_text() {
    for text in TEXTS {
        let report = Cleaner::new().explain_bytes(text.text.as_bytes()).report;
        assert_eq!(report.encoding_evidence, EncodingEvidence::Valid, "{}", text.name);
    }
}
