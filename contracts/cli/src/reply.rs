//! What a command answers, as text and as JSON.

use api::{ApiError, ErrorCode, schema::Failure};
use serde::Serialize;
use serde_json::Value;
use std::{
    io::{ErrorKind, Write},
    process::ExitCode,
};

/// What a command answers.
#[derive(Debug)]
pub struct Reply {
    /// For people.
    pub text: String,
    /// For programs, with a `format` and a `version`.
    pub json: Value,
    /// Done, and the answer is no.
    pub answer_is_no: bool,
    /// Done in part: what of the input is wrong. Exit 2.
    pub wrong: Option<ApiError>,
}

/// A reply, or why there is none.
pub type Outcome = Result<Reply, ApiError>;

impl Reply {
    /// Done.
    pub fn new(text: impl Into<String>, json: impl Serialize) -> Result<Self, ApiError> {
        let json = serde_json::to_value(json)
            .map_err(|e| ApiError::new(api::ErrorCode::Internal, format!("the reply has no JSON form: {e}")))?;
        Ok(Self { text: text.into(), json, answer_is_no: false, wrong: None })
    }

    /// Done as far as the input allows; the rest of it is wrong.
    pub fn in_part(self, wrong: ApiError) -> Self {
        Self { wrong: Some(wrong), ..self }
    }
}

/// Prints an answer; exit 0, or 1 where the answer is no. Of an input that is wrong in part, what could be done is printed,
/// and every problem on standard error; exit 2.
pub fn print(reply: &Reply, json: bool) -> ExitCode {
    let text = if json { format!("{:#}\n", reply.json) } else { reply.text.clone() };
    let answer = match &reply.wrong {
        Some(wrong) => {
            to_stderr(&said(wrong));
            ExitCode::from(2)
        }
        None => ExitCode::from(u8::from(reply.answer_is_no)),
    };
    match std::io::stdout().write_all(text.as_bytes()).and_then(|()| std::io::stdout().flush()) {
        Ok(()) => answer,
        // A reader that went away (`| head`) has what it wanted.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => answer,
        Err(error) => {
            to_stderr(&format!("plumbline: standard output cannot be written: {error}\n"));
            ExitCode::from(2)
        }
    }
}

/// Prints an error, one message for each problem, on standard error; with `--json` also as a document on standard
/// output. Exit 2.
pub fn print_error(error: &ApiError, json: bool) -> ExitCode {
    to_stderr(&said(error));
    if json {
        let failure = serde_json::to_value(Failure::new(error.clone())).unwrap_or_default();
        // Standard error has said it already, so nothing is lost where this cannot be written.
        let _ = writeln!(std::io::stdout(), "{failure:#}");
    }
    ExitCode::from(2)
}

fn said(error: &ApiError) -> String {
    let mut said = format!("plumbline: {}\n", error.message);
    match error.details.as_slice() {
        [only] if error.message.contains(&only.message) => said += &format!("  at {}\n", only.place),
        several => said.extend(several.iter().map(|d| format!("  {}: {}\n", d.place, d.message))),
    }
    said
}

/// Prints help or what is wrong with the call; with `--json` the latter also as a document.
pub fn print_usage(error: &clap::Error) -> ExitCode {
    let _ = error.print();
    if !error.use_stderr() {
        return ExitCode::SUCCESS;
    }
    if std::env::args().any(|word| word == "--json") {
        let text = error.render().to_string();
        let message = text.lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned();
        let failure = Failure::new(ApiError::new(ErrorCode::Input, message));
        let _ = writeln!(std::io::stdout(), "{:#}", serde_json::to_value(failure).unwrap_or_default());
    }
    ExitCode::from(2)
}

fn to_stderr(text: &str) {
    // Where nobody can be told, the exit code still tells.
    let _ = std::io::stderr().write_all(text.as_bytes());
}
