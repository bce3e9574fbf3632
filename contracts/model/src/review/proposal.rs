//! D4, D5: targets with room below the average, and the way to a better one.

use super::{Evidence, Finding, Severity, history, paths, targets, wording};
use crate::{Agreement, Direction, Target, quantity};

const SOURCE: &str =
    "a target a little easier than the average holds through a bad week; a better one is reached in steps";

/// Fewer months than this make no average.
const LEAST_MONTHS: usize = 6;

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
        let finding = targets::to_fair(finding, level, measure, history);
        if agreement.ramp.months() == 0 {
            return Some(finding);
        }
        let path = wording::change(
            format!("{}.{}.path", paths::RAMP, level.id),
            format!("linear from {}", wording::typed(&median)),
        );
        Some(finding.or_mended(format!("Keep it, and begin the ramp at {median}"), vec![path]))
    });
    findings.collect()
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
}
