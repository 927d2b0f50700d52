//! What is left of text that cannot be brought back, counted.
//!
//! Three marks tell of bytes that are gone. U+FFFD stands where a decoder met bytes without a
//! meaning. Two of them, written as UTF-8 and read as GBK, are `锟斤拷`. And `烫烫烫` and `屯屯屯` are
//! memory that a program printed before anything was written there: some compilers fill it with the
//! bytes CC and CD.

use fearless_simd::{Level, Simd, dispatch};

use crate::sieve::{BLOCK, Bytes, NEVER, Table, WINDOW, byte};

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
        // Where the last mark of each kind ended.
        let mut ends = [None; MARKS.len()];
        dispatch!(Level::new(), simd => each_mark(text, simd, |kind, at| {
            let end: &mut Option<usize> = &mut ends[kind];
            if end.is_some_and(|end| at < end) {
                return true;
            }
            let count = match kind {
                0 => &mut self.replaced,
                1 => &mut self.replaced_twice,
                _ => &mut self.uninitialised,
            };
            *count += u64::from(*end != Some(at));
            *end = Some(at + MARKS[kind].len());
            true
        }));
    }
}

const MARKS: [&str; 4] = [REPLACED, REPLACED_TWICE, UNINITIALISED[0], UNINITIALISED[1]];

/// The first character of each, by its bytes.
static FIRST: Table = Table::new(&[
    [byte(0xEF), byte(0xBF), byte(0xBD)],
    [byte(0xE9), byte(0x94), byte(0x9F)],
    [byte(0xE7), byte(0x83), byte(0xAB)],
    [byte(0xE5), byte(0xB1), byte(0xAF)],
    NEVER,
    NEVER,
    NEVER,
    NEVER,
]);

/// Calls a function with the number of each mark in a text and the place where it begins, in order, until
/// it says no. Marks of one kind may overlap.
#[inline(always)]
fn each_mark<S: Simd>(text: &str, simd: S, mut visit: impl FnMut(usize, usize) -> bool) {
    for start in (0..text.len()).step_by(BLOCK) {
        let rest = &text.as_bytes()[start..];
        let mut padded = [0; WINDOW];
        let window = rest.first_chunk().unwrap_or_else(|| {
            padded[..rest.len()].copy_from_slice(rest);
            &padded
        });
        let mut places = Bytes::of(window, simd).places_of(&[&FIRST]);
        while places != 0 {
            let at = start + places.trailing_zeros() as usize;
            places &= places - 1;
            let kind = MARKS.iter().position(|mark| text[at..].starts_with(mark));
            if kind.is_some_and(|kind| !visit(kind, at)) {
                return;
            }
        }
    }
}

/// Whether a text begins with a mark.
pub(crate) fn is_mark(text: &str) -> bool {
    MARKS.iter().any(|mark| text.starts_with(mark))
}

/// Whether a mark stands anywhere in a text.
pub(super) fn is_in(text: &str) -> bool {
    let mut is_any = false;
    dispatch!(Level::new(), simd => each_mark(text, simd, |_, _| {
        is_any = true;
        false
    }));
    is_any
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
