//! One place each: who may name a library, and what the pure crates may not name.

use super::sources::{Source, code_lines, sources, without_tests};

/// Rust files of the product (not their tests) whose code has `word`.
fn files_with(all: &[Source], word: &str) -> Vec<String> {
    let product = |source: &&Source| {
        let tests = source.path.starts_with("tests/") || source.path.ends_with("/tests.rs");
        source.path.ends_with(".rs") && source.path.contains("/src/") && !tests
    };
    all.iter()
        .filter(product)
        .filter(|source| code_lines(without_tests(&source.text)).any(|line| line.contains(word)))
        .map(|source| source.path.clone())
        .collect()
}

#[test]
fn the_pdf_libraries_are_known_in_one_place() {
    let all = sources();
    let writer = files_with(&all, "printpdf::");
    assert!(writer.len() <= 1, "the page writer is named by {writer:?}");
    for file in files_with(&all, "lopdf::").iter().chain(&writer) {
        assert!(file.starts_with("contracts/document/src/pdf/"), "{file} names a PDF library");
    }
}

#[test]
fn only_the_store_speaks_sql() {
    let all = sources();
    for file in files_with(&all, "rusqlite") {
        assert!(file.starts_with("contracts/store/"), "{file} names rusqlite");
    }
}

#[test]
fn only_one_folder_of_the_page_knows_the_window() {
    for source in sources() {
        let page = source.path.starts_with("ui/src/") && !source.path.starts_with("ui/src/host/");
        let knows = source.text.contains("@tauri-apps/") || source.text.contains("__TAURI");
        assert!(!page || !knows, "{}: only ui/src/host may know tauri", source.path);
    }
}

#[test]
fn the_pure_crates_name_no_clock_file_environment_or_thread() {
    let acts = [
        "std::fs",
        "std::env",
        "std::net",
        "std::process",
        "std::thread",
        "std::io::std",
        "SystemTime",
        "Instant::now",
        "Utc::now",
        "Local::now",
        "println!",
        "eprintln!",
        "thread_local!",
    ];
    let all = sources();
    let mut found = Vec::new();
    for word in acts {
        for file in files_with(&all, word) {
            let pure = ["model", "settlement", "simulation"]
                .iter()
                .any(|name| file.starts_with(&format!("contracts/{name}/src/")));
            if pure {
                found.push(format!("{file} names {word}"));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_search_for_code_sees_neither_comments_nor_tests() {
    let file = |text: &str| Source { path: "contracts/x/src/lib.rs".to_owned(), text: text.to_owned() };
    assert_eq!(files_with(&[file("use std::fs;")], "std::fs").len(), 1);
    assert_eq!(files_with(&[file("// std::fs\nfn a() {}")], "std::fs").len(), 0);
    assert_eq!(files_with(&[file("fn a() {}\n\n#[cfg(test)]\nmod tests {\n use std::fs;\n}")], "std::fs").len(), 0);
}
