//! What would happen if these terms had been signed.

use model::{Class, MeasureId, ServiceLevelId, Unit, review::Change};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What to simulate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct OutlookRequest {
    /// Number of trials, at most 1,000,000.
    pub trials: u32,
    /// Seed of every draw; none: the default.
    #[ts(type = "number | null")]
    pub seed: Option<u64>,
    /// Months ahead; none: twelve.
    pub months: Option<u32>,
    /// Terms to try without changing the contract.
    pub what_if: Vec<Change>,
    /// Performance that has to be learnt during the ramp; none: what this side keeps with the contract, and for a file
    /// nothing.
    #[serde(default)]
    pub learning: Option<Vec<LearningText>>,
    /// What is assumed of measures without six months of history; none: what this side keeps with the contract, and for
    /// a file nothing. Levels of which nothing is known and nothing assumed are left out by name.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub assumptions: Option<Vec<AssumptionText>>,
}

impl Default for OutlookRequest {
    /// The terms as they stand, 10,000 times, and nothing assumed that this side does not keep.
    fn default() -> Self {
        Self { trials: 10_000, seed: None, months: None, what_if: Vec::new(), learning: None, assumptions: None }
    }
}

/// What is taken for a measure that nobody has observed long enough, as it is typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct AssumptionText {
    /// Which measure.
    pub measure: MeasureId,
    /// One month in ten stays below it: `60 %`.
    pub p10: String,
    /// Every other month stays below it.
    pub p50: String,
    /// Nine months in ten stay below it.
    pub p90: String,
    /// How many months of experience are behind it: `12`.
    pub months: String,
}

/// The same as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct AssumptionView {
    /// Which measure.
    pub measure: MeasureId,
    /// Its name.
    pub name: String,
    /// One month in ten stays below it.
    pub p10_text: String,
    /// Every other month stays below it.
    pub p50_text: String,
    /// Nine months in ten stay below it.
    pub p90_text: String,
    /// How many months of experience are behind it.
    pub months_text: String,
}

/// Performance of a measure that begins away from its steady state, as it is typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct LearningText {
    /// Which measure.
    pub measure: MeasureId,
    /// Its value on the first day: `900 s`.
    pub start: String,
    /// How long until half of the gap is closed: `3 weeks`, `2 to 5 weeks`, `exactly 1 month`.
    pub half_life: String,
}

/// The same as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct LearningView {
    /// Which measure.
    pub measure: MeasureId,
    /// Its name.
    pub name: String,
    /// Its value on the first day.
    pub start_text: String,
    /// How long until half of the gap is closed.
    pub half_life_text: String,
}

/// What the figures of a simulation rest on, each as a hash: where all of them are equal, so would the figures be.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct OutlookInputs {
    /// The terms that figures depend on. A change of any other term, of a notice period or a contact, leaves it as it is.
    pub terms: String,
    /// The history, as [`super::BaselineView::hash`]; empty without one.
    pub history: String,
    /// What this side assumes is learnt during the ramp.
    pub learning: String,
    /// What this side assumes of levels without history.
    pub assumptions: String,
}

/// Simulated outcome of a contract.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Outlook {
    /// The terms that were simulated: hash of the agreement, what-if changes included.
    pub hash: String,
    /// The history that it rests on, as [`super::BaselineView::hash`].
    pub baseline_hash: String,
    /// What it rests on: a result is stale as soon as the contract's own ([`super::ContractView::outlook_inputs`]) is
    /// another.
    #[serde(default)]
    pub inputs: OutlookInputs,
    /// The finding in words, for people.
    pub headline: String,
    /// A sentence for the heat map, the fans, the credits.
    pub captions: Captions,
    /// Number of trials.
    pub trials: u32,
    /// Seed.
    #[ts(type = "number")]
    pub seed: u64,
    /// Version of the method.
    pub engine_version: String,
    /// Largest Monte Carlo error of a probability, in points of 100.
    pub error_points: f64,
    /// The months ahead.
    pub months: Vec<MonthAhead>,
    /// One for each simulated level, the riskiest first.
    pub levels: Vec<LevelOutlook>,
    /// Probability that all simulated levels are met, by month.
    pub all_met: Vec<f64>,
    /// The same over the steady months.
    pub all_met_steady: f64,
    /// Credits of the whole horizon.
    pub credits: CreditsOutlook,
    /// What better service earns over the horizon, each amount with its name, and last what is left of the credits: empty
    /// where the terms have neither bonus nor earn-back.
    #[serde(default)]
    pub rewards: Vec<RewardOutlook>,
    /// Charges of the horizon, which credits stand beside: the expected ones where they follow the volume.
    pub charges_text: String,
    /// Their distribution, where they are per unit and follow each trial's own volume; none where they are certain.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub charges: Option<AmountsOutlook>,
    /// What charges per unit are made of, in words; empty where charges do not depend on units.
    #[serde(default)]
    pub charges_words: String,
    /// Score of a steady month: median, as people write it; empty where there is none.
    pub score_text: String,
    /// Names of the levels that have no history and are in no total.
    pub left_out: Vec<String>,
    /// What a reader must know: short history, approximate weights, illustrative data.
    pub cautions: Vec<String>,
    /// Performance that is learnt, in the order of measures.
    #[serde(default)]
    pub learning: Vec<LearningView>,
    /// What is assumed of measures without a usable history, in the order of measures.
    #[serde(default)]
    pub assumptions: Vec<AssumptionView>,
    /// What the months of the ramp rest on, in words; empty where there is neither a ramp nor learning.
    #[serde(default)]
    pub ramp_text: String,
    /// Contacts offered, by month ahead; empty where the history has no volume.
    #[serde(default)]
    pub volume: Vec<VolumeMonth>,
    /// The same in a sentence; empty where there is none.
    #[serde(default)]
    pub volume_text: String,
    /// Which levels busy months excuse and how often, in words; empty where they excuse none.
    #[serde(default)]
    pub busy_text: String,
}

/// Contacts offered in one month ahead, drawn together with the measures.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct VolumeMonth {
    /// 5 in 100 trials are at or below.
    pub p5: f64,
    /// Half are at or below.
    pub p50: f64,
    /// 95 in 100 are at or below.
    pub p95: f64,
}

/// What each chart shows, in a sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Captions {
    /// Of the heat map.
    pub chances: String,
    /// Of the credits.
    pub credits: String,
}

/// One month ahead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct MonthAhead {
    /// Contract month, 1 is the first.
    pub number: u32,
    /// `Jan 2027`.
    pub label: String,
    /// Whether it belongs to the ramp.
    pub ramp: bool,
    /// Credits due in it: `50 %`.
    pub credit_factor_text: String,
}

/// How likely a level is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Realism {
    /// Below 40 in 100.
    Unattainable,
    /// 40 to 70.
    Stretch,
    /// 70 to 95.
    Fair,
    /// Above 95.
    Soft,
}

/// Simulated outcome of a level.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct LevelOutlook {
    /// Which one.
    pub id: ServiceLevelId,
    /// Its name.
    pub name: String,
    /// Class.
    pub class: Class,
    /// Unit of values.
    pub unit: Unit,
    /// Decimals of values.
    pub precision_decimals: u8,
    /// What it rests on: `24 months`.
    pub basis_text: String,
    /// Nobody measured it: a person assumes what it will do. Its name carries the mark wherever it is shown.
    #[serde(default)]
    pub assumed: bool,
    /// Full target: `≥ 72.0 %`.
    pub target_text: String,
    /// Path of the term.
    pub target_path: String,
    /// Probability of meeting it, by month.
    pub met: Vec<f64>,
    /// The same over the steady months.
    pub met_steady: f64,
    /// Probability that more volume than was forecast excuses it, by month; empty where its months cannot be. `met` is
    /// the share among the months that are judged.
    #[serde(default)]
    pub excused: Vec<f64>,
    /// The same over the steady months.
    #[serde(default)]
    pub excused_steady: f64,
    /// What that means, by the number as it is shown.
    pub realism: Realism,
    /// Expected credit over the horizon, rounded text: `USD 12,400`.
    pub expected_credit_text: String,
    /// The same in minor units.
    #[ts(type = "number")]
    pub expected_credit_minor: i64,
    /// The months behind: the last twelve of history, oldest first.
    pub history: Vec<HistoryPoint>,
    /// Range of values by month ahead.
    pub fan: Vec<FanPoint>,
    /// One sentence about the fan.
    pub fan_caption: String,
}

/// One month of history beside a fan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct HistoryPoint {
    /// `Jul 2024`.
    pub label: String,
    /// Value; none in a gap.
    pub value: Option<f64>,
}

/// Range of a level's value in one month ahead.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct FanPoint {
    /// Quantiles 2.5, 10, 25, 50, 75, 90 and 97.5 %.
    pub quantiles: Vec<f64>,
    /// Target of the month: the lower edge, where there is one.
    pub target_low: Option<f64>,
    /// The upper edge, where there is one.
    pub target_high: Option<f64>,
}

/// The distribution of an amount over trials, as people write it and in minor units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct AmountsOutlook {
    /// Mean, rounded text. A negative amount is one that the client pays.
    pub mean_text: String,
    /// 5 in 100 trials are at or below.
    pub p5_text: String,
    /// Half are at or below.
    pub p50_text: String,
    /// 95 in 100 are at or below.
    pub p95_text: String,
    /// Mean in minor units.
    #[ts(type = "number")]
    pub mean_minor: i64,
    /// See `p5_text`.
    #[ts(type = "number")]
    pub p5_minor: i64,
    /// See `p50_text`.
    #[ts(type = "number")]
    pub p50_minor: i64,
    /// See `p95_text`.
    #[ts(type = "number")]
    pub p95_minor: i64,
}

/// Credits of the horizon.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct CreditsOutlook {
    /// Their distribution.
    #[serde(flatten)]
    pub amounts: AmountsOutlook,
    /// Probability that a month's cap binds in the horizon.
    pub cap_reached: f64,
    /// The same by month.
    pub cap_reached_by_month: Vec<f64>,
    /// Fifty equally likely horizons.
    pub dots: Vec<CreditDot>,
    /// ISO code of the currency.
    pub currency: String,
    /// Decimals of its minor unit.
    pub minor_digits: u8,
}

/// Bonus, earn-back, or what is left of the credits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct RewardOutlook {
    /// What it is: `Bonus`.
    pub label: String,
    /// Its distribution.
    #[serde(flatten)]
    pub amounts: AmountsOutlook,
    /// Probability that there is anything of it; none for what is left.
    pub chance: Option<f64>,
}

/// One of fifty equally likely horizons.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct CreditDot {
    /// Credits in minor units.
    #[ts(type = "number")]
    pub minor: i64,
    /// As people read it.
    pub text: String,
    /// Among the trials that it stands for, the share in which the cap cut something.
    pub cap_share: f64,
}

/// How likely each target would be: the curve above the slider.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct TargetCurve {
    /// Which level.
    pub level: ServiceLevelId,
    /// From the easiest to the hardest target.
    pub points: Vec<CurvePoint>,
    /// The target that is met in 85 of 100 steady months, as people write it; none where there is none in the domain.
    pub likely_text: Option<String>,
    /// The same as a number.
    pub likely_value: Option<f64>,
    /// Smallest step of the slider.
    pub step: f64,
    /// What the curve leaves out, in words: it takes months as judged that a busy month would excuse. Empty where none can be.
    pub excused_text: String,
}

/// One target on the curve.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct CurvePoint {
    /// Target.
    pub target: f64,
    /// As it would be typed.
    pub text: String,
    /// Probability of meeting it in a steady month.
    pub met: f64,
}

/// How an export is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema, TS)]
pub struct ExportRequest {
    /// Whether the simulation annex is printed; refused where the figures of the last simulation rest on something else.
    pub annex: bool,
}

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Saved {
    /// Its name, without its folder.
    pub name: String,
    /// Its size.
    pub size_bytes: u32,
}
