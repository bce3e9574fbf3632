//! From terms to a plan.

mod amounts;
mod check;
mod rules;
mod tables;

use crate::inputs::Inputs;
use crate::plan::{
    AnyTables, Cap, Edge, LevelMonth, LevelPlan, MonthPlan, PerPoint, Plan, Rules, SCALED_MAX, UNITS_MAX,
};
use crate::problem::{Concern, Problem, Problems};
use crate::score::{LinearScore, LinearTerms};
use crate::trace::ClauseNumbers;
use crate::wide::Wide;
use amounts::Amounts;
use model::threshold::{self, Interval};
use model::{
    Agreement, Band, Class, Credit, Decimal, Direction, Measure, Mechanism, Month, ScoreRule, ServiceLevel, Unit,
    charges,
};
use rust_decimal::prelude::ToPrimitive;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Stands for an edge that is not there: farther out than any value.
const OUTERMOST: i64 = 1 << 60;
/// Most decimals of a weight.
const WEIGHT_DIGITS_MAX: u32 = 6;

/// The plan of an agreement's first `horizon_months` months (1 to [`crate::MONTHS_MAX`]). It may reach beyond the term:
/// how long to look is the caller's choice.
///
/// # Errors
/// Everything that is wrong with the terms, at once, each with the path of its term.
pub fn compile(agreement: &Agreement, horizon_months: usize) -> Result<Plan, Vec<Problem>> {
    let (plan, problems) = compile_draft(agreement, horizon_months)?;
    if problems.is_empty() { Ok(plan) } else { Err(problems) }
}

/// The plan of a draft. Problems that concern only the score (weights that do not sum to 100, a band without its score)
/// are handed back beside a plan without scores, so that bands and money can be looked at while weights are edited.
///
/// # Errors
/// All problems, where money or bands cannot be settled.
pub fn compile_draft(agreement: &Agreement, horizon_months: usize) -> Result<(Plan, Vec<Problem>), Vec<Problem>> {
    let mut problems = Problems::default();
    check::horizon(horizon_months, &mut problems);
    check::agreement(agreement, &mut problems);
    // Everything below relies on what was checked: units, kinds and signs.
    if problems.any_about_money() {
        return Err(problems.into_vec());
    }
    let intervals = check::intervals(agreement, horizon_months, &mut problems);
    let Some(intervals) = intervals else { return Err(problems.into_vec()) };
    let Some(amounts) = Amounts::of(agreement, &BTreeMap::new(), &intervals, &mut problems) else {
        return Err(problems.into_vec());
    };
    let scored = problems.is_empty();
    let plan = build(&Arc::new(agreement.clone()), &intervals, &amounts, scored);
    let problems = problems.into_vec();
    debug_assert!(problems.iter().all(|p| p.concern == Concern::Score));
    Ok((plan, problems))
}

/// The plan on what was invoiced: the charges or units that the inputs of its months name, and the charges that the
/// agreement projects for every other month. The same plan where they name none.
///
/// # Errors
/// As [`compile()`], and amounts that the currency does not have.
pub(crate) fn on_inputs<'a>(plan: &'a Plan, inputs: &Inputs) -> Result<Cow<'a, Plan>, Vec<Problem>> {
    let mut problems = Problems::default();
    let billed = billed(plan, inputs, &mut problems);
    if !problems.is_empty() {
        return Err(problems.into_vec());
    }
    if billed.is_empty() {
        return Ok(Cow::Borrowed(plan));
    }
    on_charges(plan, &billed).map(Cow::Owned)
}

/// The plan on the units that were delivered in its months, the first month first, each charged as a statement charges
/// it; the same plan where charges are not per unit.
///
/// # Errors
/// Where units make charges whose credits are too large to be settled.
pub(crate) fn on_units<'a>(plan: &'a Plan, units: &[Decimal]) -> Result<Cow<'a, Plan>, Vec<Problem>> {
    if !plan.charges_follow_units() {
        return Ok(Cow::Borrowed(plan));
    }
    let billed = (1..).zip(units).map(|(month, units)| (month, charged_for(&plan.agreement, month, *units)));
    on_charges(plan, &billed.collect()).map(Cow::Owned)
}

/// The same terms, months and bands on other charges, by contract month.
fn on_charges(plan: &Plan, billed: &BTreeMap<usize, Decimal>) -> Result<Plan, Vec<Problem>> {
    let agreement = &plan.agreement;
    let mut problems = Problems::default();
    let of_levels = |month: &MonthPlan| month.levels.iter().map(|level| level.intervals.clone()).collect();
    let intervals: Intervals = plan.months.iter().map(of_levels).collect();
    let Some(amounts) = Amounts::of(agreement, billed, &intervals, &mut problems) else {
        return Err(problems.into_vec());
    };
    let mut anew = plan.clone();
    anew.tables = charge(agreement, &mut anew.levels, &mut anew.months, &mut anew.rules, &amounts);
    (anew.tick_digits, anew.ticks_per_minor) = (amounts.tick_digits, amounts.ticks_per_minor);
    Ok(anew)
}

/// What is charged for the units delivered in a contract month: at least the minimum volume, rounded as invoiced.
fn charged_for(agreement: &Agreement, contract_month: usize, units: Decimal) -> Decimal {
    let minimum = agreement.forecast.minimum_volume_percent;
    charges::invoiced(agreement.charges.billed(contract_month, units, minimum), &agreement.currency)
}

/// Charges by contract month, where inputs name what was invoiced or delivered.
fn billed(plan: &Plan, inputs: &Inputs, problems: &mut Problems) -> BTreeMap<usize, Decimal> {
    let agreement = &plan.agreement;
    let mut billed = BTreeMap::new();
    for (month, own) in inputs {
        let number = usize::try_from(month.since(plan.first_month) + 1).ok();
        let Some(contract_month) = number.filter(|m| *m > 0) else { continue };
        let by_units = own.units.map(|units| charged_for(agreement, contract_month, units));
        let amount = own.charges_amount.or(by_units);
        let Some(amount) = amount else { continue };
        let is_negative = amount.is_sign_negative() && !amount.is_zero();
        if is_negative || agreement.currency.minor_units(amount).is_none() {
            problems.money(
                format!("inputs.{month}.charges"),
                format!("charges of {amount}"),
                format!("an amount of 0 or more with at most {} decimals", agreement.currency.minor_digits()),
            );
        }
        billed.insert(contract_month, amount);
    }
    billed
}

/// By month, by level: the nested intervals.
type Intervals = Vec<Vec<Vec<Interval>>>;

fn build(agreement: &Arc<Agreement>, intervals: &Intervals, amounts: &Amounts, scored: bool) -> Plan {
    // A draft may hold any weights; it has no score then, and no weight counts.
    let (weight_digits, weights) = if scored { weights(agreement) } else { (0, vec![0; agreement.levels().count()]) };
    let mut levels: Vec<LevelPlan> = agreement
        .levels()
        .zip(&weights)
        .map(|((level, measure), &weight)| LevelPlan {
            level: level.clone(),
            measure: measure.clone(),
            needs_value: needs_value(agreement, level, weight),
            value_scaled_max: 0,
            weight,
        })
        .collect();
    let mut rules = rules::build(agreement, &levels, intervals.len());
    let due = |l: &LevelPlan, m: usize| (m + 1).is_multiple_of(l.level.remedy.window.months());
    let mut months: Vec<MonthPlan> = (0..intervals.len())
        .map(|m| MonthPlan {
            charges_minor: 0,
            credit_factor_percent: agreement.ramp.credit_factor_percent(m + 1),
            required_levels: levels.iter().map(|l| i32::from(l.is_binding() && due(l, m))).sum(),
            cap: Cap { percent: None, ticks: Wide::default() },
            levels: levels
                .iter()
                .enumerate()
                .map(|(l, level)| level_month(agreement, level, m, &intervals[m][l], &amounts.levels[m][l]))
                .collect(),
        })
        .collect();
    let tables = charge(agreement, &mut levels, &mut months, &mut rules, amounts);
    Plan {
        currency: agreement.currency.clone(),
        first_month: Month::of(agreement.term.start),
        tick_digits: amounts.tick_digits,
        ticks_per_minor: amounts.ticks_per_minor,
        tables,
        score_rule: agreement.score,
        scored,
        weight_digits,
        weight_total: weights.iter().sum(),
        remedies: agreement.remedies.clone(),
        clauses: ClauseNumbers::of(agreement),
        plain: !rules::needed(agreement),
        ramp_months: agreement.ramp.months(),
        levels,
        months,
        rules,
        agreement: Arc::clone(agreement),
    }
}

/// Puts amounts in their places, all that other charges change, and gives the tables of them.
fn charge(
    agreement: &Agreement,
    levels: &mut [LevelPlan],
    months: &mut [MonthPlan],
    rules: &mut Rules,
    amounts: &Amounts,
) -> AnyTables {
    for (level, value_scaled_max) in levels.iter_mut().zip(&amounts.value_scaled_max) {
        level.value_scaled_max = *value_scaled_max;
    }
    for (m, month) in months.iter_mut().enumerate() {
        month.charges_minor = amounts.charges_minor[m];
        month.cap = Cap { percent: amounts.caps[m].percent, ticks: amounts.caps[m].ticks };
        for (level, value_scaled_max) in month.levels.iter_mut().zip(&amounts.value_scaled_max) {
            level.value_scaled_max = *value_scaled_max;
        }
    }
    rules::charge(rules, levels, amounts);
    amounts.tables(&tables::of(agreement, levels, months, amounts))
}

/// A linear score and a credit per point are made from the value; everything else from the band alone.
fn needs_value(agreement: &Agreement, level: &ServiceLevel, weight: i32) -> bool {
    let credited = level.class != Class::ReportOnly && is_per_point(agreement, level);
    credited || is_linear(agreement, weight) || rules::needs_value(agreement, level)
}

/// Whether the credit of a level is made from its value: points and pools only look at its band.
fn is_per_point(agreement: &Agreement, level: &ServiceLevel) -> bool {
    agreement.remedies.mechanism == Mechanism::Percent && matches!(level.credit, Credit::PerPoint { .. })
}

/// Whether the score of a level of this weight is made from its value.
fn is_linear(agreement: &Agreement, weight: i32) -> bool {
    agreement.score == ScoreRule::Linear && weight > 0
}

/// Weights as integers of one common unit, 10^-digits percent.
fn weights(agreement: &Agreement) -> (u32, Vec<i32>) {
    let all = || {
        agreement.levels().map(|(level, _)| match level.class {
            Class::ReportOnly => Decimal::ZERO,
            Class::Critical | Class::Key => level.weight_percent.normalize(),
        })
    };
    let digits = all().map(|w| w.scale()).max().unwrap_or_default().min(WEIGHT_DIGITS_MAX);
    let unit = Decimal::from(10_i64.pow(digits));
    (digits, all().map(|w| (w * unit).to_i32().unwrap_or_default()).collect())
}

fn level_month(
    agreement: &Agreement,
    plan: &LevelPlan,
    month_index: usize,
    intervals: &[Interval],
    amounts: &amounts::LevelAmounts,
) -> LevelMonth {
    let (level, measure) = (&plan.level, &plan.measure);
    let met = intervals[0];
    let linear = is_linear(agreement, plan.weight);
    LevelMonth {
        target: agreement.ramp.target(level, measure, month_index + 1),
        intervals: intervals.to_vec(),
        edges: intervals.iter().map(|i| edge(*i, measure)).collect(),
        by_value: plan.needs_value,
        value_scaled_max: plan.value_scaled_max,
        per_point: amounts.per_unit_ticks.map(|_| PerPoint {
            low: met.low.unwrap_or(-OUTERMOST),
            high: met.high.unwrap_or(OUTERMOST),
            failed: failed_shortfall(agreement, plan, month_index, intervals),
        }),
        linear: linear.then(|| linear_score(agreement, level, measure, month_index, met)),
    }
}

/// How far a level that failed lies from its target where its credit is per point: at the floor, otherwise where its worst
/// band begins, in scaled values.
fn failed_shortfall(agreement: &Agreement, plan: &LevelPlan, month_index: usize, intervals: &[Interval]) -> i64 {
    let met = intervals[0];
    let floor = interval_at(agreement, &plan.level, &plan.measure, month_index, plan.level.floor);
    let Some(worst) = floor.or(intervals.last().copied()) else { return 0 };
    let distance = |a: Option<i64>, b: Option<i64>| a.zip(b).map_or(0, |(a, b)| (a - b).max(0));
    distance(met.low, worst.low).max(distance(worst.high, met.high))
}

fn edge(interval: Interval, measure: &Measure) -> Edge {
    let (low, high) = interval.unrounded(measure.precision_decimals);
    Edge { low, high }
}

fn linear_score(
    agreement: &Agreement,
    level: &ServiceLevel,
    measure: &Measure,
    month_index: usize,
    met: Interval,
) -> LinearScore {
    let floor = interval_at(agreement, level, measure, month_index, level.floor);
    let stretch = interval_at(agreement, level, measure, month_index, level.stretch);
    let distance = |a: Option<i64>, b: Option<i64>| a.zip(b).map_or(0, |(a, b)| (a - b).max(0));
    let beyond = match measure.direction {
        Direction::Higher => stretch.map_or(0, |s| distance(s.low, met.low)),
        Direction::Lower => stretch.map_or(0, |s| distance(met.high, s.high)),
        Direction::Range => 0,
    };
    LinearScore::new(LinearTerms {
        low: met.low.unwrap_or(-OUTERMOST),
        high: met.high.unwrap_or(OUTERMOST),
        floor_below: floor.map_or(0, |f| distance(met.low, f.low)),
        floor_above: floor.map_or(0, |f| distance(f.high, met.high)),
        stretch: beyond,
        higher: measure.direction == Direction::Higher,
    })
}

/// The interval that begins at an offset from the month's target, on both sides of a range. Floors and stretches move,
/// round and clip as band edges do, so the owner of band edges is asked: a level with a single further band there.
fn interval_at(
    agreement: &Agreement,
    level: &ServiceLevel,
    measure: &Measure,
    month_index: usize,
    offset: Option<model::Offset>,
) -> Option<Interval> {
    let first = *level.bands.first()?;
    let probe = ServiceLevel { bands: vec![first, Band { from: Some(offset?), ..first }], ..level.clone() };
    threshold::intervals(&probe, measure, &agreement.ramp, month_index + 1)
        .ok()?
        .get(1)
        .copied()
        .filter(|i| i.low.unwrap_or_default().abs() <= SCALED_MAX && i.high.unwrap_or_default().abs() <= SCALED_MAX)
}

/// The largest magnitude of a scaled value: the end of the unit's domain, or far beyond anything that is measured.
fn scaled_max(unit: Unit, precision_decimals: u8) -> i64 {
    let (low, high) = unit.domain();
    let bound = low.zip(high).map_or(Decimal::from(UNITS_MAX), |(l, h)| l.abs().max(h.abs()));
    threshold::scaled(bound, precision_decimals).unwrap_or(SCALED_MAX).min(SCALED_MAX)
}
