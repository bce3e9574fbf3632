//! Excused causes and what the client has to bring.

use super::is_unset;
use crate::Side;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Why a miss is excused.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum ReliefCause {
    /// A system of the client fails.
    #[default]
    ClientSystem,
    /// A third party fails.
    ThirdParty,
    /// An event that nobody can prevent.
    ForceMajeure,
    /// More volume than was forecast.
    Volume,
    /// Maintenance that both agreed beforehand.
    AgreedMaintenance,
    /// The client does not bring what it promised.
    ClientDependency,
    /// Another cause, in words.
    Other,
}

impl ReliefCause {
    /// What happened, in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::ClientSystem => "a system of the client failed",
            Self::ThirdParty => "a third party failed",
            Self::ForceMajeure => "force majeure",
            Self::Volume => "more volume than was forecast",
            Self::AgreedMaintenance => "agreed maintenance",
            Self::ClientDependency => "the client did not bring what it promised",
            Self::Other => "another cause",
        }
    }
}

/// A cause that excuses a miss.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReliefEvent {
    /// Which one.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub cause: ReliefCause,
    /// When exactly it applies.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub description: String,
    /// What shows it.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub evidence: String,
}

/// Excused causes: observations in an excused window are removed, good and bad.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Relief {
    /// What excuses.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub events: Vec<ReliefEvent>,
    /// It is claimed at the latest this many days after the event.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub claim_days: Option<u32>,
    /// The other side answers within this many days.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub answer_days: Option<u32>,
    /// Role that approves for the client.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub client_approver: String,
    /// Role that approves for the vendor.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub vendor_approver: String,
}

/// What the vendor’s result depends on and the client brings.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Dependency {
    /// What is needed.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub what: String,
    /// Who brings it.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub owner: Option<Side>,
    /// In which role.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub role: String,
    /// When or how fast, in words.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub due: String,
    /// The service levels that depend on it.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub affects: String,
    /// What follows where it is not there.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub otherwise: String,
}
