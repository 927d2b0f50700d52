//! What the fuzz targets share: the checks of `tests/promises`, the texts and garbles of
//! `tests/support`, and [`Case`], which gives raw bytes their structure.

#[path = "../../tests/promises/mod.rs"]
pub mod promises;
#[path = "../../tests/support/mod.rs"]
pub mod support;

use std::sync::LazyLock;

pub use libfuzzer_sys::arbitrary;
use libfuzzer_sys::arbitrary::{Arbitrary, Unstructured};
use promises::Subject;
use support::documents::DOCUMENTS;
use support::hostile::FRAGMENTS;

/// Documents are repeated up to this length, beyond the detection and survey windows and the
/// longest segment.
const LONG: usize = 200_000;

static SUBJECTS: LazyLock<Vec<Subject>> = LazyLock::new(promises::all);

/// A document, a cleaner for it, and how to cut it into chunks.
///
/// Read from a head of four bytes and a body. A head of zeros means the default cleaner and a
/// body that is the document, so that `cargo xtask seeds` makes cases of texts by putting four
/// zeros before them. See [`Shape`] for the other bodies.
pub struct Case {
    pub subject: &'static Subject,
    pub cuts: u16,
    pub bytes: Vec<u8>,
}

impl<'a> Arbitrary<'a> for Case {
    fn arbitrary(u: &mut Unstructured<'a>) -> arbitrary::Result<Case> {
        let subjects = &*SUBJECTS;
        let subject = &subjects[usize::from(u8::arbitrary(u)?) % subjects.len()];
        let shape = Shape::from(u8::arbitrary(u)?);
        let cuts = u16::arbitrary(u)?;
        let body = u.bytes(u.len())?;
        Ok(Case { subject, cuts, bytes: shape.document(body) })
    }
}

impl std::fmt::Debug for Case {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let bytes = &self.bytes[..self.bytes.len().min(2_000)];
        write!(f, "{}, cuts {}, {}", self.subject.name, self.cuts, bytes.escape_ascii())
    }
}

/// A case whose document is repeated beyond all windows. One takes as long as a thousand others, so that
/// only the target for these has them.
#[derive(Debug)]
pub struct LongCase(pub Case);

impl<'a> Arbitrary<'a> for LongCase {
    fn arbitrary(u: &mut Unstructured<'a>) -> arbitrary::Result<LongCase> {
        let mut case = Case::arbitrary(u)?;
        case.bytes = case.bytes.repeat(LONG / case.bytes.len().max(1));
        Ok(LongCase(case))
    }
}

/// Some characters of one of the documents of `tests/support`, whole lines or not.
pub fn excerpt(document: u8, from: u16, length: u16) -> String {
    let document = &DOCUMENTS[usize::from(document) % DOCUMENTS.len()];
    let text = document.text();
    let from = usize::from(from) % text.chars().count();
    text.chars().skip(from).take(length.into()).collect()
}

/// How a body is to be read.
enum Shape {
    /// It is the document.
    Plain,
    /// Each byte stands for a fragment that repairs look for.
    Fragments,
}

impl From<u8> for Shape {
    fn from(byte: u8) -> Shape {
        match byte {
            0..128 => Shape::Plain,
            128.. => Shape::Fragments,
        }
    }
}

impl Shape {
    fn document(&self, body: &[u8]) -> Vec<u8> {
        match self {
            Shape::Plain => body.to_vec(),
            Shape::Fragments => body.iter().flat_map(fragment).copied().collect(),
        }
    }
}

/// The fragment that a byte stands for; itself where there are not so many.
fn fragment(byte: &u8) -> &[u8] {
    match FRAGMENTS.get(usize::from(*byte)) {
        Some(fragment) => fragment.as_bytes(),
        None => std::slice::from_ref(byte),
    }
}
