//! Four numbers of 16 bits in a word, compared at once: which of the slots of a bucket it is cannot be foreseen, so that
//! branches for each cost more than all of them together without any.

/// The bits of a lane.
const BITS: u32 = 16;
const EACH: u64 = 0x0001_0001_0001_0001;
const TOP: u64 = EACH << (BITS - 1);

/// The same number in all lanes.
#[inline(always)]
pub(crate) const fn each(number: u16) -> u64 {
    number as u64 * EACH
}

/// The upper bit of each lane that is zero.
#[inline(always)]
pub(crate) const fn zeros(lanes: u64) -> u64 {
    !(((lanes & !TOP) + !TOP) | lanes) & TOP
}

/// The number in the first of the lanes whose upper bits are found, of which there is one.
#[inline(always)]
pub(crate) const fn first(lanes: u64, found: u64) -> u16 {
    (lanes >> (found.trailing_zeros() & 0x30)) as u16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lanes_are_found_by_what_they_hold() {
        let lanes = u64::from_le_bytes([1, 0, 0, 0, 0xFF, 0xFF, 0, 0x80]);
        assert_eq!(zeros(lanes), 1 << 31);
        for number in [1, 0, 0xFFFF, 0x8000] {
            let found = zeros(lanes ^ each(number));
            assert_eq!((found.count_ones(), first(lanes, found)), (1, number));
        }
        assert_eq!(zeros(lanes ^ each(2)), 0);
    }
}
