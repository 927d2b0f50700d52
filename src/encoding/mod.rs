//! Bytes of whatever encoding into text.

pub(crate) mod bom;
pub(crate) mod decode;
pub(crate) mod detect;
