//! One JSON object in one line: finds the document in it and puts it back, cleaned.
//!
//! Only the bytes of the one string are replaced. All else in the line, its order, its blanks and
//! its numbers (`1.50`, `1e400`), is never decoded and so cannot change.

use std::borrow::Cow;
use std::fmt;
use std::io::{self, Write};
use std::ops::Range;

use serde::Deserializer as _;
use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, Visitor};
use serde::ser::{Serialize, Serializer};
use serde_json::Deserializer;
use serde_json::ser::Formatter;
use serde_json::value::RawValue;
use textmend::Edit;

/// The field that `--explain` adds.
pub(crate) const EDITS: &str = "edits";

/// What is needed of an object.
pub(crate) struct Record<'l> {
    line: &'l str,
    /// The value of the field with the document, where there is one.
    document: Option<&'l RawValue>,
    title: Option<&'l RawValue>,
    /// Whether there is a field with the name that edits would take.
    pub(crate) has_edits: bool,
}

impl<'l> Record<'l> {
    /// Looks through an object. Where a name occurs more than once its last value counts, as it
    /// does for most readers of JSON.
    pub(crate) fn parse(
        line: &'l str,
        field: &str,
        title_field: Option<&str>,
    ) -> serde_json::Result<Record<'l>> {
        let mut deserializer = Deserializer::from_str(line);
        let search = Search { line, field, title_field };
        let record = deserializer.deserialize_map(search)?;
        deserializer.end()?;
        Ok(record)
    }

    /// The document, or why there is none.
    pub(crate) fn document(&self) -> Result<JsonString<'l>, NoDocument> {
        let raw = self.document.ok_or(NoDocument::Missing)?;
        JsonString::decode(raw)
    }

    /// The title, where there is one; anything but a string is none.
    pub(crate) fn title(&self) -> Option<String> {
        serde_json::from_str(self.title?.get()).ok()
    }

    /// Writes the line with the document replaced by `text`, and with `edits` added.
    pub(crate) fn write(
        &self,
        document: &JsonString<'_>,
        text: &str,
        edits: Option<&[Edit]>,
        output: &mut impl Write,
    ) -> io::Result<()> {
        let line = self.line.as_bytes();
        let place = self.place(document.raw);
        // The object's closing brace is the last one in the line.
        let end = match edits {
            Some(_) => self.line.rfind('}').unwrap_or(line.len()),
            None => line.len(),
        };
        output.write_all(&line[..place.start])?;
        if text == document.text {
            output.write_all(document.raw.as_bytes())?;
        } else {
            write_json(text, document.is_escaped(), output)?;
        }
        output.write_all(&line[place.end..end])?;
        if let Some(edits) = edits {
            write!(output, ",\"{EDITS}\":")?;
            write_json(&Edits(edits), document.is_escaped(), output)?;
        }
        output.write_all(&line[end..])
    }

    /// Where in the line a value of it stands.
    fn place(&self, raw: &str) -> Range<usize> {
        let start = raw.as_ptr().addr() - self.line.as_ptr().addr();
        start..start + raw.len()
    }
}

/// Why there is nothing to clean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoDocument {
    /// No such field.
    Missing,
    /// The field's value is something else.
    NotAString,
    /// The string has half of a surrogate pair.
    LoneSurrogate,
}

impl fmt::Display for NoDocument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            NoDocument::Missing => "is missing; name the one with the text by --field",
            NoDocument::NotAString => "is no string; name the one with the text by --field",
            NoDocument::LoneSurrogate => "is no text: it has half of a surrogate pair",
        })
    }
}

/// A string, as it is written and as it reads.
pub(crate) struct JsonString<'l> {
    raw: &'l str,
    pub(crate) text: Cow<'l, str>,
}

impl<'l> JsonString<'l> {
    fn decode(raw: &'l RawValue) -> Result<JsonString<'l>, NoDocument> {
        let raw = raw.get();
        let inside = raw.strip_prefix('"').and_then(|raw| raw.strip_suffix('"'));
        let inside = inside.ok_or(NoDocument::NotAString)?;
        let text = if inside.contains('\\') {
            serde_json::from_str::<String>(raw).map_err(|_| NoDocument::LoneSurrogate)?.into()
        } else {
            inside.into()
        };
        Ok(JsonString { raw, text })
    }

    /// Whether characters beyond ASCII are written as escapes, which then stays so.
    fn is_escaped(&self) -> bool {
        self.raw.is_ascii() && !self.text.is_ascii()
    }
}

/// Picks the fields out of an object.
struct Search<'l, 's> {
    line: &'l str,
    field: &'s str,
    title_field: Option<&'s str>,
}

impl<'l> Visitor<'l> for Search<'l, '_> {
    type Value = Record<'l>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'l>>(self, mut fields: A) -> Result<Record<'l>, A::Error> {
        let mut record = Record { line: self.line, document: None, title: None, has_edits: false };
        while let Some(name) = fields.next_key_seed(Name(&self))? {
            if !name.is_document && !name.is_title {
                record.has_edits |= name.is_edits;
                fields.next_value::<IgnoredAny>()?;
                continue;
            }
            let value = fields.next_value::<&RawValue>()?;
            if name.is_document {
                record.document = Some(value);
            }
            if name.is_title {
                record.title = Some(value);
            }
        }
        Ok(record)
    }
}

/// Compares a field's name without a copy of it, and without asking it to be text.
struct Name<'a>(&'a Search<'a, 'a>);

/// What a field's name says about it.
struct Named {
    is_document: bool,
    is_title: bool,
    is_edits: bool,
}

impl<'de> DeserializeSeed<'de> for Name<'_> {
    type Value = Named;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Named, D::Error> {
        deserializer.deserialize_bytes(self)
    }
}

impl Visitor<'_> for Name<'_> {
    type Value = Named;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_bytes<E>(self, name: &[u8]) -> Result<Named, E> {
        Ok(Named {
            is_document: name == self.0.field.as_bytes(),
            is_title: self.0.title_field.is_some_and(|title| name == title.as_bytes()),
            is_edits: name == EDITS.as_bytes(),
        })
    }
}

/// Writes a value as JSON, with characters beyond ASCII as they are or as escapes.
fn write_json<T: Serialize + ?Sized>(
    value: &T,
    escaped: bool,
    output: &mut impl Write,
) -> io::Result<()> {
    if escaped {
        value.serialize(&mut serde_json::Serializer::with_formatter(output, Escaping))?;
    } else {
        serde_json::to_writer(output, value)?;
    }
    Ok(())
}

/// Writes characters beyond ASCII as UTF-16 escapes.
struct Escaping;

impl Formatter for Escaping {
    fn write_string_fragment<W: Write + ?Sized>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        for character in fragment.chars() {
            let mut buffer = [0; 2];
            if character.is_ascii() {
                writer.write_all(&[character as u8])?;
                continue;
            }
            for unit in character.encode_utf16(&mut buffer) {
                write!(writer, "\\u{unit:04x}")?;
            }
        }
        Ok(())
    }
}

/// Edits as they stand in the field [`EDITS`]; ranges count the bytes of the string's UTF-8.
struct Edits<'e>(&'e [Edit]);

impl Serialize for Edits<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(Explained::from))
    }
}

#[derive(serde::Serialize)]
struct Explained<'e> {
    source: [u64; 2],
    output: [u64; 2],
    repairs: Vec<&'static str>,
    confidence: f32,
    before: Cow<'e, str>,
    after: &'e str,
    #[serde(skip_serializing_if = "Option::is_none")]
    plan: Option<String>,
}

impl<'e> From<&'e Edit> for Explained<'e> {
    fn from(edit: &'e Edit) -> Explained<'e> {
        Explained {
            source: [edit.source.start, edit.source.end],
            output: [edit.output.start, edit.output.end],
            repairs: edit.repairs.iter().map(textmend::Repair::name).collect(),
            confidence: edit.confidence,
            // A document out of JSON is text, and so is every piece of it.
            before: String::from_utf8_lossy(&edit.before),
            after: &edit.after,
            plan: edit.plan.map(|plan| plan.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The line with its document in brackets, or what is wrong.
    fn bracketed(line: &str) -> String {
        let record = match Record::parse(line, "text", Some("title")) {
            Ok(record) => record,
            Err(_) => return "no object".into(),
        };
        let document = match record.document() {
            Ok(document) => document,
            Err(why) => return format!("{why:?}"),
        };
        let mut written = Vec::new();
        let text = format!("[{}]", document.text);
        record.write(&document, &text, None, &mut written).unwrap();
        String::from_utf8(written).unwrap()
    }

    #[test]
    fn only_the_document_is_replaced() {
        for (line, written) in [
            (r#"{"text":"a"}"#, r#"{"text":"[a]"}"#),
            ("{\"text\":\"a\"}\r\n", "{\"text\":\"[a]\"}\r\n"),
            (
                r#" { "n" : 1.50 , "text" : "" , "m":1e400 } "#,
                r#" { "n" : 1.50 , "text" : "[]" , "m":1e400 } "#,
            ),
            (r#"{"text":"1","text":"2"}"#, r#"{"text":"1","text":"[2]"}"#),
            (r#"{"te\u0078t":"a"}"#, r#"{"te\u0078t":"[a]"}"#),
            (r#"{"a":{"text":"x"},"text":"\"\\\/"}"#, r#"{"a":{"text":"x"},"text":"[\"\\/]"}"#),
            (r#"{"text":"字"}"#, r#"{"text":"[字]"}"#),
            (r#"{"text":"\u5b57\ud83e\udd80"}"#, r#"{"text":"[\u5b57\ud83e\udd80]"}"#),
            (r#"{"text":"\u5b57字"}"#, r#"{"text":"[字字]"}"#),
            (
                r#"{"x":"\ud800","\udc00":1,"text":"a"}"#,
                r#"{"x":"\ud800","\udc00":1,"text":"[a]"}"#,
            ),
            (r#"{"text":"\ud800"}"#, "LoneSurrogate"),
            (r#"{"text":null}"#, "NotAString"),
            (r#"{"text":["a"]}"#, "NotAString"),
            (r#"{"text":"a","text":1}"#, "NotAString"),
            (r#"{"Text":"a"}"#, "Missing"),
            ("{}", "Missing"),
            (r#"["text","a"]"#, "no object"),
            (r#""text""#, "no object"),
            (r#"{"text":"a"}}"#, "no object"),
            (r#"{"text":"a",}"#, "no object"),
            ("{\"text\":\"a\tb\"}", "no object"),
            (r#"{"text":"a"} {"text":"b"}"#, "no object"),
            (r#"{"n":01,"text":"a"}"#, "no object"),
        ] {
            assert_eq!(bracketed(line), written, "{line}");
        }
    }

    #[test]
    fn deep_nesting_is_no_trouble() {
        let deep = "[".repeat(100_000) + &"]".repeat(100_000);
        let line = format!("{{\"deep\":{deep},\"text\":\"a\"}}");
        assert!(bracketed(&line).ends_with("\"[a]\"}"));
        assert_eq!(bracketed(&format!("{{\"text\":{deep}}}")), "NotAString");
    }
}
