//! Rectification plans: which ones a statement opens, and how they are shown and told.

use super::{PlanTold, case::Case};
use crate::wire::PlanView;
use chrono::{Days, NaiveDate};
use model::{Class, Grade, ServiceLevelId, remedy::Consequence};
use settlement::MonthStatement;
use store::plans::{Opening, PlanState, RectificationPlan};

/// The plans that the statement of a month opens: for each level that a trigger asks a plan for, or that is missed from
/// the grade on that the clause on rectification names. A level whose plan is still open gets no second one.
pub(crate) fn openings(case: &Case, statement: &MonthStatement) -> Vec<(Opening, PlanState)> {
    let mut openings: Vec<Opening> = Vec::new();
    let mut open = |level: Option<ServiceLevelId>, cause: String, by_trigger: Option<u32>| {
        let runs = case.plans.iter().any(|p| !p.state.done && p.opening.level == level);
        if !runs && !openings.iter().any(|o| o.level == level) {
            openings.push(Opening { month: statement.month, level, cause, by_trigger });
        }
    };
    for fired in statement.triggers.iter().filter(|f| f.consequence == Consequence::RectificationPlan) {
        open(fired.service_level.clone(), fired.words.clone(), Some(fired.trigger));
    }
    if let Some(from) = case.agreement.rectification.from.filter(|g| *g > Grade::Met) {
        // As for triggers: the months of the ramp neither count nor open anything.
        let in_ramp = case.number(statement.month) <= case.agreement.ramp.months();
        let missed = statement.lines.iter().filter(|l| !in_ramp && l.class != Class::ReportOnly);
        for line in missed.filter(|l| l.grade.is_some_and(|g| g >= from)) {
            let grade = line.grade.map_or("", Grade::word);
            let cause = format!("missed, {grade}: a plan is due from a miss that is {} or worse", from.word());
            open(Some(line.service_level.clone()), cause, None);
        }
    }
    let due_on = days_after(case.now.date_naive(), case.agreement.rectification.plan_days);
    openings.into_iter().map(|o| (o, PlanState { due_on, ..PlanState::default() })).collect()
}

/// A day so many days later; none where nothing is agreed.
pub(crate) fn days_after(day: NaiveDate, days: Option<u32>) -> Option<NaiveDate> {
    day.checked_add_days(Days::new(days?.into()))
}

/// The plans of a contract, open ones first.
pub(crate) fn views(case: &Case) -> Vec<PlanView> {
    let today = case.now.date_naive();
    let view = |p: &RectificationPlan| {
        let cause_due = days_after(p.opened_at.date_naive(), case.agreement.rectification.cause_days);
        let cause_due = cause_due.filter(|_| !p.state.done && p.state.root_cause.is_empty());
        PlanView {
            id: p.id,
            level: p.opening.level.as_ref().map(|l| case.name(l)).unwrap_or_default(),
            month: p.opening.month.text(),
            cause: p.opening.cause.clone(),
            by_trigger: p.opening.by_trigger.is_some(),
            root_cause: p.state.root_cause.clone(),
            cause_due_on: cause_due.map(|d| d.to_string()).unwrap_or_default(),
            cause_overdue: cause_due.is_some_and(|d| d < today),
            owner: p.state.owner.clone(),
            due_on: p.state.due_on.map(|d| d.to_string()).unwrap_or_default(),
            overdue: !p.state.done && p.state.due_on.is_some_and(|d| d < today),
            done: p.state.done,
            done_on: if p.state.done { p.changed_at.date_naive().to_string() } else { String::new() },
        }
    };
    let mut plans: Vec<PlanView> = case.plans.iter().map(view).collect();
    plans.sort_by_key(|p| p.done);
    plans
}

/// The plans that a statement tells of: those open, those done since the statement before, those that it opens.
pub(crate) fn told(case: &Case, statement: &MonthStatement) -> Vec<PlanTold> {
    let since = case.posted.last().map(|(p, _)| p.at);
    let about = |level: &Option<ServiceLevelId>| level.as_ref().map(|l| case.name(l)).unwrap_or_default();
    let told = |opening: &Opening, state: &PlanState, opened| PlanTold {
        month: opening.month,
        about: about(&opening.level),
        cause: opening.cause.clone(),
        root_cause: state.root_cause.clone(),
        owner: state.owner.clone(),
        due_on: state.due_on,
        opened,
        done: state.done,
    };
    let counts = |p: &&RectificationPlan| !p.state.done || since.is_none_or(|at| p.changed_at >= at);
    let known = case.plans.iter().filter(counts).map(|p| told(&p.opening, &p.state, false));
    known.chain(openings(case, statement).iter().map(|(o, s)| told(o, s, true))).collect()
}
