//! Settling a history: one lane of the kernel, with a trace.

use crate::apportion::Lines;
use crate::history::{Actual, History, MonthActuals};
use crate::kernel::{Carried, LevelInput, MonthOutput, Reading, settle_month};
use crate::plan::{LevelPlan, Plan};
use crate::problem::{Problem, Problems};
use crate::statement::{FORMAT, Line, MonthStatement, ReadingKind, Statement, VERSION};
use crate::trace::Trace;
use model::quantity::scale_of;
use model::{Decimal, ServiceLevelId, threshold};
use std::cmp::Ordering;

/// What one level's actual comes to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Read {
    pub actual: Actual,
    pub kind: ReadingKind,
    pub reading: Reading,
    /// 0 without a value.
    pub value_scaled: i64,
}

/// Settles a history under a plan.
///
/// # Errors
/// Everything that is wrong with the actuals, at once: months outside the plan, out of order, twice or left out, levels
/// that the agreement does not have, values of another unit or outside their domain.
pub fn settle(plan: &Plan, history: &History) -> Result<Statement, Vec<Problem>> {
    let mut problems = Problems::default();
    let indices = month_indices(plan, history, &mut problems);
    let mut months = Vec::with_capacity(history.months.len());
    for (month, index) in history.months.iter().zip(indices) {
        if let Some(index) = index {
            months.push((index, read_month(plan, month, index, &mut problems)));
        }
    }
    if !problems.is_empty() {
        return Err(problems.into_vec());
    }
    let mut carried = Carried::<1>::default();
    let mut out = MonthOutput::<1>::for_plan(plan);
    let months = months
        .iter()
        .map(|(index, reads)| {
            let input: Vec<LevelInput<1>> =
                reads.iter().map(|r| LevelInput { reading: [r.reading], value_scaled: [r.value_scaled] }).collect();
            settle_month(plan, *index, &input, &mut carried, &mut out);
            month_statement(plan, *index, reads, &out)
        })
        .collect();
    Ok(statement(plan, months))
}

fn statement(plan: &Plan, months: Vec<MonthStatement>) -> Statement {
    let sum = |of: fn(&MonthStatement) -> Decimal| -> Decimal {
        // From a zero with the currency's decimals, which an empty sum keeps.
        months.iter().fold(plan.currency.amount(0), |sum, m| sum + of(m))
    };
    Statement {
        format: FORMAT.into(),
        version: VERSION,
        currency: plan.currency.code().into(),
        charges_amount: sum(|m| m.charges_amount),
        uncapped_amount: sum(|m| m.uncapped_amount),
        credit_amount: sum(|m| m.credit_amount),
        months,
    }
}

/// The month index of each month of the history; none where it is not one of the plan's.
fn month_indices(plan: &Plan, history: &History, problems: &mut Problems) -> Vec<Option<usize>> {
    let (first, last) = (plan.first_month(), plan.month(plan.months().len().saturating_sub(1)));
    let outside: Vec<_> = history.months.iter().map(|m| m.month).filter(|m| *m < first || *m > last).collect();
    if let Some(month) = outside.first() {
        let what = match outside.len() {
            1 => "a month outside of the agreement".to_owned(),
            n => format!("the first of {n} months outside of the agreement"),
        };
        problems.money(format!("actuals.{month}"), what, format!("months from {first} to {last}"));
    }
    for pair in history.months.windows(2) {
        let (before, month) = (pair[0].month, pair[1].month);
        let what = match month.since(before).cmp(&1) {
            Ordering::Equal => continue,
            Ordering::Greater => format!("no actuals since {before}"),
            Ordering::Less if month == before => "the same month a second time".to_owned(),
            Ordering::Less => format!("an earlier month after {before}"),
        };
        problems.money(format!("actuals.{month}"), what, format!("{}, the month that follows", before.plus(1)));
    }
    let index = |m: &MonthActuals| usize::try_from(m.month.since(first)).ok().filter(|i| *i < plan.months().len());
    history.months.iter().map(index).collect()
}

fn read_month(plan: &Plan, month: &MonthActuals, index: usize, problems: &mut Problems) -> Vec<Read> {
    let known = |id: &ServiceLevelId| plan.levels().iter().any(|l| &l.level.id == id);
    for id in month.actuals.keys().filter(|id| !known(id)) {
        problems.money(
            format!("actuals.{}.{id}", month.month),
            "actuals of a service level that the agreement does not have",
            "one of its service levels",
        );
    }
    plan.levels()
        .iter()
        .enumerate()
        .map(|(l, level)| {
            let actual = month.actuals.get(&level.level.id).copied().unwrap_or(Actual::NotReported);
            let path = format!("actuals.{}.{}", month.month, level.level.id);
            read(plan, l, index, actual, &path, problems)
        })
        .collect()
}

fn read(
    plan: &Plan,
    level_index: usize,
    month_index: usize,
    actual: Actual,
    path: &str,
    problems: &mut Problems,
) -> Read {
    let (kind, reading, value_scaled) = match actual {
        Actual::NoActivity => (ReadingKind::NoActivity, Reading::NO_ACTIVITY, 0),
        Actual::NotReported => (ReadingKind::NotReported, Reading::NOT_REPORTED, 0),
        Actual::Excused => (ReadingKind::Excused, Reading::EXCUSED, 0),
        Actual::Value { n, .. } => {
            let level = &plan.levels()[level_index];
            let scaled = value_scaled(level, actual, path, problems).unwrap_or_default();
            if too_few(level, n) {
                (ReadingKind::TooFew, Reading::NO_ACTIVITY, scaled)
            } else {
                (ReadingKind::Value, plan.reading(level_index, month_index, scaled), scaled)
            }
        }
    };
    Read { actual, kind, reading, value_scaled }
}

/// Whether a value rests on fewer observations than its measure needs. A count that nobody gave is not held against it.
fn too_few(level: &LevelPlan, n: Option<Decimal>) -> bool {
    n.zip(level.measure.minimum_n).is_some_and(|(n, least)| n < Decimal::from(least))
}

fn value_scaled(level: &LevelPlan, actual: Actual, path: &str, problems: &mut Problems) -> Option<i64> {
    let Actual::Value { value, n } = actual else { return None };
    let measure = &level.measure;
    let text = value.text(scale_of(value.value()));
    if n.is_some_and(|n| n < Decimal::ZERO) {
        problems.money(path, format!("{} observations", n.unwrap_or_default()), "a number of 0 or more");
    }
    if value.unit() != measure.unit || !measure.unit.holds(value.value()) {
        problems.money(path, text, measure.unit.domain_in_words());
        return None;
    }
    let scaled =
        threshold::scaled(value.value(), measure.precision_decimals).filter(|v| v.abs() <= level.value_scaled_max);
    if scaled.is_none() {
        let most = Decimal::new(level.value_scaled_max, u32::from(measure.precision_decimals));
        problems.money(path, text, format!("at most {}", measure.unit.of(most).text(measure.precision_decimals)));
    }
    scaled
}

fn month_statement(plan: &Plan, index: usize, reads: &[Read], out: &MonthOutput<1>) -> MonthStatement {
    let month = &plan.months()[index];
    let trace = Trace { plan, index, reads, out };
    let uncapped = uncapped_lines(plan, out);
    let lines = plan.levels().iter().enumerate().map(|(l, level)| {
        let target = plan.target(l, index);
        let precision = level.measure.precision_decimals;
        let read = &reads[l];
        let valued = matches!(read.kind, ReadingKind::Value | ReadingKind::TooFew);
        Line {
            service_level: level.level.id.clone(),
            measure_name: level.measure.name.clone(),
            class: level.level.class,
            weight_percent: level.level.weight_percent,
            target_words: target.signed_text(level.measure.direction, precision),
            reading: read.kind,
            value: valued.then(|| level.measure.unit.of(Decimal::new(read.value_scaled, u32::from(precision)))),
            grade: plan.grade(l, read.reading),
            uncapped_amount: plan.currency.amount(uncapped[l]),
            credit_amount: plan.currency.amount(out.levels[l].credit_minor[0]),
            score_points: trace.level_score(l),
            rule: trace.rule(l),
            reading_words: trace.reading_words(l),
            credit_words: trace.credit_words(l),
            score_words: trace.level_score_words(l),
        }
    });
    MonthStatement {
        month: plan.month(index),
        contract_month: u32::try_from(index + 1).unwrap_or(u32::MAX),
        charges_amount: plan.currency.amount(month.charges_minor),
        ramp_factor_percent: month.credit_factor_percent,
        cap_amount: month.cap.percent.map(|_| plan.amount_of_ticks(month.cap.ticks)),
        uncapped_amount: plan.currency.amount(out.uncapped_minor[0]),
        credit_amount: plan.currency.amount(out.credit_minor[0]),
        cap_bound: out.cap_bound[0],
        score_points: trace.month_score(),
        credit_words: trace.month_credit_words(),
        score_words: trace.month_score_words(),
        lines: lines.collect(),
    }
}

/// The lines before the cap in minor units; they sum to the month's credits before the cap.
fn uncapped_lines(plan: &Plan, out: &MonthOutput<1>) -> Vec<i64> {
    let mut lines = Lines::with_weights(plan.levels().iter().map(|l| l.weight).collect());
    for (ticks, level) in lines.ticks.iter_mut().zip(&out.levels) {
        *ticks = level.uncapped_ticks[0];
    }
    lines.apportion(1, i128::from(plan.ticks_per_minor), out.uncapped_minor[0], plan.narrow);
    lines.minor
}
