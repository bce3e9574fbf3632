//! C1, C2, C3: what is measured at all, and how much hangs on what.

use super::{Change, Evidence, Finding, Severity, adding, bands, bounds, kind, paths, weights, wording};
use crate::{Agreement, Class, Decimal, Direction, Measure, Perspective, ServiceLevel, ServiceLevelId, quantity};
use rust_decimal::prelude::ToPrimitive;

const PAIR: &str = "speed is bought with care where nothing holds care up; a floor under quality is what holds it";
const BALANCED: &str = "a balanced scorecard holds efficiency, experience and quality beside each other";
const FEW: &str = "a limit of ours: a dozen scored levels, and 5 % of weight for each";

/// More scored levels than this dilute each other.
const MOST_LEVELS: usize = 12;
/// A weight below this moves nothing, in percent.
const LEAST_WEIGHT_PERCENT: Decimal = Decimal::from_parts(5, 0, 0, false, 0);

fn targets(levels: &[(&ServiceLevel, &Measure)], of: fn(&Measure) -> bool) -> Vec<String> {
    let chosen = levels.iter().filter(|(_, m)| of(m));
    chosen.map(|(l, _)| paths::level(&l.id, "target")).collect()
}

/// Where speed, use of resources or cost is scored, the quality of the work is scored too, with a floor, or is a gate.
/// A level that is only reported, or has no weight, holds nothing up.
pub(super) fn quality_floor(agreement: &Agreement, _: &Evidence) -> Vec<Finding> {
    let scored = paths::scored(agreement);
    let speed: Vec<_> = scored.iter().filter(|(_, m)| kind::is_speed(m)).collect();
    let work: Vec<_> = scored.iter().filter(|(_, m)| kind::is_quality_of_work(m)).collect();
    let is_gate = |(l, m): (&ServiceLevel, &Measure)| {
        l.class != Class::ReportOnly && l.remedy.gate && kind::is_quality_of_work(m)
    };
    if speed.is_empty() || work.iter().any(|(l, _)| l.floor.is_some()) || agreement.levels().any(is_gate) {
        return Vec::new();
    }
    let names: Vec<&str> = speed.iter().map(|(_, m)| m.name.as_str()).collect();
    let (names, are) = (wording::names(&names), if speed.len() == 1 { "is" } else { "are" });
    let speed = targets(&scored, kind::is_speed);
    let warn = |title, reason: String, field: String| Finding::new("C1", Severity::Warning, title, reason, PAIR, field);
    let Some((level, measure)) = work.first() else {
        let beside = scored.iter().any(|(_, m)| kind::is_value(m));
        let reason = if beside {
            format!(
                "{names} {are} scored and no quality of the work is: what customers say and whether they come back shows \
                 late, and an answer that is wrong and quick earns as much as one that is right."
            )
        } else {
            format!("{names} {are} scored and no quality is, so that a rushed contact earns more than a solved one.")
        };
        let title = "Speed without a quality floor";
        return vec![warn(title, reason, paths::LEVELS.into()).also(speed)];
    };
    let reason = format!("{names} {are} scored and nothing says how far {} may fall for it.", measure.name);
    let field = paths::level(&level.id, "floor");
    let finding = warn("Quality has no floor", reason, field).also(speed);
    let is_clean = super::targets::clean(agreement).any(|(l, _)| l.id == level.id);
    vec![if is_clean { bands::with_floor(finding, level, measure) } else { finding }]
}

/// Handle time is not the only thing that counts.
pub(super) fn handle_time_alone(agreement: &Agreement, _: &Evidence) -> Vec<Finding> {
    let scored = paths::scored(agreement);
    let Some(((first, measure), _)) = scored.split_first() else {
        return Vec::new();
    };
    if !scored.iter().all(|(_, m)| kind::is_handle_time(m)) {
        return Vec::new();
    }
    let reason =
        format!("{} is all that counts, and it is easily met by ending contacts before they are solved.", measure.name);
    let field = paths::level(&first.id, "target");
    let title = "Handle time stands alone";
    vec![Finding::new("C1", Severity::Warning, title, reason, PAIR, field)]
}

/// Handle time is held inside a range, not pushed down.
pub(super) fn shorter_is_better(agreement: &Agreement, _: &Evidence) -> Vec<Finding> {
    let source = "a handle time may be too long and too short; shorter contacts tend to come back";
    let levels = agreement.levels().filter(|(level, measure)| {
        level.class != Class::ReportOnly && measure.direction == Direction::Lower && kind::is_handle_time(measure)
    });
    let findings = levels.map(|(level, measure)| {
        let reason = format!(
            "For {} shorter always counts as better, which pays for contacts that are cut short.",
            measure.name
        );
        let field = paths::level(&level.id, "target");
        let title = "Shorter counts as better";
        Finding::new("C1", Severity::Warning, title, reason, source, field)
            .also([paths::level(&level.id, "class")])
            .mended(format!("Only report {}", measure.name), only_report(agreement, &level.id))
    });
    findings.collect()
}

/// Makes a level report-only and gives its weight to the others; nothing where no other level could carry it.
pub(super) fn only_report(agreement: &Agreement, id: &ServiceLevelId) -> Vec<Change> {
    let others = paths::scored(agreement);
    if !others.iter().any(|(l, _)| &l.id != id) {
        return Vec::new();
    }
    let carries = |l: &ServiceLevel| &l.id != id && l.class != Class::ReportOnly;
    let mut changes = vec![wording::change(paths::level(id, "class"), "report only")];
    changes.extend(weights::rescale_to_hundred(agreement, carries));
    changes
}

/// Experience, quality and resolution are scored.
pub(super) fn missing(agreement: &Agreement, evidence: &Evidence) -> Vec<Finding> {
    let scored = paths::scored(agreement);
    if scored.is_empty() {
        return Vec::new();
    }
    let contacts = kind::is_contact_work(agreement);
    let find = |severity, title, reason| Finding::new("C2", severity, title, reason, BALANCED, paths::LEVELS);
    let has = |perspective| scored.iter().any(|(_, m)| m.perspective == perspective);
    let mut found = Vec::new();
    if !has(Perspective::Experience) {
        let severity = if contacts { Severity::Warning } else { Severity::Advice };
        let reason = "Nothing that is scored comes from customers, neither satisfaction nor sentiment, so that every target can be met while they leave.";
        found.push(adding::scoring(find(severity, "No measure of experience", reason), agreement, evidence, "csat"));
    }
    // Of first contact resolution the next finding speaks.
    if !scored.iter().any(|(_, m)| kind::is_quality_of_work(m)) {
        let reason = "Nothing that is scored says whether the work is right, so that errors cost the vendor nothing.";
        let measure = if contacts { "qa" } else { "accuracy" };
        let finding = find(Severity::Warning, "No measure of quality", reason);
        found.push(adding::scoring(finding, agreement, evidence, measure));
    }
    if contacts && !scored.iter().any(|(_, m)| kind::is_resolution(m)) {
        let reason = "Nothing that is scored says whether a contact solved the matter, like first contact resolution, so that repeats look like volume.";
        let finding = find(Severity::Warning, "No measure of resolution", reason);
        found.push(adding::scoring(finding, agreement, evidence, "fcr"));
    }
    found
}

/// Speed and cost together weigh no more than experience, quality and outcome.
pub(super) fn weights(agreement: &Agreement, _: &Evidence) -> Vec<Finding> {
    let levels = &agreement.service_levels;
    if !levels.iter().all(|l| bounds::fits(l.weight_percent)) {
        return Vec::new();
    }
    let scored = paths::scored(agreement);
    let total = |of: fn(&Measure) -> bool| -> Decimal {
        let chosen = scored.iter().filter(|(_, m)| of(m));
        chosen.map(|(l, _)| l.weight_percent).sum()
    };
    let (speed, value) = (total(kind::is_speed), total(kind::is_value));
    // Without any value the finding is that it is missing, not that it weighs little.
    if speed <= value || value.is_zero() {
        return Vec::new();
    }
    let reason = format!(
        "Speed and cost weigh {}, experience, quality and outcome {}, so that the score follows the clock.",
        wording::percent(speed),
        wording::percent(value)
    );
    let fields = scored.iter().filter(|(_, m)| kind::is_speed(m));
    let fields = fields.map(|(l, _)| paths::level(&l.id, "weight"));
    let title = "Speed outweighs quality";
    let finding = Finding::new("C2", Severity::Warning, title, reason, BALANCED, paths::LEVELS)
        .also(fields)
        .mended("Give both the same weight", same_weight(agreement, &scored));
    vec![finding]
}

/// Gives speed and value one half each of what they weigh together, in proportion inside each. A tenth of a percent
/// that cannot be halved goes to value.
fn same_weight(agreement: &Agreement, scored: &[(&ServiceLevel, &Measure)]) -> Vec<Change> {
    let group = |of: fn(&Measure) -> bool| -> Vec<&ServiceLevel> {
        let chosen = scored.iter().filter(|(_, m)| of(m));
        chosen.map(|(l, _)| *l).collect()
    };
    let neutral = group(|m| !kind::is_speed(m) && !kind::is_value(m));
    let all: Decimal = scored.iter().map(|(l, _)| l.weight_percent).sum();
    let kept: Decimal = neutral.iter().map(|l| l.weight_percent).sum();
    let kept = quantity::round(kept * Decimal::ONE_THOUSAND / all, 0).to_u32();
    // A part of the whole is between 0 and 1000 tenths.
    let kept = kept.unwrap_or_default();
    let speed = (1000 - kept.min(1000)) / 2;
    let value = 1000 - kept.min(1000) - speed;
    let groups = [(group(kind::is_speed), speed), (group(kind::is_value), value), (neutral, kept)];
    weights::rescale(agreement, &groups)
}

/// Not more scored levels than get attention, each with a weight that moves something.
pub(super) fn too_many(agreement: &Agreement, _: &Evidence) -> Vec<Finding> {
    let scored = paths::scored(agreement);
    let advise =
        |title: &str, reason: String, field: String| Finding::new("C3", Severity::Advice, title, reason, FEW, field);
    let mut found = Vec::new();
    if scored.len() > MOST_LEVELS {
        let reason = format!(
            "{} levels are scored, more than anybody keeps in mind; report the lesser ones without weight.",
            scored.len()
        );
        found.push(advise("Many service levels", reason, paths::LEVELS.into()));
    }
    let light: Vec<_> = scored.iter().filter(|(l, _)| l.weight_percent < LEAST_WEIGHT_PERCENT).collect();
    if let Some((first, _)) = light.first() {
        let names: Vec<&str> = light.iter().map(|(_, m)| m.name.as_str()).collect();
        let reason = format!(
            "A weight below {} moves the score by less than its noise: {}.",
            wording::percent(LEAST_WEIGHT_PERCENT),
            wording::names(&names)
        );
        let fields = light.iter().map(|(l, _)| paths::level(&l.id, "weight"));
        let title = "Weight too small to matter";
        let finding = advise(title, reason, paths::level(&first.id, "weight"));
        found.push(finding.also(fields));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::tests::{apply, d, good, history, keep, level, measure, only};
    use super::*;

    fn none() -> Evidence {
        Evidence::default()
    }

    #[test]
    fn speed_alone_lacks_a_quality_floor() {
        let mut a = good();
        keep(&mut a, &["aht", "asa"]);
        let found = only(quality_floor(&a, &none()));
        assert_eq!(found.title, "Speed without a quality floor");
        let expected = ["service_levels", "service_levels.asa.target", "service_levels.aht.target"];
        assert_eq!(found.fields.len(), 3);
        assert!(expected.iter().all(|e| found.fields.contains(&(*e).into())));
    }

    #[test]
    fn quality_with_a_floor_is_enough_and_without_one_the_mend_sets_it() {
        let mut a = good();
        keep(&mut a, &["asa", "qa"]);
        assert!(quality_floor(&a, &none()).is_empty());
        level(&mut a, "qa").floor = None;
        let found = only(quality_floor(&a, &none()));
        assert_eq!(found.fields[0], "service_levels.qa.floor");
        apply(&mut a, &found.mend.unwrap());
        assert!(quality_floor(&a, &none()).is_empty());
        // A gate holds it up as well, and no weight does not.
        level(&mut a, "qa").floor = None;
        level(&mut a, "qa").remedy.gate = true;
        assert!(quality_floor(&a, &none()).is_empty());
        let mut a = good();
        keep(&mut a, &["asa", "qa"]);
        level(&mut a, "qa").weight_percent = d("0");
        assert_eq!(only(quality_floor(&a, &none())).title, "Speed without a quality floor");
    }

    #[test]
    fn satisfaction_and_first_contact_resolution_are_no_floor_under_the_work() {
        for beside in ["fcr", "csat", "abandonment"] {
            let mut a = good();
            keep(&mut a, &["asa", beside]);
            assert!(level(&mut a, beside).floor.is_some());
            let found = only(quality_floor(&a, &none()));
            assert_eq!(found.title, "Speed without a quality floor");
            assert!(found.reason.contains("no quality of the work"), "{}", found.reason);
        }
        // Cost and use of resources are bought with care as speed is.
        for perspective in [Perspective::Cost, Perspective::Efficiency] {
            let mut a = good();
            keep(&mut a, &["abandonment", "csat"]);
            assert!(quality_floor(&a, &none()).is_empty());
            measure(&mut a, "abandonment").perspective = perspective;
            assert_eq!(quality_floor(&a, &none()).len(), 1);
        }
    }

    #[test]
    fn quality_that_is_only_reported_is_no_floor() {
        let mut a = good();
        keep(&mut a, &["asa", "qa"]);
        level(&mut a, "qa").class = Class::ReportOnly;
        assert_eq!(only(quality_floor(&a, &none())).title, "Speed without a quality floor");
    }

    #[test]
    fn speed_that_is_only_reported_needs_no_quality() {
        let mut a = good();
        keep(&mut a, &["aht", "qa"]);
        level(&mut a, "qa").floor = None;
        level(&mut a, "aht").class = Class::ReportOnly;
        assert!(quality_floor(&a, &none()).is_empty());
    }

    #[test]
    fn handle_time_must_not_stand_alone() {
        let mut a = good();
        keep(&mut a, &["aht"]);
        assert_eq!(only(handle_time_alone(&a, &none())).title, "Handle time stands alone");
        let mut a = good();
        keep(&mut a, &["aht", "fcr"]);
        assert!(handle_time_alone(&a, &none()).is_empty());
        level(&mut a, "fcr").class = Class::ReportOnly;
        assert_eq!(handle_time_alone(&a, &none()).len(), 1);
    }

    #[test]
    fn handle_time_that_is_better_when_shorter_is_found_and_can_be_reported_only() {
        let mut a = good();
        assert!(shorter_is_better(&a, &none()).is_empty());
        measure(&mut a, "aht").direction = Direction::Lower;
        let found = only(shorter_is_better(&a, &none()));
        let mend = found.mend.unwrap();
        assert_eq!(mend.changes[0], wording::change("service_levels.aht.class", "report only"));
        apply(&mut a, &mend);
        level(&mut a, "aht").class = Class::ReportOnly;
        assert!(shorter_is_better(&a, &none()).is_empty());
        assert!(weights::sum(&a, &none()).is_empty() && weights::classes(&a, &none()).is_empty());
        // Nothing else could carry its weight.
        let mut a = good();
        keep(&mut a, &["aht"]);
        measure(&mut a, "aht").direction = Direction::Lower;
        assert!(only(shorter_is_better(&a, &none())).mend.is_none());
    }

    #[test]
    fn what_is_missing_is_named_and_what_is_there_is_not() {
        let mut a = good();
        assert!(missing(&a, &none()).is_empty());
        keep(&mut a, &["aht", "asa"]);
        let titles: Vec<_> = missing(&a, &none()).into_iter().map(|f| f.title).collect();
        let expected = ["No measure of experience", "No measure of quality", "No measure of resolution"];
        assert_eq!(titles, expected);
        let mut a = good();
        keep(&mut a, &["aht", "csat", "qa", "fcr"]);
        assert!(missing(&a, &none()).is_empty());
        keep(&mut a, &["aht", "csat", "fcr"]);
        assert_eq!(only(missing(&a, &none())).title, "No measure of quality");
    }

    #[test]
    fn what_is_missing_is_added_from_the_library_and_scored_in_one_action() {
        let mut a = good();
        keep(&mut a, &["aht", "asa"]);
        a.measures.retain(|m| ["aht", "asa"].contains(&m.id.0.as_str()));
        while let Some(found) = missing(&a, &none()).into_iter().next() {
            let mend = found.mend.unwrap();
            assert!(mend.label.contains("is an assumption until there is history"), "{}", mend.label);
            apply(&mut a, &mend);
            assert_eq!(a.service_levels.iter().map(|l| l.weight_percent).sum::<Decimal>(), d("100"));
        }
        for id in ["csat", "qa", "fcr"] {
            assert_eq!(level(&mut a, id).class, Class::Key);
            assert!(!measure(&mut a, id).numerator.is_empty());
        }
        // What is added holds quality up, and missing it costs something.
        assert!(quality_floor(&a, &none()).is_empty());
        assert_eq!(level(&mut a, "csat").bands[2].credit_percent, d("5"));
        assert_eq!(a.service_levels.iter().filter(|l| l.floor.is_some()).count(), 5);
        // One that is only reported gets a weight.
        let mut a = good();
        keep(&mut a, &["aht", "asa", "csat", "qa", "fcr"]);
        level(&mut a, "csat").class = Class::ReportOnly;
        level(&mut a, "csat").weight_percent = d("0");
        let mend = only(missing(&a, &none())).mend.unwrap();
        assert!(mend.changes.iter().all(|c| c.text != "add csat"));
        apply(&mut a, &mend);
        assert!(missing(&a, &none()).is_empty());
    }

    #[test]
    fn the_target_of_what_is_added_comes_from_history_where_there_is_some_and_says_so() {
        let mut a = good();
        keep(&mut a, &["aht", "asa", "qa", "fcr"]);
        let without = only(missing(&a, &none())).mend.unwrap().label;
        assert_eq!(
            without,
            "Add Customer satisfaction with a fifth of the weight; its target, 83.0\u{202f}% as in the template “Customer \
             service, voice”, is an assumption until there is history"
        );
        let mend = only(missing(&a, &history(&[("csat", &["78.04", "79", "80", "81"])]))).mend.unwrap();
        assert!(mend.label.ends_with("its target, 79.0\u{202f}%, is what three months of four of its history met"));
        apply(&mut a, &mend);
        assert_eq!(level(&mut a, "csat").target, crate::Target::Value(crate::Unit::Percent.of(d("79.0"))));
    }

    #[test]
    fn work_without_customers_is_only_advised_to_measure_experience() {
        let mut a = good();
        keep(&mut a, &["qa"]);
        assert_eq!(only(missing(&a, &none())).severity, Severity::Advice);
    }

    #[test]
    fn a_handle_time_that_is_only_reported_makes_no_contact_of_office_work() {
        use crate::term;
        let start = "2027-03-01".parse().unwrap();
        let mut a = crate::template::template("back-office").unwrap().example(start);
        term::set(&mut a, "service_levels", "add aht").unwrap();
        assert_eq!(missing(&a, &none()), []);
        // Scored where customers are talked with, it asks for resolution; behind the counter it does not.
        level(&mut a, "aht").class = Class::Key;
        level(&mut a, "aht").weight_percent = d("10");
        a.scope.functions = vec!["Back office".into()];
        assert_eq!(missing(&a, &none()), []);
        a.scope.functions = vec!["Back office".into(), "Customer service".into()];
        assert_eq!(only(missing(&a, &none())).title, "No measure of resolution");
    }

    #[test]
    fn speed_may_weigh_as_much_as_quality_but_not_more() {
        let mut a = good();
        keep(&mut a, &["asa", "aht", "fcr", "csat"]);
        for id in ["asa", "aht", "fcr", "csat"] {
            level(&mut a, id).weight_percent = d("25");
        }
        assert!(weights(&a, &none()).is_empty());
        level(&mut a, "asa").weight_percent = d("25.1");
        level(&mut a, "fcr").weight_percent = d("24.9");
        let found = only(weights(&a, &none()));
        assert_eq!(found.severity, Severity::Warning);
        apply(&mut a, found.mend.as_ref().unwrap());
        assert!(weights(&a, &none()).is_empty() && weights::sum(&a, &none()).is_empty());
    }

    #[test]
    fn the_mended_balance_holds_for_awkward_weights_too() {
        let mut a = good();
        for (id, weight) in [("aht", "33.3"), ("asa", "33.3"), ("service_level", "3.1"), ("fcr", "0.7")] {
            level(&mut a, id).weight_percent = d(weight);
        }
        let found = only(weights(&a, &none()));
        apply(&mut a, found.mend.as_ref().unwrap());
        assert!(super::weights(&a, &none()).is_empty());
        assert!(weights::sum(&a, &none()).is_empty());
    }

    #[test]
    fn twelve_levels_are_fine_and_thirteen_are_many() {
        let mut a = good();
        while a.service_levels.len() < 12 {
            let mut more = a.service_levels[0].clone();
            more.id.0 = format!("more_{}", a.service_levels.len());
            more.weight_percent = d("6");
            a.service_levels.push(more);
        }
        assert!(too_many(&a, &none()).is_empty());
        let mut more = a.service_levels[0].clone();
        more.id.0 = "thirteenth".into();
        a.service_levels.push(more);
        assert_eq!(only(too_many(&a, &none())).title, "Many service levels");
    }

    #[test]
    fn five_percent_of_weight_is_enough_and_less_is_not() {
        let mut a = good();
        level(&mut a, "aht").weight_percent = d("5");
        assert!(too_many(&a, &none()).is_empty());
        level(&mut a, "aht").weight_percent = d("4.9");
        let found = only(too_many(&a, &none()));
        assert_eq!(found.fields, ["service_levels.aht.weight"]);
        assert_eq!(found.severity, Severity::Advice);
    }
}
