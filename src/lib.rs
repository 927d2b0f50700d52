//! Turns garbled scraped text back into what its author wrote.

mod encoding;
mod han;
mod language;
mod noise;
mod repair;
mod rewrite;
mod tables;

pub use repair::{Repair, RepairSet, UnknownRepair};
