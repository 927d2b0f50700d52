//! UTF-8 that was read as a single-byte code page, once or several times: `crÃ¨me` for `crème`.
//!
//! Text in which [`judge`] finds neighbours that nobody writes is mended step by step, until it
//! has none or no step helps:
//!
//! 1. the whole text is the misreading of UTF-8 in one of ten code pages ([`code_page`],
//!    [`sequence`]): the first that fits;
//! 2. runs of misread sequences lie in other text ([`mod@embedded`]): each is mended by itself;
//! 3. control characters from U+0080 to U+009F: they were read as Latin-1 but meant in another
//!    code page ([`mod@c1`]).
//!
//! The steps and their order are those of `fix_encoding` in ftfy 6.3.1, for people who come from
//! there. Unlike there, the number of steps is bounded, and so is time: linear in the text.

mod c1;
mod char_map;
mod code_page;
mod embedded;
pub(super) mod grave;
mod judge;
mod sequence;

use std::fmt;
use std::ops::Range;

pub(crate) use c1::repair as repair_c1;
use code_page::CodePage;
use sequence::Piece;

use crate::rewrite::Rewriter;

/// The most steps in one text. Text is misread three times at most in practice; inside of it, what
/// was misread once more takes some steps of its own.
pub(crate) const STEPS: usize = 8;

/// How often a text is looked at in one step at most, its runs and the runs in those included.
const LOOKS: usize = 64;

/// The most runs inside of runs. Mending a run hardly ever leaves a shorter one in it.
const NESTING: usize = 8;

/// What one step does.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Mended {
    pub(crate) plan: Plan,
    /// What changes, from left to right.
    pub(crate) pieces: Vec<Piece>,
}

/// How text is mended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Plan {
    /// Encode the whole text, decode it as UTF-8.
    Whole {
        page: CodePage,
        /// Some spaces were no-break spaces.
        restored: bool,
        /// Some sequences were incomplete and became U+FFFD.
        lossy: bool,
    },
    /// The same for runs inside of the text, each in its own way.
    Embedded,
    /// Encode the control characters as Latin-1, decode them in this code page.
    Controls(CodePage),
}

impl Plan {
    /// How sure the plan is.
    fn confidence(self) -> f32 {
        match self {
            Plan::Whole { lossy: true, .. } => 0.5,
            Plan::Whole { restored: true, .. } => 0.9,
            Plan::Whole { .. } => 0.99,
            Plan::Embedded => 0.95,
            Plan::Controls(CodePage::Windows1252) => 0.95,
            Plan::Controls(_) => 0.8,
        }
    }
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Plan::Whole { page, restored, lossy } => {
                write!(f, "encode {}", page.name())?;
                let steps = [(restored, "restore A0"), (lossy, "replace lost bytes")];
                for (_, name) in steps.iter().filter(|(used, _)| **used) {
                    write!(f, ", {name}")?;
                }
                f.write_str(", decode utf-8")
            }
            Plan::Embedded => f.write_str("mend sequences of utf-8"),
            Plan::Controls(page) => write!(f, "encode iso-8859-1, decode {}", page.name()),
        }
    }
}

/// The next step for a text; `None` where it is good or cannot be mended.
pub(crate) fn step(text: &str) -> Option<Mended> {
    step_within(text, &mut Budget { bytes: LOOKS * text.len(), nesting: NESTING })
}

/// Mends a segment one step. The caller goes on until nothing changes, [`STEPS`] times at most.
pub(crate) fn repair(text: &str, rewriter: &mut Rewriter<'_>) {
    if let Some(Mended { plan, pieces }) = step(text) {
        for Piece { source, text } in pieces {
            rewriter.replace(source, &text, plan.confidence());
        }
    }
}

/// What is left of the work that a step may take. It keeps time linear, and the stack small: runs
/// are mended by steps of their own, which may find runs again.
struct Budget {
    bytes: usize,
    nesting: usize,
}

impl Budget {
    /// Takes a look at so many bytes; false where no more can be paid for.
    fn take(&mut self, bytes: usize) -> bool {
        let left = self.bytes.checked_sub(bytes);
        self.bytes = left.unwrap_or(0);
        left.is_some()
    }
}

fn step_within(text: &str, budget: &mut Budget) -> Option<Mended> {
    if text.is_ascii() || !budget.take(text.len()) || !judge::is_suspicious(text) {
        return None;
    }
    let mut is_latin_1 = false;
    for page in CodePage::all_with(text) {
        is_latin_1 |= page == CodePage::Latin1;
        if let Some(reread) = sequence::reread(text, page) {
            let plan = Plan::Whole { page, restored: reread.restored, lossy: reread.lossy };
            return mended(plan, reread.pieces);
        }
    }
    mended(Plan::Embedded, embedded(text, budget)).or_else(|| {
        let (page, pieces) = c1::mend(text, is_latin_1);
        mended(Plan::Controls(page), pieces)
    })
}

fn mended(plan: Plan, pieces: Vec<Piece>) -> Option<Mended> {
    (!pieces.is_empty()).then_some(Mended { plan, pieces })
}

/// The runs of misread sequences that can be mended by themselves.
fn embedded(text: &str, budget: &mut Budget) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let Some(nesting) = budget.nesting.checked_sub(1) else { return pieces };
    budget.nesting = nesting;
    let mut at = 0;
    while let Some(found) = embedded::find(text, at) {
        let range = found.range;
        at = range.end;
        let run = &text[range.clone()];
        // The whole text was tried as a whole.
        if run.len() < text.len()
            && let Some(mended) = mend(run, budget)
            && (!found.is_last_byte || embedded::is_control_trail(run, &mended))
        {
            pieces.push(Piece { source: range, text: mended });
        }
    }
    budget.nesting += 1;
    pieces
}

/// A run after all steps that it takes; `None` where there are none.
fn mend(run: &str, budget: &mut Budget) -> Option<String> {
    let mut text = None;
    for _ in 0..STEPS {
        let current = text.as_deref().unwrap_or(run);
        let Some(mended) = step_within(current, budget) else { break };
        let mut output = String::with_capacity(current.len());
        let mut done = 0;
        for Piece { source: Range { start, end }, text } in mended.pieces {
            output.push_str(&current[done..start]);
            output.push_str(&text);
            done = end;
        }
        output.push_str(&current[done..]);
        text = Some(output);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(text: &str) -> Option<String> {
        step(text).map(|mended| mended.plan.to_string())
    }

    #[test]
    fn plans_are_told() {
        for (text, expected) in [
            ("crÃ¨me", Some("encode iso-8859-1, decode utf-8")),
            ("â€œneigeâ€\u{9D}", Some("encode windows-1252, decode utf-8")),
            ("lÃ  haut", Some("encode iso-8859-1, restore A0, decode utf-8")),
            ("â€œneigeâ€\u{FFFD}", Some("encode windows-1252, replace lost bytes, decode utf-8")),
            ("hiver Ðº, été", Some("mend sequences of utf-8")),
            ("\u{93}Schnee\u{94}", Some("encode iso-8859-1, decode windows-1252")),
            ("at\u{92}pico", Some("encode iso-8859-1, decode macintosh")),
            ("neige, été", None),
            ("snow", None),
            ("", None),
        ] {
            assert_eq!(plan(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn text_is_mended_to_the_end() {
        let budget = || Budget { bytes: usize::MAX, nesting: NESTING };
        for (text, expected) in [
            ("crÃƒÂ¨me", Some("crème")),
            ("ÃƒÆ’Ã‚Â©", Some("é")),
            ("gel â\u{80}â\u{80}\u{9C} dégel", Some("gel – dégel")),
            ("crème", None),
        ] {
            assert_eq!(mend(text, &mut budget()).as_deref(), expected, "{text}");
        }
        assert_eq!(mend("crÃ¨me", &mut Budget { bytes: 3, nesting: NESTING }), None);
    }
}
