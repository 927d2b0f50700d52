//! Unicode normalization forms, and a gentler one: composition only.
//!
//! Scraped text often holds letters in pieces: a base letter and combining marks, or the jamo of
//! a Korean syllable, where the author's keyboard made one character. [`Form::Compose`] puts
//! those together and leaves everything else alone; the four forms of the Unicode Standard
//! ([UAX #15]) are there for those who ask for them.
//!
//! A quick check over bytes finds the next character that a form may change. Around it, the
//! shortest sequence that the form treats by itself (it begins and ends where nothing composes
//! or changes places with its neighbour) is normalized by the crate `unicode-normalization` and
//! replaced if it differs. Text that is in the form already is neither copied nor allocated for.
//!
//! A sequence with more than [`MAX_MARKS`] combining marks in a row is not language but ornament
//! or an attack on sorting; it stays as it is in every form. The limit is that of the
//! Stream-Safe Text Format.
//!
//! [UAX #15]: https://www.unicode.org/reports/tr15/

mod class;
mod scan;

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{
    canonical_combining_class, compose as compose_pair, decompose_canonical,
};

use crate::repair::Repair;
use crate::rewrite::Rewriter;
use class::class;
use scan::Question;

pub(crate) use scan::is_suspicious_composed as may_begin;

/// The most combining marks in a row (characters whose canonical combining class is not 0) that
/// are normalized: the limit of the Stream-Safe Text Format of UAX #15, far above what any
/// language needs.
///
/// ```
/// use textmend::normalize::MAX_MARKS;
///
/// let stacked = format!("a{}", "\u{301}".repeat(MAX_MARKS + 1));
/// assert_eq!(textmend::clean(&stacked), stacked);
/// ```
pub const MAX_MARKS: usize = 30;

/// Replacing a sequence by its normal form is no guess.
const CONFIDENCE: f32 = 1.0;

/// A Unicode form.
///
/// ```
/// use textmend::normalize::{Form, normalize};
///
/// // The ohm sign is a singleton: NFC makes it the Greek letter, composition lets it be.
/// let text = "cafe\u{301} at 5 \u{2126}";
/// assert_eq!(normalize(text, Form::Compose), "caf\u{e9} at 5 \u{2126}");
/// assert_eq!(normalize(text, Form::Nfc), "caf\u{e9} at 5 \u{3a9}");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Form {
    /// Composes and does nothing else: combining marks join their base, jamo their syllable,
    /// where NFC has a composite for them. Singletons (`U+2126`, `U+F914`, `U+0387`) and
    /// composites excluded from NFC (`U+0958`, the Hebrew presentation forms) stay, and so does
    /// the order of marks where nothing composes. Where something does, the marks of that
    /// sequence come out in canonical order. The result is canonically equivalent to the text.
    #[default]
    Compose,
    /// Normalization Form C: canonical decomposition, then canonical composition.
    Nfc,
    /// Normalization Form D: canonical decomposition.
    Nfd,
    /// Normalization Form KC: compatibility decomposition, then canonical composition. Loses
    /// distinctions: `①` becomes `1`, `，` becomes `,`.
    Nfkc,
    /// Normalization Form KD: compatibility decomposition. Loses the same distinctions.
    Nfkd,
}

impl Form {
    /// All forms.
    ///
    /// ```
    /// use textmend::normalize::Form;
    ///
    /// assert!(Form::ALL.contains(&Form::Nfkc));
    /// ```
    pub const ALL: &'static [Form] = &[Form::Compose, Form::Nfc, Form::Nfd, Form::Nfkc, Form::Nfkd];

    /// The name in lower case: `compose`, `nfc`, `nfd`, `nfkc`, `nfkd`.
    ///
    /// ```
    /// use textmend::normalize::Form;
    ///
    /// assert_eq!(Form::Nfkc.name(), "nfkc");
    /// ```
    pub const fn name(self) -> &'static str {
        match self {
            Form::Compose => "compose",
            Form::Nfc => "nfc",
            Form::Nfd => "nfd",
            Form::Nfkc => "nfkc",
            Form::Nfkd => "nfkd",
        }
    }

    /// The classes of characters that the form may change, alone or with their neighbours.
    fn look(self) -> u8 {
        match self {
            Form::Compose => class::COMPOSES,
            Form::Nfc => class::NOT_NFC | class::COMPOSES | class::MARK,
            Form::Nfd => class::NOT_NFD | class::MARK,
            Form::Nfkc => class::NOT_NFKC | class::COMPOSES | class::MARK,
            Form::Nfkd => class::NOT_NFKD | class::MARK,
        }
    }

    /// The class of characters before which the form cannot cut.
    fn joins(self) -> u8 {
        match self {
            Form::Compose | Form::Nfc | Form::Nfd => class::JOINS,
            Form::Nfkc | Form::Nfkd => class::JOINS_COMPATIBLY,
        }
    }

    fn question(self) -> Question {
        match self {
            Form::Compose | Form::Nfc => Question::Composed,
            Form::Nfd | Form::Nfkc | Form::Nfkd => Question::Decomposed,
        }
    }

    /// Writes the form of a sequence.
    fn write(self, sequence: &str, into: &mut String) {
        match self {
            Form::Compose => compose(sequence, into),
            Form::Nfc => match composite(sequence) {
                Some(character) => into.push(character),
                None => into.extend(sequence.nfc()),
            },
            Form::Nfd => into.extend(sequence.nfd()),
            Form::Nfkc => into.extend(sequence.nfkc()),
            Form::Nfkd => into.extend(sequence.nfkd()),
        }
    }
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Brings text into a form; borrows where it is in the form already.
///
/// Takes time linear in the text. A sequence with more than [`MAX_MARKS`] combining marks in a
/// row stays as it is.
///
/// ```
/// use std::borrow::Cow;
/// use textmend::normalize::{Form, normalize};
///
/// assert_eq!(normalize("\u{1112}\u{1161}\u{11ab}\u{ae00}", Form::Compose), "한글");
/// assert_eq!(normalize("①，", Form::Nfkc), "1,");
/// assert!(matches!(normalize("naïve 漢字", Form::Nfc), Cow::Borrowed(_)));
/// ```
pub fn normalize(text: &str, form: Form) -> Cow<'_, str> {
    let mut rewriter = Rewriter::new(text, Repair::Normalize);
    repair(text, form, &mut rewriter);
    rewriter.finish().text
}

/// Brings a segment into a form. Tells how many runs of more than [`MAX_MARKS`] combining marks
/// it met and left as they are.
pub(crate) fn repair(text: &str, form: Form, rewriter: &mut Rewriter<'_>) -> u64 {
    let mut overlong = 0;
    let mut written = String::new();
    let mut done = 0;
    while let Some(found) = scan::find(text, done, form.look(), form.question()) {
        let sequence = sequence_around(text, done, found, form.joins());
        done = sequence.end;
        let source = &text[sequence.clone()];
        let runs = overlong_runs(source);
        overlong += runs;
        if runs == 0 {
            written.clear();
            form.write(source, &mut written);
            rewriter.replace(sequence, &written, CONFIDENCE);
        }
    }
    overlong
}

/// Whether composition never joins the character to what stands before it.
pub(crate) fn starts_sequence(character: char) -> bool {
    class(character) & class::JOINS == 0
}

/// Whether composition may have to do with the character that begins at a byte.
pub(crate) fn may_compose_at(text: &str, at: usize) -> bool {
    let composes = |c: char| class(c) & Form::Compose.look() != 0;
    let character = text[at..].chars().next().filter(|c| composes(*c));
    character.is_some_and(|character| scan::composes_behind(&text[..at], character))
}

/// The sequence that holds the character at `found` and that a form can treat by itself. It
/// reaches back no further than `done`, where the one before ended.
fn sequence_around(text: &str, done: usize, found: usize, joins: u8) -> Range<usize> {
    let can_cut_before = |character: char| class(character) & joins == 0;
    let mut rest = text[found..].chars();
    let start = if rest.next().is_some_and(can_cut_before) {
        found
    } else {
        let before = text[done..found].char_indices().rfind(|(_, c)| can_cut_before(*c));
        before.map_or(done, |(offset, _)| done + offset)
    };
    let behind = rest.as_str();
    let length = behind.find(can_cut_before).unwrap_or(behind.len());
    start..text.len() - behind.len() + length
}

/// How many runs of combining marks are longer than [`MAX_MARKS`].
fn overlong_runs(sequence: &str) -> u64 {
    // A mark takes at least two bytes.
    if sequence.len() <= 2 * MAX_MARKS {
        return 0;
    }
    let is_mark = |character: char| class(character) & class::MARK != 0;
    let runs = sequence.split(|character| !is_mark(character));
    runs.filter(|run| run.chars().nth(MAX_MARKS).is_some()).count() as u64
}

/// Composes what NFC would, around characters that NFC would take apart.
///
/// Where the composed form is no shorter, nothing was in pieces: marks would only change places,
/// or one mark of a composite would make way for another (`ế` with a dot below). Readers see no
/// difference, but text should come back as it was, so it stays.
fn compose(sequence: &str, into: &mut String) {
    let excluded = |character: char| class(character) & class::NOT_NFC != 0;
    for piece in sequence.split_inclusive(excluded) {
        let last = piece.chars().next_back().filter(|character| excluded(*character));
        let plain = &piece[..piece.len() - last.map_or(0, char::len_utf8)];
        let start = into.len();
        // Of two characters most are one; of more, most are a letter with marks in order.
        let is_pair = plain.chars().nth(2).is_none();
        let one = |is_asked: bool| is_asked.then(|| composite(plain)).flatten();
        if let Some(character) = one(is_pair) {
            into.push(character);
        } else if !compose_in_order(plain, into) {
            match one(!is_pair) {
                Some(character) => into.push(character),
                None => into.extend(plain.nfc()),
            }
        }
        if into[start..].chars().count() >= plain.chars().count() {
            into.truncate(start);
            into.push_str(plain);
        }
        into.extend(last);
    }
}

/// The one character that the sequence composes to, if it does: the common case, and quicker than
/// taking everything apart first. A composite that decomposes to the sequence is its NFC.
fn composite(sequence: &str) -> Option<char> {
    let mut characters = sequence.chars();
    let pair = compose_pair(characters.next()?, characters.next()?)?;
    characters.try_fold(pair, compose_pair)
}

/// Writes the NFC of a character and marks that are in canonical order already: one
/// mark after the other is joined to the character, where none that is like it stands between. That is
/// quicker than taking everything apart first. Writes nothing where the order is another.
fn compose_in_order(sequence: &str, into: &mut String) -> bool {
    let mut characters = sequence.chars();
    let Some(mut base) = characters.next() else { return true };
    let marks = characters.as_str();
    // The marks that the first character is made of come before the others.
    let mut order = 0;
    decompose_canonical(base, |part| order = canonical_combining_class(part));
    if canonical_combining_class(base) != 0 {
        return false;
    }
    let start = into.len();
    into.push(base);
    let base_end = into.len();
    let mut last_kept = 0;
    for mark in marks.chars() {
        let class = canonical_combining_class(mark);
        if class == 0 || class < order {
            into.truncate(start);
            return false;
        }
        order = class;
        match compose_pair(base, mark).filter(|_| last_kept < class) {
            Some(joined) => base = joined,
            None => {
                into.push(mark);
                last_kept = class;
            }
        }
    }
    into.replace_range(start..base_end, base.encode_utf8(&mut [0; 4]));
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(text: &str, form: Form) -> String {
        normalize(text, form).into_owned()
    }

    #[test]
    fn composes_only() {
        let cases = [
            ("e\u{301}", "é"),
            ("cafe\u{301}s", "cafés"),
            // Vietnamese: both orders of the marks, and a base that is composed already.
            ("a\u{302}\u{323}", "\u{1ead}"),
            ("a\u{323}\u{302}", "\u{1ead}"),
            ("\u{e2}\u{323}", "\u{1ead}"),
            // Kana and Hangul.
            ("か\u{3099}は\u{309a}", "がぱ"),
            ("\u{1100}\u{1161}\u{11a8}", "각"),
            ("\u{ac00}\u{11a8}", "각"),
            // Devanagari: one composite is excluded, another is not.
            ("\u{928}\u{93c}", "\u{929}"),
            ("\u{915}\u{93c}", "\u{915}\u{93c}"),
            // Bengali vowels in two parts.
            ("\u{995}\u{9c7}\u{9be}", "\u{995}\u{9cb}"),
            // Marks behind something that composes with a later mark.
            ("o\u{328}\u{304}", "\u{1ed}"),
            ("o\u{304}\u{328}", "\u{1ed}"),
        ];
        for (text, expected) in cases {
            assert_eq!(form(text, Form::Compose), expected, "{text}");
            assert_eq!(form(text, Form::Nfc), expected, "{text}");
        }
    }

    #[test]
    fn composition_leaves_the_rest_alone() {
        let stays = [
            // Singletons.
            "\u{2126} \u{212a} \u{212b} \u{387} \u{37e} \u{1f71} \u{f914} \u{2f800} \u{2329}",
            "a\u{340}\u{341}",
            "\u{212b}\u{323}",
            // Composition exclusions.
            "\u{958} \u{fb2a} \u{fb4b} \u{2adc} \u{1d15e} \u{f43}",
            // Marks out of canonical order where nothing composes: Hebrew, Arabic, Tibetan.
            "\u{5d1}\u{5bc}\u{5b0}",
            "\u{628}\u{651}\u{64e}",
            "\u{f40}\u{f74}\u{f72}",
            "q\u{301}\u{323}",
            // A mark that would only move from one composite to another.
            "\u{1ebf}\u{323}",
            "\u{1d6}\u{323}",
            // Compatibility characters.
            "①，ｆﬁ㎏½",
        ];
        for text in stays {
            assert!(matches!(normalize(text, Form::Compose), Cow::Borrowed(_)), "{text:?}");
        }
        // What stands before a singleton composes all the same.
        assert_eq!(form("e\u{302}\u{341}", Form::Compose), "\u{ea}\u{341}");
    }

    #[test]
    fn full_forms() {
        let cases = [
            ("\u{2126}\u{212b}\u{387}", Form::Nfc, "\u{3a9}\u{c5}\u{b7}"),
            ("\u{f914}", Form::Nfc, "\u{6a02}"),
            ("\u{958}", Form::Nfc, "\u{915}\u{93c}"),
            ("\u{5d1}\u{5bc}\u{5b0}", Form::Nfc, "\u{5d1}\u{5b0}\u{5bc}"),
            ("각é", Form::Nfd, "\u{1100}\u{1161}\u{11a8}e\u{301}"),
            ("ｶﾞ㎏，①", Form::Nfkc, "ガkg,1"),
            ("ﬁﾞé", Form::Nfkd, "fi\u{3099}e\u{301}"),
        ];
        for (text, wanted, expected) in cases {
            assert_eq!(form(text, wanted), expected, "{wanted} {text}");
        }
    }

    #[test]
    fn an_overlong_run_stays_and_is_counted() {
        let long = format!("é a{} e\u{301}", "\u{301}".repeat(MAX_MARKS + 1));
        let allowed = format!("a{}", "\u{301}".repeat(MAX_MARKS));
        for &form in Form::ALL {
            let mut rewriter = Rewriter::new(&long, Repair::Normalize);
            assert_eq!(repair(&long, form, &mut rewriter), 1);
            let marks = "\u{301}".repeat(MAX_MARKS + 1);
            assert!(rewriter.finish().text.contains(&format!("a{marks}")), "{form}");
            let mut rewriter = Rewriter::new(&allowed, Repair::Normalize);
            assert_eq!(repair(&allowed, form, &mut rewriter), 0);
        }
    }

    #[test]
    fn changes_are_local() {
        let text = "中e\u{301}文a\u{308}\u{323}x";
        let mut rewriter = Rewriter::new(text, Repair::Normalize);
        repair(text, Form::Compose, &mut rewriter);
        let changes = rewriter.finish().changes;
        let ranges: Vec<_> = changes.into_iter().map(|change| change.source).collect();
        assert_eq!(ranges, [3..6, 9..14]);
    }

    #[test]
    fn marks_in_order_compose_as_in_nfc() {
        let mut in_order = 0;
        let stable = || ALPHABET.iter().filter(|c| class(**c) & class::NOT_NFC == 0);
        for base in stable() {
            for first in stable() {
                for second in stable() {
                    for third in [None, Some('\u{301}'), Some('\u{345}')] {
                        let sequence = [*base, *first, *second].into_iter().chain(third);
                        let sequence: String = sequence.collect();
                        let mut composed = String::new();
                        if compose_in_order(&sequence, &mut composed) {
                            in_order += 1;
                            assert_eq!(composed, sequence.nfc().collect::<String>());
                        } else {
                            assert_eq!(composed, "");
                        }
                    }
                }
            }
        }
        assert!(in_order > 1_000);
    }

    /// Characters that meet each other in every way that matters to normalization.
    const ALPHABET: &[char] = &[
        'a',
        'e',
        'o',
        ' ',
        '\n',
        '中',
        '\u{e2}',
        '\u{1ebf}',
        '\u{212b}',
        '\u{2126}',
        '\u{f914}',
        '\u{300}',
        '\u{301}',
        '\u{302}',
        '\u{308}',
        '\u{31b}',
        '\u{323}',
        '\u{328}',
        '\u{338}',
        '\u{340}',
        '\u{344}',
        '\u{345}',
        '\u{34f}',
        '\u{3b1}',
        '\u{1f71}',
        '\u{5d1}',
        '\u{5bc}',
        '\u{5b0}',
        '\u{fb4b}',
        '\u{627}',
        '\u{653}',
        '\u{928}',
        '\u{93c}',
        '\u{929}',
        '\u{958}',
        '\u{9c7}',
        '\u{9be}',
        '\u{f71}',
        '\u{f72}',
        '\u{f73}',
        '\u{f75}',
        '\u{1100}',
        '\u{1161}',
        '\u{11a8}',
        '\u{ac00}',
        '\u{ac01}',
        '\u{3164}',
        '\u{ffa1}',
        '\u{ffc2}',
        'か',
        '\u{3099}',
        '\u{ff76}',
        '\u{ff9e}',
        '\u{309b}',
        '①',
        'ﬁ',
        '\u{110a5}',
        '\u{110ba}',
        '\u{1d15f}',
        '\u{1d165}',
        '\u{1d16e}',
        '\u{2adc}',
        '\u{2add}',
    ];

    /// Random strings over the alphabet, the same ones every time.
    fn strings() -> impl Iterator<Item = String> {
        let mut state = 0x9E37_79B9_7F4A_7C15_u64;
        let mut next = move |bound: usize| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 33) as usize % bound
        };
        (0..20_000).map(move |_| {
            let length = next(40);
            (0..length).map(|_| ALPHABET[next(ALPHABET.len())]).collect()
        })
    }

    #[test]
    fn the_forms_are_those_of_the_standard() {
        for text in strings() {
            assert_eq!(form(&text, Form::Nfc), text.nfc().collect::<String>(), "{text:?}");
            assert_eq!(form(&text, Form::Nfd), text.nfd().collect::<String>(), "{text:?}");
            assert_eq!(form(&text, Form::Nfkc), text.nfkc().collect::<String>(), "{text:?}");
            assert_eq!(form(&text, Form::Nfkd), text.nfkd().collect::<String>(), "{text:?}");
        }
    }

    #[test]
    fn doing_it_twice_changes_nothing_more() {
        for text in strings() {
            for &wanted in Form::ALL {
                let once = form(&text, wanted);
                let twice = normalize(&once, wanted);
                assert!(matches!(twice, Cow::Borrowed(_)), "{wanted} {text:?}");
            }
        }
    }

    #[test]
    fn composition_is_equivalent_and_undoes_decomposition() {
        for text in strings() {
            let composed = form(&text, Form::Compose);
            assert_eq!(composed.nfd().collect::<String>(), text.nfd().collect::<String>());
            // Text whose form is NFC and holds nothing that decomposes for good comes back.
            let clean: String = text.nfc().collect();
            let decomposed: String = clean.nfd().collect();
            assert_eq!(form(&decomposed, Form::Compose), clean, "{text:?}");
        }
    }
}
