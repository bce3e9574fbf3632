//! Which file is read or written: asked from the person, or given by a folder in tests.

use api::ApiResult;
use api::wire::Saved;
use api::workspace::Outgoing;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use tauri::{Manager as _, Runtime, WebviewWindow};
use tauri_plugin_dialog::DialogExt as _;

/// A kind of file as the dialog names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// A contract to exchange.
    Contract,
    /// A table of history.
    Table,
    /// A printed document.
    Pdf,
    /// Data.
    Data,
    /// A template of one's own.
    Template,
}

impl FileKind {
    /// What the dialog calls it, and the endings it shows.
    fn filter(self) -> (&'static str, &'static [&'static str]) {
        match self {
            Self::Contract => ("Contract (SLAC)", &["slac"]),
            Self::Table => ("Table (CSV, XLSX)", &["csv", "tsv", "txt", "xlsx"]),
            Self::Pdf => ("PDF document", &["pdf"]),
            Self::Data => ("Data (JSON)", &["json"]),
            Self::Template => ("Template (SLAT)", &["slat"]),
        }
    }
}

/// Where files come from and go to. Managed by the application.
#[derive(Debug, Clone)]
pub enum Files {
    /// The dialogs of the desktop.
    Dialogs,
    /// A folder in which tests leave and find files. What is written gets the suggested name. What is read is named by the
    /// first line of the file [`NEXT`]; without one it is as if the person had cancelled.
    Folder(PathBuf),
}

/// In the folder of a test: the file whose first line names the file to be opened next. It is used once.
pub const NEXT: &str = "next";

/// Contract files that the program was started with, until the page asks for them. Managed by the application.
#[derive(Debug, Default)]
pub struct Given(Mutex<Vec<PathBuf>>);

impl Given {
    /// The file of the start, if one was named.
    #[must_use]
    pub fn new(file: Option<PathBuf>) -> Self {
        Self(Mutex::new(file.into_iter().collect()))
    }

    /// One more: the program was started again.
    pub fn add(&self, file: PathBuf) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(file);
    }

    /// The newest one; the others are let go, since one contract is shown at a time.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn take(&self) -> ApiResult<Option<(String, Vec<u8>)>> {
        let newest = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner)).pop();
        newest.map(|path| Ok((file_name(&path), api::files::read(&path)?))).transpose()
    }
}

impl Files {
    /// The dialogs, or the folder of a test.
    #[must_use]
    pub fn new(folder: Option<PathBuf>) -> Self {
        folder.map_or(Self::Dialogs, Self::Folder)
    }
}

/// Asks for a file and reads it: its name without its folder, and its content. Nothing when the person cancelled. Waits for
/// the person, so it does not belong on a thread that answers the page.
///
/// # Errors
/// When it cannot be read.
pub fn read_chosen<R: Runtime>(
    window: &WebviewWindow<R>,
    title: &str,
    kind: FileKind,
) -> ApiResult<Option<(String, Vec<u8>)>> {
    let Some(path) = ask_to_open(window, title, kind) else { return Ok(None) };
    let bytes = api::files::read(&path)?;
    Ok(Some((file_name(&path), bytes)))
}

/// Asks where to write, and writes: afterwards the file is whole, or what was there before is unchanged. Nothing when the
/// person cancelled. Waits for the person.
///
/// # Errors
/// When it cannot be written.
pub fn write_chosen<R: Runtime>(
    window: &WebviewWindow<R>,
    title: &str,
    outgoing: &Outgoing,
    kind: FileKind,
) -> ApiResult<Option<Saved>> {
    let Some(path) = ask_to_save(window, title, &outgoing.name, kind) else { return Ok(None) };
    // The dialog has asked whether a file that is there may be replaced.
    api::files::write_atomically(&path, &outgoing.bytes, true)?;
    let size_bytes = u32::try_from(outgoing.bytes.len()).unwrap_or(u32::MAX);
    Ok(Some(Saved { name: file_name(&path), size_bytes }))
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The file to read, or nothing when the person cancelled.
fn ask_to_open<R: Runtime>(window: &WebviewWindow<R>, title: &str, kind: FileKind) -> Option<PathBuf> {
    match window.state::<Files>().inner() {
        Files::Folder(folder) => take_next(folder),
        Files::Dialogs => {
            let (name, endings) = kind.filter();
            let dialog = window.dialog().file().set_parent(window).set_title(title).add_filter(name, endings);
            dialog.blocking_pick_file().and_then(|chosen| chosen.into_path().ok())
        }
    }
}

/// The file to write, or nothing when the person cancelled.
fn ask_to_save<R: Runtime>(
    window: &WebviewWindow<R>,
    title: &str,
    suggested_name: &str,
    kind: FileKind,
) -> Option<PathBuf> {
    let (name, endings) = kind.filter();
    match window.state::<Files>().inner() {
        Files::Folder(folder) => Some(folder.join(suggested_name)),
        Files::Dialogs => {
            let dialog = window.dialog().file().set_parent(window).set_title(title).set_file_name(suggested_name);
            let chosen = dialog.add_filter(name, endings).blocking_save_file()?.into_path().ok()?;
            Some(with_ending(chosen, endings[0]))
        }
    }
}

/// What the test left to be opened next.
fn take_next(folder: &Path) -> Option<PathBuf> {
    let note = folder.join(NEXT);
    let text = fs::read_to_string(&note).ok()?;
    fs::remove_file(&note).ok()?;
    let name = text.lines().next().map(str::trim).filter(|name| !name.is_empty())?;
    Some(folder.join(name))
}

/// `path` with `ending` where the person typed a name without one.
fn with_ending(path: PathBuf, ending: &str) -> PathBuf {
    if path.extension().is_some() { path } else { path.with_extension(ending) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_typed_without_an_ending_gets_one() {
        assert_eq!(with_ending(PathBuf::from("a/b"), "pdf"), PathBuf::from("a/b.pdf"));
        assert_eq!(with_ending(PathBuf::from("a/b.PDF"), "pdf"), PathBuf::from("a/b.PDF"));
    }

    #[test]
    fn the_next_file_of_a_test_is_used_once() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(take_next(folder.path()), None);
        fs::write(folder.path().join(NEXT), "history.csv\n").unwrap();
        assert_eq!(take_next(folder.path()), Some(folder.path().join("history.csv")));
        assert_eq!(take_next(folder.path()), None);
    }
}
