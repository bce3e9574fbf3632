//! The crate from outside: pages, structure and file ([`engine`]), and what an agreement becomes ([`agreement`]).

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod agreement;
mod anything;
mod clauses;
mod drawn;
mod engine;
mod support;
mod templates;
mod wording;
