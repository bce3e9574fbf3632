//! The scorecard without a database: a case in memory, its months, its troubles, its words.

use super::{case::Case, changes, intake, view};
use crate::{
    sample,
    wire::{MonthState, StepsView},
};
use model::{Agreement, Decimal, MeasureId, Month, ServiceLevelId, Side, Weighting, clauses::ReliefCause};
use settlement::Actual;
use store::{
    actuals::{Actuals, AmountOf, Figure, Kept, Origin, Reported, Source, Trouble},
    marks::{Decision, Mark, Marked},
};

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

fn level(id: &str) -> ServiceLevelId {
    ServiceLevelId(id.into())
}

fn agreement() -> Agreement {
    let mut agreement = model::template::sample().0;
    agreement.term.start = "2027-01-01".parse().unwrap();
    agreement
}

fn source(id: i64) -> Source {
    Source {
        id,
        origin: Origin::Imported,
        side: Side::Vendor,
        name: "acd.csv".into(),
        sha256: None,
        problems: Vec::new(),
        at: "2027-07-02T07:40:00Z".parse().unwrap(),
        elsewhere: None,
    }
}

/// The sample's six months as one source brought them.
pub(super) fn case() -> Case {
    let agreement = agreement();
    let table = sample::actuals_bytes(month("2027-01"));
    let read = crate::history::import(&table, "acd.csv", None, "2027-07-02".parse().unwrap()).unwrap();
    let mut actuals = Actuals { sources: vec![source(1)], ..Actuals::default() };
    for series in read.baseline.series {
        for o in series.observations {
            let figure = Figure {
                month: o.month,
                measure: series.measure.clone(),
                reported: Reported::Value(o.value, o.n),
                weighting: Weighting::Exact,
                days: None,
            };
            actuals.figures.insert((o.month, series.measure.clone()), Kept { figure, source: 1 });
        }
    }
    Case {
        agreement,
        revision: (1, "0".repeat(64)),
        side: Side::Client,
        actuals,
        marks: Vec::new(),
        posted: Vec::new(),
        earlier: Vec::new(),
        corrections: Vec::new(),
        plans: Vec::new(),
        baseline: None,
        now: "2027-07-02T08:00:00Z".parse().unwrap(),
        posted_there: Vec::new(),
        steps: StepsView::default(),
    }
}

fn excused(decisions: Vec<(Side, Decision)>) -> Marked {
    let at = "2027-07-02T08:00:00Z".parse().unwrap();
    Marked {
        id: 1,
        month: month("2027-06"),
        side: Side::Vendor,
        mark: Mark::Excused {
            levels: vec![level("fcr")],
            cause: ReliefCause::ClientSystem,
            evidence: "ticket 4711".into(),
            window: None,
        },
        at,
        decisions: decisions.into_iter().map(|(side, decision)| (side, decision, at)).collect(),
    }
}

#[test]
fn the_term_has_a_first_and_a_last_month_and_holds_what_lies_between() {
    let case = case();
    assert_eq!((case.first(), case.last()), (month("2027-01"), month("2028-12")));
    assert!(case.holds(month("2028-12")) && !case.holds(month("2029-01")) && !case.holds(month("2026-12")));
    assert_eq!((case.number(month("2027-01")), case.number(month("2028-01"))), (1, 13));
    assert_eq!((case.last_reported(), case.next_to_post()), (Some(month("2027-06")), month("2027-01")));
}

#[test]
fn a_month_costs_what_its_terms_say_and_lines_sum_to_it() {
    let settled = case().settle(month("2027-06")).unwrap();
    let credits: Vec<String> = settled.iter().map(|m| m.credit_amount.to_string()).collect();
    assert_eq!(credits, ["0.00", "0.00", "0.00", "0.00", "4120.00", "16480.00"]);
    for month in &settled {
        assert_eq!(month.lines.iter().map(|l| l.credit_amount).sum::<Decimal>(), month.credit_amount);
    }
}

#[test]
fn what_was_invoiced_is_what_percentages_are_taken_of() {
    let mut case = case();
    case.actuals.amounts.insert((month("2027-06"), AmountOf::Charges), ("300000.00".parse().unwrap(), 1));
    let settled = case.settle(month("2027-06")).unwrap();
    assert_eq!(settled[5].charges_amount.to_string(), "300000.00");
    assert_eq!(settled[5].credit_amount.to_string(), "12000.00", "2.5 % and 1 % and 0.5 %");
    assert_eq!(settled[4].credit_amount.to_string(), "4120.00", "the other months stay as agreed");
}

#[test]
fn a_month_of_charges_per_unit_waits_for_its_units() {
    let mut case = case();
    let steps = vec![model::VolumeStep { up_to_units: None, price: Decimal::TEN }];
    case.agreement.charges = model::Charges::PerUnit { steps, forecast_units: vec!["41200".parse().unwrap()] };
    for number in 1..=5 {
        let at = month(&format!("2027-0{number}"));
        case.actuals.amounts.insert((at, AmountOf::Units), ("40000".parse().unwrap(), 1));
    }
    let june = month("2027-06");
    assert!(case.held(june).iter().all(|h| h.month == june) && !case.held(june).is_empty());
    assert_eq!(case.found(june)[0].place, "Jun 2027, units");
    assert_eq!(view::view(&case, Some(june)).credit_text, "held");
    case.actuals.amounts.insert((june, AmountOf::Units), ("40000".parse().unwrap(), 1));
    assert!(case.held(june).is_empty() && case.found(june).is_empty());
    assert_eq!(case.settle(june).unwrap()[5].charges_amount.to_string(), "400000.00");
    let facts = view::view(&case, Some(june)).facts;
    let charges = facts.iter().find(|f| f.label == "Charges").unwrap();
    assert!(charges.how[0].starts_with("40,000 units delivered: 40,000 ×"), "{:?}", charges.how);
    assert!(charges.how[0].ends_with("; units from acd.csv, by the vendor"), "{:?}", charges.how);
}

#[test]
fn relief_counts_once_both_sides_approved_it() {
    let credit = |decisions| {
        let mut case = case();
        case.marks.push(excused(decisions));
        case.settle(month("2027-06")).unwrap()[5].credit_amount.to_string()
    };
    assert_eq!(credit(vec![(Side::Vendor, Decision::Approved)]), "16480.00");
    assert_eq!(credit(vec![(Side::Vendor, Decision::Approved), (Side::Client, Decision::Rejected)]), "16480.00");
    assert_eq!(credit(vec![(Side::Vendor, Decision::Approved), (Side::Client, Decision::Approved)]), "6180.00");
}

#[test]
fn terms_that_start_later_leave_a_history_of_their_own_months() {
    let case = case();
    let mut later = case.agreement.clone();
    later.term.start = "2027-03-01".parse().unwrap();
    let history = case.history(&later, month("2027-06"));
    assert_eq!(history.months.first().map(|m| m.month), Some(month("2027-03")));
    assert_eq!(case.settle_under(&later, month("2027-06")).unwrap()[0].contract_month, 1);
    assert_eq!(
        case.settle_under(&later, month("2027-02")).unwrap(),
        Vec::new(),
        "before its first month there is none"
    );
}

#[test]
fn a_level_that_nobody_reported_is_not_reported() {
    let mut case = case();
    case.actuals.figures.remove(&(month("2027-06"), MeasureId("csat".into())));
    // Five business days after Wednesday, 30 June.
    case.now = "2027-07-07T23:59:59Z".parse().unwrap();
    let history = case.history(&case.agreement, month("2027-06"));
    let last = history.months.last().unwrap();
    assert_eq!(last.actuals.get(&level("csat")), Some(&Actual::NoActivity), "it is not reported yet");
    case.now = "2027-07-08T00:00:00Z".parse().unwrap();
    let history = case.history(&case.agreement, month("2027-06"));
    let last = history.months.last().unwrap();
    assert_eq!(last.actuals.get(&level("csat")), Some(&Actual::NotReported));
    assert!(matches!(last.actuals.get(&level("fcr")), Some(Actual::Value { .. })));
}

#[test]
fn a_trouble_of_a_level_stands_until_a_later_source_gives_its_figure() {
    let mut case = case();
    let trouble = Trouble {
        place: "row 7, csat".into(),
        message: "“abc” is not a number".into(),
        month: Some(month("2027-06")),
        measures: vec![MeasureId("csat".into())],
    };
    case.actuals.sources[0].problems.push(trouble);
    let open = case.open_troubles(month("2027-06"));
    assert_eq!(open.len(), 1);
    assert_eq!(open[0].place, "acd.csv, row 7, csat");
    assert_eq!(case.open_troubles(month("2027-05")), []);
    case.actuals.sources.push(source(2));
    case.actuals.figures.get_mut(&(month("2027-06"), MeasureId("csat".into()))).unwrap().source = 2;
    assert_eq!(case.open_troubles(month("2027-06")), []);
}

#[test]
fn statements_are_posted_in_order_whole_and_without_open_problems() {
    let case = case();
    let of = |m: &str, state| view::hindrance(&case, month(m), state, &[]);
    assert_eq!(of("2027-01", MonthState::Open), None);
    assert!(of("2027-02", MonthState::Open).unwrap().contains("Jan 2027 is next"));
    assert!(of("2027-01", MonthState::Part).unwrap().contains("part of its days"));
    assert!(of("2027-01", MonthState::Empty).is_some() && of("2027-01", MonthState::Posted).is_some());
}

#[test]
fn the_month_that_is_shown_is_the_newest_one_with_figures() {
    let shown = view::view(&case(), None);
    assert_eq!((shown.month.as_str(), shown.state), ("2027-06", MonthState::Open));
    assert_eq!(shown.headline.replace('\u{a0}', " "), "Jun 2027 scored 93.1 and costs Alvora Contact USD 16,480.00.");
    assert_eq!((shown.met_text.as_str(), shown.trend.len()), ("5 of 8 met", 6));
    assert!(shown.credit_caption.starts_with("Jun 2027 costs more than all other months together"));
    assert_eq!(shown.score_caption, "Jun 2027 is the lowest so far, with 93.1.");
    let fcr = &shown.rows[0];
    assert_eq!((fcr.band.as_str(), fcr.credit_text.as_str(), fcr.n_text.as_str()), ("serious", "10,300.00", "40,110"));
    assert_eq!(fcr.spark.iter().map(|p| p.missed).collect::<Vec<_>>(), [false, false, false, false, true, true]);
    assert!(shown.warnings.iter().any(|w| w.title.starts_with("First contact resolution")), "{:?}", shown.warnings);
}

#[test]
fn a_mark_is_said_in_a_sentence_with_its_evidence() {
    let case = case();
    let said = changes::remark(&case, &excused(Vec::new()));
    assert!(
        said.starts_with("First contact resolution: excused, ") && said.ends_with("; evidence: ticket 4711"),
        "{said}"
    );
    let late = Marked {
        mark: Mark::Late { levels: vec![level("fcr"), level("csat")], business_days: 1 },
        ..excused(Vec::new())
    };
    assert_eq!(
        changes::remark(&case, &late),
        "First contact resolution and Customer satisfaction: reported 1 business day late"
    );
}

#[test]
fn a_statement_names_every_source_and_holds_no_adjustment_without_a_correction() {
    let document = changes::statement(&case(), month("2027-06")).unwrap();
    assert_eq!(document.sources.len(), 8);
    assert!(document.sources.iter().all(|s| s.name == "acd.csv" && s.side == Side::Vendor));
    assert_eq!(document.adjustments, []);
    assert_eq!(document.total_amount, document.statement.net_credit_amount);
}

#[test]
fn months_and_reasons_are_read_as_people_give_them() {
    assert_eq!(intake::month("2027-09").unwrap(), month("2027-09"));
    assert!(intake::month("September").unwrap_err().message.contains("not a month like 2027-09"));
    assert_eq!(intake::reason(Some("  counted twice ")), Some("counted twice".into()));
    assert_eq!((intake::reason(Some("  ")), intake::reason(None)), (None, None));
    let days: Vec<u32> = ["2027-02", "2028-02", "2027-04", "2027-12"].map(|m| intake::days_of(month(m))).into();
    assert_eq!(days, [28, 29, 30, 31]);
}

#[test]
fn one_is_a_figure_and_two_are_figures() {
    assert_eq!((view::counted(1, "figure"), view::counted(2, "figure")), ("1 figure".into(), "2 figures".into()));
}
