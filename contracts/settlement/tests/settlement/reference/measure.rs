//! Values, windows, targets and bands: "Measuring", "Bands and targets" and "Ramp" of the rules.

use super::exact::{Q, int, not_below_zero, ratio, rounded, sum, zero};
use super::terms::{Direction, Grade, Input, Level, Offset, Path, Reading, Target, Terms};

/// Weeks of an average month.
const WEEKS_PER_MONTH: f64 = 365.25 / 12.0 / 7.0;

/// What became of a level in the window that ends in a month.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// Index of the band that was missed by; none without a miss.
    pub missed: Option<usize>,
    /// Neither met nor missed where this is false and nothing was missed.
    pub met: bool,
    /// The rounded value; none where the outcome does not come from one.
    pub value: Option<Q>,
    /// Counted as failed because the report is late.
    pub late: bool,
    /// No window of this level ends in this month.
    pub not_due: bool,
}

impl Outcome {
    pub fn nothing() -> Self {
        Self { missed: None, met: false, value: None, late: false, not_due: false }
    }

    /// How bad a miss is.
    ///
    /// Reading: a late report counts as failed whatever its level's worst band is called; what it costs and scores is
    /// what that band says.
    pub fn grade(&self, level: &Level) -> Option<Grade> {
        self.missed.map(|band| if self.late { Grade::Failed } else { level.bands[band].grade })
    }

    /// Whether it counts in the weights of the score.
    pub fn counts(&self) -> bool {
        self.met || self.missed.is_some()
    }
}

/// Rule 2: a longer period from sums; the plain mean where a weight is missing; nothing without a value or a weight.
///
/// Reading: months whose sample alone would be too small are in the sums, since the sums are of observations.
pub fn aggregate(inputs: &[&Input]) -> Option<(Q, Option<Q>)> {
    let values: Vec<(&Q, Option<&Q>)> = inputs
        .iter()
        .filter_map(|i| match i {
            Input::Value { value, n, .. } => Some((value, n.as_ref())),
            Input::NoActivity | Input::NotReported | Input::Excused => None,
        })
        .collect();
    if values.is_empty() {
        return None;
    }
    if values.iter().any(|(_, n)| n.is_none()) {
        let all = sum(values.iter().map(|(v, _)| *v));
        return Some((all / int(i128::try_from(values.len()).unwrap()), None));
    }
    let weights = sum(values.iter().filter_map(|(_, n)| *n));
    if weights == zero() {
        return None;
    }
    let all = values.iter().fold(zero(), |all, (v, n)| all + *v * n.unwrap());
    Some((all / &weights, Some(weights)))
}

/// The input of a window from those of its months.
///
/// Readings, since the rules speak of windows only: one month that was not reported makes the window not reported where
/// late reports count as failed (its sums are not there). Otherwise the values that there are decide. Without any value
/// the window is excused where one of its months is, since nothing else was there to be measured. The least sample is asked of the whole window.
pub fn window_input(terms: &Terms, inputs: &[&Input]) -> Input {
    if let [only] = inputs {
        return (*only).clone();
    }
    let has = |kind: fn(&Input) -> bool| inputs.iter().any(|i| kind(i));
    let unreported = has(|i| matches!(i, Input::NotReported));
    if unreported && terms.late_is_failed {
        return Input::NotReported;
    }
    match aggregate(inputs) {
        Some((value, n)) => {
            let sampler_at_fault = has(|i| matches!(i, Input::Value { sampler_at_fault: true, .. }));
            Input::Value { value, n, sampler_at_fault }
        }
        None if has(|i| matches!(i, Input::Excused)) => Input::Excused,
        None if unreported => Input::NotReported,
        None => Input::NoActivity,
    }
}

/// Judges the input of a window against the target of the month that it ends in (Reading: a quarter's target and credit
/// factor are those of its last month, in which it is settled).
pub fn judge(terms: &Terms, level: &Level, month: usize, input: &Input) -> Outcome {
    let not_reported = || {
        if !terms.late_is_failed {
            return Outcome::nothing();
        }
        Outcome { missed: Some(level.bands.len() - 1), late: true, ..Outcome::nothing() }
    };
    match input {
        Input::Value { n: Some(n), sampler_at_fault, .. }
            if level.minimum_n.as_ref().is_some_and(|least| n < least) =>
        {
            if *sampler_at_fault {
                not_reported()
            } else {
                Outcome::nothing()
            }
        }
        Input::Value { value, .. } => {
            let value = rounded(value, level.precision);
            let missed = band(level, &target(terms, level, month), &value);
            Outcome { missed, met: missed.is_none(), value: Some(value), ..Outcome::nothing() }
        }
        Input::NoActivity => Outcome::nothing(),
        Input::NotReported => not_reported(),
        Input::Excused => Outcome { met: terms.excused_is_met, ..Outcome::nothing() },
    }
}

/// The target of a month, rounded to the measure's precision.
pub fn target(terms: &Terms, level: &Level, month: usize) -> Target {
    let months = terms.ramp_factors.len();
    let Some(path) = level.path.as_ref().filter(|_| month <= months) else {
        return level.target.clone();
    };
    let full = &level.target;
    let blend = |from: &Target, at: &dyn Fn(&Q, &Q) -> Q| Target {
        low: rounded(&at(&from.low, &full.low), level.precision),
        high: rounded(&at(&from.high, &full.high), level.precision),
    };
    match path {
        Path::Steps(steps) => steps.get(month - 1).unwrap_or(full).clone(),
        Path::Linear(from) => {
            let done = ratio(i128::try_from(month - 1).unwrap(), i128::try_from(months).unwrap());
            blend(from, &|a, t| a + (t - a) * &done)
        }
        Path::LearningCurve { from, half_life_weeks } => {
            let left = share_left((month as f64 - 0.5) * WEEKS_PER_MONTH, *half_life_weeks);
            blend(from, &|a, t| t + (a - t) * &left)
        }
    }
}

/// 2^(−t/h). It is irrational; twelve decimals are far finer than any measure's precision.
pub fn share_left(weeks: f64, half_life_weeks: f64) -> Q {
    let left = (-weeks / half_life_weeks).exp2();
    ratio((left * 1e12).round() as i128, 1_000_000_000_000)
}

/// Rounded and brought into the domain.
fn settled(level: &Level, value: &Q) -> Q {
    let mut value = rounded(value, level.precision);
    if let Some(low) = level.lowest.as_ref().filter(|l| **l > value) {
        value = low.clone();
    }
    if let Some(high) = level.highest.as_ref().filter(|h| **h < value) {
        value = high.clone();
    }
    value
}

/// The value at an offset on the worse (or better) side: counted from the target, or from the upper edge of a range.
pub fn at_offset(level: &Level, target: &Target, offset: &Offset) -> Q {
    let value = match offset {
        Offset::Difference(d) => &target.high + d,
        Offset::Ratio(r) => &target.high * r,
    };
    settled(level, &value)
}

/// The same offset mirrored at the lower edge of a range.
pub fn at_mirrored(level: &Level, target: &Target, offset: &Offset) -> Q {
    let value = match offset {
        Offset::Difference(d) => &target.low - d,
        Offset::Ratio(r) => &target.low / r,
    };
    settled(level, &value)
}

/// How far a rounded value lies outside of what is met.
pub fn shortfall(level: &Level, target: &Target, value: &Q) -> Q {
    let below = not_below_zero(&target.low - value);
    let above = not_below_zero(value - &target.high);
    match level.direction {
        Direction::Higher => below,
        Direction::Lower => above,
        Direction::Range => below + above,
    }
}

fn is_beyond(level: &Level, target: &Target, offset: &Offset, value: &Q) -> bool {
    let outer = at_offset(level, target, offset);
    match level.direction {
        Direction::Higher => *value < outer,
        Direction::Lower => *value > outer,
        Direction::Range => *value > outer || *value < at_mirrored(level, target, offset),
    }
}

/// The band that a rounded value lies in; none where it is met. Equal meets.
pub fn band(level: &Level, target: &Target, value: &Q) -> Option<usize> {
    if shortfall(level, target, value) == zero() {
        return None;
    }
    let beyond = |offset: &Option<Offset>| offset.as_ref().is_none_or(|o| is_beyond(level, target, o, value));
    level.bands.iter().rposition(|b| beyond(&b.from))
}

/// The bar of "exceed by q", rounded; none where the rules make it an error of the design.
pub fn bar(level: &Level, target: &Target, by: &Q, reading: Reading) -> Option<Q> {
    let sign = match level.direction {
        Direction::Higher => int(1),
        Direction::Lower => int(-1),
        Direction::Range => return None,
    };
    let goal = &target.high;
    let bound = if level.direction == Direction::Higher { &level.highest } else { &level.lowest };
    let distance = match reading {
        Reading::Relative if *goal <= zero() => return None,
        Reading::Relative => goal * by / int(100),
        Reading::Absolute => by.clone(),
        Reading::Headroom => {
            let far = bound.as_ref()? - goal;
            (if far < zero() { -far } else { far }) * by / int(100)
        }
    };
    let bar = rounded(&(goal + sign * distance), level.precision);
    let holds = level.lowest.as_ref().is_none_or(|l| bar >= *l) && level.highest.as_ref().is_none_or(|h| bar <= *h);
    holds.then_some(bar)
}

/// At or better than a bar.
pub fn reaches(level: &Level, value: &Q, bar: &Q) -> bool {
    match level.direction {
        Direction::Higher => value >= bar,
        Direction::Lower | Direction::Range => value <= bar,
    }
}
