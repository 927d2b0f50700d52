//! Rules with hostile patterns and replacements: an error or a rule that keeps the promises.
#![no_main]

use libfuzzer_sys::fuzz_target;
use textmend::{Action, Cleaner, Profile, Repair, Rule};

/// Patterns with their replacements, if any; and whether the whole line is to go.
type Rules<'a> = Vec<(&'a str, Option<&'a str>, bool)>;

/// A pattern may compile to 8 MiB; a few of them, no more, keep an execution quick.
const MOST_RULES: usize = 3;

fuzz_target!(|input: (Rules<'_>, &str)| {
    let (rules, text) = input;
    let mut builder = Cleaner::builder().profile(Profile::None).with(Repair::Rules);
    for (pattern, replacement, whole_line) in rules.into_iter().take(MOST_RULES) {
        let action = match replacement {
            _ if whole_line => Action::DropLine,
            Some(text) => Action::Replace(text.to_owned()),
            None => Action::Delete,
        };
        match Rule::new(pattern, action) {
            Ok(rule) => builder = builder.rule(rule),
            Err(error) => assert!(error.is_pattern() && !error.to_string().is_empty()),
        }
    }
    let explained = builder.build().explain(text);
    let replayed = explained.edits.replay(text.as_bytes());
    assert_eq!(replayed.expect("the log is that of this source"), explained.text);
    let undone = explained.edits.undo(&explained.text);
    assert_eq!(undone.expect("the log is that of this output"), text.as_bytes());
});
