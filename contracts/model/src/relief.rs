//! Relief: observations of an excused window are removed, good and bad, from numerator and denominator.

use crate::{Decimal, aggregate::Sample};
use std::fmt;

/// Why relief cannot be worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReliefProblem {
    /// A figure without its counts: a percentile, or a mean without its number of observations. The raw values are needed.
    RawValuesNeeded,
    /// More was excused than was observed.
    MoreThanObserved,
    /// The window is counted in another way than the period.
    OtherKind,
}

impl fmt::Display for ReliefProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::RawValuesNeeded => {
                "a figure without its counts, from which nothing can be removed; give the raw values without the window"
            }
            Self::MoreThanObserved => "more observations in the excused window than in the period",
            Self::OtherKind => "an excused window that is counted in another way than its period",
        })
    }
}

impl std::error::Error for ReliefProblem {}

/// What is left of a period without an excused window. Scheduled maintenance that was agreed beforehand leaves
/// availability's denominator in the same way, as a window of which nothing was available. `None` where nothing is left:
/// the period is excused.
///
/// # Errors
/// Where nothing can be removed from such a figure, or more would be removed than there is.
pub fn relieved(period: Sample, window: Sample) -> Result<Option<Sample>, ReliefProblem> {
    let left = match (period, window) {
        (Sample::Share { part, whole }, Sample::Share { part: excused_part, whole: excused }) => {
            let (part, whole) = (part - excused_part, whole - excused);
            // No more may be good than there is.
            if part > whole || part < Decimal::ZERO {
                return Err(ReliefProblem::MoreThanObserved);
            }
            (whole, Sample::Share { part, whole })
        }
        (
            Sample::Weighted { value, weight, proxy },
            Sample::Weighted { value: excused_value, weight: excused, proxy: excused_proxy },
        ) => {
            let left = weight - excused;
            let sum = value.saturating_mul(weight) - excused_value.saturating_mul(excused);
            let value = sum.checked_div(left).unwrap_or_default();
            (left, Sample::Weighted { value, weight: left, proxy: proxy || excused_proxy })
        }
        (Sample::Plain(_), _) | (_, Sample::Plain(_)) => return Err(ReliefProblem::RawValuesNeeded),
        _ => return Err(ReliefProblem::OtherKind),
    };
    match left {
        (observations, _) if observations < Decimal::ZERO => Err(ReliefProblem::MoreThanObserved),
        (observations, _) if observations.is_zero() => Ok(None),
        (_, sample) => Ok(Some(sample)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{aggregate::figure, quantity};

    fn share(part: u32, whole: u32) -> Sample {
        Sample::Share { part: part.into(), whole: whole.into() }
    }

    #[test]
    fn an_excused_window_leaves_numerator_and_denominator() {
        // 8,000 of 10,000 with a window of 100 of 500: 83.16 %.
        let left = relieved(share(8_000, 10_000), share(100, 500)).unwrap().unwrap();
        assert_eq!(left, share(7_900, 9_500));
        let value = figure(&[left]).unwrap().value * Decimal::ONE_HUNDRED;
        assert_eq!(quantity::round(value, 2), "83.16".parse().unwrap());
    }

    #[test]
    fn a_mean_is_taken_of_what_is_left() {
        let sample =
            |value: i64, weight: i64| Sample::Weighted { value: value.into(), weight: weight.into(), proxy: false };
        assert_eq!(relieved(sample(400, 100), sample(1_300, 10)).unwrap(), Some(sample(300, 90)));
    }

    #[test]
    fn relief_for_everything_leaves_an_excused_period() {
        assert_eq!(relieved(share(80, 100), share(80, 100)), Ok(None));
    }

    #[test]
    fn what_cannot_be_removed_is_an_error() {
        assert_eq!(relieved(Sample::Plain(Decimal::ONE), share(1, 2)), Err(ReliefProblem::RawValuesNeeded));
        assert_eq!(relieved(share(80, 100), share(90, 95)), Err(ReliefProblem::MoreThanObserved));
        assert_eq!(relieved(share(80, 100), share(0, 50)), Err(ReliefProblem::MoreThanObserved), "80 of 50");
        assert_eq!(relieved(share(8, 10), share(1, 20)), Err(ReliefProblem::MoreThanObserved));
    }
}
