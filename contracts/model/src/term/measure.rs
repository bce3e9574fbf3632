//! Edits of a measure's unit, direction and precision: what is promised about it depends on them.

use super::words::{choices, chosen};
use super::{Choice, slot::Word};
use crate::{Agreement, Direction, MeasureId, RampShape, Target, Unit, quantity, read};

/// The most decimals that a measure is rounded to.
pub(super) const PRECISION_MAX: u32 = 6;

const UNITS: [Word<Unit>; 4] = [
    (Unit::Percent, "percent", "Percent"),
    (Unit::Seconds, "seconds", "Time"),
    (Unit::Points, "points", "Points"),
    (Unit::Count, "count", "A number"),
];
const DIRECTIONS: [Word<Direction>; 3] = [
    (Direction::Higher, "higher", "Higher is better"),
    (Direction::Lower, "lower", "Lower is better"),
    (Direction::Range, "range", "Best inside a range"),
];

pub(super) fn unit_choice(unit: Unit) -> (&'static str, Vec<Choice>) {
    (UNITS.iter().find(|w| w.0 == unit).map_or("", |w| w.1), choices(&UNITS))
}

pub(super) fn direction_choice(direction: Direction) -> (&'static str, Vec<Choice>) {
    (DIRECTIONS.iter().find(|w| w.0 == direction).map_or("", |w| w.1), choices(&DIRECTIONS))
}

/// Sets the unit, direction or precision of a measure; `None` where `path` is none of these.
pub(super) fn set(agreement: &mut Agreement, path: &str, text: &str) -> Option<Result<(), String>> {
    let (id, leaf) = path.strip_prefix("measures.")?.rsplit_once('.')?;
    let id = MeasureId(id.to_owned());
    agreement.measure(&id)?;
    match leaf {
        "unit" => Some(set_unit(agreement, &id, text)),
        "direction" => Some(set_direction(agreement, &id, text)),
        "precision" => Some(set_precision(agreement, &id, text)),
        _ => None,
    }
}

fn set_unit(agreement: &mut Agreement, id: &MeasureId, text: &str) -> Result<(), String> {
    let unit = chosen(&UNITS, text).map_err(|e| e.to_string())?;
    let promised = is_promised(agreement, id);
    let Some(measure) = agreement.measures.iter_mut().find(|m| &m.id == id) else { return Ok(()) };
    if measure.unit == unit {
        return Ok(());
    }
    if promised {
        return Err(format!(
            "{} has a service level, whose target is in the unit that it has now. Remove the service level first",
            measure.name
        ));
    }
    measure.unit = unit;
    measure.details.alert = None;
    Ok(())
}

fn set_direction(agreement: &mut Agreement, id: &MeasureId, text: &str) -> Result<(), String> {
    let direction = chosen(&DIRECTIONS, text).map_err(|e| e.to_string())?;
    let promised = is_promised(agreement, id);
    let Some(measure) = agreement.measures.iter_mut().find(|m| &m.id == id) else { return Ok(()) };
    let shape_changes = (measure.direction == Direction::Range) != (direction == Direction::Range);
    if promised && shape_changes {
        return Err(format!(
            "{} has a service level, and a range is promised otherwise than a single value. Remove the service level first",
            measure.name
        ));
    }
    measure.direction = direction;
    Ok(())
}

/// Brings every value of the measure to the new number of decimals, where none loses a digit by that.
fn set_precision(agreement: &mut Agreement, id: &MeasureId, text: &str) -> Result<(), String> {
    let decimals = read::whole(text, 0, PRECISION_MAX).map_err(|e| e.to_string())?;
    let precision = u8::try_from(decimals).unwrap_or_default();
    let mut targets: Vec<&mut Target> = Vec::new();
    let levels: Vec<_> = agreement.service_levels.iter().filter(|l| &l.measure == id).map(|l| l.id.clone()).collect();
    for level in agreement.service_levels.iter_mut().filter(|l| &l.measure == id) {
        targets.push(&mut level.target);
        targets.extend(level.later_targets.iter_mut().map(|later| &mut later.target));
    }
    for path in agreement.ramp.paths.iter_mut().filter(|p| levels.contains(&p.service_level)) {
        match &mut path.shape {
            RampShape::Steps(steps) => targets.extend(steps),
            RampShape::Linear { from } | RampShape::LearningCurve { from, .. } => targets.push(from),
        }
    }
    if let Some(odd) = targets.iter().find(|t| rescaled(***t, precision).is_none()) {
        return Err(format!("{} is promised somewhere, which has more decimals", odd.text(8).trim()));
    }
    for target in targets {
        *target = rescaled(*target, precision).unwrap_or(*target);
    }
    if let Some(measure) = agreement.measures.iter_mut().find(|m| &m.id == id) {
        measure.precision_decimals = precision;
    }
    Ok(())
}

fn rescaled(target: Target, precision: u8) -> Option<Target> {
    let one = |q: crate::Quantity| {
        let value = q.value();
        (quantity::round(value, precision) == value).then(|| q.unit().of(read::with_scale(value, precision)))
    };
    Some(match target {
        Target::Value(q) => Target::Value(one(q)?),
        Target::Range { low, high } => Target::Range { low: one(low)?, high: one(high)? },
    })
}

fn is_promised(agreement: &Agreement, id: &MeasureId) -> bool {
    agreement.service_levels.iter().any(|l| &l.measure == id)
}
