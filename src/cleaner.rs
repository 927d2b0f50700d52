//! The cleaner: an immutable configuration, and the ways to clean text that is in memory.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use encoding_rs::{Encoding, UTF_8};

use crate::draft::Segment;
use crate::edit::EditLog;
use crate::encoding::bom;
use crate::encoding::detect::{Detection, detect_whole};
use crate::encoding::foreign::decode_segment;
use crate::entity::Mode;
use crate::error::Error;
use crate::han::{Converter, Counts, Script, Target};
use crate::noise::rules::Rule;
use crate::normalize::Form;
use crate::pipeline::{Document, Output};
use crate::repair::{Repair, RepairSet};
use crate::report::Report;
use crate::scan::Scan;
use crate::segment::{first_cut, window_end};
use crate::stream::Stream;
use crate::survey::SURVEY_WINDOW;

/// A named set of repairs to start from.
///
/// ```
/// use textmend::{Profile, Repair};
///
/// assert!(Profile::default().repairs().contains(Repair::Entity));
/// assert_eq!("ftfy".parse(), Ok(Profile::Ftfy));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Profile {
    /// Every repair that leaves clean text as it is: text read in a wrong encoding, entities in
    /// prose, invisible characters, injected readings, GBK text that lost bytes, keyword
    /// shuffles, composition, and the rules that were given.
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
    ///
    /// ```
    /// use textmend::Profile;
    ///
    /// assert!(Profile::ALL.contains(&Profile::Ftfy));
    /// ```
    pub const ALL: &'static [Profile] = &[Profile::Default, Profile::Ftfy, Profile::None];

    /// The profile's name on the command line.
    ///
    /// ```
    /// assert_eq!(textmend::Profile::Ftfy.name(), "ftfy");
    /// ```
    pub const fn name(self) -> &'static str {
        match self {
            Profile::Default => "default",
            Profile::Ftfy => "ftfy",
            Profile::None => "none",
        }
    }

    /// The repairs that the profile switches on.
    ///
    /// ```
    /// use textmend::{Profile, Repair};
    ///
    /// assert!(Profile::Ftfy.repairs().contains(Repair::Quote));
    /// assert!(Profile::None.repairs().is_empty());
    /// ```
    pub fn repairs(self) -> RepairSet {
        match self {
            Profile::Default => Repair::ALL.iter().copied().filter(|r| r.is_default()).collect(),
            Profile::Ftfy => FTFY.into_iter().collect(),
            Profile::None => RepairSet::EMPTY,
        }
    }

    /// The Unicode form that `normalize` makes in the profile.
    ///
    /// ```
    /// use textmend::{Profile, normalize::Form};
    ///
    /// assert_eq!(Profile::Ftfy.form(), Form::Nfc);
    /// ```
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
///
/// ```
/// let error = "best".parse::<textmend::Profile>().unwrap_err();
/// assert!(error.to_string().starts_with("no profile is called \"best\""));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownProfile(String);

impl fmt::Display for UnknownProfile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = Profile::ALL.iter().map(|it| it.name()).collect::<Vec<_>>().join(", ");
        write!(f, "no profile is called {:?}; there are: {names}", self.0)
    }
}

impl std::error::Error for UnknownProfile {}

impl FromStr for Profile {
    type Err = UnknownProfile;

    fn from_str(name: &str) -> Result<Profile, UnknownProfile> {
        Profile::ALL
            .iter()
            .copied()
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
    pub(crate) conversion: Option<Conversion>,
    pub(crate) rules: Vec<Rule>,
    pub(crate) html_safe: bool,
    pub(crate) keep_bom: bool,
    pub(crate) record: bool,
    pub(crate) encoding: Option<&'static Encoding>,
    pub(crate) infer_title: bool,
    pub(crate) shuffle_without_title: bool,
}

impl Config {
    /// Whether nothing is asked of a line but what stands in it.
    pub(crate) fn is_by_line(&self) -> bool {
        let by_line = RepairSet::EMPTY.with(Repair::Entity).with(Repair::Rules);
        self.repairs.iter().all(|repair| by_line.contains(repair)) && self.rules.is_empty()
    }

    /// Whether references are decoded once, before all else.
    pub(crate) fn is_strict(&self) -> bool {
        self.repairs.contains(Repair::Entity) && self.entities == Mode::Strict
    }
}

/// How documents are converted to another script.
#[derive(Clone, Debug)]
pub(crate) enum Conversion {
    /// Always in the same way.
    Always(Converter),
    /// As they need it.
    Toward(Target),
}

impl Conversion {
    /// The conversions that a document with this head needs, one after the other.
    pub(crate) fn converters<'t>(&self, head: impl Iterator<Item = &'t str>) -> Vec<Converter> {
        match self {
            Conversion::Always(converter) => vec![converter.clone()],
            Conversion::Toward(target) => {
                let mut counts = Counts::default();
                head.for_each(|text| counts.add(text));
                target.converters(counts.detected())
            }
        }
    }
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
        CleanerBuilder {
            config: Config {
                repairs: Profile::Default.repairs(),
                entities: Mode::Prose,
                form: Profile::Default.form(),
                conversion: None,
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
        explained(self.clean_text(text, true))
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
        explained(self.clean_source(bytes, true))
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

    fn clean_text<'t>(&self, text: &'t str, record: bool) -> (Cow<'t, str>, Document) {
        self.clean_decoded(text, Detection::TEXT, record)
    }

    fn clean_source<'b>(&self, bytes: &'b [u8], record: bool) -> (Cow<'b, str>, Document) {
        let (detection, text) = detect_whole(bytes, self.config.encoding);
        if let Some(text) = text {
            return self.clean_decoded(text, detection, record);
        }
        let mut document = Document::new(self.clone(), detection, record);
        let mut output = String::with_capacity(bytes.len());
        let (mark, body) = bom::split(bytes, detection.encoding);
        document.byte_order_mark(mark.bytes, mark.count, &mut output);
        if detection.encoding == UTF_8 {
            let (window, rest) = body.split_at(window_end(body, SURVEY_WINDOW));
            document.survey(document.segments_of_bytes(window, detection), &mut output);
            let segments = document.segments_of_bytes(rest, detection);
            segments.for_each(|it| document.segment(it, &mut output));
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
        document.survey(document.segments_of_text(window), &mut output);
        document.segments_of_text(rest).for_each(|it| document.segment(it, &mut output));
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
    ///
    /// ```
    /// use textmend::{Cleaner, Repair, RepairSet};
    ///
    /// let repairs = RepairSet::EMPTY.with(Repair::Normalize);
    /// let cleaner = Cleaner::builder().only(repairs).build();
    /// assert_eq!(cleaner.clean("cafe\u{301} &amp; bar"), "café &amp; bar");
    /// ```
    #[must_use]
    pub fn only(mut self, repairs: RepairSet) -> CleanerBuilder {
        self.config.repairs = repairs;
        self
    }

    /// Switches a repair on.
    ///
    /// ```
    /// use textmend::{Cleaner, Repair};
    ///
    /// let cleaner = Cleaner::builder().with(Repair::Quote).build();
    /// assert_eq!(cleaner.clean("“ok”"), "\"ok\"");
    /// ```
    #[must_use]
    pub fn with(mut self, repair: Repair) -> CleanerBuilder {
        self.config.repairs = self.config.repairs.with(repair);
        self
    }

    /// Switches a repair off.
    ///
    /// ```
    /// use textmend::{Cleaner, Repair};
    ///
    /// let cleaner = Cleaner::builder().without(Repair::Normalize).build();
    /// assert_eq!(cleaner.clean("cafe\u{301}"), "cafe\u{301}");
    /// ```
    #[must_use]
    pub fn without(mut self, repair: Repair) -> CleanerBuilder {
        self.config.repairs = self.config.repairs.without(repair);
        self
    }

    /// How `entity` reads character references: [`Mode::Prose`] by default. In [`Mode::Strict`] they
    /// are decoded once, before all other repairs, so cleaning the result again may change it.
    ///
    /// ```
    /// use textmend::{Cleaner, entity::Mode};
    ///
    /// let browser = Cleaner::builder().entities(Mode::Strict).build();
    /// assert_eq!(browser.clean("&amp;lt; &ampx"), "&lt; &x");
    /// ```
    #[must_use]
    pub fn entities(mut self, mode: Mode) -> CleanerBuilder {
        self.config.entities = mode;
        self
    }

    /// The Unicode form that `normalize` makes: [`Form::Compose`] by default, which clean text
    /// survives.
    ///
    /// ```
    /// use textmend::{Cleaner, normalize::Form};
    ///
    /// let cleaner = Cleaner::builder().form(Form::Nfkc).build();
    /// assert_eq!(cleaner.clean("① ﬁn"), "1 fin");
    /// ```
    #[must_use]
    pub fn form(mut self, form: Form) -> CleanerBuilder {
        self.config.form = form;
        self
    }

    /// Converts documents to a script, and switches [`Repair::Script`] on. The head of a document
    /// tells what it is: text that is there already, that could be either, or that is Japanese
    /// stays as it is.
    ///
    /// ```
    /// use textmend::{Cleaner, han::Script};
    ///
    /// let cleaner = Cleaner::builder().script(Script::Simplified).build();
    /// assert_eq!(cleaner.clean("這個國家的歷史"), "这个国家的历史");
    /// assert_eq!(cleaner.clean("日本国憲法の歴史"), "日本国憲法の歴史");
    /// ```
    #[must_use]
    pub fn script(self, to: Script) -> CleanerBuilder {
        self.script_from(to, None, false)
    }

    /// Like [`script`](CleanerBuilder::script); `from` says which usage the documents have, where
    /// that is known, and `force` converts Japanese and what could be either, too.
    ///
    /// ```
    /// use textmend::{Cleaner, han::Script};
    ///
    /// let from = Some(Script::Taiwan);
    /// let cleaner = Cleaner::builder().script_from(Script::Simplified, from, true).build();
    /// assert_eq!(cleaner.clean("滑鼠"), "鼠标");
    /// ```
    #[must_use]
    pub fn script_from(mut self, to: Script, from: Option<Script>, force: bool) -> CleanerBuilder {
        self.config.conversion = Some(Conversion::Toward(Target::new(to, from, force)));
        self.with(Repair::Script)
    }

    /// Converts every document with this converter, whatever it is, and switches
    /// [`Repair::Script`] on.
    ///
    /// ```
    /// use textmend::han::{Config, Converter};
    /// use textmend::{Cleaner, Repair};
    ///
    /// let converter = Converter::new(Config::S2twp);
    /// let cleaner = Cleaner::builder().only(Repair::Script.into()).converter(converter).build();
    /// assert_eq!(cleaner.clean("&amp; 网络"), "&amp; 網路");
    /// ```
    #[must_use]
    pub fn converter(mut self, converter: Converter) -> CleanerBuilder {
        self.config.conversion = Some(Conversion::Always(converter));
        self.with(Repair::Script)
    }

    /// Adds a rule, behind those that are there.
    ///
    /// ```
    /// use textmend::{Action, Cleaner, Rule};
    ///
    /// let rule = Rule::new(r"\[edit\]", Action::Delete)?;
    /// assert_eq!(Cleaner::builder().rule(rule).build().clean("History[edit]"), "History");
    /// # Ok::<(), textmend::Error>(())
    /// ```
    #[must_use]
    pub fn rule(mut self, rule: Rule) -> CleanerBuilder {
        self.config.rules.push(rule);
        self
    }

    /// Escapes the output again, for use in HTML text and quoted attributes. Off by default.
    ///
    /// ```
    /// use textmend::Cleaner;
    ///
    /// let cleaner = Cleaner::builder().html_safe(true).build();
    /// assert_eq!(cleaner.clean("&lt;b> &hellip;"), "&lt;b&gt; …");
    /// ```
    #[must_use]
    pub fn html_safe(mut self, html_safe: bool) -> CleanerBuilder {
        self.config.html_safe = html_safe;
        self
    }

    /// Keeps the byte order mark at the start of a document. Off by default.
    ///
    /// ```
    /// use textmend::Cleaner;
    ///
    /// let cleaner = Cleaner::builder().keep_bom(true).build();
    /// assert_eq!(cleaner.clean("\u{FEFF}a"), "\u{FEFF}a");
    /// ```
    #[must_use]
    pub fn keep_bom(mut self, keep_bom: bool) -> CleanerBuilder {
        self.config.keep_bom = keep_bom;
        self
    }

    /// Records edits in streams, for [`Stream::edits`]. Off by default. It changes nothing else:
    /// the output is the same.
    ///
    /// ```
    /// use textmend::Cleaner;
    ///
    /// let cleaner = Cleaner::builder().record_edits(true).build();
    /// let (mut stream, mut text) = (cleaner.stream(), String::new());
    /// stream.push(b"a &lt; b", &mut text);
    /// let (_, edits) = stream.finish_with_edits(&mut text);
    /// assert_eq!(edits.len(), 1);
    /// ```
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
    ///
    /// ```
    /// use textmend::Cleaner;
    ///
    /// let cleaner = Cleaner::builder().encoding("koi8-r")?.build();
    /// assert_eq!(cleaner.clean_bytes(b"\xCD\xC9\xD2"), "мир");
    /// assert!(Cleaner::builder().encoding("koi9").unwrap_err().is_encoding());
    /// # Ok::<(), textmend::Error>(())
    /// ```
    pub fn encoding(mut self, label: &str) -> Result<CleanerBuilder, Error> {
        let encoding = Encoding::for_label_no_replacement(label.as_bytes());
        self.config.encoding = Some(encoding.ok_or_else(|| Error::encoding(label))?);
        Ok(self)
    }

    /// Whether `shuffle` looks for the title in the first lines where none is given. On by
    /// default.
    ///
    /// ```
    /// use textmend::Cleaner;
    ///
    /// let cleaner = Cleaner::builder().infer_title(false).build();
    /// assert_eq!(cleaner.clean("a &lt; b"), "a < b");
    /// ```
    #[must_use]
    pub fn infer_title(mut self, infer: bool) -> CleanerBuilder {
        self.config.infer_title = infer;
        self
    }

    /// Whether `shuffle` also works in documents whose title is not found. Off by default: a few
    /// clean documents in a thousand are changed by it.
    ///
    /// ```
    /// use textmend::Cleaner;
    ///
    /// let cleaner = Cleaner::builder().shuffle_without_title(true).build();
    /// assert_eq!(cleaner.clean("a &lt; b"), "a < b");
    /// ```
    #[must_use]
    pub fn shuffle_without_title(mut self, without_title: bool) -> CleanerBuilder {
        self.config.shuffle_without_title = without_title;
        self
    }

    /// The cleaner.
    ///
    /// ```
    /// use textmend::Cleaner;
    ///
    /// let cleaner = Cleaner::builder().build();
    /// assert_eq!(cleaner.clean("a &lt; b"), "a < b");
    /// ```
    pub fn build(self) -> Cleaner {
        let scan = Scan::new(&self.config);
        Cleaner { config: Arc::new(self.config), title: None, scan }
    }
}
