//! Relief: observations of an excused window are removed, good and bad, from numerator and denominator.

use crate::{Decimal, Measure, Quantity, Statistic, Unit, quantity};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;
use ts_rs::TS;

/// Decimals that counts are taken back with from a value, which is held with twelve.
const COUNT_DECIMALS: u8 = 6;

/// What an excused window held, good and bad, in the measure's own counts. Scheduled maintenance that was agreed
/// beforehand is a window of which nothing was available: a numerator of 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Removed {
    /// Of a share, how many were good; of a mean or a sum, the sum of the values: seconds, points; of a net score, promoters
    /// less detractors; of a count, how many.
    #[ts(type = "string")]
    pub numerator: Decimal,
    /// How many observations there were.
    #[ts(type = "string")]
    pub denominator: Decimal,
}

/// Why relief cannot be worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReliefProblem {
    /// A figure without its counts, from which nothing can be removed.
    RawValuesNeeded,
    /// More was excused than was observed, or more good than there is.
    MoreThanObserved,
}

impl fmt::Display for ReliefProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::RawValuesNeeded => "a figure without its counts, from which nothing can be removed",
            Self::MoreThanObserved => "more observations in the excused window than in the month",
        })
    }
}

impl ReliefProblem {
    /// What to bring instead.
    #[must_use]
    pub fn expected(self) -> &'static str {
        match self {
            Self::RawValuesNeeded => {
                "the number of observations beside the value, or a value without the excused window"
            }
            Self::MoreThanObserved => "counts of the window that are part of the month’s own",
        }
    }
}

impl std::error::Error for ReliefProblem {}

/// A period's value and its number of observations without an excused window; `None` where nothing is left: the period is
/// excused. The numerator is taken back from value and observations; from a count or a sum it is simply taken away.
///
/// # Errors
/// Where nothing can be removed from such a figure, or more would be removed than there is.
pub fn without(
    measure: &Measure,
    value: Quantity,
    n: Option<Decimal>,
    removed: Removed,
) -> Result<Option<(Quantity, Option<Decimal>)>, ReliefProblem> {
    if measure.statistic.needs_single_values() {
        return Err(ReliefProblem::RawValuesNeeded);
    }
    if measure.statistic.adds_up() {
        return added_up(measure, value, n, removed);
    }
    let whole = n.ok_or(ReliefProblem::RawValuesNeeded)?;
    // A percentage and a net score are 100 times numerator by denominator; a mean has the unit of what is added up.
    let (factor, least) = match (measure.statistic, measure.unit) {
        (Statistic::NetScore, _) => (Decimal::ONE_HUNDRED, Some(-removed.denominator)),
        (Statistic::Share, Unit::Percent) => (Decimal::ONE_HUNDRED, Some(Decimal::ZERO)),
        _ => (Decimal::ONE, None),
    };
    let is_part = removed.denominator >= Decimal::ZERO && removed.denominator <= whole;
    if !is_part || least.is_some_and(|least| removed.numerator < least || removed.numerator > removed.denominator) {
        return Err(ReliefProblem::MoreThanObserved);
    }
    let left = whole - removed.denominator;
    if left.is_zero() {
        return Ok(None);
    }
    let sum = value.value().checked_mul(whole).ok_or(ReliefProblem::RawValuesNeeded)? / factor;
    let numerator = quantity::round(sum, COUNT_DECIMALS) - removed.numerator;
    let relieved = numerator.saturating_mul(factor) / left;
    if !measure.unit.holds(relieved) {
        return Err(ReliefProblem::MoreThanObserved);
    }
    Ok(Some((measure.unit.of(relieved), Some(left))))
}

/// Of a count or a sum, what the window adds to it leaves.
fn added_up(
    measure: &Measure,
    value: Quantity,
    n: Option<Decimal>,
    removed: Removed,
) -> Result<Option<(Quantity, Option<Decimal>)>, ReliefProblem> {
    let relieved = value.value() - removed.numerator;
    let left = n.map(|n| n - removed.denominator);
    if left.is_some_and(|left| left < Decimal::ZERO) || !measure.unit.holds(relieved) {
        return Err(ReliefProblem::MoreThanObserved);
    }
    Ok(Some((measure.unit.of(relieved), left)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    fn measure(statistic: Statistic, unit: Unit) -> Measure {
        let (agreement, _) = crate::template::sample();
        Measure { statistic, unit, ..agreement.measures[0].clone() }
    }

    fn without_window(
        measure: &Measure,
        value: &str,
        n: Option<&str>,
        window: (&str, &str),
    ) -> Result<Option<(Decimal, Decimal)>, ReliefProblem> {
        let removed = Removed { numerator: d(window.0), denominator: d(window.1) };
        let left = without(measure, measure.unit.of(d(value)), n.map(d), removed)?;
        Ok(left.map(|(value, n)| (quantity::round(value.value(), 2), n.unwrap_or_default())))
    }

    #[test]
    fn an_excused_window_leaves_numerator_and_denominator() {
        // 8,000 of 10,000 with a window of 100 of 500: 83.16 %.
        let share = measure(Statistic::Share, Unit::Percent);
        assert_eq!(without_window(&share, "80", Some("10000"), ("100", "500")), Ok(Some((d("83.16"), d("9500")))));
        // Two of three, held with twelve decimals, without the two good ones.
        assert_eq!(without_window(&share, "66.666666666667", Some("3"), ("2", "2")), Ok(Some((d("0.00"), d("1")))));
    }

    #[test]
    fn scheduled_maintenance_leaves_the_denominator_of_availability() {
        // 43,200 minutes, of which 120 are agreed maintenance: what was up is held against 43,080.
        let share = measure(Statistic::Share, Unit::Percent);
        let up = d("43060") / d("43200") * Decimal::ONE_HUNDRED;
        let left = without_window(&share, &up.round_dp(12).to_string(), Some("43200"), ("0", "120"));
        assert_eq!(left, Ok(Some((d("99.95"), d("43080")))));
    }

    #[test]
    fn a_mean_is_taken_of_what_is_left() {
        let mean = measure(Statistic::Mean, Unit::Seconds);
        assert_eq!(without_window(&mean, "400", Some("100"), ("13000", "10")), Ok(Some((d("300"), d("90")))));
    }

    #[test]
    fn a_net_score_a_count_and_a_percentile_each_have_their_own_way() {
        // 60 promoters and 20 detractors of 100, without a window of 15 detractors of 20.
        let net = measure(Statistic::NetScore, Unit::Points);
        assert_eq!(without_window(&net, "40", Some("100"), ("-15", "20")), Ok(Some((d("68.75"), d("80")))));
        assert_eq!(
            without_window(&measure(Statistic::Count, Unit::Count), "7", None, ("2", "2")),
            Ok(Some((d("5"), d("0"))))
        );
        let percentile = measure(Statistic::Percentile, Unit::Seconds);
        assert_eq!(without_window(&percentile, "7", Some("9"), ("2", "2")), Err(ReliefProblem::RawValuesNeeded));
    }

    #[test]
    fn relief_for_everything_leaves_an_excused_period() {
        assert_eq!(
            without_window(&measure(Statistic::Share, Unit::Percent), "80", Some("100"), ("80", "100")),
            Ok(None)
        );
    }

    #[test]
    fn what_cannot_be_removed_is_an_error() {
        let share = measure(Statistic::Share, Unit::Percent);
        let of = |n, window| without_window(&share, "80", n, window);
        assert_eq!(of(None, ("1", "2")), Err(ReliefProblem::RawValuesNeeded));
        assert_eq!(of(Some("100"), ("90", "95")), Err(ReliefProblem::MoreThanObserved), "90 of 80 good");
        assert_eq!(of(Some("100"), ("0", "50")), Err(ReliefProblem::MoreThanObserved), "80 good of 50");
        assert_eq!(of(Some("10"), ("1", "20")), Err(ReliefProblem::MoreThanObserved));
        assert_eq!(of(Some("10"), ("2", "1")), Err(ReliefProblem::MoreThanObserved));
        assert_eq!(of(Some("10"), ("0", "-1")), Err(ReliefProblem::MoreThanObserved));
    }
}
