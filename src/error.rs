//! The error type: for configuration, logs and I/O; cleaning itself never fails.

use thiserror::Error as ThisError;

/// What can go wrong around cleaning. Cleaning itself cannot: any bytes give text.
///
/// The kinds are private, so that new ones break nobody; ask with the `is_` methods. The message
/// says what, where and what to do.
///
/// ```
/// let error = textmend::Cleaner::builder().encoding("utf-9").unwrap_err();
/// assert!(error.to_string().contains("utf-9"));
/// ```
#[derive(Debug, ThisError)]
#[error(transparent)]
pub struct Error {
    kind: Kind,
}

#[derive(Debug, ThisError)]
enum Kind {
    #[error(
        "no encoding has the label {label:?}; use a label of the WHATWG Encoding Standard, such \
         as \"utf-8\", \"gb18030\", \"big5\" or \"shift_jis\""
    )]
    Encoding { label: String },
    #[error("the pattern {pattern:?} is no regular expression: {reason}")]
    Pattern { pattern: String, reason: Box<regex::Error> },
    #[error("{name}{}: {reason}", line.map_or(String::new(), |line| format!(", line {line}")))]
    Dictionary { name: String, line: Option<usize>, reason: String },
    #[error("{name} cannot be read: {reason}")]
    Unreadable { name: String, reason: std::io::Error },
    #[error("the edit log belongs to another text: they part at byte {at}")]
    LogMismatch { at: u64 },
}

impl Error {
    pub(crate) fn encoding(label: &str) -> Error {
        Error { kind: Kind::Encoding { label: label.to_owned() } }
    }

    pub(crate) fn pattern(pattern: &str, reason: regex::Error) -> Error {
        Error { kind: Kind::Pattern { pattern: pattern.to_owned(), reason: Box::new(reason) } }
    }

    /// A dictionary or configuration is wrong; the reason is the end of a sentence about the line.
    pub(crate) fn dictionary(name: &str, line: Option<usize>, reason: impl Into<String>) -> Error {
        Error { kind: Kind::Dictionary { name: name.to_owned(), line, reason: reason.into() } }
    }

    pub(crate) fn unreadable(name: &str, reason: std::io::Error) -> Error {
        Error { kind: Kind::Unreadable { name: name.to_owned(), reason } }
    }

    pub(crate) fn log_mismatch(at: u64) -> Error {
        Error { kind: Kind::LogMismatch { at } }
    }

    /// Whether an encoding label is unknown.
    ///
    /// ```
    /// assert!(textmend::Cleaner::builder().encoding("utf-9").unwrap_err().is_encoding());
    /// ```
    pub fn is_encoding(&self) -> bool {
        matches!(self.kind, Kind::Encoding { .. })
    }

    /// Whether a rule's pattern is not a regular expression, or too large a one.
    ///
    /// ```
    /// use textmend::{Action, Rule};
    ///
    /// assert!(Rule::new("(", Action::Delete).unwrap_err().is_pattern());
    /// ```
    pub fn is_pattern(&self) -> bool {
        matches!(self.kind, Kind::Pattern { .. })
    }

    /// Whether a dictionary or a configuration of script conversion is wrong.
    ///
    /// ```
    /// use textmend::han::Dictionary;
    ///
    /// assert!(Dictionary::parse("own.txt", b"no tabulator").unwrap_err().is_dictionary());
    /// ```
    pub fn is_dictionary(&self) -> bool {
        matches!(self.kind, Kind::Dictionary { .. })
    }

    /// Whether a file cannot be read.
    ///
    /// ```
    /// use textmend::han::Dictionary;
    ///
    /// assert!(Dictionary::open("no/such/file").unwrap_err().is_unreadable());
    /// ```
    pub fn is_unreadable(&self) -> bool {
        matches!(self.kind, Kind::Unreadable { .. })
    }

    /// Whether an edit log was applied to a text it does not belong to.
    ///
    /// ```
    /// let explained = textmend::Cleaner::new().explain("a &lt; b");
    /// assert!(explained.edits.undo("another text").unwrap_err().is_log_mismatch());
    /// ```
    pub fn is_log_mismatch(&self) -> bool {
        matches!(self.kind, Kind::LogMismatch { .. })
    }
}
