//! Costs in nats, each the negative logarithm of how often the event is met, roughly.

/// A lost byte between a character and a reading that is known to be injected there.
pub(super) const ENTER: f32 = 1.0;
/// The character that is spelled across two has another form in the other script, but its
/// injection was not seen elsewhere.
pub(super) const UNSEEN: f32 = 3.0;
/// The character that is spelled across two is the same in both scripts.
pub(super) const UNLIKELY: f32 = 8.0;
/// Text that holds `?reading)` and is meant so.
pub(super) const VERBATIM: f32 = 16.0;
/// A character into which a reading is injected elsewhere stands without it.
pub(super) const BARE: f32 = 4.0;

/// A lead byte was lost where a mark of loss stands.
pub(super) const LOST: f32 = 9.0;
/// A lead byte was lost without a trace.
pub(super) const DROPPED: f32 = 15.0;
/// The lost lead byte is that of a full-width comma or the like. Those of other punctuation
/// are lost the most: dashes and quotes are what pages convert and cut.
pub(super) const LEAD_A3: f32 = 1.0;
/// The lost lead byte is not that of punctuation.
pub(super) const LEAD_OTHER: f32 = 10.0;

/// A `?` is a pair that means nothing in GBK.
pub(super) const HOLE: f32 = 0.5;
/// A `?` is a lead byte and the ASCII character after it.
pub(super) const SWALLOWED: f32 = 3.0;
/// Which ASCII character that was, if it is none that can be guessed.
pub(super) const SWALLOWED_UNKNOWN: f32 = 7.0;
/// The byte 80, which is no lead byte.
pub(super) const BYTE_80: f32 = 5.0;
/// A trail byte is missing at the end of a line or before ASCII.
pub(super) const CUT: f32 = 5.0;
/// Full-width punctuation was turned into ASCII after the decoding.
pub(super) const FOLDED: f32 = 2.0;
/// What the character after two holes in a row will cost, about.
pub(super) const UNKNOWN_CHARACTER: f32 = 6.0;
