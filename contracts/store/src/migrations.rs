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
pub(crate) const MIGRATIONS: &[Migration] = &[
    Migration { number: 1, sql: include_str!("../migrations/0001_contracts.sql") },
    Migration { number: 2, sql: include_str!("../migrations/0002_actuals.sql") },
    Migration { number: 3, sql: include_str!("../migrations/0003_own_templates.sql") },
    Migration { number: 4, sql: include_str!("../migrations/0004_sign_off.sql") },
    Migration { number: 5, sql: include_str!("../migrations/0005_both_sides.sql") },
    Migration { number: 6, sql: include_str!("../migrations/0006_entries.sql") },
];

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
    let is_new = user_version(connection)? == 0;
    for migration in migrations {
        let version = user_version(connection)?;
        if version >= migration.number {
            continue;
        }
        if let Some(path) = path.filter(|_| !is_new) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ContractId, Store, open::open_with};

    /// The version that this program leads to.
    const NOW: i64 = MIGRATIONS.len() as i64;
    const NEXT: Migration = Migration { number: NOW + 1, sql: "ALTER TABLE contracts ADD COLUMN colour TEXT" };
    const BROKEN: Migration =
        Migration { number: NOW + 2, sql: "ALTER TABLE contracts ADD COLUMN size TEXT; SELECT no_such_thing()" };

    fn backup_before(version: i64) -> String {
        format!("plumbline.db.before-v{version}.backup")
    }

    fn with(more: &[Migration]) -> Vec<Migration> {
        MIGRATIONS.iter().chain(more).copied().collect()
    }

    /// A database of the newest version with a contract in it.
    fn current() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("plumbline.db");
        let store = open_with(&path, MIGRATIONS).unwrap();
        store
            .connection
            .execute("INSERT INTO contracts (id, created_at, locked, sample) VALUES ('c-1', 'x', 0, 0)", [])
            .unwrap();
        (folder, path)
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = std::fs::read_dir(folder).unwrap();
        let mut names: Vec<String> = entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    fn contracts(connection: &Connection) -> i64 {
        connection.query_row("SELECT COUNT(*) FROM contracts", [], |row| row.get(0)).unwrap()
    }

    #[test]
    fn migrations_are_numbered_without_a_hole() {
        let numbers: Vec<i64> = MIGRATIONS.iter().map(|m| m.number).collect();
        assert_eq!(numbers, (1..=newest(MIGRATIONS)).collect::<Vec<_>>());
    }

    #[test]
    fn a_database_of_the_first_version_gets_its_backup_and_the_tables_of_actuals() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("plumbline.db");
        let old = open_with(&path, &MIGRATIONS[..1]).unwrap();
        old.connection
            .execute("INSERT INTO contracts (id, created_at, locked, sample) VALUES ('c-1', 'x', 0, 0)", [])
            .unwrap();
        drop(old);
        let store = Store::open(&path).unwrap();
        assert_eq!(user_version(&store.connection).unwrap(), newest(MIGRATIONS));
        assert_eq!(contracts(&store.connection), 1);
        let statements: i64 =
            store.connection.query_row("SELECT COUNT(*) FROM statements", [], |row| row.get(0)).unwrap();
        assert_eq!(statements, 0);
        drop(store);
        assert_eq!(
            names(folder.path()),
            std::iter::once("plumbline.db".to_owned()).chain((2..=NOW).map(backup_before)).collect::<Vec<_>>()
        );
    }

    #[test]
    fn approvals_of_an_older_database_are_there_as_words_of_their_roles() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("plumbline.db");
        let old = open_with(&path, &MIGRATIONS[..2]).unwrap();
        let hash = "a".repeat(64);
        let sql = format!(
            "INSERT INTO contracts (id, created_at, locked, sample) VALUES ('c-1', 'x', 0, 0);
             INSERT INTO revisions VALUES ('c-1', 4, 1, x'7b7d', '{hash}', '2026-11-26T15:40:00.000Z');
             INSERT INTO approvals (contract, revision, sha256, side, role, at, trail)
             VALUES ('c-1', 4, '{hash}', 'vendor', 'Account lead', '2026-11-26T15:40:00.000Z', 7);"
        );
        old.connection.execute_batch(&sql).unwrap();
        drop(old);
        let store = Store::open(&path).unwrap();
        let row: (i64, String, String, String, i64) = store
            .connection
            .query_row("SELECT revision, side, role, word, trail FROM sign_offs", [], |r| {
                Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?))
            })
            .unwrap();
        assert_eq!(row, (4, "vendor".into(), "Account lead".into(), "approved".into(), 7));
        assert!(store.connection.execute("DELETE FROM sign_offs", []).is_err(), "sign-offs are only added");
    }

    #[test]
    fn amounts_of_an_older_database_are_kept_and_volumes_may_stand_beside_them() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("plumbline.db");
        let old = open_with(&path, &MIGRATIONS[..4]).unwrap();
        let sql = "INSERT INTO contracts (id, created_at, locked, sample) VALUES ('c-1', 'x', 0, 0);
             INSERT INTO actual_sources (id, contract, origin, side, name, problems, at)
             VALUES (3, 'c-1', 'typed', 'client', 'invoice', '[]', '2026-11-26T15:40:00.000Z');
             INSERT INTO month_amounts (id, contract, source, month, what, amount)
             VALUES (8, 'c-1', 3, '2027-03', 'charges', '412000.00');";
        old.connection.execute_batch(sql).unwrap();
        assert!(old.connection.execute("INSERT INTO month_amounts (contract, source, month, what, amount) VALUES ('c-1', 3, '2027-03', 'volume', '9')", []).is_err());
        drop(old);
        let store = Store::open(&path).unwrap();
        let actuals = store.actuals(&ContractId("c-1".into())).unwrap();
        let kept: Vec<_> =
            actuals.amounts.iter().map(|((month, of), (a, s))| format!("{month} {} {a} {s}", of.word())).collect();
        assert_eq!(kept, ["2027-03 charges 412000.00 3"]);
        assert_eq!((actuals.sources[0].elsewhere.clone(), actuals.sources.len()), (None, 1));
        let add = "INSERT INTO month_amounts (contract, source, month, what, amount) VALUES ('c-1', 3, '2027-03', 'volume', '9')";
        store.connection.execute(add, []).unwrap();
        assert!(store.connection.execute("DELETE FROM month_amounts", []).is_err(), "amounts are only added");
        drop(store);
        assert!(names(folder.path()).contains(&backup_before(5)), "with a backup");
    }

    #[test]
    fn a_new_database_needs_no_backup() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("plumbline.db");
        let store = open_with(&path, &with(&[NEXT])).unwrap();
        assert_eq!(user_version(&store.connection).unwrap(), NOW + 1);
        drop(store);
        assert_eq!(names(folder.path()), ["plumbline.db"]);
    }

    #[test]
    fn an_older_database_is_copied_beside_itself_and_then_brought_up() {
        let (folder, path) = current();
        let store = open_with(&path, &with(&[NEXT])).unwrap();
        assert_eq!(user_version(&store.connection).unwrap(), NOW + 1);
        assert_eq!(contracts(&store.connection), 1);
        drop(store);
        assert_eq!(names(folder.path()), ["plumbline.db".to_owned(), backup_before(NOW + 1)]);
        let backup = open_with(&folder.path().join(backup_before(NOW + 1)), MIGRATIONS).unwrap();
        assert_eq!(user_version(&backup.connection).unwrap(), NOW);
        assert_eq!(contracts(&backup.connection), 1);
        assert!(
            Store::open(&path).unwrap_err().to_string().contains(&format!("version {}", NOW + 1)),
            "and this program says so"
        );
    }

    #[test]
    fn a_migration_that_fails_leaves_the_version_before_it_and_its_backup() {
        let (folder, path) = current();
        for _ in 0..2 {
            let error = open_with(&path, &with(&[NEXT, BROKEN])).unwrap_err();
            assert_eq!(error.code(), "refused");
        }
        let store = open_with(&path, &with(&[NEXT])).unwrap();
        assert_eq!(user_version(&store.connection).unwrap(), NOW + 1);
        assert_eq!(contracts(&store.connection), 1);
        let sql: String = store
            .connection
            .query_row("SELECT sql FROM sqlite_schema WHERE name = 'contracts'", [], |r| r.get(0))
            .unwrap();
        assert!(sql.contains("colour") && !sql.contains("size"), "{sql}");
        drop(store);
        assert_eq!(
            names(folder.path()),
            [
                "plumbline.db".to_owned(),
                backup_before(NOW + 1),
                format!("plumbline.db.before-v{}-2.backup", NOW + 2),
                backup_before(NOW + 2)
            ],
            "an earlier backup is never written over"
        );
    }

    #[test]
    fn a_migration_without_room_for_its_backup_does_not_begin() {
        let (folder, path) = current();
        let mut store = open_with(&path, MIGRATIONS).unwrap();
        // The backup's unfinished name is taken by a folder: it cannot be written.
        let taken = folder.path().join(format!("plumbline.db.before-v{}.unfinished-{}", NOW + 1, std::process::id()));
        std::fs::create_dir(&taken).unwrap();
        std::fs::write(taken.join("x"), "x").unwrap();
        assert!(migrate(&mut store.connection, Some(&path), &with(&[NEXT])).is_err());
        assert_eq!(user_version(&store.connection).unwrap(), NOW);
        let missing = store.snapshot(&ContractId("nowhere".into())).unwrap_err();
        assert_eq!(missing.code(), "missing", "and it goes on as before");
    }
}
