//! Readers and writers that clean what passes through: thin shells over [`Stream`].

use std::io::{self, Read, Write};

use crate::cleaner::Cleaner;
use crate::edit::Edit;
use crate::report::Report;
use crate::stream::Stream;

/// How much is asked of the inner reader at a time, in bytes.
const READ_SIZE: usize = 64 * 1024;

/// Reads a document from another reader and gives it cleaned, as UTF-8.
///
/// ```
/// use std::io::Read;
/// use textmend::{CleanReader, Cleaner};
///
/// let mut reader = CleanReader::new(&b"Tom &amp; Jerry"[..], &Cleaner::new());
/// let mut text = String::new();
/// reader.read_to_string(&mut text)?;
/// assert_eq!(text, "Tom & Jerry");
/// assert_eq!(reader.report().unwrap().edits, 1);
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct CleanReader<R> {
    inner: R,
    /// `None` once the document has ended.
    stream: Option<Stream>,
    source: Vec<u8>,
    cleaned: String,
    /// How many bytes of `cleaned` have been read.
    taken: usize,
    edits: Vec<Edit>,
    report: Option<Report>,
}

impl<R: Read> CleanReader<R> {
    /// A reader over one document. Reads 64 KiB at a time; a buffered reader below gains nothing.
    ///
    /// ```
    /// use textmend::{CleanReader, Cleaner};
    ///
    /// let reader = CleanReader::new(&b"a &lt; b"[..], &Cleaner::new());
    /// assert_eq!(std::io::read_to_string(reader)?, "a < b");
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn new(inner: R, cleaner: &Cleaner) -> CleanReader<R> {
        CleanReader {
            inner,
            stream: Some(cleaner.stream()),
            source: vec![0; READ_SIZE],
            cleaned: String::new(),
            taken: 0,
            edits: Vec::new(),
            report: None,
        }
    }

    /// Takes the edits recorded since the last call; see
    /// [`record_edits`](crate::CleanerBuilder::record_edits).
    ///
    /// ```
    /// use std::io::Read;
    /// use textmend::{CleanReader, Cleaner};
    ///
    /// let cleaner = Cleaner::builder().record_edits(true).build();
    /// let mut reader = CleanReader::new(&b"a &lt; b"[..], &cleaner);
    /// reader.read_to_string(&mut String::new())?;
    /// assert_eq!(reader.edits().count(), 1);
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn edits(&mut self) -> impl Iterator<Item = Edit> + use<R> {
        let mut edits = std::mem::take(&mut self.edits);
        edits.extend(self.stream.iter_mut().flat_map(Stream::edits));
        edits.into_iter()
    }

    /// The figures of the document; `None` until it has been read to its end.
    ///
    /// ```
    /// use std::io::Read;
    /// use textmend::{CleanReader, Cleaner};
    ///
    /// let mut reader = CleanReader::new(&b"a &lt; b"[..], &Cleaner::new());
    /// assert_eq!(reader.report(), None);
    /// reader.read_to_string(&mut String::new())?;
    /// assert_eq!(reader.report().unwrap().source_bytes, 8);
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn report(&self) -> Option<&Report> {
        self.report.as_ref()
    }

    /// The inner reader. What was read and not yet given out is lost.
    ///
    /// ```
    /// use textmend::{CleanReader, Cleaner};
    ///
    /// let reader = CleanReader::new(&b"not read yet"[..], &Cleaner::new());
    /// assert_eq!(reader.into_inner(), b"not read yet");
    /// ```
    pub fn into_inner(self) -> R {
        self.inner
    }

    /// Cleans one more piece of the source.
    fn fill(&mut self) -> io::Result<()> {
        let Some(stream) = &mut self.stream else { return Ok(()) };
        let length = self.inner.read(&mut self.source)?;
        self.cleaned.clear();
        self.taken = 0;
        if length > 0 {
            stream.push(&self.source[..length], &mut self.cleaned);
        } else if let Some(stream) = self.stream.take() {
            let (report, edits) = stream.finish_with_edits(&mut self.cleaned);
            self.edits = edits;
            self.report = Some(report);
        }
        Ok(())
    }
}

impl<R: Read> Read for CleanReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.taken == self.cleaned.len() && self.stream.is_some() && !buffer.is_empty() {
            self.fill()?;
        }
        let ready = &self.cleaned.as_bytes()[self.taken..];
        let length = ready.len().min(buffer.len());
        buffer[..length].copy_from_slice(&ready[..length]);
        self.taken += length;
        Ok(length)
    }
}

/// Takes the bytes of a document and writes it cleaned, as UTF-8, to another writer.
///
/// [`finish`](CleanWriter::finish) must be called: the end of the document is written there, and
/// nothing is written behind your back when the writer is dropped.
///
/// ```
/// use std::io::Write;
/// use textmend::{CleanWriter, Cleaner};
///
/// let mut writer = CleanWriter::new(Vec::new(), &Cleaner::new());
/// writer.write_all(b"Tom &amp; Jerry")?;
/// let (text, report) = writer.finish()?;
/// assert_eq!(text, b"Tom & Jerry");
/// assert_eq!(report.edits, 1);
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct CleanWriter<W> {
    inner: W,
    stream: Stream,
    cleaned: String,
    /// How many bytes of `cleaned` the inner writer has taken.
    written: usize,
}

impl<W: Write> CleanWriter<W> {
    /// A writer of one document.
    ///
    /// ```
    /// use std::io::Write;
    /// use textmend::{CleanWriter, Cleaner};
    ///
    /// let mut writer = CleanWriter::new(Vec::new(), &Cleaner::new());
    /// writer.write_all(b"a &lt; b")?;
    /// assert_eq!(writer.finish()?.0, b"a < b");
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn new(inner: W, cleaner: &Cleaner) -> CleanWriter<W> {
        CleanWriter { inner, stream: cleaner.stream(), cleaned: String::new(), written: 0 }
    }

    /// Takes the edits recorded since the last call; see
    /// [`record_edits`](crate::CleanerBuilder::record_edits). Those made by
    /// [`finish`](CleanWriter::finish) are lost; a [`Stream`] hands out all.
    ///
    /// ```
    /// use std::io::Write;
    /// use textmend::{CleanWriter, Cleaner};
    ///
    /// let cleaner = Cleaner::builder().record_edits(true).build();
    /// let mut writer = CleanWriter::new(Vec::new(), &cleaner);
    /// writer.write_all("a &lt; b\n".repeat(10_000).as_bytes())?;
    /// assert!(writer.edits().count() > 0);
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn edits(&mut self) -> impl Iterator<Item = Edit> + use<W> {
        self.stream.edits()
    }

    /// Ends the document, writes the rest of it and gives back the inner writer with the figures.
    ///
    /// # Errors
    ///
    /// Those of the inner writer.
    ///
    /// ```
    /// use std::io::Write;
    /// use textmend::{CleanWriter, Cleaner};
    ///
    /// let mut writer = CleanWriter::new(Vec::new(), &Cleaner::new());
    /// writer.write_all(b"a &lt; b")?;
    /// let (text, report) = writer.finish()?;
    /// assert_eq!((text, report.output_bytes), (b"a < b".to_vec(), 5));
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn finish(mut self) -> io::Result<(W, Report)> {
        self.drain()?;
        let report = self.stream.finish(&mut self.cleaned);
        self.inner.write_all(self.cleaned.as_bytes())?;
        self.inner.flush()?;
        Ok((self.inner, report))
    }

    /// The inner writer.
    ///
    /// ```
    /// use textmend::{CleanWriter, Cleaner};
    ///
    /// let writer = CleanWriter::new(Vec::new(), &Cleaner::new());
    /// assert!(writer.get_ref().is_empty());
    /// ```
    pub fn get_ref(&self) -> &W {
        &self.inner
    }

    /// Writes what is cleaned. After an error it goes on where the inner writer stopped.
    fn drain(&mut self) -> io::Result<()> {
        while self.written < self.cleaned.len() {
            match self.inner.write(&self.cleaned.as_bytes()[self.written..]) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(length) => self.written += length,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        self.cleaned.clear();
        self.written = 0;
        Ok(())
    }
}

impl<W: Write> Write for CleanWriter<W> {
    /// Takes all of `buffer`. An error is that of writing what earlier calls brought; nothing of
    /// `buffer` was taken then.
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        self.drain()?;
        self.stream.push(buffer, &mut self.cleaned);
        Ok(buffer.len())
    }

    /// Writes what is final; the rest has to wait for more of the document.
    fn flush(&mut self) -> io::Result<()> {
        self.drain()?;
        self.inner.flush()
    }
}
