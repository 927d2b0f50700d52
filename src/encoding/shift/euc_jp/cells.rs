//! The cells of the code table, as the model sees them, worked out once.

use std::sync::OnceLock;

use crate::encoding::codec::Codec;
use crate::encoding::plausibility::{Model, Symbol};

/// The least and the greatest byte of a pair.
pub(super) const FIRST: u8 = 0xA1;
pub(super) const LAST: u8 = 0xFE;
const ROW: usize = (LAST - FIRST) as usize + 1;

/// The lead byte of the first row of Chinese characters.
const FIRST_HAN: u8 = 0xB0;

/// Lead bytes of kana.
pub(super) const HIRAGANA: u8 = 0xA4;
pub(super) const KATAKANA: u8 = 0xA5;

/// A character and its symbol.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cell {
    pub(super) c: char,
    pub(super) symbol: Symbol,
}

/// The code table.
pub(super) struct Cells {
    /// By pair.
    cells: Vec<Option<Cell>>,
    /// By trail byte: the lead bytes that it has characters with, the commonest character first.
    leads: Vec<Vec<u8>>,
    /// By lead byte: trail bytes, the same.
    trails: Vec<Vec<u8>>,
    /// The trail bytes of those that begin some pair without a meaning.
    torn: Vec<Vec<u8>>,
}

pub(super) fn cells() -> &'static Cells {
    static CELLS: OnceLock<Cells> = OnceLock::new();
    CELLS.get_or_init(Cells::new)
}

impl Cells {
    fn new() -> Cells {
        let model = Model::get();
        let cell = |lead, trail| match Codec::EucJp.decode_first(&[lead, trail]) {
            Some((c, 2)) => Some(Cell { c, symbol: model.symbol(c) }),
            _ => None,
        };
        let bytes = FIRST..=LAST;
        let pairs = bytes.clone().flat_map(|lead| bytes.clone().map(move |trail| (lead, trail)));
        let cells: Vec<_> = pairs.map(|(lead, trail)| cell(lead, trail)).collect();
        let at = |lead, trail| cells[index(lead, trail)];
        let sorted = |cell: &dyn Fn(u8) -> Option<Cell>| {
            let mut bytes: Vec<_> =
                bytes.clone().filter_map(|byte| Some((cell(byte)?.symbol.cost(), byte))).collect();
            bytes.sort_unstable();
            bytes.into_iter().map(|(_, byte)| byte).collect::<Vec<u8>>()
        };
        let leads = bytes.clone().map(|trail| sorted(&|lead| at(lead, trail))).collect();
        let trails: Vec<_> = bytes.clone().map(|lead| sorted(&|trail| at(lead, trail))).collect();
        let is_torn = |byte: &u8| bytes.clone().any(|trail| at(*byte, trail).is_none());
        let torn = |trails: &Vec<u8>| trails.iter().copied().filter(is_torn).collect();
        let torn = trails.iter().map(torn).collect();
        Cells { cells, leads, trails, torn }
    }

    /// What stands at a pair of bytes from [`FIRST`] on.
    pub(super) fn at(&self, lead: u8, trail: u8) -> Option<Cell> {
        self.cells[index(lead, trail)]
    }

    /// The lead bytes that may stand before a trail byte, the commonest character first.
    pub(super) fn leads(&self, trail: u8) -> &[u8] {
        &self.leads[usize::from(trail - FIRST)]
    }

    /// The trail bytes that may stand behind a lead byte, the commonest character first.
    pub(super) fn trails(&self, lead: u8) -> &[u8] {
        &self.trails[usize::from(lead - FIRST)]
    }

    /// The trail bytes behind a lead byte that begin some pair without a meaning, the same.
    pub(super) fn torn(&self, lead: u8) -> &[u8] {
        &self.torn[usize::from(lead - FIRST)]
    }
}

fn index(lead: u8, trail: u8) -> usize {
    usize::from(lead - FIRST) * ROW + usize::from(trail - FIRST)
}

/// The two bytes of a character, if it has two.
pub(super) fn pair(c: char, bytes: &mut Vec<u8>) -> Option<[u8; 2]> {
    bytes.clear();
    if c.is_ascii() || !Codec::EucJp.encode_char(c, bytes) {
        return None;
    }
    let pair = <[u8; 2]>::try_from(bytes.as_slice()).ok()?;
    pair.iter().all(|byte| (FIRST..=LAST).contains(byte)).then_some(pair)
}

/// Whether a character is a Chinese one in a column of the code table that is the lead byte of kana.
pub(super) fn is_in_column(c: char) -> bool {
    static COLUMNS: OnceLock<Vec<u64>> = OnceLock::new();
    let columns = COLUMNS.get_or_init(|| {
        let mut columns = vec![0; 0x1_0000 / 64];
        for lead in FIRST_HAN..=LAST {
            for cell in [HIRAGANA, KATAKANA].iter().filter_map(|trail| cells().at(lead, *trail)) {
                if let Some(word) = columns.get_mut(cell.c as usize / 64) {
                    *word |= 1 << (cell.c as usize % 64);
                }
            }
        }
        columns
    });
    columns.get(c as usize / 64).is_some_and(|word| word >> (c as usize % 64) & 1 != 0)
}
