//! Actuals: what was reported for each service level, month by month.

use model::{Agreement, Baseline, Decimal, Month, Quantity, ServiceLevelId};
use std::collections::BTreeMap;

/// What was reported for a level in a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actual {
    /// A value, not yet rounded to the measure's precision.
    Value {
        /// The value with its unit.
        value: Quantity,
        /// How many observations it rests on, where that is known.
        n: Option<Decimal>,
    },
    /// Nothing happened that could be measured.
    NoActivity,
    /// Nobody reported a value.
    NotReported,
    /// The month is excused.
    Excused,
}

/// The actuals of one month. A level that is absent counts as not reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthActuals {
    /// Calendar month.
    pub month: Month,
    /// By service level.
    pub actuals: BTreeMap<ServiceLevelId, Actual>,
}

/// The actuals of consecutive months.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    /// Ascending, without gaps.
    pub months: Vec<MonthActuals>,
}

impl History {
    /// The actuals of an agreement's levels from observed measures: every month from the first to the last of the
    /// baseline. A measure without a value in a month was not reported. Measures that no level is about are left out.
    #[must_use]
    pub fn of(agreement: &Agreement, baseline: &Baseline) -> Self {
        let Some((first, last)) = baseline.span() else {
            return Self::default();
        };
        let months = (0..=last.since(first)).map(|i| {
            let month = first.plus(i);
            let actuals = agreement.service_levels.iter().map(|level| {
                let series = baseline.of(&level.measure);
                let observed = series.and_then(|s| s.observations.iter().find(|o| o.month == month));
                let actual = observed.map_or(Actual::NotReported, |o| Actual::Value { value: o.value, n: o.n });
                (level.id.clone(), actual)
            });
            MonthActuals { month, actuals: actuals.collect() }
        });
        Self { months: months.collect() }
    }
}
