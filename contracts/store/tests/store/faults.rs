//! Databases and disks that do not do what one would like: each a clear message, nothing lost.

use crate::sample::{at, draft, id, new_contract, on_disk, rename, title};
use rusqlite::Connection;
use std::{
    fs,
    os::unix::{fs::PermissionsExt, process::CommandExt},
    path::Path,
    process::Command,
};
use store::{
    Store, StoreError,
    files::{FilesError, read, write_atomically, write_with},
};

/// Opens what must not open; the message names the file.
fn refusal(path: &Path) -> StoreError {
    let error = Store::open(path).unwrap_err();
    assert!(error.to_string().contains(&path.display().to_string()), "{error}");
    error
}

fn closed(store: Store) {
    store.flush().unwrap();
    drop(store);
}

#[test]
fn a_folder_is_made_and_the_file_is_its_users_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("deep/er/plumbline.db");
    let store = Store::open(&path).unwrap();
    assert_eq!(store.path(), Some(path.as_path()));
    assert!(!store.is_read_only());
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(refusal(folder.path()).code(), "io");
}

#[test]
fn a_file_that_is_no_database_is_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plumbline.db");
    let bytes = b"month,asa\n2024-07,30\n".repeat(100);
    fs::write(&path, &bytes).unwrap();
    assert_eq!(refusal(&path).code(), "corrupt");
    assert_eq!(fs::read(&path).unwrap(), bytes);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing was put beside it");
}

#[test]
fn a_database_of_another_program_is_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("other.db");
    Connection::open(&path).unwrap().execute_batch("CREATE TABLE songs (title TEXT); PRAGMA user_version = 1").unwrap();
    let before = fs::read(&path).unwrap();
    assert_eq!(refusal(&path).code(), "foreign");
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn a_database_from_a_newer_version_is_left_as_it_is() {
    let (folder, path, store) = on_disk();
    closed(store);
    Connection::open(&path).unwrap().execute_batch("PRAGMA user_version = 99").unwrap();
    let before = fs::read(&path).unwrap();
    let error = refusal(&path);
    assert_eq!(error.code(), "newer");
    assert!(error.to_string().contains("version 99"), "{error}");
    assert_eq!(fs::read(&path).unwrap(), before);
    assert!(fs::read_dir(folder.path()).unwrap().all(|f| !f.unwrap().path().ends_with("backup")));
}

#[test]
fn a_damaged_database_is_named_as_damaged() {
    let (_folder, path, mut store) = on_disk();
    for minutes in 1..40 {
        rename(&mut store, &format!("Title {minutes}"), minutes);
    }
    closed(store);
    let whole = fs::read(&path).unwrap();
    assert!(whole.len() > 5 * 4096);

    // Cut off in the middle, as an interrupted copy is.
    fs::write(&path, &whole[..whole.len() / 2 / 4096 * 4096 + 100]).unwrap();
    let code = match Store::open(&path) {
        Err(error) => error.code(),
        Ok(store) => store.check().and_then(|()| store.snapshot(&id()).map(|_| ())).unwrap_err().code(),
    };
    assert_eq!(code, "corrupt");

    // Rubbish in every page but the first.
    let mut rubbish = whole.clone();
    rubbish[4096..].fill(0xa5);
    fs::write(&path, &rubbish).unwrap();
    let code = match Store::open(&path) {
        Err(error) => error.code(),
        Ok(store) => store.snapshot(&id()).unwrap_err().code(),
    };
    assert_eq!(code, "corrupt");

    // The untouched bytes still open: nothing was written to the damaged ones' place on the way.
    fs::write(&path, &whole).unwrap();
    assert_eq!(title(&Store::open(&path).unwrap()), "Title 39");
}

#[test]
fn bytes_that_are_no_longer_what_was_saved_are_noticed_by_their_hash() {
    let (_folder, path, store) = on_disk();
    closed(store);
    let other = Connection::open(&path).unwrap();
    other
        .execute_batch(
            "DROP TRIGGER revisions_are_not_changed;
             UPDATE revisions SET agreement = CAST(replace(CAST(agreement AS TEXT), '100000.00', '900000.00') AS BLOB)",
        )
        .unwrap();
    let error = Store::open(&path).unwrap().snapshot(&id()).unwrap_err();
    assert_eq!(error.code(), "corrupt");
    assert!(error.to_string().contains("revision 1"), "{error}");
}

#[test]
fn what_is_only_added_cannot_be_changed_or_deleted() {
    let (_folder, path, mut store) = on_disk();
    let hash = store.snapshot(&id()).unwrap().hash;
    let said = store::Said {
        side: model::Side::Client,
        role: "Procurement".into(),
        word: model::sign_off::Word::Approved,
        reason: String::new(),
        elsewhere: None,
    };
    store.sign_off(&id(), &hash, &said, at(1)).unwrap();
    store.add_baseline(&crate::sample::baseline(70), at(1)).unwrap();
    closed(store);
    let other = Connection::open(&path).unwrap();
    for table in ["revisions", "private_states", "baselines", "steps", "sign_offs", "trail"] {
        for sql in [format!("UPDATE {table} SET at = 'x'"), format!("DELETE FROM {table}")] {
            let error = other.execute(&sql, []).unwrap_err().to_string();
            assert!(error.contains("only added"), "{sql}: {error}");
        }
    }
    assert_eq!(title(&Store::open(&path).unwrap()), "First");
}

#[test]
fn another_program_that_writes_is_waited_for_and_then_named() {
    let (_folder, path, mut store) = on_disk();
    let other = Connection::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let error = store.edit(&id(), &draft("Second"), "Title", at(1)).unwrap_err();
    assert_eq!(error.code(), "locked");
    assert_eq!(title(&store), "First", "reading goes on");
    other.execute_batch("ROLLBACK").unwrap();
    rename(&mut store, "Second", 2);
    drop(store);

    other.execute_batch("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE").unwrap();
    let error = refusal(&path);
    assert_eq!(error.code(), "locked");
    assert!(error.to_string().contains("another program is using the database"), "{error}");
    drop(other);
    assert_eq!(title(&Store::open(&path).unwrap()), "Second");
}

#[test]
fn two_windows_on_one_database_see_each_others_steps() {
    let (_folder, path, mut one) = on_disk();
    let mut other = Store::open(&path).unwrap();
    rename(&mut one, "By the first", 1);
    assert_eq!(title(&other), "By the first");
    rename(&mut other, "By the second", 2);
    assert_eq!(one.undo(&id(), at(3)).unwrap().unwrap().draft.agreement.title, "By the first");
}

#[test]
fn many_that_open_a_new_database_at_once_all_get_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plumbline.db");
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let path = path.clone();
            std::thread::spawn(move || Store::open(&path).map(|s| s.contracts().unwrap().len()))
        })
        .collect();
    for thread in threads {
        assert_eq!(thread.join().unwrap().unwrap(), 0);
    }
}

#[test]
fn a_full_disk_while_saving_keeps_the_earlier_state_usable() {
    let (_folder, path, mut store) = on_disk();
    rename(&mut store, "Saved", 1);
    let before = store.snapshot(&id()).unwrap();
    store.limit_size(1).unwrap();
    let mut large = before.draft.clone();
    large.agreement.services = "word ".repeat(100_000);
    let error = store.edit(&id(), &large, "Services", at(2)).unwrap_err();
    assert_eq!(error.code(), "disk_full");
    assert!(error.to_string().contains("What was saved before is intact"), "{error}");
    assert_eq!(store.snapshot(&id()).unwrap(), before);
    store.check().unwrap();
    assert_eq!(store.trail(&id()).unwrap().len(), 2, "no trace of what was not saved");

    store.limit_size(u32::MAX - 1).unwrap();
    let after = store.edit(&id(), &large, "Services", at(3)).unwrap();
    assert_eq!(after.draft.agreement.services.len(), 500_000);
    store.undo(&id(), at(4)).unwrap().unwrap();
    drop(store);
    assert_eq!(title(&Store::open(&path).unwrap()), "Saved");
}

/// A disk of its own, in memory, of a few hundred kilobytes.
struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    /// None where this user may not mount one.
    fn mount() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=1200k", "tmpfs"]).arg(folder.path());
        mount.output().is_ok_and(|o| o.status.success()).then_some(Self(folder))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(self.0.path()).output();
    }
}

#[test]
fn a_small_disk_that_really_fills_is_named_while_saving_and_exporting() {
    let Some(disk) = SmallDisk::mount() else {
        println!("skipped: only root may mount a small disk; the other tests of full disks stand for it");
        return;
    };
    let folder = &disk.0;
    let path = folder.path().join("plumbline.db");
    let mut store = Store::open(&path).unwrap();
    store.create(&new_contract("First"), at(0)).unwrap();
    let mut large = draft("Large");
    let mut saved = "First".to_owned();
    let error = loop {
        large.agreement.services.push_str(&"word ".repeat(2_000));
        large.agreement.title = format!("Large, {}", large.agreement.services.len());
        match store.edit(&id(), &large, "Services", at(1)) {
            Ok(after) => saved = after.draft.agreement.title,
            Err(error) => break error,
        }
    };
    assert_eq!(error.code(), "disk_full", "{error}");
    assert_eq!(title(&store), saved);
    let export = folder.path().join("contract.pdf");
    let error = write_atomically(&export, &vec![7; 1_000_000], false).unwrap_err();
    assert_eq!(error.code(), "disk_full", "{error}");
    assert!(!export.exists());
    drop(store);
    let store = Store::open(&path).unwrap();
    store.check().unwrap();
    assert_eq!(title(&store), saved);
}

/// Set for the child of [`a_database_that_may_not_be_written_is_opened_for_reading`].
const READ_ONLY: &str = "PLUMBLINE_TEST_READ_ONLY";

/// Not a test of its own: root may write everything, so a child without that right does the looking.
#[test]
fn child_that_may_not_write() {
    let Some(path) = std::env::var_os(READ_ONLY) else { return };
    let mut store = Store::open(path.as_ref()).unwrap();
    assert!(store.is_read_only());
    assert_eq!(title(&store), "Second");
    assert_eq!(store.contracts().unwrap().len(), 1);
    assert_eq!(store.trail(&id()).unwrap().len(), 2);
    let error = store.edit(&id(), &draft("Third"), "Title", at(2)).unwrap_err();
    assert_eq!(error.code(), "read_only");
    assert!(error.to_string().contains("can only be read"), "{error}");
    assert_eq!(store.undo(&id(), at(2)).unwrap_err().code(), "read_only");
    assert_eq!(title(&store), "Second");
    // Files have the same limits.
    let beside = Path::new(&path).with_file_name("out.pdf");
    let folder_mode = fs::metadata(beside.parent().unwrap()).unwrap().permissions().mode();
    if folder_mode & 0o222 == 0 {
        assert_eq!(write_atomically(&beside, b"x", true).unwrap_err().code(), "read_only");
    }
    println!("looked at it");
}

#[test]
fn a_database_that_may_not_be_written_is_opened_for_reading() {
    let (folder, path, mut store) = on_disk();
    rename(&mut store, "Second", 1);
    drop(store);
    // Where anybody can run it, whoever builds this.
    let program = folder.path().join("child");
    fs::copy(std::env::current_exe().unwrap(), &program).unwrap();
    let is_root = Command::new("id").arg("-u").output().unwrap().stdout.starts_with(b"0\n");
    for (file_mode, folder_mode) in [(0o444, 0o555), (0o444, 0o777), (0o666, 0o555)] {
        for log in ["plumbline.db-wal", "plumbline.db-shm"] {
            // A reader in a folder that it may write to leaves these, and they could then be written.
            let _ = fs::remove_file(folder.path().join(log));
        }
        fs::set_permissions(&path, fs::Permissions::from_mode(file_mode)).unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(folder_mode)).unwrap();
        let mut child = Command::new(&program);
        child.args(["--exact", "faults::child_that_may_not_write", "--nocapture"]).env(READ_ONLY, &path);
        if is_root {
            // Nobody, on every usual system.
            child.uid(65534).gid(65534);
        }
        let output = child.output().unwrap();
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && said.contains("looked at it"), "{file_mode:o} {folder_mode:o}: {said}");
    }
    assert_eq!(title(&Store::open(&path).unwrap()), "Second");
}

#[test]
fn a_file_is_written_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("contract.slac");
    let names = || fs::read_dir(folder.path()).unwrap().count();
    write_atomically(&path, b"one", false).unwrap();
    let error = write_atomically(&path, b"two", false).unwrap_err();
    assert_eq!(error.code(), "exists");
    assert_eq!(fs::read(&path).unwrap(), b"one");
    write_atomically(&path, b"two", true).unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"two");

    // A writer that fails half way.
    use std::io::{Error, ErrorKind, Write};
    let error = write_with(&path, true, |file| {
        file.write_all(b"half of")?;
        Err(Error::from(ErrorKind::StorageFull))
    })
    .unwrap_err();
    assert!(matches!(error, FilesError::DiskFull { .. }), "{error}");
    assert!(error.to_string().contains("What was there before is unchanged"), "{error}");
    assert_eq!(fs::read(&path).unwrap(), b"two");
    assert_eq!(names(), 1, "nothing is left behind");
}

/// `/dev/full` answers every write as a full disk does, and is on every Linux.
#[test]
fn a_real_full_disk_while_exporting_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("contract.pdf");
    write_atomically(&path, b"before", false).unwrap();
    let error = write_with(&path, true, |_| {
        use std::io::Write;
        fs::OpenOptions::new().write(true).open("/dev/full")?.write_all(b"after")
    })
    .unwrap_err();
    assert_eq!(error.code(), "disk_full");
    assert_eq!(fs::read(&path).unwrap(), b"before");
}

#[test]
fn files_that_cannot_be_read_say_so_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("contract.slac");
    let error = read(&path).unwrap_err();
    assert_eq!(error.code(), "missing");
    assert!(error.to_string().contains("contract.slac"), "{error}");
    fs::write(&path, b"{}").unwrap();
    assert_eq!(read(&path).unwrap(), b"{}");
    assert_eq!(read(folder.path()).unwrap_err().code(), "io");
}

#[test]
fn a_name_with_signs_of_an_address_is_only_a_name() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("100% ready? #1.db");
    let mut store = Store::open(&path).unwrap();
    store.create(&new_contract("First"), at(0)).unwrap();
    drop(store);
    assert_eq!(title(&Store::open(&path).unwrap()), "First");
}
