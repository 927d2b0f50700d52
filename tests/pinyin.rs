//! Readings: those that were injected go, those that the author wrote stay.

mod support;

use support::documents::DOCUMENTS;
use support::garble::{pinyin, script};
use support::random::Random;
use textmend::{Cleaner, Repair, RepairSet};

fn cleaner() -> Cleaner {
    Cleaner::builder().only(RepairSet::from(Repair::Pinyin)).build()
}

#[test]
fn injected_readings_go() {
    for (number, document) in DOCUMENTS.iter().enumerate() {
        for percent in [10, 35, 80] {
            let truth = script::traditional(&document.text());
            let random = &mut Random::new(number as u64 + percent as u64);
            let readings = pinyin::choose_readings(&truth, percent, random);
            let injected = pinyin::inject_pinyin_aligned(&truth, &readings);
            let wide = (full_width_brackets(&injected.text), full_width_brackets(&truth));
            for (garbled, truth) in [(injected.text, truth), wide] {
                let cleaned = cleaner().clean(&garbled).into_owned();
                for (line, expected) in cleaned.lines().zip(truth.lines()) {
                    assert_eq!(line, expected, "document {number}, {percent}%");
                }
                assert_eq!(cleaned, truth);
            }
        }
    }
}

/// A text about input methods says `拼音` itself, as a lesson would; but no lesson glosses the same few
/// everyday characters again and again.
#[test]
fn few_characters_go_where_each_is_repeated() {
    let readings: pinyin::Readings = "輸負為湊礎決設"
        .chars()
        .map(|character| (character, pinyin::reading(character).expect("it has a reading")))
        .collect();
    let truth = DOCUMENTS.iter().map(|document| script::traditional(&document.text()));
    let truth = truth.into_iter().find(|text| text.contains("拼音")).expect("one is about them");
    let injected = pinyin::inject_pinyin_aligned(&truth, &readings);
    assert!(injected.aligned >= 3 * readings.len());
    assert_eq!(cleaner().clean(&injected.text), truth);
}

/// The brackets in their other form.
fn full_width_brackets(text: &str) -> String {
    text.replace('(', "（").replace(')', "）")
}

#[test]
fn readings_injected_across_characters_go() {
    let (mut exact, mut all) = (0, 0);
    for (number, document) in DOCUMENTS.iter().enumerate() {
        for seed in 0..4 {
            let truth = script::traditional(&document.text());
            let random = &mut Random::new(10 * number as u64 + seed);
            let readings = pinyin::choose_readings(&truth, 60, random);
            let injected = pinyin::inject_pinyin(&truth, &readings);
            let cleaned = cleaner().clean(&injected.text).into_owned();
            let lines = || cleaned.lines().zip(truth.lines());
            all += lines().count();
            exact += lines().filter(|(cleaned, truth)| cleaned == truth).count();
        }
    }
    assert!(exact * 100 >= all * 97, "{exact} of {all} lines");
}

#[test]
fn the_author_s_own_readings_stay() {
    let texts = [
        "生字表：澜(lán)、嶂(zhàng)、澈(chè)、翡(fěi)翠。请把每个字抄写三遍，再组一个词语。",
        "請看課文的注音：曉(xiǎo)霧、樂(yuè)章、長(zhǎng)輩、還(huán)書、轉(zhuàn)動。",
        "“行”字有兩個讀音，銀行的行讀行(háng)，步行的行讀行(xíng)。",
        "他姓仇(qiú)，不姓仇恨的仇。隔壁的單(shàn)先生也常常被人叫錯。",
        "駅(えき)の前に古い時計(とけい)がある。",
        "國際標準化組織(ISO)與世界貿易組織(WTO)簽訂了協議(草案)。",
        "拼音方案里，ü 行的韵母跟 j、q、x 拼的时候写成 ju(居)、qu(区)、xu(虚)。",
    ];
    for text in texts {
        assert_eq!(cleaner().clean(text), text);
        let page = format!("{}\n{text}\n", script::traditional(&DOCUMENTS[1].text()));
        assert_eq!(cleaner().clean(&page), page);
    }
}

#[test]
fn a_gloss_amid_injected_readings_stays() {
    let truth = script::traditional(&DOCUMENTS[2].text());
    let readings = pinyin::choose_readings(&truth, 60, &mut Random::new(4));
    let injected = pinyin::inject_pinyin_aligned(&truth, &readings).text;
    let gloss = "\n老人嘴里的“鄜(fū)州”，就是今天的富平一带。";
    assert_eq!(cleaner().clean(&(injected + gloss)), truth + gloss);
}
