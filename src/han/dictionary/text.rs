//! OpenCC's text format for dictionaries: a key, a tabulator, and values with a space between.
//!
//! The first value is the one to convert to; the others are alternatives for people to choose from.
//! Lines that begin with `#` are comments, empty ones are passed over.

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// The line, counted from 1.
    pub(crate) line: usize,
    /// What is wrong, as the end of a sentence.
    pub(crate) reason: String,
}

/// The longest key, in UTF-16 units: more than any dictionary needs, and a bound on what a stream
/// must hold back.
pub(crate) const LONGEST_KEY: usize = 255;
/// The longest value, in UTF-16 units.
pub(crate) const LONGEST_VALUE: usize = 4095;

/// The entries of a dictionary: keys and first values, in the order of the lines.
pub(crate) fn parse(bytes: &[u8]) -> Result<Vec<(String, String)>, Fault> {
    let bytes = bytes.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| Fault {
        line: 1 + bytes[..error.valid_up_to()].iter().filter(|&&byte| byte == b'\n').count(),
        reason: "is not UTF-8".into(),
    })?;
    let mut entries = Vec::new();
    let mut seen = std::collections::HashMap::new();
    for (index, line) in text.split('\n').enumerate() {
        let number = index + 1;
        let fault = |reason: String| Err(Fault { line: number, reason });
        let line = line.strip_suffix('\r').unwrap_or(line);
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let Some((key, values)) = line.split_once('\t') else {
            return fault("has no tabulator between key and value".into());
        };
        let value = values.split(' ').next().unwrap_or_default();
        if key.is_empty() {
            return fault("has no key before the tabulator".into());
        }
        if value.is_empty() {
            return fault(format!("has no value behind the key {key:?}"));
        }
        if key.encode_utf16().count() > LONGEST_KEY || value.encode_utf16().count() > LONGEST_VALUE
        {
            return fault(format!(
                "is too long: a key may have {LONGEST_KEY} characters, a value {LONGEST_VALUE}"
            ));
        }
        if let Some(first) = seen.insert(key, number) {
            return fault(format!("has the key {key:?} again, which is on line {first} already"));
        }
        entries.push((key.to_owned(), value.to_owned()));
    }
    Ok(entries)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_first_values() {
        let text = "\u{FEFF}# a comment\r\n\r\n麵\t面\r\n后\t後 后\n𠮷野家\t吉野家";
        let entries = parse(text.as_bytes()).unwrap();
        let pairs: Vec<_> = entries.iter().map(|(key, value)| (&**key, &**value)).collect();
        assert_eq!(pairs, [("麵", "面"), ("后", "後"), ("𠮷野家", "吉野家")]);
    }

    #[test]
    fn says_which_line_is_wrong() {
        let long = format!("a\tb\n{}\tb", "c".repeat(LONGEST_KEY + 1));
        for (text, line, part) in [
            (&b"a b"[..], 1, "no tabulator"),
            (b"a\tb\n\tb", 2, "no key"),
            (b"a\tb\nb\t", 2, "no value"),
            (b"a\tb\nb\t c", 2, "no value"),
            (b"a\tb\n#\nb\tc\na\td", 4, "again, which is on line 1"),
            (b"a\tb\nb\t\xff", 2, "not UTF-8"),
            (long.as_bytes(), 2, "too long"),
        ] {
            let fault = parse(text).unwrap_err();
            assert_eq!(fault.line, line, "{fault:?}");
            assert!(fault.reason.contains(part), "{fault:?}");
        }
    }
}
