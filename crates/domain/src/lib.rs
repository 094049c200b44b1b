//! The rules of Quittance, and nothing else.
//!
//! This crate is pure: no I/O, no async, no clock, no SQL, no API JSON. Time and randomness
//! arrive as arguments. What is decided here is decided for the whole server.

pub mod attempt;
pub mod autogiro;
pub mod bacs;
mod booking;
pub mod books;
pub mod calendar;
pub mod case;
pub mod country;
pub mod credit_transfer;
pub mod debit;
mod derive;
pub mod descriptor;
pub mod dispute;
pub mod epc_qr;
pub mod finality;
mod glyphs;
pub mod guesses;
pub mod holdings;
pub mod ids;
pub mod incoming;
pub mod ledger;
pub mod letters;
pub mod matching;
pub mod method;
pub mod money;
pub mod movement;
pub mod news;
pub mod owner;
pub mod payee;
pub mod payout;
pub mod plan;
pub mod reference;
pub mod refund;
mod refund_outcomes;
mod refunding;
pub mod return_url;
pub mod scope;
pub mod sepa;
pub mod session;
pub mod settle;
pub mod share;
pub mod source;
mod spelled;
pub mod split;
pub mod text;
pub mod time;
pub mod transaction;
pub mod transfer;
pub mod work;

pub use spelled::UnknownSpelling;
