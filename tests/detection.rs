//! Bytes of unknown encoding are read as what they were written in, also where there are few of them.

use encoding_rs::Encoding;
use textmend::{Cleaner, EncodingEvidence, Profile};

/// Lines, and what they are written in.
const LINES: &[(&str, &[&str])] = &[
    ("明天上午八点，请到三楼会议室。", &["gbk"]),
    ("明天上午八點，請到三樓會議室。", &["big5"]),
    ("会議は明日の朝八時からです。", &["shift_jis", "euc-jp"]),
    ("회의는 내일 아침 여덟 시입니다.", &["euc-kr"]),
    ("Собрание начнётся завтра утром.", &["windows-1251", "koi8-r", "ibm866", "iso-8859-5"]),
    ("Η συνάντηση αρχίζει αύριο το πρωί.", &["windows-1253"]),
    ("Die Besprechung beginnt morgen früh um halb neun in München.", &["windows-1252"]),
    ("La réunion commencera demain à huit heures.", &["windows-1252"]),
    (
        "Spotkanie zacznie się jutro rano o ósmej, proszę się nie spóźnić.",
        &["windows-1250", "iso-8859-2"],
    ),
    ("Schůzka začne zítra ráno v osm hodin, přijďte včas.", &["windows-1250", "iso-8859-2"]),
    ("Toplantı yarın sabah sekizde başlayacak, geç kalmayın.", &["windows-1254"]),
    ("הפגישה תתחיל מחר בבוקר בשעה שמונה.", &["windows-1255"]),
    ("سيبدأ الاجتماع غدا في الثامنة صباحا.", &["windows-1256"]),
    ("การประชุมจะเริ่มพรุ่งนี้เช้า", &["windows-874"]),
];

fn cleaner() -> Cleaner {
    Cleaner::builder().profile(Profile::None).build()
}

#[test]
fn lines_are_read_as_they_were_written() {
    for (line, labels) in LINES {
        for label in *labels {
            let encoding = Encoding::for_label(label.as_bytes()).unwrap();
            let (bytes, _, unmappable) = encoding.encode(line);
            assert!(!unmappable, "{label}: {line}");
            let explained = cleaner().explain_bytes(&bytes);
            assert_eq!(explained.text, *line, "{label}");
            let report = explained.report;
            assert_eq!(report.encoding_evidence, EncodingEvidence::Statistics);
            assert!(report.encoding_confidence > 0.5, "{label}: {}", report.encoding_confidence);
            assert!(report.encoding_confidence < 1.0, "{label}: {}", report.encoding_confidence);
        }
    }
}

#[test]
fn eight_characters_of_east_asia_are_enough() {
    for (line, labels) in LINES.iter().take(4) {
        let characters: Vec<char> = line.chars().collect();
        for piece in characters.windows(8) {
            let piece: String = piece.iter().collect();
            for label in *labels {
                let encoding = Encoding::for_label(label.as_bytes()).unwrap();
                assert_eq!(cleaner().clean_bytes(&encoding.encode(&piece).0), piece, "{label}");
            }
        }
    }
}

#[test]
fn what_is_certain_says_so() {
    for (bytes, evidence) in [
        (&b"plain"[..], EncodingEvidence::Valid),
        (b"\xEF\xBB\xBFplain", EncodingEvidence::Bom),
        (b"p\0l\0a\0i\0n\0", EncodingEvidence::Zeros),
    ] {
        let report = cleaner().explain_bytes(bytes).report;
        assert_eq!((report.encoding_evidence, report.encoding_confidence), (evidence, 1.0));
    }
}

/// A page of UTF-8 and one of GBK behind it, or the other way round, as careless joining makes them.
#[test]
fn joined_pages_are_decoded_each_by_itself() {
    let first = "通知：图书馆从下个月开始延长开放时间，周末也不例外。\n";
    let second = "操场正在整修，体育课改在礼堂里上，请各班准时到场。\n";
    let gbk = |text: &str| encoding_rs::GBK.encode(text).0.into_owned();
    let text = format!("{first}{second}{first}{second}");
    for bytes in [
        [first.as_bytes(), &gbk(second), &gbk(first), second.as_bytes()].concat(),
        [&gbk(first), second.as_bytes(), first.as_bytes(), &gbk(second)[..]].concat(),
    ] {
        assert_eq!(cleaner().clean_bytes(&bytes), text);
        for length in [1, 2, 3, 7, 64, 100] {
            let mut stream = cleaner().stream();
            let mut streamed = String::new();
            bytes.chunks(length).for_each(|chunk| stream.push(chunk, &mut streamed));
            stream.finish(&mut streamed);
            assert_eq!(streamed, text, "in chunks of {length}");
        }
        let explained = cleaner().explain_bytes(&bytes);
        assert_eq!(explained.edits.undo(&explained.text).unwrap(), bytes);
        assert_eq!(explained.edits.replay(&bytes).unwrap(), text);
    }
}

#[test]
fn errors_in_utf_8_are_no_other_encoding() {
    let mut bytes = "操场正在整修，体育课改在礼堂里上。\n".as_bytes().to_vec();
    bytes.splice(3..4, [0xFF]);
    bytes.extend_from_slice("请各班准时到场。\n".as_bytes());
    let text = cleaner().clean_bytes(&bytes).into_owned();
    assert!(text.starts_with("操\u{FFFD}\u{FFFD}"), "{text}");
    assert!(text.ends_with("正在整修，体育课改在礼堂里上。\n请各班准时到场。\n"), "{text}");
}

#[test]
fn what_cannot_be_brought_back_is_counted() {
    let text = "第一行：��，第二处：�。\n锟斤拷锟斤拷，烫烫烫烫\n干净的一行\n";
    for cleaner in [Cleaner::new(), cleaner()] {
        let lost = cleaner.explain(text).report.lost;
        assert_eq!((lost.replaced, lost.replaced_twice, lost.uninitialised), (2, 1, 1));
        let lost = cleaner.explain("干净的一行，斤斤计较，烫手。\n").report.lost;
        assert_eq!((lost.replaced, lost.replaced_twice, lost.uninitialised), (0, 0, 0));
    }
}

#[test]
fn the_encoding_that_the_caller_names_holds_for_every_line() {
    let line = "操场正在整修，体育课改在礼堂里上。\n";
    let other = encoding_rs::GBK.encode(line).0;
    let bytes = [line.as_bytes(), &other, line.as_bytes()].concat();
    for encoding in [encoding_rs::UTF_8, encoding_rs::GBK] {
        let builder = Cleaner::builder().profile(textmend::Profile::None);
        let cleaner = builder.encoding(encoding.name()).unwrap().build();
        let (whole, _) = encoding.decode_without_bom_handling(&bytes);
        assert_eq!(cleaner.clean_bytes(&bytes), whole);
        let (mut stream, mut streamed) = (cleaner.stream(), String::new());
        bytes.chunks(7).for_each(|chunk| stream.push(chunk, &mut streamed));
        stream.finish(&mut streamed);
        assert_eq!(streamed, whole);
    }
}
