//! The languages whose words are known letter by letter, and what they are written with.
//!
//! The generator, `xtask/src/letters.rs`, includes this file.

use super::layout::fold;

/// A language by its name in the sources, and its letters beyond a–z; for those of other scripts, all
/// of them.
///
/// Corpora hold letters that their language does not have: names, and garble. So what a language
/// is written with is not counted but said.
pub(crate) const LANGUAGES: &[(&str, &str)] = &[
    ("AFRIKAANS", "êëéèáïöôûî"),
    ("ALBANIAN", "ëç"),
    ("AZERBAIJANI", "əıüöçşğ"),
    ("BASQUE", "ñ"),
    ("BOKMAL", "åøæéòóêô"),
    ("CATALAN", "àçèéíïòóúü"),
    ("CROATIAN", "čćđšž"),
    ("CZECH", "áčďéěíňóřšťúůýž"),
    ("DANISH", "æøåé"),
    ("DUTCH", "éëïóèöüç"),
    ("ENGLISH", ""),
    ("ESPERANTO", "ĉĝĥĵŝŭ"),
    ("ESTONIAN", "äöõüšž"),
    ("FINNISH", "äöåšž"),
    ("FRENCH", "àâæçéèêëîïôœùûüÿ"),
    ("GERMAN", "äöüß"),
    ("HUNGARIAN", "áéíóöőúüű"),
    ("ICELANDIC", "áðéíóúýþæö"),
    ("IRISH", "áéíóú"),
    ("ITALIAN", "àèéìòùî"),
    ("LATVIAN", "āčēģīķļņšūž"),
    ("LITHUANIAN", "ąčęėįšųūž"),
    ("MAORI", "āēīōū"),
    ("POLISH", "ąćęłńóśźż"),
    ("PORTUGUESE", "áâãàçéêíóôõúü"),
    ("ROMANIAN", "ăâîșțşţ"),
    ("SLOVAK", "áäčďéíĺľňóôŕšťúýž"),
    ("SLOVENE", "čšž"),
    ("SPANISH", "áéíñóúü"),
    ("SWEDISH", "åäöé"),
    ("TURKISH", "çğıöşüâîû"),
    ("VIETNAMESE", "àáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ"),
    ("WELSH", "âêîôûŵŷï"),
    ("YORUBA", "áàéèẹíìńóòọṣúù"),
    ("BELARUSIAN", "абвгдеёжзійклмнопрстуўфхцчшыьэюя"),
    ("BULGARIAN", "абвгдежзийклмнопрстуфхцчшщъьюя"),
    ("KAZAKH", "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"),
    ("MACEDONIAN", "абвгдѓежзѕијклљмнњопрстќуфхцчџш"),
    ("MONGOLIAN", "абвгдеёжзийклмноөпрстуүфхцчшщъыьэюя"),
    ("RUSSIAN", "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"),
    ("SERBIAN", "абвгдђежзијклљмнњопрстћуфхцчџш"),
    ("UKRAINIAN", "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"),
    ("GREEK", "αάβγδεέζηήθιίϊΐκλμνξοόπρσςτυύϋΰφχψωώ"),
    ("HEBREW", "אבגדהוזחטיךכלםמןנסעףפץצקרשת"),
    ("ARABIC", "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي"),
    ("PERSIAN", "ءآأؤئابپتثجچحخدذرزژسشصضطظعغفقکكگلمنهوىیيۀة"),
    ("URDU", "ءآأؤئابپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوہھیےۂۃ"),
];

/// The letters of a language, in the order of its table.
pub(crate) fn letters(own: &str) -> impl Iterator<Item = char> {
    let is_latin = own.chars().all(|c| c < '\u{250}' || ('\u{1E00}'..'\u{1F00}').contains(&c));
    let ascii = 'a'..=if is_latin { 'z' } else { '`' };
    ascii.chain(own.chars())
}

/// The letter that tables know a character by: in its small form.
pub(crate) fn letter(c: char) -> char {
    // Its small form is two characters.
    if c == 'İ' { 'i' } else { fold(c).0 }
}
