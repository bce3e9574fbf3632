//! The kernel: one month of a plan, applied to any number of lanes side by side.

mod carried;
mod events;
mod record;
mod remedies;
mod rewards;

pub use carried::Carried;
pub use events::{Aggregate, Events, Incident};
pub use record::Records;
pub(crate) use record::{LineRecord, MonthRecord};

use crate::apportion::{Lines, Part, half_up};
use crate::plan::{BANDS_MAX, Entry, LevelMonth, MonthPlan, Plan};
use crate::score;
use crate::wide::Width;
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

/// A level's part of a month in every lane.
#[derive(Debug, Clone)]
pub struct LevelOutput<const LANES: usize> {
    /// Exact credit after the ramp factor and before the cap, in ticks.
    pub uncapped_ticks: [i128; LANES],
    /// Its line after the cap, in minor units. The lines sum to the month's total.
    pub credit_minor: [i64; LANES],
    /// Its own score in 1/10,000 point; 0 without a value.
    pub score_units: [i32; LANES],
    /// What follows is written only for plans with remedies beyond percentages and the cap of the month. What the level
    /// was settled on: the reading of its window.
    pub reading: [Reading; LANES],
    /// The value of its window.
    pub value_scaled: [i64; LANES],
    /// Its credit before it was left to another level of the same event, in ticks (in points where a ladder holds).
    pub own_ticks: [i128; LANES],
    /// Whether the window before was missed too, so that it cost more.
    pub repeated: [bool; LANES],
    /// Credit that its line is a share of: after the level's own cap, in ticks; where a ladder holds, its points times what
    /// it makes of them on the charges of the level.
    pub share_ticks: [i128; LANES],
    /// What it adds to the quarter's bonus, in ticks.
    pub bonus_ticks: [i128; LANES],
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
    /// All credits before any cap, after levels' own caps, and after every cap, in ticks / [`Self::tick_parts`].
    pub uncapped_ticks: [i128; LANES],
    /// More than 1 only where a ladder's money is shared by levels whose windows differ.
    pub(crate) tick_parts: [i128; LANES],
    pub(crate) due_ticks: [i128; LANES],
    pub(crate) paid_ticks: [i128; LANES],
    /// What the cap on twelve months left, in ticks.
    pub(crate) rolling_ticks: [i128; LANES],
    /// Σ of what lines are shares of.
    pub(crate) share_total: [i128; LANES],
    /// The quarter's bonus before its cap, in ticks, and whether it was earned.
    pub(crate) bonus_ticks: [i128; LANES],
    pub(crate) bonus_open: [bool; LANES],
    lines: Lines,
}

impl<const LANES: usize> MonthOutput<LANES> {
    /// Space for a month of `plan`.
    #[must_use]
    pub fn for_plan(plan: &Plan) -> Self {
        let level = LevelOutput {
            uncapped_ticks: [0; LANES],
            credit_minor: [0; LANES],
            score_units: [0; LANES],
            reading: [Reading::NO_ACTIVITY; LANES],
            value_scaled: [0; LANES],
            own_ticks: [0; LANES],
            repeated: [false; LANES],
            share_ticks: [0; LANES],
            bonus_ticks: [0; LANES],
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
            uncapped_ticks: [0; LANES],
            tick_parts: [1; LANES],
            due_ticks: [0; LANES],
            paid_ticks: [0; LANES],
            rolling_ticks: [0; LANES],
            share_total: [0; LANES],
            bonus_ticks: [0; LANES],
            bonus_open: [false; LANES],
            lines: Lines::with_weights(plan.levels().iter().map(|l| l.weight).collect()),
        }
    }
}

/// Sums over the levels of one lane's month, of a plan with rules.
#[derive(Clone, Copy, Default)]
struct Sums {
    ticks: i128,
    /// After levels' own caps, in ticks / `parts`.
    share: i128,
    /// See [`MonthOutput::tick_parts`].
    parts: i128,
    weighted_score: i64,
    weight: i32,
    required_met: i32,
}

/// All credits of a month in ticks, none negative: in 62 bits where they fit, which costs less than in 127.
trait Ticks: Copy + Default + std::ops::AddAssign + Into<i128> {
    fn of(ticks: i128) -> Self;
}

impl Ticks for i64 {
    #[inline(always)]
    fn of(ticks: i128) -> Self {
        ticks as Self
    }
}

impl Ticks for i128 {
    #[inline(always)]
    fn of(ticks: i128) -> Self {
        ticks
    }
}

/// [`Sums`] of a plan without rules.
#[derive(Clone, Copy, Default)]
struct Plain<T> {
    ticks: T,
    weighted_score: i64,
    weight: i32,
    required_met: i32,
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
    debug_assert_eq!(input.len(), plan.levels.len(), "one input for each level");
    if !plan.plain {
        settle_month_with(plan, month_index, input, &events::NONE, carried, out);
        return;
    }
    if plan.narrow {
        settle_plain::<i64, LANES>(plan, month_index, input, carried, out);
    } else {
        settle_plain::<i128, LANES>(plan, month_index, input, carried, out);
    }
}

/// A month of a plan that needs nothing but percentages and the cap of the month, whose credits fit in `T`.
#[inline]
fn settle_plain<T: Ticks, const LANES: usize>(
    plan: &Plan,
    month_index: usize,
    input: &[LevelInput<LANES>],
    carried: &mut Carried<LANES>,
    out: &mut MonthOutput<LANES>,
) {
    let month = &plan.months[month_index];
    let mut sums = [Plain::<T>::default(); LANES];
    // A level at a time: what its readings lead to stays at hand, and lanes lie side by side.
    for ((level, input), line) in month.levels.iter().zip(input).zip(&mut out.levels) {
        if level.by_value {
            settle_level(level, input, line, &mut sums, |entry, reading, value| {
                if reading.has_value() { from_value(level, entry, value) } else { (entry.credit_ticks, entry.score) }
            });
        } else {
            settle_level(level, input, line, &mut sums, |entry, _, _| (entry.credit_ticks, entry.score));
        }
    }
    for (lane, sums) in sums.iter().enumerate() {
        out.score_units[lane] = score::weighted(
            sums.weighted_score,
            sums.weight,
            plan.weight_total,
            sums.required_met == month.required_levels,
        );
        total(plan, month, lane, sums.ticks.into(), out);
        carried.credit_minor[lane] += out.credit_minor[lane];
        carried.months_capped[lane] += u32::from(out.cap_bound[lane]);
    }
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
    let rules = &plan.rules;
    let month = &plan.months[month_index];
    let terms = &rules.months[month_index];
    carried.prepare(plan);
    let desk = Desk { plan, rules, month, terms, events, index: month_index };
    for (lane, sums) in desk.levels(input, carried, out).iter().enumerate() {
        let all_met = sums.required_met == month.required_levels;
        let score = score::weighted(sums.weighted_score, sums.weight, plan.weight_total, all_met);
        let held = if out.gate_missed[lane] { rules.gate_score } else { i32::MAX };
        out.score_units[lane] = score.map(|s| s.min(held));
        desk.total(lane, sums, carried, out);
        carried.credit_minor[lane] += out.credit_minor[lane];
        carried.months_capped[lane] += u32::from(out.cap_bound[lane]);
    }
    desk.bonus(input, carried, out);
    desk.earn_back(carried, out);
}

/// Credit and score of a level in every lane, added to the lanes' sums. Its lines stand as they are where nothing is cut
/// and a tick is a minor unit; [`total`] writes all others again.
#[inline(always)]
fn settle_level<T: Ticks, const LANES: usize>(
    level: &LevelMonth,
    input: &LevelInput<LANES>,
    line: &mut LevelOutput<LANES>,
    sums: &mut [Plain<T>; LANES],
    made: impl Fn(&Entry, Reading, i64) -> (i128, i32),
) {
    for (lane, sums) in sums.iter_mut().enumerate() {
        let reading = input.reading[lane];
        let entry = &level.entries[reading.place()];
        let (ticks, score) = made(entry, reading, input.value_scaled[lane]);
        line.uncapped_ticks[lane] = ticks;
        line.credit_minor[lane] = ticks as i64;
        line.score_units[lane] = score;
        sums.ticks += T::of(ticks);
        sums.weighted_score += i64::from(entry.weight) * i64::from(score);
        sums.weight += entry.weight;
        sums.required_met += entry.required_met;
    }
}

/// Credit in ticks and score of a level whose credit or score is made from its value.
#[inline]
fn from_value(level: &LevelMonth, entry: &Entry, value: i64) -> (i128, i32) {
    let value = value.clamp(-level.value_scaled_max, level.value_scaled_max);
    let ticks = match &level.per_point {
        Some(per_point) => i128::from(per_point.shortfall(value)) * per_point.ticks,
        None => entry.credit_ticks,
    };
    let score = level.linear.as_ref().map_or(entry.score, |linear| linear.score(value));
    (ticks, score)
}

/// Cap of the month, rounding, and the lines of one lane.
#[inline(always)]
fn total<const LANES: usize>(plan: &Plan, month: &MonthPlan, lane: usize, ticks: i128, out: &mut MonthOutput<LANES>) {
    let per_minor = plan.ticks_per_minor;
    let is_cut = ticks > month.cap.ticks;
    out.cap_bound[lane] = is_cut;
    out.uncapped_minor[lane] = half_up(ticks, per_minor, plan.narrow);
    out.credit_minor[lane] = half_up(ticks.min(month.cap.ticks), per_minor, plan.narrow);
    if is_cut {
        let part = Part { numerator: month.cap.numerator, of: ticks, per_minor: month.cap.scale };
        write_lines(out, lane, part, plan.cut, |l| l.uncapped_ticks[lane]);
    } else if per_minor != 1 {
        // Otherwise every line is a whole number of minor units as it is.
        let width = if plan.narrow { Width::Narrow } else { Width::Middle };
        write_lines(out, lane, Part { numerator: 1, of: 1, per_minor }, width, |l| l.uncapped_ticks[lane]);
    }
}

fn write_lines<const LANES: usize>(
    out: &mut MonthOutput<LANES>,
    lane: usize,
    part: Part,
    width: Width,
    of: impl Fn(&LevelOutput<LANES>) -> i128,
) {
    for (ticks, level) in out.lines.ticks.iter_mut().zip(&out.levels) {
        *ticks = of(level);
    }
    out.lines.apportion(part, out.credit_minor[lane], width);
    for (minor, level) in out.lines.minor.iter().zip(&mut out.levels) {
        level.credit_minor[lane] = *minor;
    }
}
