//! A person's desk: a display, a folder of contracts, a folder of files; and the window opened on it.

use super::display::Display;
use super::failure::{Failure, Outcome};
use super::process::{self, Process};
use super::story;
use crate::place;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;
use std::fs::{self, File};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How long the window may take to appear, on a busy machine.
const START_LIMIT: Duration = Duration::from_secs(60);

/// How long of it the driver may refuse.
const DRIVER_LIMIT: Duration = Duration::from_secs(40);

/// How long the program may take to end once its window is closed.
const CLOSE_LIMIT: Duration = Duration::from_secs(20);

/// How many starts of the window may be given up.
const SILENT_STARTS_MAX: u32 = 2;

/// A display, a folder of contracts and a folder of files, all of this test alone.
#[derive(Debug)]
pub struct Desk {
    display: Display,
    folder: TempDir,
}

impl Desk {
    /// An empty desk.
    ///
    /// # Errors
    /// When there is no display to be had.
    pub fn new() -> Outcome<Self> {
        let folder = tempfile::Builder::new().prefix("plumbline-desk-").tempdir()?;
        for name in ["data", "files", "home"] {
            fs::create_dir(folder.path().join(name))?;
        }
        Ok(Self { display: Display::start(1440, 900, None)?, folder })
    }

    /// The folder of the contracts.
    #[must_use]
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// The folder from which files are opened and into which they are written, in place of dialogs.
    #[must_use]
    pub fn files(&self) -> PathBuf {
        self.folder.path().join("files")
    }

    /// Puts a copy of `source` on the desk and lets the next "choose a file" find it.
    ///
    /// # Errors
    /// When it cannot be copied.
    pub fn choose_next(&self, source: &Path) -> Outcome {
        let name = source.file_name().ok_or_else(|| Failure::new(format!("{} names no file", source.display())))?;
        let target = self.files().join(name);
        if source != target {
            fs::copy(source, &target)?;
        }
        fs::write(self.files().join("next"), name.to_string_lossy().as_bytes())?;
        Ok(())
    }

    /// Opens the window.
    ///
    /// # Errors
    /// When it does not appear.
    pub async fn open(&self) -> Outcome<Window> {
        self.open_with(&[("LC_ALL", "en_US.UTF-8")]).await
    }

    /// Opens the window with these settings of the environment on top.
    ///
    /// # Errors
    /// When it does not appear.
    pub async fn open_with(&self, environment: &[(&str, &str)]) -> Outcome<Window> {
        story::step(|| "opening the window".to_owned());
        let program = program()?;
        let data = format!("--data-dir={}", self.data().display());
        let mut silent = 0;
        loop {
            match tokio::time::timeout(START_LIMIT, self.connect(&program, &data, environment)).await {
                Ok(outcome) => return outcome,
                // A driver waits for ever for a program that ended at its start, or whose inspector's port was taken in
                // between. The driver has been ended here; a program that runs has not.
                Err(_) if silent < SILENT_STARTS_MAX => silent += 1,
                Err(_) => return Err(Failure::new(format!("the driver does not answer; {}", self.log()))),
            }
            if let Some(id) = process::find(&program, &data) {
                process::kill(id)?;
                process::wait_until_gone(id, Duration::from_secs(10)).await;
            }
            eprintln!("the driver of the window did not answer for {} s: once more", START_LIMIT.as_secs());
        }
    }

    /// Starts a driver, and through it the program.
    async fn connect(&self, program: &Path, data: &str, environment: &[(&str, &str)]) -> Outcome<Window> {
        let files = format!("--files-dir={}", self.files().display());
        let port = free_port()?;
        let driver = self.driver(port, environment)?;
        let options = json!({ "webkitgtk:browserOptions": { "binary": program, "args": [data, &files] } });
        let capabilities = options.as_object().cloned().unwrap_or_default();
        let address = format!("http://127.0.0.1:{port}");
        let start = Instant::now();
        let client = loop {
            let attempt =
                ClientBuilder::new(HttpConnector::new()).capabilities(capabilities.clone()).connect(&address).await;
            match attempt {
                Ok(client) => break client,
                // The driver needs a moment until it takes connections.
                Err(_) if start.elapsed() < DRIVER_LIMIT => tokio::time::sleep(Duration::from_millis(50)).await,
                Err(error) => return Err(Failure::new(format!("the window did not appear: {error}; {}", self.log()))),
            }
        };
        let id = process::find(program, data).ok_or_else(|| Failure::new(format!("no window runs; {}", self.log())))?;
        Ok(Window { client, barriers: Mutex::default(), id, _driver: driver })
    }

    fn driver(&self, port: u16, environment: &[(&str, &str)]) -> Outcome<Process> {
        let home = self.folder.path().join("home");
        let log = File::create(self.folder.path().join("log"))?;
        let mut command = Command::new("WebKitWebDriver");
        command
            .args([format!("--port={port}"), "--host=127.0.0.1".to_owned()])
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("DISPLAY", self.display.name())
            .env_remove("WAYLAND_DISPLAY")
            .env("GDK_BACKEND", "x11")
            // Neither the accessibility bus nor a session bus is started behind our back.
            .env("NO_AT_BRIDGE", "1")
            .env("DBUS_SESSION_BUS_ADDRESS", "disabled:")
            .env("XDG_CONFIG_HOME", &home)
            .env("XDG_DATA_HOME", &home)
            .env("TZ", "UTC")
            .envs(environment.iter().copied())
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            // Not our own: a window that outlived us would keep it open, and whoever reads it waiting.
            .stderr(log);
        Process::start(&mut command, "webkit2gtk-driver")
    }

    /// What the window and its driver said, for messages.
    fn log(&self) -> String {
        let text = fs::read_to_string(self.folder.path().join("log")).unwrap_or_default();
        if text.trim().is_empty() { "it said nothing".to_owned() } else { format!("it said:\n{text}") }
    }
}

/// The window, open.
#[derive(Debug)]
pub struct Window {
    pub(super) client: Client,
    /// What axe found on the screens so far; told when the window is closed, so that one run tells all.
    pub(super) barriers: Mutex<Vec<String>>,
    id: u32,
    /// Ended after the window.
    _driver: Process,
}

impl Window {
    /// The process.
    #[must_use]
    pub fn process_id(&self) -> u32 {
        self.id
    }

    /// Closes the window and waits until the program has ended by itself.
    ///
    /// # Errors
    /// When it does not end, or a screen had barriers.
    pub async fn close(self) -> Outcome {
        story::step(|| "closing the window".to_owned());
        let barriers = self.barriers_found();
        // The program may have ended before its driver heard that it did as it was told; the driver then never answers.
        let ended = tokio::select! {
            answer = self.client.close_window() => {
                answer?;
                process::wait_until_gone(self.id, CLOSE_LIMIT).await
            }
            ended = process::wait_until_gone(self.id, CLOSE_LIMIT) => ended,
        };
        if !ended {
            let limit = CLOSE_LIMIT.as_secs();
            return Err(Failure::new(format!("the window was closed, and the program still runs after {limit} s")));
        }
        barriers
    }

    /// Closes the window by its keys, as a person does: the page is asked first. Waits until the program has ended.
    ///
    /// # Errors
    /// When it does not end, or a screen had barriers.
    pub async fn quit(self) -> Outcome {
        story::step(|| "closing the window by its keys".to_owned());
        let barriers = self.barriers_found();
        let ended = tokio::select! {
            // The program may have ended before its driver heard that the keys were pressed.
            pressed = self.press(&[fantoccini::key::Key::Control], 'q') => {
                pressed.ok();
                process::wait_until_gone(self.id, CLOSE_LIMIT).await
            }
            ended = process::wait_until_gone(self.id, CLOSE_LIMIT) => ended,
        };
        if ended {
            barriers
        } else {
            Err(Failure::new("the window was closed by its keys, and the program still runs"))
        }
    }

    /// Ends the program in the middle of what it does, as `kill -9` does.
    ///
    /// # Errors
    /// When it had ended before, or a screen had barriers.
    pub async fn kill(self) -> Outcome {
        story::step(|| "ending the program".to_owned());
        let barriers = self.barriers_found();
        process::kill(self.id)?;
        if !process::wait_until_gone(self.id, Duration::from_secs(10)).await {
            return Err(Failure::new("the program still runs after kill -9"));
        }
        barriers
    }

    fn barriers_found(&self) -> Outcome {
        let found = self.barriers.lock().unwrap_or_else(PoisonError::into_inner);
        if found.is_empty() { Ok(()) } else { Err(Failure::new(format!("axe found barriers\n{}", found.join("\n")))) }
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        // A test that failed half-way leaves the program running.
        if process::is_running(self.id) {
            let _ = process::kill(self.id);
        }
    }
}

/// The program under test: the one that cargo built beside this test, or `PLUMBLINE_DESKTOP`.
fn program() -> Outcome<PathBuf> {
    let path =
        std::env::var_os("PLUMBLINE_DESKTOP").map_or_else(|| place::built().join("plumbline-desktop"), PathBuf::from);
    if path.is_file() {
        return Ok(path);
    }
    Err(Failure::new(format!(
        "{} is not built. Run `cargo build -p plumbline-desktop` first, or name the program in PLUMBLINE_DESKTOP.",
        path.display()
    )))
}

fn free_port() -> Outcome<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}
