//! Files in and out: never half a file, never one written over by accident.

use crate::StoreError;
use std::{
    ffi::OsString,
    fs::{File, OpenOptions},
    io::{ErrorKind, Write},
    path::{Path, PathBuf},
};
use thiserror::Error;

/// Why a file was not written or read.
#[derive(Debug, Error)]
pub enum FilesError {
    /// It is there, and nobody said that it may be replaced.
    #[error("“{path}” already exists. Choose another name, or say that it may be replaced", path = path.display())]
    Exists {
        /// Its path.
        path: PathBuf,
    },
    /// No room. What was there before is unchanged.
    #[error("“{path}” was not written: the disk is full. What was there before is unchanged; make room and try again", path = path.display())]
    DiskFull {
        /// Its path.
        path: PathBuf,
    },
    /// The file or its folder may not be written.
    #[error("“{path}” was not written: the file or its folder is read-only", path = path.display())]
    ReadOnly {
        /// Its path.
        path: PathBuf,
    },
    /// It is not there.
    #[error("there is no file “{path}”", path = path.display())]
    Missing {
        /// Its path.
        path: PathBuf,
    },
    /// The folder that it would be in is not there.
    #[error(
        "“{path}” was not written: there is no folder “{folder}”. Make it, or choose another",
        path = path.display(), folder = folder.display()
    )]
    NoFolder {
        /// Its path.
        path: PathBuf,
        /// The folder.
        folder: PathBuf,
    },
    /// The name belongs to a folder, a device, a pipe: something that a file must not take the place of.
    #[error("“{path}” was not written: it is {what}, not a file. Choose another name", path = path.display())]
    NotAFile {
        /// Its path.
        path: PathBuf,
        /// "a device".
        what: &'static str,
    },
    /// The operating system refused.
    #[error("“{path}”: {detail}", path = path.display())]
    Io {
        /// Its path.
        path: PathBuf,
        /// What it said.
        detail: String,
    },
}

impl FilesError {
    /// A short name that does not change, for a table of words and actions.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Exists { .. } => "exists",
            Self::DiskFull { .. } => "disk_full",
            Self::ReadOnly { .. } => "read_only",
            Self::Missing { .. } => "missing",
            Self::NoFolder { .. } => "no_folder",
            Self::NotAFile { .. } => "not_a_file",
            Self::Io { .. } => "io",
        }
    }

    fn of(path: &Path, error: &std::io::Error) -> Self {
        let path = path.to_owned();
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::DiskFull { path },
            ErrorKind::ReadOnlyFilesystem | ErrorKind::PermissionDenied => Self::ReadOnly { path },
            ErrorKind::NotFound => Self::Missing { path },
            ErrorKind::AlreadyExists => Self::Exists { path },
            _ => Self::Io { path, detail: error.to_string() },
        }
    }
}

/// Writes `bytes` to `path`: afterwards the file is whole, or what was there before is unchanged. An existing file is
/// only replaced where `replace` says so; behind a symbolic link, the file that it points to is. What is no file, such as
/// a device, is never replaced.
///
/// # Errors
/// [`FilesError`]; nothing is left behind.
pub fn write_atomically(path: &Path, bytes: &[u8], replace: bool) -> Result<(), FilesError> {
    write_with(path, replace, |file| file.write_all(bytes))
}

/// As [`write_atomically`], with the content written by `writer`. A writer that fails leaves everything as it was.
///
/// # Errors
/// [`FilesError`]; nothing is left behind.
pub fn write_with(
    path: &Path,
    replace: bool,
    writer: impl FnOnce(&mut File) -> std::io::Result<()>,
) -> Result<(), FilesError> {
    let failed = |error: &std::io::Error| FilesError::of(path, error);
    let target = target(path, replace)?;
    let (unfinished, mut file) = beside(&target).map_err(|e| failed(&e))?;
    let written = writer(&mut file).and_then(|()| file.sync_all()).and_then(|()| {
        drop(file);
        if replace {
            std::fs::rename(&unfinished.0, &target)
        } else {
            // A link fails where the name was taken in the meantime; a rename would replace it.
            link_or_rename(&unfinished.0, &target)
        }
    });
    written.map_err(|e| failed(&e))?;
    drop(unfinished);
    // The name is in place; a folder that cannot be synchronised (some network drives) is no reason to say otherwise.
    let _ = sync_folder(&target);
    Ok(())
}

/// The name that the content gets: `path`, or what it points to, so that a link stays a link.
fn target(path: &Path, replace: bool) -> Result<PathBuf, FilesError> {
    let failed = |error: &std::io::Error| FilesError::of(path, error);
    let not_a_file = |what| FilesError::NotAFile { path: path.to_owned(), what };
    let is_link = match path.symlink_metadata() {
        Ok(found) => found.is_symlink(),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            need_folder(path)?;
            return Ok(path.to_owned());
        }
        Err(error) => return Err(failed(&error)),
    };
    let found = match path.metadata() {
        Ok(found) => found.file_type(),
        Err(error) if error.kind() == ErrorKind::NotFound => return Err(not_a_file("a link to nothing")),
        Err(error) => return Err(failed(&error)),
    };
    if !found.is_file() {
        return Err(not_a_file(kind_in_words(found)));
    }
    if !replace {
        return Err(FilesError::Exists { path: path.to_owned() });
    }
    if is_link { path.canonicalize().map_err(|e| failed(&e)) } else { Ok(path.to_owned()) }
}

fn need_folder(path: &Path) -> Result<(), FilesError> {
    let folder = folder_of(path);
    match folder.metadata() {
        Ok(found) if found.is_dir() => Ok(()),
        Err(error) if !matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            Err(FilesError::of(path, &error))
        }
        _ => Err(FilesError::NoFolder { path: path.to_owned(), folder: folder.to_owned() }),
    }
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// "a folder"
fn kind_in_words(kind: std::fs::FileType) -> &'static str {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        if kind.is_char_device() || kind.is_block_device() {
            return "a device";
        }
        if kind.is_fifo() {
            return "a pipe";
        }
        if kind.is_socket() {
            return "a socket";
        }
    }
    if kind.is_dir() { "a folder" } else { "something else" }
}

/// Reads a file.
///
/// # Errors
/// [`FilesError`] with its path.
pub fn read(path: &Path) -> Result<Vec<u8>, FilesError> {
    if path.is_dir() {
        return Err(FilesError::Io { path: path.to_owned(), detail: "it is a folder, not a file".into() });
    }
    std::fs::read(path).map_err(|e| match e.kind() {
        ErrorKind::PermissionDenied => FilesError::Io { path: path.to_owned(), detail: "you may not read it".into() },
        _ => FilesError::of(path, &e),
    })
}

/// A file that goes away with the value, unless it was renamed.
struct Unfinished(PathBuf);

impl Drop for Unfinished {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

/// A new file in the same folder, so that the rename is one step.
fn beside(path: &Path) -> std::io::Result<(Unfinished, File)> {
    let name = path.file_name().ok_or(ErrorKind::InvalidInput)?;
    let mut number = 0_u32;
    loop {
        let mut candidate = OsString::from(".");
        candidate.push(name);
        candidate.push(format!(".{}-{number}.unfinished", std::process::id()));
        let candidate = path.with_file_name(candidate);
        match OpenOptions::new().write(true).create_new(true).open(&candidate) {
            Ok(file) => return Ok((Unfinished(candidate), file)),
            Err(error) if error.kind() == ErrorKind::AlreadyExists && number < 1_000 => number += 1,
            Err(error) => return Err(error),
        }
    }
}

fn link_or_rename(from: &Path, to: &Path) -> std::io::Result<()> {
    match std::fs::hard_link(from, to) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(error),
        // File systems without links.
        Err(_) => std::fs::rename(from, to),
    }
}

/// Makes a new name in the folder of `path` survive a loss of power.
pub(crate) fn sync_folder(path: &Path) -> Result<(), StoreError> {
    #[cfg(unix)]
    {
        File::open(folder_of(path))?.sync_all()?;
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}
