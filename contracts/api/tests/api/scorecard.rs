//! The scorecard of actuals: in by table and by hand, marked, posted, corrected, out as files.

use crate::{set, workspace, workspace_at};
use api::{
    AmountOf, Decision, Side,
    scorecard::PostedStatement,
    wire::{
        AmountTyped, AmountsTyped, ContractState, ErrorCode, MarkRequest, MonthState, PlanRequest, PrivateEdit,
        ScorecardView, StatementFormat, TypedActual, TypedState,
    },
    workspace::Workspace,
};
use model::{ServiceLevelId, clauses::ReliefCause};
use store::marks::Mark;

/// The sample from a known month on. A report that is missing costs nothing here: these tables bring one level alone, so that
/// figures can be worked out by hand.
fn begun(workspace: &mut Workspace) -> String {
    let id = workspace.open_sample().unwrap().id;
    workspace.edit(&id, &set("term.start", "2027-01-01")).unwrap();
    workspace.edit(&id, &set("remedies.cure", "")).unwrap();
    id
}

fn table(months: &[(&str, &str)]) -> Vec<u8> {
    let mut text = "month,fcr_percent,fcr_surveys\n".to_owned();
    for (month, fcr) in months {
        text += &format!("{month},{fcr},1200\n");
    }
    text.into_bytes()
}

fn typed(month: &str, level: &str, value: &str) -> TypedActual {
    TypedActual {
        month: month.into(),
        level: ServiceLevelId(level.into()),
        state: TypedState::Value,
        value: value.into(),
        n: "1200".into(),
        source: "monthly report".into(),
        measured: false,
        reason: None,
    }
}

fn charges(month: &str, text: &str) -> AmountsTyped {
    AmountsTyped {
        month: month.into(),
        amounts: vec![AmountTyped { what: AmountOf::Charges, text: text.into() }],
        locked_on: String::new(),
        source: "invoice".into(),
        reason: None,
    }
}

fn row<'a>(view: &'a ScorecardView, level: &str) -> &'a api::wire::ScoreRow {
    view.rows.iter().find(|r| r.level.0 == level).unwrap()
}

/// Months 1 to 8 from one table, all met but for FCR in month 8.
fn eight_months(workspace: &mut Workspace, id: &str) -> ScorecardView {
    let months: Vec<(String, &str)> =
        (1..=8).map(|m| (format!("2027-{m:02}"), if m == 8 { "60.0" } else { "90.0" })).collect();
    let months: Vec<(&str, &str)> = months.iter().map(|(m, v)| (m.as_str(), *v)).collect();
    let imported = workspace.import_actuals(id, &table(&months), "acd.csv", None).unwrap();
    assert_eq!(imported.problems, [], "{:#?}", imported.notes);
    imported.view
}

#[test]
fn an_empty_scorecard_says_so_and_cannot_be_posted() {
    let mut workspace = workspace();
    let id = begun(&mut workspace);
    let view = workspace.scorecard(&id, None).unwrap();
    assert_eq!((view.month.as_str(), view.state), ("2027-01", MonthState::Empty));
    assert!(view.headline.contains("no actuals"), "{}", view.headline);
    assert!(view.rows.is_empty() && view.trend.is_empty() && view.warnings.is_empty());
    let error = workspace.post_statement(&id, "2027-01").unwrap_err();
    assert_eq!(error.code, ErrorCode::Refused);
    assert!(workspace.statement_file(&id, "2027-01", StatementFormat::Pdf).is_err());
}

#[test]
fn a_table_of_months_becomes_scorecards_with_the_rule_and_the_source_of_every_figure() {
    let mut workspace = workspace();
    let id = begun(&mut workspace);
    let view = eight_months(&mut workspace, &id);
    assert_eq!((view.month.as_str(), view.state), ("2027-08", MonthState::Open));
    let fcr = row(&view, "fcr");
    assert_ne!(fcr.band, "met");
    assert!(fcr.trace.iter().any(|t| t.contains('×') && t.contains("412,000.00")), "{:#?}", fcr.trace);
    assert_eq!(fcr.n_text, "1,200");
    let source = fcr.source.as_ref().unwrap();
    assert_eq!((source.name.as_str(), source.short_hash.len()), ("acd.csv", 8));
    assert_eq!(fcr.spark.len(), 8);
    assert!(fcr.spark[7].missed && !fcr.spark[6].missed);
    assert_eq!(view.trend.len(), 8);
    assert_eq!(row(&view, "asa").state_text, "not reported");
    assert!(view.headline.starts_with("Aug 2027 "), "{}", view.headline);
}

#[test]
fn the_scorecard_settles_as_the_statement_of_the_same_actuals_does() {
    let mut workspace = workspace();
    let id = begun(&mut workspace);
    let view = eight_months(&mut workspace, &id);
    let copy = workspace.copy_for_other_side(&id).unwrap();
    let agreement = api::exchange::open(&copy.bytes, "c").unwrap().agreement;
    let months: Vec<(String, &str)> =
        (1..=8).map(|m| (format!("2027-{m:02}"), if m == 8 { "60.0" } else { "90.0" })).collect();
    let months: Vec<(&str, &str)> = months.iter().map(|(m, v)| (m.as_str(), *v)).collect();
    let today = "2027-09-02".parse().unwrap();
    let answers = api::history::Answers::default();
    let actuals = api::history::actuals(&table(&months), "acd.csv", &agreement, &answers, today).unwrap();
    let settled = api::statement::settle_with(&agreement, &actuals.history, &actuals.inputs, None).unwrap();
    let json = workspace.statement_file(&id, "2027-08", StatementFormat::Json).unwrap();
    let document: PostedStatement = serde_json::from_slice(&json.bytes).unwrap();
    assert_eq!(&document.statement, settled.months.last().unwrap());
    assert_eq!(document.total_amount, document.statement.net_credit_amount);
    assert_eq!(view.credit_text, model::quantity::number(document.statement.credit_amount, 2));
}

#[test]
fn what_cannot_be_taken_is_named_with_its_place_and_the_rest_is_kept() {
    let mut workspace = workspace();
    let id = begun(&mut workspace);
    let text = "month,availability_percent,fcr_percent,fcr_surveys,csat_percent,csat_surveys,charges\n\
                2027-01,99.9,-10,1200,90,600,412000.00\n\
                2027-03,99.9,90,1200,90,600,\n\
                2027-02,99.9,90,1200,90,600,EUR 412000\n\
                2027-02,99.9,91,1200,190,600,412000.00\n\
                2031-01,99.9,91,1200,90,600,412000.00\n";
    let imported = workspace.import_actuals(&id, text.as_bytes(), "bad.csv", None).unwrap();
    let told: Vec<String> = imported.problems.iter().map(|p| format!("{}: {}", p.place, p.message)).collect();
    let all = told.join("\n");
    for part in [
        "row 2, fcr_percent",
        "row 3, charges: “charges” is empty",
        "is there again",
        "row 5, csat_percent",
        "out of order",
        "outside of the contract",
    ] {
        assert!(all.contains(part), "{part}: {all}");
    }
    let january = workspace.scorecard(&id, Some("2027-01")).unwrap();
    assert_eq!(row(&january, "csat").value_text, "90.0\u{202f}%", "the rest of the row is kept");
    assert_eq!(january.problems.len(), 1, "{:?}", january.problems);
    assert!(january.hindrance.unwrap().contains("corrected first"));
    let mended = workspace.type_actual(&id, &typed("2027-01", "fcr", "88 %")).unwrap();
    assert!(mended.problems.is_empty() && mended.hindrance.is_none(), "{:?}", mended.problems);
    assert_eq!(row(&mended, "fcr").value_text, "88.0\u{202f}%");
    let again = workspace.import_actuals(&id, text.as_bytes(), "bad.csv", None).unwrap();
    assert_eq!(again.problems.len(), told.len(), "the same file has the same problems");
    let january = workspace.scorecard(&id, Some("2027-01")).unwrap();
    assert_eq!(january.problems, [], "and what was set right stays so");
    let march = workspace.scorecard(&id, Some("2027-03")).unwrap();
    assert!(march.problems[0].message.contains("charges of this month are missing"), "{:?}", march.problems);
    let march = workspace.set_amounts(&id, &charges("2027-03", "USD 412,000.00")).unwrap();
    assert_eq!(march.problems, []);
    let unknown = b"month,fcr_percent,abandoned,offered,answered,wrap_percent\n2027-04,90,5,100,95,7\n";
    let imported = workspace.import_actuals(&id, unknown, "more.csv", None).unwrap();
    assert!(imported.notes.iter().any(|n| n.contains("wrap_percent")), "{:?}", imported.notes);
}

#[test]
fn a_denominator_of_nought_and_a_numerator_above_it_are_named() {
    let mut workspace = workspace();
    let id = begun(&mut workspace);
    let text = "month,fcr_resolved,fcr_surveys\n2027-01,5,0\n2027-02,1300,1200\n2027-03,1080,1200\n2027-04,0,0\n";
    let imported = workspace.import_actuals(&id, text.as_bytes(), "counts.csv", None).unwrap();
    let told: Vec<String> = imported.problems.iter().map(|p| format!("{}: {}", p.place, p.message)).collect();
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].starts_with("row 2") && told[0].contains("a denominator of 0"), "{told:?}");
    assert!(told[1].starts_with("row 3") && told[1].contains("more than"), "{told:?}");
    let march = workspace.scorecard(&id, Some("2027-03")).unwrap();
    assert_eq!(row(&march, "fcr").value_text, "90.0\u{202f}%");
    let april = workspace.scorecard(&id, Some("2027-04")).unwrap();
    assert_eq!(row(&april, "fcr").state_text, "no activity");
}

#[test]
fn what_is_typed_wrong_is_refused_with_its_place() {
    let mut workspace = workspace();
    let id = begun(&mut workspace);
    for (wrong, place) in [
        (typed("2027-01", "fcr", "-10 %"), "value"),
        (typed("2027-01", "fcr", "many"), "value"),
        (typed("2027-01", "nowhere", "90 %"), "level"),
        (typed("2040-01", "fcr", "90 %"), "month"),
        (TypedActual { n: "-3".into(), ..typed("2027-01", "fcr", "90 %") }, "n"),
    ] {
        let error = workspace.type_actual(&id, &wrong).unwrap_err();
        assert_eq!((error.code, error.details[0].place.as_str()), (ErrorCode::Input, place), "{error:?}");
    }
    assert!(workspace.set_amounts(&id, &charges("2027-01", "EUR 5")).is_err());
    assert_eq!(workspace.scorecard(&id, None).unwrap().state, MonthState::Empty);
}

#[test]
fn an_invoice_that_differs_is_what_credits_are_taken_of() {
    let mut workspace = workspace();
    let id = begun(&mut workspace);
    let before = eight_months(&mut workspace, &id);
    let after = workspace.set_amounts(&id, &charges("2027-08", "USD 824,000.00")).unwrap();
    assert_eq!(after.charges_text, "USD\u{a0}824,000.00");
    let cents = |text: &str| text.replace([',', '.'], "").parse::<i64>().unwrap();
    assert!(cents(&before.credit_text) > 0);
    assert_eq!(cents(&after.credit_text), 2 * cents(&before.credit_text));
}

#[test]
fn relief_counts_once_both_sides_approved_it() {
    let mut workspace = workspace();
    let id = begun(&mut workspace);
    eight_months(&mut workspace, &id);
    let fcr = ServiceLevelId("fcr".into());
    let mark = |evidence: &str| MarkRequest {
        month: "2027-08".into(),
        mark: Mark::Excused {
            levels: vec![fcr.clone()],
            cause: ReliefCause::ClientSystem,
            evidence: evidence.into(),
            window: None,
        },
        window: None,
        reason: None,
    };
    let error = workspace.mark_month(&id, &mark(" ")).unwrap_err();
    assert_eq!(error.details[0].place, "evidence");
    let claimed = workspace.mark_month(&id, &mark("outage report 17")).unwrap();
    assert_eq!(claimed.marks[0].state_text, "waits for the vendor");
    assert_ne!(row(&claimed, "fcr").band, "", "a claim alone excuses nothing");
    workspace.set_side(&id, Side::Vendor).unwrap();
    let view = workspace.decide_mark(&id, claimed.marks[0].id, Decision::Approved, None).unwrap();
    assert_eq!(row(&view, "fcr").state_text, "excused");
    assert_eq!(view.credit_text, "0.00");
    assert!(view.notes[0].contains("outage report 17"), "{:?}", view.notes);
    let taken = workspace.decide_mark(&id, claimed.marks[0].id, Decision::Withdrawn, None).unwrap_err();
    assert_eq!(taken.code, ErrorCode::Refused, "only who claimed it takes it back");
}

#[test]
fn statements_are_posted_in_order_never_change_and_a_correction_goes_on_the_next() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plumbline.db");
    let mut workspace = workspace_at(&path);
    let id = begun(&mut workspace);
    eight_months(&mut workspace, &id);
    let error = workspace.post_statement(&id, "2027-08").unwrap_err();
    assert!(error.message.contains("Jan 2027 is next"), "{}", error.message);
    for month in 1..=8 {
        workspace.post_statement(&id, &format!("2027-{month:02}")).unwrap();
    }
    let file = |workspace: &Workspace| workspace.statement_file(&id, "2027-08", StatementFormat::Json).unwrap().bytes;
    let posted = file(&workspace);
    let again = workspace.import_actuals(&id, &table(&[("2027-08", "90.0")]), "again.csv", None).unwrap();
    assert!(again.problems[0].message.contains("posted"), "{:?}", again.problems);
    let refused = workspace.type_actual(&id, &typed("2027-08", "fcr", "90 %")).unwrap_err();
    assert_eq!(refused.code, ErrorCode::Refused);
    let reason = Some("surveys of another queue were counted".to_owned());
    let correction = TypedActual { reason, ..typed("2027-08", "fcr", "90 %") };
    let view = workspace.type_actual(&id, &correction).unwrap();
    assert_eq!(file(&workspace), posted, "what is posted never changes");
    let waiting = &view.adjustments[0];
    assert!(!waiting.posted && waiting.difference_text.starts_with('−'), "{waiting:?}");
    assert!(waiting.changes.iter().any(|c| c.contains("60.0") && c.contains("90.0")), "{waiting:?}");
    assert!(waiting.reasons[0].starts_with("surveys of another queue"), "{waiting:?}");

    drop(workspace);
    let mut workspace = workspace_at(&path);
    workspace.import_actuals(&id, &table(&[("2027-09", "90.0")]), "september.csv", None).unwrap();
    let next = workspace.post_statement(&id, "2027-09").unwrap();
    assert!(next.adjustments[0].posted && next.total_text.contains('−'), "{} {:?}", next.total_text, next.adjustments);
    let september = workspace.statement_file(&id, "2027-09", StatementFormat::Json).unwrap();
    let document: PostedStatement = serde_json::from_slice(&september.bytes).unwrap();
    let august: PostedStatement = serde_json::from_slice(&posted).unwrap();
    assert_eq!(document.total_amount, -august.statement.net_credit_amount);
    assert_eq!(document.adjustments[0].after_amount, model::Decimal::ZERO);
    workspace.import_actuals(&id, &table(&[("2027-10", "90.0")]), "october.csv", None).unwrap();
    let october = workspace.scorecard(&id, Some("2027-10")).unwrap();
    assert_eq!(october.adjustments, [], "a correction is posted once");
}

#[test]
fn a_change_of_terms_changes_no_posted_month() {
    let mut workspace = workspace();
    let id = begun(&mut workspace);
    eight_months(&mut workspace, &id);
    for month in 1..=8 {
        workspace.post_statement(&id, &format!("2027-{month:02}")).unwrap();
    }
    workspace.edit(&id, &set("service_levels.fcr.target", "50 %")).unwrap();
    workspace.import_actuals(&id, &table(&[("2027-09", "65.0")]), "september.csv", None).unwrap();
    let view = workspace.scorecard(&id, Some("2027-09")).unwrap();
    assert_eq!(view.adjustments, []);
    assert_eq!(row(&view, "fcr").band, "met", "the open month is settled under the new terms");
}

#[test]
fn a_part_of_a_month_warns_and_cannot_be_posted() {
    let mut workspace = workspace();
    let id = begun(&mut workspace);
    eight_months(&mut workspace, &id);
    let mut text = "date,fcr_percent,fcr_surveys\n".to_owned();
    for day in 1..=11 {
        text += &format!("2027-09-{day:02},60.0,50\n");
    }
    let view = workspace.import_actuals(&id, text.as_bytes(), "september.csv", None).unwrap().view;
    assert_eq!(view.state, MonthState::Part);
    assert!(view.hindrance.as_ref().unwrap().contains("part of its days"));
    let warning = view.warnings.iter().find(|w| w.title.contains("on course to miss")).unwrap();
    assert!(warning.text.contains("after 11 of 30 days"), "{warning:?}");
    assert!(warning.text.contains("the rest of the month needs"), "{warning:?}");
}

#[test]
fn plans_are_opened_by_hand_moved_on_and_overdue_when_late() {
    let mut workspace = workspace();
    let id = begun(&mut workspace);
    eight_months(&mut workspace, &id);
    let request = PlanRequest {
        plan: None,
        month: "2027-08".into(),
        level: Some(ServiceLevelId("fcr".into())),
        cause: "serious miss".into(),
        root_cause: String::new(),
        owner: "Site lead".into(),
        due_on: "2026-11-30".into(),
        done: false,
    };
    let opened = workspace.keep_plan(&id, &request).unwrap().plans.remove(0);
    assert!(opened.overdue && !opened.done && !opened.by_trigger, "{opened:?}");
    let moved = PlanRequest { plan: Some(opened.id), root_cause: "new agents".into(), done: true, ..request.clone() };
    let done = workspace.keep_plan(&id, &moved).unwrap().plans.remove(0);
    assert!(done.done && !done.overdue && done.root_cause == "new agents", "{done:?}");
    let wrong = workspace.keep_plan(&id, &PlanRequest { due_on: "soon".into(), ..request }).unwrap_err();
    assert_eq!(wrong.details[0].place, "due_on");
}

#[test]
fn a_statement_comes_out_as_pdf_csv_and_json_without_anything_private() {
    const NOTE: &str = "canary-note-71c3";
    let mut workspace = workspace();
    let id = begun(&mut workspace);
    workspace.edit_private(&id, &PrivateEdit::Notes { text: NOTE.into() }).unwrap();
    eight_months(&mut workspace, &id);
    let csv = workspace.statement_file(&id, "2027-08", StatementFormat::Csv).unwrap();
    let text = String::from_utf8(csv.bytes).unwrap();
    assert!(text.starts_with("month,service_level,") && text.contains("2027-08,fcr,"), "{text}");
    let json = workspace.statement_file(&id, "2027-08", StatementFormat::Json).unwrap();
    let pdf = workspace.statement_file(&id, "2027-08", StatementFormat::Pdf).unwrap();
    assert!(pdf.name.ends_with("-statement-2027-08.pdf"), "{}", pdf.name);
    let opened = lopdf::Document::load_mem(&pdf.bytes).unwrap();
    let pages: Vec<u32> = opened.get_pages().keys().copied().collect();
    let printed = opened.extract_text(&pages).unwrap_or_default();
    for bytes in [text.as_bytes(), &json.bytes, &pdf.bytes, printed.as_bytes()] {
        assert!(!String::from_utf8_lossy(bytes).contains(NOTE));
    }
    assert!(String::from_utf8_lossy(&json.bytes).contains("acd.csv"), "both sides see where figures came from");
}

#[test]
fn the_sample_runs_with_posted_months_and_one_to_post_all_of_them_marked_as_illustrative() {
    let mut workspace = workspace();
    let id = workspace.open_running_sample().unwrap().id;
    let view = workspace.scorecard(&id, None).unwrap();
    let states: Vec<MonthState> = view.months.iter().take(7).map(|m| m.state).collect();
    assert_eq!(states[..5], [MonthState::Posted; 5]);
    assert_eq!(states[5..], [MonthState::Open, MonthState::Empty]);
    assert_eq!(view.hindrance, None);
    assert!(view.rows.iter().all(|r| r.source.as_ref().is_some_and(|s| s.name.starts_with("illustrative"))));
    assert_eq!(row(&view, "fcr").credit_text, "10,300.00");
    let contract = workspace.contract(&id).unwrap();
    assert!(contract.approvals.iter().all(|a| a.approved_at.is_some()), "approved before a statement was posted");
    assert!(contract.trail.is_sorted_by(|newer, older| newer.at >= older.at), "{:#?}", contract.trail);
    let card = &workspace.library().unwrap().contracts[0];
    assert_eq!((card.state, card.sample, card.statements), (ContractState::Running, true, 5));
    workspace.edit(&id, &set("term.notice_days", "60")).unwrap();
    assert_eq!(workspace.contract(&id).unwrap().state, ContractState::ApprovalsVoid);
    workspace.undo(&id).unwrap();
    let shown = workspace.post_statement(&id, &view.month).unwrap();
    assert!(shown.plans.iter().any(|p| p.by_trigger && p.level == "First contact resolution"), "{:?}", shown.plans);
}

#[test]
fn a_posted_month_keeps_its_figure_its_source_and_its_start_whatever_changes_later() {
    let mut workspace = workspace();
    let id = workspace.open_running_sample().unwrap().id;
    let first = workspace.scorecard(&id, None).unwrap().months[0].month.clone();
    let before = workspace.scorecard(&id, Some(&first)).unwrap();
    let corrected = TypedActual { reason: Some("counted twice".into()), ..typed(&first, "fcr", "60 %") };
    let after = workspace.type_actual(&id, &corrected).unwrap();
    // The trend beside it is of corrected months, and says so.
    let stated = |view: &ScorecardView| {
        let row = row(view, "fcr").clone();
        api::wire::ScoreRow { spark: Vec::new(), trend_words: String::new(), ..row }
    };
    assert_eq!(stated(&after), stated(&before), "the statement stays, and where its figure came from");
    assert!(row(&after, "fcr").spark[0].corrected && !row(&before, "fcr").spark[0].corrected);
    assert_eq!(after.adjustments.len(), 1);
    assert!(after.adjustments[0].difference_text.starts_with('±'), "no money in the ramp: {:?}", after.adjustments);

    let mut moved = crate::workspace();
    let id = moved.open_running_sample().unwrap().id;
    moved.edit(&id, &set("term.start", "2028-01-01")).unwrap();
    let view = moved.scorecard(&id, None).unwrap();
    assert_eq!(view.adjustments, [], "another start is no correction of what was posted");
}
