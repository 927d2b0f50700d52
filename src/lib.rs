//! Turns garbled scraped text back into what its author wrote.

mod cleaner;
mod draft;
mod edit;
mod encoding;
mod error;
mod escape;
pub mod han;
mod io;
mod language;
mod noise;
pub mod normalize;
mod pipeline;
mod repair;
mod report;
mod rewrite;
mod segment;
mod stream;
mod survey;
mod tables;

use std::borrow::Cow;
use std::sync::LazyLock;

pub use cleaner::{Cleaner, CleanerBuilder, Explained, Profile, UnknownProfile};
pub use edit::{Edit, EditLog};
pub use encoding::detect::EncodingEvidence;
pub use error::Error;
pub use io::{CleanReader, CleanWriter};
pub use noise::rules::{Action, Rule};
pub use repair::{Repair, RepairSet, UnknownRepair};
pub use report::Report;
pub use stream::Stream;

/// Cleans a document with the default profile.
///
/// ```
/// assert_eq!(textmend::clean("Tom &amp; Jerry"), "Tom & Jerry");
/// ```
pub fn clean(text: &str) -> Cow<'_, str> {
    static CLEANER: LazyLock<Cleaner> = LazyLock::new(Cleaner::new);
    CLEANER.clean(text)
}
