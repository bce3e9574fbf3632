//! What is kept of a settled lane: every figure of every line, as whole numbers. Words are made of it when somebody opens
//! a figure, and not before.

use super::{Bound, LevelInput, MonthOutput, Reading};
use crate::plan::Plan;

/// One level in one month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LineRecord {
    /// Its credit before it was left to another level of the same event, before caps, and as a part of the month's credits
    /// that lines share; see [`super::LevelOutput`].
    pub own_ticks: i128,
    pub uncapped_ticks: i128,
    pub share_ticks: i128,
    /// The value that it was settled on, in units of the measure's last decimal.
    pub value_scaled: i64,
    pub credit_minor: i64,
    pub earned_back_minor: i64,
    pub score_units: i32,
    /// The band or the state that it was settled on: the place of its rule among the terms of the month.
    pub reading: Reading,
    pub repeated: bool,
    pub earned_bonus: bool,
}

/// One month; see [`MonthOutput`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct MonthRecord {
    /// Month index of the plan: which terms held.
    pub index: usize,
    pub uncapped_ticks: i128,
    pub tick_parts: i128,
    pub due_ticks: i128,
    pub paid_ticks: i128,
    pub rolling_ticks: i128,
    pub share_total: i128,
    pub bonus_ticks: i128,
    pub uncapped_minor: i64,
    pub credit_minor: i64,
    pub bonus_minor: i64,
    pub earned_back_minor: i64,
    pub score_units: Option<i32>,
    pub bound: Bound,
    pub cap_bound: bool,
    pub cap_reached: bool,
    pub gate_missed: bool,
    pub bonus_open: bool,
}

/// The figures of months that were settled one after the other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Records {
    months: Vec<MonthRecord>,
    /// By month, then by level of the plan.
    lines: Vec<LineRecord>,
}

impl Records {
    /// With room for as many months of a plan.
    #[must_use]
    pub fn with_room(plan: &Plan, months: usize) -> Self {
        Self { months: Vec::with_capacity(months), lines: Vec::with_capacity(months * plan.levels().len()) }
    }

    /// Number of months that are kept.
    #[must_use]
    pub fn months(&self) -> usize {
        self.months.len()
    }

    /// Forgets every month and keeps the room.
    pub fn clear(&mut self) {
        self.months.clear();
        self.lines.clear();
    }

    /// Keeps the figures of a month that was just settled.
    #[inline]
    pub fn keep(&mut self, plan: &Plan, month_index: usize, input: &[LevelInput<1>], out: &MonthOutput<1>) {
        if plan.plain {
            self.keep_plain(plan, month_index, input, out);
        } else {
            self.keep_all(month_index, out);
        }
    }

    /// Of a month that [`super::settle_month_with`] settled.
    #[inline]
    pub(crate) fn keep_all(&mut self, month_index: usize, out: &MonthOutput<1>) {
        self.lines.extend(out.levels.iter().map(|line| LineRecord {
            own_ticks: line.own_ticks[0],
            uncapped_ticks: line.uncapped_ticks[0],
            share_ticks: line.share_ticks[0],
            value_scaled: line.value_scaled[0],
            credit_minor: line.credit_minor[0],
            earned_back_minor: line.earned_back_minor[0],
            score_units: line.score_units[0],
            reading: line.reading[0],
            repeated: line.repeated[0],
            earned_bonus: line.bonus_ticks[0] > 0,
        }));
        self.months.push(MonthRecord {
            index: month_index,
            uncapped_ticks: out.uncapped_ticks[0],
            tick_parts: out.tick_parts[0],
            due_ticks: out.due_ticks[0],
            paid_ticks: out.paid_ticks[0],
            rolling_ticks: out.rolling_ticks[0],
            share_total: out.share_total[0],
            bonus_ticks: out.bonus_ticks[0],
            uncapped_minor: out.uncapped_minor[0],
            credit_minor: out.credit_minor[0],
            bonus_minor: out.bonus_minor[0],
            earned_back_minor: out.earned_back_minor[0],
            score_units: out.score_units[0],
            bound: out.bound[0],
            cap_bound: out.cap_bound[0],
            cap_reached: out.cap_reached[0],
            gate_missed: out.gate_missed[0],
            bonus_open: out.bonus_open[0],
        });
    }

    /// Of a month that [`super::settle_month`] settled under a plan without rules: nothing lies between a line's own credit
    /// and the cap of the month.
    #[inline]
    fn keep_plain(&mut self, plan: &Plan, month_index: usize, input: &[LevelInput<1>], out: &MonthOutput<1>) {
        let mut all = 0;
        self.lines.extend(input.iter().zip(&out.levels).map(|(input, line)| {
            let ticks = line.uncapped_ticks[0];
            all += ticks;
            LineRecord {
                own_ticks: ticks,
                uncapped_ticks: ticks,
                share_ticks: ticks,
                value_scaled: input.value_scaled[0],
                credit_minor: line.credit_minor[0],
                earned_back_minor: 0,
                score_units: line.score_units[0],
                reading: input.reading[0],
                repeated: false,
                earned_bonus: false,
            }
        }));
        let cap = &plan.months()[month_index].cap;
        self.months.push(MonthRecord {
            index: month_index,
            uncapped_ticks: all,
            tick_parts: 1,
            due_ticks: all,
            paid_ticks: all.min(cap.ticks),
            rolling_ticks: i128::MAX,
            share_total: all,
            bonus_ticks: 0,
            uncapped_minor: out.uncapped_minor[0],
            credit_minor: out.credit_minor[0],
            bonus_minor: 0,
            earned_back_minor: 0,
            score_units: out.score_units[0],
            bound: if out.cap_bound[0] { Bound::Month } else { Bound::None },
            cap_bound: out.cap_bound[0],
            cap_reached: cap.percent.is_some() && cap.ticks > 0 && all >= cap.ticks,
            gate_missed: false,
            bonus_open: false,
        });
    }

    /// A month and its lines, by its place.
    pub(crate) fn month(&self, at: usize) -> (&MonthRecord, &[LineRecord]) {
        let levels = self.lines.len() / self.months.len().max(1);
        (&self.months[at], &self.lines[at * levels..][..levels])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::{Carried, settle_month, settle_month_with};

    #[test]
    fn both_ways_through_the_kernel_leave_the_same_records() {
        let (mut terms, _) = model::template::sample();
        terms.remedies = model::Remedies { month_cap_percent: Some(8.into()), ..model::Remedies::default() };
        let plan = crate::compile(&terms, 24).unwrap();
        assert!(plan.plain);
        let (mut carried, mut other) = (Carried::default(), Carried::default());
        let (mut out, mut all) = (MonthOutput::for_plan(&plan), MonthOutput::for_plan(&plan));
        let (mut kept, mut expected) = (Records::with_room(&plan, 24), Records::default());
        for month in 0..24 {
            // From all met to all in their worst bands.
            let input: Vec<LevelInput<1>> = (0..plan.levels().len())
                .map(|l| {
                    let met = plan.intervals(l, month)[0];
                    let off = (month as i64 - 4) * (l as i64 + 1);
                    let value = met.low.map_or_else(|| met.high.unwrap_or_default() + off, |low| low - off);
                    LevelInput { reading: [plan.reading(l, month, value)], value_scaled: [value] }
                })
                .collect();
            settle_month(&plan, month, &input, &mut carried, &mut out);
            kept.keep(&plan, month, &input, &out);
            settle_month_with(&plan, month, &input, &super::super::events::NONE, &mut other, &mut all);
            expected.keep_all(month, &all);
        }
        assert_eq!(kept, expected);
        assert_eq!(kept.months(), 24);
        let bound = |bound| (0..24).filter(|at| kept.month(*at).0.bound == bound).count();
        assert!(bound(Bound::None) > 3 && bound(Bound::Month) > 3);
        kept.clear();
        assert_eq!(kept.months(), 0);
    }
}
