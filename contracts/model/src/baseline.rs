//! Baselines: observed history of measures by calendar month, with where it came from.

use crate::{Decimal, MeasureId, Month, Quantity, Unit};
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How the figures of a month were made from smaller ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Weighting {
    /// From sums: numerators over denominators, or values times their own counts.
    Exact,
    /// With a proxy weight, where the true denominator is not in the data.
    ApproximateWeights,
    /// The plain mean, where there is no weight at all.
    Unweighted,
}

impl Weighting {
    /// The mark beside a figure; empty where the figure is exact.
    #[must_use]
    pub fn mark(self) -> &'static str {
        match self {
            Self::Exact => "",
            Self::ApproximateWeights => "approximate weights",
            Self::Unweighted => "unweighted",
        }
    }
}

/// One measure in one month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Observation {
    /// Which month.
    pub month: Month,
    /// What was observed, not yet rounded to the measure's precision (held to ten decimals).
    pub value: Quantity,
    /// How many single observations it rests on, where that is known.
    pub n: Option<Decimal>,
}

/// The history of one measure. Months without a value are absent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Series {
    /// Which measure.
    pub measure: MeasureId,
    /// Unit of every value.
    pub unit: Unit,
    /// How months were made.
    pub weighting: Weighting,
    /// Ascending by month, each month once.
    pub observations: Vec<Observation>,
}

/// Where a baseline came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Provenance {
    /// Name of the file, without its folder.
    pub source_name: String,
    /// SHA-256 of its bytes, 64 hexadecimal digits.
    pub source_sha256: String,
    /// When it was read.
    pub imported_on: NaiveDate,
    /// Rows of data in it.
    pub rows_read: u32,
    /// Rows that could not be used.
    pub rows_refused: u32,
    /// True for sample data, which nobody measured.
    pub illustrative: bool,
}

/// Observed history of measures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    /// Always `plumbline-baseline`.
    pub format: String,
    /// Version of the format.
    pub version: u32,
    /// Where it came from.
    pub provenance: Provenance,
    /// One for each measure.
    pub series: Vec<Series>,
}

/// Value of [`Baseline::format`].
pub const FORMAT: &str = "plumbline-baseline";
/// Newest version of the format that this program reads and the one that it writes.
pub const VERSION: u32 = 1;

impl Baseline {
    /// A baseline of the current format.
    #[must_use]
    pub fn new(provenance: Provenance, series: Vec<Series>) -> Self {
        Self { format: FORMAT.into(), version: VERSION, provenance, series }
    }

    /// The history of a measure.
    #[must_use]
    pub fn of(&self, measure: &MeasureId) -> Option<&Series> {
        self.series.iter().find(|s| &s.measure == measure)
    }

    /// First and last month over all series.
    #[must_use]
    pub fn span(&self) -> Option<(Month, Month)> {
        let months = || self.series.iter().flat_map(|s| s.observations.iter().map(|o| o.month));
        Some((months().min()?, months().max()?))
    }

    /// Number of calendar months from the first to the last.
    #[must_use]
    pub fn months(&self) -> usize {
        self.span().map_or(0, |(first, last)| usize::try_from(last.since(first) + 1).unwrap_or_default())
    }
}

impl Series {
    /// One entry for each month from `first` to `last`, both included; none where nothing was observed.
    pub fn between(&self, first: Month, last: Month) -> impl Iterator<Item = Option<&Observation>> {
        (0..=last.since(first)).map(move |i| self.observations.iter().find(|o| o.month == first.plus(i)))
    }
}
