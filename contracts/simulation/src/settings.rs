//! What can be set about a simulation. The defaults are the method that was measured on public histories.

use crate::link::Link;
use crate::problem::Problems;
use model::MeasureId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

/// Fewest months of history from which a probability is given. Fewer months are an outcome of their own, never a number.
pub const MONTHS_MIN: u32 = 6;
/// Trials of one chunk of work.
pub const CHUNK_TRIALS: u32 = 1_024;
/// Most trials of one run.
pub const TRIALS_MAX: u32 = 1_000_000;
/// Longest horizon: ten years.
pub const HORIZON_MONTHS_MAX: u32 = 120;
/// Largest seed: the largest whole number that every reader of JSON keeps exactly.
pub const SEED_MAX: u64 = (1 << 53) - 1;

/// Where the shocks of future months come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Residual {
    /// From months of history, all measures of one month together.
    Rows,
    /// From a normal distribution with the correlation of the measures.
    Normal,
}

/// How shocks of different measures go together where they are normal.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Correlation {
    /// As in the residuals of history, shrunk towards none by the rule of Schäfer and Strimmer.
    #[default]
    Estimated,
    /// Not at all.
    None,
    /// As stated; pairs that are not named have none.
    Stated(Vec<StatedCorrelation>),
}

/// The correlation of two measures, counted so that better goes with better.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct StatedCorrelation {
    /// One measure.
    pub measure: MeasureId,
    /// The other one.
    pub other: MeasureId,
    /// −1 to 1.
    pub correlation: f64,
}

/// Performance that starts below its steady state and gets there along a learning curve.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Learning {
    /// The measure's value on the first day, where its steady state is the median that history predicts.
    pub start_value: f64,
    /// Months in which half of the distance to the steady state is made up.
    pub half_life_months: f64,
    /// Standard deviation of the logarithm of the half-life; 0 is a certain one, 0.3 means give or take a third.
    pub half_life_log_sd: f64,
}

/// Everything that can be set about a simulation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// Number of trials; the first of a long run are those of a short one.
    pub trials: u32,
    /// Seed of every draw, at most 2⁵³ − 1.
    #[ts(type = "number")]
    pub seed: u64,
    /// Months to look ahead; none: the whole term of the agreement, at most [`HORIZON_MONTHS_MAX`].
    pub horizon_months: Option<u32>,
    /// Grid of φ, how much of this month's distance from normal is left a month later: 0 up to, not including, 1.
    pub phi: Vec<f64>,
    /// Grid of the ratio of the level's own variance to that of noise within a month; none: no such noise.
    pub noise_ratio: Vec<Option<f64>>,
    /// Grid of the season's size in standard deviations of a month; 0 is no season.
    pub season: Vec<f64>,
    /// Grid of the trend's size in standard deviations of a month and year; 0 is no trend.
    pub trend: Vec<f64>,
    /// Months of history from which trends other than 0 are considered.
    pub trend_months_min: u32,
    /// c of the widening κ = 1 + c/n about the median.
    pub widening: f64,
    /// Where the shocks of future months come from.
    pub residual: Residual,
    /// How shocks of different measures go together.
    pub correlation: Correlation,
    /// Share of normal noise mixed into the rows of history.
    pub smoothing: f64,
    /// Whether short history makes coefficients and scale uncertain.
    pub parameter_uncertainty: bool,
    /// Links other than that of the measure's kind.
    pub links: BTreeMap<MeasureId, Link>,
    /// Measures whose performance has to be learnt first.
    pub learning: BTreeMap<MeasureId, Learning>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            trials: 10_000,
            seed: 1,
            horizon_months: Some(12),
            phi: vec![0.5, 0.7, 0.85, 0.95],
            noise_ratio: vec![Some(0.2025 / 0.55), Some(0.49 / 0.3), None],
            season: vec![0.0, 0.25, 0.5],
            trend: vec![0.0, 0.4],
            trend_months_min: 18,
            widening: 0.6,
            residual: Residual::Rows,
            correlation: Correlation::Estimated,
            smoothing: 0.35,
            parameter_uncertainty: true,
            links: BTreeMap::new(),
            learning: BTreeMap::new(),
        }
    }
}

impl Settings {
    /// Independent months around a level that does not wander, with neither season nor trend: what a textbook assumes.
    #[must_use]
    pub fn independent_months() -> Self {
        Self {
            phi: vec![0.0],
            noise_ratio: vec![None],
            season: vec![0.0],
            trend: vec![0.0],
            widening: 0.0,
            ..Self::default()
        }
    }

    /// Number of chunks of [`CHUNK_TRIALS`] trials.
    #[must_use]
    pub fn chunks(&self) -> u32 {
        self.trials.div_ceil(CHUNK_TRIALS)
    }

    pub(crate) fn check(&self, problems: &mut Problems) {
        if self.trials == 0 || self.trials > TRIALS_MAX {
            problems.add(
                "settings.trials",
                self.trials,
                "1 to 1,000,000 trials",
                "10,000 are enough for most questions",
            );
        }
        if self.seed > SEED_MAX {
            problems.add("settings.seed", self.seed, "a whole number up to 2^53 − 1", "choose a smaller one");
        }
        if self.horizon_months.is_some_and(|months| months == 0 || months > HORIZON_MONTHS_MAX) {
            let found = self.horizon_months.unwrap_or_default();
            problems.add("settings.horizon_months", found, "1 to 120 months", "leave it out for the whole term");
        }
        let positive = |value: f64| value > 0.0 && value.is_finite();
        let not_negative = |value: f64| value >= 0.0 && value.is_finite();
        grid(problems, "phi", &self.phi, |phi| (0.0..1.0).contains(&phi), "numbers from 0 up to, not including, 1");
        let ratios: Vec<f64> = self.noise_ratio.iter().map(|ratio| ratio.unwrap_or(1.0)).collect();
        grid(problems, "noise_ratio", &ratios, positive, "numbers above 0, or null for no noise");
        grid(problems, "season", &self.season, not_negative, "numbers of 0 or more");
        grid(problems, "trend", &self.trend, not_negative, "numbers of 0 or more");
        for (name, value) in [("widening", self.widening), ("smoothing", self.smoothing)] {
            if !not_negative(value) {
                problems.add(format!("settings.{name}"), value, "a number of 0 or more", "0 turns it off");
            }
        }
        for (measure, learning) in &self.learning {
            let fine = learning.start_value.is_finite()
                && positive(learning.half_life_months)
                && not_negative(learning.half_life_log_sd);
            if !fine {
                problems.add(
                    format!("settings.learning.{measure}"),
                    format!("{learning:?}"),
                    "a start value, a half-life above 0 and an uncertainty of 0 or more",
                    "remove it where performance starts at its steady state",
                );
            }
        }
    }
}

fn grid(problems: &mut Problems, name: &str, values: &[f64], holds: impl Fn(f64) -> bool, expected: &str) {
    if values.is_empty() {
        problems.add(format!("settings.{name}"), "nothing", expected, "give at least one value");
    }
    for (index, &value) in values.iter().enumerate() {
        if !holds(value) {
            problems.add(format!("settings.{name}[{index}]"), value, expected, "remove or correct it");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_are_allowed_and_survive_json() {
        let settings = Settings::default();
        let mut problems = Problems::default();
        settings.check(&mut problems);
        assert_eq!(problems, Problems::default());
        let text = serde_json::to_string(&settings).unwrap();
        assert_eq!(serde_json::from_str::<Settings>(&text).unwrap(), settings);
        assert_eq!(serde_json::from_str::<Settings>("{}").unwrap(), settings);
        assert!(serde_json::from_str::<Settings>(r#"{"sead": 1}"#).is_err());
    }

    #[test]
    fn every_wrong_setting_is_named_at_once() {
        let settings = Settings {
            trials: 0,
            seed: u64::MAX,
            horizon_months: Some(0),
            phi: vec![0.5, 1.0],
            noise_ratio: vec![Some(0.0)],
            season: vec![],
            trend: vec![f64::NAN],
            widening: -1.0,
            smoothing: f64::INFINITY,
            ..Settings::default()
        };
        let mut problems = Problems::default();
        settings.check(&mut problems);
        let places: Vec<&str> = problems.0.iter().map(|problem| problem.place.as_str()).collect();
        let expected = [
            "trials",
            "seed",
            "horizon_months",
            "phi[1]",
            "noise_ratio[0]",
            "season",
            "trend[0]",
            "widening",
            "smoothing",
        ];
        assert_eq!(places, expected.map(|name| format!("settings.{name}")));
    }

    #[test]
    fn the_last_chunk_may_be_short() {
        let chunks = |trials| Settings { trials, ..Settings::default() }.chunks();
        assert_eq!((chunks(1), chunks(1_024), chunks(1_025), chunks(10_000)), (1, 1, 2, 10));
    }
}
