//! Test support: texts written for these tests, and the inverse of each repair, so that a test can
//! garble a text whose truth it knows.
//!
//! Everything is a function of a seed. Each test program, and the maintenance command
//! `cargo xtask garble`, uses a part of it.

#![allow(
    dead_code,
    unreachable_pub,
    reason = "every program that includes this uses a part of it, and no program exports it"
)]

pub mod documents;
pub mod garble;
pub mod hostile;
pub mod inputs;
pub mod random;
pub mod texts;
