//! Service levels: promises about measures.

use crate::{
    Decimal, Direction, MeasureId, Offset, Quantity, Unit,
    clauses::{LevelScope, is_unset},
    remedy::{Exceed, is_default},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;
use ts_rs::TS;

/// Names a service level inside an agreement.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(transparent)]
pub struct ServiceLevelId(pub String);

impl fmt::Display for ServiceLevelId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How much hangs on a service level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// Repeated misses may end the agreement.
    Critical,
    /// Scored and credited.
    Key,
    /// Reported only: weight 0, no money.
    ReportOnly,
}

/// The business goal that a service level serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Customers stay.
    Retention,
    /// Customers buy more.
    Growth,
    /// Serving costs less.
    CostToServe,
    /// Rules are kept.
    Compliance,
    /// Customers are content with what they got.
    Satisfaction,
    /// The service is there when it is needed.
    Continuity,
    /// Work is right the first time.
    Accuracy,
    /// Money comes in and goes out when it should.
    CashFlow,
    /// People who are served can do their work.
    Productivity,
    /// Users are kept from harm.
    Safety,
}

impl Outcome {
    /// As it is called: "Customer retention".
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Retention => "Customer retention",
            Self::Growth => "Growth",
            Self::CostToServe => "Cost to serve",
            Self::Compliance => "Compliance",
            Self::Satisfaction => "Customer satisfaction",
            Self::Continuity => "Continuity of service",
            Self::Accuracy => "Right first time",
            Self::CashFlow => "Cash flow",
            Self::Productivity => "Productivity of those served",
            Self::Safety => "Safety of users",
        }
    }
}

/// What is promised, at the measure's precision. Which way is better is the measure's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// At least or at most this.
    Value(Quantity),
    /// From `low` to `high`, both included.
    Range {
        /// Lower edge.
        low: Quantity,
        /// Upper edge.
        high: Quantity,
    },
}

impl Target {
    /// The value that offsets are counted from: the target, or the upper edge of a range.
    #[must_use]
    pub fn anchor(self) -> Decimal {
        match self {
            Self::Value(q) | Self::Range { high: q, .. } => q.value(),
        }
    }

    /// The unit.
    #[must_use]
    pub fn unit(self) -> Unit {
        match self {
            Self::Value(q) | Self::Range { high: q, .. } => q.unit(),
        }
    }

    /// As people write it: `72.0 %`, `300 to 420 s`.
    #[must_use]
    pub fn text(self, precision: u8) -> String {
        match self {
            Self::Value(q) => q.text(precision),
            Self::Range { low, high } => {
                format!("{} to {}", crate::quantity::number(low.value(), precision), high.text(precision))
            }
        }
    }

    /// With the sign of its direction, as it stands in a table: `≥ 72.0 %`, `≤ 30 s`, `300 to 420 s`.
    #[must_use]
    pub fn signed_text(self, direction: Direction, precision: u8) -> String {
        let sign = match direction {
            Direction::Higher => "≥\u{202f}",
            Direction::Lower => "≤\u{202f}",
            Direction::Range => "",
        };
        format!("{sign}{}", self.text(precision))
    }
}

/// How bad a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    /// At or better than the target.
    Met,
    /// Just missed.
    Minor,
    /// Clearly missed.
    Serious,
    /// Badly missed.
    Severe,
    /// At the worst end.
    Failed,
}

impl Grade {
    /// The word for people.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Minor => "minor",
            Self::Serious => "serious",
            Self::Severe => "severe",
            Self::Failed => "failed",
        }
    }
}

/// A half-open interval of missed values with its consequence. It reaches from `from` (not included) to where the next
/// worse band starts (included); the last one has no end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// How bad it is.
    pub grade: Grade,
    /// Where it starts; none for the first one, which starts at the target.
    pub from: Option<Offset>,
    /// Credit in percent of the month's charges.
    pub credit_percent: Decimal,
    /// The score of the band where scores go by band.
    pub score_points: Option<Decimal>,
    /// Points where misses become money by points; none: 0.
    #[serde(default, skip_serializing_if = "is_default")]
    pub points: Option<Decimal>,
    /// Percent of the level's allocation where misses are paid from a pool; none: 100.
    #[serde(default, skip_serializing_if = "is_default")]
    pub pool_fraction_percent: Option<Decimal>,
}

/// How a miss of this level becomes money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Credit {
    /// The percentage of the band that the value lies in.
    ByBand,
    /// A percentage of charges for each unit that the value is short of its target.
    PerPoint {
        /// Percent of charges for each point (or second) of shortfall.
        percent_per_point: Decimal,
    },
}

/// The period that a service level is judged over.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Window {
    /// Every month.
    #[default]
    Month,
    /// A quarter of the contract year, settled in its last month from its sums and on its charges.
    Quarter,
}

impl Window {
    /// Length in months.
    #[must_use]
    pub fn months(self) -> usize {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
        }
    }
}

/// A service level's part in an agreement's remedies.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LevelRemedy {
    /// What it is judged over.
    #[serde(default, skip_serializing_if = "is_default")]
    pub window: Window,
    /// Whether it is a gate: while it is missed, the score is capped and there is no bonus.
    #[serde(default, skip_serializing_if = "is_default")]
    pub gate: bool,
    /// Its credit stops at this percentage of the charges of its window; none: no cap of its own.
    #[serde(default, skip_serializing_if = "is_default")]
    pub cap_percent: Option<Decimal>,
    /// The category of the pool that it is paid from; only for a pool.
    #[serde(default, skip_serializing_if = "is_default")]
    pub category: String,
    /// Percent of the category's share of the pool; only for a pool.
    #[serde(default, skip_serializing_if = "is_default")]
    pub allocation_percent: Decimal,
    /// What exceeding its target earns, in percent of the quarter's charges; none: nothing.
    #[serde(default, skip_serializing_if = "is_default")]
    pub bonus_percent: Option<Decimal>,
    /// By how much the target must be exceeded for it; none: it must be met.
    #[serde(default, skip_serializing_if = "is_default")]
    pub exceed: Option<Exceed>,
}

/// A target that takes the place of the one before it from a later month of the term on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LaterTarget {
    /// First contract month that it holds in; 1 is the first month of the term.
    pub from_month: u32,
    /// What is promised from then on.
    pub target: Target,
}

/// A promise about a measure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ServiceLevel {
    /// Its name in paths.
    pub id: ServiceLevelId,
    /// The measure it is about.
    pub measure: MeasureId,
    /// How much hangs on it.
    pub class: Class,
    /// Its part of the score, in percent; all weights add up to 100.
    pub weight_percent: Decimal,
    /// What is promised once the ramp is over.
    pub target: Target,
    /// The path of the target over the term: what is promised from later months on, ascending by month. Floor, stretch and
    /// bands move with it. Empty: the target stays.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub later_targets: Vec<LaterTarget>,
    /// Score 0; strictly worse than the target.
    pub floor: Option<Offset>,
    /// Score 120; strictly better than the target.
    pub stretch: Option<Offset>,
    /// What misses of different size mean, from the least to the worst; at least one.
    pub bands: Vec<Band>,
    /// How a miss becomes money.
    pub credit: Credit,
    /// The business goal it serves.
    pub outcome: Outcome,
    /// What it is limited to.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub scope: LevelScope,
    /// Dual ownership: what the client does for this result; empty where it is the vendor’s alone.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub client_part: String,
    /// More volume than the forecast and its band excuses a miss.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub volume_sensitive: bool,
    /// Its part in the remedies.
    #[serde(default, skip_serializing_if = "is_default")]
    pub remedy: LevelRemedy,
}
