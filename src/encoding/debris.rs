//! What is left of text that cannot be brought back, counted.
//!
//! Three marks tell of bytes that are gone. U+FFFD stands where a decoder met bytes without a
//! meaning. Two of them, written as UTF-8 and read as GBK, are `锟斤拷`. And `烫烫烫` and `屯屯屯` are
//! memory that a program printed before anything was written there: some compilers fill it with the
//! bytes CC and CD.

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
        if !may_have_mark(text.as_bytes()) {
            return;
        }
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let (count, behind) = if let Some(behind) = without(rest, REPLACED) {
                (&mut self.replaced, behind)
            } else if let Some(behind) = without(rest, REPLACED_TWICE) {
                (&mut self.replaced_twice, behind)
            } else if UNINITIALISED.iter().any(|mark| rest.starts_with(mark)) {
                (&mut self.uninitialised, rest.trim_start_matches(c))
            } else {
                rest = &rest[c.len_utf8()..];
                continue;
            };
            *count += 1;
            rest = behind;
        }
    }
}

/// What follows a run of a mark.
fn without<'t>(text: &'t str, mark: &str) -> Option<&'t str> {
    text.strip_prefix(mark).map(|behind| behind.trim_start_matches(mark))
}

/// Whether the second and third byte of a mark are these. No branches: `|` is meant.
fn may_begin(second: u8, third: u8) -> bool {
    // The first bytes of the four are frequent; the others tell enough.
    ((second == 0xBF) & (third == 0xBD))
        | ((second == 0x94) & (third == 0x9F))
        | ((second == 0x83) & (third == 0xAB))
        | ((second == 0xB1) & (third == 0xAF))
}

/// Whether a text begins with a mark.
pub(crate) fn is_mark(text: &str) -> bool {
    text.starts_with(REPLACED)
        || text.starts_with(REPLACED_TWICE)
        || UNINITIALISED.iter().any(|mark| text.starts_with(mark))
}

/// Whether a mark stands anywhere in a text.
pub(super) fn is_in(text: &str) -> bool {
    may_have_mark(text.as_bytes()) && text.char_indices().any(|(at, _)| is_mark(&text[at..]))
}

fn may_have_mark(bytes: &[u8]) -> bool {
    /// As many as some vectors hold.
    const BLOCK: usize = 32;
    let seconds = bytes.get(1..).unwrap_or_default();
    let thirds = bytes.get(2..).unwrap_or_default();
    let may_begin = |(second, third): (&u8, &u8)| may_begin(*second, *third);
    let mut blocks = seconds.chunks(BLOCK).zip(thirds.chunks(BLOCK));
    blocks.any(|(seconds, thirds)| {
        seconds.iter().zip(thirds).fold(false, |found, pair| found | may_begin(pair))
    })
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
        }
    }

    #[test]
    fn every_mark_raises_the_question() {
        for mark in [REPLACED, REPLACED_TWICE, UNINITIALISED[0], UNINITIALISED[1]] {
            for before in 0..70 {
                let text = "a".repeat(before) + mark;
                assert!(may_have_mark(text.as_bytes()), "{text}");
            }
        }
    }
}
