//! The search for the best way to read a stretch of text.

use super::cells::{Cell, Cells, Leads, cells};
use super::costs;
use super::familiar::Familiar;
use super::holes::Candidates;
use super::limits::{self, Limits};
use super::model::{Model, model};
use super::spoken::spoken;
use super::state::{ANY_LEAD, Action, Beam, Certainty, State};
use super::token::{Kind, Token, without_annotation};
use crate::encoding::gbk;
use crate::han::fold;
use crate::han::readings::{self, Syllable};
use crate::language::{Context, Symbol};
use crate::noise::injection::Injection;

/// Lead bytes that are tried for one that was lost without a trace.
const DROPPED_LEADS: usize = 4;

/// Marks of punctuation that are tried where the first shifted pair is a hole.
const ENTERED_FILLINGS: usize = 4;

/// Lead bytes of punctuation.
const PUNCTUATION: [u8; 2] = [0xA1, 0xA3];

/// Tokens that room is made for beforehand.
const ROOM: usize = 64;

/// What makes a shift begin.
#[derive(Clone, Copy)]
pub(super) enum Entries<'t> {
    /// Readings injected between two characters, and the ASCII punctuation that the text has.
    Readings(&'t Injection, &'t [char]),
    /// Lead bytes that were lost.
    Leads,
}

/// The search from one entry to where nothing is shifted any more.
pub(super) struct Search<'t> {
    text: &'t str,
    pub(super) entries: Entries<'t>,
    pub(super) limits: &'static Limits,
    pub(super) familiar: &'t Familiar,
    pub(super) cells: &'static Cells,
    pub(super) model: &'static Model,
    /// Where the next token begins.
    pub(super) position: usize,
    /// The last place where a shift may begin, as far as is known.
    until: usize,
    pub(super) tokens: Vec<Token>,
    /// Of the hole at hand; kept for their memory.
    pub(super) candidates: Option<Box<Candidates>>,
    leads: Vec<(u8, i32)>,
    pub(super) beam: Beam,
    /// The cost of leaving all as it stands, up to each token.
    pub(super) baseline: Vec<i32>,
    baseline_context: Context,
}

impl<'t> Search<'t> {
    /// A search from `start`, where the text is aligned, over the place of an entry at least.
    pub(super) fn new(
        text: &'t str,
        start: usize,
        entry: usize,
        entries: Entries<'t>,
        familiar: &'t Familiar,
    ) -> Self {
        let limits = match entries {
            Entries::Readings(..) => &limits::READINGS,
            Entries::Leads => &limits::LEADS,
        };
        // Behind a reading injected into it stands the character that ends in the known byte. A
        // line feed there counts as the beginning that it is.
        let before = without_annotation(&text[..start]);
        let last = before.chars().next_back();
        let state = last.map_or(State::start(), |c| State::start().aligned(c, 0));
        let room = ((text.len() - start) / 3).min(ROOM);
        Search {
            text,
            entries,
            limits,
            familiar,
            cells: cells(),
            model: model(),
            position: start,
            until: entry,
            tokens: Vec::with_capacity(room),
            candidates: None,
            leads: Vec::with_capacity(ROOM),
            beam: Beam::new(state, limits, room),
            baseline: Vec::with_capacity(room),
            baseline_context: state.context,
        }
    }

    pub(super) fn run(&mut self, is_entry: impl Fn(&str, &Token) -> bool) {
        let mut ahead = Token::read(self.text, self.position);
        while let Some(token) = ahead {
            if token.start > self.until && is_entry(self.text, &token) {
                self.until = token.start;
            }
            let is_over = self.beam.shifted.is_empty() && token.start > self.until;
            if is_over || self.tokens.len() >= self.limits.tokens {
                break;
            }
            ahead = Token::read(self.text, token.end);
            self.advance(token, ahead);
            self.tokens.push(token);
            self.position = token.end;
        }
        // Text that ends within a shift: the pending byte has lost its character.
        let cut = self.beam.shifted.drain(..).map(|state| state.costing(costs::CUT));
        self.beam.aligned.extend(cut);
        if ahead.is_none() && matches!(self.entries, Entries::Leads) {
            // What a line ends with tells between the ways to fill a hole there.
            for state in &mut self.beam.aligned {
                state.cost += state.context.tenths(Symbol::line_end());
            }
            if let Some(last) = self.baseline.last_mut() {
                *last += self.baseline_context.tenths(Symbol::line_end());
            }
        }
    }

    fn advance(&mut self, token: Token, following: Option<Token>) {
        let before = self.baseline.last().copied().unwrap_or(0);
        let context = self.baseline_context;
        let meant = self.verbatim(&token, context);
        self.baseline.push(before + meant);
        self.baseline_context = context.then(token.symbol);
        // Most often the text before is meant as it stands, too.
        let kept = |search: &Search<'_>, state: &State| {
            if state.context == context { meant } else { search.verbatim(&token, state.context) }
        };
        if let Some(first) = self.beam.aligned.first() {
            self.beam.expect(first.cost - first.bonus + kept(self, first));
        }

        // The shifted ones first: a shift that goes on well leaves little to new ones.
        let shifted = std::mem::take(&mut self.beam.shifted);
        if token.kind == Kind::Lost(None) {
            let after_hole = self.tokens.last().is_some_and(|it| it.kind == Kind::Lost(None));
            let carried =
                if after_hole { self.limits.next_hole_beam } else { self.limits.hole_beam };
            let worst = shifted.first().map_or(0, State::rank) + self.limits.hole_margin;
            let hopeful = shifted.iter().take(carried).take_while(|state| state.rank() <= worst);
            self.hole(&shifted[..hopeful.count()], following, self.limits.fillings, true);
        } else {
            self.step_shifted(&shifted, &token);
        }
        let aligned = std::mem::take(&mut self.beam.aligned);
        for (rank, state) in aligned.iter().enumerate() {
            let cost = kept(self, state);
            self.step_aligned(*state, token, cost, following, rank < self.limits.entry_beam);
        }
        self.beam.aligned = aligned;
        self.beam.shifted = shifted;
        self.beam.advance();
    }

    /// The cost of a token that is meant as it stands.
    fn verbatim(&self, token: &Token, context: Context) -> i32 {
        let cost = context.tenths(token.symbol);
        match token.kind {
            Kind::Lost(Some(_)) => cost + costs::VERBATIM,
            Kind::Lost(None) => cost,
            _ => cost + self.bare(token.character(), token.annotation),
        }
    }

    /// The cost of a character that stands without its reading, or with another one.
    fn bare(&self, c: char, annotation: Option<Syllable>) -> i32 {
        let Entries::Readings(injection, _) = self.entries else { return 0 };
        match injection.reading(c) {
            Some(reading) if annotation != Some(reading) => costs::BARE,
            _ => 0,
        }
    }

    /// An aligned state before a token of this cost.
    fn step_aligned(
        &mut self,
        state: State,
        token: Token,
        cost: i32,
        following: Option<Token>,
        enters: bool,
    ) {
        let trail = if let Kind::Pair(_, [_, trail]) = token.kind { trail } else { 0 };
        self.beam.push(State { trail, ..state.after(token.symbol, cost) }, Action::Keep);
        if !enters {
            return;
        }
        match (self.entries, token.kind) {
            (Entries::Readings(injection, _), Kind::Lost(Some(reading))) => {
                self.enter_at_reading(state, reading, injection);
            }
            (Entries::Leads, Kind::Lost(None)) => {
                self.enter_at_loss(state, following);
                // Or the mark is the first shifted pair, as it is behind a full-width comma.
                if self.beam.admits(state.rank() + costs::DROPPED + costs::NEXT) {
                    let entered = PUNCTUATION.map(|lead| {
                        let cost = costs::DROPPED + lead_cost(lead);
                        state.shifted(lead, Certainty::Guess).costing(cost)
                    });
                    // That an ASCII character followed at once is too far-fetched.
                    self.hole(&entered, following, ENTERED_FILLINGS, false);
                }
            }
            (Entries::Leads, Kind::Pair('？', _)) => self.enter_at_loss(state, following),
            _ => {}
        }
        if let (Entries::Leads, Kind::Pair(_, pair)) = (self.entries, token.kind)
            && token.start <= self.until
        {
            self.enter_without_trace(state, pair);
        }
    }

    /// A reading across two characters: the character it belongs to begins with the last byte
    /// read and ends with the lost one.
    fn enter_at_reading(&mut self, state: State, reading: Syllable, injection: &Injection) {
        if !gbk::is_lead(state.trail) {
            return;
        }
        for &[lead, lost] in spoken(reading) {
            if lead != state.trail || !gbk::is_lead(lost) {
                continue;
            }
            let Some((_, unseen)) = annotated(injection, lead, lost, reading) else { continue };
            let certainty = certainty(unseen);
            let entered = State { is_split: true, ..state.shifted(lost, certainty) };
            self.beam.push(entered.costing(costs::ENTER + unseen), Action::Enter(certainty));
        }
    }

    /// A mark of loss that stands for a lead byte: its character ends with the next byte.
    fn enter_at_loss(&mut self, state: State, following: Option<Token>) {
        let action = Action::Enter(Certainty::Guess);
        let state = state.costing(costs::LOST);
        if !self.beam.admits(state.rank() + costs::NEXT) {
            return;
        }
        let mut leads = std::mem::take(&mut self.leads);
        leads.clear();
        match following.and_then(|token| token.first_byte()) {
            Some(trail) => {
                self.each_lead(state.context, trail, i32::MAX, Leads::default(), |lead, cost| {
                    leads.push((lead, cost));
                })
            }
            None => {
                let any = PUNCTUATION.into_iter().chain([ANY_LEAD]);
                leads.extend(any.map(|lead| (lead, costs::UNKNOWN_CHARACTER)));
            }
        }
        for &(lead, estimate) in &leads {
            let entered = state.shifted(lead, Certainty::Guess).costing(lead_cost(lead));
            self.beam.push(State { estimate, ..entered }, action);
        }
        self.leads = leads;
    }

    /// A lead byte was lost before this pair, and nothing tells of it.
    fn enter_without_trace(&mut self, state: State, pair: [u8; 2]) {
        for common in self.model.with_trail(pair[0]).iter().take(DROPPED_LEADS) {
            let cost = costs::DROPPED + lead_cost(common.pair[0]);
            if self.beam.admits(state.rank() + cost) {
                let certainty = Certainty::Guess;
                self.slip_to(&state, common.pair, common.cell, pair[1], certainty, cost);
            }
        }
    }

    fn step_shifted(&mut self, states: &[State], token: &Token) {
        match token.kind {
            Kind::Lost(Some(reading)) => {
                states.iter().for_each(|state| self.torn(*state, reading));
            }
            Kind::Lost(None) => {}
            Kind::Foreign(_) => states.iter().for_each(|state| self.cut(*state, token)),
            Kind::Pair(c, pair) => {
                let extra = self.bare(c, token.annotation);
                // Of states with the same byte pending only the best one lives on, and the first is likely to be it.
                let mut best = (0, 0);
                for state in states {
                    let floor = state.cost - state.bonus + extra;
                    let is_beaten = best.0 == state.pending && best.1 <= floor;
                    if !is_beaten && let Some(rank) = self.slip(state, pair, extra) {
                        let is_better = best.0 != state.pending || rank < best.1;
                        best = if is_better { (state.pending, rank) } else { best };
                    }
                }
            }
            Kind::Byte(byte) => {
                for state in states {
                    self.complete(*state, byte, token);
                    if let Some(pair) = full_width(byte) {
                        self.slip(state, pair, costs::FOLDED);
                    }
                }
            }
        }
    }

    /// The state after the character with the pending byte for its lead, at its cost, and the
    /// character; if it may be among the best.
    pub(super) fn pending(&self, state: &State, trail: u8, extra: i32) -> Option<(State, char)> {
        let pair = [state.pending, trail];
        let (symbol, base, chosen) = self.weigh(state, pair, self.cells.at(pair), extra)?;
        let c = gbk::decode(state.pending, trail)?;
        Some((self.completed(state, c, symbol, base, chosen).costing(extra), c))
    }

    /// What a pair is behind a state, what the language model makes it cost, and what it costs as one of several;
    /// if that may be among the best.
    #[inline]
    fn weigh(
        &self,
        state: &State,
        pair: [u8; 2],
        cell: Cell,
        extra: i32,
    ) -> Option<(Symbol, i32, i32)> {
        let symbol = cell.symbol()?;
        let base = state.context.tenths(symbol);
        let familiar = self.familiar.cost(state.context.previous, pair).unwrap_or(base);
        let chosen = base.min(familiar) + self.familiar.form_cost(cell.form());
        let rank = state.cost - state.bonus + chosen + extra;
        self.beam.admits(rank).then_some((symbol, base, chosen))
    }

    /// The state after the pending character: what it is, what the language model makes it cost,
    /// and what it costs as one of several, where the habits of the document count.
    #[inline]
    pub(super) fn completed(
        &self,
        state: &State,
        c: char,
        symbol: Symbol,
        base: i32,
        chosen: i32,
    ) -> State {
        let bare = if state.is_split { 0 } else { self.bare(c, None) };
        let bonus = state.bonus + base - chosen;
        State { bonus, ..state.after(symbol, base + bare) }
    }

    /// A pair read one byte late; tells the rank of what comes of it.
    fn slip(&mut self, state: &State, read: [u8; 2], extra: i32) -> Option<i32> {
        let pair = [state.pending, read[0]];
        self.slip_to(state, pair, self.cells.at(pair), read[1], state.certainty, extra)
    }

    /// The same where it is known which pair comes of it, and how certain its lead byte is.
    #[inline]
    fn slip_to(
        &mut self,
        state: &State,
        pair: [u8; 2],
        cell: Cell,
        next: u8,
        certainty: Certainty,
        extra: i32,
    ) -> Option<i32> {
        let is_ascii = next.is_ascii();
        let floor = state.cost - state.bonus + extra;
        if !is_ascii && !gbk::is_lead(next) || !self.beam.admits(floor) {
            return None;
        }
        let (symbol, base, chosen) = self.weigh(state, pair, cell, extra)?;
        let c = gbk::decode(pair[0], pair[1])?;
        let completed = self.completed(state, c, symbol, base, chosen).costing(extra);
        let (state, second) = if is_ascii {
            let symbol = self.cells.symbol_of(char::from(next));
            let cost = completed.context.tenths(symbol);
            (completed.after(symbol, cost), Some(char::from(next)))
        } else {
            (completed.shifted(next, Certainty::Exact), None)
        };
        self.beam.push(state, Action::Emit(c, second, certainty));
        Some(state.rank())
    }

    /// The pending byte was cut off before the token, and the text goes on aligned.
    fn cut(&mut self, state: State, token: &Token) {
        let cost = self.verbatim(token, state.context) + costs::CUT;
        self.beam.push(state.after(token.symbol, cost), Action::Keep);
    }

    /// A byte that was read on its own ends the shift.
    fn complete(&mut self, state: State, byte: u8, token: &Token) {
        if byte < gbk::FIRST_TRAIL {
            return self.cut(state, token);
        }
        let extra = if byte == 0x80 { costs::BYTE_80 } else { 0 };
        let completed = match (token.annotation, self.entries) {
            // The reading that was injected behind the character that the byte completes.
            (Some(reading), Entries::Readings(injection, _)) => {
                annotated(injection, state.pending, byte, reading).map(|(c, unseen)| {
                    (state.aligned(c, state.context.tenths(Symbol::of(c)) + unseen + extra), c)
                })
            }
            (Some(_), Entries::Leads) => None,
            (None, _) => self.pending(&state, byte, extra),
        };
        let Some((next, c)) = completed else { return };
        let next = State { trail: byte, ..next };
        self.beam.push(next, Action::Emit(c, None, state.certainty));
    }

    /// A reading behind a whole character, torn from it by the decoder: the lead byte is
    /// pending, the trail byte is lost together with the bracket.
    fn torn(&mut self, state: State, reading: Syllable) {
        let Entries::Readings(injection, _) = self.entries else { return };
        for &[lead, lost] in spoken(reading) {
            let fits = match state.pending {
                ANY_LEAD => self.cells.is_hole(state.trail, lead),
                pending => pending == lead,
            };
            if !fits || !gbk::is_lead(lost) {
                continue;
            }
            let Some((c, unseen)) = annotated(injection, lead, lost, reading) else { continue };
            let cost = state.context.tenths(Symbol::of(c)) + unseen;
            self.beam.push(state.aligned(c, cost), Action::Emit(c, None, certainty(unseen)));
        }
    }
}

/// The character at a pair, and the cost of taking it for one with this injected reading.
fn annotated(injection: &Injection, lead: u8, trail: u8, reading: Syllable) -> Option<(char, i32)> {
    let c = gbk::decode_defined(lead, trail)?;
    match injection.reading(c) {
        Some(known) => (known == reading).then_some((c, 0)),
        None if injection.is_refused(c) || !readings::has(c, reading) => None,
        None if fold::is_traditional(c) => Some((c, costs::UNSEEN)),
        None => Some((c, costs::UNLIKELY)),
    }
}

fn certainty(unseen: i32) -> Certainty {
    if unseen > 0 { Certainty::Derived } else { Certainty::Exact }
}

fn lead_cost(lead: u8) -> i32 {
    match lead {
        0xA1 => 0,
        0xA3 => costs::LEAD_A3,
        _ => costs::LEAD_OTHER,
    }
}

/// The full-width form of ASCII punctuation that is often turned into ASCII.
fn full_width(byte: u8) -> Option<[u8; 2]> {
    matches!(byte, b',' | b':' | b';' | b'!' | b'(' | b')').then_some([0xA3, byte | 0x80])
}
