//! C19: audits and surveys that say how many, of what, and by which measure.

use super::{Evidence, Finding, Severity, kind, paths, wording};
use crate::{Agreement, Class, Measure, Perspective, clauses::QaProgramme, library};

const AUDITS: &str = "a random audit is fair where its number, its criteria and its calibration are agreed";
const ASKED: &str = "who is asked, how and when decides what customers are heard to say";

/// Numbers that a mend sets.
const USUAL_AUDITS: &str = "120";

/// A score of audits, or any other level that is judged by work that is drawn and graded.
pub(super) fn is_audit(measure: &Measure) -> bool {
    let known = library::recognise(measure).is_some_and(|k| k.measure.id.0 == "qa");
    (known && measure.perspective == Perspective::Quality) || kind::is_audited(measure)
}

/// Audits have a number, criteria, a way to choose, and calibration.
pub(super) fn audits(agreement: &Agreement, _: &Evidence) -> Vec<Finding> {
    let qa = &agreement.qa;
    let promised = agreement.levels().find(|(l, m)| l.class != Class::ReportOnly && is_audit(m));
    if promised.is_none() && *qa == QaProgramme::default() {
        return Vec::new();
    }
    let parts = [
        (qa.audits_a_month.unwrap_or_default() == 0, "qa.audits_a_month", "how many there are"),
        (qa.criteria.is_empty(), "qa.criteria", "what they grade"),
        (qa.selection.trim().is_empty(), "qa.selection", "how contacts are chosen"),
        (qa.calibration.is_none(), "qa.calibration", "when both sides compare grades"),
    ];
    let lacking: Vec<_> = parts.into_iter().filter(|(lacks, ..)| *lacks).collect();
    let Some((_, first, _)) = lacking.first() else {
        return weights(agreement);
    };
    let words: Vec<&str> = lacking.iter().map(|(_, _, words)| *words).collect();
    let reason = format!(
        "Audits do not say {}, so that their result is whatever the auditor looked for.",
        wording::list(&words)
    );
    let finding = Finding::new("C19", Severity::Warning, "Audits without their rules", reason, AUDITS, *first)
        .also(lacking.iter().map(|(_, field, _)| (*field).to_owned()))
        .also(promised.map(|(l, _)| paths::level(&l.id, "target")));
    let mut changes = Vec::new();
    // Only where two numbers are missing is there one action: criteria are for people to name.
    if !qa.criteria.is_empty() && !qa.selection.trim().is_empty() {
        if qa.audits_a_month.unwrap_or_default() == 0 {
            changes.push(wording::change("qa.audits_a_month", USUAL_AUDITS));
        }
        if qa.calibration.is_none() {
            changes.push(wording::change("qa.calibration", "monthly"));
        }
    }
    vec![finding.mended("Audit 120 a month, calibrated every month", changes)]
}

/// Criteria that have weights have all of them, and these add up.
fn weights(agreement: &Agreement) -> Vec<Finding> {
    let criteria = &agreement.qa.criteria;
    let weights: Vec<_> = criteria.iter().filter_map(|c| c.weight_percent).collect();
    let fits = weights.iter().all(|w| super::bounds::fits(*w));
    let sum: crate::Decimal = if fits { weights.iter().sum() } else { crate::Decimal::ZERO };
    if weights.is_empty() || (fits && weights.len() == criteria.len() && sum == crate::Decimal::ONE_HUNDRED) {
        return Vec::new();
    }
    let reason = format!("The weights of the audit’s criteria are {} together, and not 100 %.", wording::percent(sum));
    vec![Finding::new("C11", Severity::Error, "Weights of criteria not 100\u{202f}%", reason, AUDITS, "qa.criteria")]
}

/// Surveys say who is asked.
pub(super) fn surveys(agreement: &Agreement, _: &Evidence) -> Vec<Finding> {
    let is_survey = |m: &Measure| m.perspective == Perspective::Experience && kind::is_sampled(m);
    let promised = agreement.levels().find(|(l, m)| l.class != Class::ReportOnly && is_survey(m));
    let Some((level, measure)) = promised.filter(|_| agreement.csat.method.trim().is_empty()) else {
        return Vec::new();
    };
    let reason = format!("{} rests on a survey, and it is not said who is asked, how and when.", measure.name);
    let finding = Finding::new("C19", Severity::Advice, "Survey without its rules", reason, ASKED, "csat.method");
    vec![finding.also([paths::level(&level.id, "target")])]
}

#[cfg(test)]
mod tests {
    use super::super::tests::{apply, good, level, only};
    use super::*;
    use crate::clauses::{Frequency, QaCriterion};

    fn none() -> Evidence {
        Evidence::default()
    }

    #[test]
    fn audits_at_random_without_number_and_criteria_are_found_and_whole_ones_are_not() {
        let mut a = good();
        assert_eq!(audits(&a, &none()), []);
        a.qa = QaProgramme { selection: "Random sampling".into(), ..QaProgramme::default() };
        let found = only(audits(&a, &none()));
        assert_eq!((found.severity, found.rule.as_str()), (Severity::Warning, "C19"));
        assert_eq!(found.fields[..3], ["qa.audits_a_month", "qa.criteria", "qa.calibration"]);
        // Also where quality is no service level: somebody audits by no rule at all.
        a.service_levels.retain(|l| l.id.0 != "qa");
        assert_eq!(audits(&a, &none()).len(), 1);
        a.qa = QaProgramme::default();
        assert_eq!(audits(&a, &none()), [], "no audits are promised");
    }

    #[test]
    fn every_level_that_is_judged_by_drawn_work_demands_a_programme_and_a_count_of_all_work_does_not() {
        use crate::template::template;
        for (id, judged) in [
            ("back-office", "accuracy"),
            ("finance-accounting", "invoice_accuracy"),
            ("claims-processing", "claim_accuracy"),
            ("technical-support", "severity_accuracy"),
            ("trust-safety", "decision_accuracy"),
        ] {
            let mut a = template(id).unwrap().agreement.clone();
            assert_eq!(audits(&a, &none()), [], "{id}");
            a.qa = QaProgramme::default();
            a.service_levels.retain(|l| l.id.0 == judged);
            let found = only(audits(&a, &none()));
            assert!(found.fields.contains(&format!("service_levels.{judged}.target")), "{id}");
            level(&mut a, judged).class = Class::ReportOnly;
            assert_eq!(audits(&a, &none()), [], "{id}");
        }
        let mut a = template("it-service-desk").unwrap().agreement.clone();
        a.qa = QaProgramme::default();
        assert_eq!(audits(&a, &none()), [], "its survey is drawn, and asks people");
    }

    #[test]
    fn what_one_action_can_add_is_added() {
        let mut a = good();
        a.qa.calibration = None;
        let found = only(audits(&a, &none()));
        apply(&mut a, &found.mend.unwrap());
        assert_eq!(a.qa.calibration, Some(Frequency::Monthly));
        assert_eq!(audits(&a, &none()), []);
    }

    #[test]
    fn weights_of_criteria_are_a_hundred() {
        let mut a = good();
        let criterion = |name: &str, weight: i64| QaCriterion {
            name: name.into(),
            weight_percent: Some(weight.into()),
            fatal: false,
        };
        a.qa.criteria = vec![criterion("Accuracy", 60), criterion("Tone", 40)];
        assert_eq!(audits(&a, &none()), []);
        a.qa.criteria[1].weight_percent = Some(39.into());
        assert_eq!(only(audits(&a, &none())).severity, Severity::Error);
        a.qa.criteria[1].weight_percent = None;
        assert_eq!(audits(&a, &none()).len(), 1);
    }

    #[test]
    fn a_survey_says_who_is_asked() {
        let mut a = good();
        assert_eq!(surveys(&a, &none()), []);
        a.csat.method.clear();
        assert_eq!(only(surveys(&a, &none())).fields[0], "csat.method");
        level(&mut a, "csat").class = Class::ReportOnly;
        assert_eq!(surveys(&a, &none()), []);
    }
}
