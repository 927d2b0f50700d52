//! Boxes, rules, trees of files and bars of progress: lines that join one another.
//!
//! Cyrillic in an old code page looks like these to the eye, but its lines end in nothing: `└╓╒├`. Where
//! somebody drew something, what goes out of a character on the right goes into the next one, and some of it
//! is nothing but a line.

/// The first and the last character that has lines, and the last of the blocks behind them.
const FIRST: char = '\u{2500}';
const LAST: char = '\u{257F}';
const LAST_BLOCK: char = '\u{259F}';

/// What of each such character reaches its left and its right edge: nothing, a light line, a heavy one, or a double
/// one. From the names of the characters in the Unicode standard.
const EDGES: &[u8; 256] = b"\
    11220000112200001122000001020102\
    10201020010201021020102001020101\
    01020202102010101020202011211222\
    11211222112112221121122211211222\
    11111121122112222221122211220000\
    33000301033010300301033010300301\
    03301030331133331133331133011010\
    01000000100001002000020012002100";

/// Lines that meet nothing, to those that meet their like, one of so many.
const MOST_LOOSE: usize = 8;

/// So many characters side by side that fit all the way are no chance, though none of them is a line.
const ALL_FIT: usize = 6;

/// Characters that reach an edge, to those that are joined, so many to one.
const MOST_APART: usize = 3;

fn edges(c: char) -> Option<[u8; 2]> {
    let place = (FIRST..=LAST).contains(&c).then(|| 2 * (c as usize - FIRST as usize))?;
    Some([EDGES[place], EDGES[place + 1]])
}

/// Whether a character is a line from left to right.
fn is_line(c: char) -> bool {
    matches!(c, '─' | '━' | '═' | '┄' | '┅' | '┈' | '┉' | '╌' | '╍')
}

/// Arms and faces, in pictures made of characters.
fn is_kana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{30FF}' | '\u{FF66}'..='\u{FF9F}')
}

fn is_block(c: char) -> bool {
    c > LAST && c <= LAST_BLOCK
}

/// Whether a text is a drawing and no word beyond ASCII.
pub(super) fn is_drawing(text: &str) -> bool {
    hangs_together(text) || is_row(text)
}

/// Whether it is a row of a table: bars, before the first cell and behind the last one, and nothing else.
fn is_row(text: &str) -> bool {
    /// Around two cells.
    const LEAST: usize = 3;
    let is_bar = |c: char| matches!(c, '│' | '┃' | '║');
    let mut bars = text.chars().filter(|c| !c.is_ascii());
    text.starts_with(is_bar)
        && text.ends_with(is_bar)
        && bars.clone().count() >= LEAST
        && bars.all(is_bar)
}

/// Whether the lines of its characters join.
fn hangs_together(text: &str) -> bool {
    let (mut joined, mut loose, mut reaching, mut fitting) = (0, 0, 0, 0);
    let mut previous = ' ';
    for c in text.chars() {
        if !c.is_ascii() && c.is_alphabetic() && !is_kana(c) {
            return false;
        }
        reaching += usize::from(edges(c).is_some_and(|it| it != *b"00"));
        match (edges(previous), edges(c)) {
            (Some([_, right]), Some([left, _])) if right == left => {
                fitting += 1;
                joined += usize::from(is_line(previous) || is_line(c));
            }
            (Some(_), Some(_)) => loose += 1,
            _ => joined += usize::from(is_block(previous) && is_block(c)),
        }
        previous = c;
    }
    let are_joined = joined > 0 && joined >= MOST_LOOSE * loose && MOST_APART * joined >= reaching;
    are_joined || loose == 0 && fitting + 1 >= ALL_FIT
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_join_in_drawings() {
        for (text, expected) in [
            ("══════════", true),
            ("╔═╦═╗", true),
            ("├── src", true),
            ("│ a │ b ├──┤", true),
            ("│\", \"├── \", \"└──", true),
            ("█████░░░░░ 50%", true),
            ("░▒▓█▓▒░", true),
            ("(╯°□°)╯︵ ┻━┻", true),
            ("┬─┬ ノ( ゜-゜ノ)", true),
            ("├ノ╢", false),
            ("│└┬┘│└┬┘│", true),
            ("│││├┘│", true),
            ("╒═╤═╕", true),
            ("└╓╒├ └╔", false),
            ("╬╧╨╤╥", false),
            ("│╔╬¬╝╠═■", false),
            ("▒ыы ▓▓", false),
            ("│Byte│Name            │", true),
            ("by│ ma│y", false),
            ("│", false),
            ("plain", false),
        ] {
            assert_eq!(is_drawing(text), expected, "{text}");
        }
    }
}
