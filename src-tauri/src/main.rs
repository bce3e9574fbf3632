//! The program `plumbline-desktop`: the window of Plumbline.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use clap::Parser as _;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = desktop::Arguments::parse();
    // Before any thread: the settings of the language are the process's own.
    if let Err(error) = desktop::locale::restart_where_it_cannot_be_used() {
        eprintln!("plumbline-desktop: cannot start again with a usable language: {error}");
    }
    match desktop::run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("plumbline-desktop: {error}");
            ExitCode::from(2)
        }
    }
}
