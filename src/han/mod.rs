//! Chinese characters: conversion between scripts, forms and readings.
//!
//! [`Converter`] converts between Simplified and Traditional Chinese and their regional usages, with
//! OpenCC's dictionaries and OpenCC's answers:
//!
//! ```
//! use textmend::han::{Config, Converter};
//!
//! let converter = Converter::new(Config::S2twp);
//! assert_eq!(converter.convert("鼠标和软件"), "滑鼠和軟體");
//! ```
//!
//! With the feature `opencc`, off by default, `Converter::opencc` opens a configuration with OpenCC
//! itself, for its plugins or for its answer by definition. It needs libopencc 1.4 or later on the
//! system; the crate `opencc-rust` tells how to point to one that is elsewhere.

mod builtin;
mod config;
mod converter;
mod custom;
mod description;
mod detect;
mod dictionary;
mod flow;
pub(crate) mod fold;
mod matcher;
#[cfg(feature = "opencc")]
mod opencc;
pub(crate) mod readings;
mod recent;
mod script;
mod shortcut;
mod stage;
#[cfg(test)]
mod tests;
mod utf16;

pub use config::{Config, UnknownConfig};
pub use converter::{Converter, ConverterBuilder, Stream};
pub use detect::{Counts, Detected, detect, guess};
pub use dictionary::Dictionary;
pub(crate) use script::Target;
pub use script::{Script, UnknownScript};
