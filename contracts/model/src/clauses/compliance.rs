//! Obligations of security and law.

use super::{Frequency, is_unset};
use crate::Side;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What an obligation is about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum ObligationKind {
    /// Security of information.
    #[default]
    Security,
    /// Personal data.
    DataProtection,
    /// Laws and rules of the trade.
    Law,
    /// People at work: training, confidentiality, background.
    People,
}

/// Something that has to be kept, whatever the score.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Obligation {
    /// What it is about.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub kind: ObligationKind,
    /// What has to be kept.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub what: String,
    /// Who keeps it.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub owner: Option<Side>,
    /// What shows it: a certificate, a report, a signed statement.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub attestation: String,
    /// How often that is shown.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub frequency: Option<Frequency>,
    /// While it is not shown, the score is capped and no bonus is paid, as for a missed gate.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub gate: bool,
}
