//! Numbers of a size that can be computed with. Every other rule looks only at levels whose numbers are.

use super::{Evidence, Finding, Severity, paths};
use crate::{Agreement, Credit, Decimal, Measure, Offset, RampShape, ServiceLevel, Target};

const RULE: &str = "C0";
const SOURCE: &str = "a value is rounded to its measure’s precision and compared exactly";

/// Far beyond any real term, and far within what exact arithmetic holds.
const LARGEST: Decimal = Decimal::from_parts(1_000_000_000, 0, 0, false, 0);
/// The smallest factor that a distance may have.
const SMALLEST_RATIO: Decimal = Decimal::from_parts(1, 0, 0, false, 6);
/// More decimals than any measure has.
const MOST_DECIMALS: u8 = 6;
/// Longest agreement, in months.
pub(super) const LONGEST_TERM_MONTHS: u32 = 120;

/// Whether a number is of a size to reckon with.
pub(super) fn fits(value: Decimal) -> bool {
    value.abs() <= LARGEST
}

fn target_fits(target: Target) -> bool {
    match target {
        Target::Value(q) => fits(q.value()),
        Target::Range { low, high } => fits(low.value()) && fits(high.value()),
    }
}

fn offset_fits(offset: Offset) -> bool {
    match offset {
        Offset::Difference(d) => fits(d),
        Offset::Ratio(r) => fits(r) && r >= SMALLEST_RATIO,
    }
}

/// The terms of a level whose numbers are too large, too small or too fine.
fn unfit(agreement: &Agreement, level: &ServiceLevel, measure: &Measure) -> Vec<String> {
    let at = |field: &str| paths::level(&level.id, field);
    let mut unfit = Vec::new();
    let mut hold = |fits: bool, path: String| {
        if !fits && !unfit.contains(&path) {
            unfit.push(path);
        }
    };
    hold(measure.precision_decimals <= MOST_DECIMALS, at("target"));
    hold(target_fits(level.target), at("target"));
    for (i, later) in level.later_targets.iter().enumerate() {
        hold(target_fits(later.target), paths::later(&level.id, i, "target"));
    }
    hold(level.floor.is_none_or(offset_fits), at("floor"));
    hold(level.stretch.is_none_or(offset_fits), at("stretch"));
    hold(fits(level.weight_percent), at("weight"));
    for (i, band) in level.bands.iter().enumerate() {
        let at = |field| paths::band(&level.id, i, field);
        hold(band.from.is_none_or(offset_fits), at("from"));
        hold(fits(band.credit_percent), at("credit"));
        hold(band.score_points.is_none_or(fits), at("score"));
    }
    if let Credit::PerPoint { percent_per_point } = level.credit {
        hold(fits(percent_per_point), paths::credit(level));
    }
    let shapes = agreement.ramp.paths.iter();
    for path in shapes.filter(|p| p.service_level == level.id) {
        match &path.shape {
            RampShape::Steps(steps) => {
                for (i, step) in steps.iter().enumerate() {
                    hold(target_fits(*step), paths::ramp_target(&level.id, i + 1));
                }
            }
            RampShape::Linear { from } => {
                hold(target_fits(*from), paths::ramp_target(&level.id, 1));
            }
            RampShape::LearningCurve { from, half_life_weeks } => {
                hold(target_fits(*from) && fits(*half_life_weeks), paths::ramp_target(&level.id, 1))
            }
        }
    }
    unfit
}

/// The levels that can be computed with, each with its measure.
pub(super) fn sound(agreement: &Agreement) -> impl Iterator<Item = (&ServiceLevel, &Measure)> {
    let levels = agreement.levels();
    levels.filter(|(l, m)| unfit(agreement, l, m).is_empty())
}

/// Numbers beyond what an agreement can be computed with.
pub(super) fn numbers(agreement: &Agreement, _: &Evidence) -> Vec<Finding> {
    let levels = agreement.levels().filter_map(|(level, measure)| {
        let mut fields = unfit(agreement, level, measure).into_iter();
        let first = fields.next()?;
        let reason = format!(
            "{} has a number beyond a thousand million, a factor below a millionth, or more than {MOST_DECIMALS} decimals, \
             which no real service has.",
            measure.name
        );
        let title = "Number out of any scale";
        Some(Finding::new(RULE, Severity::Error, title, reason, SOURCE, first).also(fields))
    });
    let shared = [
        (agreement.remedies.month_cap_percent.is_none_or(fits), paths::MONTH_CAP, "The month’s cap"),
        (agreement.ramp.credit_factors_percent.iter().all(|f| fits(*f)), paths::CREDIT_FACTORS, "A credit factor"),
    ];
    let shared = shared.into_iter().filter(|(fits, ..)| !fits);
    let shared = shared.map(|(_, path, what)| {
        let reason = format!("{what} is a percentage, and this one is beyond a thousand million.");
        Finding::new(RULE, Severity::Error, "Number out of any scale", reason, SOURCE, path)
    });
    levels.chain(shared).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{good, level, only};
    use super::*;
    use crate::Unit;

    #[test]
    fn a_number_out_of_any_scale_is_an_error_and_hides_its_level_from_other_rules() {
        let mut a = good();
        assert_eq!(sound(&a).count(), a.service_levels.len());
        level(&mut a, "asa").target = Target::Value(Unit::Seconds.of(Decimal::MAX));
        level(&mut a, "asa").floor = Some(Offset::Ratio(Decimal::MAX));
        let found = only(numbers(&a, &Evidence::default()));
        assert_eq!(found.severity, Severity::Error);
        assert_eq!(found.fields, ["service_levels.asa.target", "service_levels.asa.floor"]);
        assert_eq!(sound(&a).count(), a.service_levels.len() - 1);
    }

    #[test]
    fn the_largest_number_allowed_is_fine() {
        let mut a = good();
        level(&mut a, "asa").target = Target::Value(Unit::Seconds.of(LARGEST));
        assert!(numbers(&a, &Evidence::default()).is_empty());
    }
}
