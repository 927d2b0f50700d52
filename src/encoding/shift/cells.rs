//! The cells of the code page as the language model sees them, worked out once.

use std::sync::OnceLock;

use crate::encoding::gbk::{self, FIRST_LEAD, FIRST_TRAIL, LAST_LEAD};
use crate::han::fold;
use crate::language::Symbol;

/// Whether a character tells the script it is written in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Form {
    Either,
    Simplified,
    Traditional,
}

/// What stands at a pair of bytes: nothing, or a symbol and its form, in one number.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Cell(u16);

impl Cell {
    const NONE: Cell = Cell(0);
    const DEFINED: u16 = 1 << 15;
    const FORM: u32 = 12;

    fn of(c: char) -> Cell {
        Cell(Cell::DEFINED | (form(c) as u16) << Cell::FORM | Symbol::of(c).number())
    }

    #[inline]
    pub(super) fn symbol(self) -> Option<Symbol> {
        (self != Cell::NONE).then(|| Symbol::numbered(self.0))
    }

    #[inline]
    pub(super) fn form(self) -> Form {
        match self.0 >> Cell::FORM & 3 {
            0 => Form::Either,
            1 => Form::Simplified,
            _ => Form::Traditional,
        }
    }
}

/// The cells of the code page.
pub(super) struct Cells {
    /// By pair, lead byte first.
    cells: Box<[Cell; 0x1_0000]>,
    /// The symbols of ASCII.
    ascii: [Symbol; 0x80],
    /// By byte: whether it makes an undefined pair with some lead byte for trail.
    torn: [bool; 0x100],
    /// By trail byte: the lead bytes that it makes a character with.
    bound: [Leads; 0x100],
}

#[inline]
pub(super) fn cells() -> &'static Cells {
    static CELLS: OnceLock<Cells> = OnceLock::new();
    CELLS.get_or_init(Cells::new)
}

impl Cells {
    fn new() -> Cells {
        let mut cells = vec![Cell::NONE; 0x1_0000];
        for pair in pairs() {
            if let Some(c) = gbk::decode_defined(pair[0], pair[1]) {
                cells[index(pair)] = Cell::of(c);
            }
        }
        let mut torn = [false; 0x100];
        let mut bound = [Leads::default(); 0x100];
        for trail in FIRST_LEAD..=LAST_LEAD {
            let row = &cells[index([trail, FIRST_LEAD])..=index([trail, LAST_LEAD])];
            torn[usize::from(trail)] = row.contains(&Cell::NONE);
            let leads = (FIRST_LEAD..=LAST_LEAD).zip(row).filter(|(_, cell)| **cell != Cell::NONE);
            leads.for_each(|(lead, _)| bound[usize::from(trail)].insert(lead));
        }
        let ascii = std::array::from_fn(|code| Symbol::of(char::from(code as u8)));
        let cells = cells.try_into().expect("a cell for each pair");
        Cells { cells, ascii, torn, bound }
    }

    /// What stands at a pair.
    #[inline]
    pub(super) fn at(&self, pair: [u8; 2]) -> Cell {
        self.cells[index(pair)]
    }

    /// The pair of a character, its symbol, and the script that it tells: what the code page has is known.
    #[inline]
    pub(super) fn read(&self, c: char) -> (Option<[u8; 2]>, Symbol, Form) {
        let pair = gbk::encode(c);
        let cell = pair.map_or(Cell::NONE, |pair| self.at(pair));
        match cell.symbol() {
            Some(symbol) => (pair, symbol, cell.form()),
            None => (pair, self.symbol_of(c), form(c)),
        }
    }

    #[inline]
    pub(super) fn symbol_of(&self, c: char) -> Symbol {
        self.ascii.get(c as usize).copied().unwrap_or_else(|| Symbol::of(c))
    }

    /// The character at a pair as a symbol; `None` where there is none.
    pub(super) fn symbol(&self, lead: u8, trail: u8) -> Option<Symbol> {
        self.at([lead, trail]).symbol()
    }

    /// Whether a decoder finds no character at the pair.
    #[inline]
    pub(super) fn is_hole(&self, lead: u8, trail: u8) -> bool {
        self.at([lead, trail]) == Cell::NONE
    }

    /// The lead bytes that make a character with a trail byte before them, so that no hole is left of the two.
    #[inline]
    pub(super) fn bound(&self, trail: u8) -> Leads {
        self.bound[usize::from(trail)]
    }

    /// Whether a trail byte may be part of an undefined pair with the lead byte behind it.
    #[inline]
    pub(super) fn is_torn(&self, trail: u8) -> bool {
        self.torn[usize::from(trail)]
    }
}

/// A set of lead bytes.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Leads([u64; 2]);

impl Leads {
    #[inline]
    pub(super) fn has(&self, lead: u8) -> bool {
        self.0[usize::from(lead >> 6 & 1)] >> (lead & 63) & 1 != 0
    }

    #[inline]
    pub(super) fn insert(&mut self, lead: u8) {
        self.0[usize::from(lead >> 6 & 1)] |= 1 << (lead & 63);
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

/// All pairs of bytes that may be a character.
pub(super) fn pairs() -> impl Iterator<Item = [u8; 2]> {
    let trails = FIRST_TRAIL..=LAST_LEAD;
    (FIRST_LEAD..=LAST_LEAD).flat_map(move |lead| trails.clone().map(move |trail| [lead, trail]))
}

fn index(pair: [u8; 2]) -> usize {
    usize::from(u16::from_be_bytes(pair))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_knows_its_character() {
        let cells = cells();
        for (c, form) in [('国', Form::Simplified), ('國', Form::Traditional), ('中', Form::Either)]
        {
            let cell = cells.at(gbk::encode(c).unwrap());
            assert_eq!((cell.symbol(), cell.form()), (Some(Symbol::of(c)), form), "{c}");
        }
        assert_eq!(cells.at(*b"ab"), Cell::NONE);
        for c in ('\0'..='\u{FFFF}').chain(['𠮷']) {
            assert_eq!(cells.read(c), (gbk::encode(c), Symbol::of(c), form(c)), "{c}");
        }
        for [trail, lead] in pairs().filter(|[_, lead]| gbk::is_lead(*lead)) {
            assert_eq!(cells.bound(trail).has(lead), !cells.is_hole(trail, lead));
        }
        assert!(cells.is_hole(0xA2, 0xA1 - 1));
    }
}
