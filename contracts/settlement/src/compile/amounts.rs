//! All money of a plan, first as exact decimals, then in the coarsest ticks that hold every one of them.

mod exact;

pub(super) use exact::{Terms, has_ladder, repeat_factor};

use super::scaled_max;
use crate::exact::Exact;
use crate::plan::{CREDIT_MINOR_MAX, Cap, MONTH_TICKS_MAX, PRODUCT_MAX, UNCAPPED_MINOR_MAX};
use crate::problem::Problems;
use exact::{ExactLevel, ExactRules};
use model::{Agreement, Decimal, Measure, Mechanism};
use std::collections::BTreeMap;

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
    /// By month.
    pub rules: Vec<RuleAmounts>,
    /// Whether amounts are small enough for the products of rules.
    pub has_rules: bool,
    /// Decimals of points where a ladder holds.
    pub points_digits: u32,
    /// By level: the largest magnitude of a scaled value, near enough that every product fits.
    pub value_scaled_max: Vec<i64>,
}

/// The credits of a level in one month, ramp factor included.
#[derive(Default)]
pub(super) struct LevelAmounts {
    /// By band, met first; points in units of 10^-[`Amounts::points_digits`] where a ladder holds.
    pub band_ticks: Vec<i128>,
    /// For each unit of the measure's last decimal, where credit is per point.
    pub per_unit_ticks: Option<i128>,
    /// The same for a repeat; empty or none without repeats.
    pub repeat_band_ticks: Vec<i128>,
    pub repeat_per_unit_ticks: Option<i128>,
    /// What its credits are taken of, in minor units.
    pub charges_minor: i64,
    /// The level's own cap.
    pub cap_ticks: Option<i128>,
    /// What exceeding the target adds to the quarter's bonus.
    pub bonus_ticks: i128,
}

/// What rules add to a month.
#[derive(Default)]
pub(super) struct RuleAmounts {
    pub ladder: Vec<(i128, i128)>,
    pub rolling_ticks: Option<i128>,
    pub ladder_charges_minor: i64,
    pub bonus_base_ticks: i128,
    pub bonus_cap_ticks: Option<i128>,
}

/// The same before ticks are known.
struct ExactMonth {
    charges_minor: i64,
    cap: Option<Exact>,
    levels: Vec<ExactLevel>,
    rules: ExactRules,
}

impl Amounts {
    /// The amounts of an agreement whose terms were checked; none, with a problem, where they do not fit.
    pub fn of(
        agreement: &Agreement,
        horizon_months: usize,
        billed: &BTreeMap<usize, Decimal>,
        problems: &mut Problems,
    ) -> Option<Self> {
        let terms = Terms::new(agreement, billed);
        let months: Option<Vec<ExactMonth>> = (1..=horizon_months).map(|m| exact_month(&terms, m)).collect();
        let Some(months) = months else {
            too_long(problems);
            return None;
        };
        let tick_digits = months.iter().flat_map(exacts).map(Exact::digits).max().unwrap_or_default();
        if tick_digits > TICK_DIGITS_MAX {
            too_long(problems);
            return None;
        }
        let amounts = in_ticks(&terms, &months, tick_digits);
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
    month.levels.iter().flat_map(ExactLevel::exacts).chain(month.cap).chain(month.rules.exacts())
}

fn exact_month(terms: &Terms<'_>, month: usize) -> Option<ExactMonth> {
    let agreement = terms.agreement;
    let charges_minor = terms.charges_minor(month)?;
    let charges = Exact::integer(charges_minor);
    let levels: Option<Vec<_>> =
        agreement.levels().map(|(level, measure)| exact::level(terms, level, measure, month)).collect();
    let cap = match month_cap_percent(agreement) {
        Some(percent) => Some(charges.times(Exact::percent(percent))?),
        None => None,
    };
    Some(ExactMonth { charges_minor, cap, levels: levels?, rules: exact::rules(terms, month)? })
}

fn in_ticks(terms: &Terms<'_>, months: &[ExactMonth], tick_digits: u32) -> Option<Amounts> {
    let agreement = terms.agreement;
    let percent = month_cap_percent(agreement);
    let caps: Vec<Cap> = months.iter().map(|m| cap(percent, m.cap, tick_digits)).collect::<Option<_>>()?;
    let levels: Vec<Vec<LevelAmounts>> =
        months.iter().map(|m| m.levels.iter().map(|l| l.in_ticks(tick_digits)).collect()).collect::<Option<_>>()?;
    let rules: Vec<RuleAmounts> = months.iter().map(|m| m.rules.in_ticks(tick_digits)).collect::<Option<_>>()?;
    let ticks_per_minor = 10_i64.pow(tick_digits);
    let largest_factor = i128::from(caps.iter().map(|c| c.numerator.max(c.scale)).max().unwrap_or(1));
    let uncapped_max = UNCAPPED_MINOR_MAX.saturating_mul(i128::from(ticks_per_minor));
    let ticks_max = MONTH_TICKS_MAX.min(PRODUCT_MAX / largest_factor).min(uncapped_max);
    let level_ticks_max = ticks_max / i128::try_from(agreement.levels().count().max(1)).ok()?;
    let value_scaled_max: Vec<i64> =
        agreement.levels().enumerate().map(|(l, (_, m))| reach(m, l, &levels, level_ticks_max)).collect();

    let most_of_levels = levels.iter().map(|row| month_ticks_max(row, &value_scaled_max)).max().unwrap_or_default();
    let bonuses = |row: &Vec<LevelAmounts>| row.iter().map(|l| l.bonus_ticks).fold(0, i128::saturating_add);
    let most_of_rules =
        rules.iter().zip(&levels).map(|(r, row)| r.most().saturating_add(bonuses(row))).max().unwrap_or_default();
    let most = most_of_levels.max(most_of_rules);
    let has_rules = most <= i128::from(i64::MAX >> 1);
    if super::rules::needed(agreement) && !has_rules {
        return None;
    }
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
        rules,
        has_rules,
        points_digits: terms.points_digits,
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

/// The largest magnitude of a scaled value of level `index`: that of its unit, or less where a credit per point would
/// exceed the level's part of the ticks. A shortfall is at most twice as large.
fn reach(measure: &Measure, index: usize, levels: &[Vec<LevelAmounts>], level_ticks_max: i128) -> i64 {
    let all = scaled_max(measure.unit, measure.precision_decimals);
    let ticks = levels.iter().filter_map(|row| row[index].most_per_unit()).max().unwrap_or_default();
    let near = level_ticks_max / 2 / ticks.max(1);
    i64::try_from(near).map_or(all, |near| near.min(all))
}

/// The most ticks that a month's credits can add up to.
fn month_ticks_max(row: &[LevelAmounts], value_scaled_max: &[i64]) -> i128 {
    let most = |(level, value_max): (&LevelAmounts, &i64)| {
        let band = level.band_ticks.iter().chain(&level.repeat_band_ticks).copied().max().unwrap_or_default();
        // Values are near enough that this fits: see `reach`.
        band.max(level.most_per_unit().unwrap_or_default() * 2 * i128::from(*value_max))
    };
    row.iter().zip(value_scaled_max).map(most).fold(0, i128::saturating_add)
}

impl LevelAmounts {
    pub(super) fn most_per_unit(&self) -> Option<i128> {
        self.per_unit_ticks.max(self.repeat_per_unit_ticks)
    }
}

impl RuleAmounts {
    /// The largest amount that is compared or multiplied.
    fn most(&self) -> i128 {
        let ladder = self.ladder.iter().map(|(_, ticks)| *ticks).max().unwrap_or_default();
        ladder.max(self.rolling_ticks.unwrap_or_default()).max(self.bonus_base_ticks)
    }
}

/// The cap of the month: its own term, and where a pool has none the at-risk percentage.
pub(super) fn month_cap_percent(agreement: &Agreement) -> Option<Decimal> {
    let remedies = &agreement.remedies;
    let pool = (remedies.mechanism == Mechanism::Pool).then_some(remedies.pool.at_risk_percent);
    remedies.month_cap_percent.or(pool)
}
