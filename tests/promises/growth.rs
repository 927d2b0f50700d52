//! How much longer than its input the output of each stage can be, with the reason.
//!
//! A bound is a factor on bytes. Stages follow each other, so that the bound of a cleaner is
//! the product of those of its stages.

use textmend::normalize::Form;
use textmend::{Repair, RepairSet};

/// A bound on the growth of a cleaner.
#[derive(Clone, Copy, Debug)]
pub struct Growth {
    /// Bytes of output for a byte of text.
    factor: f64,
}

impl Growth {
    /// The bound of these repairs together.
    pub fn of(repairs: RepairSet, form: Form, html_safe: bool) -> Growth {
        let stages = repairs.iter().map(|repair| match repair {
            Repair::Normalize => of_form(form),
            repair => of_repair(repair),
        });
        let escape = if html_safe { of_repair(Repair::Escape) } else { 1.0 };
        Growth { factor: stages.product::<f64>() * escape }
    }

    /// The longest output for text of this length, in bytes.
    pub fn of_text(self, length: usize) -> usize {
        (length as f64 * self.factor) as usize
    }

    /// The longest output for bytes of this length in whatever encoding.
    pub fn of_bytes(self, length: usize) -> usize {
        self.of_text((length as f64 * of_repair(Repair::Decode)) as usize)
    }
}

/// The bound of one repair.
pub fn of_repair(repair: Repair) -> f64 {
    match repair {
        // A byte that means nothing becomes U+FFFD, three bytes; a byte of a single-byte code
        // page is at most three; a pair is at most four (Big5 has two pairs that are a letter
        // and a mark), and four bytes of GB 18030 are at most four.
        Repair::Decode => 3.0,
        // The two longest expansions are `&nGt;` and `&nLt;`: five bytes become six.
        Repair::Entity => 1.2,
        // These only remove, or put a character in another's place that is no longer.
        Repair::Bom | Repair::Invisible | Repair::Shuffle => 1.0,
        // Readings go; but where one tore two characters apart, a `?` can stand for a character
        // of three bytes, and for the ASCII character behind it.
        Repair::Pinyin | Repair::Desync => 4.0,
        // A question mark may stand for two bytes, and each of them for a character.
        Repair::MojibakeLossy => 6.0,
        // `"` and `'` become references of six bytes.
        Repair::Escape => 6.0,
        // As much as the caller's replacements are; there are none unless a caller adds them.
        Repair::Rules => 1.0,
        // No other repair puts more than one character of three bytes in a byte's place.
        _ => 3.0,
    }
}

/// The bound of a Unicode form.
pub fn of_form(form: Form) -> f64 {
    match form {
        // A base and a mark take three bytes at least, and what they compose to is in no case
        // longer than both.
        Form::Compose => 1.0,
        // U+1D160 becomes three characters of four bytes; U+0390 three of two. The figures are
        // those of UAX #15, section 17.
        Form::Nfc | Form::Nfd => 3.0,
        // U+FDFA becomes 18 characters, 33 bytes.
        _ => 11.0,
    }
}
