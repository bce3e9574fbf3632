//! Repeats, ladders, incident groups, caps of levels, gates and rolling caps: one lane of a month of a plan with
//! [`Rules`].

use super::{Bound, Carried, Events, LevelInput, MonthOutput, Reading, Sums, from_value, write_lines};
use crate::apportion::half_up;
use crate::plan::{LevelMonth, MonthPlan, Plan};
use crate::plan::{LevelMonthRules, MonthRules, Rules};
use model::remedy::{IncidentCredit, RollingBasis};

/// What a window's reading comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    Met,
    Missed,
    Neither,
}

impl Rules {
    /// Met, missed, or neither.
    #[inline]
    pub fn outcome(&self, reading: Reading) -> Outcome {
        match reading {
            Reading::MET => Outcome::Met,
            r if r.has_value() => Outcome::Missed,
            Reading::NOT_REPORTED if self.not_reported_fails => Outcome::Missed,
            Reading::EXCUSED if self.excused_is_met => Outcome::Met,
            _ => Outcome::Neither,
        }
    }
}

/// One lane in one month: everything that its steps look at.
pub(super) struct Desk<'a> {
    pub plan: &'a Plan,
    pub rules: &'a Rules,
    pub month: &'a MonthPlan,
    pub terms: &'a MonthRules,
    pub events: &'a Events,
    pub index: usize,
    pub lane: usize,
}

impl Desk<'_> {
    /// Credit and score of every level after repeats, incident groups and the levels' own caps.
    #[inline]
    pub fn levels<const LANES: usize>(
        &self,
        input: &[LevelInput<LANES>],
        carried: &mut Carried<LANES>,
        out: &mut MonthOutput<LANES>,
    ) -> Sums {
        let lane = self.lane;
        let mut sums = Sums::default();
        let mut gate_missed = false;
        for (l, input) in input.iter().enumerate() {
            let (level, terms) = (&self.month.levels[l], &self.terms.levels[l]);
            let (reading, value) = self.reading(l, input.reading[lane], input.value_scaled[lane], carried);
            let state = &mut carried.levels[l][lane];
            let outcome = if terms.due { self.rules.outcome(reading) } else { Outcome::Neither };
            let repeated = self.rules.repeats && outcome == Outcome::Missed && state.missed;
            let (ticks, score) = credit(level, terms, reading, value, repeated);
            let entry = &level.entries[reading.place()];
            let line = &mut out.levels[l];
            line.reading[lane] = reading;
            line.value_scaled[lane] = value;
            line.repeated[lane] = repeated;
            line.own_ticks[lane] = ticks;
            line.uncapped_ticks[lane] = ticks;
            line.share_ticks[lane] = ticks;
            line.score_units[lane] = score;
            sums.weighted_score += i64::from(entry.weight) * i64::from(score);
            sums.weight += entry.weight;
            sums.required_met += entry.required_met;
            gate_missed |= self.rules.levels[l].gate && outcome == Outcome::Missed;
            match outcome {
                Outcome::Met => state.missed = false,
                Outcome::Missed => state.missed = self.terms.counts_for_repeat,
                Outcome::Neither => {}
            }
        }
        out.gate_missed[lane] = gate_missed;
        self.groups(out);
        for (l, line) in out.levels.iter_mut().enumerate() {
            line.share_ticks[lane] = line.uncapped_ticks[lane].min(self.terms.levels[l].cap_ticks);
            sums.ticks += line.uncapped_ticks[lane];
            sums.share += line.share_ticks[lane];
        }
        sums
    }

    /// The reading that a level is settled on. For a window of several months: nothing before its last month, then what
    /// was computed from its sums or, where that was not handed in, the mean of its months.
    #[inline]
    fn reading<const LANES: usize>(
        &self,
        l: usize,
        reading: Reading,
        value: i64,
        carried: &mut Carried<LANES>,
    ) -> (Reading, i64) {
        let window = self.rules.levels[l].window_months;
        if window == 1 {
            return (reading, value);
        }
        let state = &mut carried.levels[l][self.lane];
        if self.index.is_multiple_of(window) {
            state.window = super::carried::Mean::default();
        }
        if reading.has_value() {
            state.window.add(value);
        }
        if !self.terms.levels[l].due {
            return (Reading::NO_ACTIVITY, 0);
        }
        if let Some(aggregate) = self.events.aggregate(l).and_then(|a| a.window) {
            return aggregate;
        }
        match state.window.value() {
            Some(value) => (self.plan.reading(l, self.index, value), value),
            None => (reading, value),
        }
    }

    /// Of the levels that one event made miss, one pays or all do.
    fn groups<const LANES: usize>(&self, out: &mut MonthOutput<LANES>) {
        if self.rules.incident == IncidentCredit::Sum {
            return;
        }
        let lane = self.lane;
        for incident in &self.events.incidents {
            let ticks = |l: usize| out.levels[l].uncapped_ticks[lane];
            // The first of the highest.
            let highest = incident.levels.iter().copied().reduce(|a, b| if ticks(b) > ticks(a) { b } else { a });
            let chosen = incident.chosen.filter(|_| self.rules.incident == IncidentCredit::ClientsChoice);
            let payer = chosen.or(highest);
            for &l in incident.levels.iter().filter(|l| Some(**l) != payer) {
                out.levels[l].uncapped_ticks[lane] = 0;
            }
        }
    }

    /// Ladder, cap of the month, rolling cap, rounding, and the lines.
    pub fn total<const LANES: usize>(&self, sums: &Sums, carried: &mut Carried<LANES>, out: &mut MonthOutput<LANES>) {
        let (plan, lane, per_minor) = (self.plan, self.lane, self.plan.ticks_per_minor);
        let uncapped = self.money(sums.ticks);
        let due = self.money(sums.share);
        let rolling = self.rolling_room(carried);
        let mut bound = if sums.share < sums.ticks { Bound::Level } else { Bound::None };
        let mut paid = due;
        if paid > self.month.cap.ticks {
            (paid, bound) = (self.month.cap.ticks, Bound::Month);
        }
        if paid > rolling {
            let contract_year = self.rules.rolling == Some(RollingBasis::ContractYear);
            (paid, bound) = (rolling, if contract_year { Bound::ContractYear } else { Bound::Rolling });
        }
        out.uncapped_ticks[lane] = uncapped;
        out.paid_ticks[lane] = paid;
        out.due_ticks[lane] = due;
        out.rolling_ticks[lane] = rolling;
        out.share_total[lane] = sums.share;
        out.bound[lane] = bound;
        out.cap_bound[lane] = paid < due;
        out.uncapped_minor[lane] = half_up(uncapped, per_minor, plan.narrow);
        out.credit_minor[lane] = half_up(paid, per_minor, plan.narrow);
        // Each line is its share of what is paid; ticks of a plan with rules stay below 2^62.
        let denominator = sums.share.max(1) * i128::from(per_minor);
        let narrow = sums.share.max(1).saturating_mul(paid.max(i128::from(per_minor))) < 1 << 62;
        write_lines(out, lane, paid as i64, denominator, narrow, |line| line.share_ticks[lane]);
        carried.lanes[lane].net[self.index % 12] = out.credit_minor[lane];
    }

    /// What a total of the levels' credits comes to.
    fn money(&self, total: i128) -> i128 {
        if !self.rules.ladder {
            return total;
        }
        self.terms.ladder.iter().rev().find(|(points, _)| total >= *points).map_or(0, |(_, ticks)| *ticks)
    }

    /// What the cap on twelve months leaves for this month.
    fn rolling_room<const LANES: usize>(&self, carried: &Carried<LANES>) -> i128 {
        let Some(basis) = self.rules.rolling else { return i128::MAX };
        let before = carried.lanes[self.lane].net_before(self.index, basis == RollingBasis::ContractYear);
        (self.terms.rolling_ticks - i128::from(before) * i128::from(self.plan.ticks_per_minor)).max(0)
    }
}

/// Credit in ticks (or points) and score of one level.
#[inline]
fn credit(level: &LevelMonth, terms: &LevelMonthRules, reading: Reading, value: i64, repeated: bool) -> (i128, i32) {
    let entry = &level.entries[reading.place()];
    if !terms.due {
        return (0, 0);
    }
    let (ticks, score) = if level.by_value && reading.has_value() {
        from_value(level, entry, value)
    } else {
        (entry.credit_ticks, entry.score)
    };
    let ticks = match (repeated, &level.per_point) {
        (false, _) => ticks,
        (true, Some(per_point)) if reading.has_value() => {
            let value = value.clamp(-level.value_scaled_max, level.value_scaled_max);
            i128::from(per_point.shortfall(value)) * terms.repeat_per_unit
        }
        (true, _) => terms.repeat_ticks[reading.place()],
    };
    (ticks, score)
}
