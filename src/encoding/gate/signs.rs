//! What stands beside ordinary characters of three bytes in a run, told by single bytes: where lines end, and whether
//! anything is there that repairs other than that of wrong encodings could have to do with.

use fearless_simd::prelude::*;
use fearless_simd::{Simd, u8x64};

use super::{PADDED_RUN, RUN};
use crate::sieve::{BLOCK, ByteTable, Notes, byte, set, span};

const NO_BYTE: (u16, u16) = (0, 0);

static SIGNS: ByteTable = ByteTable::new(&[
    byte(b'\n'),
    // What may begin or end a reference, or stand for a lost byte.
    byte(b'&'),
    (set(&[3]), set(&[0xB, 0xF])),
    // Characters of four bytes.
    (set(&[0xF]), 0xFFFF),
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
