//! One window for each folder of contracts: a second start brings the first window to the front.
//!
//! What is being typed belongs to one window, and is taken up again at the next start. The lock goes with the process,
//! however it ends.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

/// In the data folder: locked while a window is open on it.
const LOCK: &str = "window.lock";
/// In the data folder: where the open window listens for a second start.
#[cfg(unix)]
const SOCKET: &str = "window.socket";
/// How long a second start may take to name a file.
#[cfg(unix)]
const NAMING: std::time::Duration = std::time::Duration::from_secs(2);
/// No path is longer.
#[cfg(unix)]
const PATH_BYTES_MOST: u64 = 4096;

/// Held as long as the window is open.
#[derive(Debug)]
pub struct Instance {
    _lock: Option<File>,
}

/// Takes the folder for this process; nothing where another window is open on it. A folder in which nothing can be written
/// is not taken: it can be looked at in several windows.
#[must_use]
pub fn take(data_folder: &Path) -> Option<Instance> {
    let lock = OpenOptions::new().create(true).truncate(false).write(true).open(data_folder.join(LOCK));
    let Ok(lock) = lock else { return Some(Instance { _lock: None }) };
    match lock.try_lock() {
        Ok(()) => Some(Instance { _lock: Some(lock) }),
        Err(TryLockError::WouldBlock) => None,
        // A file system without locks.
        Err(TryLockError::Error(_)) => Some(Instance { _lock: None }),
    }
}

/// Asks the window that is open on the folder to come to the front, and to open `file` where one is named; says whether it
/// was reached.
#[must_use]
pub fn call(data_folder: &Path, file: Option<&Path>) -> bool {
    #[cfg(unix)]
    {
        use std::io::Write as _;
        use std::os::unix::ffi::OsStrExt as _;
        let named = file.map_or(&[][..], |file| file.as_os_str().as_bytes());
        std::os::unix::net::UnixStream::connect(data_folder.join(SOCKET))
            .and_then(|mut window| window.write_all(named))
            .is_ok()
    }
    #[cfg(not(unix))]
    {
        let _ = (data_folder, file);
        false
    }
}

/// Calls `show` whenever the program is started again on this folder, with the file that was named there. Without a place to
/// listen nothing is called.
pub fn listen(data_folder: &Path, show: impl Fn(Option<PathBuf>) + Send + 'static) {
    #[cfg(unix)]
    {
        let socket = data_folder.join(SOCKET);
        // What a window that was ended has left behind; the lock says that nobody listens there.
        let _ = std::fs::remove_file(&socket);
        let Ok(listener) = std::os::unix::net::UnixListener::bind(&socket) else { return };
        std::thread::spawn(move || {
            for caller in listener.incoming().flatten() {
                show(named_file(caller));
            }
        });
    }
    #[cfg(not(unix))]
    drop(show);
}

/// What the other start named; nothing where it names none, or does not come to an end.
#[cfg(unix)]
fn named_file(caller: std::os::unix::net::UnixStream) -> Option<PathBuf> {
    use std::io::Read as _;
    use std::os::unix::ffi::OsStringExt as _;
    caller.set_read_timeout(Some(NAMING)).ok()?;
    let mut named = Vec::new();
    caller.take(PATH_BYTES_MOST).read_to_end(&mut named).ok()?;
    (!named.is_empty()).then(|| PathBuf::from(std::ffi::OsString::from_vec(named)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_has_one_window_and_another_folder_its_own() {
        let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let first = take(one.path()).unwrap();
        assert!(take(one.path()).is_none());
        assert!(take(other.path()).is_some());
        drop(first);
        assert!(take(one.path()).is_some(), "and is free once the window is closed");
    }

    #[cfg(unix)]
    #[test]
    fn a_second_start_calls_the_first_window() {
        let folder = tempfile::tempdir().unwrap();
        assert!(!call(folder.path(), None), "nobody listens");
        let (heard, wait) = std::sync::mpsc::channel();
        listen(folder.path(), move |file| heard.send(file).unwrap());
        let wait = || wait.recv_timeout(std::time::Duration::from_secs(10)).unwrap();
        assert!(call(folder.path(), None));
        assert_eq!(wait(), None);
        let offer = PathBuf::from("/srv/Łódź offer.slac");
        assert!(call(folder.path(), Some(&offer)));
        assert_eq!(wait(), Some(offer), "and names the file that it was started with");
    }
}
