//! Sets of bytes.

/// Some of the 256 bytes, a bit for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bytes([u64; 4]);

impl Bytes {
    pub(super) const NONE: Bytes = Bytes([0; 4]);
    pub(super) const ALL: Bytes = Bytes([u64::MAX; 4]);

    /// The bytes for which something holds.
    pub(super) fn that(holds: impl Fn(u8) -> bool) -> Bytes {
        let mut bytes = Bytes::NONE;
        (0..=u8::MAX).filter(|byte| holds(*byte)).for_each(|byte| bytes.insert(byte));
        bytes
    }

    pub(super) fn only(byte: u8) -> Bytes {
        let mut bytes = Bytes::NONE;
        bytes.insert(byte);
        bytes
    }

    fn insert(&mut self, byte: u8) {
        self.0[usize::from(byte >> 6)] |= 1 << (byte & 63);
    }

    pub(super) fn has(self, byte: u8) -> bool {
        self.0[usize::from(byte >> 6)] >> (byte & 63) & 1 != 0
    }

    pub(super) fn is_empty(self) -> bool {
        self == Bytes::NONE
    }

    /// The one byte of a set that has no other.
    pub(super) fn single(self) -> Option<u8> {
        let mut bytes = self.iter();
        bytes.next().filter(|_| bytes.next().is_none())
    }

    pub(super) fn iter(self) -> impl Iterator<Item = u8> {
        (0..4).flat_map(move |quarter: u8| {
            let mut bits = self.0[usize::from(quarter)];
            std::iter::from_fn(move || {
                let bit = (bits != 0).then(|| bits.trailing_zeros() as u8)?;
                bits &= bits - 1;
                Some(quarter << 6 | bit)
            })
        })
    }
}
