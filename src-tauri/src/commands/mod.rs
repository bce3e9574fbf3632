//! What the page may ask for: one line per command over `api`.
//!
//! A new command is a function with `#[tauri::command]` in a file of this folder; the build registers and allows it.
//! All are asynchronous, so that the window goes on answering; names and arguments are those of the function.

pub(crate) mod about;
pub(crate) mod contract;
pub(crate) mod history;
pub(crate) mod library;
pub(crate) mod outgoing;
pub(crate) mod outlook;
pub(crate) mod scorecard;
pub(crate) mod templates;
pub(crate) mod window;
