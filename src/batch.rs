//! Many documents at once, on all cores: the feature `rayon`.
//!
//! Documents have nothing to do with each other, and a [`Cleaner`] is never changed by cleaning;
//! so threads share one, and nothing else.

use std::borrow::Cow;

use rayon::prelude::*;

use crate::cleaner::Cleaner;

impl Cleaner {
    /// Cleans each document like [`clean`](Cleaner::clean), on all threads of the current
    /// [rayon] pool. The results stand in the order of the documents.
    ///
    /// Each document is cleaned by one thread; the larger ones make the others wait at the end, so
    /// a batch should hold many times as many documents as there are threads.
    ///
    /// ```
    /// let documents = ["Tom &amp; Jerry", "plain", "cafe\u{301}"];
    /// let cleaned = textmend::Cleaner::new().clean_batch(&documents);
    /// assert_eq!(cleaned, ["Tom & Jerry", "plain", "café"]);
    /// ```
    ///
    /// [rayon]: https://docs.rs/rayon
    pub fn clean_batch<'t, T: AsRef<str> + Sync>(&self, documents: &'t [T]) -> Vec<Cow<'t, str>> {
        documents.par_iter().map(|document| self.clean(document.as_ref())).collect()
    }

    /// The same for documents that are bytes, like [`clean_bytes`](Cleaner::clean_bytes).
    ///
    /// ```
    /// let documents: [&[u8]; 2] = [b"\xA1\xB0\xBA\xC3\xA1\xB1", b"&lt;3"];
    /// let cleaned = textmend::Cleaner::new().clean_batch_bytes(&documents);
    /// assert_eq!(cleaned[1], "<3");
    /// ```
    pub fn clean_batch_bytes<'b, B: AsRef<[u8]> + Sync>(
        &self,
        documents: &'b [B],
    ) -> Vec<Cow<'b, str>> {
        documents.par_iter().map(|document| self.clean_bytes(document.as_ref())).collect()
    }
}
