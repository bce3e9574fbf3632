//! Without a command: the window.

use std::{process::Command, process::ExitCode};

/// Starts the window's program, which lies beside this one or on the path.
pub fn open() -> ExitCode {
    let name = format!("plumbline-desktop{}", std::env::consts::EXE_SUFFIX);
    let beside = std::env::current_exe().ok().and_then(|p| Some(p.parent()?.join(&name))).filter(|p| p.exists());
    let program = beside.unwrap_or_else(|| name.into());
    match Command::new(&program).spawn() {
        Ok(_) => ExitCode::SUCCESS,
        Err(e) => {
            eprintln!("plumbline: the window cannot be opened: {} ({e})", program.display());
            eprintln!("  Install plumbline-desktop beside this program, or see plumbline --help for the commands");
            ExitCode::from(2)
        }
    }
}
