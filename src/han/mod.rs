//! Chinese characters: forms, codes and readings.

pub(crate) mod fold;
pub(crate) mod gbk;
pub(crate) mod readings;
