//! Cleaning beside its peers, on the same text in the same run: `speed [THEME]...`.
//!
//! The themes are `clean`, `encoding`, `garbled`, `references`, `normalize` and `python`; without one
//! all of them run. `TEXTMEND_TEXT=FILE` puts a text of yours in the place of the clean ones. How
//! times are taken is told in [`measure`].

mod clean;
mod encoding;
mod garbled;
mod measure;
mod normalize;
mod python;
mod references;

#[path = "../../../../support/mod.rs"]
mod support;

const THEMES: [(&str, fn()); 6] = [
    ("clean", clean::run),
    ("encoding", encoding::run),
    ("garbled", garbled::run),
    ("references", references::run),
    ("normalize", normalize::run),
    ("python", python::run),
];

fn main() {
    let named: Vec<String> = std::env::args().skip(1).collect();
    if let Some(unknown) = named.iter().find(|name| !THEMES.iter().any(|theme| theme.0 == **name)) {
        let names = THEMES.map(|theme| theme.0).join(", ");
        eprintln!("no theme is called {unknown}; there are: {names}");
        std::process::exit(2);
    }
    for (name, run) in THEMES {
        if named.is_empty() || named.iter().any(|it| it == name) {
            run();
        }
    }
}
