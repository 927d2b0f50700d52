//! The shift transducer: text whose byte pairs slipped by one.
//!
//! Where a decoder of GBK loses one byte, all pairs after it are cut one byte late until an ASCII
//! byte sets them right: of `CF F2 8C 8D EB 48` (`向實際`) without the `8C` there remain `CF F2`,
//! `8D EB` and `48`, `向嶋H`. Seen as a transducer, the text that was read is either *aligned* or
//! *shifted* with a *pending* byte, the lead byte of the character to come. Shifted, a character
//! read as (first, second) stands for the character (pending, first) and leaves `second`
//! pending; if that is ASCII it is a character of its own, and the text is aligned again. So is
//! it when a single ASCII character completes the pending byte.
//!
//! Almost all of it is arithmetic. Guessed is only what was lost for good: shifted, a `?` is a
//! pair without a meaning, and both of its bytes must be found by what makes Chinese of the
//! characters that they belong to. Hence a beam search, in which the [`language`] model weighs
//! the ways to read on, apart for aligned and shifted states because the one would crowd out the
//! other: right after a shift ends, a false shift goes on looking better for a while.
//!
//! What makes a shift here is an injected reading: see [`straddles`].
//!
//! [`language`]: crate::language

use std::ops::Range;

use memchr::memchr2_iter;

use crate::encoding::gbk;
use crate::han::fold;
use crate::han::readings::{self, Syllable};
use crate::language::Symbol;
use crate::noise::injection::Injection;
use crate::rewrite::Rewriter;

/// Costs in nats, each the negative logarithm of how often the event is met, roughly.
mod costs {
    /// A lost byte between a character and a reading that is known to be injected there.
    pub(super) const ENTER: f32 = 1.0;
    /// The character that is spelled across two has another form in the other script, but its
    /// injection was not seen elsewhere.
    pub(super) const UNSEEN: f32 = 3.0;
    /// The character that is spelled across two is the same in both scripts.
    pub(super) const UNLIKELY: f32 = 8.0;
    /// Text that holds `?reading)` and is meant so.
    pub(super) const VERBATIM: f32 = 16.0;
    /// A character into which a reading is injected elsewhere stands without it.
    pub(super) const BARE: f32 = 4.0;
    /// A `?` is a pair that means nothing in GBK.
    pub(super) const HOLE: f32 = 0.5;
    /// A `?` is a lead byte and the ASCII character after it.
    pub(super) const SWALLOWED: f32 = 3.0;
    /// Which ASCII character that was, if it is none that can be guessed.
    pub(super) const SWALLOWED_UNKNOWN: f32 = 7.0;
    /// The byte 80, which is no lead byte.
    pub(super) const BYTE_80: f32 = 5.0;
    /// A trail byte is missing at the end of a line or before ASCII.
    pub(super) const CUT: f32 = 5.0;
    /// Full-width punctuation was turned into ASCII after the decoding.
    pub(super) const FOLDED: f32 = 2.0;
    /// What the character after two holes in a row will cost, about.
    pub(super) const UNKNOWN_CHARACTER: f32 = 6.0;
}

/// How much likelier than the text as it stands a repair must be, in nats.
const MIN_GAIN: f32 = 10.0;
/// States kept of each kind. Without holes there are few to choose from.
const BEAM: usize = 48;
/// States that are carried over a hole: each has thousands of successors.
const HOLE_BEAM: usize = 12;
/// A state this much worse than the best one never wins.
const HOPELESS: f32 = 20.0;
/// Characters after which a shift that found no end is given up. Even in Simplified text,
/// which has few trail bytes in ASCII, the mean is below forty.
const MAX_TOKENS: usize = 1024;
/// Letters of the longest syllable, with combining marks.
const MAX_SYLLABLE: usize = 8;
/// ASCII characters that are guessed where one was swallowed, and those that are where the text has
/// them elsewhere: not every text has ASCII punctuation.
const SWALLOWED: [char; 12] = ['\n', ' ', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];
const SWALLOWED_MARKS: [char; 8] = [',', ':', ';', '!', '(', ')', '.', '"'];

/// Undoes readings that were injected between two characters, `向?qū)嶋H` → `向實際`.
///
/// The injector replaced bytes: where the second byte of one character and the first of the next
/// happen to spell a character that it annotates (`F2 8C`, 驅, in `CF F2 8C 8D EB 48`), `(qū)`
/// came between the two, and the decoder made a `?` of the torn character's first byte and the
/// bracket, which is no pair. The byte before the `?` and the reading tell which character it
/// was, and so the lost byte: from there on all is shifted.
///
/// Readings injected behind whole characters (`級(jí)`) may stand before such a place and stay.
pub(crate) fn straddles(text: &str, injection: &Injection, rewriter: &mut Rewriter<'_>) {
    if injection.is_empty() {
        return;
    }
    let mut done = 0;
    let mut marks: Option<Vec<char>> = None;
    // `?`, or the first byte of U+FF1F and U+FFFD.
    for at in memchr2_iter(b'?', 0xEF, text.as_bytes()) {
        if at < done || !is_entry(text, at) {
            continue;
        }
        let marks = marks.get_or_insert_with(|| {
            SWALLOWED_MARKS.into_iter().filter(|mark| text.contains(*mark)).collect()
        });
        let mut search = Search::new(text, at, injection, marks);
        search.run();
        search.rewrite(rewriter);
        done = search.position;
    }
}

/// Whether at `at` stands a mark of loss with a reading, behind a character of two bytes.
fn is_entry(text: &str, at: usize) -> bool {
    if at == 0 || text.as_bytes()[at - 1] == b'\n' {
        return false;
    }
    matches!(Token::read(text, at), Some(Token { kind: Kind::Lost(Some(_)), .. }))
}

/// One character as it was read, with the reading behind it, if any.
#[derive(Clone, Copy, Debug)]
struct Token {
    start: usize,
    /// After the annotation.
    end: usize,
    kind: Kind,
    annotation: Option<Syllable>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Char(char),
    /// What a decoder prints for bytes without a meaning; with the rest of a reading whose
    /// bracket was taken for a trail byte.
    Lost(Option<Syllable>),
}

impl Token {
    /// The token at a character boundary.
    fn read(text: &str, start: usize) -> Option<Token> {
        let c = text[start..].chars().next()?;
        let end = start + c.len_utf8();
        if matches!(c, '?' | '？' | char::REPLACEMENT_CHARACTER) {
            let reading = reading_at(text, opening_at(text, end).unwrap_or(end));
            if let Some((syllable, end)) = reading {
                let kind = Kind::Lost(Some(syllable));
                return Some(Token { start, end, kind, annotation: None });
            }
            if c != '？' {
                return Some(Token { start, end, kind: Kind::Lost(None), annotation: None });
            }
        }
        let annotation = opening_at(text, end).and_then(|opening| reading_at(text, opening));
        Some(Token {
            start,
            end: annotation.map_or(end, |(_, end)| end),
            kind: Kind::Char(c),
            annotation: annotation.map(|(syllable, _)| syllable),
        })
    }
}

/// Where an opening bracket at `at` ends.
fn opening_at(text: &str, at: usize) -> Option<usize> {
    let c = text[at..].chars().next()?;
    matches!(c, '(' | '（').then(|| at + c.len_utf8())
}

/// A reading at `at` with its closing bracket, and where that ends.
fn reading_at(text: &str, at: usize) -> Option<(Syllable, usize)> {
    let mut letters = text[at..].char_indices().take(MAX_SYLLABLE + 1);
    let (length, closing) = letters.find(|(_, c)| !is_letter(*c))?;
    if length == 0 || !matches!(closing, ')' | '）') {
        return None;
    }
    let syllable = Syllable::parse(text[at..at + length].chars())?;
    Some((syllable, at + length + closing.len_utf8()))
}

/// Whether the character may be part of a reading.
fn is_letter(c: char) -> bool {
    matches!(c, 'a'..='z' | '\u{E0}'..='\u{36F}' | '\u{1E00}'..='\u{1EFF}')
}

/// A way to have read the text so far.
#[derive(Clone, Copy, Debug)]
struct State {
    cost: f32,
    /// What the next character will cost: used to choose between states, not summed up.
    estimate: f32,
    /// The lead byte of the character to come; 0 when aligned.
    pending: u8,
    /// The pending byte was split from its character by the reading before it, so that this
    /// character could not get a reading of its own.
    is_split: bool,
    /// The certainty of the pending byte.
    certainty: Certainty,
    /// The trail byte of the last character when aligned; 0 when it has none.
    trail: u8,
    previous: Symbol,
    /// The last step, as an index into the steps.
    step: u32,
}

impl State {
    /// The state after an aligned character of this cost.
    fn aligned(self, c: char, cost: f32) -> State {
        State {
            cost: self.cost + cost,
            estimate: 0.0,
            pending: 0,
            is_split: false,
            certainty: Certainty::Exact,
            trail: gbk::encode(c).map_or(0, |[_, trail]| trail),
            previous: Symbol::of(c),
            step: self.step,
        }
    }

    /// The state with the lead byte of the next character pending.
    fn shifted(self, pending: u8, certainty: Certainty) -> State {
        State { pending, certainty, trail: 0, ..self }
    }

    fn costing(self, cost: f32) -> State {
        State { cost: self.cost + cost, ..self }
    }

    /// Whether the future cannot tell the two apart.
    fn is_twin(&self, other: &State) -> bool {
        (self.pending, self.previous, self.trail, self.is_split)
            == (other.pending, other.previous, other.trail, other.is_split)
    }
}

/// What became of one token, and of those before it.
#[derive(Clone, Copy, Debug)]
struct Step {
    parent: u32,
    action: Action,
}

const NO_STEP: u32 = u32::MAX;

#[derive(Clone, Copy, Debug, PartialEq)]
enum Action {
    /// The token stays as it is.
    Keep,
    /// The token only told of a byte: what it is part of comes with the next one.
    Enter(Certainty),
    /// The token is replaced by one character or two.
    Emit(char, Option<char>, Certainty),
}

#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
enum Certainty {
    /// Characters whose bytes were lost.
    Guess,
    /// Bytes that follow from a reading whose injection was not seen elsewhere.
    Derived,
    /// Bytes that were there, or follow from what is known.
    Exact,
}

impl Certainty {
    fn confidence(self) -> f32 {
        match self {
            Certainty::Guess => 0.5,
            Certainty::Derived => 0.9,
            Certainty::Exact => 0.99,
        }
    }
}

/// The search from one entry to where nothing is shifted any more.
struct Search<'t> {
    text: &'t str,
    injection: &'t Injection,
    /// Where the next token begins.
    position: usize,
    tokens: Vec<Token>,
    steps: Vec<Step>,
    aligned: Vec<State>,
    shifted: Vec<State>,
    /// The successors of the states, before they are pruned.
    next: Vec<State>,
    /// The cost of leaving all as it stands.
    baseline: f32,
    baseline_previous: Symbol,
    /// ASCII punctuation that the text has.
    marks: &'t [char],
}

impl<'t> Search<'t> {
    fn new(text: &'t str, entry: usize, injection: &'t Injection, marks: &'t [char]) -> Search<'t> {
        let line = text[..entry].rfind('\n').map_or(0, |at| at + 1);
        // Behind a reading injected into it stands the character that ends in the known byte.
        let before = without_annotation(&text[line..entry]);
        let last = before.chars().next_back();
        let start = State {
            cost: 0.0,
            estimate: 0.0,
            pending: 0,
            is_split: false,
            certainty: Certainty::Exact,
            trail: 0,
            previous: Symbol::line_end(),
            step: NO_STEP,
        };
        let start = last.map_or(start, |c| start.aligned(c, 0.0));
        Search {
            text,
            injection,
            position: entry,
            tokens: Vec::new(),
            steps: Vec::new(),
            aligned: vec![start],
            shifted: Vec::new(),
            next: Vec::new(),
            baseline: 0.0,
            baseline_previous: start.previous,
            marks,
        }
    }

    fn run(&mut self) {
        while let Some(token) = Token::read(self.text, self.position) {
            let is_entry = matches!(token.kind, Kind::Lost(Some(_)));
            let is_over = self.shifted.is_empty() && !self.tokens.is_empty() && !is_entry;
            if is_over || self.tokens.len() >= MAX_TOKENS {
                break;
            }
            self.advance(token);
            self.tokens.push(token);
            self.position = token.end;
        }
        // Text that ends within a shift: the pending byte has lost its character.
        self.aligned.extend(self.shifted.drain(..).map(|state| state.costing(costs::CUT)));
    }

    fn advance(&mut self, token: Token) {
        let following = Token::read(self.text, token.end);
        let (cost, symbol) = self.verbatim(token, self.baseline_previous);
        self.baseline += cost;
        self.baseline_previous = symbol;

        let aligned = std::mem::take(&mut self.aligned);
        for state in &aligned {
            self.step_aligned(*state, token);
        }
        let shifted = std::mem::take(&mut self.shifted);
        let carried = if token.kind == Kind::Lost(None) { HOLE_BEAM } else { BEAM };
        for state in shifted.iter().take(carried) {
            self.step_shifted(*state, token, following);
        }
        self.prune(aligned, shifted);
    }

    /// Keeps the best states of either kind, in the vectors given for it, and of twins the
    /// better one.
    fn prune(&mut self, mut aligned: Vec<State>, mut shifted: Vec<State>) {
        aligned.clear();
        shifted.clear();
        let rank = |state: &State| state.cost + state.estimate;
        self.next.sort_by(|a, b| rank(a).total_cmp(&rank(b)));
        let best = self.next.first().map_or(0.0, rank);
        for state in self.next.drain(..) {
            if rank(&state) > best + HOPELESS {
                break;
            }
            let kept = if state.pending == 0 { &mut aligned } else { &mut shifted };
            if kept.len() < BEAM && !kept.iter().any(|other| other.is_twin(&state)) {
                kept.push(state);
            }
        }
        self.next.clear();
        self.aligned = aligned;
        self.shifted = shifted;
    }

    fn push(&mut self, state: State, action: Action) {
        let step = self.steps.len() as u32;
        self.steps.push(Step { parent: state.step, action });
        self.next.push(State { step, ..state });
    }

    /// The cost of a token that is meant as it stands.
    fn verbatim(&self, token: Token, previous: Symbol) -> (f32, Symbol) {
        match token.kind {
            Kind::Char(c) => {
                let symbol = Symbol::of(c);
                (symbol.cost_after(previous) + self.bare(c, token.annotation), symbol)
            }
            Kind::Lost(reading) => {
                let symbol = Symbol::of('?');
                let reading = if reading.is_some() { costs::VERBATIM } else { 0.0 };
                (symbol.cost_after(previous) + reading, symbol)
            }
        }
    }

    /// The cost of a character that stands without its reading, or with another one.
    fn bare(&self, c: char, annotation: Option<Syllable>) -> f32 {
        match self.injection.reading(c) {
            Some(reading) if annotation.is_none_or(|it| it.text() != reading) => costs::BARE,
            _ => 0.0,
        }
    }

    fn step_aligned(&mut self, state: State, token: Token) {
        let (cost, _) = self.verbatim(token, state.previous);
        let c = if let Kind::Char(c) = token.kind { c } else { '?' };
        self.push(state.aligned(c, cost), Action::Keep);
        if let Kind::Lost(Some(reading)) = token.kind {
            self.enter(state, reading);
        }
    }

    /// A reading across two characters: the character it belongs to begins with the last byte
    /// read and ends with the lost one.
    fn enter(&mut self, state: State, reading: Syllable) {
        if !gbk::is_lead(state.trail) {
            return;
        }
        for lost in gbk::FIRST_LEAD..=gbk::LAST_LEAD {
            let Some((_, unseen)) = self.annotated(state.trail, lost, reading) else { continue };
            let certainty = certainty(unseen);
            let entered = State { is_split: true, ..state.shifted(lost, certainty) };
            self.push(entered.costing(costs::ENTER + unseen), Action::Enter(certainty));
        }
    }

    /// The character at a pair, and the cost of taking it for one with this injected reading.
    fn annotated(&self, lead: u8, trail: u8, reading: Syllable) -> Option<(char, f32)> {
        let c = gbk::decode_defined(lead, trail)?;
        match self.injection.reading(c) {
            Some(known) => (known == reading.text()).then_some((c, 0.0)),
            None if self.injection.is_refused(c) || !readings::has(c, reading) => None,
            None if fold::is_traditional(c) => Some((c, costs::UNSEEN)),
            None => Some((c, costs::UNLIKELY)),
        }
    }

    fn step_shifted(&mut self, state: State, token: Token, following: Option<Token>) {
        match token.kind {
            Kind::Lost(Some(reading)) => self.torn(state, reading),
            Kind::Lost(None) => self.hole(state, following),
            Kind::Char('€') => self.complete(state, 0x80, token),
            Kind::Char(c) => match (gbk::encode(c), u8::try_from(c)) {
                (Some(pair), _) => self.slip(state, pair, self.bare(c, token.annotation)),
                (None, Ok(byte)) if byte.is_ascii() => {
                    self.complete(state, byte, token);
                    if let Some(pair) = full_width(byte) {
                        self.slip(state, pair, costs::FOLDED);
                    }
                }
                _ => {}
            },
        }
    }

    /// The character with the pending byte for its lead, and what it costs.
    fn pending(&self, state: &State, trail: u8) -> Option<(char, f32)> {
        let c = gbk::decode_defined(state.pending, trail)?;
        let bare = if state.is_split { 0.0 } else { self.bare(c, None) };
        Some((c, Symbol::of(c).cost_after(state.previous) + bare))
    }

    /// A pair read one byte late.
    fn slip(&mut self, state: State, [first, second]: [u8; 2], extra: f32) {
        let Some((c, cost)) = self.pending(&state, first) else { return };
        let next = state.aligned(c, cost + extra);
        if second.is_ascii() {
            let ascii = char::from(second);
            let cost = Symbol::of(ascii).cost_after(next.previous);
            self.push(next.aligned(ascii, cost), Action::Emit(c, Some(ascii), state.certainty));
        } else if gbk::is_lead(second) {
            let next = next.shifted(second, Certainty::Exact);
            self.push(next, Action::Emit(c, None, state.certainty));
        }
    }

    /// A byte that was read on its own ends the shift.
    fn complete(&mut self, state: State, byte: u8, token: Token) {
        if byte < gbk::FIRST_TRAIL {
            // The pending byte was cut off before it, and the text goes on aligned.
            let (cost, _) = self.verbatim(token, state.previous);
            self.push(state.aligned(char::from(byte), cost + costs::CUT), Action::Keep);
            return;
        }
        let known = match token.annotation {
            None => self.pending(&state, byte),
            // The reading that was injected behind the character that the byte completes.
            Some(reading) => self
                .annotated(state.pending, byte, reading)
                .map(|(c, unseen)| (c, Symbol::of(c).cost_after(state.previous) + unseen)),
        };
        let Some((c, cost)) = known else { return };
        let cost = if byte == 0x80 { cost + costs::BYTE_80 } else { cost };
        self.push(state.aligned(c, cost), Action::Emit(c, None, state.certainty));
    }

    /// A reading behind a whole character, torn from it by the decoder: the lead byte is
    /// pending, the trail byte is lost together with the bracket.
    fn torn(&mut self, state: State, reading: Syllable) {
        for lost in gbk::FIRST_LEAD..=gbk::LAST_LEAD {
            let Some((c, unseen)) = self.annotated(state.pending, lost, reading) else { continue };
            let cost = Symbol::of(c).cost_after(state.previous) + unseen;
            self.push(state.aligned(c, cost), Action::Emit(c, None, certainty(unseen)));
        }
    }

    /// A `?` within a shift: the trail byte of the pending character is lost, and with it the
    /// lead byte of the next one, or an ASCII character.
    fn hole(&mut self, state: State, following: Option<Token>) {
        let next_byte = following.and_then(|token| match token.kind {
            Kind::Char(c) => gbk::encode(c).map(|[first, _]| first).or(u8::try_from(c).ok()),
            Kind::Lost(_) => None,
        });
        let is_last = following.is_none_or(|token| token.kind == Kind::Char('\n'));
        for trail in 0x80..=gbk::LAST_LEAD {
            let Some((c, cost)) = self.pending(&state, trail) else { continue };
            let next = state.aligned(c, cost);
            let action = Action::Emit(c, None, Certainty::Guess);
            if trail == 0x80 {
                self.push(next.costing(costs::BYTE_80), action);
                continue;
            }
            if is_last {
                self.push(next.costing(costs::HOLE), action);
            }
            self.swallow(next, c);
            for lead in gbk::FIRST_LEAD..=gbk::LAST_LEAD {
                if gbk::is_defined(trail, lead) {
                    continue;
                }
                let estimate = match next_byte.map(|byte| gbk::decode_defined(lead, byte)) {
                    Some(Some(c)) => Symbol::of(c).cost_after(next.previous),
                    Some(None) => continue,
                    None => costs::UNKNOWN_CHARACTER,
                };
                let next = next.shifted(lead, Certainty::Guess).costing(costs::HOLE);
                self.push(State { estimate, ..next }, action);
            }
        }
    }

    /// The lost trail byte of `c` took an ASCII character with it.
    fn swallow(&mut self, state: State, c: char) {
        for ascii in SWALLOWED.iter().chain(self.marks).copied() {
            let cost = costs::SWALLOWED + Symbol::of(ascii).cost_after(state.previous);
            let action = Action::Emit(c, Some(ascii), Certainty::Guess);
            self.push(state.aligned(ascii, cost), action);
        }
        let unknown = state.aligned('a', costs::SWALLOWED + costs::SWALLOWED_UNKNOWN);
        self.push(unknown, Action::Emit(c, Some('?'), Certainty::Guess));
    }

    /// Writes the best way to read the text, if it is better beyond doubt.
    fn rewrite(&self, rewriter: &mut Rewriter<'_>) {
        let best = self.aligned.iter().min_by(|a, b| a.cost.total_cmp(&b.cost));
        let Some(best) = best.filter(|best| self.baseline - best.cost >= MIN_GAIN) else { return };
        let mut actions = vec![Action::Keep; self.tokens.len()];
        let mut step = best.step;
        for action in actions.iter_mut().rev() {
            let Some(it) = self.steps.get(step as usize) else { break };
            *action = it.action;
            step = it.parent;
        }
        let mut piece = Piece::default();
        for (token, action) in self.tokens.iter().zip(actions) {
            let source = token.start..token.end;
            match action {
                Action::Keep => piece.flush(rewriter),
                Action::Enter(certainty) => {
                    piece.flush(rewriter);
                    piece.extend(source, None, certainty);
                    piece.is_entry = true;
                }
                Action::Emit(first, second, certainty) => {
                    if piece.certainty != Some(certainty) && !piece.is_entry {
                        piece.flush(rewriter);
                    }
                    piece.extend(source, [first].into_iter().chain(second), certainty);
                    piece.is_entry = false;
                }
            }
        }
        piece.flush(rewriter);
    }
}

/// A stretch of replaced tokens of one certainty.
#[derive(Default)]
struct Piece {
    source: Range<usize>,
    text: String,
    certainty: Option<Certainty>,
    /// The piece is the token of an entry so far, which the first character belongs to.
    is_entry: bool,
}

impl Piece {
    fn extend(
        &mut self,
        source: Range<usize>,
        text: impl IntoIterator<Item = char>,
        certainty: Certainty,
    ) {
        if self.certainty.is_none() {
            self.source.start = source.start;
        }
        self.source.end = source.end;
        self.text.extend(text);
        self.certainty = match self.certainty {
            Some(before) if before < certainty => Some(before),
            _ => Some(certainty),
        };
    }

    fn flush(&mut self, rewriter: &mut Rewriter<'_>) {
        if let Some(certainty) = self.certainty.take() {
            rewriter.replace(self.source.clone(), &self.text, certainty.confidence());
        }
        self.text.clear();
        self.is_entry = false;
    }
}

fn certainty(unseen: f32) -> Certainty {
    if unseen > 0.0 { Certainty::Derived } else { Certainty::Exact }
}

/// The text without a reading in brackets at its end.
fn without_annotation(text: &str) -> &str {
    let is_opening = |(_, c): &(usize, char)| matches!(c, '(' | '（');
    let opening = text
        .ends_with([')', '）'])
        .then(|| text.char_indices().rev().take(MAX_SYLLABLE + 2).find(is_opening))
        .flatten();
    match opening.and_then(|(at, c)| Some((at, reading_at(text, at + c.len_utf8())?.1))) {
        Some((at, end)) if end == text.len() => &text[..at],
        _ => text,
    }
}

/// The full-width form of ASCII punctuation that is often turned into ASCII.
fn full_width(byte: u8) -> Option<[u8; 2]> {
    matches!(byte, b',' | b':' | b';' | b'!' | b'(' | b')').then_some([0xA3, byte | 0x80])
}
