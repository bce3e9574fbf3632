//! Waivers: warnings that somebody read, understood, and leaves standing, with the reason.

use crate::review::Change;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A finding that is left standing. It holds as long as the review says the same of the same term, and the terms that the
/// finding is about say what they said then.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Waiver {
    /// The rule: `C8`.
    pub rule: String,
    /// What the finding is called.
    pub title: String,
    /// The term that it is shown at.
    pub field: String,
    /// Why it is left standing.
    pub reason: String,
    /// What the terms said that the finding was about when it was waived; nothing where that was not remembered, and the
    /// waiver then holds whatever they say.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(as = "Option<Vec<Change>>", optional)]
    pub said: Vec<Change>,
}

/// A waiver that applies to a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Waived {
    /// Why it is left standing.
    pub reason: String,
    /// True where it stands in the agreement, for both sides to read; false where it is one's own.
    pub shared: bool,
}
