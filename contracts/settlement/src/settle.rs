//! Settling a history: one lane of the kernel, whose figures are kept.

mod lines;
mod months;
mod reading;
mod relief;
mod windows;

use crate::compile::on_inputs;
use crate::history::{Actual, History};
use crate::inputs::{Inputs, MonthInputs};
use crate::kernel::{Carried, Events, LevelInput, MonthOutput, Reading, Records, settle_month_with};
use crate::plan::Plan;
use crate::problem::{Problem, Problems};
use crate::statement::{Line, MonthStatement, ReadingKind, Statement};
use crate::trace::{Past, Trace, points};
use crate::watch::{Alarm, Watch, WatchedMonth};
use model::aggregate::Figure;
use std::borrow::Cow;

pub(crate) use windows::unattested_gate;

/// What one level's actual comes to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Read {
    pub actual: Actual,
    /// What was reported of the month, excused windows included.
    pub reported: Actual,
    pub kind: ReadingKind,
    pub reading: Reading,
    /// 0 without a value.
    pub value_scaled: i64,
    /// Whether the party that samples is at fault for too small a sample.
    pub at_fault: bool,
    /// The figure of a window of several months that ends here.
    pub figure: Option<Figure>,
}

/// Settles a history under a plan.
///
/// # Errors
/// Everything that is wrong with the actuals, at once: months outside the plan, out of order, twice or left out, levels
/// that the agreement does not have, values of another unit or outside their domain.
pub fn settle(plan: &Plan, history: &History) -> Result<Statement, Vec<Problem>> {
    settle_with(plan, history, &Inputs::new())
}

/// Settles a history of which more is known than its values: what was invoiced or delivered, events, late reports, savings.
/// Percentages are taken of the charges that the inputs name, and of those that the agreement projects for months of
/// which they name none.
///
/// # Errors
/// As [`settle`], inputs of months or levels that are not there, and amounts that the currency does not have.
pub fn settle_with(plan: &Plan, history: &History, inputs: &Inputs) -> Result<Statement, Vec<Problem>> {
    Ok(settle_figures(plan, history, inputs)?.statement())
}

/// [`settle_with`] without a word: every figure and what it was made from is kept, and is told when it is opened.
///
/// # Errors
/// As [`settle_with`].
pub fn settle_figures<'a>(plan: &'a Plan, history: &History, inputs: &'a Inputs) -> Result<Settled<'a>, Vec<Problem>> {
    let plan = on_inputs(plan, inputs)?;
    let mut problems = Problems::default();
    let indices = months::indices(&plan, history, &mut problems);
    months::inputs(&plan, history, inputs, &mut problems);
    let none = MonthInputs::default();
    let mut months = Vec::with_capacity(history.months.len());
    for (month, index) in history.months.iter().zip(indices) {
        if let Some(index) = index {
            let own = inputs.get(&month.month).unwrap_or(&none);
            months.push((index, reading::month(&plan, month, index, own, &mut problems)));
        }
    }
    if !problems.is_empty() {
        return Err(problems.into_vec());
    }
    let mut run = Run {
        plan: &plan,
        carried: Carried::default(),
        out: MonthOutput::for_plan(&plan),
        watch: Watch::new(&plan),
        records: Records::with_room(&plan, months.len()),
    };
    let kept = (0..months.len())
        .map(|at| {
            let own = inputs.get(&plan.month(months[at].0)).unwrap_or(&none);
            run.month(&months, at, own)
        })
        .collect();
    let records = run.records;
    Ok(Settled { plan, inputs, months: kept, records })
}

/// Months of a quarter of the contract.
const QUARTER_MONTHS: usize = 3;

/// A settled history: whole numbers, and what they were made from. Its words are made when they are asked for.
#[derive(Debug)]
pub struct Settled<'a> {
    plan: Cow<'a, Plan>,
    inputs: &'a Inputs,
    months: Vec<Kept>,
    records: Records,
}

/// What a month was settled on, and what it led to beside money.
#[derive(Debug)]
struct Kept {
    reads: Vec<Read>,
    events: Events,
    /// By level: whether it is a key level that is critical for now.
    promoted: Vec<bool>,
    alarms: Vec<Alarm>,
}

impl Settled<'_> {
    /// Number of months.
    #[must_use]
    pub fn months(&self) -> usize {
        self.months.len()
    }

    /// All of it in words.
    #[must_use]
    pub fn statement(&self) -> Statement {
        Statement::of_months(&self.plan.currency, (0..self.months()).map(|at| self.month(at)).collect())
    }

    /// A month in words, by its place in the history.
    ///
    /// # Panics
    /// Where there is no such month.
    #[must_use]
    pub fn month(&self, at: usize) -> MonthStatement {
        let kept = &self.months[at];
        let fired = kept.alarms.iter().map(|alarm| alarm.told(&self.plan)).collect();
        self.opened(at, |trace| lines::month(trace, &kept.promoted, fired))
    }

    /// One line of a month in words, by its level's place in the plan.
    ///
    /// # Panics
    /// Where there is no such month or level.
    #[must_use]
    pub fn line(&self, at: usize, level: usize) -> Line {
        self.opened(at, |trace| lines::line(trace, self.months[at].promoted[level], level))
    }

    fn opened<T>(&self, at: usize, told: impl FnOnce(&Trace<'_>) -> T) -> T {
        let none = MonthInputs::default();
        let (kept, (month, lines)) = (&self.months[at], self.records.month(at));
        let inputs = self.inputs.get(&self.plan.month(month.index)).unwrap_or(&none);
        let (reads, events) = (&kept.reads[..], &kept.events);
        let past = Past { records: &self.records, at };
        let (month, lines) = (&month, &lines[..]);
        // The months of its quarter so far: a window of several months is made of them.
        let of_quarter = (at.saturating_sub(QUARTER_MONTHS - 1)..=at).filter_map(|i| {
            let index = self.records.month(i).0.index;
            let inputs = self.inputs.get(&self.plan.month(index)).unwrap_or(&none);
            let is_in_it = index / QUARTER_MONTHS == month.index / QUARTER_MONTHS;
            is_in_it.then(|| (index, inputs, &self.months[i].reads[..]))
        });
        let quarter: Vec<_> = of_quarter.collect();
        let quarter = &quarter[..];
        told(&Trace { plan: &self.plan, index: month.index, reads, month, lines, events, inputs, past, quarter })
    }
}

/// A history on its way through the kernel.
struct Run<'a> {
    plan: &'a Plan,
    carried: Carried<1>,
    out: MonthOutput<1>,
    watch: Watch,
    records: Records,
}

impl Run<'_> {
    fn month(&mut self, months: &[(usize, Vec<Read>)], at: usize, own: &MonthInputs) -> Kept {
        let plan = self.plan;
        let (index, reads) = &months[at];
        let input: Vec<LevelInput<1>> =
            reads.iter().map(|r| LevelInput { reading: [r.reading], value_scaled: [r.value_scaled] }).collect();
        let (events, figures) = windows::events(plan, months, at, own);
        settle_month_with(plan, *index, &input, &events, &mut self.carried, &mut self.out);
        self.records.keep_all(plan, *index, &self.out);
        let reads: Vec<Read> = reads
            .iter()
            .enumerate()
            .map(|(l, r)| windows::settled(plan, *index, l, *r, figures[l], &self.out))
            .collect();
        let readings: Vec<Option<Reading>> =
            reads.iter().map(|r| (r.kind != ReadingKind::Pending).then_some(r.reading)).collect();
        let repeated = |l: usize| self.out.levels[l].repeated[0];
        let points = (0..reads.len()).filter_map(|l| points(plan, l, reads[l].reading, repeated(l))).sum();
        let alarms = self.watch.month(
            plan,
            &WatchedMonth {
                in_ramp: *index < plan.ramp_months,
                readings: &readings,
                points,
                cap_reached: self.out.cap_reached[0],
            },
        );
        Kept { reads, events, promoted: self.watch.promoted().to_vec(), alarms }
    }
}
