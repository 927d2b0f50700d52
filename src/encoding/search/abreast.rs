//! What bytes cost in all encodings of one byte a character, abreast.
//!
//! Most of what is searched is in none of them, and most of them are ruled out within a few bytes. So no text is read
//! to tell: what a byte costs after another lies side by side by encoding, and one row of numbers is added up in the
//! place of some thirty readings. A row is found when it is met first, and remembered.
//!
//! Sums are never more than what the readings cost, so that nothing is ruled out that could have been taken.

use std::sync::atomic::{AtomicU64, Ordering};

use super::hop::{LONGEST, LOOSE};
use super::price::{meant_price, price};
use crate::encoding::codec::{Codec, Readers};
use crate::encoding::plausibility::Model;

/// Places in a row: one for each encoding, and some more for the sums to be added up with vectors.
const LANES: usize = Readers::BITS as usize;
/// Numbers that are remembered together.
const WORD: usize = size_of::<u64>();
const WORDS: usize = LANES / WORD;
/// Bytes that are looked at. What is left then is read; sums of so many are two bytes long.
const FIRST: usize = 128;
/// Bytes after which it is asked whether anything is left.
const STEP: usize = 8;

/// What a byte costs in each encoding, and one more: 0 is what is not known yet. Whoever asks gets the same answer,
/// so it does not matter who is first.
type Row = [AtomicU64; WORDS];

/// By byte before and byte.
static ROWS: [[Row; 0x100]; 0x100] =
    [const { [const { [const { AtomicU64::new(0) }; WORDS] }; 0x100] }; 0x100];

/// By encoding: the price of text in it, beyond that of what it was read as.
const PRICES: [u16; LANES] = {
    let mut prices = [0; LANES];
    let mut lane = 0;
    while lane < Codec::SINGLES.len() {
        prices[lane] = meant_price(Codec::SINGLES[lane]) as u16;
        lane += 1;
    }
    prices
};

/// What is asked of a reading.
#[derive(Clone, Copy)]
pub(super) struct Bounds<'l> {
    /// What the bytes were read as.
    pub(super) read_as: Codec,
    /// What the text costs and how far a reading may be dearer, less all prices but those of the two encodings.
    pub(super) most: i32,
    /// By byte: what a reading may cost that far.
    pub(super) by_byte: &'l [i32],
    /// Whether the bytes may end inside of a character.
    pub(super) cut: bool,
}

/// The encodings of one byte a character in which the bytes may cost little enough; some of these cost more all
/// the same, or have no such byte.
pub(super) fn affordable(bytes: &[u8], bounds: Bounds<'_>, model: Model) -> Readers {
    let (most, mut excess) = mosts(bounds);
    // The last bytes need not be any.
    let length = bytes.len().saturating_sub(if bounds.cut { LONGEST - 1 } else { 0 }).min(FIRST);
    let mut sums = [0_u16; LANES];
    let mut previous = b'\n';
    for (at, (&byte, &limit)) in bytes[..length].iter().zip(bounds.by_byte).enumerate() {
        let row = row(previous, byte, model);
        // For what each number is one more.
        let limit = narrow(limit + at as i32 + 1);
        for ((sum, excess), cost) in sums.iter_mut().zip(&mut excess).zip(row) {
            *sum += u16::from(cost);
            *excess |= sum.saturating_sub(limit);
        }
        if at % STEP == STEP - 1 && excess.iter().all(|excess| *excess != 0) {
            return 0;
        }
        previous = byte;
    }
    let mut left = 0;
    for (lane, ((sum, most), excess)) in sums.iter().zip(most).zip(excess).enumerate() {
        let is_left = excess == 0 && *sum < most.saturating_add(length as u16);
        left |= Readers::from(is_left) << lane;
    }
    left
}

/// What a reading must cost less than, by encoding; and by how much that is too little for any.
fn mosts(bounds: Bounds<'_>) -> ([u16; LANES], [u16; LANES]) {
    /// What is no more is asked of no reading.
    const LEAST: u16 = LOOSE as u16 + 1;
    let Bounds { read_as, most, .. } = bounds;
    let base = narrow(most - price(read_as, Codec::Latin1) + meant_price(Codec::Latin1));
    let mut mosts = PRICES.map(|price| base.saturating_sub(price));
    if read_as == Codec::Latin1 {
        mosts[Codec::Windows1252.lane()] = narrow(most - price(read_as, Codec::Windows1252));
    }
    let mut excess = mosts.map(|most| LEAST.saturating_sub(most));
    excess[Codec::Latin1.lane()] = 1;
    excess[Codec::SINGLES.len()..].fill(1);
    if read_as.is_single() {
        excess[read_as.lane()] = 1;
    }
    (mosts, excess)
}

/// The same number, or the next one of two bytes.
fn narrow(number: i32) -> u16 {
    number.clamp(0, u16::MAX.into()) as u16
}

fn row(previous: u8, byte: u8, model: Model) -> [u8; LANES] {
    let known = &ROWS[usize::from(previous)][usize::from(byte)];
    let mut row = [0; LANES];
    for (at, (costs, known)) in row.as_chunks_mut::<WORD>().0.iter_mut().zip(known).enumerate() {
        *costs = match known.load(Ordering::Relaxed) {
            0 => {
                let found = find(previous, byte, at * WORD, model);
                known.store(u64::from_le_bytes(found), Ordering::Relaxed);
                found
            }
            word => word.to_le_bytes(),
        };
    }
    row
}

/// The numbers of a row from an encoding on. The most that there is where one of the bytes is no character.
#[cold]
fn find(previous: u8, byte: u8, lane: usize, model: Model) -> [u8; WORD] {
    std::array::from_fn(|at| {
        let symbol = |byte| {
            let codec = Codec::SINGLES.get(lane + at)?;
            codec.decode_first(&[byte]).map(|(c, _)| model.symbol(c))
        };
        match (symbol(previous), symbol(byte)) {
            (Some(previous), Some(next)) => {
                u8::try_from(model.cost(previous, next) + 1).unwrap_or(u8::MAX)
            }
            _ => u8::MAX,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::super::read::{Limits, encode_with_limits, limits_of, read};
    use super::*;

    /// Whoever is left out would have been given up while it was read, or at its end.
    #[test]
    fn nothing_is_ruled_out_that_could_be_taken() {
        let model = Model::get();
        let (mut of_text, mut bytes, mut by_byte) = (Vec::new(), Vec::new(), Vec::new());
        let mut characters = Vec::new();
        let (mut ruled_out, mut left) = (0, 0);
        for text in [
            "盐碱",
            "“长汐二",
            "鹽鹼 and some ASCII",
            "ÖÐ»ªÈËÃñ¹²ºÍ¹ú",
            "Příliš žluťoučký kůň",
            "nowa lamp¹ do biurka, gêœ bie¿y ³¹k¹",
            "яЕЦНДМЪ ОНЯКЕ НАЕДЮ",
            "Ôï áðüãåõìá óôç âéâëéïèÞêç",
            "浠婂ぉ涓嬪崍锛屽浘涔﹂棬鍙ｆ帓璧蜂簡闀块槦",
            "x",
        ] {
            limits_of(text, model, &mut of_text);
            let mixed_cost = model.line_cost(text) as i32;
            for &read_as in Codec::ALL {
                if matches!(read_as, Codec::Utf16Be | Codec::Utf16Le)
                    || !encode_with_limits(text, &of_text, read_as, &mut bytes, &mut by_byte)
                {
                    continue;
                }
                for (cut, dearer) in [(false, 0), (true, 0), (false, 300)] {
                    let bounds = Bounds {
                        read_as,
                        most: mixed_cost + LOOSE + dearer,
                        by_byte: &by_byte,
                        cut,
                    };
                    let all = affordable(&bytes, bounds, model);
                    for meant in
                        Codec::singles().filter(|it| ![read_as, Codec::Latin1].contains(it))
                    {
                        let most = bounds.most - price(read_as, meant);
                        let limits =
                            Limits { most, by_byte: &by_byte, of_singles: read_as.is_single() };
                        let cost = read(meant, &bytes, model, cut, Some(limits), &mut characters);
                        let is_taken = most > LOOSE && cost.is_some_and(|cost| cost < most);
                        let is_left = all & 1 << meant.lane() != 0;
                        assert!(is_left || !is_taken, "{text} {read_as} {meant} {cost:?}");
                        ruled_out += usize::from(!is_left);
                        left += usize::from(is_left && !is_taken);
                    }
                }
            }
        }
        assert!(ruled_out > 20 * left, "{ruled_out} {left}");
    }

    #[test]
    fn neither_the_same_encoding_nor_control_characters_are_affordable() {
        let model = Model::get();
        let by_byte = [10_000; 3];
        for &read_as in Codec::SINGLES {
            let bounds = Bounds { read_as, most: 10_000, by_byte: &by_byte, cut: false };
            let all = affordable(b"abc", bounds, model);
            assert_eq!(all & (1 << read_as.lane() | 1 << Codec::Latin1.lane()), 0, "{read_as}");
            assert_eq!(all >> Codec::SINGLES.len(), 0);
            assert!(all.count_ones() as usize >= Codec::SINGLES.len() - 2, "{read_as}");
        }
    }
}
