//! A longer period is computed from sums (rule 2 of measuring). The one owner of that rule.

use crate::{Decimal, Statistic, Weighting};

/// One smaller period or one row of data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sample {
    /// A part of a whole: what was counted over what it is a share of.
    Share {
        /// Numerator.
        part: Decimal,
        /// Denominator.
        whole: Decimal,
    },
    /// A value that stands for `weight` observations.
    Weighted {
        /// The value.
        value: Decimal,
        /// How many observations it stands for.
        weight: Decimal,
        /// True where the weight only stands in for the true one.
        proxy: bool,
    },
    /// A value without any weight.
    Plain(Decimal),
}

/// A period's figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figure {
    /// Held to [`FIGURE_DECIMALS`] decimals; a share is between 0 and 1.
    pub value: Decimal,
    /// Σ of denominators or weights; none where there were no weights.
    pub n: Option<Decimal>,
    /// How it was made: the least exact of its parts.
    pub weighting: Weighting,
}

/// Decimals that a figure is held with, far beyond any measure's precision.
pub const FIGURE_DECIMALS: u32 = 12;

/// The figure of a period: Σ numerator / Σ denominator, Σ value·n / Σ n, or the plain mean where a single part has no
/// weight. `None` where there is nothing to divide by: a period without activity has no value, never 0 or 100.
#[must_use]
pub fn figure(samples: &[Sample]) -> Option<Figure> {
    if samples.is_empty() {
        return None;
    }
    if samples.iter().any(|s| matches!(s, Sample::Plain(_))) {
        let values = samples.iter().map(|s| match *s {
            Sample::Share { part, whole } => part.checked_div(whole).unwrap_or_default(),
            Sample::Weighted { value, .. } | Sample::Plain(value) => value,
        });
        let mean = values.sum::<Decimal>() / Decimal::from(samples.len());
        return Some(Figure { value: mean.round_dp(FIGURE_DECIMALS), n: None, weighting: Weighting::Unweighted });
    }
    let mut weighting = Weighting::Exact;
    let (mut above, mut below) = (Decimal::ZERO, Decimal::ZERO);
    for sample in samples {
        match *sample {
            Sample::Share { part, whole } => {
                above += part;
                below += whole;
            }
            Sample::Weighted { value, weight, proxy } => {
                above += value * weight;
                below += weight;
                if proxy {
                    weighting = Weighting::ApproximateWeights;
                }
            }
            Sample::Plain(_) => {}
        }
    }
    let value = above.checked_div(below)?.round_dp(FIGURE_DECIMALS);
    Some(Figure { value, n: Some(below), weighting })
}

/// Why a period has no figure of a statistic that only single values give.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "medians and percentiles of {parts} shorter periods give none of the longer one: they cannot be averaged, it takes the single values"
)]
pub struct NeedsSingleValues {
    /// How many figures there were.
    pub parts: usize,
}

/// The figure of a period of a median or a percentile: the period's own, where it comes as one figure. Those of its parts
/// give none, however they are weighted ([`Statistic::needs_single_values`]).
///
/// # Errors
/// [`NeedsSingleValues`] for figures of several parts.
pub fn own(figures: &[Decimal]) -> Result<Option<Figure>, NeedsSingleValues> {
    match figures {
        [] => Ok(None),
        [own] => Ok(Some(Figure { value: own.round_dp(FIGURE_DECIMALS), n: None, weighting: Weighting::Exact })),
        several => Err(NeedsSingleValues { parts: several.len() }),
    }
}

/// The figure of a period from those of its months, to hold against a target of one of its `windows`. What adds up is
/// summed over a window (and is the mean of several); a median or a percentile has no figure, because only single
/// values have one; everything else is [`figure`].
#[must_use]
pub fn of_months(statistic: Statistic, months: &[Sample], windows: usize) -> Option<Figure> {
    if statistic.needs_single_values() {
        return None;
    }
    if !statistic.adds_up() {
        return figure(months);
    }
    let sum = months.iter().try_fold(Decimal::ZERO, |sum, month| match *month {
        Sample::Weighted { value, .. } | Sample::Plain(value) => sum.checked_add(value),
        Sample::Share { part, .. } => sum.checked_add(part),
    });
    let value = sum.filter(|_| !months.is_empty())?.checked_div(Decimal::from(windows))?;
    Some(Figure { value: value.round_dp(FIGURE_DECIMALS), n: None, weighting: Weighting::Exact })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn a_period_is_made_from_sums_not_from_percentages() {
        let days = [Sample::Share { part: d("1"), whole: d("10") }, Sample::Share { part: d("45"), whole: d("90") }];
        assert_eq!(figure(&days).unwrap().value, d("0.46"));
        assert_eq!(figure(&days).unwrap().n, Some(d("100")));
    }

    #[test]
    fn a_proxy_weight_and_a_missing_weight_are_marked() {
        let proxy = [
            Sample::Weighted { value: d("30"), weight: d("2"), proxy: true },
            Sample::Weighted { value: d("60"), weight: d("1"), proxy: true },
        ];
        assert_eq!(
            figure(&proxy).unwrap(),
            Figure { value: d("40"), n: Some(d("3")), weighting: Weighting::ApproximateWeights }
        );
        let plain = [Sample::Plain(d("30")), Sample::Plain(d("60"))];
        assert_eq!(figure(&plain).unwrap().weighting, Weighting::Unweighted);
        assert_eq!(figure(&plain).unwrap().value, d("45"));
    }

    #[test]
    fn counts_add_up_and_percentiles_of_months_make_no_percentile() {
        let months = ["2", "0", "5"].map(|v| Sample::Plain(d(v)));
        let value = |statistic, windows| of_months(statistic, &months, windows).map(|f| (f.value, f.weighting));
        assert_eq!(value(Statistic::Count, 1), Some((d("7"), Weighting::Exact)));
        assert_eq!(value(Statistic::Sum, 3).unwrap().0.round_dp(3), d("2.333"));
        assert_eq!(value(Statistic::Percentile, 1), None);
        assert_eq!(value(Statistic::Median, 1), None);
        assert_eq!(of_months(Statistic::Count, &[], 1), None, "a quarter without a value is not 0");
        // 40 promoters and 10 detractors of 100, then 10 and 40 of 300: 0 of 400, not the mean of 30 and −10.
        let scores = [("30", "100"), ("-10", "300")].map(|(value, n)| Sample::Weighted {
            value: d(value),
            weight: d(n),
            proxy: false,
        });
        assert_eq!(of_months(Statistic::NetScore, &scores, 1).unwrap().value, d("0"));
    }

    #[test]
    fn a_percentile_is_the_periods_own_or_none() {
        assert_eq!(own(&[d("91.5")]).unwrap().map(|f| (f.value, f.weighting)), Some((d("91.5"), Weighting::Exact)));
        assert_eq!(own(&[]), Ok(None));
        let refused = own(&[d("90"), d("92")]).unwrap_err();
        assert_eq!(refused.parts, 2);
        assert!(refused.to_string().contains("cannot be averaged"), "{refused}");
    }

    #[test]
    fn a_period_without_activity_has_no_value() {
        assert_eq!(figure(&[]), None);
        assert_eq!(figure(&[Sample::Share { part: d("0"), whole: d("0") }]), None);
    }
}
