//! Remedies: what misses cost, what better service earns, and what limits both.
//!
//! Everything beside the mechanism and the month's cap is off or neutral unless an agreement says otherwise, and is then
//! absent from its file: an agreement that does not use a remedy has the bytes that it had before the remedy existed.

mod limits;
mod rewards;
mod trigger;
mod ways;

pub use limits::{IncidentCredit, RollingBasis, RollingCap};
pub use rewards::{
    BarProblem, BonusBasis, BonusLevels, BonusTerms, EarnBack, EarnBackRule, Exceed, ExceedReading, GainShare,
};
pub use trigger::{Condition, Consequence, Trigger};
pub use ways::{CategoryShare, ChargesOf, LadderStep, PointsTerms, PoolTerms};

use crate::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How a miss becomes money; one for an agreement.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Mechanism {
    /// Bands and shortfalls carry percentages of the month's charges.
    #[default]
    Percent,
    /// Bands carry points; their total becomes money ([`PointsTerms`]).
    Points,
    /// An at-risk amount is shared over categories and levels ([`PoolTerms`]).
    Pool,
}

/// Largest repeat factor; the smallest is 1: a repeat never costs less than the first miss.
pub const REPEAT_FACTOR_MAX: u32 = 10;

/// Whether a term stands as if it had never been there.
pub(crate) fn is_default<T: Default + PartialEq>(term: &T) -> bool {
    *term == T::default()
}

/// What misses cost, what better service earns, and what limits both.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Remedies {
    /// How a miss becomes money.
    pub mechanism: Mechanism,
    /// Credits of a month stop at this percentage of its charges; none: no cap (a pool's at-risk percentage then caps).
    pub month_cap_percent: Option<Decimal>,
    /// How points become money; only for [`Mechanism::Points`].
    #[serde(default, skip_serializing_if = "is_default")]
    pub points: PointsTerms,
    /// How the pool is shared; only for [`Mechanism::Pool`].
    #[serde(default, skip_serializing_if = "is_default")]
    pub pool: PoolTerms,
    /// What the credit of a level is multiplied by where the same level was missed in the window before, for percent and
    /// pool (points are doubled); none: 1.
    #[serde(default, skip_serializing_if = "is_default")]
    pub repeat_factor: Option<Decimal>,
    /// What is credited where one reported event made several levels miss.
    #[serde(default, skip_serializing_if = "is_default")]
    pub incident_credit: IncidentCredit,
    /// Where the credits of twelve months stop.
    #[serde(default, skip_serializing_if = "is_default")]
    pub rolling_cap: RollingCap,
    /// After this many business days a report that is not there counts as failed; none: it is left out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub cure_business_days: Option<u32>,
    /// Whether an excused level counts as met instead of leaving the weights.
    #[serde(default, skip_serializing_if = "is_default")]
    pub excused_counts_as_met: bool,
    /// Whether an excused level that counts as met does so for bonus and earn-back too, not only for the score; for a bonus
    /// as long as another level has a value.
    #[serde(default, skip_serializing_if = "is_default")]
    pub excused_earns: bool,
    /// Where the score stops while a gate is missed, 0 to 100 points; none: 100, as for every other miss.
    #[serde(default, skip_serializing_if = "is_default")]
    pub gate_score_points: Option<Decimal>,
    /// What quarters without a miss earn.
    #[serde(default, skip_serializing_if = "is_default")]
    pub bonus: BonusTerms,
    /// The vendor's share of a measured saving.
    #[serde(default, skip_serializing_if = "is_default")]
    pub gain_share: GainShare,
    /// Credit returned for later performance.
    #[serde(default, skip_serializing_if = "is_default")]
    pub earn_back: EarnBack,
    /// Whether a key level that is missed in two windows running becomes critical until it is met.
    #[serde(default, skip_serializing_if = "is_default")]
    pub promotes: bool,
    /// What repeated or grave misses lead to.
    #[serde(default, skip_serializing_if = "is_default")]
    pub triggers: Vec<Trigger>,
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
