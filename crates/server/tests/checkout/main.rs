//! The hosted pages, as a payer without scripts sees them: plain requests through the real router,
//! with the job runner beside it.

mod card;
mod debit;
mod harness;
mod mails;
mod pages;
