//! Chinese characters: conversion between scripts, forms, codes and readings.
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

mod builtin;
mod config;
mod converter;
mod custom;
mod description;
mod detect;
mod dictionary;
mod flow;
pub(crate) mod fold;
pub(crate) mod gbk;
mod matcher;
pub(crate) mod readings;
mod script;
mod stage;
#[cfg(test)]
mod tests;

pub use config::{Config, UnknownConfig};
pub use converter::{Converter, ConverterBuilder, Stream};
pub use detect::{Counts, Detected, detect};
pub use dictionary::Dictionary;
pub(crate) use script::Target;
pub use script::{Script, UnknownScript};
