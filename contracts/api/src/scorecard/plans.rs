//! Rectification plans: which ones a statement opens, and how they are shown and told.

use super::{
    Adjustment, PlanTold,
    case::Case,
    changes::{self, last_word},
};
use crate::wire::PlanView;
use chrono::{Days, NaiveDate};
use model::{Agreement, Class, Grade, ServiceLevelId, remedy::Consequence};
use settlement::MonthStatement;
use store::plans::{Opening, PlanState, RectificationPlan};

/// The plans that the statement of a month opens, and those that the corrections on it make due for months posted before,
/// where they are not open yet: for each level that a trigger asks a plan for, or that is missed from the grade on that the
/// clause on rectification names. A level whose plan is still open gets no second one.
pub(crate) fn openings(
    case: &Case,
    statement: &MonthStatement,
    adjustments: &[Adjustment],
) -> Vec<(Opening, PlanState)> {
    let corrected = adjustments.iter().flat_map(|a| by_correction(case, a));
    to_open(case, corrected.chain(asked_for(case, &case.agreement, statement)))
}

/// The plans that corrections make due, before a statement posts their differences.
pub(crate) fn due_by_corrections(case: &Case, adjustments: &[Adjustment]) -> Vec<(Opening, PlanState)> {
    to_open(case, adjustments.iter().flat_map(|a| by_correction(case, a)))
}

/// Of what is asked for, what no plan that runs is about, once for each level.
fn to_open(case: &Case, asked: impl Iterator<Item = Opening>) -> Vec<(Opening, PlanState)> {
    let mut openings: Vec<Opening> = Vec::new();
    for opening in asked {
        let runs = case.plans.iter().any(|p| !p.state.done && p.opening.level == opening.level);
        if !runs && !openings.iter().any(|o| o.level == opening.level) {
            openings.push(opening);
        }
    }
    let due_on = days_after(case.now.date_naive(), case.agreement.rectification.plan_days);
    openings.into_iter().map(|o| (o, PlanState { due_on, ..PlanState::default() })).collect()
}

/// What a month asks a plan for under its terms, one for each trigger and each miss.
fn asked_for(case: &Case, terms: &Agreement, statement: &MonthStatement) -> Vec<Opening> {
    let opening = |level, cause, by_trigger| Opening { month: statement.month, level, cause, by_trigger };
    let fired = statement.triggers.iter().filter(|f| f.consequence == Consequence::RectificationPlan);
    let mut asked: Vec<Opening> =
        fired.map(|f| opening(f.service_level.clone(), f.words.clone(), Some(f.trigger))).collect();
    if let Some(from) = terms.rectification.from.filter(|g| *g > Grade::Met) {
        // As for triggers: the months of the ramp neither count nor open anything.
        let in_ramp = case.number(statement.month) <= terms.ramp.months();
        let missed = statement.lines.iter().filter(|l| !in_ramp && l.class != Class::ReportOnly);
        asked.extend(missed.filter(|l| l.grade.is_some_and(|g| g >= from)).map(|line| {
            let grade = line.grade.map_or("", Grade::word);
            let cause = format!("missed, {grade}: a plan is due from a miss that is {} or worse", from.word());
            opening(Some(line.service_level.clone()), cause, None)
        }));
    }
    asked
}

/// What a posted month asks a plan for since it was corrected, and did not before.
fn by_correction(case: &Case, adjustment: &Adjustment) -> Vec<Opening> {
    let (Some((posted, _)), Some((before, _))) = (case.posted_of(adjustment.month), last_word(case, adjustment.month))
    else {
        return Vec::new();
    };
    let terms = case.terms(posted.terms.hex());
    let asked_before = asked_for(case, terms, before);
    // A level that has had its plan for this month, done or not, gets no second one by the same correction.
    let has_plan = |o: &Opening| case.plans.iter().any(|p| p.opening.month == o.month && p.opening.level == o.level);
    let asked_so = |o: &Opening| asked_before.iter().any(|b| b.level == o.level && b.by_trigger == o.by_trigger);
    let known = |o: &Opening| asked_so(o) || has_plan(o);
    let asked = asked_for(case, terms, &adjustment.resettled).into_iter().filter(|o| !known(o));
    asked.map(|o| Opening { cause: format!("{} (after a correction)", o.cause), ..o }).collect()
}

/// Why a plan was opened; that a plan follows goes without saying. Where a correction took the trigger away, that is said.
fn cause_words(case: &Case, opening: &Opening, adjustments: &[Adjustment]) -> String {
    let words = opening.cause.replacen(&format!("; {}", Consequence::RectificationPlan.words()), "", 1);
    let corrected = adjustments.iter().find(|a| a.month == opening.month).map(|a| &a.resettled);
    let now = corrected.or_else(|| last_word(case, opening.month).map(|(month, _)| month));
    let fires = |month: &MonthStatement, trigger| {
        month.triggers.iter().any(|f| f.trigger == trigger && f.service_level == opening.level)
    };
    match (opening.by_trigger, now) {
        (Some(trigger), Some(now)) if !fires(now, trigger) => {
            format!("{words} (its trigger no longer holds after a correction)")
        }
        _ => words,
    }
}

/// A day so many days later; none where nothing is agreed.
pub(crate) fn days_after(day: NaiveDate, days: Option<u32>) -> Option<NaiveDate> {
    day.checked_add_days(Days::new(days?.into()))
}

/// The plans of a contract, open ones first.
pub(crate) fn views(case: &Case) -> Vec<PlanView> {
    let today = case.now.date_naive();
    let pending = changes::pending(case).unwrap_or_default();
    let view = |p: &RectificationPlan| {
        let cause_due = days_after(p.opened_at.date_naive(), case.agreement.rectification.cause_days);
        let cause_due = cause_due.filter(|_| !p.state.done && p.state.root_cause.is_empty());
        PlanView {
            id: p.id,
            level: p.opening.level.as_ref().map(|l| case.name(l)).unwrap_or_default(),
            month: p.opening.month.text(),
            cause: cause_words(case, &p.opening, &pending),
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
pub(crate) fn told(case: &Case, statement: &MonthStatement, adjustments: &[Adjustment]) -> Vec<PlanTold> {
    let since = case.posted.last().map(|(p, _)| p.at);
    let about = |level: &Option<ServiceLevelId>| level.as_ref().map(|l| case.name(l)).unwrap_or_default();
    let told = |opening: &Opening, state: &PlanState, opened| PlanTold {
        month: opening.month,
        about: about(&opening.level),
        cause: cause_words(case, opening, adjustments),
        root_cause: state.root_cause.clone(),
        owner: state.owner.clone(),
        due_on: state.due_on,
        opened,
        done: state.done,
    };
    let counts = |p: &&RectificationPlan| !p.state.done || since.is_none_or(|at| p.changed_at >= at);
    let known = case.plans.iter().filter(counts).map(|p| told(&p.opening, &p.state, false));
    known.chain(openings(case, statement, adjustments).iter().map(|(o, s)| told(o, s, true))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(case: &Case, level: &str, done: bool) -> RectificationPlan {
        let opening = Opening {
            month: "2027-05".parse().unwrap(),
            level: Some(ServiceLevelId(level.into())),
            cause: "missed".into(),
            by_trigger: None,
        };
        let state = PlanState { done, ..PlanState::default() };
        RectificationPlan { id: 1, opening, state, opened_at: case.now, changed_at: case.now }
    }

    #[test]
    fn a_level_gets_one_plan_and_no_second_one_while_the_first_runs() {
        let mut case = super::super::tests::case();
        let june = case.settle("2027-06".parse().unwrap()).unwrap().remove(5);
        let fcr = |case: &Case| {
            let due = openings(case, &june, &[]);
            due.iter().filter(|(o, _)| o.level == Some(ServiceLevelId("fcr".into()))).count()
        };
        assert_eq!(fcr(&case), 1, "its miss is serious");
        case.plans = vec![plan(&case, "fcr", false)];
        assert_eq!(fcr(&case), 0);
        case.plans = vec![plan(&case, "fcr", true)];
        assert_eq!(fcr(&case), 1);
        case.plans.push(plan(&case, "csat", false));
        assert_eq!(views(&case).iter().map(|p| p.done).collect::<Vec<_>>(), [false, true], "open ones first");
    }

    #[test]
    fn a_plan_whose_trigger_a_correction_took_away_says_so() {
        let case = super::super::tests::case();
        let june = case.settle("2027-06".parse().unwrap()).unwrap().remove(5);
        let fired = june.triggers.iter().find(|f| f.consequence == Consequence::RectificationPlan).unwrap().clone();
        let opening = Opening {
            month: june.month,
            level: fired.service_level.clone(),
            cause: fired.words.clone(),
            by_trigger: Some(fired.trigger),
        };
        let adjusted = |resettled: MonthStatement| Adjustment {
            month: june.month,
            before_amount: june.net_credit_amount,
            after_amount: june.net_credit_amount,
            difference_amount: model::Decimal::ZERO,
            changes: Vec::new(),
            reasons: Vec::new(),
            resettled,
        };
        let said = |adjustments: &[Adjustment]| cause_words(&case, &opening, adjustments);
        assert!(!said(&[]).contains("no longer"));
        assert!(!said(&[adjusted(june.clone())]).contains("no longer"));
        let without = MonthStatement { triggers: Vec::new(), ..june.clone() };
        assert!(said(&[adjusted(without)]).ends_with("(its trigger no longer holds after a correction)"));
    }

    #[test]
    fn days_are_counted_from_a_day_where_any_are_agreed() {
        let day = "2027-06-30".parse().unwrap();
        assert_eq!(days_after(day, Some(10)), "2027-07-10".parse().ok());
        assert_eq!(days_after(day, None), None);
    }
}
