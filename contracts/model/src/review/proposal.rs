//! D4, D5: targets with room below the average, and the way to a better one.

use super::{
    Change, Evidence, Finding, HistorySummary, Severity, history, later, paths, ramp::is_harder, targets, wording,
};
use crate::{Agreement, Direction, Measure, ServiceLevel, Target, quantity};

const SOURCE: &str =
    "a target a little easier than the average holds through a bad week; a better one is reached in steps";

/// Fewer months than this make no average.
const LEAST_MONTHS: usize = 6;

/// The month in which a proposed way is in its middle, and the one in which it is at its end.
const MIDDLE_FROM: u32 = 7;
const LAST_FROM: u32 = 13;

/// A term in which targets can be expected to improve: three years.
const LONG_TERM_MONTHS: u32 = 36;

/// Targets that fewer than half of the months met: a buffer, or a path to them, is offered.
pub(super) fn buffer(agreement: &Agreement, evidence: &Evidence) -> Vec<Finding> {
    let findings = history::judged(agreement).filter_map(|(level, measure)| {
        let history = evidence.of_measure(&measure.id).filter(|h| h.months >= LEAST_MONTHS)?;
        let Target::Value(target) = level.target else {
            return None;
        };
        let round = |v| quantity::round(v, measure.precision_decimals);
        let (target, median) = (round(target.value()), round(history.median));
        let (worse, reached) = match measure.direction {
            Direction::Higher => (median < target, target <= round(history.highest)),
            Direction::Lower => (median > target, target >= round(history.lowest)),
            Direction::Range => (false, false),
        };
        // A target beyond the best month is a warning of its own.
        if !worse || !reached {
            return None;
        }
        let median = wording::value(median, measure);
        let reason = format!(
            "The median of {} months of {} is {median}, so that {} was missed in most of them.",
            history.months,
            measure.name,
            wording::target(level.target, measure)
        );
        let field = paths::level(&level.id, "target");
        let finding = Finding::new("D4", Severity::Advice, "Target without a buffer", reason, SOURCE, field);
        let mut finding = targets::to_fair(finding, agreement, level, measure, history);
        if agreement.ramp.months() > 0 {
            let from = format!("linear from {}", wording::typed(&median));
            let path = wording::change(format!("{}.{}.path", paths::RAMP, level.id), from);
            finding = finding.or_mended(format!("Keep it, and begin the ramp at {median}"), vec![path]);
        }
        Some(match way(level.target, measure, history).filter(|_| has_room(agreement, level)) {
            Some(way) => finding.or_mended(way.label(measure), way.changes(level, measure)),
            None => finding,
        })
    });
    findings.collect()
}

/// The target at the end of the way that [`better`] proposes, and where the way has its middle.
struct Way {
    first: Target,
    middle: Option<Target>,
    last: Target,
}

/// From what three months of four met, over what most months met, to `last`; `None` where that is no way to a better one.
fn way(last: Target, measure: &Measure, history: &HistorySummary) -> Option<Way> {
    let fair = match measure.direction {
        Direction::Higher => history.lower_quartile,
        Direction::Lower => history.upper_quartile,
        Direction::Range => return None,
    };
    let at = |value| targets::rounded(Target::Value(measure.unit.of(value)), measure);
    let (first, middle, last) = (at(fair), at(history.median), targets::rounded(last, measure));
    let between = is_harder(measure, middle, first) && is_harder(measure, last, middle);
    let is_way = is_harder(measure, last, first) && targets::problem(first, measure).is_none();
    is_way.then_some(Way { first, middle: between.then_some(middle), last })
}

impl Way {
    /// The changes that make it the path of a level: a step after half a year and one after a year.
    fn changes(&self, level: &ServiceLevel, measure: &Measure) -> Vec<Change> {
        let typed = |target| wording::typed(&wording::target(target, measure));
        let middle = self.middle.map(|middle| later::typed(MIDDLE_FROM, middle, measure));
        let steps: Vec<String> = middle.into_iter().chain([later::typed(LAST_FROM, self.last, measure)]).collect();
        vec![
            wording::change(paths::level(&level.id, "target"), typed(self.first)),
            wording::change(paths::level(&level.id, "later"), steps.join("; ")),
        ]
    }

    fn label(&self, measure: &Measure) -> String {
        let text = |target| wording::target(target, measure);
        let middle = self.middle.map(|middle| format!("{} from month {MIDDLE_FROM}, ", text(middle)));
        let middle = middle.unwrap_or_default();
        format!("Begin at {}, {middle}{} from month {LAST_FROM}", text(self.first), text(self.last))
    }
}

/// Whether there is room for a way: the ramp is over before its middle, and the term goes on after its end.
fn has_room(agreement: &Agreement, level: &ServiceLevel) -> bool {
    level.later_targets.is_empty()
        && agreement.ramp.months() + 1 < MIDDLE_FROM as usize
        && agreement.term.months > LAST_FROM
}

/// Agreements of three years and more whose targets stay where they are, although most months were better (D5).
pub(super) fn improvement(agreement: &Agreement, evidence: &Evidence) -> Vec<Finding> {
    let improves = agreement.service_levels.iter().any(|l| !l.later_targets.is_empty());
    let years = agreement.term.months >= LONG_TERM_MONTHS;
    if improves || !years {
        return Vec::new();
    }
    let mut fields = Vec::new();
    let (mut names, mut changes) = (Vec::new(), Vec::new());
    for (level, measure) in history::judged(agreement).filter(|(l, _)| has_room(agreement, l)) {
        let history = evidence.of_measure(&measure.id).filter(|h| h.months >= LEAST_MONTHS);
        let Some(history) = history.filter(|_| measure.direction != Direction::Range) else { continue };
        let median = targets::rounded(Target::Value(measure.unit.of(history.median)), measure);
        let is_better = is_harder(measure, median, targets::rounded(level.target, measure));
        if !is_better || targets::is_perfect(median, measure) {
            continue;
        }
        fields.push(paths::level(&level.id, "later"));
        names.push(format!("{} {}", measure.name, wording::target(median, measure)));
        let step = later::typed(LAST_FROM, median, measure);
        changes.push(wording::change(paths::level(&level.id, "later"), step));
    }
    let Some(first) = fields.first().cloned() else { return Vec::new() };
    let parts: Vec<&str> = names.iter().map(String::as_str).collect();
    let reason = format!(
        "Over {} months no target rises, although half of the months before were better: {}.",
        agreement.term.months,
        wording::names(&parts)
    );
    let finding =
        Finding::new("D5", Severity::Advice, "Targets that never improve", reason, SOURCE, first).also(fields);
    vec![finding.mended(format!("Ask for the median of history from month {LAST_FROM}"), changes)]
}

#[cfg(test)]
mod tests {
    use super::super::tests::{apply, d, good, history, keep, level, only};
    use super::*;
    use crate::Unit;

    const FCR: [&str; 8] = ["68", "70", "71", "71.5", "72.5", "73", "74", "75"];

    fn with_target(text: &str) -> Agreement {
        let mut a = good();
        keep(&mut a, &["fcr"]);
        level(&mut a, "fcr").target = Target::Value(Unit::Percent.of(d(text)));
        a
    }

    #[test]
    fn a_target_at_the_median_is_fine_and_one_beyond_it_has_no_buffer() {
        let evidence = history(&[("fcr", &FCR)]);
        assert_eq!(buffer(&with_target("72.0"), &evidence), []);
        let found = only(buffer(&with_target("72.1"), &evidence));
        assert_eq!((found.rule.as_str(), found.severity), ("D4", Severity::Advice));
        assert_eq!(found.mend.as_ref().unwrap().changes[0].text, "71.0 %");
        assert_eq!(buffer(&with_target("75.1"), &evidence), [], "beyond the best month another rule speaks");
        assert_eq!(buffer(&with_target("72.1"), &history(&[("fcr", &FCR[..5])])), [], "too few months");
    }

    #[test]
    fn the_way_to_a_better_target_begins_at_the_median() {
        let mut a = with_target("74.0");
        let found = only(buffer(&a, &history(&[("fcr", &FCR)])));
        apply(&mut a, &found.alternatives[0]);
        let (l, m) = a.levels().next().unwrap();
        assert_eq!(a.ramp.target(l, m, 1), Target::Value(Unit::Percent.of(d("72.0"))));
    }

    #[test]
    fn a_way_over_the_term_leads_from_the_fair_target_over_the_median_to_the_one_that_was_asked_for() {
        let mut a = with_target("74.0");
        a.term.months = 24;
        let found = only(buffer(&a, &history(&[("fcr", &FCR)])));
        let way = found.alternatives.iter().find(|m| m.label.contains("from month 13")).unwrap();
        let label = way.label.replace('\u{202f}', " ");
        assert_eq!(label, "Begin at 71.0 %, 72.0 % from month 7, 74.0 % from month 13");
        apply(&mut a, way);
        let (l, m) = a.levels().next().unwrap();
        let at = |month| a.ramp.target(l, m, month).anchor();
        assert_eq!([5, 7, 13].map(at), ["71.0", "72.0", "74.0"].map(d));
        assert_eq!(buffer(&a, &history(&[("fcr", &FCR)])), [], "the first target has room now");
        a.term.months = 12;
        level(&mut a, "fcr").later_targets.clear();
        level(&mut a, "fcr").target = Target::Value(Unit::Percent.of(d("74.0")));
        let found = only(buffer(&a, &history(&[("fcr", &FCR)])));
        assert!(found.alternatives.iter().all(|m| !m.label.contains("month 13")), "the term is over by then");
    }

    #[test]
    fn targets_of_three_years_that_most_months_were_better_than_can_rise_to_the_median() {
        let evidence = history(&[("fcr", &FCR)]);
        let mut a = with_target("71.0");
        a.term.months = 35;
        assert_eq!(improvement(&a, &evidence), []);
        a.term.months = 36;
        let found = only(improvement(&a, &evidence));
        assert_eq!((found.rule.as_str(), found.severity), ("D5", Severity::Advice));
        apply(&mut a, &found.mend.unwrap());
        assert_eq!(level(&mut a, "fcr").later_targets[0].target, Target::Value(Unit::Percent.of(d("72.0"))));
        assert_eq!(improvement(&a, &evidence), []);
        let mut a = with_target("72.0");
        a.term.months = 36;
        assert_eq!(improvement(&a, &evidence), [], "it is the median already");
    }
}
