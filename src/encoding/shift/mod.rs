//! The shift transducer: text whose byte pairs slipped by one.
//!
//! Where a decoder of GBK loses one byte, all pairs after it are cut one byte late until an ASCII
//! byte sets them right: of `CF F2 8C 8D EB 48` (`向實際`) without the `8C` there remain `CF F2`,
//! `8D EB` and `48`, `向嶋H`. Seen as a transducer, the text that was read is either *aligned* or
//! *shifted* with a *pending* byte, the lead byte of the character to come. Shifted, a character
//! read as (first, second) stands for the character (pending, first) and leaves `second`
//! pending; if that is ASCII it is a character of its own, and the text is aligned again. So is
//! it when a single ASCII character completes the pending byte.
//!
//! Almost all of it is arithmetic. Guessed is only what was lost for good: shifted, a `?` is a
//! pair without a meaning, and both of its bytes must be found ([`holes`]) by what makes Chinese of
//! the characters that they belong to. Hence a beam search ([`search`]), in which the [`language`]
//! model weighs the ways to read on, apart for aligned and shifted states ([`state`]) because the
//! one would crowd out the other: right after a shift ends, a false shift goes on looking better
//! for a while. Each shift must make the text likelier by a margin, or the text stays ([`path`]).
//!
//! EUC-JP shifts as well, but in a plainer way and in another language: it has a [search of its own](euc_jp).
//!
//! Two things make a shift: readings injected between two characters ([`straddle`]), and lead
//! bytes that were lost ([`desync`]). They differ in where a search begins and in how a shift is
//! entered, and share the rest.
//!
//! [`language`]: crate::language

mod cells;
mod costs;
mod desync;
pub(crate) mod euc_jp;
mod familiar;
mod followers;
mod holes;
mod limits;
mod model;
mod path;
mod ranks;
mod search;
mod spoken;
mod state;
mod straddle;
mod token;

pub(crate) use desync::{desyncs, is_shifted, is_suspicious, learn};
pub(crate) use familiar::Familiar;
pub(crate) use straddle::{straddle_places, straddles};

/// Whether the character at `at` shows that the text may be shifted.
pub(crate) fn is_mark(text: &str, at: usize) -> bool {
    desync::is_mark(text, at) || euc_jp::is_last_mark(text, at)
}
