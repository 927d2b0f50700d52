//! What is left of text that cannot be brought back, counted.
//!
//! Three marks tell of bytes that are gone. U+FFFD stands where a decoder met bytes without a
//! meaning. Two of them, written as UTF-8 and read as GBK, are `锟斤拷`. And `烫烫烫` and `屯屯屯` are
//! memory that a program printed before anything was written there: some compilers fill it with the
//! bytes CC and CD.

use std::sync::LazyLock;

use memchr::memmem::Finder;

/// The first characters of the marks; what repeats counts as one.
const REPLACED: &str = "\u{FFFD}";
const REPLACED_TWICE: &str = "锟斤拷";
const UNINITIALISED: [&str; 2] = ["烫烫烫", "屯屯屯"];

/// Runs of marks that nothing can be made of: what stood there is lost.
///
/// ```
/// let report = textmend::Cleaner::new().explain("他说：��，锟斤拷锟斤拷。").report;
/// assert_eq!((report.lost.replaced, report.lost.replaced_twice), (1, 1));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Lost {
    /// Runs of U+FFFD.
    pub replaced: u64,
    /// Runs of `锟斤拷`: U+FFFD that was read as GBK.
    pub replaced_twice: u64,
    /// Runs of `烫烫烫` or `屯屯屯`: memory that was printed as it was.
    pub uninitialised: u64,
}

impl Lost {
    /// Counts the runs of a text.
    pub(crate) fn add(&mut self, text: &str) {
        let [replaced, replaced_twice, burnt, stored] = &*SEARCHES;
        self.replaced += runs(replaced, text);
        self.replaced_twice += runs(replaced_twice, text);
        self.uninitialised += runs(burnt, text) + runs(stored, text);
    }
}

/// Searches for each of the marks; every one of them is rare, so that a search for all at once would
/// stop at what only looks like them.
static SEARCHES: LazyLock<[Finder<'static>; 4]> = LazyLock::new(|| {
    [REPLACED, REPLACED_TWICE, UNINITIALISED[0], UNINITIALISED[1]].map(Finder::new)
});

/// How often a mark stands in a text, but not behind itself.
fn runs(search: &Finder<'_>, text: &str) -> u64 {
    let mut end = None;
    let begins = |at: &usize| end.replace(at + search.needle().len()) != Some(*at);
    search.find_iter(text.as_bytes()).filter(begins).count() as u64
}

/// Whether a text begins with a mark.
pub(crate) fn is_mark(text: &str) -> bool {
    text.starts_with(REPLACED)
        || text.starts_with(REPLACED_TWICE)
        || UNINITIALISED.iter().any(|mark| text.starts_with(mark))
}

/// Whether a mark stands anywhere in a text.
pub(super) fn is_in(text: &str) -> bool {
    SEARCHES.iter().any(|search| search.find(text.as_bytes()).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_counted() {
        for (text, expected) in [
            ("", (0, 0, 0)),
            ("烫的水，屯里的人，锟", (0, 0, 0)),
            ("\u{FFFD}", (1, 0, 0)),
            ("a\u{FFFD}\u{FFFD}b\u{FFFD}", (2, 0, 0)),
            ("锟斤拷锟斤拷，锟斤拷", (0, 2, 0)),
            ("手持两把锟斤拷，口中疾呼烫烫烫烫，屯屯屯", (0, 1, 2)),
            ("\u{FFFD}锟斤拷烫烫烫", (1, 1, 1)),
        ] {
            let mut lost = Lost::default();
            lost.add(text);
            assert_eq!(
                (lost.replaced, lost.replaced_twice, lost.uninitialised),
                expected,
                "{text}"
            );
            let places = text.char_indices().any(|(at, _)| is_mark(&text[at..]));
            assert_eq!(places, lost != Lost::default(), "{text}");
            assert_eq!(is_in(text), places, "{text}");
        }
    }
}
