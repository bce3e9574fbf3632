//! What limits credits beside the cap of the month.

use super::is_default;
use crate::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What is credited where one reported event made several levels miss. The other levels still count as missed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum IncidentCredit {
    /// The highest of their credits.
    #[default]
    Highest,
    /// All of them.
    Sum,
    /// The one that the client chooses; the highest until it chooses.
    ClientsChoice,
}

/// Over which months a cap on twelve months is counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RollingBasis {
    /// The last twelve months including this one; months before the start are absent.
    #[default]
    TwelveMonths,
    /// The contract year, on its projected charges.
    ContractYear,
}

/// Where the credits of twelve months stop.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RollingCap {
    /// y, in percent of the charges of those months; none: no such cap.
    #[serde(default, skip_serializing_if = "is_default")]
    pub percent: Option<Decimal>,
    /// Which months.
    #[serde(default, skip_serializing_if = "is_default")]
    pub basis: RollingBasis,
}
