//! Contract files (`.slac`): an agreement with what one side chose to put beside it.

use crate::{Agreement, Baseline, Private, delivered::SharedActuals, sign_off::Sent};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Value of [`ContractFile::format`].
pub const FORMAT: &str = "plumbline-contract";
/// Newest version of the format that this program reads and the one that it writes.
pub const VERSION: u32 = 1;

/// A contract file. A copy for the other side has no `private` member ([`ContractFile::shared`]).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ContractFile {
    /// Always `plumbline-contract`.
    pub format: String,
    /// Version of the format.
    pub version: u32,
    /// What both sides share.
    pub agreement: Agreement,
    /// History that its owner shares.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shared_baseline: Option<Baseline>,
    /// One side's own. Never in a copy for the other side.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub private: Option<Private>,
    /// Who wrote the copy, of which revision, and who approved it there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent: Option<Sent>,
    /// What was delivered, as the side that wrote the copy knows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actuals: Option<SharedActuals>,
}

/// Why a file is not a contract file that can be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FileError {
    /// Not JSON, or JSON of another shape.
    #[error("line {line}, column {column}: {problem}")]
    Malformed {
        /// 1 is the first.
        line: usize,
        /// 1 is the first.
        column: usize,
        /// What was found and what was expected.
        problem: String,
    },
    /// JSON, but of something else.
    #[error("this is {found}, not {expected}")]
    OtherFormat {
        /// What it says that it is.
        found: String,
        /// What it should be: "a contract file".
        expected: &'static str,
    },
    /// Written by a newer program.
    #[error(
        "the file has version {found}; this program reads versions up to {VERSION}. Open it with a newer Plumbline"
    )]
    Newer {
        /// Its version.
        found: u64,
    },
}

impl ContractFile {
    /// A file with the agreement alone.
    #[must_use]
    pub fn new(agreement: Agreement) -> Self {
        Self {
            format: FORMAT.into(),
            version: VERSION,
            agreement,
            shared_baseline: None,
            private: None,
            sent: None,
            actuals: None,
        }
    }

    /// The copy for the other side: the agreement and what is shared on purpose, nothing else.
    #[must_use]
    pub fn shared(agreement: Agreement, baseline: Option<Baseline>) -> Self {
        Self { shared_baseline: baseline, ..Self::new(agreement) }
    }

    /// Reads a contract file.
    ///
    /// # Errors
    /// See [`FileError`]; every message has the place.
    pub fn read(bytes: &[u8]) -> Result<Self, FileError> {
        head(bytes, FORMAT, "a contract file", VERSION)?;
        serde_json::from_slice(bytes).map_err(|e| malformed(&e))
    }

    /// The bytes of the file: indented JSON with a line feed at the end, so that versions can be compared line by line.
    ///
    /// # Panics
    /// Never: a contract has only string keys and finite content.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = serde_json::to_vec_pretty(self).expect("a contract file always has a JSON form");
        bytes.push(b'\n');
        bytes
    }
}

/// Reads only what a file says that it is. A newer version may have any shape, and must still be called newer instead of
/// malformed.
pub(crate) fn head(bytes: &[u8], format: &str, expected: &'static str, version: u32) -> Result<(), FileError> {
    let head: serde_json::Value = serde_json::from_slice(bytes).map_err(|e| malformed(&e))?;
    let found = match head.get("format").and_then(serde_json::Value::as_str) {
        Some(found) if found == format => None,
        Some(other) => Some(format!("a “{other}” file")),
        None => Some("JSON without a “format”".to_owned()),
    };
    if let Some(found) = found {
        return Err(FileError::OtherFormat { found, expected });
    }
    match head.get("version").and_then(serde_json::Value::as_u64) {
        Some(found) if found > u64::from(version) => Err(FileError::Newer { found }),
        _ => Ok(()),
    }
}

pub(crate) fn malformed(error: &serde_json::Error) -> FileError {
    let text = error.to_string();
    let problem = text.rsplit_once(" at line").map_or(text.as_str(), |(before, _)| before).to_owned();
    // A decimal's own words are those of its type.
    let problem =
        problem.replace("a Decimal type representing a fixed-point number", "a number in quotes, like \"12.5\"");
    let problem = if error.is_eof() { "the file ends too early: a part of it is missing".to_owned() } else { problem };
    FileError::Malformed { line: error.line(), column: error.column(), problem }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_that_is_none_is_told_without_the_words_of_its_type() {
        let error = serde_json::from_str::<rust_decimal::Decimal>("\"abc\"").unwrap_err();
        let FileError::Malformed { problem, .. } = malformed(&error) else { panic!("{error}") };
        assert_eq!(problem, "invalid value: string \"abc\", expected a number in quotes, like \"12.5\"");
    }
}
