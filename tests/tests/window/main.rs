//! The real window, from its start to its end.

mod start;
