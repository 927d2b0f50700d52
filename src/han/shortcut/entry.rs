//! What is known of a character by itself.

/// What becomes of a character on the way through all stages, in UTF-8, and what it may be part of.
///
/// The lowest three bytes are the output, the next two bits its length, the others flags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Entry(pub(crate) u32);

impl Entry {
    /// Begins a pair that tells of a key.
    pub(crate) const FIRST: u32 = 1 << 26;
    /// Ends such a pair.
    pub(crate) const SECOND: u32 = Entry::FIRST << 1;
    /// Is part of a key of some stage.
    pub(crate) const MEMBER: u32 = 1 << 28;
    /// Is part of a key of a stage that comes after one with keys that tell.
    pub(crate) const LATER: u32 = 1 << 29;
    /// Only the stages know what becomes of it.
    pub(crate) const SLOW: u32 = 1 << 30;

    /// A character of four bytes that no stage knows.
    pub(crate) const UNKNOWN: Entry = Entry(0);

    /// The entry of a character of the basic plane that becomes another one.
    pub(crate) const fn new(unit: u16) -> Entry {
        let code = unit as u32;
        Entry(match code {
            0..=0x7F => code | 1 << 24,
            0x80..=0x7FF => 0x80C0 | code >> 6 | (code & 0x3F) << 8 | 2 << 24,
            _ => 0x80_80E0 | code >> 12 | (code & 0xFC0) << 2 | (code & 0x3F) << 16 | 3 << 24,
        })
    }

    /// The length of the output in bytes.
    #[inline(always)]
    pub(crate) fn length(self) -> usize {
        (self.0 >> 24 & 3) as usize
    }

    /// The output, and something behind it.
    #[inline(always)]
    pub(crate) fn bytes(self) -> [u8; 4] {
        self.0.to_le_bytes()
    }

    #[inline(always)]
    pub(crate) fn is(self, flag: u32) -> bool {
        self.0 & flag != 0
    }

    /// Whether some stage does more with it than to replace it.
    #[inline(always)]
    pub(crate) fn is_known(self) -> bool {
        self.is(Entry::MEMBER | Entry::SLOW)
    }
}
