//! Turns garbled scraped text back into what its author wrote.

mod noise;
pub mod normalize;
mod repair;
mod rewrite;
mod tables;

pub use repair::{Repair, RepairSet, UnknownRepair};
