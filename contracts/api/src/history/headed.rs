//! What files of history begin with: their format and its version.

use crate::{
    ApiResult,
    wire::{ApiError, ErrorCode},
};
use serde_json::Value;

/// The JSON of a file whose head names `format` in a version up to `version`. `what` begins the message otherwise: "“x” is no
/// file of relief"; `way_out` says how one comes by such a file, and may be empty.
///
/// # Errors
/// Where it is no JSON, of another format, or from a newer program.
pub(super) fn headed(bytes: &[u8], what: &str, format: &str, version: u32, way_out: &str) -> ApiResult<Value> {
    let fault = |problem: String| ApiError::new(ErrorCode::Input, format!("{what}: {problem}"));
    let file: Value = serde_json::from_slice(bytes).map_err(|e| unread(what, &e))?;
    if file.get("format").and_then(Value::as_str) != Some(format) {
        let way_out = if way_out.is_empty() { String::new() } else { format!("; {way_out}") };
        return Err(fault(format!("its “format” is not “{format}”{way_out}")));
    }
    let found = file.get("version").and_then(Value::as_u64).unwrap_or_default();
    if found > u64::from(version) {
        let problem = format!("it has version {found}; this program reads versions up to {version}");
        return Err(ApiError { code: ErrorCode::Newer, ..fault(problem) });
    }
    Ok(file)
}

/// What cannot be read, with its line and column.
pub(super) fn unread(what: &str, error: &serde_json::Error) -> ApiError {
    // The library says the place behind its words.
    let text = error.to_string();
    let (line, column) = (error.line(), error.column());
    let text = text.trim_end_matches(&format!(" at line {line} column {column}"));
    ApiError::new(ErrorCode::Input, format!("{what}: line {line}, column {column}: {text}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_told_by_its_head_and_where_it_cannot_be_read() {
        let read = |text: &str| headed(text.as_bytes(), "“x”", "plumbline-y", 2, "make one");
        assert!(read(r#"{"format": "plumbline-y", "version": 2}"#).is_ok());
        let told = |text: &str| read(text).unwrap_err();
        assert_eq!(told(r#"{"format": "other"}"#).message, "“x”: its “format” is not “plumbline-y”; make one");
        let newer = told(r#"{"format": "plumbline-y", "version": 3}"#);
        assert_eq!(newer.code, ErrorCode::Newer);
        assert_eq!(newer.message, "“x”: it has version 3; this program reads versions up to 2");
        assert_eq!(told("{\n  5").message, "“x”: line 2, column 3: key must be a string");
    }
}
