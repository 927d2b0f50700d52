//! Conversion against a second implementation, which is slow and plain: words in hash maps, all of
//! the text at each stage, description sequences by recursion.

use std::collections::HashMap;
use std::sync::Arc;

use super::builtin::Parts;
use super::dictionary::Dictionary;
use super::matcher::Matcher;
use super::{Config, Converter, Stream};

/// A plain dictionary.
#[derive(Clone, Debug)]
struct Plain(HashMap<String, String>);

/// Plain dictionaries, and the policy by which they are asked.
#[derive(Clone, Debug)]
enum Ask {
    One(Plain),
    First(Vec<Ask>),
    Longest(Vec<Ask>),
}

impl Ask {
    fn new(matcher: &Matcher) -> Ask {
        match matcher {
            Matcher::One(dictionary) => Ask::One(Plain(dictionary.entries().collect())),
            Matcher::First(members) => Ask::First(members.iter().map(Ask::new).collect()),
            Matcher::Longest(members) => Ask::Longest(members.iter().map(Ask::new).collect()),
        }
    }

    /// Key and value at the start of the text.
    fn find<'a>(&'a self, text: &'a str) -> Option<(&'a str, &'a str)> {
        match self {
            Ask::One(Plain(map)) => {
                let ends = text.char_indices().map(|(at, c)| at + c.len_utf8()).take(20);
                let prefixes: Vec<&str> = ends.map(|end| &text[..end]).collect();
                prefixes.into_iter().rev().find_map(|key| Some((key, &**map.get(key)?)))
            }
            Ask::First(members) => members.iter().find_map(|member| member.find(text)),
            Ask::Longest(members) => {
                let mut best: Option<(&str, &str)> = None;
                for found in members.iter().filter_map(|member| member.find(text)) {
                    if best.is_none_or(|best| found.0.len() > best.0.len()) {
                        best = Some(found);
                    }
                }
                best
            }
        }
    }

    /// The text in words: each with its value, or single characters and sequences without.
    fn walk<'a>(&'a self, mut text: &'a str) -> Vec<(&'a str, Option<&'a str>)> {
        let mut words = Vec::new();
        while let Some(c) = text.chars().next() {
            let (length, value) = match self.find(text) {
                Some((key, value)) => (key.len(), Some(value)),
                None => {
                    let mut budget = 64;
                    let is_operator = ('⿰'..='⿿').contains(&c);
                    let sequence = if is_operator { sequence(text, 16, &mut budget) } else { None };
                    (sequence.unwrap_or(c.len_utf8()), None)
                }
            };
            words.push((&text[..length], value));
            text = &text[length..];
        }
        words
    }

    fn convert(&self, text: &str) -> String {
        self.walk(text).into_iter().map(|(word, value)| value.unwrap_or(word)).collect()
    }
}

/// The length of the description at the start of the text.
fn sequence(text: &str, depth: usize, budget: &mut usize) -> Option<usize> {
    let c = text.chars().next()?;
    if depth == 0 || *budget == 0 {
        return None;
    }
    *budget -= 1;
    let parts = match c {
        '⿲' | '⿳' => 3,
        '⿾' | '⿿' => 1,
        '⿰'..='⿿' => 2,
        _ => 0,
    };
    let mut length = c.len_utf8();
    for _ in 0..parts {
        length += sequence(&text[length..], depth - 1, budget)?;
    }
    Some(length)
}

/// A conversion of plain dictionaries.
struct Reference {
    normalization: Vec<Ask>,
    segmentation: Option<Ask>,
    chain: Vec<Ask>,
}

impl Reference {
    fn new(parts: &Parts) -> Reference {
        let all = |matchers: &[Matcher]| matchers.iter().map(Ask::new).collect();
        Reference {
            normalization: all(&parts.normalization),
            segmentation: parts.segmentation.as_ref().map(Ask::new),
            chain: all(&parts.chain),
        }
    }

    fn convert(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for stage in &self.normalization {
            text = stage.convert(&text);
        }
        let mut segments = vec![String::new()];
        match &self.segmentation {
            None => segments[0].push_str(&text),
            Some(segmentation) => {
                for (word, value) in segmentation.walk(&text) {
                    if value.is_some() {
                        segments.extend([word.to_owned(), String::new()]);
                    } else if let Some(segment) = segments.last_mut() {
                        segment.push_str(word);
                    }
                }
            }
        }
        let convert = |segment: &String| {
            self.chain.iter().fold(segment.clone(), |text, stage| stage.convert(&text))
        };
        segments.iter().map(convert).collect()
    }
}

struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        ((self.0 >> 33) % bound as u64) as usize
    }

    fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

/// What stands between keys: plain characters, beginnings of descriptions, long and short ASCII,
/// two and four bytes, characters that normalisation replaces.
const BETWEEN: [&str; 20] = [
    "人",
    "，",
    "。\n",
    "a",
    "SQL",
    "⿰",
    "⿲",
    "⿱⿰",
    "⿰車",
    "é",
    "\u{F900}",
    "\u{F907}",
    "\u{2F800}",
    "𠮷",
    "😀",
    "\u{FE00}",
    "\0",
    "一",
    "x86-64 and so on",
    "國",
];

/// Text that is dense with keys of these dictionaries, whole and cut.
fn dense_text(keys: &[String], random: &mut Random, pieces: usize) -> String {
    let mut text = String::new();
    for _ in 0..pieces {
        match random.below(10) {
            0..=5 => text += random.pick::<String>(keys),
            6 | 7 => {
                let key: Vec<char> = random.pick(keys).chars().collect();
                text.extend(&key[..1 + random.below(key.len())]);
            }
            _ => text += random.pick::<&str>(&BETWEEN),
        }
    }
    text
}

/// All keys that the parts of a conversion have.
fn keys(parts: &Parts) -> Vec<String> {
    let matchers = parts.normalization.iter().chain(&parts.segmentation).chain(&parts.chain);
    let mut dictionaries = Vec::new();
    for matcher in matchers {
        dictionaries.extend(matcher.dictionaries().into_iter().cloned());
    }
    let mut keys: Vec<String> = dictionaries
        .iter()
        .flat_map(|dictionary| dictionary.entries())
        .map(|(key, _)| key)
        .collect();
    keys.sort_unstable();
    keys
}

fn in_chunks<'c>(mut stream: Stream, chunks: impl Iterator<Item = &'c [u8]>) -> String {
    let mut text = String::new();
    for chunk in chunks {
        stream.push(chunk, &mut text);
    }
    stream.finish(&mut text);
    text
}

/// Checks all ways of converting the text.
fn check(converter: &Converter, reference: &Reference, text: &str, name: &str) {
    let expected = reference.convert(text);
    let converted = converter.convert(text);
    assert_eq!(converted, expected, "{name}: {text:?}");
    assert_eq!(
        matches!(converted, std::borrow::Cow::Borrowed(_)),
        expected == text,
        "{name}: {text:?}"
    );
    let rewritten = converter.rewrite(text);
    assert_eq!(rewritten.text, expected, "{name}, with edits: {text:?}");
    let mut replayed = String::new();
    let mut done = 0;
    for change in &rewritten.changes {
        replayed += &text[done..change.source.start];
        replayed += &rewritten.text[change.output.clone()];
        done = change.source.end;
    }
    assert_eq!(replayed + &text[done..], expected, "{name}, edits of {text:?}");
    assert_eq!(
        in_chunks(converter.stream(), text.as_bytes().chunks(1)),
        expected,
        "{name}: {text:?}"
    );
}

#[test]
fn every_configuration_against_plain_dictionaries() {
    let mut random = Random(1);
    for &config in Config::ALL {
        let parts = Parts::of(config);
        let (reference, keys) = (Reference::new(&parts), keys(&parts));
        let converter = Converter::new(config);
        for round in 0..150 {
            let pieces = if round == 0 { 5_000 } else { random.below(40) };
            check(&converter, &reference, &dense_text(&keys, &mut random, pieces), config.name());
        }
    }
}

#[test]
fn every_split_of_a_thousand_texts() {
    let mut random = Random(2);
    let all: Vec<_> = Config::ALL
        .iter()
        .map(|&config| (Converter::new(config), keys(&Parts::of(config))))
        .collect();
    for index in 0..1_000 {
        let (converter, keys) = &all[index % all.len()];
        let text = dense_text(keys, &mut random, 12);
        let whole = converter.convert(&text);
        for at in 0..=text.len() {
            let (head, tail) = text.as_bytes().split_at(at);
            let cut = in_chunks(converter.stream(), [head, tail].into_iter());
            assert_eq!(cut, whole, "{text:?} split at {at}");
        }
    }
}

/// A dictionary of short keys over few characters, so that everything overlaps everything.
fn tangled_dictionary(random: &mut Random) -> Arc<Dictionary> {
    const LETTERS: [&str; 9] = ["a", "b", "é", "人", "大", "\u{F900}", "𠮷", "𠮶", "⿰"];
    let mut word = |longest: usize| -> String {
        let length = 1 + random.below(longest);
        (0..length).map(|_| *random.pick::<&str>(&LETTERS)).collect()
    };
    let mut entries: HashMap<String, String> = HashMap::new();
    for _ in 0..8 {
        let longest = if entries.len().is_multiple_of(2) { 1 } else { 5 };
        entries.insert(word(longest), word(3));
    }
    if random.below(4) == 0 {
        entries.retain(|key, _| key.chars().count() == 1);
    }
    if random.below(3) == 0 {
        entries.retain(|key, _| !key.is_ascii());
    }
    Arc::new(Dictionary::from_entries(&entries.into_iter().collect::<Vec<_>>()))
}

fn tangled_matcher(random: &mut Random, known: &[Arc<Dictionary>], depth: usize) -> Matcher {
    let kind = if depth == 0 { 0 } else { random.below(4) };
    let members = |random: &mut Random| {
        (0..random.below(4)).map(|_| tangled_matcher(random, known, depth - 1)).collect()
    };
    match kind {
        0 | 1 => Matcher::One(Arc::clone(random.pick(known))),
        2 => Matcher::First(members(random)),
        _ => Matcher::Longest(members(random)),
    }
}

#[test]
fn tangled_dictionaries() {
    let mut random = Random(3);
    for round in 0..1_000 {
        let known: Vec<_> = (0..4).map(|_| tangled_dictionary(&mut random)).collect();
        let mut some = |most: usize| -> Vec<Matcher> {
            (0..random.below(most)).map(|_| tangled_matcher(&mut random, &known, 2)).collect()
        };
        let (normalization, mut segmentation, chain) = (some(2), some(3), some(4));
        // What a stage of the chain can do on the way must not be rarer than it is.
        if let (Some(Matcher::First(members)), 0) = (chain.first(), round % 2)
            && !members.is_empty()
        {
            segmentation = vec![Matcher::First(members[..members.len() - 1].to_vec())];
        }
        let segmentation = segmentation.pop();
        let parts = Parts { normalization, segmentation, chain, outline: None };
        let (reference, keys) = (Reference::new(&parts), keys(&parts));
        let converter = Converter::from_parts(parts);
        if keys.is_empty() {
            continue;
        }
        for _ in 0..6 {
            check(&converter, &reference, &dense_text(&keys, &mut random, 12), "tangled");
        }
    }
}

#[test]
fn what_ends_early_has_changed() {
    let dictionary = Dictionary::from_entries(&[("人人".into(), "人".into())]);
    let converter = Converter::builder(Config::T2s).before(dictionary).build();
    let converted = converter.convert("大人人");
    assert_eq!(converted, "大人");
    assert!(matches!(converted, std::borrow::Cow::Owned(_)));
}

#[test]
fn bytes_that_are_no_text() {
    let converter = Converter::new(Config::T2s);
    for bytes in [
        &b"\xE5\x9C\x8B\xFF\xE5\x9C"[..],
        b"\xE5\x9C\xE5\x9C\x8B",
        b"\xF0\x9F\xF0\x9F\x98\x80",
        b"\x80\xC0\xAF\xED\xA0\x80",
        b"\xF0\x80\x80",
    ] {
        let expected = converter.convert(&String::from_utf8_lossy(bytes)).into_owned();
        for length in 1..=bytes.len() {
            assert_eq!(in_chunks(converter.stream(), bytes.chunks(length)), expected, "{bytes:x?}");
        }
    }
}

#[test]
fn memory_of_a_stream_is_bounded() {
    for config in [Config::S2twp, Config::Tw2sp, Config::T2s] {
        let mut stream = Converter::new(config).stream();
        let mut text = String::new();
        for unit in ["中", "⿰", "S", "國"] {
            let before = text.len();
            for _ in 0..2_000 {
                stream.push(unit.as_bytes(), &mut text);
            }
            assert!(text.len() >= before + 2_000 * unit.len() - 1_000, "{config}: {unit}");
        }
    }
}
