//! UTF-8 read in a single-byte code page by programs that tidy up what they take for text.

use super::mojibake::decode;

/// What happens to characters that were bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// No-break spaces become spaces.
    Space,
    /// No-break spaces are dropped.
    NoBreakSpace,
    /// Soft hyphens are dropped.
    SoftHyphen,
    /// Curly quotes become straight.
    Quotes,
    /// Control characters, which stand for bytes without a meaning, are dropped.
    Dropped,
    /// They become question marks.
    Question,
}

impl Loss {
    pub const ALL: [Loss; 6] = [
        Loss::Space,
        Loss::NoBreakSpace,
        Loss::SoftHyphen,
        Loss::Quotes,
        Loss::Dropped,
        Loss::Question,
    ];

    /// What becomes of a character; `None` where nothing does.
    fn apply(self, c: char) -> Option<&'static str> {
        let is_control = ('\u{80}'..='\u{9F}').contains(&c);
        match (self, c) {
            (Loss::Space, '\u{A0}') => Some(" "),
            (Loss::NoBreakSpace, '\u{A0}') | (Loss::SoftHyphen, '\u{AD}') => Some(""),
            (Loss::Quotes, '‘' | '’') => Some("'"),
            (Loss::Quotes, '“' | '”') => Some("\""),
            (Loss::Dropped, _) if is_control => Some(""),
            (Loss::Question, _) if is_control => Some("?"),
            _ => None,
        }
    }
}

/// The garbled text, or `None` where nothing is lost.
pub fn garble(text: &str, read: &str, loss: Loss) -> Option<String> {
    let whole = decode(text.as_bytes(), read)?;
    let mut garbled = String::new();
    let mut lost = false;
    for c in whole.chars() {
        match loss.apply(c) {
            Some(left) => {
                garbled.push_str(left);
                lost = true;
            }
            None => garbled.push(c),
        }
    }
    lost.then_some(garbled)
}
