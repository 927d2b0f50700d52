//! The promises where the space is small enough to try all of it: every character of the Basic
//! Multilingual Plane through every repair alone, and every pair of bytes of GBK.

mod promises;

use std::borrow::Cow;

use encoding_rs::GBK;
use promises::{Growth, Subject, all, alone, check_chunks, check_log, check_output, check_settled};
use textmend::normalize::{Form, normalize};
use textmend::{Cleaner, Profile, Repair};
use unicode_normalization::UnicodeNormalization;

/// Every character of the Basic Multilingual Plane that is one.
fn characters() -> impl Iterator<Item = char> {
    '\0'..='\u{FFFF}'
}

/// What a character stands between: nothing, Latin, Han, itself, a mark, an emoji.
const SURROUNDINGS: &[(&str, &str)] = &[
    ("", ""),
    ("a", "b"),
    ("中", "文"),
    ("x\u{301}", "\u{323}y"),
    ("&#", ";"),
    ("👩", "\u{fe0f}"),
];

#[test]
fn every_character_through_every_repair_alone() {
    for subject in alone() {
        let mut document = String::new();
        for (before, after) in SURROUNDINGS {
            for character in characters().filter(|c| *c != '\n') {
                document.push_str(before);
                document.push(character);
                document.push_str(after);
                document.push('\n');
                if document.len() > 60_000 {
                    check(&subject, &document);
                    document.clear();
                }
            }
        }
        check(&subject, &document);
    }
}

/// Checks a document within the window, whose lines a local repair treats one by one.
fn check(subject: &Subject, document: &str) {
    check_output(subject, document.as_bytes());
    check_log(subject, document.as_bytes());
    check_settled(subject, document.as_bytes());
}

#[test]
fn every_character_alone_through_the_profiles() {
    let cleaner = |&profile: &Profile| (profile, Cleaner::builder().profile(profile).build());
    let cleaners: Vec<_> = Profile::ALL.iter().map(cleaner).collect();
    for character in characters() {
        let mut buffer = [0; 4];
        let text = &*character.encode_utf8(&mut buffer);
        for (profile, cleaner) in &cleaners {
            let once = cleaner.clean(text);
            assert_eq!(
                cleaner.clean(&once),
                once,
                "{}: U+{:04X}",
                profile.name(),
                character as u32
            );
            if *profile == Profile::None && character != '\u{FEFF}' {
                assert!(matches!(once, Cow::Borrowed(_)) && once == text);
            }
        }
    }
}

#[test]
fn every_character_to_every_form() {
    for character in '\0'..=char::MAX {
        let mut buffer = [0; 4];
        let text = &*character.encode_utf8(&mut buffer);
        assert_eq!(normalize(text, Form::Compose), text);
        assert!(text.nfc().eq(normalize(text, Form::Nfc).chars()), "{character:?}");
        assert!(text.nfd().eq(normalize(text, Form::Nfd).chars()), "{character:?}");
        assert!(text.nfkc().eq(normalize(text, Form::Nfkc).chars()), "{character:?}");
        assert!(text.nfkd().eq(normalize(text, Form::Nfkd).chars()), "{character:?}");
        for &form in Form::ALL {
            let bound = Growth::of(Repair::Normalize.into(), form, false).of_text(text.len());
            assert!(normalize(text, form).len() <= bound, "{form} {character:?}");
        }
    }
}

/// The bounds of the forms are met by the characters that they are stated for.
#[test]
fn the_bounds_of_the_forms_are_tight() {
    for (text, form, length) in [
        ("\u{1D160}", Form::Nfc, 12),
        ("\u{390}", Form::Nfd, 6),
        ("\u{FDFA}", Form::Nfkc, 33),
        ("\u{FDFA}", Form::Nfkd, 33),
    ] {
        assert_eq!(normalize(text, form).len(), length, "{form}");
        assert_eq!(Growth::of(Repair::Normalize.into(), form, false).of_text(text.len()), length);
    }
}

#[test]
fn every_pair_of_gbk() {
    let given = Cleaner::builder().profile(Profile::None).keep_bom(true);
    let given = given.encoding("gbk").expect("a label of the standard").build();
    let subjects = all();
    for lead in 0x80..=0xFF_u8 {
        for trail in 0..=0xFF_u8 {
            let pair = [lead, trail];
            let (expected, _) = GBK.decode_without_bom_handling(&pair);
            assert_eq!(given.clean_bytes(&pair), expected, "{pair:02X?}");
            check_output(&subjects[0], &pair);
            check_log(&subjects[0], &pair);
            check_settled(&subjects[0], &pair);
        }
        // All pairs of a lead byte as one document, and amid Chinese text.
        let row: Vec<u8> = (0..=0xFF).flat_map(|trail| [lead, trail]).collect();
        let amid = [&GBK.encode("图书馆门口排起了长队，").0, &row[..]].concat();
        for subject in &subjects {
            for bytes in [&row, &amid] {
                check_output(subject, bytes);
                check_log(subject, bytes);
                check_chunks(subject, bytes, bytes.chunks(3));
            }
        }
    }
}
