//! Facts about the few hundred characters that single-byte code pages have.

/// A map from characters to small facts. What was never set has the default.
///
/// Latin, Greek and Cyrillic letters and the punctuation and signs from U+2000 to U+25FF lie in
/// an array; the few others are searched.
#[derive(Debug)]
pub(super) struct CharMap<T> {
    dense: Vec<T>,
    /// Sorted by character.
    sparse: Vec<(char, T)>,
    default: T,
}

/// Behind the last Cyrillic letter of any code page.
const LETTERS: usize = 0x500;
const SIGNS: usize = 0x2000;
/// Behind the block elements.
const SIGNS_END: usize = 0x25A0;

impl<T: Copy + Default> CharMap<T> {
    pub(super) fn new() -> CharMap<T> {
        let dense = vec![T::default(); LETTERS + SIGNS_END - SIGNS];
        CharMap { dense, sparse: Vec::new(), default: T::default() }
    }

    pub(super) fn get(&self, character: char) -> &T {
        if let Some(index) = dense(character) {
            return &self.dense[index];
        }
        match self.sparse.binary_search_by_key(&character, |(c, _)| *c) {
            Ok(index) => &self.sparse[index].1,
            Err(_) => &self.default,
        }
    }

    pub(super) fn get_mut(&mut self, character: char) -> &mut T {
        if let Some(index) = dense(character) {
            return &mut self.dense[index];
        }
        let index = match self.sparse.binary_search_by_key(&character, |(c, _)| *c) {
            Ok(index) => index,
            Err(index) => {
                self.sparse.insert(index, (character, T::default()));
                index
            }
        };
        &mut self.sparse[index].1
    }
}

/// The index in the array, for characters that have one.
fn dense(character: char) -> Option<usize> {
    match character as usize {
        code @ ..LETTERS => Some(code),
        code @ SIGNS..SIGNS_END => Some(LETTERS + code - SIGNS),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_set_is_found() {
        let mut map = CharMap::new();
        let characters = "aéџ\u{4FF}\u{500}\u{2000}™█\u{259F}\u{25A0}\u{FB01}漢\u{10FFFF}";
        for (value, character) in (1..).zip(characters.chars()) {
            *map.get_mut(character) = value;
        }
        for (value, character) in (1..).zip(characters.chars()) {
            assert_eq!(*map.get(character), value, "{character:?}");
        }
        assert_eq!(*map.get('b'), 0);
        assert_eq!(*map.get('字'), 0);
    }
}
