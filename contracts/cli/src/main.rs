//! The program `plumbline`: one line for each command over [`api`]. Alone it opens the window.
//!
//! Exit 0: done. 1: done, and the answer is no. 2: the input or the call is wrong.

mod args;
mod command;
mod files;
mod own;
mod reply;
mod table;

use api::{ApiError, ErrorCode};
use args::{Cli, Command};
use clap::Parser;
use reply::Outcome;
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return reply::print_usage(&error),
    };
    let json = cli.json;
    let Some(command) = cli.command else { return command::window::open(cli.data_dir.as_deref()) };
    if json && command.writes_to_standard_output() {
        let message = "--json and a file on standard output exclude each other; name a file with -o";
        return reply::print_error(&ApiError::new(ErrorCode::Input, message), true);
    }
    let own = own::Own::new(cli.data_dir);
    match run(command, &own) {
        Ok(reply) => reply::print(&reply, json),
        Err(error) => reply::print_error(&error, json),
    }
}

fn run(command: Command, own: &own::Own) -> Outcome {
    match command {
        Command::Template(what) => command::template::run(&what, own),
        Command::New(args) => command::draft::new(&args, own),
        Command::Check(args) => command::draft::check(&args, own),
        Command::Waive(args) => command::draft::waive(&args),
        Command::Import(args) => command::history::import(&args),
        Command::Simulate(args) => command::simulate::run(&args),
        Command::Settle(args) => command::settle::run(&args),
        Command::Share(args) => command::exchange::share(&args),
        Command::Export(args) => command::exchange::export(&args),
        Command::Schema(args) => command::schema::run(&args),
        Command::Demo(args) => command::demo::run(&args),
    }
}
