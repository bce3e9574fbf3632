//! Where things lie.

use std::path::{Path, PathBuf};

/// The top folder of the repository.
#[must_use]
pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_path_buf).unwrap_or_default()
}

/// The folder into which cargo built the running program, for example `target/debug`.
#[must_use]
pub fn built() -> PathBuf {
    let mut place = std::env::current_exe().unwrap_or_default();
    place.pop();
    if place.ends_with("deps") || place.ends_with("examples") {
        place.pop();
    }
    place
}

/// The folder for pictures of the window.
#[must_use]
pub fn screens() -> PathBuf {
    built().parent().map(|target| target.join("screens")).unwrap_or_default()
}
