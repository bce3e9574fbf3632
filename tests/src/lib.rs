//! Tests that cross borders, and what they stand on.
//!
//! - `tests/workspace`: the shape of the workspace, read off `cargo metadata` and the sources.
//! - `tests/scenario`: an agreement settled as another program settles it ([`scenario`]).
//! - `tests/window`: the real window, driven like a person would ([`window`]).
//! - `benches`: what a person waits for, in numbers.

pub mod place;
pub mod scenario;
#[cfg(feature = "window")]
pub mod window;
