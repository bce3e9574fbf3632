//! Tables of history: import for the window and the command line.

use crate::{
    ApiResult,
    wire::{ApiError, Detail, ErrorCode},
};
use chrono::NaiveDate;
use model::{Baseline, baseline, canonical::sha256_hex};
use store::import;
pub use store::import::{Mapping, Preview, Report};

/// What an import gave.
#[derive(Debug, Clone)]
pub struct Read {
    /// The history.
    pub baseline: Baseline,
    /// The file as it was recognised.
    pub preview: Preview,
    /// Which column became what.
    pub mapping: Mapping,
    /// What happened to each row.
    pub report: Report,
}

/// Reads a table. Without a mapping its columns are recognised.
///
/// # Errors
/// Where the file as a whole cannot be used.
pub fn import(bytes: &[u8], name: &str, mapping: Option<Mapping>, imported_on: NaiveDate) -> ApiResult<Read> {
    let fault = |e: import::ImportError| ApiError::new(ErrorCode::Input, format!("“{name}” cannot be imported: {e}"));
    let preview = import::recognise(bytes, name).map_err(fault)?;
    let imported = import::read(bytes, name, mapping, imported_on).map_err(fault)?;
    Ok(Read { baseline: imported.baseline, preview, mapping: imported.mapping, report: imported.report })
}

/// Reads a baseline file.
///
/// # Errors
/// Where the bytes are no baseline, with the place, or one of a newer version.
pub fn open_baseline(bytes: &[u8], name: &str) -> ApiResult<Baseline> {
    let fault = |problem: String| ApiError::new(ErrorCode::Input, format!("“{name}” cannot be opened: {problem}"));
    let place = |e: serde_json::Error| fault(format!("line {}, column {}: {e}", e.line(), e.column()));
    let head: serde_json::Value = serde_json::from_slice(bytes).map_err(place)?;
    if head.get("format").and_then(serde_json::Value::as_str) != Some(baseline::FORMAT) {
        return Err(fault("it is no baseline file; make one from a table with plumbline import".into()));
    }
    let version = head.get("version").and_then(serde_json::Value::as_u64).unwrap_or_default();
    if version > u64::from(baseline::VERSION) {
        let known = baseline::VERSION;
        let problem = format!("it has version {version}; this program reads versions up to {known}");
        return Err(ApiError { code: ErrorCode::Newer, ..fault(problem) });
    }
    let baseline: Baseline = serde_json::from_slice(bytes).map_err(place)?;
    sound(&baseline, name)?;
    Ok(baseline)
}

/// Refuses a baseline whose figures are ambiguous.
///
/// # Errors
/// Every place that is.
pub(crate) fn sound(baseline: &Baseline, name: &str) -> ApiResult<()> {
    let details: Vec<Detail> = baseline.problems().into_iter().map(|p| Detail::new(p.place, p.message)).collect();
    if details.is_empty() {
        return Ok(());
    }
    Err(ApiError::input(format!("The history in “{name}” cannot be used as it is"), details))
}

/// Reads actuals: a baseline file, or a table. Money follows from them, so nothing is guessed and nothing is left out:
/// every row that an import for a simulation would refuse or take in part refuses the whole, by number.
///
/// # Errors
/// Where it is neither, or a row is not whole; every one is named. Notes come back with the actuals.
pub fn actuals(bytes: &[u8], name: &str, today: NaiveDate) -> ApiResult<(Baseline, Vec<String>)> {
    if bytes.iter().find(|b| !b.is_ascii_whitespace()) == Some(&b'{') {
        return open_baseline(bytes, name).map(|baseline| (baseline, Vec::new()));
    }
    let read = import(bytes, name, None, today)?;
    let report = &read.report;
    let details: Vec<Detail> =
        report.issues.iter().map(|i| Detail::new(format!("row {}", i.row), i.reason.clone())).collect();
    if !details.is_empty() {
        let message = format!("“{name}” cannot be settled: correct these rows, then settle again");
        return Err(ApiError::input(message, details));
    }
    let partial = report.partial_months.iter();
    let notes = partial.map(|p| format!("{} comes from {} of its {} days", p.month.text(), p.days, p.of_days));
    Ok((read.baseline, notes.collect()))
}

/// SHA-256 of what was measured: the same for the same figures, whatever their file was called and whenever it was read.
///
/// # Panics
/// Never: series have only string keys and finite content.
#[must_use]
pub fn measured_sha256(baseline: &Baseline) -> String {
    sha256_hex(&serde_json::to_vec(&baseline.series).expect("series always have a JSON form"))
}

/// The bytes of a baseline file: indented JSON with a line feed at the end.
///
/// # Panics
/// Never: a baseline has only string keys and finite content.
#[must_use]
pub fn baseline_bytes(baseline: &Baseline) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(baseline).expect("a baseline always has a JSON form");
    bytes.push(b'\n');
    bytes
}
