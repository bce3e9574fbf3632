//! Repeats, ladders, incident groups, caps of levels, gates and rolling caps: a month of a plan with [`Rules`].

use super::ledger::{Ledger, LevelLedger};
use super::{Bound, Carried, Events, LevelInput, LevelOutput, MonthOutput, Reading, Sums, from_value};
use crate::apportion::Part;
use crate::plan::{BANDS_MAX, LevelMonth, LevelTable, MonthPlan, MonthTable, Plan, Tables};
use crate::plan::{MonthRules, Rules};
use crate::wide::Ticks;
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
pub(super) struct Desk<'a, A> {
    pub plan: &'a Plan,
    pub rules: &'a Rules,
    pub month: &'a MonthPlan,
    pub terms: &'a MonthRules,
    pub tables: &'a Tables<A>,
    pub table: &'a MonthTable<A>,
    pub events: &'a Events,
    pub index: usize,
}

impl<A: Ticks> Desk<'_, A> {
    /// Credit and score of every level in every lane after repeats, incident groups and the levels' own caps.
    #[inline]
    pub fn levels<const LANES: usize>(
        &self,
        input: &[LevelInput<LANES>],
        carried: &mut Carried<LANES>,
        out: &mut MonthOutput<LANES>,
        ledger: &mut Ledger<A, LANES>,
    ) -> [Sums<A>; LANES] {
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
            self.level(l, carried, (line, &mut ledger.levels[l]), &mut out.gate_missed, &mut sums);
        }
        self.groups(ledger);
        self.shares(ledger, &mut sums);
        sums
    }

    /// Credit and score of a level before incident groups and caps.
    #[inline]
    fn level<const LANES: usize>(
        &self,
        l: usize,
        carried: &mut Carried<LANES>,
        (line, amounts): (&mut LevelOutput<LANES>, &mut LevelLedger<A, LANES>),
        gate_missed: &mut [bool; LANES],
        sums: &mut [Sums<A>; LANES],
    ) {
        let (level, table, own) = (&self.month.levels[l], &self.table.levels[l], &self.rules.levels[l]);
        let due = self.terms.levels[l].due;
        // Of a level that is only reported nothing costs more.
        let costs = self.rules.repeats && own.binding;
        let by_value = level.by_value || level.per_point.is_some();
        for (lane, (sums, state)) in sums.iter_mut().zip(&mut carried.levels[l]).enumerate() {
            let (reading, value) = (line.reading[lane], line.value_scaled[lane]);
            let outcome = if due { self.rules.outcome(reading) } else { Outcome::Neither };
            let repeated = costs && outcome == Outcome::Missed && state.missed;
            let entry = &table.entries[reading.place()];
            let (ticks, score) = if by_value && due && reading.has_value() {
                credit(level, table, reading, value, repeated)
            } else {
                // Where nothing is due, entries are 0.
                (if repeated { table.repeats[reading.place()] } else { entry.credit }, entry.score)
            };
            line.repeated[lane] = repeated;
            amounts.own[lane] = ticks;
            amounts.uncapped[lane] = ticks;
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
    fn shares<const LANES: usize>(&self, ledger: &mut Ledger<A, LANES>, sums: &mut [Sums<A>; LANES]) {
        for level in &ledger.levels {
            for (sums, ticks) in sums.iter_mut().zip(level.uncapped) {
                sums.ticks += ticks;
            }
        }
        let mut steps = [None; LANES];
        for (sums, step) in sums.iter_mut().zip(&mut steps) {
            sums.parts = if self.rules.ladder { sums.ticks.max(A::ONE) } else { A::ONE };
            *step = if self.rules.ladder { self.step(sums.ticks) } else { None };
        }
        for (level, table) in ledger.levels.iter_mut().zip(&self.table.levels) {
            for (lane, sums) in sums.iter_mut().enumerate() {
                let own = level.uncapped[lane];
                level.share[lane] = if self.rules.ladder {
                    // Each level bears its part of the points, on the charges of its own window.
                    let step = steps[lane].and_then(|step: usize| table.ladder.get(step));
                    step.map_or(A::default(), |ticks| own.times(*ticks))
                } else {
                    own.min(table.cap)
                };
                sums.share += level.share[lane];
            }
        }
    }

    /// The step of the ladder that a total of points reaches.
    fn step(&self, points: A) -> Option<usize> {
        self.table.ladder_points.iter().rposition(|least| points >= *least)
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
    fn groups<const LANES: usize>(&self, ledger: &mut Ledger<A, LANES>) {
        if self.rules.incident == IncidentCredit::Sum {
            return;
        }
        for (incident, lane) in self.events.incidents.iter().flat_map(|i| (0..LANES).map(move |lane| (i, lane))) {
            // Points cost by the charges that they are taken of.
            let charges = |l: usize| if self.rules.ladder { self.table.levels[l].charges_minor } else { 1 };
            let ticks = |l: usize| ledger.levels[l].uncapped[lane].times(A::whole(charges(l)));
            // The first of the highest.
            let highest = incident.levels.iter().copied().reduce(|a, b| if ticks(b) > ticks(a) { b } else { a });
            let chosen = incident.chosen.filter(|_| self.rules.incident == IncidentCredit::ClientsChoice);
            let payer = chosen.or(highest);
            for &l in incident.levels.iter().filter(|l| Some(**l) != payer) {
                ledger.levels[l].uncapped[lane] = A::default();
            }
        }
    }

    /// Ladder, cap of the month, rolling cap, rounding, and the lines of one lane.
    #[inline]
    pub fn total<const LANES: usize>(
        &self,
        lane: usize,
        sums: &Sums<A>,
        carried: &mut Carried<LANES>,
        out: &mut MonthOutput<LANES>,
        ledger: &mut Ledger<A, LANES>,
    ) {
        // The ladder's money is a whole number of ticks unless it is made of several windows' charges.
        let (due, parts) = match sums.parts == A::ONE {
            true => (sums.share, A::ONE),
            false => sums.share.shared(sums.parts).map_or((sums.share, sums.parts), |due| (due, A::ONE)),
        };
        let uncapped = if self.rules.ladder { due } else { sums.ticks };
        let (cap, rolling) = (self.table.cap, self.rolling_room(lane, carried));
        let limit = |ticks: A| if parts == A::ONE { ticks } else { ticks.times_at_most(parts) };
        let mut bound = if due < uncapped { Bound::Level } else { Bound::None };
        let mut paid = due;
        if paid > limit(cap) {
            (paid, bound) = (limit(cap), Bound::Month);
        }
        if paid > limit(rolling) {
            let contract_year = self.rules.rolling == Some(RollingBasis::ContractYear);
            (paid, bound) = (limit(rolling), if contract_year { Bound::ContractYear } else { Bound::Rolling });
        }
        let month = &mut ledger.month;
        month.parts[lane] = parts;
        month.uncapped[lane] = uncapped;
        month.paid[lane] = paid;
        month.due[lane] = due;
        month.rolling[lane] = rolling;
        month.share_total[lane] = sums.share;
        out.bound[lane] = bound;
        out.cap_bound[lane] = paid < due;
        out.cap_reached[lane] = self.table.cap_counts && due >= limit(cap);
        let per_minor = if parts == A::ONE { self.tables.ticks_per_minor } else { limit(self.tables.ticks_per_minor) };
        out.uncapped_minor[lane] = uncapped.half_up(per_minor);
        out.credit_minor[lane] = if paid == uncapped { out.uncapped_minor[lane] } else { paid.half_up(per_minor) };
        let nothing = paid == A::default();
        if nothing || paid == sums.share && per_minor == A::ONE {
            // Nothing is paid, or every line is a whole number of minor units as it is.
            for (line, level) in out.levels.iter_mut().zip(&ledger.levels) {
                line.credit_minor[lane] = if nothing { 0 } else { level.share[lane].number() };
            }
        } else {
            // Each line is its share of what is paid.
            let part = Part { numerator: paid, of: sums.share, per_minor };
            let width = A::width([(part.of, paid), (part.of, per_minor)]);
            let total = out.credit_minor[lane];
            ledger.write_lines(lane, (part, width), |level| level.share[lane], total, &mut out.levels);
        }
        carried.lanes[lane].net[self.index % 12] = out.credit_minor[lane];
    }

    /// What the cap on twelve months leaves for this month.
    fn rolling_room<const LANES: usize>(&self, lane: usize, carried: &Carried<LANES>) -> A {
        let Some(basis) = self.rules.rolling else { return A::MOST };
        let before = carried.lanes[lane].net_before(self.index, basis == RollingBasis::ContractYear);
        // No month earns back more than its credit.
        let before = A::whole(before.max(0)).times_at_most(self.tables.ticks_per_minor);
        self.table.rolling.without(before)
    }
}

/// Credit (in ticks or points) and score of one level with a value that they are made from.
#[inline]
fn credit<A: Ticks>(
    level: &LevelMonth,
    table: &LevelTable<A>,
    reading: Reading,
    value: i64,
    repeated: bool,
) -> (A, i32) {
    let (ticks, score) = from_value(level, table, &table.entries[reading.place()], value);
    let ticks = match (repeated, &level.per_point) {
        (false, _) => ticks,
        (true, Some(per_point)) => {
            let value = value.clamp(-level.value_scaled_max, level.value_scaled_max);
            A::whole(per_point.shortfall(value)).times(table.repeat_per_unit)
        }
        (true, None) => table.repeats[reading.place()],
    };
    (ticks, score)
}
