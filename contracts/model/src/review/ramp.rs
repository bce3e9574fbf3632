//! C10 and C13: a ramp that is there, fits the term, and leads to the full targets.

use super::{Evidence, Finding, Severity, bounds, paths, targets as level_targets, wording};
use crate::{Agreement, Decimal, Measure, RampPath, RampShape, ServiceLevel, ServiceLevelId, Target};
use std::collections::BTreeSet;

pub(super) use crate::ramp::is_harder;

const RAMP: &str = "no credits in the first months is published practice; 0, 0, 50 and 100 % is a default of ours";
const PATHS: &str = "targets of the ramp lead from an easier start to the full target";

/// Months of the ramp that a mend sets.
const USUAL_MONTHS: u32 = 4;
const USUAL_FACTORS: &str = "0 %, 0 %, 50 %, 100 %";

fn find(severity: Severity, title: &str, reason: String, field: impl Into<String>) -> Finding {
    Finding::new("C10", severity, title, reason, PATHS, field)
}

/// There are opening months with softer terms.
pub(super) fn missing(agreement: &Agreement, _: &Evidence) -> Vec<Finding> {
    let ramp = &agreement.ramp;
    let factors = &ramp.credit_factors_percent;
    let (title, reason) = if factors.is_empty() {
        let reason = "Full targets and credits from the first day charge the vendor for every beginner’s mistake, and it prices them in.";
        ("No ramp", reason)
    } else if ramp.paths.is_empty() && factors.iter().all(|f| *f == Decimal::ONE_HUNDRED) {
        let reason = "The ramp has months, but neither softer targets nor smaller credits in them.";
        ("Ramp without effect", reason)
    } else {
        return Vec::new();
    };
    let finding = Finding::new("C13", Severity::Warning, title, reason, RAMP, paths::RAMP)
        .also([paths::CREDIT_FACTORS.to_owned()]);
    if agreement.term.months < USUAL_MONTHS {
        return vec![finding];
    }
    let change = wording::change(paths::CREDIT_FACTORS, USUAL_FACTORS);
    let label = "Start with four months of 0, 0, 50 and 100\u{202f}% of credits";
    vec![finding.mended(label, vec![change])]
}

/// Factors are percentages that do not fall, the ramp fits the term, and its paths belong to levels.
pub(super) fn shape(agreement: &Agreement, _: &Evidence) -> Vec<Finding> {
    let mut found = factors(agreement);
    let mut seen = BTreeSet::new();
    for path in &agreement.ramp.paths {
        let id = &path.service_level;
        if agreement.service_level(id).is_none() {
            let reason = format!("The ramp has targets for “{id}”, and there is no such service level.");
            found.push(find(Severity::Error, "Ramp for an unknown level", reason, paths::RAMP));
        }
        if !seen.insert(id) {
            let reason = format!("The ramp of “{id}” is written twice, and only one can hold.");
            found.push(find(Severity::Error, "Two ramps for one level", reason, paths::RAMP));
        }
        found.extend(length(agreement, path));
    }
    found
}

fn factors(agreement: &Agreement) -> Vec<Finding> {
    let factors = &agreement.ramp.credit_factors_percent;
    let at = |k: usize| format!("{}.{k}", paths::CREDIT_FACTORS);
    let mut found = Vec::new();
    let months = agreement.term.months;
    if months > 0 && factors.len() > months as usize {
        let reason =
            format!("The ramp has {} months and the term {months}, so that the full terms never apply.", factors.len());
        let title = "Ramp longer than the term";
        let finding = find(Severity::Error, title, reason, paths::CREDIT_FACTORS);
        found.push(finding.also(["term.months".to_owned()]));
    }
    let whole_term = factors.iter().take(months as usize);
    if months > 0 && factors.len() >= months as usize && whole_term.clone().all(Decimal::is_zero) {
        let reason = format!(
            "The term has {months} months, and 0 % of credits are due in each of them: no miss ever costs anything."
        );
        let finding = find(Severity::Error, "No credit in the whole term", reason, paths::CREDIT_FACTORS);
        let finding = finding.also(["term.months".to_owned()]);
        let change = wording::change(paths::CREDIT_FACTORS, USUAL_FACTORS);
        let changes = if months < USUAL_MONTHS { Vec::new() } else { vec![change] };
        found.push(finding.mended("Start with four months of 0, 0, 50 and 100\u{202f}% of credits", changes));
    }
    let mut last = Decimal::ZERO;
    for (i, factor) in factors.iter().enumerate() {
        let text = wording::percent(*factor);
        if *factor < Decimal::ZERO || *factor > Decimal::ONE_HUNDRED {
            let reason = format!("In month {} {text} of credits are due; it can be 0 to 100 %.", i + 1);
            let title = "Credit factor outside the possible";
            found.push(find(Severity::Error, title, reason, at(i + 1)));
            continue;
        }
        if *factor < last {
            let more = wording::percent(last);
            let reason = format!(
                "In month {} {text} of credits are due, less than the {more} before, as if the vendor unlearned.",
                i + 1
            );
            let change = wording::change(at(i + 1), wording::typed(&more));
            let finding = find(Severity::Warning, "Credit factor falls", reason, at(i + 1));
            found.push(finding.mended(format!("Set it to {more}"), vec![change]));
        }
        last = last.max(*factor);
    }
    found
}

fn length(agreement: &Agreement, path: &RampPath) -> Option<Finding> {
    let months = agreement.ramp.months();
    let id = &path.service_level;
    let too_long = match &path.shape {
        RampShape::Steps(steps) => steps.len() > months,
        RampShape::Linear { .. } | RampShape::LearningCurve { .. } => months == 0,
    };
    too_long.then(|| {
        let reason =
            format!("The ramp of “{id}” has targets for months after its end, month {months}, where they never apply.");
        let field = paths::ramp_target(id, months + 1);
        let finding = find(Severity::Error, "Ramp target that never applies", reason, field);
        finding.also([paths::CREDIT_FACTORS.to_owned()])
    })
}

/// Targets of the ramp are values of their measure, never harder than the full target, and never ease again.
pub(super) fn targets(agreement: &Agreement, _: &Evidence) -> Vec<Finding> {
    let mut found = Vec::new();
    for (level, measure) in level_targets::clean(agreement) {
        let Some(path) = agreement.ramp.path(&level.id) else {
            continue;
        };
        let wrong = ill_typed(path, measure);
        if wrong.is_empty() {
            found.extend(way(agreement, level, measure));
        } else {
            found.extend(wrong);
        }
    }
    found
}

fn ill_typed(path: &RampPath, measure: &Measure) -> Vec<Finding> {
    let id: &ServiceLevelId = &path.service_level;
    let check = |month: usize, target: Target| {
        let (title, reason) = level_targets::problem(target, measure)?;
        let field = paths::ramp_target(id, month);
        Some(find(Severity::Error, title, format!("Month {month} of the ramp: {reason}"), field))
    };
    match &path.shape {
        RampShape::Steps(steps) => {
            let steps = steps.iter().enumerate();
            steps.filter_map(|(i, t)| check(i + 1, *t)).collect()
        }
        RampShape::Linear { from } => check(1, *from).into_iter().collect(),
        RampShape::LearningCurve { from, half_life_weeks } => {
            let half_life = (*half_life_weeks <= Decimal::ZERO).then(|| {
                let reason = format!(
                    "The learning curve of {} halves its distance in {half_life_weeks} weeks; it takes more than none.",
                    measure.name
                );
                let field = paths::ramp_target(id, 1);
                find(Severity::Error, "Half-life not above 0", reason, field)
            });
            check(1, *from).into_iter().chain(half_life).collect()
        }
    }
}

fn way(agreement: &Agreement, level: &ServiceLevel, measure: &Measure) -> Vec<Finding> {
    let ramp = &agreement.ramp;
    let name = &measure.name;
    let full = level_targets::rounded(crate::ramp::promised(level, ramp.months() + 1), measure);
    let is_steps = matches!(ramp.path(&level.id), Some(p) if matches!(p.shape, RampShape::Steps(_)));
    let months = ramp.months().min(bounds::LONGEST_TERM_MONTHS as usize);
    let mut found = Vec::new();
    let mut last: Option<Target> = None;
    for month in 1..=months {
        let target = level_targets::rounded(ramp.target(level, measure, month), measure);
        let text = wording::target(target, measure);
        let field = paths::ramp_target(&level.id, month);
        let set = |finding: Finding, to: Target| {
            let to = wording::target(to, measure);
            let change = wording::change(paths::ramp_target(&level.id, month), wording::typed(&to));
            // A straight line or a curve has no months of its own to set.
            let changes = if is_steps { vec![change] } else { Vec::new() };
            finding.mended(format!("Set it to {to}"), changes)
        };
        if is_harder(measure, target, full) {
            let reason = format!(
                "In month {month} {name} has to be {text}, harder than {}, the target after the ramp.",
                wording::target(full, measure)
            );
            let title = "Ramp harder than the full target";
            let finding = find(Severity::Error, title, reason, field);
            let finding = finding.also([paths::level(&level.id, "target")]);
            found.push(set(finding, full));
            continue;
        }
        if let Some(before) = last.filter(|b| is_harder(measure, *b, target)) {
            let reason = format!(
                "In month {month} {name} may be {text}, easier than {} the month before.",
                wording::target(before, measure)
            );
            let finding = find(Severity::Warning, "Ramp eases again", reason, field);
            found.push(set(finding, before));
            continue;
        }
        last = Some(target);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::tests::{apply, d, good, level, only};
    use super::*;
    use crate::{Ramp, Unit};

    fn none() -> Evidence {
        Evidence::default()
    }

    fn path<'a>(a: &'a mut Agreement, id: &str) -> &'a mut RampPath {
        let mut paths = a.ramp.paths.iter_mut();
        paths.find(|p| p.service_level.0 == id).unwrap()
    }

    fn percents(values: &[&str]) -> RampShape {
        let target = |v: &&str| Target::Value(Unit::Percent.of(d(v)));
        RampShape::Steps(values.iter().map(target).collect())
    }

    #[test]
    fn without_a_ramp_the_mend_sets_four_months() {
        let mut a = good();
        assert!(missing(&a, &none()).is_empty());
        a.ramp = Ramp::default();
        let found = only(missing(&a, &none()));
        assert_eq!((found.rule.as_str(), found.severity), ("C13", Severity::Warning));
        assert_eq!(found.fields[0], "ramp");
        apply(&mut a, &found.mend.unwrap());
        assert_eq!(a.ramp.credit_factors_percent, ["0", "0", "50", "100"].map(d));
        assert!(missing(&a, &none()).is_empty());
        a.ramp = Ramp::default();
        a.term.months = 3;
        assert!(only(missing(&a, &none())).mend.is_none(), "the ramp would outlast the term");
    }

    #[test]
    fn a_ramp_has_an_effect_on_credits_or_targets() {
        let mut a = good();
        a.ramp.credit_factors_percent = vec![d("100"); 4];
        assert!(missing(&a, &none()).is_empty(), "its targets are softer");
        a.ramp.paths.clear();
        assert_eq!(only(missing(&a, &none())).title, "Ramp without effect");
        a.ramp.credit_factors_percent[0] = d("99");
        assert!(missing(&a, &none()).is_empty());
    }

    #[test]
    fn credit_factors_are_percentages_that_do_not_fall() {
        let mut a = good();
        assert!(shape(&a, &none()).is_empty());
        a.ramp.credit_factors_percent[2] = d("100");
        assert!(shape(&a, &none()).is_empty(), "equal ones are allowed");
        a.ramp.credit_factors_percent[3] = d("99");
        let found = only(shape(&a, &none()));
        assert_eq!((found.severity, found.fields[0].as_str()), (Severity::Warning, "ramp.credit_factors.4"));
        apply(&mut a, &found.mend.unwrap());
        assert!(shape(&a, &none()).is_empty());
        for wrong in ["-1", "100.1"] {
            a.ramp.credit_factors_percent[3] = d(wrong);
            assert_eq!(only(shape(&a, &none())).severity, Severity::Error);
        }
    }

    #[test]
    fn the_ramp_ends_within_the_term() {
        let mut a = good();
        a.term.months = 4;
        assert!(shape(&a, &none()).is_empty());
        a.term.months = 3;
        assert_eq!(only(shape(&a, &none())).title, "Ramp longer than the term");
    }

    #[test]
    fn some_month_of_the_term_has_credits() {
        let mut a = good();
        a.term.months = 24;
        a.ramp.paths.clear();
        a.ramp.credit_factors_percent = vec![d("0"); 23];
        assert!(shape(&a, &none()).is_empty(), "the last month has all of them");
        a.ramp.credit_factors_percent.push(d("0"));
        let found = only(shape(&a, &none()));
        assert_eq!((found.severity, found.title.as_str()), (Severity::Error, "No credit in the whole term"));
        let mut mended = a.clone();
        apply(&mut mended, &found.mend.unwrap());
        assert!(shape(&mended, &none()).is_empty());
        a.ramp.credit_factors_percent[23] = d("1");
        assert!(shape(&a, &none()).is_empty());
    }

    #[test]
    fn a_path_belongs_to_one_level() {
        let mut a = good();
        path(&mut a, "fcr").service_level.0 = "first".into();
        let found = only(shape(&a, &none()));
        assert_eq!((found.severity, found.fields[0].as_str()), (Severity::Error, "ramp"));
        path(&mut a, "first").service_level.0 = "csat".into();
        assert_eq!(only(shape(&a, &none())).title, "Two ramps for one level");
    }

    #[test]
    fn a_path_is_not_longer_than_the_ramp() {
        let mut a = good();
        path(&mut a, "fcr").shape = percents(&["66", "68"]);
        assert!(shape(&a, &none()).is_empty(), "later months have the full target");
        path(&mut a, "fcr").shape = percents(&["66", "67", "68", "69", "70"]);
        let found = only(shape(&a, &none()));
        assert_eq!(found.fields[0], "ramp.fcr.5");
        a.ramp.credit_factors_percent.clear();
        a.ramp.paths.retain(|p| p.service_level.0 == "fcr");
        path(&mut a, "fcr").shape = RampShape::Linear { from: Target::Value(Unit::Percent.of(d("60"))) };
        assert_eq!(only(shape(&a, &none())).title, "Ramp target that never applies");
    }

    #[test]
    fn no_month_of_the_ramp_is_harder_than_the_full_target() {
        let mut a = good();
        assert!(targets(&a, &none()).is_empty());
        path(&mut a, "fcr").shape = percents(&["66", "68", "70", "72.0"]);
        assert!(targets(&a, &none()).is_empty(), "as hard is allowed");
        path(&mut a, "fcr").shape = percents(&["66", "68", "70", "72.1"]);
        let found = only(targets(&a, &none()));
        assert_eq!((found.severity, found.fields[0].as_str()), (Severity::Error, "ramp.fcr.4"));
        apply(&mut a, &found.mend.unwrap());
        assert!(targets(&a, &none()).is_empty());
    }

    #[test]
    fn a_range_is_harder_where_either_end_is() {
        let mut a = good();
        let range =
            |low: &str, high: &str| Target::Range { low: Unit::Seconds.of(d(low)), high: Unit::Seconds.of(d(high)) };
        path(&mut a, "aht").shape = RampShape::Steps(vec![range("250", "540"), range("300", "420")]);
        assert!(targets(&a, &none()).is_empty());
        path(&mut a, "aht").shape = RampShape::Steps(vec![range("301", "540")]);
        assert_eq!(only(targets(&a, &none())).title, "Ramp harder than the full target");
    }

    #[test]
    fn a_ramp_does_not_ease_again() {
        let mut a = good();
        path(&mut a, "asa").shape =
            RampShape::Steps(["45", "40", "40", "41"].map(|v| Target::Value(Unit::Seconds.of(d(v)))).to_vec());
        let found = only(targets(&a, &none()));
        assert_eq!((found.severity, found.fields[0].as_str()), (Severity::Warning, "ramp.asa.4"));
        apply(&mut a, &found.mend.unwrap());
        assert!(targets(&a, &none()).is_empty());
    }

    #[test]
    fn a_curve_starts_easier_and_has_a_half_life() {
        let mut a = good();
        let curve = |from: &str, half_life: &str| RampShape::LearningCurve {
            from: Target::Value(Unit::Percent.of(d(from))),
            half_life_weeks: d(half_life),
        };
        path(&mut a, "fcr").shape = curve("60", "3");
        assert!(targets(&a, &none()).is_empty());
        path(&mut a, "fcr").shape = curve("80", "3");
        let found = targets(&a, &none());
        assert!(found.iter().all(|f| f.title == "Ramp harder than the full target" && f.mend.is_none()));
        path(&mut a, "fcr").shape = curve("60", "0");
        assert_eq!(only(targets(&a, &none())).title, "Half-life not above 0");
    }

    #[test]
    fn targets_of_the_ramp_belong_to_the_measure() {
        let mut a = good();
        path(&mut a, "asa").shape = percents(&["45"]);
        let found = only(targets(&a, &none()));
        assert_eq!((found.severity, found.title.as_str()), (Severity::Error, "Target in another unit"));
        path(&mut a, "asa").shape = RampShape::Linear { from: level(&mut good(), "aht").target };
        assert_eq!(only(targets(&a, &none())).title, "One value instead of a range");
    }
}
