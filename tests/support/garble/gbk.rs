//! Text as GBK bytes and back, the way a lenient decoder reads them: it takes a lead byte together
//! with whatever follows, and where the pair is nothing it prints one `?` for both. That is how an
//! injection between the two bytes of a character shifts the text behind it.

use encoding_rs::GBK;

/// Encodes a character; `None` where GBK has no pair for it.
pub fn encode(character: char) -> Option<Vec<u8>> {
    // Private use characters have pairs, but no decoder for readers prints them.
    if matches!(character, '\u{E000}'..='\u{F8FF}') {
        return None;
    }
    let mut buffer = [0; 4];
    let (bytes, _, unmappable) = GBK.encode(character.encode_utf8(&mut buffer));
    let is_pair = !unmappable && (character.is_ascii() || bytes.len() == 2);
    is_pair.then(|| bytes.into_owned())
}

/// Decodes leniently. Never fails: what is no character becomes `?`, two bytes at a time.
pub fn decode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    let mut rest = bytes;
    while let Some(&first) = rest.first() {
        if first.is_ascii() {
            text.push(first.into());
            rest = &rest[1..];
        } else {
            let pair = &rest[..rest.len().min(2)];
            text.push(decode_pair(pair).unwrap_or('?'));
            rest = &rest[pair.len()..];
        }
    }
    text
}

fn decode_pair(pair: &[u8]) -> Option<char> {
    let decoded = GBK.decode_without_bom_handling_and_without_replacement(pair)?;
    let mut characters = decoded.chars();
    let character = characters.next()?;
    let is_private = matches!(character, '\u{E000}'..='\u{F8FF}');
    (characters.next().is_none() && !is_private).then_some(character)
}
