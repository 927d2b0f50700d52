//! OpenCC's own configurations, from files: JSON that names dictionaries and how they are asked.
//!
//! Comments and a comma behind the last member are allowed, as OpenCC does. Dictionaries are files in its text
//! format, beside the configuration, or in the configuration itself (`inline`). Its binary
//! formats are not read; where one of OpenCC's own dictionaries is named and there is no
//! text file, the one in the library stands in.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::builtin::{self, Parts};
use super::dictionary::Dictionary;
use super::dictionary::text::{LONGEST_KEY, LONGEST_VALUE};
use super::matcher::Matcher;
use crate::error::Error;

/// How deep groups may stand in each other.
const DEPTH: usize = 8;

/// Reads a configuration.
pub(super) fn open(path: &Path) -> Result<Parts, Error> {
    let name = path.display().to_string();
    let bytes = std::fs::read(path).map_err(|error| Error::unreadable(&name, error))?;
    let text = std::str::from_utf8(&bytes).map_err(|error| {
        let line = 1 + bytes[..error.valid_up_to()].iter().filter(|&&byte| byte == b'\n').count();
        Error::dictionary(&name, Some(line), "is not UTF-8")
    })?;
    let folder = path.parent().unwrap_or(Path::new(""));
    parse(&name, text, folder)
}

fn parse(name: &str, text: &str, folder: &Path) -> Result<Parts, Error> {
    let text = strict(text.strip_prefix('\u{FEFF}').unwrap_or(text));
    let value: Value = serde_json::from_str(&text).map_err(|error| {
        let message = error.to_string();
        let reason = message.split(" at line ").next().unwrap_or_default().to_owned();
        Error::dictionary(name, Some(error.line()), format!("is no JSON: {reason}"))
    })?;
    let mut reader = Reader { name, folder, known: HashMap::new() };
    let root = reader.object(&value, "the configuration")?;
    let stages = |reader: &mut Reader<'_>, key: &str, required: bool| match root.get(key) {
        None if required => Err(reader.wrong(key, "is missing")),
        None => Ok(Vec::new()),
        Some(Value::Array(stages)) => {
            let stages = stages.iter().enumerate();
            stages.map(|(index, stage)| reader.stage(stage, &format!("{key}[{index}]"))).collect()
        }
        Some(_) => Err(reader.wrong(key, "is no list")),
    };
    let normalization = stages(&mut reader, "normalization", false)?;
    let chain = stages(&mut reader, "conversion_chain", true)?;
    let segmentation = match root.get("segmentation") {
        None => None,
        Some(segmentation) => {
            let place = "segmentation";
            let members = reader.object(segmentation, place)?;
            let kind = reader.text(members, "type", place)?;
            if kind != "mmseg" {
                let reason = format!("is {kind:?}, and only \"mmseg\" is known");
                return Err(reader.wrong("segmentation.type", &reason));
            }
            Some(reader.stage(segmentation, place)?)
        }
    };
    Ok(Parts { normalization, segmentation, chain, outline: None })
}

struct Reader<'n> {
    name: &'n str,
    folder: &'n Path,
    /// Files that were read already: what is the same file is the same dictionary.
    known: HashMap<String, Arc<Dictionary>>,
}

impl Reader<'_> {
    fn wrong(&self, place: &str, reason: &str) -> Error {
        Error::dictionary(self.name, None, format!("{place} {reason}"))
    }

    fn object<'v>(&self, value: &'v Value, place: &str) -> Result<&'v Map<String, Value>, Error> {
        value.as_object().ok_or_else(|| self.wrong(place, "is no object"))
    }

    fn text<'v>(
        &self,
        members: &'v Map<String, Value>,
        key: &str,
        place: &str,
    ) -> Result<&'v str, Error> {
        let text = members.get(key).and_then(Value::as_str);
        text.ok_or_else(|| self.wrong(place, &format!("needs a text {key:?}")))
    }

    fn stage(&mut self, value: &Value, place: &str) -> Result<Matcher, Error> {
        let place_of_dict = format!("{place}.dict");
        match self.object(value, place)?.get("dict") {
            Some(dict) => self.matcher(dict, &place_of_dict, DEPTH),
            None => Err(self.wrong(&place_of_dict, "is missing")),
        }
    }

    fn matcher(&mut self, value: &Value, place: &str, depth: usize) -> Result<Matcher, Error> {
        let members = self.object(value, place)?;
        match self.text(members, "type", place)? {
            "group" => {
                let Some(depth) = depth.checked_sub(1) else {
                    let reason = format!("is deeper than {DEPTH} groups in each other");
                    return Err(self.wrong(place, &reason));
                };
                let Some(Value::Array(dicts)) = members.get("dicts") else {
                    return Err(self.wrong(place, "needs a list \"dicts\""));
                };
                let mut group = Vec::with_capacity(dicts.len());
                for (index, dict) in dicts.iter().enumerate() {
                    group.push(self.matcher(dict, &format!("{place}.dicts[{index}]"), depth)?);
                }
                match members.get("match_policy").map(Value::as_str) {
                    None | Some(Some("short_circuit")) => Ok(Matcher::First(group)),
                    Some(Some("union")) => Ok(Matcher::Longest(group)),
                    Some(_) => {
                        let reason = "is neither \"short_circuit\" nor \"union\"";
                        Err(self.wrong(&format!("{place}.match_policy"), reason))
                    }
                }
            }
            "inline" => self.inline(members, place),
            kind @ ("text" | "ocd2" | "ocd") => {
                let file = self.text(members, "file", place)?;
                if let Some(known) = self.known.get(file) {
                    return Ok(Matcher::One(Arc::clone(known)));
                }
                let dictionary = Arc::new(self.dictionary(file, kind == "text", place)?);
                self.known.insert(file.to_owned(), Arc::clone(&dictionary));
                Ok(Matcher::One(dictionary))
            }
            other => {
                let reason = format!(
                    "is {other:?}, and only \"text\", \"ocd2\", \"inline\" and \"group\" are known"
                );
                Err(self.wrong(&format!("{place}.type"), &reason))
            }
        }
    }

    /// The dictionary in a text file beside the configuration, or OpenCC's own of that name.
    fn dictionary(&self, file: &str, is_text: bool, place: &str) -> Result<Dictionary, Error> {
        let mut path = self.folder.join(file);
        if !is_text {
            path.set_extension("txt");
        }
        if path.exists() {
            return Dictionary::open(path);
        }
        let stem = Path::new(file).file_stem().and_then(|stem| stem.to_str());
        stem.and_then(builtin::dictionary).ok_or_else(|| {
            let reason = format!(
                "names the file {file:?}; there is no {}, and OpenCC has no such dictionary",
                path.display()
            );
            self.wrong(place, &reason)
        })
    }

    fn inline(&self, members: &Map<String, Value>, place: &str) -> Result<Matcher, Error> {
        let Some(Value::Object(pairs)) = members.get("entries") else {
            return Err(self.wrong(place, "needs an object \"entries\""));
        };
        let mut entries = Vec::with_capacity(pairs.len());
        for (key, value) in pairs {
            let value = value.as_str().unwrap_or_default();
            if key.is_empty() || value.is_empty() {
                let reason = format!("has no text as key or value of {key:?}");
                return Err(self.wrong(&format!("{place}.entries"), &reason));
            }
            let units = |text: &str| text.encode_utf16().count();
            if units(key) > LONGEST_KEY || units(value) > LONGEST_VALUE {
                let reason = format!("has an entry that is too long: {key:?}");
                return Err(self.wrong(&format!("{place}.entries"), &reason));
            }
            entries.push((key.clone(), value.to_owned()));
        }
        Ok(Matcher::One(Arc::new(Dictionary::from_entries(&entries))))
    }
}

/// The text as strict JSON, on the same lines: comments and the commas that end lists become blanks.
fn strict(text: &str) -> String {
    let mut strict = String::with_capacity(text.len());
    // Where a comma stands behind which nothing but blanks has followed.
    let mut comma = None;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match (c, chars.peek()) {
            ('"', _) => {
                comma = None;
                strict.push('"');
                while let Some(c) = chars.next() {
                    strict.push(c);
                    match c {
                        '"' => break,
                        '\\' => strict.extend(chars.next()),
                        _ => {}
                    }
                }
            }
            ('/', Some('/')) => while chars.next_if(|&c| c != '\n').is_some() {},
            ('/', Some('*')) => {
                chars.next();
                let mut last = ' ';
                for c in chars.by_ref() {
                    if c == '\n' {
                        strict.push(c);
                    }
                    if last == '*' && c == '/' {
                        break;
                    }
                    last = c;
                }
            }
            (',', _) => {
                comma = Some(strict.len());
                strict.push(',');
            }
            (']' | '}', _) => {
                if let Some(at) = comma.take() {
                    strict.replace_range(at..=at, " ");
                }
                strict.push(c);
            }
            _ => {
                if !c.is_ascii_whitespace() {
                    comma = None;
                }
                strict.push(c);
            }
        }
    }
    strict
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::han::Converter;

    #[test]
    fn comments_and_last_commas_go() {
        let text = "{ // one\n\"a\": [1, 2, /* , \n */ ], \"b\": \"// , ]\", }";
        let value: Value = serde_json::from_str(&strict(text)).unwrap();
        assert_eq!(value, serde_json::json!({ "a": [1, 2], "b": "// , ]" }));
        assert_eq!(strict(text).lines().count(), 3);
    }

    #[test]
    fn stages_and_groups_are_what_they_say() {
        let text = r#"{
            "normalization": [{ "dict": { "type": "inline", "entries": { "ａ": "a" } } }],
            "conversion_chain": [
                { "dict": { "type": "group", "match_policy": "union", "dicts": [
                    { "type": "inline", "entries": { "ab": "1" } },
                    { "type": "inline", "entries": { "abc": "2", "b": "4" } },
                ] } },
                { "dict": { "type": "group", "dicts": [
                    { "type": "ocd2", "file": "TSPhrases.ocd2" },
                    { "type": "text", "file": "TSCharacters.txt" },
                ] } },
            ],
        }"#;
        let parts = parse("test", text, Path::new("no such folder")).unwrap();
        let converter = Converter::from_parts(parts);
        assert_eq!(converter.convert("ａbc ab b 乾坤 乾杯"), "2 1 4 乾坤 干杯");
    }

    #[test]
    fn says_what_is_wrong() {
        let inline = |dict: &str| format!("{{\"conversion_chain\": [{{\"dict\": {dict}}}]}}");
        let deep = "{\"type\": \"group\", \"dicts\": [".repeat(9) + &"]}".repeat(9);
        for (text, part) in [
            ("{\n\"a\": }", "test, line 2: is no JSON"),
            ("[]", "the configuration is no object"),
            ("{}", "conversion_chain is missing"),
            ("{\"conversion_chain\": {}}", "conversion_chain is no list"),
            ("{\"conversion_chain\": [{}]}", "conversion_chain[0].dict is missing"),
            (
                "{\"conversion_chain\": [], \"segmentation\": {\"type\": \"jieba\"}}",
                "segmentation.type is \"jieba\"",
            ),
            (&inline("{}"), "conversion_chain[0].dict needs a text \"type\""),
            (&inline("{\"type\": \"trie\"}"), "dict.type is \"trie\""),
            (&inline("{\"type\": \"text\", \"file\": \"none.txt\"}"), "there is no none.txt"),
            (&inline("{\"type\": \"inline\", \"entries\": {\"a\": \"\"}}"), "value of \"a\""),
            (
                &inline("{\"type\": \"group\", \"match_policy\": \"best\", \"dicts\": []}"),
                "match_policy is neither",
            ),
            (&inline(&deep), "deeper than 8"),
        ] {
            let error = parse("test", text, Path::new("")).map(|_| ()).unwrap_err();
            assert!(error.is_dictionary());
            assert!(error.to_string().contains(part), "{error}, not {part}");
        }
    }
}
