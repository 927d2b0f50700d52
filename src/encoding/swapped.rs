//! UTF-16 that was read in the wrong byte order.
//!
//! Every character became another one, or half of a pair, which is none and was lost: letters of ASCII rare
//! ideographs (`吀栀椀猀` was `This`), Chinese characters signs of any script. So hardly anything of such a text is ASCII,
//! line feeds and spaces least of all, and all of it turns into characters that are known.

use super::plausibility::Model;

/// Characters that are enough to tell.
const LEAST: usize = 4;
/// One in so many may be ASCII: the ideograph `一` is the letter `N`.
const ASCII: usize = 4;
/// One in so many may be a character that the model does not know, a name's.
const UNKNOWN: usize = 8;

/// The text with the bytes of each unit swapped, if it may have been that.
///
/// Linear in the text.
pub(super) fn read(text: &str, model: Model) -> Option<String> {
    let (mut count, mut ascii, mut unknown) = (0, 0, 0);
    for c in text.chars() {
        let other = swap(c)?;
        count += 1;
        ascii += usize::from(c.is_ascii());
        unknown += usize::from(!is_known(other, model));
        // Hardly any text comes so far.
        if count == LEAST && (ASCII * ascii > count || UNKNOWN * unknown > 2 * count) {
            return None;
        }
    }
    let is_it = count >= LEAST && ASCII * ascii <= count && UNKNOWN * unknown <= count;
    if is_it { text.chars().map(swap).collect() } else { None }
}

/// The character whose bytes are those of another one in the other order.
fn swap(c: char) -> Option<char> {
    char::from_u32(u16::try_from(u32::from(c)).ok()?.swap_bytes().into())
}

fn is_known(c: char, model: Model) -> bool {
    match c {
        '\n' | '\r' | '\t' => true,
        c if c.is_control() => false,
        c => c.is_ascii() || !model.symbol(c).is_unknown(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encoding::codec::Codec;

    #[test]
    fn swapped_text_comes_back_and_no_other_is_taken_for_it() {
        let model = Model::get();
        for text in ["This is it.\r\n", "图书馆门口排起长队", "Сегодня", "図書館の前に"]
        {
            let garbled = Codec::Utf16Be.decode(&Codec::Utf16Le.encode(text).unwrap());
            let Some(garbled) = garbled else { continue };
            assert_eq!(read(&garbled, model).as_deref(), Some(text), "{garbled}");
            assert_eq!(read(text, model), None, "{text}");
        }
        assert_eq!(read("一刀", model), None);
        assert_eq!(read("", model), None);
    }
}
