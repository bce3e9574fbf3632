//! Gives the page the right to call this application's own commands and nothing else.
//!
//! The commands are read off `src/commands/`, the one place where they are listed: whatever carries
//! `#[tauri::command]` there is registered (`handler.rs`) and allowed (`capabilities/main.json`).

use std::path::{Path, PathBuf};
use std::{env, fs};

/// What the page is built into, relative to this crate.
const PAGE: &str = "../ui/dist/index.html";

/// A command: the file it stands in (without its ending) and the function's name.
struct Command {
    module: String,
    name: String,
}

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/commands");
    println!("cargo::rerun-if-changed=../ui/dist");
    if !Path::new(PAGE).is_file() {
        println!(
            "cargo::error=the page of the window is not built (ui/dist/index.html is missing). Run `make ui` in the top \
             folder, or `npm ci --prefix ui && npm run build --prefix ui`, then build again."
        );
        return;
    }
    if let Err(message) = build() {
        println!("cargo::error={message}");
    }
}

fn build() -> Result<(), String> {
    let commands = commands(Path::new("src/commands"))?;
    let target = PathBuf::from(env::var("OUT_DIR").map_err(|error| format!("OUT_DIR: {error}"))?);
    write(&target.join("handler.rs"), &handler(&commands))?;
    let capabilities = target.join("capabilities");
    write(&capabilities.join("main.json"), &capability(&commands))?;

    // The build library takes borrowed names that live as long as the program; a build script is short.
    let names: Vec<&'static str> = commands.iter().map(|command| &*command.name.clone().leak()).collect();
    let pattern = capabilities.join("*.json").display().to_string().leak();
    // There are no further permissions. Without a pattern the library watches `permissions/`, which it writes itself: the
    // next build would find it changed and make the program again for no reason.
    let permissions = target.join("permissions/*.toml").display().to_string().leak();
    let attributes = tauri_build::Attributes::new()
        .capabilities_path_pattern(pattern)
        .app_manifest(tauri_build::AppManifest::new().commands(names.leak()).permissions_path_pattern(permissions));
    tauri_build::try_build(attributes).map_err(|error| format!("{error:#}"))
}

/// Every function under `folder` that carries `#[tauri::command]`, in the order of the files' names.
fn commands(folder: &Path) -> Result<Vec<Command>, String> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .map_err(|error| format!("cannot list {}: {error}", folder.display()))?
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "rs"))
        .collect();
    files.sort();
    let mut found: Vec<Command> = Vec::new();
    for file in files {
        let source = fs::read_to_string(&file).map_err(|error| format!("cannot read {}: {error}", file.display()))?;
        let stem = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        for name in
            command_names(&source).map_err(|line| format!("{}, line {line}: no function follows", file.display()))?
        {
            if found.iter().any(|earlier| earlier.name == name) {
                return Err(format!("{}: the command {name} is defined twice", file.display()));
            }
            found.push(Command { module: stem.clone(), name });
        }
    }
    Ok(found)
}

/// The names of a file's commands, or the line of an attribute that stands before no function.
fn command_names(source: &str) -> Result<Vec<String>, usize> {
    let mut names = Vec::new();
    let mut pending: Option<usize> = None;
    for (index, line) in source.lines().map(str::trim).enumerate() {
        if line.starts_with("#[tauri::command") {
            pending = Some(index + 1);
        } else if let (Some(start), Some((_, rest))) = (pending, line.split_once("fn ")) {
            let name: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
            if name.is_empty() || !line.starts_with("pub ") && !line.starts_with("pub(crate) ") {
                return Err(start);
            }
            names.push(name);
            pending = None;
        }
    }
    pending.map_or(Ok(names), Err)
}

/// The expression that registers the commands.
fn handler(commands: &[Command]) -> String {
    let list: String = commands
        .iter()
        .map(|Command { module, name }| match module.as_str() {
            "mod" => format!("    crate::commands::{name},\n"),
            _ => format!("    crate::commands::{module}::{name},\n"),
        })
        .collect();
    format!("tauri::generate_handler![\n{list}]\n")
}

/// The access list of the one window: the commands above.
fn capability(commands: &[Command]) -> String {
    let list: Vec<String> =
        commands.iter().map(|command| format!("    \"allow-{}\"", command.name.replace('_', "-"))).collect();
    format!(
        "{{\n  \"identifier\": \"main\",\n  \"description\": \"The application's own commands\",\n  \"windows\": [\"main\"],\n  \
         \"permissions\": [\n{}\n  ]\n}}\n",
        list.join(",\n")
    )
}

/// Writes only what differs, so that nothing is built again for no reason.
fn write(path: &Path, text: &str) -> Result<(), String> {
    if fs::read_to_string(path).is_ok_and(|current| current == text) {
        return Ok(());
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(path, text))
        .map_err(|error| format!("cannot write {}: {error}", path.display()))
}
