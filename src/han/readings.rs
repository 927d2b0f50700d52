//! Mandarin readings of Chinese characters.
//!
//! A [`Syllable`] is a toned syllable of the table, a small number; it is had by parsing what a
//! page shows, in any of the spellings in use, or from a character, which has one or more. The
//! readings are Unihan's and those of dictionaries, as collected by pypinyin; the layout of the
//! table is described with the generator, in `xtask/src/readings.rs`.

static TABLE: &[u8] = include_bytes!("../tables/readings.bin");

const FIRST: u32 = 0x3400;
const LAST: u32 = 0x9FFF;
const BLOCK: u32 = 16;
/// Bytes a syllable takes in the table, padding included.
const SLOT: usize = 8;
/// Set on the last reading of a character.
const FINAL: u16 = 0x8000;
/// Stands for a character without readings.
const NONE: u16 = 0xFFFF;

const SYLLABLES: usize = 2;
const BLOCKS: usize = SYLLABLES + SLOT * u16_at(0) as usize;
const ENTRIES: usize = BLOCKS + 2 * ((LAST - FIRST + 1) / BLOCK) as usize;

/// A toned syllable: `zhōng`. One without a tone mark, `men`, is a syllable of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Syllable(u16);

impl Syllable {
    /// Reads a syllable as pages spell it: composed or with combining marks, `ü` or `v` or `u:`,
    /// breve for caron, the phonetic letters `ɑ` and `ɡ`, in capitals or not.
    pub(crate) fn parse(letters: impl IntoIterator<Item = char>) -> Option<Syllable> {
        let mut spelling = Spelling::default();
        for c in letters {
            spelling.push(c)?;
        }
        // In the order of their bytes.
        let key = u64::from_be_bytes(spelling.finish());
        let (mut low, mut high) = (0, u16_at(0));
        while low < high {
            let middle = low.midpoint(high);
            match u64::from_be_bytes(*slot(middle)).cmp(&key) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return Some(Syllable(middle)),
            }
        }
        None
    }

    /// The number of the syllable: its place among all of them.
    pub(crate) fn number(self) -> u16 {
        self.0
    }

    /// What follows the syllable, composed and in small letters, at the start of some bytes; `None` as well
    /// where they end too soon behind it to be compared at once.
    #[inline]
    pub(crate) fn strip(self, bytes: &[u8]) -> Option<&[u8]> {
        let letters = u64::from_le_bytes(*slot(self.0));
        let padding = letters.leading_zeros() / 8 * 8;
        let padded = u64::from_le_bytes(*bytes.first_chunk()?);
        let is_same = (letters ^ padded) << padding == 0;
        is_same.then(|| &bytes[SLOT - padding as usize / 8..])
    }

    /// The syllable composed, in small letters.
    pub(crate) fn text(self) -> &'static str {
        let slot = slot(self.0);
        let length = slot.iter().position(|byte| *byte == 0).unwrap_or(SLOT);
        str::from_utf8(&slot[..length]).unwrap_or_default()
    }
}

/// The readings of a character, the commonest first; none for what is not a Chinese character
/// of the BMP.
pub(crate) fn of(c: char) -> impl Iterator<Item = Syllable> {
    let mut next = entry_of(u32::from(c));
    std::iter::from_fn(move || {
        let at = next?;
        let entry = u16_at(ENTRIES + 2 * at);
        next = (entry & FINAL == 0).then_some(at + 1);
        (entry != NONE).then_some(Syllable(entry & !FINAL))
    })
}

/// Whether the character can be read so.
pub(crate) fn has(c: char, reading: Syllable) -> bool {
    of(c).any(|known| known == reading)
}

/// Where the readings of a character start among the entries.
fn entry_of(code: u32) -> Option<usize> {
    if !(FIRST..=LAST).contains(&code) {
        return None;
    }
    let offset = code - FIRST;
    let mut at = u16_at(BLOCKS + 2 * (offset / BLOCK) as usize) as usize;
    for _ in 0..offset % BLOCK {
        while u16_at(ENTRIES + 2 * at) & FINAL == 0 {
            at += 1;
        }
        at += 1;
    }
    Some(at)
}

fn slot(number: u16) -> &'static [u8; SLOT] {
    let start = SYLLABLES + SLOT * usize::from(number);
    TABLE[start..].first_chunk().expect("the table has its full length")
}

const fn u16_at(at: usize) -> u16 {
    u16::from_le_bytes([TABLE[at], TABLE[at + 1]])
}

/// The vowels with their tones, first to fourth.
const TONES: [(char, [char; 4]); 6] = [
    ('a', ['ā', 'á', 'ǎ', 'à']),
    ('e', ['ē', 'é', 'ě', 'è']),
    ('i', ['ī', 'í', 'ǐ', 'ì']),
    ('o', ['ō', 'ó', 'ǒ', 'ò']),
    ('u', ['ū', 'ú', 'ǔ', 'ù']),
    ('ü', ['ǖ', 'ǘ', 'ǚ', 'ǜ']),
];

/// The spelling of a syllable as the table has it, built letter by letter.
#[derive(Default)]
struct Spelling {
    letters: [u8; SLOT],
    length: usize,
    /// The last letter, not among `letters` yet: a mark may follow it.
    last: Option<char>,
}

impl Spelling {
    /// Takes the next character; `None` where no syllable has it.
    fn push(&mut self, c: char) -> Option<()> {
        let letter = match c {
            'a'..='u' | 'w'..='z' => c,
            'A'..='U' | 'W'..='Z' => c.to_ascii_lowercase(),
            'à' | 'á' | 'è'..='ê' | 'ì' | 'í' | 'ò' | 'ó' | 'ù'..='ü' => c,
            'ā' | 'ē' | 'ě' | 'ī' | 'ō' | 'ū' => c,
            'v' | 'V' => 'ü',
            'ɑ' => 'a',
            'ɡ' => 'g',
            '\u{304}' | '\u{301}' | '\u{30C}' | '\u{306}' | '\u{300}' => {
                self.last = Some(with_tone(self.last?, tone_of_mark(c))?);
                return Some(());
            }
            '\u{308}' | ':' => {
                self.last = Some(with_diaeresis(self.last?)?);
                return Some(());
            }
            'ă' | 'Ă' => 'ǎ',
            'ĕ' | 'Ĕ' => 'ě',
            'ĭ' | 'Ĭ' => 'ǐ',
            'ŏ' | 'Ŏ' => 'ǒ',
            'ŭ' | 'Ŭ' => 'ǔ',
            _ => c.to_lowercase().next()?,
        };
        self.flush()?;
        self.last = Some(letter);
        Some(())
    }

    fn flush(&mut self) -> Option<()> {
        if let Some(letter) = self.last.take() {
            let end = self.length + letter.len_utf8();
            letter.encode_utf8(self.letters.get_mut(self.length..end)?);
            self.length = end;
        }
        Some(())
    }

    /// The letters, padded; what does not fit is no syllable, and neither is an empty slot.
    fn finish(mut self) -> [u8; SLOT] {
        match self.flush() {
            Some(()) => self.letters,
            None => [0; SLOT],
        }
    }
}

fn tone_of_mark(mark: char) -> usize {
    match mark {
        '\u{304}' => 0,
        '\u{301}' => 1,
        '\u{300}' => 3,
        _ => 2,
    }
}

fn with_tone(vowel: char, tone: usize) -> Option<char> {
    TONES.iter().find(|(plain, _)| *plain == vowel).map(|(_, toned)| toned[tone])
}

/// `u` with its tone, if any, as `ü`.
fn with_diaeresis(vowel: char) -> Option<char> {
    let [.., (u, u_toned), (umlaut, umlaut_toned)] = TONES;
    if vowel == u {
        return Some(umlaut);
    }
    u_toned.iter().position(|toned| *toned == vowel).map(|tone| umlaut_toned[tone])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(c: char) -> Vec<&'static str> {
        of(c).map(Syllable::text).collect()
    }

    #[test]
    fn characters_have_their_readings_the_commonest_first() {
        assert_eq!(texts('現'), ["xiàn"]);
        assert_eq!(texts('調'), ["diào", "tiáo", "zhōu"]);
        assert_eq!(texts('綠'), ["lǜ"]);
        assert!(texts('們').contains(&"men"));
        for c in ['a', '\u{33FF}', '\u{A000}', '龦', '兙', '𠀀', 'か'] {
            assert!(of(c).next().is_none(), "{c}");
        }
    }

    #[test]
    fn spellings_of_one_syllable_are_one() {
        let spellings = [
            ("chē", "chē"),
            ("che\u{304}", "chē"),
            ("Chē", "chē"),
            ("CHĒ", "chē"),
            ("lǜ", "lǜ"),
            ("lü\u{300}", "lǜ"),
            ("lu\u{308}\u{300}", "lǜ"),
            ("lu:\u{300}", "lǜ"),
            ("lù:", "lǜ"),
            ("lv\u{300}", "lǜ"),
            ("hăi", "hǎi"),
            ("ha\u{306}i", "hǎi"),
            ("\u{261}uó", "guó"),
            ("t\u{251}\u{304}n\u{261}", "tāng"),
            ("zhuàng", "zhuàng"),
            ("men", "men"),
        ];
        for (spelling, text) in spellings {
            assert_eq!(
                Syllable::parse(spelling.chars()).map(Syllable::text),
                Some(text),
                "{spelling}"
            );
        }
        let others =
            ["", "x", "xiànx", "Environmental", "重", "ā1", "\u{304}a", "a:", "x i", "\0", "ńg"];
        for other in others {
            assert_eq!(Syllable::parse(other.chars()), None, "{other:?}");
        }
    }

    #[test]
    fn the_characters_of_gbk_have_readings() {
        // But for the units made in Japan, for which Chinese has none, and for an interjection.
        let unread: String =
            ('\u{4E00}'..='\u{9FA5}').filter(|c| of(*c).next().is_none()).collect();
        assert_eq!(unread, "兙兡嗧嗯桛烪瓧瓰瓱瓼甅");
    }

    #[test]
    fn every_syllable_is_found_by_its_text() {
        let mut seen = 0;
        for c in '\u{3400}'..='\u{9FFF}' {
            for syllable in of(c) {
                assert_eq!(Syllable::parse(syllable.text().chars()), Some(syllable));
                seen += 1;
            }
        }
        assert!(seen > 30_000);
    }
}
