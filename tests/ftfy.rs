//! The repairs for people who come from ftfy, and the profile that has them all.

mod support;

use std::time::{Duration, Instant};

use support::garble::misread::{PAGES, misread};
use support::inputs;
use support::texts::TEXTS;
use textmend::{Cleaner, Profile, Repair};

fn only(repair: Repair) -> Cleaner {
    Cleaner::builder().profile(Profile::None).with(repair).build()
}

fn ftfy() -> Cleaner {
    Cleaner::builder().profile(Profile::Ftfy).build()
}

/// Lines that are not ASCII, so that misreading changes them.
fn lines() -> impl Iterator<Item = &'static str> {
    TEXTS.iter().flat_map(|text| text.text.lines()).filter(|line| !line.is_ascii())
}

#[test]
fn what_was_misread_comes_back() {
    let cleaner = only(Repair::Misread);
    for page in PAGES {
        let name = page.map_or("Latin-1", |page| page.name());
        let (mut mended, mut all) = (0, 0);
        for line in lines() {
            let garbled = misread(line, page);
            let cleaned = cleaner.clean(&garbled);
            assert!(cleaned == line || cleaned == garbled, "{name}: {garbled} → {cleaned}");
            mended += usize::from(cleaned == line);
            all += 1;
        }
        // Cyrillic capitals stand beside anything, so much of windows-1251 does not show.
        let least = if name == "windows-1251" { 70 } else { 95 };
        assert!(mended * 100 >= all * least, "{name}: {mended} of {all}");
    }
}

#[test]
fn what_was_misread_twice_comes_back() {
    let cleaner = only(Repair::Misread);
    for page in PAGES {
        for line in lines() {
            let once = misread(line, page);
            let garbled = misread(&once, page);
            let cleaned = cleaner.clean(&garbled);
            let possible = [line, &once, &garbled];
            assert!(possible.contains(&&*cleaned), "{garbled} → {cleaned}");
        }
    }
}

#[test]
fn sequences_in_good_text_are_mended() {
    let cleaner = only(Repair::Misread);
    let garbled = "霜，“窗花”　Et la crÃ¨me glacÃ©e, und die KÃ¤lte — «Ð—Ð¸Ð¼Ð°».";
    let expected = "霜，“窗花”　Et la crème glacée, und die Kälte — «Зима».";
    assert_eq!(cleaner.clean(garbled), expected);
}

#[test]
fn clean_text_has_nothing_for_the_careful_ones() {
    for repair in [Repair::Misread, Repair::C1, Repair::Surrogate, Repair::Terminal] {
        let cleaner = only(repair);
        for text in TEXTS {
            assert_eq!(cleaner.clean(text.text), text.text, "{repair}: {}", text.name);
        }
    }
}

#[test]
fn the_profile_does_all_of_it() {
    let cleaner = ftfy();
    for (text, expected) in [
        ("â€œcrÃ¨meâ€\u{9D} &hellip; ﬁn", "\"crème\" … fin"),
        ("\u{1B}[31mＩＣＥ：\u{1B}[0m　−4 ℃", "ICE: −4 ℃"),
        ("a\r\nb\u{2028}c\u{85}d\u{0}\u{FEFF}", "a\nb\nc…d"),
        ("e\u{301} \u{212B}", "é \u{C5}"),
        ("neve\u{93} \u{2019}94", "neve\" '94"),
        ("&amp;amp;eacute;", "é"),
        ("clean", "clean"),
    ] {
        assert_eq!(cleaner.clean(text), expected, "{text:?}");
    }
}

#[test]
fn references_stay_from_the_first_markup_on() {
    let text = "&eacute;\n<b>&eacute;</b>\n&eacute;\n";
    assert_eq!(ftfy().clean(text), "é\n<b>&eacute;</b>\n&eacute;\n");
    // What becomes markup only by cleaning is none.
    assert_eq!(ftfy().clean("&lt;b&gt;\n&eacute;\n"), "<b>\né\n");
}

#[test]
fn the_log_replays_and_undoes_what_the_profile_does() {
    let cleaner = ftfy();
    let garbled = lines().map(|line| misread(line, None).into_bytes());
    let inputs = inputs::all().into_iter().map(|input| input.bytes).chain(garbled);
    for bytes in inputs {
        let explained = cleaner.explain_bytes(&bytes);
        assert_eq!(explained.edits.replay(&bytes).unwrap(), explained.text);
        assert_eq!(explained.edits.undo(&explained.text).unwrap(), bytes);

        let mut stream = cleaner.stream();
        let mut text = String::new();
        for chunk in bytes.chunks(7) {
            stream.push(chunk, &mut text);
        }
        stream.finish(&mut text);
        assert_eq!(text, explained.text);
    }
}

#[test]
fn time_is_linear_for_text_made_to_hurt() {
    let cleaner = ftfy();
    let mut deep = "é".to_owned();
    for _ in 0..8 {
        deep = misread(&deep, None);
    }
    let nested = misread("Ã©ã\u{81}", PAGES[1]) + &misread("â€", None);
    for unit in [
        "Ã",
        "Ã ",
        "Ã©",
        "\u{85}",
        "â\u{80}",
        "â\u{80}Â\u{99}",
        "Â",
        "&amp;",
        "&amp",
        "&",
        "\\ud83e",
        "\u{1B}[",
        "\u{1B}[1;",
        "Г",
        "，",
        "\r",
        "e\u{301}",
        &deep,
        &nested,
    ] {
        let time = |bytes: usize| {
            let text = unit.repeat(bytes / unit.len());
            let run = || {
                let start = Instant::now();
                std::hint::black_box(cleaner.clean(&text));
                start.elapsed()
            };
            run().min(run()).min(run())
        };
        let (short, long) = (time(64 << 10), time(384 << 10));
        // Six times the text may take six times the time; quadratic would be 36, and seconds for
        // the first segment already.
        let bound = short * 18 + Duration::from_millis(300);
        assert!(long < bound, "{unit:?}: {short:?} for 64 KiB, {long:?} for 384 KiB");
    }
}
