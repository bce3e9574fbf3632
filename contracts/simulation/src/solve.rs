//! Targets that are met with a given probability.

use crate::reading::rounded;
use crate::run::Run;
use model::{Decimal, Direction};

/// A target for one level in one month, solved from the closed form.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SolvedTarget {
    /// The unrounded value that is reached with exactly the probability asked for.
    pub value: f64,
    /// The nearest target at the measure's precision that is met with at least that probability, values being rounded
    /// before they are compared.
    pub target: Decimal,
}

impl Run {
    /// The target of a level that is met with `probability` (above 0, below 1) in a month.
    ///
    /// `None` for a level that is left out, one that has to stay inside a range (it has two ends, and no single answer), and
    /// a probability of 0 or 1.
    ///
    /// # Panics
    /// Where the index lies beyond the plan's levels.
    #[must_use]
    pub fn solve_target(&self, level_index: usize, month_index: usize, probability: f64) -> Option<SolvedTarget> {
        let measure = &self.plan.levels()[level_index].measure;
        if measure.direction == Direction::Range || !(probability > 0.0 && probability < 1.0) {
            return None;
        }
        let (prediction, scale) = self.prediction(level_index, month_index)?;
        let value = scale.value(prediction.target(probability));
        let digits = u32::from(measure.precision_decimals);
        let places = value * libm::pow(10.0, f64::from(digits));
        // A target T is met from half a unit of the last decimal before it.
        let scaled = if scale.sign() > 0.0 { (places + 0.5).floor() } else { (places - 0.5).ceil() };
        let target = Decimal::try_new(rounded(scaled), digits).ok()?;
        Some(SolvedTarget { value, target: measure.unit.clip(target) })
    }
}
