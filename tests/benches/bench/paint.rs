//! From the start of the program to the finished picture of its first page, read off the pixels of a display.

use super::statistics::Runs;
use harness::place;
use harness::window::{Display, Failure, Outcome, Process};
use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const RUNS: usize = 9;
const WIDTH: u32 = 1280;
const HEIGHT: u32 = 800;
const LIMIT: Duration = Duration::from_secs(30);

/// The picture counts as finished when nothing has changed for so long. The time itself is not counted.
const STILL: Duration = Duration::from_millis(400);

/// Dark pixels that a line of text has at least; the ground of the display and of an empty window is light.
const INK: usize = 300;

/// Prints the time of Plumbline's window beside that of an empty one, in turns, and their ratio.
pub fn measure() -> Outcome {
    let (window, empty) = (place::built().join("plumbline-desktop"), place::built().join("empty-window"));
    for program in [&window, &empty] {
        if !program.is_file() {
            return Err(Failure::new(format!("{} is not built", program.display())));
        }
    }
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    // The first of each brings it into memory.
    for run in 0..=RUNS {
        let place = tempfile::tempdir()?;
        let data = format!("--data-dir={}", place.path().join("data").display());
        let with_ours = painted(&window, &[&data], place.path())?;
        let with_empty = painted(&empty, &[], place.path())?;
        if run > 0 {
            ours.push(with_ours.as_secs_f64() * 1000.0);
            theirs.push(with_empty.as_secs_f64() * 1000.0);
        }
    }
    let (ours, theirs) = (Runs::new(ours), Runs::new(theirs));
    theirs.print("an empty window, painted", "ms");
    ours.print("plumbline-desktop, first page painted", "ms");
    println!("  {:<50} {:>9.2}", "ratio", ours.median() / theirs.median());
    Ok(())
}

/// How long `program` takes until what it shows is finished, on a display of its own.
fn painted(program: &Path, arguments: &[&str], home: &Path) -> Outcome<Duration> {
    let frames = tempfile::tempdir()?;
    let display = Display::start(WIDTH, HEIGHT, Some(frames.path()))?;
    let mut screen = Screen::open(&frames.path().join("Xvfb_screen0"))?;
    let mut command = Command::new(program);
    command
        .args(arguments)
        .env("DISPLAY", display.name())
        .env_remove("WAYLAND_DISPLAY")
        .env("GDK_BACKEND", "x11")
        .env("LC_ALL", "en_US.UTF-8")
        .env("NO_AT_BRIDGE", "1")
        .env("DBUS_SESSION_BUS_ADDRESS", "disabled:")
        .env("XDG_DATA_HOME", home)
        .env("XDG_CONFIG_HOME", home)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let start = Instant::now();
    let _process = Process::start(&mut command, "plumbline")?;
    let (mut seen, mut since) = (screen.sum()?, Duration::ZERO);
    loop {
        std::thread::sleep(Duration::from_millis(4));
        let now = start.elapsed();
        let picture = screen.sum()?;
        if picture != seen {
            (seen, since) = (picture, now);
        } else if seen.dark >= INK && now - since > STILL {
            return Ok(since);
        }
        if now > LIMIT {
            return Err(Failure::new(format!("{} painted nothing in {} s", program.display(), LIMIT.as_secs())));
        }
    }
}

/// What a picture comes to: two of the same sum are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Sum {
    dark: usize,
    all: u64,
}

/// The pixels of a display, in the file that Xvfb keeps them in (X window dump: a header of big-endian words, a table of
/// colours of 12 bytes each, rows of 4 bytes a pixel).
struct Screen {
    file: File,
    start: u64,
    pixels: Vec<u8>,
}

impl Screen {
    fn open(path: &PathBuf) -> Outcome<Self> {
        let mut file = File::open(path)?;
        let mut header = [0_u8; 100];
        file.read_exact(&mut header)?;
        let word = |index: usize| {
            let at = 4 * index;
            u32::from_be_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]])
        };
        let (header_size, height, bits, row, colours) = (word(0), word(5), word(11), word(12), word(19));
        if bits != 32 {
            return Err(Failure::new(format!("the display keeps {bits} bits for a pixel, 32 were expected")));
        }
        let size = usize::try_from(u64::from(row) * u64::from(height))?;
        Ok(Self { file, start: u64::from(header_size) + 12 * u64::from(colours), pixels: vec![0; size] })
    }

    fn sum(&mut self) -> Outcome<Sum> {
        self.file.seek(SeekFrom::Start(self.start))?;
        self.file.read_exact(&mut self.pixels)?;
        let mut sum = Sum { dark: 0, all: 0 };
        for pixel in self.pixels.chunks_exact(4) {
            let light = u32::from(pixel[0]) + u32::from(pixel[1]) + u32::from(pixel[2]);
            sum.dark += usize::from(light < 300);
            sum.all = sum.all.wrapping_mul(31).wrapping_add(u64::from(light));
        }
        Ok(sum)
    }
}
