//! Characters that nobody sees, and radicals that look like ideographs.
//!
//! Scrapers, editors and copy protection leave zero-width and format characters between the
//! characters of a text: nothing shows, but searches miss and tokens split. Documents converted from PDF
//! hold Kangxi radicals in place of ideographs (`⽂件` for `文件`), because a font draws both alike.
//!
//! None of these characters is noise as such: each was encoded because some writing needs it. So
//! noise is what stands in a neighbourhood that has no use for it. The neighbours of a gap are the
//! nearest visible characters of the line on its two sides, over white space and further
//! invisible characters:
//!
//! - **East Asian**: Han, kana, bopomofo, Hangul syllables, their punctuation. They neither join nor
//!   reorder, and lines break between any two of them, so almost nothing invisible means anything there;
//! - **alphabets**: Latin, Greek, Cyrillic, Armenian, Georgian, Cherokee;
//! - **neutral**: digits, punctuation, symbols, emoji, private use;
//! - **complex**: everything else. Arabic, the Indic scripts, Thai, Khmer, Mongolian, old Hangul and so
//!   on need invisible characters to join, shape and break; where one is near, all stay;
//! - the **edge** of the line.
//!
//! | characters | noise where | stay for |
//! |---|---|---|
//! | U+200B zero width space | East Asian beside | breaks in Thai, Khmer, Lao, Myanmar, Tibetan; in addresses and long words of alphabets |
//! | U+200C, U+200D (non-)joiner | East Asian beside | Persian, Indic scripts, Sinhala; ligatures; a joiner between emoji |
//! | U+180B–180F Mongolian separator and selectors | East Asian beside | Mongolian |
//! | U+206A–206F (deprecated) | East Asian beside | |
//! | U+00AD soft hyphen, U+2060 word joiner, U+034F grapheme joiner, U+2061–2064 invisible operators, U+115F, U+1160 jamo fillers | East Asian on both sides, or on one and the edge on the other | hyphenation, debris of mis-decoding, no-break, formulas, old Hangul |
//! | U+FEFF byte order mark | at the start of a line, beside East Asian, in and around words of alphabets | complex scripts, which used it as word joiner; between ASCII marks, as code writes it |
//! | U+200E, U+200F, U+061C bidi marks; U+202A–202C, U+2066–2069 embeddings and isolates | East Asian beside, nothing right-to-left in the line; else directly between two letters of East Asian | right-to-left text; alphabets beside nothing East Asian |
//! | U+202D, U+202E overrides | never: they change what is read; embeddings of the line stay too | |
//! | U+FE0E, U+FE0F text and emoji style | behind East Asian or a letter of an alphabet, white space, the edge, another selector | every symbol, digit and emoji |
//! | U+FE00–FE0D | the same, unless behind an ideograph (FE00–FE02) or CJK punctuation that has variants (FE00, FE01) | standardized variants |
//! | U+E0100–E01EF | not behind an ideograph | registered ideographic variants |
//! | U+E0001, U+E0020–E007F tags | not in a sequence behind an emoji | flags |
//! | four or more in a row (selectors, tags, overrides not counted) | no complex or right-to-left character in the line | no writing does this; watermarks do |
//! | zero-width, joining and no-break characters | alone in their line | |
//!
//! Where only one neighbour is East Asian and it is punctuation, a line with a complex character
//! anywhere keeps what it has. What has a width (U+3164, U+2800, spaces) or a content (U+FFF9–FFFB annotations, U+FFFC
//! an object) is not invisible and stays. The byte order mark at the start of a document is
//! removed before, when the document is decoded.
//!
//! Radicals are judged by the line: where they stand in running text they become
//! ideographs; tables of radicals and text about them stay.
//!
//! Sources: the Unicode Standard, chapters 6 to 23 (what each character is for),
//! `StandardizedVariants.txt`, `emoji-variation-sequences.txt`, UTS #37 and UTS #51.

mod marks;
mod neighbour;
mod radicals;
mod scan;

use std::borrow::Cow;

use crate::repair::Repair;
use crate::rewrite::Rewriter;

pub(crate) use marks::is_needed;
pub(crate) use marks::repair as repair_marks;
pub(crate) use radicals::repair as repair_radicals;
pub(crate) use scan::{is_suspicious, may_begin};

/// Removes invisible characters that are noise, and puts ideographs in the place of radicals in
/// running text. Borrows where nothing changes.
///
/// Every line is judged by itself. Takes time linear in the text.
///
/// ```
/// use std::borrow::Cow;
/// use textmend::invisible;
///
/// assert_eq!(invisible::remove("中\u{200B}国的⽂\u{FEFF}件"), "中国的文件");
/// // Persian needs its non-joiner, the family its joiners.
/// let text = "می\u{200C}خواهم 👨\u{200D}👩\u{200D}👧";
/// assert!(matches!(invisible::remove(text), Cow::Borrowed(_)));
/// ```
pub fn remove(text: &str) -> Cow<'_, str> {
    if !is_suspicious(text) {
        return Cow::Borrowed(text);
    }
    let mut rewriter = Rewriter::new(text, Repair::Invisible);
    repair_marks(text, &mut rewriter);
    match rewriter.finish().text {
        Cow::Borrowed(text) => ideographs(text),
        Cow::Owned(text) => Cow::Owned(ideographs(&text).into_owned()),
    }
}

fn ideographs(text: &str) -> Cow<'_, str> {
    let mut rewriter = Rewriter::new(text, Repair::Invisible);
    repair_radicals(text, &mut rewriter);
    rewriter.finish().text
}
