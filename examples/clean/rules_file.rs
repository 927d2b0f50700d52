//! The file of `--rules`: TOML, a list of tables `[[rule]]`.
//!
//! ```toml
//! [[rule]]
//! pattern = '^Tags:'
//! action = "drop-line"     # or "delete", or "replace" with a text:
//! # with = "$1"
//! ```
//!
//! The tree is walked by hand and not by derive, so that every error can name the rule and its
//! line.

use std::fs;
use std::io;
use std::ops::Range;
use std::path::Path;

use textmend::{Action, Rule};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::messages::visible_path;

/// The name of the list.
const LIST: &str = "rule";

/// Reads the rules. An error names the file, the rule and its line, and the reason.
pub(crate) fn read(path: &Path) -> Result<Vec<Rule>, String> {
    let name = visible_path(path);
    let text = fs::read_to_string(path).map_err(|error| match error.kind() {
        io::ErrorKind::InvalidData => format!("{name}: the rules are no UTF-8 text"),
        _ => format!("{name}: the rules cannot be read: {error}"),
    })?;
    parse(&text).map_err(|error| format!("{name}: {error}"))
}

pub(crate) fn parse(text: &str) -> Result<Vec<Rule>, String> {
    let file = DeTable::parse(text).map_err(|error| {
        let place = error.span().map(|span| format!("line {}: ", line(text, &span)));
        format!("{}{}", place.unwrap_or_default(), error.message().replace('\n', ", "))
    })?;
    let unknown = file.get_ref().keys().filter(|key| key.get_ref() != LIST);
    if let Some(key) = unknown.min_by_key(|key| key.span().start) {
        let (at, key) = (line(text, &key.span()), key.get_ref());
        return Err(format!("line {at}: unknown key {key:?}; every rule begins with [[{LIST}]]"));
    }
    let mut rules = Vec::new();
    for (key, value) in file.get_ref() {
        let at = line(text, &key.span());
        let list = value.get_ref().as_array();
        let list = list.ok_or_else(|| format!("line {at}: write [[{LIST}]], for it is a list"))?;
        for (index, value) in list.iter().enumerate() {
            let rule = rule(value).map_err(|(place, reason)| {
                format!("rule {} (line {}): {reason}", index + 1, line(text, &place))
            })?;
            rules.push(rule);
        }
    }
    Ok(rules)
}

/// Where something is wrong, and what.
type Flaw = (Range<usize>, String);

fn rule(value: &Spanned<DeValue<'_>>) -> Result<Rule, Flaw> {
    let place = value.span();
    let flaw = |reason: &str| (place.clone(), reason.to_owned());
    let table = value.get_ref().as_table();
    let table = table.ok_or_else(|| flaw("a rule is a table with `pattern` and `action`"))?;
    let (mut pattern, mut action, mut with) = (None, None, None);
    for (key, value) in table {
        let field = match &**key.get_ref() {
            "pattern" => &mut pattern,
            "action" => &mut action,
            "with" => &mut with,
            unknown => {
                let known = "there are `pattern`, `action` and `with`";
                return Err((key.span(), format!("unknown key {unknown:?}; {known}")));
            }
        };
        let string = value.get_ref().as_str().ok_or_else(|| {
            let (key, kind) = (key.get_ref(), value.get_ref().type_str());
            (value.span(), format!("`{key}` must be a string, and is of type {kind}"))
        })?;
        *field = Some((string, value.span()));
    }
    let (pattern, pattern_place) = pattern.ok_or_else(|| flaw("`pattern` is missing"))?;
    let (action, action_place) = action.ok_or_else(|| flaw("`action` is missing"))?;
    let action = match (action, with) {
        ("delete", None) => Action::Delete,
        ("drop-line", None) => Action::DropLine,
        ("replace", Some((with, _))) => Action::Replace(with.to_owned()),
        ("replace", None) => {
            let reason = "`with` is missing: the text that \"replace\" puts in the match's place";
            return Err(flaw(reason));
        }
        ("delete" | "drop-line", Some((_, with_place))) => {
            let reason = format!("`with` goes with \"replace\" only, and the action is {action:?}");
            return Err((with_place, reason));
        }
        (unknown, _) => {
            let known = "there are \"delete\", \"replace\" and \"drop-line\"";
            return Err((action_place, format!("unknown action {unknown:?}; {known}")));
        }
    };
    Rule::new(pattern, action).map_err(|error| (pattern_place, error.to_string()))
}

/// The number of the line where a range starts, from one.
fn line(text: &str, place: &Range<usize>) -> usize {
    let before = &text.as_bytes()[..place.start.min(text.len())];
    1 + before.iter().filter(|byte| **byte == b'\n').count()
}
