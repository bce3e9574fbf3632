//! What happens when the term ends.

use super::is_unset;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What happens at the end of the term.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum RenewalRule {
    /// It ends.
    #[default]
    Ends,
    /// It goes on where both parties agree in writing.
    ByAgreement,
    /// It goes on unless one party says no in time.
    Automatic,
}

/// What happens when the term ends.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Renewal {
    /// Whether and how it goes on.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub rule: RenewalRule,
    /// Length of each renewal in months.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub months: Option<u32>,
    /// The decision is made, or a no is said, at the latest this many days before the end.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub decide_days: Option<u32>,
    /// Targets are agreed anew from the history of the term that ends.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub reopens_targets: bool,
}
