//! Text on its way through the stages of a conversion, in pieces.
//!
//! Normalisation comes first, over all of the text. Then the text is cut into segments, where the
//! configuration says so, and every segment goes through the chain of stages by itself. A stage
//! passes on what is decided and keeps the rest, which is short, until more comes: a key
//! may go on, a description sequence may be unfinished, or a segment may yet end.
//!
//! Text in memory takes the same way, in pieces that fit the nearest cache. On the way it is UTF-16.

use super::dictionary::Value;
use super::matcher::Matcher;
use super::stage::{Singles, Sink, Stage};
use super::utf16;

/// The most that goes through the stages at a time, in bytes.
pub(super) const PIECE: usize = 8 * 1024;

/// All stages of a conversion.
#[derive(Debug)]
pub(super) struct Stages {
    pub(super) normalization: Vec<(Stage, Leads)>,
    /// Cuts into segments, where the first stage of the chain does not do it on the way.
    pub(super) segmentation: Option<Stage>,
    pub(super) chain: Vec<Stage>,
    /// How many ASCII characters at the end of a run may matter to some stage; `None` where any
    /// may.
    ascii_tail: Option<usize>,
}

impl Stages {
    /// The stages for the dictionaries of a configuration.
    pub(super) fn new(
        normalization: Vec<Matcher>,
        segmentation: Option<Matcher>,
        chain: Vec<Matcher>,
    ) -> Stages {
        let with_leads = |matcher: Matcher| (Stage::new(matcher.clone()), Leads::new(&matcher));
        let normalization: Vec<_> = normalization.into_iter().map(with_leads).collect();
        let mut chain: Vec<_> = chain.into_iter().map(Stage::new).collect();
        let segmentation = segmentation.and_then(|matcher| {
            let on_the_way = chain.first_mut().is_none_or(|first| first.try_segment(&matcher));
            (!on_the_way).then(|| Stage::segmentation(matcher))
        });
        let normalizing = normalization.iter().map(|(stage, _)| stage);
        let stages = normalizing.chain(&segmentation).chain(&chain);
        let ascii_tail =
            stages.map(Stage::ascii_tail).try_fold(0, |most, tail| Some(most.max(tail?)));
        Stages { normalization, segmentation, chain, ascii_tail }
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
    /// What a stage of the normalisation passes on.
    normalized: Vec<u16>,
    bytes: Vec<u8>,
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
            segmented: 0,
            block: Block::default(),
            normalized: Vec::new(),
            bytes: Vec::new(),
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
        let mut text = text;
        if let Some(tail) = stages.ascii_tail
            && self.is_empty()
        {
            let inert = ascii_run(text.as_bytes()).saturating_sub(tail);
            if inert > 0 {
                let (inert, rest) = text.split_at(inert);
                out(inert);
                text = rest;
            }
        }
        // Most texts hold nothing to normalise, and are decoded to where they are converted.
        let mut is_normalized = false;
        for ((stage, leads), waiting) in stages.normalization.iter().zip(&mut self.normalizing) {
            if !is_normalized && waiting.is_empty() && !leads.occur_in(text.as_bytes()) {
                continue;
            }
            if is_normalized {
                waiting.append(&mut self.normalized);
            } else {
                utf16::decode(text, waiting);
            }
            is_normalized = true;
            self.block.clear();
            let done = stage.convert(waiting, 0..waiting.len(), &[], !last, &mut self.block);
            waiting.drain(..done);
            self.normalized.extend_from_slice(self.block.units());
        }

        let Some(first) = self.converting.first_mut() else {
            if is_normalized {
                out(utf16::encode(&self.normalized, &mut self.bytes));
                self.normalized.clear();
            } else {
                out(text);
            }
            return;
        };
        if is_normalized {
            first.text.append(&mut self.normalized);
        } else {
            utf16::decode(text, &mut first.text);
        }
        match &stages.segmentation {
            None => self.segmented = first.text.len(),
            Some(stage) => {
                let range = self.segmented..first.text.len();
                self.segmented =
                    stage.convert(&first.text, range, &[], !last, &mut Marks(&mut first.marks));
            }
        }

        let mut decided = self.segmented;
        for (index, stage) in stages.chain.iter().enumerate() {
            let (now, later) = self.converting.split_at_mut(index + 1);
            let waiting = &mut now[index];
            self.block.clear();
            let mut start = 0;
            let mut marks = &waiting.marks[..];
            if !later.is_empty() {
                // The next stage must know where the segments end.
                for &mark in marks {
                    stage.convert(&waiting.text, start..mark, &[], false, &mut self.block);
                    self.block.mark(mark);
                    start = mark;
                }
                marks = &[];
            }
            let done = stage.convert(&waiting.text, start..decided, marks, !last, &mut self.block);
            waiting.text.drain(..done);
            waiting.marks.clear();
            if index == 0 {
                self.segmented -= done;
            }
            match later.first_mut() {
                Some(next) => {
                    let before = next.text.len();
                    next.marks.extend(self.block.marks.iter().map(|mark| before + mark));
                    next.text.extend_from_slice(self.block.units());
                    decided = next.text.len();
                }
                None => out(utf16::encode(self.block.units(), &mut self.bytes)),
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

    #[inline]
    fn singles<const MANY: bool>(&mut self, _: &[u16], mut singles: Singles<'_, MANY>) -> usize {
        let room = self.room(singles.most());
        let mut length = 0;
        for (place, with) in room.iter_mut().zip(singles.by_ref()) {
            *place = with;
            length += 1;
        }
        self.length += length;
        singles.at
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

    #[inline]
    fn singles<const MANY: bool>(&mut self, _: &[u16], mut singles: Singles<'_, MANY>) -> usize {
        while singles.next().is_some() {}
        singles.at
    }

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

/// The first two bytes of all characters that a stage does not simply keep; for stages that most
/// texts pass unchanged.
#[derive(Debug)]
pub(super) struct Leads {
    /// A first byte, and a range of second ones.
    ranges: Vec<(u8, u8, u8)>,
    /// Too many, or ASCII among them.
    any: bool,
}

impl Leads {
    /// More ranges than this cost more than they save.
    const MOST: usize = 4;
    /// Ideographic description operators.
    const OPERATORS: (u8, u8) = (0xE2, 0xBF);

    fn new(matcher: &Matcher) -> Leads {
        let mut leads = vec![Leads::OPERATORS];
        let mut any = false;
        let mut add = |c: Option<char>| {
            let mut bytes = [0; 4];
            match c.map(|c| c.encode_utf8(&mut bytes).as_bytes()) {
                Some(&[first, second, ..]) => leads.push((first, second)),
                _ => any = true,
            }
        };
        for dictionary in matcher.dictionaries() {
            dictionary.singles().for_each(|(key, _)| add(char::from_u32(u32::from(key))));
            dictionary.records().for_each(|record| add(record.first_char()));
        }
        leads.sort_unstable();
        leads.dedup();
        let mut ranges: Vec<(u8, u8, u8)> = Vec::new();
        for (first, second) in leads {
            match ranges.last_mut() {
                Some(range) if range.0 == first && range.2 + 1 == second => range.2 = second,
                _ => ranges.push((first, second, second)),
            }
        }
        any |= ranges.len() > Leads::MOST;
        Leads { ranges, any }
    }

    fn occur_in(&self, text: &[u8]) -> bool {
        let Some(seconds) = text.get(1..) else { return false };
        self.any
            || self.ranges.iter().any(|&(lead, low, high)| {
                // No early end: this way it takes 16 bytes at a time.
                let hits = text.iter().zip(seconds).map(|(&first, &second)| {
                    first == lead && second.wrapping_sub(low) <= high - low
                });
                hits.fold(false, |any, hit| any | hit)
            })
    }
}
