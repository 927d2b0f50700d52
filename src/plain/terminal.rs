//! Escape sequences of terminals: colours, and movements of the cursor.
//!
//! Text copied or logged from a terminal has them: ESC, `[`, numbers, a letter (the control
//! sequences of ECMA-48 that are in use).

use memchr::memchr;

use crate::rewrite::Rewriter;

const ESCAPE: u8 = 0x1B;

/// Nobody types such a sequence, and it shows as nothing where it is meant.
const CONFIDENCE: f32 = 1.0;

/// Removes escape sequences.
pub(crate) fn repair(text: &str, rewriter: &mut Rewriter<'_>) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(offset) = memchr(ESCAPE, &bytes[at..]) {
        let start = at + offset;
        at = start + 1;
        if let Some(length) = sequence(&bytes[start..]) {
            at = start + length;
            rewriter.delete(start..at, CONFIDENCE);
        }
    }
}

/// The length of the sequence at the start of the bytes, which is ESC.
fn sequence(bytes: &[u8]) -> Option<usize> {
    let behind = bytes.get(1..)?.strip_prefix(b"[")?;
    let numbers = behind.iter().take_while(|byte| byte.is_ascii_digit() || **byte == b';').count();
    behind.get(numbers)?.is_ascii_alphabetic().then_some(2 + numbers + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repair::Repair;

    #[test]
    fn sequences_go_and_the_rest_stays() {
        for (text, expected) in [
            ("\u{1B}[1;34msnow\u{1B}[0m fell", "snow fell"),
            ("\u{1B}[Kice\u{1B}[2J", "ice"),
            ("\u{1B}[1\u{1B}[mx", "\u{1B}[1x"),
            ("\u{1B}", "\u{1B}"),
            ("\u{1B}[", "\u{1B}["),
            ("\u{1B}[12;", "\u{1B}[12;"),
            ("\u{1B}[1雪 [0m", "\u{1B}[1雪 [0m"),
        ] {
            let mut rewriter = Rewriter::new(text, Repair::Terminal);
            repair(text, &mut rewriter);
            assert_eq!(rewriter.finish().text, expected, "{text:?}");
        }
    }
}
