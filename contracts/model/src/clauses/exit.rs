//! How the agreement ends, and what happens then.

use super::is_unset;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What may end the agreement before its term.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Termination {
    /// Causes in words, besides those that are computed from results.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub triggers: Vec<String>,
    /// A cause that is mended within this many days after notice ends nothing.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub cure_days: Option<u32>,
}

/// What happens when the agreement ends.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Exit {
    /// The vendor helps with the handover for this many months.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub assistance_months: Option<u32>,
    /// An exit plan is there within this many days after the start.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub plan_days: Option<u32>,
    /// What knowledge is handed over, and how.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub knowledge: String,
    /// Data are given back within this many days after the end.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub data_days: Option<u32>,
    /// In what form, and what is deleted.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub data: String,
    /// What happens to the people.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub people: String,
    /// What the help costs.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub charges: String,
}
