//! The same rules a second time, in exact fractions and straight from the terms, to judge the kernel by.

use model::{Agreement, Class, Credit, Decimal, Direction, Measure, Offset, ScoreRule, ServiceLevel, Target, quantity};
use std::cmp::Ordering;

/// A fraction of integers in lowest terms with a positive denominator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fraction {
    pub top: i128,
    pub bottom: i128,
}

fn gcd(a: i128, b: i128) -> i128 {
    if b == 0 { a.abs().max(1) } else { gcd(b, a % b) }
}

impl Fraction {
    pub fn new(top: i128, bottom: i128) -> Self {
        let by = gcd(top, bottom) * bottom.signum();
        Self { top: top / by, bottom: bottom / by }
    }

    pub fn of(value: Decimal) -> Self {
        Self::new(value.mantissa(), 10_i128.pow(value.scale()))
    }

    pub fn plus(self, other: Self) -> Self {
        Self::new(self.top * other.bottom + other.top * self.bottom, self.bottom * other.bottom)
    }

    pub fn times(self, other: Self) -> Self {
        let (a, b) = (gcd(self.top, other.bottom), gcd(other.top, self.bottom));
        Self::new((self.top / a) * (other.top / b), (self.bottom / b) * (other.bottom / a))
    }

    pub fn over(self, other: Self) -> Self {
        self.times(Self::new(other.bottom, other.top))
    }

    pub fn cmp(self, other: Self) -> Ordering {
        (self.top * other.bottom).cmp(&(other.top * self.bottom))
    }

    pub fn floor(self) -> i128 {
        self.top.div_euclid(self.bottom)
    }

    /// Half up; the amounts are not negative.
    pub fn rounded(self) -> i128 {
        self.plus(Self::new(1, 2)).floor()
    }
}

const ZERO: Fraction = Fraction { top: 0, bottom: 1 };

/// What the reference says about a month.
#[derive(Debug)]
pub struct Month {
    pub uncapped_minor: i128,
    pub credit_minor: i128,
    pub cap_bound: bool,
    pub lines_minor: Vec<i128>,
    /// In 1/10,000 point.
    pub score_units: Option<i128>,
}

/// Settles a month of an agreement; `values` has one entry for each level, none without a value.
pub fn settle(agreement: &Agreement, month: usize, values: &[Option<Decimal>]) -> Month {
    let minor = Fraction::new(10_i128.pow(u32::from(agreement.currency.minor_digits())), 1);
    let charges = Fraction::of(agreement.charges.amount(month)).times(minor);
    let hundredth = Fraction::new(1, 100);
    let due = Fraction::of(agreement.ramp.credit_factor_percent(month)).times(hundredth);
    let levels: Vec<_> = agreement.levels().collect();
    let credits: Vec<Fraction> = levels
        .iter()
        .zip(values)
        .map(|((level, measure), value)| {
            value.map_or(ZERO, |v| {
                credit_percent(agreement, level, measure, month, v).times(hundredth).times(charges).times(due)
            })
        })
        .collect();
    let all = credits.iter().fold(ZERO, |sum, c| sum.plus(*c));
    let cap = agreement.remedies.month_cap_percent.map(|p| Fraction::of(p).times(hundredth).times(charges));
    let bound = cap.filter(|c| c.cmp(all) == Ordering::Less);
    let shares: Vec<Fraction> = credits.iter().map(|c| bound.map_or(*c, |cap| c.times(cap).over(all))).collect();
    let total = bound.unwrap_or(all).rounded();
    let weights: Vec<Decimal> = levels.iter().map(|(l, _)| l.weight_percent).collect();
    Month {
        uncapped_minor: all.rounded(),
        credit_minor: total,
        cap_bound: bound.is_some(),
        lines_minor: lines(&shares, &credits, &weights, total),
        score_units: score(agreement, &levels, month, values),
    }
}

fn lines(shares: &[Fraction], credits: &[Fraction], weights: &[Decimal], total: i128) -> Vec<i128> {
    let mut lines: Vec<i128> = shares.iter().map(|s| s.floor()).collect();
    let rest = |i: usize| shares[i].plus(Fraction::new(-shares[i].floor(), 1));
    let mut order: Vec<usize> = (0..shares.len()).collect();
    order.sort_by(|&a, &b| {
        let remainder = rest(b).cmp(rest(a));
        let amount = credits[b].cmp(credits[a]);
        remainder.then(amount).then(weights[b].cmp(&weights[a])).then(a.cmp(&b))
    });
    let left = usize::try_from(total - lines.iter().sum::<i128>()).unwrap();
    for line in order.into_iter().take(left) {
        lines[line] += 1;
    }
    lines
}

/// The edges of what is met, and how far `value` lies outside of it.
fn shortfall(measure: &Measure, target: Target, value: Decimal) -> Decimal {
    let (low, high) = match target {
        Target::Value(q) => (q.value(), q.value()),
        Target::Range { low, high } => (low.value(), high.value()),
    };
    match measure.direction {
        Direction::Higher => low - value,
        Direction::Lower => value - high,
        Direction::Range => (low - value).max(value - high),
    }
    .max(Decimal::ZERO)
}

/// Whether `value` is worse than the edge at `offset`.
fn is_beyond(measure: &Measure, target: Target, offset: Offset, value: Decimal) -> bool {
    let settle = |v: Decimal| measure.unit.clip(quantity::round(measure.unit.clip(v), measure.precision_decimals));
    match (target, measure.direction) {
        (Target::Value(q), Direction::Higher) => value < settle(offset.from(q.value())),
        (Target::Value(q), _) => value > settle(offset.from(q.value())),
        (Target::Range { low, high }, _) => {
            value > settle(offset.from(high.value())) || value < settle(offset.mirrored_from(low.value()))
        }
    }
}

/// 0 is met.
fn band(agreement: &Agreement, level: &ServiceLevel, measure: &Measure, month: usize, value: Decimal) -> usize {
    let target = agreement.ramp.target(level, measure, month);
    if shortfall(measure, target, value).is_zero() {
        return 0;
    }
    1 + level.bands.iter().skip(1).filter(|b| is_beyond(measure, target, b.from.unwrap(), value)).count()
}

fn credit_percent(
    agreement: &Agreement,
    level: &ServiceLevel,
    measure: &Measure,
    month: usize,
    value: Decimal,
) -> Fraction {
    if level.class == Class::ReportOnly {
        return ZERO;
    }
    let value = quantity::round(value, measure.precision_decimals);
    match level.credit {
        Credit::ByBand => match band(agreement, level, measure, month, value) {
            0 => ZERO,
            missed => Fraction::of(level.bands[missed - 1].credit_percent),
        },
        Credit::PerPoint { percent_per_point } => {
            let target = agreement.ramp.target(level, measure, month);
            Fraction::of(shortfall(measure, target, value)).times(Fraction::of(percent_per_point))
        }
    }
}

fn score(
    agreement: &Agreement,
    levels: &[(&ServiceLevel, &Measure)],
    month: usize,
    values: &[Option<Decimal>],
) -> Option<i128> {
    let mut sum = ZERO;
    let mut weight = ZERO;
    let mut all_met = true;
    for ((level, measure), value) in levels.iter().zip(values) {
        let value = value.map(|v| quantity::round(v, measure.precision_decimals));
        let met = value.is_some_and(|v| band(agreement, level, measure, month, v) == 0);
        all_met &= met || level.class == Class::ReportOnly;
        if let Some(value) = value {
            let own = Fraction::new(level_score(agreement, level, measure, month, value), 1);
            sum = sum.plus(own.times(Fraction::of(level.weight_percent)));
            weight = weight.plus(Fraction::of(level.weight_percent));
        }
    }
    if weight.top == 0 || weight.cmp(Fraction::new(50, 1)) == Ordering::Less {
        return None;
    }
    let score = sum.over(weight).rounded();
    Some(if all_met { score } else { score.min(1_000_000) })
}

/// In 1/10,000 point.
fn level_score(agreement: &Agreement, level: &ServiceLevel, measure: &Measure, month: usize, value: Decimal) -> i128 {
    let missed = band(agreement, level, measure, month, value);
    if agreement.score == ScoreRule::ByBand {
        return match missed {
            0 => 1_000_000,
            missed => {
                Fraction::of(level.bands[missed - 1].score_points.unwrap_or_default() * Decimal::from(10_000)).rounded()
            }
        };
    }
    let target = agreement.ramp.target(level, measure, month);
    let clip = |v: Decimal| quantity::round(measure.unit.clip(v), measure.precision_decimals);
    let between = |from: Decimal, to: Decimal, whole: i128| {
        // How much of the way from `from` to `to` the value has gone.
        if from == to {
            return 0;
        }
        let part = Fraction::of(value - from).over(Fraction::of(to - from));
        let part = if part.top < 0 { ZERO } else { part };
        let part = if part.cmp(Fraction::new(1, 1)) == Ordering::Greater { Fraction::new(1, 1) } else { part };
        part.times(Fraction::new(whole, 1)).rounded()
    };
    let (low, high) = match target {
        Target::Value(q) => (q.value(), q.value()),
        Target::Range { low, high } => (low.value(), high.value()),
    };
    if missed > 0 {
        let Some(floor) = level.floor else { return 0 };
        return if measure.direction == Direction::Range && value < low {
            between(clip(floor.mirrored_from(low)), low, 1_000_000)
        } else {
            let edge = if measure.direction == Direction::Higher { low } else { high };
            between(clip(floor.from(edge)), edge, 1_000_000)
        };
    }
    1_000_000 + level.stretch.map_or(0, |s| between(low, clip(s.from(low)), 200_000))
}
