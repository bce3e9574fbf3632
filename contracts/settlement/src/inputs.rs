//! What a month brought beside its actuals.

use model::clauses::ReliefCause;
use model::relief::Removed;
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

/// An excused cause that both parties approved. Evidence and approval stay with the caller.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ReliefReport {
    /// The level that it touched.
    pub service_level: ServiceLevelId,
    /// Why.
    pub cause: ReliefCause,
    /// What the excused window held, where it is a part of the month; none: the whole month is excused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub removed: Option<Removed>,
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
    /// Excused causes. Several windows of one level all leave its figure; relief for the whole month leaves nothing of it,
    /// and no report of it can be late.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub relief: Vec<ReliefReport>,
    /// Contacts offered, in the forecast's count. Above the locked forecast × (1 + band) the levels that are sensitive to
    /// volume are excused for the month. None: the units delivered, where charges are per unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(type = "string | null")]
    pub volume: Option<Decimal>,
    /// The locked forecast of them. None: that of the charges, where these are per unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(type = "string | null")]
    pub forecast_volume: Option<Decimal>,
    /// Obligations that were not shown in time, by their numbers in the agreement from 1. One that is a gate counts as a
    /// missed gate of the month.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub unattested_obligations: BTreeSet<u32>,
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
