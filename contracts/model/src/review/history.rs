//! C6 and C13 with history: targets that were reached before, and months enough to say so.

use super::{Evidence, Finding, HistorySummary, Severity, paths, targets, wording};
use crate::{Agreement, Class, Decimal, Direction, Measure, ServiceLevel, Target, quantity};

const FAIR: &str = "a fair target lies inside what the months before it have shown, and most of them met it";
const MONTHS: &str = "at least 6 months show what is usual, 12 months show every season once";

/// Fewer months than this say little.
const LEAST_MONTHS: usize = 6;
/// Every season once.
const YEAR_MONTHS: usize = 12;

/// Where a target stands beside its history.
enum Stands {
    /// No month was that good.
    BeyondTheBest(Decimal),
    /// Every month was better.
    ShortOfTheWorst(Decimal),
    /// No month was inside.
    Outside,
}

fn stands(target: Target, measure: &Measure, history: &HistorySummary) -> Option<Stands> {
    let round = |value| quantity::round(value, measure.precision_decimals);
    let (lowest, highest) = (round(history.lowest), round(history.highest));
    let (low, high) = match target {
        Target::Value(q) => (round(q.value()), round(q.value())),
        Target::Range { low, high } => (round(low.value()), round(high.value())),
    };
    match measure.direction {
        Direction::Higher if low > highest => Some(Stands::BeyondTheBest(highest)),
        Direction::Higher if low < lowest => Some(Stands::ShortOfTheWorst(lowest)),
        Direction::Lower if high < lowest => Some(Stands::BeyondTheBest(lowest)),
        Direction::Lower if high > highest => Some(Stands::ShortOfTheWorst(highest)),
        // A range is a guard rail: that every month was inside is no fault.
        Direction::Range if low > highest || high < lowest => Some(Stands::Outside),
        _ => None,
    }
}

/// Whether a level's target lies outside everything that its history has shown.
pub(super) fn is_beyond(level: &ServiceLevel, measure: &Measure, evidence: &Evidence) -> bool {
    evidence.of_measure(&measure.id).is_some_and(|history| stands(level.target, measure, history).is_some())
}

pub(super) fn judged(agreement: &Agreement) -> impl Iterator<Item = (&ServiceLevel, &Measure)> {
    targets::clean(agreement).filter(|(l, _)| l.class != Class::ReportOnly)
}

/// No target beyond the best month of the baseline or short of its worst one.
pub(super) fn targets(agreement: &Agreement, evidence: &Evidence) -> Vec<Finding> {
    let mut found: Vec<Finding> = judged(agreement)
        .filter(|(l, m)| !targets::is_perfect(l.target, m))
        .filter_map(|(level, measure)| {
            let history = evidence.of_measure(&measure.id)?;
            let stands = stands(level.target, measure, history)?;
            Some(found(&stands, agreement, level, measure, history))
        })
        .collect();
    let title = "Targets not yet compared with history";
    let reason = "Whether a target can be held shows only beside what was achieved before.";
    found.extend(waiting("C6", title, reason, FAIR, agreement, evidence));
    found
}

fn found(
    stands: &Stands,
    agreement: &Agreement,
    level: &ServiceLevel,
    measure: &Measure,
    history: &HistorySummary,
) -> Finding {
    let target = wording::target(level.target, measure);
    let name = &measure.name;
    let months = months(history.months);
    let (title, reason) = match stands {
        Stands::BeyondTheBest(best) => {
            let best = wording::value(*best, measure);
            let reason =
                format!("In {months} of history {name} was {best} at best, so that {target} was never reached.");
            ("Target beyond the best month", reason)
        }
        Stands::ShortOfTheWorst(worst) => {
            let worst = wording::value(*worst, measure);
            let reason =
                format!("In {months} of history {name} was {worst} at worst, so that {target} asks for nothing.");
            ("Target short of the worst month", reason)
        }
        Stands::Outside => {
            let reason = format!("In {months} of history {name} was never inside {target}.");
            ("Range that no month was inside", reason)
        }
    };
    let field = paths::level(&level.id, "target");
    let finding = Finding::new("C6", Severity::Warning, title, reason, FAIR, field);
    targets::to_fair(finding, agreement, level, measure, history)
}

fn months(months: usize) -> String {
    format!("{months} month{}", if months == 1 { "" } else { "s" })
}

/// What a rule says about the levels that have no history.
fn waiting(
    rule: &str,
    title: &str,
    reason: &str,
    source: &str,
    agreement: &Agreement,
    evidence: &Evidence,
) -> Option<Finding> {
    let without: Vec<_> = judged(agreement).filter(|(_, m)| evidence.of_measure(&m.id).is_none()).collect();
    if without.is_empty() {
        return None;
    }
    let fields = without.iter().map(|(l, _)| paths::level(&l.id, "target"));
    let names: Vec<&str> = without.iter().map(|(_, m)| m.name.as_str()).collect();
    let evidence = if evidence.history.is_empty() {
        "a baseline".to_owned()
    } else {
        format!("history of {}", wording::names(&names))
    };
    let finding = Finding::new(rule, Severity::Advice, title, reason, source, paths::LEVELS);
    Some(finding.also(fields).waiting(evidence))
}

/// Six months of history at least, a year better.
pub(super) fn length(agreement: &Agreement, evidence: &Evidence) -> Vec<Finding> {
    let short = |from: usize, below: usize| -> Vec<(&ServiceLevel, &Measure)> {
        let levels = judged(agreement).filter(|(_, m)| {
            let history = evidence.of_measure(&m.id);
            history.is_some_and(|h| (from..below).contains(&h.months))
        });
        levels.collect()
    };
    let find = |severity, title: &str, why: &str, levels: Vec<(&ServiceLevel, &Measure)>| {
        let (first, _) = levels.first()?;
        let names: Vec<&str> = levels.iter().map(|(_, m)| m.name.as_str()).collect();
        let reason = format!("{why}: {}.", wording::names(&names));
        let field = paths::level(&first.id, "target");
        let fields = levels.iter().map(|(l, _)| paths::level(&l.id, "target"));
        Some(Finding::new("C13", severity, title, reason, MONTHS, field).also(fields))
    };
    let mut found = Vec::new();
    found.extend(find(
        Severity::Warning,
        "Fewer than 6 months of history",
        "So few months cannot tell what is usual from what was luck",
        short(0, LEAST_MONTHS),
    ));
    found.extend(find(
        Severity::Advice,
        "Less than a year of history",
        "Seasons that the history has not seen are not in the targets",
        short(LEAST_MONTHS, YEAR_MONTHS),
    ));
    let title = "Length of the history not known";
    let reason = "How far a target can be trusted depends on how many months stand behind it.";
    found.extend(waiting("C13", title, reason, MONTHS, agreement, evidence));
    found
}

#[cfg(test)]
mod tests {
    use super::super::tests::{d, good, history, keep, level, only};
    use super::*;
    use crate::Unit;

    fn with_target(id: &str, unit: Unit, text: &str) -> Agreement {
        let mut a = good();
        keep(&mut a, &[id]);
        level(&mut a, id).target = Target::Value(unit.of(d(text)));
        a
    }

    const FCR: [&str; 8] = ["68.04", "70", "71", "71.5", "72", "73", "74", "75.04"];

    #[test]
    fn a_target_beyond_the_best_month_is_found_and_one_equal_to_it_is_not() {
        let evidence = history(&[("fcr", &FCR)]);
        assert!(targets(&with_target("fcr", Unit::Percent, "75.0"), &evidence).is_empty());
        let found = only(targets(&with_target("fcr", Unit::Percent, "75.1"), &evidence));
        assert_eq!(found.severity, Severity::Warning);
        assert_eq!(found.fields, ["service_levels.fcr.target"]);
        assert!(found.reason.contains("8 months") && found.reason.contains("75.0\u{202f}%"));
        assert_eq!(found.mend.unwrap().changes[0].text, "71.0 %");
    }

    #[test]
    fn a_target_short_of_the_worst_month_is_found_and_one_equal_to_it_is_not() {
        let evidence = history(&[("fcr", &FCR)]);
        assert!(targets(&with_target("fcr", Unit::Percent, "68.0"), &evidence).is_empty());
        let found = only(targets(&with_target("fcr", Unit::Percent, "67.9"), &evidence));
        assert_eq!(found.title, "Target short of the worst month");
    }

    #[test]
    fn less_is_better_turns_best_and_worst_over() {
        let evidence = history(&[("asa", &["20", "25", "30", "45", "50", "55"])]);
        for (text, title) in [
            ("20", None),
            ("19", Some("Target beyond the best month")),
            ("55", None),
            ("56", Some("Target short of the worst month")),
        ] {
            let found = targets(&with_target("asa", Unit::Seconds, text), &evidence);
            assert_eq!(found.first().map(|f| f.title.as_str()), title, "{text} s");
        }
        let found = only(targets(&with_target("asa", Unit::Seconds, "19"), &evidence));
        assert_eq!(found.mend.unwrap().changes[0].text, "50 s");
    }

    #[test]
    fn a_range_is_found_only_where_no_month_was_inside() {
        let mut a = good();
        keep(&mut a, &["aht"]);
        assert!(targets(&a, &history(&[("aht", &["310", "400"])])).is_empty());
        assert!(targets(&a, &history(&[("aht", &["420.4", "500"])])).is_empty());
        let found = only(targets(&a, &history(&[("aht", &["421", "500"])])));
        assert_eq!(found.mend.unwrap().changes[0].text, "421 to 500 s");
    }

    #[test]
    fn without_history_the_rule_says_what_it_waits_for() {
        let a = good();
        let found = only(targets(&a, &Evidence::default()));
        assert_eq!(found.severity, Severity::Advice);
        assert_eq!(found.waits_for.as_deref(), Some("a baseline"));
        let mut a = good();
        keep(&mut a, &["fcr", "csat"]);
        let found = only(targets(&a, &history(&[("fcr", &FCR)])));
        let name = &a.measure(&crate::MeasureId("csat".into())).unwrap().name;
        assert_eq!(found.waits_for, Some(format!("history of {name}")));
        assert_eq!(found.fields[1..], ["service_levels.csat.target"]);
    }

    #[test]
    fn six_months_are_little_and_twelve_enough() {
        let a = with_target("fcr", Unit::Percent, "72");
        let severity = |months: usize| {
            let values = vec!["72"; months];
            let found = length(&a, &history(&[("fcr", &values)]));
            found.first().map(|f| f.severity)
        };
        assert_eq!(severity(5), Some(Severity::Warning));
        assert_eq!(severity(6), Some(Severity::Advice));
        assert_eq!(severity(11), Some(Severity::Advice));
        assert_eq!(severity(12), None);
        assert!(only(length(&a, &Evidence::default())).waits_for.is_some());
    }

    #[test]
    fn three_months_of_four_met_the_quartile() {
        let summary = |values: &[&str]| {
            let values = values.iter().map(|v| d(v)).collect();
            HistorySummary::of_values(crate::MeasureId("fcr".into()), values).unwrap()
        };
        let s = summary(&["4", "1", "3", "2"]);
        assert_eq!((s.lower_quartile, s.upper_quartile, s.median), (d("2"), d("3"), d("2.5")));
        let s = summary(&["5"]);
        assert_eq!((s.lower_quartile, s.upper_quartile), (d("5"), d("5")));
    }
}
