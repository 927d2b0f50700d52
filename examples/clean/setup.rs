//! From the command line to a cleaner.

use std::io::{self, Write};
use std::path::PathBuf;

use textmend::entity::Mode;
use textmend::han::{Converter, Dictionary};
use textmend::normalize::Form;
use textmend::{Cleaner, Profile, Repair};

use crate::args::{Arguments, EntityMode, FormName};
use crate::messages::Messages;
use crate::rules_file;

/// The cleaner that the arguments describe, or what is wrong with them.
pub(crate) fn cleaner(arguments: &Arguments, messages: &mut Messages) -> Result<Cleaner, String> {
    let mut builder = Cleaner::builder()
        .profile(arguments.profile)
        .entities(match arguments.entities {
            Some(EntityMode::Strict) => Mode::Strict,
            Some(EntityMode::Prose) | None => Mode::Prose,
        })
        .html_safe(arguments.html_safe)
        .keep_bom(arguments.keep_bom)
        .record_edits(arguments.explain);
    let mut repairs = arguments.profile.repairs();
    let converts = arguments.to.is_some() || arguments.opencc.is_some();
    if converts {
        repairs = repairs.with(Repair::Script);
    }
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
    if let Some(to) = arguments.to {
        builder = builder.script_from(to, arguments.from, arguments.force);
    }
    if let Some(config) = &arguments.opencc {
        builder = builder.converter(converter(config, &arguments.dictionary)?);
    }
    builder = builder.only(repairs).form(form(arguments.form, &arguments.only));
    if let Some(label) = &arguments.encoding {
        builder = builder.encoding(label).map_err(|error| format!("--encoding: {error}"))?;
    }
    if let Some(path) = &arguments.rules {
        for rule in rules_file::read(path)? {
            builder = builder.rule(rule);
        }
    }
    for (option, given, repair) in [
        ("--to", arguments.to.is_some(), Repair::Script),
        ("--opencc", arguments.opencc.is_some(), Repair::Script),
        ("--rules", arguments.rules.is_some(), Repair::Rules),
        ("--entities", arguments.entities.is_some(), Repair::Entity),
        ("--form", arguments.form.is_some_and(|form| form != FormName::None), Repair::Normalize),
        ("--title", arguments.title.is_some(), Repair::Shuffle),
    ] {
        if given && !repairs.contains(repair) {
            messages.note(&format!("{option} does nothing, for the repair {repair} is off"));
        }
    }
    let is_named =
        arguments.only.contains(&Repair::Rules) || arguments.with.contains(&Repair::Rules);
    if is_named && arguments.rules.is_none() {
        messages.note("the repair rules does nothing without --rules FILE");
    }
    if repairs.contains(Repair::Script) && !converts {
        messages.note("script does nothing without --to or --opencc");
    }
    let cleaner = builder.build();
    Ok(match &arguments.title {
        Some(title) => cleaner.with_title(title),
        None => cleaner,
    })
}

/// The form to make. Who asks for normalization and nothing else means the form that the word stands for
/// elsewhere; in a profile it is the one that leaves clean text alone.
fn form(name: Option<FormName>, only: &[Repair]) -> Form {
    match name {
        Some(FormName::Nfc) => Form::Nfc,
        Some(FormName::Nfd) => Form::Nfd,
        Some(FormName::Nfkc) => Form::Nfkc,
        Some(FormName::Nfkd) => Form::Nfkd,
        Some(FormName::Compose | FormName::None) => Form::Compose,
        None if only == [Repair::Normalize] => Form::Nfc,
        None => Form::Compose,
    }
}

/// The converter for a configuration's name or file, with dictionaries of the user's.
fn converter(config: &str, dictionaries: &[PathBuf]) -> Result<Converter, String> {
    let named = match config.parse() {
        Ok(named) => named,
        Err(_) if config.ends_with(".json") && dictionaries.is_empty() => {
            return Converter::open(config).map_err(|error| format!("--opencc: {error}"));
        }
        Err(_) if config.ends_with(".json") => {
            return Err("--dictionary goes with a configuration's name, not with a file".into());
        }
        Err(error) => return Err(format!("--opencc: {error}; or a file *.json")),
    };
    let mut builder = Converter::builder(named);
    for path in dictionaries {
        let dictionary =
            Dictionary::open(path).map_err(|error| format!("--dictionary: {error}"))?;
        builder = builder.before(dictionary);
    }
    Ok(builder.build())
}

/// Writes the names that `--only`, `--with` and `--without` take.
pub(crate) fn list_repairs(output: &mut impl Write) -> io::Result<()> {
    let selectable = || Repair::ALL.iter().copied().filter(|repair| repair.is_selectable());
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
        Repair::Mojibake => "text of one encoding that was read as another: ÖÐ¹ú → 中国",
        Repair::MojibakeLossy => "the same with bytes lost: 锛� → ，; fills holes with guesses",
        Repair::Entity => "HTML character references, also broken and escaped twice: &ldquo; → “",
        Repair::Unescape => "complete references in text without `<`, as ftfy: &hellip; → …",
        Repair::Misread => "UTF-8 misread as a code page, judged as by ftfy: crÃ¨me → crème",
        Repair::C1 => "C1 controls as windows-1252: U+0085 → …",
        Repair::Ligature => "ligatures of Latin letters: ﬁ → fi",
        Repair::Width => "full-width and half-width forms: Ａ， → A,",
        Repair::Quote => "curly quotation marks: “x’ → \"x'",
        Repair::LineBreak => "CR LF, CR, U+0085, U+2028, U+2029 → line feed",
        Repair::Surrogate => "surrogate pairs written out: \\ud83e\\uddca → 🧊",
        Repair::Terminal => "escape sequences of terminals, such as colours",
        Repair::Control => "control characters, deprecated format characters, U+FEFF, U+FFFC",
        Repair::Invisible => "zero-width characters, stray variation selectors, Kangxi radicals",
        Repair::Pinyin => "readings injected behind Chinese characters: 空調(diào) → 空調",
        Repair::Desync => "shifted byte pairs after a lost byte: ?；瑒虞S承 → 。滑動軸承",
        Repair::Shuffle => "pieces of the title scattered over the text",
        Repair::Normalize => "Unicode forms: base and combining mark become one character",
        Repair::Script => "conversion of Chinese, as --to or --opencc says: 歷史 → 历史",
        Repair::Rules => "your own patterns, from --rules",
        _ => "",
    }
}
