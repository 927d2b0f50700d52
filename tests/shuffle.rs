//! Keyword shuffles are undone, and what only looks like one stays.

mod support;

use support::documents::DOCUMENTS;
use support::garble::shuffle::{cycle, shuffle};
use support::random::Random;
use textmend::{Cleaner, Repair};

fn shuffle_only() -> Cleaner {
    Cleaner::builder().only(Repair::Shuffle.into()).build()
}

/// Shuffled documents with their truths, the title as their first line.
fn shuffled() -> impl Iterator<Item = (String, String)> {
    (0..12_u64).flat_map(|seed| {
        DOCUMENTS.iter().filter_map(move |document| {
            let random = &mut Random::new(seed);
            let shuffled = shuffle(document.title, &document.body(), random)?;
            let is_long = shuffled.insertions.len() > 2 * shuffled.cycle.len();
            let text = format!("{}\n{}", document.title, shuffled.body);
            is_long.then(|| (text, document.text()))
        })
    })
}

#[test]
fn shuffled_documents_come_back() {
    let (mut all, mut exact) = (0, 0);
    for (text, truth) in shuffled() {
        let cleaned = shuffle_only().clean(&text).into_owned();
        all += 1;
        exact += usize::from(cleaned == truth);
        // A few words of the title stand where an insertion may stand, too.
        assert!(cleaned.len().abs_diff(truth.len()) <= 60, "{cleaned}");
    }
    assert!(all > 150 && exact * 100 >= 95 * all, "{exact} of {all}");
}

/// Words that the text is full of say little each, and enough together; others say so much that one may be missing.
#[test]
fn cycles_go_that_are_hard_to_see() {
    for (title, seed) in
        [("开源输入法团队", 0x5FFF_FFC8_0000_AF5F), ("城市屋顶养蜂人", 0x00F6_00F6_9DE6_A6B8)]
    {
        let document = DOCUMENTS.iter().find(|it| it.title.starts_with(title)).expect("is there");
        let shuffled = shuffle(document.title, &document.body(), &mut Random::new(seed));
        let text = format!("{}\n{}", document.title, shuffled.expect("it suits").body);
        let cleaned = shuffle_only().clean(&text).into_owned();
        assert!(cleaned.len().abs_diff(document.text().len()) <= 60, "{cleaned}");
    }
}

#[test]
fn cleaning_twice_changes_nothing_more() {
    for (text, _) in shuffled() {
        let once = shuffle_only().clean(&text).into_owned();
        assert_eq!(shuffle_only().clean(&once), once);
    }
}

#[test]
fn a_given_title_does_as_well() {
    let (mut all, mut exact) = (0, 0);
    for (text, truth) in shuffled().take(48) {
        let (title, body) = text.split_once('\n').unwrap();
        let cleaned = shuffle_only().with_title(title).clean(body).into_owned();
        all += 1;
        exact += usize::from(cleaned == truth[title.len() + 1..]);
        assert_eq!(shuffle_only().clean(body), body, "no title, no repair");
    }
    assert!(exact * 100 >= 90 * all, "{exact} of {all}");
}

#[test]
fn punctuation_and_script_of_the_page_make_no_difference() {
    let document = &DOCUMENTS[0];
    let shuffled = shuffle(document.title, &document.body(), &mut Random::new(5)).unwrap();
    let folded = |body: &str| body.replace('，', ",");
    let text = folded(&format!("{}\n{}", document.title, shuffled.body));
    assert_eq!(shuffle_only().clean(&text), folded(&document.text()));
    let title = support::garble::script::traditional(document.title);
    let cleaned = shuffle_only().with_title(&title).clean(&shuffled.body).into_owned();
    assert_eq!(cleaned, document.body());
}

/// A document much longer than the survey window, shuffled from beginning to end.
fn endless() -> (String, String) {
    let random = &mut Random::new(3);
    let title = DOCUMENTS[0].title;
    let cycle = cycle(title, random).unwrap();
    let (mut text, mut truth) = (format!("{title}\n"), format!("{title}\n"));
    let mut inserted = 0;
    for paragraph in DOCUMENTS.iter().cycle().take(60).flat_map(|document| document.paragraphs) {
        let mut characters = paragraph.chars().peekable();
        while let Some(character) = characters.next() {
            text.push(character);
            let clause = matches!(character, '，' | '。');
            let han = characters.peek().is_some_and(|next| ('\u{4E00}'..'\u{9FFF}').contains(next));
            if clause && han && random.percent(80) {
                text.push_str(&cycle[inserted % cycle.len()]);
                inserted += 1;
            }
        }
        text.push('\n');
        truth.push_str(paragraph);
        truth.push('\n');
    }
    (text, truth)
}

#[test]
fn insertions_behind_the_window_go_too_however_the_text_arrives() {
    let (text, truth) = endless();
    assert!(text.len() > 200_000);
    let cleaned = shuffle_only().clean(&text).into_owned();
    let lines = || cleaned.lines().zip(truth.lines());
    let wrong = lines().filter(|(cleaned, truth)| cleaned != truth).count();
    assert!(wrong * 100 <= lines().count(), "{wrong} lines");
    for length in [1_000, 70_001] {
        let mut streamed = String::new();
        let mut stream = shuffle_only().stream();
        for chunk in text.as_bytes().chunks(length) {
            stream.push(chunk, &mut streamed);
        }
        stream.finish(&mut streamed);
        assert!(streamed == cleaned, "chunks of {length}");
    }
}

#[test]
fn without_a_title_only_where_asked_for() {
    let document = &DOCUMENTS[1];
    let shuffled = shuffle(document.title, &document.body(), &mut Random::new(2)).unwrap();
    assert_eq!(shuffle_only().clean(&shuffled.body), shuffled.body);
    let cleaner =
        Cleaner::builder().only(Repair::Shuffle.into()).shuffle_without_title(true).build();
    assert_eq!(cleaner.clean(&shuffled.body), document.body());
}

/// Lists, refrains and the like: the words of their titles come again in a fixed order.
fn parallel_texts() -> Vec<String> {
    let random = &mut Random::new(9);
    let mut texts = Vec::new();
    let names = ["沈小禾", "顾北辰", "罗思远", "杜晚晴"];
    let sayings = ["这件事要慢慢来", "钱从哪里来", "我可以负责", "先听听大家的", "明天再说"];
    let values = ["很好", "一般", "偏高", "出色", "有待改进", "令人满意", "不如从前"];
    for rounds in [3, 6, 12] {
        let mut talk = format!("{}四人同台讨论\n", names.join(""));
        let mut review = "青禾手机屏幕电池相机音响全面评测\n".to_string();
        let mut records = "屏幕，电池，相机，音响检验记录总表\n".to_string();
        let mut hymn = "家乡的河流 母亲的炉火 秋天的稻田 远方的灯塔\n".to_string();
        for _ in 0..rounds {
            for name in names {
                talk += &format!("{}，{name}说。", random.pick(&sayings));
            }
            review += "有用户说";
            for part in ["屏幕", "电池", "相机", "音响"] {
                review += &format!("，{part}{}", random.pick(&values));
                records += &format!("{part}是{}，", random.pick(&values));
            }
            review += "。";
            records += "合格。\n";
            for line in ["家乡的河流", "母亲的炉火", "秋天的稻田", "远方的灯塔"]
            {
                hymn += &format!("我歌唱的是{line}，");
            }
            hymn += "\n";
        }
        let major = "主次设备号及其参数一览表\n".to_string()
            + &"主设备号是，次设备号是，主设备号为，次设备号为，参数是，".repeat(rounds);
        texts.extend([talk, review, records, hymn, major]);
    }
    let brand = "海原手机海原手表海原耳机今天同时上市\n".to_string()
        + &"海原手机售价下调，海原手表首次亮相，海原耳机备受好评，海原认为，海原的用户会喜欢。"
            .repeat(9);
    texts.push(brand);
    texts
}

#[test]
fn lists_refrains_and_repeated_names_stay() {
    for text in parallel_texts() {
        assert_eq!(shuffle_only().clean(&text), text);
    }
}

#[test]
fn clean_documents_stay_under_any_title_of_their_own() {
    for document in DOCUMENTS {
        for title in document.paragraphs.iter().flat_map(|paragraph| paragraph.split('。')) {
            let text = format!("{title}\n{}", document.body());
            assert_eq!(shuffle_only().clean(&text), text);
        }
    }
}
