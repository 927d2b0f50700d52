//! Shifts made by a lost lead byte: `滑。?；瑒虞S承` → `滑。滑動軸承`.
//!
//! Mostly it is the lead byte of punctuation that was lost, dropped or turned into `?`: scripts
//! that cut or replace single bytes hit it the most. Which one it was is guessed.
//!
//! Text is searched around marks only, which clean text has few of: a `?` or U+FFFD before a character
//! of more than one byte, and private-use characters that GB 18030 has for undefined pairs. A shift
//! of any length has some: about every fourth of its pairs is undefined.

use memchr::memchr3_iter;

use super::cells::cells;
use super::familiar::Familiar;
use super::search::{Entries, Search};
use crate::language::Symbol;
use crate::repair::Repair;
use crate::rewrite::Rewriter;

/// Characters before a mark in which the byte may have been lost. In Simplified text about
/// every fourth shifted pair is undefined.
const LOOK_BACK: usize = 24;
/// Fewer characters are no evidence.
const MIN_TOKENS: usize = 2;
/// A longer row of `?` was never text that can be found again.
const MAX_ROW: usize = 8;

/// Undoes shifts made by lost lead bytes.
pub(crate) fn desyncs(text: &str, familiar: &Familiar, rewriter: &mut Rewriter<'_>) {
    let mut alarms = alarms(text);
    while let Some((change, alarm)) = alarms.next() {
        let start = look_back(text, alarms.done, change);
        let mut search = Search::new(text, start, alarm, Entries::Leads, familiar);
        search.run(|text, token| is_mark(text, token.start));
        search.rewrite(MIN_TOKENS, rewriter);
        alarms.done = search.position;
    }
}

/// Whether a line has shifts that would be undone, whatever is known of its document.
pub(crate) fn is_shifted(line: &str) -> bool {
    let mut rewriter = Rewriter::new(line, Repair::Desync);
    desyncs(line, &Familiar::default(), &mut rewriter);
    !rewriter.finish().changes.is_empty()
}

/// Where the text changed, and where that became clear, mark by mark.
struct Alarms<'t, M> {
    text: &'t str,
    marks: M,
    /// Marks before here have been looked at.
    done: usize,
}

fn alarms(text: &str) -> Alarms<'_, impl Iterator<Item = usize>> {
    Alarms { text, marks: marks(text), done: 0 }
}

impl<M: Iterator<Item = usize>> Iterator for Alarms<'_, M> {
    type Item = (usize, usize);

    fn next(&mut self) -> Option<(usize, usize)> {
        loop {
            let mark = self.marks.find(|mark| *mark >= self.done)?;
            let position = look_back(self.text, self.done, mark);
            let mut detector = Detector { text: self.text, position };
            if let Some(alarm) = detector.alarm(mark) {
                return Some(alarm);
            }
            self.done = detector.position;
        }
    }
}

/// Tells shifted text from text that only has marks in it, at a hundredth of the cost of a search.
///
/// Within a row of pairs that were read, the characters of the shifted text are known. How much
/// likelier they are than those that stand there is summed up, starting anew whenever the sum is
/// below zero (Page's cumulative sum test, 1954).
struct Detector<'t> {
    text: &'t str,
    position: usize,
}

/// Bytes from the first mark from where on the sum tells better where a shift began.
const FAR: usize = 512;
/// How much likelier the shifted characters must be for a search, in nats.
const ALARM: f32 = 5.0;
/// What the character of a lost lead byte costs, about.
const ENTERED: f32 = 7.0;
/// The cost of a shifted pair that is no character.
const IMPOSSIBLE: f32 = 12.0;

impl Detector<'_> {
    /// Goes on from before a mark to where no more marks stand, and tells where the text changed
    /// and where that became clear, if it did.
    fn alarm(&mut self, mark: usize) -> Option<(usize, usize)> {
        let cells = cells();
        let mut sum = 0.0_f32;
        // Whether any pair of characters speaks for it: dear ones between marks alone do not.
        let mut is_compared = false;
        let mut change = self.position;
        let mut patience = LOOK_BACK;
        // The pair before, as it was read, and the character of the shifted text before.
        let mut before: Option<([u8; 2], Symbol)> = None;
        let mut shifted: Option<Symbol> = None;
        for c in self.text[self.position..].chars() {
            let at = self.position;
            if at >= mark {
                if is_mark(self.text, at) {
                    patience = LOOK_BACK;
                } else if patience == 0 {
                    return None;
                }
                patience -= 1;
            }
            self.position += c.len_utf8();
            let (pair, symbol, _) = cells.read(c);
            let pair = match u8::try_from(c) {
                Ok(b'?') => None,
                // A byte of its own ends a shift, and may be the end of its last character.
                Ok(byte) if byte.is_ascii() => Some([byte, 0]),
                _ => pair,
            };
            let gain = match (before, pair) {
                (_, None) => 0.0,
                (None, Some(_)) => (symbol.cost() - ENTERED).max(0.0),
                (Some((previous, _)), Some(_)) if previous[1].is_ascii() => -sum,
                (Some((previous, previous_symbol)), Some(pair)) => {
                    let known = cells.symbol(previous[1], pair[0]);
                    let as_shifted = match (known, shifted) {
                        (Some(known), Some(shifted)) => known.cost_after(shifted),
                        (Some(known), None) => known.cost(),
                        (None, _) => IMPOSSIBLE,
                    };
                    shifted = known;
                    is_compared = true;
                    symbol.cost_after(previous_symbol) - as_shifted
                }
            };
            sum += gain;
            if sum >= ALARM && is_compared {
                return Some((change, at));
            }
            if c.is_ascii() && c != '?' && at > mark {
                return None;
            }
            if sum <= 0.0 {
                (sum, is_compared) = (0.0, false);
                if at > change + FAR {
                    change = at;
                }
            }
            before = pair.map(|pair| (pair, symbol));
            if before.is_none() {
                shifted = None;
            }
        }
        None
    }
}

/// Whether anything in the texts may be shifted.
pub(crate) fn is_suspicious(texts: &[&str]) -> bool {
    texts.iter().any(|text| alarms(text).next().is_some())
}

/// Learns the habits of a document from the parts of it that are not shifted: of its texts, and whether each holds
/// no mark.
pub(crate) fn learn<'t>(texts: impl Iterator<Item = (&'t str, bool)>) -> Familiar {
    Familiar::learn(texts.flat_map(|(text, is_sound)| sound_parts(text, is_sound)))
}

/// The parts of a text that no mark tells against.
pub(super) fn sound_parts(text: &str, is_sound: bool) -> impl Iterator<Item = &str> {
    let mut start = 0;
    let searched = if is_sound { "" } else { text };
    let mut marks = marks(searched).chain([text.len()]);
    std::iter::from_fn(move || {
        let mark = marks.find(|mark| *mark >= start)?;
        let end = if mark == text.len() { mark } else { look_back(text, start, mark) };
        let part = &text[start..end];
        let is_end = |at: &usize| text.as_bytes()[*at].is_ascii() && text.as_bytes()[*at] != b'?';
        start = (mark..text.len()).find(is_end).unwrap_or(text.len());
        Some(part)
    })
}

/// The places that show that the text may be shifted.
fn marks(text: &str) -> impl Iterator<Item = usize> {
    // `?`, or the first byte of private-use characters, or that of full-width forms and U+FFFD.
    memchr3_iter(b'?', 0xEE, 0xEF, text.as_bytes()).filter(|at| is_mark(text, *at))
}

/// Where a shift that shows at `mark` may have begun, at the earliest: ASCII ends each one.
fn look_back(text: &str, done: usize, mark: usize) -> usize {
    let before = text[done..mark].char_indices().rev().take(LOOK_BACK);
    let shiftable = before.take_while(|(_, c)| !c.is_ascii());
    shiftable.last().map_or(mark, |(at, _)| done + at)
}

/// Whether the character at `at` shows that the text may be shifted.
pub(super) fn is_mark(text: &str, at: usize) -> bool {
    let mut chars = text[at..].chars();
    match (chars.next(), chars.next()) {
        (Some('?' | char::REPLACEMENT_CHARACTER), Some(next)) => {
            !next.is_ascii() || next == '?' && is_row(text, at)
        }
        (Some('\u{E000}'..='\u{E5E5}'), Some(_)) => true,
        _ => false,
    }
}

/// Whether a row of `?` is short and has text behind it.
fn is_row(text: &str, at: usize) -> bool {
    let row = text[at..].bytes().take(MAX_ROW + 1).take_while(|byte| *byte == b'?').count();
    row <= MAX_ROW && text.as_bytes().get(at + row).is_some_and(|byte| !byte.is_ascii())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encoding::gbk;
    use crate::repair::Repair;

    #[test]
    fn marks_alone_raise_no_alarm() {
        for text in ["字?", "锟?", "去\u{FFFD}"] {
            assert!(!is_suspicious(&[&text.repeat(100)]), "{text}");
        }
    }

    fn repaired(text: &str) -> String {
        let familiar = learn([(text, false)].into_iter());
        let mut rewriter = Rewriter::new(text, Repair::Desync);
        desyncs(text, &familiar, &mut rewriter);
        rewriter.finish().text.into_owned()
    }

    /// The text as a decoder shows it that lost the byte at `lost`.
    fn shifted(text: &str, lost: usize, mark: &str) -> String {
        let (bytes, _, _) = encoding_rs::GBK.encode(text);
        let mut output =
            encoding_rs::GBK.decode_without_bom_handling(&bytes[..lost]).0.into_owned();
        output.push_str(mark);
        for pair in Pairs(&bytes[lost + 1..]) {
            output.push(match *pair {
                [byte] if byte.is_ascii() => char::from(byte),
                [lead, trail] => gbk::decode_defined(lead, trail).unwrap_or('?'),
                _ => '?',
            });
        }
        output
    }

    struct Pairs<'b>(&'b [u8]);

    impl<'b> Iterator for Pairs<'b> {
        type Item = &'b [u8];

        fn next(&mut self) -> Option<&'b [u8]> {
            let length = if self.0.first()?.is_ascii() { 1 } else { self.0.len().min(2) };
            let (pair, rest) = self.0.split_at(length);
            self.0 = rest;
            Some(pair)
        }
    }

    #[test]
    fn a_lost_lead_byte_is_found() {
        for (before, after) in [
            ("天气很好。", "我们一起去公园看花，中午在湖边吃饭。"),
            ("會議結束了，", "大家決定明年繼續舉辦這個活動。"),
            ("他没有回答，", "只是看了看窗外的雨，然后打开了房门。"),
        ] {
            let text = format!("{before}{after}\n");
            let lost = 2 * before.chars().count() - 2;
            for mark in ["?", ""] {
                let garbled = shifted(&text, lost, mark);
                assert_ne!(garbled, text);
                let result = repaired(&garbled);
                // The lost character itself is a guess, and may be missed where nothing tells of
                // it; what was shifted behind it comes back but for its holes.
                assert!(result.starts_with(before.trim_end_matches(['。', '，'])), "{result:?}");
                // The decoder may have swallowed the line feed.
                let pairs = result.trim_end().chars().rev().zip(text.trim_end().chars().rev());
                let wrong = pairs.take(after.chars().count()).filter(|(a, b)| a != b).count();
                assert!(wrong <= 3, "{garbled:?}: {result:?}");
            }
        }
    }

    #[test]
    fn repaired_text_stays() {
        let text = "天气很好。我们一起去公园看花，中午在湖边吃饭，下午才回家。\n";
        let once = repaired(&shifted(text, 8, "?"));
        assert_eq!(repaired(&once), once);
    }

    #[test]
    fn clean_text_with_marks_stays() {
        for text in [
            "什么？！你说他昨天就到了？真的吗？！",
            "去不去?为什么不去?怎么去?几点去?",
            "在吗?在的?好吧?那就这样?明天再说?",
            "谁？！；谁在那里？！；是风吗？",
            "他买了Ａ组的票，她买了Ｂ组的票，孩子坐在Ｃ排３号。",
            "第１章　雨夜；第２章　渡口：灯亮了！人走了。",
            "价格是多少????请私信我,谢谢!",
            "这页乱码了:锟斤拷锟斤拷,后面还有烫烫烫?谁知道怎么办",
            "姓名栏里写着王?明,户籍科的人说那个字打不出来",
            "老板问?今天卖了几碗面?伙计答?四十七碗",
            "图标\u{E0A1}后面是文字\u{E0A2}也是文字",
        ] {
            assert_eq!(repaired(text), text);
        }
    }

    #[test]
    fn a_row_of_losses_stays() {
        let riddled = "王?明?的?店?里?有?面?条?也?有?包?子?".repeat(4);
        assert_eq!(repaired(&riddled), riddled);
        for text in ["????????????", "汉????????????汉", "?", "？", "汉?", "\u{FFFD}汉\u{FFFD}"]
        {
            assert_eq!(repaired(text), text);
        }
    }
}
