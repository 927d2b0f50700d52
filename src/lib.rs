//! Turns garbled scraped text back into what its author wrote.
//!
//! Scraped pages arrive damaged in ways that have nothing to do with their authors: a spam site
//! shuffled keywords into the sentences and put readings behind the characters, a template escaped
//! an entity twice and cut it in half, a decoder took one encoding for another. textmend undoes
//! that.
//!
//! ```
//! use textmend::clean;
//!
//! assert_eq!(clean("Fish &amp;amp; chips &ldquo;to go&rdquo;"), "Fish & chips “to go”");
//! assert_eq!(clean("cafe\u{301} \u{2F42}\u{4EF6}"), "café 文件");
//! ```
//!
//! # Three promises
//!
//! 1. **Do no harm.** The default profile holds only what clean text survives: it comes back byte
//!    for byte, borrowed.
//! 2. **Lose nothing.** What is not understood stays. Every edit can be had, with its place in the
//!    source, its repair and how sure it is, and all of them can be undone.
//! 3. **Be fast.** Time is linear in the text, memory is bounded, whatever the text.
//!
//! Cleaning never fails: any bytes give valid UTF-8. [`Error`] is for configuration, edit logs and
//! I/O only.
//!
//! # Three ways to use it
//!
//! Text in memory, with [`clean`] or a configured [`Cleaner`]:
//!
//! ```
//! use textmend::{Cleaner, Repair};
//!
//! let cleaner = Cleaner::builder().without(Repair::Shuffle).build();
//! let explained = cleaner.explain("Tom &amp; Jerry");
//! assert_eq!(explained.text, "Tom & Jerry");
//! assert_eq!(explained.edits.undo(&explained.text)?, b"Tom &amp; Jerry");
//! # Ok::<(), textmend::Error>(())
//! ```
//!
//! Bytes of unknown encoding, with [`Cleaner::clean_bytes`]; the encoding is found out.
//!
//! Documents that arrive in pieces, with [`Stream`], or through its shells [`CleanReader`] and
//! [`CleanWriter`]. The output is the same for every way of cutting the input, and the same as that
//! of the document in memory.
//!
//! # How it works
//!
//! Bytes become segments (lines, mostly); the first 64 KiB of a document are held back and
//! surveyed: which characters carry injected readings, which keywords were shuffled in. Then that
//! evidence is frozen, and every segment runs through the repairs that are switched on, each a
//! function from text and evidence to edits. The closed set of [`Repair`]s tells what is mended;
//! [`Profile`] names useful sets of them.

#[cfg(feature = "rayon")]
mod batch;
mod block;
mod builder;
mod cleaner;
mod config;
mod draft;
mod edit;
pub mod encoding;
pub mod entity;
mod error;
mod escape;
pub mod han;
mod io;
mod lanes;
mod language;
mod noise;
pub mod normalize;
mod pipeline;
mod plain;
mod profile;
mod readings;
mod repair;
mod report;
mod rewrite;
mod scan;
mod segment;
mod sieve;
mod stream;
mod stretch;
mod survey;
mod tables;

use std::borrow::Cow;
use std::sync::LazyLock;

pub use builder::CleanerBuilder;
pub use cleaner::{Cleaner, Explained};
pub use edit::{Edit, EditLog};
pub use encoding::detect::EncodingEvidence;
pub use error::Error;
pub use io::{CleanReader, CleanWriter};
pub use noise::invisible;
pub use noise::rules::{Action, Rule};
pub use profile::{Profile, UnknownProfile};
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
