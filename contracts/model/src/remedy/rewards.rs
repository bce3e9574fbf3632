//! What good service earns: bonus, gain share, earn-back.

use super::is_default;
use crate::{Decimal, Direction, Measure, Target, quantity};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What "met" is judged on where a bonus is earned.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BonusBasis {
    /// Every month of the quarter.
    #[default]
    EachMonth,
    /// The quarter's aggregate, from sums.
    QuarterAggregate,
}

/// Which levels must be good for a bonus.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BonusLevels {
    /// All critical and key levels: met, none severe, every one with a value.
    #[default]
    All,
    /// Those that have a bar ([`Exceed`]): every one of them exceeds its target by it. The others may miss.
    Exceeding,
}

/// What a quarter of the contract year earns in which all critical and key levels are met, none severe, no gate missed,
/// every level with a value. Off without a rate here or at a level, and without a cap.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BonusTerms {
    /// Percent of the quarter's charges for the quarter itself, beside what levels earn by exceeding their targets.
    #[serde(default, skip_serializing_if = "is_default")]
    pub base_percent: Option<Decimal>,
    /// Bonuses of a quarter stop at this percentage of its charges.
    #[serde(default, skip_serializing_if = "is_default")]
    pub cap_percent: Option<Decimal>,
    /// What "met" and "exceeded" are judged on.
    #[serde(default, skip_serializing_if = "is_default")]
    pub basis: BonusBasis,
    /// Which levels it depends on.
    #[serde(default, skip_serializing_if = "is_default")]
    pub levels: BonusLevels,
    /// Whether quarters with a month of the ramp may earn it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub in_ramp: bool,
}

/// What "exceed by q" says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExceedReading {
    /// T(1 ± q); only where T > 0.
    Relative,
    /// T ± q, in the measure's unit.
    Absolute,
    /// T ± q·|bound − T|; only with a finite bound.
    Headroom,
}

/// By how much a target must be exceeded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Exceed {
    /// q: percent of the target or of the headroom, or units of the measure.
    pub by: Decimal,
    /// How it is read.
    pub reading: ExceedReading,
}

/// Why a bar is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BarProblem {
    /// Inside a range nothing is better than met.
    Range,
    /// A percentage of a target that is not above 0.
    TargetNotPositive,
    /// There is no headroom without an end of the domain.
    NoBound,
    /// The bar lies outside of what can occur.
    OutsideDomain(Decimal),
}

impl fmt::Display for BarProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Range => f.write_str("a bar above a range, where nothing is better than inside it"),
            Self::TargetNotPositive => f.write_str("a percentage of a target that is not above 0"),
            Self::NoBound => f.write_str("a part of the headroom of a measure without a best value"),
            Self::OutsideDomain(bar) => write!(f, "a bar of {}, which cannot occur", bar.normalize()),
        }
    }
}

impl Exceed {
    /// The value that must be reached, rounded to the measure's precision.
    ///
    /// # Errors
    /// Where there is no such value, or one that cannot occur.
    pub fn bar(self, target: Target, measure: &Measure) -> Result<Decimal, BarProblem> {
        let Target::Value(value) = target else { return Err(BarProblem::Range) };
        let target = value.value();
        let higher = match measure.direction {
            Direction::Higher => true,
            Direction::Lower => false,
            Direction::Range => return Err(BarProblem::Range),
        };
        let part = self.by / Decimal::ONE_HUNDRED;
        let distance = match self.reading {
            ExceedReading::Relative if target <= Decimal::ZERO => return Err(BarProblem::TargetNotPositive),
            ExceedReading::Relative => target.saturating_mul(part),
            ExceedReading::Absolute => self.by,
            ExceedReading::Headroom => {
                let (low, high) = measure.unit.domain();
                let bound = if higher { high } else { low }.ok_or(BarProblem::NoBound)?;
                (bound - target).abs().saturating_mul(part)
            }
        };
        let bar = if higher { target.saturating_add(distance) } else { target.saturating_sub(distance) };
        let bar = quantity::round(bar, measure.precision_decimals);
        if measure.unit.holds(bar) { Ok(bar) } else { Err(BarProblem::OutsideDomain(bar)) }
    }

    /// As people write it: `5 % of the target`, `2 points`, `20 % of the headroom`.
    #[must_use]
    pub fn words(self, measure: &Measure) -> String {
        let by = quantity::percent(self.by);
        match self.reading {
            ExceedReading::Relative => format!("{by} of the target"),
            ExceedReading::Absolute => {
                let number = quantity::number(self.by, quantity::scale_of(self.by));
                match measure.unit {
                    crate::Unit::Seconds => quantity::with_unit(&number, measure.unit),
                    crate::Unit::Percent if self.by == Decimal::ONE => format!("{number} percentage point"),
                    crate::Unit::Percent => format!("{number} percentage points"),
                    crate::Unit::Points if self.by == Decimal::ONE => format!("{number} point"),
                    crate::Unit::Points => format!("{number} points"),
                    crate::Unit::Count => number,
                }
            }
            ExceedReading::Headroom => format!("{by} of the headroom"),
        }
    }
}

/// The vendor's share of a saving that both parties measured. Off without a share.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GainShare {
    /// Percent of the saving.
    #[serde(default, skip_serializing_if = "is_default")]
    pub share_percent: Option<Decimal>,
    /// A saving of a month up to this amount is not shared; what lies above it is.
    #[serde(default, skip_serializing_if = "is_default")]
    pub floor_amount: Decimal,
    /// The share of a month stops at this amount.
    #[serde(default, skip_serializing_if = "is_default")]
    pub cap_amount: Option<Decimal>,
}

/// How credit is earned back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EarnBackRule {
    /// By the next three windows with a value at or better than target.
    #[default]
    NextThreeWindows,
    /// By the contract year's aggregate at or better than target with at most so many misses. Months whose own sample is too
    /// small are in its sums, since these are of observations; the least sample is asked of the year.
    ContractYear,
}

/// Credit returned for later performance, rounded for each level's line. Off without a percentage.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EarnBack {
    /// e: percent of the credit that is returned.
    #[serde(default, skip_serializing_if = "is_default")]
    pub percent: Option<Decimal>,
    /// For what.
    #[serde(default, skip_serializing_if = "is_default")]
    pub rule: EarnBackRule,
    /// k: most misses of a contract year; only for [`EarnBackRule::ContractYear`].
    #[serde(default, skip_serializing_if = "is_default")]
    pub misses_max: u32,
    /// Whether severe and failed misses, the added part of a repeat, gates and missing reports can be earned back too.
    #[serde(default, skip_serializing_if = "is_default")]
    pub without_exclusions: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Unit;

    fn d(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    fn measure(unit: Unit, direction: Direction, precision_decimals: u8) -> Measure {
        let (agreement, _) = crate::template::sample();
        Measure { unit, direction, precision_decimals, ..agreement.measures[0].clone() }
    }

    fn bar(by: &str, reading: ExceedReading, target: &str, measure: &Measure) -> Result<Decimal, BarProblem> {
        Exceed { by: d(by), reading }.bar(Target::Value(measure.unit.of(d(target))), measure)
    }

    #[test]
    fn exceed_by_q_has_three_readings_each_with_its_own_limits() {
        let share = measure(Unit::Percent, Direction::Higher, 1);
        assert_eq!(bar("2", ExceedReading::Relative, "80", &share), Ok(d("81.6")));
        assert_eq!(bar("2", ExceedReading::Absolute, "80", &share), Ok(d("82.0")));
        assert_eq!(bar("10", ExceedReading::Headroom, "80", &share), Ok(d("82.0")));
        let time = measure(Unit::Seconds, Direction::Lower, 0);
        assert_eq!(bar("10", ExceedReading::Relative, "30", &time), Ok(d("27")));
        assert_eq!(bar("5", ExceedReading::Absolute, "30", &time), Ok(d("25")));
        assert_eq!(bar("50", ExceedReading::Headroom, "30", &time), Ok(d("15")));
        let score = measure(Unit::Points, Direction::Higher, 0);
        assert_eq!(bar("10", ExceedReading::Relative, "0", &score), Err(BarProblem::TargetNotPositive));
        assert_eq!(bar("10", ExceedReading::Relative, "-20", &score), Err(BarProblem::TargetNotPositive));
        assert_eq!(bar("10", ExceedReading::Headroom, "-20", &score), Ok(d("-8")));
        let count = measure(Unit::Count, Direction::Higher, 0);
        assert_eq!(bar("10", ExceedReading::Headroom, "20", &count), Err(BarProblem::NoBound));
    }

    #[test]
    fn exceeding_a_target_of_95_percent_by_10_percent_cannot_occur() {
        // 95 % × 1.1 is 104.5 %: the brief that demands it contradicts itself.
        let share = measure(Unit::Percent, Direction::Higher, 1);
        assert_eq!(bar("10", ExceedReading::Relative, "95", &share), Err(BarProblem::OutsideDomain(d("104.5"))));
        assert_eq!(bar("10", ExceedReading::Headroom, "95", &share), Ok(d("95.5")));
    }
}
