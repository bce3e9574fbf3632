//! The window: its configuration, its rights, the dialogs for files, and one line per command over `api`.
//!
//! The page may call the commands in [`commands`] and nothing else: it reaches no file, no network address and no part of
//! the operating system but through them. Files are chosen here, in Rust; the page never supplies a path.

mod commands;
pub mod data;
pub mod files;
pub mod jobs;
pub mod locale;
pub mod state;

use clap::Parser;
use std::path::PathBuf;
use tauri::{Runtime, WebviewWindowBuilder};

/// What the program is called with.
#[derive(Debug, Clone, Default, Parser)]
#[command(name = "plumbline-desktop", version, about = "The window of Plumbline")]
pub struct Arguments {
    /// Folder of the contracts (default: plumbline in the folder for the user's data)
    #[arg(long, env = "PLUMBLINE_DATA_DIR", value_name = "DIR")]
    pub data_dir: Option<PathBuf>,
    /// For tests: files are taken from and written to this folder, without a dialog
    #[arg(long, value_name = "DIR", hide = true)]
    pub files_dir: Option<PathBuf>,
}

/// Why the window cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// No folder for the contracts.
    #[error(transparent)]
    Data(#[from] data::DataError),
    /// No display, or one that does not answer.
    #[error(
        "there is no display to open the window on ({0}); without one the command line works: see `plumbline --help`"
    )]
    Display(String),
    /// The window itself.
    #[error("cannot open the window: {0}")]
    Window(#[from] tauri::Error),
}

/// Opens the window and returns when it is closed.
///
/// # Errors
/// When there is no usable folder for the contracts, or no display to open a window on.
pub fn run(arguments: &Arguments) -> Result<(), StartError> {
    find_display()?;
    let application = application(tauri::Builder::default(), arguments)?;
    application.run(|_, _| {});
    Ok(())
}

/// The application with its state, its commands, its rights and its window, ready to run.
///
/// Generic over the runtime, so that tests call the commands through the real access list without a display.
///
/// # Errors
/// As for [`run`].
pub fn application<R: Runtime>(builder: tauri::Builder<R>, arguments: &Arguments) -> Result<tauri::App<R>, StartError> {
    let data_folder = data::folder(arguments.data_dir.as_deref(), |name| std::env::var_os(name))?;
    let page_folder = data::page_folder(&data_folder);
    builder
        .plugin(tauri_plugin_dialog::init())
        .manage(state::State::new(&data_folder))
        .manage(files::Files::new(arguments.files_dir.clone()))
        .invoke_handler(include!(concat!(env!("OUT_DIR"), "/handler.rs")))
        .setup(move |application| {
            // Built here and not from the configuration alone, so that everything of ours lies in the one data folder.
            for window in application.config().app.windows.clone() {
                WebviewWindowBuilder::from_config(application.handle(), &window)?
                    .data_directory(page_folder.clone())
                    .build()?;
            }
            Ok(())
        })
        .build(tauri::generate_context!())
        .map_err(StartError::Window)
}

/// Tries the display before the window library does, which would panic.
fn find_display() -> Result<(), StartError> {
    #[cfg(target_os = "linux")]
    if gtk::init().is_err() {
        let set =
            |name| std::env::var(name).ok().filter(|value| !value.is_empty()).map(|value| format!("{name}={value}"));
        let named: Vec<String> = ["WAYLAND_DISPLAY", "DISPLAY"].into_iter().filter_map(set).collect();
        return Err(StartError::Display(match named.is_empty() {
            true => "neither WAYLAND_DISPLAY nor DISPLAY is set".to_owned(),
            false => format!("{} does not answer", named.join(", ")),
        }));
    }
    Ok(())
}
