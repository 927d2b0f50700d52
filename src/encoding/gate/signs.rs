//! What stands in a run of plain ASCII, or beside ordinary characters of three bytes: where lines end, and whether anything is
//! there that repairs other than that of wrong encodings could have to do with.

use fearless_simd::prelude::*;
use fearless_simd::{Simd, u8x64};

use super::{PADDED_RUN, RUN};
use crate::sieve::{BLOCK, ByteTable, Nibbles, Notes, byte, may_end_reference, places, set, span};

const ANY: Nibbles = 0xFFFF;
const NO_BYTE: (Nibbles, Nibbles) = (0, 0);

static SIGNS: ByteTable = ByteTable::new(&[
    byte(b'\n'),
    // What may begin or end a reference, or stand for a lost byte.
    byte(b'&'),
    (set(&[3]), set(&[0xB, 0xF])),
    // Characters of four bytes.
    (set(&[0xF]), ANY),
    byte(b'('),
    // Chinese characters, with kana below.
    (set(&[0xE]), span(3, 9)),
    NO_BYTE,
    NO_BYTE,
]);
const LINE_FEED: u8 = 0b0000_0001;
const ASKED_ABOUT: u8 = 0b0000_1110;
const BRACKET: u8 = 0b0001_0000;
const HAN: u8 = 0b0010_0000;

/// The bytes of a run.
#[derive(Clone, Copy)]
pub(super) struct Signs<S: Simd> {
    simd: S,
    sets: u8x64<S>,
}

impl<S: Simd> Signs<S> {
    #[inline(always)]
    pub(super) fn of(run: &[u8; PADDED_RUN], simd: S) -> Signs<S> {
        let mut sets = simd.splat_u8x64(0);
        for block in (0..RUN).step_by(BLOCK) {
            sets |= SIGNS.sets_of(u8x64::from_slice(simd, &run[block..block + BLOCK]));
        }
        Signs { simd, sets }
    }

    #[inline(always)]
    fn has(self, sets: u8) -> bool {
        (self.sets & self.simd.splat_u8x64(sets)).simd_gt(self.simd.splat_u8x64(0)).any_true()
    }

    #[inline(always)]
    pub(super) fn has_line_feed(self) -> bool {
        self.has(LINE_FEED)
    }

    /// Whether there is nothing that any repair could have to do with, as far as single bytes tell.
    #[inline(always)]
    pub(super) fn are_ordinary(self) -> bool {
        !self.has(ASKED_ABOUT)
    }

    /// What the run may hold, but for wide brackets.
    #[inline(always)]
    pub(super) fn notes(self) -> Notes {
        Notes::new(self.has(BRACKET), self.has(HAN))
    }
}

/// Whether a run is plain ASCII.
#[inline(always)]
pub(super) fn is_ascii<S: Simd>(run: &[u8; RUN], simd: S) -> bool {
    let block = |at: usize| u8x64::from_slice(simd, &run[at * BLOCK..(at + 1) * BLOCK]);
    let all = block(0) | block(1) | block(2) | block(3);
    !all.simd_ge(simd.splat_u8x64(0x80)).any_true()
}

/// Semicolons of a block that are looked at.
const MOST_SEMICOLONS: u32 = 3;

/// Whether a run of plain ASCII at a place of a text may hold a reference, or a part of one, or so many semicolons that
/// looking at each is no gain.
#[inline(always)]
pub(super) fn has_reference<S: Simd>(bytes: &[u8], at: usize, run: &[u8; RUN], simd: S) -> bool {
    let block = |block: usize| u8x64::from_slice(simd, &run[block..block + BLOCK]);
    let mut least = simd.splat_u8x64(u8::MAX);
    for begin in (0..RUN).step_by(BLOCK) {
        let (ampersand, semicolon) = (simd.splat_u8x64(b'&'), simd.splat_u8x64(b';'));
        least = least.min(block(begin) ^ ampersand).min(block(begin) ^ semicolon);
    }
    if !least.simd_eq(simd.splat_u8x64(0)).any_true() {
        return false;
    }
    for begin in (0..RUN).step_by(BLOCK) {
        if block(begin).simd_eq(simd.splat_u8x64(b'&')).any_true() {
            return true;
        }
        let mut semicolons = places(block(begin).simd_eq(simd.splat_u8x64(b';')));
        if semicolons.count_ones() > MOST_SEMICOLONS {
            return true;
        }
        while semicolons != 0 {
            let semicolon = at + begin + semicolons.trailing_zeros() as usize;
            semicolons &= semicolons - 1;
            if bytes[..semicolon].last_chunk().is_none_or(|before| may_end_reference(*before)) {
                return true;
            }
        }
    }
    false
}
