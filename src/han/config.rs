//! The configurations of OpenCC.

use std::fmt;
use std::str::FromStr;

/// A configuration of OpenCC: from which script and usage to which.
///
/// ```
/// use textmend::han::Config;
///
/// assert_eq!("s2twp".parse(), Ok(Config::S2twp));
/// assert_eq!(Config::T2s.name(), "t2s");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Config {
    /// Simplified to Traditional, in OpenCC's own standard.
    S2t,
    /// Traditional to Simplified.
    T2s,
    /// Simplified to Traditional as written in Taiwan.
    S2tw,
    /// Traditional as written in Taiwan to Simplified.
    Tw2s,
    /// Simplified to Traditional as written in Hong Kong.
    S2hk,
    /// Traditional as written in Hong Kong to Simplified.
    Hk2s,
    /// Simplified to Traditional as written in Taiwan, with the words used there.
    S2twp,
    /// Traditional as written in Taiwan to Simplified, with the words of the mainland.
    Tw2sp,
    /// Simplified to Traditional as written in Hong Kong, with the words used there.
    S2hkp,
    /// Traditional as written in Hong Kong to Simplified, with the words of the mainland.
    Hk2sp,
    /// Traditional to Traditional as written in Taiwan.
    T2tw,
    /// Traditional as written in Taiwan to OpenCC's standard.
    Tw2t,
    /// Traditional to Traditional as written in Hong Kong.
    T2hk,
    /// Traditional as written in Hong Kong to OpenCC's standard.
    Hk2t,
    /// Traditional (old forms) to Japanese new forms.
    T2jp,
    /// Japanese new forms to Traditional (old forms).
    Jp2t,
}

impl Config {
    /// Every configuration.
    ///
    /// ```
    /// use textmend::han::Config;
    ///
    /// assert!(Config::ALL.iter().any(|config| config.name() == "hk2sp"));
    /// ```
    pub const ALL: &'static [Config] = &[
        Config::S2t,
        Config::T2s,
        Config::S2tw,
        Config::Tw2s,
        Config::S2hk,
        Config::Hk2s,
        Config::S2twp,
        Config::Tw2sp,
        Config::S2hkp,
        Config::Hk2sp,
        Config::T2tw,
        Config::Tw2t,
        Config::T2hk,
        Config::Hk2t,
        Config::T2jp,
        Config::Jp2t,
    ];

    /// The name that OpenCC gives it.
    ///
    /// ```
    /// use textmend::han::Config;
    ///
    /// assert_eq!(Config::S2twp.name(), "s2twp");
    /// ```
    pub const fn name(self) -> &'static str {
        match self {
            Config::S2t => "s2t",
            Config::T2s => "t2s",
            Config::S2tw => "s2tw",
            Config::Tw2s => "tw2s",
            Config::S2hk => "s2hk",
            Config::Hk2s => "hk2s",
            Config::S2twp => "s2twp",
            Config::Tw2sp => "tw2sp",
            Config::S2hkp => "s2hkp",
            Config::Hk2sp => "hk2sp",
            Config::T2tw => "t2tw",
            Config::Tw2t => "tw2t",
            Config::T2hk => "t2hk",
            Config::Hk2t => "hk2t",
            Config::T2jp => "t2jp",
            Config::Jp2t => "jp2t",
        }
    }
}

impl fmt::Display for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The error of parsing a configuration's name.
///
/// ```
/// use textmend::han::Config;
///
/// let error = "s2x".parse::<Config>().unwrap_err();
/// assert!(error.to_string().starts_with("no configuration is called \"s2x\""));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownConfig(String);

impl fmt::Display for UnknownConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no configuration is called {:?}; there are: ", self.0)?;
        for (index, config) in Config::ALL.iter().copied().enumerate() {
            let comma = if index == 0 { "" } else { ", " };
            write!(f, "{comma}{config}")?;
        }
        Ok(())
    }
}

impl std::error::Error for UnknownConfig {}

impl FromStr for Config {
    type Err = UnknownConfig;

    fn from_str(name: &str) -> Result<Config, UnknownConfig> {
        let found = Config::ALL.iter().copied().find(|config| config.name() == name);
        found.ok_or_else(|| UnknownConfig(name.to_owned()))
    }
}
