//! The rules of Quittance, and nothing else.
//!
//! This crate is pure: no I/O, no async, no clock, no SQL, no API JSON. Time and randomness
//! arrive as arguments. What is decided here is decided for the whole server.

pub mod ids;
pub mod scope;
pub mod source;
pub mod time;
