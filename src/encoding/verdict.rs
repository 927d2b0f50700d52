//! Whether a reading says enough for the characters that it replaces.
//!
//! That it is likelier as a whole is not enough: each character that changes must be worth it, and the
//! more usual those are in clean text, the more so. Bounds are in tenths of a nat, beyond the
//! prices of the hops.

use super::codec::Codec;
use super::mixture::is_mixed;
use super::plan::Plan;
use super::plausibility::Model;
use super::search::MIN_GAIN;
use super::spelling::different;
use super::twice;

/// For each Latin letter that becomes another one: in a language unknown to the model, each may
/// look a little better, and that adds up.
const MIN_GAIN_A_LETTER: i32 = 100;
/// For each, where no language has the letters as they stand and words of one language come out.
const MIN_GAIN_A_WORD: i32 = 20;
/// And for all of them together; or for the only one in a line of few letters.
pub(super) const MIN_GAIN_OF_WORDS: i32 = 22;
const MIN_GAIN_OF_ONE: i32 = 35;
const FEW_LETTERS: usize = 12;
/// For each, where one code page of Latin letters is seldom read as the other.
const MIN_GAIN_A_RARE_WORD: i32 = 45;
/// For words of another script.
const MIN_GAIN_OF_LETTERS: i32 = 40;
/// For words of it where there was one already, but for such with capitals inside of words: abbreviations and
/// names cost much.
const MIN_GAIN_OF_ALPHABETS: i32 = 60;
/// For a few Latin letters that become words of another script.
const MIN_GAIN_OF_FEW_LETTERS: i32 = 70;
/// For each sign that becomes a letter of another script.
const MIN_GAIN_A_SIGN: i32 = 60;
/// For a few characters.
const MIN_GAIN_OF_FEW: i32 = 120;
const FEW: i32 = 4;
/// For pairs that are other pairs, where there are so few different ones that they may be a rare word or a name.
const MIN_GAIN_OF_RARE: i32 = 106;
const WORD: i32 = 4;
const LEAST_DIFFERENT: i32 = 2;
/// For each character that becomes half of a pair.
pub(super) const MIN_GAIN_OF_PAIRS: i32 = 35;
/// The same where capitals stand behind small letters.
const MIN_GAIN_OF_ODD_PAIRS: i32 = 20;
/// Letters that may well be a word, or a part of one, of a language that is not known: one pair alone.
const ONE_PAIR: i32 = 2;
/// For each pair that becomes two letters, and each Korean syllable or kana of half width that becomes another
/// pair or a part of one.
const MIN_GAIN_OF_SPLIT: i32 = 60;
const MIN_GAIN_OF_SYLLABLES: i32 = 38;
const MIN_GAIN_OF_KANA: i32 = 30;

/// Letters behind which a sign may have been one more, at the end of a word: units have fewer.
const LETTERS_BEFORE: usize = 3;

/// The first letter that is not Latin.
const OTHER_SCRIPTS: char = '\u{370}';

/// Whether a reading says enough for the characters that it replaces. One single-byte encoding
/// read as another always gives something: in an unusual language, or beside unusual marks, it may
/// well look better. `is_fluent` tells that words of one language come out.
pub(super) fn is_convincing(
    before: &str,
    after: &str,
    plan: Plan,
    is_fluent: bool,
    is_foreign: bool,
    gain: i32,
) -> bool {
    let of_pairs = plan.hops().find(|(read_as, _)| !read_as.is_single());
    if of_pairs.is_some() && are_listed(before) {
        return false;
    }
    if plan.hops().any(|(_, meant)| meant.is_utf_8()) {
        return match of_pairs {
            Some(_) => may_be_utf_8(before, after),
            None => !is_rare(after) && (gain >= MIN_GAIN_OF_FEW || !is_short_word(before)),
        };
    }
    if splits_words(after) {
        return false;
    }
    let marked = before.chars().filter(|c| !c.is_ascii()).count() as i32;
    // Syllables of names cost much, and may well mean something as other pairs or letters.
    if let Some((read_as, meant)) = of_pairs {
        let by_character = match (read_as, meant.is_single()) {
            (_, true) => MIN_GAIN_OF_SPLIT,
            (Codec::EucKr, false) => MIN_GAIN_OF_SYLLABLES,
            (Codec::ShiftJis, false) => MIN_GAIN_OF_KANA,
            _ => 0,
        };
        // Words are of rare characters at times, and a character that comes again says nothing new.
        let different = different(before).len() as i32;
        let is_word = different <= WORD && !before.contains(|c: char| c.is_ascii_alphabetic());
        let min_gain = if is_word { MIN_GAIN_OF_RARE } else { MIN_GAIN };
        // The pairs may have come of letters, in a hop before.
        let is_first = plan.hops().next().is_some_and(|(first, _)| !first.is_single());
        // By several hops two characters may become any word.
        let is_single_hop = plan.hops().nth(1).is_none();
        return different >= LEAST_DIFFERENT + i32::from(!is_single_hop)
            && gain * different >= min_gain * marked
            && gain >= marked * by_character
            && (is_first || may_be_pairs(before));
    }
    if plan.hops().any(|(_, meant)| !meant.is_single()) {
        let by_character =
            if has_inner_capitals(before) { MIN_GAIN_OF_ODD_PAIRS } else { MIN_GAIN_OF_PAIRS };
        return marked > ONE_PAIR && gain >= marked * by_character && may_be_pairs(before);
    }
    // Its combining marks become letters of whatever language.
    if plan.hops().any(|(read_as, _)| read_as == Codec::Windows1258) {
        return false;
    }
    let (mut changed, mut letters, mut latin, mut eastern) = (0, 0, 0, 0);
    let (mut other, mut known, mut was_latin, mut was_other) = (0, 0, 0, 0);
    let is_short = has_few_letters(before);
    let mut word = 0;
    let mut behind = before.chars();
    behind.next();
    for (c, now) in before.chars().zip(after.chars()) {
        // Signs inside of words were letters; but a few words may be of a language that has them.
        let is_next_letter = behind.next().is_some_and(char::is_alphabetic);
        let is_inside = word > 0 && (is_next_letter || word >= LETTERS_BEFORE);
        word = if c.is_alphabetic() { word + 1 } else { 0 };
        if c == now {
            continue;
        }
        changed += 1;
        let is_letter =
            c.is_alphabetic() || is_inside && !is_short && !is_sign(c) && c != SOFT_HYPHEN;
        letters += i32::from(is_letter || ('\u{80}'..='\u{9F}').contains(&c));
        latin += i32::from(c < '\u{250}' && now < '\u{250}');
        eastern += i32::from(('\u{530}'..'\u{2000}').contains(&c));
        other += i32::from(now >= OTHER_SCRIPTS);
        was_latin += i32::from(c.is_alphabetic() && c < OTHER_SCRIPTS);
        was_other += i32::from((OTHER_SCRIPTS..'\u{530}').contains(&c));
        known += i32::from((OTHER_SCRIPTS..'\u{E00}').contains(&now));
    }
    // Quotation marks, arrows or lines of boxes are what they are.
    let is_latin = latin == changed;
    let few = match is_fluent {
        true if is_latin && changed == 1 && is_short => MIN_GAIN_OF_ONE,
        true if is_latin => MIN_GAIN_OF_WORDS,
        true if changed < FEW && other == changed && was_latin == changed => {
            MIN_GAIN_OF_FEW_LETTERS
        }
        _ if changed < FEW => MIN_GAIN_OF_FEW,
        true if was_other > 0 && !has_inner_capitals(before) => MIN_GAIN_OF_ALPHABETS,
        true if was_other > 0 => MIN_GAIN_OF_WORDS,
        true => MIN_GAIN_OF_LETTERS,
        false => MIN_GAIN,
    };
    // Any bytes are letters in an encoding full of them.
    if known > 0 && !is_fluent && !is_usual(after) {
        return false;
    }
    // Letters of another script, where signs were.
    let is_other_script =
        other == changed && changed >= FEW && is_fluent && gain >= changed * MIN_GAIN_A_SIGN;
    // Points and vowel signs make Hebrew, Arabic and Thai dear in their own right.
    2 * eastern <= changed
        && (letters * 3 >= changed || is_other_script)
        && gain >= few
        && (is_fluent && latin == 0
            || is_fluent
                && is_common(plan)
                && gain >= latin * MIN_GAIN_A_WORD
                && (is_foreign || is_mixed(before))
            || is_fluent
                && gain >= MIN_GAIN_A_LETTER.max(latin * MIN_GAIN_A_RARE_WORD)
                && is_mixed(before)
            || gain >= latin * MIN_GAIN_A_LETTER)
}

/// Whether capitals follow small letters, as in nearly all that was read in another order of letters.
fn has_inner_capitals(text: &str) -> bool {
    text.chars().zip(text.chars().skip(1)).any(|(a, b)| a.is_lowercase() && b.is_uppercase())
}

/// Whether all characters beyond ASCII stand one by one as in tables of characters: in columns or beside letters and
/// digits, but next to none. Words of one syllable have nothing but spaces between them.
fn are_listed(text: &str) -> bool {
    let is_word = |c: char| c.is_ascii_alphanumeric() || !c.is_ascii();
    let mut previous = '\n';
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        if !c.is_ascii() && (is_word(previous) || rest.peek().is_some_and(|next| is_word(*next))) {
            return false;
        }
        previous = c;
    }
    text.contains(|c: char| c == '\t' || c.is_ascii_alphanumeric())
}

/// Whether a text of pairs can be UTF-8: a word of two characters may be that by chance, as often as it comes, but
/// hardly of Latin letters amid those of ASCII.
fn may_be_utf_8(text: &str, after: &str) -> bool {
    /// Two characters of three bytes.
    const LEAST: usize = 3;
    let has_letters = text.contains(|c: char| c.is_ascii_alphabetic());
    let mut words: Vec<&str> = text.split(|c: char| c.is_ascii()).collect();
    words.sort_unstable();
    words.dedup();
    let count: usize = words.iter().map(|word| word.chars().count()).sum();
    has_letters && !after.contains(|c| c >= OTHER_SCRIPTS) && !has_lone_letters(after)
        || count >= LEAST && different(text).len() > 1
}

/// Whether all that a text has beyond ASCII is letters that stand alone, and are words of no language.
fn has_lone_letters(text: &str) -> bool {
    /// From Portuguese to Hungarian.
    const WORDS: &str = "àáâéèêíóòôåæøöő";
    let mut rest = text.chars().peekable();
    let (mut previous, mut letters) = ('\n', 0);
    while let Some(c) = rest.next() {
        let next = rest.peek().copied().unwrap_or('\n');
        let is_lone = !previous.is_alphabetic() && c.is_alphabetic() && !next.is_alphabetic();
        if !c.is_ascii() {
            if !is_lone || c.to_lowercase().any(|small| WORDS.contains(small)) {
                return false;
            }
            letters += 1;
        }
        previous = c;
    }
    letters > 0
}

/// Whether a text has one character beyond ASCII only, and that a rare one: three bytes are one by chance.
fn is_rare(text: &str) -> bool {
    let mut marked = text.chars().filter(|c| !c.is_ascii());
    match (marked.next(), marked.next()) {
        (Some(c), None) => Model::get().symbol(c).is_unknown(),
        _ => false,
    }
}

/// Whether a text is so few letters of other alphabets that they may be UTF-8 by chance.
fn is_short_word(text: &str) -> bool {
    /// Two characters of two bytes.
    const MOST: usize = 4;
    let is_letter = |c: char| c.is_alphabetic() && c >= OTHER_SCRIPTS;
    text.chars().filter(|c| !c.is_ascii()).count() <= MOST
        && text.chars().all(|c| is_letter(c) || c.is_ascii() && !c.is_alphabetic())
}

/// Whether a plan undoes one of the mistakes about Latin letters that are met everywhere: that what is not in
/// the code page of Western Europe was read in it, or the one for Central Europe as the other.
fn is_common(plan: Plan) -> bool {
    let mut hops = plan.hops();
    let (Some(hop), None) = (hops.next(), hops.next()) else { return false };
    match hop.1 {
        Codec::Windows1250 | Codec::Windows1254 => is_western(hop.0),
        Codec::Iso8859_2 => is_western(hop.0) || hop.0 == Codec::Windows1250,
        _ => false,
    }
}

fn is_western(codec: Codec) -> bool {
    matches!(codec, Codec::Latin1 | Codec::Windows1252)
}

fn has_few_letters(text: &str) -> bool {
    text.chars().filter(|c| c.is_alphabetic()).nth(FEW_LETTERS - 1).is_none()
}

/// Whether the letters of other scripts follow one another as they do in some language: in a line that is
/// mostly English, they are words of none.
fn is_usual(text: &str) -> bool {
    /// What such a letter costs at most, on an average.
    const USUAL: u32 = 45;
    let model = Model::get();
    let (mut cost, mut count) = (0, 0);
    let mut previous = model.line_end();
    for c in text.chars() {
        let next = model.symbol(c);
        if c >= OTHER_SCRIPTS {
            cost += model.cost(previous, next);
            count += 1;
        }
        previous = next;
    }
    cost <= USUAL * count
}

/// Whether other scripts stand inside of words of Latin letters, as no writer has them: what was a single
/// letter beyond ASCII has become something else.
pub(super) fn splits_words(text: &str) -> bool {
    /// Characters that one letter beyond ASCII becomes, at most.
    const SHORT: usize = 2;
    let (mut runs, mut inside) = (0, 0);
    let mut rest = text;
    while let Some(start) = rest.find(|c| c >= OTHER_SCRIPTS) {
        let end = rest[start..].find(|c| c < OTHER_SCRIPTS).map_or(rest.len(), |end| start + end);
        let (before, run, behind) = (&rest[..start], &rest[start..end], &rest[end..]);
        let is_small = |c: char| c.is_ascii_lowercase();
        let is_inside = before.ends_with(is_small) && behind.starts_with(is_small);
        let is_short = run.chars().nth(SHORT).is_none() && run.chars().all(char::is_alphabetic);
        runs += 1;
        inside += usize::from(is_inside && is_short);
        rest = behind;
    }
    inside > 0 && 3 * inside >= runs
}

/// Whether some characters of a text may have been other bytes than a plan writes. Shift_JIS has some four
/// hundred characters twice, and decoding forgets which it was; in UTF-8 only one of them is valid,
/// as a rule.
pub(super) fn is_ambiguous(text: &str, plan: Plan) -> bool {
    match plan.hops().next() {
        Some((read_as, meant)) => !meant.is_utf_8() && twice::is_ambiguous(text, read_as),
        None => false,
    }
}

/// Whether a text can be pairs of bytes that were read one by one. Signs alone, or one character over
/// and over, are what they are; so are soft hyphens all over the text, and letters with vowel signs.
pub(super) fn may_be_pairs(text: &str) -> bool {
    /// A soft hyphen may be a byte.
    const FEW_HYPHENS: usize = 1;
    let (mut marked, mut signs, mut hyphens, mut eastern, mut again) = (0, 0, 0, 0, 0);
    let mut previous = '\n';
    for c in text.chars() {
        if !c.is_ascii() {
            marked += 1;
            signs += usize::from(is_sign(c));
            hyphens += usize::from(c == '\u{AD}');
            eastern += usize::from(('\u{530}'..'\u{2000}').contains(&c));
            again += usize::from(c == previous);
        }
        previous = c;
    }
    let few_hyphens = hyphens <= FEW_HYPHENS.max(marked / 5);
    4 * signs <= 3 * marked && few_hyphens && 4 * eastern <= marked && 3 * again <= marked
}

/// Stands inside of words because writers set it there.
const SOFT_HYPHEN: char = '\u{AD}';

/// What writers set between words.
pub(super) fn is_sign(c: char) -> bool {
    matches!(c, '\u{A0}' | '«' | '»' | '·' | '\u{2010}'..='\u{2019}' | '“' | '”' | '•' | '…')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_and_vowel_points_are_no_pairs() {
        for (text, expected) in [
            ("ÖÐ»ªÈËÃñ", true),
            ("»«", false),
            ("––x––", false),
            ("ΧΧΧΧ", false),
            ("бе\u{AD}ре\u{AD}га", false),
            ("كُتُبٌ", false),
        ] {
            assert_eq!(may_be_pairs(text), expected, "{text}");
        }
    }

    #[test]
    fn tables_of_characters_are_told_from_words() {
        for (text, expected) in [
            ("琅\t琅 瑯", true),
            ("# 更 U+F901 -> 更 U+66F4", true),
            ("紫 檜", false),
            ("2009爛5堎7", false),
            ("caf茅", false),
            ("奸佞\t奸佞", false),
        ] {
            assert_eq!(are_listed(text), expected, "{text}");
        }
    }

    #[test]
    fn letters_that_stand_alone_are_words_of_some_language() {
        for (text, expected) in [
            ("word ð word, ð", true),
            ("ư text", true),
            ("que é isso", false),
            ("Tjøme, ð", false),
            ("© 2012", false),
            ("plain", false),
        ] {
            assert_eq!(has_lone_letters(text), expected, "{text}");
        }
    }

    #[test]
    fn shift_jis_has_characters_twice() {
        let plan = |plan: &str| plan.parse::<Plan>().unwrap();
        assert!(is_ambiguous("ﾋ軏", plan("encode shift_jis, decode gb18030")));
        assert!(!is_ambiguous("ﾋ軏", plan("encode shift_jis, decode utf-8")));
        assert!(!is_ambiguous("ﾄﾎ", plan("encode shift_jis, decode gb18030")));
    }

    #[test]
    fn the_more_usual_a_letter_the_more_it_must_gain() {
        let plan: Plan = "encode windows-1252, decode windows-1250".parse().unwrap();
        let rare: Plan = "encode windows-1250, decode windows-1252".parse().unwrap();
        let convinces = |before: &str, after: &str, is_foreign, gain| {
            is_convincing(before, after, plan, true, is_foreign, gain)
        };
        assert!(convinces("pátý dùm", "pátý dům", false, MIN_GAIN_OF_ONE));
        assert!(!convinces("pátý dùm", "pátý dům", false, MIN_GAIN_OF_ONE - 1));
        let (before, after) = ("pátý dùm na kopci", "pátý dům na kopci");
        assert!(convinces(before, after, false, MIN_GAIN_OF_WORDS));
        assert!(!is_convincing(before, after, rare, true, false, MIN_GAIN_A_LETTER - 1));
        assert!(is_convincing(before, after, rare, true, false, MIN_GAIN_A_LETTER));
        assert!(!convinces("in più", "in piů", false, MIN_GAIN_OF_ONE));
        assert!(convinces("in più", "in piů", true, MIN_GAIN_OF_ONE));
    }

    #[test]
    fn one_pair_of_letters_alone_is_no_character() {
        let plan: Plan = "encode windows-1250, decode euc-kr".parse().unwrap();
        let convinces = |before: &str, after: &str| {
            is_convincing(before, after, plan, false, false, 10 * MIN_GAIN)
        };
        assert!(!convinces("ńéx", "中x"));
        assert!(convinces("ńéńéß", "中中x"));
    }

    #[test]
    fn signs_are_letters_inside_of_words_only() {
        let plan: Plan = "encode windows-1252, decode windows-1250".parse().unwrap();
        let convinces = |before: &str, after: &str| {
            is_convincing(before, after, plan, true, true, MIN_GAIN_OF_WORDS)
        };
        assert!(convinces("nowe has³o do poczty", "nowe hasło do poczty"));
        assert!(convinces("nowa lamp¹ do biurka", "nowa lampą do biurka"));
        assert!(!convinces("ta¿a", "taża"));
        assert!(!convinces("jest tego 10 m³ w piwnicy", "jest tego 10 mł w piwnicy"));
    }
}
