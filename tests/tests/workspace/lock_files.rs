//! The lock files name what is used, and no place that it was fetched from.

use harness::place;
use serde_json::Value;
use std::fs;

#[test]
fn the_npm_lock_files_name_no_address() {
    for file in ["ui/package-lock.json", "contracts/document/fonts/package-lock.json"] {
        let lock: Value = serde_json::from_slice(&fs::read(place::repository().join(file)).unwrap()).unwrap();
        for (path, package) in lock["packages"].as_object().unwrap() {
            assert!(
                package.get("resolved").is_none(),
                "{file}: {path} names an address; install with omit-lockfile-registry-resolved"
            );
            assert!(path.is_empty() || package["integrity"].is_string(), "{file}: {path} has no checksum");
        }
    }
}

#[test]
fn the_cargo_lock_file_names_the_common_registry_alone() {
    let lock = fs::read_to_string(place::repository().join("Cargo.lock")).unwrap();
    for line in lock.lines().filter(|line| line.starts_with("source = ")) {
        assert_eq!(line, "source = \"registry+https://github.com/rust-lang/crates.io-index\"");
    }
}

#[test]
fn no_settings_of_a_package_manager_are_kept() {
    for file in [".npmrc", "ui/.npmrc", "contracts/document/fonts/.npmrc", ".cargo/config.toml", ".cargo/config"] {
        assert!(!place::repository().join(file).exists(), "{file} would bind everybody to one registry or machine");
    }
}
