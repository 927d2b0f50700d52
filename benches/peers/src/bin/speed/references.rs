//! Character references: one character in a hundred of a Chinese text, and none.

use textmend::entity::{Mode, decode};
use textmend::{Cleaner, Repair};

use crate::measure::{compare, work};
use crate::support::tests::random::Random;
use crate::support::{DOCUMENT, chinese};

pub fn run() {
    let plain = chinese(16 * DOCUMENT);
    compare_on("references, one character in a hundred", &sparse(&plain));
    compare_on("references, none", &plain);
}

/// References in the place of one character in a hundred: by name where HTML 4 has one, else by
/// number.
fn sparse(text: &str) -> String {
    let random = &mut Random::new(7);
    let mut sparse = String::with_capacity(text.len() * 2);
    for c in text.chars() {
        if random.below(100) == 0 && c != '\n' {
            match c {
                '“' => sparse += "&ldquo;",
                '”' => sparse += "&rdquo;",
                _ if random.percent(50) => sparse += &format!("&#{};", u32::from(c)),
                _ => sparse += &format!("&#x{:X};", u32::from(c)),
            }
        } else {
            sparse.push(c);
        }
    }
    sparse
}

fn compare_on(title: &str, text: &str) {
    let cleaner = Cleaner::builder().only(Repair::Entity.into()).build();
    let bytes = text.len();
    compare(
        title,
        vec![
            work("textmend", bytes, || cleaner.clean(text)),
            work("textmend, strict", bytes, || decode(text, Mode::Strict)),
            work("html-escape", bytes, || html_escape::decode_html_entities(text)),
            work("htmlize", bytes, || htmlize::unescape(text)),
        ],
    );
}
