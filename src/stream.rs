//! Cleaning a document that arrives in pieces.
//!
//! The stream is a sans-IO state machine: bytes go in, text that is final comes out. It first
//! gathers enough bytes to tell the encoding, then enough segments to survey the document, and from
//! then on holds at most one unfinished segment. All of it depends on the bytes alone and not on
//! how they are cut into pieces.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use memchr::{memchr, memrchr};

use crate::cleaner::Cleaner;
use crate::draft::Segment;
use crate::edit::Edit;
use crate::encoding::bom;
use crate::encoding::detect::{DETECTION_WINDOW, Detection, detect};
use crate::encoding::foreign::decode_segment;
use crate::pipeline::{Account, Document, Output};
use crate::report::Report;
use crate::segment::{Cut, MAX_SEGMENT, first_cut, window_end};
use crate::survey::SURVEY_WINDOW;

/// The state of one document that arrives in pieces; made by [`Cleaner::stream`].
///
/// Holds at most about 192 KiB of the source at a time, whatever the document's length.
///
/// ```
/// let mut stream = textmend::Cleaner::new().stream();
/// let mut text = String::new();
/// for chunk in ["Tom &am", "p; Je", "rry"] {
///     stream.push(chunk.as_bytes(), &mut text);
/// }
/// let report = stream.finish(&mut text);
/// assert_eq!(text, "Tom & Jerry");
/// assert_eq!(report.edits, 1);
/// ```
#[derive(Debug)]
pub struct Stream {
    cleaner: Cleaner,
    state: State,
    /// Source bytes that have not left yet.
    buffer: Vec<u8>,
    /// The whole segments at the start of `buffer` that wait for the survey.
    window: Vec<Cut>,
    /// Their length, in bytes.
    window_length: usize,
    /// How many bytes of the unfinished segment are known to hold no line feed.
    searched: usize,
}

#[derive(Debug)]
enum State {
    /// The head of the document gathers.
    Detecting,
    /// Whole segments gather at the start of the buffer until they fill the survey window.
    Surveying(Detection, Document),
    /// Segments leave as soon as they are whole.
    Flowing(Detection, Document),
}

/// Hands text on as it is.
struct Pieces<F>(F);

impl<F: FnMut(&str)> Output for Pieces<F> {
    fn keep(&mut self, text: &str) {
        self.replace(text);
    }

    fn replace(&mut self, text: &str) {
        if !text.is_empty() {
            (self.0)(text);
        }
    }
}

impl Stream {
    pub(crate) fn new(cleaner: Cleaner) -> Stream {
        Stream {
            cleaner,
            state: State::Detecting,
            buffer: Vec::new(),
            window: Vec::new(),
            window_length: 0,
            searched: 0,
        }
    }

    /// Takes all of `src`, the next bytes of the document, and appends the text that is final to
    /// `dst`.
    ///
    /// Cost: linear in `src`; a chunk of any length is fine, also none.
    ///
    /// ```
    /// let (mut stream, mut text) = (textmend::Cleaner::new().stream(), String::new());
    /// for byte in "a &lt; b".bytes() {
    ///     stream.push(&[byte], &mut text);
    /// }
    /// stream.finish(&mut text);
    /// assert_eq!(text, "a < b");
    /// ```
    pub fn push(&mut self, src: &[u8], dst: &mut String) {
        self.push_to(src, dst);
    }

    /// Like [`push`](Stream::push), but hands the text that is final on in pieces, without a copy wherever nothing changed
    /// in it. How the text is cut into pieces means nothing; none is empty.
    ///
    /// Cost: that of [`push`](Stream::push), less the copy, which takes longer than the look at plain ASCII.
    ///
    /// ```
    /// let (mut stream, mut length) = (textmend::Cleaner::new().stream(), 0);
    /// stream.push_with(b"a &lt; b", |piece| length += piece.len());
    /// stream.finish_with(|piece| length += piece.len());
    /// assert_eq!(length, 5);
    /// ```
    pub fn push_with(&mut self, src: &[u8], dst: impl FnMut(&str)) {
        self.push_to(src, &mut Pieces(dst));
    }

    fn push_to(&mut self, src: &[u8], dst: &mut impl Output) {
        let mut rest = src;
        while !rest.is_empty() {
            rest = match &self.state {
                State::Flowing(..) if self.buffer.is_empty() => self.flow_from(rest, dst),
                _ => self.fill_from(rest),
            };
            self.advance(false, dst);
        }
    }

    /// Ends the document and appends the rest of its text to `dst`.
    ///
    /// Edits that were recorded and not taken with [`edits`](Stream::edits) are lost; use
    /// [`finish_with_edits`](Stream::finish_with_edits) where they matter.
    ///
    /// ```
    /// let (mut stream, mut text) = (textmend::Cleaner::new().stream(), String::new());
    /// stream.push(b"a &lt; b", &mut text);
    /// let report = stream.finish(&mut text);
    /// assert_eq!((text.as_str(), report.edits), ("a < b", 1));
    /// ```
    pub fn finish(self, dst: &mut String) -> Report {
        self.finish_with_edits(dst).0
    }

    /// Like [`finish`](Stream::finish), with the recorded edits that have not been taken yet.
    ///
    /// ```
    /// use textmend::Cleaner;
    ///
    /// let cleaner = Cleaner::builder().record_edits(true).build();
    /// let (mut stream, mut text) = (cleaner.stream(), String::new());
    /// stream.push(b"a &lt; b", &mut text);
    /// let (report, edits) = stream.finish_with_edits(&mut text);
    /// assert_eq!((report.edits, edits.len()), (1, 1));
    /// ```
    pub fn finish_with_edits(self, dst: &mut String) -> (Report, Vec<Edit>) {
        self.finish_to(dst)
    }

    /// Like [`finish_with_edits`](Stream::finish_with_edits), but hands the rest of the text on in pieces, as
    /// [`push_with`](Stream::push_with) does.
    ///
    /// ```
    /// let (mut stream, mut text) = (textmend::Cleaner::new().stream(), String::new());
    /// stream.push_with(b"a &lt; b", |piece| text.push_str(piece));
    /// let (report, _) = stream.finish_with(|piece| text.push_str(piece));
    /// assert_eq!((text.as_str(), report.edits), ("a < b", 1));
    /// ```
    pub fn finish_with(self, dst: impl FnMut(&str)) -> (Report, Vec<Edit>) {
        self.finish_to(&mut Pieces(dst))
    }

    fn finish_to(mut self, dst: &mut impl Output) -> (Report, Vec<Edit>) {
        self.advance(true, dst);
        match self.state {
            State::Surveying(_, document) | State::Flowing(_, document) => document.finish(),
            State::Detecting => (Report::default(), Vec::new()),
        }
    }

    /// Takes the edits recorded since the last call, for which
    /// [`record_edits`](crate::CleanerBuilder::record_edits) must be on. Taking them now and then
    /// keeps memory bounded.
    ///
    /// ```
    /// use textmend::Cleaner;
    ///
    /// let cleaner = Cleaner::builder().record_edits(true).build();
    /// let (mut stream, mut text) = (cleaner.stream(), String::new());
    /// stream.push("a &lt; b\n".repeat(10_000).as_bytes(), &mut text);
    /// assert!(stream.edits().count() > 0);
    /// ```
    pub fn edits(&mut self) -> impl Iterator<Item = Edit> + use<> {
        let edits = match &mut self.state {
            State::Surveying(_, document) | State::Flowing(_, document) => document.take_edits(),
            State::Detecting => Vec::new(),
        };
        edits.into_iter()
    }

    /// Sends the whole segments at the start of `src` on their way without a copy, and gives back
    /// the rest of `src`. If that is all of it, the unfinished segment goes to the buffer.
    fn flow_from<'s>(&mut self, src: &'s [u8], dst: &mut impl Output) -> &'s [u8] {
        let State::Flowing(detection, document) = &mut self.state else { return src };
        let mut rest = src;
        if detection.encoding == UTF_8
            && let Some(line_feed) = memrchr(b'\n', rest)
        {
            let (lines, behind) = rest.split_at(line_feed + 1);
            let segments = document.segments_of_bytes(lines, *detection);
            segments.for_each(|segment| document.segment(segment, dst));
            rest = behind;
        }
        while let Some(cut) = first_cut(rest, 0, false, detection.encoding) {
            let (source, behind) = rest.split_at(cut.length);
            document.segment(segment(source, *detection, cut.forced), dst);
            rest = behind;
        }
        self.buffer.extend_from_slice(rest);
        self.searched = rest.len();
        &[]
    }

    /// Moves the bytes from the start of `src` to the buffer that decide about its next step, and
    /// gives back the others.
    fn fill_from<'s>(&mut self, src: &'s [u8]) -> &'s [u8] {
        let may_end_with_line = match &self.state {
            State::Detecting => self.buffer.len() > DETECTION_WINDOW,
            State::Surveying(detection, _) | State::Flowing(detection, _) => {
                has_single_byte_line_feed(detection.encoding)
            }
        };
        let mut taken = src.len().min(self.limit().saturating_sub(self.buffer.len()));
        if may_end_with_line && let Some(line_feed) = memchr(b'\n', &src[..taken]) {
            taken = line_feed + 1;
        }
        let (moved, rest) = src.split_at(taken);
        self.buffer.extend_from_slice(moved);
        rest
    }

    /// How many bytes the buffer needs at most for the next step. One more than a limit tells that something follows.
    fn limit(&self) -> usize {
        const _: () = assert!(MAX_SEGMENT >= DETECTION_WINDOW);
        self.window_length + MAX_SEGMENT + 1
    }

    /// Does what the bytes in the buffer allow; `last` says that nothing follows them.
    fn advance(&mut self, last: bool, dst: &mut impl Output) {
        if let State::Detecting = self.state {
            if !last && !self.has_head() {
                return;
            }
            self.detect(last, dst);
        }
        if let State::Surveying(..) = self.state {
            self.survey(last, dst);
        }
        if let State::Flowing(..) = self.state {
            self.flow(last, dst);
        }
    }

    /// Whether the buffer tells the encoding and holds, as far as it has lines like those of ASCII, the survey window: so that
    /// its bytes are validated once for both.
    fn has_head(&mut self) -> bool {
        if self.buffer.len() <= DETECTION_WINDOW {
            return false;
        }
        if self.window_length == 0 {
            let within = &self.buffer[..SURVEY_WINDOW];
            self.window_length = memrchr(b'\n', within).map_or(0, |line_feed| line_feed + 1);
        }
        self.buffer.ends_with(b"\n") || self.buffer.len() >= self.limit()
    }

    fn detect(&mut self, last: bool, dst: &mut impl Output) {
        let (detection, text) = detect(&self.buffer, last, self.cleaner.config.encoding);
        let record = self.cleaner.config.record;
        let account = if record { Account::FiguresAndEdits } else { Account::Figures };
        let mut document = Document::new(self.cleaner.clone(), detection, account);
        let (mark, body) = bom::split(&self.buffer, detection.encoding);
        document.byte_order_mark(mark.bytes, mark.count, dst);
        let mark_length = self.buffer.len() - body.len();
        self.window_length = 0;
        // Where an endless line is cut depends on what follows.
        let is_window = || body.len() >= SURVEY_WINDOW && body.ends_with(b"\n");
        if let Some(text) = text
            && (last || is_window())
        {
            let end = mark_length + window_end(body, SURVEY_WINDOW);
            document.survey(document.segments_of_text(&text[mark_length..end]), dst);
            self.buffer.drain(..end);
            self.state = State::Flowing(detection, document);
        } else {
            self.buffer.drain(..mark_length);
            self.state = State::Surveying(detection, document);
        }
    }

    /// Gathers whole segments until the survey window is full, then sends all of them on.
    fn survey(&mut self, last: bool, dst: &mut impl Output) {
        let State::Surveying(detection, _) = &self.state else { return };
        let detection = *detection;
        if detection.encoding == UTF_8 {
            // All lines at once that are within the window as a whole, as most windows have them only.
            let end = self.buffer.len().min(SURVEY_WINDOW);
            let unsearched = self.buffer.get(self.window_length + self.searched..end);
            if let Some(line_feed) = unsearched.and_then(|bytes| memrchr(b'\n', bytes)) {
                self.window_length += self.searched + line_feed + 1;
                self.searched = 0;
            }
        }
        while self.window_length < SURVEY_WINDOW {
            let unfinished = &self.buffer[self.window_length..];
            match first_cut(unfinished, self.searched, last, detection.encoding) {
                Some(cut) => {
                    self.window.push(cut);
                    self.window_length += cut.length;
                    self.searched = 0;
                }
                None if last => break,
                None => {
                    self.searched = unfinished.len();
                    return;
                }
            }
        }
        let surveying = std::mem::replace(&mut self.state, State::Detecting);
        let State::Surveying(_, mut document) = surveying else { return };
        let mut rest = &self.buffer[..self.window_length];
        let cuts = std::mem::take(&mut self.window);
        if detection.encoding == UTF_8 {
            document.survey(document.segments_of_bytes(rest, detection), dst);
        } else {
            let window = cuts.into_iter().map(|cut| {
                let (source, behind) = rest.split_at(cut.length);
                rest = behind;
                segment(source, detection, cut.forced)
            });
            document.survey(window, dst);
        }
        self.buffer.drain(..self.window_length);
        self.window_length = 0;
        self.state = State::Flowing(detection, document);
    }

    /// Sends the whole segments of the buffer on.
    fn flow(&mut self, last: bool, dst: &mut impl Output) {
        let State::Flowing(detection, document) = &mut self.state else { return };
        let mut done = 0;
        if detection.encoding == UTF_8 {
            let line_feed = memrchr(b'\n', &self.buffer[self.searched..]);
            let lines = line_feed.map_or(0, |line_feed| self.searched + line_feed + 1);
            done = if last { self.buffer.len() } else { lines };
        }
        if done > 0 {
            let segments = document.segments_of_bytes(&self.buffer[..done], *detection);
            segments.for_each(|segment| document.segment(segment, dst));
            self.searched = 0;
        }
        while let Some(cut) =
            first_cut(&self.buffer[done..], self.searched, last, detection.encoding)
        {
            let source = &self.buffer[done..done + cut.length];
            document.segment(segment(source, *detection, cut.forced), dst);
            done += cut.length;
            self.searched = 0;
        }
        self.buffer.drain(..done);
        self.searched = self.buffer.len();
    }
}

/// Whether a byte 0x0A always is a line feed.
fn has_single_byte_line_feed(encoding: &'static Encoding) -> bool {
    encoding != UTF_16LE && encoding != UTF_16BE
}

fn segment(source: &[u8], detection: Detection, forced: bool) -> Segment<'_> {
    let decoded = decode_segment(source, detection);
    Segment::new(source, decoded, forced)
}
