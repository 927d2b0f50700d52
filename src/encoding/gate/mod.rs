//! Where a text may have been read in a wrong encoding, told by its bytes, a block at once.
//!
//! Nearly all text is clean, so what counts is how soon that is known. Characters of two bytes are
//! told by rules of three bytes in a row, asked of a whole block with vectors ([narrow]); those of
//! three bytes by how odd each is by itself, one look-up each ([wide]). Either finds a *place* when
//! a look at the characters around it confirms what the bytes say. Hardly any clean line has a
//! place; whether one matters is for [scan](super::scan) to say.
//!
//! A place depends on the bytes of its own line alone, wherever blocks begin: what is asked of a
//! line by itself finds no more places than what is asked of a text with the line in it.

mod narrow;
mod wide;

use fearless_simd::prelude::*;
use fearless_simd::{Level, Simd, dispatch, u8x64};

use super::plausibility::Model;
use crate::sieve::{BLOCK, Bytes, WINDOW};
use wide::{Classes, Row};

/// A block and the rest of a character of three bytes that begins with its last byte, read as four.
const PADDED: usize = BLOCK + 4;

/// The next place of a text from `start` on: the end of a character that is odd where it stands.
///
/// Cost: some two cycles a character of three bytes, less than one for every other.
pub(super) fn next_place(text: &str, start: usize) -> Option<usize> {
    dispatch!(Level::new(), simd => next_place_with(text, start, simd))
}

#[inline(always)]
fn next_place_with<S: Simd>(text: &str, start: usize, simd: S) -> Option<usize> {
    let bytes = text.as_bytes();
    let classes = wide::classes();
    let mut at = start;
    let mut row = Row::default();
    while let Some(window) = bytes[at..].first_chunk::<PADDED>() {
        if let Some(hits) = look(window, classes, &mut row, simd)
            && let Some(place) = look_closer(text, start, at, hits, classes)
        {
            return Some(place);
        }
        at += BLOCK;
    }
    // The end of the text counts as zero bytes.
    let rest = &bytes[at..];
    let mut padded = [0; BLOCK + PADDED];
    padded[..rest.len()].copy_from_slice(rest);
    for block in (0..rest.len()).step_by(BLOCK) {
        if let Some(window) = padded[block..].first_chunk::<PADDED>()
            && let Some(hits) = look(window, classes, &mut row, simd)
            && let Some(place) = look_closer(text, start, at + block, hits, classes)
        {
            return Some(place);
        }
    }
    None
}

/// What may be odd in a block.
#[derive(Clone, Copy)]
struct Hits {
    /// The bytes at which a rule of [narrow] holds.
    narrow: u64,
    /// The first bytes of characters of three, if some are odd together.
    wide: u64,
}

/// Looks at a block; `row` are the last characters of three bytes before it.
#[inline(always)]
fn look<S: Simd>(window: &[u8; PADDED], classes: &Classes, row: &mut Row, simd: S) -> Option<Hits> {
    let first = u8x64::from_slice(simd, &window[..BLOCK]);
    let third = u8x64::from_slice(simd, &window[2..BLOCK + 2]);
    if !(first | third).simd_ge(simd.splat_u8x64(0x80)).any_true() {
        return None;
    }
    let of_three = (first - simd.splat_u8x64(0xE0)).simd_lt(simd.splat_u8x64(0x10)).to_bitmask();
    *row = row.then(window, of_three, classes);
    let wide = if row.is_odd() { of_three } else { 0 };
    let narrow = if narrow::may_hold(first | third, simd) || narrow::may_hold(third, simd) {
        let window: &[u8; WINDOW] = window.first_chunk().unwrap_or(&[0; WINDOW]);
        narrow::hits(&Bytes::of(window, simd))
    } else {
        0
    };
    (narrow | wide != 0).then_some(Hits { narrow, wide })
}

/// The first place of a block.
#[inline(never)]
fn look_closer(
    text: &str,
    start: usize,
    block: usize,
    hits: Hits,
    classes: &Classes,
) -> Option<usize> {
    let model = Model::get();
    let mut all = hits.narrow | hits.wide;
    while all != 0 {
        let bit = all & all.wrapping_neg();
        let at = block + bit.trailing_zeros() as usize;
        all ^= bit;
        let place = match hits.wide & bit != 0 {
            true => wide::place(text, start, at, classes),
            false => None,
        };
        let place = place.or_else(|| match hits.narrow & bit != 0 {
            true => narrow::place(text, start, at, model),
            false => None,
        });
        if place.is_some() {
            return place;
        }
    }
    None
}
