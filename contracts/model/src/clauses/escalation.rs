//! Who is called, when, and how fast they answer.

use super::{Frequency, is_unset};
use crate::{Decimal, Side};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A tier of the escalation, the lowest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EscalationTier {
    /// What calls it, in plain words.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub trigger: String,
    /// On which side its owner is.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub owner_side: Option<Side>,
    /// Role of its owner.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub owner_role: String,
    /// How the owner is reached; empty where the contacts name the role.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub contact: String,
    /// Time to acknowledge.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub acknowledge_seconds: Option<Decimal>,
    /// Time to resolve, or to hand on to the next tier.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub resolve_seconds: Option<Decimal>,
}

/// Who is called, when, and how fast they answer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Escalation {
    /// The tiers, the lowest first.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub tiers: Vec<EscalationTier>,
    /// How often it is tried.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub drill: Option<Frequency>,
    /// How often the contacts are checked.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub contact_check: Option<Frequency>,
}
