//! The numbered steps from an empty file to the newest schema.

use crate::{StoreError, open::user_version};
use rusqlite::{Connection, TransactionBehavior};
use std::path::{Path, PathBuf};

/// One step of the schema; its number is the version that it leads to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Migration {
    pub(crate) number: i64,
    pub(crate) sql: &'static str,
}

/// All of them, ascending. A published one is never edited.
pub(crate) const MIGRATIONS: &[Migration] =
    &[Migration { number: 1, sql: include_str!("../migrations/0001_contracts.sql") }];

/// "Plmb": marks the file as ours in its header.
pub(crate) const APPLICATION_ID: i32 = 0x506C_6D62;

/// The newest version that `migrations` lead to.
pub(crate) fn newest(migrations: &[Migration]) -> i64 {
    migrations.last().map_or(0, |m| m.number)
}

/// Brings the database to the newest version, each step in its own transaction. A database that already holds
/// something is copied beside itself before each step (`path` is none for a database in memory, which is always new).
pub(crate) fn migrate(
    connection: &mut Connection,
    path: Option<&Path>,
    migrations: &[Migration],
) -> Result<(), StoreError> {
    for migration in migrations {
        let version = user_version(connection)?;
        if version >= migration.number {
            continue;
        }
        if let Some(path) = path.filter(|_| version > 0) {
            back_up(connection, path, version)?;
        }
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Another program may have done it while this one waited for the lock.
        if user_version(&transaction)? >= migration.number {
            continue;
        }
        transaction.execute_batch(migration.sql)?;
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
        transaction.pragma_update(None, "user_version", migration.number)?;
        transaction.commit()?;
    }
    Ok(())
}

/// Writes `name.before-v2.backup` (or `-2`, `-3`, … where that exists) beside the database: whole, or not at all.
fn back_up(connection: &Connection, path: &Path, version: i64) -> Result<PathBuf, StoreError> {
    let backup = free_name(path, version);
    let unfinished = backup.with_extension(format!("unfinished-{}", std::process::id()));
    // What an interrupted attempt may have left behind; VACUUM INTO wants a file that is not there.
    match std::fs::remove_file(&unfinished) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
        _ => {}
    }
    let Some(target) = unfinished.to_str() else {
        return Err(StoreError::Io { detail: format!("“{}” is not written in Unicode", unfinished.display()) });
    };
    connection.execute("VACUUM INTO ?1", [target])?;
    std::fs::File::open(&unfinished)?.sync_all()?;
    std::fs::rename(&unfinished, &backup)?;
    crate::files::sync_folder(&backup)?;
    Ok(backup)
}

/// An earlier backup is never written over.
fn free_name(path: &Path, version: i64) -> PathBuf {
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let mut candidate = path.with_file_name(format!("{name}.before-v{}.backup", version + 1));
    let mut number = 1;
    while candidate.exists() {
        number += 1;
        candidate = path.with_file_name(format!("{name}.before-v{}-{number}.backup", version + 1));
    }
    candidate
}
