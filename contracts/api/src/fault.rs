//! Errors of the crates below, as a shell gets them.

use crate::wire::{ApiError, Detail, ErrorCode};
use model::{file::FileError, term::TermError};
use store::{StoreError, files::FilesError};

impl ApiError {
    /// An error without single problems.
    #[must_use]
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), details: Vec::new() }
    }

    /// An input that is wrong in several places.
    #[must_use]
    pub fn input(message: impl Into<String>, details: Vec<Detail>) -> Self {
        Self { code: ErrorCode::Input, message: message.into(), details }
    }

    /// Something that may not be done now.
    #[must_use]
    pub fn refused(message: impl Into<String>) -> Self {
        Self::new(ErrorCode::Refused, message)
    }
}

impl Detail {
    /// One problem at a place.
    #[must_use]
    pub fn new(place: impl Into<String>, message: impl Into<String>) -> Self {
        Self { place: place.into(), message: message.into() }
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        let code = match error.code() {
            "read_only" => ErrorCode::ReadOnly,
            "locked" => ErrorCode::Locked,
            "disk_full" => ErrorCode::DiskFull,
            "corrupt" | "foreign" | "unreadable" => ErrorCode::Corrupt,
            "newer" => ErrorCode::Newer,
            "io" => ErrorCode::Io,
            "missing" => ErrorCode::NotFound,
            "taken" | "template_taken" | "terms_locked" | "moved" | "posted" | "posted_twice" | "not_undone" => {
                ErrorCode::Refused
            }
            _ => ErrorCode::Internal,
        };
        Self::new(code, capital(&error.to_string()))
    }
}

impl From<FilesError> for ApiError {
    fn from(error: FilesError) -> Self {
        let code = match &error {
            FilesError::Exists { .. } | FilesError::NotAFile { .. } => ErrorCode::Refused,
            FilesError::DiskFull { .. } => ErrorCode::DiskFull,
            FilesError::ReadOnly { .. } => ErrorCode::ReadOnly,
            FilesError::Missing { .. } | FilesError::NoFolder { .. } => ErrorCode::NotFound,
            FilesError::Io { .. } => ErrorCode::Io,
        };
        Self::new(code, capital(&error.to_string()))
    }
}

impl From<FileError> for ApiError {
    fn from(error: FileError) -> Self {
        let code = if matches!(error, FileError::Newer { .. }) { ErrorCode::Newer } else { ErrorCode::Input };
        Self::new(code, capital(&error.to_string()))
    }
}

impl From<TermError> for ApiError {
    fn from(error: TermError) -> Self {
        Self::input(capital(&error.message), vec![Detail::new(error.path, capital(&error.message))])
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|c| c.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
