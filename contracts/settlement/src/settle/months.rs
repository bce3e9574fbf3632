//! Whether a history's months and inputs belong to a plan.

use crate::history::{History, MonthActuals};
use crate::inputs::{Inputs, MonthInputs};
use crate::plan::Plan;
use crate::problem::Problems;
use model::{Month, ServiceLevelId};
use std::cmp::Ordering;
use std::collections::BTreeSet;

/// The month index of each month of the history; none where it is not one of the plan's.
pub(super) fn indices(plan: &Plan, history: &History, problems: &mut Problems) -> Vec<Option<usize>> {
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

/// Inputs must be of months of the history and of levels of the plan.
pub(super) fn inputs(plan: &Plan, history: &History, inputs: &Inputs, problems: &mut Problems) {
    for (month, own) in inputs {
        if !history.months.iter().any(|m| m.month == *month) {
            problems.money(format!("inputs.{month}"), "a month without actuals", "one of the months that are settled");
        }
        month_inputs(plan, *month, own, problems);
    }
}

fn month_inputs(plan: &Plan, month: Month, own: &MonthInputs, problems: &mut Problems) {
    let known = |id: &ServiceLevelId| plan.levels().iter().any(|l| &l.level.id == id);
    let events = own.events.iter().flat_map(|e| e.service_levels.iter().chain(&e.chosen));
    let relief = own.relief.iter().map(|r| &r.service_level);
    let marked = own.late_business_days.keys().chain(&own.sampler_at_fault).chain(relief);
    for id in events.chain(marked).filter(|id| !known(id)) {
        problems.money(
            format!("inputs.{month}.{id}"),
            "a service level that the agreement does not have",
            "one of its service levels",
        );
    }
    let mut seen = BTreeSet::new();
    for (i, event) in own.events.iter().enumerate() {
        let path = format!("inputs.{month}.events.{}", i + 1);
        for id in event.service_levels.iter().filter(|id| !seen.insert((*id).clone())) {
            let what = format!("“{id}” named by an event a second time");
            problems.money(&path, what, "each service level in one event of a month");
        }
        if let Some(chosen) = event.chosen.as_ref().filter(|c| !event.service_levels.contains(c)) {
            problems.money(&path, format!("a choice of “{chosen}”"), "one of the levels of the event");
        }
    }
    let count = plan.agreement.obligations.len();
    let listed = |number: &u32| usize::try_from(*number).is_ok_and(|n| (1..=count).contains(&n));
    for number in own.unattested_obligations.iter().filter(|n| !listed(n)) {
        problems.money(
            format!("inputs.{month}.obligations.{number}"),
            "an obligation that the agreement does not list",
            format!("the number of one of its {count} obligations"),
        );
    }
    if own.saving_amount.is_some_and(|s| plan.currency().minor_units(s).is_none()) {
        problems.money(
            format!("inputs.{month}.saving"),
            "a saving with more decimals than the currency",
            format!("at most {} decimals", plan.currency().minor_digits()),
        );
    }
}
