//! C12: a measure's statistic fits its unit, says all that it needs, and is judged over what it is known for.

use super::{Evidence, Finding, Severity, paths, wording};
use crate::{
    Agreement, Class, Decimal, Measure, ServiceLevel, Statistic, Unit, Window,
    remedy::{BonusBasis, EarnBackRule},
};

const SOURCE: &str = "a mean, a share and a percentile of the same calls are different numbers";
const SINGLE: &str =
    "a percentile of a quarter comes from its single values; the percentiles of its months do not give it";

/// The percentile that a mend names.
const USUAL_PERCENTILE: &str = "95 %";

fn find(severity: Severity, title: &str, reason: String, source: &str, field: impl Into<String>) -> Finding {
    Finding::new("C12", severity, title, reason, source, field)
}

fn promised(agreement: &Agreement) -> impl Iterator<Item = &Measure> {
    let is_promised = |measure: &&Measure| agreement.service_levels.iter().any(|l| l.measure == measure.id);
    agreement.measures.iter().filter(is_promised)
}

/// Unit and statistic of every promised measure.
pub(super) fn units(agreement: &Agreement, _: &Evidence) -> Vec<Finding> {
    promised(agreement).filter_map(|measure| unit(measure).or_else(|| percentile(measure))).collect()
}

fn unit(measure: &Measure) -> Option<Finding> {
    let (severity, title, what, instead) = match (measure.statistic, measure.unit) {
        (Statistic::NetScore, Unit::Percent | Unit::Seconds | Unit::Count) => (
            Severity::Error,
            "Net score in another unit",
            "a net score is points between −100 and 100",
            Statistic::Mean,
        ),
        (Statistic::Count | Statistic::Sum, Unit::Percent) => (
            Severity::Error,
            "Percentages do not add up",
            "percentages of several months have no sum",
            Statistic::Share,
        ),
        (Statistic::Count | Statistic::Sum, Unit::Points) => {
            (Severity::Error, "Points do not add up", "points of several months have no sum", Statistic::Mean)
        }
        (Statistic::Share, Unit::Seconds) => {
            (Severity::Warning, "A share in units of time", "a share is a percentage", Statistic::Mean)
        }
        _ => return None,
    };
    let reason = format!("{} is {}, and {what}.", measure.name, measure.unit.domain_in_words());
    let field = paths::measure(measure, "statistic");
    let (word, label) = match instead {
        Statistic::Share => ("share", "Make it a share"),
        _ => ("mean", "Make it a mean"),
    };
    let change = wording::change(&*field, word);
    Some(
        find(severity, title, reason, SOURCE, field)
            .also([paths::measure(measure, "unit")])
            .mended(label, vec![change]),
    )
}

/// A percentile says which one, and what is called one is one.
fn percentile(measure: &Measure) -> Option<Finding> {
    let field = paths::measure(measure, "percentile");
    if measure.statistic == Statistic::Percentile {
        let given = measure.details.percentile_percent;
        if given.is_some_and(|p| p > Decimal::ZERO && p < Decimal::ONE_HUNDRED) {
            return None;
        }
        let reason =
            format!("{} is a percentile, and it does not say which one, above 0 and below 100 %.", measure.name);
        let change = wording::change(&*field, USUAL_PERCENTILE);
        let finding = find(Severity::Error, "Percentile without its number", reason, SOURCE, field);
        return Some(finding.mended("Make it the 95th", vec![change]));
    }
    let called = measure.name.to_lowercase().contains("percentile");
    (called && measure.statistic == Statistic::Mean).then(|| {
        let reason =
            format!("{} is called a percentile and computed as a mean, which is another number.", measure.name);
        let field = paths::measure(measure, "statistic");
        let change = wording::change(&*field, "percentile");
        let finding = find(Severity::Warning, "A mean that is called a percentile", reason, SOURCE, &*field);
        finding.also([paths::measure(measure, "name")]).mended("Make it a percentile", vec![change])
    })
}

/// Medians and percentiles are judged by the month: longer periods cannot be computed from months.
pub(super) fn periods(agreement: &Agreement, _: &Evidence) -> Vec<Finding> {
    let levels = agreement.levels().filter(|(_, measure)| measure.statistic.needs_single_values());
    levels.flat_map(|(level, measure)| of_level(agreement, level, measure)).collect()
}

fn of_level(agreement: &Agreement, level: &ServiceLevel, measure: &Measure) -> Vec<Finding> {
    let remedies = &agreement.remedies;
    let binds = level.class != Class::ReportOnly;
    let earns = remedies.bonus.base_percent.is_some()
        || agreement.service_levels.iter().any(|l| l.class != Class::ReportOnly && l.remedy.bonus_percent.is_some());
    let by_quarter = earns && remedies.bonus.basis == BonusBasis::QuarterAggregate;
    let by_year = remedies.earn_back.percent.is_some() && remedies.earn_back.rule == EarnBackRule::ContractYear;
    let cases = [
        (
            level.remedy.window != Window::Month,
            paths::level(&level.id, "window"),
            "its quarter",
            "Judge it every month",
        ),
        (binds && by_quarter, "remedies.bonus.basis".into(), "a quarter’s bonus", "Judge the bonus by each month"),
        (binds && by_year, "remedies.earn_back.rule".into(), "a contract year", "Earn back by the next three windows"),
    ];
    let found = cases.into_iter().filter(|(is_so, ..)| *is_so).map(|(_, field, over, label)| {
        let reason = format!(
            "{} is judged over {over}, and months that are already medians or percentiles cannot be put together.",
            measure.name
        );
        let change = wording::change(&*field, "");
        let finding = find(Severity::Error, "A percentile of several months", reason, SINGLE, field);
        finding.also([paths::measure(measure, "statistic")]).mended(label, vec![change])
    });
    found.collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{apply, d, good, level, measure, only};
    use super::*;

    fn none() -> Evidence {
        Evidence::default()
    }

    fn with(id: &str, statistic: Statistic) -> Agreement {
        let mut a = good();
        measure(&mut a, id).statistic = statistic;
        a
    }

    #[test]
    fn net_scores_are_points_and_percentages_do_not_add_up() {
        assert_eq!(units(&good(), &none()), []);
        assert_eq!(units(&with("qa", Statistic::NetScore), &none()), [], "points");
        assert_eq!(units(&with("asa", Statistic::Sum), &none()), [], "times have a sum");
        for (id, statistic, severity) in [
            ("csat", Statistic::NetScore, Severity::Error),
            ("fcr", Statistic::Count, Severity::Error),
            ("qa", Statistic::Sum, Severity::Error),
            ("asa", Statistic::Share, Severity::Warning),
        ] {
            let mut a = with(id, statistic);
            let found = only(units(&a, &none()));
            assert_eq!(found.severity, severity, "{}", found.reason);
            apply(&mut a, &found.mend.unwrap());
            assert_eq!(units(&a, &none()), []);
        }
    }

    #[test]
    fn a_percentile_says_which_one() {
        let mut a = with("asa", Statistic::Percentile);
        let found = only(units(&a, &none()));
        assert_eq!((found.severity, found.fields[0].as_str()), (Severity::Error, "measures.asa.percentile"));
        apply(&mut a, &found.mend.unwrap());
        assert_eq!(measure(&mut a, "asa").details.percentile_percent, Some(d("95")));
        assert_eq!(units(&a, &none()), []);
        measure(&mut a, "asa").details.percentile_percent = Some(d("100"));
        assert_eq!(only(units(&a, &none())).title, "Percentile without its number");
    }

    #[test]
    fn a_mean_that_is_called_a_percentile_is_found() {
        let mut a = good();
        measure(&mut a, "asa").name = "Answer time, 90th percentile".into();
        let found = only(units(&a, &none()));
        assert_eq!(found.title, "A mean that is called a percentile");
        apply(&mut a, &found.mend.unwrap());
        assert_eq!(measure(&mut a, "asa").statistic, Statistic::Percentile);
    }

    #[test]
    fn a_percentile_is_judged_by_the_month_alone() {
        let mut a = with("asa", Statistic::Median);
        assert_eq!(periods(&a, &none()), []);
        level(&mut a, "asa").remedy.window = Window::Quarter;
        let found = only(periods(&a, &none()));
        assert_eq!(found.fields[0], "service_levels.asa.window");
        apply(&mut a, &found.mend.unwrap());
        assert_eq!(periods(&a, &none()), []);
        a.remedies.bonus.base_percent = Some(d("1"));
        a.remedies.bonus.basis = BonusBasis::QuarterAggregate;
        a.remedies.earn_back.percent = Some(d("50"));
        a.remedies.earn_back.rule = EarnBackRule::ContractYear;
        let found = periods(&a, &none());
        let fields: Vec<&str> = found.iter().map(|f| f.fields[0].as_str()).collect();
        assert_eq!(fields, ["remedies.bonus.basis", "remedies.earn_back.rule"]);
        for finding in found {
            apply(&mut a, &finding.mend.unwrap());
        }
        assert_eq!(periods(&a, &none()), []);
        let mut a = with("asa", Statistic::Count);
        level(&mut a, "asa").remedy.window = Window::Quarter;
        assert_eq!(periods(&a, &none()), [], "a count adds up");
    }
}
