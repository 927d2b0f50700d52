//! The edit log: what was changed, where, by which repairs, and how to take it back.
//!
//! Every stage notes its changes against its own input. [`compose`] joins the changes of two
//! stages into one list, from the input of the first to the output of the second; after the last
//! stage that list, moved to the segment's place in the document, is the log. A change of one
//! stage that touches the output of an earlier one becomes one edit with both repairs in its
//! [`RepairSet`].

use std::fmt;
use std::ops::Range;

use crate::encoding::Plan;
use crate::error::Error;
use crate::repair::RepairSet;
use crate::rewrite::Change;

/// One replacement: these bytes of the source became this text.
///
/// ```
/// let explained = textmend::Cleaner::new().explain("a &lt; b");
/// let edit = explained.edits.iter().next().unwrap();
/// assert_eq!((&*edit.before, &*edit.after), (&b"&lt;"[..], "<"));
/// assert_eq!((edit.source.clone(), edit.output.clone()), (2..6, 2..3));
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Edit {
    /// What was replaced, in bytes from the start of the source document.
    pub source: Range<u64>,
    /// What stands there now, in bytes from the start of the output.
    pub output: Range<u64>,
    /// The repairs that made the edit; more than one where they worked on the same place.
    pub repairs: RepairSet,
    /// How sure they are, from 0 to 1: 1 for the exact inverse of a known mechanism, less for a
    /// guess.
    pub confidence: f32,
    /// The steps from the source to the output where encodings were mixed up:
    /// [`Repair::Mojibake`](crate::Repair::Mojibake). Of text that lost bytes
    /// ([`Repair::MojibakeLossy`](crate::Repair::MojibakeLossy)) they tell how, and do not make up
    /// for the loss. Where other repairs worked on the same place, they came on top.
    pub plan: Option<Plan>,
    /// The source bytes that were replaced. They are text wherever the source is.
    pub before: Box<[u8]>,
    /// The text that replaced them.
    pub after: Box<str>,
}

/// The edits of one document, in order and without overlap.
///
/// ```
/// let explained = textmend::Cleaner::new().explain("Tom &amp; Jerry");
/// assert_eq!(explained.text, "Tom & Jerry");
/// assert_eq!(explained.edits.replay(b"Tom &amp; Jerry").unwrap(), "Tom & Jerry");
/// assert_eq!(explained.edits.undo("Tom & Jerry").unwrap(), b"Tom &amp; Jerry");
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EditLog {
    edits: Vec<Edit>,
}

impl EditLog {
    /// The edits, from the start of the document to its end.
    ///
    /// ```
    /// let explained = textmend::Cleaner::new().explain("a &lt; b");
    /// assert!(explained.edits.iter().all(|edit| edit.confidence == 1.0));
    /// ```
    pub fn iter(&self) -> std::slice::Iter<'_, Edit> {
        self.edits.iter()
    }

    /// The number of edits.
    ///
    /// ```
    /// let explained = textmend::Cleaner::new().explain("a &lt; b");
    /// assert_eq!(explained.edits.len(), 1);
    /// ```
    pub fn len(&self) -> usize {
        self.edits.len()
    }

    /// Whether nothing was changed.
    ///
    /// ```
    /// assert!(textmend::Cleaner::new().explain("clean").edits.is_empty());
    /// ```
    pub fn is_empty(&self) -> bool {
        self.edits.is_empty()
    }

    /// Makes the output again from the source. Time and memory are linear in the source.
    ///
    /// # Errors
    ///
    /// Where the log does not belong to this source: an edit lies outside of it, other bytes
    /// stand in an edit's place, or bytes between the edits are not UTF-8.
    ///
    /// ```
    /// let explained = textmend::Cleaner::new().explain("a &lt; b");
    /// assert_eq!(explained.edits.replay(b"a &lt; b")?, "a < b");
    /// assert!(explained.edits.replay(b"another").unwrap_err().is_log_mismatch());
    /// # Ok::<(), textmend::Error>(())
    /// ```
    pub fn replay(&self, source: &[u8]) -> Result<String, Error> {
        let mut output = Vec::with_capacity(source.len());
        let mut done = 0;
        for edit in &self.edits {
            let range = place(&edit.source, done, source.len())?;
            if source[range.clone()] != *edit.before {
                return Err(Error::log_mismatch(edit.source.start));
            }
            output.extend_from_slice(&source[done..range.start]);
            output.extend_from_slice(edit.after.as_bytes());
            done = range.end;
        }
        output.extend_from_slice(&source[done..]);
        String::from_utf8(output)
            .map_err(|error| Error::log_mismatch(error.utf8_error().valid_up_to() as u64))
    }

    /// Makes the source again from the output. Time and memory are linear in the output.
    ///
    /// # Errors
    ///
    /// Where the log does not belong to this output: an edit lies outside of it, or other text
    /// stands in an edit's place.
    ///
    /// ```
    /// let explained = textmend::Cleaner::new().explain("a &lt; b");
    /// assert_eq!(explained.edits.undo("a < b")?, b"a &lt; b");
    /// # Ok::<(), textmend::Error>(())
    /// ```
    pub fn undo(&self, output: &str) -> Result<Vec<u8>, Error> {
        let output = output.as_bytes();
        let mut source = Vec::with_capacity(output.len());
        let mut done = 0;
        for edit in &self.edits {
            let range = place(&edit.output, done, output.len())?;
            if output[range.clone()] != *edit.after.as_bytes() {
                return Err(Error::log_mismatch(edit.output.start));
            }
            source.extend_from_slice(&output[done..range.start]);
            source.extend_from_slice(&edit.before);
            done = range.end;
        }
        source.extend_from_slice(&output[done..]);
        Ok(source)
    }
}

/// An edit's range as one of `length` bytes in memory, at or behind `done`.
fn place(range: &Range<u64>, done: usize, length: usize) -> Result<Range<usize>, Error> {
    let inside = |at: u64| usize::try_from(at).ok().filter(|&at| at <= length);
    match (inside(range.start), inside(range.end)) {
        (Some(start), Some(end)) if done <= start && start <= end => Ok(start..end),
        _ => Err(Error::log_mismatch(range.start)),
    }
}

impl FromIterator<Edit> for EditLog {
    /// Collects edits in document order, as [`Stream::edits`](crate::Stream::edits) hands them
    /// out.
    fn from_iter<I: IntoIterator<Item = Edit>>(edits: I) -> EditLog {
        EditLog { edits: edits.into_iter().collect() }
    }
}

impl IntoIterator for EditLog {
    type Item = Edit;
    type IntoIter = std::vec::IntoIter<Edit>;

    fn into_iter(self) -> Self::IntoIter {
        self.edits.into_iter()
    }
}

impl<'l> IntoIterator for &'l EditLog {
    type Item = &'l Edit;
    type IntoIter = std::slice::Iter<'l, Edit>;

    fn into_iter(self) -> Self::IntoIter {
        self.edits.iter()
    }
}

impl fmt::Display for Edit {
    /// One line, safe to print on a terminal: byte range, repairs, confidence, before → after, and
    /// the plan in brackets if there is one.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Range { start, end } = self.source;
        write!(f, "{start}..{end} {} {:.2} ", self.repairs, self.confidence)?;
        let mut before = &*self.before;
        f.write_str("\"")?;
        while !before.is_empty() {
            let (text, rest) = match std::str::from_utf8(before) {
                Ok(text) => (text, &before[before.len()..]),
                Err(error) => {
                    let (text, rest) = before.split_at(error.valid_up_to());
                    (std::str::from_utf8(text).unwrap_or_default(), rest)
                }
            };
            visible(text, f)?;
            before = rest;
            if let [byte, rest @ ..] = before {
                write!(f, "\\x{byte:02x}")?;
                before = rest;
            }
        }
        f.write_str("\" → \"")?;
        visible(&self.after, f)?;
        f.write_str("\"")?;
        match &self.plan {
            Some(plan) => write!(f, " ({plan})"),
            None => Ok(()),
        }
    }
}

/// Writes text with everything escaped that could move the cursor, hide or reorder.
fn visible(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for character in text.chars() {
        // `escape_debug` escapes control and format characters, separators and what has no
        // glyph; it leaves the soft hyphen's kin and variation selectors, which are invisible.
        let invisible = matches!(character,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
            | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}');
        if invisible {
            write!(f, "{}", character.escape_unicode())?;
        } else if character == '\'' {
            f.write_str("'")?;
        } else {
            write!(f, "{}", character.escape_debug())?;
        }
    }
    Ok(())
}

/// Joins the changes of two stages, where `second` worked on the output of `first`.
///
/// The middle text is the common axis. Changes that overlap there become one; changes that only
/// touch stay apart, in order. Linear in the number of changes.
pub(crate) fn compose(first: Vec<Change>, second: Vec<Change>) -> Vec<Change> {
    if first.is_empty() {
        return second;
    }
    if second.is_empty() {
        return first;
    }
    let mut composed = Vec::with_capacity(first.len() + second.len());
    let (mut first, mut second) = (first.into_iter(), second.into_iter());
    // How far the source and the output are ahead of the middle text, between changes.
    let (mut source_lead, mut output_lead) = (0_isize, 0_isize);
    loop {
        // Which comes next, and whether the other stage leaves it alone, as it does most.
        let (earlier, is_alone) = match (first.as_slice(), second.as_slice()) {
            ([a, ..], [b, ..]) => {
                let earlier = (a.output.start, a.output.end) <= (b.source.start, b.source.end);
                let overlaps = a.output.start < b.source.end && b.source.start < a.output.end;
                (earlier, !overlaps)
            }
            ([_, ..], []) => (true, true),
            ([], _) => {
                // Most often one stage has changed a line in many places, the other in few.
                composed.extend(second.map(|mut change| {
                    shift(&mut change.source, source_lead);
                    change
                }));
                return composed;
            }
        };
        if is_alone
            && earlier
            && let Some(mut change) = first.next()
        {
            source_lead += change.source.len() as isize - change.output.len() as isize;
            shift(&mut change.output, output_lead);
            composed.push(change);
            continue;
        }
        if is_alone && let Some(mut change) = second.next() {
            output_lead += change.output.len() as isize - change.source.len() as isize;
            shift(&mut change.source, source_lead);
            composed.push(change);
            continue;
        }
        let mut group = if earlier {
            Group::begin(first.as_slice().first().map(|a| &a.output))
        } else {
            Group::begin(second.as_slice().first().map(|b| &b.source))
        };
        let (source_before, output_before) = (source_lead, output_lead);
        let mut opening = true;
        loop {
            let take_first = if opening {
                earlier
            } else {
                first.as_slice().first().is_some_and(|a| group.overlaps(&a.output))
            };
            if take_first {
                let Some(a) = first.next() else { break };
                source_lead += a.source.len() as isize - a.output.len() as isize;
                group.absorb(&a.output, &a);
                group.first_plan = group.first_plan.or(a.plan);
            } else if opening
                || second.as_slice().first().is_some_and(|b| group.overlaps(&b.source))
            {
                let Some(b) = second.next() else { break };
                output_lead += b.output.len() as isize - b.source.len() as isize;
                group.absorb(&b.source, &b);
                group.second_plan = group.second_plan.or(b.plan);
            } else {
                break;
            }
            opening = false;
        }
        let plan = group.plan();
        let Group { start, end, repairs, confidence, .. } = group;
        let source = shifted(start, source_before)..shifted(end, source_lead);
        let output = shifted(start, output_before)..shifted(end, output_lead);
        composed.push(Change { source, output, repairs, confidence, plan });
    }
}

fn shifted(at: usize, lead: isize) -> usize {
    at.saturating_add_signed(lead)
}

fn shift(range: &mut Range<usize>, lead: isize) {
    (range.start, range.end) = (shifted(range.start, lead), shifted(range.end, lead));
}

/// Changes that are becoming one, with the range they cover in the middle text.
struct Group {
    start: usize,
    end: usize,
    repairs: RepairSet,
    confidence: f32,
    /// What each of the two stages did to encodings.
    first_plan: Option<Plan>,
    second_plan: Option<Plan>,
}

impl Group {
    fn begin(range: Option<&Range<usize>>) -> Group {
        let Range { start, end } = range.cloned().unwrap_or_default();
        Group {
            start,
            end,
            repairs: RepairSet::EMPTY,
            confidence: 1.0,
            first_plan: None,
            second_plan: None,
        }
    }

    /// Both plans in a row, if there are two.
    fn plan(&self) -> Option<Plan> {
        match (self.first_plan, self.second_plan) {
            (Some(first), Some(second)) => first.then(second),
            (first, second) => first.or(second),
        }
    }

    /// Whether a range overlaps that does not come before the group. An empty one does so only
    /// strictly inside: at the start it would have come first.
    fn overlaps(&self, range: &Range<usize>) -> bool {
        range.start < self.end
    }

    fn absorb(&mut self, range: &Range<usize>, change: &Change) {
        self.start = self.start.min(range.start);
        self.end = self.end.max(range.end);
        self.repairs = self.repairs.union(change.repairs);
        self.confidence = self.confidence.min(change.confidence);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encoding::Codec;
    use crate::repair::Repair;
    use crate::rewrite::Rewriter;

    /// Applies replacements of byte ranges and returns the text with its changes.
    fn stage(text: &str, repair: Repair, edits: &[(Range<usize>, &str)]) -> (String, Vec<Change>) {
        let mut rewriter = Rewriter::new(text, repair);
        for (range, with) in edits {
            rewriter.replace(range.clone(), with, 1.0);
        }
        let rewritten = rewriter.finish();
        (rewritten.text.into_owned(), rewritten.changes)
    }

    /// Carries out changes by their ranges alone.
    fn carry_out(source: &str, output: &str, changes: &[Change]) -> String {
        let mut result = String::new();
        let mut done = 0;
        for change in changes {
            result.push_str(&source[done..change.source.start]);
            assert_eq!(result.len(), change.output.start);
            result.push_str(&output[change.output.clone()]);
            done = change.source.end;
        }
        result + &source[done..]
    }

    #[test]
    fn composition_of_random_stages_leads_from_source_to_output() {
        let mut state = 7_u64;
        let mut below = |bound: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            ((state >> 33) % bound as u64) as usize
        };
        for _ in 0..2_000 {
            let mut texts = vec!["abcdefghijklmnopqrstuvwxyz".to_owned()];
            let mut all = Vec::new();
            for repair in [Repair::Entity, Repair::Pinyin, Repair::Rules] {
                let text = texts.last().unwrap().clone();
                let mut edits = Vec::new();
                let mut at = 0;
                while at <= text.len() && edits.len() < 5 {
                    let start = at + below(6);
                    let end = start + below(4);
                    if end > text.len() {
                        break;
                    }
                    edits.push((start..end, ["", "1", "23", "456"][below(4)]));
                    at = end;
                }
                let (next, changes) = stage(&text, repair, &edits);
                all = compose(all, changes);
                texts.push(next);
            }
            let (source, output) = (&texts[0], &texts[3]);
            assert_eq!(&carry_out(source, output, &all), output);
            assert!(all.windows(2).all(|w| w[0].source.end <= w[1].source.start));
        }
    }

    #[test]
    fn overlapping_changes_become_one_and_name_both_repairs() {
        let (middle, first) = stage("a&amp;lt;b", Repair::Entity, &[(1..6, "&")]);
        assert_eq!(middle, "a&lt;b");
        let (_, second) = stage(&middle, Repair::Rules, &[(1..5, "<")]);
        let composed = compose(first, second);
        assert_eq!(composed.len(), 1);
        assert_eq!((composed[0].source.clone(), composed[0].output.clone()), (1..9, 1..2));
        assert_eq!(composed[0].repairs.to_string(), "entity+rules");
    }

    #[test]
    fn plans_of_overlapping_changes_follow_each_other() {
        let (inner, outer) =
            (Plan::new(Codec::Latin1, Codec::Utf8), Plan::new(Codec::Koi8R, Codec::Utf8));
        let in_a_row = inner.then(outer);
        for (plans, expected) in [
            ((Some(inner), Some(outer)), in_a_row),
            ((Some(inner), None), Some(inner)),
            ((None, Some(outer)), Some(outer)),
            ((None, None), None),
            ((in_a_row, in_a_row), None),
        ] {
            let (middle, mut first) = stage("abc", Repair::Mojibake, &[(0..2, "x")]);
            let (_, mut second) = stage(&middle, Repair::Mojibake, &[(0..2, "y")]);
            (first[0].plan, second[0].plan) = plans;
            assert_eq!(compose(first, second)[0].plan, expected, "{plans:?}");
        }
    }

    fn edit(source: Range<u64>, output: Range<u64>, before: &str, after: &str) -> Edit {
        let (before, after) = (before.as_bytes().into(), after.into());
        Edit {
            source,
            output,
            repairs: Repair::Rules.into(),
            confidence: 1.0,
            before,
            after,
            plan: None,
        }
    }

    #[test]
    fn a_log_is_its_edits() {
        let edits = [edit(0..1, 0..2, "a", "xy"), edit(2..3, 3..3, "c", "")];
        let log: EditLog = edits.clone().into_iter().collect();
        assert!(log.len() == 2 && !log.is_empty() && EditLog::default().is_empty());
        assert!(log.iter().eq(&edits) && (&log).into_iter().eq(&edits));
        assert_eq!(log.replay(b"abcd").unwrap(), "xybd");
        assert_eq!(log.undo("xybd").unwrap(), b"abcd");
        assert!(log.into_iter().eq(edits));
    }

    #[test]
    fn edits_out_of_place_are_refused() {
        // At both ends, and touching each other, they are in place.
        let touching = [edit(0..1, 0..1, "a", "x"), edit(1..2, 1..2, "b", "y")];
        assert_eq!(EditLog::from_iter(touching).replay(b"ab").unwrap(), "xy");
        let (end, start) = (2, 1);
        let out_of_place: [&[Edit]; 6] = [
            &[edit(0..3, 0..3, "abc", "abc")],
            &[edit(3..3, 3..3, "", "x")],
            &[edit(end..start, end..start, "", "x")],
            &[edit(0..u64::MAX, 0..u64::MAX, "ab", "ab")],
            &[edit(0..2, 0..2, "ab", "ab"), edit(1..2, 1..2, "b", "b")],
            &[edit(1..2, 1..2, "b", "b"), edit(0..1, 0..1, "a", "a")],
        ];
        for edits in out_of_place {
            let log: EditLog = edits.iter().cloned().collect();
            assert!(log.replay(b"ab").unwrap_err().is_log_mismatch(), "{edits:?}");
            assert!(log.undo("ab").unwrap_err().is_log_mismatch(), "{edits:?}");
        }
        let other = EditLog::from_iter([edit(0..1, 0..1, "a", "b")]);
        assert!(other.replay(b"b").is_err() && other.undo("a").is_err());
        assert!(other.replay(b"a\xFF").unwrap_err().is_log_mismatch());
    }

    #[test]
    fn composition_takes_the_smallest_confidence_and_keeps_neighbours_apart() {
        let (_, mut first) = stage("abcd", Repair::Entity, &[(0..1, "x"), (1..2, "y")]);
        first[0].confidence = 0.5;
        let (_, second) = stage("xycd", Repair::Rules, &[(0..1, "z"), (2..3, "w")]);
        let composed = compose(first, second);
        let all: Vec<_> =
            composed.iter().map(|c| (c.source.clone(), c.output.clone(), c.confidence)).collect();
        assert_eq!(all, [(0..1, 0..1, 0.5), (1..2, 1..2, 1.0), (2..3, 2..3, 1.0)]);
        assert_eq!(composed[0].repairs.to_string(), "entity+rules");
        assert_eq!(compose(Vec::new(), composed.clone()), composed);
        assert_eq!(compose(composed.clone(), Vec::new()), composed);
    }

    #[test]
    fn display_hides_nothing_and_moves_no_cursor() {
        let edit = Edit {
            source: 0..5,
            output: 0..1,
            repairs: Repair::Invisible.into(),
            confidence: 1.0,
            plan: None,
            before: b"a\x1b\xff\xe2\x80\xae"[..].into(),
            after: "'\u{202e}".into(),
        };
        assert_eq!(
            edit.to_string(),
            "0..5 invisible 1.00 \"a\\u{1b}\\xff\\u{202e}\" → \"'\\u{202e}\""
        );
    }
}
