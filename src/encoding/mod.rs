//! Bytes of whatever encoding into text.

pub(crate) mod bom;
pub(crate) mod decode;
pub(crate) mod detect;
//! Encodings: byte arithmetic on text that was decoded wrongly.

pub(crate) mod gbk;
pub(crate) mod shift;
