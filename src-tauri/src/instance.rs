//! One window for each folder of contracts: a second start brings the first window to the front.
//!
//! What is being typed belongs to one window, and is taken up again at the next start. The lock goes with the process,
//! however it ends.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

/// In the data folder: locked while a window is open on it.
const LOCK: &str = "window.lock";
/// In the data folder: where the open window listens for a second start.
#[cfg(unix)]
const SOCKET: &str = "window.socket";

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

/// Asks the window that is open on the folder to come to the front; says whether it was reached.
#[must_use]
pub fn call(data_folder: &Path) -> bool {
    #[cfg(unix)]
    return std::os::unix::net::UnixStream::connect(data_folder.join(SOCKET)).is_ok();
    #[cfg(not(unix))]
    false
}

/// Calls `show` whenever the program is started again on this folder. Without a place to listen nothing is called.
pub fn listen(data_folder: &Path, show: impl Fn() + Send + 'static) {
    #[cfg(unix)]
    {
        let socket = data_folder.join(SOCKET);
        // What a window that was ended has left behind; the lock says that nobody listens there.
        let _ = std::fs::remove_file(&socket);
        let Ok(listener) = std::os::unix::net::UnixListener::bind(&socket) else { return };
        std::thread::spawn(move || {
            for _ in listener.incoming().flatten() {
                show();
            }
        });
    }
    #[cfg(not(unix))]
    drop(show);
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
        assert!(!call(folder.path()), "nobody listens");
        let (heard, wait) = std::sync::mpsc::channel();
        listen(folder.path(), move || heard.send(()).unwrap());
        assert!(call(folder.path()));
        wait.recv_timeout(std::time::Duration::from_secs(10)).unwrap();
    }
}
