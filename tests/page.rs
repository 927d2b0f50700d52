//! Pages garbled the way scraper sites do it come back as their authors wrote them.

mod support;

use support::documents::DOCUMENTS;
use support::garble::page::Page;
use support::inputs::garbled_page;
use textmend::{Cleaner, Repair, clean};

/// The garblings of each document that are tried.
const SEEDS: u64 = 6;

fn pages() -> impl Iterator<Item = (String, Page)> {
    DOCUMENTS.iter().enumerate().flat_map(|(number, document)| {
        (0..SEEDS).filter_map(move |seed| {
            let page = garbled_page(document, 100 * number as u64 + seed)?;
            Some((format!("document {number}, seed {seed}"), page))
        })
    })
}

#[test]
fn pages_come_back() {
    let (mut exact, mut all) = (0, 0);
    for (name, page) in pages().filter(|(_, page)| page.straddled == 0) {
        let cleaned = clean(&page.garbled);
        all += 1;
        exact += usize::from(cleaned == page.truth);
        // What cannot be told is a handful of characters: an insertion that reads naturally.
        let surplus = cleaned.chars().count().abs_diff(page.truth.chars().count());
        assert!(surplus <= 12, "{name}: {surplus} characters more or less");
    }
    assert!(all >= 5, "{all} pages are no measure");
    assert!(exact * 100 >= all * 90, "{exact} of {all} pages");
}

/// Seven items in fifteen insertions, two of which read naturally: no two rounds, and no doubt.
#[test]
fn a_cycle_goes_that_comes_less_than_twice() {
    let document =
        DOCUMENTS.iter().find(|it| it.title.starts_with("一碗汤面")).expect("it is there");
    let page = garbled_page(document, 0x2300_00C1_3231_3131).expect("it suits");
    assert_eq!((page.items, page.insertions), (7, 15));
    let surplus = clean(&page.garbled).chars().count() - page.truth.chars().count();
    assert!(surplus <= 6, "{surplus} characters more");
}

#[test]
fn readings_across_characters_come_back() {
    let mut straddled = 0;
    for (name, page) in pages().filter(|(_, page)| page.straddled > 0) {
        let cleaned = clean(&page.garbled);
        straddled += page.straddled;
        let wrong = differing_lines(&cleaned, &page.truth);
        // Bytes are lost for good at the end of some shifts; an insertion may read naturally.
        assert!(wrong <= page.straddled.div_ceil(4) + 1, "{name}: {wrong} lines differ");
    }
    assert!(straddled >= 20, "{straddled} straddled readings are no measure");
}

fn differing_lines(cleaned: &str, truth: &str) -> usize {
    let count = cleaned.lines().count().abs_diff(truth.lines().count());
    count + cleaned.lines().zip(truth.lines()).filter(|(a, b)| a != b).count()
}

#[test]
fn the_sample_of_the_program_comes_back() {
    let garbled = include_str!("../examples/data/garbled.txt");
    let repaired = include_str!("../examples/data/repaired.txt");
    let explained = Cleaner::new().explain(garbled);
    for (number, (line, expected)) in explained.text.lines().zip(repaired.lines()).enumerate() {
        assert_eq!(line, expected, "line {}", number + 1);
    }
    assert_eq!(explained.text, repaired);
    for repair in [Repair::Pinyin, Repair::Shuffle, Repair::Entity] {
        assert!(explained.report.edits_of(repair) > 0, "{repair}");
    }
}
