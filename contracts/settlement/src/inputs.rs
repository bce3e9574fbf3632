//! What a month brought beside its actuals.

use model::{Decimal, Month, ServiceLevelId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use ts_rs::TS;

/// A reported event that made several levels miss.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct EventReport {
    /// What happened.
    pub name: String,
    /// The levels that it made miss. No level stands in two events of a month.
    pub service_levels: Vec<ServiceLevelId>,
    /// The one whose credit the client chose, where the agreement leaves it the choice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chosen: Option<ServiceLevelId>,
}

/// What a month brought beside its actuals.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct MonthInputs {
    /// Events that made several levels miss.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<EventReport>,
    /// Business days that a level's report came late. Beyond the cure period it counts as not reported.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub late_business_days: BTreeMap<ServiceLevelId, u32>,
    /// Levels whose sample is too small by fault of the party that samples: they count as not reported.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub sampler_at_fault: BTreeSet<ServiceLevelId>,
    /// The saving that both parties measured, for the gain share.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(type = "string | null")]
    pub saving_amount: Option<Decimal>,
    /// Units that were delivered, where charges are per unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(type = "string | null")]
    pub units: Option<Decimal>,
    /// The amount invoiced, where it is not what the agreement says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(type = "string | null")]
    pub charges_amount: Option<Decimal>,
}

/// What months brought beside their actuals; a month that is not there brought nothing.
pub type Inputs = BTreeMap<Month, MonthInputs>;
