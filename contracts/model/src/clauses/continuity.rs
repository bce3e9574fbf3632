//! How the services go on when something breaks.

use super::{Frequency, is_unset};
use crate::{Decimal, Side};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A system that the services need.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SupportingSystem {
    /// Which one.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub name: String,
    /// Who runs it.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub owner: Option<Side>,
    /// When it has to be up: “24/7”.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub hours: String,
    /// What takes its place.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub backup: String,
}

/// How the services go on when something breaks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Continuity {
    /// What is prepared, in words.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub plan: String,
    /// Time until the services work again.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub recovery_seconds: Option<Decimal>,
    /// Work of at most this time is lost.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub data_loss_seconds: Option<Decimal>,
    /// Who steps in for people who cannot come.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub workforce: String,
    /// How often the plan is tried.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub test: Option<Frequency>,
    /// Systems that the services need.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub systems: Vec<SupportingSystem>,
}
