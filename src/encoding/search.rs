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

use std::ops::Range;

use super::codec::{Codec, Readers, readers};
use super::incomplete;
use super::plan::{MAX_HOPS, Plan};
use super::plausibility::{Model, Spoken, Symbol};
use super::sample::sample;
use super::scan::WIDE;
use super::structure::{CERTAIN_GAIN, improbability, is_beyond_doubt};
use super::swapped;
use super::twice;
pub(super) use super::verdict::MIN_GAIN_OF_PAIRS;
use super::verdict::{MIN_GAIN_OF_WORDS, is_ambiguous, is_convincing, is_sign};

/// What a line of East Asian text costs a character at most, as a rule.
const NATURAL_LINE: i32 = 86;
/// And one of letters beyond ASCII.
const NATURAL_LETTERS: i32 = 42;
/// No character of any encoding is longer, in bytes.
pub(super) const LONGEST: usize = 4;
/// What either costs in a line that is dear on the whole.
const DEAR_LINE: i32 = 90;
const DEAR_LETTERS: i32 = 46;
/// Readings of a level that are taken further.
const BEAM: usize = 4;
/// Text this cheap, in tenths of a nat a character, needs no further hop.
const NATURAL: u32 = 75;

/// How much likelier than the text as it stands a reading must be beyond the prices of its hops, in
/// tenths of a nat.
pub(super) const MIN_GAIN: i32 = 80;
/// What a letter beyond ASCII costs at most, on an average, in words of one language.
const FLUENT: u32 = 45;
/// And where most letters are ASCII, which makes the others rare.
const FLUENT_LATIN: u32 = 55;
/// How much less several letters together cost in text that is clean beyond doubt.
const DOUBT: u32 = 60;
/// What a second and a third hop cost beyond that.
const FURTHER_HOP: i32 = 50;
/// The price of UTF-16 in the wrong order.
const SWAPPED: i32 = 80;
/// What a byte costs that is given back.
const RESTORED: i32 = 10;
/// How much likelier than any other reading.
const MIN_LEAD: i32 = 30;
const MIN_LEAD_OF_FEW: i32 = 50;

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
        Codec::Windows1250 => 40,
        Codec::Windows1253 | Codec::Windows1255 | Codec::Windows1256 | Codec::Windows874 => 45,
        Codec::Windows1252 => 50,
        Codec::Windows1254 => 55,
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
    /// The same among all languages mixed.
    mixed_cost: i32,
    /// The text as words of one language, if it is more that than what all languages have.
    spoken: Option<Spoken>,
}

impl Reading {
    fn new(text: String, plan: Plan, mixed_cost: i32, prices: i32, model: Model) -> Reading {
        let spoken = if text.contains(|c| c >= WIDE) { None } else { Some(model.spoken(&text)) };
        // Of all languages mixed nearly every pair of Latin letters is usual.
        let cost = match spoken {
            Some(spoken) if spoken.marked > 0 && is_latin(&text) => spoken.cost as i32,
            Some(spoken) => mixed_cost.min(spoken.cost as i32),
            None => mixed_cost - model.discount(&text) as i32,
        } + prices;
        let mixed_cost = mixed_cost + prices;
        Reading { text, plan, cost, mixed_cost, spoken }
    }

    /// Whether it is words of one language beyond doubt, and has no letter or mark that others use.
    fn is_clean(&self) -> bool {
        let is_usual = |c: char| c.is_ascii() || c.is_alphabetic() || is_sign(c);
        let is_sure = |it: Spoken| it.foreign == 0 && it.marked_cost + DOUBT <= it.marked * FLUENT;
        self.spoken.is_some_and(is_sure) && self.text.chars().all(is_usual)
    }

    /// Whether it is words of one language, with the letters that these words have.
    fn is_fluent(&self) -> bool {
        let most = if is_latin(&self.text) { FLUENT_LATIN } else { FLUENT };
        let is_fluent =
            |it: Spoken| it.marked > 0 && it.foreign == 0 && it.marked_cost <= it.marked * most;
        // Else most of it are signs.
        let has_letters = |it: Spoken| {
            2 * it.marked as usize >= self.text.chars().filter(|c| !c.is_ascii()).count()
        };
        self.spoken.is_some_and(|it| is_fluent(it) && has_letters(it))
    }
}

/// How much likelier a text becomes by a plan, without any price, judged by a sample; `None` where
/// the plan fails there.
pub(super) fn gain(text: &str, plan: Plan, model: Model) -> Option<i32> {
    if plan.restores() {
        return None;
    }
    if let Some(read_as) = plan.read_as_before_utf_8()
        && is_beyond_doubt(text, read_as)
    {
        return Some(CERTAIN_GAIN);
    }
    let (sample, cut) = sample(text);
    let (mut text, mut cost, mut next) = (sample.to_owned(), 0, String::new());
    let mut bytes = Vec::with_capacity(sample.len());
    for (read_as, meant) in plan.hops() {
        bytes.clear();
        if !read_as.encode_to(&text, &mut bytes) {
            return None;
        }
        cost = read(meant, &bytes, model, cut, None, &mut next)?;
        std::mem::swap(&mut text, &mut next);
    }
    let mixed_cost = model.line_cost(sample) as i32;
    // What is valid in several bytes a character needs no language to vouch for it.
    let is_structured = plan.hops().all(|(_, meant)| !meant.is_single());
    if is_structured && mixed_cost - cost >= MIN_GAIN {
        return Some(mixed_cost - cost);
    }
    let before = Reading::new(sample.to_owned(), Plan::EMPTY, mixed_cost, 0, model);
    Some(before.cost - Reading::new(text, plan, cost, 0, model).cost)
}

/// The plan that makes the most of a text, if any makes enough.
pub(super) fn search(text: &str, model: Model) -> Outcome {
    let (sample, cut) = sample(text);
    let mixed_cost = model.line_cost(sample) as i32;
    let start = Reading::new(sample.to_owned(), Plan::EMPTY, mixed_cost, 0, model);
    let before = start.cost;
    if start.is_clean() {
        return Outcome::Nothing;
    }
    let start_is_fluent = start.is_fluent();
    let mut best = start.clone();
    let mut rival = i32::MAX;
    let mut level = vec![start];
    for _ in 0..MAX_HOPS {
        let mut next: Vec<Reading> = Vec::new();
        for reading in &level {
            // What comes behind the sample must have bytes too.
            let whole = if reading.plan.is_empty() { text } else { &reading.text };
            hop(reading, common_readers(whole), model, cut, &mut next);
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
    if let Some(found) = search_incomplete(text, sample, &best, before, model) {
        return found;
    }
    // Of what comes out in another alphabet, all languages may have been the source.
    let before = if is_latin(&best.text) { before } else { before.min(mixed_cost) };
    let gain = before - best.cost;
    let lead = rival.saturating_sub(best.cost);
    let min_gain = if best.is_fluent() { MIN_GAIN_OF_WORDS } else { MIN_GAIN };
    let enough = gain >= min_gain
        && is_convincing(sample, &best.text, best.plan, best.is_fluent(), !start_is_fluent, gain);
    // The sample may have none of the characters that have several codes.
    let is_ambiguous = is_ambiguous(text, best.plan);
    let plan = if is_ambiguous { best.plan.with_restoring() } else { best.plan };
    match enough {
        true if is_ambiguous && !is_resolved(text, plan, model) => Outcome::Unclear,
        true if lead >= min_lead(sample, plan) => Outcome::Found(Found { plan, gain }),
        // Runs are sought by the structure of several bytes, and these have none.
        true if best.plan.hops().any(|(_, meant)| meant.is_single()) => Outcome::Unclear,
        // What reads as letters of another script, one by one, is no run of pairs either.
        false if gain >= MIN_GAIN && is_single(best.plan) => Outcome::Unclear,
        _ => Outcome::Nothing,
    }
}

/// How much likelier than any other reading a reading must be. Two pairs may well be four letters that are a part
/// of a word.
fn min_lead(text: &str, plan: Plan) -> i32 {
    const FEW: usize = 4;
    let is_few = || text.chars().filter(|c| !c.is_ascii()).count() <= FEW;
    let becomes_pairs = |(read_as, meant): (Codec, Codec)| {
        read_as.is_single() && !meant.is_single() && !is_utf_8(meant)
    };
    if plan.hops().any(becomes_pairs) && is_few() { MIN_LEAD_OF_FEW } else { MIN_LEAD }
}

/// Whether a text has letters of no other alphabet than the Latin one.
fn is_latin(text: &str) -> bool {
    text.chars().all(|c| c < '\u{370}' || ('\u{2000}'..WIDE).contains(&c))
}

/// Whether every hop of a plan is from one byte a character to one byte a character.
fn is_single(plan: Plan) -> bool {
    !plan.is_empty() && plan.hops().all(|(read_as, meant)| read_as.is_single() && meant.is_single())
}

/// UTF-8 that lost some of its bytes, where that explains a text better than anything else: lost
/// bytes alone tell it from what is valid in other encodings.
fn search_incomplete(
    text: &str,
    sample: &str,
    best: &Reading,
    before: i32,
    model: Model,
) -> Option<Outcome> {
    if best.plan.hops().any(|(_, meant)| is_utf_8(meant)) {
        return None;
    }
    let mut found: Option<Reading> = None;
    for read_as in usual_readers(sample) {
        let Some(reading) = incomplete::read(sample, read_as, model).filter(|it| it.is_utf_8())
        else {
            continue;
        };
        let price = read_as_price(read_as) + reading.restored as i32 * RESTORED;
        let text = reading.text;
        let cost = model.line_cost(&text) as i32;
        let reading = Reading::new(text, Plan::restoring(read_as, Codec::Utf8), cost, price, model);
        if reading.cost < found.as_ref().map_or(best.cost, |found| found.cost) {
            found = Some(reading);
        }
    }
    let Reading { plan, cost, .. } = found?;
    let read_as = plan.hops().map(|(read_as, _)| read_as).next()?;
    let is_whole = incomplete::read(text, read_as, model).is_some_and(|whole| whole.is_utf_8());
    let gain = before - cost;
    Some(if is_whole && gain >= MIN_GAIN {
        Outcome::Found(Found { plan, gain })
    } else {
        Outcome::Unclear
    })
}

/// Whether a text is words of one language as it stands, with the letters that these words have.
pub(super) fn is_clean(text: &str, model: Model) -> bool {
    let (sample, _) = sample(text);
    let mixed_cost = model.line_cost(sample) as i32;
    Reading::new(sample.to_owned(), Plan::EMPTY, mixed_cost, 0, model).is_clean()
}

/// What the characters of a text cost that tell whether it is garbled, and how many there are.
#[derive(Default)]
pub(super) struct Cost {
    /// Characters of East Asia but for kana.
    wide: i32,
    of_wide: i32,
    /// Others beyond ASCII.
    narrow: i32,
    of_narrow: i32,
    /// How many of these are Latin.
    latin: i32,
    has_kana: bool,
}

impl Cost {
    pub(super) fn of(text: &str, model: Model) -> Cost {
        let (text, _) = sample(text);
        let mut cost = Cost::default();
        let mut previous = model.line_end();
        for c in text.chars() {
            let next = model.symbol(c);
            match c {
                '\u{3041}'..='\u{30FF}' => cost.has_kana = true,
                WIDE.. => {
                    cost.wide += 1;
                    cost.of_wide += model.cost(previous, next) as i32;
                }
                '\u{80}'.. => {
                    cost.narrow += 1;
                    cost.latin += i32::from(c < '\u{370}');
                    cost.of_narrow += model.cost(previous, next) as i32;
                }
                _ => {}
            }
            previous = next;
        }
        cost
    }

    /// Whether the text is dear in places only, as names are: on the whole, its characters cost what they
    /// cost as a rule. Kana do not count: Japanese that was read in another encoding may keep them.
    pub(super) fn is_natural(&self) -> bool {
        let is_wide_natural = self.of_wide < NATURAL_LINE * self.wide;
        let is_narrow_natural = self.of_narrow < NATURAL_LETTERS * self.narrow;
        match self.wide > self.narrow {
            true if self.has_kana => is_wide_natural && (self.narrow == 0 || is_narrow_natural),
            false if self.has_kana => false,
            true => is_wide_natural,
            false => is_narrow_natural,
        }
    }

    /// Whether the characters of the text are dear on the whole: those of East Asia but for kana, or letters of
    /// another alphabet than the Latin one.
    pub(super) fn is_dear(&self) -> bool {
        /// One alone tells nothing.
        const LEAST: i32 = 2;
        /// What characters of East Asia must cost together beyond that.
        const EXCESS: i32 = 60;
        if self.wide > 0 {
            self.wide >= LEAST && self.of_wide > DEAR_LINE * self.wide + EXCESS
        } else {
            let other = self.narrow - self.latin;
            other >= LEAST.max(self.latin) && self.of_narrow > DEAR_LETTERS * self.narrow
        }
    }
}

/// Whether it is clear which of several codes each character of a text was.
fn is_resolved(text: &str, plan: Plan, model: Model) -> bool {
    /// How much likelier than by any other codes.
    const LEAD: u32 = 40;
    plan.hops()
        .next()
        .and_then(|(read_as, meant)| twice::read(text, read_as, meant, false, None, model))
        .is_some_and(|reading| reading.lead >= LEAD)
}

/// The encodings of one byte a character that have bytes for all of a text.
fn common_readers(text: &str) -> Readers {
    let mut all = Readers::MAX;
    for c in text.chars().filter(|c| !c.is_ascii()) {
        all &= readers(c);
        if all == 0 {
            break;
        }
    }
    all
}

/// The encodings of one byte a character that have bytes for all of a text but a few characters.
pub(super) fn usual_readers(text: &str) -> impl Iterator<Item = Codec> {
    let (mut counts, mut marked) = ([0_usize; Readers::BITS as usize], 0);
    for c in text.chars().filter(|c| !c.is_ascii()) {
        let readers = readers(c);
        marked += 1;
        counts
            .iter_mut()
            .enumerate()
            .for_each(|(bit, count)| *count += (readers >> bit & 1) as usize);
    }
    let is_usual = move |count: usize| 4 * count >= 3 * marked;
    Codec::singles().zip(counts).filter(move |(_, count)| is_usual(*count)).map(|(codec, _)| codec)
}

/// Every reading of a text that is one hop away and likelier.
fn hop(reading: &Reading, all: Readers, model: Model, cut: bool, next: &mut Vec<Reading>) {
    let has_wide = reading.text.contains(|c| c >= WIDE);
    let mut bytes = Vec::with_capacity(reading.text.len());
    let mut limits = Vec::with_capacity(reading.text.len());
    let limits_of_text = limits_of(&reading.text, model);
    let last = reading.plan.hops().last().map(|(_, meant)| meant);
    let singles = Codec::singles().enumerate().filter(|(index, _)| all & 1 << index != 0);
    let doubles = Codec::DOUBLES.into_iter().filter(|_| has_wide);
    if reading.plan.is_empty()
        && let Some(text) = swapped::read(&reading.text, model)
    {
        let cost = model.line_cost(&text) as i32;
        let plan = Plan::new(Codec::Utf16Be, Codec::Utf16Le);
        let found = Reading::new(text, plan, cost, SWAPPED, model);
        if found.cost < reading.cost {
            next.push(found);
        }
    }
    // Encodings of one family write most texts alike; the likeliest of them stands for all.
    let mut tried: Vec<(Vec<u8>, i32)> = Vec::new();
    let mut text = String::new();
    for read_as in singles.map(|(_, codec)| codec).chain(doubles) {
        // Writing what was just read leads back.
        if last == Some(read_as)
            || !encode_with_limits(&reading.text, &limits_of_text, read_as, &mut bytes, &mut limits)
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
        let has_twice = reading.plan.is_empty() && twice::is_ambiguous(&reading.text, read_as);
        let coincidence = utf_8_by_chance(&bytes);
        for &meant in Codec::ALL {
            if meant == read_as || matches!(meant, Codec::Latin1 | Codec::Utf16Be | Codec::Utf16Le)
            {
                continue;
            }
            let further = if reading.plan.is_empty() { 0 } else { FURTHER_HOP };
            let by_chance = if is_utf_8(meant) { 0 } else { coincidence };
            let price = price(read_as, meant) + further + by_chance;
            if reading.mixed_cost <= price {
                continue;
            }
            let plan = Plan::new(read_as, meant);
            let most = reading.mixed_cost + LOOSE - price;
            let (plan, cost) = if has_twice && !is_utf_8(meant) {
                let limits = Some(&limits_of_text[..]);
                let read = twice::read(&reading.text, read_as, meant, cut, limits, model);
                let cost = read.map(|read| {
                    text = read.text;
                    cost_of(&text, meant, model)
                });
                (Plan::restoring(read_as, meant), cost)
            } else {
                let limits = Limits { most, by_byte: &limits, of_singles: read_as.is_single() };
                (plan, read(meant, &bytes, model, cut, Some(limits), &mut text))
            };
            let Some(cost) = cost.filter(|cost| *cost < most && text != reading.text) else {
                continue;
            };
            let Some(plan) = reading.plan.then(plan) else { continue };
            let found = Reading::new(std::mem::take(&mut text), plan, cost, price, model);
            if found.cost < reading.cost {
                next.push(found);
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
    if std::str::from_utf8(bytes).is_err() { 0 } else { improbability(bytes) }
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

/// How far a reading may be dearer to all languages mixed, for one of them to make up for it.
const LOOSE: i32 = 60;

/// How far a reading may be dearer than the text on the way.
const SLACK: i32 = 120;

/// What a text costs up to and with each character, and how far a reading may be dearer there: it will not be
/// cheaper in the end, but for a few characters.
fn limits_of(text: &str, model: Model) -> Vec<i32> {
    let mut previous = model.line_end();
    let mut limit = SLACK;
    let with_next = |c| {
        let next = model.symbol(c);
        limit += model.cost(previous, next) as i32;
        previous = next;
        limit
    };
    text.chars().map(with_next).collect()
}

/// The limits of a reading, by byte.
#[derive(Clone, Copy)]
struct Limits<'l> {
    /// What is no less than this is of no use.
    most: i32,
    by_byte: &'l [i32],
    /// Whether each byte was a character of its own.
    of_singles: bool,
}

impl Limits<'_> {
    /// What the characters in a range of bytes cost, where each byte was one.
    fn cost(self, range: Range<usize>) -> Option<i32> {
        let before = range.start.checked_sub(1).map_or(SLACK, |last| self.by_byte[last]);
        self.of_singles.then(|| self.by_byte[range.end - 1] - before)
    }
}

/// Writes the text, and puts its limits beside the bytes.
fn encode_with_limits(
    text: &str,
    limits_of_text: &[i32],
    read_as: Codec,
    bytes: &mut Vec<u8>,
    limits: &mut Vec<i32>,
) -> bool {
    bytes.clear();
    limits.clear();
    for (c, limit) in text.chars().zip(limits_of_text) {
        if !read_as.encode_char(c, bytes) {
            return false;
        }
        limits.resize(bytes.len(), *limit);
    }
    true
}

/// What a text costs that was read.
fn cost_of(text: &str, meant: Codec, model: Model) -> i32 {
    let foreign: i32 = text.chars().map(|c| foreign_price(meant, c)).sum();
    model.line_cost(text) as i32 + foreign
}

/// Reads the bytes into `text`, as long as they are valid and what they say costs no more than the limits; returns
/// what it costs.
fn read(
    meant: Codec,
    bytes: &[u8],
    model: Model,
    cut: bool,
    limits: Option<Limits<'_>>,
    text: &mut String,
) -> Option<i32> {
    text.clear();
    text.reserve(bytes.len() * 3 / 2);
    let mut previous: Symbol = model.line_end();
    let mut cost = 0;
    let mut at = 0;
    let mut follows_ascii = true;
    while at < bytes.len() {
        let ascii = if follows_ascii { ascii_at(bytes, at) } else { "" };
        if let Some(last) = ascii.chars().next_back()
            && let Some(same) = limits.and_then(|limits| limits.cost(at..at + ascii.len()))
        {
            // The text that was written has the same characters here.
            text.push_str(ascii);
            cost += same;
            at += ascii.len();
            previous = model.symbol(last);
            continue;
        }
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
        if limits.is_some_and(|limits| cost > limits.by_byte[at - 1] || cost >= limits.most) {
            return None;
        }
        text.push(c);
        follows_ascii = c.is_ascii();
    }
    Some(cost)
}

/// The characters of ASCII from a byte on.
fn ascii_at(bytes: &[u8], at: usize) -> &str {
    let rest = &bytes[at..];
    let length = rest.iter().position(|byte| !byte.is_ascii()).unwrap_or(rest.len());
    std::str::from_utf8(&rest[..length]).unwrap_or_default()
}
