//! The kernel: one month of a plan, applied to any number of lanes side by side.

mod carried;
mod events;
mod ledger;
mod record;
mod remedies;
mod rewards;

pub use carried::Carried;
pub use events::{Aggregate, Events, Incident};
pub use record::Records;
pub(crate) use record::{LineRecord, MonthRecord};

use crate::apportion::Part;
use crate::plan::{AnyTables, BANDS_MAX, Entry, LevelMonth, LevelTable, MonthTable, Plan, Tables};
use crate::score;
use crate::wide::{ByWidth, Ticks};
use ledger::{AnyLedger, Ledger};
use model::Decimal;
use remedies::Desk;
pub(crate) use remedies::Outcome;
pub(crate) use rewards::{Against, against, aggregate_holds};

/// What is known about a level in a month: the band that its value lies in, or why it has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Reading(u8);

impl Reading {
    /// The value is met.
    pub const MET: Self = Self(0);
    /// Nothing happened that could be measured: neither met nor missed, out of the weights.
    pub const NO_ACTIVITY: Self = Self(13);
    /// Nobody reported a value. It counts as failed where the agreement has a cure period, and otherwise as no activity.
    pub const NOT_REPORTED: Self = Self(14);
    /// The month is excused: neither met nor missed, out of the weights, or met where the agreement says so.
    pub const EXCUSED: Self = Self(15);
    /// How many readings there are.
    pub(crate) const COUNT: usize = 16;

    /// A value in band `index`: the number of intervals ([`Plan::intervals`]) that it lies outside of; 0 is met.
    ///
    /// An index above [`BANDS_MAX`] is taken for it; a plan has no such band.
    #[inline]
    #[must_use]
    pub const fn band(index: usize) -> Self {
        Self(if index > BANDS_MAX { BANDS_MAX as u8 } else { index as u8 })
    }

    /// The band; none without a value.
    #[inline]
    #[must_use]
    pub const fn band_index(self) -> Option<usize> {
        if self.has_value() { Some(self.0 as usize) } else { None }
    }

    /// Whether there is a value.
    #[inline]
    #[must_use]
    pub const fn has_value(self) -> bool {
        self.0 <= BANDS_MAX as u8
    }

    /// Whether the value is met.
    #[inline]
    #[must_use]
    pub const fn is_met(self) -> bool {
        self.0 == Self::MET.0
    }

    /// Where it stands in a table of [`Reading::COUNT`] entries.
    #[inline]
    pub(crate) const fn place(self) -> usize {
        (self.0 & 15) as usize
    }
}

/// A level's month in every lane.
#[derive(Debug, Clone)]
pub struct LevelInput<const LANES: usize> {
    /// The band or the state.
    pub reading: [Reading; LANES],
    /// The rounded value in units of the measure's last decimal. Looked at only where [`crate::LevelPlan::needs_value`]
    /// holds and the reading has a value.
    pub value_scaled: [i64; LANES],
}

impl<const LANES: usize> Default for LevelInput<LANES> {
    /// No activity.
    fn default() -> Self {
        Self { reading: [Reading::NO_ACTIVITY; LANES], value_scaled: [0; LANES] }
    }
}

/// A level's part of a month in every lane. Its exact amounts are told by [`MonthOutput::uncapped_amount`].
#[derive(Debug, Clone)]
pub struct LevelOutput<const LANES: usize> {
    /// Its line after the cap, in minor units. The lines sum to the month's total.
    pub credit_minor: [i64; LANES],
    /// Its own score in 1/10,000 point; 0 without a value.
    pub score_units: [i32; LANES],
    /// What follows is written only for plans with remedies beyond percentages and the cap of the month. What the level
    /// was settled on: the reading of its window.
    pub reading: [Reading; LANES],
    /// The value of its window.
    pub value_scaled: [i64; LANES],
    /// Whether the window before was missed too, so that it cost more.
    pub repeated: [bool; LANES],
    /// Credit returned in this month for an earlier one, in minor units.
    pub earned_back_minor: [i64; LANES],
}

/// What limited the credits of a month.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Bound {
    /// Nothing.
    #[default]
    None,
    /// Only a level's own cap.
    Level,
    /// The cap of the month.
    Month,
    /// The cap on the last twelve months.
    Rolling,
    /// The cap on the contract year.
    ContractYear,
}

/// A month in every lane. Made once and used again for every month: nothing is allocated while settling.
#[derive(Debug, Clone)]
pub struct MonthOutput<const LANES: usize> {
    /// One for each level of the plan.
    pub levels: Vec<LevelOutput<LANES>>,
    /// All credits before the cap, rounded half up to minor units.
    pub uncapped_minor: [i64; LANES],
    /// What is credited: the smaller of all credits and the cap, rounded half up to minor units.
    pub credit_minor: [i64; LANES],
    /// Whether the month's cap or one on twelve months cut anything. Credits that equal the cap are not cut.
    pub cap_bound: [bool; LANES],
    /// S in 1/10,000 point; none when levels of less than half the weight have a value.
    pub score_units: [Option<i32>; LANES],
    /// What the client adds for the quarter that ends in this month, in minor units.
    pub bonus_minor: [i64; LANES],
    /// Credit of earlier months that is returned in this one, in minor units.
    pub earned_back_minor: [i64; LANES],
    /// What follows is written only for plans with remedies beyond percentages and the cap of the month. Which limit was
    /// the last one to cut.
    pub bound: [Bound; LANES],
    /// Whether a gate was missed.
    pub gate_missed: [bool; LANES],
    /// Whether the credits of the month reached its cap, cut or not. A cap of 0 is never reached.
    pub cap_reached: [bool; LANES],
    /// Whether the quarter's bonus was earned.
    pub(crate) bonus_open: [bool; LANES],
    /// Exact amounts, of the plan's width; away only while they are written.
    ledger: Option<AnyLedger<LANES>>,
}

impl<const LANES: usize> MonthOutput<LANES> {
    /// Space for a month of `plan`.
    #[must_use]
    pub fn for_plan(plan: &Plan) -> Self {
        let level = LevelOutput {
            credit_minor: [0; LANES],
            score_units: [0; LANES],
            reading: [Reading::NO_ACTIVITY; LANES],
            value_scaled: [0; LANES],
            repeated: [false; LANES],
            earned_back_minor: [0; LANES],
        };
        Self {
            levels: vec![level; plan.levels().len()],
            uncapped_minor: [0; LANES],
            credit_minor: [0; LANES],
            cap_bound: [false; LANES],
            score_units: [None; LANES],
            bonus_minor: [0; LANES],
            earned_back_minor: [0; LANES],
            bound: [Bound::None; LANES],
            gate_missed: [false; LANES],
            cap_reached: [false; LANES],
            bonus_open: [false; LANES],
            ledger: Some(ledger::of_plan(plan)),
        }
    }

    /// Exact credit of a level after the ramp factor and before the cap, in the currency's major unit; rounded to what a
    /// decimal holds.
    #[must_use]
    pub fn uncapped_amount(&self, plan: &Plan, level: usize, lane: usize) -> Decimal {
        let ticks = self.ledger.as_ref().map(|ledger| match ledger {
            ByWidth::Narrow(ledger) => ledger.levels[level].uncapped[lane].wide(),
            ByWidth::Middle(ledger) => ledger.levels[level].uncapped[lane].wide(),
            ByWidth::Wide(ledger) => ledger.levels[level].uncapped[lane],
        });
        plan.amount_of_ticks(ticks.unwrap_or_default())
    }
}

/// [`Sums`] of a plan without rules.
#[derive(Clone, Copy, Default)]
struct Plain<A> {
    ticks: A,
    weighted_score: i64,
    weight: i32,
    required_met: i32,
}

/// Sums over the levels of one lane's month, of a plan with rules.
#[derive(Clone, Copy, Default)]
struct Sums<A> {
    ticks: A,
    /// After levels' own caps, in ticks / `parts`.
    share: A,
    /// See [`ledger::MonthLedger::parts`].
    parts: A,
    weighted_score: i64,
    weight: i32,
    required_met: i32,
}

/// A month to be settled.
#[derive(Clone, Copy)]
struct Work<'a, const LANES: usize> {
    plan: &'a Plan,
    index: usize,
    input: &'a [LevelInput<LANES>],
    events: &'a Events,
    /// Whether it needs nothing but percentages and the cap of the month.
    plain: bool,
}

/// Settles one month in every lane: credit of each level, ramp factor, cap of the month, score.
///
/// `input` has one entry for each level of the plan, in its order; `out` comes from [`MonthOutput::for_plan`] of the
/// same plan.
///
/// # Panics
/// Where `month_index` lies beyond the plan's months.
#[inline]
pub fn settle_month<const LANES: usize>(
    plan: &Plan,
    month_index: usize,
    input: &[LevelInput<LANES>],
    carried: &mut Carried<LANES>,
    out: &mut MonthOutput<LANES>,
) {
    Work { plan, index: month_index, input, events: &events::NONE, plain: plan.plain }.settle(carried, out);
}

/// [`settle_month`] where it is known what happened beside the levels' values: events that made several levels miss, and
/// the values of longer windows from their sums. Credit of each level → repeat → ramp factor → incident group → cap of the
/// level → cap of the month → cap on twelve months, then bonus and earn-back.
///
/// # Panics
/// Where `month_index` lies beyond the plan's months, or an event names a level that the plan does not have.
pub fn settle_month_with<const LANES: usize>(
    plan: &Plan,
    month_index: usize,
    input: &[LevelInput<LANES>],
    events: &Events,
    carried: &mut Carried<LANES>,
    out: &mut MonthOutput<LANES>,
) {
    Work { plan, index: month_index, input, events, plain: false }.settle(carried, out);
}

impl<const LANES: usize> Work<'_, LANES> {
    /// In the width of the plan's amounts.
    #[inline]
    fn settle(self, carried: &mut Carried<LANES>, out: &mut MonthOutput<LANES>) {
        debug_assert_eq!(self.input.len(), self.plan.levels.len(), "one input for each level");
        let ledger = out.ledger.take().filter(|ledger| ledger.goes_with(&self.plan.tables));
        // Made for the same terms on other charges, its amounts may be of another width.
        let mut ledger = ledger.unwrap_or_else(|| ledger::of_plan(self.plan));
        match (&self.plan.tables, &mut ledger) {
            (AnyTables::Narrow(tables), ByWidth::Narrow(own)) => self.in_width(tables, carried, out, own),
            (AnyTables::Middle(tables), ByWidth::Middle(own)) => self.in_width(tables, carried, out, own),
            (AnyTables::Wide(tables), ByWidth::Wide(own)) => self.in_width(tables, carried, out, own),
            _ => {}
        }
        out.ledger = Some(ledger);
    }

    #[inline]
    fn in_width<A: Ticks>(
        self,
        tables: &Tables<A>,
        carried: &mut Carried<LANES>,
        out: &mut MonthOutput<LANES>,
        ledger: &mut Ledger<A, LANES>,
    ) {
        if self.plain {
            self.settle_plain(tables, carried, out, ledger);
        } else {
            self.settle_ruled(tables, carried, out, ledger);
        }
    }

    /// A month of a plan that needs nothing but percentages and the cap of the month.
    #[inline]
    fn settle_plain<A: Ticks>(
        self,
        tables: &Tables<A>,
        carried: &mut Carried<LANES>,
        out: &mut MonthOutput<LANES>,
        ledger: &mut Ledger<A, LANES>,
    ) {
        let (month, table) = (&self.plan.months[self.index], &tables.months[self.index]);
        let mut sums = [Plain::<A>::default(); LANES];
        // A level at a time: what its readings lead to stays at hand, and lanes lie side by side.
        let levels = month.levels.iter().zip(&table.levels).zip(self.input);
        for (((level, own), input), (line, amounts)) in levels.zip(out.levels.iter_mut().zip(&mut ledger.levels)) {
            let uncapped = &mut amounts.uncapped;
            if level.by_value {
                settle_level(own, input, line, uncapped, &mut sums, |entry, reading, value| {
                    if reading.has_value() { from_value(level, own, entry, value) } else { (entry.credit, entry.score) }
                });
            } else {
                settle_level(own, input, line, uncapped, &mut sums, |entry, _, _| (entry.credit, entry.score));
            }
        }
        for (lane, sums) in sums.iter().enumerate() {
            out.score_units[lane] = score::weighted(
                sums.weighted_score,
                sums.weight,
                self.plan.weight_total,
                sums.required_met == month.required_levels,
            );
            total(tables, table, lane, sums.ticks, out, ledger);
            carried.credit_minor[lane] += out.credit_minor[lane];
            carried.months_capped[lane] += u32::from(out.cap_bound[lane]);
        }
    }

    /// A month of any plan.
    #[inline]
    fn settle_ruled<A: Ticks>(
        self,
        tables: &Tables<A>,
        carried: &mut Carried<LANES>,
        out: &mut MonthOutput<LANES>,
        ledger: &mut Ledger<A, LANES>,
    ) {
        let Self { plan, index, input, events, .. } = self;
        let (rules, month) = (&plan.rules, &plan.months[index]);
        carried.prepare(plan);
        let (terms, table) = (&rules.months[index], &tables.months[index]);
        let desk = Desk { plan, rules, month, terms, tables, table, events, index };
        for (lane, sums) in desk.levels(input, carried, out, ledger).iter().enumerate() {
            let all_met = sums.required_met == month.required_levels;
            let score = score::weighted(sums.weighted_score, sums.weight, plan.weight_total, all_met);
            let held = if out.gate_missed[lane] { rules.gate_score } else { i32::MAX };
            out.score_units[lane] = score.map(|s| s.min(held));
            desk.total(lane, sums, carried, out, ledger);
            carried.credit_minor[lane] += out.credit_minor[lane];
            carried.months_capped[lane] += u32::from(out.cap_bound[lane]);
        }
        desk.bonus(input, carried, out, ledger);
        desk.earn_back(carried, out);
    }
}

/// Credit and score of a level in every lane, added to the lanes' sums. Its lines stand as they are where nothing is cut
/// and a tick is a minor unit; [`total`] writes all others again.
#[inline(always)]
fn settle_level<A: Ticks, const LANES: usize>(
    table: &LevelTable<A>,
    input: &LevelInput<LANES>,
    line: &mut LevelOutput<LANES>,
    uncapped: &mut [A; LANES],
    sums: &mut [Plain<A>; LANES],
    made: impl Fn(&Entry<A>, Reading, i64) -> (A, i32),
) {
    for (lane, sums) in sums.iter_mut().enumerate() {
        let reading = input.reading[lane];
        let entry = &table.entries[reading.place()];
        let (ticks, score) = made(entry, reading, input.value_scaled[lane]);
        uncapped[lane] = ticks;
        line.credit_minor[lane] = ticks.number();
        line.score_units[lane] = score;
        sums.ticks += ticks;
        sums.weighted_score += i64::from(entry.weight) * i64::from(score);
        sums.weight += entry.weight;
        sums.required_met += entry.required_met;
    }
}

/// Credit and score of a level whose credit or score is made from its value.
#[inline]
fn from_value<A: Ticks>(level: &LevelMonth, table: &LevelTable<A>, entry: &Entry<A>, value: i64) -> (A, i32) {
    let value = value.clamp(-level.value_scaled_max, level.value_scaled_max);
    let ticks = match &level.per_point {
        Some(per_point) => A::whole(per_point.shortfall(value)).times(table.per_unit),
        None => entry.credit,
    };
    let score = level.linear.as_ref().map_or(entry.score, |linear| linear.score(value));
    (ticks, score)
}

/// Cap of the month, rounding, and the lines of one lane.
#[inline(always)]
fn total<A: Ticks, const LANES: usize>(
    tables: &Tables<A>,
    month: &MonthTable<A>,
    lane: usize,
    ticks: A,
    out: &mut MonthOutput<LANES>,
    ledger: &mut Ledger<A, LANES>,
) {
    let per_minor = tables.ticks_per_minor;
    let is_cut = ticks > month.cap;
    out.cap_bound[lane] = is_cut;
    out.uncapped_minor[lane] = ticks.half_up(per_minor);
    out.credit_minor[lane] = ticks.min(month.cap).half_up(per_minor);
    let cut = if is_cut {
        (Part { numerator: month.cap_numerator, of: ticks, per_minor: month.cap_scale }, tables.cut)
    } else if per_minor != A::ONE {
        (Part { numerator: A::ONE, of: A::ONE, per_minor }, A::OWN_WIDTH)
    } else {
        // Every line is a whole number of minor units as it is.
        return;
    };
    ledger.write_lines(lane, cut, |level| level.uncapped[lane], out.credit_minor[lane], &mut out.levels);
}
