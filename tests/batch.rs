//! Batches: the same as one document after another, in the same order.

mod support;

use std::borrow::Cow;

use support::inputs;
use textmend::Cleaner;

#[test]
fn a_batch_is_its_documents_one_by_one() {
    let cleaner = Cleaner::new();
    let mut documents: Vec<Vec<u8>> = inputs::all().into_iter().map(|input| input.bytes).collect();
    documents.truncate(120);
    let cleaned = cleaner.clean_batch_bytes(&documents);
    assert_eq!(cleaned.len(), documents.len());
    for (document, cleaned) in documents.iter().zip(&cleaned) {
        assert_eq!(*cleaned, cleaner.clean_bytes(document));
    }
    let texts: Vec<&str> =
        documents.iter().filter_map(|document| std::str::from_utf8(document).ok()).collect();
    for (text, cleaned) in texts.iter().zip(cleaner.clean_batch(&texts)) {
        assert_eq!(cleaned, cleaner.clean(text));
    }
}

#[test]
fn clean_documents_are_borrowed() {
    let documents: Vec<String> = (0..100).map(|n| format!("第{n}篇，没有什么要改的。\n")).collect();
    let cleaned = Cleaner::new().clean_batch(&documents);
    for (document, cleaned) in documents.iter().zip(&cleaned) {
        assert!(matches!(cleaned, Cow::Borrowed(text) if text == document));
    }
    assert!(Cleaner::new().clean_batch::<&str>(&[]).is_empty());
}
