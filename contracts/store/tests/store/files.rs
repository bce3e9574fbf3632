//! What may be written over and what may not.

use std::{
    fs,
    os::unix::{
        fs::{FileTypeExt, symlink},
        net::UnixListener,
    },
    path::Path,
    process::Command,
};
use store::files::{FilesError, write_atomically};

/// Refused whether or not it may be replaced, and the same as before.
fn refused(path: &Path, what: &str) {
    for replace in [true, false] {
        let error = write_atomically(path, b"x", replace).unwrap_err();
        assert!(matches!(error, FilesError::NotAFile { .. }), "{replace}: {error}");
        assert_eq!(error.code(), "not_a_file");
        let expected = format!("“{}” was not written: it is {what}, not a file. Choose another name", path.display());
        assert_eq!(error.to_string(), expected);
    }
}

#[test]
fn what_is_no_file_is_never_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let within = |name: &str| folder.path().join(name);
    let device = within("full");
    symlink("/dev/full", &device).unwrap();
    refused(&device, "a device");
    refused(Path::new("/dev/full"), "a device");
    assert!(fs::metadata("/dev/full").unwrap().file_type().is_char_device());
    assert!(Command::new("mkfifo").arg(within("pipe")).status().unwrap().success());
    refused(&within("pipe"), "a pipe");
    assert!(fs::metadata(within("pipe")).unwrap().file_type().is_fifo());
    let socket = UnixListener::bind(within("socket")).unwrap();
    refused(&within("socket"), "a socket");
    drop(socket);
    refused(folder.path(), "a folder");
    symlink("nothing", within("dangling")).unwrap();
    refused(&within("dangling"), "a link to nothing");
    assert!(fs::symlink_metadata(within("dangling")).unwrap().is_symlink());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 4, "nothing is left behind");
}

#[test]
fn a_link_stays_a_link_and_the_file_behind_it_is_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let (drive, desk) = (folder.path().join("drive"), folder.path().join("desk"));
    fs::create_dir(&drive).unwrap();
    fs::create_dir(&desk).unwrap();
    fs::write(drive.join("contract.slac"), b"one").unwrap();
    let link = desk.join("latest.slac");
    symlink("../drive/contract.slac", &link).unwrap();
    assert_eq!(write_atomically(&link, b"two", false).unwrap_err().code(), "exists");
    assert_eq!(fs::read(&link).unwrap(), b"one");
    write_atomically(&link, b"two", true).unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert!(fs::symlink_metadata(drive.join("contract.slac")).unwrap().is_file());
    assert_eq!(fs::read(drive.join("contract.slac")).unwrap(), b"two");
    for place in [&drive, &desk] {
        assert_eq!(fs::read_dir(place).unwrap().count(), 1, "nothing is left behind");
    }
}

#[test]
fn a_folder_that_is_not_there_is_named_as_such() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("file"), b"").unwrap();
    for inside in ["no/such", "file"] {
        let path = folder.path().join(inside).join("contract.pdf");
        for replace in [true, false] {
            let error = write_atomically(&path, b"x", replace).unwrap_err();
            assert_eq!(error.code(), "no_folder", "{error}");
            let missing = format!("there is no folder “{}”", folder.path().join(inside).display());
            assert!(error.to_string().contains(&missing), "{error}");
        }
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}
