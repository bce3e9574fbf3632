//! The scale on which months of a measure behave like a bell: link functions, turned so that higher is better.

use crate::exponential::exp;
use model::{Decimal, Direction, Measure, Statistic, Unit};
use rust_decimal::prelude::ToPrimitive;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A link function.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Link {
    /// `ln(y + 1)` for times and counts: a bad month is a multiple, not a sum, and nothing is below 0.
    Log,
    /// `logit((p·n + ½)/(n + 1))` for a share p of n: nothing is below 0 or above 1, and all of n is not infinitely good.
    Logit,
    /// The value itself, for scores.
    Identity,
}

impl Link {
    /// The link of a measure where none is chosen: times and counts [`Link::Log`], shares [`Link::Logit`], scores
    /// [`Link::Identity`].
    #[must_use]
    pub fn of(measure: &Measure) -> Self {
        match (measure.unit, measure.statistic) {
            (Unit::Seconds | Unit::Count, _) => Self::Log,
            (Unit::Percent, Statistic::Share) => Self::Logit,
            (Unit::Percent | Unit::Points, _) => Self::Identity,
        }
    }

    /// What a value must be, for messages.
    #[must_use]
    pub fn domain_in_words(self) -> &'static str {
        match self {
            Self::Log => "a number of 0 or more",
            Self::Logit => "a percentage from 0 to 100",
            Self::Identity => "a number",
        }
    }

    /// Whether a value has a place on this scale.
    #[must_use]
    pub fn holds(self, value: f64) -> bool {
        value.is_finite()
            && match self {
                Self::Log => value >= 0.0,
                Self::Logit => (0.0..=100.0).contains(&value),
                Self::Identity => true,
            }
    }
}

/// Number of observations that a share without a count is taken to rest on. It matters only near 0 and 100 %, where it
/// keeps the logit finite; thresholds are moved in the same way, so no comparison changes.
pub const NOMINAL_COUNT: f64 = 1_000.0;

/// The link scale of one measure: `sign · link(value)`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    link: Link,
    sign: f64,
    count: f64,
    domain: (f64, f64),
}

impl Scale {
    /// The scale of a measure that is better in `direction`; `count` is the number of observations that thresholds and
    /// future months rest on, read by [`Link::Logit`] alone.
    #[must_use]
    pub fn new(link: Link, direction: Direction, count: Option<f64>) -> Self {
        let sign = match direction {
            Direction::Higher | Direction::Range => 1.0,
            Direction::Lower => -1.0,
        };
        let domain = match link {
            Link::Log => (0.0, f64::INFINITY),
            Link::Logit => (0.0, 100.0),
            Link::Identity => (f64::NEG_INFINITY, f64::INFINITY),
        };
        Self { link, sign, count: count.unwrap_or(NOMINAL_COUNT), domain }
    }

    /// The same scale, whose values come back brought into the domain of `unit`.
    #[must_use]
    pub fn within(self, unit: Unit) -> Self {
        let edge = |edge: Option<Decimal>, none: f64| edge.and_then(|edge| edge.to_f64()).unwrap_or(none);
        let (low, high) = unit.domain();
        Self {
            domain: (self.domain.0.max(edge(low, f64::NEG_INFINITY)), self.domain.1.min(edge(high, f64::INFINITY))),
            ..self
        }
    }

    /// Which link.
    #[must_use]
    pub fn link(&self) -> Link {
        self.link
    }

    /// 1 where more is better, −1 where less is.
    #[must_use]
    pub fn sign(&self) -> f64 {
        self.sign
    }

    /// A month's value in the measure's unit, resting on `count` observations, on this scale.
    #[must_use]
    pub fn of_month(&self, value: f64, count: Option<f64>) -> f64 {
        self.sign * self.forward(value, count.unwrap_or(self.count))
    }

    /// A threshold in the measure's unit on this scale; infinite where no value can reach it.
    #[must_use]
    pub fn of_threshold(&self, value: f64) -> f64 {
        self.sign * self.forward(value, self.count)
    }

    fn forward(&self, value: f64, count: f64) -> f64 {
        match self.link {
            Link::Log => {
                if value > -1.0 {
                    libm::log1p(value)
                } else {
                    f64::NEG_INFINITY
                }
            }
            Link::Logit => {
                let share = (value * 0.01 * count + 0.5) / (count + 1.0);
                if share <= 0.0 {
                    f64::NEG_INFINITY
                } else if share >= 1.0 {
                    f64::INFINITY
                } else {
                    libm::log(share / (1.0 - share))
                }
            }
            Link::Identity => value,
        }
    }

    /// The value in the measure's unit that lies at `place` on this scale, brought into its domain.
    #[must_use]
    pub fn value(&self, place: f64) -> f64 {
        self.values(&[place])[0]
    }

    /// The same for several places at once.
    #[inline]
    #[must_use]
    pub fn values<const N: usize>(&self, places: &[f64; N]) -> [f64; N] {
        let mut values = places.map(|place| self.sign * place);
        match self.link {
            Link::Log => values.iter_mut().for_each(|value| *value = exp(*value) - 1.0),
            Link::Logit => {
                let (all, half) = (100.0 * (self.count + 1.0) / self.count, 50.0 / self.count);
                values.iter_mut().for_each(|value| *value = all / (1.0 + exp(-*value)) - half);
            }
            Link::Identity => {}
        }
        let (low, high) = self.domain;
        values.map(|value| value.max(low).min(high))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINKS: [Link; 3] = [Link::Log, Link::Logit, Link::Identity];

    #[test]
    fn links_are_those_of_the_method() {
        let times = Scale::new(Link::Log, Direction::Lower, None);
        assert_eq!(times.of_month(30.0, None), -libm::log(31.0));
        let shares = Scale::new(Link::Logit, Direction::Higher, Some(50.0));
        // 43 of 50: ln(43.5 / 7.5).
        assert!((shares.of_month(86.0, Some(50.0)) - libm::log(43.5 / 7.5)).abs() < 1e-14);
        assert!((shares.of_month(100.0, Some(50.0)) - libm::log(101.0)).abs() < 1e-13);
        assert_eq!(Scale::new(Link::Identity, Direction::Lower, None).of_month(-3.5, None), 3.5);
    }

    #[test]
    fn a_value_comes_back_from_every_scale() {
        for link in LINKS {
            for direction in [Direction::Higher, Direction::Lower, Direction::Range] {
                for count in [None, Some(40.0)] {
                    let scale = Scale::new(link, direction, count);
                    for value in [0.0, 0.3, 12.0, 72.5, 99.9, 100.0] {
                        assert!((scale.value(scale.of_threshold(value)) - value).abs() < 1e-11, "{scale:?} {value}");
                    }
                }
            }
        }
    }

    #[test]
    fn better_values_stand_higher() {
        for link in LINKS {
            let (higher, lower) = (Scale::new(link, Direction::Higher, None), Scale::new(link, Direction::Lower, None));
            assert!(higher.of_threshold(80.0) > higher.of_threshold(79.95));
            assert!(lower.of_threshold(79.95) > lower.of_threshold(80.0));
        }
    }

    #[test]
    fn thresholds_beyond_the_domain_are_infinite() {
        let shares = Scale::new(Link::Logit, Direction::Higher, None);
        assert_eq!(shares.of_threshold(101.0), f64::INFINITY);
        assert_eq!(shares.of_threshold(-1.0), f64::NEG_INFINITY);
        assert_eq!(Scale::new(Link::Log, Direction::Lower, None).of_threshold(-2.0), f64::INFINITY);
    }

    #[test]
    fn values_stay_in_the_domain_of_their_unit() {
        let score = Scale::new(Link::Identity, Direction::Higher, None).within(Unit::Percent);
        assert_eq!((score.value(104.0), score.value(-3.0), score.value(50.0)), (100.0, 0.0, 50.0));
    }

    #[test]
    fn a_perfect_month_meets_any_possible_target() {
        let shares = Scale::new(Link::Logit, Direction::Higher, None);
        assert!(shares.of_month(100.0, None) > shares.of_threshold(99.995));
    }
}
