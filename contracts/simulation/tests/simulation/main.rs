//! The simulation from outside: published figures and the properties that every run must have.

mod golden;
mod oracles;
mod properties;
mod terms;
