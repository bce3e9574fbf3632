//! The real window, from its start to its end.

mod hand;
mod journey;
mod scorecard;
mod start;
mod trouble;
