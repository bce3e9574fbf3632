//! Everything that is built in or built with may be used by everybody.

use super::metadata::{name, packages};
use super::spdx::is_met;
use harness::place;
use serde_json::Value;
use std::fs;

/// Licences under which a package may be used.
const ALLOWED: [&str; 12] = [
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "Unicode-3.0",
    "Unicode-DFS-2016",
    "Zlib",
];

/// The licence of typefaces, allowed in packages of typefaces.
const TYPEFACES: &str = "OFL-1.1";

/// Packages that name no licence but carry its text: the file `LICENSE` must begin with the words beside the name.
const BY_TEXT: [(&str, &str); 1] = [("svelte-toolbelt", "MIT License")];

#[test]
fn every_rust_package_may_be_used() {
    let mut problems = Vec::new();
    for package in packages() {
        let licence = package["license"].as_str().unwrap_or_default();
        if !is_met(licence, &ALLOWED) {
            problems.push(format!("{} {}: {licence:?}", name(package), package["version"]));
        }
    }
    assert!(packages().len() > 50);
    assert!(problems.is_empty(), "not on the list of licences:\n{}", problems.join("\n"));
}

#[test]
fn every_npm_package_may_be_used() {
    let mut problems = Vec::new();
    for folder in ["ui", "contracts/document/fonts"] {
        let folder = place::repository().join(folder);
        let lock: Value = serde_json::from_slice(&fs::read(folder.join("package-lock.json")).unwrap()).unwrap();
        let packages = lock["packages"].as_object().unwrap();
        assert!(packages.len() > 1);
        for (path, package) in packages {
            let licence = package["license"].as_str().unwrap_or_default();
            let mut allowed = ALLOWED.to_vec();
            if path.contains("@expo-google-fonts/") {
                allowed.push(TYPEFACES);
            }
            if !is_met(licence, &allowed) && !by_text(&folder.join(path), path) {
                problems.push(format!("{path}: {licence:?}"));
            }
        }
    }
    assert!(problems.is_empty(), "not on the list of licences:\n{}", problems.join("\n"));
}

/// Whether the package's own `LICENSE` says what the table promises. Where nothing is installed the table is believed.
fn by_text(folder: &std::path::Path, path: &str) -> bool {
    BY_TEXT.iter().any(|(package, words)| {
        path.ends_with(&format!("node_modules/{package}"))
            && (!folder.is_dir()
                || fs::read_to_string(folder.join("LICENSE")).is_ok_and(|text| text.trim_start().starts_with(words)))
    })
}
