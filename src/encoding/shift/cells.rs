//! What the search asks about the code page again and again, worked out once.
//!
//! A lost byte may have been any of 126, two of them any of 16,000 pairs. Few come into question:
//! the pair of a hole had no meaning, and its characters are common ones. So for each byte the
//! bytes that may stand beside it are listed by how common the character is.

use std::sync::OnceLock;

use crate::encoding::gbk::{self, FIRST_LEAD, FIRST_TRAIL, LAST_LEAD};
use crate::language::Symbol;

const ROW: usize = 0xFF - FIRST_TRAIL as usize;
const ROWS: usize = (LAST_LEAD - FIRST_LEAD) as usize + 1;

/// The cells of the code page and the bytes beside each byte.
pub(super) struct Cells {
    symbols: Vec<Option<Symbol>>,
    /// By trail byte.
    leads: Vec<Vec<(u8, Symbol)>>,
    /// By lead byte: the trail bytes of its characters that can be lead bytes.
    trails: Vec<Vec<u8>>,
    /// By lead byte: those of them that make an undefined pair with some lead byte for trail.
    torn: Vec<Vec<u8>>,
    any_leads: Vec<u8>,
}

pub(super) fn cells() -> &'static Cells {
    static CELLS: OnceLock<Cells> = OnceLock::new();
    CELLS.get_or_init(Cells::new)
}

impl Cells {
    fn new() -> Cells {
        let mut symbols = vec![None; ROW * ROWS];
        let mut leads = vec![Vec::new(); 0x100];
        let mut trails = vec![Vec::new(); 0x100];
        let mut any_leads = Vec::new();
        for lead in FIRST_LEAD..=LAST_LEAD {
            let mut mass = 0.0;
            for trail in FIRST_TRAIL..=LAST_LEAD {
                let Some(c) = gbk::decode_defined(lead, trail) else { continue };
                let symbol = Symbol::of(c);
                symbols[index(lead, trail)] = Some(symbol);
                leads[usize::from(trail)].push((symbol.cost(), (lead, symbol)));
                if gbk::is_lead(trail) {
                    trails[usize::from(lead)].push((symbol.cost(), trail));
                }
                mass += (-symbol.cost()).exp();
            }
            any_leads.push((-mass, lead));
        }
        let trails: Vec<_> = trails.into_iter().map(by_cost).collect();
        let is_torn =
            |trail: &u8| (FIRST_LEAD..=LAST_LEAD).any(|lead| !gbk::is_defined(*trail, lead));
        let torn = |list: &Vec<u8>| list.iter().copied().filter(is_torn).collect();
        Cells {
            symbols,
            leads: leads.into_iter().map(by_cost).collect(),
            torn: trails.iter().map(torn).collect(),
            trails,
            any_leads: by_cost(any_leads),
        }
    }

    /// The character at a pair as a symbol; `None` where there is none.
    pub(super) fn symbol(&self, lead: u8, trail: u8) -> Option<Symbol> {
        if !gbk::is_lead(lead) || !gbk::is_trail(trail) {
            return None;
        }
        self.symbols[index(lead, trail)]
    }

    /// Whether a decoder finds no character at the pair.
    pub(super) fn is_hole(&self, lead: u8, trail: u8) -> bool {
        self.symbol(lead, trail).is_none()
    }

    /// The best lead bytes for a trail byte, with the characters that both make.
    pub(super) fn leads(&self, trail: u8, count: usize) -> &[(u8, Symbol)] {
        first(&self.leads[usize::from(trail)], count)
    }

    /// The best lead bytes for an unknown trail byte: those of the commonest text.
    pub(super) fn any_leads(&self, count: usize) -> &[u8] {
        first(&self.any_leads, count)
    }

    /// Trail bytes for a lead byte that are lead bytes themselves, common characters first.
    pub(super) fn trails(&self, lead: u8) -> &[u8] {
        &self.trails[usize::from(lead)]
    }

    /// Those of the trail bytes that are part of undefined pairs.
    pub(super) fn torn_trails(&self, lead: u8) -> &[u8] {
        &self.torn[usize::from(lead)]
    }
}

/// The values by their costs, the lowest first.
fn by_cost<T>(mut values: Vec<(f32, T)>) -> Vec<T> {
    values.sort_by(|a, b| a.0.total_cmp(&b.0));
    values.into_iter().map(|(_, value)| value).collect()
}

fn first<T>(values: &[T], count: usize) -> &[T] {
    &values[..values.len().min(count)]
}

fn index(lead: u8, trail: u8) -> usize {
    usize::from(lead - FIRST_LEAD) * ROW + usize::from(trail - FIRST_TRAIL)
}
