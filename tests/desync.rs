//! Lost lead bytes: shifted text comes back but for its holes, and nothing else changes.

mod support;

use std::borrow::Cow;
use std::time::{Duration, Instant};

use support::documents::DOCUMENTS;
use support::garble::desync::{lose_lead_byte, lose_lead_byte_of_euc_jp};
use support::hostile::FAMILIES;
use support::random::Random;
use support::texts::TEXTS;
use textmend::{Cleaner, Repair};

/// Texts garbled from each document.
const ROUNDS: u64 = 4;

const JAPANESE: &[&str] = &[
    "港の市場では朝早くから魚を並べる声が響き、料理人たちが今日の仕入れを急いでいた。",
    "祖父の残した時計は止まったままだったが、修理に出すと翌週には元のように動き始めた。",
    "この橋が完成すれば、島から病院までの時間は半分になり、冬の間も安心して暮らせるようになる。",
    "彼女は窓を開けて冷たい空気を吸い込み、昨夜から考えていた手紙の続きを書くことにした。",
    "新しい図書館の設計では、子どもが床に座って本を読める場所を広く取ることが決まった。",
    "雨の多い年には川の水があふれ、村の人々は高台にある寺へ集まって夜を過ごしたという。",
];

fn cleaner() -> Cleaner {
    Cleaner::builder().record_edits(true).build()
}

/// Paragraphs of the documents, and what is left of them after the loss of a byte.
fn cases() -> Vec<(String, String)> {
    let mut cases = Vec::new();
    for (number, document) in DOCUMENTS.iter().enumerate() {
        for round in 0..ROUNDS {
            let random = &mut Random::new(ROUNDS * number as u64 + round);
            let text = format!("{}\n", random.pick(document.paragraphs));
            let Some(garbled) = lose_lead_byte(&text, random) else { continue };
            if distance(&text, &garbled) >= 6 {
                cases.push((text, garbled));
            }
        }
    }
    assert!(cases.len() > DOCUMENTS.len(), "{}", cases.len());
    cases
}

/// Sentences, and what is left of them after the loss of a byte where they were EUC-JP.
fn japanese_cases() -> Vec<(String, String)> {
    let mut cases = Vec::new();
    for (number, sentence) in JAPANESE.iter().enumerate() {
        for round in 0..5 * ROUNDS {
            let random = &mut Random::new(100 * number as u64 + round);
            let text = format!("{sentence}\n");
            let Some(garbled) = lose_lead_byte_of_euc_jp(&text, random) else { continue };
            if distance(&text, &garbled) >= 10 {
                cases.push((text, garbled));
            }
        }
    }
    assert!(cases.len() > 5 * JAPANESE.len(), "{}", cases.len());
    cases
}

/// Levenshtein's distance in characters.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (number, c) in one.chars().enumerate() {
        let mut diagonal = number;
        row[0] = number + 1;
        for (at, d) in other.iter().enumerate() {
            let replaced = diagonal + usize::from(c != *d);
            diagonal = row[at + 1];
            row[at + 1] = replaced.min(diagonal + 1).min(row[at] + 1);
        }
    }
    row[other.len()]
}

/// How many characters are wrong in all cases, and how many once they are repaired; fewer in none.
fn wrong_before_and_after(cases: Vec<(String, String)>) -> (usize, usize) {
    let cleaner = cleaner();
    let (mut before, mut after) = (0, 0);
    for (text, garbled) in cases {
        let repaired = cleaner.clean(&garbled);
        let (wrong, left) = (distance(&text, &garbled), distance(&text, &repaired));
        assert!(left <= wrong, "{garbled}{repaired}");
        before += wrong;
        after += left;
    }
    (before, after)
}

#[test]
fn most_of_what_was_lost_comes_back_and_nothing_gets_worse() {
    let (before, after) = wrong_before_and_after(cases());
    assert!(5 * after <= before, "of {before} wrong characters {after} are left");
}

#[test]
fn most_of_japanese_text_comes_back_too() {
    let (before, after) = wrong_before_and_after(japanese_cases());
    assert!(4 * after <= before, "of {before} wrong characters {after} are left");
}

#[test]
fn edits_lead_back_to_what_was_read() {
    let cleaner = cleaner();
    for (_, garbled) in cases().into_iter().chain(japanese_cases()) {
        let explained = cleaner.explain(&garbled);
        let undone = explained.edits.undo(&explained.text).expect("the edits fit the text");
        assert_eq!(undone, garbled.as_bytes());
    }
}

#[test]
fn repaired_text_stays() {
    let cleaner = cleaner();
    for (_, garbled) in cases().into_iter().chain(japanese_cases()) {
        let once = cleaner.clean(&garbled).into_owned();
        assert_eq!(cleaner.clean(&once), once, "{garbled}");
    }
}

#[test]
fn clean_text_is_borrowed() {
    let cleaner = cleaner();
    for text in TEXTS {
        assert!(matches!(cleaner.clean(text.text), Cow::Borrowed(_)), "{}", text.name);
    }
    for document in DOCUMENTS {
        let text = document.text();
        assert!(matches!(cleaner.clean(&text), Cow::Borrowed(_)), "{}", document.title);
        // ASCII punctuation, and question marks that sit close to Han.
        let asked = text.replace('，', ",").replace('。', "?");
        assert_eq!(cleaner.clean(&asked), asked, "{}", document.title);
    }
}

#[test]
fn without_the_repair_shifted_text_stays() {
    // Some of it looks like text in a wrong encoding to `mojibake`, wrongly.
    let without = Cleaner::builder().without(Repair::Desync).without(Repair::Mojibake);
    let cleaner = without.build();
    for (_, garbled) in cases() {
        assert_eq!(cleaner.clean(&garbled), garbled);
    }
}

/// Edges and holes are guesses, and their edits say so; what was only cut wrongly is sure, nearly.
#[test]
fn what_is_guessed_is_marked() {
    let cleaner = cleaner();
    let (mut guesses, mut sure) = (0, 0);
    for (_, garbled) in cases() {
        let explained = cleaner.explain(&garbled);
        for edit in explained.edits.iter().filter(|edit| edit.repairs.contains(Repair::Desync)) {
            let source = &garbled[edit.source.start as usize..edit.source.end as usize];
            assert!(edit.confidence < 1.0, "{source:?}");
            if source.contains(['?', '\u{FFFD}']) {
                assert!(edit.confidence <= 0.5, "{source:?}");
                guesses += 1;
            } else {
                sure += usize::from(edit.confidence > 0.9);
            }
        }
    }
    assert!(guesses > 0 && sure > 0, "{guesses} guesses, {sure} others");
}

/// Behind the window too, where nothing is learnt any more.
#[test]
fn a_shift_is_found_wherever_it_stands() {
    let cleaner = cleaner();
    let (text, garbled) =
        cases().into_iter().max_by_key(|(text, garbled)| distance(text, garbled)).unwrap();
    let sound = "海边的风很大，孩子们还在沙滩上堆沙子，谁也不想回家。\n";
    for lines in [0, 1, 100, 5_000] {
        let before = sound.repeat(lines);
        let document = format!("{before}{garbled}{sound}");
        let repaired = cleaner.clean(&document);
        assert!(repaired.starts_with(&before) && repaired.ends_with(sound), "{lines} lines");
        let repaired = &repaired[before.len()..repaired.len() - sound.len()];
        assert!(2 * distance(&text, repaired) < distance(&text, &garbled), "{repaired}");
    }
}

#[test]
fn every_cut_gives_the_same() {
    let cleaner = cleaner();
    // Longer than the window in which the document is learnt.
    let cases = cases().into_iter().chain(japanese_cases());
    let garbled: String = cases.map(|(_, garbled)| garbled).collect();
    let garbled = garbled.repeat(1 + 80_000 / garbled.len());
    let whole = cleaner.clean(&garbled);
    let random = &mut Random::new(7);
    for longest in [1, 5, 900] {
        let mut stream = cleaner.stream();
        let mut text = String::new();
        let mut rest = garbled.as_bytes();
        while !rest.is_empty() {
            let (chunk, later) = rest.split_at(random.between(1, longest).min(rest.len()));
            stream.push(chunk, &mut text);
            rest = later;
        }
        stream.finish(&mut text);
        assert_eq!(text, whole, "chunks of up to {longest} bytes");
    }
}

#[test]
fn hostile_text_takes_linear_time() {
    let cleaner = cleaner();
    let time = |text: &str| {
        let start = Instant::now();
        std::hint::black_box(cleaner.clean(text));
        start.elapsed()
    };
    for (name, unit) in FAMILIES.iter().filter(|(_, unit)| !unit.is_ascii()) {
        let text = |bytes: usize| unit.repeat(bytes / unit.len());
        let (short, long) = (text(16 << 10), text(128 << 10));
        // Eight times the text; a busy machine may disturb some measurements.
        let is_linear = (0..5).any(|_| {
            let (short, long) = (time(&short), time(&long));
            long < short * 24 + Duration::from_millis(20)
        });
        assert!(is_linear, "{name}");
    }
}
