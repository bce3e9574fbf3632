//! The shape of the workspace: which crate may know which, what may be built in, and what may not stand in a file.

#![expect(clippy::unwrap_used, reason = "a test stops where its ground is missing")]

mod direction;
mod licences;
mod lock_files;
mod metadata;
mod ownership;
mod sources;
mod spdx;
