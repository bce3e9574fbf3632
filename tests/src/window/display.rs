//! A display that nobody sees.

use super::failure::{Failure, Outcome};
use super::process::Process;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

/// An X display of its own, or the person's when `PLUMBLINE_SHOW` is set.
#[derive(Debug)]
pub struct Display {
    /// Ended with the display.
    _server: Option<Process>,
    name: String,
}

impl Display {
    /// Starts a display of `width` × `height` pixels with a white ground. With `frame_folder` its pixels can be read there,
    /// in the file `Xvfb_screen0`.
    ///
    /// # Errors
    /// When Xvfb is missing or does not start.
    pub fn start(width: u32, height: u32, frame_folder: Option<&Path>) -> Outcome<Self> {
        if let (Some(_), Ok(name)) = (std::env::var_os("PLUMBLINE_SHOW"), std::env::var("DISPLAY")) {
            return Ok(Self { _server: None, name });
        }
        let mut command = Command::new("Xvfb");
        command.args(["-displayfd", "1", "-screen", "0", &format!("{width}x{height}x24"), "-nolisten", "tcp", "-wr"]);
        // Without this it starts over when its last program ends, and refuses the next one while it does.
        command.arg("-noreset");
        if let Some(folder) = frame_folder {
            command.arg("-fbdir").arg(folder);
        }
        let mut server = Process::start(command.stdout(Stdio::piped()).stderr(Stdio::null()), "xvfb")?;
        // It prints the number that it chose once it takes connections.
        let mut number = String::new();
        if let Some(output) = server.child().stdout.take() {
            BufReader::new(output).read_line(&mut number)?;
        }
        let number = number.trim();
        if number.is_empty() {
            return Err(Failure::new("Xvfb ended before it had a display"));
        }
        Ok(Self { name: format!(":{number}"), _server: Some(server) })
    }

    /// What `DISPLAY` is set to for programs that shall appear on it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
}
