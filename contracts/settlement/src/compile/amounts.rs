//! All money of a plan, first as exact decimals, then in the coarsest ticks that hold every one of them.

mod exact;

pub(super) use exact::{Terms, has_ladder, repeat_factor};

use super::scaled_max;
use crate::exact::Exact;
use crate::plan::{CREDIT_MINOR_MAX, Cap, MONTH_TICKS_MAX, UNCAPPED_MINOR_MAX};
use crate::problem::Problems;
use crate::wide::Width;
use exact::{ExactLevel, ExactRules};
use model::{Agreement, Decimal, Measure, Mechanism};
use std::collections::BTreeMap;

/// Finest tick: a minor unit / 10^30.
const TICK_DIGITS_MAX: u32 = 30;
/// Largest amount that is settled in 63 bits.
const NARROW_MAX: i128 = (i64::MAX >> 1) as i128;

/// All money of a plan in ticks.
pub(super) struct Amounts {
    pub tick_digits: u32,
    pub ticks_per_minor: i128,
    pub narrow: bool,
    pub cut: Width,
    /// By month.
    pub charges_minor: Vec<i64>,
    /// By month.
    pub caps: Vec<Cap>,
    /// By month and level.
    pub levels: Vec<Vec<LevelAmounts>>,
    /// By month.
    pub rules: Vec<RuleAmounts>,
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
    /// By step: what the ladder makes of a month's points where all of them are this level's.
    pub ladder_ticks: Vec<i128>,
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
    pub ladder_points: Vec<i128>,
    pub rolling_ticks: Option<i128>,
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
    let ticks_per_minor = 10_i128.pow(tick_digits);
    let ticks_max = MONTH_TICKS_MAX.min(UNCAPPED_MINOR_MAX.saturating_mul(ticks_per_minor));
    let level_ticks_max = ticks_max / i128::try_from(agreement.levels().count().max(1)).ok()?;
    let value_scaled_max: Vec<i64> =
        agreement.levels().enumerate().map(|(l, (_, m))| reach(m, l, &levels, level_ticks_max)).collect();

    let of_levels = |capped: bool| levels.iter().map(|row| month_ticks_max(row, &value_scaled_max, capped)).max();
    let most_of_levels = of_levels(false).unwrap_or_default();
    let bonuses = |row: &Vec<LevelAmounts>| row.iter().map(|l| l.bonus_ticks).fold(0, i128::saturating_add);
    let most_of_rules =
        rules.iter().zip(&levels).map(|(r, row)| r.most().saturating_add(bonuses(row))).max().unwrap_or_default();
    let most = most_of_levels.max(most_of_rules);
    let largest_cap = caps.iter().map(|c| c.ticks).max().unwrap_or(i128::MAX);
    let most_paid = of_levels(true).unwrap_or_default().max(most_of_rules).min(largest_cap);
    if most > ticks_max || most_paid / ticks_per_minor > CREDIT_MINOR_MAX || !ladders_fit(&levels, &rules, &caps) {
        return None;
    }
    let cuts = caps.iter().map(|c| Width::of(most, c.numerator, most, c.scale));
    Some(Amounts {
        tick_digits,
        ticks_per_minor,
        narrow: most.max(ticks_per_minor) <= NARROW_MAX,
        cut: cuts.max().unwrap_or(Width::Narrow),
        charges_minor: months.iter().map(|m| m.charges_minor).collect(),
        caps,
        levels,
        rules,
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
            numerator: exact.mantissa(),
            scale: 10_i128.checked_pow(exact.digits())?,
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

/// The most ticks that a month's credits can add up to, before or after levels' own caps.
fn month_ticks_max(row: &[LevelAmounts], value_scaled_max: &[i64], capped: bool) -> i128 {
    let most = |(level, value_max): (&LevelAmounts, &i64)| {
        let bands = level.band_ticks.iter().chain(&level.repeat_band_ticks).chain(&level.ladder_ticks);
        let band = bands.copied().max().unwrap_or_default();
        // Values are near enough that this fits: see `reach`.
        let most = band.max(level.most_per_unit().unwrap_or_default() * 2 * i128::from(*value_max));
        if capped { most.min(level.cap_ticks.unwrap_or(most)) } else { most }
    };
    row.iter().zip(value_scaled_max).map(most).fold(0, i128::saturating_add)
}

/// Whether the products of a ladder fit: levels whose windows differ share what it makes of all points in parts of a tick
/// for each of them, and so are caps compared.
fn ladders_fit(levels: &[Vec<LevelAmounts>], rules: &[RuleAmounts], caps: &[Cap]) -> bool {
    levels.iter().zip(rules).zip(caps).all(|((row, rules), cap)| {
        let steps = row.iter().filter_map(|l| l.ladder_ticks.last()).copied().max();
        let Some(step) = steps else { return true };
        let points = row.iter().filter_map(|l| l.repeat_band_ticks.last()).copied().fold(0, i128::saturating_add);
        let limits = [cap.percent.map(|_| cap.ticks), rules.rolling_ticks].into_iter().flatten();
        let largest = limits.fold(step, i128::max);
        largest.checked_mul(points.max(1)).is_some_and(|most| most <= MONTH_TICKS_MAX)
    })
}

impl LevelAmounts {
    pub(super) fn most_per_unit(&self) -> Option<i128> {
        self.per_unit_ticks.max(self.repeat_per_unit_ticks)
    }
}

impl RuleAmounts {
    /// The largest amount that is compared or multiplied.
    fn most(&self) -> i128 {
        self.rolling_ticks.unwrap_or_default().max(self.bonus_base_ticks)
    }
}

/// The cap of the month: its own term, and where a pool has none the at-risk percentage.
pub(super) fn month_cap_percent(agreement: &Agreement) -> Option<Decimal> {
    let remedies = &agreement.remedies;
    let pool = (remedies.mechanism == Mechanism::Pool).then_some(remedies.pool.at_risk_percent);
    remedies.month_cap_percent.or(pool)
}
