//! What crosses to the window and out of `--json`: plain data, separate from what is persisted.
//!
//! Every type here is generated into TypeScript by `cargo test -p plumbline-api` (see `tests/api/types.rs`).

mod actuals;
mod contract;
mod history;
mod outlook;
mod scorecard;
mod sign_off;
mod template;
mod waive;

pub use actuals::*;
pub use contract::*;
pub use history::*;
pub use outlook::*;
pub use scorecard::*;
pub use sign_off::*;
pub use template::*;
pub use waive::*;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What kind of problem it was; the window maps each to words and an action in one table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// The input could not be read; `details` say where and what.
    Input,
    /// There is no such contract, level or file.
    NotFound,
    /// It may not be done now; the message says why.
    Refused,
    /// The database or the file cannot be written.
    ReadOnly,
    /// Another program holds the database.
    Locked,
    /// There is no space left.
    DiskFull,
    /// The database or the file is damaged.
    Corrupt,
    /// It was written by a newer version.
    Newer,
    /// Reading or writing failed otherwise.
    Io,
    /// The person stopped it.
    Cancelled,
    /// A defect.
    Internal,
}

/// One problem in an input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Detail {
    /// Where: a term's path, a row, a line and column.
    pub place: String,
    /// What was found, what was expected, what to do.
    pub message: String,
}

/// Why something was not done. Nothing was changed and nothing was lost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS, thiserror::Error)]
#[error("{message}")]
pub struct ApiError {
    /// What kind.
    pub code: ErrorCode,
    /// What happened, to what.
    pub message: String,
    /// Every single problem, where there are several.
    pub details: Vec<Detail>,
}

/// How far a job has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Progress {
    /// Done, in the job's own units.
    pub done: u32,
    /// All there is to do.
    pub total: u32,
}

/// What the window shows about the program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct About {
    /// Version of the program.
    pub version: String,
    /// Version of the simulation's method.
    pub engine_version: String,
}
