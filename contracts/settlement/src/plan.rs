//! The plan: an agreement's terms as integers, month by month and level by level.

mod rules;
mod tables;

pub(crate) use rules::{BonusRules, EarnBackRules, LevelMonthRules, LevelRules, MonthRules, Rules, severe_from};
pub(crate) use tables::{AnyTables, Entry, LevelTable, MonthTable, Tables};

use crate::compile;
use crate::exact::Exact;
use crate::kernel::Reading;
use crate::problem::Problem;
use crate::score::LinearScore;
use crate::trace::ClauseNumbers;
use crate::wide::{Whole, Wide};
use model::clauses::Frequency;
use model::quantity::number;
use model::threshold::Interval;
use model::{
    Agreement, Charges, Class, Currency, Decimal, Grade, Measure, Month, Remedies, ScoreRule, ServiceLevel, Target,
    charges,
};
use std::borrow::Cow;
use std::sync::Arc;

/// Most bands that a level may have beside "met".
pub const BANDS_MAX: usize = 12;
/// Longest horizon of a plan.
pub const MONTHS_MAX: usize = 120;
/// Scores are held in 1/10,000 of a point.
pub const SCORE_UNITS_PER_POINT: i32 = 10_000;
/// Largest magnitude of a scaled value or edge: leaves room for every product of the score in 64 bits.
pub(crate) const SCALED_MAX: i64 = 1_000_000_000_000;
/// Largest value of a unit without an end of its own.
pub(crate) const UNITS_MAX: i64 = 10_000_000;
/// Most minor units of all credits of one month before its cap.
pub(crate) const UNCAPPED_MINOR_MAX: Wide = Wide::of(1 << 62);
/// Most minor units that are credited in one month: leaves room for the sum over the longest horizon.
pub(crate) const CREDIT_MINOR_MAX: Wide = Wide::of(1 << 55);

/// An agreement's terms as integers. Made by [`crate::compile()`].
#[derive(Debug, Clone)]
pub struct Plan {
    pub(crate) currency: Currency,
    pub(crate) first_month: Month,
    /// How many months the ramp lasts.
    pub(crate) ramp_months: usize,
    pub(crate) tick_digits: u32,
    pub(crate) ticks_per_minor: Wide,
    /// Its amounts.
    pub(crate) tables: AnyTables,
    pub(crate) score_rule: ScoreRule,
    /// False for a draft whose score cannot be made.
    pub(crate) scored: bool,
    pub(crate) weight_digits: u32,
    pub(crate) weight_total: i32,
    pub(crate) levels: Vec<LevelPlan>,
    pub(crate) months: Vec<MonthPlan>,
    /// The remedies as they stand in the agreement, for words and triggers.
    pub(crate) remedies: Remedies,
    /// The clauses that figures follow from, for words.
    pub(crate) clauses: ClauseNumbers,
    /// Whether settling needs nothing but percentages and the cap of the month.
    pub(crate) plain: bool,
    /// Remedies beyond percentages and the cap of the month.
    pub(crate) rules: Rules,
    /// The terms that it was made from, to make it again on what was invoiced.
    pub(crate) agreement: Arc<Agreement>,
}

/// What holds for a service level in every month.
#[derive(Debug, Clone)]
pub struct LevelPlan {
    /// The promise.
    pub level: ServiceLevel,
    /// What it is about.
    pub measure: Measure,
    /// Whether the kernel needs the value itself (a linear score, a credit per point) or only its band.
    pub needs_value: bool,
    /// Largest magnitude of a scaled value; the kernel takes larger ones for this one.
    pub value_scaled_max: i64,
    /// Weight in units of 10^-[`Plan::weight_digits`] percent.
    pub(crate) weight: i32,
}

/// What holds in one month.
#[derive(Debug, Clone)]
pub struct MonthPlan {
    /// What percentages are taken of, in minor units.
    pub charges_minor: i64,
    /// Percent of the credits that are due in this month.
    pub credit_factor_percent: Decimal,
    /// How many critical and key levels must be met for a score above 100.
    pub(crate) required_levels: i32,
    pub(crate) cap: Cap,
    pub(crate) levels: Vec<LevelMonth>,
}

/// Where the credits of a month stop.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cap {
    /// None without a cap.
    pub percent: Option<Decimal>,
    /// More than any credits without a cap.
    pub ticks: Wide,
}

/// A service level in one month.
#[derive(Debug, Clone)]
pub(crate) struct LevelMonth {
    pub target: Target,
    pub intervals: Vec<Interval>,
    pub edges: Vec<Edge>,
    /// Whether one of the next two is there.
    pub by_value: bool,
    /// See [`LevelPlan::value_scaled_max`].
    pub value_scaled_max: i64,
    pub per_point: Option<PerPoint>,
    pub linear: Option<LinearScore>,
}

/// What a month of more volume than was forecast excuses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VolumeRelief {
    /// How far above the locked forecast a volume excuses nothing yet, in percent.
    pub band_percent: Decimal,
    /// Days before a month from which on its forecast cannot be changed.
    pub lock_days: Option<u32>,
    /// The levels that are sensitive to volume.
    pub levels: Vec<usize>,
}

/// Credit for each unit of the measure's last decimal that a value lies outside of the met interval.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PerPoint {
    pub low: i64,
    pub high: i64,
    /// The shortfall that a missing report is settled with where it counts as failed.
    pub failed: i64,
}

impl PerPoint {
    /// How far a scaled value lies outside of what is met.
    #[inline]
    pub fn shortfall(&self, value_scaled: i64) -> i64 {
        (self.low - value_scaled).max(value_scaled - self.high).max(0)
    }
}

/// The unrounded values of one interval, in the measure's own unit: from `low` (included) up to `high`. A value whose
/// rounding falls inside the interval lies between them, so comparing an unrounded value with them decides as
/// settlement does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Edge {
    /// Lower edge; none where there is none.
    pub low: Option<f64>,
    /// Upper edge; none where there is none.
    pub high: Option<f64>,
}

impl Edge {
    /// Whether an unrounded value lies inside.
    #[must_use]
    pub fn contains(self, value: f64) -> bool {
        self.low.is_none_or(|l| value >= l) && self.high.is_none_or(|h| value < h)
    }
}

impl Plan {
    /// The levels, in the agreement's order. Level indices count in it.
    #[must_use]
    pub fn levels(&self) -> &[LevelPlan] {
        &self.levels
    }

    /// The months of the horizon. Month indices count from 0: index 0 is contract month 1.
    #[must_use]
    pub fn months(&self) -> &[MonthPlan] {
        &self.months
    }

    /// Calendar month of contract month 1.
    #[must_use]
    pub fn first_month(&self) -> Month {
        self.first_month
    }

    /// Currency of every amount.
    #[must_use]
    pub fn currency(&self) -> &Currency {
        &self.currency
    }

    /// The same terms as if the agreement had started in `first_month`: what history would have cost.
    #[must_use]
    pub fn starting_in(mut self, first_month: Month) -> Self {
        self.first_month = first_month;
        self
    }

    /// Calendar month of a month index.
    pub(crate) fn month(&self, month_index: usize) -> Month {
        // A plan has at most MONTHS_MAX months.
        self.first_month.plus(i32::try_from(month_index).unwrap_or(i32::MAX))
    }

    /// Whether quarters can earn a bonus.
    #[must_use]
    pub fn has_bonus(&self) -> bool {
        self.rules.bonus.is_some()
    }

    /// Whether credit can be earned back.
    #[must_use]
    pub fn has_earn_back(&self) -> bool {
        self.rules.earn_back.is_some()
    }

    /// Whether savings are shared. What is saved is an input of a statement; a simulation knows of none.
    #[must_use]
    pub fn has_gain_share(&self) -> bool {
        self.remedies.gain_share.share_percent.is_some()
    }

    /// Whether an excused level counts as met. Otherwise it is neither met nor missed.
    #[must_use]
    pub fn counts_excused_as_met(&self) -> bool {
        self.rules.excused_is_met
    }

    /// What a month of more volume than was forecast excuses; none where it excuses nothing. A forecast for shorter periods
    /// than a month excuses windows of it, which a month's volume does not tell.
    #[must_use]
    pub fn volume_relief(&self) -> Option<VolumeRelief> {
        let forecast = &self.agreement.forecast;
        let by_month = forecast.grain.is_none_or(|grain| grain == Frequency::Monthly);
        let band_percent = forecast.band_percent.filter(|_| by_month)?;
        let levels: Vec<usize> = (0..self.levels.len()).filter(|l| self.levels[*l].level.volume_sensitive).collect();
        (!levels.is_empty()).then_some(VolumeRelief { band_percent, lock_days: forecast.lock_days, levels })
    }

    /// The locked forecast of a month's volume; none where the agreement does not hold it.
    #[must_use]
    pub fn forecast_volume(&self, month_index: usize) -> Option<Decimal> {
        self.agreement.charges.forecast_units(month_index + 1)
    }

    /// Whether what is charged depends on the units that a month brings.
    #[must_use]
    pub fn charges_follow_units(&self) -> bool {
        matches!(self.agreement.charges, Charges::PerUnit { .. })
    }

    /// The units of a month that are charged at least; none without a minimum volume, and where charges are not per unit.
    #[must_use]
    pub fn minimum_units(&self, month_index: usize) -> Option<Decimal> {
        let percent = self.agreement.forecast.minimum_volume_percent?;
        let forecast = self.forecast_volume(month_index)?;
        Some(charges::charged_units(Decimal::ZERO, forecast, Some(percent)))
    }

    /// The same terms on the units that its months bring, the first month first: what [`crate::settle_with`] makes of them
    /// in a statement.
    ///
    /// # Errors
    /// Where units make charges whose credits are too large to be settled.
    pub fn on_units(&self, units: &[Decimal]) -> Result<Cow<'_, Self>, Vec<Problem>> {
        compile::on_units(self, units)
    }

    /// Whether the kernel gives scores. False only for a draft whose score cannot be made yet.
    #[must_use]
    pub fn is_scored(&self) -> bool {
        self.scored
    }

    /// The target of a level in a month, ramp included.
    #[must_use]
    pub fn target(&self, level_index: usize, month_index: usize) -> Target {
        self.months[month_index].levels[level_index].target
    }

    /// The nested intervals of a level in a month, in scaled values: the first holds what is met. See
    /// [`model::threshold::intervals`].
    #[must_use]
    pub fn intervals(&self, level_index: usize, month_index: usize) -> &[Interval] {
        &self.months[month_index].levels[level_index].intervals
    }

    /// The same intervals for unrounded values. The number of them that a value lies outside of is its band index.
    #[must_use]
    pub fn edges(&self, level_index: usize, month_index: usize) -> &[Edge] {
        &self.months[month_index].levels[level_index].edges
    }

    /// The reading of a rounded value.
    #[must_use]
    pub fn reading(&self, level_index: usize, month_index: usize, value_scaled: i64) -> Reading {
        let outside = self.intervals(level_index, month_index).iter().filter(|i| !i.contains(value_scaled)).count();
        Reading::band(outside)
    }

    /// The reading of an unrounded value.
    #[must_use]
    pub fn reading_unrounded(&self, level_index: usize, month_index: usize, value: f64) -> Reading {
        let outside = self.edges(level_index, month_index).iter().filter(|e| !e.contains(value)).count();
        Reading::band(outside)
    }

    /// How bad a reading is; none without a value.
    #[must_use]
    pub fn grade(&self, level_index: usize, reading: Reading) -> Option<Grade> {
        let band = reading.band_index()?;
        let bands = &self.levels[level_index].level.bands;
        Some(match band.checked_sub(1) {
            None => Grade::Met,
            Some(i) => bands.get(i).or(bands.last()).map_or(Grade::Failed, |b| b.grade),
        })
    }

    /// What the credits of a level's window that ends in a month are taken of, in minor units.
    pub(crate) fn window_charges_minor(&self, level: usize, month: usize) -> i64 {
        self.rules.months[month].levels[level].charges_minor
    }

    /// Decimals of a weight in the plan.
    pub(crate) fn weight_percent(&self, weight: i32) -> Decimal {
        Decimal::new(i64::from(weight), self.weight_digits).normalize()
    }

    /// An exact amount in the currency's major unit, with at least the currency's decimals. Amounts that a decimal does not
    /// hold are rounded to what it does; [`Plan::amount_text`] tells them in full.
    pub(crate) fn amount_of_ticks(&self, ticks: Wide) -> Decimal {
        let minor_digits = u32::from(self.currency.minor_digits());
        let mut exact = Exact::of_units(ticks, minor_digits + self.tick_digits);
        let mut amount = exact.decimal();
        while amount.is_none() {
            exact = exact.shorter();
            amount = exact.decimal();
        }
        let mut amount = amount.unwrap_or_default();
        amount.rescale(amount.scale().max(minor_digits));
        amount
    }

    /// The same in words, every digit of it.
    pub(crate) fn amount_text(&self, ticks: Wide) -> String {
        let minor_digits = u32::from(self.currency.minor_digits());
        let (whole, rest) = ticks.split(self.ticks_per_minor);
        let whole = number(Decimal::new(whole, minor_digits), self.currency.minor_digits());
        if rest == Wide::default() {
            return whole;
        }
        let rest = format!("{rest:0digits$}", digits = usize::try_from(self.tick_digits).unwrap_or_default());
        let point = if minor_digits == 0 { "." } else { "" };
        whole + point + rest.trim_end_matches('0')
    }

    /// What lines of each level weigh where their remainders tie.
    pub(crate) fn weights(&self) -> Vec<i32> {
        self.levels.iter().map(|level| level.weight).collect()
    }
}

impl LevelPlan {
    /// Whether misses of this level cost money and count for the score.
    #[must_use]
    pub fn is_binding(&self) -> bool {
        self.level.class != Class::ReportOnly
    }
}
