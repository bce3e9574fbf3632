//! What is known about a measure: its observed months, or what a person assumes.

use crate::link::Scale;
use crate::problem::Problems;
use model::{Decimal, MeasureId, Month, Series};
use rust_decimal::prelude::ToPrimitive;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Observed months of one measure, oldest first.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct History {
    /// Calendar month of the first entry; none for undated data, whose last entry is taken to be the latest month and
    /// which has no season.
    pub first_month: Option<Month>,
    /// Values in the measure's unit; none for a month that is missing.
    pub values: Vec<Option<f64>>,
    /// Number of observations behind each value; empty where unknown throughout.
    pub counts: Vec<Option<f64>>,
}

/// What a person assumes where nothing was observed.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Assumption {
    /// The value that one month in ten stays below.
    pub p10: f64,
    /// The value that every other month stays below.
    pub p50: f64,
    /// The value that nine months in ten stay below.
    pub p90: f64,
    /// The number of months of experience behind it.
    pub months: u32,
}

/// What is known about a measure.
#[derive(Debug, Clone, PartialEq)]
pub enum Knowledge {
    /// Months that were observed.
    Observed(History),
    /// A person's assumption; marked as such in every result.
    Assumed(Assumption),
}

impl From<&Series> for History {
    /// The months of a baseline from its first to its last, with gaps where months are absent.
    fn from(series: &Series) -> Self {
        let months = || series.observations.iter().map(|observation| observation.month);
        let (Some(first), Some(last)) = (months().min(), months().max()) else {
            return Self::default();
        };
        let number = |decimal: Decimal| decimal.to_f64().filter(|value| value.is_finite());
        let mut history = Self { first_month: Some(first), ..Self::default() };
        for entry in series.between(first, last) {
            history.values.push(entry.and_then(|observation| number(observation.value.value())));
            history.counts.push(entry.and_then(|observation| observation.n.and_then(number)));
        }
        history
    }
}

impl History {
    /// Calendar month of the last observed value.
    #[must_use]
    pub fn last_month(&self) -> Option<Month> {
        let index = self.values.iter().rposition(Option::is_some)?;
        Some(self.first_month?.plus(i32::try_from(index).ok()?))
    }

    /// Number of months that were observed.
    #[must_use]
    pub fn observed_months(&self) -> u32 {
        u32::try_from(self.values.iter().flatten().count()).unwrap_or(u32::MAX)
    }

    /// The middle one of the known counts: what future months are taken to rest on.
    #[must_use]
    pub fn typical_count(&self) -> Option<f64> {
        let mut known: Vec<f64> = self.counts.iter().flatten().copied().collect();
        known.sort_by(f64::total_cmp);
        (!known.is_empty()).then(|| known[known.len() / 2])
    }

    /// Values on the link scale from the first observed month on, with `trailing` missing months at the end.
    pub(crate) fn on_scale(&self, scale: &Scale, trailing: usize) -> Vec<Option<f64>> {
        let value = |(index, value): (usize, &Option<f64>)| {
            value.map(|value| scale.of_month(value, self.counts.get(index).copied().flatten()))
        };
        let observed = |value: &Option<f64>| value.is_some();
        let first = self.values.iter().position(observed).unwrap_or(self.values.len());
        let end = self.values.iter().rposition(observed).map_or(first, |last| last + 1);
        let mut series: Vec<Option<f64>> = self.values.iter().enumerate().map(value).take(end).skip(first).collect();
        series.resize(series.len() + trailing, None);
        series
    }

    pub(crate) fn check(&self, measure: &MeasureId, scale: &Scale, problems: &mut Problems) {
        let link = scale.link();
        for (index, value) in self.values.iter().enumerate() {
            if let Some(value) = value.filter(|value| !link.holds(*value)) {
                problems.add(
                    format!("histories.{measure}.values[{index}]"),
                    value,
                    link.domain_in_words(),
                    "correct the value, leave the month out, or choose another link",
                );
            }
        }
        if !self.counts.is_empty() && self.counts.len() != self.values.len() {
            problems.add(
                format!("histories.{measure}.counts"),
                format!("{} counts for {} months", self.counts.len(), self.values.len()),
                "one for each month, or none at all",
                "leave unknown counts empty",
            );
        }
        for (index, count) in self.counts.iter().enumerate() {
            if let Some(count) = count.filter(|count| !(*count > 0.0 && count.is_finite())) {
                problems.add(
                    format!("histories.{measure}.counts[{index}]"),
                    count,
                    "a number above 0",
                    "leave it empty where it is unknown",
                );
            }
        }
    }
}

impl Assumption {
    pub(crate) fn check(&self, measure: &MeasureId, scale: &Scale, problems: &mut Problems) {
        let place = format!("histories.{measure}");
        let link = scale.link();
        for (name, value) in [("p10", self.p10), ("p50", self.p50), ("p90", self.p90)] {
            if !link.holds(value) {
                problems.add(format!("{place}.{name}"), value, link.domain_in_words(), "correct the assumption");
            }
        }
        if !(self.p10 < self.p50 && self.p50 < self.p90) {
            let found = format!("{}, {}, {}", self.p10, self.p50, self.p90);
            problems.add(&place, found, "p10 below p50 below p90", "put them in order");
        }
        if self.months < 2 {
            problems.add(
                format!("{place}.months"),
                self.months,
                "at least 2 months",
                "say how much experience is behind it",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::Link;
    use model::{Direction, Observation, Unit, Weighting};

    fn observation(month: &str, value: i64, n: Option<i64>) -> Observation {
        Observation { month: month.parse().unwrap(), value: Unit::Percent.of(value.into()), n: n.map(Decimal::from) }
    }

    #[test]
    fn a_baseline_becomes_a_history_with_its_gaps() {
        let observations = vec![
            observation("2024-11", 80, Some(50)),
            observation("2024-12", 82, None),
            observation("2025-02", 90, Some(70)),
        ];
        let measure = MeasureId("csat".into());
        let series = Series { measure, unit: Unit::Percent, weighting: Weighting::Exact, observations };
        let history = History::from(&series);
        assert_eq!(history.first_month, Month::new(2024, 11));
        assert_eq!(history.last_month(), Month::new(2025, 2));
        assert_eq!(history.values, [Some(80.0), Some(82.0), None, Some(90.0)]);
        assert_eq!(history.counts, [Some(50.0), None, None, Some(70.0)]);
        assert_eq!((history.observed_months(), history.typical_count()), (3, Some(70.0)));
    }

    #[test]
    fn missing_months_at_either_end_do_not_count() {
        let values = vec![None, Some(1.0), None, Some(3.0), None];
        let history = History { first_month: Month::new(2025, 1), values, counts: vec![] };
        assert_eq!(history.last_month(), Month::new(2025, 4));
        let scale = Scale::new(Link::Identity, Direction::Lower, None);
        assert_eq!(history.on_scale(&scale, 2), [Some(-1.0), None, Some(-3.0), None, None]);
    }

    #[test]
    fn every_wrong_value_is_named_at_once() {
        let history = History {
            first_month: None,
            values: vec![Some(101.0), Some(f64::NAN), Some(50.0), None],
            counts: vec![Some(0.0), None],
        };
        let mut problems = Problems::default();
        history.check(&MeasureId("csat".into()), &Scale::new(Link::Logit, Direction::Higher, None), &mut problems);
        let places: Vec<&str> = problems.0.iter().map(|problem| problem.place.as_str()).collect();
        assert_eq!(
            places,
            [
                "histories.csat.values[0]",
                "histories.csat.values[1]",
                "histories.csat.counts",
                "histories.csat.counts[0]"
            ]
        );
        let order = Assumption { p10: 3.0, p50: 2.0, p90: 4.0, months: 1 };
        let mut problems = Problems::default();
        order.check(&MeasureId("csat".into()), &Scale::new(Link::Log, Direction::Lower, None), &mut problems);
        assert_eq!(problems.0.len(), 2);
    }
}
