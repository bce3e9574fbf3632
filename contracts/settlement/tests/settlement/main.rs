//! Settlement from outside: published cases, statements, problems, and properties over random agreements.

mod problems;
mod properties;
mod published;
mod reference;
mod statements;
mod support;
