//! numpy on the published scenario: how fast a person is who simulates without an engine.

use std::path::Path;
use std::process::Command;

/// Trials of a run of the peer; the best of three counts.
const TRIALS: &str = "50000";

/// Millions of level-months a second on one core, of paths that are drawn and settled in 32-bit floats.
///
/// # Errors
/// Why it could not be measured: no Python with numpy, or no peer.
pub fn level_months(bench: &Path) -> Result<f64, String> {
    let python = std::env::var_os("PLUMBLINE_PYTHON").unwrap_or_else(|| "python3".into());
    let numpy = Command::new(&python).args(["-c", "import numpy"]).output();
    if !numpy.is_ok_and(|output| output.status.success()) {
        return Err("no Python with numpy (PLUMBLINE_PYTHON names one)".into());
    }
    let script = bench.join("peer_numpy.py");
    if !script.is_file() {
        return Err(format!("{} is not there", script.display()));
    }
    let output = Command::new(&python)
        .arg(&script)
        .args(["-n", TRIALS, "--mode", "B", "--scenario"])
        .arg(bench.join("scenario.json"))
        // As it finds the machine itself, on one core as everything here.
        .env_remove("OPENBLAS_CORETYPE")
        .env_remove("OPENBLAS_L2_SIZE")
        .env("OPENBLAS_NUM_THREADS", "1")
        .output()
        .map_err(|error| error.to_string())?;
    let text = String::from_utf8_lossy(&output.stdout);
    let told: Option<serde_json::Value> = serde_json::from_str(text.trim()).ok();
    let nanoseconds = told.as_ref().and_then(|told| told["cpu_ns_per_cell"].as_f64());
    nanoseconds.map(|ns| 1e3 / ns).ok_or_else(|| String::from_utf8_lossy(&output.stderr).trim().to_owned())
}
