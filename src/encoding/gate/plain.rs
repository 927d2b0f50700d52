//! Text of ordinary characters of three bytes and plain ASCII, told by single bytes.
//!
//! No rule for [narrow](super::narrow) characters is about such text, and none of the scan for other repairs asks what
//! stands around a place in it. So it matters nowhere whether something that is no odd either was taken out of it, as
//! [readings](super::reading) are.

use fearless_simd::prelude::*;
use fearless_simd::{Level, Simd, dispatch, u8x64};

use super::narrow::is_within;
use crate::sieve::{BLOCK, WINDOW};

/// Whether a text holds nothing but ASCII and ordinary characters of three bytes: no letters of two bytes, no
/// characters of four and no private use, and of signs only the commonest dashes, quotation marks and ellipses.
pub(crate) fn is_plain(text: &str) -> bool {
    dispatch!(Level::new(), simd => is_plain_with(text.as_bytes(), simd))
}

#[inline(always)]
fn is_plain_with<S: Simd>(bytes: &[u8], simd: S) -> bool {
    let mut rest = bytes;
    while let Some(window) = rest.first_chunk() {
        if is_other(window, simd) {
            return false;
        }
        rest = &rest[BLOCK..];
    }
    let mut windows = [0; 2 * BLOCK + WINDOW];
    windows[..rest.len()].copy_from_slice(rest);
    let window = |at: usize| windows[at..].first_chunk().unwrap_or(&[0; WINDOW]);
    !is_other(window(0), simd) && !is_other(window(BLOCK), simd)
}

/// Whether a block holds something else.
#[inline(always)]
fn is_other<S: Simd>(window: &[u8; WINDOW], simd: S) -> bool {
    let bytes = |at: usize| u8x64::from_slice(simd, &window[at..at + BLOCK]);
    let first = bytes(0);
    let is_narrow = is_within(first, 0xC2, SIGN, simd);
    let is_rare = first.simd_ge(simd.splat_u8x64(0xEE)) & !first.simd_eq(simd.splat_u8x64(0xEF));
    let other = is_narrow | is_rare;
    if !other.any_true() {
        return false;
    }
    let (second, third) = (bytes(1), bytes(2));
    let is_common = second.simd_eq(simd.splat_u8x64(0x80))
        & (is_within(third, 0x93, 0x94, simd)
            | is_within(third, 0x98, 0x99, simd)
            | is_within(third, 0x9B, 0x9D, simd)
            | third.simd_eq(simd.splat_u8x64(0xA6)));
    let is_sign = first.simd_eq(simd.splat_u8x64(SIGN)) & is_common;
    (other & !is_sign).any_true()
}

/// The first byte of dashes, quotation marks, ellipses and many others.
const SIGN: u8 = 0xE2;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_ordinary_characters_are_plain() {
        for text in ["", "plain, (ASCII)?", "今天：下午，“图书馆”—‘门口’–……。ひらがな，한국어"]
        {
            assert!(is_plain(text), "{text}");
        }
        for before in 0..3 * BLOCK {
            for c in ['é', 'ǎ', 'Ж', '‥', '‗', '\u{E000}', '𠀀', 'ก', '\u{200B}'] {
                let text = format!("{}{c}", "x".repeat(before));
                assert!(!is_plain(&text) && !is_plain(&(text.clone() + "字")), "{text}");
                assert!(!is_plain(&(text.clone() + &"字".repeat(2 * BLOCK))), "{text}");
            }
        }
    }
}
