//! The pairs of Chinese characters behind the first boundaries of a document: by its first two characters an item is known.
//!
//! A boundary with a pair behind is told by nine bytes, of a whole block at once with vectors. How many there are in a block
//! cannot be foreseen, and a wrong guess of the processor costs more than the look at a block does. So as many places as
//! most blocks have are noted of each, and what was too much is taken back.

use fearless_simd::prelude::*;
use fearless_simd::{Level, Simd, dispatch, mask8x64, u8x64};

use super::{COUNTED_CHARS, LEARNT_BOUNDARIES};
use crate::sieve::{BLOCK, Bytes, NEVER, Table, WINDOW, byte, places, set};

/// Bytes that are looked at: those of the characters that the inference reads.
const MOST_BYTES: usize = 4 * COUNTED_CHARS;

/// The bytes of the wide characters that [`is_boundary`](super::text::is_boundary) knows, exactly.
static WIDE: Table = Table::new(&[
    [byte(0xEF), byte(0xBC), byte(0x8C)],
    [byte(0xE3), byte(0x80), (set(&[8]), set(&[1, 2]))],
    [byte(0xE7), byte(0x9A), byte(0x84)],
    [byte(0xE6), byte(0x98), byte(0xAF)],
    NEVER,
    NEVER,
    NEVER,
    NEVER,
]);
/// The length of a wide boundary, and that of a comma.
const WIDE_LENGTH: usize = 3;
const NARROW_LENGTH: usize = 1;
/// The length of a Chinese character.
const HAN: usize = 3;
/// The shortest boundary with a pair behind.
const SHORTEST: usize = NARROW_LENGTH + 2 * HAN;
/// A block, and where the second character of a pair begins behind a boundary that does with its last byte.
const VIEW: usize = BLOCK + WIDE_LENGTH + HAN;
const _: () = assert!(VIEW - SHORTEST < BLOCK);

/// Two Chinese characters of the BMP, by their six bytes; headlines have no others, as a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pair(u64);

impl Pair {
    const NONE: Pair = Pair(0);

    /// The pair at the start of some bytes.
    #[inline(always)]
    fn read(bytes: &[u8]) -> Option<Pair> {
        if let Some(eight) = bytes.first_chunk() {
            return Some(Pair(u64::from_le_bytes(*eight) & u64::MAX >> 16));
        }
        let &[a, b, c, d, e, f] = bytes.first_chunk()?;
        Some(Pair(u64::from_le_bytes([a, b, c, d, e, f, 0, 0])))
    }

    /// A number below 2^`bits` that spreads.
    pub(super) fn hash(self, bits: u32) -> usize {
        /// An odd number whose multiples spread: 2^64 divided by the golden ratio.
        const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;
        (self.0.wrapping_mul(SPREAD) >> (64 - bits)) as usize
    }

    pub(super) fn chars(self) -> Option<[char; 2]> {
        let bytes = self.0.to_le_bytes();
        let code = |at: usize| {
            let bits = |at: usize| u32::from(bytes[at] & 0x3F);
            u32::from(bytes[at] & 0x0F) << 12 | bits(at + 1) << 6 | bits(at + 2)
        };
        Some([char::from_u32(code(0))?, char::from_u32(code(HAN))?])
    }
}

/// The pairs behind the first boundaries that have one.
pub(super) struct Pairs {
    list: [Pair; LEARNT_BOUNDARIES],
    length: usize,
    /// How many may have come before, or a few more.
    again: usize,
}

impl Pairs {
    /// None.
    pub(super) const NONE: Pairs =
        Pairs { list: [Pair::NONE; LEARNT_BOUNDARIES], length: 0, again: 0 };

    /// Reads the head of some texts, which need not be lines.
    ///
    /// In place, as to move so many pairs takes longer than to find those of a small document.
    pub(super) fn read(&mut self, texts: &[&str]) {
        dispatch!(Level::new(), simd => self.read_with(texts, simd));
    }

    pub(super) fn list(&self) -> &[Pair] {
        &self.list[..self.length]
    }

    pub(super) fn again(&self) -> usize {
        self.again
    }

    #[inline(always)]
    fn read_with<S: Simd>(&mut self, texts: &[&str], simd: S) {
        let mut seen = [0_u64; (1 << BITS) / 64];
        let mut found = [0; TOGETHER];
        let mut bytes_left = MOST_BYTES;
        for text in texts {
            let text = &text.as_bytes()[..text.floor_char_boundary(bytes_left)];
            bytes_left -= text.len();
            let mut at = 0;
            while at < text.len() && self.length < LEARNT_BOUNDARIES {
                let (count, next) = next_places(text, at, &mut found, simd);
                at = next;
                self.add(text, &found[..count], &mut seen);
            }
        }
    }

    /// Adds the pairs that begin at some places of a text.
    #[inline(always)]
    fn add(&mut self, text: &[u8], places: &[u32], seen: &mut [u64; (1 << BITS) / 64]) {
        let room = &mut self.list[self.length..];
        let (mut length, mut again) = (0, 0);
        for (place, entry) in places.iter().zip(room) {
            let Some(pair) = text.get(*place as usize..).and_then(Pair::read) else { break };
            let hash = pair.hash(BITS);
            let word = &mut seen[hash / 64];
            again += (*word >> (hash % 64)) as usize & 1;
            *word |= 1 << (hash % 64);
            *entry = pair;
            length += 1;
        }
        self.length += length;
        self.again += again;
    }
}

/// Pairs are known again by so many bits.
const BITS: u32 = 12;
/// Places that are noted together.
const TOGETHER: usize = 2 * BLOCK;

/// Where the next pairs of a text begin that stand behind boundaries from a byte on, some dozens if there are so many, and how
/// far boundaries were looked for.
#[inline(always)]
fn next_places<S: Simd>(
    text: &[u8],
    start: usize,
    found: &mut [u32; TOGETHER],
    simd: S,
) -> (usize, usize) {
    /// What most blocks have.
    const USUAL: usize = 4;
    let (mut count, mut at) = (0, start);
    while at < text.len()
        && let Some(room) = found[count..].first_chunk_mut::<BLOCK>()
    {
        let (mut wide, mut narrow) = boundaries(text, at, simd);
        let behind = (at + WIDE_LENGTH) as u32;
        let mut all = wide.count_ones() as usize;
        for place in &mut room[..USUAL] {
            *place = behind + wide.trailing_zeros();
            wide &= wide.wrapping_sub(1);
        }
        for place in room.iter_mut().take(all).skip(USUAL) {
            *place = behind + wide.trailing_zeros();
            wide &= wide.wrapping_sub(1);
        }
        if narrow != 0 {
            // Hardly any text has these.
            while narrow != 0 {
                room[all % BLOCK] = (at + NARROW_LENGTH) as u32 + narrow.trailing_zeros();
                narrow &= narrow - 1;
                all += 1;
            }
            room[..all].sort_unstable();
        }
        count += all;
        at += BLOCK;
    }
    (count, at)
}

/// Where boundaries begin that have a pair behind them, in the block of a text at some byte, wide ones and commas: a bit each.
#[inline(always)]
fn boundaries<S: Simd>(text: &[u8], at: usize, simd: S) -> (u64, u64) {
    if let Some(view) = text[at..].first_chunk() {
        return boundaries_in(view, simd);
    }
    if text.len() - at < SHORTEST {
        return (0, 0);
    }
    // The last bytes once more: cheaper than to lay them out in a block of their own.
    if let Some(view) = text.last_chunk::<VIEW>() {
        let (wide, narrow) = boundaries_in(view, simd);
        let seen = at - (text.len() - VIEW);
        return (wide >> seen, narrow >> seen);
    }
    let mut view = [0; VIEW];
    let rest = &text[at..];
    view[..rest.len()].copy_from_slice(rest);
    boundaries_in(&view, simd)
}

#[inline(always)]
fn boundaries_in<S: Simd>(view: &[u8; VIEW], simd: S) -> (u64, u64) {
    let bytes = |at: usize| u8x64::from_slice(simd, &view[at..at + BLOCK]);
    let window: &[u8; WINDOW] = view.first_chunk().unwrap_or(&[0; WINDOW]);
    let wide = Bytes::of(window, simd).places_of(&[&WIDE]);
    let pair_behind =
        |length: usize| is_han(bytes(length), simd) & is_han(bytes(length + HAN), simd);
    let commas = bytes(0).simd_eq(simd.splat_u8x64(b','));
    let narrow = if commas.any_true() { places(commas & pair_behind(NARROW_LENGTH)) } else { 0 };
    (wide & pair_behind(WIDE_LENGTH).to_bitmask(), narrow)
}

/// Which bytes begin Chinese characters: those from U+4000 to U+9FFF.
#[inline(always)]
fn is_han<S: Simd>(bytes: u8x64<S>, simd: S) -> mask8x64<S> {
    (bytes - simd.splat_u8x64(0xE4)).simd_lt(simd.splat_u8x64(0xEA - 0xE4))
}

#[cfg(test)]
mod tests {
    use super::super::text::is_boundary;
    use super::*;

    /// All pairs, found the slow way.
    fn pairs_of(text: &str) -> Vec<String> {
        let chars: Vec<char> = text.chars().collect();
        let is_han = |c: char| matches!(c, '\u{4000}'..='\u{9FFF}');
        let triples =
            chars.windows(3).filter(|it| is_boundary(it[0]) && is_han(it[1]) && is_han(it[2]));
        triples.map(|it| it[1..].iter().collect()).collect()
    }

    fn pairs(texts: &[&str]) -> Pairs {
        let mut pairs = Pairs::NONE;
        pairs.read(texts);
        pairs
    }

    fn read(texts: &[&str]) -> Vec<String> {
        pairs(texts).list().iter().map(|pair| pair.chars().unwrap().iter().collect()).collect()
    }

    #[test]
    fn boundaries_are_found_by_their_bytes() {
        for c in '\0'..='\u{FFFF}' {
            let around =
                [format!("，{c}字"), format!("，文{c}"), format!(",{c}字"), format!(",文{c}")];
            for text in [format!("a{c}文字")].into_iter().chain(around) {
                assert_eq!(read(&[&text]), pairs_of(&text), "{c:?}");
            }
        }
    }

    #[test]
    fn pairs_are_found_wherever_blocks_begin() {
        for before in 0..3 * BLOCK {
            for c in ['，', ',', '的'] {
                for behind in ["", "a", "字", "字字字，", &"x".repeat(BLOCK)] {
                    let text = format!("{}{c}文字{behind}", "x".repeat(before));
                    assert_eq!(read(&[&text]), ["文字"], "{text}");
                }
            }
        }
    }

    #[test]
    fn all_pairs_are_found() {
        let mut state = 1_usize;
        for length in 0..600 {
            // Blocks full of them, and hardly any.
            let parts = ["字", "的", ",", "a", "，", "文", "x"];
            let text: String = std::iter::repeat_with(|| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                parts[(state >> 40) % if length % 3 == 0 { 2 } else { parts.len() }]
            })
            .take(length)
            .collect();
            let mut expected = pairs_of(&text);
            expected.truncate(LEARNT_BOUNDARIES);
            assert_eq!(read(&[&text]), expected, "{text}");
        }
        let many = "，文字".repeat(1000);
        assert_eq!(read(&[&many]).len(), LEARNT_BOUNDARIES);
        assert_eq!(read(&[&many[..many.len() / 20], "字，字文", &many]).len(), LEARNT_BOUNDARIES);
        assert_eq!(read(&["字，字文", "", "，文"]), ["字文"]);
    }

    #[test]
    fn what_comes_again_is_counted() {
        assert_eq!(pairs(&["，文字，文字，字文", "，文字，字字"]).again(), 2);
        assert_eq!(pairs(&["文字文字"]).again(), 0);
    }

    #[test]
    fn pairs_are_their_characters() {
        for text in ["䀀鿿", "中文", "龥一"] {
            let pair = Pair::read(text.as_bytes()).unwrap();
            assert_eq!(pair.chars().unwrap().iter().collect::<String>(), text);
            assert_eq!(Pair::read(format!("{text}字").as_bytes()), Some(pair));
        }
        assert_eq!(Pair::read("中a".as_bytes()), None);
    }
}
