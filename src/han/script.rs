//! Which conversion a document needs: where it should go, and what it is.

use std::fmt;
use std::str::FromStr;

use super::config::Config;
use super::converter::Converter;
use super::detect::Detected;

/// A script, and the usage of it.
///
/// ```
/// use textmend::Cleaner;
/// use textmend::han::Script;
///
/// let cleaner = Cleaner::builder().script(Script::Simplified).build();
/// assert_eq!(cleaner.clean("歷史悠久的港口"), "历史悠久的港口");
/// assert_eq!(cleaner.clean("日本国憲法"), "日本国憲法");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Script {
    /// Simplified Chinese, as on the mainland.
    Simplified,
    /// Traditional Chinese, in OpenCC's own standard.
    Traditional,
    /// Traditional Chinese as in Taiwan, with the words used there.
    Taiwan,
    /// Traditional Chinese as in Hong Kong, with the words used there.
    HongKong,
    /// Japanese new forms.
    Japanese,
}

impl Script {
    /// Every script.
    ///
    /// ```
    /// use textmend::han::Script;
    ///
    /// assert!(Script::ALL.contains(&Script::Taiwan));
    /// ```
    pub const ALL: &'static [Script] = &[
        Script::Simplified,
        Script::Traditional,
        Script::Taiwan,
        Script::HongKong,
        Script::Japanese,
    ];

    /// The name used on the command line.
    ///
    /// ```
    /// use textmend::han::Script;
    ///
    /// assert_eq!(Script::HongKong.name(), "hong-kong");
    /// ```
    pub const fn name(self) -> &'static str {
        match self {
            Script::Simplified => "simplified",
            Script::Traditional => "traditional",
            Script::Taiwan => "taiwan",
            Script::HongKong => "hong-kong",
            Script::Japanese => "japanese",
        }
    }
}

impl fmt::Display for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The error of parsing a script's name.
///
/// ```
/// use textmend::han::Script;
///
/// let error = "runic".parse::<Script>().unwrap_err();
/// assert!(error.to_string().starts_with("no script is called \"runic\""));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownScript(String);

impl fmt::Display for UnknownScript {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = Script::ALL.iter().map(|it| it.name()).collect::<Vec<_>>().join(", ");
        write!(f, "no script is called {:?}; there are: {names}", self.0)
    }
}

impl std::error::Error for UnknownScript {}

impl FromStr for Script {
    type Err = UnknownScript;

    fn from_str(name: &str) -> Result<Script, UnknownScript> {
        let found = Script::ALL.iter().copied().find(|script| script.name() == name);
        found.ok_or_else(|| UnknownScript(name.to_owned()))
    }
}

/// Where documents should go.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    to: Script,
    from: Option<Script>,
    force: bool,
    /// A converter for every configuration that may be needed.
    converters: Vec<(Config, Converter)>,
}

impl Target {
    pub(crate) fn new(to: Script, from: Option<Script>, force: bool) -> Target {
        let all = [
            Detected::Simplified,
            Detected::Traditional,
            Detected::Mixed,
            Detected::Either,
            Detected::Japanese,
        ];
        let mut needed: Vec<Config> =
            all.iter().flat_map(|&what| configs(to, from, force, what)).copied().collect();
        needed.sort_unstable();
        needed.dedup();
        let converters = needed.into_iter().map(|one| (one, Converter::new(one))).collect();
        Target { to, from, force, converters }
    }

    /// The conversions that a document needs, one after the other.
    pub(crate) fn converters(&self, detected: Detected) -> Vec<Converter> {
        let configs = configs(self.to, self.from, self.force, detected);
        let converter = |config: &Config| {
            self.converters.iter().find(|(one, _)| one == config).map(|(_, it)| it.clone())
        };
        configs.iter().filter_map(converter).collect()
    }
}

/// The configurations that lead a document to `to`. What is there already, what does not tell its
/// script, and Japanese stay as they are, unless by `force`; `from` says more exactly what
/// Traditional text is, or Japanese.
fn configs(to: Script, from: Option<Script>, force: bool, detected: Detected) -> &'static [Config] {
    use Config::*;
    let is_simplified = match detected {
        Detected::Simplified | Detected::Mixed => true,
        Detected::Traditional => false,
        Detected::Japanese if from == Some(Script::Japanese) => false,
        // Whoever forces it says that it is in the other script.
        Detected::Either | Detected::Japanese if force => to != Script::Simplified,
        Detected::Either | Detected::Japanese | Detected::None => return &[],
    };
    match to {
        Script::Simplified => match (detected, from) {
            (Detected::Simplified, _) if !force => &[],
            (_, Some(Script::Taiwan)) => &[Tw2sp],
            (_, Some(Script::HongKong)) => &[Hk2sp],
            (_, Some(Script::Japanese)) => &[Jp2t, T2s],
            _ => &[T2s],
        },
        Script::Traditional if is_simplified => &[S2t],
        Script::Traditional => match from {
            Some(Script::Taiwan) => &[Tw2t],
            Some(Script::HongKong) => &[Hk2t],
            Some(Script::Japanese) => &[Jp2t],
            _ if force && from == Some(Script::Simplified) => &[S2t],
            _ => &[],
        },
        Script::Taiwan if is_simplified => &[S2twp],
        Script::Taiwan => match from {
            Some(Script::Taiwan) => &[],
            Some(Script::HongKong) => &[Hk2t, T2tw],
            Some(Script::Japanese) => &[Jp2t, T2tw],
            _ => &[T2tw],
        },
        Script::HongKong if is_simplified => &[S2hkp],
        Script::HongKong => match from {
            Some(Script::HongKong) => &[],
            Some(Script::Taiwan) => &[Tw2t, T2hk],
            Some(Script::Japanese) => &[Jp2t, T2hk],
            _ => &[T2hk],
        },
        Script::Japanese if detected == Detected::Japanese => &[],
        Script::Japanese if is_simplified => &[S2t, T2jp],
        Script::Japanese => match from {
            Some(Script::Taiwan) => &[Tw2t, T2jp],
            Some(Script::HongKong) => &[Hk2t, T2jp],
            _ => &[T2jp],
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chooses_by_what_is_there() {
        use Config::*;
        use Script::{HongKong, Japanese, Simplified, Taiwan, Traditional};
        type Row = (Script, Option<Script>, bool, Detected, &'static [Config]);
        let rows: &[Row] = &[
            (Simplified, None, false, Detected::Traditional, &[T2s]),
            (Simplified, None, false, Detected::Mixed, &[T2s]),
            (Simplified, None, false, Detected::Simplified, &[]),
            (Simplified, None, false, Detected::Japanese, &[]),
            (Simplified, None, true, Detected::Japanese, &[T2s]),
            (Simplified, None, true, Detected::Simplified, &[T2s]),
            (Traditional, None, true, Detected::Japanese, &[S2t]),
            (Taiwan, None, true, Detected::Japanese, &[S2twp]),
            (Traditional, Some(Japanese), true, Detected::Japanese, &[Jp2t]),
            (Simplified, Some(Taiwan), false, Detected::Traditional, &[Tw2sp]),
            (Simplified, Some(HongKong), false, Detected::Traditional, &[Hk2sp]),
            (Simplified, Some(Japanese), false, Detected::Japanese, &[Jp2t, T2s]),
            (Traditional, None, false, Detected::Simplified, &[S2t]),
            (Traditional, None, false, Detected::Traditional, &[]),
            (Traditional, Some(Taiwan), false, Detected::Traditional, &[Tw2t]),
            (Traditional, Some(Japanese), false, Detected::Japanese, &[Jp2t]),
            (Traditional, None, true, Detected::Either, &[S2t]),
            (Taiwan, None, false, Detected::Simplified, &[S2twp]),
            (Taiwan, None, false, Detected::Traditional, &[T2tw]),
            (Taiwan, None, false, Detected::Either, &[]),
            (HongKong, None, false, Detected::Simplified, &[S2hkp]),
            (HongKong, None, false, Detected::Traditional, &[T2hk]),
            (HongKong, Some(Taiwan), false, Detected::Traditional, &[Tw2t, T2hk]),
            (Japanese, None, false, Detected::Traditional, &[T2jp]),
            (Japanese, None, false, Detected::Simplified, &[S2t, T2jp]),
            (Japanese, None, true, Detected::Japanese, &[]),
        ];
        for &(to, from, force, detected, expected) in rows {
            assert_eq!(configs(to, from, force, detected), expected, "{to} {from:?} {detected:?}");
        }
    }
}
