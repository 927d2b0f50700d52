//! Whether text looks like UTF-8 that was misread: the neighbours that nobody writes.
//!
//! A few hundred characters occur when UTF-8 is misread in a single-byte code page. Each of them
//! occurs in good text as well, but not beside each other as here: a small letter with an accent
//! before a currency sign, a box drawing behind a capital. Which characters are told apart and
//! which neighbours are suspicious follows the heuristic of ftfy 6.3.1 (`ftfy.badness`); it was
//! tuned there on years of tweets. One thing is judged more carefully: `Â` and a no-break space
//! between capitals may be a title in capitals.
//!
//! The rules are short sequences of sets of characters. All are matched at once by the Shift-And
//! algorithm (Baeza-Yates and Gonnet 1992): one bit for each place in each rule, one table look-up
//! for each character, no going back.

use std::sync::LazyLock;

use super::char_map::CharMap;

type Classes = u32;

// What stands in many contexts and says little.
const COMMON: Classes = 1 << 0;
const C1: Classes = 1 << 1;
/// Hardly ever written on purpose beside other special characters.
const BAD: Classes = 1 << 2;
const LAW: Classes = 1 << 3;
const CURRENCY: Classes = 1 << 4;
const OPENING: Classes = 1 << 5;
const CLOSING: Classes = 1 << 6;
const NUMERIC: Classes = 1 << 7;
/// Letters and signs that faces are drawn with, which stand beside anything.
const FACES: Classes = 1 << 8;
const CAPITAL: Classes = 1 << 9;
const SMALL: Classes = 1 << 10;
/// Letters of Greek and Cyrillic text, which stand at the ends of words before punctuation.
const CAPITAL_COMMON: Classes = 1 << 11;
const SMALL_COMMON: Classes = 1 << 12;
const BOX: Classes = 1 << 13;
const ASCII_CAPITAL: Classes = 1 << 14;
const ASCII_SMALL: Classes = 1 << 15;
const BLANK: Classes = 1 << 16;
const WORD: Classes = 1 << 17;
const NO_ASCII_CAPITAL: Classes = 1 << 18;
const NO_ASCII_LETTER: Classes = 1 << 19;
const NO_LINE_FEED: Classes = 1 << 20;
/// The start or the end of the text.
const EDGE: Classes = 1 << 21;

const ACCENTED: Classes = CAPITAL | SMALL;
const ASCII_LETTER: Classes = ASCII_CAPITAL | ASCII_SMALL;
const PUNCTUATION: Classes = OPENING | CLOSING;
const SIGNS: Classes = BOX | PUNCTUATION | CURRENCY | NUMERIC | LAW;

/// The characters of the classes, with ranges where letters are many.
const MEMBERS: &[(Classes, &str)] = &[
    (COMMON, "\u{A0}\u{AD}·´–—―…’"),
    (BAD, "¦¤¨¬¯¸ƒˆˇ˘˛˜†‡‰⌐◊\u{FFFD}ªº"),
    (LAW, "¶§"),
    (CURRENCY, "¢£¥₧€"),
    (OPENING, "¡«¿©΄΅‘‚“„•‹\u{F8FF}"),
    (CLOSING, "®»˝”›™"),
    (NUMERIC, "²³¹±¼½¾×µ÷⁄∂∆∏∑√∞∩∫≈≠≡≤≥№"),
    (FACES, "ÒÓÔÕÖÙÚÛÜòóôõöøùúûüŐŌŪŲ°"),
    (CAPITAL, "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑØÜÝĂĀĄĆČĎĐĘĚĒĖĞĢİĪĶĹĽŁĻŃŇŅŒŘŚŞŠŢŤŮŰŸŹŻŽҐ"),
    (SMALL, "ßàáâãäåæçèéêëìíîïðñăąāćčďđęěēėğģįīķĺľłļœŕśşšťüźżžґﬁﬂ"),
    (CAPITAL_COMMON, "ÞΆΈΉΊΌΎΏΪΫ"),
    (SMALL_COMMON, "άέήίΰ"),
    (BOX, "│┌┐┘├┤┬┼▀▄█▌▐░▒▓"),
];

const RANGES: &[(Classes, char, char)] = &[
    (C1, '\u{80}', '\u{9F}'),
    (CAPITAL_COMMON, 'Α', 'Ω'),
    (CAPITAL_COMMON, 'Ё', 'Я'),
    (SMALL_COMMON, 'α', 'ω'),
    (SMALL_COMMON, 'а', 'џ'),
    // The double lines. A single horizontal one occurs in drawn faces.
    (BOX, '═', '╬'),
];

/// A set of characters: some classes, and some characters by themselves.
#[derive(Clone, Copy)]
struct Set(Classes, &'static str);

const fn of(classes: Classes) -> Set {
    Set(classes, "")
}

const fn one(characters: &'static str) -> Set {
    Set(0, characters)
}

/// What follows the lead bytes C2, C3, CE and D0 in UTF-8, read as windows-1252, but for the
/// no-break space.
const TRAILS: Set = Set(PUNCTUATION, "€œŠš¢£Ÿž\u{AD}®©°·»–—´");
const ARABIC_TRAILS: Set = Set(COMMON | CURRENCY | BAD | NUMERIC | OPENING, "ŸŠ®°µ»");
const ARABIC_LEADS: Set = one("ØÙ");
const CYRILLIC_LEADS: Set = one("ВГРС");
const GREEK_LEADS: Set = one("ΒΓΞΟ");
const UTF8_TRAIL_SIGNS: Classes = C1 | BAD | PUNCTUATION | CURRENCY;

/// Sequences that good text does not have.
const RULES: &[&[Set]] = &[
    &[of(C1)],
    &[of(BAD | ACCENTED | SIGNS), of(BAD)],
    &[of(ASCII_LETTER), of(SMALL_COMMON | CAPITAL_COMMON), of(BAD)],
    &[of(BAD), of(ACCENTED | SIGNS)],
    &[of(SMALL | SMALL_COMMON | BOX | CLOSING | CURRENCY | NUMERIC), of(CAPITAL)],
    &[of(BOX | CLOSING | CURRENCY | NUMERIC), of(SMALL)],
    &[of(SMALL | BOX | CLOSING), of(CURRENCY)],
    &[of(BLANK), of(CAPITAL), of(CURRENCY)],
    &[of(CAPITAL | BOX), of(NUMERIC | LAW)],
    &[of(ACCENTED | BOX | CURRENCY | CLOSING), of(OPENING), of(NUMERIC)],
    &[of(ACCENTED | CURRENCY | NUMERIC | BOX | LAW), of(CLOSING), of(OPENING)],
    &[of(CURRENCY | NUMERIC | BOX), of(OPENING)],
    &[of(ASCII_SMALL), of(CAPITAL), of(OPENING | CURRENCY)],
    &[of(BOX), of(FACES)],
    &[of(ACCENTED | CURRENCY | NUMERIC | PUNCTUATION | LAW), of(BOX)],
    &[of(BOX), of(CLOSING)],
    &[of(ACCENTED), of(PUNCTUATION), of(WORD)],
    // The ligature stands inside words.
    &[one("Œœ"), of(NO_ASCII_LETTER)],
    &[of(CAPITAL), one("°")],
    // windows-1252: Latin, Greek and Cyrillic letters that the rules above let pass.
    &[one("ÂÃÎÐ"), TRAILS],
    &[one("ÃÎÐ"), one("\u{A0}")],
    // A no-break space, but not between words in capitals.
    &[of(NO_ASCII_CAPITAL | EDGE), one("Â"), one("\u{A0}")],
    &[of(NO_ASCII_CAPITAL | EDGE), of(ASCII_CAPITAL), one("Â"), one("\u{A0}")],
    &[one("Â"), one("\u{A0}"), of(NO_ASCII_CAPITAL | EDGE)],
    &[one("×"), one("²³")],
    // windows-1252: Arabic letters; two of them, for one alone may be good text.
    &[ARABIC_LEADS, ARABIC_TRAILS, ARABIC_LEADS, ARABIC_TRAILS],
    // windows-1252: scripts of India.
    &[one("à"), one("²µ¹¼½¾")],
    // Macintosh: Latin letters, punctuation, signs.
    &[one("√"), one("±∂†≠®™´≤≥¥µø")],
    &[one("≈"), one("°¢")],
    &[one("‚"), one("Ä"), one("ìîïòôúùû†°¢π")],
    &[one("‚"), one("âó"), one("àä°ê")],
    // windows-1251: punctuation; letters, two of them; punctuation misread twice, beside Latin.
    &[one("в"), one("Ђ")],
    &[CYRILLIC_LEADS, Set(UTF8_TRAIL_SIGNS, "°µ"), CYRILLIC_LEADS],
    &[one("Г"), one("ў"), one("В"), one("Ђ"), one("В"), of(NO_LINE_FEED), Set(ASCII_LETTER, " ")],
    // windows-1252: à, á and the no-break space, the latter turned into a space.
    &[one("Ã"), one("\u{A0}¡")],
    &[of(ASCII_SMALL), one("ÃÂ"), one(" ")],
    &[of(ASCII_SMALL), of(BLANK), one("ÃÂ"), one(" ")],
    &[of(EDGE), one("ÃÂ"), one(" ")],
    // Â before what it was put before: C2 is the lead byte of the signs of Latin-1.
    &[Set(ASCII_SMALL | CLOSING, ".,?!"), one("Â"), Set(PUNCTUATION, " ")],
    // windows-1253: punctuation; letters, two of them.
    &[one("β"), one("€"), one("™\u{A0}Ά\u{AD}®°")],
    &[GREEK_LEADS, Set(UTF8_TRAIL_SIGNS, "°"), GREEK_LEADS],
    // windows-1257: punctuation.
    &[one("ā"), one("€")],
];

/// One bit for each place in each rule, in order.
type Places = u128;

/// How many characters before one that is not ASCII a rule may look at.
const CONTEXT: usize = 3;

struct Matcher {
    /// The first place of each rule.
    first: Places,
    /// The last place of each rule.
    last: Places,
    edge: Places,
    ascii: [Places; 128],
    /// The characters that have a class of their own or stand in a rule by themselves.
    special: CharMap<Places>,
    /// The others: signs, letters, blanks.
    other: [Places; 3],
}

static MATCHER: LazyLock<Matcher> = LazyLock::new(|| {
    let sets: Vec<Set> = RULES.iter().flat_map(|rule| rule.iter().copied()).collect();
    let places = |classes: Classes, character: Option<char>| {
        let stands = |Set(wanted, characters): &Set| {
            wanted & classes != 0 || character.is_some_and(|c| characters.contains(c))
        };
        let fitting = sets.iter().enumerate().filter(|(_, set)| stands(set));
        fitting.fold(0, |places, (place, _)| places | 1 << place)
    };
    let (mut first, mut last, mut place) = (0, 0, 0);
    for rule in RULES {
        first |= 1 << place;
        place += rule.len();
        last |= 1 << (place - 1);
    }
    let mut special = CharMap::new();
    let members = MEMBERS.iter().flat_map(|(_, characters)| characters.chars());
    let ranges = RANGES.iter().flat_map(|&(_, low, high)| low..=high);
    let in_rules = sets.iter().flat_map(|set| set.1.chars());
    for character in members.chain(ranges).chain(in_rules).filter(|c| !c.is_ascii()) {
        *special.get_mut(character) = places(classes(character), Some(character));
    }
    Matcher {
        first,
        last,
        edge: places(EDGE, None),
        ascii: std::array::from_fn(|code| {
            let character = char::from(code as u8);
            places(classes(character), Some(character))
        }),
        special,
        other: ['\u{2603}', '漢', '\u{2003}'].map(|example| places(classes(example), None)),
    }
});

impl Matcher {
    fn places(&self, character: char) -> Places {
        match character {
            '\0'..='\u{7F}' => return self.ascii[character as usize],
            // Han and Hangul, for speed.
            '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}' => return self.other[1],
            _ => {}
        }
        match *self.special.get(character) {
            0 if character.is_whitespace() => self.other[2],
            0 if character.is_alphanumeric() => self.other[1],
            0 => self.other[0],
            places => places,
        }
    }
}

fn classes(character: char) -> Classes {
    let mut classes = NO_ASCII_CAPITAL | NO_ASCII_LETTER | NO_LINE_FEED;
    match character {
        'A'..='Z' => classes = ASCII_CAPITAL | NO_LINE_FEED,
        'a'..='z' => classes = ASCII_SMALL | NO_ASCII_CAPITAL | NO_LINE_FEED,
        '\n' => classes &= !NO_LINE_FEED,
        _ => {}
    }
    // The separators are white space to ftfy.
    if character.is_whitespace() || matches!(character, '\u{1C}'..='\u{1F}') {
        classes |= BLANK;
    }
    if character.is_alphanumeric() || character == '_' {
        classes |= WORD;
    }
    let members = MEMBERS.iter().filter(|(_, characters)| characters.contains(character));
    let ranges = RANGES.iter().filter(|(_, low, high)| (*low..=*high).contains(&character));
    members.map(|m| m.0).chain(ranges.map(|r| r.0)).fold(classes, |all, class| all | class)
}

/// Whether the text has a sequence that good text does not have.
pub(super) fn is_suspicious(text: &str) -> bool {
    let matcher = &*MATCHER;
    let mut state = matcher.first & matcher.edge;
    let mut at = 0;
    loop {
        let Some(skipped) = text.as_bytes()[at..].iter().position(|byte| !byte.is_ascii()) else {
            return false;
        };
        // Of a stretch of ASCII only the end counts, as context.
        if skipped > CONTEXT {
            at += skipped - CONTEXT;
            state = 0;
        }
        // To the end of the text that is not ASCII, and of what a rule may want behind it.
        let mut ascii = 0;
        let mut behind = false;
        for character in text[at..].chars() {
            at += character.len_utf8();
            state = (state << 1 | matcher.first) & matcher.places(character);
            if state & matcher.last != 0 {
                return true;
            }
            behind |= !character.is_ascii();
            ascii = if character.is_ascii() { ascii + 1 } else { 0 };
            if behind && ascii > CONTEXT {
                break;
            }
        }
        if at == text.len() {
            return (state << 1 | matcher.first) & matcher.edge & matcher.last != 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rules_fit() {
        let places: usize = RULES.iter().map(|rule| rule.len()).sum();
        assert!(places <= Places::BITS as usize, "{places}");
    }

    #[test]
    fn misread_text_is_suspicious() {
        for text in [
            "crÃ¨me brÃ»lÃ©e",
            "Ð—Ð¸Ð¼Ð°",
            "zima je krÄ\u{8D}tka",
            "l’hiver \u{97} long",
            "вЂ“ winter",
            "the lake â€“ frozen",
            "├⌐tude",
            "la neige √† midi",
            "Î±Ï…Î³Î®",
            "Â\u{A0}Snow",
            "Ã  midi",
            "deux cafÃ ",
            "ØªØ§",
            "à¸«à¸´à¸¡à¸°",
            "SnowÂ\u{A0}FELL",
        ] {
            assert!(is_suspicious(text), "{text}");
            let padded = format!("{}{text}", "a plain beginning. ".repeat(3));
            // A capital before Â and a rule about the start of the text need their edge.
            if !text.starts_with(['Â', 'Ã']) {
                assert!(is_suspicious(&padded), "{padded}");
            }
            assert!(is_suspicious(&format!("{text}{}", "a plain end. ".repeat(3))), "{text}");
        }
    }

    #[test]
    fn good_text_is_not() {
        for text in [
            "",
            "plain",
            "Crème brûlée, “à la carte” — 12 €",
            "Größe: 5 × 3 m²; früher 4½",
            "Żółć, gęśla jaźń",
            "Зимой озеро «замёрзло» — №5",
            "Η λίμνη πάγωσε…",
            "¿Qué? ¡Sí! 15 °C",
            "雪が降った。湖は凍っている。",
            "ÁÉÍ Âme",
            "LE PLÂ\u{A0}TITRE",
            "┌──┐",
            "œuvre",
            "ice ≥ 30 cm",
        ] {
            assert!(!is_suspicious(text), "{text}");
        }
    }
}
