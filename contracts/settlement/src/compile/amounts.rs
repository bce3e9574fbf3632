//! All money of a plan, first as exact decimals, then in the coarsest ticks that hold every one of them.

mod exact;
mod reach;

pub(super) use exact::{Terms, has_ladder, repeat_factor};

use super::scaled_max;
use crate::compile::Intervals;
use crate::exact::Exact;
use crate::plan::{AnyTables, Tables};
use crate::plan::{CREDIT_MINOR_MAX, UNCAPPED_MINOR_MAX};
use crate::problem::Problems;
use crate::wide::{Ticks, Wide};
use exact::{ExactLevel, ExactRules};
use model::{Agreement, Decimal, Measure, Mechanism};
use std::collections::BTreeMap;

/// Finest tick: a minor unit / 10^40, for a pool's four percentages, a ramp factor and a repeat factor of four decimals each.
const TICK_DIGITS_MAX: u32 = 40;
/// Most ticks of all credits of one month, by the width of amounts: leaves room for the sum of twelve months.
const NARROW_MAX: Wide = Wide::of(1 << 62);
const MIDDLE_MAX: Wide = Wide::of(1 << 122);
const WIDE_BITS: u32 = 220;

/// All money of a plan in ticks.
pub(super) struct Amounts {
    pub tick_digits: u32,
    pub ticks_per_minor: Wide,
    /// The largest amount that is added, compared or multiplied.
    pub most: Wide,
    /// By month.
    pub charges_minor: Vec<i64>,
    /// By month.
    pub caps: Vec<MonthCap>,
    /// By month and level.
    pub levels: Vec<Vec<LevelAmounts>>,
    /// By month.
    pub rules: Vec<RuleAmounts>,
    /// Decimals of points where a ladder holds.
    pub points_digits: u32,
    /// By level: the largest magnitude of a scaled value, near enough that every product fits.
    pub value_scaled_max: Vec<i64>,
}

/// The cap of a month; in minor units it is numerator / scale, a power of ten.
#[derive(Clone, Copy)]
pub(super) struct MonthCap {
    /// None without a cap.
    pub percent: Option<Decimal>,
    /// More than any credits without a cap.
    pub ticks: Wide,
    pub numerator: Wide,
    pub scale: Wide,
}

/// The credits of a level in one month, ramp factor included.
#[derive(Default)]
pub(super) struct LevelAmounts {
    /// By band, met first; points in units of 10^-[`Amounts::points_digits`] where a ladder holds.
    pub band_ticks: Vec<Wide>,
    /// For each unit of the measure's last decimal, where credit is per point.
    pub per_unit_ticks: Option<Wide>,
    /// The same for a repeat; empty or none without repeats.
    pub repeat_band_ticks: Vec<Wide>,
    pub repeat_per_unit_ticks: Option<Wide>,
    /// By step: what the ladder makes of a month's points where all of them are this level's.
    pub ladder_ticks: Vec<Wide>,
    /// What its credits are taken of, in minor units.
    pub charges_minor: i64,
    /// The level's own cap.
    pub cap_ticks: Option<Wide>,
    /// What exceeding the target adds to the quarter's bonus.
    pub bonus_ticks: Wide,
}

/// What rules add to a month.
#[derive(Default)]
pub(super) struct RuleAmounts {
    pub ladder_points: Vec<Wide>,
    pub rolling_ticks: Option<Wide>,
    pub bonus_base_ticks: Wide,
    pub bonus_cap_ticks: Option<Wide>,
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
        billed: &BTreeMap<usize, Decimal>,
        intervals: &Intervals,
        problems: &mut Problems,
    ) -> Option<Self> {
        let terms = Terms::new(agreement, billed);
        let months: Option<Vec<ExactMonth>> = (1..=intervals.len()).map(|m| exact_month(&terms, m)).collect();
        let Some(months) = months else {
            too_long(problems);
            return None;
        };
        let tick_digits = months.iter().flat_map(exacts).map(Exact::digits).max().unwrap_or_default();
        if tick_digits > TICK_DIGITS_MAX {
            too_long(problems);
            return None;
        }
        let amounts = in_ticks(&terms, &months, tick_digits, intervals);
        if amounts.is_none() {
            too_large(problems);
        }
        amounts
    }

    /// The tables in the narrowest width that holds every amount.
    pub fn tables(&self, tables: &Tables<Wide>) -> AnyTables {
        if self.most <= NARROW_MAX {
            AnyTables::Narrow(tables.of_width(self.most))
        } else if self.most <= MIDDLE_MAX {
            AnyTables::Middle(tables.of_width(self.most))
        } else {
            AnyTables::Wide(tables.of_width(self.most))
        }
    }
}

fn too_large(problems: &mut Problems) {
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

/// In the narrowest width in which credits per point reach as far as they must; none where there is none.
fn in_ticks(terms: &Terms<'_>, months: &[ExactMonth], tick_digits: u32, intervals: &Intervals) -> Option<Amounts> {
    let agreement = terms.agreement;
    let percent = month_cap_percent(agreement);
    let caps: Vec<MonthCap> = months.iter().map(|m| cap(percent, m.cap, tick_digits)).collect::<Option<_>>()?;
    let levels: Vec<Vec<LevelAmounts>> =
        months.iter().map(|m| m.levels.iter().map(|l| l.in_ticks(tick_digits)).collect()).collect::<Option<_>>()?;
    let rules: Vec<RuleAmounts> = months.iter().map(|m| m.rules.in_ticks(tick_digits)).collect::<Option<_>>()?;
    let mut amounts = Amounts {
        tick_digits,
        ticks_per_minor: Wide::power_of_ten(tick_digits)?,
        most: Wide::default(),
        charges_minor: months.iter().map(|m| m.charges_minor).collect(),
        caps,
        levels,
        rules,
        points_digits: terms.points_digits,
        value_scaled_max: Vec::new(),
    };
    // Values without an end of their own reach farther in a wider width, which is slower: taken only where they must.
    let fits = [MIDDLE_MAX, Wide::of(1).doubled(WIDE_BITS)].into_iter().any(|most| {
        amounts.reach(agreement, most);
        amounts.fit(most) && reach::is_enough(agreement, intervals, &amounts)
    });
    fits.then_some(amounts)
}

fn cap(percent: Option<Decimal>, exact: Option<Exact>, tick_digits: u32) -> Option<MonthCap> {
    let Some(exact) = exact else {
        return Some(MonthCap { percent: None, ticks: Wide::MOST, numerator: Wide::default(), scale: Wide::ONE });
    };
    Some(MonthCap {
        percent,
        ticks: exact.in_units(tick_digits)?,
        numerator: exact.mantissa(),
        scale: Wide::power_of_ten(exact.digits())?,
    })
}

impl Amounts {
    /// The most ticks of all credits of a month, of a width that holds `most`.
    fn ticks_max(&self, most: Wide) -> Wide {
        UNCAPPED_MINOR_MAX.times(self.ticks_per_minor).min(most)
    }

    /// How far values reach: the largest magnitude of a scaled value is that of its unit, or less where a credit per point
    /// would exceed the level's part of the ticks. A shortfall is at most twice as large.
    fn reach(&mut self, agreement: &Agreement, most: Wide) {
        let levels = Wide::whole(agreement.service_levels.len().max(1) as i64);
        let (level_ticks_max, _) = self.ticks_max(most).divided(levels);
        let of = |(l, (_, measure)): (usize, (_, &Measure))| {
            let all = scaled_max(measure.unit, measure.precision_decimals);
            let ticks = self.levels.iter().filter_map(|row| row[l].most_per_unit()).max().unwrap_or_default();
            let (near, _) = level_ticks_max.divided(ticks.max(Wide::ONE) + ticks.max(Wide::ONE));
            near.small().and_then(|near| i64::try_from(near).ok()).map_or(all, |near| near.min(all))
        };
        self.value_scaled_max = agreement.levels().enumerate().map(of).collect();
    }

    /// Whether every amount fits below `most`; notes the largest.
    fn fit(&mut self, most: Wide) -> bool {
        let of_levels = |capped: bool| {
            let rows = self.levels.iter().map(|row| month_ticks_max(row, &self.value_scaled_max, capped));
            rows.max().unwrap_or_default()
        };
        let sum = |amounts: &mut dyn Iterator<Item = Wide>| amounts.fold(Wide::default(), |a, b| a + b);
        let bonuses = |row: &Vec<LevelAmounts>| sum(&mut row.iter().map(|l| l.bonus_ticks));
        let of_rules = self.rules.iter().zip(&self.levels).map(|(r, row)| r.most() + bonuses(row)).max();
        let (of_rules, credits) = (of_rules.unwrap_or_default(), of_levels(false));
        let largest_cap = self.caps.iter().map(|c| c.ticks).max().unwrap_or(Wide::MOST);
        let paid = of_levels(true).max(of_rules).min(largest_cap);
        let ladders = self.ladders_most();
        self.most = credits.max(of_rules).max(ladders).max(self.ticks_per_minor);
        credits.max(of_rules) <= self.ticks_max(most)
            && paid <= CREDIT_MINOR_MAX.times(self.ticks_per_minor)
            && self.most <= most
    }

    /// The largest product of a ladder: levels whose windows differ share what it makes of all points in parts of a tick for
    /// each of them, and so are caps compared; of one event the points that cost most count, by the charges they are taken of.
    fn ladders_most(&self) -> Wide {
        let month = |((row, rules), cap): ((&Vec<LevelAmounts>, &RuleAmounts), &MonthCap)| {
            let Some(step) = row.iter().filter_map(|l| l.ladder_ticks.last()).max() else { return Wide::default() };
            let points = row.iter().filter_map(|l| l.repeat_band_ticks.last()).fold(Wide::ONE, |sum, p| sum + *p);
            let limits = [cap.percent.map(|_| cap.ticks), rules.rolling_ticks].into_iter().flatten();
            let charges = row.iter().map(|l| Wide::whole(l.charges_minor));
            limits.chain(charges).fold((*step).max(self.ticks_per_minor), Wide::max).times(points)
        };
        self.levels.iter().zip(&self.rules).zip(&self.caps).map(month).max().unwrap_or_default()
    }
}

/// The most ticks that a month's credits can add up to, before or after levels' own caps.
fn month_ticks_max(row: &[LevelAmounts], value_scaled_max: &[i64], capped: bool) -> Wide {
    let most = |(level, value_max): (&LevelAmounts, &i64)| {
        let bands = level.band_ticks.iter().chain(&level.repeat_band_ticks).chain(&level.ladder_ticks);
        let band = bands.copied().max().unwrap_or_default();
        // Values are near enough that this fits: see `Amounts::reach`.
        let most = band.max(level.most_per_unit().unwrap_or_default().times(Wide::whole(2 * *value_max)));
        if capped { most.min(level.cap_ticks.unwrap_or(most)) } else { most }
    };
    row.iter().zip(value_scaled_max).map(most).fold(Wide::default(), |sum, most| sum + most)
}

impl LevelAmounts {
    pub(super) fn most_per_unit(&self) -> Option<Wide> {
        self.per_unit_ticks.max(self.repeat_per_unit_ticks)
    }
}

impl RuleAmounts {
    /// The largest amount that is compared or multiplied.
    fn most(&self) -> Wide {
        self.rolling_ticks.unwrap_or_default().max(self.bonus_base_ticks)
    }
}

/// The cap of the month: its own term, and where a pool has none the at-risk percentage.
pub(super) fn month_cap_percent(agreement: &Agreement) -> Option<Decimal> {
    let remedies = &agreement.remedies;
    let pool = (remedies.mechanism == Mechanism::Pool).then_some(remedies.pool.at_risk_percent);
    remedies.month_cap_percent.or(pool)
}
