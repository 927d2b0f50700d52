//! How far a search looks around, by what made the shift.
//!
//! Readings are rare and each names the character it tore apart: the search around one can afford
//! every way to fill a hole. Lost lead bytes are guessed and may be many, so that a search for them
//! keeps to what is likely.

/// The bounds of a search.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// States kept of each kind. Without holes there are few to choose from.
    pub(super) beam: usize,
    /// A state this much worse than the best one never wins.
    pub(super) hopeless: f32,
    /// So many states that twins among them leave enough of others.
    pub(super) crowd: usize,
    /// Aligned states that a shift may begin from. More would differ in the past only.
    pub(super) entry_beam: usize,
    /// States that are carried over a hole, and over one right behind another: each has hundreds
    /// of successors.
    pub(super) hole_beam: usize,
    pub(super) next_hole_beam: usize,
    /// A state this much worse than the best one of its kind is not carried over a hole.
    pub(super) hole_margin: f32,
    /// Lead bytes that are tried for a known trail byte, and for an unknown one. The common two
    /// thousand characters are 16 to a trail byte; some trail bytes have more of them.
    pub(super) leads: usize,
    pub(super) any_leads: usize,
    /// Trail bytes that are tried in a hole.
    pub(super) hole_trails: usize,
    /// States that are asked whether a hole swallowed an ASCII character, characters before it
    /// among which the best are looked for, and how many of those are tried.
    pub(super) swallow_beam: usize,
    pub(super) swallow_trails: usize,
    pub(super) swallow_best: usize,
    /// Characters that are tried where the last byte of a line is lost.
    pub(super) last_best: usize,
    /// Characters after which a shift that found no end is given up: it bounds the memory. Even in
    /// Simplified text, which has few trail bytes in ASCII, the mean is below forty.
    pub(super) tokens: usize,
}

/// More than there are bytes.
const ALL: usize = 0x100;

pub(super) const READINGS: Limits = Limits {
    beam: 48,
    hopeless: 20.0,
    crowd: usize::MAX,
    entry_beam: ALL,
    hole_beam: 12,
    next_hole_beam: 12,
    hole_margin: 20.0,
    leads: ALL,
    any_leads: ALL,
    hole_trails: ALL,
    swallow_beam: ALL,
    swallow_trails: ALL,
    swallow_best: ALL,
    last_best: ALL,
    tokens: 1024,
};

pub(super) const LEADS: Limits = Limits {
    beam: 32,
    hopeless: 22.0,
    crowd: 256,
    entry_beam: 2,
    hole_beam: 8,
    next_hole_beam: 4,
    hole_margin: 14.0,
    leads: 32,
    any_leads: 24,
    hole_trails: 16,
    swallow_beam: 2,
    swallow_trails: 64,
    swallow_best: 6,
    last_best: 16,
    tokens: 4096,
};
