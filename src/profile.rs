//! Profiles: sets of repairs by name.

use std::fmt;
use std::str::FromStr;

use crate::normalize::Form;
use crate::repair::{Repair, RepairSet};

/// A named set of repairs to start from.
///
/// ```
/// use textmend::{Profile, Repair};
///
/// assert!(Profile::default().repairs().contains(Repair::Entity));
/// assert_eq!("ftfy".parse(), Ok(Profile::Ftfy));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Profile {
    /// Every repair that leaves clean text as it is: text read in a wrong encoding, entities in
    /// prose, invisible characters, injected readings, GBK text that lost bytes, keyword
    /// shuffles, composition, and the rules that were given.
    #[default]
    Default,
    /// What ftfy 6.3.1 does by default, for people who come from there: references, UTF-8 misread
    /// as a single-byte code page, C1 controls, ligatures, widths, quotation marks, line breaks,
    /// terminal escapes, control characters, and NFC. Changes clean text, and Chinese
    /// punctuation in particular. `docs/ftfy.md` has the whole of it.
    Ftfy,
    /// No repair: bytes are decoded, nothing else.
    None,
}

impl Profile {
    /// All profiles.
    ///
    /// ```
    /// use textmend::Profile;
    ///
    /// assert!(Profile::ALL.contains(&Profile::Ftfy));
    /// ```
    pub const ALL: &'static [Profile] = &[Profile::Default, Profile::Ftfy, Profile::None];

    /// The profile's name on the command line.
    ///
    /// ```
    /// assert_eq!(textmend::Profile::Ftfy.name(), "ftfy");
    /// ```
    pub const fn name(self) -> &'static str {
        match self {
            Profile::Default => "default",
            Profile::Ftfy => "ftfy",
            Profile::None => "none",
        }
    }

    /// The repairs that the profile switches on.
    ///
    /// ```
    /// use textmend::{Profile, Repair};
    ///
    /// assert!(Profile::Ftfy.repairs().contains(Repair::Quote));
    /// assert!(Profile::None.repairs().is_empty());
    /// ```
    pub fn repairs(self) -> RepairSet {
        match self {
            Profile::Default => Repair::ALL.iter().copied().filter(|r| r.is_default()).collect(),
            Profile::Ftfy => FTFY.into_iter().collect(),
            Profile::None => RepairSet::EMPTY,
        }
    }

    /// The Unicode form that `normalize` makes in the profile.
    ///
    /// ```
    /// use textmend::{Profile, normalize::Form};
    ///
    /// assert_eq!(Profile::Ftfy.form(), Form::Nfc);
    /// ```
    pub const fn form(self) -> Form {
        match self {
            Profile::Default | Profile::None => Form::Compose,
            Profile::Ftfy => Form::Nfc,
        }
    }
}

/// The repairs that stand for the fixes which ftfy has on by default.
const FTFY: [Repair; 10] = [
    Repair::Unescape,
    Repair::Misread,
    Repair::C1,
    Repair::Ligature,
    Repair::Width,
    Repair::Quote,
    Repair::LineBreak,
    Repair::Terminal,
    Repair::Control,
    Repair::Normalize,
];

/// The error of parsing a profile's name.
///
/// ```
/// let error = "best".parse::<textmend::Profile>().unwrap_err();
/// assert!(error.to_string().starts_with("no profile is called \"best\""));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownProfile(String);

impl fmt::Display for UnknownProfile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = Profile::ALL.iter().map(|it| it.name()).collect::<Vec<_>>().join(", ");
        write!(f, "no profile is called {:?}; there are: {names}", self.0)
    }
}

impl std::error::Error for UnknownProfile {}

impl FromStr for Profile {
    type Err = UnknownProfile;

    fn from_str(name: &str) -> Result<Profile, UnknownProfile> {
        Profile::ALL
            .iter()
            .copied()
            .find(|profile| profile.name() == name)
            .ok_or_else(|| UnknownProfile(name.to_owned()))
    }
}
