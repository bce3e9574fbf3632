//! A program that the harness started, ended with it.

use super::failure::{Failure, Outcome};
use std::path::Path;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

/// A child that is ended when it is dropped.
#[derive(Debug)]
pub struct Process(Child);

impl Process {
    /// Starts `command`; `packages` says what to install when it is missing.
    ///
    /// # Errors
    /// When the program is not there.
    pub fn start(command: &mut Command, packages: &str) -> Outcome<Self> {
        let name = command.get_program().to_string_lossy().into_owned();
        command.spawn().map(Self).map_err(|error| {
            Failure::new(format!("cannot start {name}: {error}. Install it with `apt-get install {packages}`."))
        })
    }

    /// The child itself.
    pub fn child(&mut self) -> &mut Child {
        &mut self.0
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to do.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Whether the process runs (a zombie does not).
#[must_use]
pub fn is_running(id: u32) -> bool {
    let state = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
    state.rsplit(')').next().and_then(|rest| rest.split_whitespace().next()).is_some_and(|letter| letter != "Z")
}

/// The process that runs `program` with `argument` among its arguments.
#[must_use]
pub fn find(program: &Path, argument: &str) -> Option<u32> {
    let wanted = std::fs::canonicalize(program).ok()?;
    std::fs::read_dir("/proc").ok()?.flatten().filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok()).find(
        |id| {
            let runs = std::fs::read_link(format!("/proc/{id}/exe")).is_ok_and(|path| path == wanted);
            runs && std::fs::read(format!("/proc/{id}/cmdline"))
                .is_ok_and(|line| line.split(|byte| *byte == 0).any(|part| part == argument.as_bytes()))
        },
    )
}

/// Ends the process at once, as a power cut would.
///
/// # Errors
/// When there is no such process.
pub fn kill(id: u32) -> Outcome {
    let status = Command::new("kill").args(["-9", &id.to_string()]).status()?;
    if status.success() { Ok(()) } else { Err(Failure::new(format!("cannot end process {id}"))) }
}

/// Waits until the process is gone; says whether it is.
pub async fn wait_until_gone(id: u32, limit: Duration) -> bool {
    let start = Instant::now();
    while is_running(id) {
        if start.elapsed() > limit {
            return false;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    true
}
