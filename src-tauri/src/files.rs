//! Which file is read or written: asked from the person, or given by a folder in tests.

use std::fs;
use std::path::{Path, PathBuf};
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
}

impl FileKind {
    /// What the dialog calls it, and the endings it shows.
    fn filter(self) -> (&'static str, &'static [&'static str]) {
        match self {
            Self::Contract => ("Contract (SLAC)", &["slac"]),
            Self::Table => ("Table (CSV)", &["csv", "tsv", "txt"]),
            Self::Pdf => ("PDF document", &["pdf"]),
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

impl Files {
    /// The dialogs, or the folder of a test.
    #[must_use]
    pub fn new(folder: Option<PathBuf>) -> Self {
        folder.map_or(Self::Dialogs, Self::Folder)
    }
}

/// The file to read, or nothing when the person cancelled. Blocks: call it from an asynchronous command.
pub fn ask_to_open<R: Runtime>(window: &WebviewWindow<R>, title: &str, kind: FileKind) -> Option<PathBuf> {
    match window.state::<Files>().inner() {
        Files::Folder(folder) => take_next(folder),
        Files::Dialogs => {
            let (name, endings) = kind.filter();
            let dialog = window.dialog().file().set_parent(window).set_title(title).add_filter(name, endings);
            dialog.blocking_pick_file().and_then(|chosen| chosen.into_path().ok())
        }
    }
}

/// The file to write, or nothing when the person cancelled. Blocks: call it from an asynchronous command.
///
/// `suggested_name` comes from a contract's title, so it is made into a plain file name first.
pub fn ask_to_save<R: Runtime>(
    window: &WebviewWindow<R>,
    title: &str,
    suggested_name: &str,
    kind: FileKind,
) -> Option<PathBuf> {
    let (name, endings) = kind.filter();
    let suggested = plain_name(suggested_name, endings[0]);
    match window.state::<Files>().inner() {
        Files::Folder(folder) => Some(folder.join(suggested)),
        Files::Dialogs => {
            let dialog = window.dialog().file().set_parent(window).set_title(title).set_file_name(suggested);
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

/// `name` without anything that has a meaning to a file system, with `ending`.
fn plain_name(name: &str, ending: &str) -> String {
    let stem = name.strip_suffix(&format!(".{ending}")).unwrap_or(name);
    let cleaned: String =
        stem.chars().map(|c| if c.is_control() || "/\\:*?\"<>|".contains(c) { ' ' } else { c }).collect();
    let words: Vec<&str> = cleaned.split_whitespace().collect();
    let joined = words.join(" ");
    let bare = joined.trim_matches(['.', ' ']);
    let short: String = bare.chars().take(80).collect();
    format!("{}.{ending}", if short.is_empty() { "contract" } else { short.trim_end() })
}

/// `path` with `ending` where the person typed a name without one.
fn with_ending(path: PathBuf, ending: &str) -> PathBuf {
    if path.extension().is_some() { path } else { path.with_extension(ending) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_becomes_a_plain_file_name() {
        assert_eq!(plain_name("Support 24/7: voice", "pdf"), "Support 24 7 voice.pdf");
        assert_eq!(plain_name("../../etc/passwd", "slac"), "etc passwd.slac");
        assert_eq!(plain_name("株式会社 – Żółć.pdf", "pdf"), "株式会社 – Żółć.pdf");
        assert_eq!(plain_name(" .\n. ", "pdf"), "contract.pdf");
        assert_eq!(plain_name(&"long ".repeat(40), "pdf").chars().count(), 83);
    }

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
