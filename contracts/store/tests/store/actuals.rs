//! Actuals, marks, statements, corrections and plans.

use chrono::{DateTime, Utc};
use model::{
    Agreement, ContentHash, Currency, Decimal, MeasureId, Month, Private, ServiceLevelId, Side, Unit, Weighting,
    clauses::ReliefCause,
};
use store::{
    ContractId, Draft, Moment, NewContract, Store, StoreError,
    actuals::{AmountOf, Figure, NewActuals, Origin, Reported, Trouble},
    marks::{Decision, Mark, NewMark},
    plans::{Opening, PlanState},
};

fn at(minute: u32) -> Moment {
    format!("2027-10-02T07:{minute:02}:00Z").parse::<DateTime<Utc>>().unwrap()
}

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

fn begun() -> (Store, ContractId, ContentHash) {
    let mut store = Store::in_memory().unwrap();
    let id = ContractId("c-1".into());
    let start = "2027-03-01".parse().unwrap();
    let agreement = Agreement::blank(start, Currency::read("USD").unwrap());
    let draft = Draft { agreement, private: Private::of(Side::Client), baseline: None };
    let new = NewContract { id: id.clone(), draft, received: None, sample: false, label: "New".into() };
    let hash = store.create(&new, at(0)).unwrap().hash;
    (store, id, hash)
}

fn figure(month_text: &str, percent: i64) -> Figure {
    Figure {
        month: month(month_text),
        measure: MeasureId("fcr".into()),
        reported: Reported::Value(Unit::Percent.of(Decimal::new(percent, 1)), Some(Decimal::from(58_204))),
        weighting: Weighting::Exact,
        days: None,
    }
}

fn new(figures: Vec<Figure>, reason: Option<&str>) -> NewActuals {
    NewActuals {
        origin: Origin::Imported,
        side: Side::Vendor,
        name: "acd.csv".into(),
        bytes: Some(b"month,fcr\n".to_vec()),
        problems: vec![Trouble {
            place: "row 6".into(),
            message: "“abc” in “asa” is not a number".into(),
            month: Some(month("2027-03")),
            measures: vec![MeasureId("asa".into())],
        }],
        figures,
        amounts: vec![(month("2027-03"), AmountOf::Charges, Some(Decimal::new(41_200_000, 2)))],
        label: "Actuals from acd.csv".into(),
        reason: reason.map(str::to_owned),
    }
}

#[test]
fn the_last_figure_of_a_month_holds_and_knows_its_source() {
    let (mut store, id, _) = begun();
    store.add_actuals(&id, &new(vec![figure("2027-03", 714), figure("2027-04", 702)], None), at(1)).unwrap();
    let typed = NewActuals {
        origin: Origin::Typed,
        bytes: None,
        problems: Vec::new(),
        amounts: Vec::new(),
        name: "monthly report".into(),
        ..new(vec![figure("2027-03", 720)], None)
    };
    store.add_actuals(&id, &typed, at(2)).unwrap();
    let actuals = store.actuals(&id).unwrap();
    let kept = &actuals.figures[&(month("2027-03"), MeasureId("fcr".into()))];
    assert_eq!(kept.figure, figure("2027-03", 720));
    let source = actuals.sources.iter().find(|s| s.id == kept.source).unwrap();
    assert_eq!((source.origin, source.side, source.sha256.as_deref()), (Origin::Typed, Side::Vendor, None));
    let first = &actuals.sources[0];
    assert_eq!(first.sha256.as_deref().map(str::len), Some(64));
    assert_eq!(first.problems[0].place, "row 6");
    assert_eq!(actuals.figures.len(), 2);
    assert_eq!(actuals.amounts[&(month("2027-03"), AmountOf::Charges)], (Decimal::new(41_200_000, 2), first.id));
    assert_eq!(store.trail(&id).unwrap().last().unwrap().what, "Actuals from acd.csv");
}

#[test]
fn a_posted_statement_never_changes_and_what_it_rests_on_only_with_a_reason() {
    let (mut store, id, hash) = begun();
    store.add_actuals(&id, &new(vec![figure("2027-03", 714)], None), at(1)).unwrap();
    store.post(&id, month("2027-03"), &hash, b"{}", at(2)).unwrap();
    assert!(matches!(store.post(&id, month("2027-03"), &hash, b"{ }", at(3)), Err(StoreError::PostedTwice { .. })));
    let other = ContentHash::from("0".repeat(64));
    assert!(matches!(store.post(&id, month("2027-04"), &other, b"{}", at(3)), Err(StoreError::Moved { .. })));
    let refused = store.add_actuals(&id, &new(vec![figure("2027-03", 720)], Some("  ")), at(4)).unwrap_err();
    assert!(matches!(refused, StoreError::Posted { .. }), "{refused}");
    assert_eq!(store.actuals(&id).unwrap().sources.len(), 1, "and nothing of it was kept");
    store.add_actuals(&id, &new(vec![figure("2027-03", 720)], Some("calls counted twice")), at(5)).unwrap();
    let correction = store.corrections(&id).unwrap().remove(0);
    assert_eq!((correction.month, correction.reason.as_str()), (month("2027-03"), "calls counted twice"));
    let posted = store.statements(&id).unwrap();
    assert_eq!((posted.len(), posted[0].statement.as_slice(), &posted[0].terms), (1, b"{}".as_slice(), &hash));
    store
        .add_actuals(&id, &NewActuals { amounts: Vec::new(), ..new(vec![figure("2027-04", 700)], None) }, at(6))
        .unwrap();
    assert_eq!(store.corrections(&id).unwrap().len(), 1, "a month that is not posted needs no reason");
}

#[test]
fn relief_holds_once_both_sides_approved_it() {
    let (mut store, id, hash) = begun();
    let level = ServiceLevelId("fcr".into());
    let mark = Mark::Excused {
        levels: vec![level.clone()],
        cause: ReliefCause::ClientSystem,
        evidence: "outage report 17".into(),
        window: None,
    };
    let march = month("2027-03");
    let new = |month, mark| NewMark { month, side: Side::Vendor, mark, label: "Marked".into(), reason: None };
    store.mark(&id, &new(march, mark), at(1)).unwrap();
    let marked = store.marks(&id).unwrap().remove(0);
    assert!(!marked.holds());
    assert_eq!(marked.word_of(Side::Vendor), Some(Decision::Approved));
    store.decide(&id, marked.id, Side::Client, Decision::Rejected, None, at(2)).unwrap();
    assert!(!store.marks(&id).unwrap()[0].holds());
    store.post(&id, march, &hash, b"{}", at(3)).unwrap();
    let late = store.decide(&id, marked.id, Side::Client, Decision::Approved, None, at(4)).unwrap_err();
    assert!(matches!(late, StoreError::Posted { .. }), "an approval that changes a posted month needs a reason");
    store.decide(&id, marked.id, Side::Client, Decision::Approved, Some("found the log"), at(4)).unwrap();
    assert!(store.marks(&id).unwrap()[0].holds());
    store.decide(&id, marked.id, Side::Vendor, Decision::Withdrawn, Some("wrong month"), at(5)).unwrap();
    assert!(!store.marks(&id).unwrap()[0].holds());
    let missing = store.decide(&id, 99, Side::Client, Decision::Approved, None, at(6)).unwrap_err();
    assert_eq!(missing.code(), "missing");
    let late = Mark::Late { levels: vec![level], business_days: 7 };
    store.mark(&id, &new(month("2027-04"), late), at(7)).unwrap();
    assert!(store.marks(&id).unwrap()[1].holds(), "a late report is a fact");
}

#[test]
fn a_trigger_opens_its_plan_once_and_the_last_entry_of_a_plan_holds() {
    let (mut store, id, _) = begun();
    let opening = Opening {
        month: month("2027-09"),
        level: Some(ServiceLevelId("fcr".into())),
        cause: "serious".into(),
        by_trigger: Some(1),
    };
    store.open_plan(&id, &opening, &PlanState::default(), at(1)).unwrap();
    store.open_plan(&id, &opening, &PlanState::default(), at(2)).unwrap();
    let by_hand = Opening { by_trigger: None, ..opening };
    store.open_plan(&id, &by_hand, &PlanState::default(), at(3)).unwrap();
    store.open_plan(&id, &by_hand, &PlanState::default(), at(4)).unwrap();
    let plans = store.plans(&id).unwrap();
    assert_eq!(plans.len(), 3, "a person may open as many as needed");
    let state = PlanState {
        root_cause: "new agents".into(),
        owner: "Site lead".into(),
        due_on: "2027-10-30".parse().ok(),
        done: true,
    };
    store.move_plan(&id, plans[0].id, &state, at(5)).unwrap();
    let plan = store.plans(&id).unwrap().remove(0);
    assert_eq!((plan.state, plan.opened_at, plan.changed_at), (state, at(1), at(5)));
    assert_eq!(store.move_plan(&id, 99, &PlanState::default(), at(6)).unwrap_err().code(), "missing");
}
