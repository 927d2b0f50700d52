//! The cleaner: an immutable configuration, and the ways to clean text that is in memory.

use std::borrow::Cow;
use std::iter;
use std::sync::Arc;

use encoding_rs::UTF_8;

use crate::block::Blocks;
use crate::builder::CleanerBuilder;
use crate::config::Config;
use crate::draft::Segment;
use crate::edit::EditLog;
use crate::encoding::bom;
use crate::encoding::detect::{Detection, detect};
use crate::encoding::foreign::decode_segment;
use crate::pipeline::{Account, Document, Output};
use crate::report::Report;
use crate::scan::Scan;
use crate::segment::{first_cut, window_end};
use crate::stream::Stream;
use crate::stretch::Segments;
use crate::survey::{Pass, SURVEY_WINDOW};

/// Cleans documents. Immutable and cheap to clone; one cleaner serves any number of threads.
///
/// ```
/// let cleaner = textmend::Cleaner::new();
/// assert_eq!(cleaner.clean("&#8220;ok&#8221;"), "“ok”");
/// ```
#[derive(Clone, Debug)]
pub struct Cleaner {
    pub(crate) config: Arc<Config>,
    pub(crate) title: Option<Arc<str>>,
    /// How to find what needs a look, where the configuration allows to skip the rest.
    pub(crate) scan: Option<Scan>,
}

impl Default for Cleaner {
    fn default() -> Cleaner {
        Cleaner::builder().build()
    }
}

/// A cleaned document with the account of what was done.
///
/// ```
/// use textmend::Cleaner;
///
/// let explained = Cleaner::new().explain("a &lt; b");
/// assert_eq!((&*explained.text, explained.edits.len()), ("a < b", 1));
/// assert_eq!(explained.report.output_bytes, 5);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Explained<'t> {
    /// The cleaned text; borrowed where nothing changed.
    pub text: Cow<'t, str>,
    /// Every edit.
    pub edits: EditLog,
    /// The figures.
    pub report: Report,
}

impl Cleaner {
    /// A cleaner with the default profile.
    ///
    /// ```
    /// use textmend::Cleaner;
    ///
    /// assert_eq!(Cleaner::new().clean("a &lt; b"), "a < b");
    /// ```
    pub fn new() -> Cleaner {
        Cleaner::default()
    }

    /// A builder that starts from the default profile.
    ///
    /// ```
    /// use textmend::{Cleaner, Repair};
    ///
    /// let cleaner = Cleaner::builder().without(Repair::Entity).build();
    /// assert_eq!(cleaner.clean("a &lt; b"), "a &lt; b");
    /// ```
    pub fn builder() -> CleanerBuilder {
        CleanerBuilder::new()
    }

    /// The same cleaner for a document with a known title, which is evidence for `shuffle`.
    /// Without, the title is looked for in the document's first lines.
    ///
    /// ```
    /// use textmend::Cleaner;
    ///
    /// let cleaner = Cleaner::new();
    /// let page = cleaner.with_title("图书馆门口排起了长队");
    /// assert_eq!(page.clean("a &lt; b"), "a < b");
    /// ```
    #[must_use]
    pub fn with_title(&self, title: &str) -> Cleaner {
        Cleaner { title: Some(title.into()), ..self.clone() }
    }

    /// Cleans a document that is text.
    ///
    /// Borrowed where nothing changes. Time is linear in the length.
    ///
    /// ```
    /// use std::borrow::Cow;
    /// use textmend::Cleaner;
    ///
    /// let cleaner = Cleaner::new();
    /// assert_eq!(cleaner.clean("a &lt; b"), "a < b");
    /// assert!(matches!(cleaner.clean("a < b"), Cow::Borrowed("a < b")));
    /// ```
    pub fn clean<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let document = || self.document(Detection::TEXT, Account::Nothing);
        if text.starts_with(bom::MARK) {
            return clean_text(text, &mut document());
        }
        let (window, rest) = split_window(text);
        let mut segments = self.segments(window, self.scan);
        let Some(first) = segments.next() else { return Cow::Borrowed(text) };
        if first.source.len() == text.len() && Pass::learns_nothing(self, &first) {
            // Nobody wants figures, so it takes no document to tell that a text is clean.
            return Cow::Borrowed(text);
        }
        let (mut document, mut output) = (document(), Borrowing::new(text));
        document.survey(iter::once(first).chain(segments), &mut output);
        clean_rest(rest, &mut document, &mut output);
        output.finish()
    }

    /// Cleans a document that is bytes of an encoding to be found out (or given to the builder).
    ///
    /// Never fails: bytes that cannot be decoded become U+FFFD. Borrowed where the bytes are
    /// UTF-8 and nothing changes. For text that is known to be text, [`clean`](Cleaner::clean) does
    /// the same without asking for the encoding.
    ///
    /// ```
    /// let gbk = b"\xcd\xbc\xca\xe9\xb9\xdd\xc3\xc5\xbf\xda\xc5\xc5\xc6\xf0\xc1\xcb\xb3\xa4\xb6\xd3";
    /// assert_eq!(textmend::Cleaner::new().clean_bytes(gbk), "图书馆门口排起了长队");
    /// ```
    pub fn clean_bytes<'b>(&self, bytes: &'b [u8]) -> Cow<'b, str> {
        match detect(bytes, true, self.config.encoding) {
            (_, Some(text)) => self.clean(text),
            detected => {
                clean_bytes(bytes, detected, &mut self.document(detected.0, Account::Nothing))
            }
        }
    }

    /// Cleans text and tells what was done.
    ///
    /// ```
    /// use textmend::{Cleaner, Repair};
    ///
    /// let explained = Cleaner::new().explain("a &lt; b");
    /// let edit = explained.edits.iter().next().unwrap();
    /// assert_eq!((edit.source.clone(), &*edit.after), (2..6, "<"));
    /// assert!(edit.repairs.contains(Repair::Entity));
    /// ```
    pub fn explain<'t>(&self, text: &'t str) -> Explained<'t> {
        let mut document = self.document(Detection::TEXT, Account::FiguresAndEdits);
        let text = clean_text(text, &mut document);
        explained(text, document)
    }

    /// Cleans bytes and tells what was done.
    ///
    /// ```
    /// use textmend::Cleaner;
    ///
    /// let explained = Cleaner::new().explain_bytes(b"\xFF\xFEa\0b\0");
    /// assert_eq!((&*explained.text, explained.report.encoding), ("ab", "UTF-16LE"));
    /// ```
    pub fn explain_bytes<'b>(&self, bytes: &'b [u8]) -> Explained<'b> {
        let detected = detect(bytes, true, self.config.encoding);
        let mut document = self.document(detected.0, Account::FiguresAndEdits);
        let text = clean_bytes(bytes, detected, &mut document);
        explained(text, document)
    }

    /// Begins a document that arrives in pieces, as bytes.
    ///
    /// ```
    /// use textmend::Cleaner;
    ///
    /// let (mut stream, mut text) = (Cleaner::new().stream(), String::new());
    /// stream.push(b"a &l", &mut text);
    /// stream.push(b"t; b", &mut text);
    /// stream.finish(&mut text);
    /// assert_eq!(text, "a < b");
    /// ```
    pub fn stream(&self) -> Stream {
        Stream::new(self.clone())
    }

    /// The next segments of a text, in the largest pieces that the configuration allows, or of what a scan finds.
    #[inline]
    pub(crate) fn segments<'t>(&self, text: &'t str, scan: Option<Scan>) -> Blocks<'t> {
        if self.scan.is_some() && self.config.is_by_line() {
            Blocks::of_text(text)
        } else {
            Segments::of_text(text, scan).into()
        }
    }

    fn document(&self, detection: Detection, account: Account) -> Document {
        Document::new(self.clone(), detection, account)
    }
}

/// Cleans bytes whose encoding is known, with the text that they are as a whole, if they are.
fn clean_bytes<'b>(
    bytes: &'b [u8],
    (detection, text): (Detection, Option<&'b str>),
    document: &mut Document,
) -> Cow<'b, str> {
    if let Some(text) = text {
        return clean_text(text, document);
    }
    let mut output = String::with_capacity(bytes.len());
    let (mark, body) = bom::split(bytes, detection.encoding);
    document.byte_order_mark(mark.bytes, mark.count, &mut output);
    if detection.encoding == UTF_8 {
        let (window, rest) = body.split_at(window_end(body, SURVEY_WINDOW));
        document.survey(document.segments_of_bytes(window, detection), &mut output);
        let segments = document.segments_of_bytes(rest, detection);
        segments.for_each(|it| document.segment(it, &mut output));
    } else {
        drive(document, byte_segments(body, detection), &mut output);
    }
    Cow::Owned(output)
}

fn clean_text<'t>(text: &'t str, document: &mut Document) -> Cow<'t, str> {
    let mut output = Borrowing::new(text);
    let (mark, body) = bom::split(text.as_bytes(), UTF_8);
    document.byte_order_mark(mark.bytes, mark.count, &mut output);
    let (window, rest) = split_window(&text[text.len() - body.len()..]);
    document.survey(document.segments_of_text(window), &mut output);
    clean_rest(rest, document, &mut output);
    output.finish()
}

/// The survey window of a text, and what is behind.
fn split_window(text: &str) -> (&str, &str) {
    text.split_at(window_end(text.as_bytes(), SURVEY_WINDOW))
}

/// What is behind the survey window.
fn clean_rest(rest: &str, document: &mut Document, output: &mut impl Output) {
    if !rest.is_empty() {
        document.segments_of_text(rest).for_each(|it| document.segment(it, output));
    }
}

/// Runs all segments of a document through the pipeline: the survey window first, at once.
fn drive<'s>(
    document: &mut Document,
    mut segments: impl Iterator<Item = Segment<'s>>,
    output: &mut impl Output,
) {
    let mut length = 0;
    let window = iter::from_fn(|| {
        let segment = if length < SURVEY_WINDOW { segments.next() } else { None };
        length += segment.as_ref().map_or(0, |segment: &Segment<'_>| segment.source.len());
        segment
    });
    document.survey(window, output);
    segments.for_each(|segment| document.segment(segment, output));
}

fn explained(text: Cow<'_, str>, document: Document) -> Explained<'_> {
    let (report, edits) = document.finish();
    Explained { text, edits: edits.into_iter().collect(), report }
}

/// The segments of bytes in memory.
fn byte_segments(bytes: &[u8], detection: Detection) -> impl Iterator<Item = Segment<'_>> {
    let mut rest = bytes;
    iter::from_fn(move || {
        let cut = first_cut(rest, 0, true, detection.encoding)?;
        let (source, behind) = rest.split_at(cut.length);
        rest = behind;
        let decoded = decode_segment(source, detection);
        Some(Segment::new(source, decoded, cut.forced))
    })
}

/// Output that stays borrowed from the source for as long as nothing differs.
struct Borrowing<'t> {
    source: &'t str,
    kept: usize,
    owned: Option<String>,
}

impl<'t> Borrowing<'t> {
    fn new(source: &'t str) -> Borrowing<'t> {
        Borrowing { source, kept: 0, owned: None }
    }

    fn finish(self) -> Cow<'t, str> {
        match self.owned {
            Some(owned) => Cow::Owned(owned),
            None => Cow::Borrowed(&self.source[..self.kept]),
        }
    }
}

impl Output for Borrowing<'_> {
    fn keep(&mut self, text: &str) {
        match &mut self.owned {
            Some(owned) => owned.push_str(text),
            None => self.kept += text.len(),
        }
    }

    fn replace(&mut self, text: &str) {
        let owned = self.owned.get_or_insert_with(|| {
            let mut owned = String::with_capacity(self.source.len());
            owned.push_str(&self.source[..self.kept]);
            owned
        });
        owned.push_str(text);
    }

    fn replace_with(&mut self, text: String) {
        if self.owned.is_none() && self.kept == 0 {
            self.owned = Some(text);
        } else {
            self.replace(&text);
        }
    }

    fn string(&mut self) -> Option<&mut String> {
        self.owned.as_mut()
    }

    fn room(&self) -> usize {
        if self.owned.is_none() && self.kept == 0 { self.source.len() } else { 0 }
    }
}
