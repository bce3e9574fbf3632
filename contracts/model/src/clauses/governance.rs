//! When the two sides meet.

use super::{Frequency, is_unset};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A meeting of the calendar.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Meeting {
    /// What it is called.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub name: String,
    /// How often.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub frequency: Option<Frequency>,
    /// Who comes from the client, by role.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub client_attendees: String,
    /// Who comes from the vendor, by role.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub vendor_attendees: String,
    /// What is looked at: trend, customers’ words, open actions.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub inputs: String,
    /// The papers are sent this many days before.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub pack_days: Option<u32>,
    /// Minutes and actions are sent within this many days.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub minutes_days: Option<u32>,
}

/// When the two sides meet, and what makes them meet otherwise.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Governance {
    /// The calendar.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub meetings: Vec<Meeting>,
    /// What opens a review of targets: a launch, a shift of volume, a renewal.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub review_triggers: Vec<String>,
    /// How the vendor says what would help, and who answers.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub feedback: String,
}
