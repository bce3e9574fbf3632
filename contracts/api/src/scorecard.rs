//! The scorecard of actuals: what was delivered under a contract, month by month, and what it costs.
//!
//! Everything is settled by the one engine ([`settlement`]). Posted statements never change; what a correction changes
//! in them is told, with its reason, on the next statement.

pub(crate) mod budget;
pub(crate) mod calendar;
pub(crate) mod case;
pub(crate) mod changes;
pub(crate) mod differences;
pub(crate) mod entry;
pub(crate) mod facts;
pub(crate) mod intake;
pub(crate) mod outcomes;
pub(crate) mod paper;
pub(crate) mod plans;
pub(crate) mod posted;
pub(crate) mod shared;
pub(crate) mod table;
#[cfg(test)]
mod tests;
pub(crate) mod told;
mod trend;
pub(crate) mod view;
pub(crate) mod warnings;

use model::Month;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use settlement::MonthStatement;
use store::actuals::Origin;

pub use told::{LevelTrend, OutcomeLine, PartyTold, PaymentTold, PeriodFigure, PlanTold, TrendMonth, Verdict};

/// Value of [`PostedStatement::format`].
pub const FORMAT: &str = "plumbline-posted-statement";

/// A month's statement as it is posted, printed and exported. It holds nothing that one side keeps for itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PostedStatement {
    /// Always `plumbline-posted-statement`.
    pub format: String,
    /// Version of the format.
    pub version: u32,
    /// The agreement's title.
    pub title: String,
    /// Name of the client.
    pub client: String,
    /// Name of the vendor.
    pub vendor: String,
    /// Number of the revision that it is settled under.
    pub revision: u32,
    /// SHA-256 of that revision.
    pub terms_sha256: String,
    /// ISO 4217 code of every amount.
    pub currency: String,
    /// The month: score, credits line by line, the rule and the arithmetic of each.
    pub statement: MonthStatement,
    /// Where the figures came from.
    pub sources: Vec<LineSource>,
    /// What was said about the month's levels and counted, each in a sentence.
    pub remarks: Vec<String>,
    /// What corrections changed in statements that were posted before.
    pub adjustments: Vec<Adjustment>,
    /// The month's net credit with all adjustments; negative where the client owes.
    #[schemars(with = "String")]
    pub total_amount: model::Decimal,
    /// The client with its address; none in statements that were posted before these were told.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub client_party: Option<PartyTold>,
    /// The vendor with its address.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub vendor_party: Option<PartyTold>,
    /// How it is paid and until when it can be disputed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub payment: Option<PaymentTold>,
    /// Each level over its months up to this one.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub trends: Vec<LevelTrend>,
    /// The last three months against the baseline that both sides share; empty without one.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub outcomes: Vec<OutcomeLine>,
    /// Rectification plans: those that this statement opens, and those open until then or done since the one before.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub plans: Vec<PlanTold>,
}

/// Where the figure of a level came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LineSource {
    /// Which level.
    pub service_level: model::ServiceLevelId,
    /// How it came in.
    pub origin: Origin,
    /// Which side brought it.
    pub side: model::Side,
    /// Name of the file, or what it was read from.
    pub name: String,
    /// SHA-256 of the file.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub sha256: Option<String>,
    /// When, RFC 3339.
    pub at: String,
    /// Observations that it rests on, where known.
    #[schemars(with = "Option<String>")]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub n: Option<model::Decimal>,
    /// The mark beside a figure that is not exact: "approximate weights".
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub mark: String,
}

/// What a correction changed in a posted statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Adjustment {
    /// The posted month.
    pub month: Month,
    /// Its net credit as it was settled so far.
    #[schemars(with = "String")]
    pub before_amount: model::Decimal,
    /// Its net credit now.
    #[schemars(with = "String")]
    pub after_amount: model::Decimal,
    /// The difference, which this statement posts.
    #[schemars(with = "String")]
    pub difference_amount: model::Decimal,
    /// Each level whose line changed, in a sentence.
    pub changes: Vec<String>,
    /// Why, in the words of whoever corrected.
    pub reasons: Vec<String>,
    /// The month as it is settled now, with the arithmetic of every figure.
    pub resettled: MonthStatement,
}
