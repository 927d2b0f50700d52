//! Chinese characters: forms and readings.

pub(crate) mod fold;
pub(crate) mod readings;
