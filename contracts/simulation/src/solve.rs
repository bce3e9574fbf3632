//! One level in some of its months, without trials: the chance of any target, and targets that are met with a given
//! probability.

use crate::closed_form::Prediction;
use crate::link::Scale;
use crate::reading::{Cut, rounded};
use crate::root;
use crate::run::Run;
use model::{Decimal, Direction, Ramp, ServiceLevel, Target, threshold};
use settlement::{Edge, LevelPlan};
use std::ops::Range;

/// A target for one level, solved from the closed form.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SolvedTarget {
    /// The unrounded value that is reached with exactly the probability asked for.
    pub value: f64,
    /// The nearest target at the measure's precision that is met with at least that probability, values being rounded
    /// before they are compared.
    pub target: Decimal,
}

/// One level in one or several months: of several, the average month.
#[derive(Debug, Clone)]
pub struct LevelMonths<'a> {
    level: &'a LevelPlan,
    scale: Scale,
    months: Vec<Prediction>,
}

impl Run {
    /// One level in the months `months` (0 is the first) of the horizon; `None` for a level that is left out, and where
    /// there is no such month.
    ///
    /// # Panics
    /// Where the index lies beyond the plan's levels.
    #[must_use]
    pub fn level_months(&self, level_index: usize, months: Range<usize>) -> Option<LevelMonths<'_>> {
        let mut scale = None;
        let predictions: Vec<Prediction> = (months.start..months.end.min(self.months))
            .filter_map(|month| self.prediction(level_index, month))
            .map(|(prediction, its)| {
                scale = Some(its);
                prediction
            })
            .collect();
        Some(LevelMonths { level: &self.plan.levels()[level_index], scale: scale?, months: predictions })
    }

    /// The target of a level that is met with `probability` (above 0, below 1) in a month; see
    /// [`LevelMonths::solve_target`].
    ///
    /// # Panics
    /// Where the index lies beyond the plan's levels.
    #[must_use]
    pub fn solve_target(&self, level_index: usize, month_index: usize, probability: f64) -> Option<SolvedTarget> {
        self.level_months(level_index, month_index..month_index + 1)?.solve_target(probability)
    }
}

impl LevelMonths<'_> {
    /// P(met) if `target` were the level's target in these months: the values that are met are those that settlement
    /// would read as met, decided on the link scale as in the trials. 0 where the target is no number that fits.
    #[must_use]
    pub fn p_met(&self, target: Target) -> f64 {
        let level = ServiceLevel { target, ..self.level.level.clone() };
        let measure = &self.level.measure;
        // The ramp sets other targets for its own months; here this one holds in all of them.
        let intervals = threshold::intervals(&level, measure, &Ramp::default(), 1);
        let Some(met) = intervals.ok().and_then(|intervals| intervals.first().copied()) else { return 0.0 };
        let (low, high) = met.unrounded(measure.precision_decimals);
        let cut = Cut::new(Edge { low, high }, &self.scale);
        self.mean(|month| cut.probability(month))
    }

    /// The target that is met with `probability` (above 0, below 1).
    ///
    /// `None` for a level that has to stay inside a range (it has two ends, and no single answer), and a probability of 0
    /// or 1.
    #[must_use]
    pub fn solve_target(&self, probability: f64) -> Option<SolvedTarget> {
        let measure = &self.level.measure;
        if measure.direction == Direction::Range || !(probability > 0.0 && probability < 1.0) {
            return None;
        }
        let value = self.scale.value(self.place(probability)?);
        let digits = u32::from(measure.precision_decimals);
        let places = value * libm::pow(10.0, f64::from(digits));
        // A target T is met from half a unit of the last decimal before it.
        let scaled = if self.scale.sign() > 0.0 { (places + 0.5).floor() } else { (places - 0.5).ceil() };
        let target = Decimal::try_new(rounded(scaled), digits).ok()?;
        Some(SolvedTarget { value, target: measure.unit.clip(target) })
    }

    /// By month, the value in the measure's unit that is reached or bettered with `probability`, on the side where higher
    /// is better on the link scale.
    pub fn values(&self, probability: f64) -> impl Iterator<Item = f64> {
        self.months.iter().map(move |month| self.scale.value(month.target(probability)))
    }

    /// The place on the link scale that the average month reaches with `probability`.
    fn place(&self, probability: f64) -> Option<f64> {
        if let [only] = self.months.as_slice() {
            return Some(only.target(probability));
        }
        let places: Vec<f64> = self.months.iter().map(|month| month.target(probability)).collect();
        let (low, high) = (places.iter().copied().reduce(f64::min)?, places.iter().copied().reduce(f64::max)?);
        // Between the months' own places, so that what is left to find is short.
        let below = |x: f64| (self.mean(|month| month.cdf(x)), self.mean(|month| month.density(x)));
        if high <= low { Some(low) } else { Some(root::increasing(1.0 - probability, low, high - low, below)) }
    }

    fn mean(&self, of: impl Fn(&Prediction) -> f64) -> f64 {
        self.months.iter().map(of).sum::<f64>() / self.months.len() as f64
    }
}
