//! How far a search looks around, by what made the shift.
//!
//! Readings are rare and each names the character it tore apart: the search around one can afford
//! to look wide. Lost lead bytes are guessed and may be many, so that a search for them keeps to
//! what is likely.

/// The bounds of a search.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// States kept of each kind. Without holes there are few to choose from.
    pub(super) beam: usize,
    /// A state this much worse than the best one, in tenths of a nat, never wins.
    pub(super) hopeless: i32,
    /// Aligned states that a shift may begin from. More would differ in the past only.
    pub(super) entry_beam: usize,
    /// States that are carried over a hole, and over one right behind another.
    pub(super) hole_beam: usize,
    pub(super) next_hole_beam: usize,
    /// A state, or a character in a hole, this much worse than the best one of its kind is not
    /// carried on, in tenths of a nat.
    pub(super) hole_margin: i32,
    /// The same, of characters in a hole together with the ones behind.
    pub(super) filled_margin: i32,
    /// Characters that are tried in a hole.
    pub(super) fillings: usize,
    /// Characters tried at a lost byte that follow the one before by chance only.
    pub(super) common: usize,
    /// Characters tried that follow the one before, where neither of their bytes is known.
    pub(super) wide: usize,
    /// Characters tried where a hole took an ASCII character too, or where the last byte of a line
    /// is lost.
    pub(super) swallowing: usize,
    /// A swallowed character this much worse than the best one, in tenths of a nat, is not carried
    /// on.
    pub(super) swallowed_margin: i32,
    /// Characters after which a shift that found no end is given up: it bounds the memory. Even in
    /// Simplified text, which has few trail bytes in ASCII, the mean is below forty.
    pub(super) tokens: usize,
}

pub(super) const READINGS: Limits = Limits {
    beam: 48,
    hopeless: 200,
    entry_beam: 48,
    hole_beam: 12,
    next_hole_beam: 24,
    hole_margin: 160,
    filled_margin: 160,
    fillings: 64,
    common: 24,
    wide: 512,
    swallowing: 64,
    swallowed_margin: 200,
    tokens: 1024,
};

pub(super) const LEADS: Limits = Limits {
    beam: 24,
    hopeless: 220,
    entry_beam: 1,
    hole_beam: 8,
    next_hole_beam: 6,
    hole_margin: 60,
    filled_margin: 50,
    fillings: 24,
    common: 8,
    wide: 96,
    swallowing: 5,
    swallowed_margin: 20,
    tokens: 4096,
};
