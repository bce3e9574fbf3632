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
/// only replaced where `replace` says so.
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
    if path.is_dir() {
        return Err(FilesError::Io { path: path.to_owned(), detail: "it is a folder".into() });
    }
    if !replace && path.symlink_metadata().is_ok() {
        return Err(FilesError::Exists { path: path.to_owned() });
    }
    let (unfinished, mut file) = beside(path).map_err(|e| failed(&e))?;
    let written = writer(&mut file).and_then(|()| file.sync_all()).and_then(|()| {
        drop(file);
        if replace {
            std::fs::rename(&unfinished.0, path)
        } else {
            // A link fails where the name was taken in the meantime; a rename would replace it.
            link_or_rename(&unfinished.0, path)
        }
    });
    written.map_err(|e| failed(&e))?;
    drop(unfinished);
    // The name is in place; a folder that cannot be synchronised (some network drives) is no reason to say otherwise.
    let _ = sync_folder(path);
    Ok(())
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
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        File::open(folder)?.sync_all()?;
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}
