//! The start of the command line, which a script pays on every call.

use super::statistics::Runs;
use harness::place;
use harness::window::{Failure, Outcome};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

const RUNS: usize = 41;

/// Prints how long the least and a small real command take, beside the least program there is.
pub fn measure() -> Outcome {
    let program = place::built().join("plumbline");
    if !program.is_file() {
        return Err(Failure::new(format!("{} is not built", program.display())));
    }
    let least = runs(Path::new("true"), &[])?;
    let version = runs(&program, &["--version"])?;
    let list = runs(&program, &["template", "list"])?;
    least.print("true (the least a process takes)", "ms");
    version.print("plumbline --version", "ms");
    list.print("plumbline template list", "ms");
    Ok(())
}

fn runs(program: &Path, arguments: &[&str]) -> Outcome<Runs> {
    let mut taken = Vec::with_capacity(RUNS);
    // The first ones bring the program into memory.
    for run in 0..RUNS + 3 {
        let start = Instant::now();
        let status = Command::new(program).args(arguments).stdout(Stdio::null()).stderr(Stdio::null()).status()?;
        if !status.success() {
            return Err(Failure::new(format!("{} {} ended with {status}", program.display(), arguments.join(" "))));
        }
        if run >= 3 {
            taken.push(start.elapsed().as_secs_f64() * 1000.0);
        }
    }
    Ok(Runs::new(taken))
}
