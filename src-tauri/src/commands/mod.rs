//! What the page may ask for: one line per command over `api`.
//!
//! A new command is a function with `#[tauri::command]` in a file of this folder; the build registers and allows it.
//! Commands that read, write or compute are marked `(async)`, so that the window goes on answering.

pub(crate) mod about;
