//! Encodings: byte arithmetic on text that was decoded wrongly.

pub(crate) mod gbk;
pub(crate) mod shift;
