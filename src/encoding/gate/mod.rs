//! Where a text may have been read in a wrong encoding, told by its bytes, a block at once.
//!
//! Nearly all text is clean, so what counts is how soon that is known. Characters of two bytes are
//! told by rules of three bytes in a row, asked of a whole block with vectors ([narrow]); those of
//! three bytes by how odd each and its neighbours are by themselves, one look-up each ([wide]).
//! Either finds *places*. Hardly any clean line has one; whether it matters is for
//! [scan](super::scan) to say.
//!
//! Runs that hold nothing but ordinary characters of three bytes, or plain ASCII, are found by the way; a [`Listener`] may be
//! told of those where no other repair of characters can have anything to do either ([signs]).
//!
//! Wherever blocks begin, a text has all places that its lines have by themselves, and a few more
//! where lines meet. So a text without a place has no line with one, which is all that is asked of
//! whole texts; what is done to a line depends on the line alone.

mod dear;
mod narrow;
mod plain;
mod reading;
mod signs;
mod sum;
mod title;
mod weight;
mod wide;

use std::ops::Range;

use fearless_simd::prelude::*;
use fearless_simd::{Level, Simd, dispatch, u8x64};
use memchr::{memchr, memrchr};

use super::mixture::is_mixed;
use super::plausibility::Model;
use crate::sieve::{BLOCK, Notes, WINDOW, places};
use narrow::Scripts;
pub(crate) use plain::is_plain;
use reading::is_reading;
use signs::{Signs, has_reference, is_ascii};
use title::SHORT;
use wide::{Passes, Wide};

/// So many more runs of ASCII with signs that other repairs ask about than without, and such runs are no longer told apart.
const PATIENCE: u32 = 8;

/// A carriage return behind a line.
const BEHIND: usize = 1;

/// Bytes of blocks that are looked at together: plain ASCII, and nothing but ordinary characters of three bytes.
const RUN: usize = 4 * BLOCK;
/// A block and the rest of a character of three bytes that begins with its last byte, read as four.
const PADDED: usize = BLOCK + 4;
const PADDED_RUN: usize = RUN + 4;

/// Who is told, by the way, where there is nothing that any repair of characters could have to do with.
pub(crate) trait Listener {
    /// Whether it wants to know.
    const LISTENS: bool;

    /// Whether wide brackets matter.
    fn asks_about_brackets(&self) -> bool;

    /// There is nothing in these bytes, which may hold what is noted. They come in order; a character of three bytes that
    /// begins in them may end behind.
    fn take_ordinary(&mut self, range: Range<usize>, notes: Notes);
}

/// Nobody.
impl Listener for () {
    const LISTENS: bool = false;

    fn asks_about_brackets(&self) -> bool {
        false
    }

    fn take_ordinary(&mut self, _: Range<usize>, _: Notes) {}
}

/// The next place of a text from `start` on: the end of a character that is odd where it stands.
///
/// Cost: a look-up for each character of three bytes, and a few questions to each block of 64 bytes that
/// is not plain ASCII.
pub(super) fn next_place(text: &str, start: usize) -> Option<usize> {
    dispatch!(Level::new(), simd => next_place_with(text, start, false, &mut (), simd))
}

/// The next place, or one in a line with letters that no language [mixes](is_mixed) and some rule knows.
pub(super) fn next_place_or_mixture(
    text: &str,
    start: usize,
    listener: &mut impl Listener,
) -> Option<usize> {
    dispatch!(Level::new(), simd => next_place_with(text, start, true, listener, simd))
}

#[inline(always)]
fn next_place_with<S: Simd, L: Listener>(
    text: &str,
    start: usize,
    mixtures: bool,
    listener: &mut L,
    simd: S,
) -> Option<usize> {
    let bytes = text.as_bytes();
    let unmixed = if mixtures { start } else { usize::MAX };
    let mut look = Look {
        simd,
        text,
        start,
        is_ascii: true,
        line: Some(start),
        asked: start,
        unmixed,
        wide: Wide::new(text, listener.asks_about_brackets()),
        ordinary_ascii: None,
        patience: PATIENCE,
        listener,
    };
    let mut at = start;
    let mut padded = None;
    while at < bytes.len() {
        if look.is_ascii {
            let start = at;
            while let Some(run) = bytes[at..].first_chunk::<RUN>()
                && is_ascii(run, simd)
            {
                if L::LISTENS && look.patience != 0 {
                    look.ascii_run(run, at);
                }
                // A rule may begin with the last two.
                at += RUN - 2;
            }
            if at != start {
                look.line = None;
                look.end_ascii(at);
            }
        }
        let run = bytes[at..].first_chunk().unwrap_or_else(|| {
            // The end of the text counts as zero bytes.
            let rest = &bytes[at..];
            let padded = padded.insert([0; PADDED_RUN]);
            padded[..rest.len()].copy_from_slice(rest);
            padded
        });
        let place = look.place_in_run(run, at);
        if place.is_some() {
            return place;
        }
        at += RUN;
    }
    look.title(text.len())
}

/// Whether a line, without its end, is a short one that is odd as a whole.
pub(crate) fn is_odd_title(line: &str) -> bool {
    line.len() <= SHORT && title::is_odd(line)
}

/// Whether the letters of a reading in narrow brackets behind a Chinese character have no place.
pub(crate) fn steps_over(reading: &str) -> bool {
    let text = format!("字({reading})");
    let mut letters = text.char_indices().skip(1).filter(|(_, c)| !c.is_ascii());
    letters.all(|(at, _)| is_reading(text.as_bytes(), at))
}

/// The window of a block of a run.
#[inline(always)]
fn window(run: &[u8; PADDED_RUN], block: usize) -> &[u8; PADDED] {
    run[block * BLOCK..].first_chunk().unwrap_or(&[0; PADDED])
}

/// Where lines end in a block of a run that begins at a byte.
#[inline(always)]
fn line_feeds_of<S: Simd>(run: &[u8; PADDED_RUN], begin: usize, simd: S) -> u64 {
    let bytes = u8x64::from_slice(simd, &run[begin..begin + BLOCK]);
    bytes.simd_eq(simd.splat_u8x64(b'\n')).to_bitmask()
}

/// Whether one of three bytes begins a Latin letter beyond ASCII or a sign.
fn is_latin(bytes: &[u8], at: usize) -> bool {
    bytes[at..].iter().take(3).any(|byte| matches!(byte, 0xC2..=0xC5))
}

/// Looks at one block after another.
struct Look<'t, 'l, S: Simd, L> {
    simd: S,
    text: &'t str,
    start: usize,
    /// Whether the block before is plain ASCII.
    is_ascii: bool,
    /// Where the line begins, if that was seen.
    line: Option<usize>,
    /// Up to where lines are known to mix no letters; all are where nobody asks.
    unmixed: usize,
    /// Up to where each character that a rule is about was looked at.
    asked: usize,
    /// The characters of three bytes.
    wide: Wide<'t>,
    /// Since where all runs are plain ASCII and without signs that other repairs ask about.
    ordinary_ascii: Option<usize>,
    /// How many of those are left.
    patience: u32,
    listener: &'l mut L,
}

impl<S: Simd, L: Listener> Look<'_, '_, S, L> {
    /// A run of plain ASCII, which has no place.
    #[inline(always)]
    fn ascii_run(&mut self, run: &[u8; RUN], at: usize) {
        if has_reference(self.text.as_bytes(), at, run, self.simd) {
            self.end_ascii(at);
            self.patience -= 1;
            return;
        }
        self.patience = PATIENCE.min(self.patience + 1);
        // Not where there may be a bracket behind what is not ASCII.
        if self.ordinary_ascii.is_none() && run[0] != b'(' {
            self.ordinary_ascii = Some(at);
        }
    }

    /// Tells of ordinary runs of plain ASCII that end at a place, if they are long enough to be worth it.
    #[inline(always)]
    fn end_ascii(&mut self, end: usize) {
        if let Some(start) = self.ordinary_ascii.take()
            && end - start >= 2 * RUN
        {
            self.listener.take_ordinary(start..end, Notes::NONE);
        }
    }

    /// The first place of a run, or of a line that ends in it.
    #[inline(always)]
    fn place_in_run(&mut self, run: &[u8; PADDED_RUN], at: usize) -> Option<usize> {
        let simd = self.simd;
        if let Some(starts) = Wide::starts(run, at, simd)
            && narrow::passes(run, simd)
        {
            self.is_ascii = false;
            let signs = Signs::of(run, simd);
            let passes = self.wide.passes(run, &starts, simd);
            if let Passes::No(places) = passes {
                return self.place_in_blocks(run, at, places);
            }
            if L::LISTENS && passes == Passes::Ordinary && signs.are_ordinary() {
                let end = self.text.len().min(at + RUN);
                self.listener.take_ordinary(at..end, signs.notes());
                // Once they do not matter, they never do.
                if !self.listener.asks_about_brackets() {
                    self.wide.ignore_brackets();
                }
            }
            return if signs.has_line_feed() { self.title_in_run(run, at) } else { None };
        }
        for block in 0..RUN / BLOCK {
            let begin = at + block * BLOCK;
            if begin >= self.text.len() {
                break;
            }
            let place = self.place(window(run, block), begin);
            if place.is_some() {
                return place;
            }
        }
        None
    }

    /// The first place of a run, or of a line that ends in it, where no rule of [narrow] holds, by the bytes of its blocks at
    /// which there may be one.
    #[inline(always)]
    fn place_in_blocks(
        &mut self,
        run: &[u8; PADDED_RUN],
        at: usize,
        wide: [u64; RUN / BLOCK],
    ) -> Option<usize> {
        for (block, wide) in wide.into_iter().enumerate() {
            let begin = block * BLOCK;
            let line_feeds = line_feeds_of(run, begin, self.simd);
            let place = self.place_of(at + begin, 0, wide, line_feeds);
            if place.is_some() {
                return place;
            }
        }
        None
    }

    /// The first place of a block, or of a line that ends in it.
    #[inline(always)]
    fn place(&mut self, window: &[u8; PADDED], at: usize) -> Option<usize> {
        let simd = self.simd;
        let first = u8x64::from_slice(simd, &window[..BLOCK]);
        let third = u8x64::from_slice(simd, &window[2..BLOCK + 2]);
        let line_feeds = first.simd_eq(simd.splat_u8x64(b'\n'));
        if !(first | third).simd_ge(simd.splat_u8x64(0x80)).any_true() {
            let feeds = places(line_feeds);
            // Only the first of the lines that end here may have more than ASCII.
            let place = if !self.is_ascii && feeds != 0 {
                self.title(at + feeds.trailing_zeros() as usize)
            } else {
                None
            };
            self.is_ascii = true;
            if feeds != 0 {
                self.line = Some(at + BLOCK - feeds.leading_zeros() as usize);
            }
            return place;
        }
        self.is_ascii = false;
        let wide = self.wide.places(window, at, simd);
        let rules: &[u8; WINDOW] = window.first_chunk().unwrap_or(&[0; WINDOW]);
        let narrow = Scripts::of(first, third, simd).hits(rules, simd);
        self.place_of(at, narrow, wide, places(line_feeds))
    }

    /// The same, by the bytes at which there may be one, and those at which lines end.
    #[inline(always)]
    fn place_of(&mut self, at: usize, narrow: u64, wide: u64, line_feeds: u64) -> Option<usize> {
        if narrow | wide != 0
            && let Some(place) = self.look_closer(at, narrow, wide)
        {
            // A line that ends before it may be odd as a whole.
            let before = 1_u64.checked_shl((place - at) as u32).map_or(u64::MAX, |bit| bit - 1);
            return self.title_of(line_feeds & before, at).or(Some(place));
        }
        if line_feeds != 0 { self.title_of(line_feeds, at) } else { None }
    }

    /// The first place of lines that end in a run, which some do.
    ///
    /// Most often it is one, a long one, and where cannot be foreseen: so that is told without a branch.
    #[inline(always)]
    fn title_in_run(&mut self, run: &[u8; PADDED_RUN], at: usize) -> Option<usize> {
        let mut line_feeds = [0; RUN / BLOCK];
        let (mut count, mut only) = (0, at);
        for (block, line_feeds) in line_feeds.iter_mut().enumerate() {
            let begin = block * BLOCK;
            *line_feeds = line_feeds_of(run, begin, self.simd);
            count += line_feeds.count_ones();
            let place = begin + line_feeds.trailing_zeros() as usize;
            only += if *line_feeds == 0 { 0 } else { place };
        }
        if count == 1
            && let Some(line) = self.line
            && only - line > SHORT + BEHIND
        {
            self.line = Some(only + 1);
            return None;
        }
        for (block, line_feeds) in line_feeds.into_iter().enumerate() {
            let place = self.title_of(line_feeds, at + block * BLOCK);
            if place.is_some() {
                return place;
            }
        }
        None
    }

    /// The first place of lines that end in a block.
    #[inline(always)]
    fn title_of(&mut self, mut line_feeds: u64, block: usize) -> Option<usize> {
        while line_feeds != 0 {
            let line_feed = block + line_feeds.trailing_zeros() as usize;
            line_feeds &= line_feeds - 1;
            let place = self.title(line_feed);
            if place.is_some() {
                return place;
            }
            self.line = Some(line_feed + 1);
        }
        None
    }

    /// The end of the line, as a place, if the line is a short one and odd.
    #[inline(always)]
    fn title(&self, end: usize) -> Option<usize> {
        let line = self.line.unwrap_or_else(|| {
            let from = self.start.max(end.saturating_sub(SHORT + BEHIND + 1));
            let line_feed = memrchr(b'\n', &self.text.as_bytes()[from..end]);
            line_feed.map_or(self.start, |line_feed| from + line_feed + 1)
        });
        if end - line > SHORT + BEHIND {
            return None;
        }
        let title = self.text[line..end].trim_end_matches('\r');
        let is_odd = title.len() <= SHORT && title::is_odd(title);
        is_odd.then_some(line + title.len())
    }

    /// The first place of those in a block, by the bytes at which a rule of [narrow] holds, and at which
    /// characters begin that are odd together with one before.
    #[inline(never)]
    fn look_closer(&mut self, block: usize, narrow: u64, wide: u64) -> Option<usize> {
        let (text, start) = (self.text, self.start);
        let model = Model::get();
        let mut all = narrow | wide;
        while all != 0 {
            let bit = all & all.wrapping_neg();
            let at = block + bit.trailing_zeros() as usize;
            all ^= bit;
            let has = |places: u64| places & bit != 0;
            let place = if has(wide) { wide::place(text, start, at, model) } else { None };
            if place.is_some() {
                return place;
            }
            if !has(narrow) || is_reading(text.as_bytes(), at) {
                continue;
            }
            let place = narrow::place(text, start, at, self.asked, model);
            if place.is_some() {
                return place;
            }
            self.asked = text.ceil_char_boundary(narrow::end(at));
            if at >= self.unmixed && is_latin(text.as_bytes(), at) {
                let line = self.line_at(at);
                if is_mixed(&text[line.clone()]) {
                    return Some(text.ceil_char_boundary(at + 1));
                }
                self.unmixed = line.end;
            }
        }
        None
    }

    /// The line around a byte, without its end.
    fn line_at(&self, at: usize) -> Range<usize> {
        let bytes = self.text.as_bytes();
        let before = memrchr(b'\n', &bytes[self.start..at]);
        let start = self.start + before.map_or(0, |line_feed| line_feed + 1);
        start..memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |length| at + length)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;

    const CLEAN: &[&str] = &[
        "",
        "A plain line, and rather a long one, so that it goes over more than a block of bytes.",
        "今天下午，图书馆门口排起了长队，大家都在等新到的杂志。管理员说，下周还会再来一批。",
        "今日の午後、図書館の前には長い列ができて、みんな新しい雑誌を待っていました。",
        "오늘 오후 도서관 앞에 긴 줄이 늘어섰습니다. 모두 새 잡지를 기다립니다.",
        "Сегодня после обеда перед библиотекой выстроилась очередь; журнал «звезда» ещё не привезли.",
        "Dès l'été, la forêt brûle ; l’œuvre d’André reste à faire, « à côté » du théâtre.",
        "Größe und Gewicht ändern sich täglich; „süß“ heißt es über den Käse.",
        "¿Qué niño pequeño compró el paragüero? ¡Aún no lo sé!",
    ];
    const GARBLED: &[&str] = &[
        "ÖÐ»ªÈËÃñ¹²ºÍ¹ú",
        "l'Ã©tÃ©",
        "瀹樼綉鍦板潃锛岃鍦ㄨ繖閲岀櫥褰",
        "促澜 抗力甫 鞘夸俊 嘎霸 祈笼且",
        "рПНОСМБ ОБ НПУФХ",
        "РџСЂРёРІРµС‚",
        "√§ausw√§hlen",
        "ð´ÐµÒÎÙÊ ÄÅÎØ",
        "笆布のようにしてください",
        "\u{93}quoted\u{94} and \u{91}quoted\u{92}",
    ];

    #[test]
    fn clean_lines_have_no_place() {
        for line in CLEAN {
            assert_eq!(next_place_or_mixture(line, 0, &mut ()), None, "{line}");
        }
    }

    #[test]
    fn garble_has_a_place_wherever_blocks_begin() {
        for line in GARBLED {
            for before in 0..2 * BLOCK {
                let text = format!("{}\n{line}\n{}", "x".repeat(before), "x".repeat(BLOCK));
                let place = next_place(&text, 0).unwrap_or_else(|| panic!("{text}"));
                assert!((before + 1..=before + 1 + line.len()).contains(&place), "{text} {place}");
            }
        }
    }

    #[test]
    fn a_short_line_is_found_before_the_next() {
        // The next has its place within the line, this one at its end.
        let line = "\u{E4C6}\u{E4C6}是";
        for behind in ["）\u{FFFD}弧ｄ堤舱", "ÖÐ»ªÈËÃñ¹²ºÍ¹ú"] {
            assert_eq!(next_place(&format!("{line}\n{behind}"), 0), Some(line.len()), "{behind}");
        }
    }

    fn line() -> impl Strategy<Value = String> {
        let part = prop_oneof![
            select(CLEAN).prop_map(str::to_owned),
            select(GARBLED).prop_map(str::to_owned),
            (select(CLEAN), 0..60_usize)
                .prop_map(|(text, length)| text.chars().take(length).collect()),
            (select(GARBLED), 0..9_usize)
                .prop_map(|(text, length)| text.chars().take(length).collect()),
            select(&["è", "ø", "ì", "ł", "ß", "Ж", "한", "〖", "\r", "\t", "?", "🦀"][..])
                .prop_map(str::to_owned),
        ];
        proptest::collection::vec(part, 0..5).prop_map(|parts| parts.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            cases: 3_000,
            failure_persistence: None,
            rng_seed: proptest::test_runner::RngSeed::Fixed(1),
            ..ProptestConfig::default()
        })]

        /// What a line has by itself, a text with the line in it has no later.
        #[test]
        fn lines_hide_no_place(
            before in line(),
            line in line(),
            end in select(&["", "\n", "\r\n"][..]),
            behind in line(),
        ) {
            let alone = line.trim_end_matches('\r');
            let or_mixture = |text: &str, start| next_place_or_mixture(text, start, &mut ());
            for find in [next_place, or_mixture] {
                if let Some(place) = find(alone, 0) {
                    let behind = if end.is_empty() { "" } else { &behind };
                    let text = format!("{before}\n{line}{end}{behind}");
                    let place = before.len() + 1 + place;
                    prop_assert!(find(&text, 0).is_some_and(|first| first <= place), "{:?}", text);
                }
            }
        }
    }
}
