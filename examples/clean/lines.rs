//! Lines of bounded length out of a reader.

use std::io::{self, BufRead, BufReader, Read};

use memchr::memchr;

/// How many bytes are read at a time, and how many of a line that is too long are held.
const CHUNK: usize = 64 * 1024;

/// What was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// A line, with its line feed where it has one.
    Line,
    /// The start of a line that is longer than the limit.
    Start,
    /// More of a line that is longer than the limit; not its last piece.
    Middle,
    /// The last piece of a line that is longer than the limit.
    Last,
    /// Nothing: the end.
    End,
}

/// Reads lines; those that are longer than the limit in pieces.
pub(crate) struct Lines<R> {
    source: BufReader<R>,
    /// The longest line, in bytes before its line feed.
    limit: u64,
    inside_long_line: bool,
}

impl<R: Read> Lines<R> {
    pub(crate) fn new(source: R, limit: u64) -> Lines<R> {
        let source = BufReader::with_capacity(CHUNK, source);
        Lines { source, limit, inside_long_line: false }
    }

    /// Whether the next line may have to be waited for.
    pub(crate) fn may_wait(&self) -> bool {
        memchr(b'\n', self.source.buffer()).is_none()
    }

    /// Reads the next line, or piece of a long one, into `line`. After an error `line` holds what
    /// was read before it.
    pub(crate) fn read(&mut self, line: &mut Vec<u8>) -> io::Result<Piece> {
        line.clear();
        let most = if self.inside_long_line { CHUNK as u64 } else { self.limit.saturating_add(1) };
        let length = self.source.by_ref().take(most).read_until(b'\n', line)?;
        let ended = line.ends_with(b"\n") || (length as u64) < most;
        let piece = match (self.inside_long_line, ended) {
            (false, true) if line.is_empty() => Piece::End,
            (false, true) => Piece::Line,
            (false, false) => Piece::Start,
            (true, false) => Piece::Middle,
            (true, true) => Piece::Last,
        };
        self.inside_long_line = !ended;
        Ok(piece)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_beyond_the_limit_come_in_pieces() {
        let long = "x".repeat(CHUNK + 5);
        let text = format!("\nabc\nabcd\n{long}\nabcd");
        let mut lines = Lines::new(text.as_bytes(), 3);
        let mut line = Vec::new();
        let mut pieces = Vec::new();
        let mut joined = Vec::new();
        loop {
            let piece = lines.read(&mut line).unwrap();
            joined.extend_from_slice(&line);
            if piece == Piece::End {
                break;
            }
            pieces.push((piece, line.len()));
        }
        assert_eq!(joined, text.as_bytes());
        assert_eq!(
            pieces,
            [
                (Piece::Line, 1),
                (Piece::Line, 4),
                (Piece::Start, 4),
                (Piece::Last, 1),
                (Piece::Start, 4),
                (Piece::Middle, CHUNK),
                (Piece::Last, 2),
                (Piece::Start, 4),
                (Piece::Last, 0),
            ]
        );
    }
}
