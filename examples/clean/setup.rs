//! From the command line to a cleaner.

use std::io::{self, Write};

use textmend::{Cleaner, Profile, Repair};

use crate::args::{Arguments, FormName};
use crate::messages::Messages;
use crate::rules_file;

/// The cleaner that the arguments describe, or what is wrong with them.
pub(crate) fn cleaner(arguments: &Arguments, messages: &mut Messages) -> Result<Cleaner, String> {
    let mut builder = Cleaner::builder()
        .profile(arguments.profile)
        .html_safe(arguments.html_safe)
        .keep_bom(arguments.keep_bom)
        .record_edits(arguments.explain);
    let mut repairs = arguments.profile.repairs();
    if !arguments.only.is_empty() {
        repairs = arguments.only.iter().copied().collect();
    }
    for &repair in &arguments.with {
        repairs = repairs.with(repair);
    }
    for &repair in &arguments.without {
        repairs = repairs.without(repair);
    }
    if arguments.form == Some(FormName::None) {
        repairs = repairs.without(Repair::Normalize);
    }
    builder = builder.only(repairs);
    if let Some(label) = &arguments.encoding {
        builder = builder.encoding(label).map_err(|error| format!("--encoding: {error}"))?;
    }
    if let Some(path) = &arguments.rules {
        for rule in rules_file::read(path)? {
            builder = builder.rule(rule);
        }
    }
    for (option, given, repair) in [
        ("--rules", arguments.rules.is_some(), Repair::Rules),
        ("--entities", arguments.entities.is_some(), Repair::Entity),
        ("--form", arguments.form.is_some_and(|form| form != FormName::None), Repair::Normalize),
        ("--title", arguments.title.is_some(), Repair::Shuffle),
    ] {
        if given && !repairs.contains(repair) {
            messages.note(&format!("{option} does nothing, for the repair {repair} is off"));
        }
    }
    let cleaner = builder.build();
    Ok(match &arguments.title {
        Some(title) => cleaner.with_title(title),
        None => cleaner,
    })
}

/// Writes the names that `--only`, `--with` and `--without` take.
pub(crate) fn list_repairs(output: &mut impl Write) -> io::Result<()> {
    let selectable = || Repair::ALL.into_iter().filter(|repair| repair.is_selectable());
    let width = selectable().map(|repair| repair.name().len()).max().unwrap_or(0);
    for repair in selectable() {
        let default = Profile::Default.repairs().contains(repair);
        let note = if default { "" } else { " (off by default)" };
        writeln!(output, "{:width$}  {}{note}", repair.name(), about(repair))?;
    }
    Ok(())
}

/// A line about what a repair undoes.
fn about(repair: Repair) -> &'static str {
    match repair {
        Repair::Entity => "HTML character references, also broken and escaped twice: &ldquo; → “",
        Repair::Invisible => "zero-width characters, stray variation selectors, Kangxi radicals",
        Repair::Pinyin => "readings injected behind Chinese characters: 空調(diào) → 空調",
        Repair::Desync => "shifted byte pairs after a lost byte: ?；瑒虞S承 → 。滑動軸承",
        Repair::Shuffle => "pieces of the title scattered over the text",
        Repair::Normalize => "Unicode forms: base and combining mark become one character",
        Repair::Rules => "your own patterns, from --rules",
        _ => "",
    }
}
