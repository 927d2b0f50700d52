//! Noise that was put into a text: injected readings, scattered keywords, invisible characters.

pub(crate) mod injection;
pub(crate) mod rules;
