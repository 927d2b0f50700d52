//! Lines of JSON: only the document in them changes, whatever else stands there.
#![no_main]

use libfuzzer_sys::fuzz_target;
use serde_json::Value;

#[allow(dead_code, unreachable_pub, reason = "the program uses more of it")]
#[path = "../../examples/clean/record.rs"]
mod record;

/// Stands in the document's place; JSON must escape some of it.
const CLEANED: &str = "\"\\\u{1}字🦀";

fuzz_target!(|line: &str| {
    let Ok(parsed) = record::Record::parse(line, "text", Some("title")) else { return };
    parsed.title();
    let Ok(document) = parsed.document() else { return };
    let mut same = Vec::new();
    parsed.write(&document, &document.text, None, &mut same).expect("memory takes all");
    assert_eq!(same, line.as_bytes(), "nothing changed");
    let mut changed = Vec::new();
    parsed.write(&document, CLEANED, Some(&[]), &mut changed).expect("memory takes all");
    let (Ok(mut before), Ok(after)) =
        (serde_json::from_str::<Value>(line), serde_json::from_slice::<Value>(&changed))
    else {
        // Names with half a surrogate pair, and numbers beyond all, pass through unread.
        return;
    };
    before["text"] = CLEANED.into();
    before["edits"] = Value::Array(Vec::new());
    assert_eq!(before, after);
});
