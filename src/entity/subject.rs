//! Whether text is about references, or holds them as code, and must be left alone.
//!
//! Text that was escaped *uses* references: they stand where the characters stood, between words.
//! A lesson *mentions* them: alone in quotation marks or as code, before a verb that explains, in
//! a list, beside the character itself or another spelling of it. Each mention has a weight. One
//! that leaves no doubt decides by itself; of the others it takes two, or one and a word that
//! names the subject, in the line or in the survey window. Such words alone prove nothing: an
//! article on HTML may have been escaped like any other.
//!
//! Where several lines of the window are about references, the document is, and nothing in it
//! changes.

use std::ops::Range;

use memchr::{memchr2, memmem};

use super::broken::is_east_asian;
use super::context::has_markup;
use super::prose::{self, End, Found};

/// What was learnt about a document in the survey window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Evidence {
    /// Lines that are about references.
    lessons: usize,
    /// Whether a word names the subject.
    is_named: bool,
    /// References that end with `;`, and others that end with `；`.
    terminated: usize,
    full_width: usize,
    /// Whether the document compares files.
    is_patch: bool,
}

/// So many lines about references make a document about them.
const LESSONS: usize = 2;

/// The weight of a mention that leaves no doubt, and of a line about references.
const CERTAIN: usize = 4;
/// The weight of a mention before a verb that explains, or in a list.
const LIKELY: usize = 2;
/// The weight of a mention that may be a coincidence.
const POSSIBLE: usize = 1;

/// Words that name the subject.
const SUBJECTS: [&str; 26] = [
    "HTML",
    "html",
    "Html",
    "XML",
    "xml",
    "SGML",
    "entity",
    "entities",
    "Entity",
    "Entities",
    "entité",
    "entidad",
    "Entität",
    "escaping",
    "escaped",
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
];

/// Verbs and the like that explain the reference before them. Han needs no space before them.
const EXPLANATIONS: [&str; 34] = [
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

/// Words before a reference that is mentioned.
const USES: [&str; 26] = [
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
    "使用",
    "输入",
    "輸入",
    "代码",
    "代碼",
    "实体",
    "實體",
    "write",
    "type",
    "use",
    "entity",
    "written as",
    "escaped as",
];

impl Evidence {
    /// Learns from the survey window.
    pub(crate) fn learn(segments: &[&str]) -> Evidence {
        let mut evidence = Evidence::default();
        if segments.iter().all(|segment| memchr2(b'&', b';', segment.as_bytes()).is_none()) {
            return evidence;
        }
        let mut references = Vec::new();
        let mut weighed = Vec::new();
        for segment in segments {
            evidence.is_patch |= segment.starts_with("diff --git ") || segment.starts_with("@@ -");
            for line in segment.split_inclusive('\n') {
                prose::find(line, line.ends_with('\n'), &mut references);
                let ends = |end| references.iter().filter(|found| found.end == end).count();
                evidence.terminated += ends(End::Semicolon);
                evidence.full_width += ends(End::PerhapsFullWidth);
                let weight = weight(line, &references);
                if weight > 0 {
                    weighed.push((line, weight));
                }
            }
        }
        if !weighed.is_empty() {
            evidence.is_named = segments.iter().any(|segment| names_subject(segment));
        }
        let lessons = weighed.iter().filter(|(_, weight)| evidence.decides(*weight));
        evidence.lessons = lessons.count();
        evidence
    }

    /// Whether the document is about references, so that nothing in it changes.
    pub(super) fn is_about_references(&self) -> bool {
        self.lessons >= LESSONS || self.is_patch
    }

    /// Whether the document's references have their `;`.
    pub(super) fn are_terminated(&self) -> bool {
        self.terminated > self.full_width
    }

    fn decides(&self, weight: usize) -> bool {
        weight >= CERTAIN || weight > 0 && self.is_named
    }
}

/// Whether a line is about its references.
pub(super) fn is_about_references(line: &str, references: &[Found], evidence: &Evidence) -> bool {
    let weight = weight(line, references);
    evidence.decides(weight) || weight > 0 && names_subject(line)
}

/// How much in a line speaks for references that are mentioned and not used.
fn weight(line: &str, references: &[Found]) -> usize {
    let mut weight = 0;
    for (index, found) in references.iter().enumerate() {
        let before = index.checked_sub(1).map(|index| &references[index]);
        weight += mention(line, found) + listed(line, before, found);
        if weight >= CERTAIN {
            return weight;
        }
    }
    if weight > 0 && has_markup(line) {
        weight += LIKELY;
    }
    weight
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
    match found.value.first() {
        Some('<' | '>' | '&') => Kind::Markup,
        Some('\u{A0}') => Kind::Space,
        Some('"' | '\'' | '‘'..='‟' | '«' | '»' | '‹' | '›') => Kind::Quote,
        Some('©' | '®' | '™' | '×' | '÷' | '§' | '¥' | '£' | '€' | '¢') => Kind::Symbol,
        _ => Kind::Text,
    }
}

/// The weight of what stands around a single reference.
fn mention(line: &str, found: &Found) -> usize {
    let kind = kind(found);
    let Range { start, end } = found.range;
    let (before, behind) = (&line[..start], &line[end..]);
    let (left, right) = (before.chars().next_back(), behind.chars().next());
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
        (Some('>'), Some('<')) if is_in_code(before, behind) => CERTAIN,
        _ => 0,
    };
    if enclosed > 0 {
        return enclosed;
    }
    explained(kind, before, behind)
        .max(used(kind, before, behind))
        .max(beside_itself(found, before, behind))
}

fn is_in_code(before: &str, behind: &str) -> bool {
    ["code", "kbd", "samp", "tt"].iter().any(|element| {
        let is_element = |text: &str| text.ends_with(element);
        before.strip_suffix('>').is_some_and(is_element)
            && behind.strip_prefix("</").is_some_and(|rest| rest.starts_with(element))
    })
}

/// `&lt; means`: nothing joins the reference to what stands before it, and an explanation follows.
fn explained(kind: Kind, before: &str, behind: &str) -> usize {
    let stands_alone =
        !before.ends_with(|c: char| c.is_ascii_alphanumeric() || ";>)\"”".contains(c));
    let rest = behind.trim_start_matches([' ', '\t', '\u{3000}']);
    let needs_space = matches!(kind, Kind::Quote | Kind::Text);
    let may_follow = stands_alone && (rest.len() < behind.len() || !needs_space);
    if may_follow && EXPLANATIONS.iter().any(|words| rest.starts_with(words)) { LIKELY } else { 0 }
}

/// `write &lt;`: nothing joins the reference to what stands behind it.
fn used(kind: Kind, before: &str, behind: &str) -> usize {
    if !matches!(kind, Kind::Markup | Kind::Space | Kind::Symbol) {
        return 0;
    }
    let stands_alone =
        !behind.starts_with(|c: char| c.is_ascii_alphanumeric() || "&=<".contains(c));
    let before = before.trim_end_matches([' ', '\u{3000}']);
    if stands_alone && USES.iter().any(|words| before.ends_with(words)) { POSSIBLE } else { 0 }
}

/// `< &lt;`, `© (&copy;)`: the character itself stands beside its reference.
fn beside_itself(found: &Found, before: &str, behind: &str) -> usize {
    let Some(character) = found.value.first() else { return 0 };
    if !matches!(kind(found), Kind::Markup | Kind::Symbol) {
        return 0;
    }
    let separates = |c: char| " \t|()（）:：=,，、→".contains(c);
    let (near, far) = (before.trim_end_matches(separates), behind.trim_start_matches(separates));
    let is_separate = near.len() < before.len() && near.ends_with(character)
        || far.len() < behind.len() && far.starts_with(character);
    if is_separate { LIKELY } else { 0 }
}

/// `&lt; and &gt;`, `&lt; &#60;`: references that only a list or a table brings together.
fn listed(line: &str, before: Option<&Found>, found: &Found) -> usize {
    let Some(before) = before else { return 0 };
    let between = &line[before.range.end..found.range.start];
    let words = between.trim_matches(|c: char| " \t|/,，、()（）=".contains(c));
    let is_list = !between.is_empty()
        && ["", "and", "or", "和", "与", "與", "或", "及", "und", "et", "y"].contains(&words);
    let is_listed = |kind| matches!(kind, Kind::Markup | Kind::Symbol);
    if !is_list || !is_listed(kind(before)) || !is_listed(kind(found)) {
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
fn names_subject(text: &str) -> bool {
    SUBJECTS.iter().any(|subject| {
        memmem::find_iter(text.as_bytes(), subject).any(|at| {
            // No file or address: `index.html`.
            let before = text[..at].chars().next_back();
            let is_word = before.is_none_or(|c| !c.is_ascii_alphanumeric() && !"./_-".contains(c));
            is_word || subject.starts_with(is_east_asian)
        })
    })
}
