//! How the agreement changes.

use super::is_unset;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How the agreement changes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeControl {
    /// Who asks for a change, and what the request says.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub request: String,
    /// The other side answers within this many days.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub answer_days: Option<u32>,
    /// Role that approves for the client.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub client_approver: String,
    /// Role that approves for the vendor.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub vendor_approver: String,
    /// What may be done at once, and how it is agreed afterwards.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub urgent: String,
}
