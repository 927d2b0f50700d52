//! What the search asks about the code page again and again, worked out once.
//!
//! A lost byte may have been any of 126, two of them any of 16,000 pairs. Few come into question:
//! the pair of a hole had no meaning, and its characters are ones that follow each other. So beside
//! the cells themselves stand the characters that follow each symbol ([`Followers`]), and for
//! characters that follow nothing in particular the commonest with each byte.

use std::sync::OnceLock;

use super::followers::Followers;
use crate::encoding::gbk::{self, FIRST_LEAD, FIRST_TRAIL, LAST_LEAD};
use crate::han::fold;
use crate::language::{self, SYMBOLS, Symbol};

const ROW: usize = 0xFF - FIRST_TRAIL as usize;
const ROWS: usize = (LAST_LEAD - FIRST_LEAD) as usize + 1;

/// Characters listed for each byte. Of those that follow a symbol only by chance, no more than the
/// commonest ever win.
const COMMON: usize = 24;

/// ASCII characters that are guessed where one was swallowed.
const SWALLOWED: [char; 12] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', ' ', '\n'];

/// A character of the code page among the commonest with one of its bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Common {
    pub(super) lead: u8,
    pub(super) trail: u8,
    pub(super) symbol: Symbol,
}

/// Whether a character tells the script it is written in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Form {
    Either,
    Simplified,
    Traditional,
}

/// The cells of the code page, and which characters come into question at a lost byte.
pub(super) struct Cells {
    symbols: Vec<Option<Symbol>>,
    forms: Vec<Form>,
    by_trail: Vec<Vec<Common>>,
    by_lead: Vec<Vec<Common>>,
    common: Vec<Common>,
    /// By byte: whether it makes an undefined pair with some lead byte for trail.
    torn: [bool; 0x100],
    followers: Followers,
    swallowed: [(char, Symbol); 12],
    letter: Symbol,
}

pub(super) fn cells() -> &'static Cells {
    static CELLS: OnceLock<Cells> = OnceLock::new();
    CELLS.get_or_init(Cells::new)
}

impl Cells {
    fn new() -> Cells {
        let mut symbols = vec![None; ROW * ROWS];
        let mut forms = vec![Form::Either; ROW * ROWS];
        let mut all = Vec::new();
        for lead in FIRST_LEAD..=LAST_LEAD {
            for trail in FIRST_TRAIL..=LAST_LEAD {
                let Some(c) = gbk::decode_defined(lead, trail) else { continue };
                let symbol = Symbol::of(c);
                symbols[index(lead, trail)] = Some(symbol);
                forms[index(lead, trail)] = form(c);
                if !symbol.is_class() {
                    all.push(Common { lead, trail, symbol });
                }
            }
        }
        all.sort_by_key(|common| common.symbol.tenths());
        let mut torn = [false; 0x100];
        for trail in FIRST_LEAD..=LAST_LEAD {
            let row = &symbols[index(trail, FIRST_LEAD)..=index(trail, LAST_LEAD)];
            torn[usize::from(trail)] = row.contains(&None);
        }
        let mut by_trail = vec![Vec::new(); 0x100];
        let mut by_lead = vec![Vec::new(); 0x100];
        for common in &all {
            for (list, byte) in [(&mut by_trail, common.trail), (&mut by_lead, common.lead)] {
                let list: &mut Vec<Common> = &mut list[usize::from(byte)];
                if list.len() < COMMON {
                    list.push(*common);
                }
            }
        }
        let followers = followers(&all);
        all.truncate(COMMON);
        Cells {
            symbols,
            forms,
            by_trail,
            by_lead,
            common: all,
            torn,
            followers,
            swallowed: SWALLOWED.map(|c| (c, Symbol::of(c))),
            letter: Symbol::of('a'),
        }
    }

    /// The character at a pair as a symbol; `None` where there is none.
    pub(super) fn symbol(&self, lead: u8, trail: u8) -> Option<Symbol> {
        if !gbk::is_lead(lead) || !gbk::is_trail(trail) {
            return None;
        }
        self.symbols[index(lead, trail)]
    }

    /// The script that the character at a pair, which is one of the code page, tells.
    pub(super) fn form(&self, lead: u8, trail: u8) -> Form {
        self.forms[index(lead, trail)]
    }

    /// Whether a decoder finds no character at the pair.
    pub(super) fn is_hole(&self, lead: u8, trail: u8) -> bool {
        self.symbol(lead, trail).is_none()
    }

    /// Whether a trail byte may be part of an undefined pair with the lead byte behind it.
    pub(super) fn is_torn(&self, trail: u8) -> bool {
        self.torn[usize::from(trail)]
    }

    /// The commonest characters with a trail byte.
    pub(super) fn with_trail(&self, trail: u8) -> &[Common] {
        &self.by_trail[usize::from(trail)]
    }

    /// The commonest characters with a lead byte.
    pub(super) fn with_lead(&self, lead: u8) -> &[Common] {
        &self.by_lead[usize::from(lead)]
    }

    /// The commonest characters of all.
    pub(super) fn common(&self) -> &[Common] {
        &self.common
    }

    /// ASCII characters that are guessed where one was swallowed.
    pub(super) fn swallowed(&self) -> &[(char, Symbol)] {
        &self.swallowed
    }

    /// What the language model takes ASCII for that cannot be guessed.
    pub(super) fn letter(&self) -> Symbol {
        self.letter
    }

    /// The characters that follow each symbol, as the language model has it.
    pub(super) fn followers(&self) -> &Followers {
        &self.followers
    }
}

/// The script that a character tells.
pub(super) fn form(c: char) -> Form {
    match (fold::is_traditional(c), fold::is_simplified(c)) {
        (true, false) => Form::Traditional,
        (false, true) => Form::Simplified,
        _ => Form::Either,
    }
}

/// The pairs of the language model, with all characters that a symbol stands for. Those that stand
/// for many rare ones are left out: no such character is the likeliest.
fn followers(all: &[Common]) -> Followers {
    let mut spellings: Vec<Vec<[u8; 2]>> = vec![Vec::new(); SYMBOLS];
    for common in all {
        spellings[usize::from(common.symbol.number())].push([common.lead, common.trail]);
    }
    let entries: Vec<_> = language::pairs()
        .flat_map(|(previous, next, cost)| {
            let spellings = &spellings[usize::from(next.number())];
            spellings.iter().map(move |pair| (previous, *pair, cost))
        })
        .collect();
    Followers::new(&entries)
}

fn index(lead: u8, trail: u8) -> usize {
    usize::from(lead - FIRST_LEAD) * ROW + usize::from(trail - FIRST_TRAIL)
}
