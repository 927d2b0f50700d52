//! The closed set of repairs: configuration key, statistics label and edit label at once.
//!
//! The set is an enum and not a trait on purpose: order, interplay and the promise to leave clean
//! text alone are properties of the whole set. Users extend it with patterns
//! ([`Repair::Rules`]), not with code.

use std::fmt;
use std::str::FromStr;

/// One kind of mending.
///
/// ```
/// use textmend::Repair;
///
/// assert_eq!("entity".parse(), Ok(Repair::Entity));
/// assert_eq!(Repair::Pinyin.name(), "pinyin");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Repair {
    /// Bytes of another encoding, or invalid ones, became text. Always on, for bytes.
    Decode,
    /// The byte order mark at the start of the document was removed.
    Bom,
    /// Text of one encoding that was read as another: `ÖÐ¹ú` for 中国.
    Mojibake,
    /// The same, where bytes were lost on the way: 锛� for a comma. Each hole is filled with a guess.
    MojibakeLossy,
    /// HTML character references: `&ldquo;`, `&#8220;`, also cut or escaped twice.
    Entity,
    /// Complete character references in documents that are no HTML, as ftfy reads them.
    Unescape,
    /// UTF-8 misread as a single-byte code page, by ftfy's judgement: `crÃ¨me` for `crème`.
    Misread,
    /// C1 control characters, which are bytes of windows-1252: U+0085 for `…`.
    C1,
    /// Ligatures of Latin letters: `ﬁ` for `fi`.
    Ligature,
    /// Full-width and half-width forms: `Ａ` for `A`, `ｶ` for `カ`.
    Width,
    /// Curly quotation marks made straight.
    Quote,
    /// Every line break made a line feed.
    LineBreak,
    /// Surrogate pairs written out: `\ud83e\uddca` for `🧊`.
    Surrogate,
    /// Escape sequences of terminals.
    Terminal,
    /// Control characters, deprecated format characters, object replacements.
    Control,
    /// Zero-width and format characters, stray variation selectors, Kangxi radicals beside Han.
    Invisible,
    /// Readings injected behind Chinese characters: `空調(diào)`.
    Pinyin,
    /// Text whose byte pairs slipped by one where a lead byte was lost: `?；瑒虞S承` for `。滑動軸承`.
    /// The character at either edge, and what stands for a `?` inside, are guesses: their edits
    /// have a confidence of one half.
    Desync,
    /// Pieces of the title scattered over the text in a fixed cycle.
    Shuffle,
    /// A Unicode form: composition by default, NFC, NFD, NFKC or NFKD on request.
    Normalize,
    /// Conversion between Simplified and Traditional Chinese and their regional usages.
    Script,
    /// The user's own patterns.
    Rules,
    /// Output escaped again for use inside HTML.
    Escape,
}

// A repair's place in the list is its number.
const _: () = {
    let mut index = 0;
    while index < Repair::ALL.len() {
        assert!(Repair::ALL[index] as usize == index);
        index += 1;
    }
};

impl Repair {
    /// Every repair, in the order in which the pipeline applies them.
    ///
    /// ```
    /// use textmend::Repair;
    ///
    /// assert!(Repair::ALL.contains(&Repair::Pinyin));
    /// ```
    pub const ALL: &'static [Repair] = &[
        Repair::Decode,
        Repair::Bom,
        Repair::Mojibake,
        Repair::MojibakeLossy,
        Repair::Entity,
        Repair::Unescape,
        Repair::Misread,
        Repair::C1,
        Repair::Ligature,
        Repair::Width,
        Repair::Quote,
        Repair::LineBreak,
        Repair::Surrogate,
        Repair::Terminal,
        Repair::Control,
        Repair::Invisible,
        Repair::Pinyin,
        Repair::Desync,
        Repair::Shuffle,
        Repair::Normalize,
        Repair::Script,
        Repair::Rules,
        Repair::Escape,
    ];

    /// The name used on the command line, in reports and in edits.
    ///
    /// ```
    /// use textmend::Repair;
    ///
    /// assert_eq!(Repair::LineBreak.name(), "line-break");
    /// assert_eq!("line-break".parse(), Ok(Repair::LineBreak));
    /// ```
    pub const fn name(self) -> &'static str {
        match self {
            Repair::Decode => "decode",
            Repair::Bom => "bom",
            Repair::Mojibake => "mojibake",
            Repair::MojibakeLossy => "mojibake-lossy",
            Repair::Entity => "entity",
            Repair::Unescape => "unescape",
            Repair::Misread => "misread",
            Repair::C1 => "c1",
            Repair::Ligature => "ligature",
            Repair::Width => "width",
            Repair::Quote => "quote",
            Repair::LineBreak => "line-break",
            Repair::Surrogate => "surrogate",
            Repair::Terminal => "terminal",
            Repair::Control => "control",
            Repair::Invisible => "invisible",
            Repair::Pinyin => "pinyin",
            Repair::Desync => "desync",
            Repair::Shuffle => "shuffle",
            Repair::Normalize => "normalize",
            Repair::Script => "script",
            Repair::Rules => "rules",
            Repair::Escape => "escape",
        }
    }

    /// Whether the default profile has the repair: it leaves clean text as it is.
    ///
    /// ```
    /// use textmend::Repair;
    ///
    /// assert!(Repair::Entity.is_default() && !Repair::Quote.is_default());
    /// ```
    pub const fn is_default(self) -> bool {
        self.is_selectable()
            && !matches!(
                self,
                Repair::MojibakeLossy
                    | Repair::Unescape
                    | Repair::Misread
                    | Repair::C1
                    | Repair::Ligature
                    | Repair::Width
                    | Repair::Quote
                    | Repair::LineBreak
                    | Repair::Surrogate
                    | Repair::Terminal
                    | Repair::Control
                    | Repair::Script
            )
    }

    /// Whether the repair is switched on and off by its name. The others have options of their
    /// own: decoding always happens, the byte order mark and escaping have a setter each.
    ///
    /// ```
    /// use textmend::Repair;
    ///
    /// assert!(Repair::Entity.is_selectable() && !Repair::Decode.is_selectable());
    /// ```
    pub const fn is_selectable(self) -> bool {
        !matches!(self, Repair::Decode | Repair::Bom | Repair::Escape)
    }
}

impl fmt::Display for Repair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The error of parsing a repair's name.
///
/// ```
/// let error = "magic".parse::<textmend::Repair>().unwrap_err();
/// assert!(error.to_string().starts_with("no repair is called \"magic\""));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownRepair(pub(crate) String);

impl fmt::Display for UnknownRepair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no repair is called {:?}; there are: ", self.0)?;
        let names = Repair::ALL.iter().filter(|repair| repair.is_selectable());
        for (index, repair) in names.enumerate() {
            let comma = if index == 0 { "" } else { ", " };
            write!(f, "{comma}{repair}")?;
        }
        Ok(())
    }
}

impl std::error::Error for UnknownRepair {}

impl FromStr for Repair {
    type Err = UnknownRepair;

    /// Parses the name of a selectable repair.
    fn from_str(name: &str) -> Result<Repair, UnknownRepair> {
        Repair::ALL
            .iter()
            .copied()
            .find(|repair| repair.is_selectable() && repair.name() == name)
            .ok_or_else(|| UnknownRepair(name.to_owned()))
    }
}

/// A set of repairs.
///
/// ```
/// use textmend::{Repair, RepairSet};
///
/// let set: RepairSet = [Repair::Entity, Repair::Pinyin].into_iter().collect();
/// assert!(set.contains(Repair::Entity) && !set.contains(Repair::Rules));
/// assert_eq!(set.to_string(), "entity+pinyin");
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct RepairSet(u32);

impl RepairSet {
    /// The set without members.
    ///
    /// ```
    /// use textmend::{Repair, RepairSet};
    ///
    /// assert_eq!(RepairSet::EMPTY.iter().count(), 0);
    /// ```
    pub const EMPTY: RepairSet = RepairSet(0);

    /// Whether the repair is a member.
    ///
    /// ```
    /// use textmend::{Repair, RepairSet};
    ///
    /// assert!(RepairSet::from(Repair::Entity).contains(Repair::Entity));
    /// ```
    pub const fn contains(self, repair: Repair) -> bool {
        self.0 & (1 << repair as u32) != 0
    }

    /// Whether there is no member.
    ///
    /// ```
    /// use textmend::{Repair, RepairSet};
    ///
    /// assert!(!RepairSet::from(Repair::Entity).is_empty());
    /// ```
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The set with the repair as a member.
    ///
    /// ```
    /// use textmend::{Repair, RepairSet};
    ///
    /// let set = RepairSet::EMPTY.with(Repair::Entity).with(Repair::Quote);
    /// assert_eq!(set.to_string(), "entity+quote");
    /// ```
    #[must_use]
    pub const fn with(self, repair: Repair) -> RepairSet {
        RepairSet(self.0 | (1 << repair as u32))
    }

    /// The set without the repair.
    ///
    /// ```
    /// use textmend::{Repair, RepairSet};
    ///
    /// assert!(RepairSet::from(Repair::Entity).without(Repair::Entity).is_empty());
    /// ```
    #[must_use]
    pub const fn without(self, repair: Repair) -> RepairSet {
        RepairSet(self.0 & !(1 << repair as u32))
    }

    /// The members of either set.
    ///
    /// ```
    /// use textmend::{Repair, RepairSet};
    ///
    /// let set = RepairSet::from(Repair::Entity).union(Repair::Quote.into());
    /// assert!(set.contains(Repair::Entity) && set.contains(Repair::Quote));
    /// ```
    #[must_use]
    pub const fn union(self, other: RepairSet) -> RepairSet {
        RepairSet(self.0 | other.0)
    }

    /// The members, in pipeline order.
    ///
    /// ```
    /// use textmend::{Repair, RepairSet};
    ///
    /// let set = RepairSet::from(Repair::Entity);
    /// assert_eq!(set.iter().collect::<Vec<_>>(), [Repair::Entity]);
    /// ```
    pub fn iter(self) -> impl Iterator<Item = Repair> {
        let mut rest = self.0;
        std::iter::from_fn(move || {
            let repair = *Repair::ALL.get(rest.trailing_zeros() as usize)?;
            rest &= rest - 1;
            Some(repair)
        })
    }
}

impl From<Repair> for RepairSet {
    fn from(repair: Repair) -> RepairSet {
        RepairSet::EMPTY.with(repair)
    }
}

impl FromIterator<Repair> for RepairSet {
    fn from_iter<I: IntoIterator<Item = Repair>>(repairs: I) -> RepairSet {
        repairs.into_iter().fold(RepairSet::EMPTY, RepairSet::with)
    }
}

impl fmt::Display for RepairSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, repair) in self.iter().enumerate() {
            let plus = if index == 0 { "" } else { "+" };
            write!(f, "{plus}{repair}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for RepairSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}
