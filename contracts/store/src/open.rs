//! Opening the database.

use crate::{
    StoreError,
    migrations::{APPLICATION_ID, MIGRATIONS, Migration, migrate, newest},
};
use rusqlite::{Connection, MAIN_DB, OpenFlags, OptionalExtension};
use std::{
    path::{Path, PathBuf},
    time::Duration,
};

/// How long a call waits for another program before it gives up.
const BUSY_MILLISECONDS: u64 = 2_000;

/// One database: every contract of this computer's user.
#[derive(Debug)]
pub struct Store {
    pub(crate) connection: Connection,
    path: Option<PathBuf>,
    read_only: bool,
}

impl Store {
    /// Opens the database at `path`; makes it, and its folder, where there is none. An older one is brought to the
    /// newest version, with a backup beside it first. One that cannot be written is opened for reading
    /// ([`Store::is_read_only`]); calls that would change it then fail with [`StoreError::ReadOnly`].
    ///
    /// # Errors
    /// [`StoreError::Opening`] with the file's path around the reason: locked, corrupt, foreign, newer, full, io.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        open_with(path, MIGRATIONS)
            .map_err(|problem| StoreError::Opening { path: path.to_owned(), problem: Box::new(problem) })
    }

    /// A database that is gone with the value: for tests and for work on files alone.
    ///
    /// # Errors
    /// [`StoreError`] where there is no memory.
    pub fn in_memory() -> Result<Self, StoreError> {
        let mut connection = Connection::open_in_memory()?;
        configure(&connection)?;
        migrate(&mut connection, None, MIGRATIONS)?;
        Ok(Self { connection, path: None, read_only: false })
    }

    /// Whether the file can only be read.
    #[must_use]
    pub fn is_read_only(&self) -> bool {
        self.read_only
    }

    /// Its file; none for a database in memory.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Reads every page and every index.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] with the first thing that is wrong.
    pub fn check(&self) -> Result<(), StoreError> {
        let detail: String = self.connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
        if detail == "ok" { Ok(()) } else { Err(StoreError::Corrupt { detail }) }
    }

    /// Keeps the database from growing beyond `pages` pages of 4,096 bytes, as a full disk would.
    ///
    /// # Errors
    /// [`StoreError`] as from any call.
    pub fn limit_size(&self, pages: u32) -> Result<(), StoreError> {
        self.connection.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(()))?;
        Ok(())
    }

    /// Copies everything into the file's main part, so that the file alone is whole. Happens by itself on a close.
    ///
    /// # Errors
    /// [`StoreError::Locked`] while another program reads.
    pub fn flush(&self) -> Result<(), StoreError> {
        let busy: i64 = self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        if busy == 0 { Ok(()) } else { Err(StoreError::Locked) }
    }
}

pub(crate) fn user_version(connection: &Connection) -> Result<i64, StoreError> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

pub(crate) fn open_with(path: &Path, migrations: &[Migration]) -> Result<Store, StoreError> {
    make_place(path)?;
    let mut connection = match open_for_writing(path, migrations) {
        // The file, or the folder in which a log has to be put beside it.
        Err(StoreError::ReadOnly | StoreError::Io { .. }) => return open_for_reading(path, migrations),
        other => other?,
    };
    migrate(&mut connection, Some(path), migrations)?;
    Ok(Store { connection, path: Some(path.to_owned()), read_only: false })
}

fn open_for_writing(path: &Path, migrations: &[Migration]) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    // What cannot be opened for writing is opened for reading without a word.
    if connection.is_readonly(MAIN_DB)? {
        return Err(StoreError::ReadOnly);
    }
    configure(&connection)?;
    inspect(&connection, migrations)?;
    connection.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?;
    Ok(connection)
}

/// The file, readable by its user alone, and its folder, where they are not there yet.
fn make_place(path: &Path) -> Result<(), StoreError> {
    if path.exists() {
        if path.is_dir() {
            return Err(StoreError::Io { detail: "it is a folder".into() });
        }
        return Ok(());
    }
    if let Some(folder) = path.parent().filter(|f| !f.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder)?;
    }
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?;
    Ok(())
}

fn configure(connection: &Connection) -> Result<(), StoreError> {
    connection.busy_timeout(Duration::from_millis(BUSY_MILLISECONDS))?;
    // FULL: a commit is on the disk before it returns, also in WAL mode. Recursive triggers: without them a REPLACE
    // would get around the triggers that keep rows from being deleted.
    connection.execute_batch(
        "PRAGMA synchronous = FULL;
         PRAGMA foreign_keys = ON;
         PRAGMA recursive_triggers = ON;
         PRAGMA trusted_schema = OFF;",
    )?;
    Ok(())
}

/// Whether this is a database that the program may write to.
fn inspect(connection: &Connection, migrations: &[Migration]) -> Result<(), StoreError> {
    let known = newest(migrations);
    let found = user_version(connection)?;
    let application: i32 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let holds_something =
        connection.query_row("SELECT 1 FROM sqlite_schema LIMIT 1", [], |_| Ok(())).optional()?.is_some();
    if application != APPLICATION_ID && (holds_something || application != 0 || found != 0) {
        return Err(StoreError::Foreign);
    }
    if found > known {
        return Err(StoreError::Newer { found, known });
    }
    Ok(())
}

fn open_for_reading(path: &Path, migrations: &[Migration]) -> Result<Store, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    let attempt = |query: &str| -> Result<Connection, StoreError> {
        let connection = Connection::open_with_flags(file_uri(path, query), flags)?;
        configure(&connection)?;
        inspect(&connection, migrations)?;
        Ok(connection)
    };
    let connection = match attempt("mode=ro") {
        // In WAL mode a reader has to write beside the file as well. Without a log there is nothing in flight, and the
        // file can be read as one that nobody changes.
        Err(StoreError::ReadOnly | StoreError::Io { .. }) if !has_log(path) => attempt("immutable=1")?,
        other => other?,
    };
    if user_version(&connection)? < newest(migrations) {
        return Err(StoreError::ReadOnly);
    }
    Ok(Store { connection, path: Some(path.to_owned()), read_only: true })
}

fn has_log(path: &Path) -> bool {
    let mut name = path.as_os_str().to_owned();
    name.push("-wal");
    std::fs::metadata(Path::new(&name)).is_ok_and(|m| m.len() > 0)
}

fn file_uri(path: &Path, query: &str) -> String {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut uri = String::from("file:");
    for character in absolute.to_string_lossy().chars() {
        match character {
            '%' => uri.push_str("%25"),
            '?' => uri.push_str("%3f"),
            '#' => uri.push_str("%23"),
            other => uri.push(other),
        }
    }
    uri.push('?');
    uri.push_str(query);
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a loss of power would show cannot be shown by a test; that SQLite was asked to withstand it can.
    #[test]
    fn every_commit_is_forced_to_the_disk() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("plumbline.db")).unwrap();
        let pragma = |name: &str| -> String {
            store
                .connection
                .query_row(&format!("SELECT CAST({name} AS TEXT) FROM pragma_{name}"), [], |r| r.get(0))
                .unwrap()
        };
        assert_eq!(pragma("synchronous"), "2", "FULL");
        assert_eq!(pragma("journal_mode"), "wal");
        assert_eq!(pragma("foreign_keys"), "1");
    }
}
