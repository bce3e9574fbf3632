//! What the approvers of an agreement say, by role, and how it travels from one side's computer to the other's.

use crate::Side;
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a role says about a revision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Word {
    /// Yes, to exactly this content.
    Approved,
    /// No, with a reason.
    Rejected,
    /// An earlier yes is taken back, with a reason.
    Withdrawn,
}

impl Word {
    /// Its name in files and databases.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::Rejected => "rejected",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The word with this name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        [Self::Approved, Self::Rejected, Self::Withdrawn].into_iter().find(|word| word.name() == name)
    }
}

/// A role's word as a contract file carries it. It is about the agreement in the same file and is no signature: whoever can
/// write the file can write it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SignOff {
    /// For which party.
    pub side: Side,
    /// In which role.
    pub role: String,
    /// What was said.
    pub word: Word,
    /// Why; empty for a yes.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// When, by the clock of the computer that recorded it.
    pub at: DateTime<Utc>,
    /// SHA-256 of the terms it is about.
    pub sha256: String,
}

/// What the computer that wrote a copy knows about its terms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sent {
    /// Which side wrote it.
    pub side: Side,
    /// Number of the revision there.
    pub revision: u32,
    /// The last word of each role about these terms.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sign_offs: Vec<SignOff>,
}
