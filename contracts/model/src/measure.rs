//! Measures: definitions of what is counted. A measure has no target.

use crate::{
    Decimal, Quantity, Unit,
    clauses::{Frequency, is_unset},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;
use ts_rs::TS;

/// Names a measure inside an agreement and in a baseline: `asa`, `fcr`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(transparent)]
pub struct MeasureId(pub String);

impl fmt::Display for MeasureId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How single observations become one figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Statistic {
    /// Σ value·n / Σ n.
    Mean,
    /// Σ numerator / Σ denominator.
    Share,
    /// Promoters less detractors in percent of all answers, −100 to 100; several periods together are weighted by their
    /// answers.
    NetScore,
    /// A number of things; a longer period has the sum of its months.
    Count,
    /// A sum of amounts; a longer period has the sum of its months.
    Sum,
    /// The middle one of single values: only known where these are, never from the medians of shorter periods.
    Median,
    /// The value that a given percentage of single values stays at or below ([`MeasureDetails::percentile_percent`]);
    /// as for the median, only known where these are.
    Percentile,
}

impl Statistic {
    /// Whether a longer period has the sum of its parts; every other statistic has a value between those of its parts.
    #[must_use]
    pub fn adds_up(self) -> bool {
        matches!(self, Self::Count | Self::Sum)
    }

    /// Whether only the single values of a period give its figure, not the figures of its parts.
    #[must_use]
    pub fn needs_single_values(self) -> bool {
        matches!(self, Self::Median | Self::Percentile)
    }

    /// Whether it is divided by something that a definition has to name.
    #[must_use]
    pub fn has_denominator(self) -> bool {
        !self.adds_up()
    }
}

/// Which way is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
    /// Inside a range: both too much and too little are worse.
    Range,
}

/// What a measure protects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Perspective {
    /// Speed and use of resources.
    Efficiency,
    /// How customers feel about it.
    Experience,
    /// Whether the work is right.
    Quality,
    /// What the business wanted.
    Outcome,
    /// Law and rules.
    Compliance,
    /// Systems at hand.
    Availability,
    /// Money.
    Cost,
}

/// A definition of something counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// Its name in paths and baselines.
    pub id: MeasureId,
    /// Its name for people.
    pub name: String,
    /// How observations become a figure.
    pub statistic: Statistic,
    /// What is counted or summed, in words.
    pub numerator: String,
    /// What it is divided by, in words.
    pub denominator: String,
    /// Unit of its values.
    pub unit: Unit,
    /// Which way is better.
    pub direction: Direction,
    /// Decimals that a value is rounded to before it is compared.
    pub precision_decimals: u8,
    /// What it protects.
    pub perspective: Perspective,
    /// What is left out of the count, in words; empty for nothing.
    pub exclusions: String,
    /// Where the figures come from.
    pub source: String,
    /// Which party measures.
    pub owner: crate::Side,
    /// Below this number of observations in a window the level is neither scored nor credited.
    pub minimum_n: Option<u32>,
    /// The finer points of how it is measured.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub details: MeasureDetails,
}

/// The finer points of how something is measured; each may be left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MeasureDetails {
    /// Whose observations count: “customers who contacted us by telephone”.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub population: String,
    /// At which hours; empty: those of the services.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub hours: String,
    /// Which holidays do not count; empty: those of the services.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub holidays: String,
    /// How often a figure is made.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub frequency: Option<Frequency>,
    /// How observations are collected: by which report or question.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub collected: String,
    /// How a sample is drawn; empty where everything is counted.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub sampling: String,
    /// Observations that the sample of a month should have.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub sample_n: Option<u32>,
    /// Who decides where the parties find different values, and how.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub dispute: String,
    /// What happens when the tool that measures is changed: both run side by side, a new baseline.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub tool_change: String,
    /// Of a percentile: which one, above 0 and below 100.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub percentile_percent: Option<Decimal>,
    /// Both sides are told when a value on the way passes this.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub alert: Option<Quantity>,
}

/// How values of a measure are written, rounded and held against a target.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scale {
    pub unit: Unit,
    pub direction: Direction,
    pub precision: u8,
}

impl Scale {
    pub(crate) fn of(measure: &Measure) -> Self {
        Self { unit: measure.unit, direction: measure.direction, precision: measure.precision_decimals }
    }
}
