//! Text on its way through a conversion, in pieces.
//!
//! Most of it takes the [`Shortcut`] from source to output. Where a word may have a say, it goes
//! through the stages. Normalisation comes first. Then the text is cut into segments, where the
//! configuration says so, and every segment goes through the chain of stages by itself. A stage
//! passes on what is decided and keeps the rest, which is short, until more comes: a key
//! may go on, a description sequence may be unfinished, or a segment may yet end.
//!
//! Text in memory takes the same way, in pieces that fit the nearest cache. In the stages it is UTF-16.

use simdutf8::basic::from_utf8;

use super::dictionary::Value;
use super::matcher::Matcher;
use super::recent::Recent;
use super::shortcut::{Outline, Output, Shortcut, Stop};
use super::stage::{End, Sink, Stage};
use super::utf16;

/// The most that is converted at a time, in bytes.
const PIECE: usize = 8 * 1024;

/// All stages of a conversion.
#[derive(Debug)]
pub(super) struct Stages {
    pub(super) normalization: Vec<Stage>,
    /// Cuts into segments, where the first stage of the chain does not do it on the way.
    pub(super) segmentation: Option<Stage>,
    pub(super) chain: Vec<Stage>,
    shortcut: Shortcut,
    /// The most ASCII characters that a key of some stage begins with.
    ascii_start: usize,
}

impl Stages {
    /// The stages for the dictionaries of a configuration. `known` is the outline of the first of
    /// the chain, if it is at hand.
    pub(super) fn new(
        normalization: Vec<Matcher>,
        segmentation: Option<Matcher>,
        chain: Vec<Matcher>,
        known: Option<&[u8]>,
    ) -> Stages {
        let normalization: Vec<_> = normalization.into_iter().map(Stage::new).collect();
        let mut chain: Vec<_> = chain.into_iter().map(Stage::new).collect();
        let segmentation = segmentation.and_then(|matcher| {
            let on_the_way = chain.first_mut().is_none_or(|first| first.try_segment(&matcher));
            (!on_the_way).then(|| Stage::segmentation(matcher))
        });
        let shortcut = {
            let known = known.map(Outline::read);
            Shortcut::new(&normalization, segmentation.as_ref(), &chain, known)
        };
        let stages = normalization.iter().chain(&segmentation).chain(&chain);
        let ascii_start = stages.map(Stage::ascii_start).max().unwrap_or(0);
        Stages { normalization, segmentation, chain, shortcut, ascii_start }
    }
}

/// The state of one text.
#[derive(Clone, Debug, Default)]
pub(super) struct Flow {
    /// What each stage of the normalisation keeps.
    normalizing: Vec<Vec<u16>>,
    /// What each stage of the chain keeps.
    converting: Vec<Waiting>,
    /// How much of what the first stage of the chain keeps is cut into segments.
    segmented: usize,
    block: Block,
    /// What comes to the next stage.
    units: Vec<u16>,
    recent: Recent,
    output: Output,
}

/// Text that waits for a stage.
#[derive(Clone, Debug, Default)]
struct Waiting {
    text: Vec<u16>,
    /// Where segments end in it.
    marks: Vec<usize>,
}

impl Flow {
    pub(super) fn new(stages: &Stages) -> Flow {
        Flow {
            normalizing: vec![Vec::new(); stages.normalization.len()],
            converting: vec![Waiting::default(); stages.chain.len()],
            ..Flow::default()
        }
    }

    /// Takes the next text, and hands out what is decided; `last` says that nothing follows.
    pub(super) fn push(
        &mut self,
        stages: &Stages,
        mut text: &str,
        last: bool,
        mut out: impl FnMut(&str),
    ) {
        while text.len() > PIECE {
            let mut ends = (PIECE - 3..=PIECE).rev();
            let end = ends.find(|&end| text.is_char_boundary(end)).unwrap_or(PIECE);
            let (piece, rest) = text.split_at(end);
            self.push_piece(stages, piece, false, &mut out);
            text = rest;
        }
        self.push_piece(stages, text, last, &mut out);
    }

    fn push_piece(&mut self, stages: &Stages, text: &str, last: bool, out: &mut impl FnMut(&str)) {
        let shortcut = &stages.shortcut;
        let mut text = text;
        if shortcut.keeps_ascii() && self.is_empty() {
            // Where a key has more than ASCII, it may begin in the last characters only.
            let kept = ascii_run(text.as_bytes()).saturating_sub(stages.ascii_start);
            if kept > 0 {
                let (kept, rest) = text.split_at(kept);
                out(kept);
                text = rest;
            }
        }
        self.output.clear();
        let bytes = text.as_bytes();
        let mut done = 0;
        if !self.is_empty() {
            done = self.detour(stages, text, 0, shortcut.end(bytes, 0), last);
        }
        while let Some(stop) = shortcut.run(bytes, done, &mut self.output) {
            let region = shortcut.region(bytes, stop, done);
            self.output.take_back(region.made);
            done = self.detour(stages, text, region.start, region.end, last);
        }
        if !last && done < bytes.len() {
            let region = shortcut.region(bytes, Stop::end(bytes), done);
            self.output.take_back(region.made);
            self.send_through(stages, &text[region.start..], End::Open);
        }
        // Checking it costs a tenth of copying it.
        out(from_utf8(self.output.made()).unwrap_or_default());
    }

    /// Sends text through the stages, from `start` to `end`, and further until they keep nothing.
    /// Returns the place where that is so, or the end of the text.
    fn detour(
        &mut self,
        stages: &Stages,
        text: &str,
        mut start: usize,
        mut end: Option<usize>,
        last: bool,
    ) -> usize {
        let bytes = text.as_bytes();
        // A region in which nothing waits for what follows depends on nothing else.
        let mut is_region = self.is_empty();
        while let Some(here) = end {
            let is_all = last && here == text.len();
            if is_region && let Some((output, length)) = self.recent.get(bytes, start, here) {
                self.output.push(output, length);
                return here;
            }
            let before = self.output.made().len();
            let follows = if is_all { End::Text } else { End::Block };
            self.send_through(stages, &text[start..here], follows);
            let is_done = self.is_empty();
            if is_region && is_done && !is_all {
                self.recent.note(bytes, start, here, &self.output.made()[before..]);
            }
            if is_done || here == text.len() {
                return here;
            }
            is_region = false;
            start = here;
            end = stages.shortcut.end(bytes, start);
        }
        self.send_through(stages, &text[start..], if last { End::Text } else { End::Open });
        text.len()
    }

    fn send_through(&mut self, stages: &Stages, text: &str, mut follows: End) {
        self.units.clear();
        utf16::decode(text, &mut self.units);
        let is_normal = stages.shortcut.knows_all(text.as_bytes());
        for (stage, waiting) in stages.normalization.iter().zip(&mut self.normalizing) {
            if is_normal && waiting.is_empty() && !stage.has_words() {
                continue;
            }
            waiting.append(&mut self.units);
            self.block.clear();
            let done = stage.convert(waiting, 0..waiting.len(), &[], follows, &mut self.block);
            waiting.drain(..done);
            if !waiting.is_empty() {
                follows = End::Open;
            }
            self.units.extend_from_slice(self.block.units());
        }
        let Some(first) = self.converting.first_mut() else {
            self.output.encode(&self.units);
            return;
        };
        first.text.append(&mut self.units);
        match &stages.segmentation {
            None => self.segmented = first.text.len(),
            Some(stage) => {
                let range = self.segmented..first.text.len();
                let mut marks = Marks(&mut first.marks);
                self.segmented = stage.convert(&first.text, range, &[], follows, &mut marks);
            }
        }
        let mut decided = self.segmented;
        for (index, stage) in stages.chain.iter().enumerate() {
            let (now, later) = self.converting.split_at_mut(index + 1);
            let waiting = &mut now[index];
            if decided < waiting.text.len() {
                follows = End::Open;
            }
            self.block.clear();
            let mut start = 0;
            let mut marks = &waiting.marks[..];
            if !later.is_empty() {
                // The next stage must know where the segments end.
                for &mark in marks {
                    stage.convert(&waiting.text, start..mark, &[], End::Text, &mut self.block);
                    self.block.mark(mark);
                    start = mark;
                }
                marks = &[];
            }
            let range = start..decided;
            let done = stage.convert(&waiting.text, range, marks, follows, &mut self.block);
            waiting.text.drain(..done);
            waiting.marks.clear();
            if index == 0 {
                self.segmented -= done;
            }
            if !waiting.text.is_empty() {
                follows = End::Open;
            }
            match later.first_mut() {
                Some(next) => {
                    let before = next.text.len();
                    next.marks.extend(self.block.marks.iter().map(|mark| before + mark));
                    next.text.extend_from_slice(self.block.units());
                    decided = next.text.len();
                }
                None => self.output.encode(self.block.units()),
            }
        }
    }

    fn is_empty(&self) -> bool {
        self.normalizing.iter().all(Vec::is_empty)
            && self.converting.iter().all(|waiting| waiting.text.is_empty())
    }
}

/// What a stage makes of a piece.
#[derive(Clone, Debug, Default)]
struct Block {
    /// Grows as needed, and is never shortened: what is made ends at `length`.
    units: Vec<u16>,
    length: usize,
    marks: Vec<usize>,
}

impl Block {
    fn clear(&mut self) {
        self.length = 0;
        self.marks.clear();
    }

    /// Room for so many units more.
    #[inline]
    fn room(&mut self, units: usize) -> &mut [u16] {
        if self.units.len() - self.length < units {
            self.grow(units);
        }
        &mut self.units[self.length..]
    }

    #[cold]
    fn grow(&mut self, units: usize) {
        self.units.resize((2 * self.units.len()).max(self.length + units).max(PIECE), 0);
    }

    fn units(&self) -> &[u16] {
        &self.units[..self.length]
    }
}

impl Sink for Block {
    fn keep(&mut self, text: &[u16], at: usize, length: usize) {
        self.room(length)[..length].copy_from_slice(&text[at..at + length]);
        self.length += length;
    }

    fn put(&mut self, _: &[u16], _: usize, with: u16) {
        self.room(1)[0] = with;
        self.length += 1;
    }

    fn value(&mut self, _: &[u16], _: usize, _: usize, with: Value<'_>) {
        for unit in with.units() {
            self.room(1)[0] = unit;
            self.length += 1;
        }
    }

    fn mark(&mut self, _: usize) {
        self.marks.push(self.length);
    }
}

/// Where segments end, and nothing else.
pub(super) struct Marks<'m>(pub(super) &'m mut Vec<usize>);

impl Sink for Marks<'_> {
    fn keep(&mut self, _: &[u16], _: usize, _: usize) {}

    fn put(&mut self, _: &[u16], _: usize, _: u16) {}

    fn value(&mut self, _: &[u16], _: usize, _: usize, _: Value<'_>) {}

    fn mark(&mut self, at: usize) {
        self.0.push(at);
    }
}

/// How many bytes at the start of the text are ASCII.
fn ascii_run(text: &[u8]) -> usize {
    const BLOCK: usize = 64;
    let mut at = 0;
    while let Some(block) = text[at..].first_chunk::<BLOCK>()
        && block.is_ascii()
    {
        at += BLOCK;
    }
    at + text[at..].iter().take_while(|byte| byte.is_ascii()).count()
}
