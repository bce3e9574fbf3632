//! C7, C8, C9: misses cost something, not everything, and most where it hurts most.

use super::{Evidence, Finding, Severity, kind, paths, wording, worst};
use crate::{Agreement, Class, Credit, Decimal, Measure, Mechanism, ServiceLevel};

const TEETH: &str = "a promise without a consequence is ignored when it becomes expensive";
const CAP: &str = "caps of 10 to 12 % are common in published outsourcing contracts, 15 to 20 % is usual advice";
const IMPACT: &str = "usual advice is about 2 % for a slip in speed of answer and 5 to 10 % for a fall in satisfaction";

/// The cap is between these, in percent of a month's charges.
const LEAST_CAP: Decimal = Decimal::TEN;
const MOST_CAP: Decimal = Decimal::from_parts(20, 0, 0, false, 0);
/// What a mend sets.
const USUAL_CAP: &str = "12 %";

/// The largest credit that a level names, in percent; a percentage for each point counts as itself.
fn largest(level: &ServiceLevel) -> Decimal {
    match level.credit {
        Credit::ByBand => {
            let credits = level.bands.iter().map(|b| b.credit_percent);
            credits.max().unwrap_or_default()
        }
        Credit::PerPoint { percent_per_point } => percent_per_point,
    }
}

/// Whether a miss of the level costs anything, by the mechanism of the agreement.
pub(super) fn has_teeth(agreement: &Agreement, level: &ServiceLevel) -> bool {
    match agreement.remedies.mechanism {
        Mechanism::Percent => largest(level) > Decimal::ZERO,
        Mechanism::Points => level.bands.iter().any(|b| b.points.unwrap_or_default() > Decimal::ZERO),
        Mechanism::Pool => level.remedy.allocation_percent > Decimal::ZERO,
    }
}

/// Less than this of a month's charges, with every level in its worst band at once, is no consequence: a tenth of the
/// smallest cap that is common. The threshold is ours.
const LEAST_WORST_MONTH: Decimal = Decimal::ONE;

/// Credits that stay small however bad a month is.
fn too_small(agreement: &Agreement, fields: impl Iterator<Item = String>) -> Option<Finding> {
    let worst = worst::percent(agreement).filter(|worst| *worst < LEAST_WORST_MONTH)?;
    let reason = format!(
        "With every service level in its worst band at once, a month costs {} of its charges, less than {}: missing is \
         cheaper than any remedy.",
        wording::percent(worst),
        wording::percent(LEAST_WORST_MONTH)
    );
    let title = "Credits too small to matter";
    Some(Finding::new("C7", Severity::Warning, title, reason, TEETH, paths::LEVELS).also(fields))
}

/// Some miss costs something that is felt, and a miss of a critical level costs something.
pub(super) fn teeth(agreement: &Agreement, _: &Evidence) -> Vec<Finding> {
    let levels = agreement.levels();
    let counting: Vec<_> = levels.filter(|(l, _)| l.class != Class::ReportOnly).collect();
    if counting.is_empty() {
        return Vec::new();
    }
    let has_teeth = |level: &ServiceLevel| has_teeth(agreement, level);
    let is_capped_away = agreement.remedies.month_cap_percent == Some(Decimal::ZERO);
    if is_capped_away || !counting.iter().any(|(l, _)| has_teeth(l)) {
        let reason = "No miss costs anything, so that the vendor has no reason to put it right first.";
        let credits = counting.iter();
        let credits = credits.map(|(l, _)| paths::credit(l));
        let title = "No credits at all";
        let finding = Finding::new("C7", Severity::Warning, title, reason, TEETH, paths::LEVELS);
        return vec![finding.also(credits)];
    }
    let small = too_small(agreement, counting.iter().map(|(l, _)| paths::credit(l)));
    let critical = counting.iter().filter(|(l, _)| l.class == Class::Critical && !has_teeth(l));
    let findings = critical.map(|(level, measure)| {
        let reason = format!("{} is called critical, and missing it costs nothing.", measure.name);
        let field = paths::credit(level);
        let title = "Critical level without a credit";
        Finding::new("C7", Severity::Advice, title, reason, TEETH, field).also([paths::level(&level.id, "class")])
    });
    small.into_iter().chain(findings).collect()
}

/// A cap of the month between 10 and 20 %.
pub(super) fn cap(agreement: &Agreement, _: &Evidence) -> Vec<Finding> {
    let find = |severity, title: &str, reason: String| {
        let change = wording::change(paths::MONTH_CAP, USUAL_CAP);
        let finding = Finding::new("C8", severity, title, reason, CAP, paths::MONTH_CAP);
        vec![finding.mended("Set the cap to 12\u{202f}%", vec![change])]
    };
    // A pool is capped by what is at risk in it.
    let pool = &agreement.remedies.pool;
    let at_risk = Some(pool.at_risk_percent).filter(|_| agreement.remedies.mechanism == Mechanism::Pool);
    let Some(cap) = agreement.remedies.month_cap_percent.or(at_risk) else {
        let mut levels = agreement.service_levels.iter();
        let per_point = levels.any(|l| l.class != Class::ReportOnly && matches!(l.credit, Credit::PerPoint { .. }));
        return if per_point {
            let reason = "A percentage for each point of shortfall has no end of its own and needs a cap.";
            find(Severity::Error, "No cap", reason.into())
        } else {
            let reason = "Without a cap one bad month can cost more than the vendor survives.";
            find(Severity::Warning, "No cap", reason.into())
        };
    };
    let text = wording::percent(cap);
    if cap < Decimal::ZERO || cap > Decimal::ONE_HUNDRED {
        let reason = format!("A cap is a part of the month’s charges, between 0 and 100 %, and {text} is not.");
        find(Severity::Error, "Cap outside the possible", reason)
    } else if cap < LEAST_CAP {
        let reason = format!("A cap of {text} makes it cheaper to miss than to staff.");
        find(Severity::Warning, "Cap below 10\u{202f}%", reason)
    } else if cap > MOST_CAP {
        let reason = format!(
            "A cap of {text} takes more than most vendors earn and ends in their failure or in a higher price."
        );
        find(Severity::Warning, "Cap above 20\u{202f}%", reason)
    } else {
        Vec::new()
    }
}

/// A miss of speed does not cost more than a miss of quality.
pub(super) fn proportion(agreement: &Agreement, _: &Evidence) -> Vec<Finding> {
    if agreement.remedies.mechanism != Mechanism::Percent {
        return Vec::new();
    }
    let levels = agreement.levels();
    let by_band: Vec<_> = levels.filter(|(l, _)| l.class != Class::ReportOnly && l.credit == Credit::ByBand).collect();
    let value = by_band.iter().filter(|(_, m)| kind::is_value(m));
    let Some(most) = value.map(|(l, _)| largest(l)).max() else {
        return Vec::new();
    };
    let dearer = |(level, measure): &&(&ServiceLevel, &Measure)| kind::is_speed(measure) && largest(level) > most;
    let findings = by_band.iter().filter(dearer).map(|(level, measure)| {
        let reason = format!(
            "The worst miss of {} costs {}, more than any miss of quality or experience, which hurts customers longer.",
            measure.name,
            wording::percent(largest(level))
        );
        let worst = level.bands.len().saturating_sub(1);
        let field = paths::band(&level.id, worst, "credit");
        let title = "Speed costs more than quality";
        Finding::new("C9", Severity::Advice, title, reason, IMPACT, field)
    });
    findings.collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{d, good, level, only};
    use super::*;

    fn none() -> Evidence {
        Evidence::default()
    }

    fn with_cap(cap: Option<&str>) -> Vec<Finding> {
        let mut a = good();
        a.remedies.month_cap_percent = cap.map(d);
        super::cap(&a, &none())
    }

    #[test]
    fn a_cap_from_10_to_20_percent_is_fine() {
        for fine in ["10", "12", "20.0"] {
            assert!(with_cap(Some(fine)).is_empty(), "{fine}");
        }
        for (cap, title) in [("9.99", "Cap below 10\u{202f}%"), ("20.01", "Cap above 20\u{202f}%")] {
            let found = only(with_cap(Some(cap)));
            assert_eq!((found.severity, found.title.as_str()), (Severity::Warning, title));
            assert_eq!(found.mend.unwrap().changes[0], wording::change("remedies.month_cap", "12 %"));
        }
    }

    #[test]
    fn a_missing_cap_is_a_warning_and_an_error_where_credits_have_no_end() {
        assert_eq!(only(with_cap(None)).severity, Severity::Warning);
        let mut a = good();
        a.remedies.month_cap_percent = None;
        level(&mut a, "fcr").credit = Credit::PerPoint { percent_per_point: d("1") };
        assert_eq!(only(cap(&a, &none())).severity, Severity::Error);
        a.remedies.month_cap_percent = Some(d("12"));
        assert!(cap(&a, &none()).is_empty());
    }

    #[test]
    fn a_cap_that_is_no_part_of_the_charges_is_an_error() {
        for cap in ["-1", "100.5"] {
            assert_eq!(only(with_cap(Some(cap))).severity, Severity::Error);
        }
    }

    #[test]
    fn one_credit_is_teeth_and_none_is_not() {
        let mut a = good();
        for l in &mut a.service_levels {
            l.bands.iter_mut().for_each(|b| b.credit_percent = Decimal::ZERO);
            l.class = Class::Key;
        }
        assert_eq!(only(teeth(&a, &none())).title, "No credits at all");
        level(&mut a, "csat").bands[2].credit_percent = d("1");
        assert!(teeth(&a, &none()).is_empty());
        a.remedies.month_cap_percent = Some(d("0"));
        assert_eq!(teeth(&a, &none()).len(), 1);
    }

    #[test]
    fn credits_that_nobody_feels_are_no_teeth() {
        let mut a = good();
        let bands = a.service_levels.iter_mut().flat_map(|l| &mut l.bands);
        bands.for_each(|b| b.credit_percent = d("0.001"));
        let found = only(teeth(&a, &none()));
        assert_eq!((found.severity, found.title.as_str()), (Severity::Warning, "Credits too small to matter"));
        assert!(found.reason.contains("costs 0.008\u{202f}% of its charges, less than 1\u{202f}%"), "{}", found.reason);
        level(&mut a, "csat").bands[2].credit_percent = d("0.993");
        assert!(teeth(&a, &none()).is_empty(), "1 % together");
        level(&mut a, "csat").bands[2].credit_percent = d("0.992");
        assert_eq!(teeth(&a, &none()).len(), 1);
        level(&mut a, "csat").credit = Credit::PerPoint { percent_per_point: d("0.001") };
        assert!(teeth(&a, &none()).is_empty(), "how much it comes to is not known");
    }

    #[test]
    fn a_critical_level_should_cost_something() {
        let mut a = good();
        assert!(teeth(&a, &none()).is_empty());
        level(&mut a, "fcr").bands.iter_mut().for_each(|b| b.credit_percent = Decimal::ZERO);
        let found = only(teeth(&a, &none()));
        assert_eq!((found.severity, found.fields[0].as_str()), (Severity::Advice, "service_levels.fcr.bands.1.credit"));
        level(&mut a, "fcr").class = Class::Key;
        assert!(teeth(&a, &none()).is_empty());
    }

    #[test]
    fn speed_may_cost_as_much_as_quality_but_not_more() {
        let mut a = good();
        let most = ["fcr", "csat", "qa"].map(|id| largest(level(&mut a, id)));
        let most = most.into_iter().max().unwrap();
        level(&mut a, "asa").bands[2].credit_percent = most;
        assert!(proportion(&a, &none()).is_empty());
        level(&mut a, "asa").bands[2].credit_percent = most + d("0.1");
        assert_eq!(only(proportion(&a, &none())).fields, ["service_levels.asa.bands.3.credit"]);
    }
}
