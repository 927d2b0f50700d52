//! Garble that is talked about: articles on encodings quote it, and mean it.

/// What such articles do not do without, in small letters.
const VOCABULARY: &[&str] = &[
    "utf-8",
    "utf8",
    "unicode",
    "latin-1",
    "latin1",
    "iso-8859",
    "windows-125",
    "cp125",
    "cp437",
    "gbk",
    "gb2312",
    "gb18030",
    "big5",
    "shift_jis",
    "shift-jis",
    "euc-jp",
    "euc-kr",
    "koi8",
    "mojibake",
    "encoding",
    "charset",
    "kodierung",
    "encodage",
    "codificación",
    "кодиров",
    "кракозябр",
    "乱码",
    "亂碼",
    "编码",
    "編碼",
    "文字化け",
    "文字コード",
];

/// Words quoted in one line, at most.
const MOST_QUOTED: usize = 4;

/// Whether a line speaks of encodings, and whatever could be garbled in it stands alone or between
/// quotation marks.
pub(super) fn is_quoted(line: &str) -> bool {
    let mut quoted = 0;
    let mut at = 0;
    for word in line.split(|c: char| c.is_whitespace() || is_quotation_mark(c)) {
        let end = at + word.len();
        if !word.is_ascii() {
            let stands_alone = !word.contains(|c: char| c.is_ascii_alphanumeric());
            let is_open = line[..at].chars().next_back().is_some_and(is_quotation_mark);
            let is_closed = line[end..].chars().next().is_some_and(is_quotation_mark);
            let is_quoted = is_open && is_closed;
            if !(stands_alone || is_quoted) {
                return false;
            }
            quoted += 1;
        }
        at = end + line[end..].chars().next().map_or(0, char::len_utf8);
    }
    if quoted > MOST_QUOTED {
        return false;
    }
    let small = line.to_lowercase();
    VOCABULARY.iter().any(|word| small.contains(word))
}

fn is_quotation_mark(c: char) -> bool {
    matches!(
        c,
        '"' | '\'' | '`' | '(' | ')' | '[' | ']' | '<' | '>' | '«' | '»' | '‹' | '›' | '\u{2018}'
            ..='\u{201F}' | '「' | '」' | '『' | '』' | '《' | '》'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_quote_garble() {
        for (line, expected) in [
            ("Wer „cafÃ©“ liest, hat UTF-8 als Latin-1 gelesen.", true),
            ("The sequence Ã© is é in UTF-8.", true),
            ("In the wrong encoding `Ã©tÃ©` appears.", true),
            ("Der Zeichensatz fÃ¼r UTF-8", false),
            ("Wer „cafÃ©“ liest", false),
        ] {
            assert_eq!(is_quoted(line), expected, "{line}");
        }
    }
}
