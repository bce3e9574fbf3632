//! What the other side keeps, taken in from its file: beside one's own, never in its place.

use crate::sample::{at, id, new_contract};
use model::{
    Decimal, MeasureId, Month, ServiceLevelId, Side, Unit, Weighting,
    clauses::ReliefCause,
    delivered::{SharedActuals, SharedAmount, SharedDecision, SharedMark, SharedSource, SharedStatement},
};
use store::{
    Store, StoreError,
    actuals::{AmountOf, Figure, NewActuals, Origin, Reported},
    marks::{Decision, ExcusedWindow, Mark, NewMark, TakenOut},
};

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

fn figure(month_text: &str, tenths: i64, n: Option<i64>) -> Figure {
    Figure {
        month: month(month_text),
        measure: MeasureId("fcr".into()),
        reported: Reported::Value(Unit::Percent.of(Decimal::new(tenths, 1)), n.map(Decimal::from)),
        weighting: Weighting::Exact,
        days: None,
    }
}

fn own(figures: Vec<Figure>) -> NewActuals {
    NewActuals {
        origin: Origin::Imported,
        side: Side::Client,
        name: "mine.csv".into(),
        bytes: Some(b"month,fcr\n".to_vec()),
        problems: Vec::new(),
        figures,
        amounts: Vec::new(),
        label: "Mine".into(),
        reason: None,
    }
}

fn window() -> Mark {
    Mark::Excused {
        levels: vec![ServiceLevelId("fcr".into())],
        cause: ReliefCause::ClientSystem,
        evidence: "ticket 4711".into(),
        window: Some(ExcusedWindow {
            from: "2027-03-04T09:00:00".parse().unwrap(),
            to: "2027-03-04T13:30:00".parse().unwrap(),
            taken_out: vec![TakenOut {
                level: ServiceLevelId("fcr".into()),
                numerator: Decimal::from(10),
                denominator: Decimal::from(50),
            }],
        }),
    }
}

fn theirs() -> SharedActuals {
    SharedActuals {
        sources: vec![SharedSource {
            origin: Origin::Imported,
            name: "acd.csv".into(),
            sha256: Some("a".repeat(64)),
            at: at(5),
            figures: vec![figure("2027-03", 700, Some(900)), figure("2027-04", 710, None)],
            amounts: vec![SharedAmount {
                month: month("2027-03"),
                what: AmountOf::Volume,
                amount: Some(Decimal::from(12_000)),
            }],
            problems: Vec::new(),
        }],
        marks: vec![SharedMark {
            month: month("2027-03"),
            side: Side::Vendor,
            mark: window(),
            at: at(6),
            decisions: vec![SharedDecision { decision: Decision::Approved, at: at(6) }],
        }],
        statements: Vec::new(),
    }
}

fn posted(sha256: &str) -> SharedStatement {
    SharedStatement {
        month: month("2027-03"),
        sha256: sha256.repeat(64),
        at: at(7),
        revision: 4,
        terms_sha256: "d".repeat(64),
        currency: "USD".into(),
        score_points: Some(Decimal::from(93)),
        charges_amount: Decimal::from(412_000),
        net_credit_amount: Decimal::from(4_120),
        total_amount: Decimal::from(4_120),
        lines: Vec::new(),
        adjustments: Vec::new(),
    }
}

#[test]
fn statements_of_the_other_side_are_kept_once_each_beside_one_s_own() {
    let mut store = begun();
    let hash = store.snapshot(&id()).unwrap().hash;
    store.post(&id(), month("2027-03"), &hash, b"{}", at(1)).unwrap();
    let told = SharedActuals { statements: vec![posted("a")], ..SharedActuals::default() };
    assert_eq!(store.take_in(&id(), Side::Vendor, &told, "answer.slac", at(9)).unwrap().statements, 1);
    assert!(store.take_in(&id(), Side::Vendor, &told, "again.slac", at(10)).unwrap().is_nothing());
    let another = SharedActuals { statements: vec![posted("b")], ..SharedActuals::default() };
    store.take_in(&id(), Side::Vendor, &another, "other.slac", at(11)).unwrap();
    let there = store.statements_elsewhere(&id()).unwrap();
    let told: Vec<_> = there.iter().map(|p| (p.side, &p.statement, p.from.file.as_str())).collect();
    assert_eq!(told, [(Side::Vendor, &posted("a"), "answer.slac"), (Side::Vendor, &posted("b"), "other.slac")]);
    assert_eq!(store.statements(&id()).unwrap().len(), 1, "one's own stays what it was");
    assert_eq!(store.corrections(&id()).unwrap(), [], "and nothing was corrected by it");
}

fn begun() -> Store {
    let mut store = Store::in_memory().unwrap();
    store.create(&new_contract("c"), at(0)).unwrap();
    store
}

#[test]
fn the_other_sides_figures_stand_beside_ones_own_and_hold_where_there_is_none() {
    let mut store = begun();
    store.add_actuals(&id(), &own(vec![figure("2027-03", 720, None)]), at(1)).unwrap();
    let taken = store.take_in(&id(), Side::Vendor, &theirs(), "answer.slac", at(9)).unwrap();
    assert_eq!((taken.figures, taken.marks, taken.decisions, taken.unknown_marks), (3, 1, 0, 0));
    let actuals = store.actuals(&id()).unwrap();
    let (march, april) = ((month("2027-03"), MeasureId("fcr".into())), (month("2027-04"), MeasureId("fcr".into())));
    assert_eq!(actuals.figures[&march].figure, figure("2027-03", 720, None), "one’s own stays");
    assert_eq!(actuals.theirs[&march].figure, figure("2027-03", 700, Some(900)));
    assert_eq!(actuals.figures[&april].figure, figure("2027-04", 710, None));
    assert_eq!(actuals.amounts[&(month("2027-03"), AmountOf::Volume)].0, Decimal::from(12_000));
    let source = actuals.sources.iter().find(|s| s.id == actuals.figures[&april].source).unwrap();
    assert_eq!((source.side, source.name.as_str(), source.at), (Side::Vendor, "acd.csv", at(5)));
    assert_eq!(source.sha256.as_deref(), Some("a".repeat(64).as_str()), "its hash without its bytes");
    assert_eq!(source.elsewhere.as_ref().map(|e| (e.file.as_str(), e.at)), Some(("answer.slac", at(9))));
    store.add_actuals(&id(), &own(vec![figure("2027-04", 650, None)]), at(10)).unwrap();
    let actuals = store.actuals(&id()).unwrap();
    assert_eq!(actuals.figures[&april].figure, figure("2027-04", 650, None), "typed over, theirs stays beside it");
    assert_eq!(actuals.theirs[&april].figure, figure("2027-04", 710, None));
}

#[test]
fn the_same_file_brings_nothing_twice_and_a_later_one_what_is_new() {
    let mut store = begun();
    store.take_in(&id(), Side::Vendor, &theirs(), "answer.slac", at(9)).unwrap();
    let entries = store.trail(&id()).unwrap().len();
    assert!(store.take_in(&id(), Side::Vendor, &theirs(), "answer.slac", at(10)).unwrap().is_nothing());
    assert_eq!(store.trail(&id()).unwrap().len(), entries);
    let mut later = theirs();
    later.sources.push(SharedSource {
        name: "monthly report".into(),
        sha256: None,
        at: at(20),
        figures: vec![figure("2027-04", 715, None)],
        amounts: vec![SharedAmount { month: month("2027-03"), what: AmountOf::Volume, amount: None }],
        ..later.sources[0].clone()
    });
    assert_eq!(store.take_in(&id(), Side::Vendor, &later, "later.slac", at(21)).unwrap().figures, 2);
    let actuals = store.actuals(&id()).unwrap();
    assert_eq!(actuals.figures[&(month("2027-04"), MeasureId("fcr".into()))].figure, figure("2027-04", 715, None));
    assert!(actuals.amounts.is_empty(), "what they took back no longer holds");
}

#[test]
fn words_about_marks_travel_and_only_the_side_that_wrote_the_file_is_heard() {
    let mut store = begun();
    store.take_in(&id(), Side::Vendor, &theirs(), "answer.slac", at(9)).unwrap();
    let marked = store.marks(&id()).unwrap().remove(0);
    assert!(!marked.holds() && marked.word_of(Side::Vendor) == Some(Decision::Approved));
    store.decide(&id(), marked.id, Side::Client, Decision::Approved, None, at(11)).unwrap();
    assert!(store.marks(&id()).unwrap()[0].holds());
    // A mark of one's own, answered there.
    let new = NewMark { month: month("2027-05"), side: Side::Client, mark: window(), label: "m".into(), reason: None };
    store.mark(&id(), &new, at(12)).unwrap();
    let answer = SharedActuals {
        sources: Vec::new(),
        marks: vec![
            SharedMark {
                month: month("2027-05"),
                side: Side::Client,
                mark: window(),
                at: at(12),
                decisions: vec![SharedDecision { decision: Decision::Rejected, at: at(13) }],
            },
            SharedMark {
                month: month("2027-06"),
                side: Side::Client,
                mark: window(),
                at: at(12),
                decisions: vec![SharedDecision { decision: Decision::Approved, at: at(13) }],
            },
        ],
        statements: Vec::new(),
    };
    let taken = store.take_in(&id(), Side::Vendor, &answer, "answer.slac", at(14)).unwrap();
    assert_eq!((taken.marks, taken.decisions, taken.unknown_marks), (0, 1, 1), "no mark is made in one’s own name");
    let own = store.marks(&id()).unwrap().into_iter().find(|m| m.month == month("2027-05")).unwrap();
    assert_eq!(own.word_of(Side::Vendor), Some(Decision::Rejected));
}

#[test]
fn what_changes_beneath_a_posted_statement_is_kept_with_the_file_as_its_reason() {
    let mut store = begun();
    let hash = store.snapshot(&id()).unwrap().hash;
    store.post(&id(), month("2027-03"), &hash, b"{}", at(2)).unwrap();
    store.take_in(&id(), Side::Vendor, &theirs(), "answer.slac", at(9)).unwrap();
    let correction = store.corrections(&id()).unwrap().remove(0);
    assert_eq!(correction.month, month("2027-03"));
    assert_eq!(correction.reason, "taken in from “answer.slac” of the vendor");
    assert_eq!(store.statements(&id()).unwrap()[0].statement, b"{}");
}

#[test]
fn an_amount_is_taken_back_by_a_row_without_one() {
    let mut store = begun();
    let key = (month("2027-03"), AmountOf::Forecast);
    let amount = |amount| NewActuals { figures: Vec::new(), amounts: vec![(key.0, key.1, amount)], ..own(Vec::new()) };
    store.add_actuals(&id(), &amount(Some(Decimal::from(900))), at(1)).unwrap();
    assert_eq!(store.actuals(&id()).unwrap().amounts[&key].0, Decimal::from(900));
    store.add_actuals(&id(), &amount(None), at(2)).unwrap();
    let actuals = store.actuals(&id()).unwrap();
    assert!(actuals.amounts.is_empty() && actuals.taken_back.contains_key(&key));
}

#[test]
fn nothing_is_taken_in_for_a_contract_that_is_not_there() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plumbline.db");
    Store::open(&path).unwrap().create(&new_contract("c"), at(0)).unwrap();
    let mut store = Store::open(&path).unwrap();
    let missing = store.take_in(&store::ContractId("nowhere".into()), Side::Vendor, &theirs(), "a.slac", at(1));
    assert!(matches!(missing, Err(StoreError::Missing { .. })), "{missing:?}");
    assert!(store.actuals(&id()).unwrap().sources.is_empty());
}
