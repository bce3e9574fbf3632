//! All money of a plan, first as exact decimals, then in the coarsest ticks that hold every one of them.

use super::scaled_max;
use crate::exact::Exact;
use crate::plan::{CREDIT_MINOR_MAX, Cap, MONTH_TICKS_MAX, PRODUCT_MAX, UNCAPPED_MINOR_MAX};
use crate::problem::Problems;
use model::{Agreement, Class, Credit, Decimal, Measure, ServiceLevel};

/// Finest tick: a minor unit / 10^15.
const TICK_DIGITS_MAX: u32 = 15;

/// All money of a plan in ticks.
pub(super) struct Amounts {
    pub tick_digits: u32,
    pub ticks_per_minor: i64,
    pub narrow: bool,
    pub narrow_cut: bool,
    /// By month.
    pub charges_minor: Vec<i64>,
    /// By month.
    pub caps: Vec<Cap>,
    /// By month and level.
    pub levels: Vec<Vec<LevelAmounts>>,
    /// By level: the largest magnitude of a scaled value, near enough that every product fits.
    pub value_scaled_max: Vec<i64>,
}

/// The credits of a level in one month, ramp factor included.
pub(super) struct LevelAmounts {
    /// By band, met first.
    pub band_ticks: Vec<i128>,
    /// For each unit of the measure's last decimal, where credit is per point.
    pub per_unit_ticks: Option<i128>,
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
    let percent = agreement.remedies.month_cap_percent;
    let caps: Vec<Cap> = months.iter().map(|m| cap(percent, m.cap, tick_digits)).collect::<Option<_>>()?;
    let levels: Vec<Vec<LevelAmounts>> = months.iter().map(|m| level_amounts(m, tick_digits)).collect::<Option<_>>()?;
    let ticks_per_minor = 10_i64.pow(tick_digits);
    let largest_factor = i128::from(caps.iter().map(|c| c.numerator.max(c.scale)).max().unwrap_or(1));
    let uncapped_max = UNCAPPED_MINOR_MAX.saturating_mul(i128::from(ticks_per_minor));
    let ticks_max = MONTH_TICKS_MAX.min(PRODUCT_MAX / largest_factor).min(uncapped_max);
    let level_ticks_max = ticks_max / i128::try_from(agreement.levels().count().max(1)).ok()?;
    let value_scaled_max: Vec<i64> =
        agreement.levels().enumerate().map(|(l, (_, m))| reach(m, l, &levels, level_ticks_max)).collect();

    let most = levels.iter().map(|row| month_ticks_max(row, &value_scaled_max)).max().unwrap_or_default();
    let largest_cap = caps.iter().map(|c| c.ticks).max().unwrap_or(i128::MAX);
    if most > ticks_max || most.min(largest_cap) / i128::from(ticks_per_minor) > CREDIT_MINOR_MAX {
        return None;
    }
    Some(Amounts {
        tick_digits,
        ticks_per_minor,
        narrow: most <= i128::from(i64::MAX >> 1),
        narrow_cut: most * largest_factor <= i128::from(i64::MAX),
        charges_minor: months.iter().map(|m| m.charges_minor).collect(),
        caps,
        levels,
        value_scaled_max,
    })
}

fn cap(percent: Option<Decimal>, exact: Option<Exact>, tick_digits: u32) -> Option<Cap> {
    Some(match exact {
        None => Cap { percent: None, ticks: i128::MAX, numerator: 0, scale: 1 },
        Some(exact) => Cap {
            percent,
            ticks: exact.in_units(tick_digits)?,
            numerator: exact.mantissa()?,
            scale: 10_i64.checked_pow(exact.digits())?,
        },
    })
}

fn level_amounts(month: &ExactMonth, tick_digits: u32) -> Option<Vec<LevelAmounts>> {
    let amounts = month.levels.iter().map(|(bands, per_unit)| {
        let band_ticks = bands.iter().map(|b| b.in_units(tick_digits)).collect::<Option<Vec<_>>>()?;
        let per_unit_ticks = match per_unit {
            Some(exact) => Some(exact.in_units(tick_digits)?),
            None => None,
        };
        Some(LevelAmounts { band_ticks, per_unit_ticks })
    });
    amounts.collect()
}

/// The largest magnitude of a scaled value of level `index`: that of its unit, or less where a credit per point would
/// exceed the level's part of the ticks. A shortfall is at most twice as large.
fn reach(measure: &Measure, index: usize, levels: &[Vec<LevelAmounts>], level_ticks_max: i128) -> i64 {
    let all = scaled_max(measure.unit, measure.precision_decimals);
    let ticks = levels.iter().filter_map(|row| row[index].per_unit_ticks).max().unwrap_or_default();
    let near = level_ticks_max / 2 / ticks.max(1);
    i64::try_from(near).map_or(all, |near| near.min(all))
}

/// The most ticks that a month's credits can add up to.
fn month_ticks_max(row: &[LevelAmounts], value_scaled_max: &[i64]) -> i128 {
    let most = |(level, value_max): (&LevelAmounts, &i64)| {
        let band = level.band_ticks.iter().copied().max().unwrap_or_default();
        // Values are near enough that this fits: see `reach`.
        band.max(level.per_unit_ticks.unwrap_or_default() * 2 * i128::from(*value_max))
    };
    row.iter().zip(value_scaled_max).map(most).fold(0, i128::saturating_add)
}
