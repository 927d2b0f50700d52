//! Repairs for people who want plain text: what typesetting, terminals and old character sets have
//! left in it is replaced by what a keyboard types.
//!
//! All are off by default, because each of them changes text that is as its author meant it: curly
//! quotation marks are right, and so are the full-width forms of Chinese punctuation. They
//! do what the options of ftfy 6.3.1 do, and the profile [`Ftfy`](crate::Profile::Ftfy) switches
//! them on; `docs/ftfy.md` maps one to the other.

pub(crate) mod characters;
pub(crate) mod surrogate;
pub(crate) mod terminal;
