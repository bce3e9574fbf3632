//! Without a command: the window.

use std::{
    ffi::OsStr,
    path::Path,
    process::{Command, ExitCode},
};

/// Starts the window's program, which lies beside this one or on the path.
pub fn open(data_dir: Option<&Path>) -> ExitCode {
    let name = format!("plumbline-desktop{}", std::env::consts::EXE_SUFFIX);
    let beside = std::env::current_exe().ok().and_then(|p| Some(p.parent()?.join(&name))).filter(|p| p.exists());
    let program = beside.unwrap_or_else(|| name.into());
    let folder = data_dir.map(|folder| [OsStr::new("--data-dir"), folder.as_os_str()]);
    match Command::new(&program).args(folder.into_iter().flatten()).spawn() {
        Ok(_) => ExitCode::SUCCESS,
        Err(e) => {
            eprintln!("plumbline: the window cannot be opened: {} ({e})", program.display());
            eprintln!("  Install plumbline-desktop beside this program, or see plumbline --help for the commands");
            ExitCode::from(2)
        }
    }
}
