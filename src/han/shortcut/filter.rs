//! A set of hashes that is wrong now and then, and only where it says yes: a Bloom filter whose
//! bits for one hash are in one word.

/// Words of 64 bits; a power of two of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Filter {
    /// 32 less the binary logarithm of the number of words.
    shift: u32,
    words: Vec<u64>,
}

impl Filter {
    /// The binary logarithm of the most words; beyond it the bits of a hash would be used twice.
    const MOST: u32 = 18;

    /// A set for about so many hashes, with 8 to 16 bits for each: it is wrong about one in twenty to
    /// one in seventy.
    pub(crate) fn new(hashes: usize) -> Filter {
        Filter::with_words(hashes / 8)
    }

    /// A set of so many words.
    pub(crate) fn with_words(words: usize) -> Filter {
        let words = words.next_power_of_two().max(2);
        let log2 = words.trailing_zeros().min(Filter::MOST);
        Filter { shift: 32 - log2, words: vec![0; 1 << log2] }
    }

    /// A set from its words, little-endian.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Filter {
        let mut filter = Filter::with_words(bytes.len() / 8);
        for (word, bytes) in filter.words.iter_mut().zip(bytes.as_chunks().0) {
            *word = u64::from_le_bytes(*bytes);
        }
        filter
    }

    /// The words of the set; the upper bits of a hash choose one.
    pub(crate) fn words(&self) -> &[u64] {
        &self.words
    }

    pub(crate) fn insert(&mut self, hash: u32) {
        let word = (hash >> self.shift) as usize;
        self.words[word] |= Filter::bits(hash);
    }

    #[inline(always)]
    pub(crate) fn contains(&self, hash: u32) -> bool {
        let bits = Filter::bits(hash);
        self.words.get((hash >> self.shift) as usize).is_some_and(|word| word & bits == bits)
    }

    /// The bits of a hash in its word.
    #[inline(always)]
    pub(crate) fn bits(hash: u32) -> u64 {
        1 << (hash & 63) | 1 << (hash >> 6 & 63)
    }
}
