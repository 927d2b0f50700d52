//! The search for the plan that explains a garbled text as a whole.
//!
//! A text is written in every encoding that has bytes for all of it, and those bytes are read in
//! every other. Most readings fail at once: few bytes are valid UTF-8, or pairs of a double-byte
//! encoding, by chance. What is left is weighed by the model of [plausibility]: a reading must be
//! so much likelier than the text as it stands that the improbability of such an accident is
//! outweighed, with room to spare. The best readings are taken further, for text that was garbled
//! more than once.
//!
//! Only a sample from the start of the text is searched with. The plan that is found must then hold
//! for the whole.
//!
//! [plausibility]: super::plausibility

use super::codec::{Codec, Readers, readers};
use super::plan::{MAX_HOPS, Plan};
use super::plausibility::{Model, Symbol};
use super::scan::WIDE;

/// Characters of a text that are searched with. Even single-byte readings of one language are
/// certain long before.
const SAMPLE: usize = 96;
/// Characters of ASCII before them that are taken along.
const CONTEXT: usize = 12;
/// What a line of East Asian text costs a character at most, as a rule.
const NATURAL_LINE: i32 = 86;
/// And one of letters beyond ASCII.
const NATURAL_LETTERS: i32 = 42;
/// Readings of a level that are taken further.
const BEAM: usize = 4;
/// Text this cheap, in tenths of a nat a character, needs no further hop.
const NATURAL: u32 = 75;

/// How much likelier than the text as it stands a reading must be beyond the prices of its hops, in
/// tenths of a nat.
pub(super) const MIN_GAIN: i32 = 80;
/// And for each Latin letter that becomes another one: in a language unknown to the model, each
/// may look a little better, and that adds up.
const MIN_GAIN_A_LETTER: i32 = 50;
/// And for a few letters.
const MIN_GAIN_OF_FEW: i32 = 120;
const FEW: i32 = 4;
/// Likewise for each character that becomes half of a pair.
pub(super) const MIN_GAIN_OF_PAIRS: i32 = 35;
/// What a second and a third hop cost beyond that.
const FURTHER_HOP: i32 = 50;
/// How much likelier than any other reading.
const MIN_LEAD: i32 = 30;

/// The price of a hop: how seldom text is read as the one encoding, and how seldom it is in the
/// other, in tenths of a nat.
pub(super) fn price(read_as: Codec, meant: Codec) -> i32 {
    if (read_as, meant) == (Codec::Latin1, Codec::Windows1252) {
        // No text has control characters on purpose.
        return 10;
    }
    read_as_price(read_as) + meant_price(meant)
}

fn read_as_price(codec: Codec) -> i32 {
    match codec {
        Codec::Latin1 | Codec::Windows1252 => 10,
        Codec::Gb18030 => 20,
        Codec::Windows1251 | Codec::Windows1250 => 25,
        Codec::Big5 | Codec::ShiftJis | Codec::EucKr | Codec::Windows1253 | Codec::Macintosh => 35,
        Codec::Windows1254 | Codec::Koi8R | Codec::Ibm866 | Codec::Ibm437 | Codec::Ibm850 => 40,
        Codec::EucJp | Codec::Windows874 | Codec::Windows1255 | Codec::Windows1256 => 45,
        Codec::Windows1257 | Codec::Windows1258 | Codec::Iso8859_2 | Codec::Iso8859_15 => 50,
        _ => 70,
    }
}

fn meant_price(codec: Codec) -> i32 {
    match codec {
        Codec::Utf8 => 0,
        Codec::Cesu8 => 20,
        Codec::Gb18030 | Codec::Windows1251 => 30,
        Codec::Big5 | Codec::EucKr | Codec::ShiftJis | Codec::EucJp | Codec::Koi8R => 40,
        Codec::Windows1252 | Codec::Windows1250 | Codec::Windows1253 => 50,
        Codec::Windows1254 | Codec::Windows1255 | Codec::Windows1256 | Codec::Windows874 => 55,
        Codec::Ibm866 | Codec::Koi8U | Codec::Utf16Le | Codec::Utf16Be => 55,
        Codec::Macintosh | Codec::Ibm437 | Codec::Ibm850 | Codec::Iso8859_2 => 65,
        _ => 80,
    }
}

/// What a search has found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Found {
    pub(super) plan: Plan,
    /// How much likelier the text is after the plan, less the prices of its hops, in tenths of a
    /// nat.
    pub(super) gain: i32,
}

/// How a search ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Outcome {
    /// No plan explains the whole text.
    Nothing,
    /// Several do, and none clearly better than the others: who mended a part of it would be wrong.
    Unclear,
    Found(Found),
}

/// A text on the way back.
#[derive(Clone, Debug)]
struct Reading {
    text: String,
    plan: Plan,
    /// The cost of the text and the prices of the hops.
    cost: i32,
}

/// How much likelier a text becomes by a plan, without any price, judged by a sample; `None` where
/// the plan fails there.
pub(super) fn gain(text: &str, plan: Plan, model: Model) -> Option<i32> {
    let (sample, cut) = sample(text);
    let before = model.line_cost(sample) as i32;
    let (mut text, mut after) = (sample.to_owned(), before);
    let mut bytes = Vec::with_capacity(sample.len());
    for (read_as, meant) in plan.hops() {
        bytes.clear();
        if !read_as.encode_to(&text, &mut bytes) {
            return None;
        }
        (text, after) = read(meant, &bytes, model, cut, None)?;
    }
    Some(before - after)
}

/// The plan that makes the most of a text, if any makes enough.
pub(super) fn search(text: &str, model: Model) -> Outcome {
    let (sample, cut) = sample(text);
    let before = model.line_cost(sample) as i32;
    let start = Reading { text: sample.to_owned(), plan: Plan::EMPTY, cost: before };
    let mut best = start.clone();
    let mut rival = i32::MAX;
    let mut level = vec![start];
    for _ in 0..MAX_HOPS {
        let mut next: Vec<Reading> = Vec::new();
        for reading in &level {
            hop(reading, model, cut, &mut next);
        }
        next.sort_by_key(|reading| reading.cost);
        next.dedup_by(|a, b| a.text == b.text);
        next.truncate(BEAM);
        for reading in &next {
            if reading.cost < best.cost {
                if !best.plan.is_empty() && best.text != reading.text {
                    rival = rival.min(best.cost);
                }
                best = reading.clone();
            } else if reading.text != best.text {
                rival = rival.min(reading.cost);
            }
        }
        next.retain(|reading| reading.cost as u32 > NATURAL * reading.text.chars().count() as u32);
        if next.is_empty() {
            break;
        }
        level = next;
    }
    let gain = before - best.cost;
    let lead = rival.saturating_sub(best.cost);
    let enough = gain >= MIN_GAIN && is_convincing(sample, &best, gain);
    match enough {
        true if lead >= MIN_LEAD => Outcome::Found(Found { plan: best.plan, gain }),
        // Runs are sought by the structure of several bytes, and these have none.
        true if best.plan.hops().any(|(_, meant)| meant.is_single()) => Outcome::Unclear,
        _ => Outcome::Nothing,
    }
}

/// Whether a text is dear in places only, as names are: on the whole, its characters cost what they
/// cost as a rule. Japanese that was read in another encoding may keep its kana, which are cheap.
pub(super) fn is_natural(text: &str, model: Model) -> bool {
    let (text, _) = sample(text);
    let (mut wide, mut wide_cost, mut narrow, mut narrow_cost) = (0, 0, 0, 0);
    let mut previous = model.line_end();
    for c in text.chars() {
        let next = model.symbol(c);
        match c {
            '\u{3041}'..='\u{30FF}' => return false,
            WIDE.. => {
                wide += 1;
                wide_cost += model.cost(previous, next) as i32;
            }
            '\u{80}'.. => {
                narrow += 1;
                narrow_cost += model.cost(previous, next) as i32;
            }
            _ => {}
        }
        previous = next;
    }
    if wide > narrow {
        wide_cost < NATURAL_LINE * wide
    } else {
        narrow_cost < NATURAL_LETTERS * narrow
    }
}

/// Whether a reading says enough for the characters that it replaces. One single-byte encoding
/// read as another always gives something: in an unusual language, or beside unusual marks, it may
/// well look better.
fn is_convincing(before: &str, reading: &Reading, gain: i32) -> bool {
    let mut hops = reading.plan.hops();
    if hops.any(|(read_as, meant)| !read_as.is_single() || is_utf_8(meant)) {
        return true;
    }
    if reading.plan.hops().any(|(_, meant)| !meant.is_single()) {
        let marked = before.chars().filter(|c| !c.is_ascii()).count() as i32;
        return gain >= marked * MIN_GAIN_OF_PAIRS;
    }
    // Its combining marks become letters of whatever language.
    if reading.plan.hops().any(|(read_as, _)| read_as == Codec::Windows1258) {
        return false;
    }
    let (mut changed, mut letters, mut latin, mut eastern) = (0, 0, 0, 0);
    for (c, now) in before.chars().zip(reading.text.chars()).filter(|(c, now)| c != now) {
        changed += 1;
        letters += i32::from(c.is_alphabetic() || ('\u{80}'..='\u{9F}').contains(&c));
        latin += i32::from(c < '\u{250}' && now < '\u{250}');
        eastern += i32::from(('\u{530}'..'\u{2000}').contains(&c));
    }
    // Quotation marks, arrows or lines of boxes are what they are.
    let few = if changed < FEW { MIN_GAIN_OF_FEW } else { MIN_GAIN };
    // Points and vowel signs make Hebrew, Arabic and Thai dear in their own right.
    2 * eastern <= changed
        && letters * 3 >= changed
        && gain >= few
        && gain >= latin * MIN_GAIN_A_LETTER
}

/// From a little before the first character that is not ASCII on; up to there, all encodings agree.
fn sample(text: &str) -> (&str, bool) {
    let start = text.bytes().position(|byte| !byte.is_ascii()).unwrap_or(0);
    let text = &text[start.saturating_sub(CONTEXT)..];
    match text.char_indices().nth(SAMPLE) {
        Some((end, _)) => (&text[..end], true),
        None => (text, false),
    }
}

/// Every reading of a text that is one hop away and likelier.
fn hop(reading: &Reading, model: Model, cut: bool, next: &mut Vec<Reading>) {
    let mut all: Readers = Readers::MAX;
    let mut has_wide = false;
    for c in reading.text.chars() {
        all &= readers(c);
        has_wide |= c >= '\u{2E80}';
    }
    let mut bytes = Vec::with_capacity(reading.text.len());
    let mut limits = Vec::with_capacity(reading.text.len());
    let last = reading.plan.hops().last().map(|(_, meant)| meant);
    let singles = Codec::singles().enumerate().filter(|(index, _)| all & 1 << index != 0);
    let doubles = Codec::DOUBLES.into_iter().filter(|_| has_wide);
    // Encodings of one family write most texts alike; the likeliest of them stands for all.
    let mut tried: Vec<(Vec<u8>, i32)> = Vec::new();
    for read_as in singles.map(|(_, codec)| codec).chain(doubles) {
        // Writing what was just read leads back.
        if last == Some(read_as)
            || !encode_with_limits(&reading.text, read_as, model, &mut bytes, &mut limits)
        {
            continue;
        }
        // What control characters tell apart: strictly Latin-1 is what has any of them.
        if read_as == Codec::Windows1252 && all & 1 != 0 {
            continue;
        }
        let price_of_reader = read_as_price(read_as);
        if tried.iter().any(|(same, price)| *price <= price_of_reader && *same == bytes) {
            continue;
        }
        tried.push((bytes.clone(), price_of_reader));
        let coincidence = utf_8_by_chance(&bytes);
        for &meant in Codec::ALL {
            if meant == read_as || matches!(meant, Codec::Latin1 | Codec::Utf16Be | Codec::Utf16Le)
            {
                continue;
            }
            let further = if reading.plan.is_empty() { 0 } else { FURTHER_HOP };
            let by_chance = if is_utf_8(meant) { 0 } else { coincidence };
            let price = price(read_as, meant) + further + by_chance;
            if reading.cost <= price {
                continue;
            }
            let limits = Some(&limits[..]);
            let Some((text, cost)) = read(meant, &bytes, model, cut, limits) else { continue };
            if cost + price >= reading.cost {
                continue;
            }
            let plan = Plan::new(read_as, meant);
            let Some(plan) = reading.plan.then(plan) else { continue };
            if text != reading.text {
                next.push(Reading { text, plan, cost: cost + price });
            }
        }
    }
}

fn is_utf_8(codec: Codec) -> bool {
    matches!(codec, Codec::Utf8 | Codec::Cesu8)
}

/// How improbable it is, in tenths of a nat, that bytes of another encoding happen to be UTF-8; 0
/// where they are none.
fn utf_8_by_chance(bytes: &[u8]) -> i32 {
    /// About every sixth pair of bytes of a double-byte encoding is a sequence of two.
    const SHORT: i32 = 18;
    const LONG: i32 = 35;
    if std::str::from_utf8(bytes).is_err() {
        return 0;
    }
    let sequence = |byte: &u8| match byte {
        0xC2..=0xDF => SHORT,
        0xE0.. => LONG,
        _ => 0,
    };
    bytes.iter().map(sequence).sum()
}

/// What a character costs that an encoding has for completeness, and that its users have little
/// use for.
fn foreign_price(meant: Codec, c: char) -> i32 {
    const FOREIGN: i32 = 12;
    let foreign = match meant {
        Codec::Gb18030 | Codec::Big5 | Codec::EucKr => {
            matches!(c, '\u{3041}'..='\u{30FA}' | '\u{370}'..='\u{52F}')
        }
        Codec::ShiftJis => matches!(c, '\u{370}'..='\u{52F}' | '\u{FF61}'..='\u{FF9F}'),
        Codec::EucJp => matches!(c, '\u{370}'..='\u{52F}'),
        _ => false,
    };
    if foreign { FOREIGN } else { 0 }
}

/// How far a reading may be dearer than the text on the way.
const SLACK: i32 = 120;

/// Writes the text and notes what it costs, by byte: a reading that is dearer at some place will
/// not be cheaper in the end, but for a few characters.
fn encode_with_limits(
    text: &str,
    read_as: Codec,
    model: Model,
    bytes: &mut Vec<u8>,
    limits: &mut Vec<i32>,
) -> bool {
    bytes.clear();
    limits.clear();
    let mut previous = model.line_end();
    let mut cost = SLACK;
    for c in text.chars() {
        let next = model.symbol(c);
        cost += model.cost(previous, next) as i32;
        previous = next;
        if !read_as.encode_char(c, bytes) {
            return false;
        }
        limits.resize(bytes.len(), cost);
    }
    true
}

/// Reads the bytes, as long as they are valid and what they say costs no more than the limits.
fn read(
    meant: Codec,
    bytes: &[u8],
    model: Model,
    cut: bool,
    limits: Option<&[i32]>,
) -> Option<(String, i32)> {
    /// No character of any encoding is longer.
    const LONGEST: usize = 4;
    let mut text = String::new();
    let mut previous: Symbol = model.line_end();
    let mut cost = 0;
    let mut at = 0;
    while at < bytes.len() {
        let Some((c, length)) = meant.decode_first(&bytes[at..]) else {
            if cut && bytes.len() - at < LONGEST && !text.is_empty() {
                break;
            }
            return None;
        };
        let next = model.symbol(c);
        cost += model.cost(previous, next) as i32 + foreign_price(meant, c);
        previous = next;
        at += length;
        if limits.is_some_and(|limits| cost > limits[at - 1]) {
            return None;
        }
        text.push(c);
    }
    Some((text, cost))
}
