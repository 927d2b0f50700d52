//! UTF-8 that was read one byte at a time, and lost some of its bytes on the way.
//!
//! Programs tidy up what they take for text: they turn no-break spaces into spaces or drop them, drop soft
//! hyphens, make curly quotes straight, and drop or replace characters that their code page does not
//! define. Where such a character was a byte of UTF-8, a sequence is left incomplete. It is given one byte
//! back: the one that makes a character which fits between its neighbours far better
//! than any other, and than the sequence as it stands; the language of the complete sequences tells how
//! letters fit. Every other incomplete sequence stays as it is, and the complete ones around it are read all
//! the same.
//!
//! Such text may be valid in other encodings by accident, and then reads as letters of a strange script among
//! Latin ones. So the structure is evidence by itself: few bytes of other text look like sequences.

use std::iter::once;
use std::ops::RangeInclusive;
use std::sync::OnceLock;

use super::codec::{Codec, Readers, Roles, roles};
use super::misread::grave;
use super::plausibility::{Model, Voice};
use super::search::usual_readers;
use super::utf8;

/// By how much a filling must be cheaper than any other, in tenths of a nat: among letters, and among the
/// thousands of characters of East Asia.
const LEAD: i32 = 30;
const LEAD_OF_WIDE: i32 = 60;
/// From here on characters take three bytes.
const WIDE: char = '\u{800}';
/// What it costs to take a space away with what it was, but for a capital that begins a word: most words
/// end before a space.
const JOINING: i32 = 20;
/// What it costs to suppose that a soft hyphen was dropped, and that a byte without a meaning became a space:
/// no-break spaces are lost far more often.
const HYPHEN: i32 = 10;
const UNDEFINED_SPACE: i32 = 30;
/// Where more is incomplete than this and half of what is complete, neighbours tell little.
const FEW: usize = 1;
/// Letters of Vietnamese.
const VIETNAMESE: RangeInclusive<char> = '\u{1EA0}'..='\u{1EF9}';

/// How improbable a complete sequence of two bytes, and a longer one, is in other text, and how
/// improbable what is left over is in UTF-8; in tenths of a nat.
const SHORT: i32 = 18;
const LONG: i32 = 35;
const STRAY: i32 = 18;
const TRAIL: i32 = 6;
const GIVEN: i32 = 9;

/// A text read anew.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    pub(super) text: String,
    /// Sequences that were given a byte.
    pub(super) restored: usize,
    /// How improbable it is that the text looks like UTF-8 by chance.
    evidence: i32,
}

impl Reading {
    /// Whether the text looks more like UTF-8 than like anything else, by the structure of its bytes.
    pub(super) fn is_utf_8(&self) -> bool {
        self.evidence > 0
    }
}

/// A character of the text and the byte that it was.
#[derive(Clone, Copy)]
struct Item {
    c: char,
    /// `None` where the encoding has no such character.
    byte: Option<u8>,
}

/// Reads a text again that was UTF-8 and was read in an encoding of one byte a character, if it looks like that.
///
/// Linear in the text.
pub(super) fn read(text: &str, read_as: Codec, model: Model) -> Option<Reading> {
    let mut buffer = Vec::with_capacity(1);
    let mut item = |c: char| {
        buffer.clear();
        let byte = read_as.encode_char(c, &mut buffer).then(|| buffer[0]);
        Item { c, byte }
    };
    let mut items: Vec<Item> = Vec::with_capacity(text.len());
    items.extend(text.chars().map(&mut item));
    // Most text is told by its structure, before anything is asked of a language.
    let outline = walk(&items, false, |_, _| None);
    let most = outline.evidence + outline.strays as i32 * (STRAY - GIVEN);
    if most <= 0 {
        return None;
    }
    let outline = walk(&items, true, |_, _| None);
    if outline.strays > FEW + outline.complete / 2 {
        let Walk { text, evidence, .. } = outline;
        return Some(Reading { text, restored: 0, evidence });
    }
    let voice = model.voice(&outline.certain);
    let is_vietnamese = outline.certain.contains(|c| VIETNAMESE.contains(&c));
    let losses = Losses::of(read_as, is_vietnamese);
    let walk = walk(&items, true, |items, previous| losses.restore(items, previous, voice));
    let Walk { text, restored, evidence, .. } = walk;
    Some(Reading { text, restored, evidence })
}

/// The encodings of one byte a character that have bytes for all of a text but a few characters, where it may look like
/// UTF-8 that was read in them.
///
/// In most of them hardly any byte goes on with what the byte before it began. Each that does tells no more for UTF-8 than
/// [`SHORT`], for itself and for what it goes on with; all others tell against it.
pub(super) fn readers(text: &str) -> impl Iterator<Item = Codec> {
    const { assert!(LONG <= 2 * SHORT && TRAIL <= SHORT) };
    let text = if has_too_few_neighbours(text) { "" } else { text };
    let (mut marked, mut continued) = (0, [0; Readers::BITS as usize]);
    let mut before = Roles::default();
    for c in text.chars() {
        if c.is_ascii() {
            before = Roles::default();
            continue;
        }
        let roles = roles(c);
        marked += 1;
        let mut all = roles.trail & (before.lead | before.trail);
        while all != 0 {
            continued[all.trailing_zeros() as usize] += 1;
            all &= all - 1;
        }
        before = roles;
    }
    let may_be_utf_8 =
        move |continued: i32| SHORT * continued > (STRAY - GIVEN) * (marked - 2 * continued).max(0);
    let usual = continued.iter().any(|it| may_be_utf_8(*it)).then(|| usual_readers(text));
    usual.into_iter().flatten().filter(move |it| may_be_utf_8(continued[it.lane()]))
}

/// Whether too few characters beyond ASCII stand side by side for the text to look like UTF-8, in whatever encoding it
/// was read: its bytes beyond ASCII do.
///
/// Of `all` characters and `pairs` of neighbours, complete sequences tell no more for it than [`SHORT`] a pair, and what is
/// left over at least [`STRAY`] less [`GIVEN`] against it: sequences of two have one pair each, longer ones more.
fn has_too_few_neighbours(text: &str) -> bool {
    const FOR: usize = SHORT as usize;
    const AGAINST: usize = (STRAY - GIVEN) as usize;
    const { assert!(LONG <= 2 * SHORT && TRAIL <= SHORT) };
    let begins = |byte: u8| byte >= 0xC0;
    let bytes = text.as_bytes();
    let all = bytes.iter().filter(|byte| begins(**byte)).count();
    let pairs = bytes.iter().zip(bytes.iter().skip(1));
    let pairs = pairs.filter(|(before, byte)| begins(**byte) && !before.is_ascii()).count();
    FOR * pairs <= AGAINST * all.saturating_sub(2 * pairs)
}

/// A way through a text.
#[derive(Default)]
struct Walk {
    text: String,
    /// The text without what is left over.
    certain: String,
    complete: usize,
    restored: usize,
    strays: usize,
    evidence: i32,
}

/// Reads complete sequences, and incomplete ones with the help of `restore`; only to count them, or for the text too.
fn walk(
    items: &[Item],
    has_text: bool,
    restore: impl Fn(&[Item], char) -> Option<(usize, char)>,
) -> Walk {
    let mut walk = Walk::default();
    let mut at = 0;
    let mut is_open = false;
    while let Some(first) = items.get(at) {
        let rest = &items[at..];
        let found = if first.c.is_ascii() {
            Some((1, first.c))
        } else if let Some((length, c)) = sequence(rest) {
            walk.complete += 1;
            walk.evidence += if length == 2 { SHORT } else { LONG };
            Some((length, c))
        } else if let Some(restored) = restore(rest, walk.text.chars().next_back().unwrap_or('\n'))
        {
            walk.restored += 1;
            walk.evidence -= GIVEN;
            Some(restored)
        } else {
            None
        };
        if let Some((length, c)) = found {
            if has_text {
                walk.text.push(c);
                walk.certain.push(c);
            }
            at += length;
            is_open = false;
        } else {
            // Trail bytes belong to the lead byte before them.
            if is_open && first.byte.is_some_and(utf8::is_trail) {
                walk.evidence += TRAIL;
            } else {
                walk.strays += 1;
                walk.evidence -= STRAY;
                is_open = first.byte.is_some_and(|byte| byte >= 0xC2);
            }
            if has_text {
                walk.text.push(first.c);
            }
            at += 1;
        }
    }
    walk
}

/// The character beyond ASCII that items begin with, and how many spell it.
fn sequence(items: &[Item]) -> Option<(usize, char)> {
    let mut bytes = [0; 4];
    let known = items.iter().map_while(|item| item.byte);
    let mut length = 0;
    for (place, byte) in bytes.iter_mut().zip(known) {
        *place = byte;
        length += 1;
    }
    // NUL is spelt by two bytes in Java, but no text has it.
    utf8::first(&bytes[..length]).filter(|(_, c)| *c != '\0')
}

/// A byte that may be missing, and what it costs to suppose so.
type Loss = (u8, i32);

/// The bytes that may be missing.
struct Losses {
    /// What is dropped: without a meaning, no-break space, soft hyphen.
    dropped: Vec<Loss>,
    /// What becomes a question mark.
    undefined: Vec<Loss>,
    /// What becomes a space, and a straight quotation mark of either kind.
    space: Vec<Loss>,
    single: Vec<Loss>,
    double: Vec<Loss>,
    /// Whether words go on behind `à` as in Vietnamese.
    is_vietnamese: bool,
}

/// An incomplete sequence where it stands.
#[derive(Clone, Copy)]
struct Place<'i> {
    /// From its first item on, to the end of the text.
    items: &'i [Item],
    /// How many bytes it should have.
    length: usize,
    /// The character before it.
    previous: char,
    voice: Voice,
}

/// A filling of an incomplete sequence.
#[derive(Clone, Copy)]
struct Filling {
    length: usize,
    c: char,
    cost: i32,
}

impl Losses {
    /// Those of an encoding, found when it is met first.
    fn of(read_as: Codec, is_vietnamese: bool) -> &'static Losses {
        static ALL: [[OnceLock<Losses>; 2]; Codec::ALL.len()] =
            [const { [const { OnceLock::new() }; 2] }; Codec::ALL.len()];
        ALL[read_as as usize][usize::from(is_vietnamese)]
            .get_or_init(|| Losses::find(read_as, is_vietnamese))
    }

    fn find(read_as: Codec, is_vietnamese: bool) -> Losses {
        let bytes = |cost: i32, is: &dyn Fn(char) -> bool| -> Vec<Loss> {
            let meaning = |byte: u8| read_as.decode_first(&[byte]).map_or('\u{80}', |(c, _)| c);
            let is_it = |byte: &u8| is(meaning(*byte));
            (0x80..=0xBF).filter(is_it).map(|byte| (byte, cost)).collect()
        };
        let is_undefined = |c: char| matches!(c, '\u{80}'..='\u{9F}');
        let undefined = bytes(0, &is_undefined);
        let space = bytes(0, &|c| c == '\u{A0}');
        let hyphen = bytes(HYPHEN, &|c| c == '\u{AD}');
        Losses {
            dropped: [&undefined[..], &space, &hyphen].concat(),
            space: [space, bytes(UNDEFINED_SPACE, &is_undefined)].concat(),
            undefined,
            single: bytes(0, &|c| matches!(c, '‘' | '’')),
            double: bytes(0, &|c| matches!(c, '“' | '”')),
            is_vietnamese,
        }
    }

    /// The bytes that a character may stand for.
    fn behind(&self, c: char) -> &[Loss] {
        match c {
            ' ' => &self.space,
            '\'' => &self.single,
            '"' => &self.double,
            '?' | char::REPLACEMENT_CHARACTER => &self.undefined,
            _ => &[],
        }
    }

    /// The character that an incomplete sequence was, and how many items it takes.
    fn restore(&self, items: &[Item], previous: char, voice: Voice) -> Option<(usize, char)> {
        let length = match items.first()?.byte? {
            0xC2..=0xDF => 2,
            0xE0..=0xEF => 3,
            0xF0..=0xF4 => 4,
            _ => return None,
        };
        let place = Place { items, length, previous, voice };
        let mut fillings: Vec<Filling> = Vec::new();
        for lost in 1..length {
            self.drop(place, lost, &mut fillings);
            self.replace(place, lost, &mut fillings);
        }
        let best = *fillings.iter().min_by_key(|filling| filling.cost)?;
        // Some languages have the one dash where others have the other.
        let is_dash = |c: char| matches!(c, '–' | '—');
        let is_same = |c: char| c == best.c || is_dash(c) && is_dash(best.c);
        let others = fillings.iter().filter(|filling| !is_same(filling.c));
        let rival = others.map(|filling| filling.cost).min().unwrap_or(i32::MAX);
        let kept = items[..length - 1].iter().map(|item| item.c);
        let kept = kept.chain(behind(&items[length - 1..], 2));
        let is_wide = best.c >= WIDE && !is_dash(best.c);
        let lead = if is_wide { LEAD_OF_WIDE } else { LEAD };
        let is_clear = rival.min(cost(previous, kept, voice)) - best.cost >= lead;
        is_clear.then_some((best.length, best.c))
    }

    /// Whether a word goes on behind an `à` and the space that follows.
    fn joins(&self, behind: &[Item]) -> bool {
        /// Enough for any ending.
        const LONGEST: usize = 6;
        let is_space = |item: &Item| item.c == ' ';
        let rest = behind.get(1..).unwrap_or_default().iter().take(LONGEST);
        let rest: Vec<u8> = rest.map(|item| item.byte.unwrap_or(0)).collect();
        behind.first().is_some_and(is_space) && grave::continues(&rest, self.is_vietnamese)
    }

    /// The fillings of a sequence whose byte at a place is missing.
    fn drop(&self, place: Place<'_>, lost: usize, fillings: &mut Vec<Filling>) {
        let Place { items, length, previous, voice } = place;
        let mut bytes = [0; 4];
        for (index, item) in items.iter().take(length - 1).enumerate() {
            bytes[index + usize::from(index >= lost)] = item.byte.unwrap_or(0);
        }
        for (byte, price) in &self.dropped {
            bytes[lost] = *byte;
            if let Some(c) = whole(&bytes[..length])
                && !(c == 'à' && self.joins(&items[length - 1..]))
            {
                let row = once(c).chain(behind(&items[length - 1..], 2));
                let cost = cost(previous, row, voice) + price;
                fillings.push(Filling { length: length - 1, c, cost });
            }
        }
    }

    /// The fillings of a sequence with another character where its byte was.
    fn replace(&self, place: Place<'_>, lost: usize, fillings: &mut Vec<Filling>) {
        let Place { items, length, previous, voice } = place;
        if items.len() < length {
            return;
        }
        let mut bytes = [0; 4];
        for (place, item) in bytes.iter_mut().zip(&items[..length]) {
            *place = item.byte.unwrap_or(0);
        }
        let is_space = items[lost].c == ' ';
        for (byte, price) in self.behind(items[lost].c) {
            bytes[lost] = *byte;
            if let Some(c) = whole(&bytes[..length])
                && (!is_space || c != 'à' || self.joins(&items[1..]))
            {
                let begins = !previous.is_alphabetic() && c.is_uppercase();
                let joining = if is_space && c != 'à' && !begins { JOINING } else { 0 };
                let row = once(c).chain(behind(&items[length..], 1));
                let cost = cost(previous, row, voice) + price + joining;
                fillings.push(Filling { length, c, cost });
            }
        }
    }
}

/// The character that the bytes are from end to end.
fn whole(bytes: &[u8]) -> Option<char> {
    utf8::first(bytes).filter(|(length, _)| *length == bytes.len()).map(|(_, c)| c)
}

/// The next characters behind a sequence, or the end of the text.
fn behind(items: &[Item], count: usize) -> impl Iterator<Item = char> + Clone {
    let mut at = 0;
    let next = move |_| {
        let Some(item) = items.get(at) else { return '\n' };
        let (length, c) = sequence(&items[at..]).unwrap_or((1, item.c));
        at += length;
        c
    };
    (0..count).map(next)
}

/// What characters cost in a row. No-break spaces are as good as spaces.
fn cost(previous: char, characters: impl Iterator<Item = char>, voice: Voice) -> i32 {
    let mut previous = previous;
    let add = |c: char| {
        let next = if c == '\u{A0}' { ' ' } else { c };
        let cost = voice.cost(previous, next) as i32;
        previous = next;
        cost
    };
    characters.map(add).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Random rows of letters, some of which are bytes of UTF-8 read as windows-1252.
    #[test]
    fn text_that_hardly_goes_on_is_no_utf_8() {
        let parts = ["Ã", "©", "â", "€", "™", "ð", "é", "ê", "a", " ", "e", "中"];
        let mut state = 1_u64;
        let (mut without, mut with) = (0, 0);
        for length in 0..4_000 {
            let text: String = std::iter::repeat_with(|| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                parts[(state >> 40) as usize % parts.len()]
            })
            .take(length % 12)
            .collect();
            let mut byte = Vec::new();
            let items: Vec<Item> = text
                .chars()
                .map(|c| {
                    byte.clear();
                    let byte = Codec::Windows1252.encode_char(c, &mut byte).then(|| byte[0]);
                    Item { c, byte }
                })
                .collect();
            let outline = walk(&items, false, |_, _| None);
            let most = outline.evidence + outline.strays as i32 * (STRAY - GIVEN);
            if readers(&text).any(|it| it == Codec::Windows1252) {
                with += i32::from(most > 0);
            } else {
                assert!(
                    most <= 0 || !usual_readers(&text).any(|it| it == Codec::Windows1252),
                    "{text}: {most}"
                );
                without += 1;
            }
        }
        assert!(without > 500 && with > 100, "{without}, {with}");
    }
}
