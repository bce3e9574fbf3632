//! Bonus and earn-back: a month of a plan with rules.

use super::carried::{LevelState, Mean};
use super::ledger::Ledger;
use super::remedies::{Desk, Outcome};
use super::{Carried, LevelInput, LevelOutput, MonthOutput, Reading};
use crate::plan::{BonusRules, EarnBackRules, LevelMonthRules, LevelRules};
use crate::wide::Ticks;
use model::remedy::{BonusBasis, BonusLevels, EarnBackRule};

impl<A: Ticks> Desk<'_, A> {
    /// The bonus of the quarter of the contract year that ends in this month.
    #[inline]
    pub fn bonus<const LANES: usize>(
        &self,
        input: &[LevelInput<LANES>],
        carried: &mut Carried<LANES>,
        out: &mut MonthOutput<LANES>,
        ledger: &mut Ledger<A, LANES>,
    ) {
        out.bonus_minor = [0; LANES];
        let Some(rules) = self.rules.bonus else { return };
        if self.index.is_multiple_of(3) {
            for state in &mut carried.lanes {
                (state.quarter_months, state.quarter_blocked) = (0, false);
            }
            for state in carried.levels.as_flattened_mut() {
                (state.quarter, state.below_bar) = (Mean::default(), false);
            }
        }
        let in_ramp = self.index < self.plan.ramp_months && !rules.in_ramp;
        let mut blocked = out.gate_missed.map(|missed| missed || in_ramp);
        for (l, input) in input.iter().enumerate().filter(|(l, _)| self.rules.levels[*l].binding) {
            let (reading, value) = if self.rules.levels[l].window_months == 1 {
                (&input.reading, &input.value_scaled)
            } else if self.terms.levels[l].due {
                (&out.levels[l].reading, &out.levels[l].value_scaled)
            } else {
                continue;
            };
            for (lane, state) in carried.levels[l].iter_mut().enumerate() {
                blocked[lane] |= self.month_blocks(rules, l, reading[lane], value[lane], state);
            }
        }
        for (state, blocked) in carried.lanes.iter_mut().zip(blocked) {
            state.quarter_blocked |= blocked;
            state.quarter_months += 1;
        }
        if self.index % 3 == 2 {
            (0..LANES).for_each(|lane| self.quarter(rules, lane, carried, out, ledger));
        }
    }

    /// The bonus of a quarter in one lane.
    fn quarter<const LANES: usize>(
        &self,
        rules: BonusRules,
        lane: usize,
        carried: &mut Carried<LANES>,
        out: &mut MonthOutput<LANES>,
        ledger: &mut Ledger<A, LANES>,
    ) {
        let state = &carried.lanes[lane];
        out.bonus_open[lane] = state.quarter_months == 3 && !state.quarter_blocked;
        if !out.bonus_open[lane] {
            return;
        }
        let (ticks, open) = self.bonus_ticks(rules, lane, carried, ledger);
        out.bonus_open[lane] = open;
        ledger.month.bonus[lane] = ticks;
        out.bonus_minor[lane] = ticks.min(self.table.bonus_cap).half_up(self.tables.ticks_per_minor);
        carried.bonus_minor[lane] += out.bonus_minor[lane];
    }

    /// Whether a level's month stands against the bonus, whatever the quarter's aggregate.
    #[inline]
    fn month_blocks(&self, rules: BonusRules, l: usize, reading: Reading, value: i64, state: &mut LevelState) -> bool {
        if reading == Reading::EXCUSED && rules.excused_earns {
            // Counts as met and as exceeded.
            return false;
        }
        let reaches = self.terms.levels[l].reaches(value);
        // Looked at only for the quarter's aggregate, and for whether there is one.
        if reading.has_value() && (rules.basis == BonusBasis::QuarterAggregate || rules.excused_earns) {
            state.quarter.add(value);
        }
        state.below_bar |= !reaches;
        against(rules, &self.rules.levels[l], &self.terms.levels[l], reading, value).is_some()
    }

    /// The base and what each level earns, and whether it is earned; 0 where an aggregate is missed.
    fn bonus_ticks<const LANES: usize>(
        &self,
        rules: BonusRules,
        lane: usize,
        carried: &Carried<LANES>,
        ledger: &mut Ledger<A, LANES>,
    ) -> (A, bool) {
        let mut ticks = self.table.bonus_base;
        let mut all_met = true;
        let mut any_value = false;
        for (l, level) in self.rules.levels.iter().enumerate().filter(|(_, level)| level.binding) {
            let terms = &self.terms.levels[l];
            let state = &carried.levels[l][lane];
            let counts = rules.levels == BonusLevels::All || terms.bar.is_some();
            any_value |= counts && state.quarter.has_value();
            let reached = match rules.basis {
                BonusBasis::EachMonth => !state.below_bar,
                BonusBasis::QuarterAggregate => {
                    let given = self.events.aggregate(l).and_then(|a| a.quarter);
                    let mean = state.quarter.value().unwrap_or_default();
                    let (reading, value) = given.unwrap_or_else(|| (self.plan.reading(l, self.index, mean), mean));
                    let good = aggregate_holds(rules, level, terms, reading, value);
                    // A level that was excused all quarter long has no aggregate.
                    all_met &= good || !counts || (rules.excused_earns && !state.quarter.has_value());
                    terms.reaches(value)
                }
            };
            let own = if reached { self.table.levels[l].bonus } else { A::default() };
            ledger.levels[l].bonus[lane] = own;
            ticks += own;
        }
        all_met &= any_value || !rules.excused_earns;
        (if all_met { ticks } else { A::default() }, all_met)
    }

    /// Credit earned back in this month.
    #[inline]
    pub fn earn_back<const LANES: usize>(&self, carried: &mut Carried<LANES>, out: &mut MonthOutput<LANES>) {
        out.earned_back_minor = [0; LANES];
        let Some(rules) = self.rules.earn_back else { return };
        for (l, level) in self.rules.levels.iter().enumerate() {
            out.levels[l].earned_back_minor = [0; LANES];
            if !level.binding {
                continue;
            }
            match rules.rule {
                EarnBackRule::NextThreeWindows if self.terms.levels[l].due => {
                    (0..LANES).for_each(|lane| self.next_windows(rules, l, lane, carried, &mut out.levels[l]));
                }
                EarnBackRule::NextThreeWindows => {}
                EarnBackRule::ContractYear => {
                    (0..LANES).for_each(|lane| self.contract_year(rules, l, lane, carried, &mut out.levels[l]));
                }
            }
            for (all, own) in out.earned_back_minor.iter_mut().zip(out.levels[l].earned_back_minor) {
                *all += own;
            }
        }
        for (all, month) in carried.earned_back_minor.iter_mut().zip(out.earned_back_minor) {
            *all += month;
        }
    }

    #[inline]
    fn next_windows<const LANES: usize>(
        &self,
        rules: EarnBackRules,
        l: usize,
        lane: usize,
        carried: &mut Carried<LANES>,
        line: &mut LevelOutput<LANES>,
    ) {
        let reading = line.reading[lane];
        let state = &mut carried.levels[l][lane];
        if self.rules.outcome(reading) == Outcome::Missed {
            state.back_minor = share(self.returnable(rules, l, lane, line), rules);
            // A plan has at most MONTHS_MAX months.
            state.back_month = self.index as u8;
            state.back_left = if state.back_minor > 0 { 3 } else { 0 };
        } else if (reading.is_met() || (reading == Reading::EXCUSED && rules.excused_earns)) && state.back_left > 0 {
            state.back_left -= 1;
            if state.back_left == 0 && self.index < self.rules.term_months {
                let (returned, month) = (state.back_minor, usize::from(state.back_month));
                carried.lanes[lane].take_back(returned, month, self.index);
                line.earned_back_minor[lane] = returned;
            }
        }
    }

    fn contract_year<const LANES: usize>(
        &self,
        rules: EarnBackRules,
        l: usize,
        lane: usize,
        carried: &mut Carried<LANES>,
        line: &mut LevelOutput<LANES>,
    ) {
        let (state, credits) = (&mut carried.levels[l][lane], &mut carried.years[l][lane]);
        if self.index.is_multiple_of(12) {
            (state.year, state.year_misses, *credits) = (Mean::default(), 0, [0; 12]);
        }
        if self.terms.levels[l].due {
            if line.reading[lane].has_value() {
                state.year.add(line.value_scaled[lane]);
            }
            state.year_misses += u32::from(self.rules.outcome(line.reading[lane]) == Outcome::Missed);
            credits[self.index % 12] = self.returnable(rules, l, lane, line);
        }
        let ends = self.index % 12 == 11 || self.index + 1 == self.rules.term_months;
        if !ends || self.index >= self.rules.term_months || state.year_misses > rules.misses_max {
            return;
        }
        let mean = state.year.value().map(|v| self.plan.reading(l, self.index, v));
        let given = self.events.aggregate(l).and_then(|a| a.year).map(|(reading, _)| reading);
        if !given.or(mean).is_some_and(Reading::is_met) {
            return;
        }
        // The term may end before its last contract year does.
        let months = self.index % 12 + 1;
        let parts = shares(&credits[..months], rules);
        for (m, part) in parts.iter().enumerate().take(months) {
            carried.lanes[lane].take_back(*part, self.index + 1 - months + m, self.index);
        }
        line.earned_back_minor[lane] = parts.iter().sum();
    }

    /// The part of a level's credit that can be earned back, in minor units times the repeat's scales.
    fn returnable<const LANES: usize>(
        &self,
        rules: EarnBackRules,
        l: usize,
        lane: usize,
        line: &LevelOutput<LANES>,
    ) -> i128 {
        let reading = line.reading[lane];
        let level = &self.rules.levels[l];
        let excluded = level.gate || level.is_severe(reading) || !reading.has_value();
        let credit = i128::from(line.credit_minor[lane]);
        if rules.without_exclusions || (!excluded && !line.repeated[lane]) {
            credit * i128::from(rules.repeat_numerator)
        } else if excluded {
            0
        } else {
            // Without the part that the repeat added.
            credit * i128::from(rules.repeat_scale)
        }
    }
}

/// Why a level's month stands against a bonus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Against {
    NoValue,
    Severe,
    Missed,
    BelowBar,
}

/// What of a level's month stands against the bonus, whatever the quarter's aggregate.
#[inline(always)]
pub(crate) fn against(
    rules: BonusRules,
    level: &LevelRules,
    terms: &LevelMonthRules,
    reading: Reading,
    value: i64,
) -> Option<Against> {
    let each = rules.basis == BonusBasis::EachMonth;
    let exceeding = rules.levels == BonusLevels::Exceeding;
    if reading == Reading::EXCUSED && rules.excused_earns || exceeding && terms.bar.is_none() {
        None
    } else if !reading.has_value() {
        Some(Against::NoValue)
    } else if exceeding {
        (each && !terms.reaches(value)).then_some(Against::BelowBar)
    } else if level.is_severe(reading) {
        Some(Against::Severe)
    } else {
        (each && !reading.is_met()).then_some(Against::Missed)
    }
}

/// Whether a level's aggregate of the quarter is good enough for a bonus that rests on it.
#[inline(always)]
pub(crate) fn aggregate_holds(
    rules: BonusRules,
    level: &LevelRules,
    terms: &LevelMonthRules,
    reading: Reading,
    value: i64,
) -> bool {
    match rules.levels {
        BonusLevels::All => reading.is_met() && !level.is_severe(reading),
        BonusLevels::Exceeding => terms.reaches(value),
    }
}

/// e % of an amount of [`Desk::returnable`], in minor units, rounded half up.
fn share(returnable: i128, rules: EarnBackRules) -> i64 {
    let numerator = returnable * i128::from(rules.numerator);
    let denominator = i128::from(rules.scale) * i128::from(rules.repeat_numerator);
    let (above, below) = (2 * numerator + denominator, 2 * denominator);
    match (i64::try_from(above), i64::try_from(below)) {
        // Which takes a fraction of the time.
        (Ok(above), Ok(below)) => above / below,
        _ => (above / below) as i64,
    }
}

/// e % of a year's credits by month, in minor units: rounded once, on their sum, which the months share by the largest
/// remainder of their own exact e %; ties go to the larger credit, then the earlier month.
fn shares(returnable: &[i128], rules: EarnBackRules) -> [i64; 12] {
    let mut parts = [0; 12];
    let mut remainders = [0; 12];
    let denominator = i128::from(rules.scale) * i128::from(rules.repeat_numerator);
    let mut left = share(returnable.iter().sum(), rules);
    for (m, credit) in returnable.iter().enumerate() {
        let product = credit * i128::from(rules.numerator);
        parts[m] = (product / denominator) as i64;
        remainders[m] = product % denominator;
        left -= parts[m];
    }
    for _ in 0..left {
        let order = |m: &usize| (remainders[*m], returnable[*m], std::cmp::Reverse(*m));
        let Some(largest) = (0..returnable.len()).max_by_key(order) else { break };
        parts[largest] += 1;
        remainders[largest] = 0;
    }
    parts
}

impl super::carried::LaneState {
    /// Nets what is earned back against the credit of `month` that it returns, where a cap still counts that month.
    fn take_back(&mut self, minor: i64, month: usize, now: usize) {
        if now - month < 12 {
            self.net[month % 12] -= minor;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rules(numerator: i64, repeat: (i64, i64)) -> EarnBackRules {
        EarnBackRules {
            rule: EarnBackRule::ContractYear,
            numerator,
            scale: 10_000,
            misses_max: 12,
            without_exclusions: false,
            excused_earns: false,
            repeat_numerator: repeat.0,
            repeat_scale: repeat.1,
        }
    }

    proptest! {
        #[test]
        fn months_share_a_year_by_the_largest_remainder_of_their_exact_parts(
            credits in prop::collection::vec(0_i128..100_000, 1..=12),
            numerator in 1_i64..=10_000,
            repeat in prop::sample::select(vec![(1_i64, 1_i64), (2, 1), (5, 4)]),
        ) {
            let rules = rules(numerator, repeat);
            let returnable: Vec<i128> = credits.iter().map(|c| c * i128::from(repeat.1)).collect();
            let parts = shares(&returnable, rules);
            let denominator = i128::from(rules.scale) * i128::from(rules.repeat_numerator);
            let exact: Vec<i128> = returnable.iter().map(|r| r * i128::from(numerator)).collect();
            prop_assert_eq!(parts.iter().sum::<i64>(), share(returnable.iter().sum(), rules));
            // What a month's part lies above its exact one, times the denominator.
            let above: Vec<i128> =
                exact.iter().zip(parts).map(|(e, part)| i128::from(part) * denominator - e).collect();
            prop_assert!(above.iter().all(|a| a.abs() < denominator), "{above:?}");
            let down = above.iter().filter(|a| **a < 0).map(|a| -a).max();
            let up = above.iter().filter(|a| **a > 0).map(|a| denominator - a).min();
            prop_assert!(down.zip(up).is_none_or(|(down, up)| down <= up), "{above:?}");
        }
    }
}
