//! What is reported, and to whom.

use super::{Frequency, is_unset};
use crate::Side;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A report.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// What it is called.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub name: String,
    /// How often.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub frequency: Option<Frequency>,
    /// Who writes it.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub by: Option<Side>,
    /// It is there within this many days after the period.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub due_days: Option<u32>,
    /// What is in it.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub contents: String,
    /// Who gets it, by role.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub recipients: String,
}
