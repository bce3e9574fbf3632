//! C2: a measure that is missing, added from the library with its definition and scored, in one action.

use super::{Evidence, Finding, bounds, paths, targets, weights, wording};
use crate::{Agreement, Class, Measure, MeasureId, Mechanism, ServiceLevel, library, template};

/// What a missing measure is given of the score, and what is left to the others, in tenths of a percent.
const ADDED_TENTHS: u32 = 200;
const LEFT_TENTHS: u32 = 800;

/// Offers to score the measure `id` of the library with a fifth of the weight, beside what is scored in proportion. A
/// level that is only reported is scored; one that is not there is added with target, floor, bands and credits as a
/// template has them. What its target rests on is said: history where there is some, and an assumption otherwise.
pub(super) fn scoring(finding: Finding, agreement: &Agreement, evidence: &Evidence, id: &str) -> Finding {
    let measure = MeasureId(id.to_owned());
    let Some(known) = library::measure(&measure) else { return finding };
    let there = agreement.service_levels.iter().find(|l| l.measure == measure);
    // A level of that name about something else, or one that is scored already, is not touched.
    let is_free = there.map_or_else(
        || agreement.service_levels.iter().all(|l| l.id.0 != id),
        |level| level.class == Class::ReportOnly || level.weight_percent.is_zero(),
    );
    let scored: Vec<&ServiceLevel> = paths::scored(agreement).into_iter().map(|(l, _)| l).collect();
    if !is_free || !scored.iter().all(|l| bounds::fits(l.weight_percent)) {
        return finding;
    }
    let level = there.map_or(id, |level| level.id.0.as_str()).to_owned();
    let at = |leaf: &str| format!("{}.{level}.{leaf}", paths::LEVELS);
    let mut changes = weights::rescale(agreement, &[(scored, LEFT_TENTHS)]);
    let name = &known.measure.name;
    let label = if there.is_some() {
        format!("Score {name} with a fifth of the weight")
    } else {
        changes.push(wording::change(paths::LEVELS, format!("add {id}")));
        let defined = agreement.measure(&measure).unwrap_or(&known.measure);
        let (reasoning, more) = promise(agreement, evidence, defined, &at);
        changes.extend(more);
        format!("Add {name} with a fifth of the weight; {reasoning}")
    };
    changes.push(wording::change(at("class"), "key"));
    changes.push(wording::change(at("weight"), format!("{} %", ADDED_TENTHS / 10)));
    finding.mended(label, changes)
}

/// What an added level promises beyond the template's own, and what its target rests on, in words.
fn promise(
    agreement: &Agreement,
    evidence: &Evidence,
    measure: &Measure,
    at: &impl Fn(&str) -> String,
) -> (String, Vec<super::Change>) {
    let usual = template::usual_promise(measure);
    let mut changes = Vec::new();
    if let Some((_, level)) = usual.filter(|_| agreement.remedies.mechanism == Mechanism::Percent) {
        let credits = level.bands.iter().enumerate().filter(|(_, band)| !band.credit_percent.is_zero());
        let credit = |(i, band): (usize, &crate::Band)| {
            let text = wording::typed(&wording::percent(band.credit_percent));
            wording::change(at(&format!("bands.{}.credit", i + 1)), text)
        };
        changes.extend(credits.map(credit));
    }
    let history = evidence.of_measure(&measure.id);
    if let Some((fair, met)) = history.and_then(|history| targets::fair(measure, history)) {
        let text = wording::target(fair, measure);
        changes.push(wording::change(at("target"), wording::typed(&text)));
        return (format!("its target, {text}, is what {met} of its history met"), changes);
    }
    let reasoning = match usual {
        Some((template, level)) => {
            let (text, title) = (wording::target(level.target, measure), &template.agreement.title);
            format!("its target, {text} as in the template “{title}”, is an assumption until there is history")
        }
        None => "its target is an assumption until there is history".to_owned(),
    };
    (reasoning, changes)
}
