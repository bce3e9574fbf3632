//! Dependencies point down: `ui → src-tauri → api → {document, store, simulation → settlement} → model`, and `cli → api`.

use super::metadata::{built_from, metadata, name, own};
use std::collections::BTreeMap;

/// Which of our crates each of our crates may know.
const MAY_KNOW: [(&str, &[&str]); 8] = [
    ("plumbline-model", &[]),
    ("plumbline-settlement", &["plumbline-model"]),
    ("plumbline-simulation", &["plumbline-model", "plumbline-settlement"]),
    ("plumbline-document", &["plumbline-model"]),
    ("plumbline-store", &["plumbline-model"]),
    (
        "plumbline-api",
        &["plumbline-model", "plumbline-settlement", "plumbline-simulation", "plumbline-document", "plumbline-store"],
    ),
    // The shells ask api alone; the words they ask in are the model's.
    ("plumbline-cli", &["plumbline-api", "plumbline-model"]),
    ("plumbline-desktop", &["plumbline-api", "plumbline-model"]),
];

/// The crates without a clock, a file, an environment, a thread or a random source of their own.
const PURE: [&str; 3] = ["plumbline-model", "plumbline-settlement", "plumbline-simulation"];

/// Packages that bring one of these in.
const IMPURE: [&str; 20] = [
    "async-std",
    "crossbeam",
    "csv",
    "dirs",
    "fastrand",
    "getrandom",
    "libsqlite3-sys",
    "lopdf",
    "num_cpus",
    "printpdf",
    "rand",
    "rayon",
    "reqwest",
    "rusqlite",
    "smol",
    "tauri",
    "tempfile",
    "tokio",
    "ureq",
    "wry",
];

#[test]
fn every_crate_knows_only_the_ones_below_it() {
    let may_know: BTreeMap<&str, &[&str]> = MAY_KNOW.into_iter().collect();
    let own = own();
    let mut problems = Vec::new();
    for (crate_name, package) in &own {
        // The tests may know everything; nothing may know the tests.
        let allowed = may_know.get(crate_name).copied();
        if allowed.is_none() && *crate_name != "plumbline-tests" {
            problems.push(format!("{crate_name}: a new crate; say in MAY_KNOW what it may know"));
        }
        for dependency in package["dependencies"].as_array().unwrap() {
            let target = name(dependency);
            let ours = own.contains_key(target) && target != *crate_name;
            if ours && (target == "plumbline-tests" || allowed.is_some_and(|allowed| !allowed.contains(&target))) {
                problems.push(format!("{crate_name} may not know {target}"));
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    assert_eq!(own.len(), MAY_KNOW.len() + 1, "a crate is missing: {:?}", own.keys());
}

#[test]
fn the_pure_crates_are_built_from_nothing_that_acts() {
    for crate_name in PURE {
        let parts = built_from(crate_name);
        let found: Vec<&&str> = IMPURE.iter().filter(|part| parts.contains(**part)).collect();
        assert!(found.is_empty(), "{crate_name} is built from {found:?}");
    }
}

#[test]
fn the_pure_crates_ask_for_no_clock() {
    for crate_name in PURE {
        for dependency in own()[crate_name]["dependencies"].as_array().unwrap() {
            if name(dependency) != "chrono" {
                continue;
            }
            let features: Vec<&str> =
                dependency["features"].as_array().unwrap().iter().map(|feature| feature.as_str().unwrap()).collect();
            let clock = features.iter().any(|feature| ["clock", "now", "default"].contains(feature));
            assert!(
                !clock && dependency["uses_default_features"] == false,
                "{crate_name} asks chrono for {features:?}"
            );
        }
    }
}

#[test]
fn the_command_line_is_built_without_a_desktop() {
    let parts = built_from("plumbline-cli");
    let found: Vec<&&str> =
        ["tauri", "wry", "gtk", "webkit2gtk"].iter().filter(|part| parts.contains(**part)).collect();
    assert!(found.is_empty(), "plumbline is built from {found:?}");
}

#[test]
fn only_the_store_is_built_on_a_database() {
    for (crate_name, package) in own() {
        let knows = package["dependencies"].as_array().unwrap().iter().any(|dependency| name(dependency) == "rusqlite");
        assert!(!knows || crate_name == "plumbline-store", "{crate_name} depends on rusqlite");
    }
}

#[test]
fn what_is_built_by_default_needs_no_desktop() {
    let members: Vec<&str> =
        metadata()["workspace_default_members"].as_array().unwrap().iter().map(|id| id.as_str().unwrap()).collect();
    assert!(!members.is_empty());
    assert!(!members.iter().any(|id| id.contains("src-tauri") || id.contains("plumbline-tests")), "{members:?}");
}
