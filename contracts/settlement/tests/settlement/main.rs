//! Settlement from outside: published cases, statements, problems, and properties over random agreements.

#![expect(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

mod anything;
mod cases;
#[path = "../../../document/tests/document/drawn.rs"]
mod drawn;
mod later;
mod many_decimals;
mod problems;
mod properties;
mod published;
mod readings;
mod reference;
mod relief;
mod remedies;
mod remedy_properties;
mod rewards;
mod statements;
mod statistics;
mod support;
