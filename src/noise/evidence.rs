//! Evidence for injected readings: the author's own annotations are told from an injector's.
//!
//! Who annotates characters on purpose picks the rare and the ambiguous ones, once each, in
//! either script, or all characters of a text. An injector is another kind of writer: it knows
//! a table of characters that differ between the scripts, common ones for the most part, gives
//! every occurrence of such a character the same reading, and leaves all other characters alone.
//! The fewer characters carry a reading, the more must be known about each.

use std::collections::BTreeMap;

use super::annotation::{Annotation, annotations, is_han};
use super::injection::{Injection, Script};
use crate::encoding::gbk;
use crate::han::fold;
use crate::han::readings::{self, Syllable};

/// Share of a character's occurrences that must carry the reading. Not all of them: a line may
/// have been added to the page after the injection.
const COVERAGE: Share = Share(9, 10);
/// Share of all fitting annotations that must belong to injected characters.
const DOMINANCE: Share = Share(8, 10);
/// Share of the annotated characters that may have been annotated by the author.
const AGAINST: Share = Share(1, 10);
/// Share of the annotations that must stand amid a sentence; lists and headwords do not. Behind
/// some characters punctuation is common, so with more of them it is chance that half do.
const AMID_WITH_FEW: Share = Share(1, 2);
const AMID: Share = Share(1, 5);
/// Share of the characters that must be common ones with their commonest reading while few are
/// known. Glosses of names are not.
const COMMON: Share = Share(1, 2);
/// Share of the characters with their commonest reading from which on another reading is
/// remarkable.
const COMMONEST_READING: Share = Share(9, 10);

/// With fewer characters than this every one must be beyond doubt.
const FEW: usize = 3;
/// From here on a single gloss by the author does not speak against an injection.
const SEVERAL: usize = 5;
/// From here on neither the words of a lesson nor dense annotations alone speak against it.
const MANY: usize = 8;
/// From here on both together do not either.
const PLENTY: usize = 30;

/// Chinese characters for each annotation below which it is dense as in a lesson.
const DENSE: usize = 4;
/// The same where only one or two characters are annotated.
const DENSE_WITH_FEW: usize = 8;
/// Chinese characters for each annotation from which on it is no subject of the text.
const SPARSE: usize = 50;
/// As many annotations make up for common and unambiguous characters.
const REPEATED: usize = 3;

/// A Simplified page must show more of everything: no conversion proves that something happened
/// to it, and the characters with another form are two in five.
const SIMPLIFIED_TYPES: usize = 12;
const SIMPLIFIED_ANNOTATIONS: usize = 30;
const SIMPLIFIED_AGAINST: Share = Share(1, 20);

/// Words of texts that teach readings.
const LESSON_WORDS: [&str; 18] = [
    "讀音",
    "读音",
    "拼音",
    "注音",
    "生字",
    "讀作",
    "读作",
    "音讀",
    "音读",
    "多音字",
    "破音字",
    "正音",
    "念作",
    "發音",
    "发音",
    "聲調",
    "声调",
    "繁體字",
];

/// The commonest unambiguous characters that differ between the scripts, sorted. Nobody glosses
/// them. By their number in the passages of DRCD.
const EVERYDAY: &str = "\
    亂併係倫備內別則劇劉動勝勢協問國圍園圖奧宮對屆層島師帶庫後復愛態戰戶採擁據敗斷時\
    晉書東業機歷沒況減測溫滅灣熱狀獎獨獲現產畫盃眾確積範簽納級細終絕統網線繼續習聖聯\
    聲臺舉舊艦萊萬薩藝蘇蘭術衛裝裡製視計訊記設評詞試話該認說諾證議護變讓負財貴貿質賽\
    軍辦農進遊運遷鄭銀錄門陽階際隨隸雖雙雲電韓響項領類飛館馬駐鬥魚黃\
";

/// A share as a fraction.
#[derive(Clone, Copy)]
struct Share(usize, usize);

impl Share {
    fn is_reached(self, part: usize, whole: usize) -> bool {
        part * self.1 >= whole * self.0
    }
}

/// What was seen of one annotated character.
#[derive(Clone, Debug)]
struct Tally {
    reading: Syllable,
    /// Annotations with the first reading seen, and with others that fit as well.
    agreeing: usize,
    conflicting: usize,
    amid: usize,
    occurrences: usize,
}

impl Tally {
    /// Whether the character is treated as an injector would: all over, with one reading.
    fn is_uniform(&self) -> bool {
        self.conflicting == 0 && COVERAGE.is_reached(self.agreeing, self.occurrences)
    }
}

/// Learns from the head of a document which characters carry an injected reading.
pub(crate) fn learn(segments: &[&str]) -> Injection {
    let mut tallies: BTreeMap<char, Tally> = BTreeMap::new();
    for annotation in segments.iter().flat_map(|segment| annotations(segment)) {
        let Annotation { base, reading, amid, .. } = annotation;
        if fits(base, reading) {
            let tally = tallies.entry(base).or_insert(Tally {
                reading,
                agreeing: 0,
                conflicting: 0,
                amid: 0,
                occurrences: 0,
            });
            tally.agreeing += usize::from(tally.reading == reading);
            tally.conflicting += usize::from(tally.reading != reading);
            tally.amid += usize::from(amid);
        }
    }
    // Most texts have an annotation or two, and hardly any is worth counting all characters for.
    if ![Script::Traditional, Script::Simplified].into_iter().any(|it| may_hold(it, &tallies)) {
        return Injection::default();
    }
    let mut han = 0;
    // Most characters of a text carry no reading, which a few of their bits tell.
    let mut annotated = [false; 0x400];
    tallies.keys().for_each(|c| annotated[*c as usize % 0x400] = true);
    for c in segments.iter().flat_map(|segment| segment.chars()).filter(|c| is_han(*c)) {
        han += 1;
        if annotated[c as usize % 0x400]
            && let Some(tally) = tallies.get_mut(&c)
        {
            tally.occurrences += 1;
        }
    }
    let survey = Survey { segments, tallies: &tallies, han };
    for script in [Script::Traditional, Script::Simplified] {
        if let Some(injection) = survey.judge(script) {
            return injection;
        }
    }
    Injection::default()
}

/// Whether there may be an injection into text of this script, however often the annotated characters
/// occur: whatever is counted can only make fewer of them uniform.
fn may_hold(script: Script, tallies: &BTreeMap<char, Tally>) -> bool {
    let mut injected = (0, 0);
    let mut all = 0;
    for (c, tally) in tallies {
        all += tally.agreeing + tally.conflicting;
        if script.has_converted(*c) && tally.conflicting == 0 {
            injected = (injected.0 + 1, injected.1 + tally.agreeing);
        }
    }
    let (types, annotations) = injected;
    let enough = match script {
        Script::Traditional => types >= FEW || (types > 0 && types == tallies.len()),
        Script::Simplified => types >= SIMPLIFIED_TYPES && annotations >= SIMPLIFIED_ANNOTATIONS,
    };
    enough && DOMINANCE.is_reached(annotations, all)
}

/// Whether the reading is one of the character or of its Simplified form.
pub(crate) fn fits(c: char, reading: Syllable) -> bool {
    readings::has(c, reading) || readings::has(fold::to_simplified(c), reading)
}

/// Whether the reading is the commonest of the character or of its Simplified form.
pub(crate) fn is_commonest(c: char, reading: Syllable) -> bool {
    [c, fold::to_simplified(c)].into_iter().any(|c| readings::of(c).next() == Some(reading))
}

struct Survey<'s> {
    segments: &'s [&'s str],
    tallies: &'s BTreeMap<char, Tally>,
    /// Chinese characters in all.
    han: usize,
}

impl Survey<'_> {
    /// The injection into text of this script, if there is one.
    fn judge(&self, script: Script) -> Option<Injection> {
        let injected: Vec<(char, &Tally)> = self
            .tallies
            .iter()
            .filter(|(c, tally)| script.has_converted(**c) && tally.is_uniform())
            .map(|(c, tally)| (*c, tally))
            .collect();
        let types = injected.len();
        let against = self.tallies.len() - types;
        let annotations: usize = injected.iter().map(|(_, tally)| tally.agreeing).sum();
        let amid: usize = injected.iter().map(|(_, tally)| tally.amid).sum();
        let all: usize =
            self.tallies.values().map(|tally| tally.agreeing + tally.conflicting).sum();
        let amid_enough = if types < FEW { AMID_WITH_FEW } else { AMID };
        if types == 0 || !amid_enough.is_reached(amid, annotations) {
            return None;
        }
        if !DOMINANCE.is_reached(annotations, all) {
            return None;
        }
        let holds = match script {
            Script::Traditional if types < FEW => against == 0 && self.few_suffice(&injected),
            Script::Traditional => {
                let stray = usize::from(types >= SEVERAL);
                let tolerated = (self.tallies.len() * AGAINST.0 / AGAINST.1).max(stray);
                against <= tolerated && !self.looks_like_a_lesson(&injected, annotations)
            }
            Script::Simplified => {
                let common = injected.iter().filter(|(c, tally)| is_commonest(*c, tally.reading));
                types >= SIMPLIFIED_TYPES
                    && annotations >= SIMPLIFIED_ANNOTATIONS
                    && against * SIMPLIFIED_AGAINST.1 <= self.tallies.len() * SIMPLIFIED_AGAINST.0
                    && COMMONEST_READING.is_reached(common.count(), types)
                    && !self.is_dense(annotations, DENSE)
                    && !self.has_lesson_words()
            }
        };
        holds.then(|| self.injection(script, &injected))
    }

    fn injection(&self, script: Script, injected: &[(char, &Tally)]) -> Injection {
        let mut injection = Injection::new(script);
        let commonest =
            injected.iter().filter(|(c, tally)| is_commonest(*c, tally.reading)).count();
        if !COMMONEST_READING.is_reached(commonest, injected.len()) {
            injection.allow_uncommon_readings();
        }
        for (c, tally) in self.tallies {
            // Both are in order.
            let taken = injected.binary_search_by_key(c, |(known, _)| *known).is_ok();
            // An uncommon reading, once, among nothing but common ones: a gloss.
            let gloss = tally.agreeing == 1
                && !injection.has_uncommon_readings()
                && !is_commonest(*c, tally.reading);
            if taken && !gloss {
                injection.insert(*c, tally.reading);
            } else {
                injection.refuse(*c);
            }
        }
        injection
    }

    /// One or two characters: nothing may speak for an author.
    fn few_suffice(&self, injected: &[(char, &Tally)]) -> bool {
        let annotations: usize = injected.iter().map(|(_, tally)| tally.agreeing).sum();
        !self.has_lesson_words()
            && !self.is_dense(annotations, DENSE_WITH_FEW)
            && injected.iter().all(|(c, tally)| {
                is_common(*c)
                    && is_commonest(*c, tally.reading)
                    && (annotations >= REPEATED || EVERYDAY.contains(*c))
            })
    }

    fn looks_like_a_lesson(&self, injected: &[(char, &Tally)], annotations: usize) -> bool {
        let types = injected.len();
        if types >= PLENTY {
            return false;
        }
        let dense = self.is_dense(annotations, DENSE);
        if types >= MANY {
            return dense && self.has_lesson_words();
        }
        let common = injected
            .iter()
            .filter(|(c, tally)| is_common(*c) && is_commonest(*c, tally.reading))
            .count();
        // Readings here and there, all of them of everyday characters, are not what it teaches, nor
        // are those that it would teach again and again.
        let repeated = types >= SEVERAL && annotations >= REPEATED * types;
        let incidental = (repeated || !self.is_dense(annotations, SPARSE))
            && injected.iter().all(|(c, tally)| is_common(*c) && is_commonest(*c, tally.reading));
        dense || !COMMON.is_reached(common, types) || (self.has_lesson_words() && !incidental)
    }

    fn is_dense(&self, annotations: usize, characters: usize) -> bool {
        self.han < annotations * characters
    }

    fn has_lesson_words(&self) -> bool {
        let has_word = |segment: &&str| LESSON_WORDS.iter().any(|word| segment.contains(word));
        self.segments.iter().any(has_word)
    }
}

/// Whether the character, in its Simplified form, is among the 3,755 of the first level of
/// GB 2312, which holds the common ones.
fn is_common(c: char) -> bool {
    matches!(gbk::encode(fold::to_simplified(c)), Some([0xB0..=0xD7, 0xA1..=0xFE]))
}
