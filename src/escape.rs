//! Escapes the output again, for people who put it back into HTML.
//!
//! Cleaning decodes `&lt;script&gt;` into markup. Whoever pastes the result into a page wants the
//! five characters escaped that mean something there, in text as in quoted attributes.

use crate::rewrite::Rewriter;

/// Replaces `&`, `<`, `>`, `"` and `'` by references.
pub(crate) fn repair(text: &str, rewriter: &mut Rewriter<'_>) {
    let special = |byte: &u8| matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\'');
    let mut at = 0;
    while let Some(found) = text.as_bytes()[at..].iter().position(special) {
        let range = at + found..at + found + 1;
        at = range.end;
        let escaped = html_escape::encode_quoted_attribute(&text[range.clone()]);
        rewriter.replace(range, &escaped, 1.0);
    }
}

#[cfg(test)]
mod tests {
    use crate::repair::Repair;
    use crate::rewrite::Rewriter;

    #[test]
    fn markup_becomes_text() {
        let text = "<a href=\"x\" title='y'>Tom & 字</a>\n";
        let mut rewriter = Rewriter::new(text, Repair::Escape);
        super::repair(text, &mut rewriter);
        assert_eq!(
            rewriter.finish().text,
            "&lt;a href=&quot;x&quot; title=&#x27;y&#x27;&gt;Tom &amp; 字&lt;/a&gt;\n"
        );
    }
}
