//! Repeats, ladders, incident groups, caps of levels, gates and rolling caps: a month of a plan with [`Rules`].

use super::{Bound, Carried, Events, LevelInput, LevelOutput, MonthOutput, Reading, Sums, from_value, write_lines};
use crate::apportion::{Part, half_up};
use crate::plan::{BANDS_MAX, LevelMonth, MonthPlan, Plan};
use crate::plan::{LevelMonthRules, MonthRules, Rules};
use crate::wide::Width;
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
        self.outcomes[reading.place()]
    }
}

impl Outcome {
    /// What each reading comes to.
    pub fn table(not_reported_fails: bool, excused_is_met: bool) -> [Self; Reading::COUNT] {
        let mut outcomes = [Self::Neither; Reading::COUNT];
        outcomes[..=BANDS_MAX].fill(Self::Missed);
        outcomes[Reading::MET.place()] = Self::Met;
        if not_reported_fails {
            outcomes[Reading::NOT_REPORTED.place()] = Self::Missed;
        }
        if excused_is_met {
            outcomes[Reading::EXCUSED.place()] = Self::Met;
        }
        outcomes
    }
}

/// A month: everything that its steps look at.
pub(super) struct Desk<'a> {
    pub plan: &'a Plan,
    pub rules: &'a Rules,
    pub month: &'a MonthPlan,
    pub terms: &'a MonthRules,
    pub events: &'a Events,
    pub index: usize,
}

impl Desk<'_> {
    /// Credit and score of every level in every lane after repeats, incident groups and the levels' own caps.
    #[inline]
    pub fn levels<const LANES: usize>(
        &self,
        input: &[LevelInput<LANES>],
        carried: &mut Carried<LANES>,
        out: &mut MonthOutput<LANES>,
    ) -> [Sums; LANES] {
        let mut sums = [Sums::default(); LANES];
        out.gate_missed = [self.events.gate_missed; LANES];
        // A level at a time: what its readings lead to stays at hand, and lanes lie side by side.
        for (l, input) in input.iter().enumerate() {
            let line = &mut out.levels[l];
            if self.rules.levels[l].window_months == 1 {
                (line.reading, line.value_scaled) = (input.reading, input.value_scaled);
            } else {
                for lane in 0..LANES {
                    let (reading, value) = (input.reading[lane], input.value_scaled[lane]);
                    (line.reading[lane], line.value_scaled[lane]) = self.reading(l, lane, reading, value, carried);
                }
            }
            self.level(l, carried, line, &mut out.gate_missed, &mut sums);
        }
        self.groups(out);
        self.shares(out, &mut sums);
        sums
    }

    /// Credit and score of a level before incident groups and caps.
    #[inline]
    fn level<const LANES: usize>(
        &self,
        l: usize,
        carried: &mut Carried<LANES>,
        line: &mut LevelOutput<LANES>,
        gate_missed: &mut [bool; LANES],
        sums: &mut [Sums; LANES],
    ) {
        let (level, terms, own) = (&self.month.levels[l], &self.terms.levels[l], &self.rules.levels[l]);
        // Of a level that is only reported nothing costs more.
        let costs = self.rules.repeats && own.binding;
        let by_value = level.by_value || level.per_point.is_some();
        for (lane, (sums, state)) in sums.iter_mut().zip(&mut carried.levels[l]).enumerate() {
            let (reading, value) = (line.reading[lane], line.value_scaled[lane]);
            let outcome = if terms.due { self.rules.outcome(reading) } else { Outcome::Neither };
            let repeated = costs && outcome == Outcome::Missed && state.missed;
            let (ticks, score) = if by_value {
                credit(level, terms, reading, value, repeated)
            } else {
                by_band(level, terms, reading, repeated)
            };
            let entry = &level.entries[reading.place()];
            line.repeated[lane] = repeated;
            line.own_ticks[lane] = ticks;
            line.uncapped_ticks[lane] = ticks;
            line.score_units[lane] = score;
            sums.weighted_score += i64::from(entry.weight) * i64::from(score);
            sums.weight += entry.weight;
            sums.required_met += entry.required_met;
            gate_missed[lane] |= own.gate && outcome == Outcome::Missed;
            state.missed = match outcome {
                Outcome::Met => false,
                Outcome::Missed => self.terms.counts_for_repeat,
                Outcome::Neither => state.missed,
            };
        }
    }

    /// What the lines are shares of: credits after the levels' own caps or, where a ladder holds, what it makes of points.
    #[inline]
    fn shares<const LANES: usize>(&self, out: &mut MonthOutput<LANES>, sums: &mut [Sums; LANES]) {
        for line in &out.levels {
            for (sums, ticks) in sums.iter_mut().zip(line.uncapped_ticks) {
                sums.ticks += ticks;
            }
        }
        let mut steps = [None; LANES];
        for (sums, step) in sums.iter_mut().zip(&mut steps) {
            sums.parts = if self.rules.ladder { sums.ticks.max(1) } else { 1 };
            *step = if self.rules.ladder { self.step(sums.ticks) } else { None };
        }
        for (line, terms) in out.levels.iter_mut().zip(&self.terms.levels) {
            for (lane, sums) in sums.iter_mut().enumerate() {
                let own = line.uncapped_ticks[lane];
                line.share_ticks[lane] = if self.rules.ladder {
                    // Each level bears its part of the points, on the charges of its own window.
                    steps[lane].and_then(|step: usize| terms.ladder_ticks.get(step)).map_or(0, |ticks| own * ticks)
                } else {
                    own.min(terms.cap_ticks)
                };
                sums.share += line.share_ticks[lane];
            }
        }
    }

    /// The step of the ladder that a total of points reaches.
    fn step(&self, points: i128) -> Option<usize> {
        self.terms.ladder_points.iter().rposition(|least| points >= *least)
    }

    /// The reading that a level is settled on. For a window of several months: nothing before its last month. Then not
    /// reported where one of its months was not and that counts as failed, since its sums are not all there; otherwise what
    /// was computed from its sums or, where that was not handed in, the mean of its months. A window without any value is
    /// excused where one of its months is.
    #[inline]
    fn reading<const LANES: usize>(
        &self,
        l: usize,
        lane: usize,
        reading: Reading,
        value: i64,
        carried: &mut Carried<LANES>,
    ) -> (Reading, i64) {
        let state = &mut carried.levels[l][lane];
        if self.index.is_multiple_of(self.rules.levels[l].window_months) {
            state.window = super::carried::WindowState::default();
        }
        let own = &mut state.window;
        match reading {
            Reading::NOT_REPORTED => own.unreported = true,
            Reading::EXCUSED => own.excused = true,
            r if r.has_value() => own.mean.add(value),
            _ => {}
        }
        if !self.terms.levels[l].due {
            return (Reading::NO_ACTIVITY, 0);
        }
        if own.unreported && self.rules.not_reported_fails {
            return (Reading::NOT_REPORTED, 0);
        }
        if let Some(aggregate) = self.events.aggregate(l).and_then(|a| a.window) {
            return aggregate;
        }
        let level = &self.rules.levels[l];
        let figure = level.adds_up.map_or_else(|| own.mean.value(), |most| own.mean.sum(most));
        match figure {
            Some(value) => (self.plan.reading(l, self.index, value), value),
            None if own.excused => (Reading::EXCUSED, 0),
            None if own.unreported => (Reading::NOT_REPORTED, 0),
            None => (Reading::NO_ACTIVITY, 0),
        }
    }

    /// Of the levels that one event made miss, one pays or all do.
    fn groups<const LANES: usize>(&self, out: &mut MonthOutput<LANES>) {
        if self.rules.incident == IncidentCredit::Sum {
            return;
        }
        for (incident, lane) in self.events.incidents.iter().flat_map(|i| (0..LANES).map(move |lane| (i, lane))) {
            // Points cost by the charges that they are taken of.
            let charges = |l: usize| if self.rules.ladder { self.terms.levels[l].charges_minor.into() } else { 1 };
            let ticks = |l: usize| out.levels[l].uncapped_ticks[lane] * charges(l);
            // The first of the highest.
            let highest = incident.levels.iter().copied().reduce(|a, b| if ticks(b) > ticks(a) { b } else { a });
            let chosen = incident.chosen.filter(|_| self.rules.incident == IncidentCredit::ClientsChoice);
            let payer = chosen.or(highest);
            for &l in incident.levels.iter().filter(|l| Some(**l) != payer) {
                out.levels[l].uncapped_ticks[lane] = 0;
            }
        }
    }

    /// Ladder, cap of the month, rolling cap, rounding, and the lines of one lane.
    #[inline]
    pub fn total<const LANES: usize>(
        &self,
        lane: usize,
        sums: &Sums,
        carried: &mut Carried<LANES>,
        out: &mut MonthOutput<LANES>,
    ) {
        let plan = self.plan;
        // The ladder's money is a whole number of ticks unless it is made of several windows' charges.
        let parts = if sums.parts == 1 || sums.share % sums.parts == 0 { 1 } else { sums.parts };
        let due = if parts == 1 && sums.parts != 1 { sums.share / sums.parts } else { sums.share };
        let uncapped = if self.rules.ladder { due } else { sums.ticks };
        let (cap, rolling) = (&self.month.cap, self.rolling_room(lane, carried));
        let limit = |ticks: i128| if parts == 1 { ticks } else { ticks.saturating_mul(parts) };
        let mut bound = if due < uncapped { Bound::Level } else { Bound::None };
        let mut paid = due;
        if paid > limit(cap.ticks) {
            (paid, bound) = (limit(cap.ticks), Bound::Month);
        }
        if paid > limit(rolling) {
            let contract_year = self.rules.rolling == Some(RollingBasis::ContractYear);
            (paid, bound) = (limit(rolling), if contract_year { Bound::ContractYear } else { Bound::Rolling });
        }
        out.tick_parts[lane] = parts;
        out.uncapped_ticks[lane] = uncapped;
        out.paid_ticks[lane] = paid;
        out.due_ticks[lane] = due;
        out.rolling_ticks[lane] = rolling;
        out.share_total[lane] = sums.share;
        out.bound[lane] = bound;
        out.cap_bound[lane] = paid < due;
        out.cap_reached[lane] = cap.percent.is_some() && cap.ticks > 0 && due >= limit(cap.ticks);
        let per_minor = plan.ticks_per_minor * parts;
        let narrow = plan.narrow && parts == 1;
        out.uncapped_minor[lane] = half_up(uncapped, per_minor, narrow);
        out.credit_minor[lane] = half_up(paid, per_minor, narrow);
        if paid == 0 || paid == sums.share && per_minor == 1 {
            // Nothing is paid, or every line is a whole number of minor units as it is.
            for line in &mut out.levels {
                line.credit_minor[lane] = if paid == 0 { 0 } else { line.share_ticks[lane] as i64 };
            }
        } else {
            // Each line is its share of what is paid.
            let part = Part { numerator: paid, of: sums.share, per_minor };
            let width = Width::of(part.of, paid, part.of, per_minor);
            write_lines(out, lane, part, width, |line| line.share_ticks[lane]);
        }
        carried.lanes[lane].net[self.index % 12] = out.credit_minor[lane];
    }

    /// What the cap on twelve months leaves for this month.
    fn rolling_room<const LANES: usize>(&self, lane: usize, carried: &Carried<LANES>) -> i128 {
        let Some(basis) = self.rules.rolling else { return i128::MAX };
        let before = carried.lanes[lane].net_before(self.index, basis == RollingBasis::ContractYear);
        (self.terms.rolling_ticks - i128::from(before) * self.plan.ticks_per_minor).max(0)
    }
}

/// Credit in ticks (or points) and score of one level that looks at bands only. Where nothing is due, its entries are 0.
#[inline(always)]
fn by_band(level: &LevelMonth, terms: &LevelMonthRules, reading: Reading, repeated: bool) -> (i128, i32) {
    let entry = &level.entries[reading.place()];
    (if repeated { terms.repeat_ticks[reading.place()] } else { entry.credit_ticks }, entry.score)
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
