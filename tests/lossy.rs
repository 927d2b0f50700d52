//! Text read in a wrong encoding comes back as far as its bytes survived; what is guessed says so.

mod support;

use support::garble::lossy::{PAIRS, garble, hybrid};
use support::texts::TEXTS;
use textmend::{Cleaner, Profile, Repair};

const LINES: &[(&str, &[&str])] = &[
    (
        "zh-Hans",
        &[
            "去年冬天，我们在山谷里住了三个星期，每天早上都要先把门口的雪铲干净。",
            "公司决定明年在南方开设两家新的工厂，预计可以增加一千多个工作岗位。",
            "他说，如果天气允许，船队将在星期五离开港口，前往北边的小岛。",
        ],
    ),
    (
        "zh-Hant",
        &[
            "圖書館的二樓正在整修，需要借書的讀者請先到一樓的服務台登記。",
            "這條路沿著海岸線一直通到北邊的漁村，天氣好的時候可以看見對面的島。",
        ],
    ),
    (
        "ja",
        &[
            "駅前の小さな喫茶店では、毎週土曜日の夜に地元の人たちが集まって音楽を演奏している。",
            "このプログラムを使うと、ファイルの一覧を簡単に印刷することができます。",
        ],
    ),
    (
        "ko",
        &[
            "지난 주말에 우리는 강을 따라 자전거를 타고 작은 마을까지 다녀왔다.",
            "이 프로그램을 사용하면 여러 파일을 한 번에 바꿀 수 있습니다.",
        ],
    ),
];

fn lossy() -> Cleaner {
    let profile = Cleaner::builder().profile(Profile::None);
    profile.with(Repair::Mojibake).with(Repair::MojibakeLossy).build()
}

/// The share of characters that are right, by edit distance.
fn similarity(a: &str, b: &str) -> f64 {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] = (above + 1).min(row[j] + 1).min(diagonal + usize::from(x != y));
            diagonal = above;
        }
    }
    1.0 - row[b.len()] as f64 / a.len().max(b.len()).max(1) as f64
}

fn lines_of(language: &str) -> &'static [&'static str] {
    LINES.iter().find(|(name, _)| *name == language).map_or(&[], |(_, lines)| lines)
}

#[test]
fn what_survived_comes_back() {
    let cleaner = lossy();
    for (language, written, read, expected) in PAIRS {
        let mut count = 0;
        let mut sum = 0.0;
        for line in lines_of(language) {
            let Some(garbled) = garble(line, written, read) else { continue };
            let mended = cleaner.clean(&garbled);
            let (before, after) = (similarity(&garbled, line), similarity(&mended, line));
            assert!(after >= before, "{written} as {read}: {line} became {mended}");
            sum += after;
            count += 1;
        }
        assert!(count > 0, "{language} {written} {read}: nothing is lost");
        let mean = sum / f64::from(count);
        assert!(mean >= *expected, "{language}: {written} as {read}: {mean:.3}");
    }
}

#[test]
fn bytes_that_happened_to_be_utf_8_come_back() {
    for (language, written) in
        [("zh-Hans", "gbk"), ("zh-Hant", "big5"), ("ja", "euc-jp"), ("ko", "euc-kr")]
    {
        for line in lines_of(language) {
            let garbled = hybrid(line, written).expect("the line has bytes in its encoding");
            assert_eq!(lossy().clean(&garbled), *line, "{written}");
        }
    }
    assert_eq!(lossy().clean("֤ȯͶ×Ê"), "证券投资");
}

#[test]
fn guesses_are_edits_of_their_own_and_say_so() {
    let cleaner = lossy();
    let line = lines_of("zh-Hans")[0];
    let garbled = garble(line, "utf-8", "gbk").expect("the last character loses a byte");
    let explained = cleaner.explain(&garbled);
    assert_eq!(explained.text, line);
    let edits: Vec<_> = explained.edits.iter().collect();
    let (guess, sure) = edits.split_last().expect("there are edits");
    assert_eq!(&*guess.after, "。");
    assert!(guess.confidence < sure[0].confidence, "{guess}");
    assert!(edits.iter().all(|edit| edit.confidence < 1.0));
    for edit in sure {
        let before = std::str::from_utf8(&edit.before).unwrap();
        let plan = edit.plan.expect("the edit names its plan");
        assert_eq!(plan.to_string(), "encode gb18030, decode utf-8");
        assert_eq!(plan.apply(before).as_deref(), Some(&*edit.after));
    }
    assert_eq!(explained.edits.undo(&explained.text).unwrap(), garbled.as_bytes());
}

#[test]
fn what_fits_too_much_stays_a_hole() {
    // The second half of a rare name is lost with what stands beside it.
    let line = "他叫�，今天下午去图书馆，大家都在等他。";
    assert_eq!(lossy().clean(line), line);
    let garbled = garble("厂长姓逄，他的儿子叫逄逄。", "utf-8", "euc-kr").unwrap();
    let explained = lossy().explain(&garbled);
    let unknown = explained.edits.iter().filter(|edit| edit.after.contains('\u{FFFD}'));
    assert!(unknown.clone().all(|edit| edit.confidence == 0.0));
    assert!(unknown.count() > 0, "{}", explained.text);
}

#[test]
fn where_most_is_lost_nothing_is_guessed() {
    let line = lines_of("zh-Hans")[0];
    let garbled = garble(line, "utf-8", "gbk").expect("the last character loses a byte");
    let (head, tail) = garbled.split_at(garbled.char_indices().nth(12).unwrap().0);
    let with_row = |length: usize| format!("{head}{}{tail}", "\u{FFFD}".repeat(length));
    assert_ne!(lossy().clean(&with_row(3)), with_row(3));
    assert_eq!(lossy().clean(&with_row(20)), with_row(20));
    let mostly_lost = |(at, c): (usize, char)| if at % 3 == 0 { c } else { '\u{FFFD}' };
    let lost: String = garbled.chars().enumerate().map(mostly_lost).collect();
    assert_eq!(lossy().clean(&lost), lost);
}

#[test]
fn clean_text_stays() {
    let cleaner = lossy();
    for text in TEXTS {
        assert_eq!(cleaner.clean(text.text), text.text, "{}", text.name);
    }
    for line in LINES.iter().flat_map(|(_, lines)| *lines) {
        assert_eq!(cleaner.clean(line), *line);
        let holes = line.replace('的', "�").replace('の', "？");
        assert_eq!(cleaner.clean(&holes), holes);
    }
}

#[test]
fn it_is_off_by_default() {
    assert!(!Repair::MojibakeLossy.is_default());
    let line = lines_of("zh-Hans")[0];
    let garbled = garble(line, "utf-8", "gbk").unwrap();
    assert_ne!(Cleaner::new().clean(&garbled), line);
    let with = Cleaner::builder().with(Repair::MojibakeLossy).build();
    assert_eq!(with.clean(&garbled), line);
}
