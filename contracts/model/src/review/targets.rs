//! C6 without history: targets that their measure can have. C19: samples large enough to judge by.

use super::{Evidence, Finding, HistorySummary, Severity, bands, bounds, kind, paths, wording};
use crate::{Agreement, Class, Decimal, Direction, Measure, Perspective, ServiceLevel, Target, quantity, ramp};

const RULE: &str = "C6";
const DOMAIN: &str = "a target is a value that its measure can have, in its unit and at its precision";
const PERFECT: &str = "some contacts always need a second one: a perfect target fails with the first miss";
const SAMPLES: &str = "at 35 cases two misses fail a target of 95 %, at 40 they pass it (binomial distribution)";

/// A default of ours: one answer then moves a share by one point.
const USUAL_SAMPLE: &str = "100";

/// What is wrong with a target as a value of its measure, as title and reason.
pub(super) fn problem(target: Target, measure: &Measure) -> Option<(&'static str, String)> {
    let unit = measure.unit;
    let text = wording::target(target, measure);
    let name = &measure.name;
    let quantities = match target {
        Target::Value(q) => [q, q],
        Target::Range { low, high } => [low, high],
    };
    let [low, high] = quantities.map(crate::Quantity::value);
    if quantities.iter().any(|q| q.unit() != unit) {
        let reason = format!("{name} is {}, and {text} is not.", unit.domain_in_words());
        return Some(("Target in another unit", reason));
    }
    match (target, measure.direction) {
        (Target::Value(_), Direction::Range) => {
            let reason =
                format!("{name} is held inside a range, and {text} is one value; write two, like 300 to 420 s.");
            return Some(("A range needs two values", reason));
        }
        (Target::Range { .. }, Direction::Higher | Direction::Lower) => {
            let reason = format!("{name} is better towards one side, and {text} is a range; write one value.");
            return Some(("One value instead of a range", reason));
        }
        _ => {}
    }
    if !unit.holds(low) || !unit.holds(high) {
        let reason = format!("{name} can never be {text}; it is {}.", unit.domain_in_words());
        return Some(("Target outside the possible", reason));
    }
    (low > high).then(|| {
        let reason = format!("No value lies inside {text}, because the lower end is above the upper one.");
        ("Range the wrong way round", reason)
    })
}

/// The levels with a target that their measure can have, and with numbers that can be computed with.
pub(super) fn clean(agreement: &Agreement) -> impl Iterator<Item = (&ServiceLevel, &Measure)> {
    bounds::sound(agreement).filter(|(l, m)| problem(l.target, m).is_none())
}

/// `target` rounded to the precision of its measure.
pub(super) fn rounded(target: Target, measure: &Measure) -> Target {
    let round = |q: crate::Quantity| {
        let value = quantity::round(q.value(), measure.precision_decimals);
        q.unit().of(value)
    };
    match target {
        Target::Value(q) => Target::Value(round(q)),
        Target::Range { low, high } => Target::Range { low: round(low), high: round(high) },
    }
}

/// Unit, kind and domain of every target.
pub(super) fn shape(agreement: &Agreement, _: &Evidence) -> Vec<Finding> {
    let levels = bounds::sound(agreement).filter_map(|(level, measure)| {
        let field = paths::level(&level.id, "target");
        let (title, reason) = problem(level.target, measure)?;
        Some(Finding::new(RULE, Severity::Error, title, reason, DOMAIN, field))
    });
    levels.collect()
}

/// Whether a target leaves no room at all: 100 % of what should be, 0 % of what should not.
pub(super) fn is_perfect(target: Target, measure: &Measure) -> bool {
    let Target::Value(value) = target else {
        return false;
    };
    // Obligations under law are to be kept in every case.
    if measure.perspective == Perspective::Compliance {
        return false;
    }
    let value = quantity::round(value.value(), measure.precision_decimals);
    match (measure.direction, measure.unit.domain()) {
        (Direction::Higher, (_, Some(best))) => value >= best,
        (Direction::Lower, (Some(best), _)) => value <= best,
        _ => false,
    }
}

/// No target that only perfection meets.
pub(super) fn perfect(agreement: &Agreement, evidence: &Evidence) -> Vec<Finding> {
    let levels = clean(agreement).filter(|(l, m)| l.class != Class::ReportOnly && is_perfect(l.target, m));
    let findings = levels.map(|(level, measure)| {
        let text = wording::target(level.target, measure);
        let reason = format!(
            "With {text} for {} a single case decides the month, and effort after the first miss earns nothing.",
            measure.name
        );
        let field = paths::level(&level.id, "target");
        let title = format!("A target of {text}");
        let fair = |finding: Finding| match evidence.of_measure(&measure.id) {
            Some(history) => to_fair(finding, agreement, level, measure, history),
            None => finding,
        };
        if level.stretch.is_none() {
            return fair(Finding::new(RULE, Severity::Warning, title, reason, PERFECT, field));
        }
        // A score has nowhere to climb to: that cannot be left standing as the target alone can.
        let reason = format!("{reason} No stretch can be better than it.");
        let title = format!("{title} with a stretch beyond it");
        let stretch = paths::level(&level.id, "stretch");
        let finding = Finding::new(RULE, Severity::Error, title, reason, PERFECT, field).also([stretch.clone()]);
        bands::without(fair(finding), stretch)
    });
    findings.collect()
}

/// The target that three months of four met, with who met it; none where that is a perfect one, or none at all.
pub(super) fn fair(measure: &Measure, history: &HistorySummary) -> Option<(Target, &'static str)> {
    let quantity = |value: Decimal| {
        let value = quantity::round(value, measure.precision_decimals);
        measure.unit.of(value)
    };
    let (fair, met) = match measure.direction {
        Direction::Higher => (Target::Value(quantity(history.lower_quartile)), "three months of four"),
        Direction::Lower => (Target::Value(quantity(history.upper_quartile)), "three months of four"),
        Direction::Range => {
            let (low, high) = (quantity(history.lowest), quantity(history.highest));
            (Target::Range { low, high }, "every month")
        }
    };
    // A range without width is no range that could be typed.
    let is_empty = matches!(fair, Target::Range { low, high } if low.value() >= high.value());
    (!is_empty && !is_perfect(fair, measure) && problem(fair, measure).is_none()).then_some((fair, met))
}

/// Mends a finding by the target that three months of four met, where that is neither the one that is there nor a
/// perfect one. A ramp that would then ask for more than the target goes with it.
pub(super) fn to_fair(
    finding: Finding,
    agreement: &Agreement,
    level: &ServiceLevel,
    measure: &Measure,
    history: &HistorySummary,
) -> Finding {
    let Some((fair, met)) = fair(measure, history).filter(|(fair, _)| *fair != level.target) else {
        return finding;
    };
    let text = wording::target(fair, measure);
    let field = paths::level(&level.id, "target");
    let mut changes = vec![wording::change(field, wording::typed(&text))];
    let mut label = format!("Set the target to {text}, which {met} met");
    let after = ServiceLevel { target: fair, ..level.clone() };
    let following = ramp::follow(agreement, level, &after, measure);
    if !following.harder_months.is_empty() {
        label += ", and move its ramp with it";
        changes.extend(following.changes);
    }
    finding.mended(label, changes)
}

/// Surveys and audits have a least number of answers.
pub(super) fn small_samples(agreement: &Agreement, _: &Evidence) -> Vec<Finding> {
    let levels = agreement.levels().filter(|(level, measure)| {
        level.class != Class::ReportOnly && kind::is_sampled(measure) && measure.minimum_n.unwrap_or_default() == 0
    });
    let findings = levels.map(|(level, measure)| {
        let reason = format!(
            "{} rests on a sample without a least size, so that chance decides months with few answers.",
            measure.name
        );
        let field = paths::measure(measure, "minimum_n");
        let title = "Sample without a least size";
        let change = wording::change(&*field, USUAL_SAMPLE);
        Finding::new("C19", Severity::Warning, title, reason, SAMPLES, field)
            .also([paths::level(&level.id, "target")])
            .mended("Judge months with 100 answers or more", vec![change])
    });
    findings.collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{d, good, history, level, measure, only};
    use super::*;
    use crate::Unit;

    fn none() -> Evidence {
        Evidence::default()
    }

    fn set(a: &mut Agreement, id: &str, target: Target) {
        level(a, id).target = target;
    }

    fn value(unit: Unit, text: &str) -> Target {
        Target::Value(unit.of(d(text)))
    }

    #[test]
    fn a_target_outside_the_possible_is_an_error_and_one_at_its_end_is_not() {
        let mut a = good();
        for (text, findings) in [("100.1", 1), ("100", 0), ("0", 0), ("-0.1", 1)] {
            set(&mut a, "fcr", value(Unit::Percent, text));
            let found = shape(&a, &none());
            assert_eq!(found.len(), findings, "{text}");
            assert!(found.iter().all(|f| f.severity == Severity::Error));
        }
    }

    #[test]
    fn unit_and_kind_belong_to_the_measure() {
        let mut a = good();
        set(&mut a, "asa", value(Unit::Percent, "30"));
        assert_eq!(only(shape(&a, &none())).title, "Target in another unit");
        let mut a = good();
        set(&mut a, "aht", value(Unit::Seconds, "420"));
        assert_eq!(only(shape(&a, &none())).title, "A range needs two values");
        let mut a = good();
        let range = |low, high| Target::Range { low: Unit::Seconds.of(d(low)), high: Unit::Seconds.of(d(high)) };
        set(&mut a, "asa", range("20", "30"));
        assert_eq!(only(shape(&a, &none())).title, "One value instead of a range");
        let mut a = good();
        set(&mut a, "aht", range("420", "420"));
        assert!(shape(&a, &none()).is_empty());
        set(&mut a, "aht", range("421", "420"));
        assert_eq!(only(shape(&a, &none())).title, "Range the wrong way round");
    }

    #[test]
    fn only_perfection_is_too_much() {
        let mut a = good();
        set(&mut a, "fcr", value(Unit::Percent, "99.9"));
        assert!(perfect(&a, &none()).is_empty());
        set(&mut a, "fcr", value(Unit::Percent, "100"));
        // The stretch that stands there has no room: one finding of both, and what is left without it is a warning.
        let found = only(perfect(&a, &none()));
        assert_eq!(found.severity, Severity::Error);
        assert_eq!(found.fields, ["service_levels.fcr.target", "service_levels.fcr.stretch"]);
        assert_eq!(bands::floor_and_stretch(&a, &none()), []);
        assert_eq!(found.mend.unwrap().changes, [wording::change("service_levels.fcr.stretch", "")]);
        level(&mut a, "fcr").stretch = None;
        let found = only(perfect(&a, &none()));
        assert_eq!(
            (found.severity, found.fields.as_slice()),
            (Severity::Warning, &["service_levels.fcr.target".into()][..])
        );
        assert!(found.mend.is_none());
        let found = only(perfect(&a, &history(&[("fcr", &["70", "71", "72", "73"])])));
        assert_eq!(found.mend.unwrap().changes[0].text, "71.0 %");
        measure(&mut a, "fcr").perspective = Perspective::Compliance;
        assert!(perfect(&a, &none()).is_empty());
        let mut a = good();
        set(&mut a, "abandonment", value(Unit::Percent, "0"));
        assert_eq!(perfect(&a, &none()).len(), 1);
        level(&mut a, "abandonment").class = Class::ReportOnly;
        assert!(perfect(&a, &none()).is_empty());
    }

    #[test]
    fn a_survey_has_a_least_number_of_answers() {
        let mut a = good();
        assert!(small_samples(&a, &none()).is_empty());
        measure(&mut a, "csat").minimum_n = None;
        measure(&mut a, "service_level").minimum_n = None;
        let found = only(small_samples(&a, &none()));
        assert_eq!(found.fields[0], "measures.csat.minimum_n");
        level(&mut a, "csat").class = Class::ReportOnly;
        assert!(small_samples(&a, &none()).is_empty());
    }
}
