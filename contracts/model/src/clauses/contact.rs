//! People to turn to.

use super::is_unset;
use crate::Side;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Somebody to turn to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// On which side.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub side: Option<Side>,
    /// In which role: “Duty manager”. The escalation names people by their role.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub role: String,
    /// Who holds the role.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub name: String,
    /// E-mail.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub email: String,
    /// Telephone.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub phone: String,
    /// When they can be reached, in words.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub hours: String,
}
