//! C6 and C10: values are written at the precision that their measure is rounded to, because that is how they are compared.

use super::{Evidence, Finding, Severity, paths, targets, wording};
use crate::{Agreement, Measure, Offset, RampShape, ServiceLevel, Target, quantity, threshold};

const SOURCE: &str = "a target is a value that its measure can have, in its unit and at its precision";

/// No target, target of the ramp, floor, stretch or edge of a band is finer than its measure.
pub(super) fn finer(agreement: &Agreement, _: &Evidence) -> Vec<Finding> {
    targets::clean(agreement).flat_map(|(level, measure)| of_level(agreement, level, measure)).collect()
}

fn of_level(agreement: &Agreement, level: &ServiceLevel, measure: &Measure) -> Vec<Finding> {
    let mut found = Vec::new();
    let rounded = targets::rounded(level.target, measure);
    if rounded == level.target {
        found.extend(offsets(level, measure));
    } else {
        // Distances move with the target: they are looked at where they are counted from a target that can be.
        let field = paths::level(&level.id, "target");
        let written = exact(level.target);
        let text = wording::target(rounded, measure);
        found.push(mended(error("C6", "Target", &written, measure, &*field), field, &text));
    }
    found.extend(later(level, measure));
    found.extend(ramp(agreement, level, measure));
    found
}

/// A target with all decimals that it was written with.
fn exact(target: Target) -> String {
    let scale = match target {
        Target::Value(q) => quantity::scale_of(q.value()),
        Target::Range { low, high } => quantity::scale_of(low.value()).max(quantity::scale_of(high.value())),
    };
    target.text(scale)
}

fn error(rule: &str, what: &str, written: &str, measure: &Measure, field: impl Into<String>) -> Finding {
    let reason = format!(
        "{} is rounded to {} before it is compared, and {written} has more.",
        measure.name,
        match measure.precision_decimals {
            0 => "whole numbers".to_owned(),
            1 => "one decimal".to_owned(),
            n => format!("{n} decimals"),
        }
    );
    Finding::new(rule, Severity::Error, format!("{what} finer than its measure"), reason, SOURCE, field)
}

fn mended(finding: Finding, field: String, text: &str) -> Finding {
    finding.mended(format!("Write {text}"), vec![wording::change(field, wording::typed(text))])
}

/// Distances that were written finer than values are. A ratio moves with its target and is rounded where it lands.
fn offsets(level: &ServiceLevel, measure: &Measure) -> Vec<Finding> {
    let bands = level.bands.iter().enumerate().skip(1);
    let bands = bands.map(|(i, band)| ("Edge of a band", paths::band(&level.id, i, "from"), band.from));
    let ends = [
        ("Floor", paths::level(&level.id, "floor"), level.floor),
        ("Stretch", paths::level(&level.id, "stretch"), level.stretch),
    ];
    let found = ends.into_iter().chain(bands).filter_map(|(what, field, offset)| {
        let offset = offset?;
        let Offset::Difference(distance) = offset else { return None };
        if u32::from(measure.precision_decimals) >= distance.normalize().scale() {
            return None;
        }
        let value = offset.from(level.target.anchor());
        let written = measure.unit.of(value).text(quantity::scale_of(value));
        let text = wording::value(threshold::value_at(level.target, offset, measure), measure);
        Some(mended(error("C10", what, &written, measure, &*field), field, &text))
    });
    found.collect()
}

/// Later targets of the term.
fn later(level: &ServiceLevel, measure: &Measure) -> Vec<Finding> {
    let named = level.later_targets.iter().enumerate();
    let named = named.filter(|(_, later)| targets::problem(later.target, measure).is_none());
    let found = named.filter_map(|(i, later)| {
        let rounded = targets::rounded(later.target, measure);
        let field = paths::later(&level.id, i, "target");
        let finding = || error("C6", "Later target", &exact(later.target), measure, &*field);
        (rounded != later.target).then(|| mended(finding(), field.clone(), &wording::target(rounded, measure)))
    });
    found.collect()
}

/// Targets that the ramp names. Those in between, on a line or a curve, are rounded where they are made.
fn ramp(agreement: &Agreement, level: &ServiceLevel, measure: &Measure) -> Vec<Finding> {
    let Some(path) = agreement.ramp.path(&level.id) else { return Vec::new() };
    let (named, is_steps): (&[Target], bool) = match &path.shape {
        RampShape::Steps(steps) => (steps, true),
        RampShape::Linear { from } | RampShape::LearningCurve { from, .. } => (std::slice::from_ref(from), false),
    };
    let named = named.iter().enumerate().filter(|(_, target)| targets::problem(**target, measure).is_none());
    let found = named.filter_map(|(i, target)| {
        let rounded = targets::rounded(*target, measure);
        if rounded == *target {
            return None;
        }
        let field = paths::ramp_target(&level.id, i + 1);
        let finding = error("C10", "Target of the ramp", &exact(*target), measure, &*field);
        // A straight line or a curve has no months of its own to set.
        let fits = is_steps && i < agreement.ramp.months();
        Some(if fits { mended(finding, field, &wording::target(rounded, measure)) } else { finding })
    });
    found.collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{apply, d, good, level, only};
    use super::*;
    use crate::{RampPath, Unit};

    fn none() -> Evidence {
        Evidence::default()
    }

    fn percent(text: &str) -> Target {
        Target::Value(Unit::Percent.of(d(text)))
    }

    fn path(a: &mut Agreement) -> &mut RampPath {
        a.ramp.paths.iter_mut().find(|p| p.service_level.0 == "fcr").unwrap()
    }

    fn is_mended(a: &mut Agreement, field: &str, text: &str) {
        let found = only(finer(a, &none()));
        assert_eq!((found.severity, found.fields[0].as_str()), (Severity::Error, field));
        let mend = found.mend.unwrap();
        assert_eq!(mend.changes[0].text, text);
        apply(a, &mend);
        assert_eq!(finer(a, &none()), []);
    }

    #[test]
    fn a_target_finer_than_its_measure_is_an_error_and_mended_by_rounding() {
        let mut a = good();
        assert_eq!(finer(&a, &none()), []);
        level(&mut a, "fcr").target = percent("72.10");
        assert_eq!(finer(&a, &none()), [], "the same value with another zero");
        level(&mut a, "fcr").target = percent("72.15");
        let found = only(finer(&a, &none()));
        assert!(found.reason.contains("rounded to one decimal") && found.reason.contains("72.15"), "{}", found.reason);
        is_mended(&mut a, "service_levels.fcr.target", "72.2 %");
        let [low, high] = ["300", "420.5"].map(|v| Unit::Seconds.of(d(v)));
        level(&mut a, "aht").target = Target::Range { low, high };
        is_mended(&mut a, "service_levels.aht.target", "300 to 421 s");
    }

    #[test]
    fn later_targets_are_as_coarse_as_their_measure() {
        let mut a = good();
        let later = |text| vec![crate::LaterTarget { from_month: 13, target: percent(text) }];
        level(&mut a, "fcr").later_targets = later("73.00");
        assert_eq!(finer(&a, &none()), []);
        level(&mut a, "fcr").later_targets = later("73.25");
        is_mended(&mut a, "service_levels.fcr.later.1.target", "73.3 %");
    }

    #[test]
    fn floors_and_edges_of_bands_are_as_coarse_as_their_measure() {
        let mut a = good();
        level(&mut a, "fcr").floor = Some(Offset::Difference(d("-6.25")));
        is_mended(&mut a, "service_levels.fcr.floor", "65.8 %");
        level(&mut a, "fcr").bands[1].from = Some(Offset::Difference(d("-2.01")));
        is_mended(&mut a, "service_levels.fcr.bands.2.from", "70.0 %");
        level(&mut a, "asa").floor = Some(Offset::Ratio(d("1.666666667")));
        assert_eq!(finer(&a, &none()), [], "a ratio is rounded where it lands");
    }

    #[test]
    fn targets_of_the_ramp_are_as_coarse_as_their_measure() {
        let mut a = good();
        path(&mut a).shape = RampShape::Steps(["66", "68.00", "70.05"].map(percent).to_vec());
        is_mended(&mut a, "ramp.fcr.3", "70.1 %");
        path(&mut a).shape = RampShape::Linear { from: percent("60.05") };
        assert!(only(finer(&a, &none())).mend.is_none());
        path(&mut a).shape = RampShape::Linear { from: percent("60.1") };
        assert_eq!(finer(&a, &none()), []);
    }
}
