//! Fresh cases with known truth: `cargo xtask garble --class NAME... CORPUS.jsonl...`.
//!
//! Every line of a corpus is an object with its text in `text` or `body`, and perhaps an `id` and
//! a `title`. Written to standard output, one JSON object a line, are `id`, `class`, `only` (the
//! repairs to run alone, or null for the default profile), `text` (garbled), `expect` and
//! `accept`. The garbles are those of the tests; the texts are up to the caller.

use std::error::Error;
use std::io::Write;
use std::path::PathBuf;

use serde_json::{Value, json};

use crate::support::garble::entity::{Breakage, break_references, escape};
use crate::support::garble::page::{Frame, page};
use crate::support::garble::shuffle::shuffle;
use crate::support::garble::{desync, is_han, lossy, marks, mojibake, pinyin, script};
use crate::support::random::Random;

/// The classes of cases, and the repairs that each is meant for (none: the default profile).
const CLASSES: &[(&str, &[&str])] = &[
    ("page", &[]),
    ("page-straddle", &[]),
    ("pinyin", &["pinyin"]),
    ("pinyin-straddle", &["pinyin"]),
    ("desync", &["desync"]),
    ("desync-euc-jp", &["desync"]),
    ("shuffle", &["shuffle"]),
    ("entity", &["entity"]),
    ("entity-broken", &["entity"]),
    ("invisible", &["invisible"]),
    ("normalize", &["normalize"]),
    ("mojibake", &["mojibake"]),
    ("mojibake-8", &["mojibake"]),
    ("mojibake-4", &["mojibake"]),
    ("mojibake-lossy", &["mojibake", "mojibake-lossy"]),
    ("clean", &[]),
];

/// How many in a hundred documents of the document-wide classes are followed by others, so that
/// they outgrow the window in which a stream learns, and how many follow.
const LONG_PERCENT: usize = 4;
const FOLLOWERS: usize = 60;

/// Documents are tried in turn; where none of so many suits a class, there are no more cases.
const MOST_TRIES: usize = 2_000;

struct Options {
    classes: Vec<(&'static str, &'static [&'static str])>,
    seed: u64,
    count: usize,
    corpora: Vec<PathBuf>,
}

struct Document {
    id: String,
    title: Option<String>,
    language: Option<String>,
    body: String,
}

/// A garbled text and its truth.
struct Garbled {
    text: String,
    expect: String,
}

pub fn run(arguments: impl Iterator<Item = String>) -> Result<(), Box<dyn Error>> {
    let options = parse(arguments)?;
    let documents = read(&options.corpora)?;
    let mut output = std::io::stdout().lock();
    for (class, only) in &options.classes {
        let random = &mut Random::new(options.seed);
        if let Some(length) = mojibake_length(class) {
            write_mojibake(&mut output, class, length, &documents, options.count, random)?;
            continue;
        }
        let mut written = 0;
        let mut tries = 0;
        while written < options.count && tries < MOST_TRIES.max(20 * options.count) {
            tries += 1;
            let at = random.below(documents.len());
            let Some(garbled) = garble(class, &documents, at, random) else { continue };
            let repairs = if only.is_empty() { Value::Null } else { json!(only) };
            let accept = if class.ends_with("straddle") || class.starts_with("desync") {
                "similar"
            } else {
                "exact"
            };
            let case = json!({
                "id": format!("{class}/{}/{written}/{}", options.seed, documents[at].id),
                "class": class,
                "only": repairs,
                "text": garbled.text,
                "expect": garbled.expect,
                "accept": accept,
            });
            writeln!(output, "{case}")?;
            written += 1;
        }
        if written < options.count {
            eprintln!("xtask: {class}: only {written} cases, the corpus suits no more");
        }
    }
    Ok(())
}

fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Options, Box<dyn Error>> {
    let mut options = Options { classes: Vec::new(), seed: 0, count: 150, corpora: Vec::new() };
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or(format!("{argument} needs a value"));
        match argument.as_str() {
            "--class" => {
                let name = value()?;
                let known = CLASSES.iter().find(|(class, _)| *class == name);
                options.classes.push(*known.ok_or_else(usage)?);
            }
            "--seed" => options.seed = value()?.parse()?,
            "--count" => options.count = value()?.parse()?,
            _ if argument.starts_with("--") => return Err(usage().into()),
            _ => options.corpora.push(argument.into()),
        }
    }
    if options.classes.is_empty() {
        options.classes = CLASSES.to_vec();
    }
    if options.corpora.is_empty() {
        return Err(usage().into());
    }
    Ok(options)
}

fn usage() -> String {
    let names: Vec<&str> = CLASSES.iter().map(|(name, _)| *name).collect();
    format!(
        "usage: cargo xtask garble [--class {}]... [--seed N] [--count M] CORPUS.jsonl...",
        names.join("|")
    )
}

fn read(corpora: &[PathBuf]) -> Result<Vec<Document>, Box<dyn Error>> {
    let mut documents = Vec::new();
    for path in corpora {
        let lines =
            std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
        for (number, line) in lines.lines().enumerate().filter(|(_, line)| !line.is_empty()) {
            let record: Value = serde_json::from_str(line)
                .map_err(|e| format!("{}:{}: {e}", path.display(), number + 1))?;
            let field = |name: &str| record[name].as_str().map(str::to_string);
            let Some(body) = field("text").or_else(|| field("body")) else { continue };
            let body = body.trim().to_string();
            if !body.is_empty() {
                let id = field("id").unwrap_or_else(|| (number + 1).to_string());
                let (title, language) = (field("title"), field("lang"));
                documents.push(Document { id, title, language, body });
            }
        }
    }
    if documents.is_empty() { Err("no document in the corpus".into()) } else { Ok(documents) }
}

/// For a class of text in a wrong encoding: how many characters it is cut to.
fn mojibake_length(class: &str) -> Option<usize> {
    match class {
        "mojibake" | "mojibake-lossy" => Some(usize::MAX),
        "mojibake-8" => Some(8),
        "mojibake-4" => Some(4),
        _ => None,
    }
}

/// Cases of every pair of encodings, from the documents of its language: whole ones, or as many
/// characters from somewhere inside. What is plain ASCII or comes out as it was is no case.
fn write_mojibake(
    output: &mut impl Write,
    class: &str,
    length: usize,
    documents: &[Document],
    count: usize,
    random: &mut Random,
) -> Result<(), Box<dyn Error>> {
    let is_lossy = class == "mojibake-lossy";
    let (only, accept) = if is_lossy {
        (&["mojibake", "mojibake-lossy"][..], "similar")
    } else {
        (&["mojibake"][..], "exact")
    };
    let lossless = mojibake::PAIRS.iter().copied();
    let lossy_pairs =
        lossy::PAIRS.iter().map(|(language, written, read, _)| (*language, *written, *read));
    let pairs: Vec<_> = if is_lossy { lossy_pairs.collect() } else { lossless.collect() };
    for (language, written, read) in pairs {
        let suits = |document: &&Document| document.language.as_deref() == Some(language);
        let suitable: Vec<&Document> = documents.iter().filter(suits).collect();
        if suitable.is_empty() {
            continue;
        }
        let mut number = 0;
        for _ in 0..40 * count {
            if number == count {
                break;
            }
            let document = random.pick(&suitable);
            let characters: Vec<char> = document.body.chars().collect();
            let length = length.min(characters.len());
            let start = random.below(characters.len() - length + 1);
            let expect: String = characters[start..start + length].iter().collect();
            let garble = if is_lossy { lossy::garble } else { mojibake::garble };
            let Some(text) = garble(&expect, written, read) else { continue };
            let case = json!({
                "id": format!("{class}/{language}:{written}>{read}/{number}/{}", document.id),
                "class": class,
                "only": only,
                "text": text,
                "expect": expect,
                "accept": accept,
            });
            writeln!(output, "{case}")?;
            number += 1;
        }
    }
    Ok(())
}

/// One case of the class from the document, or `None` where the document does not suit it.
fn garble(class: &str, documents: &[Document], at: usize, random: &mut Random) -> Option<Garbled> {
    let document = &documents[at];
    match class {
        "page" | "page-straddle" => {
            let (title, body) = (title_of(document, random)?, long_body(documents, at, random));
            let frame = frame(random);
            let percent = random.between(15, 90);
            let page = page(&title, &body, &frame, percent, random)?;
            let suits = has_enough_insertions(page.insertions, page.items)
                && (page.straddled > 0) == (class == "page-straddle");
            suits.then_some(Garbled { text: page.garbled, expect: page.truth })
        }
        "pinyin" | "pinyin-straddle" => {
            let expect = script::traditional(&document.body);
            let readings = pinyin::choose_readings(&expect, random.between(10, 90), random);
            let injected = pinyin::inject_pinyin(&expect, &readings);
            let suits = injected.aligned + injected.straddled >= 3
                && (injected.straddled > 0) == (class == "pinyin-straddle");
            suits.then_some(Garbled { text: injected.text, expect })
        }
        "desync" => {
            let text = desync::lose_lead_byte(&document.body, random)?;
            // A byte lost right before ASCII shifts nothing.
            let changed = document.body.chars().zip(text.chars()).filter(|(a, b)| a != b);
            (changed.count() >= 3).then(|| Garbled { text, expect: document.body.clone() })
        }
        "desync-euc-jp" => {
            let text = desync::lose_lead_byte_of_euc_jp(&document.body, random)?;
            let changed = document.body.chars().zip(text.chars()).filter(|(a, b)| a != b);
            (changed.count() >= 8).then(|| Garbled { text, expect: document.body.clone() })
        }
        "shuffle" => {
            let (title, body) = (title_of(document, random)?, long_body(documents, at, random));
            let shuffled = shuffle(&title, &body, random)?;
            has_enough_insertions(shuffled.insertions.len(), shuffled.cycle.len()).then(|| {
                Garbled {
                    text: format!("{title}\n{}", shuffled.body),
                    expect: format!("{title}\n{body}"),
                }
            })
        }
        "entity" => {
            let body = without_references(&document.body)?;
            // Parameters of an address are no references, though they look alike.
            let address = if random.percent(10) {
                "参见 http://example.com/page?id=7&copy=3&sect=2&lang=zh 。"
            } else {
                ""
            };
            Some(Garbled {
                text: escape(body, random) + address,
                expect: format!("{body}{address}"),
            })
        }
        "entity-broken" => {
            let body = without_references(&document.body)?;
            let breakage = *random.pick(&Breakage::ALL);
            let broken = break_references(body, breakage, random)?;
            Some(Garbled { text: broken.garbled, expect: broken.truth })
        }
        "invisible" => {
            let is_plain = |c: char| !marks::INVISIBLE.contains(&c) && !is_radical(c);
            let suits = document.body.chars().all(is_plain) && document.body.chars().any(is_han);
            let text = marks::sprinkle(&document.body, random);
            (suits && text != document.body)
                .then(|| Garbled { text, expect: document.body.clone() })
        }
        "normalize" => {
            use unicode_normalization::UnicodeNormalization;
            let expect: String = document.body.nfc().collect();
            let text = marks::decompose(&expect);
            (text != expect).then_some(Garbled { text, expect })
        }
        _ => Some(Garbled { text: document.body.clone(), expect: document.body.clone() }),
    }
}

/// Two periods of the cycle and a bit: less is no evidence for anyone.
fn has_enough_insertions(insertions: usize, items: usize) -> bool {
    insertions > 2 * items
}

fn is_radical(character: char) -> bool {
    matches!(character, '\u{2E80}'..='\u{2FD5}')
}

/// The body, unless it holds references of its own.
fn without_references(body: &str) -> Option<&str> {
    let is_reference = |tail: &str| {
        let name = tail.trim_start_matches('#');
        name.find(';').is_some_and(|end| name[..end].chars().all(|c| c.is_ascii_alphanumeric()))
    };
    body.split('&').skip(1).all(|tail| !is_reference(tail)).then_some(body)
}

/// The document's title where it is a headline, else one made of its first words.
fn title_of(document: &Document, random: &mut Random) -> Option<String> {
    let han_of = |title: &str| title.chars().filter(|&c| is_han(c)).count();
    if let Some(title) = document.title.as_ref().filter(|title| han_of(title) >= 16) {
        return Some(title.clone());
    }
    let most = random.between(16, 32);
    let mut title = String::new();
    let mut brackets = 0_usize;
    for character in document.body.lines().next()?.chars() {
        match character {
            '（' | '(' => brackets += 1,
            '）' | ')' => brackets = brackets.saturating_sub(1),
            _ if brackets > 0 => {}
            '，' | '、' | '。' | '；' | '：' | ',' | ';' => {
                if !title.ends_with(' ') {
                    title.push(' ');
                }
            }
            '《' | '》' | '「' | '」' | '“' | '”' | '"' => {}
            _ => title.push(character),
        }
        if title.chars().count() >= most {
            break;
        }
    }
    let title = title.trim().to_string();
    (han_of(&title) >= 13).then_some(title)
}

/// The body, now and then with those of other documents behind it.
fn long_body(documents: &[Document], at: usize, random: &mut Random) -> String {
    let mut body = documents[at].body.clone();
    if random.percent(LONG_PERCENT) {
        for _ in 0..FOLLOWERS {
            body.push('\n');
            body.push_str(&random.pick(documents).body);
        }
    }
    body
}

/// Lines of a site, some of them, around a document.
fn frame(random: &mut Random) -> Frame<'static> {
    const BEFORE: &[&str] = &[
        "当前位置：首页 > 新闻中心 > 正文",
        "网站首页 | 要闻 | 财经 | 体育 | 旅游 | 专题",
        "发布时间：2023-5-17 来源：编辑部整理 浏览：1284次",
        "热点推荐",
    ];
    const AFTER: &[&str] = &["文章阅读量：3702", "作者：本站编辑\u{A0}字号：大 中 小"];
    const TAIL: &[&str] = &[
        "责任编辑：小周",
        "上一篇：没有了",
        "下一篇：返回列表",
        "相关阅读",
        "标签：",
        "本文由网友上传，转载请注明出处",
    ];
    let mut some = |lines: &[&'static str], percent| -> Vec<&'static str> {
        lines.iter().copied().filter(|_| random.percent(percent)).collect()
    };
    Frame {
        before_title: some(BEFORE, 40),
        after_title: some(AFTER, 30),
        tail: some(TAIL, 40),
        summary_label: if random.percent(40) { "简介" } else { "" },
        is_folded: random.percent(30),
    }
}
