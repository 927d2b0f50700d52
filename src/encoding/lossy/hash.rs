//! A hash for small keys, of which there are a few thousand at most: whoever makes them collide can make little of it.

use std::hash::{BuildHasherDefault, Hasher};

/// Builds the hash.
pub(super) type Quick = BuildHasherDefault<QuickHasher>;

/// Multiplies what it has by an odd number, and adds what comes.
#[derive(Clone, Copy, Default)]
pub(super) struct QuickHasher(u64);

impl QuickHasher {
    fn add(&mut self, number: u64) {
        /// The golden ratio of 64 bits, which spreads neighbours.
        const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;
        self.0 = (self.0.rotate_left(23) ^ number).wrapping_mul(FACTOR);
    }
}

impl Hasher for QuickHasher {
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.add((*byte).into()));
    }

    fn write_u16(&mut self, number: u16) {
        self.add(number.into());
    }

    fn write_u32(&mut self, number: u32) {
        self.add(number.into());
    }

    fn write_usize(&mut self, number: usize) {
        self.add(number as u64);
    }

    fn finish(&self) -> u64 {
        // The table looks at the upper bits and at the lower ones.
        self.0 ^ self.0 >> 32
    }
}
