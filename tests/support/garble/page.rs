//! A whole page garbled the way scraper sites do it: keywords of the title shuffled into the body,
//! everything converted to Traditional characters, readings injected, signs escaped, and a summary
//! cut inside a reference. The site's own lines stand around it.

use super::super::random::Random;
use super::{entity, pinyin, script, shuffle};

/// The site's lines around a document, in Simplified characters.
pub struct Frame<'t> {
    /// Lines before the title, and between the title and the summary.
    pub before_title: Vec<&'t str>,
    pub after_title: Vec<&'t str>,
    /// What the summary line starts with, such as `简介`.
    pub summary_label: &'t str,
    /// Lines after the document. Their quotes are escaped twice.
    pub tail: Vec<&'t str>,
    /// Whether full-width commas, colons and brackets become ASCII, as on many stored pages.
    pub is_folded: bool,
}

/// A page, its truth, and how it was garbled.
pub struct Page {
    pub garbled: String,
    pub truth: String,
    /// The length of the keyword cycle.
    pub items: usize,
    pub insertions: usize,
    pub aligned: usize,
    pub straddled: usize,
}

/// Characters of the first paragraph that a summary holds at most, and at least.
const SUMMARY_MOST: usize = 100;
const SUMMARY_LEAST: usize = 20;

/// The cut behind a summary, before and after its sign is escaped.
const CUT_SIGN: &str = "“ ...";

/// Garbles a document; `annotated_percent` of its Traditional characters get readings.
///
/// `None` where the title is too short for a keyword cycle.
pub fn page(
    title: &str,
    body: &str,
    frame: &Frame<'_>,
    annotated_percent: usize,
    random: &mut Random,
) -> Option<Page> {
    let fold = |text: &str| if frame.is_folded { fold_punctuation(text) } else { text.to_string() };
    let (title, body) = (fold(title), fold(body));
    let shuffled = shuffle::shuffle(&title, &body, random)?;
    let summary = format!("{}{}{CUT_SIGN}", frame.summary_label, summary_of(&body));
    let lines_around = |body: &str| {
        let before = frame.before_title.iter().map(|line| fold(line));
        let after = frame.after_title.iter().map(|line| fold(line));
        let tail = frame.tail.iter().map(|line| fold(line));
        let lines: Vec<String> = before
            .chain([title.clone()])
            .chain(after)
            .chain([summary.clone(), body.to_string()])
            .chain(tail)
            .collect();
        script::traditional(&lines.join("\n"))
    };
    let truth = lines_around(&body);
    let readings = pinyin::choose_readings(&truth, annotated_percent, random);
    let injected = pinyin::inject_pinyin(&lines_around(&shuffled.body), &readings);
    let cut = entity::cut_in_quote("", random);
    debug_assert_eq!(cut.truth, CUT_SIGN);
    Some(Page {
        garbled: escape_signs(&injected.text.replacen(CUT_SIGN, &cut.garbled, 1), frame.tail.len()),
        truth,
        items: shuffled.cycle.len(),
        insertions: shuffled.insertions.len(),
        aligned: injected.aligned,
        straddled: injected.straddled,
    })
}

/// Escapes no-break spaces, and twice the quotes of the last lines.
fn escape_signs(page: &str, last_lines: usize) -> String {
    let escaped = page.replace('\u{A0}', "&nbsp;");
    let mut lines: Vec<String> = escaped.split('\n').map(String::from).collect();
    for line in lines.iter_mut().rev().take(last_lines) {
        *line = line.replace('“', "&amp;ldquo;").replace('”', "&amp;rdquo;");
    }
    lines.join("\n")
}

/// The start of the first paragraph, up to a quote where one is in reach.
fn summary_of(body: &str) -> &str {
    let paragraph = body.lines().next().unwrap_or_default();
    let mut ends = paragraph.char_indices().skip(SUMMARY_LEAST).take(SUMMARY_MOST - SUMMARY_LEAST);
    let quote = ends.clone().find(|(_, character)| *character == '“');
    let end = quote.or_else(|| ends.nth(SUMMARY_LEAST)).map_or(paragraph.len(), |(at, _)| at);
    &paragraph[..end]
}

/// Full-width punctuation as ASCII, where text was normalised on its way.
fn fold_punctuation(text: &str) -> String {
    const FOLDED: &[(char, char)] = &[
        ('，', ','),
        ('：', ':'),
        ('；', ';'),
        ('（', '('),
        ('）', ')'),
        ('！', '!'),
        ('？', '?'),
    ];
    let fold = |c| FOLDED.iter().find(|(wide, _)| *wide == c).map_or(c, |(_, narrow)| *narrow);
    text.chars().map(fold).collect()
}
