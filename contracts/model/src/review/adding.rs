//! C2: a measure that is missing, added from the library with its definition and scored, in one action.

use super::{Finding, bounds, paths, weights, wording};
use crate::{Agreement, Class, MeasureId, ServiceLevel, library};

/// What a missing measure is given of the score, and what is left to the others, in tenths of a percent.
const ADDED_TENTHS: u32 = 200;
const LEFT_TENTHS: u32 = 800;

/// Offers to score the measure `id` of the library with a fifth of the weight, beside what is scored in proportion. A
/// level that is only reported is scored; one that is not there is added, and its target is an assumption.
pub(super) fn scoring(finding: Finding, agreement: &Agreement, id: &str) -> Finding {
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
    if there.is_none() {
        changes.push(wording::change(paths::LEVELS, format!("add {id}")));
    }
    changes.push(wording::change(at("class"), "key"));
    changes.push(wording::change(at("weight"), format!("{} %", ADDED_TENTHS / 10)));
    let name = &known.measure.name;
    let label = match there {
        Some(_) => format!("Score {name} with a fifth of the weight"),
        None => format!("Add {name} with a fifth of the weight; its target is an assumption until there is history"),
    };
    finding.mended(label, changes)
}
