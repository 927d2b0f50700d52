//! Injected readings, the inverse of `pinyin`.
//!
//! A page's garbler has one toned reading for each character it annotates, whatever the context,
//! and puts `(reading)` behind every occurrence of the character's two GBK bytes. Replacing bytes,
//! it also hits pairs that straddle two characters: `向實際` holds the bytes of `驅` between
//! `向` and `實`, and comes out as `向?qū)嶋H`.

use std::collections::HashSet;

use memchr::memmem;
use pinyin::ToPinyin;

use super::super::random::Random;
use super::{gbk, script};

/// The characters that a page annotates, each with its reading, in the order of replacement.
pub type Readings = Vec<(char, &'static str)>;

/// A text with readings, and how often one was injected.
pub struct Injected {
    pub text: String,
    /// Behind a character of the text.
    pub aligned: usize,
    /// Between the two bytes of a character.
    pub straddled: usize,
}

/// Chooses about `percent` of the text's Traditional characters, each with its commonest reading,
/// valid in its place or not: injectors have a dictionary with one reading a character.
pub fn choose_readings(text: &str, percent: usize, random: &mut Random) -> Readings {
    let in_text: HashSet<char> = text.chars().collect();
    let mut readings: Readings = script::pairs()
        .filter(|(_, traditional)| in_text.contains(traditional))
        .filter_map(|(_, traditional)| {
            let chosen = random.percent(percent);
            Some((traditional, reading(traditional)?)).filter(|_| chosen)
        })
        .collect();
    random.shuffle(&mut readings);
    readings
}

/// The commonest reading of a character, with its tone.
pub fn reading(character: char) -> Option<&'static str> {
    character.to_pinyin().map(|reading| reading.with_tone())
}

/// Injects readings behind every occurrence of the bytes, aligned and straddled.
///
/// Characters that GBK cannot write stay as they are and end a shift, as bytes of their own would.
pub fn inject_pinyin(text: &str, readings: &Readings) -> Injected {
    let mut injected = Injected { text: String::new(), aligned: 0, straddled: 0 };
    let mut run = Run::default();
    for character in text.chars() {
        match gbk::encode(character) {
            Some(bytes) => run.push(&bytes),
            None => {
                run.inject_into(&mut injected, readings);
                injected.text.push(character);
            }
        }
    }
    run.inject_into(&mut injected, readings);
    injected
}

/// Injects readings behind whole characters only.
pub fn inject_pinyin_aligned(text: &str, readings: &Readings) -> Injected {
    let mut injected = Injected { text: String::new(), aligned: 0, straddled: 0 };
    for character in text.chars() {
        injected.text.push(character);
        if let Some((_, reading)) = readings.iter().find(|(annotated, _)| *annotated == character) {
            injected.text.push_str(&format!("({reading})"));
            injected.aligned += 1;
        }
    }
    injected
}

/// Bytes of GBK, and which of them end a character: the others may be ended by an injection.
#[derive(Default)]
struct Run {
    bytes: Vec<u8>,
    ends: Vec<bool>,
}

impl Run {
    fn push(&mut self, character: &[u8]) {
        self.bytes.extend_from_slice(character);
        self.ends.resize(self.bytes.len() - 1, false);
        self.ends.push(true);
    }

    /// Empties the run into the text, one replacement after another: an injected reading can part
    /// the bytes that a later one looks for.
    fn inject_into(&mut self, injected: &mut Injected, readings: &Readings) {
        let mut run = std::mem::take(self);
        for (character, reading) in readings {
            let pair = gbk::encode(*character).expect("annotated characters are in GBK");
            run = run.replace(&pair, reading, injected);
        }
        injected.text.push_str(&gbk::decode(&run.bytes));
    }

    fn replace(self, pair: &[u8], reading: &str, injected: &mut Injected) -> Run {
        let mut places = memmem::find_iter(&self.bytes, pair).peekable();
        if places.peek().is_none() {
            return self;
        }
        let brackets: Vec<u8> =
            format!("({reading})").chars().filter_map(gbk::encode).flatten().collect();
        let mut replaced = Run::default();
        let mut done = 0;
        for place in places {
            let end = place + pair.len();
            replaced.bytes.extend_from_slice(&self.bytes[done..end]);
            replaced.ends.extend_from_slice(&self.ends[done..end]);
            done = end;
            let count =
                if self.ends[end - 1] { &mut injected.aligned } else { &mut injected.straddled };
            *count += 1;
            replaced.bytes.extend_from_slice(&brackets);
            replaced.ends.resize(replaced.bytes.len(), true);
        }
        replaced.bytes.extend_from_slice(&self.bytes[done..]);
        replaced.ends.extend_from_slice(&self.ends[done..]);
        replaced
    }
}
