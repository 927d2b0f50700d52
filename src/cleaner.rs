//! The cleaner: an immutable configuration, and the ways to clean text that is in memory.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use encoding_rs::{Encoding, UTF_8};

use crate::draft::Segment;
use crate::edit::EditLog;
use crate::encoding::bom;
use crate::encoding::decode::decode;
use crate::encoding::detect::{Detection, EncodingEvidence, detect};
use crate::entity::Mode;
use crate::error::Error;
use crate::noise::rules::Rule;
use crate::normalize::Form;
use crate::pipeline::{Document, Output};
use crate::repair::{Repair, RepairSet};
use crate::report::Report;
use crate::scan::Scan;
use crate::segment::{first_cut, window_end};
use crate::stream::Stream;
use crate::stretch::Segments;
use crate::survey::SURVEY_WINDOW;

/// A named set of repairs to start from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Profile {
    /// Every repair that leaves clean text as it is: entities in prose, invisible characters,
    /// injected readings, keyword shuffles, composition, and the rules that were given.
    #[default]
    Default,
    /// What ftfy 6.3.1 does by default, for people who come from there: references, UTF-8 misread
    /// as a single-byte code page, C1 controls, ligatures, widths, quotation marks, line breaks,
    /// terminal escapes, control characters, and NFC. Changes clean text, and Chinese
    /// punctuation in particular. `docs/ftfy.md` has the whole of it.
    Ftfy,
    /// No repair: bytes are decoded, nothing else.
    None,
}

impl Profile {
    /// All profiles.
    pub const ALL: [Profile; 3] = [Profile::Default, Profile::Ftfy, Profile::None];

    /// The profile's name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Profile::Default => "default",
            Profile::Ftfy => "ftfy",
            Profile::None => "none",
        }
    }

    /// The repairs that the profile switches on.
    pub fn repairs(self) -> RepairSet {
        match self {
            Profile::Default => Repair::ALL.into_iter().filter(|r| r.is_default()).collect(),
            Profile::Ftfy => FTFY.into_iter().collect(),
            Profile::None => RepairSet::EMPTY,
        }
    }

    /// The Unicode form that `normalize` makes in the profile.
    pub const fn form(self) -> Form {
        match self {
            Profile::Default | Profile::None => Form::Compose,
            Profile::Ftfy => Form::Nfc,
        }
    }
}

/// The repairs that stand for the fixes which ftfy has on by default.
const FTFY: [Repair; 10] = [
    Repair::Unescape,
    Repair::Misread,
    Repair::C1,
    Repair::Ligature,
    Repair::Width,
    Repair::Quote,
    Repair::LineBreak,
    Repair::Terminal,
    Repair::Control,
    Repair::Normalize,
];

/// The error of parsing a profile's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownProfile(String);

impl fmt::Display for UnknownProfile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = Profile::ALL.map(Profile::name).join(", ");
        write!(f, "no profile is called {:?}; there are: {names}", self.0)
    }
}

impl std::error::Error for UnknownProfile {}

impl FromStr for Profile {
    type Err = UnknownProfile;

    fn from_str(name: &str) -> Result<Profile, UnknownProfile> {
        Profile::ALL
            .into_iter()
            .find(|profile| profile.name() == name)
            .ok_or_else(|| UnknownProfile(name.to_owned()))
    }
}

/// What a cleaner does; the builder's fields.
#[derive(Clone, Debug)]
pub(crate) struct Config {
    pub(crate) repairs: RepairSet,
    pub(crate) entities: Mode,
    pub(crate) form: Form,
    pub(crate) rules: Vec<Rule>,
    pub(crate) html_safe: bool,
    pub(crate) keep_bom: bool,
    pub(crate) record: bool,
    pub(crate) encoding: Option<&'static Encoding>,
    pub(crate) infer_title: bool,
    pub(crate) shuffle_without_title: bool,
}

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
    pub fn new() -> Cleaner {
        Cleaner::default()
    }

    /// A builder that starts from the default profile.
    pub fn builder() -> CleanerBuilder {
        CleanerBuilder {
            config: Config {
                repairs: Profile::Default.repairs(),
                entities: Mode::Prose,
                form: Profile::Default.form(),
                rules: Vec::new(),
                html_safe: false,
                keep_bom: false,
                record: false,
                encoding: None,
                infer_title: true,
                shuffle_without_title: false,
            },
        }
    }

    /// The same cleaner for a document with a known title, which is evidence for `shuffle`.
    /// Without, the title is looked for in the document's first lines.
    #[must_use]
    pub fn with_title(&self, title: &str) -> Cleaner {
        Cleaner { title: Some(title.into()), ..self.clone() }
    }

    /// Cleans a document that is text.
    ///
    /// Borrowed where nothing changes. Time is linear in the length.
    pub fn clean<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.clean_text(text, self.config.record).0
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
        self.clean_source(bytes, self.config.record).0
    }

    /// Cleans text and tells what was done.
    pub fn explain<'t>(&self, text: &'t str) -> Explained<'t> {
        explained(self.clean_text(text, true))
    }

    /// Cleans bytes and tells what was done.
    pub fn explain_bytes<'b>(&self, bytes: &'b [u8]) -> Explained<'b> {
        explained(self.clean_source(bytes, true))
    }

    /// Begins a document that arrives in pieces, as bytes.
    pub fn stream(&self) -> Stream {
        Stream::new(self.clone())
    }

    fn clean_text<'t>(&self, text: &'t str, record: bool) -> (Cow<'t, str>, Document) {
        let detection = Detection { encoding: UTF_8, evidence: EncodingEvidence::Valid };
        self.clean_decoded(text, detection, record)
    }

    fn clean_source<'b>(&self, bytes: &'b [u8], record: bool) -> (Cow<'b, str>, Document) {
        let detection = detect(bytes, true, self.config.encoding);
        if detection.encoding == UTF_8
            && let Ok(text) = simdutf8::basic::from_utf8(bytes)
        {
            return self.clean_decoded(text, detection, record);
        }
        let mut document = Document::new(self.clone(), detection, record);
        let mut output = String::with_capacity(bytes.len());
        let (mark, body) = bom::split(bytes, detection.encoding);
        document.byte_order_mark(mark.bytes, mark.count, &mut output);
        if detection.encoding == UTF_8 {
            let (window, rest) = body.split_at(window_end(body, SURVEY_WINDOW));
            let scan = document.scan();
            document.survey(Segments::of_bytes(window, scan), &mut output);
            let scan = document.scan();
            Segments::of_bytes(rest, scan).for_each(|it| document.segment(it, &mut output));
        } else {
            drive(&mut document, byte_segments(body, detection), &mut output);
        }
        (Cow::Owned(output), document)
    }

    fn clean_decoded<'t>(
        &self,
        text: &'t str,
        detection: Detection,
        record: bool,
    ) -> (Cow<'t, str>, Document) {
        let mut document = Document::new(self.clone(), detection, record);
        let mut output = Borrowing { source: text, kept: 0, owned: None };
        let (mark, body) = bom::split(text.as_bytes(), UTF_8);
        document.byte_order_mark(mark.bytes, mark.count, &mut output);
        let (window, rest) =
            text[text.len() - body.len()..].split_at(window_end(body, SURVEY_WINDOW));
        let scan = document.scan();
        document.survey(Segments::of_text(window, scan), &mut output);
        let scan = document.scan();
        Segments::of_text(rest, scan).for_each(|it| document.segment(it, &mut output));
        (output.finish(), document)
    }
}

/// Runs all segments of a document through the pipeline: the survey window first, at once.
fn drive<'s>(
    document: &mut Document,
    mut segments: impl Iterator<Item = Segment<'s>>,
    output: &mut impl Output,
) {
    let mut length = 0;
    let window = std::iter::from_fn(|| {
        let segment = if length < SURVEY_WINDOW { segments.next() } else { None };
        length += segment.as_ref().map_or(0, |segment: &Segment<'_>| segment.source.len());
        segment
    });
    document.survey(window, output);
    segments.for_each(|segment| document.segment(segment, output));
}

fn explained((text, document): (Cow<'_, str>, Document)) -> Explained<'_> {
    let (report, edits) = document.finish();
    Explained { text, edits: edits.into_iter().collect(), report }
}

/// The segments of bytes in memory.
fn byte_segments(bytes: &[u8], detection: Detection) -> impl Iterator<Item = Segment<'_>> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        let cut = first_cut(rest, 0, true, detection.encoding)?;
        let (source, behind) = rest.split_at(cut.length);
        rest = behind;
        let decoded = decode(source, detection.encoding, detection.confidence());
        Some(Segment { source, decoded, forced: cut.forced, is_stretch: false })
    })
}

/// Output that stays borrowed from the source for as long as nothing differs.
struct Borrowing<'t> {
    source: &'t str,
    kept: usize,
    owned: Option<String>,
}

impl<'t> Borrowing<'t> {
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
}

/// Configures a [`Cleaner`].
///
/// ```
/// use textmend::{Cleaner, Profile, Repair};
///
/// let entities_only = Cleaner::builder().profile(Profile::None).with(Repair::Entity).build();
/// let no_shuffle = Cleaner::builder().without(Repair::Shuffle).html_safe(true).build();
/// ```
#[derive(Clone, Debug)]
pub struct CleanerBuilder {
    config: Config,
}

impl CleanerBuilder {
    /// Starts from a profile: its repairs, and the Unicode form of `normalize`. Other options stay
    /// as they are.
    ///
    /// ```
    /// use textmend::{Cleaner, Profile};
    ///
    /// let ftfy = Cleaner::builder().profile(Profile::Ftfy).build();
    /// assert_eq!(ftfy.clean("â€œcrÃ¨meâ€\u{9d} &hellip; ﬁn"), "\"crème\" … fin");
    /// ```
    #[must_use]
    pub fn profile(mut self, profile: Profile) -> CleanerBuilder {
        self.config.repairs = profile.repairs();
        self.config.form = profile.form();
        self
    }

    /// Exactly these repairs.
    #[must_use]
    pub fn only(mut self, repairs: RepairSet) -> CleanerBuilder {
        self.config.repairs = repairs;
        self
    }

    /// Switches a repair on.
    #[must_use]
    pub fn with(mut self, repair: Repair) -> CleanerBuilder {
        self.config.repairs = self.config.repairs.with(repair);
        self
    }

    /// Switches a repair off.
    #[must_use]
    pub fn without(mut self, repair: Repair) -> CleanerBuilder {
        self.config.repairs = self.config.repairs.without(repair);
        self
    }

    /// How `entity` reads character references: [`Mode::Prose`] by default. In [`Mode::Strict`] they
    /// are decoded once, before all other repairs, so cleaning the result again may change it.
    #[must_use]
    pub fn entities(mut self, mode: Mode) -> CleanerBuilder {
        self.config.entities = mode;
        self
    }

    /// The Unicode form that `normalize` makes: [`Form::Compose`] by default, which clean text
    /// survives.
    #[must_use]
    pub fn form(mut self, form: Form) -> CleanerBuilder {
        self.config.form = form;
        self
    }

    /// Adds a rule, behind those that are there.
    #[must_use]
    pub fn rule(mut self, rule: Rule) -> CleanerBuilder {
        self.config.rules.push(rule);
        self
    }

    /// Escapes the output again, for use in HTML text and quoted attributes. Off by default.
    #[must_use]
    pub fn html_safe(mut self, html_safe: bool) -> CleanerBuilder {
        self.config.html_safe = html_safe;
        self
    }

    /// Keeps the byte order mark at the start of a document. Off by default.
    #[must_use]
    pub fn keep_bom(mut self, keep_bom: bool) -> CleanerBuilder {
        self.config.keep_bom = keep_bom;
        self
    }

    /// Records edits in streams, for [`Stream::edits`]. Off by default. It changes nothing else:
    /// the output is the same.
    #[must_use]
    pub fn record_edits(mut self, record: bool) -> CleanerBuilder {
        self.config.record = record;
        self
    }

    /// Decodes bytes from this encoding instead of finding it out.
    ///
    /// # Errors
    ///
    /// Where the label is none of the WHATWG Encoding Standard.
    pub fn encoding(mut self, label: &str) -> Result<CleanerBuilder, Error> {
        let encoding = Encoding::for_label_no_replacement(label.as_bytes());
        self.config.encoding = Some(encoding.ok_or_else(|| Error::encoding(label))?);
        Ok(self)
    }

    /// Whether `shuffle` looks for the title in the first lines where none is given. On by
    /// default.
    #[must_use]
    pub fn infer_title(mut self, infer: bool) -> CleanerBuilder {
        self.config.infer_title = infer;
        self
    }

    /// Whether `shuffle` also works in documents whose title is not found. Off by default: a few
    /// clean documents in a thousand are changed by it.
    #[must_use]
    pub fn shuffle_without_title(mut self, without_title: bool) -> CleanerBuilder {
        self.config.shuffle_without_title = without_title;
        self
    }

    /// The cleaner.
    pub fn build(self) -> Cleaner {
        let scan = Scan::new(&self.config);
        Cleaner { config: Arc::new(self.config), title: None, scan }
    }
}
