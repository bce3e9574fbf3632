//! What came out: distributions, each with how sure it is. Money is in minor units.

use model::{MeasureId, ServiceLevelId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The quantiles of every fan, in percent.
pub const FAN_PERCENT: [f64; 7] = [2.5, 10.0, 25.0, 50.0, 75.0, 90.0, 97.5];
/// Number of quantile dots.
pub const DOTS: usize = 50;

/// A share of trials with its Monte Carlo error.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Probability {
    /// 0 to 1.
    pub value: f64,
    /// √(p(1 − p)/N).
    pub standard_error: f64,
}

/// What a level's months rest on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// History.
    Observed {
        /// Number of months that were observed.
        months: u32,
    },
    /// A person's assumption, not data.
    Assumed {
        /// Number of months of experience that are claimed for it.
        months: u32,
    },
}

/// Why a level is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum LeftOutReason {
    /// Nothing is known about its measure.
    NoHistory,
    /// Too little is known for a probability.
    TooFewMonths {
        /// Months that were observed.
        months: u32,
        /// Months that are needed.
        needed: u32,
    },
    /// Its values are too large or too small to be fitted.
    NotFitted,
    /// It is promised for the sum of a quarter, and a simulation looks at months.
    AddsUp,
}

/// A level that no figure contains.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct LeftOut {
    /// Which level.
    pub service_level: ServiceLevelId,
    /// Its measure.
    pub measure: MeasureId,
    /// Its measure's name for people.
    pub measure_name: String,
    /// Why.
    pub reason: LeftOutReason,
}

/// One level in one month.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct LevelMonth {
    /// P(met) of a month that is judged: of the trials in which the level is met or missed, the share in which it is met.
    /// An excused month is neither, unless the agreement counts it as met; where every trial is excused it is what the
    /// closed form gives for a month that would be judged.
    pub p_met: Probability,
    /// P(excused by more volume than was forecast), over all trials; none where the level's months cannot be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub p_excused: Option<Probability>,
    /// Where P(met) lies with 80 % probability, history being as short as it is: lower end.
    pub p_met_low: f64,
    /// Upper end.
    pub p_met_high: f64,
    /// The measure's values at [`FAN_PERCENT`], ascending in its own unit; of the first 10,240 trials.
    pub fan: [f64; 7],
}

/// One level over the horizon.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct LevelResult {
    /// Which level.
    pub service_level: ServiceLevelId,
    /// Its measure.
    pub measure: MeasureId,
    /// What its months rest on.
    pub basis: Basis,
    /// Month by month.
    pub months: Vec<LevelMonth>,
    /// P(missed in no month).
    pub p_met_every_month: Probability,
    /// Probability of exactly 0, 1, 2, … missed months.
    pub p_misses: Vec<f64>,
    /// Expected number of missed months.
    pub misses_mean: f64,
    /// Expected credit over the horizon.
    #[ts(type = "number")]
    pub credit_mean_minor: i64,
}

/// Quantiles of a score in points.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ScoreQuantiles {
    /// 5 %.
    pub p5: f64,
    /// 50 %.
    pub p50: f64,
    /// 95 %.
    pub p95: f64,
}

/// All levels in one month.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct MonthResult {
    /// P(no simulated level that is not report-only is missed).
    pub p_all_met: Probability,
    /// Score; none where no trial has one.
    pub score: Option<ScoreQuantiles>,
    /// P(the month's cap cuts something).
    pub p_cap_binds: Probability,
    /// P(something is credited).
    pub p_credit: Probability,
    /// Expected credit.
    #[ts(type = "number")]
    pub credit_mean_minor: i64,
}

/// Numbers of missed level-months over the horizon, report-only levels left aside.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Misses {
    /// Expected number.
    pub mean: f64,
    /// Its Monte Carlo error.
    pub standard_error: f64,
    /// 5 % quantile.
    pub p5: u32,
    /// 50 % quantile.
    pub p50: u32,
    /// 95 % quantile.
    pub p95: u32,
}

/// Credits over the horizon, in minor units of the agreement's currency.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Credits {
    /// Their distribution.
    #[serde(flatten)]
    pub amounts: Amounts,
    /// The quantiles (i + ½)/50, ascending: 50 equally likely dots.
    #[ts(type = "Array<number>")]
    pub dots_minor: Vec<i64>,
    /// For each dot, among the trials that it stands for, the share in which the cap cut something.
    pub dots_cap_share: Vec<f64>,
}

/// An amount over the horizon, in minor units of the agreement's currency.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Amounts {
    /// Expected.
    #[ts(type = "number")]
    pub mean_minor: i64,
    /// Monte Carlo error of the mean, rounded up.
    #[ts(type = "number")]
    pub standard_error_minor: i64,
    /// 5 % quantile.
    #[ts(type = "number")]
    pub p5_minor: i64,
    /// 50 % quantile.
    #[ts(type = "number")]
    pub p50_minor: i64,
    /// 95 % quantile.
    #[ts(type = "number")]
    pub p95_minor: i64,
}

/// What better service earns over the horizon.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Rewards {
    /// Bonuses; none where the terms have none.
    pub bonus: Option<Amounts>,
    /// P(at least one quarter earns a bonus); as `bonus`.
    pub p_bonus: Option<Probability>,
    /// Credit that is earned back; none where the terms have no earn-back.
    pub earned_back: Option<Amounts>,
    /// P(something is earned back); as `earned_back`.
    pub p_earned_back: Option<Probability>,
    /// Credits less what is earned back and less bonuses, trial by trial; negative where the client pays more.
    pub net: Amounts,
}

/// What is charged over the horizon, where charges are per unit and follow the trial's own volume.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct TrialCharges {
    /// Their distribution.
    #[serde(flatten)]
    pub amounts: Amounts,
    /// Share of all months in which the minimum volume is charged; none without one.
    pub minimum_share: Option<f64>,
}

/// What holds over the horizon, all simulated levels together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Totals {
    /// Credits.
    pub credits: Credits,
    /// Missed level-months.
    pub misses: Misses,
    /// P(no level that is not report-only is missed in any month).
    pub p_all_met: Probability,
    /// P(the cap cuts something in at least one month).
    pub p_cap_binds: Probability,
    /// P(something is credited in at least one month).
    pub p_credit: Probability,
    /// What is charged; none where it does not depend on the volume.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charges: Option<TrialCharges>,
    /// Bonus and earn-back; none where the terms have neither.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rewards: Option<Rewards>,
}

/// Contacts offered in a month; of the first 10,240 trials.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct VolumeQuantiles {
    /// 5 %.
    pub p5: f64,
    /// 50 %.
    pub p50: f64,
    /// 95 %.
    pub p95: f64,
}

/// Results of a run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Results {
    /// Trials that these results are made of.
    pub trials: u32,
    /// Seed of every draw.
    #[ts(type = "number")]
    pub seed: u64,
    /// Levels that were simulated, in the agreement's order.
    pub levels: Vec<LevelResult>,
    /// Levels that no figure contains: "credits leave out …".
    pub left_out: Vec<LeftOut>,
    /// Month by month, contract month 1 first.
    pub months: Vec<MonthResult>,
    /// Over the horizon; none where every level is left out.
    pub totals: Option<Totals>,
    /// Contacts offered, month by month; empty where no volume is known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub volume: Vec<VolumeQuantiles>,
}
