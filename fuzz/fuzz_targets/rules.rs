//! Rules with hostile patterns and replacements: an error or a rule that keeps the promises.
#![no_main]

use libfuzzer_sys::arbitrary::{self, Arbitrary};
use libfuzzer_sys::fuzz_target;
use textmend::{Action, Cleaner, Profile, Repair, Rule};

#[derive(Arbitrary, Debug)]
struct Input<'a> {
    rules: Vec<(&'a str, Option<&'a str>, bool)>,
    text: &'a str,
}

/// A pattern may compile to 8 MiB; a few of them, no more, keep an execution quick.
const MOST_RULES: usize = 3;

fuzz_target!(|input: Input<'_>| {
    let mut builder = Cleaner::builder().profile(Profile::None).with(Repair::Rules);
    for (pattern, replacement, whole_line) in input.rules.into_iter().take(MOST_RULES) {
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
    let explained = builder.build().explain(input.text);
    let replayed = explained.edits.replay(input.text.as_bytes());
    assert_eq!(replayed.expect("the log is that of this source"), explained.text);
    let undone = explained.edits.undo(&explained.text);
    assert_eq!(undone.expect("the log is that of this output"), input.text.as_bytes());
});
