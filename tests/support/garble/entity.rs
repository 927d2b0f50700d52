//! Character references, the inverse of `entity`: well-formed, escaped more than once, and broken
//! the ways pages break them.

use super::super::random::Random;
use super::is_han;

/// Signs that editors write as references, with their names.
const SIGNS: &[(char, &str)] = &[
    ('“', "ldquo"),
    ('”', "rdquo"),
    ('‘', "lsquo"),
    ('’', "rsquo"),
    ('·', "middot"),
    ('—', "mdash"),
    ('…', "hellip"),
];

/// Further characters with a name, which is understood without `;` too.
const OLD_NAMES: &[(char, &str)] = &[
    ('"', "quot"),
    ('·', "middot"),
    ('×', "times"),
    ('°', "deg"),
    ('é', "eacute"),
    ('ü', "uuml"),
    ('\u{A0}', "nbsp"),
];

/// How many in a hundred punctuation marks, and other characters, become references.
const PUNCTUATION_PERCENT: usize = 70;
const OTHERS_PERCENT: usize = 5;

/// How many in a hundred references lose the `;` they can do without.
const BARE_PERCENT: usize = 10;

/// Writes some characters as references: named, decimal or hexadecimal, a few without `;` where
/// that changes nothing. Every `&` is escaped, so strict decoding gives `text` again.
pub fn escape(text: &str, random: &mut Random) -> String {
    let mut escaped = String::with_capacity(text.len() * 2);
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let percent = match character {
            '&' => 100,
            '\n' | '\r' | '\t' => 0,
            _ if character.is_alphanumeric() || character == ' ' => OTHERS_PERCENT,
            _ if character.is_ascii() && !"\"<>".contains(character) => OTHERS_PERCENT,
            _ => PUNCTUATION_PERCENT,
        };
        if random.percent(percent) {
            let ends = |next: &char| !next.is_ascii_alphanumeric() && !"=;&#".contains(*next);
            let may_be_bare = characters.peek().is_some_and(ends);
            push_reference(&mut escaped, character, may_be_bare, random);
        } else {
            escaped.push(character);
        }
    }
    escaped
}

fn push_reference(escaped: &mut String, character: char, may_be_bare: bool, random: &mut Random) {
    let named = |names: &[(char, &'static str)]| {
        names.iter().find(|(sign, _)| *sign == character).map(|(_, name)| *name)
    };
    if character == '&' {
        escaped.push_str("&amp;");
        return;
    }
    let bare = may_be_bare && random.percent(BARE_PERCENT);
    let (reference, needs_semicolon) = match (random.below(3), named(OLD_NAMES), named(SIGNS)) {
        (0, Some(name), _) => (name.to_string(), false),
        (0, None, Some(name)) => (name.to_string(), true),
        (2, _, _) if random.percent(50) => (format!("#x{:X}", character as u32), false),
        (2, _, _) => (format!("#x{:x}", character as u32), false),
        _ => (format!("#{}", character as u32), false),
    };
    escaped.push('&');
    escaped.push_str(&reference);
    if needs_semicolon || !bare {
        escaped.push(';');
    }
}

/// Escapes what is escaped already, `levels` times: `&ldquo;` becomes `&amp;ldquo;`.
pub fn escape_again(escaped: &str, levels: usize) -> String {
    escaped.replace('&', &format!("&{}", "amp;".repeat(levels)))
}

/// A way in which the references of a page break.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Breakage {
    /// The text is cut inside a reference: `&ldqu ...`.
    Cut,
    /// `ldquo;`.
    MissingAmpersand,
    /// `&#8220；`.
    FullWidthSemicolon,
    /// `&ldo;` and `&rdo;` for the double quotes, as one editor writes them.
    Abbreviated,
    /// `&amp;ldquo;`.
    Twice,
    /// `&amp;amp;ldquo;`.
    Thrice,
}

impl Breakage {
    pub const ALL: [Breakage; 6] = [
        Breakage::Cut,
        Breakage::MissingAmpersand,
        Breakage::FullWidthSemicolon,
        Breakage::Abbreviated,
        Breakage::Twice,
        Breakage::Thrice,
    ];
}

/// A garbled text and what is to come of it: a cut loses what it cuts off.
pub struct Broken {
    pub garbled: String,
    pub truth: String,
}

/// Writes the quotes, dashes and dots of `text` that stand beside Han characters as references
/// broken in one way; `None` where there are none.
pub fn break_references(text: &str, breakage: Breakage, random: &mut Random) -> Option<Broken> {
    if breakage == Breakage::Cut {
        return cut(text, random);
    }
    let mut garbled = String::with_capacity(text.len() * 2);
    let mut broken = 0;
    for (at, character) in text.char_indices() {
        let (before, after) = (&text[..at], &text[at + character.len_utf8()..]);
        let reference = SIGNS
            .iter()
            .find(|(sign, _)| *sign == character && is_in_han(before, after))
            .and_then(|(_, name)| broken_reference(character, name, breakage));
        match reference {
            Some(reference) => {
                garbled.push_str(&reference);
                broken += 1;
            }
            None => garbled.push(character),
        }
    }
    (broken > 0).then(|| Broken { garbled, truth: text.to_string() })
}

fn broken_reference(sign: char, name: &str, breakage: Breakage) -> Option<String> {
    Some(match breakage {
        Breakage::MissingAmpersand => format!("{name};"),
        Breakage::FullWidthSemicolon => format!("&#{}；", sign as u32),
        Breakage::Abbreviated if "“”".contains(sign) => format!("&{}do;", &name[..1]),
        Breakage::Abbreviated | Breakage::Cut => return None,
        Breakage::Twice => format!("&amp;{name};"),
        Breakage::Thrice => format!("&amp;amp;{name};"),
    })
}

/// Whether the sign between the two stands in Han text, no Latin letter touching it.
fn is_in_han(before: &str, after: &str) -> bool {
    let (last, next) = (before.chars().next_back(), after.chars().next());
    let touches =
        |predicate: fn(char) -> bool| last.is_some_and(predicate) || next.is_some_and(predicate);
    touches(is_han) && !touches(|c| c.is_ascii_alphanumeric())
}

/// Cuts the text inside the reference of one of its signs, not too near the start.
fn cut(text: &str, random: &mut Random) -> Option<Broken> {
    let signs: Vec<(usize, char, &str)> = text
        .char_indices()
        .filter_map(|(at, c)| {
            let (sign, name) = SIGNS.iter().find(|(sign, _)| *sign == c)?;
            Some((at, *sign, *name))
        })
        .filter(|&(at, sign, _)| is_in_han(&text[..at], &text[at + sign.len_utf8()..]))
        .collect();
    let &(at, sign, name) = signs.get(random.below(signs.len().max(1)))?;
    Some(cut_at(&text[..at], sign, name, random))
}

/// The text followed by the start of a reference and an ellipsis.
fn cut_at(text: &str, sign: char, name: &str, random: &mut Random) -> Broken {
    // Three letters tell the names apart.
    let kept = random.between(3, name.len());
    Broken { garbled: format!("{text}&{} ...", &name[..kept]), truth: format!("{text}{sign} ...") }
}

/// Cuts behind `text` inside the reference of an opening quote, as summaries are cut.
pub fn cut_in_quote(text: &str, random: &mut Random) -> Broken {
    cut_at(text, '“', "ldquo", random)
}
