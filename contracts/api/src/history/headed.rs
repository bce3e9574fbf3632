//! What files that accompany a table of actuals begin with: their format and its version.

use crate::{
    ApiResult,
    wire::{ApiError, ErrorCode},
};
use serde_json::Value;

/// The JSON of a file whose head names `format` in a version up to `version`. `what` begins the message otherwise: "“x” is no
/// file of relief".
///
/// # Errors
/// Where it is no JSON, of another format, or from a newer program.
pub(super) fn headed(bytes: &[u8], what: &str, format: &str, version: u32) -> ApiResult<Value> {
    let fault = |problem: String| ApiError::new(ErrorCode::Input, format!("{what}: {problem}"));
    let file: Value = serde_json::from_slice(bytes).map_err(|e| fault(e.to_string()))?;
    if file.get("format").and_then(Value::as_str) != Some(format) {
        return Err(fault(format!("its “format” is not “{format}”")));
    }
    let found = file.get("version").and_then(Value::as_u64).unwrap_or_default();
    if found > u64::from(version) {
        let problem = format!("it has version {found}; this program reads versions up to {version}");
        return Err(ApiError { code: ErrorCode::Newer, ..fault(problem) });
    }
    Ok(file)
}
