//! Readings that go from many lines at once.
//!
//! On a page with readings nearly every line has some, so that hardly a line is clean; but most are clean without them.
//! What is wrong with a line comes off in order, and readings are not the first: whether a line was read in a wrong
//! encoding, or needs another repair of characters, is asked before they go, and once more behind. The first
//! question is the dear one, because letters with tone marks are odd amid Chinese. But it need not be asked of a line
//! that is calm without its readings, if
//!
//! - only readings went that the search for wrong encodings [steps over](crate::encoding::steps_over),
//! - the line has no `?` and nothing that references begin and end with, and what is left of it is [plain](is_plain): there is
//!   nothing in it of which anybody asks what stands around it, so that it does not matter whether readings do,
//! - and the line is not so short that it is [looked at as a whole](is_odd_title), or not odd then.
//!
//! Characters of three bytes are weighed among those before them, whatever stands between: the same with readings and without.
//! Such lines are taken together, as one text, before anything is asked of them. All others go their way line by line.

use std::ops::Range;

use memchr::{memchr, memchr_iter, memchr3_iter};

use crate::draft::Draft;
use crate::encoding::{is_odd_title, is_plain, shift};
use crate::noise::injection::Injection;
use crate::noise::pinyin;
use crate::repair::Repair;
use crate::scan::Scan;

/// Lines in a row.
#[derive(Debug, PartialEq)]
pub(crate) struct Lines {
    pub(crate) range: Range<usize>,
    /// Whether their readings may go at once.
    pub(crate) at_once: bool,
}

/// The lines of a text, those in a row together of which the same is known.
pub(crate) fn lines(text: &str) -> impl Iterator<Item = Lines> {
    let mut begin = 0;
    let line_feeds = memchr_iter(b'\n', text.as_bytes()).map(|line_feed| line_feed + 1);
    let is_cut = !text.is_empty() && !text.ends_with('\n');
    let ends = line_feeds.chain(is_cut.then_some(text.len()));
    let mut lines = ends
        .map(move |end| {
            let line = &text[begin..end];
            begin = end;
            (end, may_go_at_once(line))
        })
        .peekable();
    let mut start = 0;
    std::iter::from_fn(move || {
        let (mut end, at_once) = lines.next()?;
        while let Some((further, _)) = lines.next_if(|(_, other)| *other == at_once) {
            end = further;
        }
        let range = start..end;
        start = end;
        Some(Lines { range, at_once })
    })
}

/// Whether nothing in a line speaks against it that is soon told.
fn may_go_at_once(line: &str) -> bool {
    /// Lines that are longer are no short ones.
    const LONG: usize = 64;
    let bytes = line.as_bytes();
    // A reference has its last letter or digit before the semicolon, with readings or without.
    let is_harmless = |at: usize| {
        bytes[at] == b';' && at > 0 && (!bytes[at - 1].is_ascii() || bytes[at - 1] == b')')
    };
    memchr3_iter(b'?', b'&', b';', bytes).all(is_harmless)
        && (line.len() > LONG
            || memchr(b'(', bytes).is_none()
            || !is_odd_title(line.trim_end_matches(['\n', '\r'])))
}

/// Removes the readings of whole lines at once, if nothing else is to be done to any of them.
pub(crate) fn remove_at_once(draft: &mut Draft<'_>, injection: &Injection, scan: Scan) -> bool {
    let mut are_stepped_over = true;
    draft.apply(Repair::Pinyin, |text, out| {
        are_stepped_over = pinyin::remove(text, injection, out);
    });
    let text = &draft.text;
    let is_calm = are_stepped_over
        && is_plain(text)
        && shift::straddle_places(text).is_empty()
        && scan.is_calm(text);
    if is_calm {
        draft.settle();
    }
    is_calm
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;
    use crate::cleaner::Cleaner;
    use crate::han::readings;
    use crate::noise::injection::Script;
    use crate::rewrite::Rewriter;

    #[test]
    fn lines_of_which_the_same_is_known_are_together() {
        let text = "電(diàn)\n(一)。\n好?\n&amp;\n好;\n電(diàn);機\n\nend";
        let found: Vec<_> = lines(text).map(|lines| (&text[lines.range], lines.at_once)).collect();
        let expected = [
            ("電(diàn)\n(一)。\n", true),
            ("好?\n&amp;\n", false),
            ("好;\n電(diàn);機\n\nend", true),
        ];
        assert_eq!(found, expected);
        assert_eq!(lines("").next(), None);
        for line in ["x;", "&", "1;", ";"] {
            assert!(!may_go_at_once(line), "{line}");
        }
    }

    /// The commonest readings of these characters.
    fn injection(characters: &str) -> Injection {
        let mut injection = Injection::new(Script::Traditional);
        for c in characters.chars() {
            injection.insert(c, readings::of(c).next().unwrap());
        }
        injection
    }

    const CARRIERS: &str = "電機組這東綠們呣鬮籖女二略壯";

    fn annotated() -> impl Strategy<Value = String> {
        let reading = |c: char| readings::of(c).next().unwrap().text();
        let narrow = move |c: char| format!("{c}({})", reading(c));
        let wide = move |c: char| format!("{c}（{}）", reading(c));
        let carriers: Vec<char> = CARRIERS.chars().collect();
        let others = &[
            "的",
            "一",
            "，",
            "。",
            "鬮",
            "籖",
            "龘",
            "〖",
            "鬱",
            "ん",
            "ー",
            "뷁",
            "是",
            "a",
            "H(jì)",
            " ",
            ";",
            "(",
            ")",
            "(x)",
            "“",
            "…",
            "—",
            "é",
            "ì",
            "\n",
            "\r\n",
            "今天下午，图书馆门口排起了长队，",
            "锟",
            "斤拷",
            "？",
            "jī)",
        ][..];
        let part = prop_oneof![
            6 => select(carriers.clone()).prop_map(narrow),
            1 => select(carriers.clone()).prop_map(wide),
            1 => select(carriers).prop_map(String::from),
            8 => select(others).prop_map(str::to_owned),
        ];
        proptest::collection::vec(part, 0..60).prop_map(|parts| parts.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            cases: 4_000,
            failure_persistence: None,
            rng_seed: proptest::test_runner::RngSeed::Fixed(1),
            ..ProptestConfig::default()
        })]

        /// Whatever is calm without its readings is calm with them.
        #[test]
        fn calm_lines_were_calm(text in annotated()) {
            let cleaner = Cleaner::new();
            let (scan, injection) = (cleaner.scan.unwrap(), injection(CARRIERS));
            for Lines { range, at_once } in lines(&text) {
                let lines = &text[range];
                let mut draft = Draft::of_lines(lines, true);
                if at_once && remove_at_once(&mut draft, &injection, scan) {
                    for line in lines.split_inclusive('\n') {
                        prop_assert!(scan.is_calm(line.trim_end()), "{line}");
                        let mut rewriter = Rewriter::new(line, Repair::Pinyin);
                        shift::straddles(line, &injection, &mut rewriter);
                        prop_assert!(rewriter.finish().changes.is_empty(), "{line}");
                    }
                }
            }
        }
    }

    #[test]
    fn plain_lines_go_at_once() {
        let scan = Cleaner::new().scan.unwrap();
        let injection = injection(CARRIERS);
        for (text, expected) in [
            (
                "今天下午，電(diàn)機(jī)組(zǔ)门口排起了长队；大家都在等新到的杂志……\n",
                Some("今天下午，電機組门口排起了长队；大家都在等新到的杂志……\n"),
            ),
            (
                "今天下午，图书馆门口排起了长队，大家都在等新到的杂志。\n",
                Some("今天下午，图书馆门口排起了长队，大家都在等新到的杂志。\n"),
            ),
            // A reading in wide brackets, one that was not learnt, a letter, and garble.
            ("今天下午，電（diàn）门口排起了长队，大家都在等新到的杂志。\n", None),
            ("今天下午，图(tú)门口排起了长队，大家都在等新到的杂志。\n", None),
            ("今天下午，電(diàn)门口排起了长队，é大家都在等新到的杂志。\n", None),
            ("今天下午，電(diàn)瀹樼綉鍦板潃锛岃鍦ㄨ繖閲岀櫥褰大家都在等新到的杂志。\n", None),
        ] {
            let mut draft = Draft::of_lines(text, true);
            let done = remove_at_once(&mut draft, &injection, scan);
            assert_eq!(done.then_some(&*draft.text), expected, "{text}");
        }
    }
}
