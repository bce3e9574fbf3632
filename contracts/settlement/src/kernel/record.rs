//! What is kept of a settled lane: every figure of every line, as whole numbers. Words are made of it when somebody opens
//! a figure, and not before.

use super::ledger::Ledger;
use super::{Bound, LevelInput, MonthOutput, Reading};
use crate::plan::{AnyTables, Plan, Tables};
use crate::wide::{ByWidth, Ticks, Wide};

/// One level in one month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LineRecord<A = Wide> {
    /// Its credit before it was left to another level of the same event, before caps, and as a part of the month's credits
    /// that lines share; see [`super::ledger::LevelLedger`].
    pub own_ticks: A,
    pub uncapped_ticks: A,
    pub share_ticks: A,
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

/// One month; see [`MonthOutput`] and [`super::ledger::MonthLedger`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct MonthRecord<A = Wide> {
    /// Month index of the plan: which terms held.
    pub index: usize,
    pub uncapped_ticks: A,
    pub tick_parts: A,
    pub due_ticks: A,
    pub paid_ticks: A,
    pub rolling_ticks: A,
    pub share_total: A,
    pub bonus_ticks: A,
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

/// The figures of months that were settled one after the other, under one plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Records {
    book: ByWidth<Book<i64>, Book<i128>, Book<Wide>>,
}

/// The same in one width.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Book<A> {
    months: Vec<MonthRecord<A>>,
    /// By month, then by level of the plan.
    lines: Vec<LineRecord<A>>,
}

impl Records {
    /// With room for as many months of a plan.
    #[must_use]
    pub fn with_room(plan: &Plan, months: usize) -> Self {
        let levels = plan.levels().len();
        let book = match &plan.tables {
            AnyTables::Narrow(_) => ByWidth::Narrow(Book::with_room(months, levels)),
            AnyTables::Middle(_) => ByWidth::Middle(Book::with_room(months, levels)),
            AnyTables::Wide(_) => ByWidth::Wide(Book::with_room(months, levels)),
        };
        Self { book }
    }

    /// Number of months that are kept.
    #[must_use]
    pub fn months(&self) -> usize {
        match &self.book {
            ByWidth::Narrow(book) => book.months.len(),
            ByWidth::Middle(book) => book.months.len(),
            ByWidth::Wide(book) => book.months.len(),
        }
    }

    /// Forgets every month and keeps the room.
    pub fn clear(&mut self) {
        match &mut self.book {
            ByWidth::Narrow(book) => book.clear(),
            ByWidth::Middle(book) => book.clear(),
            ByWidth::Wide(book) => book.clear(),
        }
    }

    /// Keeps the figures of a month that was just settled.
    ///
    /// # Panics
    /// Where the room or the output was made for another plan.
    #[inline]
    pub fn keep(&mut self, plan: &Plan, month_index: usize, input: &[LevelInput<1>], out: &MonthOutput<1>) {
        self.keep_as(plan, month_index, plan.plain.then_some(input), out);
    }

    /// Of a month that [`super::settle_month_with`] settled.
    #[inline]
    pub(crate) fn keep_all(&mut self, plan: &Plan, month_index: usize, out: &MonthOutput<1>) {
        self.keep_as(plan, month_index, None, out);
    }

    /// `plain` holds the inputs of a month that needed nothing but percentages and the cap of the month.
    #[inline]
    fn keep_as(&mut self, plan: &Plan, index: usize, plain: Option<&[LevelInput<1>]>, out: &MonthOutput<1>) {
        match (&plan.tables, &out.ledger, &mut self.book) {
            (AnyTables::Narrow(t), Some(ByWidth::Narrow(l)), ByWidth::Narrow(book)) => {
                book.keep(t, index, plain, out, l)
            }
            (AnyTables::Middle(t), Some(ByWidth::Middle(l)), ByWidth::Middle(book)) => {
                book.keep(t, index, plain, out, l)
            }
            (AnyTables::Wide(t), Some(ByWidth::Wide(l)), ByWidth::Wide(book)) => book.keep(t, index, plain, out, l),
            _ => panic!("the room or the output was made for another plan"),
        }
    }

    /// A month and its lines, by its place, to be put into words.
    pub(crate) fn month(&self, at: usize) -> (MonthRecord, Vec<LineRecord>) {
        match &self.book {
            ByWidth::Narrow(book) => book.month(at),
            ByWidth::Middle(book) => book.month(at),
            ByWidth::Wide(book) => book.month(at),
        }
    }
}

impl<A: Ticks> Book<A> {
    fn with_room(months: usize, levels: usize) -> Self {
        Self { months: Vec::with_capacity(months), lines: Vec::with_capacity(months * levels) }
    }

    fn clear(&mut self) {
        self.months.clear();
        self.lines.clear();
    }

    #[inline]
    fn keep(
        &mut self,
        tables: &Tables<A>,
        index: usize,
        plain: Option<&[LevelInput<1>]>,
        out: &MonthOutput<1>,
        ledger: &Ledger<A, 1>,
    ) {
        match plain {
            Some(input) => self.keep_plain(tables, index, input, out, ledger),
            None => self.keep_all(index, out, ledger),
        }
    }

    /// Of a month of any plan.
    #[inline]
    fn keep_all(&mut self, index: usize, out: &MonthOutput<1>, ledger: &Ledger<A, 1>) {
        self.lines.extend(out.levels.iter().zip(&ledger.levels).map(|(line, amounts)| LineRecord {
            own_ticks: amounts.own[0],
            uncapped_ticks: amounts.uncapped[0],
            share_ticks: amounts.share[0],
            value_scaled: line.value_scaled[0],
            credit_minor: line.credit_minor[0],
            earned_back_minor: line.earned_back_minor[0],
            score_units: line.score_units[0],
            reading: line.reading[0],
            repeated: line.repeated[0],
            earned_bonus: amounts.bonus[0] > A::default(),
        }));
        let month = &ledger.month;
        self.months.push(MonthRecord {
            index,
            uncapped_ticks: month.uncapped[0],
            tick_parts: month.parts[0],
            due_ticks: month.due[0],
            paid_ticks: month.paid[0],
            rolling_ticks: month.rolling[0],
            share_total: month.share_total[0],
            bonus_ticks: month.bonus[0],
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
    fn keep_plain(
        &mut self,
        tables: &Tables<A>,
        index: usize,
        input: &[LevelInput<1>],
        out: &MonthOutput<1>,
        ledger: &Ledger<A, 1>,
    ) {
        let mut all = A::default();
        self.lines.extend(input.iter().zip(&out.levels).zip(&ledger.levels).map(|((input, line), amounts)| {
            let ticks = amounts.uncapped[0];
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
        let month = &tables.months[index];
        self.months.push(MonthRecord {
            index,
            uncapped_ticks: all,
            tick_parts: A::ONE,
            due_ticks: all,
            paid_ticks: all.min(month.cap),
            rolling_ticks: A::MOST,
            share_total: all,
            bonus_ticks: A::default(),
            uncapped_minor: out.uncapped_minor[0],
            credit_minor: out.credit_minor[0],
            bonus_minor: 0,
            earned_back_minor: 0,
            score_units: out.score_units[0],
            bound: if out.cap_bound[0] { Bound::Month } else { Bound::None },
            cap_bound: out.cap_bound[0],
            cap_reached: month.cap_counts && all >= month.cap,
            gate_missed: false,
            bonus_open: false,
        });
    }

    fn month(&self, at: usize) -> (MonthRecord, Vec<LineRecord>) {
        let levels = self.lines.len() / self.months.len().max(1);
        let lines = &self.lines[at * levels..][..levels];
        (self.months[at].wide(), lines.iter().map(LineRecord::wide).collect())
    }
}

impl<A: Ticks> LineRecord<A> {
    fn wide(&self) -> LineRecord {
        LineRecord {
            own_ticks: self.own_ticks.wide(),
            uncapped_ticks: self.uncapped_ticks.wide(),
            share_ticks: self.share_ticks.wide(),
            value_scaled: self.value_scaled,
            credit_minor: self.credit_minor,
            earned_back_minor: self.earned_back_minor,
            score_units: self.score_units,
            reading: self.reading,
            repeated: self.repeated,
            earned_bonus: self.earned_bonus,
        }
    }
}

impl<A: Ticks> MonthRecord<A> {
    fn wide(&self) -> MonthRecord {
        MonthRecord {
            index: self.index,
            uncapped_ticks: self.uncapped_ticks.wide(),
            tick_parts: self.tick_parts.wide(),
            due_ticks: self.due_ticks.wide(),
            paid_ticks: self.paid_ticks.wide(),
            rolling_ticks: self.rolling_ticks.wide(),
            share_total: self.share_total.wide(),
            bonus_ticks: self.bonus_ticks.wide(),
            uncapped_minor: self.uncapped_minor,
            credit_minor: self.credit_minor,
            bonus_minor: self.bonus_minor,
            earned_back_minor: self.earned_back_minor,
            score_units: self.score_units,
            bound: self.bound,
            cap_bound: self.cap_bound,
            cap_reached: self.cap_reached,
            gate_missed: self.gate_missed,
            bonus_open: self.bonus_open,
        }
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
        let (mut kept, mut expected) = (Records::with_room(&plan, 24), Records::with_room(&plan, 0));
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
            expected.keep_all(&plan, month, &all);
        }
        assert_eq!(kept, expected);
        assert_eq!(kept.months(), 24);
        let bound = |bound| (0..24).filter(|at| kept.month(*at).0.bound == bound).count();
        assert!(bound(Bound::None) > 3 && bound(Bound::Month) > 3);
        kept.clear();
        assert_eq!(kept.months(), 0);
    }
}
