//! References that pages have broken, and how each way of breaking is told from text that was
//! never a reference.
//!
//! - **Cut**: summaries end after so many characters, in the midst of a reference: `&ldqu ...`. The
//!   beginning of a name that stands before an ellipsis or the end of the line is completed where
//!   only one name of HTML 4 begins like this.
//! - **Misspelt**: `&ldo;`. Letters are missing, or one is wrong.
//! - **Without `;`** though the name needs it: `&ldquo你好`.
//! - **Without `&`**: `ldquo;`. Many names are words, and in code a word stands before every `;`,
//!   so only names of quotes, dashes, spaces and the like count, and only beside Han. How those
//!   are found is told in [`super::prose`].

use super::names;
use super::reference::{Value, character, number, word};

/// Names that editors put into running text, and that are no words. A slip of the pen is looked
/// for among them.
const SIGNS: [&str; 14] = [
    "ldquo", "rdquo", "lsquo", "rsquo", "sbquo", "bdquo", "laquo", "raquo", "nbsp", "quot",
    "mdash", "ndash", "hellip", "middot",
];

/// The letters of each, which tell most words apart from most names.
const SIGN_LETTERS: [u32; SIGNS.len()] = {
    let mut all = [0; SIGNS.len()];
    let mut index = 0;
    while index < all.len() {
        all[index] = letters(SIGNS[index].as_bytes());
        index += 1;
    }
    all
};

/// The letters and digits of a word, a bit for each; some share one.
const fn letters(word: &[u8]) -> u32 {
    let mut set = 0;
    let mut index = 0;
    while index < word.len() {
        set |= 1 << (word[index] & 31);
        index += 1;
    }
    set
}

/// Further names that count without `&`.
const MORE_SIGNS: [&str; 7] = ["ensp", "emsp", "thinsp", "bull", "lsaquo", "rsaquo", "prime"];

/// Names that end no word of any language, so that even a letter or digit before them does not
/// make them one.
const UNMISTAKABLE: [&str; 10] =
    ["ldquo", "rdquo", "lsquo", "rsquo", "laquo", "raquo", "nbsp", "mdash", "hellip", "middot"];

/// The shortest beginning of a sign's name that is completed, in letters: `ld`.
const SHORTEST_SIGN: usize = 2;
/// The same for the name of a letter, of which most beginnings are words: `eacu`.
const SHORTEST_LETTER: usize = 4;

/// The shortest and the longest word that is taken for a misspelt name, in letters.
const MISSPELT: std::ops::RangeInclusive<usize> = 3..=8;
/// The most letters that a misspelt name may lack.
const MOST_MISSING: usize = 2;

/// The last two letters of each of these names, and of `amp`, which may stand before one: words
/// before a `;` are common, and hardly any ends like this.
const ENDS: [&str; 8] = ["uo", "sp", "ot", "sh", "ip", "ll", "me", "mp"];

/// Decimal numbers below this are too common to be a character without `&`: `#160;`.
const FIRST_BARE_DECIMAL: u32 = 1000;

/// The longest piece of text that can be a reference without its `&`, in bytes; zeros before
/// a number's digits are not counted on.
pub(super) const LONGEST_WITHOUT_AMPERSAND: usize = 8;

/// Whether what follows a reference shows that the text was cut there: an ellipsis, or nothing
/// but white space where the line ends.
///
/// A long line is cut into segments behind white space, if that can be; a beginning that stands
/// before it ends there either way.
pub(super) fn is_cut(behind: &str, is_whole: bool) -> bool {
    let is_blank = behind.trim_start().is_empty();
    is_blank && (is_whole || !behind.is_empty()) || is_before_ellipsis(behind)
}

/// Whether an ellipsis follows, in the same line.
pub(super) fn is_before_ellipsis(behind: &str) -> bool {
    let rest = behind.trim_start();
    let blank = &behind[..behind.len() - rest.len()];
    let rest = rest.trim_start_matches(['[', '(', '（', '【']);
    let dots = ["..", "…", "。。", "···", "⋯"];
    !blank.contains('\n') && dots.iter().any(|dots| rest.starts_with(dots))
}

/// What the beginning of a name stands for, cut from the text behind it; `before` is the
/// character before the `&`.
pub(super) fn completed(beginning: &str, before: Option<char>) -> Option<Value> {
    let (_, named) = names::completion(beginning.as_bytes())?;
    let first = named.text.chars().next()?;
    let in_word = before.is_some_and(|c| c.is_ascii_alphanumeric());
    let fits = if is_sign(first) || first == '"' {
        beginning.len() >= SHORTEST_SIGN + usize::from(in_word)
    } else {
        let is_latin = matches!(first, '\u{C0}'..='\u{24F}') && first.is_alphabetic();
        let is_greek = matches!(first, '\u{370}'..='\u{3FF}');
        beginning.len() >= SHORTEST_LETTER && (is_latin || is_greek && !in_word)
    };
    fits.then_some(Value::Text(named.text))
}

/// Whether a number without `;`, cut off or not, is one that pages hold: a sign or a Han
/// character. The rest of a longer number is hardly ever one (`&#822`).
pub(super) fn is_whole_number(character: char) -> bool {
    is_sign(character) || matches!(character, '\u{4E00}'..='\u{9FFF}')
}

/// What a name that needs a `;` and has none stands for.
pub(super) fn unfinished(name: &str) -> Option<Value> {
    SIGNS.contains(&name).then(|| names::find(name.as_bytes())).flatten().map(text)
}

/// What a misspelt name stands for, where one sign's name is nearer than all others.
pub(super) fn misspelt(word: &str) -> Option<Value> {
    if !MISSPELT.contains(&word.len()) {
        return None;
    }
    let mut word = word.to_ascii_lowercase().into_bytes();
    // Both look like an l.
    if matches!(word[0], b'i' | b'1') {
        word[0] = b'l';
    }
    let letters = letters(&word);
    let near = SIGNS.iter().zip(SIGN_LETTERS).filter(|(sign, known)| {
        // Letters are left out, or one at most is wrong.
        let foreign = letters & !known;
        foreign == 0 || sign.len() <= word.len() && foreign.is_power_of_two()
    });
    let distances = near.filter_map(|(sign, _)| Some((distance(&word, sign.as_bytes())?, sign)));
    let (mut nearest, mut is_unique) = (None, false);
    for (distance, sign) in distances {
        match nearest {
            Some((least, _)) if distance > least => {}
            Some((least, _)) if distance == least => is_unique = false,
            _ => (nearest, is_unique) = (Some((distance, sign)), true),
        }
    }
    let (_, sign) = nearest.filter(|_| is_unique)?;
    names::find(sign.as_bytes()).map(text)
}

fn text(named: names::Named) -> Value {
    Value::Text(named.text)
}

/// How many slips make the word of the name: letters left out behind the first, or else one
/// letter too many, one wrong, or two neighbours in each other's place.
fn distance(word: &[u8], name: &[u8]) -> Option<usize> {
    if word == name {
        return Some(0);
    }
    let missing = name.len().wrapping_sub(word.len());
    if (1..=MOST_MISSING).contains(&missing) {
        let mut letters = name.iter();
        let is_part = word.iter().all(|byte| letters.any(|letter| letter == byte));
        return (is_part && word[0] == name[0]).then_some(missing);
    }
    let alike = word.iter().zip(name).take_while(|(a, b)| a == b).count();
    let (word, rest) = (&word[alike..], &name[alike..]);
    let is_slip = match word.len().wrapping_sub(rest.len()) {
        1 => word[1..] == *rest && name.len() > 4,
        0 if word.len() >= 2 && word[0] == rest[1] && word[1] == rest[0] => word[2..] == rest[2..],
        // A letter that is wrong makes words of short names.
        0 => word[1..] == rest[1..] && name.len() > 4,
        _ => false,
    };
    is_slip.then_some(1)
}

/// A reference without its `&` at the start of the text, `;` included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct WithoutAmpersand {
    pub(super) value: Value,
    pub(super) length: usize,
}

/// Reads a reference without its `&`: `ldquo;`, `#xff1a;`, also `amp;ldquo;`.
pub(super) fn without_ampersand(text: &str) -> Option<WithoutAmpersand> {
    let escape = "amp;";
    let again = |at: &usize| text[*at..].starts_with(escape);
    let levels = (0..super::prose::LEVELS).map(|level| level * escape.len()).take_while(again);
    let at = levels.count() * escape.len();
    let (value, length) = match number(&text[at..]) {
        Some(number) => {
            let is_hexadecimal = matches!(text.as_bytes().get(at + 1), Some(b'x' | b'X'));
            let character = character(number.code);
            let fits = is_sign(character)
                && (is_hexadecimal || number.code >= FIRST_BARE_DECIMAL)
                && number.length < LONGEST_WITHOUT_AMPERSAND;
            (fits.then_some(Value::Character(character))?, number.length)
        }
        None => {
            let name = word(&text[at..]);
            let is_known = SIGNS.contains(&name) || MORE_SIGNS.contains(&name);
            (is_known.then(|| names::find(name.as_bytes())).flatten().map(self::text)?, name.len())
        }
    };
    let end = at + length;
    let ends = text.as_bytes().get(end) == Some(&b';');
    ends.then_some(WithoutAmpersand { value, length: end + 1 })
}

/// Whether a word before a `;` may be, or end with, a reference without `&`.
pub(super) fn may_lack_ampersand(word: &[u8]) -> bool {
    word.starts_with(b"#") || ENDS.iter().any(|end| word.ends_with(end.as_bytes()))
}

/// Whether a word behind this character is part of something longer.
pub(super) fn joins_words(c: char) -> bool {
    "_-./%=\\$@".contains(c)
}

/// The name at the end of a word that is no word's end, where there is one.
pub(super) fn unmistakable_end(word: &str) -> Option<&'static str> {
    UNMISTAKABLE.into_iter().find(|name| word.ends_with(name))
}

/// Whether the text begins with a name that is no word, or with a number.
pub(super) fn is_unmistakable(text: &str) -> bool {
    text.starts_with('#') || UNMISTAKABLE.contains(&word(text))
}

/// Quotes, dashes, spaces and the like; not those of ASCII.
pub(super) fn is_sign(c: char) -> bool {
    matches!(
        c,
        '\u{A0}' | '«' | '·' | '»'
            | '\u{2002}'..='\u{200A}'
            | '\u{2010}'..='\u{2027}'
            | '\u{2030}'..='\u{203A}'
            | '\u{3000}'..='\u{303F}'
            | '\u{30FB}'
            | '\u{FF01}'..='\u{FF0F}'
            | '\u{FF1A}'..='\u{FF20}'
            | '\u{FF3B}'..='\u{FF40}'
            | '\u{FF5B}'..='\u{FF65}'
    )
}

/// Whether the character is one of Chinese or Japanese writing.
pub(super) fn is_east_asian(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(value: Option<Value>) -> Option<String> {
        value.map(|value| value.text(&mut [0; 4]).to_owned())
    }

    #[test]
    fn misspelt_names_have_one_nearest_sign() {
        for (word, expected) in [
            ("ldo", Some("“")),
            ("rdo", Some("”")),
            ("lsqo", Some("‘")),
            ("rdqo", Some("”")),
            ("ldqou", Some("“")),
            ("ldquoo", Some("“")),
            ("ldqup", Some("“")),
            ("Ldquo", Some("“")),
            ("Idquo", Some("“")),
            ("1dquo", Some("“")),
            ("nbp", Some("\u{A0}")),
            ("nbps", Some("\u{A0}")),
            ("NBSP", Some("\u{A0}")),
            ("helip", Some("…")),
            ("hllip", Some("…")),
            ("mdsh", Some("—")),
            ("midot", Some("·")),
            ("quo", Some("\"")),
            // Between two signs, or no sign at all.
            ("lquo", None),
            ("dquo", None),
            ("xdash", None),
            ("quit", None),
            ("quote", None),
            ("nasp", None),
            ("foo", None),
            ("debian", None),
            ("l", None),
            ("ld", None),
            ("ldquoldquo", None),
        ] {
            assert_eq!(shown(misspelt(word)).as_deref(), expected, "{word}");
        }
    }

    #[test]
    fn beginnings_are_completed_with_care() {
        for (beginning, before, expected) in [
            ("ldqu", Some('说'), Some("“")),
            ("ld", Some('说'), Some("“")),
            ("ld", Some('R'), None),
            ("hell", None, Some("…")),
            ("mda", Some(' '), Some("—")),
            ("nb", None, Some("\u{A0}")),
            ("eacu", Some('f'), Some("é")),
            ("Gamm", Some(' '), Some("Γ")),
            ("Gamm", Some('P'), None),
            ("G", Some('P'), None),
            ("sum", Some('m'), None),
            ("for", Some(' '), None),
            ("time", Some(' '), None),
            ("l", Some('说'), None),
        ] {
            assert_eq!(shown(completed(beginning, before)).as_deref(), expected, "{beginning}");
        }
    }

    #[test]
    fn cuts_show() {
        for behind in [" ...", "...", "…", " ……", "", "  \r\n", "。。。", " [...]"] {
            assert!(is_cut(behind, true), "{behind:?}");
        }
        for behind in [" x", ".", "\n...", "x ..."] {
            assert!(!is_cut(behind, true), "{behind:?}");
        }
        assert!(!is_cut("", false) && is_cut(" ...", false));
    }

    #[test]
    fn names_without_an_ampersand_end_as_listed() {
        for name in SIGNS.iter().chain(&MORE_SIGNS).chain(&UNMISTAKABLE).chain(&["amp"]) {
            assert!(may_lack_ampersand(name.as_bytes()), "{name}");
        }
        assert!(may_lack_ampersand(b"#8220") && !may_lack_ampersand(b"Garten"));
    }

    #[test]
    fn only_signs_do_without_an_ampersand() {
        for (text, expected) in [
            ("ldquo;", Some(("“", 6))),
            ("amp;amp;ldquo;好", Some(("“", 14))),
            ("#xff1a;", Some(("：", 7))),
            ("#8220;x", Some(("“", 6))),
            ("#x201C;", Some(("“", 7))),
            ("#160;", None),
            ("#20013;", None),
            ("#FFE4E1;", None),
            ("int;", None),
            ("copy;", None),
            ("amp;", None),
            ("ldquo", None),
            ("ldquo ;", None),
        ] {
            let read = without_ampersand(text);
            let read = read.map(|read| (shown(Some(read.value)).unwrap(), read.length));
            assert_eq!(read, expected.map(|(text, n)| (text.to_owned(), n)), "{text}");
        }
    }
}
