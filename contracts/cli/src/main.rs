//! The program `plumbline`: one line for each command over [`api`]. Alone it opens the window.
//!
//! Exit 0: done. 1: done, and the answer is no. 2: the input or the call is wrong.

mod args;
mod command;
mod files;
mod reply;
mod table;

use args::{Cli, Command};
use clap::Parser;
use reply::{Outcome, Reply};
use std::{io::Write, process::ExitCode};

fn main() -> ExitCode {
    let cli = Cli::parse();
    let json = cli.json;
    let Some(command) = cli.command else { return command::window::open() };
    match run(command) {
        Ok(reply) => print(&reply, json),
        Err(error) => {
            reply::print_error(&error, json);
            ExitCode::from(2)
        }
    }
}

fn run(command: Command) -> Outcome {
    match command {
        Command::Template(what) => command::template::run(&what),
        Command::New(args) => command::draft::new(&args),
        Command::Check(args) => command::draft::check(&args),
        Command::Import(args) => command::history::import(&args),
        Command::Simulate(args) => command::simulate::run(&args),
        Command::Settle(args) => command::settle::run(&args),
        Command::Share(args) => command::exchange::share(&args),
        Command::Export(args) => command::exchange::export(&args),
        Command::Schema(args) => command::schema::run(&args),
        Command::Demo(args) => command::demo::run(&args),
    }
}

fn print(reply: &Reply, json: bool) -> ExitCode {
    let text = if json { reply.json_text() } else { reply.text.clone() };
    // A reader that went away (`| head`) is no failure of the command.
    let _ = std::io::stdout().write_all(text.as_bytes());
    ExitCode::from(u8::from(reply.answer_is_no))
}
