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

/// Something wrong inside a baseline that was written by hand or by another program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaselineProblem {
    /// Where: `series.asa.2024-07`.
    pub place: String,
    /// What was found and what was expected.
    pub message: String,
}

impl Baseline {
    /// Everything that makes its figures ambiguous: a measure or a month twice, months out of order, a value of another
    /// unit than its series or one that cannot occur. Empty for every baseline that an import made.
    #[must_use]
    pub fn problems(&self) -> Vec<BaselineProblem> {
        let mut problems = Vec::new();
        for (index, series) in self.series.iter().enumerate() {
            let place = format!("series.{}", series.measure);
            if self.series[..index].iter().any(|s| s.measure == series.measure) {
                let message = "this measure is there twice; keep one of the series".to_owned();
                problems.push(BaselineProblem { place: place.clone(), message });
            }
            problems.extend(series.problems(&place));
        }
        problems
    }
}

/// What is said of a month that a series holds twice: both entries with their values.
#[must_use]
pub fn month_twice(first: &Observation, second: &Observation) -> String {
    let said = |o: &Observation| {
        let n = o.n.map(|n| format!(" (n {})", n.normalize())).unwrap_or_default();
        format!("{}{n}", o.value.value().normalize())
    };
    format!("it is there twice, with {} and with {}; keep one of them", said(first), said(second))
}

impl Series {
    fn problems(&self, place: &str) -> Vec<BaselineProblem> {
        let mut problems = Vec::new();
        for (index, observation) in self.observations.iter().enumerate() {
            let mut tell = |message: String| {
                problems.push(BaselineProblem { place: format!("{place}.{}", observation.month), message });
            };
            let before = &self.observations[..index];
            match before.iter().find(|o| o.month == observation.month) {
                Some(same) => tell(month_twice(same, observation)),
                None if before.last().is_some_and(|o| o.month > observation.month) => {
                    tell("months must ascend".to_owned());
                }
                None => {}
            }
            let (value, unit) = (observation.value.value(), observation.value.unit());
            if unit != self.unit {
                tell(format!("the value is {unit:?}, the series is {:?}", self.unit).to_lowercase());
            } else if !self.unit.holds(value) {
                tell(format!("{value} is not {}", self.unit.domain_in_words()));
            }
            if observation.n.is_some_and(|n| n.is_sign_negative()) {
                tell("the number of observations is negative".to_owned());
            }
        }
        problems
    }

    /// One entry for each month from `first` to `last`, both included; none where nothing was observed.
    pub fn between(&self, first: Month, last: Month) -> impl Iterator<Item = Option<&Observation>> {
        (0..=last.since(first)).map(move |i| self.observations.iter().find(|o| o.month == first.plus(i)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_baseline_that_was_tampered_with_names_every_place() {
        let observation = |month: &str, value: Quantity| Observation { month: month.parse().unwrap(), value, n: None };
        let percent = |v: &str| Quantity::Percent(v.parse().unwrap());
        let series = Series {
            measure: MeasureId("fcr".into()),
            unit: Unit::Percent,
            weighting: Weighting::Exact,
            observations: vec![
                observation("2024-01", percent("70")),
                observation("2024-01", percent("71")),
                observation("2024-02", Quantity::Seconds("5".parse().unwrap())),
                observation("2024-03", percent("-10")),
            ],
        };
        let provenance = Provenance {
            source_name: "a.csv".into(),
            source_sha256: "0".repeat(64),
            imported_on: NaiveDate::default(),
            rows_read: 4,
            rows_refused: 0,
            illustrative: false,
        };
        let fine = Series { observations: series.observations[..1].to_vec(), ..series.clone() };
        assert_eq!(Baseline::new(provenance.clone(), vec![fine]).problems(), vec![]);
        let problems = Baseline::new(provenance, vec![series.clone(), series]).problems();
        let places: Vec<&str> = problems.iter().map(|p| p.place.as_str()).collect();
        let each = ["series.fcr.2024-01", "series.fcr.2024-02", "series.fcr.2024-03"];
        assert_eq!(places, [&each[..], &["series.fcr"], &each[..]].concat());
        assert_eq!(problems[0].message, "it is there twice, with 70 and with 71; keep one of them");
    }
}
