//! Remedies: what misses cost, and what limits that.

use crate::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How a miss becomes money; one for an agreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Mechanism {
    /// Bands and shortfalls carry percentages of the month's charges.
    Percent,
}

/// What misses cost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Remedies {
    /// How a miss becomes money.
    pub mechanism: Mechanism,
    /// Credits of a month stop at this percentage of its charges; none: no cap.
    pub month_cap_percent: Option<Decimal>,
}

/// How the score of one level is made from its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum ScoreRule {
    /// 0 at the floor, 100 at the target, 120 at the stretch, linear between, clamped.
    Linear,
    /// 100 where met, otherwise the score declared for the band.
    ByBand,
}
