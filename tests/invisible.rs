//! Invisible characters: what was sprinkled comes out again, and what writing needs stays.

mod support;

use std::borrow::Cow;

use support::documents::DOCUMENTS;
use support::garble::marks::sprinkle;
use support::hostile;
use support::random::Random;
use support::texts::TEXTS;
use textmend::{clean, invisible};

#[test]
fn sprinkled_documents_come_back() {
    for document in DOCUMENTS {
        let text = document.text();
        for seed in 0..20 {
            let sprinkled = sprinkle(&text, &mut Random::new(seed));
            assert_eq!(invisible::remove(&sprinkled), text, "seed {seed}");
        }
    }
}

/// Texts whose writing, layout or subject needs what is noise elsewhere.
const NEEDED: &[(&str, &str)] = &[
    (
        "Persian",
        "دیشب نامه\u{200C}ها را دوباره خواندم و هیچ\u{200C}کدام را دور نینداختم؛ می\u{200C}ماند برای بچه\u{200C}ها.",
    ),
    ("Urdu", "بارش کے بعد گلی میں \u{200F}(5)\u{200F} دکانیں کھلی تھیں\u{200C}، باقی بند۔"),
    (
        "Arabic with embeddings",
        "اكتب \u{202B}C++\u{202C} ثم \u{2067}Rust\u{2069}، والرقم \u{61C}12-34.",
    ),
    ("Arabic joiners", "يكتب ه\u{200D} في آخر السطر."),
    ("Hebrew", "הקפה עולה \u{200E}12.50\u{200E} שקלים; ש\u{5C1}\u{34F}ל"),
    ("Hebrew with Chinese", "המילה \u{2066}茶\u{2069} פירושה תה, וגם \u{202A}中国茶\u{202C}."),
    ("Syriac abbreviation", "\u{70F}ܫܠܡ"),
    ("Hindi", "राजा क्\u{200D}षमा माँगने आया, पर श्\u{200C}याम सो चुका था।"),
    ("Bengali", "র\u{200D}্যালি শেষে উৎ\u{200C}সব জমে উঠল।"),
    ("Malayalam", "വീട്ടില്\u{200D} ആരും ഇല്ല, തമിഴ്\u{200C}നാട് അകലെയാണ്."),
    ("Kannada", "ಅರ್\u{200D}ಕ ಮತ್ತು ರ್\u{200C}ಕ ಬೇರೆ."),
    ("Tamil", "க்\u{200C}ஷ என்று பிரித்து எழுதினான்."),
    ("Sinhala", "ශ්\u{200D}රී පාදය දුර ය; වාක්\u{200D}ය දෙකක් ලිව්වා."),
    ("Khmer", "ព្រឹក\u{200B}នេះ\u{200B}ភ្លៀង\u{200B} ។ \u{200B}មាន់\u{200B}រងាវ\u{200B}"),
    ("Thai with Japanese", "ร้าน\u{200B}「さくら」\u{200B}ปิด\u{200B}แล้ว 「花」\u{200B}(ดอกไม้)"),
    ("Lao", "ຝົນ\u{200B}ຕົກ\u{200B}ແຕ່\u{200B}ເຊົ້າ"),
    ("Burmese", "မိုး\u{200B}ရွာ\u{200B}နေ\u{200B}တယ်၊ က\u{FE00}"),
    ("Tibetan", "ཆར་པ་\u{200B}བབས་སོང་། \u{2060}༄༅\u{2060}"),
    ("Mongolian", "ᠬᠡᠯ\u{180E}ᠡ ᠤᠯᠤᠰ\u{180B} ᠨᠢᠭ\u{180C}ᠡ ᠪᠢ\u{180F}"),
    ("old Hangul", "\u{115F}\u{1161} 나랏말\u{302F} \u{1112}\u{1160}"),
    ("family", "我们仨👨\u{200D}👩\u{200D}👧去看海，👩🏽\u{200D}🚀和🧑\u{200D}🤝\u{200D}🧑留在家"),
    ("hearts", "❤\u{FE0F}\u{200D}🔥送给你，☎\u{FE0E}别响"),
    (
        "flags",
        "旗：🏴\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}，🏳\u{FE0F}\u{200D}🌈，🏴\u{200D}☠\u{FE0F}，🇯🇵",
    ),
    ("keycaps", "按1\u{FE0F}\u{20E3}再按#\u{FE0F}\u{20E3}，然后*\u{FE0F}\u{20E3}"),
    (
        "signs in style",
        "㊗\u{FE0F}開店㊙\u{FE0E}〰\u{FE0F}〽\u{FE0F}、©\u{FE0F}と™\u{FE0E}ℹ\u{FE0F}",
    ),
    (
        "names with variants",
        "渡邊\u{E0101}さんは榊\u{E0100}原駅で祇\u{E0100}園行きを待つ。𠮟\u{E0101}られた。",
    ),
    ("standardized variants", "神\u{FE00}社、“，\u{FE00}”与“。\u{FE01}”，０\u{FE00}和0\u{FE00}"),
    ("formulas", "f\u{2061}(x) = 2\u{2062}a + b\u{2063}c, 1\u{2064}½; A ∩\u{FE00} B"),
    ("formulas in Chinese", "其中f\u{2061}(x)=a\u{2062}b。"),
    (
        "German hyphenation",
        "Der Wald\u{AD}weg\u{AD}zustands\u{AD}bericht lag auf dem Kauf\u{200C}tisch, Seite\u{A0}8\u{2060}–\u{2060}9.",
    ),
    (
        "hyphenation of all words",
        "Die Fluss\u{AD}dampfer\u{AD}kapi\u{AD}tänin be\u{AD}grüßt Pas\u{AD}sa\u{AD}gie\u{AD}re.\n\
         in\u{AD}ter\u{AD}na\u{AD}tion\u{AD}al\u{AD}iza\u{AD}tion is a long word to break\n\
         Ha\u{AD}ha\u{AD}ha\u{AD}ha\u{AD}ha",
    ),
    ("addresses", "https://example.org/\u{200B}ein/\u{200B}sehr/\u{200B}langer/\u{200B}pfad"),
    ("code about marks", "text.strip('\u{FEFF}') und /^\u{FEFF}+/"),
    ("placeholders", "见图\u{FFFC}。\u{FFF9}漢\u{FFFA}かん\u{FFFB}字"),
    ("reversed on purpose", "倒着写：\u{202E}看着倒\u{202C}。"),
    ("radicals by name", "部首“⼿”在左边写成提手旁。"),
    ("rows of radicals", "九画：⾯ ⾰ ⾱ ⾲ ⾳"),
    ("radicals explained", "⽊（木）与⽯（石）"),
    ("music", "𝅘𝅥\u{1D173}𝅘𝅥𝅮\u{1D174}"),
];

/// They are bytes of characters, which `mojibake` needs.
#[test]
fn soft_hyphens_of_misread_text_stay() {
    let misread = "Ã\u{AD} jardÃ\u{AD}n, æ\u{AD}£";
    assert_eq!(invisible::remove(misread), misread);
    assert_eq!(clean(misread), "í jardín, 正");
}

#[test]
fn what_writing_needs_stays() {
    for (name, text) in NEEDED {
        assert_eq!(invisible::remove(text), *text, "{name}");
        assert!(matches!(invisible::remove(text), Cow::Borrowed(_)), "{name}");
        assert_eq!(clean(text), *text, "{name}");
    }
    let all: Vec<&str> = NEEDED.iter().map(|(_, text)| *text).collect();
    assert!(matches!(clean(&all.join("\n")), Cow::Borrowed(_)));
}

#[test]
fn sprinkled_text_comes_back_between_lines_that_need_marks() {
    let document = &DOCUMENTS[0];
    for (name, text) in NEEDED {
        let truth = format!("{text}\n{}\n{text}\n", document.body());
        let garbled =
            format!("{text}\n{}\n{text}\n", sprinkle(&document.body(), &mut Random::new(5)));
        assert_eq!(invisible::remove(&garbled), truth, "{name}");
    }
}

/// Everything invisible, and what may stand around it.
fn alphabet() -> Vec<char> {
    let mut alphabet: Vec<char> = ('\u{2000}'..='\u{206F}').collect();
    alphabet.extend(
        "中文国かア，。한ab1(\"' \t\n\u{3000}سहิខ་ᠠ👩❤🏴©⼀⼈⽔⺌⻓\u{AD}\u{34F}\u{61C}".chars(),
    );
    alphabet.extend("\u{115F}\u{1160}\u{180B}\u{180E}\u{FE00}\u{FE01}\u{FE05}\u{FE0E}".chars());
    alphabet.extend("\u{FE0F}\u{FEFF}\u{E0001}\u{E0067}\u{E007F}\u{E0100}\u{E01EF}".chars());
    alphabet
}

#[test]
fn removing_twice_removes_nothing_more() {
    let alphabet = alphabet();
    let mut random = Random::new(11);
    for _ in 0..20_000 {
        let text: String = (0..random.below(24)).map(|_| *random.pick(&alphabet)).collect();
        let once = invisible::remove(&text).into_owned();
        let twice = invisible::remove(&once);
        assert_eq!(twice, once, "{text:?}");
    }
}

#[test]
fn every_character_alone_between_letters_and_between_ideographs() {
    let blocks = ['\0'..='\u{FFFF}', '\u{E0000}'..='\u{E0FFF}'];
    for character in blocks.into_iter().flatten() {
        for (before, after) in [("", ""), ("a", "b"), ("م", "م"), ("中", "国"), ("中", "\n")] {
            let text = format!("{before}{character}{after}");
            let removed = invisible::remove(&text);
            let is_filler = matches!(character, '\u{115F}' | '\u{1160}');
            let is_radical = matches!(character, '\u{2E80}'..='\u{2FD5}');
            let gone = format!("{before}{after}");
            // Nothing but the character itself may change.
            assert!(
                removed == text
                    || removed == gone && (is_filler || !character.is_alphanumeric())
                    || is_radical && removed.chars().count() == text.chars().count(),
                "{text:?} became {removed:?}"
            );
            if before == "م" && character != '\u{FEFF}' {
                let belongs_to_another = matches!(character, '\u{E0001}'..='\u{E01EF}');
                assert!(removed == text || belongs_to_another, "{text:?} became {removed:?}");
            }
        }
    }
}

#[test]
fn hostile_and_clean_texts_go_through() {
    for (_, unit) in hostile::FAMILIES {
        let _ = invisible::remove(&unit.repeat(10_000 / unit.len().max(1)));
    }
    for text in TEXTS {
        assert!(matches!(invisible::remove(text.text), Cow::Borrowed(_)), "{}", text.name);
    }
}
