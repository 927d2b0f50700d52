//! Characters that an encoding has twice.
//!
//! Shift_JIS as of Windows has some four hundred characters under two codes or three, which manufacturers once
//! added each for themselves; Big5 has a dozen signs and characters so. A decoder makes the same character of either, and so forgets which bytes there
//! were. Where those were pairs of another encoding, each code means something else there, and what
//! follows the characters before tells them apart: the cheapest way through all codes is taken (the Viterbi
//! algorithm). Of an encoding of Chinese the model of [Chinese](crate::language) tells, which knows many more
//! pairs than that of all languages, and some triples.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::codec::Codec;
use super::plausibility::{Model, Symbol};
use crate::language::{self, Context};

/// Codes of two bytes.
type Codes = Vec<[u8; 2]>;

/// The first bytes of such codes in Shift_JIS: signs of the standard, those of NEC, what NEC chose of IBM's characters,
/// and those themselves.
const LEADS: [u8; 7] = [0x81, 0x87, 0xED, 0xEE, 0xFA, 0xFB, 0xFC];
/// And in Big5: signs and numerals of the standard, what was added to it, and characters. The rows of Hong Kong have some
/// more twice, with bytes that other encodings have little use for.
const LEADS_OF_BIG5: [u8; 6] = [0xA1, 0xA2, 0xA4, 0xC6, 0xC9, 0xF9];

type Several = HashMap<char, Codes>;

/// The characters of an encoding that have several codes.
fn several(codec: Codec) -> Option<&'static Several> {
    static SHIFT_JIS: OnceLock<Several> = OnceLock::new();
    static BIG5: OnceLock<Several> = OnceLock::new();
    match codec {
        Codec::ShiftJis => Some(SHIFT_JIS.get_or_init(|| several_of(codec, LEADS))),
        Codec::Big5 => Some(BIG5.get_or_init(|| several_of(codec, LEADS_OF_BIG5))),
        _ => None,
    }
}

fn several_of(codec: Codec, leads: impl IntoIterator<Item = u8>) -> Several {
    let mut all = Several::new();
    for lead in leads {
        for trail in 0x40..=0xFE {
            if let Some((c, 2)) = codec.decode_first(&[lead, trail]) {
                all.entry(c).or_default().push([lead, trail]);
            }
        }
    }
    all.retain(|_, codes| codes.len() > 1);
    all
}

/// Whether some character of a text may have been other bytes than those it is written as.
pub(super) fn is_ambiguous(text: &str, read_as: Codec) -> bool {
    several(read_as).is_some_and(|several| text.chars().any(|c| several.contains_key(&c)))
}

/// A text read anew.
pub(super) struct Reading {
    pub(super) text: String,
    /// How much dearer the next best text is, by other codes; in tenths of a nat.
    pub(super) lead: u32,
}

/// What a character follows, as the model sees it that knows most of the text.
#[derive(Clone, Copy, PartialEq)]
enum Before {
    Mixed(Symbol),
    Chinese(Context),
}

impl Before {
    fn line_start(meant: Codec, model: Model) -> Before {
        match meant {
            Codec::Gb18030 | Codec::Big5 => Before::Chinese(Context::line_start()),
            _ => Before::Mixed(model.line_end()),
        }
    }

    /// What a character costs here, in tenths of a nat, and what the next one follows.
    fn meet(self, c: char, model: Model) -> (u32, Before) {
        match self {
            Before::Mixed(previous) => {
                let next = model.symbol(c);
                (model.cost(previous, next), Before::Mixed(next))
            }
            Before::Chinese(context) => {
                let next = language::Symbol::of(c);
                (context.tenths(next) as u32, Before::Chinese(context.then(next)))
            }
        }
    }
}

/// A way through the codes so far.
#[derive(Clone, Copy)]
struct State {
    /// Bytes that are no whole character yet, and how many.
    pending: [u8; 4],
    length: usize,
    before: Before,
    cost: u32,
    /// By how much it was cheaper than the next best way that goes on as this one.
    lead: u32,
    /// The last character, in the tree of all.
    last: usize,
}

/// Reads a text of one encoding as another, by the codes that make the likeliest text; `None`
/// where none are valid, or no character of the first has several. A text that is `cut` may end inside of a character.
/// Nor is one whose beginning costs far more than the limit of its last character, where there are `limits`.
///
/// Linear in the text.
pub(super) fn read(
    text: &str,
    read_as: Codec,
    meant: Codec,
    cut: bool,
    limits: Option<&[i32]>,
    model: Model,
) -> Option<Reading> {
    /// How much dearer than the limit a way may be: the model of Chinese has other prices.
    const SLACK: i32 = 300;
    let several = several(read_as)?;
    // Each character with the one before it; the first stands for the beginning.
    let mut tree: Vec<(usize, char)> = vec![(0, '\n')];
    let start = State {
        pending: [0; 4],
        length: 0,
        before: Before::line_start(meant, model),
        cost: 0,
        lead: u32::MAX,
        last: 0,
    };
    let mut states = vec![start];
    let mut buffer = Vec::with_capacity(2);
    let mut next: Vec<State> = Vec::new();
    for (place, c) in text.chars().enumerate() {
        next.clear();
        let mut add = |bytes: &[u8]| {
            for state in &states {
                let Some(state) = state.take(bytes, meant, model, &mut tree) else { continue };
                match next.iter_mut().find(|other| other.goes_on_as(&state)) {
                    Some(other) => *other = other.better(state),
                    None => next.push(state),
                }
            }
        };
        if let Some(codes) = several.get(&c) {
            codes.iter().for_each(|code| add(code));
        } else {
            buffer.clear();
            if !read_as.encode_char(c, &mut buffer) {
                return None;
            }
            add(&buffer);
        }
        std::mem::swap(&mut states, &mut next);
        let limit = limits.map_or(i32::MAX, |limits| limits[place] + SLACK);
        if states.iter().all(|state| state.cost as i32 > limit) {
            return None;
        }
    }
    let whole = states.into_iter().filter(|state| cut || state.length == 0);
    let best = whole.reduce(State::better)?;
    let mut at = best.last;
    let mut characters = Vec::new();
    while at > 0 {
        let (before, c) = tree[at];
        characters.push(c);
        at = before;
    }
    Some(Reading { text: characters.iter().rev().collect(), lead: best.lead })
}

impl State {
    /// Whether whatever comes means the same after both, and costs the same.
    fn goes_on_as(&self, other: &State) -> bool {
        self.pending[..self.length] == other.pending[..other.length] && self.before == other.before
    }

    /// The cheaper of two ways, which knows of the other.
    fn better(self, other: State) -> State {
        let (best, next) = if self.cost <= other.cost { (self, other) } else { (other, self) };
        State { lead: best.lead.min(next.cost - best.cost), ..best }
    }

    /// The state after more bytes; `None` where they are not valid.
    fn take(
        mut self,
        bytes: &[u8],
        meant: Codec,
        model: Model,
        tree: &mut Vec<(usize, char)>,
    ) -> Option<State> {
        for byte in bytes {
            *self.pending.get_mut(self.length)? = *byte;
            self.length += 1;
            if let Some((c, _)) = meant.decode_first(&self.pending[..self.length]) {
                let (cost, before) = self.before.meet(c, model);
                self.cost += cost;
                self.before = before;
                tree.push((self.last, c));
                self.last = tree.len() - 1;
                self.length = 0;
            } else if self.length == 2 && !self.pending[1].is_ascii_digit() {
                // Only GB 18030 has longer ones, with digits.
                return None;
            }
        }
        Some(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_likelier_code_is_taken() {
        for (text, read_as) in [
            ("排在第一位的意见不是票价", Codec::ShiftJis),
            ("山鹰队以速度和耐力见长", Codec::ShiftJis),
            ("今日妻生一女，母女平安", Codec::Big5),
            ("七口水塘、两条暗河相连", Codec::Big5),
        ] {
            let bytes = Codec::Gb18030.encode(text).unwrap();
            let garbled = read_as.decode(&bytes).expect("all of it is read wrongly");
            assert!(is_ambiguous(&garbled, read_as), "{garbled}");
            let read = read(&garbled, read_as, Codec::Gb18030, false, None, Model::get());
            assert_eq!(read.map(|read| read.text).as_deref(), Some(text));
        }
    }

    #[test]
    fn few_characters_have_several_codes() {
        let shift_jis = several(Codec::ShiftJis).unwrap();
        assert!((300..500).contains(&shift_jis.len()), "{}", shift_jis.len());
        assert_eq!(*shift_jis, several_of(Codec::ShiftJis, 0x81..=0xFC));
        assert!(is_ambiguous("軏", Codec::ShiftJis) && !is_ambiguous("軏", Codec::EucJp));
        assert!(!is_ambiguous("日本", Codec::ShiftJis));
        let big5 = several(Codec::Big5).unwrap();
        assert!((10..20).contains(&big5.len()), "{big5:?}");
        assert!(is_ambiguous("〃", Codec::Big5) && !is_ambiguous("日本", Codec::Big5));
    }
}
