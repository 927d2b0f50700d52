//! Costs in tenths of a nat, each the negative logarithm of how often the event is met, roughly.

/// A lost byte between a character and a reading that is known to be injected there.
pub(super) const ENTER: i32 = 10;
/// The character that is spelled across two has another form in the other script, but its
/// injection was not seen elsewhere.
pub(super) const UNSEEN: i32 = 30;
/// The character that is spelled across two is the same in both scripts.
pub(super) const UNLIKELY: i32 = 80;
/// Text that holds `?reading)` and is meant so.
pub(super) const VERBATIM: i32 = 160;
/// A character into which a reading is injected elsewhere stands without it.
pub(super) const BARE: i32 = 40;

/// A lead byte was lost where a mark of loss stands.
pub(super) const LOST: i32 = 90;
/// A lead byte was lost without a trace.
pub(super) const DROPPED: i32 = 150;
/// The lost lead byte is that of a full-width comma or the like. Those of other punctuation
/// are lost the most: dashes and quotes are what pages convert and cut.
pub(super) const LEAD_A3: i32 = 10;
/// The lost lead byte is not that of punctuation.
pub(super) const LEAD_OTHER: i32 = 100;

/// A `?` is a pair that means nothing in GBK.
pub(super) const HOLE: i32 = 5;
/// A `?` is a lead byte and the ASCII character after it.
pub(super) const SWALLOWED: i32 = 30;
/// That character was a line feed, which decoders are wary of.
pub(super) const SWALLOWED_LINE: i32 = 30;
/// Which ASCII character that was, if it is none that can be guessed.
pub(super) const SWALLOWED_UNKNOWN: i32 = 70;
/// The byte 80, which is no lead byte.
pub(super) const BYTE_80: i32 = 50;
/// A trail byte is missing at the end of a line or before ASCII.
pub(super) const CUT: i32 = 50;
/// Full-width punctuation was turned into ASCII after the decoding.
pub(super) const FOLDED: i32 = 20;
/// What the next character costs at least, nearly always.
pub(super) const NEXT: i32 = 10;
/// What the character after two holes in a row will cost, about.
pub(super) const UNKNOWN_CHARACTER: i32 = 60;
