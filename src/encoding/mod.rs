//! Encodings: bytes into text, and byte arithmetic on text that was decoded wrongly.

pub(crate) mod bom;
pub(crate) mod decode;
pub(crate) mod detect;
pub(crate) mod gbk;
pub(crate) mod misread;
pub(crate) mod shift;
pub(crate) mod utf8;
