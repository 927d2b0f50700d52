//! Whether text is about references, or holds them as code, and must be left alone.
//!
//! Text that was escaped *uses* references: they stand where the characters stood, between words.
//! A lesson *mentions* them: alone in quotation marks or as code, before a verb that explains, in
//! a list, beside the character itself or another spelling of it. Each mention has a weight. One
//! that leaves no doubt decides by itself; of the others it takes two, or one and a word that
//! names the subject, in the line or in the survey window. Such words alone prove nothing: an
//! article on HTML may have been escaped like any other.

use std::sync::LazyLock;

use memchr::memchr_iter;
use regex::Regex;

use super::broken::is_east_asian;
use super::context::has_markup;
use super::evidence::Evidence;
use super::prose::Found;

/// Of so many references in a line one at least must be mentioned.
const MENTIONS_AMONG: usize = 4;

/// The weight of a mention that leaves no doubt, and of a line about references.
pub(super) const CERTAIN: usize = 4;
/// The weight of a mention before a verb that explains, or in a list.
const LIKELY: usize = 2;
/// The weight of a mention that may be a coincidence.
const POSSIBLE: usize = 1;

/// What may stand between a reference and a word about it.
const BLANK: [char; 3] = [' ', '\t', '\u{3000}'];

/// Words that name the subject (plain letters, no pattern), or one of the characters that are references first of all.
const SUBJECTS: [&str; 31] = [
    "HTML",
    "html",
    "Html",
    "XML",
    "xml",
    "SGML",
    "character entit",
    "character reference",
    "entity reference",
    "Entität",
    "转义",
    "轉義",
    "字符实体",
    "字元實體",
    "实体引用",
    "實體參照",
    "エスケープ",
    "文字参照",
    "実体参照",
    "мнемоник",
    "экранир",
    "less-than",
    "greater-than",
    "ampersand",
    "angle bracket",
    "小于号",
    "小於號",
    "大于号",
    "大於號",
    "不换行空格",
    "不間斷空格",
];

/// Verbs and the like that explain the reference before them. Han needs no space before them.
const EXPLANATIONS: [&str; 37] = [
    "表示",
    "代表",
    "用于",
    "用於",
    "用来",
    "用來",
    "意思",
    "显示为",
    "顯示為",
    "对应",
    "對應",
    "转义",
    "轉義",
    "实体表",
    "實體表",
    "を表",
    "は「",
    "means ",
    "stands for",
    "represents",
    "denotes",
    "displays",
    "renders",
    "becomes ",
    "produces",
    "entity",
    "is the ",
    "is a ",
    "is an ",
    "signifie",
    "représente",
    "désigne",
    "steht für",
    "bedeutet",
    "significa",
    "representa",
    "означает",
];

/// The same, but words that are everywhere.
const LINKS: [&str; 6] = ["是", "即", "指", "为", "為", "は"];

/// Words before a reference that is mentioned; the first ones hardly stand anywhere else.
const USES: [&str; 28] = [
    "entity",
    "entities",
    "实体",
    "實體",
    "written as",
    "escaped as",
    "写成",
    "寫成",
    "写作",
    "寫作",
    "写为",
    "转义为",
    "轉義為",
    "替换为",
    "替換為",
    "换成",
    "換成",
    "变成",
    "變成",
    "代码是",
    "代碼是",
    "写",
    "寫",
    "用",
    "write",
    "type",
    "use",
    "as",
];
const CERTAIN_USES: usize = 6;

/// The characters that an explanation or a link begins with, and a use ends with: what is looked
/// at first, because hardly any reference has one beside it.
const INITIALS: [char; 28] = [
    '表', '代', '用', '意', '显', '顯', '对', '對', '转', '轉', '实', '實', 'を', 'は', '是', '即',
    '指', '为', '為', 'm', 's', 'r', 'd', 'b', 'p', 'e', 'i', 'о',
];
const FINALS: [char; 16] =
    ['y', 's', 'e', '体', '體', '成', '作', '为', '為', '是', '写', '寫', '用', '换', '換', '变'];

/// What encloses references, what separates them from the character that they stand for, and edges of cells.
const ENCLOSING: [char; 30] = [
    '"', '\'', '`', '“', '”', '‘', '’', '「', '」', '(', ')', '（', '）', '[', ']', '/', '<', '>',
    '|', ':', '：', '=', ',', '，', '、', '→', ';', '&', '\r', '\n',
];

/// Whether a line is about its references.
pub(super) fn is_about_references(line: &str, references: &[Found], evidence: &Evidence) -> bool {
    let weight = weight(line, references);
    evidence.decides(weight) || weight > 0 && names_subject(line)
}

/// How much in a line speaks for references that are mentioned and not used. Nothing does where
/// far more are used.
pub(super) fn weight(line: &str, references: &[Found]) -> usize {
    if references.iter().all(|found| is_plain(kind(found), &line[found.range.end..])) {
        return 0;
    }
    let mut weight = 0;
    let mut mentions = 0;
    for (index, found) in references.iter().enumerate() {
        let before = index.checked_sub(1).map(|index| &references[index]);
        let around = (&line[..found.range.start], &line[found.range.end..]);
        let mention = mention(kind(found), found.value.first(), around.0, around.1)
            + listed(line, before, found);
        mentions += usize::from(mention > 0);
        weight += mention;
    }
    let has_markup_characters = references.iter().any(|found| kind(found) == Kind::Markup);
    let unescaped =
        [b'<', b'>', b'&'].into_iter().filter(|c| stands_unescaped(line, references, *c));
    let unescaped = if has_markup_characters { unescaped.count() } else { 0 };
    if (mentions + unescaped) * MENTIONS_AMONG < references.len() {
        return 0;
    }
    weight += unescaped * POSSIBLE;
    if weight > 0 && has_markup(line) {
        weight += LIKELY;
    }
    weight
}

/// Whether a character that is written as a reference in the line also stands there itself, alone:
/// whoever escaped the one would have escaped the other.
fn stands_unescaped(line: &str, references: &[Found], character: u8) -> bool {
    let joins = |c: char| {
        c.is_ascii_alphanumeric()
            || matches!(c, '#' | '&' | '<' | '>' | '=' | '-' | '|' | '/' | '!')
    };
    references.iter().any(|found| found.value.first() == Some(character.into()))
        && memchr_iter(character, line.as_bytes())
            .any(|at| !line[..at].ends_with(joins) && !line[at + 1..].starts_with(joins))
}

/// What a reference stands for, as far as it matters here.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// `<`, `>` and `&`, which nobody can write in HTML otherwise.
    Markup,
    /// The space that does not break, which nobody sees otherwise.
    Space,
    /// Quotes, which stand in quotes, brackets and lists like any other sign.
    Quote,
    /// Other signs that are no letters: `©`, `×`.
    Symbol,
    /// Punctuation and letters.
    Text,
}

fn kind(found: &Found) -> Kind {
    kind_of(found.value.first())
}

fn kind_of(first: Option<char>) -> Kind {
    match first {
        Some('<' | '>' | '&') => Kind::Markup,
        Some('\u{A0}') => Kind::Space,
        Some('"' | '\'' | '‘'..='‟' | '«' | '»' | '‹' | '›') => Kind::Quote,
        Some('©' | '®' | '™' | '×' | '÷' | '§' | '¥' | '£' | '€' | '¢') => Kind::Symbol,
        _ => Kind::Text,
    }
}

/// Whether a reference is punctuation with text behind it, as most are: nobody speaks of it.
fn is_plain(kind: Kind, behind: &str) -> bool {
    let first = behind.as_bytes().first();
    // The last begins an ideographic space, of which one look more tells.
    let may_be_apart = matches!(first, Some(b' ' | b'\t' | b'`' | b'<' | b'|' | 0xE3));
    matches!(kind, Kind::Quote | Kind::Text)
        && !(may_be_apart && behind.starts_with([' ', '\t', '\u{3000}', '`', '<', '|']))
}

/// Whether anybody speaks of a single reference, by what stands before and behind it, which may go beyond its line.
pub(super) fn is_mentioned(first: char, before: &str, behind: &str) -> bool {
    mention(kind_of(Some(first)), Some(first), before, behind) > 0
}

/// Whether references for this character and others come in lists.
pub(super) fn may_be_listed(first: char) -> bool {
    is_listable(kind_of(Some(first)))
}

fn is_listable(kind: Kind) -> bool {
    matches!(kind, Kind::Markup | Kind::Symbol)
}

/// Whether only a list or a table has this between two references.
pub(super) fn is_list(between: &str) -> bool {
    let separates =
        |c| matches!(c, ' ' | '\t' | '|' | '/' | ',' | '，' | '、' | '(' | ')' | '（' | '）' | '=');
    let words = between.trim_matches(separates);
    !between.is_empty()
        && ["", "and", "or", "和", "与", "與", "或", "及", "und", "et", "y"].contains(&words)
}

/// The weight of what stands around a single reference, whose first character is given.
fn mention(kind: Kind, first: Option<char>, before: &str, behind: &str) -> usize {
    if is_plain(kind, behind) {
        return 0;
    }
    let (left, right) = (before.chars().next_back(), behind.chars().next());
    let are_both = |is: fn(char) -> bool| left.is_some_and(is) && right.is_some_and(is);
    if are_both(is_quiet) || are_both(|c| c.is_ascii_alphanumeric()) {
        return 0;
    }
    let enclosed = match (left, right) {
        (Some('"'), Some('"')) | (Some('\''), Some('\'')) => match kind {
            Kind::Markup | Kind::Space => CERTAIN,
            Kind::Symbol => POSSIBLE,
            _ => 0,
        },
        (Some('`'), Some('`')) => CERTAIN,
        (Some('`'), _) if kind == Kind::Markup => POSSIBLE,
        (Some('“'), Some('”')) | (Some('‘'), Some('’')) | (Some('「'), Some('」')) => {
            match kind {
                Kind::Markup | Kind::Space => LIKELY,
                Kind::Symbol => POSSIBLE,
                _ => 0,
            }
        }
        (Some('('), Some(')')) | (Some('（'), Some('）')) | (Some('['), Some(']')) => {
            match kind {
                Kind::Markup => LIKELY,
                _ => 0,
            }
        }
        (Some('/'), Some('/')) if matches!(kind, Kind::Markup | Kind::Space) => LIKELY,
        (Some('>'), Some('<')) if is_in_code(before, behind) => CERTAIN,
        _ => 0,
    };
    if enclosed > 0 {
        return enclosed;
    }
    explained(kind, before, behind)
        + used(kind, before, behind)
        + beside_itself(kind, first, before, behind)
        + in_cell(kind, before, behind)
}

/// Whether a character says nothing about a reference that stands beside it. Not told of those beyond the first 65,536.
fn is_quiet(c: char) -> bool {
    let code = c as usize;
    SPEAKING.get(code / 64).is_some_and(|bits| bits >> (code % 64) & 1 == 0)
}

/// A bit for each character that the weight of a mention depends on, where it stands beside the reference.
static SPEAKING: [u64; 1024] = {
    let mut bits = [0; 1024];
    let lists: [&[char]; 4] = [&INITIALS, &FINALS, &BLANK, &ENCLOSING];
    let mut list = 0;
    while list < lists.len() {
        let mut index = 0;
        while index < lists[list].len() {
            let code = lists[list][index] as usize;
            bits[code / 64] |= 1 << (code % 64);
            index += 1;
        }
        list += 1;
    }
    bits
};

fn is_in_code(before: &str, behind: &str) -> bool {
    ["code", "kbd", "samp", "tt"].iter().any(|element| {
        let is_element = |text: &str| text.ends_with(element);
        before.strip_suffix('>').is_some_and(is_element)
            && behind.strip_prefix("</").is_some_and(|rest| rest.starts_with(element))
    })
}

/// `&lt; means`: nothing joins the reference to what stands before it, and an explanation follows.
fn explained(kind: Kind, before: &str, behind: &str) -> usize {
    if before
        .ends_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, ';' | '>' | ')' | '"' | '”'))
    {
        return 0;
    }
    let rest = behind.trim_start_matches(BLANK);
    let is_apart = rest.len() < behind.len();
    // Text in quotation marks may begin with any word.
    let needs_space = matches!(kind, Kind::Quote | Kind::Text);
    let follows = |words: &[&str]| words.iter().any(|word| rest.starts_with(word));
    if !rest.starts_with(INITIALS) {
        return 0;
    }
    if (is_apart || !needs_space) && follows(&EXPLANATIONS) {
        LIKELY
    } else if is_apart && !needs_space && follows(&LINKS) {
        POSSIBLE
    } else {
        0
    }
}

/// `write &lt;`: nothing joins the reference to what stands behind it.
fn used(kind: Kind, before: &str, behind: &str) -> usize {
    let is_special = matches!(kind, Kind::Markup | Kind::Space | Kind::Symbol);
    if !is_special
        || behind.starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '&' | '=' | '<'))
    {
        return 0;
    }
    let before = before.trim_end_matches(BLANK);
    if !before.ends_with(FINALS) {
        return 0;
    }
    let precedes = |word: &&str| {
        let rest = before.strip_suffix(*word);
        rest.is_some_and(|rest| {
            !word.is_ascii() || !rest.ends_with(|c: char| c.is_ascii_alphanumeric())
        })
    };
    match USES.iter().position(precedes) {
        Some(index) if index < CERTAIN_USES => LIKELY,
        Some(_) => POSSIBLE,
        None => 0,
    }
}

/// `< &lt;`, `© (&copy;)`: the character itself stands beside its reference.
fn beside_itself(kind: Kind, first: Option<char>, before: &str, behind: &str) -> usize {
    let Some(character) = first else { return 0 };
    let separates: fn(char) -> bool = match kind {
        Kind::Markup | Kind::Symbol => |c| {
            let is_space_or_bracket = matches!(c, ' ' | '\t' | '|' | '(' | ')' | '（' | '）');
            is_space_or_bracket || matches!(c, ':' | '：' | '=' | ',' | '，' | '、' | '→')
        },
        Kind::Quote => |c| matches!(c, '\t' | '|'),
        Kind::Space | Kind::Text => return 0,
    };
    let (near, far) = (before.trim_end_matches(separates), behind.trim_start_matches(separates));
    let is_beside = near.len() < before.len() && near.ends_with(character)
        || far.len() < behind.len() && far.starts_with(character);
    if is_beside { LIKELY } else { 0 }
}

/// A cell of a table that holds nothing else.
fn in_cell(kind: Kind, before: &str, behind: &str) -> usize {
    if !matches!(kind, Kind::Markup | Kind::Symbol) {
        return 0;
    }
    let edges = ['\t', '|', '\r', '\n'];
    let (left, right) = (before.trim_end_matches(' '), behind.trim_start_matches(' '));
    let is_cell = (left.is_empty() || left.ends_with(edges))
        && (right.is_empty() || right.starts_with(edges))
        && !(left.is_empty() && right.is_empty());
    usize::from(is_cell) * POSSIBLE
}

/// `&lt; and &gt;`, `&lt; &#60;`: references that only a list or a table brings together.
fn listed(line: &str, before: Option<&Found>, found: &Found) -> usize {
    let Some(before) = before else { return 0 };
    let between = &line[before.range.end..found.range.start];
    if !is_listable(kind(before)) || !is_listable(kind(found)) || !is_list(between) {
        return 0;
    }
    let is_joined = line[..before.range.start].ends_with(|c: char| c.is_ascii_alphanumeric())
        || line[found.range.end..].starts_with(|c: char| c.is_ascii_alphanumeric());
    if is_joined {
        return 0;
    }
    if before.value.first() != found.value.first() {
        return LIKELY;
    }
    // The same character twice: in two spellings, or just twice.
    let spelling = |found: &Found| &line[found.range.clone()];
    if spelling(before) == spelling(found) { 0 } else { LIKELY }
}

/// Whether a word of the text names the subject.
pub(super) fn names_subject(text: &str) -> bool {
    // All words at once: the search goes over whole lines, and words that begin with the bytes of
    // Han are slow to look for one by one.
    static SEARCH: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(&SUBJECTS.join("|")).ok());
    let Some(search) = &*SEARCH else { return false };
    search.find_iter(text).any(|found| {
        // No file or address: `index.html`.
        let before = text[..found.start()].chars().next_back();
        let is_word = before.is_none_or(|c| !c.is_ascii_alphanumeric() && !"./_-".contains(c));
        is_word || found.as_str().starts_with(is_east_asian)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_begin_and_end_as_listed() {
        for words in EXPLANATIONS.iter().chain(&LINKS) {
            assert!(words.starts_with(INITIALS), "{words}");
        }
        for words in USES {
            assert!(words.ends_with(FINALS), "{words}");
        }
        assert!(Regex::new(&SUBJECTS.join("|")).is_ok());
    }

    #[test]
    fn a_name_is_a_word() {
        for text in ["HTML", "see HTML5.", "在HTML中", "字符实体"] {
            assert!(names_subject(text), "{text}");
        }
        for text in ["index.html", "a/html", "XHTML", "转", ""] {
            assert!(!names_subject(text), "{text}");
        }
    }
}
