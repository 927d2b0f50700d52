//! Garbled runs inside of a line that is not garbled as a whole.
//!
//! A line may join texts from several sources, or hold characters that the wrong decoder could not
//! have made. Then only a part of it can be written in the encoding that it was read as, and only a
//! part of those bytes makes sense. With one pair of encodings, both the line and its reading cost
//! something at every place where characters of both end; along a garbled run the reading falls
//! behind steadily. The runs are the longest climbs of the difference.

mod stretch;

use std::ops::Range;

use super::codec::{Codec, readers};
use super::genuine::{is_citation, is_genuine};
use super::incomplete;
use super::kanji::Count;
use super::mojibake::{confidence, is_debris, is_slipped};
use super::plan::Plan;
use super::plausibility::Model;
use super::scan::{DEAREST, Hot, WIDE, closes_word, next_hot, opens_word};
use super::search::{MIN_GAIN, is_clean, price};
use super::spelling::Spellings;
use super::structure::readers_of_sequences;
use super::verdict::{MIN_GAIN_OF_PAIRS, is_sign, may_be_pairs, splits_words};
use crate::rewrite::Rewriter;
use stretch::{LONGEST_SEQUENCE, Priced, Stretch};

/// Dear stretches of a line that are searched; garble that the first ones do not explain is none
/// that can be undone.
const MAX_STRETCHES: usize = 12;
/// Characters around a dear stretch that are searched with it.
const BEFORE: usize = 8;
const AFTER: usize = 24;
/// A run must gain so much more than a whole line.
const MORE_GAIN: i32 = 40;
/// How dear a stretch of East Asian text must be to be searched: eight characters of a wrong
/// decoder are, and hardly any name is.
const MIN_WIDE_EXCESS: i32 = 250;
const MIN_WIDE_EXCESS_A_CHARACTER: i32 = 28;
/// Characters in the middle of a dear stretch that are read before all others.
const CORE: usize = 20;
/// A run of fewer characters must come out as characters that are known.
const LONG: usize = 6;

/// A run, and what it means.
#[derive(Clone, Debug, PartialEq)]
struct Run {
    range: Range<usize>,
    text: String,
    gain: i32,
}

impl Run {
    /// Whether the run leaves nothing of this as it is.
    fn covers(&self, least: &Range<usize>) -> bool {
        self.range.start <= least.start && self.range.end >= least.end
    }

    /// Whether the run is a single character amid others that it leaves as they are: these are no clean text.
    fn is_one_beside_others(&self, text: &str) -> bool {
        let belongs = |c: char| !c.is_ascii() && !is_sign(c);
        let is_beside = text[..self.range.start].ends_with(belongs)
            || text[self.range.end..].starts_with(belongs);
        is_beside && self.text.chars().filter(|c| !c.is_ascii()).count() == 1
    }

    /// Whether the run is more than an accident.
    fn is_convincing(&self, text: &str, read_as: Codec, meant: Codec, model: Model) -> bool {
        let before = &text[self.range.clone()];
        let marked = before.chars().filter(|c| !c.is_ascii()).count();
        let least = least_characters(before, read_as, meant);
        if marked < LONG && self.text.chars().any(|c| model.symbol(c).is_unknown()) {
            return false;
        }
        if meant == Codec::Utf8 && self.is_one_beside_others(text) {
            return false;
        }
        if read_as.is_single() && meant != Codec::Utf8 && !may_be_pairs(before) {
            return false;
        }
        if meant != Codec::Utf8 && splits_words(&self.text) {
            return false;
        }
        let by_character = if meant == Codec::Utf8 { 0 } else { MIN_GAIN_OF_PAIRS * marked as i32 };
        let min_gain = (MIN_GAIN + MORE_GAIN).max(by_character);
        let gain = self.gain - model.discount(before) as i32 - price(read_as, meant);
        marked >= least && gain >= min_gain
    }
}

/// What Western European code pages have, letters and marks.
fn is_latin(c: char) -> bool {
    c < '\u{250}' || ('\u{2C6}'..='\u{2DD}').contains(&c) || ('\u{2000}'..'\u{2E80}').contains(&c)
}

/// The next dear stretch of a line that may be part of a garbled run.
fn next_promising(line: &str, start: usize) -> Option<Hot> {
    first_promising(line, next_hot(line, start)?)
}

/// The first such stretch of this one and those behind it.
fn first_promising(line: &str, mut hot: Hot) -> Option<Hot> {
    while !is_promising(&line[hot.range.clone()], hot.excess) {
        hot = next_hot(line, hot.range.end)?;
    }
    Some(hot)
}

/// Whether this dear stretch of a line, or one behind it, may be part of a garbled run.
pub(super) fn may_hold_run(line: &str, hot: Hot) -> bool {
    first_promising(line, hot).is_some()
}

/// Whether a line has too few characters for any stretch of it to be promising, however dear they are: what is no more
/// than one character of a single byte among them could not stand next to another.
pub(super) fn is_too_short(line: &str) -> bool {
    /// Characters that cost too little together.
    const MOST: usize = (MIN_WIDE_EXCESS / DEAREST) as usize;
    let is_narrow = |c: &char| !c.is_ascii() && *c < WIDE;
    line.len() <= MOST * LONGEST_SEQUENCE
        && line.chars().nth(MOST).is_none()
        && line.chars().filter(is_narrow).nth(1).is_none()
}

/// Repairs the garbled runs of a line, of which it may be known whether it is clean.
pub(super) fn repair(
    line: &str,
    is_known_clean: Option<bool>,
    model: Model,
    rewriter: &mut Rewriter<'_>,
) {
    if is_too_short(line) {
        return;
    }
    let mut done = 0;
    let mut next = next_promising(line, done);
    let is_clean = || is_known_clean.unwrap_or_else(|| is_clean(line, model));
    // Words in capitals are odd by themselves.
    let meant = if next.is_some() && is_clean() { &MEANT[..1] } else { &MEANT };
    for _ in 0..MAX_STRETCHES {
        let Some(Hot { range: hot, excess }) = next else { return };
        let window = window(line, done, &hot);
        let inner = hot.start - window.start..hot.end - window.start;
        let pair = best_pair(&line[window.clone()], inner, excess, meant, model);
        let Some((read_as, meant)) = pair else {
            done = hot.end;
            next = next_promising(line, done);
            continue;
        };
        if is_citation(line) {
            return;
        }
        // Along the rest of the line, with the pair that explains this stretch.
        let rest = &line[window.start..];
        let found = match is_slipped(rest, read_as, meant) {
            true => Vec::new(),
            false => {
                let priced = Priced::of(rest, model);
                let mut found = Vec::new();
                for stretch in Stretch::all(rest, read_as) {
                    stretch.runs(&priced, meant, &mut found);
                }
                found
            }
        };
        for run in found {
            if run.is_convincing(rest, read_as, meant, model)
                && !is_debris(&rest[run.range.clone()], read_as, meant)
                && !is_genuine(rest, run.range.clone(), read_as)
            {
                let range = window.start + run.range.start..window.start + run.range.end;
                done = range.end;
                let confidence = confidence(run.gain - price(read_as, meant));
                let plan = Plan::new(read_as, meant);
                rewriter.replace_by(range, &run.text, confidence, Some(plan));
            }
        }
        done = done.max(hot.end);
        next = next_promising(line, done);
    }
}

/// A stretch and its surroundings, on character boundaries. Around what a single-byte encoding can
/// write, the rest of it only.
fn window(line: &str, start: usize, hot: &Range<usize>) -> Range<usize> {
    let is_narrow = is_mostly_narrow(&line[hot.clone()]);
    let belongs = |(_, c): &(usize, char)| !is_narrow || *c < WIDE;
    let mut before = line[start..hot.start].char_indices().rev().take(BEFORE).take_while(belongs);
    let after = line[hot.end..].char_indices().take(AFTER).take_while(belongs);
    let end = after.last().map_or(hot.end, |(at, c)| hot.end + at + c.len_utf8());
    before.by_ref().last().map_or(hot.start, |(at, _)| start + at)..end
}

/// The pair of encodings that makes the most of a run in the text.
fn best_pair(
    text: &str,
    stretch: Range<usize>,
    excess: i32,
    meant: &[Codec],
    model: Model,
) -> Option<(Codec, Codec)> {
    let hot = &text[stretch.clone()];
    let inner = inner(hot);
    let inner = stretch.start + inner.start..stretch.start + inner.end;
    let narrow = hot.chars().filter(|c| *c < WIDE);
    let mut readers =
        if is_mostly_narrow(hot) { narrow.fold(!0, |all, c| all & readers(c)) } else { 0 };
    let marked = text.chars().filter(|c| !c.is_ascii()).count();
    let of_sequences = readers_of_sequences(text, inner.clone());
    if marked < least_characters("", Codec::Windows1252, Codec::Gb18030) {
        readers &= of_sequences;
    }
    // Pairs read as other pairs need a long run.
    let is_wide = is_garbled_all_over(hot, excess);
    if readers == 0 && !is_wide {
        return None;
    }
    let singles = Codec::singles_in(readers);
    let doubles = Codec::DOUBLES.into_iter().filter(|_| is_wide);
    // What lost a few bytes is nothing else all the same.
    let is_utf_8 = |it| incomplete::read(text, it, model).is_some_and(|reading| reading.is_utf_8());
    let meant = if incomplete::readers(text).any(is_utf_8) { &meant[..1] } else { meant };
    let core = core(text.get(inner.clone()).unwrap_or_default());
    let priced = Priced::of(text, model);
    let mut spellings = Spellings::of(text);
    let mut found = Vec::new();
    let mut best = (0, None);
    for read_as in singles.chain(doubles) {
        // Its combining marks make pairs of whatever has some.
        if matches!(read_as, Codec::Latin1 | Codec::Windows1258) || spellings.has(read_as, 0) {
            continue;
        }
        let around = Stretch::around(inner.start.min(inner.end), text, read_as);
        let stretch_core = Stretch::encode(core, inner.start, read_as);
        let may_be_utf_8 = !read_as.is_single() || of_sequences >> read_as.lane() & 1 != 0;
        let is_possible = |it: &Codec| {
            *it != read_as
                && (may_be_utf_8 || *it != Codec::Utf8)
                && marked >= least_characters(text, read_as, *it)
                && around.may_hold_run(text, &inner, read_as, *it)
                && stretch_core.may_go_on(&priced, *it)
        };
        for meant in meant.iter().copied().filter(is_possible) {
            around.runs(&priced, meant, &mut found);
            for run in found.drain(..) {
                let gain = run.gain - price(read_as, meant);
                if gain > best.0
                    && run.covers(&inner)
                    && run.is_convincing(text, read_as, meant, model)
                {
                    best = (gain, Some((read_as, meant)));
                }
            }
        }
    }
    best.1
}

/// What a run must not leave as it is of a dear stretch: all but a little at either end that clean text may have
/// added. What is mended in part can hardly be mended by anyone. Where that leaves nothing, a run must stand beside
/// the characters there or hold some of them, so that the end lies before the start.
fn inner(hot: &str) -> Range<usize> {
    let length = hot.chars().count();
    let margin = left_out_at_most(length);
    let place = |at: usize| hot.char_indices().nth(at).map_or(hot.len(), |(place, _)| place);
    place(margin)..place(length.saturating_sub(margin))
}

/// No more of the inside of a dear stretch than it takes to see that most readings are none.
fn core(inner: &str) -> &str {
    let end = inner.char_indices().nth(CORE).map_or(inner.len(), |(place, _)| place);
    &inner[..end]
}

/// Characters at either end of a dear stretch that clean text may have added.
fn left_out_at_most(length: usize) -> usize {
    1 + length / 8
}

/// Whether a single-byte encoding may have made a stretch: a clean character of East Asia at an end
/// does not matter.
fn is_mostly_narrow(hot: &str) -> bool {
    2 * hot.chars().filter(|c| *c < WIDE).count() > hot.chars().count()
}

/// Whether it is worth while to search for the encodings of a dear stretch. Pairs read as other
/// pairs need a long run, and no run of text has control characters of ASCII. What a single-byte encoding may have made has bytes beyond ASCII next to
/// each other, not as a letter beside a quotation mark only, or many of them beside letters that are bytes of pairs too.
fn is_promising(hot: &str, excess: i32) -> bool {
    /// Pairs of which one byte is ASCII show in so many others.
    const MANY: usize = 4;
    if hot.contains(|c: char| c.is_ascii_control() && c != '\t') {
        return false;
    }
    if !is_mostly_narrow(hot) {
        return is_garbled_all_over(hot, excess) && !is_japanese(hot);
    }
    let (mut all, mut count, mut adjacent) = (!0, 0, false);
    let (mut before, mut previous) = ('x', 'x');
    for c in hot.chars().filter(|c| *c < WIDE) {
        if !c.is_ascii() {
            all &= readers(c);
            count += 1;
            let is_quoted = opens_word(before, previous, c) || closes_word(previous, c);
            adjacent |= !previous.is_ascii() && !is_quoted;
        }
        (before, previous) = (previous, c);
    }
    all != 0 && (adjacent || count >= MANY)
}

/// Whether a stretch with kana has hardly any Chinese characters that are not usual in Japanese.
fn is_japanese(hot: &str) -> bool {
    let Count { kana, others, ideographs, usual } = Count::of(hot.chars());
    kana > 0 && others == 0 && ideographs - usual <= 1.max(ideographs / 10)
}

/// Whether a stretch of East Asian text is as dear as what a wrong decoder makes, from end to end:
/// names are shorter, and lists of them have cheap characters between.
fn is_garbled_all_over(hot: &str, excess: i32) -> bool {
    let marked = hot.chars().filter(|c| !c.is_ascii()).count() as i32;
    excess >= MIN_WIDE_EXCESS.max(marked * MIN_WIDE_EXCESS_A_CHARACTER)
}

/// Beyond ASCII, how many characters a run must have. By the structure of UTF-8 a few are enough,
/// fewest among those that Latin text is read as; pairs of bytes have hardly any.
fn least_characters(before: &str, read_as: Codec, meant: Codec) -> usize {
    match (read_as.is_single(), meant) {
        (true, Codec::Utf8) if before.chars().all(is_latin) => 2,
        (true, Codec::Utf8) => 6,
        (false, Codec::Utf8) => 4,
        (true, _) => 6,
        (false, _) => 8,
    }
}

/// Inside of a line only what multi-byte structure vouches for.
const MEANT: [Codec; 6] =
    [Codec::Utf8, Codec::Gb18030, Codec::Big5, Codec::ShiftJis, Codec::EucJp, Codec::EucKr];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_lines_that_are_too_short_is_promising() {
        let mut count = 0;
        let dear = ["鹼", "汐", "\u{E801}", "龘", "“", "\u{81}", "Ð", "x", "｡", "쀼"];
        for number in 0..dear.len().pow(5) {
            let place = |power| dear[number / dear.len().pow(power) % dear.len()];
            let length = 1 + number as u32 % 5;
            let line: String = (0..length).map(place).collect();
            if is_too_short(&line) {
                count += 1;
                assert_eq!(next_promising(&line, 0), None, "{line:?}");
            }
        }
        assert!(count > 10_000, "{count}");
        assert!(!is_too_short("ÖÐ") && !is_too_short("鹼汐鹼汐鹼"));
    }

    /// Random letters, some of which are bytes of other encodings.
    #[test]
    fn no_run_is_ruled_out() {
        let model = Model::get();
        let parts =
            ["Ã", "©", "â", "€", "™", "ð", "é", "ê", "Ö", "Ð", "¹", "ú", "a", " ", "中", "╨", "╕"];
        let mut state = 1_u64;
        let mut below = |bound: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 40) as usize % bound
        };
        let (mut ruled_out, mut left) = (0, 0);
        for length in 0..1_000 {
            let characters = std::iter::repeat_with(|| parts[below(parts.len())]);
            let text: String = characters.take(8 + length % 16).collect();
            let hot = text.chars().take(2 + below(5)).map(char::len_utf8).sum();
            let part = inner(&text[..hot]);
            let priced = Priced::of(&text, model);
            let of_sequences = readers_of_sequences(&text, part.clone());
            for read_as in Codec::singles() {
                let around = Stretch::around(part.start.min(part.end), &text, read_as);
                let all = Stretch::all(&text, read_as);
                for meant in MEANT {
                    let mut found = Vec::new();
                    all.iter().for_each(|stretch| stretch.runs(&priced, meant, &mut found));
                    let is_long = |it: &Run| {
                        let before = &text[it.range.clone()];
                        let marked = before.chars().filter(|c| !c.is_ascii()).count();
                        marked >= least_characters(before, read_as, meant)
                    };
                    let is_met = found.iter().any(|it| it.covers(&part) && is_long(it));
                    let may_be_met = around.may_hold_run(&text, &part, read_as, meant)
                        && (meant != Codec::Utf8 || of_sequences >> read_as.lane() & 1 != 0);
                    assert!(may_be_met || !is_met, "{text} {part:?} {read_as} {meant}");
                    ruled_out += usize::from(!may_be_met);
                    left += usize::from(is_met);
                }
            }
        }
        assert!(ruled_out > 20 * left && left > 1_000, "{ruled_out} {left}");
    }

    #[test]
    fn a_letter_beside_a_quotation_mark_is_no_run() {
        for (line, expected) in [
            ("Над дверью висит табличка «Открыто».", false),
            ("Дали е включена „Подскачащи клавиши“?", false),
            ("Вузол надіслав запит з’єднання, об’єднати", false),
            ("Η πινακίδα γράφει «Ξενώνας» και „Ωδείο“", false),
            ("Над дверью висит табличка «РћС‚РєСЂС‹С‚Рѕ».", true),
            ("Непідтримуваний Ρ‚ΠΈΠΏ пересування", true),
        ] {
            let hot = next_hot(line, 0);
            assert_eq!(hot.is_some_and(|hot| may_hold_run(line, hot)), expected, "{line}");
        }
    }
}
