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

/// Encoders write the one as the other.
const MINUS_SIGN: char = '\u{2212}';
const FULL_WIDTH_MINUS: char = '\u{FF0D}';

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
    /// By character of the BMP: its pair, lead byte first, with 0 for none.
    pairs: Vec<u16>,
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
        let cells: Vec<_> = pairs.clone().map(|(lead, trail)| cell(lead, trail)).collect();
        let mut codes = vec![0; 0x1_0000];
        for ((lead, trail), cell) in pairs.zip(&cells) {
            // Of two pairs encoders write the first.
            if let Some(code @ 0) = cell.and_then(|cell| codes.get_mut(cell.c as usize)) {
                *code = u16::from_be_bytes([lead, trail]);
            }
        }
        codes[MINUS_SIGN as usize] = codes[FULL_WIDTH_MINUS as usize];
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
        Cells { cells, pairs: codes, leads, trails, torn }
    }

    /// The two bytes of a character, if it has two.
    pub(super) fn pair(&self, c: char) -> Option<[u8; 2]> {
        let code = self.pairs.get(c as usize).copied().filter(|code| *code != 0)?;
        Some(code.to_be_bytes())
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

/// Whether the two bytes of a character are those of a Chinese one in a column of the code table that is the lead byte
/// of kana.
pub(super) fn is_in_column([lead, trail]: [u8; 2]) -> bool {
    lead >= FIRST_HAN && matches!(trail, HIRAGANA | KATAKANA)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_is_what_is_written() {
        let mut bytes = Vec::new();
        for c in '\0'..=char::MAX {
            bytes.clear();
            let is_written = !c.is_ascii() && Codec::EucJp.encode_char(c, &mut bytes);
            let pair = <[u8; 2]>::try_from(bytes.as_slice()).ok().filter(|_| is_written);
            let pair = pair.filter(|pair| pair.iter().all(|byte| (FIRST..=LAST).contains(byte)));
            assert_eq!(cells().pair(c), pair, "{c:?}");
        }
    }
}
