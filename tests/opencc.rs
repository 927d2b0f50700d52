//! The converter against OpenCC itself, in every configuration: the feature `opencc`.
//!
//! - `OPENCC_CONFIGS`: the folder of OpenCC's configurations (`t2s.json` and so on); without, the
//!   installed library finds them;
//! - `OPENCC_TEXTS`: a folder of texts to compare on;
//! - `OPENCC_DICTIONARIES`: a folder of OpenCC's text dictionaries, whose keys and values random texts are
//!   made of, for `OPENCC_SECONDS` seconds (10).

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use textmend::han::{Config, Converter};

fn folder(variable: &str) -> Option<PathBuf> {
    env::var_os(variable).map(PathBuf::from)
}

/// A folder's files, in order.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.is_file());
    files.sort();
    files
}

fn oracle(config: Config) -> Converter {
    let name = format!("{config}.json");
    Converter::opencc(folder("OPENCC_CONFIGS").map_or(PathBuf::from(&name), |f| f.join(&name)))
        .unwrap()
}

fn pairs() -> Vec<(Config, Converter, Converter)> {
    Config::ALL.iter().map(|&config| (config, Converter::new(config), oracle(config))).collect()
}

/// Compares, and shows where they part.
#[track_caller]
fn compare(name: &str, own: &str, theirs: &str) {
    if own == theirs {
        return;
    }
    let mut at = own.bytes().zip(theirs.bytes()).take_while(|(a, b)| a == b).count();
    while !(own.is_char_boundary(at) && theirs.is_char_boundary(at)) {
        at -= 1;
    }
    let shown = |text: &str| text[at..].chars().take(20).collect::<String>();
    panic!("{name}: at byte {at} {:?}, and OpenCC says {:?}", shown(own), shown(theirs));
}

#[test]
fn texts() {
    let own = ["头发发展，乾坤裡的軟體", "⿰車發展", "\u{F900}更\u{2F800}", "ABC肝", "𠮷野家"];
    let mut texts: Vec<(String, String)> =
        own.iter().map(|text| ("a text of our own".to_owned(), (*text).to_owned())).collect();
    match folder("OPENCC_TEXTS") {
        None => println!("OPENCC_TEXTS is not set: only texts of our own"),
        Some(folder) => {
            for path in files(&folder) {
                let text = String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned();
                texts.push((path.display().to_string(), text));
            }
        }
    }
    let mut bytes = 0;
    for (config, own, theirs) in pairs() {
        for (name, text) in &texts {
            compare(&format!("{name}, {config}"), &own.convert(text), &theirs.convert(text));
            bytes += text.len();
        }
    }
    println!("{} texts in {} configurations: {bytes} bytes, all the same", texts.len(), 16);
}

#[test]
fn random_mixtures_of_words() {
    let Some(folder) = folder("OPENCC_DICTIONARIES") else {
        println!("OPENCC_DICTIONARIES is not set: no words to mix");
        return;
    };
    let seconds = env::var("OPENCC_SECONDS").map_or(10, |seconds| seconds.parse().unwrap());
    let mut words: Vec<String> = Vec::new();
    for path in files(&folder).iter().filter(|path| path.extension().is_some_and(|e| e == "txt")) {
        let text = fs::read_to_string(path).unwrap();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            words.extend(line.split(['\t', ' ']).filter(|w| !w.is_empty()).map(str::to_owned));
        }
    }
    words.extend(["⿰", "⿱", "，", "\n", "a", "SQL", "é", "\u{FE00}"].map(str::to_owned));
    let start = Instant::now();
    // Another seed each time, told where it fails.
    let seed = start_seed();
    let mut state = seed;
    let mut below = |bound: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        ((state >> 33) % bound as u64) as usize
    };
    let pairs = pairs();
    let (mut texts, mut bytes) = (0_u64, 0);
    while start.elapsed() < Duration::from_secs(seconds) {
        let mut text = String::new();
        for _ in 0..1 + below(300) {
            let word: Vec<char> = words[below(words.len())].chars().collect();
            let length = if below(4) == 0 { 1 + below(word.len()) } else { word.len() };
            text.extend(&word[..length]);
        }
        let (config, own, theirs) = &pairs[below(pairs.len())];
        let converted = own.convert(&text);
        compare(&format!("seed {seed}, {config}, {text:?}"), &converted, &theirs.convert(&text));
        let mut streamed = String::new();
        let mut stream = own.stream();
        let (head, tail) = text.as_bytes().split_at(below(text.len()));
        stream.push(head, &mut streamed);
        stream.push(tail, &mut streamed);
        stream.finish(&mut streamed);
        compare(&format!("stream, seed {seed}, {config}"), &streamed, &converted);
        texts += 1;
        bytes += text.len();
    }
    println!("{texts} random texts, {bytes} bytes, all the same");
}

fn start_seed() -> u64 {
    match env::var("OPENCC_SEED") {
        Ok(seed) => seed.parse().unwrap(),
        Err(_) => std::time::UNIX_EPOCH.elapsed().map_or(1, |since| since.as_nanos() as u64),
    }
}

#[test]
fn the_library_behind_the_interface() {
    let converter = oracle(Config::S2twp);
    assert_eq!(converter.convert("鼠标\0软件"), "滑鼠\0軟體");
    assert!(matches!(converter.convert("abc"), std::borrow::Cow::Borrowed("abc")));
    let mut stream = converter.stream();
    let mut text = String::new();
    "鼠标".bytes().for_each(|byte| stream.push(&[byte], &mut text));
    stream.finish(&mut text);
    assert_eq!(text, "滑鼠");
    let cleaner = textmend::Cleaner::builder().converter(converter).build();
    let explained = cleaner.explain("有鼠标。\n无。");
    assert_eq!(explained.text, "有滑鼠。\n無。");
    assert_eq!(explained.edits.len(), 2);
    assert!(Converter::opencc("no such configuration").is_err());
}
