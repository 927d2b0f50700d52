//! The `entities` table: name of a character reference → the text it stands for.
//!
//! Source: `Lib/html/entities.py` of CPython 3.11.7 (PSF-2.0). Its dictionary `html5` is the list of
//! named character references of the WHATWG HTML Standard, 2,231 with and without `;`; its
//! dictionary `name2codepoint` is the list of HTML 4.01, 252 names.
//!
//! Layout of `entities.bin`, all numbers little-endian:
//!
//! 1. `u16` for each of [`BUCKETS`] buckets and one more: where the records of the bucket begin,
//!    counted from the start of 3.;
//! 2. `u16` for each HTML 4 name, in alphabetical order: where its record begins in 3.;
//! 3. the records, by bucket: one byte with the length of the name, plus [`BARE`] where the name is
//!    understood without `;` too; the name without `&` and `;`; one byte with the length of the
//!    text; the text in UTF-8.
//!
//! The bucket of a name is its FNV-1a hash modulo [`BUCKETS`], as in `src/entity/names.rs`.

use std::collections::BTreeMap;
use std::path::Path;

const NAME: &str = "entities.py";
const SHA256: &str = "282b7cdd567bbbf3d7d7ccd49fae1d3ebc7f7ab64058d781193620913773731b";

const BUCKETS: usize = 2048;
const HTML4_NAMES: usize = 252;
const NAMES: usize = 2231;
const BARE: u8 = 0x80;

pub fn generate(sources: &Path, target: &Path) -> crate::Outcome {
    let text = crate::source::read(sources, NAME, SHA256)?;
    let names = dictionary(&text, "html5")?;
    let html4 = dictionary(&text, "name2codepoint")?;
    if names.len() != NAMES || html4.len() != HTML4_NAMES {
        return Err(format!("{} names, {} of HTML 4", names.len(), html4.len()).into());
    }

    let mut buckets = vec![Vec::new(); BUCKETS];
    for (name, value) in &names {
        let Some(name) = name.strip_suffix(';') else { continue };
        let is_bare = names.contains_key(name);
        buckets[hash(name)].push((name, string(value)?, is_bare));
    }
    let mut starts = Vec::new();
    let mut records = Vec::new();
    let mut places = BTreeMap::new();
    for bucket in buckets {
        starts.push(u16::try_from(records.len())?);
        for (name, value, is_bare) in bucket {
            places.insert(name.to_owned(), u16::try_from(records.len())?);
            records.push(u8::try_from(name.len())? | if is_bare { BARE } else { 0 });
            records.extend(name.as_bytes());
            records.push(u8::try_from(value.len())?);
            records.extend(value.as_bytes());
        }
    }
    starts.push(u16::try_from(records.len())?);
    // A `BTreeMap` of bytes: the order in which the names are searched.
    let html4 = html4
        .keys()
        .map(|name| places.get(name).copied().ok_or_else(|| format!("{name} is of HTML 4 only")));
    let html4 = html4.collect::<Result<Vec<u16>, String>>()?;

    let numbers = starts.into_iter().chain(html4);
    let mut table: Vec<u8> = numbers.flat_map(u16::to_le_bytes).collect();
    table.extend(records);
    std::fs::write(target.join("entities.bin"), table)?;
    Ok(())
}

fn hash(name: &str) -> usize {
    let hash = name
        .bytes()
        .fold(0x811C_9DC5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    hash as usize % BUCKETS
}

/// The lines `    'key': value,` of the dictionary, values as they are written.
fn dictionary<'t>(
    text: &'t str,
    name: &str,
) -> Result<BTreeMap<String, &'t str>, Box<dyn std::error::Error>> {
    let head = format!("\n{name} = {{\n");
    let start = text.find(&head).ok_or_else(|| format!("no dictionary {name}"))? + head.len();
    let mut entries = BTreeMap::new();
    for line in text[start..].lines().map(str::trim) {
        if line == "}" {
            break;
        }
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (key, rest) =
            line.strip_prefix('\'').and_then(|line| line.split_once("': ")).ok_or(line)?;
        // Behind the value there may be a comment.
        let value = rest.split_once(", ").map_or(rest, |(value, _)| value);
        entries.insert(key.to_owned(), value.trim().trim_end_matches(','));
    }
    Ok(entries)
}

/// The value of a string as Python writes it.
fn string(literal: &str) -> Result<String, Box<dyn std::error::Error>> {
    let mut characters = literal.chars();
    let quote = characters.next().filter(|c| "'\"".contains(*c)).ok_or("not a string")?;
    let mut value = String::new();
    loop {
        let character = characters.next().ok_or("a string without an end")?;
        if character == quote {
            return Ok(value);
        }
        if character != '\\' {
            value.push(character);
            continue;
        }
        let digits = match characters.next() {
            Some('x') => 2,
            Some('u') => 4,
            Some('U') => 8,
            Some('n') => {
                value.push('\n');
                continue;
            }
            Some('t') => {
                value.push('\t');
                continue;
            }
            Some(itself @ ('\\' | '\'' | '"')) => {
                value.push(itself);
                continue;
            }
            other => return Err(format!("unknown escape {other:?} in {literal}").into()),
        };
        let code: String = characters.by_ref().take(digits).collect();
        let code = u32::from_str_radix(&code, 16)?;
        value.push(char::from_u32(code).ok_or("not a character")?);
    }
}
