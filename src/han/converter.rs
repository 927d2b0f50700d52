//! Conversion of Chinese text between its scripts, with OpenCC's answers.

use std::borrow::Cow;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use super::builtin::Parts;
use super::config::Config;
use super::custom;
use super::dictionary::{Dictionary, Value};
use super::flow::{Flow, Marks, Stages};
use super::matcher::Matcher;
#[cfg(feature = "opencc")]
use super::opencc::Library;
use super::shortcut::Output;
use super::stage::{End, Sink, Stage};
use super::utf16;
use crate::edit::compose;
use crate::error::Error;
use crate::repair::Repair;
use crate::rewrite::{Change, Rewritten};

/// Converts text between Simplified and Traditional Chinese, usages of Taiwan and Hong Kong, and
/// Japanese forms: what OpenCC 1.4.2 gives, byte for byte, but that a NUL ends no text.
///
/// Opening takes well under a millisecond and about a megabyte. Cheap to clone; one converter serves
/// any number of threads.
///
/// ```
/// use textmend::han::{Config, Converter};
///
/// let converter = Converter::new(Config::T2s);
/// assert_eq!(converter.convert("乾隆年間的乾糧"), "乾隆年间的干粮");
/// ```
#[derive(Clone, Debug)]
pub struct Converter {
    engine: Engine,
}

/// What does the work.
#[derive(Clone, Debug)]
enum Engine {
    Stages(Arc<Stages>),
    #[cfg(feature = "opencc")]
    Library(Arc<Library>),
}

impl Converter {
    /// A converter for one of OpenCC's configurations.
    ///
    /// ```
    /// use textmend::han::{Config, Converter};
    ///
    /// assert_eq!(Converter::new(Config::S2t).convert("头发"), "頭髮");
    /// ```
    pub fn new(config: Config) -> Converter {
        Converter::from_parts(Parts::of(config))
    }

    /// A builder that adds dictionaries to one of OpenCC's configurations.
    ///
    /// ```
    /// use textmend::han::{Config, Converter, Dictionary};
    ///
    /// let dictionary = Dictionary::parse("own.txt", "老王\t老王先生".as_bytes())?;
    /// let converter = Converter::builder(Config::S2t).before(dictionary).build();
    /// assert_eq!(converter.convert("老王来了"), "老王先生來了");
    /// # Ok::<(), textmend::Error>(())
    /// ```
    pub fn builder(config: Config) -> ConverterBuilder {
        ConverterBuilder { config, before: Vec::new(), after: Vec::new() }
    }

    /// A converter for a configuration in OpenCC's JSON format. Its dictionaries are text files
    /// beside it; where such a file is missing and has the name of one of OpenCC's own, that one
    /// is taken.
    ///
    /// # Errors
    ///
    /// Where a file cannot be read, and where the configuration or a dictionary is wrong. The
    /// message names the file, and the line or the member.
    ///
    /// ```
    /// use textmend::han::Converter;
    ///
    /// let folder = std::env::temp_dir();
    /// let path = folder.join(format!("textmend-example-{}.json", std::process::id()));
    /// let text = r#"{"conversion_chain": [{"dict": {"type": "inline", "entries": {"貓": "猫"}}}]}"#;
    /// std::fs::write(&path, text)?;
    /// assert_eq!(Converter::open(&path)?.convert("一隻貓"), "一隻猫");
    /// # std::fs::remove_file(path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn open(path: impl AsRef<Path>) -> Result<Converter, Error> {
        Ok(Converter::from_parts(custom::open(path.as_ref())?))
    }

    pub(super) fn from_parts(parts: Parts) -> Converter {
        Converter { engine: Engine::Stages(Arc::new(parts.into_stages())) }
    }

    /// A converter that asks OpenCC itself, with a configuration of its own: the path of a JSON
    /// file, or a name that the installed library knows. It serialises on a lock, and its streams hold
    /// the text back until they end.
    ///
    /// # Errors
    ///
    /// Where OpenCC does not open the configuration.
    #[cfg(feature = "opencc")]
    pub fn opencc(config: impl AsRef<Path>) -> Result<Converter, Error> {
        Ok(Converter { engine: Engine::Library(Arc::new(Library::open(config.as_ref())?)) })
    }

    /// Converts a text. Borrowed where nothing changes.
    ///
    /// Time is linear in the length; beyond the output, memory is bounded.
    ///
    /// ```
    /// use std::borrow::Cow;
    /// use textmend::han::{Config, Converter};
    ///
    /// let converter = Converter::new(Config::T2s);
    /// assert_eq!(converter.convert("開門見山"), "开门见山");
    /// assert!(matches!(converter.convert("山"), Cow::Borrowed("山")));
    /// ```
    pub fn convert<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let mut output = Converted { source: text, kept: 0, owned: None };
        match &self.engine {
            Engine::Stages(stages) => {
                Flow::new(stages).push(stages, text, true, |piece| output.push(piece));
            }
            #[cfg(feature = "opencc")]
            Engine::Library(library) => output.push(&library.convert(text)),
        }
        output.finish()
    }

    /// Begins a text that arrives in pieces.
    ///
    /// ```
    /// use textmend::han::{Config, Converter};
    ///
    /// let (mut stream, mut text) = (Converter::new(Config::T2s).stream(), String::new());
    /// stream.push("開門".as_bytes(), &mut text);
    /// stream.push("見山".as_bytes(), &mut text);
    /// stream.finish(&mut text);
    /// assert_eq!(text, "开门见山");
    /// ```
    pub fn stream(&self) -> Stream {
        let state = match &self.engine {
            Engine::Stages(stages) => State::Flow(Arc::clone(stages), Flow::new(stages)),
            #[cfg(feature = "opencc")]
            Engine::Library(library) => State::Waiting(Arc::clone(library), String::new()),
        };
        Stream { state, cut: Vec::new() }
    }

    /// Converts, and notes what changes where. Slower than [`convert`](Converter::convert): the
    /// stages go over all of the text one after the other.
    pub(crate) fn rewrite<'t>(&self, text: &'t str) -> Rewritten<'t> {
        match &self.engine {
            Engine::Stages(stages) => rewrite_all(stages, text),
            #[cfg(feature = "opencc")]
            Engine::Library(library) => library.rewrite(text),
        }
    }
}

/// Sends the text through all stages, one after the other.
fn rewrite_all<'t>(stages: &Stages, text: &'t str) -> Rewritten<'t> {
    let mut rewriting = Rewriting { units: Vec::new(), changes: Vec::new(), marks: Vec::new() };
    utf16::decode(text, &mut rewriting.units);
    for stage in &stages.normalization {
        rewriting.send_through(stage);
    }
    rewriting.marks.clear();
    if let Some(stage) = &stages.segmentation {
        let units = &rewriting.units;
        stage.convert(units, 0..units.len(), &[], End::Text, &mut Marks(&mut rewriting.marks));
    }
    for stage in &stages.chain {
        rewriting.send_through(stage);
    }
    if rewriting.changes.is_empty() {
        return Rewritten { text: Cow::Borrowed(text), changes: Vec::new() };
    }
    let mut output = Output::default();
    output.encode(&rewriting.units);
    let output = output.into_text();
    let mut changes = rewriting.changes;
    // From units to bytes.
    let (mut source, mut target) = (Places::new(text), Places::new(&output));
    for change in &mut changes {
        change.source = source.byte(change.source.start)..source.byte(change.source.end);
        change.output = target.byte(change.output.start)..target.byte(change.output.end);
    }
    Rewritten { text: Cow::Owned(output), changes }
}

/// Walks over a text and tells where units are in bytes.
struct Places<'t> {
    chars: std::str::Chars<'t>,
    unit: usize,
    byte: usize,
}

impl<'t> Places<'t> {
    fn new(text: &'t str) -> Places<'t> {
        Places { chars: text.chars(), unit: 0, byte: 0 }
    }

    /// Places are asked for in order.
    fn byte(&mut self, unit: usize) -> usize {
        while self.unit < unit
            && let Some(c) = self.chars.next()
        {
            self.unit += c.len_utf16();
            self.byte += c.len_utf8();
        }
        self.byte
    }
}

/// A text between two stages, as units, and how it differs from the source.
struct Rewriting {
    units: Vec<u16>,
    changes: Vec<Change>,
    /// Where segments end.
    marks: Vec<usize>,
}

impl Rewriting {
    /// Sends the text through one more stage, segment by segment.
    fn send_through(&mut self, stage: &Stage) {
        let text = &self.units[..];
        let mut edits = Edits { output: Vec::new(), changes: Vec::new(), marks: Vec::new() };
        let mut start = 0;
        for mark in self.marks.drain(..) {
            stage.convert(text, start..mark, &[], End::Text, &mut edits);
            edits.mark(mark);
            start = mark;
        }
        stage.convert(text, start..text.len(), &[], End::Text, &mut edits);
        self.changes = compose(std::mem::take(&mut self.changes), edits.changes);
        self.units = edits.output;
        self.marks = edits.marks;
    }
}

/// What a stage makes, with what it changes. Changes that touch each other become one.
struct Edits {
    output: Vec<u16>,
    changes: Vec<Change>,
    marks: Vec<usize>,
}

impl Edits {
    fn change(&mut self, text: &[u16], source: Range<usize>, with: impl Iterator<Item = u16>) {
        let start = self.output.len();
        self.output.extend(with);
        if self.output[start..] == text[source.clone()] {
            return;
        }
        match self.changes.last_mut() {
            Some(last) if last.source.end == source.start => {
                last.source.end = source.end;
                last.output.end = self.output.len();
            }
            _ => self.changes.push(Change {
                source,
                output: start..self.output.len(),
                repairs: Repair::Script.into(),
                confidence: 1.0,
                plan: None,
            }),
        }
    }
}

impl Sink for Edits {
    fn keep(&mut self, text: &[u16], at: usize, length: usize) {
        self.output.extend_from_slice(&text[at..at + length]);
    }

    fn put(&mut self, text: &[u16], at: usize, with: u16) {
        self.change(text, at..at + 1, [with].into_iter());
    }

    fn value(&mut self, text: &[u16], at: usize, length: usize, with: Value<'_>) {
        self.change(text, at..at + length, with.units());
    }

    fn mark(&mut self, _: usize) {
        self.marks.push(self.output.len());
    }
}

/// Output that stays borrowed from the source for as long as it is the same.
struct Converted<'t> {
    source: &'t str,
    kept: usize,
    owned: Option<String>,
}

impl<'t> Converted<'t> {
    fn push(&mut self, piece: &str) {
        match &mut self.owned {
            Some(owned) => owned.push_str(piece),
            None if self.source.as_bytes()[self.kept..].starts_with(piece.as_bytes()) => {
                self.kept += piece.len();
            }
            None => {
                let mut owned = String::with_capacity(self.source.len() + self.source.len() / 16);
                owned.push_str(&self.source[..self.kept]);
                owned.push_str(piece);
                self.owned = Some(owned);
            }
        }
    }

    fn finish(self) -> Cow<'t, str> {
        match self.owned {
            Some(owned) => Cow::Owned(owned),
            None if self.kept == self.source.len() => Cow::Borrowed(self.source),
            // What is missing at the end has changed, too.
            None => Cow::Owned(self.source[..self.kept].to_owned()),
        }
    }
}

/// Adds dictionaries to one of OpenCC's configurations; made by [`Converter::builder`].
///
/// Added dictionaries work on the text as it comes, in the first stage: their keys are in the
/// script and usage that the configuration converts from. Where it has further stages, values go
/// through them, and every key is kept together on the way.
///
/// ```
/// use textmend::han::{Config, Converter, Dictionary};
///
/// let names = Dictionary::parse("names.txt", "范文芳\t范文芳".as_bytes())?;
/// let converter = Converter::builder(Config::S2t).before(names).build();
/// assert_eq!(converter.convert("范文芳的范文"), "范文芳的範文");
/// # Ok::<(), textmend::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct ConverterBuilder {
    config: Config,
    before: Vec<Dictionary>,
    after: Vec<Dictionary>,
}

impl ConverterBuilder {
    /// Adds a dictionary that is asked before the configuration's own, and behind those that
    /// were added before: where any of its keys begins, no other is asked.
    ///
    /// ```
    /// use textmend::han::{Config, Converter, Dictionary};
    ///
    /// let own = Dictionary::parse("own.txt", "干\t乾".as_bytes())?;
    /// let converter = Converter::builder(Config::S2t).before(own).build();
    /// assert_eq!(converter.convert("干部"), "乾部");
    /// # Ok::<(), textmend::Error>(())
    /// ```
    #[must_use]
    pub fn before(mut self, dictionary: Dictionary) -> ConverterBuilder {
        self.before.push(dictionary);
        self
    }

    /// Adds a dictionary that is asked behind the configuration's own: where none of their keys
    /// begins.
    ///
    /// ```
    /// use textmend::han::{Config, Converter, Dictionary};
    ///
    /// let own = Dictionary::parse("own.txt", "干\t乾".as_bytes())?;
    /// let converter = Converter::builder(Config::S2t).after(own).build();
    /// assert_eq!(converter.convert("干部"), "幹部");
    /// # Ok::<(), textmend::Error>(())
    /// ```
    #[must_use]
    pub fn after(mut self, dictionary: Dictionary) -> ConverterBuilder {
        self.after.push(dictionary);
        self
    }

    /// The converter.
    ///
    /// ```
    /// use textmend::han::{Config, Converter};
    ///
    /// assert_eq!(Converter::builder(Config::T2s).build().convert("門"), "门");
    /// ```
    pub fn build(self) -> Converter {
        let mut parts = Parts::of(self.config);
        let matchers = |dictionaries: Vec<Dictionary>| -> Vec<Matcher> {
            dictionaries.into_iter().map(|one| Matcher::One(Arc::new(one))).collect()
        };
        let (before, after) = (matchers(self.before), matchers(self.after));
        let extended = |own: &Matcher| {
            let own = match own {
                Matcher::First(members) => members.clone(),
                other => vec![other.clone()],
            };
            Matcher::First([before.clone(), own, after.clone()].concat())
        };
        if !(before.is_empty() && after.is_empty()) {
            parts.segmentation = parts.segmentation.as_ref().map(extended);
            if let Some(first) = parts.chain.first_mut() {
                *first = extended(first);
            }
            parts.outline = None;
        }
        Converter::from_parts(parts)
    }
}

/// The state of one text that arrives in pieces; made by [`Converter::stream`].
///
/// The output is what [`Converter::convert`] makes of the whole, however it is cut. Holds back at most a few
/// hundred bytes.
///
/// ```
/// use textmend::han::{Config, Converter};
///
/// let mut stream = Converter::new(Config::S2t).stream();
/// let mut text = String::new();
/// for byte in "头发发黄".bytes() {
///     stream.push(&[byte], &mut text);
/// }
/// stream.finish(&mut text);
/// assert_eq!(text, "頭髮發黃");
/// ```
#[derive(Clone, Debug)]
pub struct Stream {
    state: State,
    /// The bytes of a character that is not complete.
    cut: Vec<u8>,
}

#[derive(Clone, Debug)]
enum State {
    Flow(Arc<Stages>, Flow),
    /// All of the text so far.
    #[cfg(feature = "opencc")]
    Waiting(Arc<Library>, String),
}

impl Stream {
    /// Takes all of `src`, the next bytes of the text, and appends what is final to `dst`. Bytes
    /// that are not UTF-8 become U+FFFD.
    ///
    /// Cost: linear in `src`; a chunk of any length is fine, also none.
    ///
    /// ```
    /// use textmend::han::{Config, Converter};
    ///
    /// let (mut stream, mut text) = (Converter::new(Config::T2s).stream(), String::new());
    /// let (first, second) = "門".as_bytes().split_at(1);
    /// stream.push(first, &mut text);
    /// stream.push(second, &mut text);
    /// stream.finish(&mut text);
    /// assert_eq!(text, "门");
    /// ```
    pub fn push(&mut self, src: &[u8], dst: &mut String) {
        let mut rest = src;
        // A character that the last chunk began: byte by byte, until it is one or cannot be.
        while !self.cut.is_empty() {
            let Some((&byte, behind)) = rest.split_first() else { return };
            self.cut.push(byte);
            match std::str::from_utf8(&self.cut) {
                Ok(character) => {
                    self.state.text(character, false, dst);
                    self.cut.clear();
                    rest = behind;
                }
                Err(error) if error.error_len().is_none() => rest = behind,
                Err(_) => {
                    self.cut.clear();
                    self.state.text("\u{FFFD}", false, dst);
                }
            }
        }
        let whole = rest.len() - unfinished(rest);
        for chunk in rest[..whole].utf8_chunks() {
            self.state.text(chunk.valid(), false, dst);
            if !chunk.invalid().is_empty() {
                self.state.text("\u{FFFD}", false, dst);
            }
        }
        self.cut.extend_from_slice(&rest[whole..]);
    }

    /// Ends the text and appends the rest of the output to `dst`.
    ///
    /// ```
    /// use textmend::han::{Config, Converter};
    ///
    /// let (mut stream, mut text) = (Converter::new(Config::T2s).stream(), String::new());
    /// stream.push(b"cut \xE9\x96", &mut text);
    /// stream.finish(&mut text);
    /// assert_eq!(text, "cut \u{FFFD}");
    /// ```
    pub fn finish(mut self, dst: &mut String) {
        if !self.cut.is_empty() {
            self.state.text("\u{FFFD}", false, dst);
        }
        self.state.text("", true, dst);
    }
}

impl State {
    fn text(&mut self, text: &str, last: bool, dst: &mut String) {
        match self {
            State::Flow(stages, flow) => flow.push(stages, text, last, |text| dst.push_str(text)),
            #[cfg(feature = "opencc")]
            State::Waiting(library, waiting) => {
                waiting.push_str(text);
                if last {
                    dst.push_str(&library.convert(waiting));
                }
            }
        }
    }
}

/// How many bytes at the end begin a character that more bytes may complete.
fn unfinished(bytes: &[u8]) -> usize {
    let longest = bytes.len().min(3);
    (1..=longest)
        .find(|&length| {
            let tail = &bytes[bytes.len() - length..];
            std::str::from_utf8(tail)
                .is_err_and(|error| error.valid_up_to() == 0 && error.error_len().is_none())
        })
        .unwrap_or(0)
}
