use encoding_rs::EUC_JP;

use super::*;

const TEXT: &str =
    "駅前の古い喫茶店では、毎朝七時になると、店主が豆を挽く音が通りまで聞こえてくる。";

fn repaired(text: &str) -> String {
    let mut rewriter = Rewriter::new(text, Repair::Desync);
    desyncs(text, &learn([(text, false)].into_iter()), &mut rewriter);
    rewriter.finish().text.into_owned()
}

/// The text without the byte at `lost`, as a decoder shows it that takes pairs without a meaning for
/// lost, or only the first of their bytes.
fn shifted(text: &str, lost: usize, mark: &str, loses_pairs: bool) -> String {
    let (bytes, _, _) = EUC_JP.encode(text);
    let mut output = EUC_JP.decode(&bytes[..lost]).0.into_owned() + mark;
    let mut rest = &bytes[lost + 1..];
    while !rest.is_empty() {
        let pair = &rest[..if rest[0].is_ascii() { 1 } else { rest.len().min(2) }];
        let decoded = EUC_JP.decode_without_bom_handling_and_without_replacement(pair);
        let is_lost = loses_pairs && pair[pair.len() - 1] >= 0x80;
        output.push_str(decoded.as_deref().unwrap_or("\u{FFFD}"));
        rest = &rest[if decoded.is_some() || is_lost { pair.len() } else { 1 }..];
    }
    output
}

fn wrong(text: &str, truth: &str) -> usize {
    let count = text.chars().count().abs_diff(truth.chars().count());
    count + text.chars().zip(truth.chars()).filter(|(a, b)| a != b).count()
}

#[test]
fn shifted_text_comes_back_but_for_holes() {
    for mark in ["", "?", "\u{FFFD}"] {
        for lost in [4, 8, 20, 30] {
            let garbled = shifted(TEXT, lost, mark, true);
            let repaired = repaired(&garbled);
            assert!(wrong(&repaired, TEXT) <= 8, "{garbled}\n{repaired}");
        }
    }
}

#[test]
fn decoders_that_set_themselves_right_are_known() {
    let text = "窓の外には雪が降り積もり、通りを歩く人の姿もなく、ただ風の音だけが聞こえていた。";
    let garbled = shifted(text, 24, "", false);
    assert!(garbled.contains("聞こえていた"), "{garbled}");
    assert!(wrong(&repaired(&garbled), text) <= 2, "{garbled}\n{}", repaired(&garbled));
}

#[test]
fn what_the_document_says_elsewhere_tells_holes() {
    let text = "海鴎丸は港に着いた。船長は、海鴎丸の荷を降ろせと言った。";
    let lost = EUC_JP.encode("海鴎丸は港に着いた。船長は").0.len();
    let garbled = shifted(text, lost, "?", true);
    let alone = repaired(garbled.split_once('。').map_or("", |(_, rest)| rest));
    assert!(
        wrong(&repaired(&garbled), text) <= wrong(&format!("海鴎丸は港に着いた。{alone}"), text)
    );
}

#[test]
fn text_with_marks_stays() {
    for text in [
        TEXT,
        "これは何?それは本?あれは鳥?",
        "文字が?つ、また?つと消えて?く。",
        "犬?猫?垢?襪?鮗?",
        "襪鯢錣垢犬",
        "�����",
        "?",
    ] {
        assert_eq!(repaired(text), text, "{text}");
    }
}

#[test]
fn repaired_text_is_settled() {
    for loses_pairs in [true, false] {
        for lost in (0..TEXT.chars().count()).map(|at| 2 * at) {
            let once = repaired(&shifted(TEXT, lost, "?", loses_pairs));
            assert_eq!(repaired(&once), once);
        }
    }
}

#[test]
fn where_nearly_all_is_lost_nothing_is_searched() {
    for unit in ["\u{FFFD}", "字?", "字\u{FFFD}", "任???"] {
        assert_eq!(super::alarm::stretches(&unit.repeat(200)).count(), 0, "{unit}");
    }
}
