//! What can go wrong with the database.

use rusqlite::{Error as SqlError, ErrorCode, ffi};
use std::path::PathBuf;
use thiserror::Error;

/// Why the database did not do what was asked. What was saved before is never touched by a failure: every change is one
/// transaction.
#[derive(Debug, Error)]
pub enum StoreError {
    /// Any of the others, while a database was being opened.
    #[error("“{path}”: {problem}", path = path.display())]
    Opening {
        /// Its file.
        path: PathBuf,
        /// Why.
        #[source]
        problem: Box<StoreError>,
    },
    /// The file or its folder cannot be written.
    #[error(
        "the database can only be read. Contracts can be looked at; to change them, make the file and its folder writable"
    )]
    ReadOnly,
    /// Another program holds it.
    #[error("another program is using the database. Close that program, or wait until it is done, and try again")]
    Locked,
    /// Damaged, or not a database at all.
    #[error(
        "the database is damaged, or is none of Plumbline’s ({detail}). It was left as it is; open a backup beside it, or choose another file"
    )]
    Corrupt {
        /// What was found.
        detail: String,
    },
    /// A database of another program.
    #[error("the database belongs to another program. It was left as it is; choose another file")]
    Foreign,
    /// Written by a newer program.
    #[error(
        "the database has version {found}, this program knows versions up to {known}. It was left as it is; open it with a newer Plumbline"
    )]
    Newer {
        /// Its version.
        found: i64,
        /// The newest one that this program knows.
        known: i64,
    },
    /// No room.
    #[error("the disk is full. What was saved before is intact; make room and try again")]
    DiskFull,
    /// The operating system refused.
    #[error("the database could not be read or written ({detail})")]
    Io {
        /// What it said.
        detail: String,
    },
    /// Something that was asked for by its id is not there.
    #[error("there is no {what} “{id}”")]
    Missing {
        /// Kind of thing: "contract".
        what: &'static str,
        /// As asked.
        id: String,
    },
    /// An id that is already taken.
    #[error("there already is a contract “{id}”")]
    Taken {
        /// As asked.
        id: String,
    },
    /// The id of a template that is already taken.
    #[error("there already is a template “{id}” of yours. Choose another id, or say that it may be replaced")]
    TemplateTaken {
        /// As asked.
        id: String,
    },
    /// An edit of terms that came from the other side.
    #[error("the terms came from the other side and can only be read; your own notes and history can be changed")]
    TermsLocked,
    /// An approval of terms that are no longer the current ones.
    #[error("the terms were changed in the meantime: the current revision is {current}. Read it, then approve it")]
    Moved {
        /// Number of the current revision.
        current: u32,
    },
    /// A change of what a posted statement rests on, without a reason.
    #[error(
        "the statement of {month} is posted and never changes. Say why it has to be corrected: the difference goes on the next statement"
    )]
    Posted {
        /// Its month.
        month: String,
    },
    /// A statement that is already posted.
    #[error("the statement of {month} is already posted")]
    PostedTwice {
        /// Its month.
        month: String,
    },
    /// A step that is not taken back.
    #[error("{why}")]
    NotUndone {
        /// Which one, why, and what to do instead.
        why: String,
    },
    /// A stored form that this program cannot read.
    #[error("{what} cannot be read: {problem}")]
    Unreadable {
        /// Which one.
        what: String,
        /// Why not.
        problem: String,
    },
    /// Anything else the database said: a defect of the program.
    #[error("the database refused: {detail}")]
    Refused {
        /// What it said.
        detail: String,
    },
}

impl StoreError {
    /// A short name that does not change, for a table of words and actions.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Opening { problem, .. } => problem.code(),
            Self::ReadOnly => "read_only",
            Self::Locked => "locked",
            Self::Corrupt { .. } => "corrupt",
            Self::Foreign => "foreign",
            Self::Newer { .. } => "newer",
            Self::DiskFull => "disk_full",
            Self::Io { .. } => "io",
            Self::Missing { .. } => "missing",
            Self::Taken { .. } => "taken",
            Self::TemplateTaken { .. } => "template_taken",
            Self::TermsLocked => "terms_locked",
            Self::Moved { .. } => "moved",
            Self::Posted { .. } => "posted",
            Self::PostedTwice { .. } => "posted_twice",
            Self::NotUndone { .. } => "not_undone",
            Self::Unreadable { .. } => "unreadable",
            Self::Refused { .. } => "refused",
        }
    }

    pub(crate) fn missing(what: &'static str, id: impl ToString) -> Self {
        Self::Missing { what, id: id.to_string() }
    }
}

impl From<SqlError> for StoreError {
    fn from(error: SqlError) -> Self {
        let detail = error.to_string();
        let SqlError::SqliteFailure(failure, _) = &error else {
            return Self::Refused { detail };
        };
        match failure.code {
            ErrorCode::ReadOnly => Self::ReadOnly,
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::Locked,
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Self::Corrupt { detail },
            ErrorCode::DiskFull => Self::DiskFull,
            // A page that lies behind the end of a truncated file.
            ErrorCode::SystemIoFailure if failure.extended_code == ffi::SQLITE_IOERR_SHORT_READ => {
                Self::Corrupt { detail }
            }
            ErrorCode::SystemIoFailure | ErrorCode::CannotOpen | ErrorCode::PermissionDenied => Self::Io { detail },
            _ => Self::Refused { detail },
        }
    }
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull => Self::DiskFull,
            std::io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly,
            _ => Self::Io { detail: error.to_string() },
        }
    }
}
