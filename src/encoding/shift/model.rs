//! The language model turned round: which characters come into question at a lost byte.
//!
//! A lost byte may have been any of 126, two of them any of 16,000 pairs. Few come into question:
//! the pair of a hole had no meaning, and its characters are ones that follow each other. So for
//! each symbol there are the characters that follow it, with all spellings, and for those that follow
//! nothing in particular the commonest with each byte. What stands behind a symbol is made when it
//! is asked for first: most texts are not shifted, and few symbols are met in one that is.

use std::sync::OnceLock;

use super::cells::{Cell, cells, pairs};
use super::ranks::sorted;
use crate::encoding::gbk::{FIRST_TRAIL, is_lead};
use crate::language::{self, SYMBOLS, Symbol};

/// Characters listed for each byte. Of those that follow a symbol only by chance, no more than the
/// commonest ever win.
const COMMON: usize = 24;

/// ASCII characters that are guessed where one was swallowed.
const SWALLOWED: [u8; 12] = *b"0123456789 \n";

/// Bytes of pairs, from the first trail byte on.
const BYTES: usize = 0x100 - FIRST_TRAIL as usize;

/// Bits of a symbol's number in the lists of followers, below the cost.
const COST: u32 = 12;

/// A character of the code page among the commonest with one of its bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Common {
    pub(super) pair: [u8; 2],
    pub(super) cell: Cell,
    /// What it costs anywhere.
    pub(super) tenths: i32,
}

/// See the module.
pub(super) struct Model {
    by_trail: Vec<Vec<Common>>,
    by_lead: Vec<Vec<Common>>,
    common: Vec<Common>,
    /// All pairs of bytes, by the symbol of their character, and where those of each symbol start.
    spellings: Vec<([u8; 2], Cell)>,
    spelling_starts: Vec<u32>,
    /// The symbols that follow each symbol, by number, below what they cost there; and where each
    /// row starts.
    followers: Vec<u32>,
    follower_starts: Vec<u32>,
    /// By symbol.
    behind: Vec<Behind>,
    swallowed: [(u8, Symbol); SWALLOWED.len()],
    letter: Symbol,
}

/// What may stand behind a symbol, each made when it is asked for.
#[derive(Default)]
struct Behind {
    /// Its part of the followers, in order.
    known: OnceLock<Box<[u32]>>,
    all: OnceLock<Box<[Known]>>,
    by_lead: OnceLock<Box<ByByte>>,
    by_trail: OnceLock<Box<ByByte>>,
    swallowed: OnceLock<Box<[Swallowed; SWALLOWED.len()]>>,
}

/// Followers by one of their bytes, the likeliest first, and where those of each byte start.
struct ByByte {
    entries: Vec<Half>,
    starts: [u16; BYTES + 1],
}

/// A character that follows a symbol, and what it costs there.
#[derive(Clone, Copy)]
pub(super) struct Known {
    pub(super) pair: [u8; 2],
    pub(super) cost: u8,
    pub(super) cell: Cell,
}

/// The same where one of its bytes is known: the other one.
#[derive(Clone, Copy, Default)]
pub(super) struct Half {
    pub(super) byte: u8,
    pub(super) cost: u8,
    pub(super) cell: Cell,
}

/// An ASCII character that may have been swallowed.
#[derive(Clone, Copy)]
pub(super) struct Swallowed {
    pub(super) ascii: u8,
    pub(super) symbol: Symbol,
    /// What it costs behind one character.
    pub(super) cost: i32,
    /// Whether the two are met together, so that the one before may tell more.
    pub(super) is_known: bool,
}

pub(super) fn model() -> &'static Model {
    static MODEL: OnceLock<Model> = OnceLock::new();
    MODEL.get_or_init(Model::new)
}

impl Model {
    fn new() -> Model {
        // Characters that stand for many rare ones are left out: none is the likeliest.
        let all: Vec<Common> = pairs()
            .filter_map(|pair| {
                let cell = cells().at(pair);
                let symbol = cell.symbol().filter(|symbol| !symbol.is_class())?;
                Some(Common { pair, cell, tenths: symbol.tenths() })
            })
            .collect();
        let (_, order) = sorted(0..all.len(), 0x100, |at| all[at].tenths as usize);
        let all: Vec<Common> = order.into_iter().map(|at| all[at as usize]).collect();
        let mut by_trail = vec![Vec::new(); 0x100];
        let mut by_lead = vec![Vec::new(); 0x100];
        for common in &all {
            let [lead, trail] = common.pair.map(usize::from);
            for list in [&mut by_trail[trail], &mut by_lead[lead]] {
                let list: &mut Vec<Common> = list;
                if list.len() < COMMON {
                    list.push(*common);
                }
            }
        }
        let is_open = |common: &Common| is_lead(common.pair[1]);
        by_lead.iter_mut().for_each(|list| list.retain(is_open));
        let number = |at: usize| all[at].cell.symbol().map_or(0, |it| usize::from(it.number()));
        let (spelling_starts, order) = sorted(0..all.len(), SYMBOLS, number);
        let spellings =
            order.into_iter().map(|at| (all[at as usize].pair, all[at as usize].cell)).collect();

        // Counted, then put into rows.
        let mut follower_starts = vec![0; SYMBOLS + 1];
        language::pairs().for_each(|(previous, _, _)| {
            follower_starts[usize::from(previous.number()) + 1] += 1;
        });
        for at in 0..SYMBOLS {
            follower_starts[at + 1] += follower_starts[at];
        }
        let mut places = follower_starts.clone();
        let mut followers = vec![0; follower_starts[SYMBOLS] as usize];
        language::pairs().for_each(|(previous, next, cost)| {
            let place = &mut places[usize::from(previous.number())];
            followers[*place as usize] = u32::from(cost) << COST | u32::from(next.number());
            *place += 1;
        });
        Model {
            by_trail,
            by_lead,
            common: all[..COMMON].iter().copied().filter(is_open).collect(),
            spellings,
            spelling_starts,
            followers,
            follower_starts,
            behind: (0..SYMBOLS).map(|_| Behind::default()).collect(),
            swallowed: SWALLOWED.map(|ascii| (ascii, Symbol::of(char::from(ascii)))),
            letter: Symbol::of('a'),
        }
    }

    /// The commonest characters with a trail byte.
    pub(super) fn with_trail(&self, trail: u8) -> &[Common] {
        &self.by_trail[usize::from(trail)]
    }

    /// Of the commonest characters with a lead byte, those that end with one that may be a lead byte.
    pub(super) fn with_lead(&self, lead: u8) -> &[Common] {
        &self.by_lead[usize::from(lead)]
    }

    /// Of the commonest characters of all, those that end with a byte that may be a lead byte.
    pub(super) fn common(&self) -> &[Common] {
        &self.common
    }

    /// The characters that follow a symbol, the likeliest first.
    pub(super) fn followers(&self, previous: Symbol) -> &[Known] {
        self.behind(previous).all.get_or_init(|| {
            let mut all = Vec::new();
            self.spell(previous, |pair, cell, cost| all.push(Known { pair, cost, cell }));
            all.into()
        })
    }

    /// Those of them that begin with a byte, and end with one that may be a lead byte.
    pub(super) fn followers_with_lead(&self, previous: Symbol, lead: u8) -> &[Half] {
        let by_lead = &self.behind(previous).by_lead;
        let of = |[lead, trail]: [u8; 2]| is_lead(trail).then_some((lead, trail));
        by_lead.get_or_init(|| self.by_byte(previous, of)).with(lead)
    }

    /// Those of them that end with a byte.
    pub(super) fn followers_with_trail(&self, previous: Symbol, trail: u8) -> &[Half] {
        let by_trail = &self.behind(previous).by_trail;
        let of = |[lead, trail]: [u8; 2]| Some((trail, lead));
        by_trail.get_or_init(|| self.by_byte(previous, of)).with(trail)
    }

    /// The characters that follow a symbol by one of their bytes, with the other one: which these are of a pair that
    /// may come into question.
    fn by_byte(&self, previous: Symbol, of: impl Fn([u8; 2]) -> Option<(u8, u8)>) -> Box<ByByte> {
        // Counted, then put into their places.
        let place = |byte: u8| usize::from(byte - FIRST_TRAIL);
        let mut starts = [0; BYTES + 1];
        self.spell(previous, |pair, _, _| {
            if let Some((byte, _)) = of(pair) {
                starts[place(byte) + 1] += 1;
            }
        });
        for at in 0..BYTES {
            starts[at + 1] += starts[at];
        }
        let mut next = starts;
        let mut entries = vec![Half::default(); usize::from(starts[BYTES])];
        self.spell(previous, |pair, cell, cost| {
            if let Some((byte, other)) = of(pair) {
                let next = &mut next[place(byte)];
                entries[usize::from(*next)] = Half { byte: other, cost, cell };
                *next += 1;
            }
        });
        Box::new(ByByte { entries, starts })
    }

    /// The ASCII characters that are guessed where one was swallowed behind a symbol.
    pub(super) fn swallowed(&self, previous: Symbol) -> &[Swallowed; SWALLOWED.len()] {
        self.behind(previous).swallowed.get_or_init(|| {
            Box::new(self.swallowed.map(|(ascii, symbol)| {
                let cost = symbol.tenths_after(previous);
                let is_known = cost != previous.back_off() + symbol.tenths();
                Swallowed { ascii, symbol, cost, is_known }
            }))
        })
    }

    fn behind(&self, previous: Symbol) -> &Behind {
        &self.behind[usize::from(previous.number())]
    }

    /// Goes through the characters that follow a symbol, in all spellings, the likeliest first.
    fn spell(&self, previous: Symbol, mut each: impl FnMut([u8; 2], Cell, u8)) {
        let known = self.behind(previous).known.get_or_init(|| {
            let mut known: Box<[u32]> =
                part(&self.followers, &self.follower_starts, previous).into();
            known.sort_unstable();
            known
        });
        for number in known {
            let (next, cost) = (Symbol::numbered(*number as u16), (number >> COST) as u8);
            for (pair, cell) in part(&self.spellings, &self.spelling_starts, next) {
                each(*pair, *cell, cost);
            }
        }
    }

    /// What the language model takes ASCII for that cannot be guessed.
    pub(super) fn letter(&self) -> Symbol {
        self.letter
    }
}

impl ByByte {
    #[inline]
    fn with(&self, byte: u8) -> &[Half] {
        let Some(at) = usize::from(byte).checked_sub(FIRST_TRAIL.into()) else { return &[] };
        &self.entries[usize::from(self.starts[at])..usize::from(self.starts[at + 1])]
    }
}

/// The part of a list that belongs to a symbol.
fn part<'l, T>(list: &'l [T], starts: &[u32], symbol: Symbol) -> &'l [T] {
    let at = usize::from(symbol.number());
    &list[starts[at] as usize..starts[at + 1] as usize]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn followers_are_those_of_the_language() {
        let mut count = 0;
        for previous in ['的', '，', '国'].map(Symbol::of) {
            let all = model().followers(previous);
            for (at, it) in all.iter().enumerate() {
                let symbol = it.cell.symbol().unwrap();
                assert_eq!(symbol.tenths_after(previous), i32::from(it.cost));
                assert!(at == 0 || all[at - 1].cost <= it.cost);
                count += 1;
            }
            for byte in 0..=0xFF {
                let pairs = |list: &[Half], pair: fn(u8, u8) -> [u8; 2]| {
                    list.iter().map(|it| (pair(byte, it.byte), it.cost)).collect::<Vec<_>>()
                };
                let those = |will_do: &dyn Fn([u8; 2]) -> bool| {
                    let those = all.iter().filter(|it| will_do(it.pair));
                    those.map(|it| (it.pair, it.cost)).collect::<Vec<_>>()
                };
                let with_lead = model().followers_with_lead(previous, byte);
                let torn = |[lead, trail]: [u8; 2]| lead == byte && is_lead(trail);
                assert_eq!(pairs(with_lead, |lead, trail| [lead, trail]), those(&torn));
                let with_trail = model().followers_with_trail(previous, byte);
                let with = |[_, trail]: [u8; 2]| trail == byte;
                assert_eq!(pairs(with_trail, |trail, lead| [lead, trail]), those(&with));
            }
        }
        assert!(count > 1000, "{count}");
    }
}
