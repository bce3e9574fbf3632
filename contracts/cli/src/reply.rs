//! What a command answers, as text and as JSON.

use api::{ApiError, schema::Failure};
use serde::Serialize;
use serde_json::Value;

/// What a command answers.
#[derive(Debug)]
pub struct Reply {
    /// For people.
    pub text: String,
    /// For programs, with a `format` and a `version`.
    pub json: Value,
    /// Done, and the answer is no.
    pub answer_is_no: bool,
    /// The file went to standard output, so nothing else may.
    pub silent: bool,
}

/// A reply, or why there is none.
pub type Outcome = Result<Reply, ApiError>;

impl Reply {
    /// Done.
    pub fn new(text: impl Into<String>, json: impl Serialize) -> Result<Self, ApiError> {
        let json = serde_json::to_value(json)
            .map_err(|e| ApiError::new(api::ErrorCode::Internal, format!("the reply has no JSON form: {e}")))?;
        Ok(Self { text: text.into(), json, answer_is_no: false, silent: false })
    }

    /// The JSON document with a line feed.
    pub fn json_text(&self) -> String {
        if self.silent { String::new() } else { format!("{:#}\n", self.json) }
    }
}

/// Prints an error: one message for each problem, on standard error; with `--json` also as a document on standard
/// output.
pub fn print_error(error: &ApiError, json: bool) {
    eprintln!("plumbline: {}", error.message);
    let single = error.details.len() == 1 && error.details.iter().all(|d| d.message == error.message);
    for detail in error.details.iter().filter(|_| !single) {
        eprintln!("  {}: {}", detail.place, detail.message);
    }
    if single && let Some(detail) = error.details.first() {
        eprintln!("  at {}", detail.place);
    }
    if json {
        let failure = serde_json::to_value(Failure::new(error.clone())).unwrap_or_default();
        println!("{failure:#}");
    }
}
