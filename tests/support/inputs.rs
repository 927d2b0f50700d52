//! Documents of every kind for the tests of the core's promises: clean, garbled, broken, hostile.

use super::documents::{DOCUMENTS, Document};
use super::garble::page::{Frame, Page, page};
use super::hostile;
use super::random::Random;
use super::texts::TEXTS;

/// A named document, as bytes.
pub struct Input {
    pub name: String,
    pub bytes: Vec<u8>,
}

fn input(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Input {
    Input { name: name.into(), bytes: bytes.into() }
}

/// A document as a scraper site would show it.
pub fn garbled_page(document: &Document, seed: u64) -> Option<Page> {
    let frame = Frame {
        before_title: vec!["您现在的位置是:首页 >>正文"],
        after_title: vec!["时间:2024-3-5 点击:218次"],
        summary_label: "简介",
        tail: vec!["Tags:", "“相关”阅读"],
        is_folded: seed.is_multiple_of(2),
    };
    page(document.title, &document.body(), &frame, 60, &mut Random::new(seed))
}

/// All documents; some hundred, up to a few hundred KB each.
pub fn all() -> Vec<Input> {
    let mut inputs = vec![
        input("empty", ""),
        input("one byte", "a"),
        input("one broken byte", b"\xff"),
        input("line feed", "\n"),
        input("no line feed at the end", "one\r\ntwo\rthree\n\nfour"),
        input("byte order mark", "\u{feff}one &amp; two\n"),
    ];
    for text in TEXTS {
        inputs.push(input(format!("clean: {}", text.name), text.text));
    }
    for (index, document) in DOCUMENTS.iter().enumerate() {
        let seed = index as u64;
        inputs.push(input(format!("document {index}"), document.text()));
        let Some(page) = garbled_page(document, seed) else { continue };
        inputs.push(input(format!("page {index}"), page.garbled.clone()));
        let long: String = page.garbled.split('\n').collect::<Vec<_>>().join(" ");
        inputs.push(input(format!("page {index} in one line"), long.repeat(8)));
        for encoding in [
            encoding_rs::GB18030,
            encoding_rs::BIG5,
            encoding_rs::SHIFT_JIS,
            encoding_rs::EUC_KR,
            encoding_rs::WINDOWS_1252,
        ] {
            let (bytes, _, _) = encoding.encode(&page.garbled);
            inputs.push(input(format!("page {index} in {}", encoding.name()), bytes));
        }
        let units: Vec<u8> = page.garbled.encode_utf16().flat_map(u16::to_le_bytes).collect();
        inputs.push(input(format!("page {index} in UTF-16LE"), units.clone()));
        let marked = [&b"\xff\xfe"[..], &units].concat();
        inputs.push(input(format!("page {index} in UTF-16LE with a mark"), marked));
        let units: Vec<u8> = page.garbled.encode_utf16().flat_map(u16::to_be_bytes).collect();
        inputs.push(input(format!("page {index} in UTF-16BE"), units));
    }
    let mut random = Random::new(3);
    for index in 0..40 {
        let length = random.below(3_000);
        let bytes: Vec<u8> = (0..length).map(|_| random.below(256) as u8).collect();
        inputs.push(input(format!("random bytes {index}"), bytes));
        let text: String =
            (0..random.below(400)).map(|_| *random.pick(hostile::FRAGMENTS)).collect();
        inputs.push(input(format!("random fragments {index}"), text.clone()));
        inputs.push(input(format!("long random fragments {index}"), text.repeat(30)));
    }
    for (name, unit) in hostile::FAMILIES {
        inputs.push(input(format!("hostile: {name}"), unit.repeat(100_000 / unit.len().max(1))));
    }
    inputs
}
