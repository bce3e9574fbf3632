//! What follows a miss before anybody speaks of money.

use super::{Frequency, is_unset};
use crate::Grade;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A plan that mends the cause of a miss.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rectification {
    /// It is due from a miss of this grade on.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub from: Option<Grade>,
    /// The cause is explained within this many days after the result.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub cause_days: Option<u32>,
    /// The plan is handed in within this many days after the result.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub plan_days: Option<u32>,
    /// The client answers within this many days.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub approve_days: Option<u32>,
    /// What it says: cause, steps, owners, dates, how one sees that it worked.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub contents: String,
    /// How often progress is looked at.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub check: Option<Frequency>,
}
