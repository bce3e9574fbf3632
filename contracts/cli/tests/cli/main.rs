//! The program as a script sees it: files in and out, exit codes, one JSON document with `--json`.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails where it stands")]

mod actuals;
mod assumed;
mod bad_input;
mod exit_codes;
mod learning;
mod published;
mod schemas;
mod spine;
mod templates;
mod waive;

use serde_json::Value;
use std::{
    path::{Path, PathBuf},
    process::{Command, Output},
};
use tempfile::TempDir;

/// A folder of its own with the program in it.
struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> &Self {
        std::fs::write(self.path(name), bytes).unwrap();
        self
    }

    fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).unwrap()
    }

    /// Runs `plumbline` with these words, each `@name` being a file of the folder.
    fn run(&self, words: &[&str]) -> Output {
        let word = |w: &&str| w.strip_prefix('@').map_or_else(|| PathBuf::from(w), |name| self.path(name));
        let program = env!("CARGO_BIN_EXE_plumbline");
        let mut command = Command::new(program);
        // A folder of its own for what is kept: never that of whoever runs the tests.
        command.env("PLUMBLINE_DATA_DIR", self.path("data"));
        command.args(words.iter().map(word)).current_dir(self.folder.path()).output().unwrap()
    }

    /// As [`Desk::run`], with exit 0.
    fn done(&self, words: &[&str]) -> String {
        let output = self.run(words);
        assert_eq!(output.status.code(), Some(0), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// The JSON document of a command that is done.
    fn json(&self, words: &[&str]) -> Value {
        let words: Vec<&str> = words.iter().copied().chain(["--json"]).collect();
        serde_json::from_str(&self.done(&words)).unwrap()
    }

    /// What a command with a wrong input says, on standard error, with exit 2.
    fn refused(&self, words: &[&str]) -> String {
        let output = self.run(words);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{words:?}: {said}");
        assert!(!said.contains("panicked"), "{said}");
        said
    }

    /// The sample's files as the demonstration writes them today.
    fn with_demo() -> Self {
        let desk = Self::new();
        desk.done(&["demo", "@."]);
        desk
    }

    /// The same, but service starts in January 2027 and the history ends in October 2026, whatever day it is.
    fn with_sample() -> Self {
        const START: &str = "\"start\": \"";
        let desk = Self::with_demo();
        let contract = String::from_utf8(desk.read("sample.slac")).unwrap();
        let at = contract.find(START).unwrap() + START.len();
        let moved = format!("{}2027-01-01{}", &contract[..at], &contract[at + "2027-01-01".len()..]);
        desk.write("sample.slac", moved);
        desk.write("sample-history.csv", include_str!("../../../model/sample/sample-history.csv"));
        desk
    }
}

/// The folder of real files and published cases; none where it is not given, which is printed.
fn fixtures(test: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("PLUMBLINE_FIXTURES").map(PathBuf::from).filter(|p| Path::is_dir(p));
    if folder.is_none() {
        println!("skipped: {test} (PLUMBLINE_FIXTURES names no folder)");
    }
    folder
}
