//! Entries of the scorecard as steps: undone, made again, over a restart; and where undo stops.

use crate::sample::{at, id, new_contract};
use chrono::NaiveDate;
use model::{
    Decimal, MeasureId, Month, ServiceLevelId, Side, Unit, Weighting,
    clauses::ReliefCause,
    delivered::{SharedActuals, SharedDecision, SharedMark},
};
use store::{
    Deed, Draft, Store, StoreError,
    actuals::{AmountOf, Figure, NewActuals, Origin, Reported},
    marks::{Decision, Mark, NewMark},
    plans::{DueBy, Opening, PlanState},
};

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

fn actuals(month_text: &str, tenths: i64, reason: Option<&str>) -> NewActuals {
    NewActuals {
        origin: Origin::Typed,
        side: Side::Client,
        name: "report".into(),
        bytes: None,
        problems: Vec::new(),
        figures: vec![Figure {
            month: month(month_text),
            measure: MeasureId("fcr".into()),
            reported: Reported::Value(Unit::Percent.of(Decimal::new(tenths, 1)), None),
            weighting: Weighting::Exact,
            days: None,
        }],
        amounts: vec![(month(month_text), AmountOf::Charges, Some(Decimal::from(tenths)))],
        label: format!("FCR of {month_text}: {tenths}"),
        reason: reason.map(str::to_owned),
    }
}

fn relief(month_text: &str, side: Side) -> NewMark {
    let mark = Mark::Excused {
        levels: vec![ServiceLevelId("fcr".into())],
        cause: ReliefCause::ClientSystem,
        evidence: "ticket 4711".into(),
        window: None,
    };
    NewMark { month: month(month_text), side, mark, label: "Relief".into(), reason: None }
}

fn opening(level: &str) -> Opening {
    Opening {
        month: month("2027-03"),
        level: Some(ServiceLevelId(level.into())),
        cause: "missed".into(),
        by_trigger: None,
    }
}

fn begun() -> Store {
    let mut store = Store::in_memory().unwrap();
    store.create(&new_contract("c"), at(0)).unwrap();
    store
}

fn fcr(store: &Store, month_text: &str) -> Option<Decimal> {
    let actuals = store.actuals(&id()).unwrap();
    let kept = actuals.figures.get(&(month(month_text), MeasureId("fcr".into())))?;
    match kept.figure.reported {
        Reported::Value(value, _) => Some(value.value()),
        _ => None,
    }
}

fn post(store: &mut Store, month_text: &str, minute: i64) {
    let hash = store.snapshot(&id()).unwrap().hash;
    store.post(&id(), month(month_text), &hash, b"{}", at(minute)).unwrap();
}

#[test]
fn an_entry_is_taken_back_and_made_again_under_its_name_also_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plumbline.db");
    let mut store = Store::open(&path).unwrap();
    store.create(&new_contract("c"), at(0)).unwrap();
    store.add_actuals(&id(), &actuals("2027-03", 700, None), at(1)).unwrap();
    store.add_actuals(&id(), &actuals("2027-03", 720, None), at(2)).unwrap();
    store.mark(&id(), &relief("2027-03", Side::Client), at(3)).unwrap();
    drop(store);

    let mut store = Store::open(&path).unwrap();
    assert_eq!(store.snapshot(&id()).unwrap().undo.as_deref(), Some("Relief for Mar 2027"));
    assert_eq!(store.marks(&id()).unwrap().len(), 1);
    let back = store.undo(&id(), at(4)).unwrap().unwrap();
    assert_eq!(back.undo.as_deref(), Some("FCR of 2027-03: 720"));
    assert_eq!(back.redo.as_deref(), Some("Relief for Mar 2027"));
    assert_eq!(store.marks(&id()).unwrap(), []);
    store.undo(&id(), at(5)).unwrap().unwrap();
    assert_eq!(fcr(&store, "2027-03"), Some(Decimal::from(70)), "what stood before stands again");
    let amount = store.actuals(&id()).unwrap().amounts[&(month("2027-03"), AmountOf::Charges)].0;
    assert_eq!(amount, Decimal::from(700));
    store.undo(&id(), at(6)).unwrap().unwrap();
    assert_eq!((fcr(&store, "2027-03"), store.actuals(&id()).unwrap().sources.len()), (None, 0));
    drop(store);

    let mut store = Store::open(&path).unwrap();
    for minute in 7..10 {
        store.redo(&id(), at(minute)).unwrap().unwrap();
    }
    assert_eq!(fcr(&store, "2027-03"), Some(Decimal::from(72)));
    assert_eq!(store.marks(&id()).unwrap().len(), 1);
    let undone: Vec<String> =
        store.trail(&id()).unwrap().into_iter().filter(|e| e.deed == Deed::Undone).map(|e| e.what).collect();
    assert_eq!(undone, ["Relief for Mar 2027", "FCR of 2027-03: 720", "FCR of 2027-03: 700"]);
}

#[test]
fn entries_and_terms_are_one_line_of_steps_and_an_entry_that_was_undone_stays_away_behind_a_new_one() {
    let mut store = begun();
    store.add_actuals(&id(), &actuals("2027-03", 700, None), at(1)).unwrap();
    let mut agreement = store.snapshot(&id()).unwrap().draft.agreement;
    agreement.title = "Another title".into();
    let draft = Draft { agreement, ..store.snapshot(&id()).unwrap().draft };
    store.edit(&id(), &draft, "Title", at(2)).unwrap();
    let back = store.undo(&id(), at(3)).unwrap().unwrap();
    assert_eq!(back.undo.as_deref(), Some("FCR of 2027-03: 700"), "the terms went back, the entry stays");
    assert_eq!(fcr(&store, "2027-03"), Some(Decimal::from(70)));
    store.undo(&id(), at(4)).unwrap().unwrap();
    store.add_actuals(&id(), &actuals("2027-04", 710, None), at(5)).unwrap();
    assert_eq!((fcr(&store, "2027-03"), fcr(&store, "2027-04")), (None, Some(Decimal::from(71))));
    assert_eq!(store.redo(&id(), at(6)).unwrap(), None);
    assert_eq!(fcr(&store, "2027-03"), None);
}

#[test]
fn words_about_marks_and_plans_are_undone_too() {
    let mut store = begun();
    store.mark(&id(), &relief("2027-03", Side::Vendor), at(1)).unwrap();
    let mark = store.marks(&id()).unwrap()[0].id;
    store.decide(&id(), mark, Side::Client, Decision::Approved, None, at(2)).unwrap();
    assert!(store.marks(&id()).unwrap()[0].holds());
    let back = store.undo(&id(), at(3)).unwrap().unwrap();
    assert_eq!(back.redo.as_deref(), Some("Relief for Mar 2027: approved"));
    let marks = store.marks(&id()).unwrap();
    assert!(!marks[0].holds() && marks.len() == 1);

    store.open_plan(&id(), &opening("fcr"), &PlanState::default(), at(4)).unwrap();
    let plan = store.plans(&id()).unwrap()[0].id;
    let due_on = NaiveDate::from_ymd_opt(2027, 5, 1);
    let state = PlanState { root_cause: "training".into(), owner: "Lee".into(), due_on, done: true };
    store.move_plan(&id(), plan, &state, at(5)).unwrap();
    assert!(store.plans(&id()).unwrap()[0].state.done);
    let back = store.undo(&id(), at(6)).unwrap().unwrap();
    assert_eq!(back.redo.as_deref(), Some("Rectification plan for Mar 2027 done"));
    assert_eq!(store.plans(&id()).unwrap()[0].state, PlanState::default());
    store.undo(&id(), at(7)).unwrap().unwrap();
    assert_eq!(store.plans(&id()).unwrap(), []);
    let missing = store.move_plan(&id(), plan, &state, at(8)).unwrap_err();
    assert_eq!(missing.code(), "missing", "a plan that was undone cannot be moved on");
}

#[test]
fn a_correction_goes_with_its_reason_and_the_plans_that_it_made_due() {
    let mut store = begun();
    store.add_actuals(&id(), &actuals("2027-03", 700, None), at(1)).unwrap();
    post(&mut store, "2027-03", 2);
    store.add_actuals(&id(), &actuals("2027-03", 650, Some("counted twice")), at(3)).unwrap();
    let due = [(opening("fcr"), PlanState::default())];
    store.open_due_plans(&id(), &due, DueBy::LastStep, at(3)).unwrap();
    assert_eq!((store.corrections(&id()).unwrap().len(), store.plans(&id()).unwrap().len()), (1, 1));
    store.undo(&id(), at(4)).unwrap().unwrap();
    assert_eq!((store.corrections(&id()).unwrap().len(), store.plans(&id()).unwrap().len()), (0, 0));
    assert_eq!(fcr(&store, "2027-03"), Some(Decimal::from(70)));
    store.redo(&id(), at(5)).unwrap().unwrap();
    assert_eq!((store.corrections(&id()).unwrap().len(), store.plans(&id()).unwrap().len()), (1, 1));
    // What the other side's file made due stays, whatever is undone here.
    store.open_due_plans(&id(), &[(opening("csat"), PlanState::default())], DueBy::Elsewhere, at(6)).unwrap();
    store.undo(&id(), at(7)).unwrap().unwrap();
    assert_eq!(store.plans(&id()).unwrap().len(), 1);
}

#[test]
fn undo_stops_at_a_posted_statement_and_says_why() {
    let mut store = begun();
    store.add_actuals(&id(), &actuals("2027-03", 700, None), at(1)).unwrap();
    store.add_actuals(&id(), &actuals("2027-04", 700, None), at(2)).unwrap();
    store.undo(&id(), at(3)).unwrap().unwrap();
    post(&mut store, "2027-03", 4);
    let snapshot = store.snapshot(&id()).unwrap();
    assert_eq!((snapshot.undo, snapshot.redo), (None, None), "nor is anything made again behind it");
    let why = snapshot.undo_stops.unwrap();
    assert!(why.starts_with("Statement of Mar 2027 posted: a posted statement never changes"), "{why}");
    let refused = store.undo(&id(), at(5)).unwrap_err();
    assert_eq!((refused.code(), refused.to_string()), ("not_undone", why));
    assert_eq!(store.statements(&id()).unwrap().len(), 1);
    assert_eq!(fcr(&store, "2027-03"), Some(Decimal::from(70)));
    // What comes later is undone as before, up to it.
    store.add_actuals(&id(), &actuals("2027-04", 690, None), at(6)).unwrap();
    assert_eq!(store.undo(&id(), at(7)).unwrap().unwrap().undo, None);
    assert_eq!(fcr(&store, "2027-04"), None);
}

#[test]
fn what_a_copy_told_the_other_side_is_not_taken_back_here() {
    let mut store = begun();
    store.mark(&id(), &relief("2027-03", Side::Client), at(1)).unwrap();
    store.record(&id(), Deed::Shared, "Copy", at(2)).unwrap();
    let refused = store.undo(&id(), at(3)).unwrap_err();
    assert!(matches!(refused, StoreError::NotUndone { .. }), "{refused}");
    assert!(refused.to_string().starts_with("Relief for Mar 2027: the copy for the other side"), "{refused}");
    // An entry after it is one's own still, and a plan never travels.
    store.add_actuals(&id(), &actuals("2027-03", 700, None), at(4)).unwrap();
    assert!(store.undo(&id(), at(5)).unwrap().is_some());
    store.open_plan(&id(), &opening("fcr"), &PlanState::default(), at(6)).unwrap();
    store.record(&id(), Deed::Shared, "Copy", at(7)).unwrap();
    assert!(store.undo(&id(), at(8)).unwrap().is_some());
    // Terms are another matter: what was sent is a revision, and they may go back.
    let mut draft = store.snapshot(&id()).unwrap().draft;
    draft.agreement.title = "Another title".into();
    store.edit(&id(), &draft, "Title", at(9)).unwrap();
    store.record(&id(), Deed::Shared, "Copy", at(10)).unwrap();
    assert!(store.undo(&id(), at(11)).unwrap().is_some());
}

#[test]
fn what_the_other_side_brought_is_no_step_and_stays() {
    let mut store = begun();
    store.add_actuals(&id(), &actuals("2027-03", 700, None), at(1)).unwrap();
    let theirs = SharedActuals {
        marks: vec![SharedMark {
            month: month("2027-03"),
            side: Side::Vendor,
            mark: relief("2027-03", Side::Vendor).mark,
            at: at(2),
            decisions: vec![SharedDecision { decision: Decision::Approved, at: at(2) }],
        }],
        ..SharedActuals::default()
    };
    store.take_in(&id(), Side::Vendor, &theirs, "answer.slac", at(3)).unwrap();
    store.undo(&id(), at(4)).unwrap().unwrap();
    assert_eq!((fcr(&store, "2027-03"), store.marks(&id()).unwrap().len()), (None, 1));
}
