//! The one folder in which everything of this user lies; which one it is, `api` says for every program.

use std::path::{Path, PathBuf};

pub use api::data::{DataError, folder};

/// Where the page engine keeps its own files: in the data folder, or, where nothing can be written there, in a folder for
/// temporary files, so that the window opens and says what is wrong.
#[must_use]
pub fn page_folder(data_folder: &Path) -> PathBuf {
    let own = data_folder.join("page");
    let writable = std::fs::create_dir_all(&own).and_then(|()| {
        let probe = own.join(".writable");
        std::fs::write(&probe, b"").and_then(|()| std::fs::remove_file(probe))
    });
    match writable {
        Ok(()) => own,
        Err(_) => std::env::temp_dir().join(format!("plumbline-page-{}", std::process::id())),
    }
}
