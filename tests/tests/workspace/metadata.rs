//! What cargo says about the workspace and everything that it is built from.

use harness::place;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;
use std::sync::OnceLock;

/// The output of `cargo metadata`, taken once.
pub fn metadata() -> &'static Value {
    static METADATA: OnceLock<Value> = OnceLock::new();
    METADATA.get_or_init(|| serde_json::from_str(&cargo(&["metadata", "--format-version", "1", "--locked"])).unwrap())
}

/// Every package: ours and those of others.
pub fn packages() -> &'static [Value] {
    metadata()["packages"].as_array().unwrap()
}

/// Our own packages by name.
pub fn own() -> BTreeMap<&'static str, &'static Value> {
    packages().iter().filter(|package| package["source"].is_null()).map(|package| (name(package), package)).collect()
}

/// A package's name.
pub fn name(package: &'static Value) -> &'static str {
    package["name"].as_str().unwrap()
}

/// The names of the packages that `package` is built from on this system, all the way down, itself not among them. What only
/// its tests, its build script or its macros need is not counted.
///
/// From `cargo tree`, because the metadata name optional packages that nothing turns on.
pub fn built_from(package: &str) -> BTreeSet<String> {
    let lines = cargo(&[
        "tree",
        "--locked",
        "-p",
        package,
        "-e",
        "normal,no-proc-macro",
        "--prefix",
        "none",
        "--format",
        "{p}",
    ]);
    let names = lines.lines().filter_map(|line| line.split_whitespace().next());
    let parts: BTreeSet<String> = names.filter(|name| *name != package).map(str::to_owned).collect();
    assert!(!parts.is_empty(), "cargo tree shows nothing below {package}");
    parts
}

/// What cargo prints when it is called so in the top folder.
fn cargo(arguments: &[&str]) -> String {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(program).args(arguments).current_dir(place::repository()).output().unwrap();
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "cargo {} failed, is Cargo.lock up to date? {words}", arguments[0]);
    String::from_utf8(output.stdout).unwrap()
}
