//! Text that was read in a wrong encoding and lost bytes on the way.
//!
//! `mojibake` undoes what lost nothing. Here, what is left of the bytes is read as the encoding that
//! was meant, and each hole is filled with what fits: of the characters whose bytes
//! agree with those that are known, and whose lost ones the wrong decoder could have lost, the one
//! that the context makes likeliest. A filling that is not much likelier than all others together is
//! none, and U+FFFD stands for the character.
//!
//! - [`reader`]: what a character of the garbled text may have been, in bytes;
//! - [`fill`]: characters whose bytes are known in part, out of all [`characters`] of an encoding;
//! - [`trellis`]: every reading of a text that is worth while;
//! - [`decide`]: the likeliest of them, and how probable each guess is.

mod bytes;
mod characters;
mod decide;
mod fill;
mod hash;
mod reader;
mod trellis;

use super::codec::Codec;
use super::genuine::is_citation;
use super::mojibake::{Searched, confidence, explains_whole, without_line_end};
use super::plan::Plan;
use super::plausibility::Model;
use super::scan::next_hot;
use super::search::{MIN_GAIN, MIN_GAIN_OF_PAIRS, price};
use crate::han::{Counts, Detected};
use crate::rewrite::Rewriter;
use decide::Decided;
use reader::{Backwards, Reader, is_private};
use trellis::{Effort, Passage, read};

/// Characters of a line that are searched with.
const SAMPLE: usize = 96;
/// What a character costs as a rule, in tenths of a nat: holes, private and control characters are
/// dearer to the model, whatever stands there.
const ORDINARY: i32 = 85;
/// How much dearer than the text a reading may be on the way, in tenths of a nat: a hole or two at its start.
const SLACK: i32 = 150;
/// Of the characters beyond ASCII, one in so many may be none that the decoder has.
const MIN_CHARACTERS_A_FOREIGN: usize = 16;
/// Characters whose bytes are all known must be so many, and so many for each that is lost.
const MIN_CERTAIN: usize = 2;
const MIN_CERTAIN_A_LOST: usize = 2;

/// One in so many characters beyond ASCII of a hybrid is a byte by itself: in GBK, only one pair in
/// five is valid UTF-8 by chance, but short lines vary.
const MIN_BYTES_IN_HYBRID: usize = 4;
/// The price of a hop through UTF-8 that was valid in part.
const HYBRID: i32 = 60;

/// Even what is known for certain stands among guesses.
const MOST_CONFIDENCE: f32 = 0.99;

/// Of a line of which more characters beyond ASCII are lost than these of so many, and where more in a row are, nothing
/// comes back. Of Chinese in UTF-8 that was read as Big5, of which most is lost, one in two is, and five in a row.
const MOST_LOST: usize = 3;
const MOST_LOST_OF: usize = 5;
const MOST_LOST_IN_ROW: usize = 8;

/// What lines are meant in.
const MEANT: [Codec; 6] =
    [Codec::Utf8, Codec::Gb18030, Codec::Big5, Codec::ShiftJis, Codec::EucJp, Codec::EucKr];

/// Repairs a line.
pub(crate) fn repair(text: &str, searched: &mut Searched, rewriter: &mut Rewriter<'_>) {
    let line = without_line_end(text);
    let model = Model::get();
    if next_hot(line, 0).is_none() || is_citation(line) || explains_whole(line, searched, model) {
        return;
    }
    let Some(Explanation { passage, gain }) = explain(line, model) else { return };
    let text = Backwards::read(line, passage.reader);
    if let Some(reading) = read(&text, passage, Effort::MUCH, |_, _| false, model)
        && is_convincing(&reading)
    {
        let plan = Plan::new(passage.reader.codec(), passage.meant);
        replace(line, &reading, plan, confidence(gain).min(MOST_CONFIDENCE), rewriter);
    }
}

/// What a line went through.
struct Explanation {
    passage: Passage,
    /// How much likelier it makes the line, in tenths of a nat.
    gain: i32,
}

/// How a sample of a line looks to the model.
struct Sample<'l> {
    text: &'l str,
    /// What it costs up to and with each character, holes and private characters left out.
    costs: Vec<i32>,
    /// Characters beyond ASCII.
    marked: usize,
    /// How many of these are lost, and how many in a row at most.
    lost: usize,
    lost_in_row: usize,
}

impl Sample<'_> {
    fn of(line: &str, model: Model) -> Sample<'_> {
        let text = match line.char_indices().nth(SAMPLE) {
            Some((end, _)) => &line[..end],
            None => line,
        };
        let mut sample = Sample { text, costs: Vec::new(), marked: 0, lost: 0, lost_in_row: 0 };
        let (mut cost, mut row) = (0, 0);
        let mut previous = model.line_end();
        for c in text.chars() {
            let next = model.symbol(c);
            let is_odd = c == char::REPLACEMENT_CHARACTER || is_private(c) || c.is_control();
            let by_model = model.cost(previous, next) as i32;
            cost += if is_odd { by_model.min(ORDINARY) } else { by_model };
            sample.costs.push(cost);
            sample.marked += usize::from(!c.is_ascii());
            let is_lost = c == char::REPLACEMENT_CHARACTER;
            row = if is_lost { row + 1 } else { 0 };
            sample.lost += usize::from(is_lost);
            sample.lost_in_row = sample.lost_in_row.max(row);
            previous = next;
        }
        sample
    }

    /// Whether too much is lost.
    fn is_hopeless(&self) -> bool {
        self.lost * MOST_LOST_OF > self.marked * MOST_LOST || self.lost_in_row > MOST_LOST_IN_ROW
    }

    /// Whether the text has characters of two bytes in UTF-8 beside those of single bytes, as if some
    /// of the bytes had happened to be valid.
    fn is_hybrid(&self) -> bool {
        let count = |is: fn(&char) -> bool| self.text.chars().filter(is).count();
        let bytes = count(|c| ('\u{80}'..='\u{FF}').contains(c));
        let sequences = count(|c| ('\u{100}'..='\u{7FF}').contains(c));
        sequences > 0 && bytes * MIN_BYTES_IN_HYBRID >= self.marked
    }

    /// The decoders that can have made the text.
    fn readers(&self) -> impl Iterator<Item = Reader> + '_ {
        let count = |is: fn(&char) -> bool| self.text.chars().filter(is).count();
        // The points and vowel signs of Hebrew, Arabic and Thai are dear in their own right.
        let eastern = count(|c| ('\u{530}'..'\u{2000}').contains(c));
        let is_single = self.lost > 0 && 2 * eastern <= self.marked;
        let singles = Codec::singles().filter(move |_| is_single);
        let plain =
            Codec::DOUBLES.into_iter().chain(singles).map(|codec| Reader::new(codec, self.text));
        let hybrid = self.is_hybrid().then_some(Reader::Hybrid);
        let mut buffer = Vec::with_capacity(4);
        plain.chain(hybrid).filter(move |reader| {
            let foreign = self.text.chars().filter(|c| !reader.has(*c, &mut buffer)).count();
            foreign * MIN_CHARACTERS_A_FOREIGN <= self.marked
        })
    }

    /// What a reading must gain.
    fn min_gain(&self, reader: Reader, meant: Codec) -> i32 {
        let by_character = match reader {
            _ if meant == Codec::Utf8 => 0,
            Reader::Plain { codec, .. } if !codec.is_single() => 0,
            _ => self.marked as i32 * MIN_GAIN_OF_PAIRS,
        };
        MIN_GAIN.max(by_character)
    }
}

/// The decoder and the encoding that explain a line best.
fn explain(line: &str, model: Model) -> Option<Explanation> {
    let sample = Sample::of(line, model);
    let cost = sample.costs.last().copied().filter(|_| !sample.is_hopeless())?;
    let mut best: Option<Explanation> = None;
    for reader in sample.readers() {
        let text = Backwards::read(sample.text, reader);
        for meant in MEANT.into_iter().filter(|meant| *meant != reader.codec()) {
            let least = best.as_ref().map_or(0, |best| best.gain);
            let min_gain = sample.min_gain(reader, meant).max(least);
            let price = match reader {
                Reader::Plain { codec, .. } => price(codec, meant),
                Reader::Hybrid => HYBRID,
            };
            let start = cost - price;
            let limit = start - min_gain;
            let is_too_dear =
                |count: usize, cost| cost > limit.min(sample.costs[count - 1] + SLACK);
            let passage = Passage { reader, meant, script: Detected::None };
            let reading = read(&text, passage, Effort::LITTLE, is_too_dear, model);
            let convincing = |reading: &Decided| reading.cost < limit && is_convincing(reading);
            if let Some(reading) = reading.filter(convincing) {
                let passage = Passage { script: script(&reading), ..passage };
                best = Some(Explanation { passage, gain: start - reading.cost });
            }
        }
    }
    best
}

/// The script that a reading is written in, by what is certain in it.
fn script(reading: &Decided) -> Detected {
    let mut counts = Counts::default();
    let certain = reading.pieces.iter().filter(|piece| piece.probability.is_none());
    certain.for_each(|piece| counts.add(&piece.text));
    counts.detected()
}

fn is_convincing(reading: &Decided) -> bool {
    let Decided { certain, guessed, lost, .. } = *reading;
    certain >= MIN_CERTAIN && certain + guessed / 2 >= MIN_CERTAIN_A_LOST * lost
}

/// Replaces what differs: what is certain in long parts, each guess by itself.
fn replace(
    line: &str,
    reading: &Decided,
    plan: Plan,
    confidence: f32,
    rewriter: &mut Rewriter<'_>,
) {
    let mut at = 0;
    while let Some(first) = reading.pieces.get(at) {
        let mut source = first.source.clone();
        let mut text = first.text.clone();
        at += 1;
        let sure = match first.probability {
            None => {
                while let Some(next) =
                    reading.pieces.get(at).filter(|piece| piece.probability.is_none())
                {
                    source.end = next.source.end;
                    text.push_str(&next.text);
                    at += 1;
                }
                1.0
            }
            Some(probability) => probability,
        };
        if line[source.clone()] != text {
            rewriter.replace_by(source, &text, sure * confidence, Some(plan));
        }
    }
}
