//! The `readings` table: Chinese character → its toned Mandarin readings, the commonest first.
//!
//! Source: `pinyin_dict.json` of pypinyin 0.55.0 (MIT; PyPI), which derives from the Unihan
//! database (Unicode licence) and dictionaries. Characters outside U+3400–9FFF are left out, and
//! so are the interjections without a vowel and with `ê`: nothing is ever annotated with them.
//!
//! Layout of `readings.bin`, all numbers little-endian:
//!
//! 1. `u16` number of syllables;
//! 2. the syllables, sorted: UTF-8, padded with zeros to 8 bytes;
//! 3. for every 16 characters from U+3400 on, `u16`: the place of their first entry in 4.;
//! 4. entries, `u16`: for each character the numbers of its syllables, the last one with the top
//!    bit set; `0xFFFF` where a character has no reading.

use std::collections::BTreeMap;
use std::path::Path;

const NAME: &str = "pinyin_dict.json";
const SHA256: &str = "5f294c01e6c6c0a1c8e329c79335a3f8e0b27d06bf1de7a99244b765892d1e5b";

const FIRST: u32 = 0x3400;
const LAST: u32 = 0x9FFF;
const BLOCK: u32 = 16;
const SLOT: usize = 8;
const FINAL: u16 = 0x8000;
const NONE: u16 = 0xFFFF;

const VOWELS: &str = "aāáǎàeēéěèiīíǐìoōóǒòuūúǔùüǖǘǚǜ";

pub fn generate(sources: &Path, target: &Path) -> crate::Outcome {
    let readings = parse(&crate::source::read(sources, NAME, SHA256)?)?;
    let mut numbers = BTreeMap::new();
    for syllable in readings.values().flatten() {
        if syllable.len() > SLOT {
            return Err(format!("syllable too long: {syllable:?}").into());
        }
        numbers.insert(syllable.as_str(), 0);
    }
    for (number, entry) in (0..).zip(numbers.values_mut()) {
        *entry = number;
    }

    let mut table = Vec::new();
    table.extend(u16::try_from(numbers.len())?.to_le_bytes());
    for syllable in numbers.keys() {
        let mut slot = [0; SLOT];
        slot[..syllable.len()].copy_from_slice(syllable.as_bytes());
        table.extend(slot);
    }
    let mut entries: Vec<u16> = Vec::new();
    for code in FIRST..=LAST {
        if code % BLOCK == 0 {
            table.extend(u16::try_from(entries.len())?.to_le_bytes());
        }
        match readings.get(&code) {
            Some(syllables) => {
                entries.extend(syllables.iter().map(|syllable| numbers[syllable.as_str()]));
                *entries.last_mut().expect("a character here has a reading") |= FINAL;
            }
            None => entries.push(NONE),
        }
    }
    table.extend(entries.iter().flat_map(|entry| entry.to_le_bytes()));
    std::fs::write(target.join("readings.bin"), table)?;
    Ok(())
}

/// The file is one flat JSON object, `{"19968": "yī", "20013": "zhōng,zhòng", ...}`, without
/// escapes: its strings stand between quotation marks, keys and values by turns.
fn parse(text: &str) -> Result<BTreeMap<u32, Vec<String>>, Box<dyn std::error::Error>> {
    if text.contains('\\') {
        return Err("an escape where none is known".into());
    }
    let mut strings = text.split('"').skip(1).step_by(2);
    let mut readings = BTreeMap::new();
    while let (Some(code), Some(syllables)) = (strings.next(), strings.next()) {
        let code: u32 = code.parse()?;
        let mut kept: Vec<String> = Vec::new();
        for syllable in syllables.split(',') {
            let usable = syllable.contains(|c| VOWELS.contains(c));
            if usable && !syllable.contains('ê') && !kept.iter().any(|known| known == syllable) {
                if let Some(c) = syllable.chars().find(|c| !is_letter(*c)) {
                    return Err(format!("unknown letter {c:?} in {syllable:?}").into());
                }
                kept.push(syllable.to_owned());
            }
        }
        if (FIRST..=LAST).contains(&code) && !kept.is_empty() {
            readings.insert(code, kept);
        }
    }
    Ok(readings)
}

fn is_letter(c: char) -> bool {
    c.is_ascii_lowercase() || VOWELS.contains(c)
}
