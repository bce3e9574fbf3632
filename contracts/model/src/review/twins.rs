//! C18: one measure is promised once in one scope.

use super::{Evidence, Finding, Severity, credits, paths, targets, wording};
use crate::{Agreement, Class, Decimal, Measure, ServiceLevel};

const SOURCE: &str = "one result is promised and credited once; milder and graver misses are bands of one level";

/// Two levels that weigh and cost something do not promise one measure in one scope and window.
pub(super) fn promises(agreement: &Agreement, _: &Evidence) -> Vec<Finding> {
    let counts = |level: &ServiceLevel| {
        level.class != Class::ReportOnly && level.weight_percent > Decimal::ZERO && credits::has_teeth(agreement, level)
    };
    let levels: Vec<(&ServiceLevel, &Measure)> = targets::clean(agreement).filter(|(l, _)| counts(l)).collect();
    let mut found = Vec::new();
    for (i, (level, measure)) in levels.iter().enumerate() {
        let same = |other: &ServiceLevel| {
            other.measure == level.measure && other.scope == level.scope && other.remedy.window == level.remedy.window
        };
        let Some((before, _)) = levels[..i].iter().find(|(other, _)| same(other)) else { continue };
        let [first, second] = [before, level].map(|l| wording::target(l.target, measure));
        let reason = if first == second {
            format!("{} is promised twice as {first}, so that one miss is scored and credited twice.", measure.name)
        } else {
            format!(
                "{} is promised as {first} and as {second}: who misses the easier target has missed the other too, and \
                 one result is scored and credited twice.",
                measure.name
            )
        };
        let title = "One result, two promises";
        let finding = Finding::new("C18", Severity::Warning, title, reason, SOURCE, paths::level(&level.id, "target"));
        found.push(finding.also([paths::level(&before.id, "target"), paths::credit(level), paths::credit(before)]));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::tests::{d, good, level, only};
    use super::*;
    use crate::{ServiceLevelId, Target, Unit, Window};

    /// The good agreement with a second level of speed of answer.
    fn twice() -> Agreement {
        let mut a = good();
        let mut second = level(&mut a, "asa").clone();
        second.id = ServiceLevelId("asa_2".into());
        second.target = Target::Value(Unit::Seconds.of(d("60")));
        a.service_levels.push(second);
        a
    }

    #[test]
    fn two_promises_of_one_measure_are_found_at_both() {
        assert_eq!(promises(&good(), &Evidence::default()), []);
        let found = only(promises(&twice(), &Evidence::default()));
        assert_eq!((found.rule.as_str(), found.severity), ("C18", Severity::Warning));
        assert_eq!(found.fields[..2], ["service_levels.asa_2.target", "service_levels.asa.target"]);
        assert!(found.reason.contains("30\u{202f}s") && found.reason.contains("60\u{202f}s"), "{}", found.reason);
    }

    #[test]
    fn promises_of_different_things_are_two() {
        let changes: [fn(&mut ServiceLevel); 5] = [
            |l| l.scope.channel = "Voice".into(),
            |l| l.remedy.window = Window::Quarter,
            |l| l.class = Class::ReportOnly,
            |l| l.weight_percent = Decimal::ZERO,
            |l| l.bands.iter_mut().for_each(|b| b.credit_percent = Decimal::ZERO),
        ];
        for change in changes {
            let mut a = twice();
            change(level(&mut a, "asa_2"));
            assert_eq!(promises(&a, &Evidence::default()), []);
        }
    }
}
