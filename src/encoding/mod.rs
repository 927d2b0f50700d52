//! Encodings: bytes into text, and byte arithmetic on text that was decoded wrongly.

pub(crate) mod bom;
mod codec;
pub(crate) mod debris;
mod declared;
pub(crate) mod decode;
pub(crate) mod detect;
pub(crate) mod foreign;
mod gate;
pub(crate) mod gbk;
mod genuine;
mod guess;
mod incomplete;
mod kanji;
pub(crate) mod lossy;
pub(crate) mod misread;
mod mixture;
pub(crate) mod mojibake;
mod own;
mod plan;
mod plausibility;
mod runs;
mod sample;
mod scan;
mod search;
pub(crate) mod shift;
mod spelling;
mod structure;
mod swapped;
mod twice;
pub(crate) mod utf8;
mod verdict;

pub use codec::{Codec, UnknownCodec};
pub use debris::Lost;
pub(crate) use gate::{Listener, is_odd_title, is_plain, steps_over};
pub use mojibake::{Fixed, fix};
pub use plan::{InvalidPlan, Plan, Step};
