//! C11: weights add up to exactly 100 and agree with the classes.

use super::{Change, Evidence, Finding, Severity, bounds, paths, wording};
use crate::{Agreement, Class, Decimal, ServiceLevel, ServiceLevelId};

const RULE: &str = "C11";
const SOURCE: &str = "a score is Σ weight × score of the level / Σ weight, read as a part of 100";

/// All weights together, in tenths of a percent: mended weights have one decimal.
const WHOLE_TENTHS: u32 = 1000;
/// Decimals of a weight that a score is computed with.
const MOST_DECIMALS: u32 = 6;

/// The weights, and whether they can be computed with.
fn weights_fit(agreement: &Agreement) -> bool {
    let mut levels = agreement.service_levels.iter();
    levels.all(|l| bounds::fits(l.weight_percent))
}

/// Weights in proportion to `parts` that add up to exactly `tenths` tenths of a percent, with one decimal, by largest
/// remainder; of equal remainders the earlier one is rounded up. Equal weights where all parts are 0; negative parts
/// count as 0.
pub(super) fn shares(parts: &[Decimal], tenths: u32) -> Vec<Decimal> {
    let mut parts: Vec<Decimal> = parts.iter().map(|p| (*p).max(Decimal::ZERO)).collect();
    if parts.iter().all(Decimal::is_zero) {
        parts.fill(Decimal::ONE);
    }
    let total: Decimal = parts.iter().sum();
    let whole = Decimal::from(tenths);
    let exact: Vec<Decimal> = parts.iter().map(|p| p * whole / total).collect();
    let mut tenths: Vec<Decimal> = exact.iter().map(Decimal::floor).collect();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|&i| std::cmp::Reverse(exact[i] - tenths[i]));
    let mut missing = whole - tenths.iter().sum::<Decimal>();
    for i in order {
        if missing > Decimal::ZERO {
            tenths[i] += Decimal::ONE;
            missing -= Decimal::ONE;
        }
    }
    let weights = tenths.iter().map(|t| (t / Decimal::TEN).normalize());
    weights.collect()
}

/// The changes that give the levels of each group exactly its tenths of a percent, in proportion to their weights, and
/// nothing to levels of no group. Only what differs is changed.
pub(super) fn rescale(agreement: &Agreement, groups: &[(Vec<&ServiceLevel>, u32)]) -> Vec<Change> {
    let mut weights: Vec<(&ServiceLevelId, Decimal)> = Vec::new();
    for (levels, tenths) in groups {
        let parts: Vec<Decimal> = levels.iter().map(|l| l.weight_percent).collect();
        let ids = levels.iter().map(|l| &l.id);
        weights.extend(ids.zip(shares(&parts, *tenths)));
    }
    let changes = agreement.service_levels.iter().filter_map(|level| {
        let share = weights.iter().find(|(id, _)| *id == &level.id);
        let weight = share.map_or(Decimal::ZERO, |(_, w)| *w);
        let text = wording::typed(&wording::percent(weight));
        (weight != level.weight_percent).then(|| wording::change(paths::level(&level.id, "weight"), text))
    });
    changes.collect()
}

/// The changes that make the weights of the chosen levels exactly 100 and all others 0; none where none is chosen.
pub(super) fn rescale_to_hundred(agreement: &Agreement, chosen: impl Fn(&ServiceLevel) -> bool) -> Vec<Change> {
    let levels = agreement.service_levels.iter();
    let levels: Vec<_> = levels.filter(|l| chosen(l)).collect();
    if levels.is_empty() {
        return Vec::new();
    }
    rescale(agreement, &[(levels, WHOLE_TENTHS)])
}

/// Rescales what is not report-only to exactly 100 and takes the weight from the rest.
fn to_hundred(agreement: &Agreement) -> Vec<Change> {
    rescale_to_hundred(agreement, |l| l.class != Class::ReportOnly)
}

/// Weights add up to exactly 100.
pub(super) fn sum(agreement: &Agreement, _: &Evidence) -> Vec<Finding> {
    if agreement.service_levels.is_empty() || !weights_fit(agreement) {
        return Vec::new();
    }
    let weights = || agreement.service_levels.iter().map(|l| l.weight_percent);
    let sum: Decimal = weights().sum();
    if sum == Decimal::ONE_HUNDRED {
        return Vec::new();
    }
    let fields = agreement.service_levels.iter();
    let fields = fields.map(|l| paths::level(&l.id, "weight"));
    let text = wording::percent(sum);
    let reason =
        format!("The weights add up to {text}, and a score is out of 100 only when they add up to exactly 100.");
    let finding = Finding::new(RULE, Severity::Error, format!("Weights are {text}"), reason, SOURCE, paths::LEVELS)
        .also(fields)
        .mended("Scale the weights to 100 %", to_hundred(agreement));
    vec![finding]
}

/// Each weight is a part of 100 that the score can be computed with.
pub(super) fn single(agreement: &Agreement, _: &Evidence) -> Vec<Finding> {
    if !weights_fit(agreement) {
        return Vec::new();
    }
    let levels = agreement.levels().filter_map(|(level, measure)| {
        let weight = level.weight_percent;
        let (name, text) = (&measure.name, wording::percent(weight));
        let (title, reason) = if weight < Decimal::ZERO {
            let reason =
                format!("{name} weighs {text}, so that missing it would raise the score; a weight is 0 to 100 %.");
            ("Negative weight", reason)
        } else if weight > Decimal::ONE_HUNDRED {
            let reason = format!("{name} weighs {text}, more than the whole score; a weight is 0 to 100 %.");
            ("Weight above 100 %", reason)
        } else if weight.normalize().scale() > MOST_DECIMALS {
            let reason = format!("{name} weighs {text}; a weight has at most {MOST_DECIMALS} decimals.");
            ("Weight too fine to compute with", reason)
        } else {
            return None;
        };
        let finding = Finding::new(RULE, Severity::Error, title, reason, SOURCE, paths::level(&level.id, "weight"));
        Some(finding.mended("Scale the weights to 100 %", to_hundred(agreement)))
    });
    levels.collect()
}

/// What is only reported has no weight; what counts has one.
pub(super) fn classes(agreement: &Agreement, _: &Evidence) -> Vec<Finding> {
    if !weights_fit(agreement) {
        return Vec::new();
    }
    let levels = agreement.levels().filter_map(|(level, measure)| {
        let field = paths::level(&level.id, "weight");
        let class = paths::level(&level.id, "class");
        match (level.class, level.weight_percent.is_zero()) {
            (Class::ReportOnly, false) => {
                let reason = format!(
                    "{} is only reported, so that its {} would go into a score that it has no part in.",
                    measure.name,
                    wording::percent(level.weight_percent)
                );
                let title = "Weight on a level that is only reported";
                let finding = Finding::new(RULE, Severity::Error, title, reason, SOURCE, field);
                let label = "Give its weight to the others";
                Some(finding.also([class]).mended(label, to_hundred(agreement)))
            }
            (Class::Critical | Class::Key, true) => {
                let reason = format!(
                    "{} is called {} and yet moves the score by nothing.",
                    measure.name,
                    if level.class == Class::Critical { "critical" } else { "key" }
                );
                let title = "A level that counts has no weight";
                let finding = Finding::new(RULE, Severity::Warning, title, reason, SOURCE, field);
                Some(finding.also([class]))
            }
            _ => None,
        }
    });
    levels.collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{apply, d, good, level, only};
    use super::*;
    use proptest::prelude::*;

    fn none() -> Evidence {
        Evidence::default()
    }

    #[test]
    fn weights_of_99_9_are_an_error_and_100_are_not() {
        let mut a = good();
        assert!(sum(&a, &none()).is_empty());
        level(&mut a, "fcr").weight_percent = d("19.9");
        let found = only(sum(&a, &none()));
        assert_eq!(found.severity, Severity::Error);
        assert_eq!(found.fields[0], "service_levels");
        assert_eq!(found.title, "Weights are 99.9\u{202f}%");
        apply(&mut a, found.mend.as_ref().unwrap());
        assert!(sum(&a, &none()).is_empty());
    }

    #[test]
    fn a_hundred_with_more_decimals_is_still_a_hundred() {
        let mut a = good();
        level(&mut a, "fcr").weight_percent = d("19.999");
        level(&mut a, "csat").weight_percent += d("0.001");
        assert!(sum(&a, &none()).is_empty());
    }

    #[test]
    fn a_weight_outside_0_to_100_is_an_error_at_its_level_also_where_the_sum_is_right() {
        let mut a = good();
        assert!(single(&a, &none()).is_empty());
        for (weight, title) in [("-1", "Negative weight"), ("100.1", "Weight above 100\u{202f}%")] {
            let moved = level(&mut a, "aht").weight_percent - d(weight);
            level(&mut a, "aht").weight_percent = d(weight);
            level(&mut a, "fcr").weight_percent += moved;
            assert!(sum(&a, &none()).is_empty());
            let found = single(&a, &none());
            let found = found.iter().find(|f| f.title == title).unwrap();
            assert_eq!((found.severity, &*found.fields[0]), (Severity::Error, "service_levels.aht.weight"));
            apply(&mut a, found.mend.as_ref().unwrap());
            assert!(sum(&a, &none()).is_empty() && single(&a, &none()).is_empty());
        }
    }

    #[test]
    fn a_weight_has_six_decimals_at_most() {
        let mut a = good();
        level(&mut a, "fcr").weight_percent = d("19.9999990");
        assert!(single(&a, &none()).is_empty());
        level(&mut a, "fcr").weight_percent = d("19.9999999");
        let found = only(single(&a, &none()));
        assert_eq!(found.severity, Severity::Error);
        apply(&mut a, found.mend.as_ref().unwrap());
        assert!(single(&a, &none()).is_empty());
    }

    #[test]
    fn a_level_that_is_only_reported_carries_no_weight() {
        let mut a = good();
        level(&mut a, "aht").class = Class::ReportOnly;
        let found = only(classes(&a, &none()));
        assert_eq!(found.severity, Severity::Error);
        assert_eq!(found.fields[0], "service_levels.aht.weight");
        apply(&mut a, found.mend.as_ref().unwrap());
        assert!(classes(&a, &none()).is_empty() && sum(&a, &none()).is_empty());
        assert!(level(&mut a, "aht").weight_percent.is_zero());
    }

    #[test]
    fn a_key_level_without_weight_is_a_warning() {
        let mut a = good();
        let weight = level(&mut a, "aht").weight_percent;
        level(&mut a, "aht").weight_percent = d("0");
        level(&mut a, "fcr").weight_percent += weight;
        assert_eq!(only(classes(&a, &none())).severity, Severity::Warning);
        level(&mut a, "aht").class = Class::ReportOnly;
        assert!(classes(&a, &none()).is_empty());
    }

    #[test]
    fn thirds_are_rounded_up_from_the_first() {
        assert_eq!(shares(&[d("1"), d("1"), d("1")], 1000), [d("33.4"), d("33.3"), d("33.3")]);
        assert_eq!(shares(&[d("0"), d("0")], 1000), [d("50"), d("50")]);
    }

    proptest! {
        #[test]
        fn mended_weights_are_exactly_a_hundred(parts in prop::collection::vec((-50_i64..100_000, 0_u32..9), 1..60)) {
            let parts: Vec<Decimal> = parts.into_iter().map(|(m, s)| Decimal::new(m, s)).collect();
            let shares = shares(&parts, 1000);
            prop_assert_eq!(shares.iter().sum::<Decimal>(), Decimal::ONE_HUNDRED);
            prop_assert!(shares.iter().all(|s| !s.is_sign_negative() && s.scale() <= 1));
            for i in 1..parts.len() {
                prop_assert!(parts[i - 1] <= parts[i] || shares[i - 1] >= shares[i]);
            }
        }
    }
}
