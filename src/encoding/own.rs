//! The letters of a document in a language that is not known.
//!
//! Such a language is dear to the model in every line, and each would be searched for a wrong encoding in vain. Where
//! that was done with several long lines in a row, and no plan would make any of them likelier, they are meant as they
//! stand, and so is a line that has no other characters beyond ASCII than these.
//!
//! A page that is garbled is safe from that. It may be that no plan explains its lines well enough, but nearly all of them
//! are likelier in the encoding that they were written in; and a single line that is explained, or that may be explained in
//! several ways, or has a garbled run, speaks against it for good. A clean page with garble behind it has other characters
//! there: what a decoder makes of bytes is signs and letters that no one alphabet has. And what is UTF-8 beyond doubt is
//! told by its structure before anybody asks here.

use super::scan::WIDE;

/// Lines in a row that it takes, how long they must be, and how many characters they must have beyond ASCII.
const LINES: usize = 8;
const LENGTH: usize = 40;
const MARKED: usize = 6;
/// No alphabet has more letters of its own, but wrong decoders make more of them.
const LETTERS: usize = 32;

/// What is learnt of the letters.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Own {
    /// Those that were met, and NUL in all other places.
    letters: [char; LETTERS],
    lines: usize,
    /// Whether a line was explained, or has letters that these lines cannot be all of.
    is_refuted: bool,
}

impl Own {
    /// Takes the characters of a line that was searched in vain, if it is long enough to tell.
    pub(super) fn add(&mut self, line: &str) {
        let marked = || line.chars().filter(|c| !c.is_ascii());
        if marked().nth(MARKED - 1).is_none() || line.chars().nth(LENGTH - 1).is_none() {
            return;
        }
        self.lines += 1;
        for c in marked() {
            match self.letters.iter_mut().find(|it| [c, '\0'].contains(it)) {
                Some(letter) if c < WIDE => *letter = c,
                _ => return self.refute(),
            }
        }
    }

    /// Notes that a line would be likelier in another encoding, if not by enough.
    pub(super) fn begin_again(&mut self) {
        self.lines = 0;
    }

    /// Notes that something is wrong with a line.
    pub(super) fn refute(&mut self) {
        *self = Own { is_refuted: true, ..Own::default() };
    }

    /// The letters, or none where they are not certain.
    pub(super) fn if_certain(self) -> Own {
        if self.is_certain() { self } else { Own::default() }
    }

    fn is_certain(&self) -> bool {
        self.lines >= LINES && !self.is_refuted
    }

    /// Whether a line is certain to be written with these letters.
    pub(super) fn has_all(&self, line: &str) -> bool {
        self.is_certain() && line.chars().all(|c| c.is_ascii() || self.letters.contains(&c))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str = "Bilaʼ ashdlaʼii tʼáá ałtso yiníkʼehgo bidizhchįh dóó aheełtʼeego";

    fn learnt(lines: usize) -> Own {
        let mut own = Own::default();
        (0..lines).for_each(|_| own.add(LINE));
        own
    }

    #[test]
    fn several_lines_tell_the_letters() {
        assert!(!learnt(LINES - 1).has_all(LINE));
        assert_eq!(learnt(LINES - 1).if_certain(), Own::default());
        assert_eq!(learnt(LINES).if_certain(), learnt(LINES));
        let own = learnt(LINES);
        assert!(own.has_all(LINE) && own.has_all("dóó áádóó"));
        for line in ["cafÃ© dóó", "dóó “aheełtʼeego”", "ałʼąą", "中"] {
            assert!(!own.has_all(line), "{line}");
        }
    }

    #[test]
    fn other_lines_tell_nothing_or_speak_against_it() {
        let mut own = learnt(LINES - 1);
        own.add("dóó áádóó ałʼąą");
        own.add("a line of forty characters with an é and an á in it");
        assert!(!own.has_all(LINE));
        own.add(LINE);
        assert!(own.has_all(LINE));
        own.begin_again();
        (1..LINES).for_each(|_| own.add(LINE));
        assert!(!own.has_all(LINE));
        own.add(LINE);
        assert!(own.has_all(LINE));
        own.refute();
        (0..LINES).for_each(|_| own.add(LINE));
        assert!(!own.has_all(LINE));
    }

    #[test]
    fn too_many_letters_are_no_alphabet() {
        let letters =
            |from: u32| ('\u{100}'..).skip(from as usize).take(LETTERS / 2).collect::<String>();
        for (from, expected) in [(16, true), (17, false)] {
            let mut own = Own::default();
            let line = |from| format!("{} and so many characters of ASCII", letters(from));
            (0..LINES).for_each(|_| own.add(&line(0)));
            assert!(own.has_all(&letters(0)));
            own.add(&line(from));
            own.add(&line(16));
            assert_eq!(own.has_all(&letters(16)), expected);
        }
    }
}
