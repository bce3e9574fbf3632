//! The window: its configuration, its rights, the dialogs for files, and one line per command over `api`.
//!
//! The page may call the commands in [`commands`] and nothing else: it reaches no file, no network address and no part of
//! the operating system but through them. Files are chosen here, in Rust; the page never supplies a path.

pub mod closing;
mod commands;
pub mod data;
pub mod files;
pub mod instance;
pub mod jobs;
pub mod locale;
pub mod placement;
pub mod state;

use clap::Parser;
use std::path::{Path, PathBuf};
use tauri::{AppHandle, Manager as _, Runtime, WebviewWindowBuilder, WindowEvent};

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
    /// Contract file to open
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
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
    /// Another window is open on the same folder, and does not come to the front.
    #[error("another window is open on the contracts in {}; go on there, or close it first", .0.display())]
    Open(PathBuf),
}

/// Opens the window and returns when it is closed. Where one is open on the same folder, that one comes to the front.
///
/// # Errors
/// When there is no usable folder for the contracts, or no display to open a window on.
pub fn run(arguments: &Arguments) -> Result<(), StartError> {
    let data_folder = folder(arguments)?;
    let Some(_instance) = instance::take(&data_folder) else {
        let file = arguments.file.as_deref().and_then(|file| std::path::absolute(file).ok());
        return if instance::call(&data_folder, file.as_deref()) { Ok(()) } else { Err(StartError::Open(data_folder)) };
    };
    find_display()?;
    let application = application(tauri::Builder::default(), arguments)?;
    let handle = application.handle().clone();
    instance::listen(&data_folder, move |file| {
        if let Some(file) = file {
            handle.state::<files::Given>().add(file);
        }
        come_to_the_front(&handle);
    });
    application.run(|_, _| {});
    Ok(())
}

fn folder(arguments: &Arguments) -> Result<PathBuf, data::DataError> {
    data::folder(arguments.data_dir.as_deref(), |name| std::env::var_os(name))
}

fn come_to_the_front<R: Runtime>(application: &AppHandle<R>) {
    for window in application.webview_windows().values() {
        // A desktop may refuse any of these; then the window stays where it is.
        let _ = window.unminimize().and_then(|()| window.show()).and_then(|()| window.set_focus());
        // The page asks for a named file when it comes to the front, which a desktop may refuse, or it is there already.
        let _ = window.eval("window.dispatchEvent(new Event('focus'))");
    }
}

/// The application with its state, its commands, its rights and its window, ready to run.
///
/// Generic over the runtime, so that tests call the commands through the real access list without a display.
///
/// # Errors
/// As for [`run`].
pub fn application<R: Runtime>(builder: tauri::Builder<R>, arguments: &Arguments) -> Result<tauri::App<R>, StartError> {
    let data_folder = folder(arguments)?;
    let page_folder = data::page_folder(&data_folder);
    builder
        .plugin(tauri_plugin_dialog::init())
        .manage(state::State::new(&data_folder))
        .manage(files::Files::new(arguments.files_dir.clone()))
        .manage(files::Given::new(arguments.file.clone()))
        .manage(closing::Closing::default())
        .on_window_event(|window, event| {
            if let WindowEvent::CloseRequested { api, .. } = event
                && !window.state::<closing::Closing>().may_close()
            {
                api.prevent_close();
            }
        })
        .invoke_handler(include!(concat!(env!("OUT_DIR"), "/handler.rs")))
        .setup(move |application| {
            // Built here and not from the configuration alone, so that everything of ours lies in the one data folder.
            for mut window in application.config().app.windows.clone() {
                place(application.handle(), &mut window, &data_folder);
                WebviewWindowBuilder::from_config(application.handle(), &window)?
                    .data_directory(page_folder.clone())
                    .build()?;
            }
            Ok(())
        })
        .build(tauri::generate_context!())
        .map_err(StartError::Window)
}

/// As the window was left, and inside of a screen.
fn place<R: Runtime>(application: &AppHandle<R>, window: &mut tauri::utils::config::WindowConfig, data_folder: &Path) {
    let kept = placement::read(data_folder);
    let designed = placement::Place { x: 0.0, y: 0.0, width: window.width, height: window.height };
    let wanted = kept.map_or(designed, |kept| kept.place);
    let Some(fit) = placement::fit(&wanted, &placement::screens(application)) else { return };
    (window.width, window.height) = (fit.width, fit.height);
    if let Some(kept) = kept {
        (window.x, window.y) = (Some(fit.x), Some(fit.y));
        window.maximized = kept.maximized;
    }
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
