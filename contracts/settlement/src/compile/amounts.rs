//! All money of a plan, first as exact decimals, then in the coarsest ticks that hold every one of them.

use super::scaled_max;
use crate::exact::Exact;
use crate::plan::{MONTH_MINOR_MAX, MONTH_TICKS_MAX, NO_CAP};
use crate::problem::Problems;
use model::{Agreement, Class, Credit, Measure, ServiceLevel};

/// Finest tick: a minor unit / 10^12.
const TICK_DIGITS_MAX: u32 = 12;
/// All money of a plan in ticks.
pub(super) struct Amounts {
    pub tick_digits: u32,
    pub ticks_per_minor: i64,
    pub narrow: bool,
    /// By month.
    pub charges_minor: Vec<i64>,
    /// By month; [`NO_CAP`] without one.
    pub cap_ticks: Vec<i64>,
    /// By month and level.
    pub levels: Vec<Vec<LevelAmounts>>,
    /// By level: the largest magnitude of a value that is settled exactly.
    pub value_scaled_max: Vec<i64>,
}

/// The credits of a level in one month, ramp factor included.
pub(super) struct LevelAmounts {
    /// By band, met first.
    pub band_ticks: Vec<i64>,
    /// For each unit of the measure's last decimal, where credit is per point.
    pub per_unit_ticks: Option<i64>,
}

/// The same before ticks are known.
struct ExactMonth {
    charges_minor: i64,
    cap: Option<Exact>,
    levels: Vec<(Vec<Exact>, Option<Exact>)>,
}

impl Amounts {
    /// The amounts of an agreement whose terms were checked; none, with a problem, where they do not fit.
    pub fn of(agreement: &Agreement, horizon_months: usize, problems: &mut Problems) -> Option<Self> {
        let months: Option<Vec<ExactMonth>> = (1..=horizon_months).map(|m| exact_month(agreement, m)).collect();
        let Some(months) = months else {
            too_long(problems);
            return None;
        };
        let tick_digits = months.iter().flat_map(exacts).map(Exact::digits).max().unwrap_or_default();
        if tick_digits > TICK_DIGITS_MAX {
            too_long(problems);
            return None;
        }
        let amounts = in_ticks(agreement, &months, tick_digits);
        if amounts.is_none() {
            too_large(problems);
        }
        amounts
    }
}

pub(super) fn too_large(problems: &mut Problems) {
    problems.money(
        "charges.amount",
        "charges, percentages and ramp factors whose credits are too large to be settled exactly",
        "smaller charges, or percentages and ramp factors with fewer decimals",
    );
}

fn too_long(problems: &mut Problems) {
    problems.money(
        "charges.amount",
        "charges, percentages and ramp factors with more decimals together than can be settled exactly",
        format!("credits that need at most {TICK_DIGITS_MAX} decimals of a minor unit"),
    );
}

fn exacts(month: &ExactMonth) -> impl Iterator<Item = Exact> + '_ {
    let levels = month.levels.iter().flat_map(|(bands, per_unit)| bands.iter().copied().chain(*per_unit));
    levels.chain(month.cap)
}

fn exact_month(agreement: &Agreement, month: usize) -> Option<ExactMonth> {
    let charges_minor = agreement.currency.minor_units(agreement.charges.amount(month))?;
    let charges = Exact::integer(charges_minor);
    let due = charges.times(Exact::percent(agreement.ramp.credit_factor_percent(month)))?;
    let levels: Option<Vec<_>> = agreement.levels().map(|(level, measure)| exact_level(level, measure, due)).collect();
    let cap = match agreement.remedies.month_cap_percent {
        Some(percent) => Some(charges.times(Exact::percent(percent))?),
        None => None,
    };
    Some(ExactMonth { charges_minor, cap, levels: levels? })
}

fn exact_level(level: &ServiceLevel, measure: &Measure, due: Exact) -> Option<(Vec<Exact>, Option<Exact>)> {
    if level.class == Class::ReportOnly {
        return Some((vec![], None));
    }
    match level.credit {
        Credit::ByBand => {
            let missed = level.bands.iter().map(|b| due.times(Exact::percent(b.credit_percent)));
            let bands: Option<Vec<_>> = std::iter::once(Some(Exact::ZERO)).chain(missed).collect();
            Some((bands?, None))
        }
        Credit::PerPoint { percent_per_point } => {
            let per_point = due.times(Exact::percent(percent_per_point))?;
            Some((vec![], Some(per_point.shifted(u32::from(measure.precision_decimals)))))
        }
    }
}

fn in_ticks(agreement: &Agreement, months: &[ExactMonth], tick_digits: u32) -> Option<Amounts> {
    let level_count = agreement.levels().count().max(1);
    let level_ticks_max = MONTH_TICKS_MAX / i64::try_from(level_count).ok()?;
    let mut value_scaled_max: Vec<i64> =
        agreement.levels().map(|(_, m)| scaled_max(m.unit, m.precision_decimals)).collect();
    let mut levels = Vec::with_capacity(months.len());
    for month in months {
        let mut row = Vec::with_capacity(level_count);
        for (i, (bands, per_unit)) in month.levels.iter().enumerate() {
            let band_ticks: Option<Vec<i64>> =
                bands.iter().map(|b| b.in_units(tick_digits).filter(|t| *t <= level_ticks_max)).collect();
            let per_unit_ticks = match per_unit {
                Some(exact) => Some(exact.in_units(tick_digits)?),
                None => None,
            };
            if let Some(ticks) = per_unit_ticks.filter(|t| *t > 0) {
                // A shortfall is at most the whole domain: twice the largest magnitude.
                value_scaled_max[i] = value_scaled_max[i].min(level_ticks_max / ticks / 2);
            }
            row.push(LevelAmounts { band_ticks: band_ticks?, per_unit_ticks });
        }
        levels.push(row);
    }
    let caps: Option<Vec<i64>> = months
        .iter()
        .map(|m| m.cap.map_or(Some(NO_CAP), |c| c.in_units(tick_digits).filter(|t| *t <= MONTH_TICKS_MAX)))
        .collect();
    let cap_ticks = caps?;
    let ticks_per_minor = 10_i64.pow(tick_digits);
    let largest = largest_month(&levels, &value_scaled_max);
    if largest / i128::from(ticks_per_minor) > i128::from(MONTH_MINOR_MAX) {
        return None;
    }
    let largest_cap = cap_ticks.iter().copied().filter(|c| *c != NO_CAP).max().unwrap_or_default();
    let fits = |other: i64| largest.checked_mul(i128::from(other)).is_some_and(|p| p <= i128::from(i64::MAX));
    Some(Amounts {
        tick_digits,
        ticks_per_minor,
        narrow: fits(largest_cap) && fits(ticks_per_minor),
        charges_minor: months.iter().map(|m| m.charges_minor).collect(),
        cap_ticks,
        levels,
        value_scaled_max,
    })
}

/// The most ticks that any month's credits can add up to.
fn largest_month(levels: &[Vec<LevelAmounts>], value_scaled_max: &[i64]) -> i128 {
    let most = |(level, value_max): (&LevelAmounts, &i64)| {
        let band = level.band_ticks.iter().copied().max().unwrap_or_default();
        let shortfall = 2 * i128::from(*value_max) * i128::from(level.per_unit_ticks.unwrap_or_default());
        shortfall.max(i128::from(band))
    };
    levels.iter().map(|row| row.iter().zip(value_scaled_max).map(most).sum()).max().unwrap_or_default()
}
