//! Noise that was put into a text: injected readings, scattered keywords, invisible characters.

pub(crate) mod annotation;
pub(crate) mod evidence;
pub(crate) mod injection;
pub mod invisible;
pub(crate) mod pinyin;
pub(crate) mod rules;
pub(crate) mod shuffle;
