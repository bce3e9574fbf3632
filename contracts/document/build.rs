//! Finds the typefaces that are embedded in every exported document and hands them to the crate as bytes.
//!
//! They come from npm packages pinned by `fonts/package-lock.json`, so that nothing binary is committed. When they are
//! absent the build stops and says what to run.

use std::path::{Path, PathBuf};
use std::{env, fs};

/// The faces that are embedded, in the order of `faces::FACES`: package, folder, file.
const FACES: [(&str, &str, &str); 7] = [
    ("source-serif-4", "400Regular", "SourceSerif4_400Regular.ttf"),
    ("source-serif-4", "400Regular_Italic", "SourceSerif4_400Regular_Italic.ttf"),
    ("source-serif-4", "600SemiBold", "SourceSerif4_600SemiBold.ttf"),
    ("source-sans-3", "400Regular", "SourceSans3_400Regular.ttf"),
    ("source-sans-3", "400Regular_Italic", "SourceSans3_400Regular_Italic.ttf"),
    ("source-sans-3", "600SemiBold", "SourceSans3_600SemiBold.ttf"),
    ("noto-sans-jp", "400Regular", "NotoSansJP_400Regular.ttf"),
];

fn main() {
    let root = PathBuf::from(variable("CARGO_MANIFEST_DIR"));
    let packages = root.join("fonts/node_modules/@expo-google-fonts");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=fonts/package-lock.json");

    let files: Vec<PathBuf> =
        FACES.iter().map(|(package, folder, file)| packages.join(package).join(folder).join(file)).collect();
    for file in &files {
        println!("cargo::rerun-if-changed={}", file.display());
    }
    let missing: Vec<&Path> = files.iter().map(PathBuf::as_path).filter(|file| !file.is_file()).collect();
    if let Some(first) = missing.first() {
        println!(
            "cargo::error={} of the {} typefaces of the exported document are not installed (the first is {}). \
             Run `npm ci --prefix contracts/document/fonts` in the top folder, then build again.",
            missing.len(),
            files.len(),
            first.display()
        );
        return;
    }

    let list: String =
        files.iter().map(|file| format!("    include_bytes!({:?}),\n", file.display().to_string())).collect();
    let source = format!("pub(crate) static FILES: [&[u8]; {}] = [\n{list}];\n", files.len());
    let target = PathBuf::from(variable("OUT_DIR")).join("faces.rs");
    if let Err(error) = fs::write(&target, source) {
        println!("cargo::error=cannot write {}: {error}", target.display());
    }
}

/// A variable that cargo always sets for a build script.
fn variable(name: &str) -> String {
    env::var(name).expect("cargo sets this variable for every build script")
}
