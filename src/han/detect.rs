//! In which script a text is written.
//!
//! Most characters belong to all of them. Some are Simplified only (`国`), some Traditional only (`國`);
//! others are both, but rather the one or the other (`后`), and count where nothing else
//! does. Japanese shows by its kana and by forms of its own (`駅`); where a text has neither, it
//! shows by a mixture that only Japanese has: new forms, and beside them Traditional characters that
//! it never replaced (`国憲`).
//!
//! A short text may be the same in both scripts. [`detect`] says so, and [`guess`] goes on to ask in
//! which of them its characters are met more often.
//!
//! The tables are made by `cargo xtask tables script leaning`.

/// The bits of each character of U+4E00–9FFF: the place is their meaning, see the generator.
static TABLE: &[u8] = include_bytes!("../tables/script.bin");

/// How much more often a character of U+4E00–9FFF is met in Simplified than in Traditional text, in
/// 1/32 nat.
static LEANING: &[u8] = include_bytes!("../tables/leaning.bin");

const FIRST: u32 = 0x4E00;

const SIMPLIFIED: u8 = 1;
const TRADITIONAL: u8 = 2;
const RATHER_SIMPLIFIED: u8 = 4;
const RATHER_TRADITIONAL: u8 = 8;
const JAPANESE: u8 = 16;
const NEW_FORM: u8 = 32;
const OLD_FORM: u8 = 64;

/// Of all Chinese characters and kana together, the share of kana that makes a text Japanese is one in
/// this many. Japanese has about one in two, tables and headlines less; Chinese about Japan
/// quotes some.
const KANA_SHARE: usize = 5;

/// A script that prevails has this many times as many characters of its own as the other: both
/// scripts have writers who let one slip.
const PREVAILING: usize = 4;

/// How much text must lean to Traditional before it is guessed to be, in 1/32 nat: Traditional text
/// rarely goes on for long without a character of its own.
const LEANING_ENOUGH: i64 = -32;

/// The script that a text is written in.
///
/// ```
/// use textmend::han::{Detected, detect};
///
/// assert_eq!(detect("這是一個國家").0, Detected::Traditional);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Detected {
    /// Simplified Chinese.
    Simplified,
    /// Traditional Chinese.
    Traditional,
    /// Both, in turns.
    Mixed,
    /// Chinese characters that do not tell.
    Either,
    /// Japanese.
    Japanese,
    /// No Chinese characters and no kana.
    #[default]
    None,
}

/// What [`detect`] counted.
///
/// ```
/// use textmend::han::Counts;
///
/// let mut counts = Counts::default();
/// counts.add("國家 and 国");
/// assert_eq!((counts.han, counts.simplified, counts.traditional), (3, 1, 1));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counts {
    /// Chinese characters.
    pub han: usize,
    /// Those that are Simplified only.
    pub simplified: usize,
    /// Those that are Traditional only.
    pub traditional: usize,
    /// Those that are only in Japanese.
    pub japanese: usize,
    /// Hiragana and katakana.
    pub kana: usize,
    rather_simplified: usize,
    rather_traditional: usize,
    /// Simplified characters that are no new forms of Japanese.
    foreign_simplified: usize,
    /// Traditional characters that Japanese has replaced.
    foreign_traditional: usize,
}

impl Counts {
    /// Adds the characters of a text. Cost: linear, some hundred megabytes a second.
    ///
    /// ```
    /// use textmend::han::{Counts, Detected};
    ///
    /// let mut counts = Counts::default();
    /// counts.add("这是");
    /// counts.add("一个国家");
    /// assert_eq!((counts.han, counts.detected()), (6, Detected::Simplified));
    /// ```
    pub fn add(&mut self, text: &str) {
        let mut bytes = text.as_bytes();
        while let [lead, rest @ ..] = bytes {
            match (*lead, rest) {
                (0xE3..=0xE9, [second, third, behind @ ..]) => {
                    let code = u32::from(lead & 0xF) << 12
                        | u32::from(second & 0x3F) << 6
                        | u32::from(third & 0x3F);
                    self.count(code);
                    bytes = behind;
                }
                (0xF0.., [_, _, _, behind @ ..]) => {
                    self.han += usize::from(*lead == 0xF0 && rest[0] >= 0xA0);
                    bytes = behind;
                }
                // What is not Chinese comes in runs.
                (..0x80, _) => {
                    bytes = rest;
                    while let Some((eight, behind)) = bytes.split_first_chunk::<8>()
                        && eight.is_ascii()
                    {
                        bytes = behind;
                    }
                }
                _ => bytes = rest,
            }
        }
    }

    #[inline]
    fn count(&mut self, code: u32) {
        let Some(place) = code.checked_sub(FIRST) else {
            self.kana += usize::from(matches!(code, 0x3041..=0x3096 | 0x30A1..=0x30FA));
            self.han += usize::from(matches!(code, 0x3400..=0x4DBF));
            return;
        };
        let bits = TABLE.get(place as usize).copied().unwrap_or(0);
        self.han += 1;
        if bits == 0 {
            return;
        }
        let has = |bit: u8| usize::from(bits & bit != 0);
        self.simplified += has(SIMPLIFIED);
        self.traditional += has(TRADITIONAL);
        self.rather_simplified += has(RATHER_SIMPLIFIED);
        self.rather_traditional += has(RATHER_TRADITIONAL);
        self.japanese += has(JAPANESE);
        self.foreign_simplified += has(SIMPLIFIED) & !has(NEW_FORM);
        self.foreign_traditional += has(TRADITIONAL) & has(OLD_FORM);
    }

    /// What the counts say.
    ///
    /// ```
    /// use textmend::han::{Counts, Detected};
    ///
    /// assert_eq!(Counts::default().detected(), Detected::None);
    /// ```
    pub fn detected(&self) -> Detected {
        let Counts { han, simplified, traditional, kana, .. } = *self;
        if han + kana == 0 {
            return Detected::None;
        }
        let possibly_japanese = self.foreign_simplified == 0 && self.foreign_traditional == 0;
        if kana * KANA_SHARE > han + kana
            || possibly_japanese && (self.japanese > 0 || simplified > 0 && traditional > 0)
        {
            return Detected::Japanese;
        }
        match (simplified, traditional) {
            (0, 0) => match self.rather_simplified.cmp(&self.rather_traditional) {
                std::cmp::Ordering::Greater => Detected::Simplified,
                std::cmp::Ordering::Less => Detected::Traditional,
                std::cmp::Ordering::Equal => Detected::Either,
            },
            _ if simplified >= PREVAILING * traditional => Detected::Simplified,
            _ if traditional >= PREVAILING * simplified => Detected::Traditional,
            _ => Detected::Mixed,
        }
    }
}

/// The script that a text is written in, with the counts that tell.
///
/// ```
/// use textmend::han::{Detected, detect};
///
/// assert_eq!(detect("图书馆").0, Detected::Simplified);
/// assert_eq!(detect("圖書館").0, Detected::Traditional);
/// assert_eq!(detect("日本国憲法").0, Detected::Japanese);
/// assert_eq!(detect("上海").0, Detected::Either);
/// let (_, counts) = detect("图书館");
/// assert_eq!((counts.simplified, counts.traditional), (2, 1));
/// ```
pub fn detect(text: &str) -> (Detected, Counts) {
    let mut counts = Counts::default();
    counts.add(text);
    (counts.detected(), counts)
}

/// The script that a text is written in, or is more likely to be: like [`detect`], but for text that
/// both scripts write with the same characters it says `Simplified` or `Traditional`, never `Either`.
///
/// That is a guess. It is right about three times in four, and meant for those who must sort text
/// into one of two; a conversion of such text changes nothing.
///
/// ```
/// use textmend::han::{Detected, detect, guess};
///
/// assert_eq!(detect("字元").0, Detected::Either);
/// assert_eq!(guess("字元"), Detected::Traditional);
/// assert_eq!(guess("字符"), Detected::Simplified);
/// ```
pub fn guess(text: &str) -> Detected {
    match detect(text).0 {
        Detected::Either if leaning(text) < LEANING_ENOUGH => Detected::Traditional,
        Detected::Either => Detected::Simplified,
        told => told,
    }
}

/// How a text leans, in 1/32 nat; more than 0 to Simplified.
fn leaning(text: &str) -> i64 {
    let of = |c: char| {
        let place = u32::from(c).checked_sub(FIRST)?;
        LEANING.get(place as usize).map(|&steps| i64::from(steps as i8))
    };
    text.chars().filter_map(of).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn detects() {
        for (text, expected) in [
            ("", Detected::None),
            ("plain ASCII, ÄÖÜ, 한국어", Detected::None),
            ("，。！", Detected::None),
            ("山上有水", Detected::Either),
            ("这座桥去年才修好", Detected::Simplified),
            ("這座橋去年才修好", Detected::Traditional),
            // One slip does not make a text mixed, alternation does.
            ("这座桥去年才修好，孩子们都从上面過去", Detected::Simplified),
            ("这座桥还没修好，這座橋還沒修好", Detected::Mixed),
            // Nothing but characters that are both.
            ("皇后", Detected::Simplified),
            ("乾坤", Detected::Traditional),
            ("この橋は去年できた", Detected::Japanese),
            ("図書館前駅", Detected::Japanese),
            ("東京都立図書館", Detected::Japanese),
            // A quoted name is no reason.
            ("這家店叫「さくら」，開了三十年，鄰居都認得", Detected::Traditional),
            ("𠮷", Detected::Either),
        ] {
            assert_eq!(detect(text).0, expected, "{text}");
        }
    }

    #[test]
    fn guesses_where_nothing_tells() {
        for (text, expected) in [
            ("", Detected::None),
            ("这座桥", Detected::Simplified),
            ("日本国憲法", Detected::Japanese),
            ("下面的字符和文件", Detected::Simplified),
            ("字元和字串", Detected::Traditional),
        ] {
            assert_eq!(guess(text), expected, "{text}");
        }
    }

    #[test]
    fn counts_what_is_where() {
        let (_, counts) = detect("图a書\u{3400}館かナー。𠮷");
        assert_eq!(counts.han, 5);
        assert_eq!((counts.simplified, counts.traditional, counts.kana), (1, 2, 2));
    }
}
