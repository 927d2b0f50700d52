//! Character references, the inverse of `entity`: well-formed, escaped more than once, and broken
//! the ways pages break them.

use super::super::random::Random;

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

/// Writes the quotes, dashes and dots of `text` as references broken in one way; `None` where
/// there are none.
pub fn break_references(text: &str, breakage: Breakage, random: &mut Random) -> Option<Broken> {
    if breakage == Breakage::Cut {
        return cut(text, random);
    }
    let mut garbled = String::with_capacity(text.len() * 2);
    let mut broken = 0;
    let mut before = '\n';
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let after = characters.peek().copied().unwrap_or('\n');
        // A name without its `&` is none inside Latin text.
        let is_placed = breakage != Breakage::MissingAmpersand
            || !before.is_ascii_alphanumeric() && (is_east_asian(before) || is_east_asian(after));
        let reference = SIGNS
            .iter()
            .find(|(sign, _)| *sign == character && is_placed)
            .and_then(|(_, name)| broken_reference(character, name, breakage));
        match reference {
            Some(reference) => {
                garbled.push_str(&reference);
                broken += 1;
            }
            None => garbled.push(character),
        }
        before = character;
    }
    (broken > 0).then(|| Broken { garbled, truth: text.to_string() })
}

/// Whether the character is Han, kana or full-width punctuation.
fn is_east_asian(character: char) -> bool {
    matches!(character, '\u{3000}'..='\u{9FFF}' | '\u{FF00}'..='\u{FFEF}')
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

/// Cuts the text inside the reference of one of its signs.
fn cut(text: &str, random: &mut Random) -> Option<Broken> {
    let named = |c: char| SIGNS.iter().find(|(sign, _)| *sign == c);
    let signs: Vec<_> = text.char_indices().filter_map(|(at, c)| Some((at, named(c)?))).collect();
    let &(at, &(sign, name)) = signs.get(random.below(signs.len().max(1)))?;
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
