//! What levels, ladders, bonuses and caps come to as exact decimals, before ticks are known.

use super::{LevelAmounts, RuleAmounts};
use crate::exact::Exact;
use crate::wide::Wide;
use model::remedy::{ChargesOf, RollingBasis};
use model::{Agreement, Class, Credit, Decimal, Measure, Mechanism, ServiceLevel, Window, charges};
use std::collections::BTreeMap;

/// An agreement with what its amounts share.
pub(in crate::compile) struct Terms<'a> {
    pub agreement: &'a Agreement,
    /// What was invoiced, by contract month.
    pub billed: &'a BTreeMap<usize, Decimal>,
    /// Decimals of points where a ladder holds.
    pub points_digits: u32,
}

/// The money of one level in one month.
#[derive(Default)]
pub(super) struct ExactLevel {
    bands: Vec<Exact>,
    per_unit: Option<Exact>,
    repeat_bands: Vec<Exact>,
    repeat_per_unit: Option<Exact>,
    cap: Option<Exact>,
    bonus: Option<Exact>,
    charges_minor: i64,
    /// By band, instead of money, where a ladder holds.
    points: Vec<Wide>,
    /// By step, where a ladder holds.
    ladder: Vec<Exact>,
}

/// The money of the rules in one month.
#[derive(Default)]
pub(super) struct ExactRules {
    ladder_points: Vec<Wide>,
    rolling: Option<Exact>,
    bonus_base: Option<Exact>,
    bonus_cap: Option<Exact>,
}

impl<'a> Terms<'a> {
    pub fn new(agreement: &'a Agreement, billed: &'a BTreeMap<usize, Decimal>) -> Self {
        let points = &agreement.remedies.points;
        let steps = points.ladder.iter().map(|s| s.points);
        let bands = agreement.service_levels.iter().flat_map(|l| l.bands.iter().filter_map(|b| b.points));
        let digits = steps.chain(bands).map(|p| p.normalize().scale()).max().unwrap_or_default();
        Self { agreement, billed, points_digits: digits }
    }

    /// Charges of a contract month (1 is the first) in minor units: as invoiced where that is known.
    pub fn charges_minor(&self, month: usize) -> Option<i64> {
        match self.billed.get(&month) {
            Some(amount) => self.agreement.currency.minor_units(*amount),
            None => self.projected_minor(month),
        }
    }

    /// The same as far as the agreement alone knows them.
    fn projected_minor(&self, month: usize) -> Option<i64> {
        let currency = &self.agreement.currency;
        currency.minor_units(charges::invoiced(self.agreement.charges.amount(month), currency))
    }

    /// Charges of the months `from..=to`, in minor units.
    fn charges(&self, from: usize, to: usize) -> Option<Exact> {
        let months = from.max(1)..=to;
        let sum = months.map(|m| self.charges_minor(m)).try_fold(0_i64, |sum, m| sum.checked_add(m?))?;
        Some(Exact::integer(sum))
    }

    /// Whether totals of points become money by a ladder.
    pub fn has_ladder(&self) -> bool {
        has_ladder(self.agreement)
    }

    /// The charges that the credits of a window ending in `month` are taken of, in minor units.
    fn window_charges(&self, window: Window, month: usize) -> Option<Exact> {
        let remedies = &self.agreement.remedies;
        let later = remedies.mechanism == Mechanism::Points && remedies.points.charges_of == ChargesOf::Next;
        let last = usize::try_from(self.agreement.term.months).unwrap_or(usize::MAX);
        // The next period of a quarter is the next quarter. There is none after the last one, or after one whose next
        // the term cuts short.
        let length = window.months();
        let shift = if later && month + length <= last { length } else { 0 };
        self.charges((month + 1 + shift).saturating_sub(length), month + shift)
    }

    /// The same times the part of the credits that is due in `month`.
    fn due(&self, window: Window, month: usize) -> Option<Exact> {
        self.window_charges(window, month)?.times(Exact::percent(self.agreement.ramp.credit_factor_percent(month)))
    }

    fn in_points(&self, points: Decimal) -> Option<Wide> {
        Exact::of(points).in_units(self.points_digits)
    }
}

pub(in crate::compile) fn has_ladder(agreement: &Agreement) -> bool {
    agreement.remedies.mechanism == Mechanism::Points && !agreement.remedies.points.ladder.is_empty()
}

/// What a repeated miss is multiplied by: 2 for points, otherwise as declared.
pub(in crate::compile) fn repeat_factor(agreement: &Agreement) -> Decimal {
    match agreement.remedies.mechanism {
        Mechanism::Points => Decimal::TWO,
        Mechanism::Percent | Mechanism::Pool => agreement.remedies.repeat_factor.unwrap_or(Decimal::ONE),
    }
}

pub(super) fn level(terms: &Terms<'_>, level: &ServiceLevel, measure: &Measure, month: usize) -> Option<ExactLevel> {
    let window = level.remedy.window;
    if level.class == Class::ReportOnly {
        return Some(ExactLevel::default());
    }
    let bonus = match level.remedy.bonus_percent.filter(|_| month.is_multiple_of(3)) {
        Some(percent) => Some(terms.charges(month - 2, month)?.times(Exact::percent(percent))?),
        None => None,
    };
    if !month.is_multiple_of(window.months()) {
        return Some(ExactLevel { bonus, ..ExactLevel::default() });
    }
    let due = terms.due(window, month)?;
    let factor = repeat_factor(terms.agreement);
    let repeats = factor != Decimal::ONE;
    let charges_minor = terms.window_charges(window, month)?.whole()?;
    let mut exact = ExactLevel { bonus, charges_minor, ..ExactLevel::default() };
    if let Some(percent) = level.remedy.cap_percent {
        let charges = terms.charges((month + 1).saturating_sub(window.months()), month)?;
        exact.cap = Some(charges.times(Exact::percent(percent))?);
    }
    if terms.has_ladder() {
        let points = |band: &model::Band| terms.in_points(band.points.unwrap_or_default());
        let missed: Option<Vec<Wide>> = level.bands.iter().map(points).collect();
        exact.points = [vec![Wide::default()], missed?].concat();
        let steps = terms.agreement.remedies.points.ladder.iter();
        exact.ladder = steps.map(|s| due.times(Exact::percent(s.percent))).collect::<Option<_>>()?;
        return Some(exact);
    }
    if let (Mechanism::Percent, Credit::PerPoint { percent_per_point }) =
        (terms.agreement.remedies.mechanism, level.credit)
    {
        let per_unit = due.times(Exact::percent(percent_per_point))?.shifted(u32::from(measure.precision_decimals));
        exact.per_unit = Some(per_unit);
        exact.repeat_per_unit = if repeats { Some(per_unit.times(Exact::of(factor))?) } else { None };
        return Some(exact);
    }
    let missed = level.bands.iter().map(|band| band_credit(terms.agreement, level, band, due));
    let bands: Option<Vec<Exact>> = std::iter::once(Some(Exact::ZERO)).chain(missed).collect();
    exact.bands = bands?;
    if repeats {
        exact.repeat_bands = exact.bands.iter().map(|b| b.times(Exact::of(factor))).collect::<Option<_>>()?;
    }
    Some(exact)
}

/// The credit of one band: `due` times what the mechanism makes of it.
fn band_credit(agreement: &Agreement, level: &ServiceLevel, band: &model::Band, due: Exact) -> Option<Exact> {
    let remedies = &agreement.remedies;
    match remedies.mechanism {
        Mechanism::Percent => due.times(Exact::percent(band.credit_percent)),
        Mechanism::Points => {
            due.times(Exact::percent(remedies.points.rate_percent))?.times(Exact::of(band.points.unwrap_or_default()))
        }
        Mechanism::Pool => {
            let share = remedies.pool.shares.iter().find(|s| s.category == level.remedy.category);
            due.times(Exact::percent(remedies.pool.at_risk_percent))?
                .times(Exact::percent(share.map_or(Decimal::ZERO, |s| s.share_percent)))?
                .times(Exact::percent(level.remedy.allocation_percent))?
                .times(Exact::percent(band.pool_fraction_percent.unwrap_or(Decimal::ONE_HUNDRED)))
        }
    }
}

pub(super) fn rules(terms: &Terms<'_>, month: usize) -> Option<ExactRules> {
    let remedies = &terms.agreement.remedies;
    let mut exact = ExactRules::default();
    if terms.has_ladder() {
        let steps = remedies.points.ladder.iter();
        exact.ladder_points = steps.map(|s| terms.in_points(s.points)).collect::<Option<_>>()?;
    }
    if let Some(percent) = remedies.rolling_cap.percent {
        let year_start = month - (month - 1) % 12;
        let term = usize::try_from(terms.agreement.term.months).unwrap_or(usize::MAX);
        let charges = match remedies.rolling_cap.basis {
            RollingBasis::TwelveMonths => terms.charges(month.saturating_sub(11), month)?,
            // The last contract year may be a short one.
            RollingBasis::ContractYear => {
                let months = year_start..=(year_start + 11).min(term.max(month));
                let sum = months.map(|m| terms.projected_minor(m)).try_fold(0_i64, |sum, m| sum.checked_add(m?))?;
                Exact::integer(sum)
            }
        };
        exact.rolling = Some(charges.times(Exact::percent(percent))?);
    }
    if month.is_multiple_of(3) {
        let charges = terms.charges(month - 2, month)?;
        let of = |percent: Option<Decimal>| match percent {
            Some(percent) => charges.times(Exact::percent(percent)).map(Some),
            None => Some(None),
        };
        exact.bonus_base = of(remedies.bonus.base_percent)?;
        exact.bonus_cap = of(remedies.bonus.cap_percent)?;
    }
    Some(exact)
}

impl ExactLevel {
    pub fn exacts(&self) -> impl Iterator<Item = Exact> + '_ {
        let bands = self.bands.iter().chain(&self.repeat_bands).chain(&self.ladder).copied();
        bands.chain(self.per_unit).chain(self.repeat_per_unit).chain(self.cap).chain(self.bonus)
    }

    pub fn in_ticks(&self, digits: u32) -> Option<LevelAmounts> {
        let all = |bands: &[Exact]| bands.iter().map(|b| b.in_units(digits)).collect::<Option<Vec<_>>>();
        let (mut band_ticks, mut repeat_band_ticks) = (all(&self.bands)?, all(&self.repeat_bands)?);
        if !self.points.is_empty() {
            band_ticks.clone_from(&self.points);
            repeat_band_ticks = self.points.iter().map(|p| *p + *p).collect();
        }
        Some(LevelAmounts {
            band_ticks,
            per_unit_ticks: one(self.per_unit, digits)?,
            repeat_band_ticks,
            repeat_per_unit_ticks: one(self.repeat_per_unit, digits)?,
            ladder_ticks: all(&self.ladder)?,
            charges_minor: self.charges_minor,
            cap_ticks: one(self.cap, digits)?,
            bonus_ticks: one(self.bonus, digits)?.unwrap_or_default(),
        })
    }
}

impl ExactRules {
    pub fn exacts(&self) -> impl Iterator<Item = Exact> + '_ {
        self.rolling.into_iter().chain(self.bonus_base).chain(self.bonus_cap)
    }

    pub fn in_ticks(&self, digits: u32) -> Option<RuleAmounts> {
        Some(RuleAmounts {
            ladder_points: self.ladder_points.clone(),
            rolling_ticks: one(self.rolling, digits)?,
            bonus_base_ticks: one(self.bonus_base, digits)?.unwrap_or_default(),
            bonus_cap_ticks: one(self.bonus_cap, digits)?,
        })
    }
}

/// None stays none; an amount that is no whole number of ticks that fits is refused.
fn one(exact: Option<Exact>, digits: u32) -> Option<Option<Wide>> {
    exact.map_or(Some(None), |e| e.in_units(digits).map(Some))
}
