//! What the stages have lately made of short texts, so that words that come again cost little.

/// The longest text, in bytes.
const SOURCE: usize = 16;
/// The longest that it may become, in bytes.
const OUTPUT: usize = 22;

/// How many texts there is room for at first, and at last; powers of two.
const FEWEST: usize = 1 << 6;
const MOST: usize = 1 << 12;

/// Texts with what became of them. One that falls on the place of another replaces it.
#[derive(Clone, Debug, Default)]
pub(super) struct Recent {
    /// As many as a power of two, or none.
    slots: Vec<Slot>,
    /// How many were noted.
    noted: usize,
}

#[derive(Clone, Copy, Debug)]
struct Slot {
    source: [u64; 2],
    lengths: [u8; 2],
    output: [u8; OUTPUT],
}

impl Slot {
    const EMPTY: Slot = Slot { source: [0; 2], lengths: [0; 2], output: [0; OUTPUT] };
}

impl Recent {
    /// What became of the text in a range, with the length that counts.
    pub(super) fn get(
        &self,
        text: &[u8],
        start: usize,
        end: usize,
    ) -> Option<(&[u8; OUTPUT], usize)> {
        let source = key(text, start, end)?;
        let slot = self.slots.get(self.place(source))?;
        let [length, output] = slot.lengths.map(usize::from);
        (slot.source == source && length == end - start).then_some((&slot.output, output))
    }

    /// Notes what became of the text in a range.
    pub(super) fn note(&mut self, text: &[u8], start: usize, end: usize, output: &[u8]) {
        let Some(source) = key(text, start, end) else { return };
        if output.len() > OUTPUT {
            return;
        }
        // Room grows with the text, so that a short one needs little. What then is in another
        // place than it should be is forgotten.
        if self.noted >= self.slots.len() && self.slots.len() < MOST {
            self.slots.resize((2 * self.slots.len()).max(FEWEST), Slot::EMPTY);
        }
        self.noted += 1;
        let lengths = [(end - start) as u8, output.len() as u8];
        let mut slot = Slot { source, lengths, ..Slot::EMPTY };
        slot.output[..output.len()].copy_from_slice(output);
        let place = self.place(source);
        self.slots[place] = slot;
    }

    #[inline]
    fn place(&self, [low, high]: [u64; 2]) -> usize {
        let mixed = (low ^ high.rotate_left(29)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        (mixed >> 40) as usize & self.slots.len().wrapping_sub(1)
    }
}

/// The text in a range, if it is short; zeros behind it.
#[inline]
fn key(text: &[u8], start: usize, end: usize) -> Option<[u64; 2]> {
    let length = end - start;
    if length > SOURCE || length == 0 {
        return None;
    }
    let bytes = match text.get(start..).and_then(|rest| rest.first_chunk()) {
        Some(bytes) => *bytes,
        None => {
            let mut bytes = [0; SOURCE];
            bytes[..length].copy_from_slice(&text[start..end]);
            bytes
        }
    };
    let bits = u128::from_le_bytes(bytes) & u128::MAX >> (8 * (SOURCE - length));
    Some([bits as u64, (bits >> 64) as u64])
}
