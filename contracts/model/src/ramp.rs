//! The ramp: the opening months, with their own targets and credit factors.

mod follow;

pub use follow::{Following, follow, is_harder};

use crate::{Decimal, Measure, Quantity, ServiceLevel, ServiceLevelId, Target, quantity};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The opening months of an agreement.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Ramp {
    /// Percent of the credits due in each opening month; its length is the length of the ramp. Empty: no ramp.
    pub credit_factors_percent: Vec<Decimal>,
    /// Targets of the opening months; a level without a path has its full target from the first day.
    pub paths: Vec<RampPath>,
}

/// The targets of one service level during the ramp.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RampPath {
    /// Which level.
    pub service_level: ServiceLevelId,
    /// How its target moves.
    pub shape: RampShape,
}

/// How a target moves from its start to its full value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RampShape {
    /// One target for each opening month; later months have the full target.
    Steps(Vec<Target>),
    /// T_k = A + (T − A)(k − 1)/n.
    Linear {
        /// A, the target of the first month.
        from: Target,
    },
    /// T_k = T + (A − T)·2^(−t/h), t at the middle of month k.
    LearningCurve {
        /// A, the target at the first day.
        from: Target,
        /// h, in weeks.
        half_life_weeks: Decimal,
    },
}

/// Weeks of an average month: 365.25 / 12 / 7.
const WEEKS_PER_MONTH: f64 = 365.25 / 12.0 / 7.0;

impl Ramp {
    /// Number of opening months.
    #[must_use]
    pub fn months(&self) -> usize {
        self.credit_factors_percent.len()
    }

    /// Percent of the credits due in month `month` (1 is the first); 100 after the ramp.
    #[must_use]
    pub fn credit_factor_percent(&self, month: usize) -> Decimal {
        month.checked_sub(1).and_then(|i| self.credit_factors_percent.get(i)).copied().unwrap_or(Decimal::ONE_HUNDRED)
    }

    /// The path of a level, where it has one.
    #[must_use]
    pub fn path(&self, level: &ServiceLevelId) -> Option<&RampPath> {
        self.paths.iter().find(|p| &p.service_level == level)
    }

    /// The target of `level` in month `month` (1 is the first), rounded to the measure's precision: that of the ramp
    /// where the level has a path there, otherwise what is promised in that month of the term.
    #[must_use]
    pub fn target(&self, level: &ServiceLevel, measure: &Measure, month: usize) -> Target {
        let months = self.months();
        let promised = promised(level, month);
        if month == 0 || month > months {
            return promised;
        }
        let Some(path) = self.path(&level.id) else {
            return promised;
        };
        // The ramp leads to what is promised when it is over.
        let full = promised_after(level, months);
        let precision = measure.precision_decimals;
        match &path.shape {
            RampShape::Steps(steps) => steps.get(month - 1).copied().unwrap_or(full),
            RampShape::Linear { from } => {
                let (done, all) = (Decimal::from(month - 1), Decimal::from(months));
                // Divided last: a third has no last decimal, three thirds of the way have.
                between(*from, full, precision, |a, t| part_of_the_way(a, t, done, all))
            }
            RampShape::LearningCurve { from, half_life_weeks } => {
                let weeks = (month as f64 - 0.5) * WEEKS_PER_MONTH;
                between(*from, full, precision, |a, t| learning_curve(a, t, *half_life_weeks, weeks))
            }
        }
    }
}

/// What a level promises in contract month `month` (1 is the first), the ramp left aside: the last of its later targets
/// that has begun, its first target before them.
#[must_use]
pub fn promised(level: &ServiceLevel, month: usize) -> Target {
    let begun = |later: &&crate::LaterTarget| later.from_month as usize <= month;
    level.later_targets.iter().filter(begun).max_by_key(|later| later.from_month).map_or(level.target, |l| l.target)
}

fn promised_after(level: &ServiceLevel, months: usize) -> Target {
    promised(level, months + 1)
}

/// The value `weeks` after the start of a learning curve: T + (A − T)·2^(−t/h).
#[must_use]
pub fn learning_curve(from: Decimal, target: Decimal, half_life_weeks: Decimal, weeks: f64) -> Decimal {
    use rust_decimal::prelude::{FromPrimitive, ToPrimitive};
    let half_life = half_life_weeks.to_f64().filter(|h| *h > 0.0).unwrap_or(f64::MIN_POSITIVE);
    // A share of the gap between 0 and 1, held to twelve decimals: far finer than any measure's precision.
    let left = Decimal::from_f64(libm::exp2(-weeks / half_life)).unwrap_or_default().round_dp(12);
    part_of_the_way(target, from, left, Decimal::ONE)
}

/// a + (b − a)·done/all, stopping at the largest number that there is.
fn part_of_the_way(a: Decimal, b: Decimal, done: Decimal, all: Decimal) -> Decimal {
    let part = b.saturating_sub(a).saturating_mul(done).checked_div(all).unwrap_or_default();
    a.saturating_add(part)
}

fn between(from: Target, to: Target, precision: u8, at: impl Fn(Decimal, Decimal) -> Decimal) -> Target {
    let value = |a: Quantity, t: Quantity| t.unit().of(quantity::round(at(a.value(), t.value()), precision));
    match (from, to) {
        (Target::Value(a), Target::Value(t)) => Target::Value(value(a, t)),
        (Target::Range { low: a, high: b }, Target::Range { low, high }) => {
            Target::Range { low: value(a, low), high: value(b, high) }
        }
        // A start of another kind than the target cannot be read in; without a start there is no path.
        (_, full) => full,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn the_published_glide_path_is_750_seconds_at_week_three() {
        // Published AHT glide-path example: 900 s to 600 s with a half-life of three weeks.
        assert_eq!(learning_curve(d("900"), d("600"), d("3"), 3.0).normalize(), d("750"));
    }

    #[test]
    fn a_later_target_holds_from_its_month_on_and_the_ramp_goes_before_it() {
        let (agreement, _) = crate::template::sample();
        let (level, measure) = agreement.levels().find(|(l, _)| l.id.0 == "fcr").unwrap();
        let percent = |text: &str| Target::Value(Quantity::Percent(d(text)));
        let later = |from_month, text| crate::LaterTarget { from_month, target: percent(text) };
        let mut level = level.clone();
        level.target = percent("72.0");
        level.later_targets = vec![later(13, "73.0"), later(25, "74.0")];
        let shape = RampShape::Linear { from: percent("68.0") };
        let paths = vec![RampPath { service_level: level.id.clone(), shape }];
        let ramp = Ramp { credit_factors_percent: vec![d("100"); 4], paths };
        let targets = [1, 4, 5, 12, 13, 24, 25, 400].map(|month| ramp.target(&level, measure, month).anchor());
        assert_eq!(targets, ["68.0", "71.0", "72.0", "72.0", "73.0", "73.0", "74.0", "74.0"].map(d));
        // One that begins when the ramp ends is what the ramp leads to.
        level.later_targets = vec![later(5, "76.0")];
        assert_eq!(ramp.target(&level, measure, 3).anchor(), d("72.0"));
        assert_eq!(Ramp::default().target(&level, measure, 3).anchor(), d("72.0"));
        assert_eq!(Ramp::default().target(&level, measure, 5).anchor(), d("76.0"));
    }

    #[test]
    fn after_the_ramp_all_credits_are_due() {
        let ramp = Ramp { credit_factors_percent: vec![d("0"), d("50")], paths: vec![] };
        assert_eq!(ramp.credit_factor_percent(1), d("0"));
        assert_eq!(ramp.credit_factor_percent(2), d("50"));
        assert_eq!(ramp.credit_factor_percent(3), d("100"));
    }
}
