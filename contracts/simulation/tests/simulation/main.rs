//! The simulation from outside: published figures and the properties that every run must have.

#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

mod calibration;
mod charges;
mod golden;
mod inputs;
mod moments;
mod oracles;
mod properties;
mod relief;
mod rewards;
mod terms;
mod volume;
