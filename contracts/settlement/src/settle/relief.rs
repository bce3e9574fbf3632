//! Relief and volume: what is left of a month's actuals once what excuses them has left.

use crate::history::Actual;
use crate::inputs::MonthInputs;
use crate::plan::{LevelPlan, Plan};
use crate::problem::Problems;
use model::relief::{Removed, without};
use model::{Charges, Decimal, Month, Quantity, charges};

/// Whether a month's volume excuses the levels that are sensitive to it. At the grain of the forecast: one by month, which
/// is what an agreement without a grain has, excuses the month.
pub(super) fn volume_excuses(plan: &Plan, index: usize, own: &MonthInputs, problems: &mut Problems) -> bool {
    let per_unit = matches!(plan.agreement.charges, Charges::PerUnit { .. });
    let volume = own.volume.or(own.units.filter(|_| per_unit));
    let month = plan.month(index);
    for (leaf, amount) in [("volume", own.volume), ("forecast", own.forecast_volume), ("units", own.units)] {
        if let Some(amount) = amount.filter(|a| a.is_sign_negative() && !a.is_zero()) {
            problems.money(format!("inputs.{month}.{leaf}"), format!("a volume of {amount}"), "0 or more");
        }
    }
    let (Some(relief), Some(volume)) = (plan.volume_relief(), volume) else { return false };
    if let Some(forecast) = own.forecast_volume.or(plan.forecast_volume(index)) {
        return charges::is_excused_by_volume(volume, forecast, relief.band_percent);
    }
    problems.money(
        format!("inputs.{month}.forecast"),
        format!("a volume of {} without the forecast that it is held against", volume.normalize()),
        "the locked forecast of the month",
    );
    false
}

/// A level's actual without its excused windows.
pub(super) fn relieved(
    level: &LevelPlan,
    actual: Actual,
    month: Month,
    own: &MonthInputs,
    volume_excuses: bool,
    problems: &mut Problems,
) -> Actual {
    let reports = || own.relief.iter().filter(|r| r.service_level == level.level.id);
    if volume_excuses && level.level.volume_sensitive || reports().any(|r| r.removed.is_none()) {
        return Actual::Excused;
    }
    let mut left = actual;
    for removed in reports().filter_map(|r| r.removed) {
        match part(level, left, removed) {
            Ok(actual) => left = actual,
            Err((what, expected)) => {
                problems.money(format!("inputs.{month}.relief.{}", level.level.id), what, expected);
                return actual;
            }
        }
    }
    left
}

/// What is wrong, and what was expected.
type Wrong = (String, &'static str);

fn part(level: &LevelPlan, actual: Actual, removed: Removed) -> Result<Actual, Wrong> {
    let of_value = |value: Quantity, n: Option<Decimal>| {
        if value.unit() != level.measure.unit || !level.measure.unit.holds(value.value()) {
            // Told where it stands.
            return Ok(actual);
        }
        let left = without(&level.measure, value, n, removed).map_err(|p| (p.to_string(), p.expected()))?;
        Ok(left.map_or(Actual::Excused, |(value, n)| Actual::Value { value, n }))
    };
    match actual {
        Actual::Value { value, n } => of_value(value, n),
        // Nothing is left of it as it is.
        Actual::Excused => Ok(actual),
        Actual::NoActivity | Actual::NotReported => Err((
            "an excused window of a month without a value".into(),
            "a value with its number of observations, or relief for the whole month",
        )),
    }
}
