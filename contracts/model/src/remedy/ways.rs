//! The ways a miss becomes money beside a percentage of charges: points and a pool.

use super::is_default;
use crate::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Which period's charges a percentage is taken of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChargesOf {
    /// Those of the period of the miss.
    #[default]
    This,
    /// Those of the period after it; for the last month of a term its own.
    Next,
}

/// One step of a ladder: from this total on, this percentage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LadderStep {
    /// Total points of the month that reach the step.
    pub points: Decimal,
    /// Percent of charges from there on.
    pub percent: Decimal,
}

/// How points become money: by a rate, or by a ladder of totals where there is one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PointsTerms {
    /// Percent of charges for each point.
    #[serde(default, skip_serializing_if = "is_default")]
    pub rate_percent: Decimal,
    /// Percentages by total points, ascending; empty: the rate holds. A total below the first step costs nothing.
    #[serde(default, skip_serializing_if = "is_default")]
    pub ladder: Vec<LadderStep>,
    /// Which period's charges.
    #[serde(default, skip_serializing_if = "is_default")]
    pub charges_of: ChargesOf,
}

/// One category's share of the pool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CategoryShare {
    /// Its name.
    pub category: String,
    /// Percent of the at-risk amount; all shares add up to 100.
    pub share_percent: Decimal,
}

/// How the pool is shared.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PoolTerms {
    /// r: the at-risk amount in percent of the month's charges.
    #[serde(default, skip_serializing_if = "is_default")]
    pub at_risk_percent: Decimal,
    /// The categories.
    #[serde(default, skip_serializing_if = "is_default")]
    pub shares: Vec<CategoryShare>,
    /// The allocations of a category's levels add up to at most this percentage; none: 100.
    #[serde(default, skip_serializing_if = "is_default")]
    pub limit_percent: Option<Decimal>,
}
