//! C5: measures of activity, and measures that can be gamed while nothing shows it. C20: targets beside what others
//! report.

use super::{Evidence, Finding, HistorySummary, Severity, balance, paths, targets, wording};
use crate::{
    Agreement, Class, Direction, Measure, MeasureId, ServiceLevel, Target,
    library::{self, Benchmark, LibraryMeasure},
};

const ACTIVITY: &str = "a figure that can rise while customers are served worse measures the wrong thing";
const GAMED: &str = "a measure that can be improved without improving the service needs one beside it that shows it";

/// The levels that count, each with what the library knows about its measure.
fn known(agreement: &Agreement) -> Vec<(&ServiceLevel, &Measure, &'static LibraryMeasure)> {
    let scored = paths::scored(agreement).into_iter();
    scored.filter_map(|(l, m)| Some((l, m, library::recognise(m)?))).collect()
}

/// What is scored is what came of the work, not that work was done.
pub(super) fn activity(agreement: &Agreement, _: &Evidence) -> Vec<Finding> {
    let levels = known(agreement).into_iter().filter(|(_, _, known)| known.is_activity);
    let findings = levels.map(|(level, measure, _)| {
        let reason = format!(
            "{} counts what is done and not what comes of it, so that it can rise while customers are served worse.",
            measure.name
        );
        let field = paths::level(&level.id, "class");
        Finding::new("C5", Severity::Warning, "Activity is scored", reason, ACTIVITY, field)
            .also([paths::level(&level.id, "weight")])
            .mended(format!("Only report {}", measure.name), balance::only_report(agreement, &level.id))
    });
    findings.collect()
}

/// Whatever can be gamed has something beside it that shows it.
pub(super) fn gamed(agreement: &Agreement, _: &Evidence) -> Vec<Finding> {
    let there: Vec<&MeasureId> =
        agreement.levels().filter_map(|(_, m)| library::recognise(m).map(|known| &known.measure.id)).collect();
    let findings = known(agreement).into_iter().filter(|(_, _, known)| !known.is_activity);
    let findings = findings.flat_map(|(level, measure, known)| {
        let open = known.gamed_by.iter().filter(|way| {
            let held = way.held_by.iter().any(|h| there.contains(&h));
            !way.held_by.is_empty() && !held
        });
        open.filter_map(|way| {
            let holder = library::measure(way.held_by.first()?)?;
            let reason = format!("{} {}, and nothing here shows it.", measure.name, lower_first(&way.how));
            let field = paths::level(&level.id, "target");
            let finding = Finding::new("C5", Severity::Advice, "Can be gamed unseen", reason, GAMED, field);
            let label = format!("Report {} beside it", holder.measure.name);
            Some(finding.mended(label, report_beside(agreement, holder)))
        })
        .collect::<Vec<_>>()
    });
    findings.collect()
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|c| c.to_lowercase().to_string()).unwrap_or_default() + letters.as_str()
}

/// Adds a measure of the library as a level that is only reported.
fn report_beside(agreement: &Agreement, holder: &LibraryMeasure) -> Vec<super::Change> {
    let id = &holder.measure.id;
    let taken = agreement.measure(id).is_some() || agreement.service_levels.iter().any(|l| l.id.0 == id.0);
    if taken { Vec::new() } else { vec![wording::change(paths::LEVELS, format!("add {id}"))] }
}

/// Where there is no history of one's own, a target is held against what others report.
pub(super) fn benchmarks(agreement: &Agreement, evidence: &Evidence) -> Vec<Finding> {
    let levels = targets::clean(agreement).filter(|(l, _)| l.class != Class::ReportOnly);
    let findings = levels.filter_map(|(level, measure)| {
        let known = library::recognise(measure)?;
        let same_kind = known.measure.unit == measure.unit && known.measure.direction == measure.direction;
        if !same_kind || evidence.of_measure(&measure.id).is_some_and(|h: &HistorySummary| h.months > 0) {
            return None;
        }
        known.benchmarks.iter().find_map(|b| beside(level, measure, b))
    });
    findings.collect()
}

fn beside(level: &ServiceLevel, measure: &Measure, benchmark: &Benchmark) -> Option<Finding> {
    let Target::Value(target) = level.target else {
        return None;
    };
    let below = target.value() < benchmark.low;
    let above = target.value() > benchmark.high;
    let (title, word) = match (measure.direction, below, above) {
        (Direction::Higher, true, _) | (Direction::Lower, _, true) => ("Looser than others report", "asks less"),
        (Direction::Higher, _, true) | (Direction::Lower, true, _) => ("Stricter than others report", "asks more"),
        _ => return None,
    };
    let reason = format!(
        "{} {word} than the {} to {} that others report; history of your own would say more.",
        wording::target(level.target, measure),
        crate::quantity::number(benchmark.low, measure.precision_decimals),
        wording::value(benchmark.high, measure)
    );
    let source = format!("{}, {}", benchmark.source, benchmark.date);
    let field = paths::level(&level.id, "target");
    Some(Finding::new("C20", Severity::Advice, title, reason, &source, field))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{apply, d, good, history, keep, level, measure, only};
    use super::*;
    use crate::Unit;

    fn none() -> Evidence {
        Evidence::default()
    }

    #[test]
    fn activity_that_is_scored_is_found_and_reported_activity_is_not() {
        let mut a = good();
        assert_eq!(activity(&a, &none()), []);
        for name in ["Calls handled per day", "Occupancy of agents", "Dials made"] {
            measure(&mut a, "asa").name = name.into();
            measure(&mut a, "asa").id = MeasureId("own".into());
            level(&mut a, "asa").measure = MeasureId("own".into());
            let found = only(activity(&a, &none()));
            assert_eq!((found.severity, found.fields[0].as_str()), (Severity::Warning, "service_levels.asa.class"));
            let mut mended = a.clone();
            apply(&mut mended, &found.mend.unwrap());
            assert_eq!(activity(&mended, &none()), []);
            assert_eq!(super::super::weights::sum(&mended, &none()), []);
            a = good();
        }
    }

    #[test]
    fn what_can_be_gamed_is_shown_by_any_one_of_its_holders() {
        let mut a = good();
        assert_eq!(gamed(&a, &none()), []);
        keep(&mut a, &["asa", "abandonment"]);
        assert_eq!(gamed(&a, &none()), [], "abandonment shows what the speed of answer hides, and the other way round");
        keep(&mut a, &["asa"]);
        a.measures.retain(|m| m.id.0 == "asa");
        let found = only(gamed(&a, &none()));
        assert_eq!((found.severity, found.title.as_str()), (Severity::Advice, "Can be gamed unseen"));
        apply(&mut a, &found.mend.unwrap());
        assert_eq!(level(&mut a, "abandonment").class, Class::ReportOnly, "it is only reported");
        assert_eq!(gamed(&a, &none()), []);
    }

    #[test]
    fn a_target_stands_beside_what_others_report_unless_there_is_history() {
        let mut a = good();
        keep(&mut a, &["abandonment"]);
        for (target, title) in [
            ("5.0", None),
            ("8.0", None),
            ("4.9", Some("Stricter than others report")),
            ("8.1", Some("Looser than others report")),
        ] {
            level(&mut a, "abandonment").target = Target::Value(Unit::Percent.of(d(target)));
            let found = benchmarks(&a, &none());
            assert_eq!(found.first().map(|f| f.title.as_str()), title, "{target}");
            assert!(found.iter().all(|f| f.source.contains("2026-04-13") && f.severity == Severity::Advice));
        }
        assert_eq!(benchmarks(&a, &history(&[("abandonment", &["4", "5"])])), []);
    }
}
