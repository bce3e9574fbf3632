//! The kernel: one month of a plan, applied to any number of lanes side by side.

use crate::apportion::{Lines, half_up};
use crate::plan::{BANDS_MAX, LevelMonth, MonthPlan, Plan};
use crate::score;

/// What is known about a level in a month: the band that its value lies in, or why it has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Reading(u8);

impl Reading {
    /// The value is met.
    pub const MET: Self = Self(0);
    /// Nothing happened that could be measured: neither met nor missed, out of the weights.
    pub const NO_ACTIVITY: Self = Self(13);
    /// Nobody reported a value. Out of the weights and without credit, as long as an agreement has no cure period.
    pub const NOT_REPORTED: Self = Self(14);
    /// The month is excused: neither met nor missed, out of the weights.
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
    pub uncapped_ticks: [i64; LANES],
    /// Its line after the cap, in minor units. The lines sum to the month's total.
    pub credit_minor: [i64; LANES],
    /// Its own score in 1/10,000 point; 0 without a value.
    pub score_units: [i32; LANES],
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
    /// Whether the month's cap cut anything. Credits that equal the cap are not cut.
    pub cap_bound: [bool; LANES],
    /// S in 1/10,000 point; none when levels of less than half the weight have a value.
    pub score_units: [Option<i32>; LANES],
    lines: Lines,
}

impl<const LANES: usize> MonthOutput<LANES> {
    /// Space for a month of `plan`.
    #[must_use]
    pub fn for_plan(plan: &Plan) -> Self {
        let level = LevelOutput { uncapped_ticks: [0; LANES], credit_minor: [0; LANES], score_units: [0; LANES] };
        Self {
            levels: vec![level; plan.levels().len()],
            uncapped_minor: [0; LANES],
            credit_minor: [0; LANES],
            cap_bound: [false; LANES],
            score_units: [None; LANES],
            lines: Lines::with_weights(plan.levels().iter().map(|l| l.weight).collect()),
        }
    }
}

/// What each lane remembers from the months before. Begin a history with [`Carried::default`] and hand it to every
/// month in order.
#[derive(Debug, Clone)]
pub struct Carried<const LANES: usize> {
    /// Credits so far, in minor units.
    pub credit_minor: [i64; LANES],
    /// Months so far in which the cap cut something.
    pub months_capped: [u32; LANES],
}

impl<const LANES: usize> Default for Carried<LANES> {
    fn default() -> Self {
        Self { credit_minor: [0; LANES], months_capped: [0; LANES] }
    }
}

/// Sums over the levels of a month.
struct Sums<const LANES: usize> {
    ticks: [i64; LANES],
    weighted_score: [i64; LANES],
    weight: [i32; LANES],
    required_met: [i32; LANES],
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
    let month = &plan.months[month_index];
    let mut sums = Sums { ticks: [0; LANES], weighted_score: [0; LANES], weight: [0; LANES], required_met: [0; LANES] };
    for (i, (level, input)) in month.levels.iter().zip(input).enumerate() {
        add_level(level, plan.levels[i].value_scaled_max, input, &mut out.levels[i], &mut sums);
    }
    score_month(plan, &sums, out);
    cap_month(plan, month, &sums.ticks, out);
    for lane in 0..LANES {
        carried.credit_minor[lane] += out.credit_minor[lane];
        carried.months_capped[lane] += u32::from(out.cap_bound[lane]);
    }
}

#[inline]
fn add_level<const LANES: usize>(
    level: &LevelMonth,
    value_max: i64,
    input: &LevelInput<LANES>,
    out: &mut LevelOutput<LANES>,
    sums: &mut Sums<LANES>,
) {
    for lane in 0..LANES {
        let entry = &level.entries[input.reading[lane].place()];
        out.uncapped_ticks[lane] = entry.credit_ticks;
        out.score_units[lane] = entry.score;
        sums.weight[lane] += entry.weight;
        sums.required_met[lane] += entry.required_met;
    }
    if let Some(linear) = &level.linear {
        for lane in 0..LANES {
            let value = input.value_scaled[lane].clamp(-value_max, value_max);
            out.score_units[lane] = if input.reading[lane].has_value() { linear.score(value) } else { 0 };
        }
    }
    if let Some(per_point) = &level.per_point {
        for lane in 0..LANES {
            let value = input.value_scaled[lane].clamp(-value_max, value_max);
            let short = per_point.shortfall(value);
            out.uncapped_ticks[lane] = if input.reading[lane].has_value() { short * per_point.ticks } else { 0 };
        }
    }
    for lane in 0..LANES {
        let weight = level.entries[input.reading[lane].place()].weight;
        sums.ticks[lane] += out.uncapped_ticks[lane];
        sums.weighted_score[lane] += i64::from(weight) * i64::from(out.score_units[lane]);
    }
}

#[inline]
fn score_month<const LANES: usize>(plan: &Plan, sums: &Sums<LANES>, out: &mut MonthOutput<LANES>) {
    if !plan.scored {
        out.score_units = [None; LANES];
        return;
    }
    for lane in 0..LANES {
        out.score_units[lane] = score::weighted(
            sums.weighted_score[lane],
            sums.weight[lane],
            plan.weight_total,
            sums.required_met[lane] == plan.required_levels,
        );
    }
}

#[inline]
fn cap_month<const LANES: usize>(plan: &Plan, month: &MonthPlan, ticks: &[i64; LANES], out: &mut MonthOutput<LANES>) {
    let per_minor = plan.ticks_per_minor;
    for lane in 0..LANES {
        out.uncapped_minor[lane] = half_up(ticks[lane], per_minor);
        out.cap_bound[lane] = ticks[lane] > month.cap_ticks;
        out.credit_minor[lane] = half_up(ticks[lane].min(month.cap_ticks), per_minor);
    }
    if per_minor == 1 {
        // Every line is a whole number of minor units as it is; only a cut makes remainders.
        for level in &mut out.levels {
            level.credit_minor = level.uncapped_ticks;
        }
    }
    for lane in 0..LANES {
        if out.cap_bound[lane] {
            let denominator = i128::from(ticks[lane]) * i128::from(per_minor);
            write_lines(out, lane, month.cap_ticks, denominator, plan.narrow);
        } else if per_minor != 1 {
            write_lines(out, lane, 1, i128::from(per_minor), true);
        }
    }
}

#[inline]
fn write_lines<const LANES: usize>(
    out: &mut MonthOutput<LANES>,
    lane: usize,
    numerator: i64,
    denominator: i128,
    narrow: bool,
) {
    for (ticks, level) in out.lines.ticks.iter_mut().zip(&out.levels) {
        *ticks = level.uncapped_ticks[lane];
    }
    out.lines.apportion(numerator, denominator, out.credit_minor[lane], narrow);
    for (minor, level) in out.lines.minor.iter().zip(&mut out.levels) {
        level.credit_minor[lane] = *minor;
    }
}
